"""A win as a report counts and prints it, its numbers told apart from its title; values only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.measures import Measure
from bot.domain.wins import Category

_JOINTS = " ,;:–—-("  # what stands between a title and the number at its end


@dataclass(frozen=True, slots=True)
class CountedWin:
    """As much of a kept win as a report prints."""

    id: int
    title: str
    happened_on: date
    category: Category | None = None
    measures: tuple[Measure, ...] = ()
    links: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()  # Slack user ids
    private: bool = False
    sample: bool = False


def split_title(win: CountedWin) -> tuple[str, tuple[Measure, ...]]:
    """The title, and the measures to be worded after it: those in clauses of their own at its end, if all its measures
    are, and those that it does not name. A title that says its measures within its sentence is left as it is.
    """
    title = " ".join(win.title.split())
    inside = [measure for measure in win.measures if measure.as_typed and measure.as_typed in title]
    shorter = _without(title, inside) if inside else ""
    apart = [measure for measure in win.measures if shorter or measure not in inside]
    title = shorter or title
    return title, tuple(replace(one, metric="") if _ends_with(title, one.metric) else one for one in apart)


def _without(title: str, measures: Sequence[Measure]) -> str:
    """The title before its last clauses, which are these measures with their metrics; "" where they are not."""
    rest = title.rstrip(" .!)")
    for place, measure in reversed(list(enumerate(measures))):
        before = rest.removesuffix(measure.as_typed)
        if before == rest:
            return ""
        before = before.rstrip().removesuffix(measure.metric).rstrip()
        words, _, last = before.rpartition(" ")
        if place and last in {"and", "&"}:
            before = f"{words},"
        rest = before.rstrip(_JOINTS)
        if rest == before:
            return ""
    return rest if rest.count("(") == rest.count(")") else ""


def _ends_with(title: str, metric: str) -> bool:
    return f" {title}".casefold().endswith(f" {metric}".casefold()) if metric else False
