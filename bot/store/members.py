"""Members: finding, adding and changing them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.domain.deliveries import SETTLE
from bot.domain.members import Actor, Member, ZoneSource
from bot.store import workspaces as workspace_store
from bot.store.database import Session, insert_or_ignore
from bot.store.prepared import Prepared
from bot.store.tables import members, workspaces

_COLUMNS = (
    members.c.id,
    members.c.workspace_id,
    workspaces.c.enterprise_id,
    workspaces.c.team_id,
    workspaces.c.url.label("workspace_url"),
    members.c.user_id,
    members.c.zone,
    members.c.zone_source,
    members.c.digest_weekday,
    members.c.digest_hour,
    members.c.digest_on,
    members.c.nudge_weekday,
    members.c.nudge_hour,
    members.c.nudge_on,
    members.c.win_emoji,
    members.c.talk_emoji,
    members.c.paused,
    members.c.inactive,
    members.c.dm_channel,
    members.c.next_digest_at,
    members.c.next_nudge_at,
    members.c.covered_until,
    members.c.first_record_at,
    members.c.created_at,
    members.c.silent,
    members.c.discreet,
    members.c.first_weekday,
    members.c.locale,
    members.c.problem,
    workspaces.c.app_id,
)
_ZONE_SOURCE = [column.name for column in _COLUMNS].index("zone_source")
SELECT = select(*_COLUMNS).join(workspaces, workspaces.c.id == members.c.workspace_id)
_OF_ACTOR = SELECT.where(
    workspaces.c.enterprise_id == bindparam("enterprise_id"),
    workspaces.c.team_id == bindparam("team_id"),
    members.c.user_id == bindparam("user_id"),
)
_BY_ACTOR = Prepared(_OF_ACTOR)
# On PostgreSQL the lock makes one member's writes serial; SQLite has one writer anyway.
_BY_ACTOR_LOCKED = Prepared(_OF_ACTOR.with_for_update(of=members))


def from_row(row: Sequence[Any]) -> Member:
    """A row of `SELECT` as a value."""
    values = list(row)
    values[_ZONE_SOURCE] = ZoneSource(values[_ZONE_SOURCE])
    return Member(*values)


def _key(actor: Actor) -> dict[str, str]:
    return {"enterprise_id": actor.enterprise_id, "team_id": actor.team_id, "user_id": actor.user_id}


def find(session: Session, actor: Actor) -> Member | None:
    row = _BY_ACTOR.first(session, _key(actor))
    return None if row is None else from_row(row)


def find_locked(session: Session, actor: Actor) -> Member | None:
    row = _BY_ACTOR_LOCKED.first(session, _key(actor))
    return None if row is None else from_row(row)


def get(session: Session, member_id: int) -> Member | None:
    row = session.execute(SELECT.where(members.c.id == member_id)).first()
    return None if row is None else from_row(row)


def add(session: Session, actor: Actor, now: datetime) -> Member:
    """Starts somebody; where two processes do so at once, both get the same member."""
    if actor.zone:
        zone, source = actor.zone, ZoneSource.SLACK
    else:
        zone, source = "UTC", ZoneSource.NONE if actor.zone_asked else ZoneSource.PENDING
    values = {
        "workspace_id": workspace_store.ensure(session, actor.enterprise_id, actor.team_id, now),
        "user_id": actor.user_id,
        "zone": zone,
        "zone_source": source,
        "zone_next_try_at": now if source is ZoneSource.PENDING else None,
        "locale": actor.locale,
        "covered_until": now - SETTLE,  # two captures of the first moment may commit out of order
        "created_at": now,
    }
    insert_or_ignore(session, members, values, "workspace_id", "user_id")
    member = find_locked(session, actor)
    assert member is not None
    return member


def change(session: Session, member_id: int, **values: Any) -> None:
    """Sets columns of one member."""
    session.execute(update(members).where(members.c.id == member_id).values(**values))
