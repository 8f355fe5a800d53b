"""The twelve weeks that Home and the digest look back on, from the member's first day of week; values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import schedules

WEEK = timedelta(days=7)
WEEKS = 12  # this one included


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in the seven days from `first` on."""

    first: date
    wins: int
    talks: int

    @property
    def last(self) -> date:
        return self.first + WEEK - schedules.DAY


def first_week(today: date, first_weekday: int) -> date:
    """The day on which they begin."""
    return schedules.first_day(today, first_weekday) - (WEEKS - 1) * WEEK


def weeks_of(first: date, wins: Mapping[date, int], talks: Mapping[date, int]) -> tuple[Week, ...]:
    """The twelve weeks from `first` on, the oldest first; what happened outside of them is left out."""
    won, talked = _by_week(first, wins), _by_week(first, talks)
    return tuple(Week(first + at * WEEK, won[at], talked[at]) for at in range(WEEKS))


def _by_week(first: date, by_day: Mapping[date, int]) -> list[int]:
    counted = [0] * WEEKS
    for day, count in by_day.items():
        at = (day - first) // WEEK
        if 0 <= at < WEEKS:
            counted[at] += count
    return counted


def worth_showing(weeks: Sequence[Week]) -> bool:
    """Once there is more than one week to look back on."""
    return sum(bool(week.wins or week.talks) for week in weeks) > 1
