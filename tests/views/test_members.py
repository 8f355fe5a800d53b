"""Settings as a modal, next messages in words, and switches that turn in place."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot import ids
from bot.domain.members import Member, Settings, ZoneSource, settings_of
from bot.views import kit
from bot.views import members as views
from tests import cast

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ADA = cast.ada()
DIGEST = (
    "Next weekly digest: Friday at 15:00, Europe/Berlin time "
    "(<!date^1795183200^{date_short_pretty} {time}|Fri 20 Nov 2026, 15:00>)."
)
NUDGE = (
    "Next mid-week nudge: Wednesday at 10:00, Europe/Berlin time "
    "(<!date^1795597200^{date_short_pretty} {time}|Wed 25 Nov 2026, 10:00>). It only comes if somebody is overdue."
)


def inputs(modal: dict) -> dict[str, dict]:
    return {block["block_id"]: block for block in modal["blocks"] if block["type"] == "input"}


def filled(modal: dict) -> dict[str, object]:
    """What the fields hold before anything is touched."""
    values: dict[str, object] = {}
    for name, block in inputs(modal).items():
        element = block["element"]
        chosen = element.get("initial_option") or {}
        values[name] = element.get("initial_value") or chosen.get("value") or bool(element.get("initial_options"))
    return values


def test_the_modal_shows_what_is_set() -> None:
    member = replace(
        ADA,
        zone_source=ZoneSource.CHOSEN,
        digest_weekday=0,
        digest_hour=0,
        nudge_on=False,
        win_emoji="tada",
        paused=True,
        discreet=True,
        first_weekday=6,
    )
    assert filled(views.settings_modal(settings_of(member), member)) == {
        "zone": "Europe/Berlin",
        "digest_on": True,
        "digest_weekday": "0",
        "digest_hour": "0",
        "nudge_on": False,
        "nudge_weekday": "2",
        "nudge_hour": "10",
        "win_emoji": ":tada:",
        "talk_emoji": ":handshake:",
        "silent": False,
        "discreet": True,
        "first_weekday": "6",
        "paused": True,
    }


def test_emoji_that_could_not_be_looked_up_are_named() -> None:
    said = [views.saved_modal(ADA, emoji_checked=checked)["blocks"][0]["text"]["text"] for checked in (True, False)]
    note = "Vouch cannot see this workspace's emoji: look that :trophy: and :handshake: exist.\n"
    assert (note in said[0], said[1].replace(note, "")) == (False, said[0])


def test_a_zone_that_follows_slack_leaves_the_field_empty() -> None:
    assert filled(views.settings_modal(settings_of(ADA), ADA))["zone"] is False


@pytest.mark.parametrize(
    ("member", "hint"),
    [
        (None, "Leave it empty to follow your Slack profile."),
        (
            replace(ADA, zone_source=ZoneSource.PENDING, zone="UTC"),
            "Leave it empty to follow your Slack profile.",
        ),
        (
            replace(ADA, zone_source=ZoneSource.NONE, zone="UTC"),
            "Slack names none for you, so it is UTC. Write one like Europe/Berlin.",
        ),
        (ADA, "Now Europe/Berlin, from your Slack profile. Leave it empty to follow Slack, or write another."),
        (replace(ADA, zone_source=ZoneSource.CHOSEN), "Chosen by you. Empty it to follow your Slack profile."),
    ],
)
def test_the_zone_says_where_it_comes_from(member: Member | None, hint: str) -> None:
    modal = views.settings_modal(settings_of(member), member)
    assert inputs(modal)["zone"]["hint"]["text"] == hint


def test_settings_of_somebody_new_are_the_usual_ones() -> None:
    shown = filled(views.settings_modal(Settings(), None))
    assert (shown["digest_weekday"], shown["digest_hour"], shown["nudge_weekday"]) == ("4", "15", "2")


def test_next_messages_come_in_words_and_as_date_tokens() -> None:
    assert views.next_messages(ADA) == [DIGEST, NUDGE]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"paused": True}, ["Vouch is paused: it sends you nothing by itself."]),
        ({"first_record_at": None}, ["The first digest comes after your first record."]),
        ({"next_nudge_at": None}, [DIGEST, "The mid-week nudge is off."]),
    ],
)
def test_where_none_comes_it_is_said_why(changes: dict, lines: list[str]) -> None:
    assert views.next_messages(replace(ADA, **changes)) == lines


def test_somebody_whose_zone_slack_does_not_know_is_told_that_it_is_utc() -> None:
    lines = views.next_messages(replace(ADA, zone="UTC", zone_source=ZoneSource.NONE))
    assert lines[-1] == "Slack names no time zone for you, so these times are UTC. You can choose one in settings."


def test_saved_settings_say_when_the_next_message_comes() -> None:
    modal = views.saved_modal(ADA)
    assert modal["blocks"][0]["text"]["text"].startswith(f"*Settings are saved.*\n{DIGEST}")


OFF = replace(ADA, digest_on=False, next_digest_at=None)


def test_a_switch_turns_round_where_it_stands_and_the_rest_of_the_message_stays() -> None:
    blocks = [
        kit.section("the week"),
        kit.actions(kit.button("Open", ids.DIGEST_SHOW), kit.button("Stop", ids.DIGEST_STOP)),
        kit.actions(kit.button("Stop", ids.NUDGE_STOP)),
    ]
    changed = views.switched_in(blocks, "digest", OFF)
    assert changed is not None
    assert changed["text"] == "The weekly digest is off. None comes until you turn it on again."
    week, note, actions, other = changed["blocks"]
    assert (week, other) == (blocks[0], blocks[2])
    assert note["text"]["text"] == changed["text"]
    assert [button["action_id"] for button in actions["elements"]] == [ids.DIGEST_SHOW, ids.DIGEST_START]

    back = views.switched_in(changed["blocks"], "digest", ADA)
    assert back is not None
    assert back["text"] == f"The weekly digest is on. {DIGEST}"
    assert len(back["blocks"]) == 4
    assert [button["action_id"] for button in back["blocks"][2]["elements"]] == [ids.DIGEST_SHOW, ids.DIGEST_STOP]


def test_a_switch_beside_a_text_turns_round_too() -> None:
    blocks = [kit.section("first record", kit.button("Stop the digest", ids.DIGEST_STOP))]
    changed = views.switched_in(blocks, "digest", OFF)
    assert changed is not None
    assert changed["blocks"][1]["accessory"]["action_id"] == ids.DIGEST_START


def test_a_switch_that_stands_twice_is_explained_once() -> None:
    stop = kit.actions(kit.button("Stop", ids.DIGEST_STOP))
    changed = views.switched_in([stop, stop], "digest", OFF)
    assert changed is not None
    assert [block["type"] for block in changed["blocks"]] == ["section", "actions", "actions"]


def test_a_message_without_the_switch_is_left_alone() -> None:
    assert views.switched_in([kit.section("x"), kit.context("y")], "digest", OFF) is None


def test_by_itself_a_switch_says_what_holds_and_offers_the_other_way() -> None:
    off = views.switched("nudge", replace(ADA, nudge_on=False, next_nudge_at=None))
    assert off["text"] == "The mid-week nudge is off. None comes until you turn it on again."
    assert off["blocks"][1]["elements"][0]["action_id"] == ids.NUDGE_START
    on = views.switched("nudge", ADA)
    assert on["text"].startswith("The mid-week nudge is on. Next mid-week nudge: Wednesday at 10:00")
    assert on["blocks"][1]["elements"][0]["action_id"] == ids.NUDGE_STOP


def test_a_switch_turned_on_while_paused_says_that_nothing_comes_yet() -> None:
    on = views.switched("nudge", replace(ADA, paused=True, next_digest_at=None, next_nudge_at=None))
    assert on["text"] == "The mid-week nudge is on. Vouch is paused: it sends you nothing by itself."
