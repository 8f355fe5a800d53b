"""When an automatic message is due: calendar arithmetic in a member's zone; it reads no clock."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.away import Away, back_on, joined

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def next_due(zone: str, weekday: int, hour: int, after: datetime, away: Iterable[Away] = ()) -> datetime:
    """The first moment strictly after `after` when it is `hour`:00 on `weekday` (Monday is 0) in `zone`, as UTC.

    What would fall on a day of `away` falls on the next such weekday that does not.

    Where the clocks skip that hour it is the first moment after the gap; where they repeat it, the first time round.
    """
    place = ZoneInfo(zone)
    # A skipped hour can push a due moment past midnight, so the day before counts as a candidate too.
    day = after.astimezone(place).date() - DAY
    periods = joined(away)
    while True:
        day = back_on(day, periods)
        if day.weekday() == weekday and (due := _first_instant(day, hour, place)) > after:
            return due
        day += DAY


def moved(due: datetime, weekday: int, hour: int, before: str, zone: str) -> datetime:
    """The due moment of the same week in another zone, for somebody who has travelled there from `before`.

    It may have passed already, by as much as the zones differ: then it is due at once. So no week is skipped on the way
    east, and none comes twice on the way west.
    """
    year, week, _ = due.astimezone(ZoneInfo(before)).date().isocalendar()
    return _first_instant(date.fromisocalendar(year, week, weekday + 1), hour, ZoneInfo(zone))


def period(due: datetime, zone: str) -> str:
    """The ISO week of the local date on which it is due, such as 2026-W47: one delivery of a kind in each."""
    return week_of(due.astimezone(ZoneInfo(zone)).date())


def week_of(day: date) -> str:
    """The ISO week of a local date, such as 2026-W47."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def first_day(day: date, weekday: int = 0) -> date:
    """The first day of that date's week, where weeks begin on `weekday` (Monday is 0)."""
    return day - (day.weekday() - weekday) % 7 * DAY


def _first_instant(day: date, hour: int, place: ZoneInfo) -> datetime:
    wall = datetime.combine(day, time(hour), place)
    instant = wall.astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    return _end_of_gap(wall.replace(fold=1).astimezone(UTC), instant, place)


def _end_of_gap(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """The moment the clocks jump, found by halving: it lies after `before` and not after `after`."""
    new_offset = after.astimezone(place).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(place).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    return after
