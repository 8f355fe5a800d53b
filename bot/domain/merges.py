"""Merging two captures of one thing: which of them stays, what it then holds, and which wins look like one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.domain import lines
from bot.domain.measures import Measure
from bot.domain.wins import Category, NewWin, Win, WinState

ALIKE_WITHIN = timedelta(days=7)
MOST_OFFERED = 50
_ALIKE = 0.6  # the share of words in two titles that they must have in common
_NUMBERS = ("before", "after", "change")
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "my", "of", "on", "or", "our"}
    | {"that", "the", "this", "to", "was", "we", "with"}
)


@dataclass(frozen=True, slots=True)
class Brief:
    """As much of a live win as is needed to choose it; `messages` are those that it names, by channel and ts."""

    id: int
    state: WinState
    title: str
    happened_on: date
    created_at: datetime
    sample: bool = False
    messages: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Gone:
    """A win that went into another, as much of it as one line shows."""

    id: int
    title: str
    merged_at: datetime


@dataclass(frozen=True, slots=True)
class Before:
    """What a win was, so that a merge into it or an edit can be taken back: its own words and parts in `new`, the ids
    of links that were `removed` and `added`, and what was changed in the `linked` tables of what people know, as the
    store says; `praise` is what people had said of a win that went into it.
    """

    version: int
    draft: bool
    new: NewWin
    removed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    linked: Mapping[str, Any] = field(default_factory=dict)
    praise: Sequence[Mapping[str, Any]] = ()


def order(first: Win, second: Win) -> tuple[Win, Win]:
    """The one that stays, and the one that goes into it: what is kept stays before a draft, what was kept earlier
    before what came later, so that what a digest has told stays told.
    """
    kept, gone = sorted((first, second), key=lambda win: (win.kept_at is None, win.kept_at or win.created_at, win.id))
    return kept, gone


def combine(kept: Win, gone: Win) -> Win:
    """What is proposed to hold of both: nothing of either is left out but the second title."""
    urls = {piece.url for piece in kept.evidence if piece.given}
    links = tuple(piece for piece in gone.evidence if piece.given and piece.url not in urls)
    said = [*kept.measures, *(each for each in gone.measures if not any(_equal(each, one) for one in kept.measures))]
    return replace(
        kept,
        title=kept.title or gone.title,
        impact=_joined(kept.impact, gone.impact),
        happened_on=min(kept.happened_on, gone.happened_on),
        category=kept.category or gone.category,
        tags=_union(kept.tags, gone.tags),
        witnesses=_union(kept.witnesses, gone.witnesses),
        measures=tuple(said),
        evidence=(*kept.evidence, *links),
        private=kept.private or gone.private,
    )


def _joined(first: str, second: str) -> str:
    """Each text once, also where one of them says all of the other."""
    if second in first:
        return first
    return second if first in second else f"{first}\n{second}"


def _union(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _equal(one: Measure, other: Measure) -> bool:
    """However they were typed; numbers that say nothing of each other are told apart by their words."""
    meant = (one.metric.casefold(), one.unit, one.before, one.after, one.change)
    same = meant == (other.metric.casefold(), other.unit, other.before, other.after, other.change)
    return same and (one.as_typed == other.as_typed or any(number is not None for number in meant[2:]))


# Which wins look like one


def alike(win: Brief, others: Sequence[Brief]) -> Brief | None:
    """The win that was probably captured twice: the same message, or nearly the same title, within a week."""
    near = [
        other
        for other in others
        if other.id != win.id
        and other.sample == win.sample
        and abs(other.created_at - win.created_at) <= ALIKE_WITHIN
        and (win.messages & other.messages or _likeness(win.title, other.title) >= _ALIKE)
    ]
    return max(near, key=lambda other: _closeness(win, other), default=None)


def offers(win: Brief, others: Sequence[Brief], query: str) -> tuple[Brief, ...]:
    """What may be merged with it and holds all words of the query, the most like it first."""
    wanted = lines.fold(query).split()
    found = [
        other
        for other in others
        if other.id != win.id and other.sample == win.sample and all(word in lines.fold(other.title) for word in wanted)
    ]
    return tuple(sorted(found, key=lambda other: _closeness(win, other), reverse=True)[:MOST_OFFERED])


def _closeness(win: Brief, other: Brief) -> tuple[bool, bool, float, datetime, int]:
    likeness = _likeness(win.title, other.title)
    same_message = bool(win.messages & other.messages)
    return same_message, likeness >= _ALIKE, _same_day(win, other) + likeness, other.created_at, other.id


def _same_day(win: Brief, other: Brief) -> float:
    return 1.0 if win.happened_on == other.happened_on else 0.0


def _likeness(one: str, other: str) -> float:
    """The share of words that they have in common, the small ones aside."""
    first, second = _words(one), _words(other)
    both = first | second
    return len(first & second) / len(both) if both else 0.0


def _words(title: str) -> frozenset[str]:
    words = (word.strip(".,;:!?…()[]\"'“”’-–—") for word in lines.fold(title).split())
    return frozenset(word for word in words if word and word not in _SMALL)


# What a merge can be taken back to


def own(win: Win) -> NewWin:
    """A win's own words and parts; its links are evidence, and have ids."""
    return NewWin(
        title=win.title,
        happened_on=win.happened_on,
        impact=win.impact,
        category=win.category,
        tags=win.tags,
        witnesses=win.witnesses,
        measures=win.measures,
        private=win.private,
    )


def write(found: Before) -> str:
    return json.dumps(asdict(found), ensure_ascii=False, default=str)


def read(written: str) -> Before:
    """What `write` wrote."""
    found = json.loads(written)
    new = found["new"]
    was = NewWin(
        title=new["title"],
        happened_on=date.fromisoformat(new["happened_on"]),
        impact=new["impact"],
        category=Category(new["category"]) if new["category"] else None,
        tags=tuple(new["tags"]),
        witnesses=tuple(new["witnesses"]),
        measures=tuple(_measure(each) for each in new["measures"]),
        private=new["private"],
    )
    return Before(
        found["version"],
        found["draft"],
        was,
        tuple(found["removed"]),
        tuple(found["added"]),
        found["linked"],
        tuple(found["praise"]),
    )


def _measure(found: Mapping[str, Any]) -> Measure:
    numbers = {name: None if found[name] is None else Decimal(found[name]) for name in _NUMBERS}
    return Measure(**{**found, **numbers})
