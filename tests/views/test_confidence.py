"""Confidence over time in words."""

from datetime import date

from bot.domain.confidence import Change, Rating
from bot.views import confidence as views

TODAY = date(2026, 11, 20)
MARCH = date(2026, 3, 4)


def test_a_change_is_said_with_its_month_and_another_years_year() -> None:
    assert views.words(Change(MARCH, 2, 4, steady=False), TODAY) == "2 in March, 4 now"
    assert views.words(Change(MARCH, 4, 4, steady=True), TODAY) == "4 since March"
    assert views.words(Change(date(2025, 12, 1), 5, 3, steady=False), TODAY) == "5 in December 2025, 3 now"


def test_the_course_names_each_month_and_another_years_year() -> None:
    ratings = [Rating(date(2025, 11, 25), 2), Rating(MARCH, 3), Rating(date(2026, 11, 2), 4)]
    assert views.course(ratings, TODAY) == "2 in Nov 2025, 3 in Mar, 4 in Nov"
    assert views.course([], TODAY) == ""
