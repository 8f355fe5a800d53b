"""Pacing: when a workspace may be written to next, shared by all processes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, and_, select, update

from bot.store.database import Session, insert_or_ignore
from bot.store.tables import pacing

POST = "chat.postMessage"  # what Slack asked for silence about; TURNS are the moments that we give out ourselves
TURNS = f"{POST} turns"


@dataclass(frozen=True, slots=True)
class Pace:
    """How far apart messages are, in one workspace and in one channel."""

    workspace: timedelta
    channel: timedelta


def take_slot(session: Session, workspace_id: int, method: str, interval: timedelta, now: datetime) -> datetime:
    """Reserves the next moment at which this method may be called for this workspace, and returns it. Real time."""
    slot = max(now, _next_at(session, workspace_id, method, now))
    session.execute(_of(workspace_id, method).values(next_at=slot + interval))
    return slot


def take_turn(
    session: Session, workspace_id: int, channel: str, pace: Pace, now: datetime, within: timedelta
) -> tuple[datetime, bool]:
    """When a message may be posted to this channel, and whether that moment is reserved: not where it lies further
    ahead than `within`. The workspace comes first, so that two never wait for each other's row. Real time.
    """
    held = session.scalar(select(pacing.c.next_at).where(_is(workspace_id, POST))) or now
    ours = max(now, held, _next_at(session, workspace_id, TURNS, now))
    theirs = max(ours, _next_at(session, workspace_id, f"{POST} {channel}", now))
    if theirs - now > within:
        return theirs, False
    session.execute(_of(workspace_id, TURNS).values(next_at=ours + pace.workspace))
    session.execute(_of(workspace_id, f"{POST} {channel}").values(next_at=theirs + pace.channel))
    return theirs, True


def held_until(session: Session, workspace_id: int, method: str, now: datetime) -> datetime:
    """Until when Slack asked for silence; `now` where it did not."""
    found: datetime | None = session.scalar(select(pacing.c.next_at).where(_is(workspace_id, method)))
    return max(now, found or now)


def hold(session: Session, workspace_id: int, method: str, until: datetime) -> None:
    """Slack asked for silence: nobody calls this method for this workspace before `until`."""
    if _next_at(session, workspace_id, method, until) < until:
        session.execute(_of(workspace_id, method).values(next_at=until))


def _next_at(session: Session, workspace_id: int, method: str, now: datetime) -> datetime:
    values = {"workspace_id": workspace_id, "method": method, "next_at": now}
    insert_or_ignore(session, pacing, values, "workspace_id", "method")
    row = select(pacing.c.next_at).where(_is(workspace_id, method)).with_for_update()
    found: datetime = session.execute(row).scalar_one()
    return found


def _of(workspace_id: int, method: str) -> Update:
    return update(pacing).where(_is(workspace_id, method))


def _is(workspace_id: int, method: str) -> ColumnElement[bool]:
    return and_(pacing.c.workspace_id == workspace_id, pacing.c.method == method)
