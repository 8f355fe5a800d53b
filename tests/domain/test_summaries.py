"""What a self-advocacy paragraph may say: nothing without a win behind it, and at least two sentences."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import summaries
from bot.domain.measures import Measure
from bot.domain.summaries import CountedWin, Coverage, Dated, Form, Others, Phrase, Result, Sentence, Witnessed
from bot.domain.wins import Category

MONDAY = date(2026, 11, 30)
CHURN, NPS = Measure("3%", "churn"), Measure("4 NPS")
P95 = Measure("800ms -> 480ms", "p95", "ms", Decimal(800), Decimal(480), None, "down")


@pytest.mark.parametrize(
    ("title", "form", "words"),
    [
        ("shipped the retry queue", Form.ACTIVE, "shipped the retry queue"),
        ("Shipped the retry queue.", Form.ACTIVE, "shipped the retry queue"),
        ("LED the review!", Form.ACTIVE, "led the review"),
        ("presented to the board", Form.ACTIVE, "presented to the board"),
        ("Promoted to senior engineer", Form.PASSIVE, "promoted to senior engineer"),
        ("invited by the CTO", Form.QUOTED, "invited by the CTO"),
        ("Mentored by Priya", Form.QUOTED, "Mentored by Priya"),
        ("promoted", Form.QUOTED, "promoted"),
        ("accepted the offer", Form.QUOTED, "accepted the offer"),
        ("I shipped it", Form.WHOLE, "I shipped it"),
        ("We shipped it", Form.WHOLE, "we shipped it"),
        ("I’ve shipped it", Form.WHOLE, "I’ve shipped it"),
        ("Retry queue is live", Form.QUOTED, "Retry queue is live"),
        ("Improved onboarding is live", Form.QUOTED, "Improved onboarding is live"),
        ("ship the retry queue", Form.QUOTED, "ship the retry queue"),
        ("shipping the retry queue", Form.QUOTED, "shipping the retry queue"),
        ("will ship the retry queue", Form.QUOTED, "will ship the retry queue"),
        ("Weather report", Form.QUOTED, "Weather report"),
        ("shipped", Form.QUOTED, "shipped"),
        ("", Form.QUOTED, ""),
    ],
)
def test_a_title_of_any_tense_becomes_a_correct_sentence(title: str, form: Form, words: str) -> None:
    assert summaries.first_person(title) == Phrase(form, words)


def win(id_: int, title: str = "wrote it", **values: Any) -> CountedWin:
    return CountedWin(id_, title, MONDAY + timedelta(days=1), **values)


def sentences(*wins: CountedWin) -> tuple[Sentence, ...]:
    summary = summaries.compose(wins, MONDAY)
    assert summary is not None
    return summary.sentences


def test_without_a_win_nothing_is_said() -> None:
    assert summaries.compose((), MONDAY) is None


def test_one_bare_win_gets_its_date_as_a_second_sentence() -> None:
    assert sentences(win(1)) == (
        Result(1, Phrase(Form.ACTIVE, "wrote it"), None),
        Dated(1, MONDAY + timedelta(days=1)),
    )


def test_what_is_known_of_the_wins_is_said() -> None:
    told = sentences(
        win(1, category=Category.SKILL),
        win(2, category=Category.SKILL, witnesses=("U1", "U2", "U3")),
        win(3, category=Category.PERFORMANCE, witnesses=("U3", "U4", "U5")),
        win(4, "shipped it, p95 800ms -> 480ms", measures=(P95,)),
        win(5),
    )
    assert told == (
        Result(4, Phrase(Form.ACTIVE, "shipped it"), P95),
        Result(3, Phrase(Form.ACTIVE, "wrote it"), None),
        Result(2, Phrase(Form.ACTIVE, "wrote it"), None),
        Others((1, 5)),
        Coverage((1, 2, 3), ((Category.SKILL, 2), (Category.PERFORMANCE, 1))),
        Witnessed((2, 3), ("U1", "U2", "U3", "U4"), 1, of_all=False),
    )


@pytest.mark.parametrize(
    ("title", "measures", "shown", "apart"),
    [
        ("shipped it, p95 800ms -> 480ms", (P95,), "shipped it", (P95,)),
        ("shipped it (800ms -> 480ms", (P95,), "shipped it", (P95,)),
        ("shipped it (p95 800ms -> 480ms).", (P95,), "shipped it", (P95,)),
        ("shipped it (on web, p95 800ms -> 480ms)", (P95,), "shipped it (on web, p95 800ms -> 480ms)", ()),
        ("p95 800ms -> 480ms", (P95,), "p95 800ms -> 480ms", ()),
        ("took p95 800ms -> 480ms on mobile", (P95,), "took p95 800ms -> 480ms on mobile", ()),
        ("took p95 and p95 800ms -> 480ms", (P95,), "took p95 and p95 800ms -> 480ms", ()),
        ("800ms -> 480ms", (P95,), "800ms -> 480ms", ()),
        ("shipped it", (P95,), "shipped it", (P95,)),
        ("cut P95", (P95,), "cut P95", (replace(P95, metric=""),)),
        ("shipped it", (Measure("", "p95"),), "shipped it", (Measure("", "p95"),)),
        ("shipped  it,\n30%", (Measure("30%"),), "shipped it", (Measure("30%"),)),
        ("cut costs by 30%", (Measure("30%"),), "cut costs by 30%", ()),
        ("shipped it: p95 800ms -> 480ms, churn 3% and 4 NPS", (P95, CHURN, NPS), "shipped it", (P95, CHURN, NPS)),
        ("p95 800ms -> 480ms, churn 3% and 4 NPS", (P95, CHURN, NPS), "p95 800ms -> 480ms, churn 3% and 4 NPS", ()),
        ("cut churn 3% for all, 4 NPS", (CHURN, NPS), "cut churn 3% for all, 4 NPS", ()),
        ("cut churn 3% for all", (CHURN, P95), "cut churn 3% for all", (P95,)),
    ],
)
def test_a_number_at_the_end_of_a_title_is_told_apart_from_it(
    title: str, measures: tuple[Measure, ...], shown: str, apart: tuple[Measure, ...]
) -> None:
    assert summaries.split_title(win(1, title, measures=measures)) == (shown, apart)


def backing(sentence: Sentence) -> Sequence[int]:
    return (sentence.win_id,) if isinstance(sentence, Result | Dated) else sentence.win_ids


@given(
    wins=st.lists(
        st.builds(
            CountedWin,
            st.integers(1, 50),
            st.text(max_size=30),
            st.dates(MONDAY, MONDAY + timedelta(days=6)),
            st.none() | st.sampled_from(Category),
            st.sampled_from([(), (P95,)]),
            st.just(()),
            st.lists(st.sampled_from(["U1", "U2", "U3", "U4", "U5", "U6"]), unique=True).map(tuple),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda one: one.id,
    )
)
def test_every_sentence_has_a_win_behind_it(wins: list[CountedWin]) -> None:
    told = sentences(*wins)
    known = {one.id for one in wins}
    assert len(told) >= 2
    assert all(backing(sentence) and known.issuperset(backing(sentence)) for sentence in told)


def test_weeks_are_counted_through_so_that_each_is_worded_by_its_number() -> None:
    variants = [summaries.compose([win(1)], MONDAY + timedelta(days=7 * week)) for week in range(3)]
    assert [one.variant - variants[0].variant for one in variants if one and variants[0]] == [0, 1, 2]


@pytest.mark.parametrize("values", [{"private": True}, {"sample": True}])
def test_what_is_not_for_others_is_in_no_sentence(values: dict[str, bool]) -> None:
    hidden = [
        win(id_, f"led the layoffs {id_}", category=Category.SKILL, witnesses=("U9",), **values) for id_ in (2, 3)
    ]
    told = win(1, "shipped the queue")
    assert summaries.compose((told, *hidden), MONDAY) == summaries.compose((told,), MONDAY)
    assert summaries.compose(hidden, MONDAY) is None
