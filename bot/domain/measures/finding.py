"""The measures in a text, and what else one of them may mean."""

import itertools
import re
from dataclasses import replace

from bot.domain import metrics
from bot.domain.measures.amounts import ARROW, FACTORS, read_amounts
from bot.domain.measures.named import read_named
from bot.domain.measures.numbers import turn
from bot.domain.measures.values import MAX_MEASURES, Found, Measure

_EITHER = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?![\d.,]*\d)")
_FROM_FIRST = re.compile(r"^from |\bfrom [^ ]*\d", re.IGNORECASE)
_COMPARED = re.compile(rf"\d ?(?:[%x×X]|percent)(?P<word>{metrics.COMPARING})", re.IGNORECASE)


def find_measure(text: str, decimal: str = "") -> tuple[Measure, int, int] | None:
    """The first measure in the text and where it stands (its metric's words lie around); one that only words around it
    tell is taken where there is no other.
    """
    found = _first(text, decimal)
    return found and found[:3]


def find_measures(text: str, decimal: str = "") -> tuple[Measure, ...]:
    """At most MAX_MEASURES, in the order typed. `decimal` says how `1.200` and `1,200` are to be read, where they
    could be either; without it a point is decimal there and a comma sets off thousands.
    """
    amounts = list(itertools.islice(read_amounts(text, decimal), MAX_MEASURES))
    named = itertools.islice(read_named(text, amounts, decimal), MAX_MEASURES - len(amounts))
    return tuple(found.measure for found in sorted([*amounts, *named], key=lambda found: found.start))


def _first(text: str, decimal: str) -> Found | None:
    return next(read_amounts(text, decimal), None) or next(read_named(text, (), decimal), None)


def read_as(measure: Measure, decimal: str) -> Measure:
    """The same measure, its numbers read with that decimal separator where they could be read in two ways."""
    if not decimal or not is_either(measure):
        return measure
    again = _first(measure.as_typed, decimal)
    if again is None or again[0].unit != measure.unit:
        return measure
    before, after, change = again[0].before, again[0].after, again[0].change
    direction = turn(before, after) if before is not None else measure.direction
    return replace(measure, before=before, after=after, change=change, direction=direction)


def is_either(measure: Measure) -> bool:
    """Whether one of its numbers is thousands to some people and has decimals to others."""
    return ("," in measure.as_typed or "." in measure.as_typed) and _EITHER.search(measure.as_typed) is not None


def is_range(measure: Measure) -> bool:
    """`2h to 15min` without a `from` may be no change at all."""
    typed = measure.as_typed
    return measure.before is not None and not _FROM_FIRST.search(typed) and not ARROW.search(typed)


def is_spelled(measure: Measure) -> bool:
    """`doubled`: what it was, no digit says."""
    return measure.as_typed.casefold() in FACTORS


def compared(measure: Measure) -> str:
    """`fewer` of `3x fewer pages`; empty where the amount says nothing of that kind."""
    found = _COMPARED.search(measure.as_typed) if measure.unit in {"%", "x"} else None
    return found["word"].strip().casefold() if found else ""
