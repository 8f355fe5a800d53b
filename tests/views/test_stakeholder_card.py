"""A person's card as data: what it says of everything that is known, and of nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.confidence import Rating
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.stakeholder_card import Card, Talk, Wins
from bot.domain.stakeholders import Relationship, Stakeholder, Stance, standing
from bot.views import stakeholder_card as views
from bot.views import stakeholders as rows
from tests import kit_rules

TODAY = date(2026, 11, 20)
NASTY = "<!channel> & *co* " + "👩‍👩‍👧 " * 60
RUI = Stakeholder(3, Relationship.SPONSOR, TODAY, 1, user_id="U0RUI", influence=3)
FULL = replace(
    RUI,
    known_as="Rui Costa",
    function="Infra & more",
    decider=True,
    stance=Stance.SUPPORTER,
    confidence=4,
    interests="cost",
    notes="two\nlines",
    levels_up=3,
    last_conversation_on=TODAY - timedelta(days=50),
)


def card(person: Stakeholder, **changes: Any) -> Card:
    return replace(Card(person, standing(person, TODAY), TODAY, (), 0, Wins(0, 0), ()), **changes)


def said(shown: dict[str, Any]) -> list[str]:
    found = []
    for block in shown["blocks"]:
        found += [block["text"]["text"]] if block["type"] == "section" else []
        found += [each["text"] for each in block["elements"]] if block["type"] == "context" else []
    return found


def labels(shown: dict[str, Any]) -> list[str]:
    buttons = [each for block in shown["blocks"] if block["type"] == "actions" for each in block["elements"]]
    named = [each.get("options", []) if each["type"] == "overflow" else [each] for each in buttons]
    return [(each.get("text") or each["placeholder"])["text"] for several in named for each in several]


def test_how_confidence_went_is_said_once_there_are_two_months_to_compare() -> None:
    ratings = (Rating(date(2026, 3, 2), 2), Rating(date(2026, 11, 2), 4))
    line = "*Would speak up for you:* 4 · likely"
    assert (
        f"{line} (after your conversations: 2 in Mar, 4 in Nov)" in said(views.window(card(FULL, ratings=ratings)))[1]
    )
    assert said(views.window(card(FULL, ratings=ratings[1:])))[1].endswith(line)


def test_everything_known_stands_on_one_card() -> None:
    waiting = (
        FollowUp(1, FollowUpKind.MINE, ""),
        FollowUp(2, FollowUpKind.THEIRS, ""),
        FollowUp(3, FollowUpKind.FEEDBACK, ""),
    )
    talks = (Talk(date(2026, 10, 1), "1:1", "the <roadmap> with <@U0MAYA>"), Talk(date(2025, 9, 1), "", ""))
    shown = views.message(card(FULL, talks=talks, talked=12, wins=Wins(3, 1200), waiting=waiting))
    assert said(shown) == [
        (
            "*<@U0RUI>* · sponsor · three or more levels above you · Infra &amp; more\n"
            "Last talked 50 days ago, overdue by 5 days.\nGood to talk every 30 days; overdue after 45 days."
        ),
        (
            "*In the room where it is decided:* yes\n*Influence:* 3 · great\n*Stance:* supporter: agrees when asked\n"
            "*Would speak up for you:* 4 · likely"
        ),
        "*Interests*\n>cost",
        "*Notes*\n>two\n>lines",
        (
            "*Last conversations*\n• Thu 1 Oct · 1:1 · the &lt;roadmap&gt; with <@U0MAYA>\n• Mon 1 Sep 2025\n"
            "and 10 before"
        ),
        "Of your wins they know 3, and 1,200 they do not.\nOpen between you: 2 promises and 1 ask.",
    ]
    assert labels(shown) == [
        "We talked",
        "Prep",
        "Edit",
        "Snooze 1 week",
        "Snooze 2 weeks",
        "Snooze 4 weeks",
        "Same person as somebody else…",
        "Stop following",
        "Conversations",
        "Wins they know",
        "Promises",
    ]
    assert shown["text"] == "<@U0RUI>"
    assert kit_rules.faults_of_message(shown, people=True) == []


def test_of_somebody_just_added_it_says_what_can_be_noted() -> None:
    shown = views.window(card(RUI))
    assert said(shown) == [
        (
            "*<@U0RUI>* · sponsor\nNot talked to yet, added today, due.\n"
            "Good to talk every 30 days; overdue after 45 days."
        ),
        (
            "*In the room where it is decided:* not as far as you know\n*Influence:* 3 · great\n*Stance:* not known\n"
            "*Would speak up for you:* not said"
        ),
        "*Edit* adds what they do, what they care about, and what you want to remember.",
    ]
    assert kit_rules.faults_of_view(shown, people=True) == []


def test_wins_are_counted_in_words() -> None:
    none, every = (views.window(card(RUI, wins=counted)) for counted in (Wins(0, 2), Wins(1, 0)))
    assert "Of your wins they know none, and 2 they do not." in said(none)
    assert "Of your wins they know 1, and there is none that they do not." in said(every)


def test_one_promise_is_one() -> None:
    only = (FollowUp(1, FollowUpKind.MINE, ""),)
    assert "Open between you: 1 promise." in said(views.window(card(RUI, waiting=only)))


def test_a_snooze_can_be_ended_there() -> None:
    shown = views.window(card(replace(FULL, snoozed_until=date(2026, 12, 4))))
    assert "Last talked 50 days ago, snoozed until Fri 4 Dec." in said(shown)[0]
    assert labels(shown) == [
        "We talked",
        "Prep",
        "Edit",
        "Wake up now",
        "Same person as somebody else…",
        "Stop following",
        "Wins they know",
        "Promises",
    ]


def test_who_is_no_longer_followed_can_be_again() -> None:
    shown = views.window(card(replace(FULL, archived_at=datetime(2026, 11, 1, tzinfo=UTC))), where="20:maria")
    assert "No longer followed: in no list, and no reminder counts them." in said(shown)[0]
    assert labels(shown) == [
        "Follow again",
        "Edit",
        "Same person as somebody else…",
        "Wins they know",
        "Promises",
        "Back to the list",
    ]
    assert shown["private_metadata"] == "20:maria"


def test_what_has_changed_stands_above_under_ids_of_its_own() -> None:
    once = views.message(card(RUI), rows.talked_row(RUI, 9, part=views.CARD))
    ids = [block.get("block_id") for block in once["blocks"]]
    assert ids == [None, "person:3:card+", None, None, None, None, "person:3:card", "person:3:card-more"]
    again = views.message(card(RUI), rows.talked_row(RUI, 9, part="card+"))
    assert again["blocks"][1]["block_id"] == "person:3:card+"
    assert kit_rules.faults_of_message(again, people=True) == []


def test_anything_typed_fits() -> None:
    person = replace(FULL, user_id="", name=NASTY[:200], function=NASTY[:100], interests=NASTY * 9, notes=NASTY * 9)
    talks = tuple(Talk(TODAY, NASTY[:20], NASTY) for _ in range(3))
    shown = card(person, talks=talks, talked=3)
    assert kit_rules.faults_of_message(views.message(shown)) == []
    assert kit_rules.faults_of_view(views.window(shown, where="0:" + NASTY[:200])) == []
