"""The loop: what was asked for, what came of it, the wins in that, and how confidence went meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain import confidence
from bot.domain.confidence import Change, Rating
from bot.domain.followups import Outcome
from bot.domain.projects import Project

MOST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class Ask:
    """As much of an ask as the loop needs; `asked_on` is the member's day."""

    asked_on: date
    outcome: Outcome | None
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A project that somebody gave, with the days on which its wins happened."""

    project: Project
    wins: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Went:
    """How confidence in somebody who was asked, or who gave something, went."""

    stakeholder_id: int
    change: Change


@dataclass(frozen=True, slots=True)
class Loop:
    """`since` is the first ask, at most a year ago; `asks` are all since then, `given` and `declined` of them."""

    since: date
    asks: int
    given: int
    declined: int
    assignments: int
    wins: int
    confidence: tuple[Went, ...]


def loop(
    asks: Sequence[Ask],
    assignments: Iterable[Assignment],
    ratings: Mapping[int, Sequence[Rating]],
    levels: Mapping[int, int | None],
    today: date,
) -> Loop | None:
    """None where nothing was asked within a year. `levels` is how sure the member is of each of their people now."""
    counted = [ask for ask in asks if today - confidence.LOOK_BACK <= ask.asked_on <= today]
    if not counted:
        return None
    since = min(ask.asked_on for ask in counted)
    begun = [each for each in assignments if each.project.given and each.project.began_on >= since]
    whom = [who for ask in counted for who in ask.people]
    whom += [each.project.stakeholder_id for each in begun if each.project.stakeholder_id is not None]
    return Loop(
        since=since,
        asks=len(counted),
        given=sum(ask.outcome is Outcome.GIVEN for ask in counted),
        declined=sum(ask.outcome is Outcome.DECLINED for ask in counted),
        assignments=len(begun),
        wins=sum(day >= since for each in begun for day in each.wins),
        confidence=_went(list(dict.fromkeys(whom)), ratings, levels, since, today),
    )


def _went(
    whom: Sequence[int],
    ratings: Mapping[int, Sequence[Rating]],
    levels: Mapping[int, int | None],
    since: date,
    today: date,
) -> tuple[Went, ...]:
    """Of those who were rated, in the order in which they were asked."""
    found: list[Went] = []
    for who in whom:
        change = confidence.change(_from(ratings.get(who, ()), since), levels.get(who), today)
        if change is not None:
            found.append(Went(who, change))
    return tuple(found[:MOST_PEOPLE])


def _from(ratings: Sequence[Rating], since: date) -> list[Rating]:
    """What was said last before the span, which is what held when it began, and all within it."""
    ordered = sorted(ratings, key=lambda rating: rating.on)
    before = [rating for rating in ordered if rating.on < since]
    return [*before[-1:], *(rating for rating in ordered if rating.on >= since)]
