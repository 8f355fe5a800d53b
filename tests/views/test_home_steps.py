"""Home's first steps, for a newcomer and until all are done, and sample data beside them."""

from dataclasses import replace
from datetime import date

import pytest

from bot import ids
from bot.domain.home import HomeData, Samples, Steps, TalkRow, WinRow
from bot.domain.wins import WinState
from bot.views import help as help_view
from bot.views import home as views
from tests import cast
from tests.views.test_home import COMMANDS, RUI, buttons, counts, home, words


def test_a_newcomer_sees_what_vouch_is_and_three_steps() -> None:
    blocks = views.home_view(HomeData(None), COMMANDS)["blocks"]
    said = words(blocks)
    assert said[0] == "Vouch"
    assert [line.split(".*")[0] for line in said if line[:2] in ("*1", "*2", "*3")] == ["*1", "*2", "*3"]
    assert any(line.endswith(help_view.where_reactions_work()) for line in said)
    assert buttons(blocks) == [
        (ids.HOME_LOG_WIN, "step"),
        (ids.HOME_ADD_STAKEHOLDER, "step"),
        (ids.SAMPLES_ADD, ""),
        (ids.SETTINGS_OPEN, ""),
        (ids.PRIVACY_OPEN, ""),
    ]
    assert "stored nothing about you" in said[-1]


def test_sample_data_is_named_marked_and_can_be_removed() -> None:
    assert "sample" not in str(home()).casefold()
    assert (ids.SAMPLES_ADD, "") in buttons(home(member=cast.ada(first_record_at=None)))
    row = WinRow(1, WinState.KEPT, "Cut errors", date(2026, 11, 18), None, sample=True)
    talk = TalkRow(2, date(2026, 11, 18), "call", "", (replace(RUI, sample=True),), sample=True)
    blocks = home(counts=counts(samples=Samples(1, 1, 1, 0), wins=1, talks=1), wins=(row,), talks=(talk,))
    said = "\n".join(words(blocks))
    assert "*Sample data.*" in said
    assert "Sample · Wed 18 Nov" in said
    assert "<@U0RUI> (sample)" in said
    assert (ids.SAMPLES_WIPE, "") in buttons(blocks)
    assert (ids.SAMPLES_ADD, "") not in buttons(blocks)


@pytest.mark.parametrize(
    ("made_up", "asked"),
    [
        (
            Samples(10, 5, 6, 0),
            "10 wins, 5 people and 6 conversations of the sample data will be gone for good.",
        ),
        (
            Samples(1, 1, 0, 2),
            "1 win and 1 person of the sample data will be gone for good. You edited 2 of them, which go too.",
        ),
    ],
)
def test_removing_sample_data_asks_first_and_says_what_goes(made_up: Samples, asked: str) -> None:
    (banner,) = [block for block in home(counts=counts(samples=made_up)) if block.get("block_id") == "samples"]
    assert banner["accessory"]["confirm"]["text"]["text"] == f"{asked} What you recorded yourself stays."
    assert banner["accessory"]["confirm"]["confirm"]["text"] == "Remove"


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


@pytest.mark.parametrize("won", [True, False])
def test_one_button_stands_out(won: bool) -> None:
    blocks = home(counts=counts(steps=Steps(won=won, people=0, reacted=False)))
    elements = [each for block in blocks for each in [block.get("accessory"), *block.get("elements", [])] if each]
    assert [each.get("value", "") for each in elements if each.get("style") == "primary"] == ["" if won else "step"]
