"""The self-advocacy paragraph as it reads."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain import summaries as rules
from bot.domain.measures import Measure
from bot.domain.summaries import CountedWin
from bot.domain.wins import Category
from bot.views import summaries

MONDAY = date(2026, 11, 30)
P95 = Measure("800ms -> 480ms", "p95", "ms", Decimal(800), Decimal(480), None, "down")
WEEKS = range(60)


def win(id_: int, title: str, **values: Any) -> CountedWin:
    return CountedWin(id_, title, MONDAY, **values)


def paragraph(*wins: CountedWin, week: int = 0) -> str:
    summary = rules.compose(wins, MONDAY + timedelta(days=7 * week))
    assert summary is not None
    return summaries.paragraph(summary, MONDAY)


FULL = (
    win(1, "shipped the queue", measures=(P95,), category=Category.PROJECT_IMPACT),
    win(2, "invited to speak at the summit", witnesses=("U1", "U2"), category=Category.INDUSTRY),
    win(3, "Runbook is live", links=("https://a.example",)),
    win(4, "we hired two people"),
)


def test_a_full_week_reads_as_a_paragraph() -> None:
    assert paragraph(*FULL, week=3) == (
        "The highlight of my week: I shipped the queue (p95 from 800 ms to 480 ms). "
        "On top of that, I was invited to speak at the summit. "
        "Also worth a mention: “Runbook is live”. "
        "That leaves 1 more result from the same week. "
        "I have filed this under “project impact” and “industry and thought leadership”. "
        "There with me for part of it: <@U1> and <@U2>."
    )


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (win(2, "fixed it"), "I also fixed it."),
        (win(2, "promoted to lead"), "I was also promoted to lead."),
        (win(2, "We won the deal"), "Also, we won the deal."),
    ],
)
def test_a_second_result_may_say_also(second: CountedWin, said: str) -> None:
    first = win(1, "shipped it", measures=(P95,))
    assert any(said in paragraph(first, second, week=week) for week in WEEKS)


def test_witnesses_were_there_and_no_more_is_claimed() -> None:
    one, two = win(1, "shipped it", witnesses=("U1",)), win(2, "fixed it", witnesses=("U2",))
    said = {paragraph(one, week=week).split(". ", 1)[1] for week in WEEKS}
    assert said == {"<@U1> was there.", "Also there: <@U1>.", "There with me: <@U1>."}
    assert any(paragraph(one, two, week=week).endswith(" <@U1> and <@U2> were there.") for week in WEEKS)


@pytest.mark.parametrize("week", WEEKS)
def test_any_week_gives_whole_sentences(week: int) -> None:
    for wins in (FULL, FULL[:1], FULL[2:3], (win(9, "wrote it"),)):
        said = paragraph(*wins, week=week)
        assert len(re.findall(r"[.](?: |$)", said)) >= 2
        assert not re.search(r"\b(\w+) \1\b|  |[.]{2}|\{|\}", said)
        assert all(sentence[0].isupper() or sentence[0] in "<“0123456789" for sentence in said.split(". "))


def test_the_same_facts_read_differently_in_weeks_that_follow() -> None:
    for week in WEEKS:
        assert paragraph(FULL[0], week=week) != paragraph(FULL[0], week=week + 1)


def test_it_is_the_same_whenever_it_is_asked_for() -> None:
    assert paragraph(*FULL, week=7) == paragraph(*FULL, week=7)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("shipped it", "I shipped it"),
        ("promoted to lead", "I was promoted to lead"),
        ("We won the deal", "we won the deal"),
        ("ship <!channel> & co", "“ship &lt;!channel&gt; &amp; co”"),
        ("told <@U1> first", "“told <@U1> first”"),
    ],
)
def test_a_title_becomes_a_clause(title: str, said: str) -> None:
    assert summaries.phrase(rules.first_person(title)) == said


def test_many_witnesses_are_counted() -> None:
    crowd = win(1, "shipped it", witnesses=tuple(f"U{number}" for number in range(6)))
    assert "<@U0>, <@U1>, <@U2>, <@U3> and 2 others" in paragraph(crowd)


def test_a_single_bare_win_is_dated() -> None:
    assert "Mon 30 Nov" in paragraph(win(1, "wrote it"))
