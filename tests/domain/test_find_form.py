from datetime import date

import pytest
from hypothesis import given

from bot.domain import find_form, finding
from bot.domain.find_form import Form
from bot.domain.finding import Kind, Query
from bot.domain.wins import Category
from tests.domain import generated

TODAY = date(2026, 11, 20)


def test_every_field_is_read_and_the_words_may_say_the_same() -> None:
    state = {
        "words": '"a & b" <c> #typed @maria last month',
        "tags": ["Infra"],
        "category": "skill",
        "since": "2026-09-01",
        "until": "2026-09-30",
        "people": ["U1", "not one"],
        "kind": "kept",
        "flags": ["private", "without_number", "without_evidence", "known_to_nobody", "nonsense"],
        "other": None,
    }
    assert find_form.read(find_form.of_state(state)) == Query(
        words=("a & b", "<c>", "last", "month"),
        tags=("typed", "infra"),
        category=Category.SKILL,
        people=("U1",),
        names=("maria",),
        since=date(2026, 9, 1),
        until=date(2026, 9, 30),
        kind=Kind.KEPT,
        private=True,
        without_number=True,
        without_evidence=True,
        known_to_nobody=True,
    )


def test_what_is_left_empty_or_odd_says_nothing() -> None:
    assert find_form.read(Form(category="x", since="x", until="2026-02-31", kind="x")) == Query()
    assert find_form.read(find_form.of_state({"words": ["x"], "tags": "x", "flags": None})) == Query()


def test_words_are_words_and_may_name_a_category_and_people() -> None:
    query = find_form.read(Form(words="deleted category:skill last month without a number person:maria"))
    words = ("deleted", "last", "month", "without", "a", "number")
    assert query == Query(words=words, category=Category.SKILL, names=("maria",))


@pytest.mark.parametrize(
    ("since", "until", "turned"),
    [
        ("2026-05-01", "2026-01-01", True),
        ("2026-01-01", "2026-01-01", False),
        ("2026-01-01", "", False),
        ("", "2026-01-01", False),
        ("x", "2026-01-01", False),
    ],
)
def test_a_span_may_not_end_before_it_begins(since: str, until: str, turned: bool) -> None:
    assert find_form.turned_round(Form(since=since, until=until)) is turned


@pytest.mark.parametrize("text", ['"a < b" & c', '<@U1> #x person:"M L" since 2026-01-01 draft private', ""])
def test_a_query_fills_the_form(text: str) -> None:
    query = finding.parse(finding.escaped(text) if "<@" not in text else text, TODAY)
    assert find_form.read(find_form.of_query(query)) == query


@generated.MANY
@given(generated.any_lines)
def test_the_form_gives_back_what_it_was_filled_with(lines: list[str]) -> None:
    for line in lines:
        query = finding.parse(line, TODAY)
        assert find_form.read(find_form.of_query(query)) == query
