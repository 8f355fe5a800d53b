"""Away days: when the member is not at work; nothing is sent on them, and no rhythm counts them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import dates

DAY = timedelta(days=1)
LONGEST = 400  # days of one period: a parental leave fits, a slip of the year does not
MOST = 50  # periods of one member that are not over yet


@dataclass(frozen=True, slots=True)
class Away:
    """Local dates; `first` and `last` are both away."""

    first: date
    last: date
    id: int = 0


Periods = tuple[Away, ...]

_BETWEEN = re.compile(r"\s+(?:to|until|till|through|and|-|–|—)\s+", re.IGNORECASE)
_LED = re.compile(r"(?:from|between|on)\s+", re.IGNORECASE)


def read(typed: str, today: date) -> Away | None:
    """`tomorrow`, `from 23 dec to 2 jan`: the days that all of it names, none before today; the last day is the first
    such day after the first one.
    """
    led = _LED.match(typed)
    ends = _BETWEEN.split(typed[led.end() if led else 0 :].strip())
    first = _day(ends[0], today)
    if first is None or len(ends) > 2:
        return None
    last = _day(ends[-1], today)
    if last is not None and last < first:
        last = _day(ends[-1], first)
    return Away(first, last) if last else None


def _day(typed: str, earliest: date) -> date | None:
    found = dates.find_due_date(typed, earliest)
    return found[0] if found and not found[1] else None


def is_away(day: date, periods: Iterable[Away]) -> bool:
    return any(period.first <= day <= period.last for period in periods)


def current(day: date, periods: Iterable[Away]) -> Away | None:
    """The period that the day lies in; of several the one that ends last."""
    found = [period for period in periods if period.first <= day <= period.last]
    return max(found, key=lambda period: period.last) if found else None


def back_on(day: date, periods: Iterable[Away]) -> date:
    """The first day from `day` on that is not away."""
    for period in joined(periods):
        if period.first <= day <= period.last:
            return period.last + DAY
    return day


def joined(periods: Iterable[Away]) -> Periods:
    """In order, and what overlaps or touches made one."""
    found: list[Away] = []
    for period in sorted(periods, key=lambda each: each.first):
        if found and period.first <= found[-1].last + DAY:
            found[-1] = Away(found[-1].first, max(found[-1].last, period.last))
        else:
            found.append(period)
    return tuple(found)


def days_counted(after: date, until: date, periods: Iterable[Away]) -> int:
    """How many days lie after `after` up to `until` itself, without those away; never less than none."""
    if until <= after:
        return 0
    counted = (until - after).days
    for period in joined(periods) if periods else ():
        counted -= max((min(period.last, until) - max(period.first, after + DAY)).days + 1, 0)
    return counted


def day_reached(after: date, counted: int, periods: Iterable[Away]) -> date:
    """The first day up to which so many days count after `after`: at least one."""
    found = after + counted * DAY
    for period in joined(periods):
        first = max(period.first, after + DAY)
        if first <= min(period.last, found):
            found += period.last - first + DAY
    return found


def day_before(day: date, counted: int, periods: Iterable[Away]) -> date:
    """The latest day from which, up to `day`, so many days count."""
    joined_periods = joined(periods)
    found = day
    while counted > 0:
        if not is_away(found, joined_periods):
            counted -= 1
        found -= DAY
    return found
