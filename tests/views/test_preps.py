"""The prep card: on one screen however much there is, said in words, with nothing that a person typed as markup."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import ids
from bot.domain.awareness import WinLine
from bot.domain.conversations import Conversation
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.preps import WORDINGS, Asked, Pick, Prep, Question
from bot.domain.stakeholders import Late, Relationship, Stakeholder, Standing, State
from bot.domain.timelines import Talk
from bot.views import preps as views
from tests import kit_rules, odd

TODAY = date(2026, 11, 20)
RUI = Stakeholder(
    7, Relationship.SPONSOR, TODAY, 1, user_id="U0RUI", decider=True, confidence=4, interests="Reliability,\ncost"
)
MARIA = Stakeholder(8, Relationship.MENTOR, TODAY, 1, name="Maria <Lopez>")
STANDS = Standing(State.OVERDUE, 50, 5, 0.1, never_talked=False)
TALK = Talk(
    Conversation(3, date(2026, 10, 1), "1:1", "the <roadmap>", "asked for\nnumbers", "command", 1, datetime.now(UTC)),
    (RUI,),
)
CARD = Prep(
    RUI,
    STANDS,
    TODAY,
    Question(Asked.THEIR_PROMISE, "the <intro>"),
    (
        Pick(WinLine(1, "made it <reliable>", TODAY), ("Reliability", "cost", "more")),
        Pick(WinLine(2, "else", TODAY), wished=True),
    ),
    12,
    (FollowUp(1, FollowUpKind.MINE, "send the deck", TODAY), FollowUp(2, FollowUpKind.THEIRS, "an intro")),
    5,
    (TALK,),
    9,
)
BARE = Prep(
    MARIA,
    Standing(State.DUE, 0, 0, 0.0, never_talked=True),
    TODAY,
    Question(Asked.FIRST_TALK),
    (),
    0,
    (),
    0,
    (),
    0,
)
LONG = "word <!channel> & <@U0SAM> " * 200


def texts(message: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]


def buttons(message: dict[str, Any]) -> list[tuple[str, str]]:
    found = [element for block in message["blocks"] for element in block.get("elements", ()) if "action_id" in element]
    found += [block["accessory"] for block in message["blocks"] if "accessory" in block]
    return [(each["action_id"], each.get("value", "")) for each in found]


def test_it_says_whom_what_to_ask_what_to_tell_what_is_open_and_what_was_said() -> None:
    message = views.message(CARD)
    assert texts(message) == [
        (
            "*<@U0RUI>* · sponsor · has a say in the decision\nLast talked 50 days ago, overdue by 5 days.\n"
            "Would speak up for you: 4 · likely\nCares about: Reliability, cost"
        ),
        "*To begin with:* You had the &lt;intro&gt; in mind: how did it go?",
        "*Worth telling*, of 12 wins they do not know",
        "made it &lt;reliable&gt;\nfits: Reliability and cost · Fri 20 Nov",
        "else\nyou meant to tell them · Fri 20 Nov",
        (
            "*Open between you*\n• *For <@U0RUI>:* send the deck · due today\n"
            "• *From <@U0RUI>:* an intro · no day set\nand 3 more"
        ),
        "*Last conversations*\n• Thu 1 Oct · 1:1 · the &lt;roadmap&gt;\n   asked for numbers\nand 8 more",
    ]
    assert buttons(message) == [
        (ids.PREP_TALKED, "7"),
        (ids.AWARENESS_PERSON, "7"),
        (ids.FOLLOWUPS_OPEN, "7"),
        (ids.PREP_TOLD, "1:7"),
        (ids.PREP_TOLD, "2:7"),
    ]
    assert kit_rules.faults_of_message(message) == []
    assert kit_rules.faults_of_view(views.window(CARD)) == []


def test_of_somebody_new_it_says_what_there_is() -> None:
    message = views.message(BARE)
    assert texts(message) == [
        "*Maria &lt;Lopez&gt;* · mentor\nNot talked to yet, added today, due.",
        "*To begin with:* What do you look at first in work like mine?",
    ]
    assert "They know every win that there is to tell." in str(message)
    assert [action for action, _ in buttons(message)] == [ids.PREP_TALKED, ids.AWARENESS_PERSON]
    plain = Talk(replace(TALK.conversation, kind="", topic="", notes=""), (MARIA,))
    assert "*Last conversations*\n• Thu 1 Oct" in texts(views.message(replace(BARE, talks=(plain,), talked=1)))
    all_shown = replace(BARE, picks=(Pick(WinLine(1, "x", TODAY)),), untold=1)
    assert "*They do not know yet*" in texts(views.message(all_shown))


@pytest.mark.parametrize("about", Asked)
@pytest.mark.parametrize("wording", range(WORDINGS))
def test_every_question_is_one_sentence_with_its_subject_in_it(about: Asked, wording: int) -> None:
    named = about not in {Asked.FIRST_TALK, Asked.SILENCE, Asked.GENERIC}
    said = views.ask(Question(about, "the deck" if named else "", 50, wording))
    assert said.count("?") == 1
    assert ("the deck" in said) == named
    assert ("50" in said) == (about is Asked.SILENCE)
    assert "{" not in said


def test_the_wordings_of_a_question_differ() -> None:
    assert all(len(set(wordings)) == WORDINGS for wordings in views.QUESTIONS.values())


def test_a_huge_record_still_fits_on_one_screen() -> None:
    person = replace(RUI, name=LONG, user_id="", interests=LONG)
    said = Talk(replace(TALK.conversation, kind=LONG, topic=LONG, notes=LONG), (person,))
    huge = Prep(
        person,
        STANDS,
        TODAY,
        Question(Asked.TOPIC, LONG),
        tuple(Pick(WinLine(number, LONG, TODAY), (LONG, LONG, LONG)) for number in range(4)),
        2000,
        tuple(FollowUp(number, FollowUpKind.MINE, LONG, TODAY) for number in range(4)),
        300,
        (said,) * 3,
        5000,
    )
    for shown in (views.message(huge), views.window(huge)):
        assert len(shown["blocks"]) <= 11
        assert sum(len(words) for words in texts(shown)) < 4000
        assert sum(words.count("\n") + 1 for words in texts(shown)) <= 30
    assert kit_rules.faults_of_message(views.message(huge), people=True) == []
    assert kit_rules.faults_of_view(views.window(huge), people=True) == []


@given(st.integers(0, 10**6))
def test_nothing_typed_becomes_markup(seed: int) -> None:
    from random import Random

    source = Random(seed)
    words = odd.text(source)
    card = replace(
        CARD,
        stakeholder=replace(MARIA, name=words, interests=words),
        question=Question(Asked.INTEREST, words),
        picks=(Pick(WinLine(1, words, TODAY), (words,)),),
    )
    assert kit_rules.faults_of_message(views.message(card), people=True) == []


def test_what_has_just_changed_stands_above_without_ids() -> None:
    message = views.message(CARD, views.talked(RUI, 5, before=False))
    assert texts(message)[0] == "*Logged:* you talked today."
    assert (ids.PREP_UNDO, "5:7") in buttons(message)
    assert not any("block_id" in block for block in message["blocks"])
    assert "nothing was added" in texts(views.message(CARD, views.talked(RUI, 5, before=True)))[0]


def test_whoever_is_meant_can_be_chosen_and_nobody_gets_usage() -> None:
    several = views.choose((RUI, MARIA), "r <!channel>")
    assert [value for action, value in buttons(several) if action == ids.PREP_OPEN] == ["7", "8"]
    none = views.usage((Late(RUI, STANDS),), "/v", "nobody <!here>")
    assert "`/v prep @rui`" in str(none)
    assert texts(none)[0] == "Nobody among your people is meant by that."
    assert [value for action, value in buttons(none) if action == ids.PREP_OPEN] == ["7"]
    assert texts(views.usage((), "/vouch")) == ["Say whom you are about to talk to."]
    for message in (several, none):
        assert kit_rules.faults_of_message(message) == []
