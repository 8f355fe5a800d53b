from collections.abc import Callable

import pytest
from hypothesis import given

from bot.domain import lines
from bot.domain.lines import LINK, MENTION, TAG, WORD, Piece, Problem
from tests.domain import generated


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain", "plain"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\x00b\x1bc\x7fd\x9be", "abcde"),
        ("a\r\nb\rc\x85d", "a\nb\nc\nd"),
        ("\u202eevil\u2066 x\u2069\u202a", "evil x"),
        ("\ud83d!", "\ufffd!"),
        ("👩‍👩‍👧 é \u200f", "👩‍👩‍👧 é \u200f"),
    ],
)
def test_cleaning_takes_what_no_text_may_hold_and_nothing_else(text: str, cleaned: str) -> None:
    assert lines.clean(text) == cleaned


@generated.MANY
@given(generated.any_lines)
def test_clean_text_can_be_stored_and_sent_and_is_not_changed_again(texts: list[str]) -> None:
    for text in texts:
        cleaned = lines.clean(text)
        cleaned.encode()
        assert "\x00" not in cleaned
        assert lines.clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("peopel", "people"),
        ("PEOPLE", "people"),
        ("setings", "settings"),
        ("zzz", None),
        ("", None),
        ("x" * 9999, None),
    ],
)
def test_the_nearest_word_is_what_was_probably_meant(word: str, meant: str | None) -> None:
    assert lines.nearest(word, ("people", "settings", "wins")) == meant


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("https://acme.slack.com/archives/C0PLATFORM/p1700000000123456", ("C0PLATFORM", "1700000000.123456", "")),
        ("https://acme.enterprise.slack.com/archives/D01/p1700000000123456", ("D01", "1700000000.123456", "")),
        (
            "https://acme.slack.com/archives/G1/p1700000000123456?thread_ts=1699999999.000100&cid=G1",
            ("G1", "1700000000.123456", "1699999999.000100"),
        ),
        (
            "https://acme.slack.com/archives/C1/p1700000000123456?cid=C1&thread_ts=1699999999.000100#x",
            ("C1", "1700000000.123456", "1699999999.000100"),
        ),
        ("https://acme.slack.com/archives/C1/p1700000000123456?thread_ts=x", ("C1", "1700000000.123456", "")),
        ("https://acme.slack.com/archives/C1", None),
        ("https://acme.slack.com/archives/C1/p17", None),
        ("https://acme.slack.com.evil.example/archives/C1/p1700000000123456", None),
        ("https://evil.example/acme.slack.com/archives/C1/p1700000000123456", None),
        ("https://a.example", None),
        ("", None),
    ],
)
def test_a_message_of_slack_is_known_by_its_address(address: str, message: tuple[str, str, str] | None) -> None:
    assert lines.parse_permalink(address) == message


@pytest.mark.parametrize(
    ("address", "home", "known"),
    [
        ("http://127.0.0.1:8802/archives/C1/p1700000000123456", "http://127.0.0.1:8802/", True),
        ("HTTP://127.0.0.1:8802/archives/C1/p1700000000123456?cid=C1", "http://127.0.0.1:8802", True),
        ("http://127.0.0.1:8802/archives/C1/p1700000000123456", "", False),
        ("http://127.0.0.1:88021/archives/C1/p1700000000123456", "http://127.0.0.1:8802", False),
        ("http://127.0.0.1:8802/other/archives/C1/p1700000000123456", "http://127.0.0.1:8802", False),
        ("https://acme.slack.com/archives/C1/p1700000000123456", "http://127.0.0.1:8802", True),
    ],
)
def test_a_message_is_known_by_the_address_of_its_workspace(address: str, home: str, known: bool) -> None:
    assert lines.parse_permalink(address, home) == (("C1", "1700000000.123456", "") if known else None)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a  b\nc", [Piece(WORD, "a"), Piece(WORD, "b"), Piece(WORD, "c")]),
        ("<@U1>, x", [Piece(MENTION, "<@U1>", "U1"), Piece(WORD, ",", glued=True), Piece(WORD, "x")]),
        ("a<@W1|@sam>", [Piece(WORD, "a"), Piece(MENTION, "@sam", "W1", glued=True)]),
        ("<@U1><@U2>", [Piece(MENTION, "<@U1>", "U1"), Piece(MENTION, "<@U2>", "U2", glued=True)]),
        ("<@u1> <@U!>", [Piece(WORD, "<@u1>"), Piece(WORD, "<@U!>")]),
        ("(#Tag).", [Piece(WORD, "("), Piece(TAG, "Tag", "tag", glued=True), Piece(WORD, ").", glued=True)]),
        ("<https://a.example/>", [Piece(LINK, "", "https://a.example/")]),
        ("<HTTP://a.example|b>", [Piece(LINK, "b", "HTTP://a.example")]),
        ("<https://>", [Piece(WORD, "//")]),
        (
            "(https://a.example/b),",
            [Piece(WORD, "("), Piece(LINK, "", "https://a.example/b", True), Piece(WORD, "),", "", True)],
        ),
        ("https://!x", [Piece(WORD, "https://!x")]),
        ("<|> <a b>", [Piece(WORD, "<|>"), Piece(WORD, "<a b>")]),
        ("<a:b c>", [Piece(WORD, "<a:b c>")]),
        ("<!date^1>", [Piece(WORD, "date^1")]),
        ("<@U1", [Piece(WORD, "<@U1")]),
    ],
)
def test_a_line_falls_into_words_tags_mentions_and_links(text: str, pieces: list[Piece]) -> None:
    assert lines.split(text) == pieces


def test_slacks_entities_are_undone_once() -> None:
    assert lines.unescape("&lt;b&gt; &amp;amp; &quot;") == "<b> &amp; &quot;"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem("empty")),
        (" \n", Problem("empty")),
        ("x" * 3000, None),
        ("x" * 3001, Problem("too_long", 3001)),
        ("&amp;" * 3000, None),
        ("&amp;" * 3001, Problem("too_long", 3001)),
    ],
)
def test_lines_are_refused_when_empty_or_too_long(text: str, problem: Problem | None) -> None:
    assert lines.refuse(text) == problem


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("shipped, ", "shipped"),
        ("shipped -", "shipped"),
        ("shipped , - (", "shipped"),
        (":tada:", ":tada:"),
        ("C++", "C++"),
        ("w/", "w/"),
        ("-", ""),
        (" ,;", ""),
        ("", ""),
    ],
)
def test_only_what_hangs_in_the_air_is_taken_from_an_end(text: str, tidied: str) -> None:
    assert lines.tidy_end(text) == tidied


@pytest.mark.parametrize("work", [lines.clean, lines.split, lines.tidy_end, lines.parse_permalink])
def test_the_work_grows_with_the_text_not_faster(work: Callable[[str], object]) -> None:
    slow = [nasty for nasty in generated.NASTY if generated.growth(work, nasty) >= generated.LINEAR]
    assert slow == []


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("shipped it &amp; slept", "shipped it & slept"),
        ("in <#C123|general>, <#C456>, <#C789|>", "in #general, #C456, #C789"),
        (
            "told <!here> and <!channel|channel>, <!subteam^S1|@design> <!subteam^S2>",
            "told @here and @channel, @design @group",
        ),
        ("see <https://acme.io/a?b=1&amp;c=2>", "see https://acme.io/a?b=1&c=2"),
        (
            "on <http://acme.io|acme.io> and <https://acme.io|the &lt;docs&gt;>",
            "on acme.io and the <docs> https://acme.io",
        ),
        ("<mailto:a@b.io|a@b.io>, <mailto:c@d.io>", "a@b.io, c@d.io"),
        ("a <b> &lt;b&gt; 1 < 2", "a <b> <b> 1 < 2"),
        ("<@U0MAYA|maya>", "U0MAYA".join(lines.MENTION_MARKS)),
    ],
)
def test_a_line_comes_back_as_it_was_typed_without_slack_s_markup(sent: str, typed: str) -> None:
    assert lines.given_back(sent) == typed
