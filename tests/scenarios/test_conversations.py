"""Conversations through the sandbox: /met, its confirmation, modal and undo, the talk reaction; and what others see."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.store.database import Session
from bot.store.tables import conversations
from sandbox.wire import Json
from tests.conftest import Live

LINE = "<@U0MAYA> 1:1 about the roadmap, she asked for the numbers; next: send the deck by friday"


def words(message: Json) -> str:
    return json.dumps(message, ensure_ascii=False)


async def met(live: Live, line: str, as_: str = "U0ADA", channel: str = "C0GENERAL") -> Json:
    answer = await live.client.command(f"/met {line}", as_=as_, channel=channel)
    assert answer["ok"], answer
    (message,) = answer["ephemerals"]
    return dict(message)


async def press(live: Live, message: Json, action_id: str, value: Any = None, block_id: str | None = None) -> Json:
    """Presses something in a private answer, and returns what stands in its place then."""
    where = {"channel": "C0GENERAL", "ts": message["ts"], "value": value, "block_id": block_id}
    answer = await live.client.action(action_id, **where)
    assert answer["ok"], answer
    await live.settle()
    return next(each for each in await live.client.messages("U0ADA", "C0GENERAL") if each["ts"] == message["ts"])


async def open_modals(live: Live, as_: str = "U0ADA") -> list[Json]:
    await live.settle()
    return list((await live.client.state(as_))["modals"])


def texts(message: Json) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]


async def people(live: Live, as_: str = "U0ADA") -> str:
    (message,) = (await live.client.command("/vouch people", as_=as_))["ephemerals"]
    return words(message)


@pytest.mark.both_databases
async def test_a_line_becomes_a_conversation_that_only_its_owner_sees(live: Live) -> None:
    message = await met(live, LINE)
    understood, new = texts(message)[:2]
    assert re.fullmatch(
        r"\*Saved\.\* Conversation with <@U0MAYA>\n\w+ \d+ \w+ · 1:1\n"
        r"About: the roadmap\nNotes: she asked for the numbers\nNext: send the deck · due .+",
        understood,
    )
    assert new == "<@U0MAYA> is new: added as *peer*."
    assert message["ephemeral"]
    for other in ("U0MAYA", "U0PRIYA"):
        assert "asked for the numbers" not in words(await live.client.state(other))
        assert "Your people" not in await people(live, other)


@pytest.mark.both_databases
async def test_the_relationship_and_the_confidence_are_set_by_one_click_each(live: Live) -> None:
    message = await met(live, LINE)
    message = await press(live, message, "stakeholder.relationship", value="1:manager")
    assert "<@U0MAYA> is new: added as *manager*." in texts(message)
    message = await press(live, message, "conversation.confidence.4")
    assert "Would speak up for you: 4 · likely" in words(message)
    assert "conversation.confidence" not in words(message)
    assert "manager" in await people(live)


async def test_undo_takes_it_all_back_and_pressed_twice_says_so(live: Live) -> None:
    first = await met(live, LINE)
    undone = await press(live, first, "conversation.undo")
    assert texts(undone)[0] == "*Undone*: the conversation with <@U0MAYA>"
    assert "About: the roadmap" in texts(undone)
    assert texts(undone)[-1] == "<@U0MAYA> came with it, and went with it."
    assert "Nobody is among your people yet" in await people(live)
    again = await live.client.last("action")
    again["actions"][0]["action_ts"] = "1.1"
    await live.client.inject("interactive", again)
    await live.settle()
    assert "was undone already" in words(await live.client.state("U0ADA"))


async def test_edit_opens_all_that_was_understood_and_stores_what_is_typed(live: Live) -> None:
    message = await met(live, f'"Maria Lopez" and {LINE}')
    await press(live, message, "conversation.edit")
    (modal,) = await open_modals(live)
    values = {block["block_id"]: block["element"] for block in modal["blocks"] if block["type"] == "input"}
    assert values["people"]["initial_users"] == ["U0MAYA"]
    assert values["others"]["initial_value"] == "Maria Lopez"
    assert [values[name]["initial_value"] for name in ("topic", "notes", "promise")] == [
        "the roadmap",
        "she asked for the numbers",
        "send the deck",
    ]
    typed = {"topic": {"topic": "the budget"}, "others": {"others": "Maria Lopez\nKim Roe"}}
    answer = await live.client.submit(modal["id"], typed)
    assert "About: the budget" in words(answer["view"])
    assert "Kim Roe is new: added as *peer*." in words(answer["view"])
    assert "Kim Roe" in await people(live)


async def test_undo_stands_in_the_modal_too_and_twice_says_so(live: Live) -> None:
    message = await met(live, LINE)
    await press(live, message, "conversation.edit")
    (modal,) = await open_modals(live)
    await live.client.action("conversation.undo", view_id=modal["id"])
    (now,) = await open_modals(live)
    assert (now["title"]["text"], texts(now)[0]) == ("Undone", "*Undone*: the conversation with <@U0MAYA>")
    assert "Nobody is among your people yet" in await people(live)
    again = await live.client.last("action")
    again["actions"][0]["action_ts"] = "1.1"
    again["view"]["hash"] = now["hash"]
    await live.client.inject("interactive", again)
    (now,) = await open_modals(live)
    assert texts(now) == ["That conversation was undone already. Nothing has changed."]


async def test_unreacting_says_that_an_edited_conversation_stays(live: Live) -> None:
    await live.client.command("/win shipped it")
    ts = await live.client.message("Thanks for the review, Ada", as_="U0PRIYA")
    await live.client.react("C0GENERAL", ts, "handshake")
    await live.settle()
    told = (await live.client.messages("U0ADA", "C0GENERAL"))[-1]
    await press(live, told, "conversation.confidence.4")
    await live.client.unreact("C0GENERAL", ts, "handshake")
    await live.settle()
    told = (await live.client.messages("U0ADA", "C0GENERAL"))[-1]
    assert told["text"].endswith("The conversation with <@U0PRIYA> stays, because you have worked on it.")
    assert "U0PRIYA" in await people(live)
    undone = await press(live, told, "conversation.undo")
    assert texts(undone)[0] == "*Undone*: the conversation with <@U0PRIYA>"


async def test_an_edit_of_what_was_undone_gives_the_typed_text_back(live: Live) -> None:
    message = await met(live, LINE)
    await press(live, message, "conversation.edit")
    (modal,) = await open_modals(live)
    await press(live, message, "conversation.undo")
    answer = await live.client.submit(modal["id"], {"notes": {"notes": "a long story"}})
    assert "That is not there any more" in words(answer["view"])
    assert "a long story" in words(answer["view"])


async def test_an_edit_of_an_older_version_shows_both_and_saves_when_asked_again(live: Live) -> None:
    message = await met(live, LINE)
    await press(live, message, "conversation.edit")
    (modal,) = await open_modals(live)
    await press(live, message, "conversation.confidence.2")
    answer = await live.client.submit(modal["id"], {"topic": {"topic": "the budget"}})
    stale = words(answer["view"])
    assert "Not saved yet" in stale
    assert ">About: the roadmap" in stale
    assert '"initial_value": "the budget"' in stale
    saved = await live.client.submit(modal["id"], {"topic": {"topic": "the budget"}})
    assert "About: the budget" in words(saved["view"])


async def test_the_saved_modal_rates_relates_and_undoes_in_place(live: Live) -> None:
    await live.client.command("/met")
    (modal,) = await open_modals(live)
    await live.client.submit(modal["id"], {"people": {"people": ["U0MAYA", "U0SAM"]}})

    async def pressed(action_id: str, **more: Any) -> str:
        answer = await live.client.action(action_id, view_id=modal["id"], **more)
        assert answer["ok"], answer
        (now,) = await open_modals(live)
        return words(now)

    related = await pressed("stakeholder.relationship", block_id="person:2:talk1", value="2:manager")
    assert "<@U0SAM> is new: added as *manager*." in related
    assert "<@U0MAYA> is new: added as *peer*." in related
    assert "Would speak up for you: 3 · if asked" in await pressed("conversation.confidence.3")
    assert "*Undone*" in await pressed("conversation.undo")
    assert "U0SAM" in await people(live)
    assert "U0MAYA" not in await people(live)


async def test_an_empty_command_opens_the_modal_which_stores_what_is_typed(live: Live) -> None:
    answer = await live.client.command("/met")
    assert (answer["ok"], answer["ephemerals"]) == (True, [])
    (modal,) = await open_modals(live)
    refused = await live.client.submit(modal["id"], {"topic": {"topic": "the roadmap"}})
    assert refused["errors"] == {"people": "Choose somebody here, or type a name below."}
    ahead = await live.client.submit(
        modal["id"], {"people": {"people": ["U0MAYA"]}, "happened_on": {"happened_on": "2031-01-01"}}
    )
    assert list(ahead["errors"]) == ["happened_on"]
    typed = {
        "people": {"people": ["U0MAYA", "U0SAM"]},
        "others": {"others": "Maria Lopez"},
        "happened_on": {"happened_on": "2026-11-02"},
        "kind": {"kind": "coffee"},
        "topic": {"topic": "the <!channel> roadmap"},
        "promise": {"promise": "send the deck"},
        "due_on": {"due_on": "2026-12-01"},
        "confidence": {"confidence": "5"},
    }
    saved = words((await live.client.submit(modal["id"], typed))["view"])
    assert "Conversation with <@U0MAYA>, <@U0SAM> and Maria Lopez" in saved
    assert "the &lt;!channel&gt; roadmap" in saved
    assert "Would speak up for you: 5 · surely" in saved


async def test_a_payload_that_comes_twice_is_stored_once(live: Live) -> None:
    await met(live, LINE)
    await live.client.inject("slash_commands", await live.client.last("command"))
    await live.client.command("/met")
    (modal,) = await open_modals(live)
    await live.client.submit(modal["id"], {"people": {"people": ["U0SAM"]}})
    again = await live.client.inject("interactive", await live.client.last("submission"))
    assert "Conversation with <@U0SAM>" in words(again["ack"])

    def count(session: Session) -> int:
        return int(session.scalar(select(func.count()).select_from(conversations)) or 0)

    assert await live.vouch.db.read(count) == 2


@pytest.mark.parametrize(
    ("line", "back"),
    [
        ("about R&D <1h", ">about R&amp;D &lt;1h"),
        ("<@U0ADA> coffee", "><@U0ADA> coffee"),
    ],
)
async def test_a_line_that_names_nobody_comes_back_as_typed_with_the_usage(live: Live, line: str, back: str) -> None:
    message = await met(live, line)
    assert "What you typed" in words(message)
    assert back in texts(message)
    assert "For example" in words(message)
    assert "Nobody is among your people yet" in await people(live)


async def test_a_talk_reaction_logs_a_conversation_with_the_author_and_unreacting_undoes_it(live: Live) -> None:
    await live.client.command("/win shipped it")
    ts = await live.client.message("Thanks for the review, Ada", as_="U0PRIYA")
    await live.client.react("C0GENERAL", ts, "handshake")
    await live.settle()

    async def confirmed() -> bool:
        seen = await live.client.messages("U0ADA", "C0GENERAL")
        return "Conversation with <@U0PRIYA>" in words({"all": seen})

    await live.client.until(confirmed)
    assert "last talked today" in (await people(live)).lower()
    assert "Conversation with" not in words(await live.client.state("U0PRIYA"))
    await live.client.unreact("C0GENERAL", ts, "handshake")
    await live.settle()

    async def gone() -> bool:
        return "Nobody is among your people yet" in await people(live)

    await live.client.until(gone)


async def test_ids_of_others_and_garbage_in_buttons_do_nothing(live: Live) -> None:
    message = await met(live, LINE)
    await press(live, message, "conversation.edit")
    (modal,) = await open_modals(live)
    payload = await live.client.last("action")
    for user, value in (("U0MAYA", "1"), ("U0ADA", "9" * 40), ("U0ADA", "'; drop"), ("U0ADA", "")):
        payload["user"]["id"] = user
        for number, action in enumerate(("conversation.edit", "conversation.undo", "conversation.confidence.3")):
            pressed = {"action_id": action, "value": value, "action_ts": f"{number}.{user}{value[:4]}"}
            payload["actions"] = [{**payload["actions"][0], **pressed}]
            answer = await live.client.inject("interactive", payload)
            assert answer["ok"], answer
    await live.settle()
    view = await live.client.last("action")
    assert "asked for the numbers" not in words(await live.client.state("U0MAYA"))
    saved = await live.client.submit(modal["id"], {"topic": {"topic": "still mine"}})
    assert view["user"]["id"] == "U0ADA"
    assert "About: still mine" in words(saved["view"])
