"""Twelve weeks: where they begin, what is in each, and from when on they are worth showing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import weeks
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
