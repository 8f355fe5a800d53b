"""Lists of wins in words, each held against Slack's rules for blocks."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import ids
from bot.domain import finding
from bot.domain.finding import Kind, Query
from bot.domain.wins import Category, Win
from bot.views import win_lists, wins
from bot.views.win_lists import Listed
from tests.views.test_wins import DRAFT, FULL, PLAIN, labels, said

TODAY = date(2026, 11, 20)
DELETED = Query(kind=Kind.DELETED)


def listed(found: list[Win], total: int, offset: int = 0, query: Query | None = None, **more: Any) -> dict[str, Any]:
    return win_lists.message(Listed(found, total, offset, 10, TODAY, query or Query(), **more))


def buttons(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return [element for block in shown["blocks"] for element in block.get("elements", []) if "value" in element]


@pytest.mark.parametrize(
    ("query", "total", "headline"),
    [
        (Query(), 0, "No wins yet"),
        (Query(words=("a<b", "c")), 0, "No wins with “a&lt;b” and “c”"),
        (DELETED, 0, "Nothing was deleted in the last 30 days"),
        (replace(DELETED, words=("x",)), 0, "No deleted wins with “x”"),
        (Query(), 1, "1 win"),
        (DELETED, 2, "2 deleted wins"),
        (Query(kind=Kind.DRAFT, private=True), 2, "2 private drafts"),
        (
            Query(words=("retry",), tags=("infra",), since=date(2026, 9, 1), without_number=True),
            1,
            "1 win with “retry”, tagged #infra, since Tue 1 Sep, without a number",
        ),
        (
            Query(category=Category.SKILL, people=("U1",), names=("Maria",), without_evidence=True),
            1,
            "1 win in Skill, to do with <@U1> and Maria, without evidence",
        ),
        (
            Query(kind=Kind.KEPT, since=date(2025, 1, 1), until=date(2025, 12, 31), known_to_nobody=True),
            2,
            "2 kept wins from Wed 1 Jan 2025 to Wed 31 Dec 2025, known to nobody with a say",
        ),
        (Query(until=date(2026, 9, 1)), 1, "1 win until Tue 1 Sep"),
        (Query(since=TODAY, until=TODAY), 1, "1 win on Fri 20 Nov"),
    ],
)
def test_a_list_says_how_many_there_are_and_what_was_understood(query: Query, total: int, headline: str) -> None:
    shown = listed([replace(FULL, id=number) for number in range(total)], total, 0, query)
    assert headline in said(shown)[0]
    assert shown["text"] == headline


def test_a_page_says_which_it_is() -> None:
    assert listed([PLAIN] * 10, 1234, 10, Query(words=("queue",)))["text"] == "1,234 wins with “queue”; 11–20"


def test_many_words_are_counted_instead_of_shown() -> None:
    many = Query(words=tuple(f"w{number}" for number in range(25)))
    assert listed([], 0, 0, many)["text"].endswith("“w19” and 5 more")


def test_what_had_to_be_left_out_is_said_and_what_quotes_are_for() -> None:
    assert "the last words are left out" in said(listed([], 0, 0, Query(words=("x",)), cut=True))[1]
    assert "Words in quotes" in said(listed([], 0, 0, Query(since=TODAY), typed=True))[1]
    assert len(said(listed([], 0, 0, Query(since=TODAY)))) == 1  # chosen, not typed
    assert len(said(listed([], 0, 0, Query(words=("x",)), typed=True))) == 1
    assert len(said(listed([], 0, 0, DELETED, typed=True))) == 1  # a state alone can mean nothing else
    assert "Words in quotes" in said(listed([], 0, 0, Query(words=("x",), kind=Kind.DRAFT), typed=True))[1]


def test_an_empty_list_says_what_there_would_be_without_each_part() -> None:
    parts = (
        Query(words=("a",)),
        Query(kind=Kind.DRAFT),
        Query(private=True),
        Query(since=TODAY),
        Query(known_to_nobody=True),
    )
    looser = tuple((part, 1000 + number) for number, part in enumerate(parts))
    assert said(listed([], 0, 0, Query(), looser=looser))[1] == (
        "Without the words: 1,000; without “draft”: 1,001; without “private”: 1,002; "
        "without “since Fri 20 Nov”: 1,003; without “known to nobody with a say”: 1,004."
    )


def test_what_was_not_understood_is_said() -> None:
    unread = Query(words=("since", "notaday"))
    assert said(listed([], 0, 0, unread, typed=True))[1].startswith("A day was not understood.")
    assert len(said(listed([], 0, 0, unread))) == 1
    assert said(listed([FULL], 1, typed=True))[1].startswith("There was no word in it to search for")
    assert "no word" not in "".join(said(listed([FULL], 1)))


def test_drafts_are_no_wins() -> None:
    for total, drafts, query, headline in (
        (248, 22, Query(), "226 wins and 22 drafts; 1–1"),
        (2, 1, Query(tags=("a",)), "1 win and 1 draft tagged #a; 1–1"),
        (1, 1, Query(), "1 draft"),
        (3, 1, Query(private=True), "2 private wins and 1 private draft; 1–1"),
    ):
        assert listed([DRAFT], total, 0, query, drafts=drafts)["text"] == headline


def test_rows_say_what_they_are_and_can_be_opened_edited_and_undone() -> None:
    drafts = listed([DRAFT, FULL, replace(DRAFT, title="")], 3)
    assert said(drafts)[1:] == [
        "Draft: *Shipped it*\nFri 20 Nov (today)",
        "*Shipped it*\nFri 20 Nov (today) · Project impact · #reliability\np95 from 800 ms to 480 ms",
        "Draft: _A message you reacted to_\nFri 20 Nov (today)",
    ]
    opened = ("Open", ids.WIN_OPEN)
    draft = [opened, ("Finish", ids.WIN_EDIT), ("Dismiss", ids.WIN_UNDO)]
    kept = [opened, ("Edit", ids.WIN_EDIT), ("Delete", ids.WIN_UNDO)]
    find = ("Find", ids.WINS_FIND)
    assert labels(drafts) == [*draft, *kept, *draft, find]
    assert labels(listed([FULL], 1, 0, DELETED)) == [opened, ("Restore", ids.WIN_RESTORE), find]
    named = [button["accessibility_label"] for button in buttons(listed([FULL], 1))]
    assert named == ["Open Shipped it", "Edit Shipped it", "Delete Shipped it"]  # *Find* starts from nothing


def test_a_row_knows_its_list_and_what_was_done_stands_above() -> None:
    where = '10:"a:b" #c'
    page = Listed([FULL], 11, 10, 10, TODAY, Query(words=("a:b",), tags=("c",)))
    shown = win_lists.message(page, [wins.undone_row(PLAIN, where, before=False)])
    assert buttons(shown)[2]["value"] == f"7:{where}"
    assert shown["blocks"][0]["accessory"]["value"] == f"7:{where}"
    assert said(shown)[:2] == [
        "Shipped it is deleted. You can restore it for 30 days.",
        "*11 wins with “a:b”, tagged #c; 11–11*",
    ]
    deleted = listed([FULL], 1, 0, DELETED)
    assert buttons(deleted)[1]["value"] == "7:0:deleted"


@pytest.mark.parametrize(
    ("offset", "total", "turning"),
    [
        (0, 10, [("Find", "q")]),
        (0, 11, [("Older", "10:q"), ("Find", "q")]),
        (10, 30, [("Newer", "0:q"), ("Older", "20:q"), ("Find", "q")]),
        (5, 12, [("Newer", "0:q"), ("Find", "q")]),
    ],
)
def test_pages_are_turned_with_the_query_in_hand(offset: int, total: int, turning: list[tuple[str, str]]) -> None:
    shown = listed([], total, offset, Query(words=("q",)))
    said(shown)
    assert [(button["text"]["text"], button["value"]) for button in buttons(shown)] == turning


@settings(max_examples=60, deadline=None)
@given(
    typed=st.text(max_size=3000) | st.sampled_from(["<!channel> " * 400, "👩‍👩‍👧 " * 900, "#t" * 2000, "&amp; " * 600])
)
def test_whatever_is_looked_for_slack_takes_the_list(typed: str) -> None:
    query, cut = finding.fit(finding.parse(typed, TODAY))
    page = Listed([replace(FULL, title=typed)] * 10, 99, 10, 10, TODAY, query, cut)
    for shown in (win_lists.message(page), win_lists.window(page)):
        assert all("<!channel>" not in words for words in said(shown))


def test_a_deleted_row_says_what_it_was_merged_into_and_a_private_one_that_it_is() -> None:
    private = replace(PLAIN, private=True)
    page = Listed([private, replace(PLAIN, id=8)], 2, 0, 10, TODAY, DELETED, into={7: replace(PLAIN, title="Both <b>")})
    rows = said(win_lists.message(page))[1:]
    assert rows == [
        "Shipped it\nPrivate · Fri 20 Nov (today)\nMerged into Both &lt;b&gt;",
        "Shipped it\nFri 20 Nov (today)",
    ]
