"""Words keep their shape: nothing typed becomes markup, nothing is cut inside a character."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.views import text

FAMILY = "👩‍👩‍👧‍👦"
CHARACTERS = ["a", " ", "<", ">", "&", "é", FAMILY, "👍🏽", "\n", "!", "@", ";"]
TYPED = st.lists(st.sampled_from(CHARACTERS), max_size=60).map("".join)
MARKUP = st.lists(st.sampled_from(["word ", "<@U1>", "&amp;", "&lt;", "<https://a.io|x>", "é"]), max_size=20)


def graphemes(value: str) -> list[str]:
    return regex.findall(r"\X", value)


@pytest.mark.parametrize("typed", ["<!channel>", "<@U123>", "<https://evil.example|bank>", "&lt;!here&gt;"])
def test_nothing_typed_becomes_markup(typed: str) -> None:
    shown = text.esc(typed)
    assert "<" not in shown
    assert ">" not in shown
    assert unescape(shown) == typed


@given(TYPED, st.integers(1, 70))
def test_a_cut_keeps_whole_characters_and_says_that_it_cut(typed: str, limit: int) -> None:
    short = text.cut(typed, limit)
    assert len(short) <= limit
    if len(typed) <= limit:
        assert short == typed
    else:
        assert short.endswith("…")
        kept = graphemes(short[:-1])
        assert kept == graphemes(typed)[: len(kept)]


@given(TYPED, st.integers(1, 70))
def test_an_escaped_cut_is_never_inside_an_entity(typed: str, limit: int) -> None:
    short = text.esc_cut(typed, limit)
    assert len(short) <= limit
    kept = unescape(short.removesuffix("…"))
    assert text.esc(kept) == short.removesuffix("…")
    assert typed.startswith(kept)
    if len(text.esc(typed)) <= limit:
        assert short == text.esc(typed)


@pytest.mark.parametrize(
    ("typed", "limit", "short", "escaped"),
    [
        ("with <@U0PRIYA> there", 12, "with…", "with…"),
        ("with <@U0PRIYA> there", 17, "with <@U0PRIYA>…", "with…"),
        ("with <@U0PRIYA> there", 22, "with <@U0PRIYA> there", "with &lt;@U0PRIYA&gt;…"),
        ("with <@U0PRIYA", 9, "with <@U…", "with…"),
        ("<@U0PRIYA><@U0SAM>", 13, "<@U0PRIYA>…", "…"),
    ],
)
def test_a_cut_leaves_no_half_of_a_mention(typed: str, limit: int, short: str, escaped: str) -> None:
    assert text.cut(typed, limit) == short
    assert text.esc_cut(typed, limit) == escaped


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("shipped it", "*shipped it*"),
        ("cleaned retry_queue_size up", "*cleaned retry_queue_size up*"),
        ("<@U0ADA> &amp; co", "*<@U0ADA> &amp; co*"),
        ("beat *all*", "beat *all*"),
        ("5 * 3", "5 * 3"),
        ("the `it` flag", "the `it` flag"),
        ("_really_ done", "_really_ done"),
        ("not ~done~", "not ~done~"),
        ("wrote https://a.example/guide", "wrote https://a.example/guide"),
    ],
)
def test_what_would_end_the_bold_is_not_put_in_it(markup: str, shown: str) -> None:
    assert text.bold(markup) == shown


@pytest.mark.parametrize(
    ("markup", "limit", "short"),
    [
        ("short", 10, "short"),
        ("hello <@U123456> and more", 12, "hello…"),
        ("hello <@U12> and more", 14, "hello <@U12>…"),
        ("fish &amp; chips for all", 8, "fish…"),
        ("fish &amp; chips for all", 11, "fish &amp;…"),
        ("R&D is a word", 8, "R&D is…"),
        (f"ab{FAMILY}cdefgh", 8, "ab…"),
    ],
)
def test_ready_markup_is_cut_outside_tokens_entities_and_characters(markup: str, limit: int, short: str) -> None:
    assert text.cut_markup(markup, limit) == short


@given(MARKUP, st.integers(1, 60))
def test_cut_markup_never_leaves_a_torn_token(pieces: list[str], limit: int) -> None:
    markup = "".join(pieces)
    short = text.cut_markup(markup, limit)
    assert len(short) <= limit
    body = short.removesuffix("…")
    assert body.count("<") == body.count(">")
    assert regex.sub(r"&(amp|lt);", "", body).count("&") == 0


def test_people_are_mentions_or_their_typed_names() -> None:
    def someone(user_id: str, name: str) -> Any:
        return SimpleNamespace(user_id=user_id, name=name, sample=name == "Nora")

    assert text.person(someone("U1", "")) == "<@U1>"
    assert text.person(someone("", "Nora")) == "Nora (sample)"
    assert text.person(someone("", "Ada <Bright>")) == "Ada &lt;Bright&gt;"


def test_days_say_their_year_where_it_is_another() -> None:
    day = date(2026, 11, 3)
    assert text.day(day, date(2026, 12, 1)) == "Tue 3 Nov"
    assert text.day(day, date(2027, 1, 1)) == "Tue 3 Nov 2026"
    assert text.day(day) == "Tue 3 Nov 2026"


def test_moments_are_slack_s_tokens_with_a_fallback() -> None:
    at = datetime(2026, 11, 20, 15, tzinfo=timezone(timedelta(hours=1)))
    epoch = int(datetime(2026, 11, 20, 14, tzinfo=UTC).timestamp())
    assert text.moment(at, "Fri <3>") == f"<!date^{epoch}^{{date_short_pretty}} {{time}}|Fri &lt;3&gt;>"


def test_small_words() -> None:
    assert text.mention("U1") == "<@U1>"
    assert [text.hour(value) for value in (0, 9, 15)] == ["00:00", "09:00", "15:00"]
    assert [text.plural(n, "win") for n in (0, 1, 1200)] == ["0 wins", "1 win", "1,200 wins"]
    assert text.plural(2, "person", "people") == "2 people"
    assert [text.join_words(list(words)) for words in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert text.join_words(["a", "b"], last="or") == "a or b"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1200", "1,200"),
        ("1E+3", "1,000"),
        ("0.50", "0.5"),
        ("2.00", "2"),
        ("-1234.5", "-1,234.5"),
        ("0", "0"),
        ("100", "100"),
    ],
)
def test_numbers_are_plain(value: str, shown: str) -> None:
    assert text.number(Decimal(value)) == shown


def test_a_quotation_marks_every_line() -> None:
    assert text.quote("one\n<two>") == ">one\n>&lt;two&gt;"


@pytest.mark.parametrize(
    ("value", "shown"), [("1200.50", "1,200.50"), ("1200.5", "1,200.50"), ("1200.00", "1,200"), ("0.125", "0.125")]
)
def test_money_has_two_decimals_or_none(value: str, shown: str) -> None:
    assert text.money(Decimal(value)) == shown
