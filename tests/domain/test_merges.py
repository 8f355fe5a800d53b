"""Which of two wins stays, what both become, and which wins look like one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain import merges
from bot.domain.evidence import Evidence, EvidenceKind, Reading
from bot.domain.measures import Measure
from bot.domain.merges import Before, Brief
from bot.domain.wins import Category, NewWin, Win, WinState

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
KEPT = Win(7, WinState.KEPT, "shipped the queue", TODAY, "command", 3, NOW, NOW)
GONE = Win(8, WinState.KEPT, "queue praised", TODAY, "shortcut", 1, NOW, NOW + timedelta(hours=1))
P95 = Measure("800ms -> 480ms", "p95", "ms", Decimal(800), Decimal(480), None, "down")


def brief(id_: int, title: str, **values: Any) -> Brief:
    return replace(Brief(id_, WinState.KEPT, title, TODAY, NOW), **values)


def link(url: str) -> Evidence:
    return Evidence(EvidenceKind.LINK, url=url)


def test_what_was_kept_earlier_stays_and_a_draft_never_does() -> None:
    draft = replace(KEPT, id=1, state=WinState.DRAFT, kept_at=None, created_at=NOW - timedelta(days=1))
    later = replace(draft, id=2, created_at=NOW)
    for pair, order in (
        ((KEPT, GONE), (KEPT, GONE)),
        ((draft, GONE), (GONE, draft)),
        ((draft, later), (draft, later)),
        ((KEPT, replace(KEPT, id=9)), (KEPT, replace(KEPT, id=9))),
    ):
        assert merges.order(*pair) == order
        assert merges.order(*reversed(pair)) == order


def test_nothing_of_either_is_left_out() -> None:
    message = Evidence(EvidenceKind.MESSAGE, ts="1.2", reading=Reading.READ)
    first = replace(
        KEPT,
        impact="Tickets halved",
        tags=("a", "b"),
        witnesses=("U1",),
        measures=(P95,),
        evidence=(link("https://a.io"),),
    )
    second = replace(
        GONE,
        impact="It is quiet at night",
        happened_on=TODAY - timedelta(days=2),
        category=Category.SKILL,
        tags=("b", "c"),
        witnesses=("U2", "U1"),
        measures=(replace(P95, as_typed="p95 from 800 to 480 ms"), Measure("30%", change=Decimal(30))),
        evidence=(message, link("https://a.io"), link("https://b.io")),
        private=True,
    )
    both = merges.combine(first, second)
    assert both == replace(
        first,
        impact="Tickets halved\nIt is quiet at night",
        happened_on=TODAY - timedelta(days=2),
        category=Category.SKILL,
        tags=("a", "b", "c"),
        witnesses=("U1", "U2"),
        measures=(P95, Measure("30%", change=Decimal(30))),
        evidence=(link("https://a.io"), link("https://b.io")),
        private=True,
    )


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("", "", ""),
        ("a", "", "a"),
        ("", "b", "b"),
        ("all of it", "all", "all of it"),
        ("all", "all of it", "all of it"),
        ("a", "b", "a\nb"),
    ],
)
def test_impacts_are_joined_each_once(first: str, second: str, joined: str) -> None:
    assert merges.combine(replace(KEPT, impact=first), replace(GONE, impact=second)).impact == joined


def test_numbers_that_were_not_understood_are_told_apart_by_their_words() -> None:
    one, other = Measure("much faster"), Measure("much calmer")
    both = merges.combine(replace(KEPT, measures=(one,)), replace(GONE, measures=(one, other)))
    assert both.measures == (one, other)


def test_an_untitled_draft_takes_the_others_title() -> None:
    assert merges.combine(replace(KEPT, title=""), GONE).title == GONE.title


@pytest.mark.parametrize(
    ("title", "like"),
    [
        ("Shipped the retry queue.", True),
        ("shipped retry queue", True),
        ("Retry queue is shipped!", True),
        ("shipped the billing export", False),
        ("the", False),
        ("", False),
    ],
)
def test_nearly_the_same_title_is_probably_the_same_thing(title: str, like: bool) -> None:
    win, other = brief(1, "shipped the retry queue"), brief(2, title)
    assert merges.alike(win, [win, other]) == (other if like else None)


def test_the_same_message_is_the_same_thing_and_comes_before_words() -> None:
    place = frozenset({("C1", "1.2")})
    win = brief(1, "shipped it", messages=place)
    other, words = brief(2, "Thanks for the queue", messages=place), brief(3, "shipped it")
    assert merges.alike(win, [words, other, win]) == other


@pytest.mark.parametrize(
    ("change", "like"),
    [
        ({"created_at": NOW - timedelta(days=7)}, True),
        ({"created_at": NOW - timedelta(days=7, seconds=1)}, False),
        ({"created_at": NOW + timedelta(days=7, seconds=1)}, False),
        ({"sample": True}, False),
    ],
)
def test_only_what_was_captured_within_a_week_is_suggested(change: dict[str, object], like: bool) -> None:
    win = brief(1, "shipped it")
    assert (merges.alike(win, [brief(2, "shipped it", **change)]) is not None) == like


def test_the_most_alike_are_offered_first_and_words_choose() -> None:
    win = brief(1, "shipped the retry queue")
    day, old = TODAY - timedelta(days=3), NOW - timedelta(days=300)
    found = [
        brief(2, "wrote the handbook", happened_on=day),
        brief(3, "Fixed the Queue", happened_on=day),
        brief(4, "gave a talk"),
        brief(5, "retry queue shipped", happened_on=day, created_at=old),
        brief(6, "made up", sample=True),
        win,
    ]
    assert [one.id for one in merges.offers(win, found, "")] == [5, 4, 3, 2]
    assert [one.id for one in merges.offers(win, found, "QUEUE fix")] == [3]
    assert len(merges.offers(win, [brief(number, "x") for number in range(2, 99)], "")) == merges.MOST_OFFERED


def test_what_it_was_before_is_written_and_read_without_loss() -> None:
    new = NewWin("x “y”", TODAY, "z", Category.CAREER, ("a",), ("U1",), (), (P95, Measure("30%")), private=True)
    was = Before(4, True, new, (1, 2), (3,), {"awareness": {"added": [4], "was": []}}, ({"user_id": "U1"},))
    assert merges.read(merges.write(was)) == was
    plain = Before(1, False, NewWin("x", TODAY))
    assert merges.read(merges.write(plain)) == plain
    assert merges.own(replace(KEPT, measures=(P95,), tags=("a",))) == NewWin(
        KEPT.title, TODAY, tags=("a",), measures=(P95,)
    )
