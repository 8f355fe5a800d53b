"""Twelve weeks: where they begin, what is in each, and from when on they are worth showing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import schedules, weeks
from bot.domain.away import Away
from bot.domain.weeks import Week

FRIDAY = date(2026, 11, 20)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("first_weekday", "this_week"), [(0, date(2026, 11, 16)), (6, date(2026, 11, 15)), (5, date(2026, 11, 14))]
)
def test_the_last_of_them_is_this_week(first_weekday: int, this_week: date) -> None:
    first = weeks.first_week(FRIDAY, first_weekday)
    found = weeks.weeks_of(first, {FRIDAY: 2}, {this_week: 1, this_week - timedelta(days=1): 3})
    assert found[-2:] == (Week(this_week - timedelta(days=7), 0, 3), Week(this_week, 2, 1))
    assert found[-1].last == this_week + timedelta(days=6)
    assert len(found) == 12


@given(DAYS, st.integers(0, 6), st.dictionaries(DAYS, st.integers(1, 9)))
def test_each_day_within_is_in_exactly_one_week(today: date, first_weekday: int, by_day: dict[date, int]) -> None:
    first = weeks.first_week(today, first_weekday)
    found = weeks.weeks_of(first, by_day, {})
    assert found[-1].first <= today <= found[-1].last
    assert sum(week.wins for week in found) == sum(n for day, n in by_day.items() if first <= day <= found[-1].last)


def test_one_week_alone_is_nothing_to_look_back_on() -> None:
    assert not weeks.worth_showing((Week(FRIDAY, 0, 0), Week(FRIDAY, 9, 9)))
    assert weeks.worth_showing((Week(FRIDAY, 0, 1), Week(FRIDAY, 1, 0)))


MONDAY = date(2026, 11, 16)
SEVEN = timedelta(days=7)


def back(*numbers: int) -> list[date]:
    """A day in the week so many weeks ago."""
    return [MONDAY - number * SEVEN + timedelta(days=2) for number in numbers]


def test_a_row_of_weeks_ends_with_the_first_that_has_nothing() -> None:
    assert weeks.streak(back(0, 1, 2, 4), (), (), FRIDAY) == 3
    assert weeks.streak(back(1, 2), (), (), FRIDAY) == 2  # this week is not over
    assert weeks.streak(back(2, 3), (), (), FRIDAY) == 0
    assert weeks.streak((), (), (), FRIDAY) == 0


def test_a_quiet_week_and_one_with_a_day_away_end_no_row_and_do_not_count() -> None:
    quiet, away = (
        (MONDAY - 2 * SEVEN,),
        (Away(MONDAY - 4 * SEVEN + timedelta(days=6), MONDAY - 4 * SEVEN + timedelta(days=6)),),
    )
    assert weeks.streak(back(0, 1, 3, 5), quiet, away, FRIDAY) == 4
    assert weeks.streak(back(0, 1, 3, 5), quiet, (), FRIDAY) == 3


def test_further_back_than_is_looked_nothing_is_said() -> None:
    assert weeks.streak(back(*range(60)), (), (), FRIDAY) == 0
    assert weeks.streak(back(*range(28)), (), (), FRIDAY) == 28


@given(
    st.lists(DAYS, max_size=60), st.lists(DAYS.map(schedules.first_day), max_size=9), st.lists(DAYS, max_size=5), DAYS
)
def test_forgiving_never_makes_a_row_shorter(days: list[date], quiet: list[date], off: list[date], today: date) -> None:
    plain = weeks.streak(days, (), (), today)
    forgiven = weeks.streak(days, quiet, [Away(day, day + timedelta(days=3)) for day in off], today)
    assert forgiven >= plain or forgiven == 0
    assert forgiven <= len({schedules.first_day(day) for day in days})


@given(st.sets(st.integers(0, 40), max_size=30), st.sets(st.integers(0, 40), max_size=6))
def test_a_number_of_weeks_is_said_once_when_it_is_reached(lived: set[int], quiet: set[int]) -> None:
    """Week by week over one history: each row of weeks says each number at most once."""
    days, mondays = back(*lived), [MONDAY - week * SEVEN for week in quiet]
    said: list[int] = []
    before = 0
    for week in range(40, -1, -1):
        now = weeks.streak(days, mondays, (), MONDAY - week * SEVEN + timedelta(days=4))
        if reached := weeks.milestone(before, now):
            assert now >= reached > before
            said.append(reached)
        if now < before:
            said.clear()  # a row ended
        before = now
        assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("before", "now", "said"), [(3, 4, 4), (4, 4, 0), (4, 5, 0), (0, 9, 8), (12, 13, 13), (5, 0, 0)]
)
def test_which_numbers_are_worth_a_word(before: int, now: int, said: int) -> None:
    assert weeks.milestone(before, now) == said


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2026, 12, 5), date(2026, 12, 11), [date(2026, 12, 7)]),  # its Saturday and Sunday were the week before
        (date(2026, 11, 28), date(2026, 12, 11), [date(2026, 11, 30), date(2026, 12, 7)]),
        (date(2026, 11, 30), date(2026, 12, 11), [date(2026, 11, 30), date(2026, 12, 7)]),
        (date(2026, 12, 11), date(2026, 12, 11), [date(2026, 12, 7)]),
    ],
)
def test_the_weeks_spoken_of_are_that_of_the_last_day_and_those_that_begin_before(
    first: date, last: date, found: list[date]
) -> None:
    assert list(weeks.mondays(first, last)) == found


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 700))
def test_weeks_in_a_row_come_back_out_of_their_button(last: date, days: int) -> None:
    found = weeks.mondays(last - timedelta(days=days), last)
    assert weeks.from_value(weeks.to_value(found)) == (found if len(found) < 100 else None)


@pytest.mark.parametrize("written", ["", "x", "2026-12-07/", "2026-12-07/0", "2026-12-07/x", "0001-01-01/9", "/2"])
def test_what_is_no_week_is_none(written: str) -> None:
    assert weeks.from_value(written) is None
