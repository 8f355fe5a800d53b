"""Merges: which win went into which, what the kept one was before, and the moving of what proves a win; by owner."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Table, and_, case, delete, exists, insert, not_, select, update

from bot.domain.evidence import EvidenceKind, Reading
from bot.domain.merges import Before, Brief, Gone, read, write
from bot.domain.wins import WinState
from bot.store import people_merges
from bot.store.database import Session
from bot.store.tables import awareness, evidence, merges, praise, project_wins, stakeholders, to_tell, wins
from bot.store.types import UtcTime

Row = dict[str, Any]
Linked = dict[str, dict[Any, Row]]

# What people know of a win, have said of it and should hear: one row for each person. And its project, if it has one.
_LINKED: tuple[tuple[Table, str], ...] = (
    (awareness, "stakeholder_id"),
    (to_tell, "stakeholder_id"),
    (praise, "user_id"),
    (project_wins, "project_id"),
)
_NEITHER = {"id", "member_id", "win_id"}
# As `Evidence.given` says it: typed as an address, and edited with the win.
_GIVEN = and_(
    evidence.c.url != "",
    evidence.c.kind.in_((EvidenceKind.LINK, EvidenceKind.MESSAGE)),
    evidence.c.reading == Reading.NONE,
)


@dataclass(frozen=True, slots=True)
class Merge:
    """`version_after` is the version that the merge gave the kept win: it is edited since if it has another."""

    kept_id: int
    gone_id: int
    version_after: int
    merged_at: datetime
    before: Before


def add(
    session: Session, member_id: int, kept_id: int, gone_id: int, before: Before, version: int, now: datetime
) -> None:
    values = {
        "member_id": member_id,
        "kept_win_id": kept_id,
        "gone_win_id": gone_id,
        "before": write(before),
        "version_after": version,
        "merged_at": now,
    }
    session.execute(insert(merges).values(values))


def find(session: Session, member_id: int, gone_id: int) -> Merge | None:
    """The merge that took this win away."""
    row = session.execute(
        select(merges).where(merges.c.member_id == member_id, merges.c.gone_win_id == gone_id)
    ).first()
    if row is None:
        return None
    return Merge(row.kept_win_id, row.gone_win_id, row.version_after, row.merged_at, read(row.before))


def find_ends(session: Session, member_id: int, gone_ids: Collection[int]) -> dict[int, int]:
    """Of those that merges took away: the win that holds what each held, after however many merges."""
    ends: dict[int, int] = {}
    step = {gone: gone for gone in gone_ids}
    while step:
        rows = session.execute(
            select(merges.c.gone_win_id, merges.c.kept_win_id).where(
                merges.c.member_id == member_id, merges.c.gone_win_id.in_(step.values())
            )
        )
        into = {row[0]: row[1] for row in rows}
        step = {gone: into[at] for gone, at in step.items() if at in into}
        ends |= step
    return ends


def list_gone(session: Session, member_id: int, kept_id: int) -> tuple[Gone, ...]:
    """The wins that went into this one itself, the last first."""
    rows = session.execute(
        select(wins.c.id, wins.c.title, merges.c.merged_at)
        .join(wins, wins.c.id == merges.c.gone_win_id)
        .where(merges.c.member_id == member_id, merges.c.kept_win_id == kept_id)
        .order_by(merges.c.id.desc())
    )
    return tuple(Gone(*row) for row in rows)


def remove(session: Session, member_id: int, gone_id: int) -> None:
    session.execute(delete(merges).where(merges.c.member_id == member_id, merges.c.gone_win_id == gone_id))


def follow_version(session: Session, member_id: int, kept_id: int, was: int, version: int) -> None:
    """The kept win is again as an earlier merge left it, under another number."""
    session.execute(
        update(merges)
        .where(merges.c.member_id == member_id, merges.c.kept_win_id == kept_id, merges.c.version_after == was)
        .values(version_after=version)
    )


# Evidence


def move_captured(session: Session, member_id: int, gone_id: int, kept_id: int) -> None:
    """All that was captured goes along, and remembers the win that it was captured for."""
    session.execute(
        update(evidence)
        .where(evidence.c.member_id == member_id, evidence.c.win_id == gone_id, not_(_GIVEN))
        .values(
            win_id=kept_id, moved_from=case((evidence.c.moved_from.is_(None), gone_id), else_=evidence.c.moved_from)
        )
    )


def return_captured(session: Session, member_id: int, gone_id: int) -> None:
    """Wherever it is by now, what came from this win comes back, with what came from wins that had gone into it."""
    origins, found = {gone_id}, {gone_id}
    while found:
        rows = select(merges.c.gone_win_id).where(merges.c.member_id == member_id, merges.c.kept_win_id.in_(found))
        found = set(session.scalars(rows)) - origins
        origins |= found
    session.execute(
        update(evidence)
        .where(evidence.c.member_id == member_id, evidence.c.moved_from.in_(origins))
        .values(win_id=gone_id, moved_from=case((evidence.c.moved_from == gone_id, None), else_=evidence.c.moved_from))
    )


def list_given(session: Session, member_id: int, win_id: int) -> set[int]:
    """The ids of the addresses that stand on a win."""
    return set(session.scalars(select(evidence.c.id).where(_on(member_id, win_id), _GIVEN)))


def copy_given(session: Session, member_id: int, gone_id: int, kept_id: int, ids: Collection[int]) -> None:
    """These addresses of the one win on the other too, with all that is stored of them."""
    columns = [column for column in evidence.c if column.name not in _NEITHER]
    rows = session.execute(
        select(*columns).where(_on(member_id, gone_id), _GIVEN, evidence.c.id.in_(ids)).order_by(evidence.c.id)
    )
    copies = [{**row, "member_id": member_id, "win_id": kept_id} for row in rows.mappings()]
    if copies:
        session.execute(insert(evidence), copies)


def set_removed(
    session: Session, member_id: int, win_id: int, ids: Collection[int], removed_at: datetime | None
) -> None:
    """Takes addresses off a win, or puts them back."""
    session.execute(
        update(evidence)
        .where(_on(member_id, win_id, removed=None), evidence.c.id.in_(ids))
        .values(removed_at=removed_at)
    )


def delete_given(session: Session, member_id: int, win_id: int, ids: Collection[int]) -> None:
    """Copies that a merge had made."""
    session.execute(delete(evidence).where(_on(member_id, win_id, removed=None), _GIVEN, evidence.c.id.in_(ids)))


def _on(member_id: int, win_id: int, *, removed: bool | None = False) -> ColumnElement[bool]:
    """Evidence of a win; with `removed` None also what was taken off it."""
    there = and_(evidence.c.member_id == member_id, evidence.c.win_id == win_id)
    return there if removed is None else and_(there, evidence.c.removed_at.is_(None))


# What people know


def list_linked(session: Session, member_id: int, win_id: int) -> Linked:
    """Everything that joins a win to people, and to its project, by table and whom or what."""
    found: Linked = {}
    for table, person in _LINKED:
        columns = [column for column in table.c if column.name not in _NEITHER]
        rows = session.execute(select(*columns).where(table.c.member_id == member_id, table.c.win_id == win_id))
        found[table.name] = {row[person]: dict(row) for row in rows.mappings()}
    return found


def copy_linked(session: Session, member_id: int, kept_id: int, kept: Linked, gone: Linked) -> None:
    """Who knows the one win knows the other; of two moments the earlier counts, and praise that stands on either.
    A win that belongs to a project stays in it.
    """
    for table, person in _LINKED:
        there = kept[table.name]
        if table is project_wins and there:
            continue
        news = {who: _both(table, there.get(who), row) for who, row in gone[table.name].items()}
        news = {who: row for who, row in news.items() if row != there.get(who)}
        _put(session, table, person, member_id, kept_id, news, [who for who in news if who in there])


def _both(table: Table, there: Row | None, row: Row) -> Row:
    """What two rows about the same person say together."""
    if there is None or (table is awareness and row["since"] < there["since"]):
        return row
    if table is praise and row["live"]:
        return there | {"live": True, "event_ts": max(row["event_ts"], there["event_ts"])}
    return there


def _put(
    session: Session,
    table: Table,
    person: str,
    member_id: int,
    win_id: int,
    rows: Mapping[Any, Row],
    instead_of: Collection[Any],
) -> None:
    if instead_of:
        whose = and_(table.c.member_id == member_id, table.c.win_id == win_id)
        session.execute(delete(table).where(whose, table.c[person].in_(instead_of)))
    if rows:
        session.execute(insert(table), [{**row, "member_id": member_id, "win_id": win_id} for row in rows.values()])


def written_praise(linked: Linked) -> list[Row]:
    return [_written(row) for row in linked[praise.name].values()]


def give_praise_back(session: Session, member_id: int, win_id: int, rows: Collection[Mapping[str, Any]]) -> None:
    """What people had said of a win before a merge, and has been said to be the other's since."""
    there = list_linked(session, member_id, win_id)[praise.name]
    missing = {row["user_id"]: _row(praise, row) for row in rows if row["user_id"] not in there}
    _put(session, praise, "user_id", member_id, win_id, missing, ())


def changes(before: Linked, after: Linked) -> Mapping[str, Any]:
    """What was done from the one to the other, as it can be written down."""
    return {
        name: {
            "added": [who for who in after[name] if who not in rows],
            "was": [_written(row) for who, row in rows.items() if after[name].get(who) != row],
        }
        for name, rows in before.items()
    }


def _written(row: Row) -> Row:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def take_back(session: Session, member_id: int, win_id: int, linked: Mapping[str, Any]) -> None:
    """Undoes `changes`; what has come to the win otherwise since stays. A table that was not known yet when they were
    written down is left alone.
    """
    with people_merges.apart(session, member_id, [win_id]) as parted:
        _take_back(session, member_id, win_id, linked, parted)


def _take_back(
    session: Session, member_id: int, win_id: int, linked: Mapping[str, Any], parted: Collection[int]
) -> None:
    for table, person in [each for each in _LINKED if each[0].name in linked]:
        rows = {row[person]: _row(table, row) for row in linked[table.name]["was"]}
        added = linked[table.name]["added"]
        if person == "stakeholder_id":
            changed = [*added, *rows]
            now = people_merges.list_merged(session, member_id, [who for who in changed if who not in parted])
            own = list_linked(session, member_id, win_id)[table.name] if now else {}
            rows, instead_of = _as_people_are(table, now, own, rows, changed)
        else:
            instead_of = [*added, *rows]
        there = _still_there(session, member_id, rows) if table is not praise else set(rows)
        back = {who: row for who, row in rows.items() if who in there}
        _put(session, table, person, member_id, win_id, back, instead_of)


def _as_people_are(
    table: Table, now: Mapping[int, int], own: Mapping[int, Row], rows: Mapping[int, Row], changed: Collection[int]
) -> tuple[dict[int, Row], list[int]]:
    """The rows, and whose were `changed`, with who somebody is for good in the place of who went into them. What that
    one had of their `own` stands, or counts together with what is put back.
    """
    instead_of = [who for who in changed if who not in now]
    back: dict[int, Row] = {}
    for was, row in rows.items():
        who = now.get(was, was)
        there = back.get(who, None if who in instead_of else own.get(who))
        back[who] = _both(table, there, row) | {"stakeholder_id": who}
    return back, [*instead_of, *back]


def _still_there(session: Session, member_id: int, ids: Collection[int]) -> set[int]:
    rows = select(stakeholders.c.id).where(stakeholders.c.member_id == member_id, stakeholders.c.id.in_(ids))
    return set(session.scalars(rows))


def _row(table: Table, written: Mapping[str, Any]) -> Row:
    return {name: _value(table, name, value) for name, value in written.items()}


def _value(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if isinstance(kind, UtcTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


# Lists


def list_briefs(session: Session, member_id: int, *, between: tuple[datetime, datetime] | None = None) -> list[Brief]:
    """Live wins, or those captured at that time, with the messages that they name; nothing is decrypted."""
    live = and_(wins.c.member_id == member_id, wins.c.deleted_at.is_(None))
    if between is not None:
        live = and_(live, wins.c.created_at.between(*between))
    messages: dict[int, set[tuple[str, str]]] = defaultdict(set)
    named = (
        select(evidence.c.win_id, evidence.c.channel_id, evidence.c.ts)
        .join(wins, wins.c.id == evidence.c.win_id)
        .where(live, evidence.c.member_id == member_id, evidence.c.ts != "", evidence.c.removed_at.is_(None))
    )
    for win_id, channel, ts in session.execute(named):
        messages[win_id].add((channel, ts))
    rows = session.execute(
        select(wins.c.id, wins.c.state, wins.c.title, wins.c.happened_on, wins.c.created_at, wins.c.sample)
        .where(live)
        .order_by(wins.c.created_at.desc(), wins.c.id.desc())
    )
    return [
        Brief(row[0], WinState(row[1]), row[2], row[3], row[4], row[5], frozenset(messages[row[0]])) for row in rows
    ]


# The end


def settle(session: Session, before: datetime) -> None:
    """Before wins that cannot be restored any more are forgotten: what a merge moved from them is for good the kept
    win's, so that it goes with that one should this be taken back out of a third.
    """
    ending = (
        select(merges.c.gone_win_id).join(wins, wins.c.id == merges.c.gone_win_id).where(wins.c.deleted_at < before)
    )
    if session.execute(ending.limit(1)).first() is None:
        return  # nearly always, and evidence is a long table
    came = and_(merges.c.member_id == evidence.c.member_id, merges.c.gone_win_id == evidence.c.moved_from)
    into = select(merges.c.kept_win_id).where(came).scalar_subquery()
    moved = (
        update(evidence)
        .where(exists().where(came, merges.c.gone_win_id.in_(ending)))
        .values(moved_from=case((into == evidence.c.win_id, None), else_=into))
    )
    while session.execute(moved).rowcount:  # a chain of merges, a link of it each time
        pass
