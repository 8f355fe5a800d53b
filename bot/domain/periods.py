"""Spans of days in words: `last month`, `q3`, `september 2025`, `2026`, `last 30 days`, and single days."""

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import dates, schedules

LONGEST = 6  # words of one
_YEAR = re.compile(r"(?:19[7-9]|20\d)\d", re.ASCII)
_MONTH_OF_YEAR = re.compile(r"((?:19[7-9]|20\d)\d)-(\d\d)", re.ASCII)
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_QUARTER = re.compile(r"q([1-4])")
_WHICH = {"this": 0, "last": -1, "previous": -1}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it."""

    first: date
    last: date


def read(words: Sequence[str], today: date, first_weekday: int = 0) -> Period | None:
    """The span that all these words name; a month or quarter without a year is the latest that has begun.

    Weeks begin on `first_weekday`; Monday is 0.
    """
    bare = tuple(word.casefold() for word in words)
    if len(bare) == 1 and _ISO.fullmatch(bare[0]):
        return _day(_read_iso(bare[0]))
    return _of_calendar(bare, today) or _relative(bare, today, first_weekday) or _day(dates.read_day(bare, today))


def _of_calendar(words: tuple[str, ...], today: date) -> Period | None:
    match words:
        case [year] if _YEAR.fullmatch(year):
            return _months(int(year), 1, 12)
        case [written] if found := _MONTH_OF_YEAR.fullmatch(written):
            return _months(int(found[1]), int(found[2]), 1)
        case [name] | [name, _] if number := dates.month_number(name):
            return _of_year(words[1:], today, lambda year: _months(year, number, 1))
        case [name] | [name, _] if quarter := _QUARTER.fullmatch(name):
            return _of_year(words[1:], today, lambda year: _months(year, int(quarter[1]) * 3 - 2, 3))
    return None


def _of_year(rest: Sequence[str], today: date, made: Callable[[int], Period | None]) -> Period | None:
    if rest:
        return made(int(rest[0])) if _YEAR.fullmatch(rest[0]) else None
    found = made(today.year)
    return made(today.year - 1) if found is not None and found.first > today else found


def _relative(words: tuple[str, ...], today: date, first_weekday: int) -> Period | None:
    match words:
        case [which, "week"] if which in _WHICH:
            begins = schedules.first_day(today, first_weekday) + timedelta(days=7 * _WHICH[which])
            return Period(begins, begins + timedelta(days=6))
        case [which, unit] if which in _WHICH and unit in _MONTHS:
            size = _MONTHS[unit]
            start = today.year * 12 + (today.month - 1) // size * size + _WHICH[which] * size
            return _months(start // 12, start % 12 + 1, size)
        case ["last" | "past", count, unit]:
            first = dates.read_day((count, unit, "ago"), today)
            return None if first is None else Period(first + timedelta(days=1), today)
    return None


def _months(year: int, month: int, count: int) -> Period | None:
    """`count` whole months, within one year, from this one on."""
    last = month + count - 1
    if not 1 <= month <= last <= 12:
        return None
    return Period(date(year, month, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _read_iso(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _day(day: date | None) -> Period | None:
    return None if day is None else Period(day, day)
