"""Every refusal has its sentence, and what was typed comes back."""

import ast
import string
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot import ids
from bot.domain import lines
from bot.views import errors, kit
from tests import kit_rules

ROOT = Path(__file__).parents[2]


def refusals() -> list[tuple[str, str, set[str]]]:
    """Each `Refused("code", part=…)` of the source: where, its code, the names of its parts."""
    found = []
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "Refused":
                codes = [inner.value for inner in ast.walk(node.args[0]) if isinstance(inner, ast.Constant)]
                spread = any(keyword.arg is None for keyword in node.keywords)
                parts = {"*"} if spread else {str(keyword.arg) for keyword in node.keywords}
                found += [(path.name, str(code), parts) for code in codes]
    return found


def shown(message: dict[str, Any]) -> str:
    return "\n".join(block["text"]["text"] for block in message["blocks"] if block["type"] == "section")


def typed_back(message: dict[str, Any]) -> str:
    lines = shown(message).split("\n")
    return "\n".join(line.removeprefix(">") for line in lines if line.startswith(">"))


def test_every_refusal_in_the_source_has_a_sentence() -> None:
    found = refusals()
    assert found
    assert {(where, code) for where, code, _ in found if code not in errors.SENTENCES} == set()


def test_every_refusal_brings_the_parts_that_its_sentence_names() -> None:
    lacking = []
    for where, code, parts in refusals():
        named = {name for _, name, _, _ in string.Formatter().parse(errors.SENTENCES.get(code, "")) if name}
        if "*" not in parts and not named <= parts:
            lacking.append((where, code, named - parts))
    assert lacking == []


def test_somebody_who_has_not_started_is_shown_where_to_with_what_they_typed() -> None:
    message = errors.refused("not_started", {}, "retry")
    assert [each["action_id"] for each in message["blocks"][-1]["elements"]] == [
        ids.HOME_LOG_WIN,
        ids.HOME_LOG_CONVERSATION,
    ]
    assert typed_back(message) == "retry"
    assert kit_rules.faults_of_message(message) == []
    assert "actions" not in {block["type"] for block in errors.refused("not_found", {})["blocks"]}


def test_parts_are_worded() -> None:
    assert errors.sentence("too_long", {"length": 3500, "limit": 3000}) == (
        "That is too long: 3,500 characters, and 3,000 is the most."
    )
    assert errors.sentence("zone_unknown", {"zone": date(2026, 11, 3)}).startswith(
        "There is no time zone “Tue 3 Nov 2026”."
    )
    assert "“1.5”" in errors.sentence("zone_unknown", {"zone": Decimal("1.50")})


def test_a_part_left_out_and_a_code_not_listed_are_no_second_failure() -> None:
    assert errors.sentence("too_long", {"length": 3500}) == "That is too long: 3,500 characters, and ? is the most."
    assert errors.sentence("never heard of", {}) == errors.UNLISTED


@pytest.mark.parametrize(
    "message",
    [
        errors.refused("not_found", {}, "shipped <!channel> & more"),
        errors.not_saved("shipped <!channel> & more"),
        errors.still_saving("shipped <!channel> & more"),
        errors.outcome_unknown("shipped <!channel> & more"),
        errors.not_read("shipped <!channel> & more"),
        errors.unexpected("ab12", "shipped <!channel> & more"),
        errors.slack_refused("expired_trigger_id", "shipped <!channel> & more"),
        errors.slack_unreachable("shipped <!channel> & more"),
    ],
)
def test_what_was_typed_comes_back_quoted_and_escaped(message: dict[str, Any]) -> None:
    assert typed_back(message) == "shipped &lt;!channel&gt; &amp; more"
    assert message["text"]


def test_people_named_by_slack_come_back_as_mentions_and_typed_tokens_as_text() -> None:
    sent = "<@U0PRIYA|priya> and &lt;@U0RUI&gt; on R&amp;D &amp;lt;@U0RUI&amp;gt; \ufdd0@U0RUI\ufdd1"
    message = errors.not_saved(lines.given_back(sent))
    assert typed_back(message) == "<@U0PRIYA> and &lt;@U0RUI&gt; on R&amp;D &amp;lt;@U0RUI&amp;gt; @U0RUI"
    crowd = errors.not_saved(lines.given_back("<@U0PRIYA>" * 900))
    sections = [block["text"]["text"] for block in crowd["blocks"] if block["type"] == "section"]
    assert max(map(len, sections)) <= 3000
    assert "\ufdd0" not in "".join(sections)


def test_without_typed_text_there_is_one_sentence() -> None:
    assert len(errors.not_saved("  ")["blocks"]) == 1


def test_a_long_text_comes_back_whole_in_pieces_that_slack_takes() -> None:
    typed = " ".join(f"word{number}<&>" for number in range(350))
    message = errors.refused("too_long", {"length": len(typed), "limit": 3000}, typed)
    assert all(len(block["text"]["text"]) <= 3000 for block in message["blocks"] if block["type"] == "section")
    back = typed_back(message).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back.split() == typed.split()


def test_a_text_without_spaces_comes_back_in_pieces_too() -> None:
    assert typed_back(errors.not_saved("x" * 5000)).replace("\n", "") == "x" * 5000


def test_what_no_message_holds_ends_in_an_ellipsis() -> None:
    back = typed_back(errors.not_saved("word " * 20_000))
    assert back.endswith("…")
    assert len(back) < 13_000


def test_the_text_of_an_unknown_failure_names_its_reference() -> None:
    assert "`ab12`" in errors.unexpected("ab12")["text"]


def test_an_unknown_answer_of_slack_is_named() -> None:
    assert "`strange_&lt;code&gt;`" in errors.slack_refused("strange_<code>")["text"]


def test_saved_after_all_stands_above_what_would_have_been_shown_at_once() -> None:
    confirmation = {"text": "Saved: retry queue", "blocks": [{"type": "divider"}]}
    message = errors.saved_after_all(confirmation)
    assert message["text"] == "*Saved* after all. Saved: retry queue"
    assert [block["type"] for block in message["blocks"]] == ["section", "divider"]
    assert errors.saved_after_all()["text"] == "*Saved* after all."


def test_what_ended_late_is_told_truthfully() -> None:
    assert errors.done_after_all()["text"] == "*Done* after all."
    message = errors.refused_late(["No <day>.", "No link."], "3 foo")
    assert message["text"] == "*Not saved.* No &lt;day&gt;. No link."
    assert typed_back(message) == "3 foo"


def test_an_answer_of_slack_that_people_meet_is_explained() -> None:
    assert errors.slack_refused("hash_conflict")["text"] == "This view changed in the meantime. Please open it again."


def test_a_button_changed_nothing_where_the_database_did_not_answer() -> None:
    assert "saved" not in errors.nothing_changed()["text"]
    assert errors.not_saved()["text"].startswith("*Not saved.* The database did not answer;")
    assert errors.saved_already()["text"].startswith("*Saved already*")


def test_a_repeated_payload_is_told_that_once_was_enough() -> None:
    assert "nothing was stored twice" in errors.repeated()["text"]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("*Projects*\n3 projects", "3 projects"),
        ("*Projects: 3 of them.*\nmore", "*3 of them.*\nmore"),
        ("*Projects with Rui*\n3", "*Projects with Rui*\n3"),
        ("*Projects:* none", "*Projects:* none"),
    ],
)
def test_what_is_the_windows_title_is_not_its_first_line_too(said: str, left: str) -> None:
    blocks = [kit.context("above"), kit.section("", fields=["x"]), kit.section(said, kit.button("Open", "open"))]
    message = kit.message("Projects", blocks)
    shown = errors.as_modal(message, "Projects")["blocks"]
    assert [shown[0], shown[1]] == blocks[:2]
    assert (shown[2]["text"]["text"], shown[2]["accessory"]) == (left, blocks[2]["accessory"])
    assert message["blocks"][2]["text"]["text"] == said


def test_as_a_modal_the_words_stay_and_nothing_can_be_submitted() -> None:
    modal = errors.as_modal(errors.not_saved("shipped it"))
    assert modal["type"] == "modal"
    assert "submit" not in modal
    assert typed_back(modal) == "shipped it"


def test_in_a_field_the_modal_stays_open_with_the_sentence_beside_the_field() -> None:
    assert errors.in_field("zone", "zone_nearest", {"zone": "Berlin", "nearest": "Europe/Berlin"}) == {
        "errors": {"zone": "There is no time zone “Berlin”. Did you mean Europe/Berlin?"}
    }


def test_what_was_typed_into_a_window_comes_back_whole_in_as_many_messages_as_it_needs() -> None:
    (short,) = errors.given_back("*Not saved*.", "shipped <it>")
    assert short["text"] == "*Not saved*."
    assert typed_back(short) == "shipped &lt;it&gt;"
    assert errors.given_back("*Not saved*.", "  ") == []
    typed = "word " * 6_000
    messages = errors.given_back("*Not saved*.", typed)
    assert len(messages) == 3
    assert [message["text"] for message in messages] == ["*Not saved*.", *["The rest of it:"] * 2]
    assert " ".join(typed_back(message) for message in messages).split() == typed.split()
    assert [kit_rules.faults_of_message(message) for message in messages] == [[]] * 3


def test_a_window_that_waits_for_the_database_says_so() -> None:
    assert errors.opening()["blocks"][0]["text"]["text"] == "Opening…"
    assert kit_rules.faults_of_view(errors.opening()) == []
