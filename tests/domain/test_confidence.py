"""Confidence over time: what counts, what it was, what it is."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.confidence import LOOK_BACK, Change, Rating, by_month, change

TODAY = date(2026, 11, 20)
MARCH = Rating(date(2026, 3, 4), 2)
JUNE = Rating(date(2026, 6, 1), 3)
LATE_JUNE = Rating(date(2026, 6, 29), 4)


def test_a_change_goes_from_the_first_rating_to_what_holds_now() -> None:
    assert change([JUNE, MARCH], 4, TODAY) == Change(MARCH.on, 2, 4, steady=False)
    assert change([JUNE], 3, TODAY) == Change(JUNE.on, 3, 3, steady=True)
    assert change([JUNE, LATE_JUNE], 3, TODAY) == Change(JUNE.on, 3, 3, steady=False)


def test_where_nothing_holds_or_was_rated_there_is_no_change() -> None:
    assert change([MARCH], None, TODAY) is None
    assert change([], 4, TODAY) is None
    assert change([Rating(TODAY - LOOK_BACK - timedelta(days=1), 1)], 4, TODAY) is None
    assert change([Rating(TODAY - LOOK_BACK, 1)], 4, TODAY) is not None


def test_a_month_has_its_last_rating() -> None:
    assert by_month([LATE_JUNE, MARCH, JUNE], TODAY) == (MARCH, LATE_JUNE)
    same_day = [Rating(MARCH.on, 1), Rating(MARCH.on, 5)]
    assert by_month(same_day, TODAY) == (Rating(MARCH.on, 5),)


RATINGS = st.lists(
    st.builds(Rating, st.dates(date(2024, 1, 1), TODAY), st.integers(1, 5)), max_size=40, unique_by=lambda one: one.on
)


@given(RATINGS, st.integers(1, 5))
def test_order_does_not_count_and_months_never_repeat(ratings: list[Rating], now: int) -> None:
    months = by_month(ratings, TODAY)
    assert months == by_month(reversed(ratings), TODAY)
    assert change(ratings, now, TODAY) == change(reversed(ratings), now, TODAY)
    assert len({(one.on.year, one.on.month) for one in months}) == len(months) <= 12
    assert list(months) == sorted(months, key=lambda one: one.on)
