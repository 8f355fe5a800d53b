"""Projects and the loop as their owner reads them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import ids
from bot.domain.confidence import Change
from bot.domain.home import WinRow
from bot.domain.loops import Loop, Went
from bot.domain.merges import Brief
from bot.domain.projects import Form, Project, of_project
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.wins import WinState
from bot.views import projects as views
from tests import kit_rules

TODAY = date(2026, 11, 20)
MARCH = date(2026, 3, 3)
RUI = Stakeholder(1, Relationship.SPONSOR, TODAY, 1, user_id="U0RUI")
MOVE = Project(7, "the <move>", MARCH, stakeholder_id=1, wins=4)
WIN = WinRow(3, WinState.KEPT, "shipped <it>", TODAY, None, private=True)
LOOP = Loop(
    MARCH, 3, 1, 1, 1, 4, (Went(1, Change(MARCH, 2, 4, steady=False)), Went(9, Change(MARCH, 3, 3, steady=True)))
)
NASTY = "<!channel> &amp; <https://evil.example|click> " * 90


def texts(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["text"]["text"] for block in blocks if block["type"] == "section"]


def buttons(blocks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    found = [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
    return [(each["text"]["text"], each.get("value", "")) for each in found]


def test_the_list_says_the_loop_and_each_project() -> None:
    message = views.message([MOVE, replace(MOVE, id=8, ended_on=TODAY, wins=1)], {1: RUI}, LOOP, TODAY)
    assert texts(message["blocks"]) == [
        "*Projects*\n2 projects",
        (
            "*Since March*: 3 asks, 1 given, 1 declined, 1 assignment, 4 wins from it.\n"
            "Confidence, of 5: of <@U0RUI> 2 in March, 4 now."
        ),
        "*the &lt;move&gt;*\nsince Tue 3 Mar · given by <@U0RUI> · 4 wins",
        "*the &lt;move&gt;*\nTue 3 Mar to Fri 20 Nov · given by <@U0RUI> · 1 win",
    ]
    assert message["text"] == "Projects: 2 projects"
    assert kit_rules.faults_of_message(message) == []


@pytest.mark.parametrize(
    ("loop", "said"),
    [
        (Loop(MARCH, 1, 0, 0, 0, 0, ()), "1 ask"),
        (Loop(MARCH, 1, 1, 0, 1, 0, ()), "1 ask, 1 given, 1 assignment, no win yet from it"),
        (Loop(MARCH, 2, 1, 0, 2, 1, ()), "2 asks, 1 given, 2 assignments, 1 win from them"),
    ],
)
def test_what_is_none_is_not_said(loop: Loop, said: str) -> None:
    assert views.asked(loop) == said
    assert texts(views.loop_blocks(replace(loop, since=date(2025, 12, 1)), {}, TODAY)) == [
        f"*Since December 2025*: {said}."
    ]


def test_an_empty_list_says_what_a_project_is() -> None:
    message = views.message([], {}, None, TODAY)
    assert texts(message["blocks"]) == ["*Projects*\nNo project yet."]
    assert buttons(message["blocks"]) == [("New project", "")]


def test_the_list_and_the_wins_come_in_pages() -> None:
    message = views.message([replace(MOVE, id=each) for each in range(1, 41)], {}, None, TODAY, 15)
    assert buttons(message["blocks"]) == [("Back", "0"), ("More", "30"), ("New project", "")]
    assert "16 to 30 of 40" in str(message)
    view = views.window(replace(MOVE, wins=25), None, [WIN] * 10, TODAY, offset=10, page=10)
    assert buttons(view["blocks"])[:2] == [("Back", "7:0"), ("More", "7:20")]
    assert "11 to 20 of 25" in str(view)


def test_a_window_shows_its_wins_and_what_can_be_done() -> None:
    view = views.window(replace(MOVE, wins=1), RUI, [WIN], TODAY, above=[views.made(before=False)])
    assert texts(view["blocks"]) == [
        "*It is a project now.* What you achieve in it can belong to it.",
        "*the &lt;move&gt;*\nsince Tue 3 Mar · given by <@U0RUI> · 1 win",
        "shipped &lt;it&gt; · private · Fri 20 Nov",
    ]
    assert view["blocks"][2]["accessory"]["value"] == "7:3"
    assert buttons(view["blocks"]) == [("Add wins", "7"), ("Rename", "7"), ("End", "7"), ("Delete", "7")]
    ended = views.window(replace(MOVE, ended_on=TODAY, wins=0), None, [], TODAY, above=[views.made(before=True)])
    assert ("Goes on", "7") in buttons(ended["blocks"])
    assert "No win belongs to it yet." in str(ended)
    assert "This is a project already" in str(ended)
    coming = views.facts(replace(MOVE, began_on=date(2026, 12, 1)), None, TODAY)
    assert coming == "from Tue 1 Dec · 4 wins"
    assert "Sample" in str(views.window(MOVE, None, [replace(WIN, sample=True)], TODAY))


def test_deleting_says_that_the_wins_stay() -> None:
    assert views.deleted(MOVE)["text"] == "*Deleted*: the &lt;move&gt;. 4 wins stay, and belong to none."
    assert views.deleted(replace(MOVE, wins=0))["text"] == "*Deleted*: the &lt;move&gt;."


def test_the_forms_hold_what_is_known() -> None:
    view = views.modal(of_project(MOVE), MOVE, views.changed_meanwhile(MOVE, RUI, TODAY))
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert (fields["name"]["initial_value"], fields["began_on"]["initial_date"]) == ("the <move>", "2026-03-03")
    assert (view["private_metadata"], view["title"]["text"]) == ("7:1", "Edit project")
    assert views.modal(Form())["title"]["text"] == "New project"
    chosen = views.of_win_modal(3, "shipped it", MOVE, [MOVE])
    field = next(block["element"] for block in chosen["blocks"] if block.get("block_id") == "project")
    assert ([each["value"] for each in field["options"]], field["initial_option"]["value"]) == (["0", "7"], "7")
    none = views.of_win_modal(3, "shipped it", None, [])
    assert '"0"' in str(none).replace("'", '"')
    brief = Brief(3, WinState.KEPT, "shipped it", TODAY, datetime(2026, 3, 3, tzinfo=UTC), False, frozenset())
    assert [each["value"] for each in views.offered([brief], TODAY)["options"]] == ["3"]


def test_what_a_win_belongs_to_is_said() -> None:
    view = views.of_win_saved("shipped <it>", MOVE)
    assert texts(view["blocks"]) == ["shipped &lt;it&gt; belongs to *the &lt;move&gt;*."]
    assert buttons(view["blocks"]) == [("Open the project", "7")]
    assert texts(views.of_win_saved("x", None)["blocks"]) == ["x belongs to no project."]


def test_whatever_was_typed_fits() -> None:
    nasty, row = replace(MOVE, name=NASTY), replace(WIN, title=NASTY)
    message = views.message(
        [replace(nasty, id=each) for each in range(1, 40)], {1: replace(RUI, name=NASTY)}, LOOP, TODAY
    )
    assert kit_rules.faults_of_message(message) == []
    for view in (
        views.window(nasty, RUI, [row] * 10, TODAY),
        views.modal(of_project(nasty), nasty, views.changed_meanwhile(nasty, RUI, TODAY)),
        views.wins_modal(nasty),
        views.of_win_modal(3, NASTY, nasty, [replace(nasty, id=each) for each in range(1, 91)]),
        views.of_win_saved(NASTY, nasty),
    ):
        assert kit_rules.faults_of_view(view) == []
    assert kit_rules.faults_of_message(views.deleted(nasty)) == []
    assert views.make_button(5, NASTY)["action_id"] == ids.PROJECT_MAKE
