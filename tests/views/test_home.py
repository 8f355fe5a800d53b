"""Home as a newcomer and as a member sees it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import ids
from bot.domain import stakeholders
from bot.domain.home import Counts, HomeData, MemberHome, Steps, TalkRow, WinRow
from bot.domain.stakeholders import Late, Relationship, Stakeholder
from bot.domain.wins import Category, WinState
from bot.views import help as help_view
from bot.views import home as views
from tests import cast

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
COMMANDS = {"win": "/win", "met": "/met", "vouch": "/vouch"}
ALL_DONE = Steps(won=True, people=3, reacted=True)
WIN = WinRow(7, WinState.KEPT, "Shipped <b> & co", date(2026, 11, 18), Category.SKILL)
DRAFT = WinRow(8, WinState.DRAFT, "", date(2026, 11, 19), None)
RUI = Stakeholder(id=3, relationship=Relationship.SPONSOR, added_on=date(2026, 11, 1), version=1, user_id="U0RUI")
TALK = TalkRow(5, date(2026, 11, 19), "1:1", "the <roadmap> with <@U0SAM>", (RUI,))
ADA = cast.ada(win_emoji="tada")


def home(**changes: Any) -> list[dict]:
    """The blocks of Ada's Home; by default there is nothing in it and nothing left to begin."""
    empty = MemberHome(
        member=ADA,
        now=NOW,
        monday=date(2026, 11, 16),
        counts=Counts(week_wins=0, week_conversations=0, drafts=0, deleted=0, steps=ALL_DONE),
        wins=(),
        talks=(),
        drafts=(),
        late=(),
        late_count=0,
    )
    return list(views.home_view(HomeData(replace(empty, **changes)), COMMANDS)["blocks"])


def counts(**changes: Any) -> Counts:
    return replace(Counts(week_wins=0, week_conversations=0, drafts=0, deleted=0, steps=ALL_DONE), **changes)


def words(blocks: list[dict]) -> list[str]:
    said = []
    for block in blocks:
        parts = block.get("elements", []) if block["type"] == "context" else [block]
        said += [part["text"]["text"] if "text" in part["text"] else part["text"] for part in parts if "text" in part]
    return said


def headers(blocks: list[dict]) -> list[str]:
    return [block["text"]["text"] for block in blocks if block["type"] == "header"]


def buttons(blocks: list[dict]) -> list[tuple[str, str]]:
    found = []
    for block in blocks:
        elements = [block["accessory"]] if "accessory" in block else block.get("elements", [])
        found += [(element["action_id"], element.get("value", "")) for element in elements if "action_id" in element]
    return found


def test_a_newcomer_sees_what_vouch_is_and_three_steps() -> None:
    blocks = views.home_view(HomeData(None), COMMANDS)["blocks"]
    said = words(blocks)
    assert said[0] == "Vouch"
    assert [line.split(".*")[0] for line in said if line[:2] in ("*1", "*2", "*3")] == ["*1", "*2", "*3"]
    assert any(line.endswith(help_view.where_reactions_work()) for line in said)
    assert buttons(blocks) == [
        (ids.HOME_LOG_WIN, "step"),
        (ids.HOME_ADD_STAKEHOLDER, "step"),
        (ids.SETTINGS_OPEN, ""),
        (ids.PRIVACY_OPEN, ""),
    ]
    assert "stored nothing about you" in said[-1]


def test_an_empty_week_is_stated_without_reproach() -> None:
    blocks = home()
    assert headers(blocks) == ["This week", "Next messages"]
    assert "Mon 16 Nov to Sun 22 Nov: 0 wins, 0 conversations" in words(blocks)


def test_the_weeks_wins_are_listed_each_with_its_edit_button() -> None:
    blocks = home(wins=(WIN,), counts=counts(week_wins=1, week_conversations=2))
    assert "Mon 16 Nov to Sun 22 Nov: 1 win, 2 conversations" in words(blocks)
    assert "*Shipped &lt;b&gt; &amp; co*\nWed 18 Nov · Skill" in words(blocks)
    assert (ids.WIN_EDIT, "7") in buttons(blocks)
    assert blocks[2]["accessory"]["accessibility_label"] == "Edit Shipped <b> & co"
    assert "*Edit* also lets you undo." in words(blocks)
    assert not any("undo" in line for line in words(home()))


def test_a_title_whose_marks_would_end_the_bold_is_not_bold() -> None:
    assert "beat *all* of it\nWed 18 Nov · Skill" in words(home(wins=(replace(WIN, title="beat *all* of it"),)))


def test_the_weeks_conversations_are_listed_each_with_its_edit_button() -> None:
    bare = TalkRow(6, date(2026, 11, 18), "", "", (RUI, replace(RUI, user_id="", name="Maria & Co")))
    blocks = home(talks=(TALK, bare), counts=counts(week_conversations=3))
    said = words(blocks)
    assert "Conversation with <@U0RUI>\nThu 19 Nov · 1:1 · the &lt;roadmap&gt; with <@U0SAM>" in said
    assert "Conversation with <@U0RUI> and Maria &amp; Co\nWed 18 Nov" in said
    assert "and 1 more conversation" in said
    assert [each for each in buttons(blocks) if each[0] == ids.CONVERSATION_EDIT] == [
        (ids.CONVERSATION_EDIT, "5"),
        (ids.CONVERSATION_EDIT, "6"),
    ]
    assert blocks[2]["accessory"]["accessibility_label"] == "Edit the conversation of Thu 19 Nov"


def test_drafts_are_finished_from_here_also_one_without_a_title_yet() -> None:
    blocks = home(drafts=(DRAFT,), counts=counts(drafts=1))
    assert headers(blocks) == ["This week", "Drafts to finish: 1", "Next messages"]
    assert "_A message you reacted to_\nThu 19 Nov · draft" in words(blocks)
    assert (ids.WIN_EDIT, "8") in buttons(blocks)


def test_people_overdue_come_with_their_buttons() -> None:
    late = Late(RUI, stakeholders.standing(RUI, date(2026, 11, 20)))
    blocks = home(late=(late,), late_count=1)
    assert headers(blocks) == ["This week", "Good to talk to", "Next messages"]
    assert [block["block_id"] for block in blocks if "block_id" in block] == ["person:3", "person:3:do"]
    assert (ids.STAKEHOLDER_TALKED, "3") in buttons(blocks)


def test_what_does_not_fit_is_counted_with_the_command_that_shows_it() -> None:
    late = Late(RUI, stakeholders.standing(RUI, date(2026, 11, 20)))
    said = words(
        home(wins=(WIN,), drafts=(DRAFT,), late=(late,), late_count=4, counts=counts(week_wins=1_201, drafts=3))
    )
    assert [line for line in said if line.startswith("and ")] == [
        "and 1,200 more: `/vouch wins`",
        "and 2 more: `/vouch wins`",
        "and 3 more: `/vouch overdue`",
    ]


def test_the_next_messages_are_stated_or_why_there_are_none() -> None:
    assert any(line.startswith("Next weekly digest: Friday at 15:00") for line in words(home()))
    assert "Vouch is paused: it sends you nothing by itself." in words(home(member=replace(ADA, paused=True)))


@pytest.mark.parametrize(
    ("steps", "done", "shown"),
    [
        (Steps(won=True, people=0, reacted=False), "1 of 3 done", ["*1.* Done: your", "*2.* Add", "*3.* React"]),
        (
            Steps(won=True, people=3, reacted=False),
            "2 of 3 done",
            ["*1.* Done: your", "*2.* Done: three people.", "*3.* React"],
        ),
        (
            Steps(won=False, people=1, reacted=True),
            "1 of 3 done",
            ["*1.* Log a", "*2.* Add", "*3.* Done: your first reaction."],
        ),
    ],
)
def test_the_first_steps_show_how_far_they_are_in_words(steps: Steps, done: str, shown: list[str]) -> None:
    said = words(home(counts=counts(steps=steps)))
    assert done in said
    assert [line[: len(start)] for line, start in zip(said[2:5], shown, strict=True)] == shown


def test_the_second_step_counts_people() -> None:
    said = words(home(counts=counts(steps=Steps(won=True, people=2, reacted=True))))
    assert any(line.endswith("2 people added, 1 to go.") for line in said)


def test_the_third_step_names_the_members_own_emoji() -> None:
    said = words(home(counts=counts(steps=Steps(won=True, people=2, reacted=False))))
    assert any("React with :tada: to a message" in line for line in said)


def test_deleted_wins_are_remembered_with_the_way_back() -> None:
    said = words(home(counts=counts(deleted=2)))
    assert "2 deleted wins can be restored for 30 days after deletion: `/vouch wins deleted`" in said
    assert not any("deleted" in line for line in words(home()))


def test_the_fullest_home_fits_into_slacks_hundred_blocks() -> None:
    late = tuple(Late(replace(RUI, id=n), stakeholders.standing(RUI, date(2026, 11, 20))) for n in range(10))
    wins = tuple(replace(WIN, id=n, title="<&>" * 400) for n in range(10))
    blocks = home(
        wins=wins,
        talks=tuple(replace(TALK, id=n, topic="<&>" * 400) for n in range(20)),
        drafts=tuple(replace(win, id=win.id + 100, state=WinState.DRAFT) for win in wins),
        late=late,
        late_count=50,
        counts=Counts(50, 50, 50, 50, Steps(won=False, people=1, reacted=False)),
    )
    assert len(blocks) < 95
    assert all(len(line) <= 3000 for line in words(blocks))
    named = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("won", [True, False])
def test_one_button_stands_out(won: bool) -> None:
    blocks = home(counts=counts(steps=Steps(won=won, people=0, reacted=False)))
    elements = [each for block in blocks for each in [block.get("accessory"), *block.get("elements", [])] if each]
    assert [each.get("value", "") for each in elements if each.get("style") == "primary"] == ["" if won else "step"]
