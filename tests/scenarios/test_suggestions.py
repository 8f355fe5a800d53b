"""Suggestions through the sandbox: under the list of people and on Home, answered in place, never asked twice."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from bot import ids
from sandbox.wire import Json
from tests.conftest import Live
from tests.scenarios.test_timelines import action, met, pressed_anywhere, texts, words

ASKED = "You have talked with"


async def people(live: Live) -> Json:
    (message,) = (await live.client.command("/vouch people", channel="C0GENERAL"))["ephemerals"]
    return dict(message)


async def four_times(live: Live) -> Json:
    for _ in range(3):
        await met(live, "/met Kim Park coffee")
    return await met(live, "/met Kim Park coffee")


@pytest.mark.parametrize("deliver", ["socket", "http"])
@pytest.mark.both_databases
async def test_a_relationship_is_chosen_under_the_list(
    start_live: Callable[..., AbstractAsyncContextManager[Live]], deliver: str
) -> None:
    async with start_live(deliver=deliver) as live:
        await four_times(live)
        message = await people(live)
        assert f"{ASKED} Kim Park 4 times. What are they to you?" in texts(message)
        pressed = action(message, ids.SUGGESTION_RELATE) | {"value": "s1:sponsor"}
        await live.client.action(ids.SUGGESTION_RELATE, channel="C0GENERAL", ts=message["ts"], **pressed)
        await live.settle()
        now = next(each for each in await live.client.messages("U0ADA", "C0GENERAL") if each["ts"] == message["ts"])
        assert texts(now)[0] == "Kim Park is one of your people, as *sponsor*."
        assert ASKED not in words(now)


async def test_no_on_home_takes_it_from_home_for_ever(live: Live) -> None:
    await four_times(live)
    for _ in range(3):
        await live.client.command("/win shipped it <@U0PRIYA>")
    home = (await live.client.home())["view"]
    assert ASKED in words(home)
    assert "was there at 3 wins of yours" in words(home)
    for _ in range(2):
        found = action(home, ids.SUGGESTION_NO)
        await live.client.action(ids.SUGGESTION_NO, home=True, block_id=found["block_id"])
        await live.settle()
        home = (await live.client.home())["view"]
    assert ids.SUGGESTION_NO not in words(home)
    await met(live, "/met Kim Park lunch")
    assert ASKED not in words(await people(live))


async def test_nobody_elses_answer_changes_anything(live: Live) -> None:
    message = await four_times(live)
    await live.client.command("/win shipped it", as_="U0MAYA")
    for name, value in ((ids.SUGGESTION_RELATE, "s1:sponsor"), (ids.SUGGESTION_NO, "s1"), (ids.SUGGESTION_NO, "=1-1")):
        await pressed_anywhere(live, message, name, value, "U0MAYA")
    assert ASKED in words(await people(live))
    assert "Kim Park" not in words(await live.client.state("U0MAYA"))


@pytest.mark.parametrize(
    "value", ["", "x", "s", "s1:", "s1:boss", "u:peer", "=1-2:peer", "²", "s" + "9" * 30, "👩‍👩‍👧"]
)
async def test_odd_values_are_answered(live: Live, value: str) -> None:
    message = await four_times(live)
    for name in (ids.SUGGESTION_RELATE, ids.SUGGESTION_NO):
        await pressed_anywhere(live, message, name, value)
    assert ASKED in words(await people(live))
