"""Follow-ups as their owner reads them: whose, by when, and how one ended."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import ids
from bot.domain.followups import FollowUp, FollowUpKind, Outcome, outcomes
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.views import followups as views
from tests import kit_rules

TODAY = date(2026, 11, 20)
DONE = datetime(2026, 11, 19, tzinfo=UTC)
NASTY = "<!channel> &amp; <https://evil.example|click> " * 90
MAYA = Stakeholder(1, Relationship.MANAGER, TODAY, 1, user_id="U0MAYA")
MARIA = Stakeholder(2, Relationship.PEER, TODAY, 1, name="Maria <Lopez>")
PROMISE = FollowUp(5, FollowUpKind.MINE, "send the deck", date(2026, 11, 27), 7, 1, people=(1,))


def said(row: list[dict[str, Any]]) -> str:
    return str(row[0]["text"]["text"])


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (None, ("no day set",) * 3),
        (date(2026, 11, 19), ("was due Thu 19 Nov", "was expected Thu 19 Nov", "was hoped for by Thu 19 Nov")),
        (TODAY, ("due today", "expected today", "hoped for today")),
        (date(2027, 1, 8), ("due Fri 8 Jan 2027", "expected Fri 8 Jan 2027", "hoped for by Fri 8 Jan 2027")),
    ],
)
def test_the_day_is_said_as_its_kind_needs_it(due_on: date | None, words: tuple[str, ...]) -> None:
    kinds = (FollowUpKind.MINE, FollowUpKind.THEIRS, FollowUpKind.FEEDBACK)
    for kind, expected in zip(kinds, words, strict=True):
        one = replace(PROMISE, kind=kind, text="send <b>", due_on=due_on)
        assert views.words(one, TODAY) == f"send &lt;b&gt; · {expected}"


@pytest.mark.parametrize(
    ("kind", "people", "whose"),
    [
        (FollowUpKind.MINE, [MAYA], "*For <@U0MAYA>:*"),
        (FollowUpKind.MINE, [], "*Promised:*"),
        (FollowUpKind.THEIRS, [MAYA, MARIA], "*From <@U0MAYA> and Maria &lt;Lopez&gt;:*"),
        (FollowUpKind.THEIRS, [], "*Promised to you:*"),
        (FollowUpKind.OPPORTUNITY, [MAYA], "*Asked <@U0MAYA> for an opportunity:*"),
        (FollowUpKind.FEEDBACK, [], "*Asked for feedback:*"),
        (FollowUpKind.INTRODUCTION, [MAYA] * 5, "*Asked <@U0MAYA>, <@U0MAYA>, <@U0MAYA> and 2 others for an"),
    ],
)
def test_whom_it_concerns_is_named(kind: FollowUpKind, people: list[Stakeholder], whose: str) -> None:
    assert views.in_full(replace(PROMISE, kind=kind), people, TODAY).startswith(whose)


def test_a_promise_has_a_button_and_an_ask_a_choice_of_its_end() -> None:
    (row,) = views.followup_row(PROMISE, [MAYA], TODAY)
    assert (row["block_id"], row["accessory"]["value"]) == ("followup:5", "5")
    assert row["accessory"]["accessibility_label"] == "Done: send the deck"
    (theirs,) = views.followup_row(replace(PROMISE, kind=FollowUpKind.THEIRS), [MAYA], TODAY)
    assert theirs["accessory"]["text"]["text"] == "Kept"
    (ask,) = views.followup_row(replace(PROMISE, kind=FollowUpKind.FEEDBACK), [MAYA], TODAY)
    assert ask["accessory"]["action_id"] == ids.FOLLOWUP_OUTCOME
    assert [(each["text"]["text"], each["value"]) for each in ask["accessory"]["options"]] == [
        ("Given", "5:given"),
        ("Declined", "5:declined"),
        ("No answer", "5:no_answer"),
    ]


@pytest.mark.parametrize(
    ("kind", "outcome", "words"),
    [
        (FollowUpKind.MINE, Outcome.KEPT, "Done"),
        (FollowUpKind.MINE, Outcome.DROPPED, "Dropped"),
        (FollowUpKind.THEIRS, Outcome.KEPT, "Kept"),
        (FollowUpKind.FEEDBACK, Outcome.NO_ANSWER, "No answer"),
    ],
)
def test_how_it_ended_is_said_and_can_be_undone(kind: FollowUpKind, outcome: Outcome, words: str) -> None:
    row = views.closed_row(replace(PROMISE, kind=kind, outcome=outcome, done_at=DONE), [MAYA])
    assert said(row) == f"{words}: send the deck · <@U0MAYA>"
    assert (row[0]["accessory"]["action_id"], row[0]["accessory"]["value"]) == (ids.FOLLOWUP_REOPEN, "5")


def test_a_row_changes_in_place() -> None:
    (row,) = views.followup_row(PROMISE, [MAYA], TODAY)
    other = {"type": "divider", "block_id": "x"}
    done = views.closed_row(replace(PROMISE, outcome=Outcome.KEPT), [])
    changed = views.replaced({"text": "Your week", "blocks": [other, row, other]}, 5, done)
    assert changed == {"text": "Your week", "blocks": [other, *done, other]}
    assert views.replaced({"blocks": [row]}, 5, done)["text"] == "Done: send the deck"


def test_without_its_message_a_row_stands_alone() -> None:
    done = views.closed_row(replace(PROMISE, outcome=Outcome.KEPT), [], before=True)
    for message in ({}, {"blocks": [{"type": "divider"}]}):
        alone = views.replaced(message, 5, done)
        assert (alone["text"], alone["blocks"], alone["in_addition"]) == ("Done already: send the deck", done, True)


def test_the_nearest_are_shown_and_the_others_counted() -> None:
    due = [replace(PROMISE, id=number, due_on=date(2026, 11, number)) for number in range(1, 20)]
    blocks = views.due_section(due, {1: MAYA}, TODAY, 5, "and {} more: `/vouch promises`".format)
    assert [block["block_id"] for block in blocks[:-1]] == [f"followup:{number}" for number in range(15, 20)]
    assert blocks[-1]["elements"][0]["text"] == "and 14 more: `/vouch promises`"
    assert views.due_section(due[:1], {}, TODAY, 5, str)[0]["text"]["text"].startswith("*Promised:*")


@pytest.mark.parametrize("kind", FollowUpKind)
def test_whatever_was_typed_fits_and_is_no_markup(kind: FollowUpKind) -> None:
    nasty = replace(PROMISE, kind=kind, text=NASTY)
    ended = replace(nasty, outcome=outcomes(kind)[0], done_at=DONE)
    people = [replace(MARIA, name=NASTY)] * 4
    for row in (views.followup_row(nasty, people, TODAY), views.closed_row(ended, people)):
        assert kit_rules.faults_of_message({"text": "x", "blocks": row}) == []
