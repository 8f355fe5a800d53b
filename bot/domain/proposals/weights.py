"""What weighs how much: the one table of weights, and the points of a person and of a win by it."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.followups import UNANSWERED_AT_MOST
from bot.domain.proposals.values import Open, Tellable
from bot.domain.stakeholders import Stakeholder, Standing, State
from bot.domain.wins import Category

_RECENT_NUDGE = timedelta(days=7)
_FRESH, _THIS_QUARTER, _THIS_SEASON = 14, 45, 120  # days since a win
_WITNESSES = 3  # more of them add nothing
_NOTHING_OPEN = Open()


@dataclass(frozen=True, slots=True)
class Weights:
    """Every weight there is, in points. What is marked "less" is taken off."""

    # the person
    influence: int = 8  # for each of the three steps
    decider: int = 20  # in the room
    due: int = 8  # past the ideal of their rhythm
    due_more: int = 8  # and so many more for one rhythm past it; there it ends
    overdue: int = 20  # past the worst case: never less than anybody due
    overdue_more: int = 10  # and so many more for each rhythm past it, up to two
    open_ask: int = 15  # less: an ask to them is unanswered
    nudged: int = 6  # less: a nudge named them within a week
    just_talked: int = 12  # less: not half of their rhythm has passed
    set_aside: int = 5  # less: for each of up to three pairs of theirs set aside within 30 days
    # the win
    measured: int = 10  # it has a number
    proven: int = 6  # it has evidence
    witness: int = 2  # for each of up to three people who were there
    category: int = 2  # it is sorted into a family
    fresh: int = 12  # it happened within two weeks; then 8, 4 and nothing
    this_quarter: int = 8
    this_season: int = 4
    relevance: int = 8  # for each step by which it fills a gap of the case; there is none until cases exist
    # the pair
    wished: int = 25  # the member meant to tell them
    interest: int = 10  # it fits what they care about
    # and what a pair must have to be worth a proposal, its interest not counted
    enough: int = 24


WEIGHTS = Weights()


def person_points(
    person: Stakeholder,
    stands: Standing,
    today: date,
    open_: Open = _NOTHING_OPEN,
    set_aside: int = 0,
    w: Weights = WEIGHTS,
) -> int:
    """`set_aside` is how many pairs with them were, within 30 days."""
    nudged = person.last_nudged_at is not None and today - person.last_nudged_at.date() < _RECENT_NUDGE
    just_talked = not stands.never_talked and 2 * stands.days_since < person.rhythm.ideal
    return (
        w.influence * person.influence
        + w.decider * person.decider
        + _late_points(stands, w)
        - w.open_ask * min(open_.asks, UNANSWERED_AT_MOST)
        - w.nudged * nudged
        - w.just_talked * just_talked
        - w.set_aside * min(set_aside, 3)
    )


def _late_points(stands: Standing, w: Weights) -> int:
    if stands.state is State.OVERDUE:
        return w.overdue + int(w.overdue_more * min(stands.lateness, 2))
    if stands.state is State.DUE:
        return w.due + int(w.due_more * min(stands.lateness, 1))
    return 0


def win_points(win: Tellable, today: date, w: Weights = WEIGHTS) -> int:
    return (
        w.measured * win.measured
        + w.proven * win.proven
        + w.witness * min(win.witnesses, _WITNESSES)
        + w.category * (win.category is not None)
        + w.relevance * win.relevance
        + _recency_points((today - win.happened_on).days, w)
    )


def most_win_points(day: date, today: date) -> int:
    """What no win of that day or before exceeds, as long as there are no cases for one to be relevant to."""
    return win_points(Tellable(0, day, Category.PERFORMANCE, measured=True, proven=True, witnesses=_WITNESSES), today)


def _recency_points(days: int, w: Weights) -> int:
    if days <= _FRESH:
        return w.fresh
    if days <= _THIS_QUARTER:
        return w.this_quarter
    return w.this_season if days <= _THIS_SEASON else 0
