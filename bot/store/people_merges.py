"""Who of a member's people is whom: moving what hangs on one to the other, and exactly that back; always by owner."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, delete, func, insert, or_, select, update

from bot.domain.people_merges import Counts, Gone
from bot.store import rows
from bot.store import stakeholders as people
from bot.store.database import Session
from bot.store.tables import (
    awareness,
    conversation_people,
    conversations,
    followups,
    people_merges,
    projects,
    proposals,
    stakeholders,
    to_tell,
    wins,
)

Links = dict[str, dict[str, list[Any]]]

# One row for each person and each of these; nobody can have two.
_ONCE: tuple[tuple[Table, str], ...] = (
    (conversation_people, "conversation_id"),
    (awareness, "win_id"),
    (to_tell, "win_id"),
    (proposals, "win_id"),
)
_OF_WINS = (awareness, to_tell)
_EACH: tuple[tuple[Table, str], ...] = ((followups, "id"), (projects, "id"))


@dataclass(frozen=True, slots=True)
class Merge:
    """`was` and `became` are the kept one's fields that the merge changed, `gone_was` the other one's; `links` are
    what was moved, and what both had.
    """

    id: int
    kept_id: int
    gone_id: int
    merged_at: datetime
    was: rows.Row
    became: rows.Row
    gone_was: rows.Row
    links: Links


def add(
    session: Session,
    member_id: int,
    kept_id: int,
    gone_id: int,
    was: rows.Row,
    became: rows.Row,
    gone_was: rows.Row,
    links: Links,
    now: datetime,
) -> None:
    before = {name: rows.to_plain(found) for name, found in (("was", was), ("became", became), ("gone_was", gone_was))}
    written = json.dumps({**before, "links": links}, ensure_ascii=False)
    values = {"kept_id": kept_id, "gone_id": gone_id, "before": written, "merged_at": now}
    session.execute(insert(people_merges).values(member_id=member_id, **values))


def find(session: Session, member_id: int, gone_id: int) -> Merge | None:
    """The merge that took this person away, if it can still be undone."""
    found = session.execute(
        select(people_merges).where(people_merges.c.member_id == member_id, people_merges.c.gone_id == gone_id)
    ).first()
    return None if found is None else _merge(found)


def _merge(found: Row[Any]) -> Merge:
    before = json.loads(found.before)
    return Merge(
        found.id,
        found.kept_id,
        found.gone_id,
        found.merged_at,
        was=rows.of_plain(stakeholders, before["was"]),
        became=rows.of_plain(stakeholders, before["became"]),
        gone_was=rows.of_plain(stakeholders, before["gone_was"]),
        links=before["links"],
    )


def find_later(session: Session, member_id: int, merge: Merge) -> int:
    """Who went into the kept one after this merge, or whom the kept one went into; 0 if nobody. What was moved then
    can only come back the same way.
    """
    either = or_(people_merges.c.kept_id == merge.kept_id, people_merges.c.gone_id == merge.kept_id)
    later = people_merges.c.member_id == member_id, people_merges.c.id > merge.id, either
    return session.scalar(select(people_merges.c.gone_id).where(*later).order_by(people_merges.c.id.desc())) or 0


def list_gone(session: Session, member_id: int, kept_id: int) -> tuple[Gone, ...]:
    """Who went into this person, and can still come back; the last first."""
    into = people_merges.c.member_id == member_id, people_merges.c.kept_id == kept_id
    columns = people_merges.c.gone_id, people_merges.c.merged_at
    found = session.execute(select(*columns).where(*into).order_by(people_merges.c.id.desc())).all()
    by_id = {person.id: person for person in people.list_by_ids(session, member_id, [row.gone_id for row in found])}
    return tuple(Gone(by_id[row.gone_id], row.merged_at) for row in found)


def remove(session: Session, member_id: int, gone_id: int) -> None:
    session.execute(
        delete(people_merges).where(people_merges.c.member_id == member_id, people_merges.c.gone_id == gone_id)
    )


def delete_old(session: Session, before: datetime) -> int:
    """These merges are final from now on. Returns how many."""
    return session.execute(delete(people_merges).where(people_merges.c.merged_at < before)).rowcount


# Who is whom


def set_merged(session: Session, member_id: int, gone_id: int, kept_id: int) -> list[int]:
    """Points to the kept one, also from those who went into the gone one before: nobody has to follow two steps.
    Returns who they are.
    """
    theirs = stakeholders.c.member_id == member_id, stakeholders.c.merged_into == gone_id
    before = list(session.scalars(select(stakeholders.c.id).where(*theirs)))
    _point(session, member_id, [gone_id, *before], kept_id)
    return before


def list_merged(session: Session, member_id: int, ids: Collection[int]) -> dict[int, int]:
    """Of these people those who went into somebody, with whom they are: what was written down names who they were."""
    went = stakeholders.c.member_id == member_id, stakeholders.c.merged_into.is_not(None)
    chosen = select(stakeholders.c.id, stakeholders.c.merged_into).where(*went, stakeholders.c.id.in_(ids))
    return {row[0]: row[1] for row in session.execute(chosen)}


@contextmanager
def apart(session: Session, member_id: int, win_ids: Collection[int]) -> Iterator[Collection[int]]:
    """While it lasts, what people know of these wins, and should hear of them, hangs on whoever it hung on before they
    went into somebody; it is noted for the merged people anew at its end. Gives who that is of.

    A merge of wins or its undo in between is then true of each person, whenever they are taken apart again.
    """
    chosen = select(people_merges).where(people_merges.c.member_id == member_id).order_by(people_merges.c.id)
    merged = [_merge(row) for row in session.execute(chosen)]
    each = [(table, win_id) for table in _OF_WINS for win_id in win_ids]
    for done in reversed(merged):
        for table, win_id in each:
            _part(session, member_id, done, table, win_id)
    yield {done.gone_id for done in merged}
    for done in merged:
        for table, win_id in each:
            _join(session, member_id, done, table, win_id)
        _put_links(session, member_id, done)


def _part(session: Session, member_id: int, done: Merge, table: Table, win_id: int) -> None:
    """As `give_back` does it."""
    links, kept = done.links[table.name], (_theirs(table, member_id, done.kept_id), table.c.win_id == win_id)
    both = [row for row in links["doubled"] if row["win_id"] == win_id]
    if win_id in links["moved"]:
        links["moved"].remove(win_id)
        session.execute(update(table).where(*kept).values(stakeholder_id=done.gone_id))
    elif both:
        links["doubled"] = [row for row in links["doubled"] if row["win_id"] != win_id]
        if session.execute(select(table.c.id).where(*kept)).first() is not None:
            row = rows.of_plain(table, both[0])
            session.execute(insert(table).values({name: value for name, value in row.items() if name != "id"}))


def _join(session: Session, member_id: int, done: Merge, table: Table, win_id: int) -> None:
    """As `move` does it."""
    gone, kept = ((_theirs(table, member_id, who), table.c.win_id == win_id) for who in (done.gone_id, done.kept_id))
    row = session.execute(select(table).where(*gone)).mappings().first()
    if row is None:
        return
    if session.execute(select(table.c.id).where(*kept)).first() is not None:
        done.links[table.name]["doubled"].append(rows.to_plain(row))
        session.execute(delete(table).where(*gone))
    else:
        done.links[table.name]["moved"].append(win_id)
        session.execute(update(table).where(*gone).values(stakeholder_id=done.kept_id))


def came_back(session: Session, member_id: int, gone_id: int, table: str, row: rows.Row) -> None:
    """`row` hung on somebody who went, was not there when they did, and is about to come back with who they are now:
    it is among what was moved, or among what both had, so that it goes along when they are two again.
    """
    kinds = {each.name: (each, key) for each, key in (*_ONCE, *_EACH)}
    kind, key = kinds[table]
    done = find(session, member_id, gone_id)
    while done is not None:
        following = find(session, member_id, done.kept_id)
        if following is None:
            theirs = _theirs(kind, member_id, done.kept_id), kind.c[key] == row[key]
            had = session.execute(select(kind.c[key]).where(*theirs)).first() is not None
        else:
            doubled = [each[key] for each in following.links[table].get("doubled", ())]
            had = row[key] in (*following.links[table]["moved"], *doubled)
        if had:
            done.links[table]["doubled"].append(rows.to_plain(row | {"stakeholder_id": done.gone_id}))
        else:
            done.links[table]["moved"].append(row[key])
        _put_links(session, member_id, done)
        done = None if had else following


def _put_links(session: Session, member_id: int, merge: Merge) -> None:
    this = people_merges.c.member_id == member_id, people_merges.c.id == merge.id
    before = json.loads(session.execute(select(people_merges.c.before).where(*this)).scalar_one())
    written = json.dumps(before | {"links": merge.links}, ensure_ascii=False)
    session.execute(update(people_merges).where(*this).values(before=written))


def set_apart(session: Session, member_id: int, gone_id: int, before: Collection[int]) -> None:
    """What `set_merged` did, taken back; `before` is what it returned."""
    _point(session, member_id, [gone_id], None)
    _point(session, member_id, before, gone_id)


def _point(session: Session, member_id: int, ids: Collection[int], into: int | None) -> None:
    session.execute(
        update(stakeholders)
        .where(stakeholders.c.member_id == member_id, stakeholders.c.id.in_(ids))
        .values(merged_into=into)
    )


# What hangs on somebody


def count(session: Session, member_id: int, stakeholder_id: int) -> Counts:
    talks = select(func.count()).select_from(
        conversation_people.join(conversations, conversations.c.id == conversation_people.c.conversation_id)
    )
    known = select(func.count()).select_from(awareness.join(wins, wins.c.id == awareness.c.win_id))
    promised = select(func.count()).select_from(followups)
    return Counts(
        session.scalar(
            talks.where(_theirs(conversation_people, member_id, stakeholder_id), conversations.c.deleted_at.is_(None))
        )
        or 0,
        session.scalar(known.where(_theirs(awareness, member_id, stakeholder_id), wins.c.deleted_at.is_(None))) or 0,
        session.scalar(promised.where(_theirs(followups, member_id, stakeholder_id))) or 0,
    )


def move(session: Session, member_id: int, gone_id: int, kept_id: int) -> Links:
    """All that hangs on the one hangs on the other, once. Returns what `give_back` needs."""
    links: Links = {}
    for table, key in _ONCE:
        kept = set(session.scalars(select(table.c[key]).where(_theirs(table, member_id, kept_id))))
        found = session.execute(select(table).where(_theirs(table, member_id, gone_id))).mappings().all()
        doubled = [rows.to_plain(row) for row in found if row[key] in kept]
        session.execute(delete(table).where(_theirs(table, member_id, gone_id), table.c[key].in_(kept)))
        links[table.name] = {"moved": [row[key] for row in found if row[key] not in kept], "doubled": doubled}
    for table, key in _EACH:
        links[table.name] = {
            "moved": list(session.scalars(select(table.c[key]).where(_theirs(table, member_id, gone_id))))
        }
    for table, _key in (*_ONCE, *_EACH):
        session.execute(update(table).where(_theirs(table, member_id, gone_id)).values(stakeholder_id=kept_id))
    return links


def give_back(session: Session, member_id: int, gone_id: int, kept_id: int, links: Links) -> None:
    """What was moved and stands still goes back, and what both had is both's again; the rest stays where it is."""
    for table, key in (*_ONCE, *_EACH):
        moved = links[table.name]["moved"]
        still = _theirs(table, member_id, kept_id), table.c[key].in_(moved)
        session.execute(update(table).where(*still).values(stakeholder_id=gone_id))
    for table, key in _ONCE:
        doubled = [rows.of_plain(table, row) for row in links[table.name]["doubled"]]
        stands = set(session.scalars(select(table.c[key]).where(_theirs(table, member_id, kept_id))))
        again = [{name: value for name, value in row.items() if name != "id"} for row in doubled if row[key] in stands]
        if again:
            session.execute(insert(table), again)


def _theirs(table: Table, member_id: int, stakeholder_id: int) -> Any:
    return (table.c.member_id == member_id) & (table.c.stakeholder_id == stakeholder_id)
