"""Discreet messages: numbers and *Open*, never a name, a title or a word of content."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot import ids
from bot.domain import digests as rules
from bot.domain.deliveries import Window
from bot.domain.digests import CountedTalk, Facts
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.summaries import CountedWin
from bot.views import discreet, kit
from tests import cast

DAY = date(2026, 11, 18)
WIN = CountedWin(1, "Secret launch", DAY, None)
TALK = CountedTalk(1, DAY, "1:1", "Secret topic", (1,))
RUI = Stakeholder(1, Relationship.SPONSOR, date(2026, 1, 1), 1, name="Rui Costa")


def composed(**facts: Any) -> rules.Digest:
    return rules.compose(rules.outline(cast.ada(), Window(cast.NOW, cast.NOW), Facts(**facts), cast.NOW), {})


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Your week is ready: nothing recorded."),
        ({"wins": (WIN, WIN), "talks": (TALK,)}, "Your week is ready: 2 wins and 1 conversation."),
        (
            {"wins": (WIN,), "drafts": 3, "people": (RUI,)},
            "Your week is ready: 1 win and 3 drafts. Good to talk to: 1 person.",
        ),
    ],
)
def test_a_digest_says_numbers_only(facts: dict[str, Any], said: str) -> None:
    message = discreet.digest_message(composed(**facts), 12)
    assert (message["text"], message["blocks"][0]["text"]["text"]) == (said, said)
    assert [(one["action_id"], one.get("value")) for one in message["blocks"][-1]["elements"]] == [
        (ids.DIGEST_SHOW, "12"),
        (ids.SETTINGS_OPEN, None),
        (ids.DIGEST_STOP, None),
    ]
    assert not any(word in json.dumps(message) for word in ("Secret", "Rui"))


def test_that_there_was_nothing_can_be_said_without_opening_it() -> None:
    empty = composed()
    asked = discreet.digest_message(empty, 12)
    assert [block.get("block_id") for block in asked["blocks"]] == [None, "week:2026-11-16", None]
    assert asked["blocks"][1]["elements"][0]["action_id"] == ids.WEEK_QUIET
    noted = discreet.digest_message(replace(empty, quiet=True), 12)
    assert noted["blocks"][1]["text"]["text"] == "Noted. A week with nothing in it counts against nothing."
    full = discreet.digest_message(composed(wins=(WIN,)), 12)
    assert len(full["blocks"]) == 2


def test_after_a_longer_while_it_says_which() -> None:
    long = replace(composed(wins=(WIN,)), previous=date(2026, 11, 6))
    assert discreet.digest_message(long, 12)["text"] == "Your two weeks are ready: 1 win."


@pytest.mark.parametrize(
    ("people", "said"),
    [(1, "1 person is good to talk to this week."), (4, "4 people are good to talk to this week.")],
)
def test_a_nudge_says_how_many(people: int, said: str) -> None:
    message = discreet.nudge_message(people)
    assert message["text"] == said
    assert [one["action_id"] for one in message["blocks"][1]["elements"]] == [
        ids.NUDGE_SHOW,
        ids.SETTINGS_OPEN,
        ids.NUDGE_STOP,
    ]


def test_opened_it_can_be_hidden_and_its_notification_stays_silent() -> None:
    whole = kit.message("3 wins: secret", [kit.section("secret")] * kit.MAX_MESSAGE_BLOCKS)
    message = discreet.opened(whole, ids.DIGEST_HIDE, "12")
    assert message["text"] == "Opened: only you see this."
    assert len(message["blocks"]) == kit.MAX_MESSAGE_BLOCKS
    assert message["blocks"][0]["elements"][0]["action_id"] == ids.DIGEST_HIDE
