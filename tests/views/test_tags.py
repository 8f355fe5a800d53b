"""Tags in words, each held against Slack's rules for blocks."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import ids
from bot.domain import tags as rules
from bot.domain.tags import Change, Opened, Used
from bot.views import kit, tags
from sandbox.blocks import suggestions
from tests.views.test_wins import labels, said

CHANGE = Change("infra", "backend", (1, 2), (2,), merges=True)
OPENED = Opened("infra", list_url="https://hooks.slack.com/x", place="10")
SPREAD = tuple(range(1, 10**9, 10**6))  # more than a button holds


def field(block: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = block["element"]
    return found


def test_the_field_offers_past_tags_and_holds_those_chosen() -> None:
    block = tags.tags_input(["infra", "", "x" * 200])
    assert [option["value"] for option in field(block)["initial_options"]] == ["infra"]
    assert field(block)["min_query_length"] == 0
    assert "type a new one" in block["hint"]["text"]
    assert "hint" not in tags.tags_input([], new=False)
    assert "initial_options" not in field(tags.tags_input([]))


def test_what_is_offered_says_how_often_it_is_used_and_what_is_new() -> None:
    answer = tags.offered([Used("infra", 2), Used("x" * 151, 1)], ["inf", "y" * 151])
    assert suggestions.problems(answer) == []
    assert [(each["text"]["text"], each.get("description", {}).get("text")) for each in answer["options"]] == [
        ("#inf (new)", None),
        ("#infra", "2 wins"),
    ]


def test_the_list_has_pages_and_a_row_for_each() -> None:
    found = [Used(f"t{number}", 300 - number) for number in range(25)]
    first, last = tags.message(found, 0), tags.message(found, 20)
    assert said(first)[0] == "*25 tags; 1–10*"
    assert said(first)[1] == "*#t0* · 300 wins"
    row = [("Wins", ids.WINS_SHOW), ("Rename", ids.TAG_RENAME), ("Delete", ids.TAG_DELETE)]
    assert labels(first) == [*row * 10, ("More", ids.TAG_PAGES[1])]
    assert labels(last) == [*row * 5, ("Back", ids.TAG_PAGES[0])]
    assert said(tags.message([Used("a", 1)], 0))[0] == "*1 tag*"
    empty = tags.message([], 0, [kit.section("above")])
    assert said(empty)[:2] == ["above", "*No tags yet*"]


def test_a_list_of_some_stays_one_of_some() -> None:
    shown = tags.message([Used("tech-debt", 2)] * 11, 0, wanted="debt")
    assert said(shown)[0] == "*11 tags with “debt”; 1–10*"
    assert shown["blocks"][2]["elements"][1]["value"] == "0/debt:tech-debt"
    assert shown["blocks"][-1]["elements"][0]["value"] == "10/debt"
    assert said(tags.message([], 0, wanted="x")) == ["*No tags with “x”*"]


def test_buttons_say_whose_they_are_and_a_big_one_asks_first() -> None:
    wins, rename, delete = tags.message([Used("c++", 300), Used("b", 2)], 0)["blocks"][2]["elements"]
    assert (wins["value"], rename["value"], delete["value"]) == ('tag:"c++"', "0:c++", "0:c++")
    assert [each["accessibility_label"] for each in (wins, rename, delete)] == [
        "Wins tagged c++",
        "Rename c++",
        "Delete c++",
    ]
    assert "300 wins" in delete["confirm"]["text"]["text"]
    asked = tags.message([Used("b", 2)], 0)["blocks"][2]["elements"][2]["confirm"]
    assert asked["text"]["text"] == "It goes from 2 wins. The wins stay."


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (CHANGE, "*#infra* is merged into *#backend* on 2 wins."),
        (Change("infra", "ops", (1,)), "*#infra* is now *#ops* on 1 win."),
        (Change("infra", "", (1,)), "*#infra* is deleted from 1 win. The wins stay."),
    ],
)
def test_what_was_done_can_be_undone(change: Change, words: str) -> None:
    (block,) = tags.done(change, "10")
    assert block["text"]["text"] == words
    assert block["accessory"]["action_id"] == ids.TAG_UNDO
    assert rules.from_button(block["accessory"]["value"]) == (
        Change(change.name, change.new, change.wins, change.both),
        "10",
    )


def test_what_cannot_be_undone_says_so_before_and_after() -> None:
    assert "too many wins for an Undo" in said(tags.merge_modal(Change("a", "b", SPREAD, merges=True), OPENED))[1]
    assert "too many wins for an Undo" in said(tags.done_modal(Change("a", "b", SPREAD), OPENED))[1]


def test_a_merge_says_how_many_wins_it_is_about() -> None:
    ask = tags.merge_modal(CHANGE, OPENED)
    assert said(ask) == ["*#backend* is there already. 2 wins will have it instead of *#infra*; one of them has both."]
    assert rules.from_metadata(ask["private_metadata"]) == replace(OPENED, new="backend")
    assert "2 of them have both." in said(tags.merge_modal(Change("a", "b", (1, 2), (1, 2)), OPENED))[0]
    assert said(tags.merge_modal(Change("a", "b", (1, 2)), OPENED))[0].endswith("instead of *#a*.")
    assert tags.done_modal(CHANGE, OPENED)["title"]["text"] == "Merged"
    assert tags.done_modal(Change("a", "b", (1,)), OPENED)["title"]["text"] == "Renamed"
    assert rules.from_metadata(tags.done_modal(CHANGE, OPENED)["private_metadata"]) == OPENED
    assert said(tags.undone_modal(CHANGE, 2)) == ["Undone: *#infra* is as it was on 2 wins."]


def test_the_name_is_typed_and_what_is_wrong_with_it_is_said_there() -> None:
    view = tags.rename_modal(OPENED)
    assert rules.from_metadata(view["private_metadata"]) == OPENED
    said(view)
    assert field(view["blocks"][0])["initial_value"] == "infra"
    assert tags.fault("tag_same") == {"errors": {tags.NAME: "That is its name already."}}


@settings(max_examples=60, deadline=None)
@given(name=st.text(min_size=1, max_size=100) | st.sampled_from(["<!channel>", "👩‍👩‍👧‍👦" * 14, "&" * 100]))
def test_whatever_a_tag_is_called_slack_takes_it(name: str) -> None:
    change = Change(name, name, (1,))
    views = [
        tags.message([Used(name, 1000)] * 12, 0, tags.done(change)),
        tags.message([], 0, tags.gone(name)),
        tags.rename_modal(Opened(name)),
        tags.merge_modal(change, Opened(name)),
        tags.done_modal(change, Opened(name)),
    ]
    for view in views:
        assert all("<!channel>" not in words for words in said(view))
    assert suggestions.problems(tags.offered([Used(name, 1)], [f"{name[:90]}0"])) == []
