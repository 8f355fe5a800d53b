"""The self-advocacy paragraph's content: which sentences a set of wins supports. Their wording is in views."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain import verbs
from bot.domain import wins as win_rules
from bot.domain.measures import Measure
from bot.domain.wins import Category

MOST_RESULTS = 3
MOST_WITNESSES = 4
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


class Form(StrEnum):
    """How a title becomes a sentence about oneself."""

    WHOLE = "whole"  # it says "I" or "we" already
    ACTIVE = "active"  # "shipped the queue": I …
    PASSIVE = "passive"  # "invited to speak": I was …
    QUOTED = "quoted"  # anything else is quoted as it stands


@dataclass(frozen=True, slots=True)
class Phrase:
    form: Form
    words: str


@dataclass(frozen=True, slots=True)
class Result:
    """One win in a sentence; `measure` is to be said after it, because the words do not say it."""

    win_id: int
    phrase: Phrase
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The families that wins belong to, the largest first, each with how many; `win_ids` are those wins."""

    win_ids: tuple[int, ...]
    families: tuple[tuple[Category, int], ...]


@dataclass(frozen=True, slots=True)
class Witnessed:
    """Who was there, at these wins; `of_all` when they are all the wins there are."""

    win_ids: tuple[int, ...]
    user_ids: tuple[str, ...]
    more: int
    of_all: bool


@dataclass(frozen=True, slots=True)
class Others:
    """Wins of the week that no sentence tells."""

    win_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """When the single win was, where nothing else can be said of it."""

    win_id: int
    happened_on: date


Sentence = Result | Coverage | Witnessed | Others | Dated


@dataclass(frozen=True, slots=True)
class Summary:
    """At least two sentences. `variant` counts the weeks, so that the same facts are worded differently each week."""

    variant: int
    sentences: tuple[Sentence, ...]


def compose(wins: Sequence[CountedWin], monday: date) -> Summary | None:
    """The paragraph of the week that begins on `monday`; None without a win that may be told, because nothing supports
    a sentence then.
    """
    wins = [win for win in wins if win_rules.shareable(win)]
    if not wins:
        return None
    ranked = sorted(wins, key=_strength, reverse=True)
    told = ranked[:MOST_RESULTS]
    sentences: list[Sentence] = [_result(win) for win in told]
    sentences += filter(None, (_others(ranked), _coverage(wins), _witnessed(wins)))
    if len(sentences) < 2:
        sentences.append(Dated(told[0].id, told[0].happened_on))
    return Summary((monday - date(1970, 1, 5)) // timedelta(days=7), tuple(sentences))


def _strength(win: CountedWin) -> tuple[bool, bool, bool, bool, date, int]:
    """A number says most, then a witness, then a link; the latest of equals first."""
    measured, seen, linked = bool(win.measures), bool(win.witnesses), bool(win.links)
    return measured, seen, linked, win.category is not None, win.happened_on, win.id


def _result(win: CountedWin) -> Result:
    title, measures = split_title(win)
    return Result(win.id, first_person(title), measures[0] if measures else None)


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


def _others(ranked: Sequence[CountedWin]) -> Others | None:
    rest = tuple(win.id for win in ranked[MOST_RESULTS:])
    return Others(rest) if rest else None


def _coverage(wins: Sequence[CountedWin]) -> Coverage | None:
    sorted_in = [win for win in wins if win.category is not None]
    counts = [(family, sum(win.category is family for win in sorted_in)) for family in Category]
    families = sorted(((family, count) for family, count in counts if count), key=lambda pair: -pair[1])
    return Coverage(tuple(win.id for win in sorted_in), tuple(families)) if sorted_in else None


def _witnessed(wins: Sequence[CountedWin]) -> Witnessed | None:
    seen = [win for win in wins if win.witnesses]
    people = tuple(dict.fromkeys(user_id for win in seen for user_id in win.witnesses))
    if not people:
        return None
    more = max(0, len(people) - MOST_WITNESSES)
    return Witnessed(tuple(win.id for win in seen), people[:MOST_WITNESSES], more, of_all=len(seen) == len(wins))


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PASSIVE = _set_of(
    "accepted appointed asked awarded chosen elected featured invited named nominated praised promoted recognised"
    " recognized recommended selected"
)
_PASSIVE_LINKS = _set_of("to for as by in among at into")
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|will|can|went|goes|got)\b", re.IGNORECASE)
_ABOUT_ONESELF = re.compile(r"(?:I|I'm|I’m|I've|I’ve|We|we|We've|We’ve)\s")


def first_person(title: str) -> Phrase:
    """How a title, in whatever tense it was typed, is said about oneself."""
    words = title.strip().rstrip(".!;,:… ").strip()
    first, _, rest = words.partition(" ")
    verb, following = first.casefold(), rest.split(" ", 1)[0].casefold()
    if _ABOUT_ONESELF.match(words):
        return Phrase(Form.WHOLE, words if words.startswith("I") else f"we{words[2:]}")
    if not rest or _FINITE.search(rest) or following == "by":
        return Phrase(Form.QUOTED, words)
    if verb in verbs.ACTIVE:
        return Phrase(Form.ACTIVE, f"{verb} {rest}")
    if verb in _PASSIVE and following in _PASSIVE_LINKS:
        return Phrase(Form.PASSIVE, f"{verb} {rest}")
    return Phrase(Form.QUOTED, words)
