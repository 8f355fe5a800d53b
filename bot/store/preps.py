"""Wins worth telling somebody: a shortlist, however long the record, with what it takes to choose; by owner."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, not_, or_, select

from bot.domain.awareness import WinLine
from bot.domain.preps import Untold
from bot.domain.proposals import Tellable
from bot.domain.wins import Category, WinState
from bot.store.database import Session
from bot.store.tables import awareness, evidence, measures, tags, to_tell, wins, witnesses

LATEST, EARLIER = 100, 60  # wins that are looked at: the latest untold, and earlier ones that seem to fit
_CATEGORIES: dict[str, Category | None] = {"": None} | {each.value: each for each in Category}
_NEWEST = wins.c.happened_on.desc(), wins.c.id.desc()


def list_latest(session: Session, member_id: int, stakeholder_id: int, *, samples: bool) -> list[Untold]:
    """The latest that they do not know.

    Private wins are never among them; made-up ones are with `samples`, and then nothing else is.
    """
    chosen = _untold(member_id, stakeholder_id, samples=samples)
    return _read(session, chosen.order_by(*_NEWEST).limit(LATEST))


def list_fitting(
    session: Session, member_id: int, stakeholder_id: int, stems: Collection[str], categories: Collection[Category],
    before: Untold, *, samples: bool,
) -> list[Untold]:  # fmt: skip
    """Earlier ones that the member meant to tell them, and in whose words or category something is they care about."""
    wished = _wished(member_id, stakeholder_id)
    fitting = or_(wished, *_alike(stems), wins.c.category.in_(list(categories)))
    chosen = _untold(member_id, stakeholder_id, samples=samples).where(_earlier(before), fitting)
    return _read(session, chosen.order_by(case((wished, 0), else_=1), *_NEWEST).limit(EARLIER))


def read_earlier(
    session: Session, member_id: int, stakeholder_id: int, before: Untold, *, samples: bool
) -> list[tuple[Tellable, bool]]:
    """All earlier ones that they do not know, as far as weighing them needs, and whether they should be told."""
    told = _told(member_id, samples=samples)
    chosen = select(*_weights(member_id, stakeholder_id)).where(
        *told, not_(_knows(member_id, stakeholder_id)), _earlier(before)
    )
    return [(_tellable(*row), bool(wished)) for *row, wished in session.execute(chosen)]


def list_by_ids(session: Session, member_id: int, stakeholder_id: int, win_ids: Collection[int]) -> list[Untold]:
    """Wins that were chosen from what is not known."""
    chosen = select(*_columns(member_id, stakeholder_id)).where(wins.c.member_id == member_id, wins.c.id.in_(win_ids))
    return _read(session, chosen)


def _untold(member_id: int, stakeholder_id: int, *, samples: bool) -> Select[Any]:
    told = _told(member_id, samples=samples)
    return select(*_columns(member_id, stakeholder_id)).where(*told, not_(_knows(member_id, stakeholder_id)))


def _earlier(than: Untold) -> ColumnElement[bool]:
    """In the order in which the latest were read."""
    on, number = than.line.happened_on, than.line.id
    return or_(wins.c.happened_on < on, and_(wins.c.happened_on == on, wins.c.id < number))


def _read(session: Session, chosen: Select[Any]) -> list[Untold]:
    return [_of_row(*row) for row in session.execute(chosen)]


def _of_row(*row: Any) -> Untold:
    *weights, wished, title, impact = row
    win = _tellable(*weights)
    return Untold(WinLine(win.id, title, win.happened_on, win.category), win, impact, wished=bool(wished))


def _tellable(number: int, on: date, category: str, measured: bool, proven: bool, there: int) -> Tellable:
    return Tellable(number, on, _CATEGORIES[category], bool(measured), bool(proven), there)


def with_tags(session: Session, member_id: int, found: Collection[Untold]) -> list[Untold]:
    tagged = _tags(session, member_id, [each.line.id for each in found])
    return [replace(each, tags=tuple(tagged[each.line.id])) for each in found]


def count_untold(session: Session, member_id: int, stakeholder_id: int, *, samples: bool) -> int:
    rows = select(func.count()).where(*_told(member_id, samples=samples), not_(_knows(member_id, stakeholder_id)))
    return session.execute(rows).scalar_one()


def _told(member_id: int, *, samples: bool) -> tuple[ColumnElement[bool], ...]:
    """Wins that can be told at all."""
    return (
        wins.c.member_id == member_id,
        wins.c.state == WinState.KEPT,
        wins.c.deleted_at.is_(None),
        not_(wins.c.private),
        wins.c.sample if samples else not_(wins.c.sample),
    )


def _columns(member_id: int, stakeholder_id: int) -> Sequence[ColumnElement[Any]]:
    return (*_weights(member_id, stakeholder_id), wins.c.title, wins.c.impact)


def _weights(member_id: int, stakeholder_id: int) -> Sequence[ColumnElement[Any]]:
    measured = exists().where(measures.c.member_id == member_id, measures.c.win_id == wins.c.id)
    proven = exists().where(
        evidence.c.member_id == member_id, evidence.c.win_id == wins.c.id, evidence.c.removed_at.is_(None)
    )
    there = select(func.count()).where(witnesses.c.member_id == member_id, witnesses.c.win_id == wins.c.id)
    return (
        wins.c.id,
        wins.c.happened_on,
        wins.c.category,
        measured,
        proven,
        there.correlate(wins).scalar_subquery(),
        _wished(member_id, stakeholder_id),
    )


def _wished(member_id: int, stakeholder_id: int) -> ColumnElement[bool]:
    of_person = to_tell.c.member_id == member_id, to_tell.c.stakeholder_id == stakeholder_id
    return wins.c.id.in_(select(to_tell.c.win_id).where(*of_person))


def _knows(member_id: int, stakeholder_id: int) -> ColumnElement[bool]:
    of_person = awareness.c.member_id == member_id, awareness.c.stakeholder_id == stakeholder_id
    return wins.c.id.in_(select(awareness.c.win_id).where(*of_person))


def _alike(stems: Collection[str]) -> list[ColumnElement[bool]]:
    """Rough, because the rule itself decides: SQLite folds the case of ASCII only."""
    words = func.lower(wins.c.title + " " + wins.c.impact)
    in_words = [words.contains(each, autoescape=True) for each in stems]
    in_tags = [
        exists().where(tags.c.win_id == wins.c.id, tags.c.name.contains(each, autoescape=True)) for each in stems
    ]
    return [*in_words, *in_tags]


def _tags(session: Session, member_id: int, win_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = select(tags.c.win_id, tags.c.name).where(tags.c.member_id == member_id, tags.c.win_id.in_(win_ids))
    for win_id, name in session.execute(rows.order_by(tags.c.id)):
        found[win_id].append(name)
    return found
