"""Due moments, checked against a slow independent search through the calendar minute by minute."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain import schedules

ZONES = sorted(available_timezones() - {"Factory", "localtime"})
MINUTE = timedelta(minutes=1)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "weekday", "hour", "after", "due"),
    [
        ("UTC", 4, 15, utc(2026, 11, 22, 17), utc(2026, 11, 27, 15)),
        ("UTC", 4, 15, utc(2026, 11, 27, 14, 59, 59), utc(2026, 11, 27, 15)),
        ("UTC", 4, 15, utc(2026, 11, 27, 15), utc(2026, 12, 4, 15)),
        ("Europe/Berlin", 4, 15, utc(2026, 7, 1), utc(2026, 7, 3, 13)),
        ("Europe/Berlin", 4, 15, utc(2026, 11, 22), utc(2026, 11, 27, 14)),
        ("Pacific/Kiritimati", 0, 9, utc(2026, 11, 22, 17), utc(2026, 11, 22, 19)),
        ("America/Los_Angeles", 6, 23, utc(2026, 11, 23, 5), utc(2026, 11, 23, 7)),
        # Sunday 29 March 2026: 02:00 does not exist in Berlin, 03:00 is 01:00 UTC.
        ("Europe/Berlin", 6, 2, utc(2026, 3, 25), utc(2026, 3, 29, 1)),
        ("Europe/Berlin", 6, 2, utc(2026, 3, 29, 1), utc(2026, 4, 5, 0)),
        # Sunday 25 October 2026: 02:00 comes twice, the first time at 00:00 UTC.
        ("Europe/Berlin", 6, 2, utc(2026, 10, 25), utc(2026, 11, 1, 1)),
        ("Europe/Berlin", 6, 2, utc(2026, 10, 24, 23, 59), utc(2026, 10, 25)),
        # Lord Howe skips half an hour from 02:00; Beirut skips midnight.
        ("Australia/Lord_Howe", 6, 2, utc(2026, 10, 1), utc(2026, 10, 3, 15, 30)),
        ("Asia/Beirut", 6, 0, utc(2026, 3, 25), utc(2026, 3, 28, 22)),
        # Troll moves by two hours: 02:00 lies in the middle of its gap of 01:00 to 03:00.
        ("Antarctica/Troll", 6, 2, utc(2026, 3, 25), utc(2026, 3, 29, 1)),
        # Samoa skipped the whole of Friday 30 December 2011.
        ("Pacific/Apia", 4, 15, utc(2011, 12, 28), utc(2011, 12, 30, 10)),
    ],
)
def test_a_due_moment_is_local_calendar_time(
    zone: str, weekday: int, hour: int, after: datetime, due: datetime
) -> None:
    assert schedules.next_due(zone, weekday, hour, after) == due


def by_walking(zone: str, weekday: int, hour: int, after: datetime) -> datetime:
    """Walks minute by minute over every local wall time shown, wanting the first showing at or past the hour."""
    place = ZoneInfo(zone)
    moment = (after - timedelta(days=8)).replace(second=0, microsecond=0)
    wanted: datetime | None = None
    found: list[datetime] = []
    shown = moment.astimezone(place).replace(tzinfo=None)
    while not found or found[-1] <= after:
        moment += MINUTE
        before, shown = shown, moment.astimezone(place).replace(tzinfo=None)
        if wanted is None:
            wanted = shown.replace(hour=hour, minute=0)
            wanted += timedelta(days=(weekday - wanted.weekday()) % 7)
            if wanted <= shown:
                wanted += timedelta(days=7)
        if before < wanted <= shown:
            found.append(moment)
            wanted += timedelta(days=7)
    return found[-1]


@settings(max_examples=40, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    after=st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 1)).map(lambda d: d.replace(tzinfo=UTC)),
)
@example("Europe/Berlin", 6, 2, utc(2026, 3, 28))
@example("America/St_Johns", 6, 0, utc(2006, 4, 1))
@example("America/St_Johns", 6, 0, utc(2006, 10, 28))
@example("Antarctica/Troll", 6, 2, utc(2026, 10, 24))
def test_the_same_moment_is_found_by_walking_through_the_minutes(
    zone: str, weekday: int, hour: int, after: datetime
) -> None:
    assert schedules.next_due(zone, weekday, hour, after) == by_walking(zone, weekday, hour, after)


@settings(max_examples=300, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    after=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(lambda d: d.replace(tzinfo=UTC)),
)
def test_due_moments_follow_each_other_a_week_apart_in_weeks_of_their_own(
    zone: str, weekday: int, hour: int, after: datetime
) -> None:
    first = schedules.next_due(zone, weekday, hour, after)
    second = schedules.next_due(zone, weekday, hour, first)
    assert after < first <= after + timedelta(days=8)
    assert timedelta(days=6) <= second - first <= timedelta(days=8)
    assert schedules.period(first, zone) < schedules.period(second, zone)


def test_a_period_is_the_iso_week_of_the_local_date() -> None:
    sunday_night = utc(2026, 11, 22, 23, 30)
    assert schedules.period(sunday_night, "UTC") == "2026-W47"
    assert schedules.period(sunday_night, "Europe/Berlin") == "2026-W48"
    assert schedules.week_of(date(2027, 1, 1)) == "2026-W53"
    assert schedules.week_of(date(2024, 12, 30)) == "2025-W01"


def test_a_week_begins_on_monday() -> None:
    assert schedules.first_day(date(2026, 11, 22)) == date(2026, 11, 16)
    assert schedules.first_day(date(2026, 11, 23)) == date(2026, 11, 23)


# All zones, at each change of their clocks


def changes_of(zone: str, years: range) -> list[datetime]:
    """The moments, to the minute, at which this zone's offset changes in those years."""
    place, found = ZoneInfo(zone), list[datetime]()
    moment, end = utc(years.start, 1, 1), utc(years.stop, 1, 1)
    while moment < end:
        following = moment + timedelta(days=1)
        if moment.astimezone(place).utcoffset() != following.astimezone(place).utcoffset():
            found.append(next(at for at in minutes(moment, 1441) if differs(at, place)))
        moment = following
    return found


def minutes(start: datetime, many: int) -> Iterator[datetime]:
    return (start + number * MINUTE for number in range(many))


def differs(moment: datetime, place: ZoneInfo) -> bool:
    return moment.astimezone(place).utcoffset() != (moment - MINUTE).astimezone(place).utcoffset()


def by_quarters(zone: str, day: date, hour: int) -> datetime:
    """The first quarter of an hour, or minute, at which the local clock shows that date and hour or anything later."""
    place, wanted = ZoneInfo(zone), datetime.combine(day, datetime.min.time()).replace(hour=hour)
    start = datetime.combine(day, datetime.min.time(), UTC) - timedelta(hours=27)

    def reached(moment: datetime) -> bool:
        return moment.astimezone(place).replace(tzinfo=None) >= wanted

    quarter = next(start + number * 15 * MINUTE for number in range(300) if reached(start + number * 15 * MINUTE))
    return next(moment for moment in minutes(quarter - 15 * MINUTE, 17) if reached(moment))


def test_at_each_change_of_every_zone_s_clocks_each_hour_of_that_day_is_due_where_walking_finds_it() -> None:
    seen: set[tuple[object, ...]] = set()
    for zone in ZONES:
        place = ZoneInfo(zone)
        for change in changes_of(zone, range(2026, 2029)):
            before, after = (change - MINUTE).astimezone(place), change.astimezone(place)
            same = (change, before.utcoffset(), after.utcoffset())
            if same in seen:  # many names are one zone
                continue
            seen.add(same)
            for hour in {(before.hour + more) % 24 for more in (-1, 0, 1, 2)} | {after.hour}:
                for day in {before.date(), after.date()}:
                    due = schedules.next_due(
                        zone, day.weekday(), hour, by_quarters(zone, day, hour) - timedelta(days=3)
                    )
                    assert due == by_quarters(zone, day, hour), (zone, day, hour)
    assert len(seen) > 100


# Travelling


JOURNEYS = st.lists(st.tuples(st.sampled_from(ZONES), st.integers(0, 20 * 24 * 60)), max_size=12)


@settings(max_examples=300, deadline=None)
@given(
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    start=st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 1)).map(lambda d: d.replace(tzinfo=UTC)),
    journeys=JOURNEYS,
)
@example(4, 15, utc(2026, 11, 20), [("America/Los_Angeles", 0), ("Asia/Tokyo", 7 * 1440 + 1080)])
@example(4, 15, utc(2026, 11, 20), [("Pacific/Kiritimati", 0), ("Etc/GMT+12", 10 * 1440)])
@example(6, 23, utc(2027, 12, 20), [("Etc/GMT+12", 0), ("Pacific/Kiritimati", 6 * 1440), ("Etc/GMT+12", 600)])
@example(0, 0, utc(2028, 2, 21), [("Etc/GMT+12", 0), ("Pacific/Kiritimati", 6 * 1440), ("Etc/GMT+12", 600)])
def test_whoever_travels_gets_one_a_week_and_none_is_skipped(
    weekday: int, hour: int, start: datetime, journeys: list[tuple[str, int]]
) -> None:
    zone, now, weeks = "Europe/Berlin", start, list[str]()
    due = schedules.next_due(zone, weekday, hour, now)
    for there, after in [*journeys, (zone, 30 * 24 * 60)]:
        now += after * MINUTE
        while due <= now:
            weeks.append(schedules.period(due, zone))
            due = schedules.next_due(zone, weekday, hour, due)
        due = schedules.moved(due, weekday, hour, zone, there)
        assert due > now - timedelta(hours=27), "late by no more than the zones differ"
        zone = there
    first = date.fromisocalendar(int(weeks[0][:4]), int(weeks[0][6:]), 1)
    assert weeks == [schedules.week_of(first + number * timedelta(days=7)) for number in range(len(weeks))]
