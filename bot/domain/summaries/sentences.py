"""Which sentences a set of wins supports, for whom; each names the wins it stands on, and none says more than them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import wins as win_rules
from bot.domain.measures import Measure
from bot.domain.summaries.asked import Audience, Span, SpanKind
from bot.domain.summaries.counted import CountedWin, split_title
from bot.domain.summaries.phrases import Phrase, first_person
from bot.domain.wins import Category

MOST_WITNESSES = 4
_RESULTS = {SpanKind.WEEK: 0, SpanKind.MONTH: 1}  # told beyond those of a week; of longer spans two


@dataclass(frozen=True, slots=True)
class Result:
    """One win in a sentence; `measure` is to be said after it, because the words do not say it."""

    win_id: int
    phrase: Phrase
    measure: Measure | None

    @property
    def win_ids(self) -> tuple[int, ...]:
        return (self.win_id,)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The families that wins belong to, the largest first, each with how many; `win_ids` are those wins."""

    win_ids: tuple[int, ...]
    families: tuple[tuple[Category, int], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of the wins told, which their sentences do not say."""

    win_ids: tuple[int, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """Those of the wins told that have a link to show; `told` is how many are told."""

    win_ids: tuple[int, ...]
    told: int


@dataclass(frozen=True, slots=True)
class Witnessed:
    """Who was there, at these wins; `of_all` when they are all the wins there are."""

    win_ids: tuple[int, ...]
    user_ids: tuple[str, ...]
    more: int
    of_all: bool


@dataclass(frozen=True, slots=True)
class Others:
    """Wins of the same time that no sentence tells."""

    win_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """When the single win was, where nothing else can be said of it."""

    win_id: int
    happened_on: date

    @property
    def win_ids(self) -> tuple[int, ...]:
        return (self.win_id,)


@dataclass(frozen=True, slots=True)
class Closing:
    """Offers more about the wins told; it states nothing."""

    win_ids: tuple[int, ...]


Sentence = Result | Coverage | Figures | Linked | Witnessed | Others | Dated | Closing


@dataclass(frozen=True, slots=True)
class Summary:
    """At least two sentences. `variant` counts the weeks, so that the same facts are worded differently each week.

    `told` are the wins that its results tell.
    """

    variant: int
    sentences: tuple[Sentence, ...]
    audience: Audience
    span: Span

    @property
    def told(self) -> tuple[int, ...]:
        return tuple(one.win_id for one in self.sentences if isinstance(one, Result))


def compose(wins: Sequence[CountedWin], span: Span, audience: Audience = Audience.MANAGER) -> Summary | None:
    """The paragraph of that time; None without a win that may be told, because nothing supports a sentence then."""
    wins = [win for win in wins if win_rules.shareable(win)]
    if not wins:
        return None
    ranked = sorted(wins, key=_STRENGTH[audience], reverse=True)
    most = (3 if audience is Audience.MANAGER else 2) + _RESULTS.get(span.kind, 2)
    sentences = _sentences(ranked[:most], ranked[most:], audience)
    if len(sentences) < 2:
        sentences.append(Dated(ranked[0].id, ranked[0].happened_on))
    closing = Closing(tuple(win.id for win in ranked[:most]))
    return Summary((span.last - date(1970, 1, 5)) // timedelta(days=7), (*sentences, closing), audience, span)


def _sentences(told: Sequence[CountedWin], rest: Sequence[CountedWin], audience: Audience) -> list[Sentence]:
    wins = (*told, *rest)
    results = [_result(win) for win in told]
    others = Others(tuple(win.id for win in rest)) if rest else None
    more: tuple[Sentence | None, ...]
    match audience:
        case Audience.MANAGER:
            more = others, _linked(told), _witnessed(wins)
        case Audience.SKIP_LEVEL:
            more = others, _coverage(wins), _witnessed(wins)
        case Audience.SPONSOR:
            figures = _figures(results)
            results = [Result(one.win_id, one.phrase, None) for one in results]
            more = figures, _coverage(wins)
        case _:
            more = (_witnessed(told),)
    return [*results, *(one for one in more if one is not None)]


Strength = tuple[int, int, int, int, date, int]


def _delivery(win: CountedWin) -> Strength:
    """A number says most, then a witness, then a link; the latest of equals first, as everywhere here."""
    return (bool(win.measures), bool(win.witnesses), bool(win.links), win.category is not None, *_latest(win))


def _scale(win: CountedWin) -> Strength:
    """How many were there, after a number with its before and after."""
    compared = any(one.before is not None for one in win.measures)
    return (compared, len(win.witnesses), bool(win.measures), win.category is not None, *_latest(win))


def _business(win: CountedWin) -> Strength:
    """Money says most, then a change in other numbers."""
    money = any(one.unit in _MONEY for one in win.measures)
    impact = win.category in (Category.PERFORMANCE, Category.PROJECT_IMPACT)
    return (money, any(one.before is not None for one in win.measures), bool(win.measures), impact, *_latest(win))


def _help(win: CountedWin) -> Strength:
    """What was done with others or for them."""
    together = win.category in (Category.LEADERSHIP, Category.SKILL)
    return (bool(win.witnesses), together, bool(win.links), bool(win.measures), *_latest(win))


def _latest(win: CountedWin) -> tuple[date, int]:
    return win.happened_on, win.id


_MONEY = frozenset("$€£¥₹")
_STRENGTH: dict[Audience, Callable[[CountedWin], Strength]] = {
    Audience.MANAGER: _delivery,
    Audience.SKIP_LEVEL: _scale,
    Audience.SPONSOR: _business,
    Audience.PEER: _help,
}


def _result(win: CountedWin) -> Result:
    title, measures = split_title(win)
    return Result(win.id, first_person(title), measures[0] if measures else None)


def _figures(results: Sequence[Result]) -> Figures | None:
    measured = [(one.win_id, one.measure) for one in results if one.measure is not None]
    return Figures(tuple(id_ for id_, _ in measured), tuple(one for _, one in measured)) if measured else None


def _linked(told: Sequence[CountedWin]) -> Linked | None:
    linked = tuple(win.id for win in told if win.links)
    return Linked(linked, len(told)) if linked else None


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
