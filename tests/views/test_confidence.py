"""Confidence over time in words and as a chart."""

from datetime import date

from bot.domain.confidence import Change, Rating
from bot.views import confidence as views
from bot.views import kit
from tests import kit_rules

TODAY = date(2026, 11, 20)
MARCH = date(2026, 3, 4)


def test_a_change_is_said_with_its_month_and_another_years_year() -> None:
    assert views.words(Change(MARCH, 2, 4, steady=False), TODAY) == "2 in March, 4 now"
    assert views.words(Change(MARCH, 4, 4, steady=True), TODAY) == "4 since March"
    assert views.words(Change(date(2025, 12, 1), 5, 3, steady=False), TODAY) == "5 in December 2025, 3 now"


def test_a_chart_has_a_bar_for_each_month_and_says_its_numbers() -> None:
    figure = views.chart([Rating(date(2025, 11, 25), 2), Rating(MARCH, 3), Rating(date(2026, 11, 2), 4)])
    assert figure is not None
    drawn, said = figure.native
    assert drawn["chart"]["axis_config"]["categories"] == ["Nov 2025", "Mar 2026", "Nov 2026"]
    assert said["elements"][0]["text"].endswith("in order:\nLevel · 2, 3, 4")
    (twin,) = figure.twin
    assert "• Mar 2026: level 3" in twin["text"]["text"]
    for blocks in (figure.native, figure.twin):
        assert kit_rules.faults_of_view(kit.home(blocks)) == []


def test_one_month_alone_is_no_chart() -> None:
    assert views.chart([Rating(MARCH, 3)]) is None
    assert views.chart([]) is None
