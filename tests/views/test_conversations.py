"""Conversations and follow-ups as their owner reads them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain import conversation_form
from bot.domain.conversation_form import Form
from bot.domain.conversations import KINDS, Conversation
from bot.domain.followups import FollowUp, FollowUpKind, Outcome
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.views import conversations as views
from tests import cast, kit_rules

TODAY = date(2026, 11, 20)
NASTY = "<!channel> &amp; <https://evil.example|click> " * 90
MAYA = Stakeholder(1, Relationship.MANAGER, TODAY, 1, user_id="U0MAYA")
MARIA = Stakeholder(2, Relationship.PEER, TODAY, 1, name="Maria <Lopez>")
TALK = Conversation(
    7,
    TODAY,
    "1:1",
    "the <road> & map",
    "she asked\nfor numbers",
    "command",
    1,
    datetime(2026, 11, 20, tzinfo=UTC),
    (1,),
)
PROMISE = FollowUp(5, FollowUpKind.MINE, "send the deck", date(2026, 11, 27), 7, 1)


def texts(message: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]


def crowd(count: int) -> list[Stakeholder]:
    return [replace(MARIA, id=number, name=f"P{number}") for number in range(1, count + 1)]


def test_a_confirmation_says_what_was_understood() -> None:
    message = views.logged(TALK, [MAYA, MARIA], {2}, [PROMISE], TODAY)
    assert texts(message) == [
        (
            "*Saved.* Conversation with <@U0MAYA> and Maria &lt;Lopez&gt;\nFri 20 Nov · 1:1\n"
            "About: the &lt;road&gt; &amp; map\nNotes: she asked\nfor numbers\nNext: send the deck · due Fri 27 Nov"
        ),
        "Maria &lt;Lopez&gt; is new: added as *peer*.",
        "Would they speak up for you? 1 is _would not_, 5 is _surely_. Your answer counts for both.",
    ]
    assert message["text"] == "Saved. Conversation with <@U0MAYA> and Maria &lt;Lopez&gt; on Fri 20 Nov."
    levels, buttons = [block for block in message["blocks"] if block["type"] == "actions"]
    assert [each["value"] for each in levels["elements"]] == ["7:1", "7:2", "7:3", "7:4", "7:5"]
    assert [(each["text"]["text"], each["value"]) for each in buttons["elements"]] == [("Edit", "7"), ("Undo", "7")]
    assert message["blocks"][1]["block_id"] == "person:2:talk7"
    assert kit_rules.faults_of_message(message, people=True) == []


def test_a_bare_conversation_says_only_the_day() -> None:
    bare = replace(TALK, kind="", topic="", notes="", confidence=4)
    message = views.logged(bare, [MAYA], (), (), TODAY)
    assert texts(message) == ["*Saved.* Conversation with <@U0MAYA>\nFri 20 Nov"]
    assert message["blocks"][1]["elements"][0]["text"] == "Would speak up for you: 4 · likely"
    three = views.logged(replace(bare, confidence=None), crowd(3), (), (), TODAY)
    assert texts(three)[1].endswith("Your answer counts for all of them.")
    asked = views.logged(replace(bare, confidence=None), [MAYA], (), (), TODAY)
    assert texts(asked)[1].startswith("Would <@U0MAYA> speak up for you?")


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "P1"), (9, "P1, P2, P3, P4, P5, P6, P7, P8 and P9"), (12, "P1, P2, P3, P4, P5, P6, P7, P8 and 4 others")],
)
def test_many_people_are_counted(count: int, said: str) -> None:
    assert views.names(crowd(count)) == said


def test_the_longest_conversation_fits_into_messages_and_views() -> None:
    long = replace(TALK, topic=NASTY, notes=NASTY)
    promise = [replace(PROMISE, text=NASTY)]
    people = crowd(40)
    new = {person.id for person in people}
    message = views.logged(long, people, new, promise, TODAY)
    undone = views.undone(long, people, {1}, new, promise, TODAY)
    above = views.changed_meanwhile(long, people, promise, TODAY)
    view = views.conversation_modal(conversation_form.of_conversation(long, people, promise), "7:1", above)
    assert kit_rules.faults_of_message(message) == []
    assert kit_rules.faults_of_message(undone) == []
    assert kit_rules.faults_of_view(view) == []


def test_undo_gives_back_what_was_typed_and_says_who_went_and_who_stayed() -> None:
    message = views.undone(TALK, [MAYA, MARIA], {2}, {1, 2}, [PROMISE], TODAY)
    assert texts(message) == [
        "*Undone*: the conversation with <@U0MAYA> and Maria &lt;Lopez&gt;",
        "Fri 20 Nov · 1:1",
        "About: the &lt;road&gt; &amp; map",
        "Notes: she asked\nfor numbers",
        "Next: send the deck · due Fri 27 Nov",
        "Maria &lt;Lopez&gt; came with it, and went with it.",
        "<@U0MAYA> came with it and stays among your people, because more is known by now.",
    ]
    assert len(texts(views.undone(TALK, [MAYA], (), (), (), TODAY))) == 4
    assert texts(views.undone_already()) == ["That conversation was undone already. Nothing has changed."]


def test_usage_names_the_command_as_it_is_called_here() -> None:
    assert views.usage("/talked")["elements"][0]["text"].startswith("For example: `/talked @maria 1:1 about")


# The modal


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def test_the_modal_shows_all_that_is_kept() -> None:
    stored = replace(TALK, confidence=4, kind="séance")
    form = conversation_form.of_conversation(stored, [MAYA, MARIA], [PROMISE])
    view = views.conversation_modal(form, "7:1", conversation_id=7)
    shown = fields(view)
    assert shown["people"]["initial_users"] == ["U0MAYA"]
    assert (shown["happened_on"]["initial_date"], shown["due_on"]["initial_date"]) == ("2026-11-20", "2026-11-27")
    assert shown["whose"]["initial_option"]["value"] == "mine"
    assert {name: each["initial_value"] for name, each in shown.items() if "initial_value" in each} == {
        "others": "Maria <Lopez>",
        "topic": "the <road> & map",
        "notes": "she asked\nfor numbers",
        "promise": "send the deck",
    }
    assert (shown["kind"]["initial_option"]["value"], shown["confidence"]["initial_option"]["value"]) == ("séance", "4")
    assert view["title"]["text"] == "Edit conversation"
    assert kit_rules.faults_of_view(view) == []


def test_a_known_conversation_can_be_deleted_in_its_modal() -> None:
    view = views.conversation_modal(Form(), "7:1", conversation_id=7)
    (undo,) = view["blocks"][-1]["elements"]
    assert (undo["text"]["text"], undo["action_id"], undo["value"]) == ("Delete", "conversation.undo", "7")
    assert undo["accessibility_label"] == "Delete this conversation"
    assert kit_rules.faults_of_view(view) == []


def test_a_conversation_that_outlives_its_reaction_says_so() -> None:
    message = views.kept(TALK, [MAYA])
    assert message["text"] == (
        "You took the reaction away. The conversation with <@U0MAYA> stays, because you have worked on it."
    )
    assert message["blocks"][1]["elements"][0]["value"] == "7"


def test_the_empty_modal_asks_for_a_new_conversation() -> None:
    view = views.conversation_modal(Form(happened_on="2026-11-20"))
    assert view["title"]["text"] == "Log a conversation"
    assert [choice["value"] for choice in fields(view)["kind"]["options"]] == list(KINDS)
    assert kit_rules.faults_of_view(view) == []


def test_a_first_record_announces_the_digest_and_names_the_next_step_and_a_sample_is_called_one() -> None:
    message = views.logged(TALK, [MAYA], (), (), TODAY, cast.ada())
    assert "This is your first record." in texts(message)[-1]
    assert message["blocks"][-1]["elements"][0]["text"].startswith("Next step: log a first win.")
    assert " · Sample" in texts(views.logged(replace(TALK, sample=True), [MAYA], (), (), TODAY))[0]


def test_what_they_promised_and_what_was_asked_is_said_with_its_end() -> None:
    theirs = replace(PROMISE, kind=FollowUpKind.THEIRS, text="the brief")
    given = replace(PROMISE, kind=FollowUpKind.FEEDBACK, text="on it", outcome=Outcome.GIVEN, done_at=TALK.recorded_at)
    assert views.details(TALK, [PROMISE, theirs, given], TODAY)[-3:] == [
        "Next: send the deck · due Fri 27 Nov",
        "They promised: the brief · expected Fri 27 Nov",
        "Asked for feedback: on it · given",
    ]
