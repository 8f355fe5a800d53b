"""The conversations with somebody through the sandbox: a window of them, edited, deleted and brought back in place."""

import copy
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from bot import ids
from sandbox.wire import Json
from tests.conftest import Live

LINE = "/met <@U0MAYA> 1:1 about the aardvark plan, she asked for numbers; next: send the deck by friday"


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def texts(view: Json) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]


def action(view: Json, action_id: str) -> Json:
    """The first such button, as it is pressed."""
    for block in view["blocks"]:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            if element.get("action_id") == action_id:
                return {"block_id": block["block_id"], "value": element.get("value", "")}
    raise AssertionError(f"no {action_id} in {words(view)}")


async def met(live: Live, line: str = LINE) -> Json:
    answer = await live.client.command(line, channel="C0GENERAL")
    assert answer["ok"], answer
    (message,) = answer["ephemerals"]
    return dict(message)


async def press(live: Live, message: Json, action_id: str) -> Json:
    found = action(message, action_id)
    answer = await live.client.action(action_id, channel="C0GENERAL", ts=message["ts"], **found)
    assert answer["ok"], answer
    await live.settle()
    return next(each for each in await live.client.messages("U0ADA", "C0GENERAL") if each["ts"] == message["ts"])


async def window(live: Live, as_: str = "U0ADA") -> Json:
    await live.settle()
    return dict((await live.client.state(as_))["modals"][-1])


async def press_in(live: Live, view: Json, action_id: str) -> Json:
    answer = await live.client.action(action_id, view_id=view["id"], block_id=action(view, action_id)["block_id"])
    assert answer["ok"], answer
    return await window(live)


async def pressed_anywhere(live: Live, message: Json, action_id: str, value: str, as_: str = "U0ADA") -> None:
    """What a button with that value in that message would do, whoever presses it, and whatever stands there by now."""
    if "payload" not in message:
        edit = action(message, ids.CONVERSATION_EDIT)
        await live.client.action(ids.CONVERSATION_EDIT, channel="C0GENERAL", ts=message["ts"], **edit)
        message["payload"] = await live.client.last("action")
    payload = copy.deepcopy(message["payload"])
    payload["user"]["id"] = as_
    payload["trigger_id"] = live.box.trigger(as_, None)
    pressed = {"action_id": action_id, "value": value, "action_ts": f"{payload['trigger_id']}", "block_id": "x"}
    payload["actions"] = [{"type": "button", **pressed}]
    assert (await live.client.inject("interactive", payload))["ok"]
    await live.settle()


@pytest.mark.parametrize("deliver", ["socket", "http"])
@pytest.mark.both_databases
async def test_conversations_are_seen_edited_deleted_and_brought_back_in_their_window(
    start_live: Callable[..., AbstractAsyncContextManager[Live]], deliver: str
) -> None:
    async with start_live(deliver=deliver) as live:
        message = await met(live)
        await met(live, "/met <@U0MAYA> and <@U0SAM> coffee about lunch yesterday")
        await pressed_anywhere(live, message, ids.TIMELINE_OPEN, "1")
        view = await window(live)
        assert [line.split("\n")[1] for line in texts(view)[1:]] == ["About: the aardvark plan", "About: lunch"]
        edit = await press_in(live, view, ids.TIMELINE_EDIT)
        assert edit["callback_id"] == ids.MODAL_CONVERSATION
        await live.client.submit(edit["id"], {"topic": {"topic": "the badger plan"}})
        await live.settle()
        shown = next(each for each in (await live.client.state("U0ADA"))["modals"] if each["id"] == view["id"])
        assert "About: the badger plan" in words(shown)
        await live.client.close((await window(live))["id"])
        view = await press_in(live, shown, ids.TIMELINE_DELETE)
        assert texts(view)[0].startswith("*Deleted*: the conversation with <@U0MAYA>, ")
        assert "badger" not in words(view)
        view = await press_in(live, view, ids.TIMELINE_DELETED)
        assert "badger" in words(view)
        view = await press_in(live, view, ids.TIMELINE_BACK)
        view = await press_in(live, await press_in(live, view, ids.TIMELINE_DELETED), ids.TIMELINE_RESTORE)
        assert texts(view)[0].startswith("*Restored.* Conversation with <@U0MAYA>, ")
        view = await press_in(live, view, ids.TIMELINE_BACK)
        assert "badger" in words(view)
        (people,) = (await live.client.command("/vouch people"))["ephemerals"]
        assert "last talked today" in words(people).lower()


async def test_undo_is_undone_in_its_place(live: Live) -> None:
    message = await met(live)
    undone = await press(live, message, ids.CONVERSATION_UNDO)
    assert "went with it" in words(undone)
    back = await press(live, undone, ids.CONVERSATION_RESTORE)
    assert texts(back)[0].startswith("*Restored.* Conversation with <@U0MAYA>\n")
    assert "send the deck" in words(back)
    await pressed_anywhere(live, back, ids.CONVERSATION_RESTORE, "1")
    assert "It is there already." in words(await live.client.messages("U0ADA", "C0GENERAL"))


async def test_we_talked_undone_in_a_row_is_brought_back_in_that_row(live: Live) -> None:
    await live.client.command("/vouch add <@U0RUI> sponsor")
    (message,) = (await live.client.command("/vouch overdue", channel="C0GENERAL"))["ephemerals"]
    message = await press(live, message, ids.STAKEHOLDER_TALKED)
    message = await press(live, message, ids.CONVERSATION_UNDO)
    assert "the conversation is undone" in words(message)
    message = await press(live, message, ids.CONVERSATION_RESTORE)
    assert "last talked today" in words((await live.client.command("/vouch people"))["ephemerals"]).lower()


async def test_a_person_who_went_with_the_only_conversation_is_found_again_from_home(live: Live) -> None:
    message = await met(live, "/met Maria Lopez lunch about the move")
    await pressed_anywhere(live, message, ids.TIMELINE_OPEN, "1")
    view = await press_in(live, await window(live), ids.TIMELINE_DELETE)
    assert view["title"]["text"] == "Deleted"
    await live.client.close(view["id"])
    home = (await live.client.home())["view"]
    await live.client.action(ids.TIMELINE_DELETED, home=True, block_id=action(home, ids.TIMELINE_DELETED)["block_id"])
    view = await press_in(live, await window(live), ids.TIMELINE_RESTORE)
    assert "*Restored.* Conversation with Maria Lopez" in texts(view)[0]
    assert "Maria Lopez" in words((await live.client.command("/vouch people"))["ephemerals"])
    home = (await live.client.home())["view"]
    assert ids.TIMELINE_DELETED not in words(home)


async def test_nobody_else_sees_or_moves_any_of_it(live: Live) -> None:
    message = await met(live)
    kept = await met(live, "/met <@U0MAYA> coffee about the zebra")
    await press(live, message, ids.CONVERSATION_UNDO)
    await live.client.command("/win shipped it", as_="U0MAYA")
    for name, value in (
        (ids.TIMELINE_OPEN, "1"),
        (ids.TIMELINE_DELETED, "1:0"),
        (ids.TIMELINE_DELETED, "0:0"),
        (ids.TIMELINE_EDIT, "2:1:0"),
        (ids.TIMELINE_DELETE, "2:1:0"),
        (ids.TIMELINE_RESTORE, "1:d0:0"),
        (ids.CONVERSATION_RESTORE, "1"),
    ):
        await pressed_anywhere(live, kept, name, value, "U0MAYA")
    theirs = words(await live.client.state("U0MAYA"))
    assert [word for word in ("aardvark", "zebra", "numbers") if word in theirs] == []
    await pressed_anywhere(live, kept, ids.TIMELINE_OPEN, "1")
    view = await window(live)
    assert ("zebra" in words(view), "aardvark" in words(view)) == (True, False)


@pytest.mark.parametrize("value", ["", "x", "-1", "1:2:3:4", "9" * 30, "²", "d", "d0", "1:1:99999999999", "👩‍👩‍👧"])
async def test_odd_values_are_answered(live: Live, value: str) -> None:
    message = await met(live)
    for name in (
        ids.TIMELINE_OPEN,
        *ids.TIMELINE_PAGES,
        ids.TIMELINE_EDIT,
        ids.TIMELINE_DELETE,
        ids.TIMELINE_DELETED,
        ids.TIMELINE_RESTORE,
        ids.CONVERSATION_RESTORE,
    ):
        await pressed_anywhere(live, message, name, value)
    assert "aardvark" in words((await live.client.home())["view"])
