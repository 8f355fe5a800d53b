"""Who is suggested, in which order, and from which number on."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import suggestions as rules
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.suggestions import Helper, Met, Same, Subject

DAY = date(2026, 11, 20)


def person(number: int, **known: object) -> Stakeholder:
    return replace(Stakeholder(number, Relationship.PEER, DAY, 1), **known)  # type: ignore[arg-type]  # fields by name


RUI, TYPED = person(1, user_id="U0RUI", known_as="Rui  Costa"), person(2, name="rui costa")


def test_two_at_most_the_plainest_first() -> None:
    often, less, seldom = (Met(person(number), times) for number, times in ((1, 9), (2, 4), (3, 3)))
    helping = Helper("U0A", 3, 0), Helper("U0B", 0, 9), Helper("U0C", 2, 1)
    same = Same(RUI, TYPED)
    assert rules.choose([less, often, seldom], helping) == (often, less)
    assert rules.choose([less], helping, [same]) == (same, less)
    assert rules.choose([], helping) == (helping[1], helping[0])
    assert rules.choose([seldom], [helping[2]]) == ()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=9))
def test_whoever_helped_less_never_stands_before_who_helped_more(counted: list[tuple[int, int]]) -> None:
    helpers = [Helper(f"U{place}", *each) for place, each in enumerate(counted)]
    chosen = rules.choose([], helpers)
    sums = [each.there + each.praised for each in chosen if isinstance(each, Helper)]
    worthy = sorted((sum(each) for each in counted if each[0] >= 3 or each[1] >= 2), reverse=True)
    assert sums == worthy[: rules.AT_ONCE]


def test_a_typed_name_is_the_same_as_a_users_unless_declined() -> None:
    assert rules.find_same([TYPED, RUI, person(3, name="Ann"), person(4, user_id="U0X")], frozenset()) == (
        Same(RUI, TYPED),
    )
    assert rules.find_same([TYPED, RUI], frozenset({"=1-2"})) == ()
    gone = datetime(2026, 1, 1, tzinfo=UTC)
    assert rules.find_same([replace(TYPED, archived_at=gone), RUI], frozenset()) == ()
    assert rules.find_same([replace(TYPED, sample=True), RUI], frozenset()) == ()


@pytest.mark.parametrize("found", [Met(RUI, 4), Helper("U0RUI", 3, 0), Same(RUI, TYPED)])
def test_a_subject_is_read_as_it_was_written(found: rules.Suggestion) -> None:
    assert rules.read_subject(found.subject) in (Subject(1), Subject(user_id="U0RUI"), Subject(pair=(1, 2)))


@pytest.mark.parametrize("written", ["", "s", "s-1", "u", "ux", "uU<", "=1", "=1-", "s1:", "²", "s" + "9" * 19, "u0X"])
def test_what_is_no_subject_is_none(written: str) -> None:
    assert rules.read_subject(written) is None
