"""Wins worth telling somebody: a shortlist, however long the record, with what it takes to choose; by owner."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, func, not_, or_, select

from bot.domain.awareness import WinLine
from bot.domain.preps import Untold
from bot.domain.wins import Category, WinState
from bot.store.database import Session
from bot.store.tables import awareness, evidence, measures, tags, wins, witnesses

LATEST, EARLIER = 100, 60  # wins that are looked at: the latest untold, and earlier ones that seem to fit


def list_untold(
    session: Session, member_id: int, stakeholder_id: int, stems: Collection[str], categories: Collection[Category],
    *, samples: bool,
) -> list[Untold]:  # fmt: skip
    """The latest that they do not know, and earlier ones in whose words or category something is that they care about.

    Private wins are never among them; made-up ones are with `samples`, and then nothing else is.
    """
    where = (*_told(member_id, samples=samples), not_(_knows(stakeholder_id)))
    newest = wins.c.happened_on.desc(), wins.c.id.desc()
    found = list(session.execute(select(*_columns()).where(*where).order_by(*newest).limit(LATEST)))
    if len(found) == LATEST and (stems or categories):
        seen = wins.c.id.not_in([row.id for row in found])
        fitting = or_(*_alike(stems), wins.c.category.in_(list(categories)))
        found += session.execute(select(*_columns()).where(*where, seen, fitting).order_by(*newest).limit(EARLIER))
    tagged = _tags(session, member_id, [row.id for row in found])
    return [
        Untold(
            WinLine(row.id, row.title, row.happened_on, Category(row.category) if row.category else None),
            row.impact,
            tuple(tagged[row.id]),
            bool(row.measured),
            bool(row.proven),
            row.there,
        )
        for row in found
    ]


def count_untold(session: Session, member_id: int, stakeholder_id: int, *, samples: bool) -> int:
    rows = select(func.count()).where(*_told(member_id, samples=samples), not_(_knows(stakeholder_id)))
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


def _columns() -> Sequence[ColumnElement[Any]]:
    there = select(func.count()).where(witnesses.c.win_id == wins.c.id).correlate(wins).scalar_subquery()
    proof = exists().where(evidence.c.win_id == wins.c.id, evidence.c.removed_at.is_(None))
    return (
        wins.c.id,
        wins.c.title,
        wins.c.impact,
        wins.c.happened_on,
        wins.c.category,
        exists().where(measures.c.win_id == wins.c.id).label("measured"),
        proof.label("proven"),
        there.label("there"),
    )


def _knows(stakeholder_id: int) -> ColumnElement[bool]:
    return exists().where(awareness.c.win_id == wins.c.id, awareness.c.stakeholder_id == stakeholder_id)


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
