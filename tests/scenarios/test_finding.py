"""Finding wins through the sandbox: one win's window, lists and their buttons, the form; and what others see: nothing."""

import json
from typing import Any

from bot import ids
from sandbox.wire import Json
from tests.conftest import Live

PLACE = "C0GENERAL"
LINE = "shipped the retry queue, p95 800ms -> 480ms #reliability <@U0PRIYA|priya> https://acme.io/42 yesterday"


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def texts(shown: Json) -> str:
    return words(shown["blocks"])


def values(shown: Json, action_id: str) -> list[str]:
    """The values of all buttons of one kind, from the top."""
    elements = [each for block in shown["blocks"] for each in block.get("elements", [])]
    return [each["value"] for each in elements if each.get("action_id") == action_id]


async def typed(live: Live, line: str, as_: str = "U0ADA") -> Json:
    """What a command is answered with."""
    answer = await live.client.command(line, as_=as_)
    assert answer["ok"], answer
    (message,) = answer["ephemerals"]
    return dict(message)


async def press(live: Live, action_id: str, value: str, *, as_: str = "U0ADA", **where: Any) -> None:
    answer = await live.client.action(action_id, value=value, as_=as_, **where)
    assert answer["ok"], answer
    await live.settle()


async def shown_again(live: Live, message: Json) -> Json:
    return next(each for each in await live.client.messages("U0ADA", PLACE) if each["ts"] == message["ts"])


async def window(live: Live, as_: str = "U0ADA") -> Json:
    await live.settle()
    return dict((await live.client.state(as_))["modals"][-1])


async def inject(live: Live, action_id: str, value: str, user: str) -> None:
    """Presses, as somebody else, a button that they were never shown."""
    payload = await live.client.last("action")
    payload["user"] = {"id": user, "username": "x", "name": "x", "team_id": "T0ACME"}
    payload["actions"][0] |= {"action_id": action_id, "value": value, "action_ts": f"1799999999.{len(value):06}"}
    assert (await live.client.inject("interactive", payload))["ok"]
    await live.settle()


# One win's window


async def test_a_win_opens_with_everything_that_is_known_of_it(live: Live) -> None:
    await typed(live, "/vouch add <@U0PRIYA> sponsor")
    await typed(live, f"/win {LINE}")
    message = await typed(live, "/vouch wins")
    await press(live, ids.WIN_OPEN, values(message, ids.WIN_OPEN)[0], channel=PLACE, ts=message["ts"])
    view = await window(live)
    shown = texts(view)
    assert view["title"]["text"] == "Win"
    assert "shipped the retry queue, p95 800ms -&gt; 480ms" in shown
    assert "p95 from 800 ms to 480 ms" in shown
    assert "*Who was there*\\n<@U0PRIYA>" in shown
    assert "<https://acme.io/42|acme.io/42>" in shown
    assert "<@U0PRIYA>, sponsor: was there" in shown
    assert "Typed as a command on" in shown
    await press(live, ids.WIN_UNDO, values(view, ids.WIN_UNDO)[0], view_id=view["id"])
    gone = await window(live)
    assert "You can restore it for 30 days" in texts(gone)


async def test_a_win_of_somebody_else_does_not_open(live: Live) -> None:
    await typed(live, f"/win {LINE}")
    await typed(live, "/win something of mine", as_="U0MAYA")
    message = await typed(live, "/vouch wins")
    await press(live, ids.WIN_OPEN, (win_id := values(message, ids.WIN_OPEN)[0]), channel=PLACE, ts=message["ts"])
    for odd in (win_id, "", "0", "9" * 40, "x:1"):
        await inject(live, ids.WIN_OPEN, odd, "U0MAYA")
    seen = await live.client.state("U0MAYA")
    assert "retry" not in words(seen)
    assert seen["modals"] == []
