"""*Nothing this week*: noted as an answer, and taken back; nothing is owed either way."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.domain import schedules
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.services import members
from bot.store import weeks, workspaces
from bot.store.database import Session

_LONGEST_AGO = timedelta(days=371)


def note_quiet(session: Session, actor: Actor, mondays: Sequence[date], key: str, now: datetime) -> bool:
    """Says whether all were noted before. Raises Refused("not_found") for a day that begins no week of the member's."""
    member = _of_weeks(session, actor, mondays, now)
    noted = weeks.list_quiet(session, member.id, mondays)
    missing = [monday for monday in mondays if monday not in noted]
    if not missing:
        return True
    workspaces.claim_key(session, member.workspace_id, key, now)
    weeks.add_quiet(session, member.id, missing, now)
    return False


def forget_quiet(session: Session, actor: Actor, mondays: Sequence[date], key: str, now: datetime) -> bool:
    """Says whether there was anything to take back."""
    member = _of_weeks(session, actor, mondays, now)
    workspaces.claim_key(session, member.workspace_id, key, now)
    return weeks.remove_quiet(session, member.id, mondays)


def _of_weeks(session: Session, actor: Actor, mondays: Sequence[date], now: datetime) -> Member:
    member = members.require(session, actor)
    today = member.today(now)
    if any(day != schedules.first_day(day) or not today - _LONGEST_AGO <= day <= today for day in mondays):
        raise Refused("not_found")
    return member
