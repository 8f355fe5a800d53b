from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import dates
from tests.domain import generated

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("today", date(2026, 11, 22)),
        ("this morning", date(2026, 11, 22)),
        ("tonight", date(2026, 11, 22)),
        ("just now", date(2026, 11, 22)),
        ("yesterday", date(2026, 11, 21)),
        ("Yesterday.", date(2026, 11, 21)),
        ("(yesterday)", date(2026, 11, 21)),
        ("(last Friday)", date(2026, 11, 20)),
        ("yesterday evening", date(2026, 11, 21)),
        ("last night", date(2026, 11, 21)),
        ("the day before yesterday", date(2026, 11, 20)),
        ("1 day ago", date(2026, 11, 21)),
        ("3 days ago", date(2026, 11, 19)),
        ("a week ago", date(2026, 11, 15)),
        ("two weeks ago", date(2026, 11, 8)),
        ("a month ago", date(2026, 10, 22)),
        ("2 years ago", date(2024, 11, 22)),
        ("last week", date(2026, 11, 15)),
        ("last month", date(2026, 10, 22)),
        ("last year", date(2025, 11, 22)),
        ("last friday", date(2026, 11, 20)),
        ("last fri", date(2026, 11, 20)),
        ("on friday", date(2026, 11, 20)),
        ("on Friday afternoon", date(2026, 11, 20)),
        ("this thurs", date(2026, 11, 19)),
        ("on sunday", date(2026, 11, 22)),
        ("last sunday", date(2026, 11, 15)),
        ("on 3 nov", date(2026, 11, 3)),
        ("3 nov", date(2026, 11, 3)),
        ("on 3 Nov.", date(2026, 11, 3)),
        ("3rd of november", date(2026, 11, 3)),
        ("on the 1st of sept 2025", date(2025, 9, 1)),
        ("on 1st of sept 2025", date(2025, 9, 1)),
        ("3 november 2025", date(2025, 11, 3)),
        ("nov 3", date(2026, 11, 3)),
        ("on November 3rd, 2025", date(2025, 11, 3)),
        ("2026-11-03", date(2026, 11, 3)),
        ("on 2026-11-03", date(2026, 11, 3)),
        ("on 3 dec", date(2025, 12, 3)),
        ("22 nov", date(2026, 11, 22)),
        ("23 nov", date(2025, 11, 23)),
        ("29 feb", date(2024, 2, 29)),
        ("1970-01-01", date(1970, 1, 1)),
    ],
)
def test_a_day_at_the_end_says_when_it_happened(phrase: str, day: date) -> None:
    assert dates.find_trailing_date(f"shipped it {phrase}", TODAY) == (day, "shipped it")
    assert dates.find_trailing_date(f"shipped it, {phrase}", TODAY) == (day, "shipped it")
    assert dates.find_trailing_date(f"shipped it – {phrase}", TODAY) == (day, "shipped it")
    assert dates.find_trailing_date(phrase, TODAY) == (day, "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "shipped it",
        "yesterday was good",
        "x 31 feb",
        "x 32 nov",
        "x 0 nov",
        "x 1969-12-31",
        "x 2026-11-23",
        "x 2026-02-31",
        "x 2026-13-01",
        "x 2027-01-01",
        "x 3 dec 2026",
        "x 3 nov 1066",
        "x 3 nov 2025 2026",
        "x 20261103",
        "x ago",
        "x 0 days ago",
        "x some days ago",
        "x 3 miles ago",
        "x 99999 days ago",
        "x 99999 years ago",
        "x 999999 days ago",
        "x ²³ days ago",
        "x ٣ nov",
        "prepared Black Friday",
        "x friday",
        "x in may",
        "x week",
        "x since yesterday",
        "x ready for 3 nov",
        "x due by 3 nov",
        "x until last week",
        "x better than last year",
        "x yesterday?",
        "x yesterday)",
        "the morning",
        "good at night",
    ],
)
def test_what_is_no_day_it_happened_on_stays_in_the_text(text: str) -> None:
    assert dates.find_trailing_date(text, TODAY) is None


def test_the_text_before_is_left_as_it_was() -> None:
    assert dates.find_trailing_date("a  b\n\nc :tada: (yesterday)", TODAY) == (date(2026, 11, 21), "a  b\n\nc :tada:")


def test_on_friday_is_today_on_a_friday_and_last_friday_is_not() -> None:
    friday = date(2026, 11, 20)
    assert dates.find_trailing_date("x on friday", friday) == (friday, "x")
    assert dates.find_trailing_date("x last friday", friday) == (date(2026, 11, 13), "x")


def test_a_month_back_ends_with_the_shorter_month() -> None:
    assert dates.find_trailing_date("x last month", date(2026, 3, 31)) == (date(2026, 2, 28), "x")
    assert dates.find_trailing_date("x 1 month ago", date(2026, 1, 15)) == (date(2025, 12, 15), "x")


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("today", date(2026, 11, 22)),
        ("eod", date(2026, 11, 22)),
        ("by end of day", date(2026, 11, 22)),
        ("this evening", date(2026, 11, 22)),
        ("tomorrow", date(2026, 11, 23)),
        ("by tomorrow morning", date(2026, 11, 23)),
        ("the day after tomorrow", date(2026, 11, 24)),
        ("by friday", date(2026, 11, 27)),
        ("on Friday.", date(2026, 11, 27)),
        ("friday", date(2026, 11, 27)),
        ("this friday", date(2026, 11, 27)),
        ("due by friday", date(2026, 11, 27)),
        ("monday morning", date(2026, 11, 23)),
        ("next friday", date(2026, 11, 27)),
        ("by sunday", date(2026, 11, 22)),
        ("next sunday", date(2026, 11, 29)),
        ("next week", date(2026, 11, 29)),
        ("next month", date(2026, 12, 22)),
        ("next year", date(2027, 11, 22)),
        ("in 3 days", date(2026, 11, 25)),
        ("in a week", date(2026, 11, 29)),
        ("in 2 weeks", date(2026, 12, 6)),
        ("in three months", date(2027, 2, 22)),
        ("by end of month", date(2026, 11, 30)),
        ("by the end of the month", date(2026, 11, 30)),
        ("end of this week", date(2026, 11, 27)),
        ("this week", date(2026, 11, 27)),
        ("eow", date(2026, 11, 27)),
        ("eom", date(2026, 11, 30)),
        ("by 3 dec", date(2026, 12, 3)),
        ("until dec 3rd", date(2026, 12, 3)),
        ("before 3 january 2027", date(2027, 1, 3)),
        ("3 nov", date(2027, 11, 3)),
        ("29 feb", date(2028, 2, 29)),
        ("by 2026-12-01", date(2026, 12, 1)),
        ("by 9999-12-31", date(9999, 12, 31)),
    ],
)
def test_a_day_at_the_end_says_by_when_it_is_promised(phrase: str, day: date) -> None:
    assert dates.find_due_date(f"send the deck {phrase}", TODAY) == (day, "send the deck")
    assert dates.find_due_date(phrase, TODAY) == (day, "")


@pytest.mark.parametrize(
    "text",
    [
        *("", "send the deck", "x by 2026-11-21", "x by 31 feb", "x in 99999 years", "x in 0 days", "x in two beers"),
        *("x yesterday", "x last week", "x every friday", "move it to friday", "x the end", "x by", "x the week"),
    ],
)
def test_what_is_no_due_day_stays_in_the_text(text: str) -> None:
    assert dates.find_due_date(text, TODAY) is None


def test_nothing_is_due_after_the_last_day_there_is() -> None:
    assert dates.find_due_date("x tomorrow", date.max) is None
    assert dates.find_due_date("x next month", date.max) is None


def test_next_friday_is_in_the_next_week_and_by_friday_in_this_one() -> None:
    monday = date(2026, 11, 23)
    assert dates.find_due_date("x by friday", monday) == (date(2026, 11, 27), "x")
    assert dates.find_due_date("x next friday", monday) == (date(2026, 12, 4), "x")


@generated.MANY
@given(generated.any_lines, st.dates(min_value=dates.EARLIEST))
def test_any_text_on_any_day_is_read_without_an_error_and_on_the_right_side_of_today(
    texts: list[str], today: date
) -> None:
    for text in texts:
        past, future = dates.find_trailing_date(text, today), dates.find_due_date(text, today)
        assert past is None or (dates.EARLIEST <= past[0] <= today and text.startswith(past[1]))
        assert future is None or (future[0] >= today and text.startswith(future[1]))


@pytest.mark.parametrize("find", [dates.find_trailing_date, dates.find_due_date])
def test_the_work_grows_with_the_text_not_faster(find: Callable[[str, date], object]) -> None:
    nasty = [*generated.NASTY, "friday ", "a friday "]
    assert [one for one in nasty if generated.growth(lambda text: find(text, TODAY), one) >= generated.LINEAR] == []
