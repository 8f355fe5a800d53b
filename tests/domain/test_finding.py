from datetime import date
from typing import Any

import pytest
from hypothesis import given

from bot.domain import finding
from bot.domain.finding import Kind, Query
from bot.domain.wins import Category
from tests.domain import generated

TODAY = date(2026, 11, 20)  # a Friday
DAY = date


def parse(text: str) -> Query:
    return finding.parse(text, TODAY)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        ("retry queue", Query(words=("retry", "queue"))),
        ("“retry queue”, please.", Query(words=("retry queue", "please"))),
        ('"since friday" "', Query(words=("since friday",))),
        ('"thanks to <@U1> #a" b', Query(words=("thanks to #a", "b"), people=("U1",))),
        ("#Infra retry #c++ tag:x", Query(words=("retry",), tags=("infra", "c++", "x"))),
        ('tag:"Tech Debt" #leadership', Query(tags=("tech-debt", "leadership"))),
        ("<#C1|general> category:leadership", Query(tags=("general",), category=Category.LEADERSHIP)),
        ("category:nonsense", Query(words=("category:nonsense",))),
        ("with <@U1>, by <@U1|maya> @maria", Query(people=("U1",), names=("maria",))),
        ('person:"Maria Lopez" worked with legal', Query(words=("worked", "with", "legal"), names=("Maria Lopez",))),
        ("&lt;b&gt; &amp; 30%", Query(words=("<b>", "30%"))),
        ("<https://acme.io/a?b=1&amp;c=2|here>", Query(words=("https://acme.io/a?b=1&c=2",))),
        ("draft private", Query(kind=Kind.DRAFT, private=True)),
        ("Drafts, is:kept", Query(kind=Kind.KEPT)),
        ("deleted", Query(kind=Kind.DELETED)),
        ("is:private is:new", Query(private=True, words=("is:new",))),
        ("without a number, no evidence", Query(without_number=True, without_evidence=True)),
        ("without an end, no", Query(words=("without", "an", "end", "no"))),
        ("known to nobody", Query(known_to_nobody=True)),
        ("nobody knows known", Query(known_to_nobody=True, words=("known",))),
        ("since 2026-09-01", Query(since=DAY(2026, 9, 1))),
        ("before 1 sep 2026 retry", Query(until=DAY(2026, 8, 31), words=("retry",))),
        ("after september", Query(since=DAY(2026, 10, 1))),
        ("from sep to october", Query(since=DAY(2026, 9, 1), until=DAY(2026, 10, 31))),
        ("between 3 nov and 1 nov", Query(since=DAY(2026, 11, 1), until=DAY(2026, 11, 3))),
        ("between 3 nov and then", Query(since=DAY(2026, 11, 3), words=("and", "then"))),
        ("since then", Query(words=("since", "then"))),
        ("last month", Query(since=DAY(2026, 10, 1), until=DAY(2026, 10, 31))),
        ("this quarter", Query(since=DAY(2026, 10, 1), until=DAY(2026, 12, 31))),
        ("last quarter", Query(since=DAY(2026, 7, 1), until=DAY(2026, 9, 30))),
        ("q4 2025", Query(since=DAY(2025, 10, 1), until=DAY(2025, 12, 31))),
        ("2026", Query(since=DAY(2026, 1, 1), until=DAY(2026, 12, 31))),
        ("2026-09", Query(since=DAY(2026, 9, 1), until=DAY(2026, 9, 30))),
        ("2026-13", Query(words=("2026-13",))),
        ("september", Query(since=DAY(2026, 9, 1), until=DAY(2026, 9, 30))),
        ("december", Query(since=DAY(2025, 12, 1), until=DAY(2025, 12, 31))),
        ("february 2024", Query(since=DAY(2024, 2, 1), until=DAY(2024, 2, 29))),
        ("february nonsense", Query(since=DAY(2026, 2, 1), until=DAY(2026, 2, 28), words=("nonsense",))),
        ("dec", Query(words=("dec",))),
        ("in dec", Query(since=DAY(2025, 12, 1), until=DAY(2025, 12, 31))),
        ("last week", Query(since=DAY(2026, 11, 9), until=DAY(2026, 11, 15))),
        ("last 30 days", Query(since=DAY(2026, 10, 22), until=TODAY)),
        ("past eons", Query(words=("past", "eons"))),
        ("last 0 days", Query(words=("last", "0", "days"))),
        ("yesterday", Query(since=DAY(2026, 11, 19), until=DAY(2026, 11, 19))),
        ("on last friday", Query(since=DAY(2026, 11, 13), until=DAY(2026, 11, 13))),
        ("2026-02-31", Query(words=("2026-02-31",))),
        ("after 9999-12-31", Query(since=DAY(9999, 12, 31))),
    ],
)
def test_a_text_is_understood(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize("word", ["since", "September", "2026", "#tag", "private", "person:x", "@maria", "a & b", "-"])
def test_whatever_stands_in_quotes_is_searched_for(word: str) -> None:
    query = Query(words=(word,))
    assert parse(finding.write(query)) == query


@generated.MANY
@given(generated.any_lines)
def test_nothing_is_refused_and_what_was_understood_is_understood_again(lines: list[str]) -> None:
    for line in lines:
        query = parse(line)
        written = finding.write(query)
        assert finding.parse(written, date(2031, 1, 1)) == query, (line, written)
        short, cut = finding.fit(query)
        assert cut == (len(finding.write(short).encode("utf-16-le")) // 2 < len(written.encode("utf-16-le")) // 2)


def test_what_no_button_can_carry_is_left_out_words_first() -> None:
    query = parse(" ".join([f"word{number}" for number in range(400)]) + " #kept since 2026-09-01")
    short, cut = finding.fit(query)
    assert cut
    assert 0 < len(short.words) < 400
    assert (short.tags, short.since) == (("kept",), DAY(2026, 9, 1))
    assert len(finding.write(short)) <= finding.MAX_WRITTEN
    many = Query(
        tags=tuple(f"t{number:098}" for number in range(40)), people=tuple("U" * 30 + str(n) for n in range(90))
    )
    assert len(finding.write(finding.fit(many)[0])) <= finding.MAX_WRITTEN


def test_a_week_begins_on_the_day_it_is_told() -> None:
    assert finding.parse("this week", date(2026, 11, 20), 6).since == date(2026, 11, 15)
    assert finding.parse("last week", date(2026, 11, 22), 6) == Query(
        since=date(2026, 11, 15), until=date(2026, 11, 21)
    )
    assert finding.parse("since this week", date(2026, 11, 22)).since == date(2026, 11, 16)


def test_a_query_is_loosened_by_one_part_at_a_time() -> None:
    span: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2026, 2, 1)}
    query = Query(tags=("a",), known_to_nobody=True, **span)
    assert finding.loosened(query) == (
        (Query(**span), Query(tags=("a",), known_to_nobody=True)),
        (Query(tags=("a",)), Query(known_to_nobody=True, **span)),
        (Query(known_to_nobody=True), Query(tags=("a",), **span)),
    )
    worded = Query(words=("x",), names=("maria",), private=True, tags=("a",))
    assert finding.loosened(worded) == ((Query(words=("x",), names=("maria",)), Query(private=True, tags=("a",))),)


@pytest.mark.parametrize("query", [Query(), Query(private=True), Query(words=("x",)), Query(since=date(2026, 1, 1))])
def test_a_query_of_one_part_is_not_loosened(query: Query) -> None:
    assert finding.loosened(query) == ()
