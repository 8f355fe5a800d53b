from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from bot.domain import fixes, measures, win_form, wins
from bot.domain.fixes import Fix, Pressed, Reading
from bot.domain.measures import Measure
from bot.domain.wins import NewWin
from tests.domain import generated

TODAY = date(2026, 11, 20)


def logged(text: str, locale: str = "") -> NewWin:
    new = wins.parse_win_line(text, TODAY)
    assert isinstance(new, NewWin)
    return win_form.in_locale(new, locale)


@pytest.mark.parametrize(
    ("text", "locale", "readings"),
    [
        ("p95 1,200 -> 800", "", [Reading.COMMA, Reading.NONE]),
        ("p95 1.200 -> 800", "", [Reading.COMMA, Reading.NONE]),
        ("p95 1,200 -> 800", "en-US", [Reading.NONE]),
        ("p95 1.200 -> 800", "de-DE", [Reading.NONE]),
        ("p95 1,200 -> 800", "de-DE", [Reading.POINT, Reading.NONE]),
        ("p95 1.200 -> 800", "en-US", [Reading.COMMA, Reading.NONE]),
        ("p95 800ms -> 480ms", "", [Reading.NONE]),
        ("p95 1.5 -> 0.8", "", [Reading.NONE]),
        ("saved $1,200", "", [Reading.NONE]),
        ("from 30 min to 12 min", "", [Reading.NONE]),
        ("made it 3x faster", "", [Reading.NONE]),
        ("builds are 30% faster", "", [Reading.NONE]),
        ("build 2h to 15min", "", [Reading.NONE]),
        ("churn 30%", "", [Reading.UP, Reading.DOWN]),
        ("cut churn 30%", "", [Reading.NONE]),
        ("churn 5% -> 3%, tickets 40 -> 12, p95 9 -> 5", "", [Reading.NONE, Reading.NONE]),
        ("30% of the team moved", "", [Reading.NONE]),
        ("doubled sign-ups", "", [Reading.NONE]),
        ("shipped it", "", []),
        ("p95 9 -> 5, churn 30%", "", [Reading.UP, Reading.DOWN]),
        ("churn 1,200%", "", [Reading.COMMA, Reading.UP]),
    ],
)
def test_what_was_guessed_is_asked_about_first_and_a_number_can_always_be_none(
    text: str, locale: str, readings: list[Reading]
) -> None:
    new = logged(text, locale)
    assert [fix.reading for fix in fixes.offered(new.title, new.measures, locale)] == readings


def test_a_number_that_only_its_own_field_has_said_does_not_come_back_by_a_press() -> None:
    (found,) = measures.find_measures("churn 30%")
    field = replace(found, as_typed="churn 30%", direction="down")
    assert fixes.offered("cut churn 30%", [field], "") == (Fix(Reading.NONE, 0, None),)
    assert fixes.change("cut churn 30%", [field], 0, Reading.NONE, "") == ((), None)


def test_a_range_in_the_number_field_is_a_number() -> None:
    (found,) = measures.find_measures("2h to 15min")
    assert fixes.offered("sped up the build", [found], "") == ()


@pytest.mark.parametrize(
    ("text", "reading", "after"),
    [
        ("p95 1.200 -> 800", Reading.COMMA, ("1200", "800", None, "down")),
        ("churn 30%", Reading.DOWN, (None, None, "30", "down")),
        ("churn 30%", Reading.UP, (None, None, "30", "up")),
    ],
)
def test_a_press_changes_the_number_and_the_way_back_restores_it(
    text: str, reading: Reading, after: tuple[str | None, ...]
) -> None:
    new = logged(text)
    changed = fixes.change(new.title, new.measures, 0, reading, "")
    assert changed is not None
    ((found,), back) = changed
    assert back is not None
    numbers = [None if number is None else Decimal(number) for number in after[:3]]
    assert [found.before, found.after, found.change, found.direction] == [*numbers, after[3]]
    assert found.as_typed == new.measures[0].as_typed
    restored = fixes.change(new.title, (found,), back.place, back.reading, "")
    assert restored is not None
    assert restored[0] == new.measures


def test_no_number_takes_it_away_and_brings_it_back_to_its_place() -> None:
    new = logged("build 2h to 15min, p95 9 -> 5")
    changed = fixes.change(new.title, new.measures, 0, Reading.NONE, "")
    assert changed == (new.measures[1:], Fix(Reading.AGAIN, 0, new.measures[0]))
    again = fixes.change(new.title, new.measures[1:], 0, Reading.AGAIN, "")
    assert again == (new.measures, Fix(Reading.NONE, 0, None))


def test_of_two_numbers_each_can_be_none_and_the_one_that_was_guessed_comes_first() -> None:
    new = logged("p95 9 -> 5, build 2h to 15min")
    assert fixes.offered(new.title, new.measures, "") == (Fix(Reading.NONE, 1, None), Fix(Reading.NONE, 0, None))


def test_numbers_taken_away_one_after_the_other_come_back_each_to_its_place() -> None:
    new = logged("churn 5% -> 3%, tickets 40 -> 12, p95 9 -> 5")
    churn, tickets, p95 = new.measures

    def press(found: tuple[Measure, ...], place: int, reading: Reading) -> tuple[tuple[Measure, ...], Fix]:
        left, back = fixes.change(new.title, found, place, reading, "") or (found, None)
        assert back is not None
        return left, back

    left, back_churn = press(new.measures, 0, Reading.NONE)
    left, back_tickets = press(left, 0, Reading.NONE)
    assert (left, back_churn.measure, back_tickets.measure) == ((p95,), churn, tickets)
    again, none = press(left, back_tickets.place, back_tickets.reading)
    assert (again, none) == ((tickets, p95), Fix(Reading.NONE, 0, None))
    assert press(again, back_churn.place, back_churn.reading)[0] == new.measures


def test_the_same_number_twice_is_two() -> None:
    new = logged("5% and 5%")
    left, back = fixes.change(new.title, new.measures, 1, Reading.NONE, "") or ((), None)
    assert len(left) == 1
    assert back is not None
    again = fixes.change(new.title, left, back.place, back.reading, "")
    assert again is not None
    assert again[0] == new.measures


@pytest.mark.parametrize(
    ("place", "reading"),
    [(1, Reading.NONE), (1, Reading.UP), (0, Reading.UP), (2, Reading.AGAIN), (0, Reading.AGAIN), (9, Reading.COMMA)],
)
def test_what_is_not_there_cannot_be_read_in_another_way(place: int, reading: Reading) -> None:
    new = logged("p95 9 -> 5")
    assert fixes.change(new.title, new.measures, place, reading, "") is None


def test_a_button_names_win_version_place_and_reading() -> None:
    written = fixes.value_of(7, 3, Fix(Reading.COMMA, 1, None))
    assert fixes.from_value(written) == Pressed(7, 3, 1, Reading.COMMA)


@pytest.mark.parametrize("written", ["", "7", "7:1:0", "7:1:0:never", "7:1:x:up", "7:1::up", "7:1:²:up", "a:b:c:d"])
def test_any_other_value_names_nothing(written: str) -> None:
    assert fixes.from_value(written) is None


@generated.MANY
@given(generated.any_lines)
def test_whatever_was_typed_each_fix_that_is_offered_can_be_had_and_taken_back(texts: list[str]) -> None:
    for text in texts:
        new = wins.parse_win_line(text, TODAY)
        if not isinstance(new, NewWin):
            continue
        for locale in ("", "de-DE", "en-US"):
            found = win_form.in_locale(new, locale).measures
            for fix in fixes.offered(new.title, found, locale):
                changed = fixes.change(new.title, found, fix.place, fix.reading, locale)
                assert changed is not None
                after, back = changed
                assert back is not None
                restored = fixes.change(new.title, after, back.place, back.reading, locale)
                assert restored is not None
                assert len(restored[0]) == len(found)
                if fix.reading is not Reading.NONE:
                    assert restored[0] == found


def test_a_measure_of_the_modal_keeps_its_line_in_any_locale() -> None:
    (found,) = measures.find_measures("p95 1.200 -> 800")
    line = Measure("p95 1.200 -> 800", "p95", "", found.before, found.after, None, "up")
    assert measures.read_as(line, ",") == Measure(
        "p95 1.200 -> 800", "p95", "", Decimal(1200), Decimal(800), None, "down"
    )
