"""*Nothing this week*: noted as an answer, and taken back; nothing is owed either way."""

from datetime import date, datetime, timedelta

from bot.domain import schedules
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.services import members
from bot.store import weeks, workspaces
from bot.store.database import Session

_LONGEST_AGO = timedelta(days=371)


def note_quiet(session: Session, actor: Actor, monday: date, key: str, now: datetime) -> bool:
    """Says whether it was noted before. Raises Refused("not_found") for a day that begins no week of the member's."""
    member = _of_week(session, actor, monday, now)
    if weeks.is_quiet(session, member.id, monday):
        return True
    workspaces.claim_key(session, member.workspace_id, key, now)
    weeks.add_quiet(session, member.id, monday, now)
    return False


def forget_quiet(session: Session, actor: Actor, monday: date, key: str, now: datetime) -> bool:
    """Says whether there was anything to take back."""
    member = _of_week(session, actor, monday, now)
    workspaces.claim_key(session, member.workspace_id, key, now)
    return weeks.remove_quiet(session, member.id, monday)


def _of_week(session: Session, actor: Actor, monday: date, now: datetime) -> Member:
    member = members.require(session, actor)
    today = member.today(now)
    if monday != schedules.first_day(monday) or not today - _LONGEST_AGO <= monday <= today:
        raise Refused("not_found")
    return member
