"""Every part keeps to Slack's limits by itself, and says nothing that was not given."""

from datetime import date
from typing import Any

import pytest

from bot.views import kit

LONG = "x" * 5000
OPTIONS = [kit.option(f"label {number}", str(number)) for number in range(120)]


def longest(block: Any) -> int:
    if isinstance(block, dict):
        return max([0, *(longest(value) for value in block.values())])
    if isinstance(block, list):
        return max([0, *(longest(item) for item in block)])
    return len(block) if isinstance(block, str) else 0


@pytest.mark.parametrize(
    ("block", "limit"),
    [
        (kit.section(LONG), 3000),
        (kit.section("x", fields=[LONG]), 2000),
        (kit.context(LONG), 3000),
        (kit.header(LONG), 150),
        (kit.button(LONG, "id", accessibility_label=LONG), 75),
        (kit.confirm(LONG, "x", "y"), 100),
        (kit.confirm("x", LONG, "y"), 300),
        (kit.confirm("x", "y", LONG, LONG), 30),
        (kit.option(LONG, "v", LONG), 75),
        (kit.select(LONG, "id", OPTIONS[:1]), 150),
        (kit.input(LONG, {}, "b", hint=LONG), 2000),
        (kit.text_input("id", LONG, placeholder="x"), 3000),
        (kit.text_input("id", LONG, max_length=200), 200),
        (kit.text_input("id", placeholder=LONG), 150),
        (kit.modal("id", LONG, [], submit=LONG, close=LONG), 24),
    ],
)
def test_texts_are_cut_to_slack_s_limits(block: Any, limit: int) -> None:
    assert longest(block) == limit


def test_lists_are_cut_to_slack_s_limits() -> None:
    blocks = [kit.divider()] * 150
    assert len(kit.message("x", blocks)["blocks"]) == 50
    assert len(kit.modal("id", "x", blocks)["blocks"]) == len(kit.home(blocks)["blocks"]) == 100
    assert len(kit.context(*["x"] * 20)["elements"]) == 10
    assert len(kit.section("x", fields=["y"] * 20)["fields"]) == 10
    assert len(kit.actions(*[kit.button("x", "y")] * 30)["elements"]) == 25
    assert len(kit.select("x", "id", OPTIONS)["options"]) == 100
    assert len(kit.overflow("id", OPTIONS)["options"]) == 5
    assert len(kit.checkbox_input("id", OPTIONS)["options"]) == 10


def test_what_is_chosen_is_among_what_is_shown() -> None:
    assert kit.select("x", "id", OPTIONS, "3")["initial_option"] == OPTIONS[3]
    assert "initial_option" not in kit.select("x", "id", OPTIONS, "110")
    assert "initial_option" not in kit.select("x", "id", OPTIONS, "unknown")
    assert kit.checkbox_input("id", OPTIONS, ["3", "15"])["initial_options"] == [OPTIONS[3]]
    assert "initial_options" not in kit.checkbox_input("id", OPTIONS)


def test_a_message_always_has_text_and_blocks() -> None:
    assert kit.message("Saved.") == {"text": "Saved.", "blocks": [kit.section("Saved.")]}
    assert kit.plain("")["text"] == kit.mrkdwn("")["text"] == " "


def test_what_is_not_given_is_not_said() -> None:
    assert kit.button("Go", "go") == {"type": "button", "text": kit.plain("Go"), "action_id": "go"}
    assert set(kit.button("Go", "go", "7", style="primary", url="https://a.io", accessibility_label="Go there")) == {
        "type",
        "text",
        "action_id",
        "value",
        "style",
        "url",
        "accessibility_label",
    }
    assert set(kit.section("x")) == {"type", "text"}
    assert set(kit.option("x", "y")) == {"text", "value"}
    assert "hint" not in kit.input("x", {}, "b")
    assert kit.actions(block_id="b")["block_id"] == "b"
    assert "submit" not in kit.modal("id", "x", [], submit=None)
    assert "initial_value" not in kit.text_input("id")


def test_inputs_start_with_what_is_known() -> None:
    assert kit.date_input("id", date(2026, 11, 3))["initial_date"] == "2026-11-03"
    assert "initial_date" not in kit.date_input("id")
    assert kit.users_input("id", ["U1", "x" * 300])["initial_users"] == ["U1"]
    assert "initial_users" not in kit.users_input("id")
    assert kit.users_input("id", ["U1"], multiple=False)["initial_user"] == "U1"
    assert "initial_user" not in kit.users_input("id", multiple=False)
    assert "initial_user" not in kit.users_input("id", ["nobody's <id>"], multiple=False)
