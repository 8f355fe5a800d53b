"""The inbox in words: within Slack's limits whatever is in it, every number and every way on."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import ids
from bot.domain import inbox as rules
from bot.domain.evidence import Evidence, EvidenceKind, Reading
from bot.domain.inbox import Batch, Choice, Entry, Inbox, Item, Opened, Typed
from bot.domain.measures import Measure
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.win_form import Fault
from bot.domain.wins import Category, Win, WinState
from bot.views import inbox
from tests.kit_rules import faults_of_message, faults_of_view

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
COMMANDS = {"win": "/win", "met": "/met", "vouch": "/vouch"}
MESSAGE = Evidence(
    EvidenceKind.MESSAGE,
    url="https://acme.slack.com/archives/C0GENERAL/p1",
    author_id="U0LEO",
    channel_id="C0GENERAL",
    ts="1.0",
    snapshot="Well done",
    reading=Reading.READ,
)


def draft(win_id: int = 7, title: str = "Shipped it", source: str = "reaction", **changes: Any) -> Win:
    win = Win(win_id, WinState.DRAFT, title, date(2026, 11, 19), source, 1, NOW, evidence=(MESSAGE,), source_ts="1.0")
    return replace(win, **changes)


def person(number: int, **changes: Any) -> Stakeholder:
    return replace(Stakeholder(number, Relationship.PEER, TODAY, 1, user_id=f"U0P{number}"), **changes)


def batch(*items: Item, people: tuple[Stakeholder, ...] = (), before: int = 0, total: int | None = None) -> Batch:
    return Batch(items, len(items) if total is None else total, before, people, TODAY)


def texts(shown: dict[str, Any]) -> list[str]:
    found = []
    for block in shown["blocks"]:
        found += [element["text"] for element in block.get("elements", []) if isinstance(element.get("text"), str)]
        if "text" in block:
            found.append(block["text"]["text"])
    return found


def buttons(shown: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Each button's words, action and value."""
    found = [element for block in shown["blocks"] for element in block.get("elements", []) if "action_id" in element]
    found += [block["accessory"] for block in shown["blocks"] if "accessory" in block]
    return [(one["text"]["text"], one["action_id"], one.get("value", "")) for one in found]


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ((), ""),
        (("U0M",), "<@U0M> praised this"),
        (("U0M", "U0L"), "<@U0M> and <@U0L> praised this"),
        (("U0M", "U0L", "W0W"), "<@U0M> and 2 others praised this"),
    ],
)
def test_praise_names_the_first_and_counts_the_others(who: tuple[str, ...], said: str) -> None:
    assert inbox.praised(who) == said


# The list


def test_the_list_says_why_each_draft_is_there() -> None:
    items = (
        Item(draft(9), ("U0M",)),
        Item(draft(8, "", "praise"), ("U0M", "U0L", "U0P")),
        Item(draft(7, "", evidence=(replace(MESSAGE, author_id=""),))),
        Item(draft(6, "Typed", "command", evidence=())),
    )
    shown = inbox.page(Inbox(items, 4, 0, TODAY), 10, COMMANDS)
    assert shown["text"] == "4 drafts wait in your inbox"
    assert texts(shown)[1:5] == [
        "*Shipped it*\nYou reacted to a message of <@U0LEO>, <@U0M> praised this · Thu 19 Nov",
        "_A message of yours_\n<@U0M> and 2 others praised this · Thu 19 Nov",
        "_A message you reacted to_\nYou reacted to a message · Thu 19 Nov",
        "*Typed*\nThu 19 Nov",
    ]
    assert ("Finish 4 at once", ids.INBOX_OPEN, "") in buttons(shown)
    assert ("Finish", ids.WIN_EDIT, "9") in buttons(shown)
    assert faults_of_message(shown, people=True) == []


def test_the_list_has_pages_and_an_end() -> None:
    page = Inbox(tuple(Item(draft(number)) for number in range(20, 10, -1)), 27, 10, TODAY)
    shown = inbox.page(page, 10, COMMANDS)
    assert shown["text"] == "27 drafts wait in your inbox, 11–20"
    assert buttons(shown)[:2] == [("Newer", ids.INBOX_PAGES[0], "0"), ("More", ids.INBOX_PAGES[1], "20")]
    assert ("Finish 5 at once", ids.INBOX_OPEN, "21") in buttons(shown)
    beyond = inbox.page(Inbox((), 27, 30, TODAY), 10, COMMANDS)
    assert beyond["text"] == "27 drafts wait in your inbox, none on this page"
    one = inbox.page(Inbox((Item(draft()),), 1, 0, TODAY), 10, COMMANDS)
    assert (one["text"], buttons(one)[0][0]) == ("1 draft waits in your inbox", "Finish it")


def test_an_empty_inbox_says_so_and_shows_praise_of_kept_wins() -> None:
    kept = Item(draft(3, "Kept <it>", state=WinState.KEPT, kept_at=NOW), ("U0M",))
    shown = inbox.page(Inbox((), 0, 0, TODAY, praised=(kept,)), 10, COMMANDS)
    assert shown["text"] == "Nothing waits in your inbox."
    assert texts(shown)[2] == "Kept &lt;it&gt;\n<@U0M> praised this"


# The modal


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def test_each_draft_has_its_message_and_its_own_fields() -> None:
    first = Item(draft(9, measures=(Measure("3x", change=None),), impact="Faster", category=Category.SKILL), ("U0M",))
    second = Item(draft(8, ""), tell=(2,))
    people = (person(1), person(2, user_id="", name="Maria <b>"))
    view = inbox.modal(batch(first, second, people=people, before=5, total=12))
    assert texts(view)[:2] == [
        "6–7 of 12. Choose *Keep as a win* for what counts; the others go on waiting. Nobody is told.",
        f"*1.* <@U0M> praised this\n<{MESSAGE.url}|Slack message> by <@U0LEO> in <#C0GENERAL>\n>Well done",
    ]
    found = fields(view)
    assert list(found)[:6] == [f"{name}:9" for name in ("choice", "title", "measure", "impact", "category", "tell")]
    assert found["choice:9"]["element"]["initial_option"]["value"] == "later"
    assert found["choice:8"]["element"]["initial_option"]["value"] == "later"
    assert found["impact:9"]["element"]["initial_value"] == "Faster"
    assert found["category:9"]["element"]["initial_option"]["value"] == "skill"
    assert found["title:8"]["label"]["text"] == "2. What did you achieve?"
    boxes = found["tell:8"]["element"]
    assert [option["text"]["text"] for option in boxes["options"]] == ["<@U0P1>", "Maria &lt;b&gt;"]
    assert [option["value"] for option in boxes["initial_options"]] == ["2"]
    assert all(block["element"]["action_id"] == name for name, block in found.items())
    assert rules.from_metadata(view["private_metadata"]) == Opened((Entry(9, 1), Entry(8, 1)), 8)
    assert faults_of_view(view, people=True) == []


def test_who_knows_is_not_asked_for_and_a_cut_is_said() -> None:
    known = inbox.modal(batch(Item(draft(known_by=(1,))), people=(person(1),)))
    assert "tell:7" not in fields(known)
    assert texts(known)[0].startswith("1 draft. ")
    many = fields(inbox.modal(batch(Item(draft()), people=tuple(person(number) for number in range(1, 12)))))
    assert len(many["tell:7"]["element"]["options"]) == 10
    assert many["tell:7"]["hint"]["text"] == "The 10 with the most say."
    few = fields(inbox.modal(batch(Item(draft()), people=(person(1),))))
    assert "hint" not in few["tell:7"]


def test_several_lines_stay_several_lines() -> None:
    win = draft(measures=(Measure("3x"), Measure("4x")), impact="One\ntwo")
    found = fields(inbox.modal(batch(Item(win))))
    assert [found[f"{name}:7"]["element"]["multiline"] for name in ("measure", "impact", "title")] == [
        True,
        True,
        False,
    ]


def test_without_drafts_nothing_can_be_saved() -> None:
    view = inbox.modal(batch())
    assert ("submit" in view, texts(view)) == (False, ["*Nothing waits in your inbox.*"])


def test_a_draft_of_no_message_is_only_numbered() -> None:
    assert texts(inbox.modal(batch(Item(draft(evidence=())))))[1] == "*1.*"


def test_faults_stand_at_their_fields() -> None:
    found = inbox.faults({"title:7": Fault("title_missing"), "measure:8": Fault("measure_wrong", "x")})
    assert list(found["errors"]) == ["title:7", "measure:8"]
    assert "“x”" in found["errors"]["measure:8"]


def test_a_window_holds_only_what_slack_takes_and_the_next_one_goes_on_there() -> None:
    items = tuple(Item(draft(9 - number, "👩‍👩‍👧" * 4000, impact="👩‍👩‍👧" * 4000)) for number in range(5))
    view = inbox.modal(batch(*items))
    opened = rules.from_metadata(view["private_metadata"])
    assert 1 <= len(opened.entries) < 5
    assert opened.behind == opened.entries[-1].win_id
    assert texts(view)[0].startswith(f"1–{len(opened.entries)} of 5.")
    typed = {item.win.id: rules.of_item(item) for item in items}
    again = inbox.again(batch(*items), typed, inbox.Outcome())
    shown = len(rules.from_metadata(again["private_metadata"]).entries)
    assert sum(action == ids.WIN_EDIT for _, action, _ in buttons(again)) == 5 - shown > 0


# What became of them


def kept(win_id: int, title: str = "Kept") -> Win:
    return draft(win_id, title, state=WinState.KEPT, kept_at=NOW)


def test_what_was_saved_is_counted_and_the_way_on_is_shown() -> None:
    measured = replace(kept(9), measures=(Measure("3x"),))
    done = inbox.Outcome(kept=(measured, kept(8)), dismissed=(7, 6), waiting=9, further=7, behind=5)
    view = inbox.finished(done)
    assert texts(view)[:3] == ["*Saved 2 wins, dismissed 2.* 9 drafts wait.", "*Kept*\n3x", "*Kept*"]
    assert buttons(view)[:2] == [("Next", ids.INBOX_OPEN, "5"), ("Undo dismissing 2", ids.INBOX_UNDO, "7,6")]
    assert faults_of_view(view) == []


@pytest.mark.parametrize(
    ("outcome", "said", "shown"),
    [
        (inbox.Outcome(dismissed=(7,)), "*Dismissed 1.* Nothing waits any more.", ["Undo dismissing"]),
        (inbox.Outcome(waiting=1), "*Nothing was kept or dismissed.* 1 draft waits.", ["Back to the first"]),
        (inbox.Outcome(), "*Nothing was kept or dismissed.* Nothing waits any more.", []),
    ],
)
def test_every_outcome_has_its_words(outcome: inbox.Outcome, said: str, shown: list[str]) -> None:
    view = inbox.finished(outcome)
    assert (texts(view)[0], [label for label, *_ in buttons(view)]) == (said, shown)


def test_what_was_typed_for_a_draft_that_is_gone_is_given_back() -> None:
    item = Item(draft(7, deleted_at=NOW))
    said = Typed(Choice.KEEP, "Mine", "3x", "Faster")
    done = inbox.Outcome(gone=((item, said), (item, rules.of_item(item)), (None, said), (None, Typed(Choice.LATER))))
    view = inbox.finished(done)
    assert sum(text == ">Mine\n>3x\n>Faster" for text in texts(view)) == 2
    assert sum("is not there any more" in text for text in texts(view)) == 2
    assert [action for _, action, _ in buttons(view)] == [ids.WIN_RESTORE] * 2


def test_what_was_changed_elsewhere_is_shown_beside_what_was_typed() -> None:
    stored = Item(draft(7, "Theirs", version=4))
    other = Item(replace(kept(6, "Kept by then"), version=2))
    typed = {7: Typed(Choice.KEEP, "Mine"), 6: Typed(Choice.DISMISS, "Mine too")}
    done = inbox.Outcome(kept=(kept(5),), gone=((None, Typed(Choice.LATER)),), behind=5)
    view = inbox.again(batch(stored, other), typed, done)
    assert texts(view)[0] == (
        "*2 drafts were changed somewhere else in the meantime and not saved. Below is what you typed.* Saved 1 win."
    )
    assert {"*1. Stored now (a draft):* Theirs", "*2. Stored now (kept):* Kept by then"} <= set(texts(view))
    found = fields(view)
    assert found["title:7"]["element"]["initial_value"] == "Mine"
    assert found["choice:6"]["element"]["initial_option"]["text"]["text"] == "Dismiss it"
    opened = rules.from_metadata(view["private_metadata"])
    assert opened == Opened((Entry(7, 4, again=True), Entry(6, 2, again=True)), 5)
    assert faults_of_view(view) == []
    assert texts(inbox.again(batch(stored), typed, done))[0].startswith("*One draft was changed")


@pytest.mark.parametrize(
    ("back", "refused", "waiting", "said"),
    [
        (1, 0, 3, "*1 draft is in your inbox again.* 3 drafts wait."),
        (2, 1, 2, "*2 drafts are in your inbox again.* 1 could not be brought back"),
        (0, 1, 0, "1 could not be brought back"),
    ],
)
def test_undoing_says_how_many_are_back(back: int, refused: int, waiting: int, said: str) -> None:
    view = inbox.brought_back(back, refused, waiting)
    assert texts(view)[0].startswith(said)
    assert len(buttons(view)) == (waiting > 0)


HUGE = ("👩‍👩‍👧" * 4000, "&" * 12_000, "x" * 12_000, "<@U0ADA> " * 1500)
ODD = st.text(max_size=80) | st.sampled_from(
    ["<!channel> & <@U0ADA>", "👩‍👩‍👧" * 60, "&" * 700, "x" * 700, "", "\u202e"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ODD, ODD, ODD), max_size=5), ODD)
def test_whatever_stands_in_drafts_fits_and_is_no_markup(drafts: list[tuple[str, str, str]], name: str) -> None:
    _check(drafts, name)


@pytest.mark.parametrize("huge", HUGE)
def test_the_longest_texts_fit(huge: str) -> None:
    _check([(huge, huge, huge)] * 5, huge[:200])


def _check(drafts: list[tuple[str, str, str]], name: str) -> None:
    people = tuple(person(number, user_id="", name=name or "x") for number in range(1, 30))
    items = tuple(
        Item(
            draft(
                10 - number,
                title,
                impact=impact,
                measures=(Measure("3x", metric=impact[:255]),),
                evidence=(replace(MESSAGE, snapshot=snapshot),),
            ),
            tuple(f"U{one}" for one in range(number)),
        )
        for number, (title, impact, snapshot) in enumerate(drafts)
    )
    typed = {item.win.id: Typed(Choice.KEEP, *texts) for item, texts in zip(items, drafts, strict=True)}
    gone = [(item, typed[item.win.id]) for item in items]
    done = inbox.Outcome(kept=[item.win for item in items], gone=gone, waiting=10**6, further=1)
    shown = batch(*items, people=people, total=10**6)
    views = [inbox.modal(shown), inbox.finished(done)] + (
        [inbox.again(shown, typed, replace(done, gone=gone[:0]))] if items else []
    )
    assert [fault for view in views for fault in faults_of_view(view, people=True)] == []
    page = inbox.page(Inbox(items, 10**6, 10**5, TODAY, items), 10, COMMANDS)
    assert faults_of_message(page, people=True) == []
