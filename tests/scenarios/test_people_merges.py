"""Two who are the same person through the sandbox: chosen by name, seen before, merged and taken apart again."""

import copy
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from bot import ids
from bot.views import errors
from sandbox.wire import Json
from tests.conftest import Live
from tests.scenarios.test_timelines import met, press_in, pressed_anywhere, texts, window, words

ODD = ("", "x", "-1", "1:2:3", "9" * 30, "1:", ":1", "²", "👩‍👩‍👧", "'; DROP TABLE stakeholders")


async def start(live: Live) -> Json:
    """Rui as a typed name (1) and as a user (2), each talked to; returns a message to press something in."""
    message = await met(live, "/met Rui Costa 1:1 about the aardvark plan; next: send the deck")
    await live.client.command("/met <@U0RUI> coffee yesterday")
    await live.settle()
    return message


async def choose(live: Live, message: Json, opened: str = "1", other: str = "2") -> Json:
    """Opens the window for one of them, chooses the other there, and returns the window with both."""
    await pressed_anywhere(live, message, ids.PEOPLE_MERGE, opened)
    view = await window(live)
    offered = await live.client.options(ids.PEOPLE_MERGE_OTHER, "", view_id=view["id"])
    assert other in [option["value"] for option in offered["options"]]
    answer = await live.client.submit(view["id"], {"other": {ids.PEOPLE_MERGE_OTHER: other}})
    assert answer["ok"], answer
    return await window(live)


def shown(state: Json) -> list[str]:
    return [word for word in ("aardvark", "Goes into them", "Is the same person", "Merged:") if word in words(state)]


async def people(live: Live, as_: str = "U0ADA") -> str:
    return words((await live.client.command("/vouch people", as_=as_))["ephemerals"])


@pytest.mark.parametrize("deliver", ["socket", "http"])
@pytest.mark.both_databases
async def test_the_user_and_the_typed_name_become_one_and_two_again(
    start_live: Callable[..., AbstractAsyncContextManager[Live]], deliver: str
) -> None:
    async with start_live(deliver=deliver) as live:
        message = await start(live)
        both = await choose(live, message)
        assert texts(both)[1:3] == [
            "*Stays:* <@U0RUI> · peer",
            "*Goes into them:* Rui Costa · peer, with 1 conversation and 1 promise or ask",
        ]
        await live.client.submit(both["id"], {})
        view = await window(live)
        assert texts(view) == ["*Merged:* Rui Costa is <@U0RUI> from now on."]
        listed = await people(live)
        assert ("*Rui Costa*" in listed, "1 person" in listed) == (False, True)
        (again,) = (await live.client.command("/met rui costa lunch"))["ephemerals"]
        assert "Conversation with <@U0RUI>" in words(again)
        await pressed_anywhere(live, message, ids.TIMELINE_OPEN, "1")
        assert "3 conversations" in words(await window(live))
        await live.client.close((await window(live))["id"])
        await pressed_anywhere(live, message, ids.PEOPLE_MERGE, "2")
        view = await press_in(live, await window(live), ids.PEOPLE_MERGE_UNDO)
        assert texts(view)[0] == "*Not merged any more:* Rui Costa and <@U0RUI> are as they were before."
        assert "2 people" in await people(live)
        await live.client.close(view["id"])
        await pressed_anywhere(live, message, ids.PEOPLE_MERGE_UNDO, "1")
        assert "somebody of their own already" in words(await live.client.state("U0ADA"))
        await pressed_anywhere(live, message, ids.TIMELINE_OPEN, "1")
        assert "aardvark" in words(await window(live))


async def test_the_card_below_shows_who_they_are_after_a_merge_and_its_undo(live: Live) -> None:
    message = await start(live)
    await pressed_anywhere(live, message, ids.STAKEHOLDER_OPEN, "1")
    card = await window(live)
    assert "*Rui Costa*" in words(card)

    async def below() -> str:
        await live.settle()
        return next(words(each) for each in (await live.client.state("U0ADA"))["modals"] if each["id"] == card["id"])

    await live.client.action(ids.STAKEHOLDER_MORE, view_id=card["id"], value="snooze:1:2")
    assert "snoozed until" in await below()
    await live.client.action(ids.STAKEHOLDER_MORE, view_id=card["id"], value="merge:1")
    view = await window(live)
    await live.client.submit(view["id"], {"other": {ids.PEOPLE_MERGE_OTHER: "2"}})
    await live.client.submit((await window(live))["id"], {})
    assert "*Merged:*" in words(await window(live))
    assert "*Rui Costa*" not in await below()
    assert "*<@U0RUI>*" in await below()
    await press_in(live, await window(live), ids.PEOPLE_MERGE_UNDO)
    assert "*Rui Costa*" in await below()


async def test_who_cannot_be_the_same_is_said_at_the_field(live: Live) -> None:
    message = await start(live)
    await live.client.command("/vouch add <@U0SAM>")
    await pressed_anywhere(live, message, ids.PEOPLE_MERGE, "2")
    view = await window(live)
    offered = await live.client.options(ids.PEOPLE_MERGE_OTHER, "", view_id=view["id"])
    assert [option["value"] for option in offered["options"]] == ["1"]
    await live.client.submit(view["id"], {"other": {ids.PEOPLE_MERGE_OTHER: "1"}})
    submitted = await live.client.last("submission")
    for other, said in (("3", "same_users"), ("2", "same_itself"), ("99", "not_found"), ("", "not_found")):
        payload = copy.deepcopy(submitted)
        payload["view"]["state"]["values"]["other"][ids.PEOPLE_MERGE_OTHER]["selected_option"] = {"value": other}
        payload["trigger_id"] = live.box.trigger("U0ADA", None)
        answer = await live.client.inject("interactive", payload)
        assert errors.sentence(said, {}) in words(answer)


async def test_what_was_changed_meanwhile_is_shown_and_a_second_submit_does_nothing(live: Live) -> None:
    message = await start(live)
    both = await choose(live, message)
    await live.client.command("/vouch add <@U0RUI> sponsor")
    await live.client.submit(both["id"], {})
    both = await window(live)
    assert texts(both)[:2] == [
        (
            "*One of the two was changed somewhere else in the meantime, so nothing is merged yet.* "
            "Here they are as they are now."
        ),
        "*Stays:* <@U0RUI> · sponsor",
    ]
    await live.client.submit(both["id"], {})
    assert "*Merged:*" in words(await window(live))
    submitted = await live.client.last("submission")
    await live.client.inject("interactive", submitted)
    await live.settle()
    assert "1 person" in await people(live)


async def test_both_can_be_named_by_a_button(live: Live) -> None:
    message = await start(live)
    await pressed_anywhere(live, message, ids.PEOPLE_MERGE, "1:2")
    assert "*Stays:* <@U0RUI>" in words(await window(live))


async def test_nobody_else_merges_or_sees_them(live: Live) -> None:
    message = await start(live)
    await live.client.command("/win shipped it", as_="U0MAYA")
    for name, value in ((ids.PEOPLE_MERGE, "1"), (ids.PEOPLE_MERGE, "1:2"), (ids.PEOPLE_MERGE_UNDO, "1")):
        await pressed_anywhere(live, message, name, value, "U0MAYA")
    assert not shown(await live.client.state("U0MAYA"))
    both = await choose(live, message)
    assert shown(await live.client.state("U0ADA"))
    await live.client.submit(both["id"], {})
    submitted = await live.client.last("submission")
    submitted["user"]["id"] = "U0MAYA"
    await live.client.inject("interactive", submitted)
    await pressed_anywhere(live, message, ids.PEOPLE_MERGE_UNDO, "1", "U0MAYA")
    assert "1 person" in await people(live)
    assert not shown(await live.client.state("U0MAYA"))


@pytest.mark.parametrize("value", ODD)
async def test_odd_values_are_answered(live: Live, value: str) -> None:
    message = await start(live)
    for name in (ids.PEOPLE_MERGE, ids.PEOPLE_MERGE_UNDO):
        await pressed_anywhere(live, message, name, value)
    both = await choose(live, message)
    submitted = await live.client.last("submission")
    submitted["view"] |= {"callback_id": ids.MODAL_PEOPLE_MERGE, "private_metadata": value, "id": both["id"]}
    assert (await live.client.inject("interactive", submitted))["ok"]
    await live.settle()
    assert "2 people" in await people(live)
