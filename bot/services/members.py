"""Members: starting them, finding them, and what they set."""

from dataclasses import replace
from datetime import datetime

from bot.domain import schedules
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.store import members
from bot.store.database import Session


def enrol(session: Session, actor: Actor, now: datetime) -> Member:
    """The actor's member, started now if they are new. For captures: nothing else starts anybody."""
    return members.find_locked(session, actor) or members.add(session, actor, now)


def find(session: Session, actor: Actor) -> Member | None:
    return members.find(session, actor)


def require(session: Session, actor: Actor) -> Member:
    """Raises Refused("not_started") for somebody who has recorded nothing yet."""
    member = members.find_locked(session, actor)
    if member is None:
        raise Refused("not_started")
    return member


def note_record(session: Session, member: Member, now: datetime) -> Member:
    """Called after each capture: the first one sets the first digest and nudge going.

    The returned member has `first_record_at == now` exactly when this was the first record, which is to be announced.
    """
    if member.first_record_at is not None:
        return member
    digest_at, nudge_at = due_times(member, now)
    members.change(session, member.id, first_record_at=now, next_digest_at=digest_at, next_nudge_at=nudge_at)
    return replace(member, first_record_at=now, next_digest_at=digest_at, next_nudge_at=nudge_at)


def due_times(member: Member, now: datetime) -> tuple[datetime | None, datetime | None]:
    """When the next digest and the next nudge are due by the member's settings: None where there is to be none."""
    if member.paused or member.inactive:
        return None, None
    digest = schedules.next_due(member.zone, member.digest_weekday, member.digest_hour, now)
    nudge = schedules.next_due(member.zone, member.nudge_weekday, member.nudge_hour, now)
    return digest if member.digest_on else None, nudge if member.nudge_on else None
