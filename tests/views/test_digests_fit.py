"""How much a digest has room for, and that no more is read than it could print."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.digests import CountedTalk, Facts
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.wins import Category
from bot.views import deliveries, kit
from tests.views.test_digests import TODAY, outline, person, shown, texts, win

# As little as can be said of somebody, and the buttons.
NEVER_MET = Stakeholder(1, Relationship.PEER, TODAY - timedelta(days=8), 1, name="X")
MET = Stakeholder(
    2, Relationship.PEER, TODAY, 1, name="X", last_conversation_on=TODAY - timedelta(days=2), ideal_days=1, worst_days=1
)


def late(people: int, one: Stakeholder = NEVER_MET) -> Facts:
    """So many people, in the shortest week that is not empty."""
    return Facts(
        talks=(CountedTalk(1, TODAY, "", "", ()),), people=tuple(replace(one, id=id_) for id_ in range(1, people + 1))
    )


def rows_of_people(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in message["blocks"] if block.get("block_id", "").startswith("person:")]


@pytest.mark.parametrize(("overdue", "rows"), [(4, 4), (10, 10), (11, 5), (30, 5)])
def test_ten_who_are_overdue_can_be_named_and_of_more_the_first_five(overdue: int, rows: int) -> None:
    message = shown(late(overdue, MET))
    assert len(rows_of_people(message)) == 2 * rows
    assert (f"and {overdue - rows} more, on Home or with `/vouch overdue`" in texts(message)) == (overdue > rows)


@pytest.mark.parametrize("one", [NEVER_MET, MET])
def test_eleven_who_are_overdue_would_never_fit(one: Stakeholder) -> None:
    """So nobody is left out for whom there might have been room."""
    blocks = shown(late(10, one))["blocks"]
    rows = rows_of_people({"blocks": blocks})
    of_one = 2 * deliveries.size(rows) / len(rows)
    assert deliveries.size(blocks) + of_one * (11 - len(rows) / 2) > deliveries.MAX_CHARACTERS


@pytest.mark.parametrize("facts", [late(30), late(11), late(10, MET), late(2), Facts(people=late(30).people)])
def test_whoever_has_a_row_has_been_read_with_their_name_and_nobody_else(facts: Facts) -> None:
    named = outline(facts).labelled
    assert 2 * len(named) == len(rows_of_people(shown(facts)))


def test_where_ten_would_be_too_large_fewer_have_a_row() -> None:
    facts = Facts(talks=late(0).talks, people=tuple(person(id_, "x" * 60) for id_ in range(1_000, 1_010)))
    assert len(rows_of_people(shown(facts))) == 2 * 5


@pytest.mark.parametrize(
    "words", ["", "x" * 3_000, "Grüße 👋🏽 ", '\n\t"\\/\x01\x7f\u2028', "<&>", "half of one: \ud83d"]
)
def test_a_size_is_that_of_what_is_sent(words: str) -> None:
    blocks = [kit.section(words, kit.button(words, "a", "1")), {"type": "x", "n": [1, True, None, 2.5]}]
    assert deliveries.size(blocks) == len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


@pytest.mark.parametrize("word", ["shipped it ", '\n"\\\x01', "Grüße 👋🏽 ", "<&>"])
def test_the_nearer_to_the_limit_the_less_is_said_and_never_more_than_it(word: str) -> None:
    """Measured as Slack is sent it, for weeks that grow little by little."""
    sizes = []
    for people in range(1, 10):
        for number in range(0, 60, 3):
            told = tuple(win(id_, word * 14, category=list(Category)[id_ % len(Category)]) for id_ in range(number))
            blocks = shown(Facts(wins=told, talks=late(0).talks, people=late(people).people))["blocks"]
            sizes.append(len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))))
    assert deliveries.MAX_CHARACTERS - 1_000 < max(sizes) <= deliveries.MAX_CHARACTERS
