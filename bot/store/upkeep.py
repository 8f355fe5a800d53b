"""Upkeep's questions, across members: zones still to be asked for, payloads that cannot come again."""

from datetime import datetime

from sqlalchemy import delete, update

from bot.domain import upkeep as rules
from bot.domain.members import Member, ZoneSource
from bot.store import members as member_store
from bot.store.database import Session
from bot.store.tables import handled, members, pacing, workspaces


def claim_unknown_zones(session: Session, now: datetime, limit: int) -> tuple[Member, ...]:
    """Members whose zone is to be asked for now; the next attempt is put off, so that no other worker asks as well."""
    due = (
        member_store.SELECT.add_columns(members.c.zone_attempts)
        .where(
            members.c.zone_next_try_at <= now,
            members.c.zone_source == ZoneSource.PENDING,
            members.c.inactive.is_(False),
            workspaces.c.active,
        )
        .order_by(members.c.zone_next_try_at)
        .limit(limit)
        .with_for_update(of=members, skip_locked=True)
    )
    found: list[Member] = []
    for *row, attempts in session.execute(due):
        member = member_store.from_row(row)
        found.append(member)
        _put_off(session, member.id, attempts + 1, now)
    return tuple(found)


def _put_off(session: Session, member_id: int, attempts: int, now: datetime) -> None:
    """After the last attempt the person is one whom Slack names no zone for."""
    last = attempts >= rules.ZONE_ATTEMPTS
    session.execute(
        update(members)
        .where(members.c.id == member_id)
        .values(
            zone_attempts=attempts,
            zone_next_try_at=None if last else now + rules.wait_for_zone(attempts),
            zone_source=ZoneSource.NONE if last else ZoneSource.PENDING,
        )
    )


def set_no_zone(session: Session, member_id: int) -> None:
    session.execute(
        update(members)
        .where(members.c.id == member_id, members.c.zone_source == ZoneSource.PENDING)
        .values(zone_source=ZoneSource.NONE, zone_next_try_at=None)
    )


def delete_handled(session: Session, before: datetime) -> int:
    return session.execute(delete(handled).where(handled.c.handled_at < before)).rowcount


def delete_stale_slots(session: Session, before: datetime) -> None:
    """Pacing keeps a row for each person written to; one long past says nothing any more."""
    session.execute(delete(pacing).where(pacing.c.next_at < before))
