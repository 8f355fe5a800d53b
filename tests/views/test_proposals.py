"""Next-best conversations as their owner reads them: why, in words, and what stands there after an answer."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot import ids
from bot.domain.proposals import Held, Proposal, Reason, Why
from bot.domain.stakeholders import Relationship, Stakeholder, Standing, State
from bot.views import kit
from bot.views import proposals as views
from tests import kit_rules

TODAY = date(2026, 11, 20)
NASTY = "<!channel> &amp; <https://evil.example|click> " * 90
SAM = Stakeholder(1, Relationship.SKIP_LEVEL, TODAY, 1, user_id="U0SAM", known_as="Sam Reyes", decider=True)
MARIA = Stakeholder(2, Relationship.PEER, TODAY, 1, name="Maria <Lopez>")
FINE = Standing(State.FINE, 12, 0, 0.0, never_talked=False)
REASON = Reason(Standing(State.OVERDUE, 40, 10, 0.3, never_talked=False), decider=True, influence=3, measured=True)
PROPOSAL = Proposal(SAM, 7, REASON, "cut the bill")


def said(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["text"]["text"] for block in blocks if block["type"] == "section"]


def listed(*shown: Proposal, **values: Any) -> dict[str, Any]:
    return views.proposals_list(
        shown, values.pop("held", ()), values.pop("left", 3), **{"people": 2, "wins": 2} | values
    )


def test_the_reason_is_told_in_words_and_never_as_a_number_of_points() -> None:
    assert said(views.proposal_row(PROPOSAL)) == [
        (
            "*<@U0SAM>* · cut the bill\n"
            "In the room, and has not heard of it; you last talked 40 days ago, so it is time; it has a number."
        )
    ]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason(FINE), "Has not heard of it; you last talked 12 days ago."),
        (Reason(FINE, influence=3), "Has much say, and has not heard of it; you last talked 12 days ago."),
        (Reason(FINE._replace(days_since=0)), "Has not heard of it; you last talked today."),
        (Reason(FINE._replace(days_since=1)), "Has not heard of it; you last talked yesterday."),
        (Reason(FINE._replace(never_talked=True)), "Has not heard of it; you have not talked yet."),
        (
            Reason(FINE, measured=True, promise="the <deck>", promises=1),
            (
                "Has not heard of it; you last talked 12 days ago; it has a number; "
                "you still owe them: the &lt;deck&gt;."
            ),
        ),
        (
            Reason(FINE, promise="the deck", promises=3),
            "Has not heard of it; you last talked 12 days ago; you still owe them: the deck, and 2 more.",
        ),
        (
            Reason(FINE, promises=1),
            "Has not heard of it; you last talked 12 days ago; you still owe them: something you promised.",
        ),
        (
            Reason(FINE, wished=True, interest="cost & <growth>", proven=True, witnesses=2),
            (
                "Has not heard of it; you meant to tell them; you last talked 12 days ago; there is evidence of it; "
                "2 colleagues can tell of it too; it fits what they care about: cost &amp; &lt;growth&gt;."
            ),
        ),
    ],
)
def test_each_part_of_the_reason_has_its_words(reason: Reason, words: str) -> None:
    assert views.reason(reason) == words


def test_the_buttons_say_whom_and_what_they_are_about() -> None:
    *_, actions = views.proposal_row(PROPOSAL)
    assert [(one["action_id"], one["value"]) for one in actions["elements"]] == [
        (ids.PROPOSALS_TOLD, "7:1"),
        (ids.PREP_OPEN, "1"),
        (ids.PROPOSALS_ASIDE, "7:1"),
    ]
    labels = [one["accessibility_label"] for one in actions["elements"]]
    assert labels[0] == "Told Sam Reyes: cut the bill"
    assert len(set(labels)) == 3


def test_the_list_says_how_many_and_that_nobody_is_written_to() -> None:
    other = replace(PROPOSAL, person=MARIA, win_id=8)
    message = listed(PROPOSAL, other)
    assert message["text"] == "Worth telling: 2 conversations to have next."
    assert message["blocks"][-1]["elements"][0]["text"] == (
        "At most three a week, one for each person. You tell them; Vouch writes to nobody."
    )
    assert not kit_rules.faults_of_message(message)


def test_a_win_for_several_people_stands_once_and_each_says_what_is_about_them() -> None:
    why = replace(REASON, decider=False, influence=2, interest="growth", standing=FINE)
    fitting, alone = replace(PROPOSAL, person=MARIA, reason=why), replace(PROPOSAL, person=MARIA, win_id=8)
    message = listed(PROPOSAL, alone, fitting)
    assert said(message["blocks"])[1:] == [
        "*cut the bill*\nFor 2 of your people; it has a number.",
        "*<@U0SAM>*\nIn the room, and has not heard of it; you last talked 40 days ago, so it is time.",
        (
            "*Maria &lt;Lopez&gt;*\n"
            "Has not heard of it; you last talked 12 days ago; it fits what they care about: growth."
        ),
        f"*Maria &lt;Lopez&gt;* · cut the bill\n{views.reason(REASON)}",
    ]
    assert str(message).count("cut the bill") == 2 + 2 * 3  # and in what the buttons say to a screen reader
    told = views.told_row(SAM, 7, "cut the bill", 5, before=False)
    changed = views.replaced(message, 7, 1, told)
    assert changed is not None
    assert said(changed["blocks"])[2] == "*<@U0SAM>* · cut the bill\n*Told:* a conversation is logged for today."
    assert said(changed["blocks"])[3].startswith("*Maria")
    assert not kit_rules.faults_of_message(message)
    assert len(views.digest_blocks([PROPOSAL, fitting])) == 6


@pytest.mark.parametrize(
    ("values", "words", "action"),
    [
        ({"people": 0}, "Nobody is among your people yet", ids.HOME_ADD_STAKEHOLDER),
        ({"wins": 0}, "There is no win to tell yet", ids.HOME_LOG_WIN),
        ({"left": 0}, "That is enough for this week", ""),
        ({}, "Nothing needs telling now", ""),
    ],
)
def test_an_empty_list_says_why(values: dict[str, Any], words: str, action: str) -> None:
    message = listed(**values)
    assert message["text"].startswith(words)
    pressed = [
        one["action_id"] for block in message["blocks"] for one in block.get("elements", []) if "action_id" in one
    ]
    assert pressed == ([action] if action else [])
    assert not kit_rules.faults_of_message(message)


def test_who_waits_for_something_is_named_with_the_way_to_it() -> None:
    message = listed(held=(Held(SAM, Why.OWED), Held(MARIA, Why.ASKED)))
    assert message["text"].startswith("There is something to tell, but first comes what is open")
    [context] = [block for block in message["blocks"] if block["type"] == "context"][:1]
    assert [one["text"] for one in context["elements"]] == [
        "First keep what you promised to <@U0SAM>.",
        "Still to hear about what you asked of Maria &lt;Lopez&gt;.",
    ]
    assert ids.FOLLOWUPS_OPEN in str(message)
    assert len(listed(held=(Held(SAM, Why.OWED),))["blocks"]) == 4


def test_beside_what_was_promised_long_ago_stands_the_way_to_it() -> None:
    owed = replace(PROPOSAL, reason=replace(REASON, promise="the deck", promises=1))
    message = listed(owed, replace(owed, person=MARIA))
    assert str(message).count("; you still owe them: the deck.") == 2
    assert str(message).count(ids.FOLLOWUPS_OPEN) == 1
    assert ids.FOLLOWUPS_OPEN not in str(listed(PROPOSAL))


def test_digest_and_home_have_it_only_where_there_is_something() -> None:
    assert views.digest_blocks(()) == views.home_blocks(()) == []
    others = [replace(PROPOSAL, win_id=number) for number in (8, 9)]
    assert len(views.digest_blocks([PROPOSAL, *others])) == 7
    assert len(views.digest_blocks([PROPOSAL, *others], 1)) == 3
    for shown, words in (([PROPOSAL], "See why and what waits"), ([PROPOSAL, *others], "See all next conversations")):
        home = views.home_blocks(shown)
        assert (len(home), home[-1]["elements"][0]["text"]["text"]) == (4, words)
        assert not kit_rules.faults_of_view(kit.home(home))


def test_what_was_answered_stands_in_the_row_and_can_be_undone() -> None:
    rows = [
        views.told_row(SAM, 7, "cut the bill", 5, before=False),
        views.aside_row(SAM, 7, "cut the bill", before=False),
        views.aside_row(SAM, 7, "cut the bill", before=True),
        views.told_row(SAM, 7, "cut the bill", 0, before=True),
        views.undone_row(SAM, 7, "cut the bill", before=False),
        views.undone_row(SAM, 7, "cut the bill", before=True),
    ]
    assert [row[0]["text"]["text"].partition("\n")[2] for row in rows] == [
        "*Told:* a conversation is logged for today.",
        "*Set aside* for 30 days.",
        "*Set aside already*, for 30 days.",
        "They knew of it already. Nothing was added.",
        "*Undone.* It may be proposed again.",
        "That was undone already. Nothing has changed.",
    ]
    assert [row[0].get("accessory", {}).get("value") for row in rows] == ["7:1:5", "7:1:0", "7:1:0", None, None, None]


def test_only_its_own_row_is_replaced() -> None:
    other = replace(PROPOSAL, person=replace(SAM, id=11))
    message = kit.message("Your week", [*views.digest_blocks([PROPOSAL, other]), kit.divider()])
    row = views.aside_row(SAM, 7, "cut the bill", before=False)
    changed = views.replaced(message, 7, 1, row)
    assert changed is not None
    assert changed["text"] == "Your week"
    assert [block.get("block_id") for block in changed["blocks"]] == [
        None,
        None,
        "proposal:7:1",
        "proposal:7:11",
        "proposal:7:11:answer",
        None,
    ]
    assert views.replaced(changed, 7, 2, row) is None
    assert views.replaced({"blocks": "odd"}, 7, 1, row) is None
    assert views.replaced({"blocks": [None, row[0]]}, 7, 1, row) is not None


def test_whatever_was_typed_stays_within_slacks_rules() -> None:
    who = replace(MARIA, name=NASTY)
    nasty = Proposal(who, 9, replace(REASON, interest=NASTY), NASTY)
    above = views.told_row(who, 9, NASTY, 3, before=False)
    for message in (
        listed(nasty, above=above, held=(Held(who, Why.OWED),)),
        kit.message("x", views.digest_blocks([nasty])),
    ):
        assert not kit_rules.faults_of_message(message)
    assert not kit_rules.faults_of_view(kit.home(views.home_blocks([nasty])))
