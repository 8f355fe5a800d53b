"""The twelve weeks that Home and the digest look back on, from the member's first day of week; values only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import schedules
from bot.domain.away import Away

WEEK = timedelta(days=7)
A_WEEK = 8  # days that still are one: a digest may be late by a day
WEEKS = 12  # this one included
MILESTONES = (4, 8, 13, 26)
STREAK_WEEKS = 29  # looked back over
READ_WEEKS = STREAK_WEEKS + 2  # of which days are needed, as what was a week ago is worked out too


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
    counted, start = [0] * WEEKS, first.toordinal()
    for day, count in by_day.items():
        at = (day.toordinal() - start) // WEEK.days
        if 0 <= at < WEEKS:
            counted[at] += count
    return counted


def mondays(first: date, last: date) -> tuple[date, ...]:
    """Of the calendar weeks that a time from `first` to `last` speaks of: that of its last day, and before it those
    that begin within it.
    """
    latest = schedules.first_day(last)
    return tuple(latest - at * WEEK for at in reversed(range(max((latest - first) // WEEK, 0) + 1)))


def to_value(found: Sequence[date]) -> str:
    """Weeks in a row, for a button: the Monday of the last, and how many where they are several."""
    return found[-1].isoformat() + (f"/{len(found)}" if len(found) > 1 else "")


def from_value(written: str) -> tuple[date, ...] | None:
    """What `to_value` wrote; None for anything else."""
    day, slash, count = written.partition("/")
    many = int(count) if count.isascii() and count.isdigit() and len(count) < 3 else 0 if slash else 1
    try:
        latest = date.fromisoformat(day)
        return tuple(latest - at * WEEK for at in reversed(range(many))) or None
    except (ValueError, OverflowError):
        return None


def worth_showing(weeks: Sequence[Week]) -> bool:
    """Once there is more than one week to look back on."""
    return sum(bool(week.wins or week.talks) for week in weeks) > 1


def streak(days: Iterable[date], quiet: Collection[date], away: Iterable[Away], today: date) -> int:
    """Weeks in a row, up to this one or the last, in which something happened; weeks begin on Monday.

    A week of which the member said that there was nothing (its Monday is in `quiet`), and one with a day away, neither
    count nor end it. Zero where it goes further back than is looked.
    """
    lived = {_number(day) for day in days if day <= today}
    forgiven = {_number(monday) for monday in quiet}
    for one in away:
        forgiven.update(range(_number(one.first), _number(one.last) + 1))
    latest = _number(today)
    if latest not in lived:
        latest -= 1  # this one is not over
    count = 0
    for week in range(latest, latest - STREAK_WEEKS, -1):
        if week in lived:
            count += 1
        elif week not in forgiven:
            return count
    return 0


def _number(day: date) -> int:
    """Of the week from Monday on that the day lies in: the first day of all was a Monday."""
    return (day.toordinal() - 1) // WEEK.days


def milestone(before: int, now: int) -> int:
    """The number of weeks worth a word that was reached between the two; zero for none."""
    return max((each for each in MILESTONES if before < each <= now), default=0)
