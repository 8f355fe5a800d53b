"""Wins with their tags, measures and witnesses: written few and wide, read in sets, always by owner."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select, update

from bot.domain.evidence import Reading
from bot.domain.measures import Measure
from bot.domain.wins import PRAISE, REACTION, SAMPLE, WITHDRAWN, Category, NewWin, Win, WinState
from bot.store import evidence as evidence_store
from bot.store.database import Session
from bot.store.prepared import Prepared
from bot.store.tables import awareness, deliveries, evidence, measures, tags, wins, witnesses

_INSERT_WIN = Prepared(insert(wins).returning(wins.c.id))
_INSERT_TAGS = Prepared(insert(tags).inline())
# In the order of a `Measure`'s fields.
MEASURE_COLUMNS = (
    measures.c.as_typed,
    measures.c.metric,
    measures.c.unit,
    measures.c.before,
    measures.c.after,
    measures.c.change,
    measures.c.direction,
)
_INSERT_MEASURES = Prepared(insert(measures).inline())
_INSERT_WITNESSES = Prepared(insert(witnesses).inline())

_COLUMNS = (
    wins.c.id,
    wins.c.state,
    wins.c.title,
    wins.c.happened_on,
    wins.c.source,
    wins.c.version,
    wins.c.created_at,
    wins.c.kept_at,
    wins.c.deleted_at,
    wins.c.impact,
    wins.c.category,
    wins.c.source_channel,
    wins.c.source_ts,
    wins.c.private,
    wins.c.sample,
)
_OF_MEMBER = select(*_COLUMNS).where(wins.c.member_id == bindparam("owner"))
_BY_ID = _OF_MEMBER.where(wins.c.id == bindparam("win"))


@dataclass(frozen=True, slots=True)
class Trace:
    """What is stored of a win that came from one Slack message."""

    id: int
    state: WinState
    source: str
    version: int
    event_ts: str  # of the latest reaction event seen for it
    deleted: bool
    own: bool = True  # False: it came from elsewhere, and a merge has given it the message

    @property
    def untouched(self) -> bool:
        return self.own and self.source in {REACTION, PRAISE} and self.state is WinState.DRAFT and self.version == 1


def add(
    session: Session,
    member_id: int,
    new: NewWin,
    source: str,
    now: datetime,
    *,
    draft: bool = False,
    channel: str = "",
    ts: str = "",
    event_ts: str = "",
) -> int:
    """Stores a win with its tags, measures and witnesses; evidence and awareness have stores of their own."""
    values = {
        "member_id": member_id,
        "state": WinState.DRAFT if draft else WinState.KEPT,
        "title": new.title,
        "impact": new.impact,
        "happened_on": new.happened_on,
        "category": new.category or "",
        "source": source,
        "source_channel": channel,
        "source_ts": ts,
        "reaction_event_ts": event_ts,
        "private": new.private,
        "sample": source == SAMPLE,
        "created_at": now,
        "kept_at": None if draft else now,
    }
    stored = _INSERT_WIN.first(session, values)
    assert stored is not None
    win_id: int = stored[0]
    _add_parts(session, member_id, win_id, new)
    return win_id


def change(session: Session, member_id: int, win_id: int, version: int, new: NewWin, kept_at: datetime | None) -> bool:
    """Stores what was typed into the modal and keeps a draft, but for None; False if it was changed since `version`."""
    changed = session.execute(
        update(wins)
        .where(
            wins.c.id == win_id,
            wins.c.member_id == member_id,
            wins.c.version == version,
            wins.c.deleted_at.is_(None),
        )
        .values(
            state=wins.c.state if kept_at is None else WinState.KEPT,
            title=new.title,
            impact=new.impact,
            happened_on=new.happened_on,
            category=new.category or "",
            private=new.private,
            version=version + 1,
            kept_at=wins.c.kept_at if kept_at is None else func.coalesce(wins.c.kept_at, kept_at),
        )
    )
    if changed.rowcount != 1:
        return False
    _replace_parts(session, member_id, win_id, new)
    return True


def _replace_parts(session: Session, member_id: int, win_id: int, new: NewWin) -> None:
    for table in (tags, measures, witnesses):
        session.execute(delete(table).where(table.c.member_id == member_id, table.c.win_id == win_id))
    _add_parts(session, member_id, win_id, new)


def _add_parts(session: Session, member_id: int, win_id: int, new: NewWin) -> None:
    whose = {"member_id": member_id, "win_id": win_id}
    if new.tags:
        _INSERT_TAGS.run(session, [whose | {"name": name} for name in dict.fromkeys(new.tags)])
    if new.measures:
        _INSERT_MEASURES.run(session, [whose | _measure_values(measure) for measure in new.measures])
    if new.witnesses:
        _INSERT_WITNESSES.run(session, [whose | {"user_id": who} for who in dict.fromkeys(new.witnesses)])


def _measure_values(measure: Measure) -> dict[str, Any]:
    return {
        "metric": measure.metric[:255],
        "unit": measure.unit[:40],
        "before": measure.before,
        "after": measure.after,
        "change": measure.change,
        "direction": measure.direction,
        "as_typed": measure.as_typed,
    }


def title_draft(session: Session, member_id: int, win_id: int, title: str) -> None:
    """Names an untouched draft whose message has now been read; what a person typed is never overwritten."""
    session.execute(
        update(wins)
        .where(wins.c.id == win_id, wins.c.member_id == member_id, wins.c.title == "", wins.c.version == 1)
        .values(title=title)
    )


def set_deleted(session: Session, member_id: int, win_id: int, deleted_at: datetime | None) -> None:
    session.execute(
        update(wins).where(wins.c.id == win_id, wins.c.member_id == member_id).values(deleted_at=deleted_at)
    )


def put_back(session: Session, member_id: int, win_id: int, version: int, new: NewWin, *, draft: bool) -> None:
    """Makes a win what it was before a merge, as `version`, live or not; as a draft it has not been kept."""
    as_draft = {"state": WinState.DRAFT, "kept_at": None} if draft else {}
    session.execute(
        update(wins)
        .where(wins.c.id == win_id, wins.c.member_id == member_id)
        .values(
            title=new.title,
            impact=new.impact,
            happened_on=new.happened_on,
            category=new.category or "",
            private=new.private,
            version=version,
            **as_draft,
        )
    )
    _replace_parts(session, member_id, win_id, new)


def withdraw(session: Session, member_id: int, win_id: int, now: datetime) -> None:
    """Takes a draft away with its reaction; it is marked, because the member has deleted nothing."""
    session.execute(
        update(wins).where(wins.c.id == win_id, wins.c.member_id == member_id).values(deleted_at=now, source=WITHDRAWN)
    )


def set_source(session: Session, member_id: int, win_id: int, source: str) -> None:
    session.execute(update(wins).where(wins.c.id == win_id, wins.c.member_id == member_id).values(source=source))


def change_measures(session: Session, member_id: int, win_id: int, found: Sequence[Measure]) -> None:
    """Stores other measures in place of a win's own, as its next version."""
    session.execute(delete(measures).where(measures.c.member_id == member_id, measures.c.win_id == win_id))
    if found:
        whose = {"member_id": member_id, "win_id": win_id}
        _INSERT_MEASURES.run(session, [whose | _measure_values(measure) for measure in found])
    raise_version(session, member_id, win_id)


def raise_version(session: Session, member_id: int, win_id: int) -> None:
    """Something of the win was changed that is not in its row: who edits it from before is told."""
    session.execute(
        update(wins).where(wins.c.id == win_id, wins.c.member_id == member_id).values(version=wins.c.version + 1)
    )


def set_kept_at(session: Session, member_id: int, win_id: int, kept_at: datetime) -> None:
    session.execute(update(wins).where(wins.c.id == win_id, wins.c.member_id == member_id).values(kept_at=kept_at))


def note_reaction(session: Session, member_id: int, win_id: int, event_ts: str) -> None:
    """Remembers the latest reaction event that concerns this win."""
    session.execute(
        update(wins)
        .where(wins.c.id == win_id, wins.c.member_id == member_id, wins.c.reaction_event_ts < event_ts)
        .values(reaction_event_ts=event_ts)
    )


def trace_message(session: Session, member_id: int, channel: str, ts: str) -> list[Trace]:
    """Every win that came from that message, deleted ones too, and live ones that hold it since a merge; a live one,
    that came from it rather than only holds it, first.
    """
    columns = (wins.c.id, wins.c.state, wins.c.source, wins.c.version, wins.c.reaction_event_ts, wins.c.deleted_at)
    came = select(*columns).where(
        wins.c.member_id == member_id, wins.c.source_channel == channel, wins.c.source_ts == ts
    )
    holds = (
        select(*columns)
        .join(evidence, evidence.c.win_id == wins.c.id)
        .where(
            evidence.c.member_id == member_id,
            evidence.c.channel_id == channel,
            evidence.c.ts == ts,
            evidence.c.reading != Reading.NONE,
            evidence.c.removed_at.is_(None),
            wins.c.deleted_at.is_(None),
        )
    )
    own = [_trace(row, own=True) for row in session.execute(came)]
    known = {trace.id for trace in own}
    held = [_trace(row, own=False) for row in session.execute(holds) if row.id not in known]
    return sorted([*own, *held], key=lambda trace: (trace.deleted, not trace.own, -trace.id))


def _trace(row: Any, *, own: bool) -> Trace:
    return Trace(row[0], WinState(row[1]), row[2], row[3], row[4], row[5] is not None, own)


def digest_end(session: Session, member_id: int, kept_at: datetime) -> datetime | None:
    """The end of the digest's window that this moment lies in; None if no digest has covered it yet."""
    return session.execute(
        select(func.min(deliveries.c.covers_until)).where(
            deliveries.c.member_id == member_id, deliveries.c.kind == "digest", deliveries.c.covers_until > kept_at
        )
    ).scalar()


def get(session: Session, member_id: int, win_id: int) -> Win | None:
    """One win with all its parts, deleted or not."""
    found = _whole(session, member_id, session.execute(_BY_ID, {"owner": member_id, "win": win_id}))
    return found[0] if found else None


def list_by_ids(session: Session, member_id: int, ids: Sequence[int]) -> list[Win]:
    """Those of `ids` that are the member's, in the order of `ids`."""
    rows = _OF_MEMBER.where(wins.c.id.in_(ids))
    found = {win.id: win for win in _whole(session, member_id, session.execute(rows, {"owner": member_id}))}
    return [found[win_id] for win_id in ids if win_id in found]


def _whole(session: Session, member_id: int, rows: Iterable[Any]) -> list[Win]:
    """Wins with their parts: five further statements, however many wins."""
    found = [_win(row) for row in rows]
    if not found:
        return []
    ids = [win.id for win in found]
    of_tags = _grouped(session, member_id, ids, select(tags.c.win_id, tags.c.name).order_by(tags.c.id))
    of_people = _grouped(
        session, member_id, ids, select(witnesses.c.win_id, witnesses.c.user_id).order_by(witnesses.c.id)
    )
    of_knowing = _grouped(
        session, member_id, ids, select(awareness.c.win_id, awareness.c.stakeholder_id).order_by(awareness.c.id)
    )
    of_measures = _measures(session, member_id, ids)
    of_evidence = evidence_store.list_of_wins(session, member_id, ids)
    return [
        replace(
            win,
            tags=tuple(of_tags[win.id]),
            witnesses=tuple(of_people[win.id]),
            measures=tuple(of_measures[win.id]),
            evidence=tuple(of_evidence[win.id]),
            known_by=tuple(of_knowing[win.id]),
        )
        for win in found
    ]


def _grouped(session: Session, member_id: int, ids: Sequence[int], rows: Select[Any]) -> dict[int, list[Any]]:
    table = rows.selected_columns[0].table
    grouped: dict[int, list[Any]] = defaultdict(list)
    for win_id, value in session.execute(rows.where(table.c.member_id == member_id, table.c.win_id.in_(ids))):
        grouped[win_id].append(value)
    return grouped


def _measures(session: Session, member_id: int, ids: Sequence[int]) -> dict[int, list[Measure]]:
    rows = select(measures.c.win_id, *MEASURE_COLUMNS).order_by(measures.c.id)
    grouped: dict[int, list[Measure]] = defaultdict(list)
    for win_id, *values in session.execute(rows.where(measures.c.member_id == member_id, measures.c.win_id.in_(ids))):
        grouped[win_id].append(Measure(*values))
    return grouped


def _win(row: Any) -> Win:
    return Win(
        id=row.id,
        state=WinState(row.state),
        title=row.title,
        happened_on=row.happened_on,
        source=row.source,
        version=row.version,
        created_at=row.created_at,
        kept_at=row.kept_at,
        deleted_at=row.deleted_at,
        impact=row.impact,
        category=Category(row.category) if row.category else None,
        source_channel=row.source_channel,
        source_ts=row.source_ts,
        private=row.private,
        sample=row.sample,
    )
