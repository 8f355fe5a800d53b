"""Away days: saying when one is not at work, and taking it back; the next messages move with them."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import away as rules
from bot.domain.away import Away, Periods
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.services import members
from bot.store import away, workspaces
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class Seen:
    """`member` is None for somebody who has not started; `periods` are those not over yet."""

    member: Member | None
    today: date
    periods: Periods


def see_away(session: Session, actor: Actor, now: datetime) -> Seen:
    member = members.find(session, actor)
    if member is None:
        return Seen(None, now.date(), ())
    return _seen(session, member, now)


def _seen(session: Session, member: Member, now: datetime) -> Seen:
    today = member.today(now)
    return Seen(member, today, away.list_periods(session, member.id, today))


def add_away(session: Session, actor: Actor, first: date, last: date, key: str, now: datetime) -> Seen:
    """Raises Refused away_order, away_long, away_over or away_many; a period that stands there already stays as it is.

    Starts somebody who is new, like every saved window; it is no record, so no message begins with it.
    """
    if last < first:
        raise Refused("away_order")
    if (last - first).days >= rules.LONGEST:
        raise Refused("away_long", limit=rules.LONGEST)
    member = members.enrol(session, actor, now)
    if last < member.today(now):
        raise Refused("away_over")
    seen = _seen(session, member, now)
    if any((period.first, period.last) == (first, last) for period in seen.periods):
        return seen
    if len(seen.periods) >= rules.MOST:
        raise Refused("away_many", limit=rules.MOST)
    workspaces.claim_key(session, member.workspace_id, key, now)
    away.add(session, member.id, Away(first, last), now)
    return _seen(session, members.move_due_times(session, member, now), now)


def remove_away(session: Session, actor: Actor, away_id: int, now: datetime) -> Seen:
    """Twice is as once: what is shown is what stands. Raises Refused("not_started")."""
    member = members.require(session, actor)
    if away.remove(session, member.id, away_id):
        member = members.move_due_times(session, member, now)
    return _seen(session, member, now)
