"""Evidence of wins: links and messages, which texts are still to be read, which reactions came too early; by owner."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.domain import checks
from bot.domain.evidence import Evidence, EvidenceKind, Reading, Standing
from bot.store.database import Session, insert_or_ignore
from bot.store.prepared import Prepared
from bot.store.tables import evidence, handled, members, wins, workspaces

_INSERT = Prepared(insert(evidence).inline())
_COLUMNS = (
    evidence.c.kind,
    evidence.c.id,
    evidence.c.url,
    evidence.c.label,
    evidence.c.author_id,
    evidence.c.channel_id,
    evidence.c.ts,
    evidence.c.thread_ts,
    evidence.c.said_at,
    evidence.c.snapshot,
    evidence.c.speaker,
    evidence.c.reading,
    evidence.c.why,
    evidence.c.later_snapshot,
    evidence.c.standing,
    evidence.c.checked_at,
)


@dataclass(frozen=True, slots=True)
class Pending:
    """A captured message whose text is still to be fetched; it names its workspace, so that Slack can be asked."""

    id: int
    member_id: int
    win_id: int
    enterprise_id: str
    team_id: str
    channel_id: str
    ts: str
    attempts: int
    workspace_url: str


_PENDING = (
    select(
        evidence.c.id,
        evidence.c.member_id,
        evidence.c.win_id,
        workspaces.c.enterprise_id,
        workspaces.c.team_id,
        evidence.c.channel_id,
        evidence.c.ts,
        evidence.c.attempts,
        workspaces.c.url,
    )
    .join(members, members.c.id == evidence.c.member_id)
    .join(workspaces, workspaces.c.id == members.c.workspace_id)
    .join(wins, wins.c.id == evidence.c.win_id)
    .where(
        evidence.c.reading == Reading.PENDING,
        evidence.c.removed_at.is_(None),
        wins.c.deleted_at.is_(None),
        workspaces.c.active,
    )
)


def add(
    session: Session,
    member_id: int,
    win_id: int,
    found: Sequence[Evidence],
    now: datetime,
    *,
    next_try_at: datetime | None = None,
) -> None:
    """Stores pieces of evidence; `next_try_at` is when the timetable reads those that are pending."""
    if found:
        _INSERT.run(session, [_values(member_id, win_id, piece, now, next_try_at) for piece in found])


def _values(
    member_id: int, win_id: int, piece: Evidence, now: datetime, next_try_at: datetime | None
) -> Mapping[str, Any]:
    return {
        "member_id": member_id,
        "win_id": win_id,
        "kind": piece.kind,
        "url": piece.url,
        "label": piece.label,
        "author_id": piece.author_id,
        "channel_id": piece.channel_id,
        "ts": piece.ts,
        "thread_ts": piece.thread_ts,
        "said_at": piece.said_at,
        "snapshot": piece.snapshot,
        "speaker": piece.speaker,
        "reading": piece.reading,
        "why": piece.why,
        "next_try_at": next_try_at if piece.reading is Reading.PENDING else None,
        "next_check_at": checks.first_look(piece, now),
        "created_at": now,
    }


def get(session: Session, member_id: int, evidence_id: int) -> tuple[int, bool, Evidence] | None:
    """One piece with its win's id and whether it is removed."""
    row = session.execute(
        select(evidence.c.win_id, evidence.c.removed_at, *_COLUMNS).where(
            evidence.c.member_id == member_id, evidence.c.id == evidence_id
        )
    ).first()
    if row is None:
        return None
    values = row._asdict()
    win_id, removed_at = values.pop("win_id"), values.pop("removed_at")
    return win_id, removed_at is not None, _piece(values)


def list_removed(session: Session, member_id: int, win_id: int, limit: int) -> list[Evidence]:
    """What was taken off the win and can be put back, the last first."""
    rows = session.execute(
        select(*_COLUMNS)
        .where(evidence.c.member_id == member_id, evidence.c.win_id == win_id, evidence.c.removed_at.is_not(None))
        .order_by(evidence.c.removed_at.desc(), evidence.c.id.desc())
        .limit(limit)
    )
    return [_piece(row._asdict()) for row in rows]


def set_removed(session: Session, member_id: int, evidence_id: int, removed_at: datetime | None) -> None:
    session.execute(
        update(evidence)
        .where(evidence.c.member_id == member_id, evidence.c.id == evidence_id)
        .values(removed_at=removed_at)
    )


def remove(session: Session, member_id: int, win_id: int, evidence_ids: Iterable[int]) -> None:
    """For good: links are edited like the win's words."""
    session.execute(
        delete(evidence).where(
            evidence.c.member_id == member_id, evidence.c.win_id == win_id, evidence.c.id.in_(list(evidence_ids))
        )
    )


def list_of_wins(session: Session, member_id: int, win_ids: Sequence[int]) -> dict[int, list[Evidence]]:
    """By win, in the order it was added."""
    rows = session.execute(
        select(evidence.c.win_id, *_COLUMNS)
        .where(evidence.c.member_id == member_id, evidence.c.win_id.in_(win_ids), evidence.c.removed_at.is_(None))
        .order_by(evidence.c.id)
    )
    grouped: dict[int, list[Evidence]] = defaultdict(list)
    for row in rows:
        values = row._asdict()
        win_id = values.pop("win_id")
        grouped[win_id].append(_piece(values))
    return grouped


def _piece(values: dict[str, Any]) -> Evidence:
    known = {
        "kind": EvidenceKind(values["kind"]),
        "reading": Reading(values["reading"]),
        "standing": Standing(values["standing"]),
    }
    return Evidence(**values | known)


def list_pending(session: Session, due_at: datetime, limit: int) -> list[Pending]:
    """Messages of all members whose time to be read has come, the longest waiting first."""
    rows = _PENDING.where(evidence.c.next_try_at <= due_at).order_by(evidence.c.next_try_at, evidence.c.id)
    return [Pending(*row) for row in session.execute(rows.limit(limit))]


def find_pending(session: Session, member_id: int, win_id: int) -> Pending | None:
    """The message of one win, if it is still to be read."""
    rows = _PENDING.where(evidence.c.member_id == member_id, evidence.c.win_id == win_id)
    row = session.execute(rows.order_by(evidence.c.id)).first()
    return None if row is None else Pending(*row)


def settle(session: Session, pending: Pending, **values: Any) -> bool:
    """Ends or postpones a reading; False if another process has ended it in the meantime."""
    changed = session.execute(
        update(evidence)
        .where(
            evidence.c.id == pending.id,
            evidence.c.member_id == pending.member_id,
            evidence.c.reading == Reading.PENDING,
        )
        .values(**values)
    )
    return changed.rowcount == 1


def note_withdrawn(
    session: Session, workspace_id: int, member_id: int, channel: str, ts: str, withdrawn_at: datetime
) -> None:
    """A reaction was taken away from a message that no win is known of: its "added" may still be under way."""
    key = _withdrawal(member_id, channel, ts)
    values = {"workspace_id": workspace_id, "key": key, "handled_at": withdrawn_at}
    if not insert_or_ignore(session, handled, values, "workspace_id", "key"):
        session.execute(
            update(handled)
            .where(handled.c.workspace_id == workspace_id, handled.c.key == key, handled.c.handled_at < withdrawn_at)
            .values(handled_at=withdrawn_at)
        )


def withdrawn_at(session: Session, workspace_id: int, member_id: int, channel: str, ts: str) -> datetime | None:
    key = _withdrawal(member_id, channel, ts)
    return session.execute(
        select(handled.c.handled_at).where(handled.c.workspace_id == workspace_id, handled.c.key == key)
    ).scalar()


def _withdrawal(member_id: int, channel: str, ts: str) -> str:
    """Kept among the handled payloads, which are forgotten after some days; it names neither person nor place."""
    return "withdrawn:" + hashlib.sha256(f"{member_id}:{channel}:{ts}".encode()).hexdigest()
