"""People in words and rows: who it is and how late, what was done in the row's place, and what undoes it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain import stakeholders
from bot.domain.stakeholders import Late, Relationship, Stakeholder, Stance, State
from bot.views import stakeholder_modal as modals
from bot.views import stakeholders as views

TODAY = date(2026, 11, 20)
NASTY = "<!channel> & *co* " + "👩‍👩‍👧 " * 60
RUI = Stakeholder(3, Relationship.SPONSOR, TODAY - timedelta(days=400), 1, user_id="U0RUI")
MARIA = Stakeholder(4, Relationship.MANAGER, TODAY - timedelta(days=8), 2, name="Maria <Lopez>")
DUE = datetime(2026, 11, 27, 14, tzinfo=UTC)


def late(person: Stakeholder, talked: int | None = None, **changes: Any) -> Late:
    last = None if talked is None else TODAY - timedelta(days=talked)
    person = replace(person, last_conversation_on=last, **changes)
    return Late(person, stakeholders.standing(person, TODAY))


def texts(message: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]


def values(block: dict[str, Any]) -> list[object]:
    return [
        [choice["value"] for choice in each["options"]] if "options" in each else each["value"]
        for each in block["elements"]
    ]


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (late(RUI, 0), "last talked today"),
        (late(RUI, 1), "last talked yesterday"),
        (late(RUI, 31), "last talked 31 days ago, due"),
        (late(RUI, 50), "last talked 50 days ago, overdue by 5 days"),
        (late(RUI, 50, snoozed_until=TODAY + timedelta(days=1)), "last talked 50 days ago, snoozed"),
        (late(RUI, None, added_on=TODAY), "not talked to yet, added today, due"),
        (late(MARIA), "not talked to yet, added 8 days ago, overdue by 1 day"),
        (late(RUI), "not talked to yet, added 400 days ago, overdue by 393 days"),
    ],
)
def test_a_standing_is_said_in_words(person: Late, said: str) -> None:
    assert views.standing_words(person.standing) == said


def test_a_row_says_who_and_how_late_and_offers_what_to_do() -> None:
    person = late(MARIA)
    who, what = views.person_row(person.stakeholder, person.standing)
    assert who["text"]["text"] == (
        "*Maria &lt;Lopez&gt;* · manager\nNot talked to yet, added 8 days ago, overdue by 1 day"
    )
    assert (who["block_id"], what["block_id"]) == ("person:4", "person:4:do")
    assert values(what) == ["4", "4", ["4:1", "4:2", "4:4"]]
    assert [each.get("accessibility_label") for each in what["elements"]] == [
        "We talked: Maria <Lopez>",
        "Prep for Maria <Lopez>",
        None,
    ]


def test_labels_name_a_slack_user_as_slack_does_or_by_the_relationship() -> None:
    assert views.plain_name(RUI) == "your sponsor"
    assert views.plain_name(replace(RUI, known_as="Rui Costa")) == "Rui Costa"


def test_levels_and_days_have_words() -> None:
    assert [views.level_words(level) for level in (-4, -1, 0, 1, 2, 3, 9)] == [
        "below you",
        "below you",
        "on your level",
        "one level above you",
        "two levels above you",
        "three or more levels above you",
        "three or more levels above you",
    ]
    assert [views.every(days) for days in (1, 365)] == ["every day", "every 365 days"]


def test_a_row_is_replaced_in_any_message_and_everything_else_stays() -> None:
    before, after = {"type": "divider", "block_id": "x"}, {"type": "divider"}
    other = views.person_row(late(replace(RUI, id=31)).stakeholder, late(RUI).standing)
    row = views.person_row(RUI, late(RUI).standing)
    changed = views.replace_row([before, *other, *row, after], 3, views.talked_row(RUI, 9))
    assert changed == [before, *other, *views.talked_row(RUI, 9), after]
    assert views.replace_row([before, *other], 3, []) is None


def test_what_was_done_stands_where_the_row_was() -> None:
    said, todo = views.talked_row(RUI, 9)
    assert (said["text"]["text"], said["block_id"]) == ("*<@U0RUI>* · conversation logged today.", "person:3")
    assert values(todo) == ["9", "9"]
    again = views.talked_row(RUI, 9, before=True, part="late")
    assert again[0]["text"]["text"] == "*<@U0RUI>* · already logged today, nothing was added."
    assert again[1]["block_id"] == "person:3:late"
    snoozed = views.snoozed_row(replace(RUI, snoozed_until=date(2026, 12, 4)), TODAY)
    assert snoozed[0]["text"]["text"] == "*<@U0RUI>* · snoozed until Fri 4 Dec."
    assert (snoozed[1]["elements"][0]["text"]["text"], values(snoozed[1])) == ("Wake up now", ["3"])
    woken = [views.woken_row(RUI, before=before)[0]["text"]["text"] for before in (False, True)]
    assert woken == ["*<@U0RUI>* · no longer snoozed.", "*<@U0RUI>* · the snooze had ended already."]
    undone = [views.undone_row(RUI, 9, before=before)[0]["text"]["text"] for before in (False, True)]
    assert undone == [
        "*<@U0RUI>* · the conversation is undone.",
        "*<@U0RUI>* · that conversation was undone already.",
    ]


def test_what_was_undone_can_be_restored_there() -> None:
    _said, todo = views.undone_row(RUI, 9, before=False, part="late")
    assert (todo["block_id"], values(todo)) == ("person:3:late", ["9"])
    back = [views.talked_row(RUI, 9, said=views.back_words(before=before))[0] for before in (False, True)]
    assert [row["text"]["text"] for row in back] == [
        "*<@U0RUI>* · the conversation is there again.",
        "*<@U0RUI>* · that conversation is there already.",
    ]


def test_a_rows_id_names_the_person_and_the_place() -> None:
    assert views.part_of("person:3:late") == ("3", "late")
    assert views.part_of("person:3") == ("3", "")
    assert views.part_of("abc12") == ("", "")
    assert views.part_of("followup:3:x") == ("", "")


def test_a_message_keeps_its_text_when_a_row_changes() -> None:
    row = views.related_row(RUI)
    assert views.message_with({"text": "Your week"}, row, row)["text"] == "Your week"
    assert views.message_with({}, row, row) == views.row_message(row)
    assert views.row_message(row)["text"] == "<@U0RUI> is one of your people, as *sponsor*."


def test_stopping_and_following_again_undo_each_other() -> None:
    gone, back = views.archived_row(RUI, "list", where="20:x"), views.followed_row(RUI)
    assert gone[0]["text"]["text"] == "*<@U0RUI>* is no longer followed. What is recorded stays."
    assert (gone[1]["elements"][0]["action_id"], values(gone[1])) == ("stakeholder.follow", ["3:20:x"])
    assert back[0]["text"]["text"] == "*<@U0RUI>* is among the people you follow again."
    assert (back[1]["elements"][0]["action_id"], values(back[1])) == ("stakeholder.archive", ["3"])
    assert [each["block_id"] for each in (*gone, *back)] == ["person:3", "person:3:list", "person:3", "person:3:do"]
    before = (views.archived_row(RUI, before=True), views.followed_row(RUI, before=True))
    assert [[block["text"]["text"] for block in row] for row in before] == [
        ["*<@U0RUI>* was no longer followed already."],
        ["*<@U0RUI>* is among the people you follow already."],
    ]


def test_every_value_has_words() -> None:
    assert (set(views.RELATIONSHIPS), set(modals.STANCES)) == (set(Relationship), set(Stance))
    assert {each.value for each in State} == {"fine", "due", "overdue", "snoozed"}
