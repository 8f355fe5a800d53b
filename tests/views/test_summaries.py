"""The self-advocacy paragraph as it reads."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from bot.domain import summaries as rules
from bot.domain.measures import Measure
from bot.domain.summaries import Audience, CountedWin, Span, SpanKind, Summary
from bot.domain.wins import Category
from bot.views import summaries

MONDAY = date(2026, 11, 30)
P95 = Measure("800ms -> 480ms", "p95", "ms", Decimal(800), Decimal(480), None, "down")
WEEKS = range(60)


def win(id_: int, title: str, **values: Any) -> CountedWin:
    return CountedWin(id_, title, MONDAY, **values)


def composed(
    *wins: CountedWin, week: int = 0, audience: Audience = Audience.MANAGER, kind: SpanKind = SpanKind.WEEK
) -> Summary:
    last = MONDAY + timedelta(days=6 + 7 * week)
    summary = rules.compose(wins, Span(kind, last - timedelta(days=6), last), audience)
    assert summary is not None
    return summary


def paragraph(*wins: CountedWin, week: int = 0, audience: Audience = Audience.MANAGER) -> str:
    return summaries.paragraph(composed(*wins, week=week, audience=audience), MONDAY)


FULL = (
    win(1, "shipped the queue", measures=(P95,), category=Category.PROJECT_IMPACT),
    win(2, "invited to speak at the summit", witnesses=("U1", "U2"), category=Category.INDUSTRY),
    win(3, "Runbook is live", links=("https://a.example",)),
    win(4, "we hired two people"),
)


def test_a_full_week_reads_as_a_paragraph() -> None:
    assert paragraph(*FULL, week=3) == (
        "A short update this week: I shipped the queue (p95 from 800 ms to 480 ms). "
        "On top of that, I was invited to speak at the summit. "
        "Also worth a mention: “Runbook is live”. "
        "That leaves one more result this week. If you would like to look, there is a link to one of these. "
        "There with me for part of it: <@U1> and <@U2>. More is in my notes, if you want it."
    )


def linked(*ids: int, of: int) -> set[str]:
    """What is said of links where these of so many wins have one."""
    told = [win(id_, f"shipped part {id_}", links=("https://a.example",) * (id_ in ids)) for id_ in range(1, of + 1)]
    said = {sentence for week in WEEKS for sentence in paragraph(*told, week=week).split(". ")}
    return {sentence for sentence in said if "link" in sentence}


def test_links_are_counted_in_words() -> None:
    assert linked(1, of=1) == {
        "I have a link to this",
        "I can send a link for this",
        "If you would like to look, there is a link to this",
    }
    assert linked(2, of=3) == {
        "I have a link to one of these",
        "I can send a link for one of these",
        "If you would like to look, there is a link to one of these",
    }
    assert "I have links to two of these" in linked(1, 2, of=3)
    assert "If you would like to look, there are links to all of this" in linked(1, 2, 3, of=3)
    assert linked(of=3) == set()


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
    said = {f"{paragraph(one, week=week).split('. ')[1]}." for week in WEEKS}
    assert said == {"<@U1> was there.", "Also there: <@U1>.", "There with me: <@U1>."}
    assert any(" <@U2> and <@U1> were there. " in paragraph(one, two, week=week) for week in WEEKS)


SPANS = {
    SpanKind.WEEK: "this week",
    SpanKind.MONTH: "over the last month",
    SpanKind.QUARTER: "over the last three months",
    SpanKind.SINCE: "since Mon 30 Nov",
    SpanKind.BETWEEN: "between Mon 30 Nov and Sun 6 Dec",
}


@pytest.mark.parametrize(("kind", "said"), SPANS.items())
def test_it_says_of_which_time_it_is(kind: SpanKind, said: str) -> None:
    shown = summaries.paragraph(composed(*FULL, kind=kind), MONDAY)
    assert said in shown or f"{said[0].upper()}{said[1:]}" in shown


def test_a_single_day_is_named_once() -> None:
    assert summaries.span_words(Span(SpanKind.BETWEEN, MONDAY, MONDAY), MONDAY) == "on Mon 30 Nov"


ENDED = dict.fromkeys(SpanKind, "between Mon 30 Nov and Sun 6 Dec") | {SpanKind.WEEK: "in the week to Sun 6 Dec"}


@pytest.mark.parametrize(("kind", "said"), ENDED.items())
def test_of_a_time_that_ended_before_today_it_does_not_speak_as_of_now(kind: SpanKind, said: str) -> None:
    shown = summaries.paragraph(composed(*FULL, kind=kind), MONDAY + timedelta(days=7))
    assert said in shown or f"{said[0].upper()}{said[1:]}" in shown
    assert not any(now in shown for now in ("his week", "ver the last", "ince"))


def test_a_sponsor_gets_the_numbers_in_a_sentence_of_their_own() -> None:
    assert paragraph(*FULL, audience=Audience.SPONSOR) == (
        "One result this week that I would like you to have: I shipped the queue. Beyond that, we hired two people. "
        "As measured: p95 from 800 ms to 480 ms. "
        "In my records this comes under “project impact” and “industry and thought leadership”. "
        "Use it as you see fit."
    )


TITLES = ("shipped it", "Runbook is live", "invited to speak", "we won the deal", "Ship the thing", "Design review")


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("seed", range(5))
def test_over_200_weeks_no_pattern_opens_more_than_a_third_of_the_paragraphs(audience: Audience, seed: int) -> None:
    source = Random(seed)
    opened: Counter[str] = Counter()
    for week in range(200):
        wins = [
            win(
                id_,
                source.choice(TITLES),
                measures=source.choice([(), (P95,)]),
                witnesses=source.choice([(), ("U1",)]),
                category=source.choice([None, *Category]),
            )
            for id_ in range(source.randrange(1, 6))
        ]
        said = paragraph(*wins, week=week, audience=audience)
        opened[re.split(r": |I |we |“", said)[0]] += 1
    assert max(opened.values()) <= 200 / 3
    assert len(opened) >= 5


def test_as_plain_text_people_have_names_and_signs_are_as_typed() -> None:
    summary = composed(win(1, "shipped A & B <fast> with <@U1>", witnesses=("U1", "U2")), audience=Audience.PEER)
    assert summaries.people(summary, MONDAY) == ("U1", "U2")
    said = summaries.plain(summary, MONDAY, {"U1": "Priya"})
    assert "shipped A & B <fast> with @Priya" not in said
    assert "shipped A & B <fast> with Priya" in said
    assert "Priya and a colleague" in said


@pytest.mark.parametrize("audience", Audience)
def test_the_longest_ends_with_a_whole_sentence_within_the_limit(audience: Audience) -> None:
    crowd = [win(id_, f"shipped the {'&' * 400}", measures=(P95,), witnesses=("U1",)) for id_ in range(9)]
    summary = composed(*crowd, audience=audience, kind=SpanKind.QUARTER)
    long = replace(summary, sentences=summary.sentences * 4)
    said = summaries.paragraph(long, MONDAY)
    assert 1_000 < len(said) <= summaries.LONGEST
    assert said.endswith(".")


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("week", WEEKS)
def test_any_week_gives_whole_sentences(week: int, audience: Audience) -> None:
    for wins in (FULL, FULL[:1], FULL[2:3], (win(9, "wrote it"),)):
        said = paragraph(*wins, week=week, audience=audience)
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
