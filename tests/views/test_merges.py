"""Merging in words, each window and message held against Slack's rules for blocks."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import ids
from bot.domain import win_form
from bot.domain.merges import Brief, Gone
from bot.domain.wins import Win, WinState
from bot.views import merges, win_modal
from sandbox import blocks as slack

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
KEPT = Win(7, WinState.KEPT, "Shipped <it>", TODAY, "command", 3, NOW, NOW, impact="Tickets halved")
DRAFT = Win(8, WinState.DRAFT, "Thanks", TODAY, "reaction", 1, NOW)
LIKE = Brief(8, WinState.DRAFT, "Thanks", TODAY, NOW)
BOTH = win_form.of_win(KEPT)


def said(block: dict[str, Any]) -> str:
    """All that is read in a message or window that Slack takes."""
    if block.get("type") == "modal":
        slack.view(block)
    else:
        slack.message(block["blocks"])
    return "\n".join(_texts(block["blocks"]))


def _texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for each in node for text in _texts(each)]
    if not isinstance(node, dict):
        return []
    if node.get("type") == "mrkdwn" and isinstance(node.get("text"), str):
        return [node["text"]]
    return [text for each in node.values() for text in _texts(each)]


def pressed(block: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Every button: its label, what it does, and to what."""
    elements = [
        element for each in block["blocks"] for element in [*each.get("elements", []), each.get("accessory") or {}]
    ]
    buttons = [element for element in elements if element.get("type") == "button"]
    return [(button["text"]["text"], button["action_id"], button["value"]) for button in buttons]


def test_the_other_win_is_chosen_and_the_likely_one_proposed() -> None:
    view = merges.choose_modal(KEPT, TODAY, LIKE)
    assert "*Shipped &lt;it&gt;*" in said(view)
    field = next(block for block in view["blocks"] if block["type"] == "input")
    assert (field["block_id"], field["element"]["action_id"]) == (merges.OTHER, ids.MERGE_OTHER)
    assert field["element"]["initial_option"] == merges.offered([LIKE], TODAY)["options"][0]
    assert (view["callback_id"], view["private_metadata"]) == (ids.MODAL_MERGE_CHOOSE, "7")
    field = next(block for block in merges.choose_modal(KEPT, TODAY)["blocks"] if block["type"] == "input")
    assert "initial_option" not in field["element"]


def test_what_is_offered_says_its_day_and_that_it_is_a_draft() -> None:
    kept = replace(LIKE, id=9, state=WinState.KEPT, title="", happened_on=date(2025, 1, 2))
    shown = [
        (option["text"]["text"], option["value"], option["description"]["text"])
        for option in merges.offered([LIKE, kept], TODAY)["options"]
    ]
    assert shown == [
        ("Thanks", "8", "Draft, Fri 20 Nov"),
        ("a message you reacted to", "9", "Thu 2 Jan 2025"),
    ]


def test_both_are_shown_above_the_fields_of_the_one() -> None:
    view = merges.modal(KEPT, DRAFT, BOTH, TODAY)
    words = said(view)
    for part in ("*Stays:* Shipped &lt;it&gt;", "*Goes into it (a draft):* Thanks", "undo this for 30 days"):
        assert part in words
    assert "changed somewhere else" not in words
    assert "cut off" not in words
    assert (view["callback_id"], view["private_metadata"]) == (ids.MODAL_MERGE, "7:3:8:1")
    stale = said(merges.modal(KEPT, DRAFT, replace(BOTH, impact="x" * 3001), TODAY, stale=True))
    assert "changed somewhere else in the meantime" in stale
    assert "cut off below" in stale


def test_the_confirmation_has_the_way_back() -> None:
    view = merges.merged_modal(KEPT, DRAFT, TODAY)
    assert "*Merged:* Shipped &lt;it&gt;" in said(view)
    assert pressed(view) == [("Edit", ids.WIN_EDIT, "7"), ("Undo merge", ids.MERGE_UNDO, "8")]


@pytest.mark.parametrize(
    ("kept", "exact", "words", "buttons"),
    [
        (KEPT, True, "Shipped &lt;it&gt; is as it was before.", ["8", "7"]),
        (KEPT, False, "Shipped &lt;it&gt; was edited since the merge and stays as it is.", ["8", "7"]),
        (replace(KEPT, deleted_at=NOW), True, "Shipped &lt;it&gt; is as it was before, and deleted.", ["8"]),
    ],
)
def test_taken_back_it_says_what_became_of_both(kept: Win, exact: bool, words: str, buttons: list[str]) -> None:
    message = merges.unmerged(kept, DRAFT, TODAY, exact=exact)
    assert words in said(message)
    assert message["text"] == "Not merged any more: Thanks"
    assert [value for _, action, value in pressed(message) if action == ids.WIN_EDIT] == buttons


def test_above_a_list_it_is_one_row() -> None:
    row = merges.unmerged_row(KEPT, DRAFT, exact=True)
    assert row["text"]["text"] == "Thanks is not merged any more."
    assert "edited since" in merges.unmerged_row(KEPT, DRAFT, exact=False)["text"]["text"]


def test_a_win_that_went_into_another_leads_there_and_back() -> None:
    view = merges.merged_away_modal(DRAFT, KEPT)
    assert "Thanks was merged into Shipped &lt;it&gt;." in said(view)
    assert pressed(view) == [("Edit", ids.WIN_EDIT, "7"), ("Undo merge", ids.MERGE_UNDO, "8")]
    message = merges.merged_away(DRAFT, replace(KEPT, deleted_at=NOW))
    assert message["text"].endswith("That one is deleted.")
    assert pressed(message) == [("Undo merge", ids.MERGE_UNDO, "8")]


def test_the_edit_window_has_what_went_into_it_and_what_may_be_the_same() -> None:
    gone = [Gone(number, f"part {number}", NOW) for number in range(10, 17)]
    around = merges.around(KEPT, TODAY, gone, LIKE)
    view = win_modal.modal(BOTH, win_form.Opened(7, 3), KEPT, around=around, buttons=[merges.merge_button(KEPT)])
    words = said(view)
    for part in ("part 10 was merged into this win.", "2 more wins merged into this one", "Is it the same as *Thanks*"):
        assert part in words
    assert pressed(view)[-3:] == [
        ("Merge them", ids.WIN_MERGE, "7:8"),
        ("Delete", ids.WIN_UNDO, "7"),
        ("Merge with…", ids.WIN_MERGE, "7"),
    ]
    assert merges.around(KEPT, TODAY, [], None) == []


@pytest.mark.parametrize(
    ("view", "said_so", "submit", "opened"),
    [
        (
            win_modal.merged_modal(BOTH, DRAFT, TODAY),
            "was merged into another one in the meantime",
            "Save mine",
            (8, 1, False),
        ),
        (win_modal.deleted_modal(BOTH, KEPT), "was deleted in the meantime", "Restore and save", (7, 3, True)),
        (win_modal.gone_modal(BOTH), "is not there any more", "Save as a new win", (0, 0, False)),
    ],
)
def test_what_was_typed_stays_whatever_became_of_the_win(
    view: dict[str, Any], said_so: str, submit: str, opened: tuple[int, int, bool]
) -> None:
    assert f"*This win {said_so}, so" in said(view)
    assert view["submit"]["text"] == submit
    found = win_form.from_metadata(view["private_metadata"])
    assert (found.win_id, found.version, found.restoring) == opened
    typed = next(block for block in view["blocks"] if block.get("block_id") == "title")
    assert typed["element"]["initial_value"] == "Shipped <it>"


NASTY = st.text(max_size=300) | st.sampled_from(["<!channel>", "&" * 3000, "👩‍👩‍👧" * 900, "<@U0ADA>" * 300])


@settings(max_examples=20, deadline=None)
@given(title=NASTY, impact=NASTY)
def test_whatever_is_stored_slack_takes_it(title: str, impact: str) -> None:
    kept, gone = replace(KEPT, title=title, impact=impact), replace(DRAFT, title=title, impact=impact)
    like = replace(LIKE, title=title)
    around = merges.around(kept, TODAY, [Gone(9, title, NOW)] * 9, like)
    for shown in (
        merges.choose_modal(kept, TODAY, like),
        merges.modal(kept, gone, win_form.of_win(kept), TODAY, stale=True),
        merges.merged_modal(kept, gone, TODAY),
        merges.unmerged(kept, gone, TODAY, exact=False),
        merges.merged_away(gone, kept),
        win_modal.modal(BOTH, win_form.Opened(7, 3), kept, around=around, buttons=[merges.merge_button(kept)]),
        win_modal.merged_modal(BOTH, kept, TODAY),
        {"blocks": [merges.unmerged_row(kept, gone, exact=False)]},
    ):
        assert "<!channel>" not in said(shown)
    for option in merges.offered([like], TODAY)["options"]:
        assert len(option["text"]["text"]) <= 75
