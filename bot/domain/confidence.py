"""Confidence over time: how sure the member was, after conversations, that somebody would speak up for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LOOK_BACK = timedelta(days=365)  # older ratings tell of another time
LIKELY, IF_ASKED = 4, 3  # levels, of 1 to 5, from which on somebody would speak up


@dataclass(frozen=True, slots=True)
class Rating:
    """What the member said after a conversation of that day, from 1 (would not) to 5 (surely)."""

    on: date
    level: int


@dataclass(frozen=True, slots=True)
class Change:
    """From the first rating to what holds now; `steady` says that it has never been anything else."""

    since: date
    before: int
    now: int
    steady: bool


def change(ratings: Iterable[Rating], now: int | None, today: date) -> Change | None:
    """Since the earliest rating within the look-back. `now` is what holds, which may have been said without a
    conversation; None where nothing holds or nothing was rated.
    """
    counted = _counted(ratings, today)
    if now is None or not counted:
        return None
    steady = {rating.level for rating in counted} == {now}
    return Change(counted[0].on, counted[0].level, now, steady)


def by_month(ratings: Iterable[Rating], today: date) -> tuple[Rating, ...]:
    """The last rating of each month that has one, the oldest first, at most twelve."""
    last: dict[tuple[int, int], Rating] = {}
    for rating in _counted(ratings, today):
        last[rating.on.year, rating.on.month] = rating
    return tuple(last.values())[-12:]


def _counted(ratings: Iterable[Rating], today: date) -> list[Rating]:
    """Those within the look-back by their day; of one day, in the order given."""
    within = (rating for rating in ratings if today - LOOK_BACK <= rating.on)
    return sorted(within, key=lambda rating: rating.on)
