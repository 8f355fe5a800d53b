"""The nudge as it reads."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot import ids
from bot.domain import stakeholders as rules
from bot.domain.nudges import Nudge
from bot.domain.stakeholders import Relationship, Stakeholder, State
from bot.views import deliveries, nudges
from tests.domain.test_deliveries import ada
from tests.kit_rules import faults_of_message
from tests.views.test_digests_limits import ODD

TODAY = date(2026, 12, 2)
COMMANDS = {"win": "/win", "met": "/met", "vouch": "/vouch"}


def shown(*people: Stakeholder, more: int = 0) -> dict[str, Any]:
    message = nudges.nudge_message(Nudge(ada(), TODAY, rules.late_people(people, TODAY, State.OVERDUE), more), COMMANDS)
    assert faults_of_message(message) == []
    return message


RUI = Stakeholder(1, Relationship.SPONSOR, TODAY - timedelta(days=8), 1, "U0RUI")
MARIA = Stakeholder(2, Relationship.MENTOR, TODAY - timedelta(days=20), 1, name="Maria <!here>")


def test_each_person_comes_with_what_can_be_done() -> None:
    message = shown(RUI, MARIA)
    assert message["text"] == "Good to talk to this week: Maria &lt;!here&gt; and <@U0RUI>."
    assert [block.get("block_id") for block in message["blocks"]] == [
        None,
        "person:2",
        "person:2:do",
        "person:1",
        "person:1:do",
        None,
    ]
    assert [one["action_id"] for one in message["blocks"][-1]["elements"]] == [ids.SETTINGS_OPEN, ids.NUDGE_STOP]


def test_those_left_out_are_counted() -> None:
    assert shown(RUI, more=2)["blocks"][-2]["elements"][0]["text"] == "and 2 more, on Home or with `/vouch overdue`"


@pytest.mark.parametrize("name", ODD)
def test_whatever_the_people_are_called_it_fits(name: str) -> None:
    added = TODAY - timedelta(days=2_000)
    message = shown(*(Stakeholder(id_, Relationship.SPONSOR, added, 1, name=name) for id_ in (1, 2, 3)), more=200)
    assert deliveries.size(message["blocks"]) <= deliveries.MAX_CHARACTERS
