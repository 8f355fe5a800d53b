"""A number that was guessed at, put right with one press; and back; stale, twice, in the window, somebody else's."""

import json
from typing import Any

from bot import ids
from bot.services import wins
from sandbox.wire import Json
from tests.conftest import ADA, Live

ONE, TWO = ids.MEASURE_FIX
NONE = "No number here"


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def labels(message: Json) -> list[str]:
    """Of the buttons that fix a number."""
    elements = (element for block in message["blocks"] for element in block.get("elements", []))
    return [element["text"]["text"] for element in elements if element.get("action_id") in ids.MEASURE_FIX]


async def pressed(live: Live, message: Json, action: str = ONE) -> Json:
    """The confirmation as it is after a press."""
    answer = await live.client.action(action, channel="C0GENERAL", ts=message["ts"])
    assert answer["ok"], answer
    await live.settle()
    state = await live.client.state("U0ADA")
    (channel,) = [channel for channel in state["channels"] if channel["id"] == "C0GENERAL"]
    return dict(next(one for one in channel["messages"] if one["ts"] == message["ts"]))


async def stored(live: Live) -> list[str]:
    win = await live.vouch.db.read(wins.look_up, ADA, 1)
    return [f"{one.before}>{one.after} {one.change} {one.direction}" for one in win.measures]


async def test_a_number_is_read_as_the_locale_writes_it_and_put_right_with_one_press(live: Live) -> None:
    (leo,) = (await live.client.command("/win spent 1.200 -> 800 hours", as_="U0LEO"))["ephemerals"]
    assert ("from 1,200 hours to 800 hours" in words(leo), labels(leo)) == (True, [NONE])  # Leo's Slack is German
    (message,) = (await live.client.command("/win spent 1.200 -> 800 hours"))["ephemerals"]
    assert "from 1.2 hours to 800 hours" in words(message)
    assert labels(message) == ["Read it as spent from 1,200 hours to 800 hours", NONE]
    message = await pressed(live, message)
    assert message["text"] == "Saved: spent 1.200 -&gt; 800 hours"
    assert "Measure: spent from 1,200 hours to 800 hours" in words(message)
    assert labels(message) == ["Read it as spent from 1.2 hours to 800 hours", NONE]
    message = await pressed(live, message)
    assert labels(message) == ["Read it as spent from 1,200 hours to 800 hours", NONE]


async def test_which_way_it_went_is_said_with_one_press(live: Live) -> None:
    (message,) = (await live.client.command("/win churn 30%"))["ephemerals"]
    assert labels(message) == ["Read it as churn +30%", "Read it as churn −30%"]
    message = await pressed(live, message, TWO)
    assert "Measure: churn −30%" in words(message)
    assert labels(message) == ["Read it as churn 30%", NONE]


async def test_what_is_no_number_is_none_until_it_is_pressed_back(live: Live) -> None:
    (message,) = (await live.client.command("/win moved the sync from floor 2 to room 1, 2h to 3h"))["ephemerals"]
    before = await stored(live)
    assert labels(message) == [NONE]
    message = await pressed(live, message)
    assert await stored(live) == []
    assert "Add a number?" in words(message)
    message = await pressed(live, message)
    assert await stored(live) == before


async def test_a_way_out_is_there_for_each_number_that_a_sentence_was_read_to_have(live: Live) -> None:
    line = "/win moved the docs, $1,200.50 a month, 3x fewer pages"
    (message,) = (await live.client.command(line))["ephemerals"]
    assert "Measure: $1,200.50; pages 3x fewer" in words(message)
    assert labels(message) == ["No number in “$1,200.50”", "No number in “3x fewer”"]
    message = await pressed(live, message)
    assert "Measure: pages 3x fewer" in words(message)
    assert labels(message) == ["Read it as $1,200.50", NONE]
    message = await pressed(live, message, TWO)
    assert await stored(live) == []
    assert labels(message) == ["Read it as pages 3x fewer"]
    message = await pressed(live, message)
    assert labels(message) == [NONE]
    for typed, shown in (
        ("Won +12% revenue", "revenue +12%"),
        ("Made it 3x faster", "3x faster"),
        ("p95 800ms -> 480ms", "p95 from 800 ms to 480 ms"),
        ("builds from 30 min to 12 min", "builds from 30 min to 12 min"),
    ):
        (message,) = (await live.client.command(f"/win {typed}"))["ephemerals"]
        assert f"Measure: {shown}" in words(message)
        assert labels(message) == [NONE]


async def test_a_press_on_what_was_changed_since_changes_nothing_and_twice_is_once(live: Live) -> None:
    (message,) = (await live.client.command("/win churn 30%"))["ephemerals"]
    await pressed(live, message)
    payload = await live.client.last("action")
    assert (await live.client.inject("interactive", payload))["ok"]
    assert await stored(live) == ["None>None 30 up"]
    payload["actions"][0]["action_ts"] = "7.7"  # the same button once more, from a screen that shows it still
    assert (await live.client.inject("interactive", payload))["ok"]
    await live.settle()
    assert await stored(live) == ["None>None 30 up"]
    assert "changed since" in words(await live.client.state("U0ADA"))
    for number, value in enumerate(("", "1:2:0:never", "1:2:5:none", "99:1:0:none", "1:2:0:comma:x")):
        payload["actions"][0] |= {"action_ts": f"8.{number}", "value": value}
        assert (await live.client.inject("interactive", payload))["ok"]
    payload["user"]["id"] = "U0MAYA"
    assert (await live.client.command("/win something else", as_="U0MAYA"))["ok"]
    payload["actions"][0] |= {"action_ts": "9.1", "value": "1:2:0:none"}
    assert (await live.client.inject("interactive", payload))["ok"]
    await live.settle()
    assert await stored(live) == ["None>None 30 up"]


async def test_in_the_window_it_is_fixed_in_the_window(live: Live) -> None:
    for person, offered in (("U0ADA", []), ("U0LEO", ["Read it as p95 from 1,200 to 800"])):  # Leo's Slack is German
        assert (await live.client.command("/win", as_=person))["ok"]
        await live.settle()
        view = (await live.client.state(person))["modals"][-1]
        typed = {"*": {"title": "Made it better", "measure": "p95 1,200 -> 800"}}
        answer = await live.client.submit(view["id"], typed, as_=person)
        assert labels(answer["view"]) == offered
    assert (await live.client.action(ONE, view_id=view["id"], as_="U0LEO"))["ok"]
    await live.settle()
    view = (await live.client.state("U0LEO"))["modals"][-1]
    assert "Measure: p95 from 1,200 to 800" in words(view)
    assert labels(view) == ["Read it as p95 from 1.2 to 800"]


async def test_a_number_of_the_field_that_the_title_says_too_is_none_after_a_press(live: Live) -> None:
    assert (await live.client.command("/win"))["ok"]
    await live.settle()
    view = (await live.client.state("U0ADA"))["modals"][-1]
    typed = {"*": {"title": "Cut churn 30%", "measure": "churn 30%"}}
    answer = await live.client.submit(view["id"], typed)
    assert labels(answer["view"]) == ["Read it as churn +30%", "Read it as churn −30%"]
    for action, offered in ((TWO, ["Read it as churn 30%", NONE]), (TWO, [])):
        assert (await live.client.action(action, view_id=view["id"]))["ok"]
        await live.settle()
        assert labels((await live.client.state("U0ADA"))["modals"][-1]) == offered
    assert await stored(live) == []
