"""Upkeep: zones learned after a member began, and payloads whose repetition need not be recognised any more."""

from datetime import datetime

from bot.domain import upkeep as rules
from bot.domain.members import Actor, Member
from bot.services import members
from bot.store import upkeep
from bot.store.database import Session

ZONES_AT_ONCE = 20


def claim_unknown_zones(session: Session, now: datetime) -> tuple[Member, ...]:
    """Whose zone is to be asked of Slack now; each again after a while unless `note_zone` follows."""
    return upkeep.claim_unknown_zones(session, now, ZONES_AT_ONCE)


def note_zone(
    session: Session, member: Member, zone: str | None, deleted: bool, now: datetime, *, locale: str = ""
) -> None:
    """What Slack said of a member; None as zone: it names none, so theirs stays UTC and they are told."""
    actor = Actor(member.enterprise_id, member.team_id, member.user_id)
    members.note_user(session, actor, zone, deleted, now, locale=locale)
    upkeep.set_no_zone(session, member.id)


def forget_payloads(session: Session, now: datetime, real: datetime) -> None:
    """Deletes the keys of payloads that cannot come again, and slots of pacing long past."""
    upkeep.delete_handled(session, now - rules.PAYLOADS_KEPT)
    upkeep.delete_stale_slots(session, real - rules.SLOTS_KEPT)
