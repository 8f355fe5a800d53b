"""Praise: who reacted with the member's win emoji to a message of theirs; by owner, one row for each win and person."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, select, update

from bot.domain.members import Actor, Member
from bot.store import members as member_store
from bot.store.database import Session, insert_or_ignore
from bot.store.prepared import Prepared
from bot.store.tables import handled, members, praise, workspaces

_PAIR = Prepared(
    member_store.SELECT.where(
        workspaces.c.enterprise_id == bindparam("enterprise_id"),
        workspaces.c.team_id == bindparam("team_id"),
        members.c.user_id.in_((bindparam("one"), bindparam("other"))),
    )
)


@dataclass(frozen=True, slots=True)
class Given:
    """One person's praise, as their latest reaction event leaves it."""

    event_ts: str
    live: bool


def find_pair(session: Session, actor: Actor, other: str) -> tuple[Member | None, Member | None]:
    """The actor's member and that of another user of the same workspace, in one statement."""
    values = {"enterprise_id": actor.enterprise_id, "team_id": actor.team_id, "one": actor.user_id, "other": other}
    found = {member.user_id: member for member in map(member_store.from_row, _PAIR.rows(session, values))}
    return found.get(actor.user_id), found.get(other)


def find(session: Session, member_id: int, win_ids: Sequence[int], user_id: str) -> Given | None:
    """The latest word of one person about the wins that came from one message."""
    row = session.execute(
        select(praise.c.event_ts, praise.c.live)
        .where(praise.c.member_id == member_id, praise.c.win_id.in_(win_ids), praise.c.user_id == user_id)
        .order_by(praise.c.event_ts.desc())
        .limit(1)
    ).first()
    return None if row is None else Given(*row)


def put(session: Session, member_id: int, win_ids: Sequence[int], user_id: str, event_ts: str, now: datetime) -> None:
    """Somebody praises these wins, which are the member's."""
    for win_id in win_ids:
        row = {"member_id": member_id, "win_id": win_id, "user_id": user_id, "event_ts": event_ts, "created_at": now}
        if not insert_or_ignore(session, praise, row, "win_id", "user_id"):
            _change(session, member_id, [win_id], user_id, event_ts, live=True)


def take_back(session: Session, member_id: int, win_ids: Sequence[int], user_id: str, event_ts: str) -> None:
    _change(session, member_id, win_ids, user_id, event_ts, live=False)


def _change(
    session: Session, member_id: int, win_ids: Sequence[int], user_id: str, event_ts: str, *, live: bool
) -> None:
    session.execute(
        update(praise)
        .where(praise.c.member_id == member_id, praise.c.win_id.in_(win_ids), praise.c.user_id == user_id)
        .values(event_ts=event_ts, live=live)
    )


def move(session: Session, member_id: int, from_ids: Sequence[int], win_id: int) -> None:
    """Hands the praise of other wins over to this one; who praised this one already stays as noted there."""
    sources = [source for source in from_ids if source != win_id]
    noted = praise.alias()
    for source in sources:  # one after the other: the same person may have praised two of them
        session.execute(
            update(praise)
            .where(
                praise.c.member_id == member_id,
                praise.c.win_id == source,
                ~exists().where(noted.c.win_id == win_id, noted.c.user_id == praise.c.user_id),
            )
            .values(win_id=win_id)
        )


def is_praised(session: Session, member_id: int, win_id: int) -> bool:
    """Whether anybody's praise of it still stands."""
    rows = select(praise.c.id).where(praise.c.member_id == member_id, praise.c.win_id == win_id, praise.c.live)
    return session.execute(rows.limit(1)).first() is not None


def list_of_wins(session: Session, member_id: int, win_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """By win, the user ids of those whose praise stands, the first first."""
    grouped: dict[int, list[str]] = defaultdict(list)
    if win_ids:
        rows = session.execute(
            select(praise.c.win_id, praise.c.user_id)
            .where(praise.c.member_id == member_id, praise.c.win_id.in_(win_ids), praise.c.live)
            .order_by(praise.c.id)
        )
        for win_id, user_id in rows:
            grouped[win_id].append(user_id)
    return {win_id: tuple(users) for win_id, users in grouped.items()}


def note_taken_back(
    session: Session, member: Member, channel: str, ts: str, user_id: str, taken_back_at: datetime
) -> None:
    """A reaction was taken away that nothing is known of: its "added" may still be under way."""
    key = _taken_back(member.id, channel, ts, user_id)
    values = {"workspace_id": member.workspace_id, "key": key, "handled_at": taken_back_at}
    if not insert_or_ignore(session, handled, values, "workspace_id", "key"):
        session.execute(
            update(handled)
            .where(
                handled.c.workspace_id == member.workspace_id,
                handled.c.key == key,
                handled.c.handled_at < taken_back_at,
            )
            .values(handled_at=taken_back_at)
        )


def taken_back_at(session: Session, member: Member, channel: str, ts: str, user_id: str) -> datetime | None:
    key = _taken_back(member.id, channel, ts, user_id)
    return session.execute(
        select(handled.c.handled_at).where(handled.c.workspace_id == member.workspace_id, handled.c.key == key)
    ).scalar()


def _taken_back(member_id: int, channel: str, ts: str, user_id: str) -> str:
    """Kept among the handled payloads, which are forgotten after some days; it names neither person nor place."""
    return "unpraised:" + hashlib.sha256(f"{member_id}:{channel}:{ts}:{user_id}".encode()).hexdigest()
