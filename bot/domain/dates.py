"""Date phrases at the end of a typed text: when something happened, and by when something is promised."""

import calendar
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.domain import lines

EARLIEST = date(1970, 1, 1)

_LONGEST = 6  # words of "by 3rd of november 2025", of "the day before yesterday"
# Spelled out, not asked of `calendar`, whose names follow the process's locale.
_MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: dict[str, int] = {"sept": 9}
for _number, _name in enumerate((*_MONTH_NAMES, "november", "december"), 1):
    _MONTHS |= {_name: _number, _name[:3]: _number}
_WEEKDAYS: dict[str, int] = {"tues": 1, "thur": 3, "thurs": 3}
for _number, _name in enumerate(_DAY_NAMES):
    _WEEKDAYS |= {_name: _number, _name[:3]: _number}
_COUNTS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"a": 1, "an": 1}
_PARTS_OF_DAY = ("morning", "noon", "afternoon", "evening", "night")

_PAST_DAYS: dict[tuple[str, ...], int] = {
    ("today",): 0,
    ("tonight",): 0,
    ("just", "now"): 0,
    **{("this", part): 0 for part in _PARTS_OF_DAY},
    ("yesterday",): 1,
    ("last", "night"): 1,
    **{("yesterday", part): 1 for part in _PARTS_OF_DAY},
    ("day", "before", "yesterday"): 2,
    ("the", "day", "before", "yesterday"): 2,
}
_FUTURE_DAYS: dict[tuple[str, ...], int] = {
    ("today",): 0,
    ("tonight",): 0,
    ("eod",): 0,
    ("end", "of", "day"): 0,
    **{("this", part): 0 for part in _PARTS_OF_DAY},
    ("tomorrow",): 1,
    **{("tomorrow", part): 1 for part in _PARTS_OF_DAY},
    ("day", "after", "tomorrow"): 2,
    ("the", "day", "after", "tomorrow"): 2,
}
_ENDS = (
    {"ago", "week", "weeks", "month", "months", "year", "years", "day", "days", "eow", "eom"}
    | set(_MONTHS)
    | set(_WEEKDAYS)
    | {phrase[-1] for phrase in (*_PAST_DAYS, *_FUTURE_DAYS)}
)
# After one of these a day is part of the sentence ("ready for 3 nov", "since yesterday"), not when it happened.
_BINDING = frozenset(
    {"about", "after", "and", "as", "before", "between", "by", "every", "for", "from", "in", "into", "is", "not"}
    | {"of", "or", "over", "since", "than", "through", "till", "to", "until", "was"}
)
_BINDING_DUE = _BINDING - {"by", "before", "till", "until"}
_DUE_WORDS = ("by", "on", "until", "till", "before", "due")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)

Words = Sequence[str]


def find_trailing_date(text: str, today: date) -> tuple[date, str] | None:
    """When it happened, by the phrase at the end, and the text before it. Never a day after `today`: a day without a
    year is the last such day.
    """
    return _find(text, today, _happened, _BINDING)


def find_due_date(text: str, today: date) -> tuple[date, str] | None:
    """By when it is promised, by the phrase at the end, and the text before it. Never a day before `today`."""
    return _find(text, today, _due, _BINDING_DUE)


def find_day_ahead(text: str, today: date) -> date | None:
    """The day still to come that the phrase at the end names as when something happened, and not as when it is due."""
    found = _find(text, today, _ahead, _BINDING | {"due"})
    return found[0] if found and found[0] > today else None


def read_day(words: Words, today: date) -> date | None:
    """The day, not after `today`, that all these words name."""
    bare = _bare(words)
    return _happened(bare, today) if all(bare) else None


def month_number(word: str) -> int:
    """1 for `january` and `jan`; 0 for what is no month."""
    return _MONTHS.get(word, 0)


def _find(
    text: str, today: date, read: Callable[[Words, date], date | None], binding: frozenset[str]
) -> tuple[date, str] | None:
    words = text.rsplit(None, _LONGEST + 1)[-_LONGEST - 1 :]
    if not words or not _may_end(words[-1]):
        return None
    for length in range(min(_LONGEST, len(words)), 0, -1):
        found = read(_bare(words[-length:]), today)
        if found is None:
            continue
        if length < len(words) and words[-length - 1].casefold() in binding:
            return None
        parts = text.rsplit(None, length)
        return found, lines.tidy_end(parts[0]) if len(parts) > length else ""
    return None


def _may_end(word: str) -> bool:
    word = word.rstrip(".,;!)").lstrip("(").casefold()
    return word in _ENDS or word[:1].isdigit()


def _bare(words: Words) -> tuple[str, ...]:
    """Lower case, without the punctuation around a phrase: `(last Friday)`, `Nov 3, 2025.`"""
    bare = [word.casefold().rstrip(",.") for word in words]
    bare[-1] = bare[-1].rstrip(".,;!")
    if bare[0].startswith("(") and bare[-1].endswith(")"):
        bare[0], bare[-1] = bare[0][1:], bare[-1][:-1] if len(bare) > 1 else bare[0][1:-1]
    return tuple(bare)


def _happened(words: Words, today: date) -> date | None:
    days = _PAST_DAYS.get(tuple(words))
    if days is not None:
        return today - timedelta(days=days)
    found = _relative_past(words, today)
    if found is None:
        found = _calendar_day(words[words[0] == "on" :], today, range(0, -9, -1), latest=today)
    return found if found is not None and EARLIEST <= found <= today else None


def _ahead(words: Words, today: date) -> date | None:
    """Plainly so: a Friday, or this week, may be past as well."""
    if days := _FUTURE_DAYS.get(tuple(words)):
        return _days_after(today, days)
    if words[0] == "next":
        return _relative_future(words, today)
    return _calendar_day(words[words[0] == "on" :], today, range(1), earliest=today)


def _relative_past(words: Words, today: date) -> date | None:
    match words:
        case [count, unit, "ago"]:
            return _moved(today, -_count(count), unit)
        case ["last", "week" | "month" | "year" as unit]:
            return _moved(today, -1, unit)
        case ["last" | "this" | "past" | "on" as which, day] if day in _WEEKDAYS:
            back = (today.weekday() - _WEEKDAYS[day]) % 7
            return today - timedelta(days=7 if which == "last" and back == 0 else back)
        case [which, day, part] if part in _PARTS_OF_DAY and day in _WEEKDAYS:
            return _relative_past((which, day), today)
    return None


def _due(words: Words, today: date) -> date | None:
    bare = words[1:] if len(words) > 1 and words[0] in _DUE_WORDS else words
    if len(bare) > 1 and words[0] == "due" and bare[0] in _DUE_WORDS:
        bare = bare[1:]
    days = _FUTURE_DAYS.get(tuple(bare))
    if days is not None:
        return _days_after(today, days)
    found = _relative_future(bare, today)
    if found is None:
        found = _calendar_day(bare, today, range(9), earliest=today)
    return found if found is not None and found >= today else None


def _relative_future(words: Words, today: date) -> date | None:
    match words:
        case ["in", count, unit]:
            return _moved(today, _count(count), unit)
        case ["next", "week" | "month" | "year" as unit]:
            return _moved(today, 1, unit)
        case ["the", *end] if end and end[0] == "end":
            return _relative_future(end, today)
        case ["this", "week" | "month" as unit] | ["end", "of", "week" | "month" as unit]:
            return _end_of(unit, today)
        case ["end", "of", "the" | "this", "week" | "month" as unit]:
            return _end_of(unit, today)
        case ["eow" | "eom" as short]:
            return _end_of("week" if short == "eow" else "month", today)
        case [day] | ["this", day] if day in _WEEKDAYS:
            return _days_after(today, (_WEEKDAYS[day] - today.weekday()) % 7)
        case ["next", day] if day in _WEEKDAYS:
            return _days_after(today, 7 - today.weekday() + _WEEKDAYS[day])
        case [*rest, part] if rest and part in _PARTS_OF_DAY and rest[-1] in _WEEKDAYS:
            return _relative_future(rest, today)
    return None


def _end_of(unit: str, today: date) -> date | None:
    """A week ends on Friday (at a weekend: the coming one), a month on its last day."""
    if unit == "week":
        return _days_after(today, (4 - today.weekday()) % 7)
    return today.replace(day=calendar.monthrange(today.year, today.month)[1])


def _calendar_day(
    words: Words, today: date, years: range, earliest: date = EARLIEST, latest: date = date.max
) -> date | None:
    """`2026-11-03`, `3 nov`, `3rd of november 2025`, `nov 3, 2025`; without a year, the first of this year and
    `years` from it (29 February has not each) that lies between `earliest` and `latest`.
    """
    match words[len(words) > 1 and words[0] == "the" :]:
        case [iso] if _ISO.fullmatch(iso):
            return _day(int(iso[:4]), int(iso[5:7]), int(iso[8:]))
        case [day, "of", month, *year] | [day, month, *year] if month in _MONTHS:
            pass
        case [month, day, *year] if month in _MONTHS:
            pass
        case _:
            return None
    number = _ORDINAL.fullmatch(day)
    if not number or len(year) > 1 or (year and not _YEAR.fullmatch(year[0])):
        return None
    tried = [int(year[0])] if year else [today.year + step for step in years]
    found = (_day(one, _MONTHS[month], int(number[1])) for one in tried)
    return next((one for one in found if one and earliest <= one <= latest), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _count(word: str) -> int:
    """0 for what is no count; nothing lies so far away that five digits would not do."""
    if word in _COUNTS:
        return _COUNTS[word]
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 5 else 0


def _moved(start: date, count: int, unit: str) -> date | None:
    unit = unit.removesuffix("s")
    if count == 0:
        return None
    if unit in {"day", "week"}:
        return _days_after(start, count * (7 if unit == "week" else 1))
    months = {"month": 1, "year": 12}.get(unit)
    if months is None:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + count * months, 12)
    if not 1 <= year <= date.max.year:
        return None
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _days_after(start: date, days: int) -> date | None:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None
