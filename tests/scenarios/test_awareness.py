"""Who knows what, through the sandbox: told, added by hand, taken back; from a win and from a person."""

import json
from typing import Any

import pytest

from bot import ids
from bot.services import awareness as ledger
from bot.services import stakeholders
from sandbox.wire import Json
from tests.conftest import ADA, NOW, Live


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


async def say(live: Live, line: str, as_: str = "U0ADA") -> Json:
    answer = await live.client.command(line, as_=as_)
    assert answer["ok"], answer
    (message,) = answer["ephemerals"]
    return dict(message)


async def top(live: Live) -> Json:
    await live.settle()
    return dict((await live.client.state())["modals"][-1])


async def press(live: Live, view: Json, action_id: str, **more: Any) -> Json:
    """Presses something in a window, and returns the one that is on top then."""
    answer = await live.client.action(action_id, view_id=view["id"], **more)
    assert answer["ok"], answer
    return await top(live)


def texts(view: Json) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]


async def knows(live: Live, win_id: int) -> list[tuple[int, str]]:
    found = await live.vouch.db.read(ledger.see_win, ADA, win_id, 0, NOW)
    return [(each.stakeholder.id, each.how) for each in found.knowing]


async def record(live: Live) -> Json:
    """Rui, Sam and Maria, a win that Sam has seen, and one that nobody knows; returns its confirmation."""
    for line in ("add <@U0RUI> <@U0SAM> sponsor", "add Maria Lopez mentor"):
        await say(live, f"/vouch {line}")
    await say(live, "/win led the review <@U0SAM>")
    return await say(live, "/win shipped the queue")


async def of_win(live: Live, message: Json) -> Json:
    answer = await live.client.action(ids.AWARENESS_WIN, channel="C0GENERAL", ts=message["ts"])
    assert answer["ok"], answer
    return await top(live)


@pytest.mark.both_databases
async def test_telling_from_a_wins_window_and_its_undo_change_it_in_place(live: Live) -> None:
    view = await of_win(live, await record(live))
    assert "*Nobody with a say in your career knows it yet.*" in texts(view)
    assert "*3 people do not*" in texts(view)
    view = await press(live, view, ids.AWARENESS_TOLD, value="2:1")
    assert texts(view)[1] == "*Told <@U0RUI>:* shipped the queue\nLogged as a conversation today."
    assert "*1 person knows it*" in texts(view)
    assert await knows(live, 2) == [(1, "told")]
    again = await live.client.last("action")
    again["actions"][0]["action_ts"] = "1.1"
    await live.client.inject("interactive", again)
    view = await top(live)
    assert texts(view)[1] == "<@U0RUI> knows it already, so nothing was added: shipped the queue"
    person = await live.vouch.db.read(stakeholders.see_stakeholder, ADA, 1)
    assert person.last_conversation_on is not None
    undo = again | {
        "actions": [{"type": "button", "action_id": ids.AWARENESS_UNDO, "value": "1:1", "action_ts": "2.1"}]
    }
    await live.client.inject("interactive", undo)
    view = await top(live)
    assert texts(view)[1] == "*<@U0RUI>* · *Undone*: it is not told, and not logged."
    assert await knows(live, 2) == []
    person = await live.vouch.db.read(stakeholders.see_stakeholder, ADA, 1)
    assert person.last_conversation_on is None
    undo["actions"][0]["action_ts"] = "3.1"
    await live.client.inject("interactive", undo)
    assert "That was undone already." in texts(await top(live))[1]


async def test_who_knows_it_is_added_taken_back_and_put_back_by_hand(live: Live) -> None:
    view = await of_win(live, await record(live))
    offered = await live.client.options(ids.AWARENESS_PEOPLE, view_id=view["id"])
    assert [option["value"] for option in offered["options"]] == ["1", "2", "3"]
    typed = await live.client.options(ids.AWARENESS_PEOPLE, "lopez", view_id=view["id"])
    assert [option["text"]["text"] for option in typed["options"]] == ["Maria Lopez"]
    nobody = await live.client.submit(view["id"], {"how": {"how": "told"}, "since": {"since": "2026-11-18"}})
    assert "Choose at least one of your people." in words(nobody)
    fields = {"people": {ids.AWARENESS_PEOPLE: ["1", "3"]}, "how": {"how": "reacted"}}
    ahead = await live.client.submit(view["id"], fields | {"since": {"since": "2036-11-18"}})
    assert "That day is still to come." in words(ahead)
    await live.client.submit(view["id"], fields | {"since": {"since": "2026-11-18"}})
    view = await top(live)
    assert texts(view)[1] == "*Added:* <@U0RUI> and Maria Lopez know it: reacted to it, Wed 18 Nov."
    assert await knows(live, 2) == [(3, "reacted"), (1, "reacted")]
    view = await press(live, view, ids.AWARENESS_TAKE_BACK, value="2:3")
    assert texts(view)[1].startswith("*Taken back:* Maria Lopez and shipped the queue.")
    assert await knows(live, 2) == [(1, "reacted")]
    view = await press(live, view, ids.AWARENESS_PUT_BACK)
    assert texts(view)[1] == "Maria Lopez, mentor: reacted to it, Wed 18 Nov · is noted again."
    assert await knows(live, 2) == [(3, "reacted"), (1, "reacted")]


async def test_the_windows_of_others_and_of_what_is_gone_say_so(live: Live) -> None:
    message = await record(live)
    await live.client.action(ids.AWARENESS_WIN, channel="C0GENERAL", ts=message["ts"])
    await live.settle()
    payload = await live.client.last("action")
    for number, user in enumerate(("U0MAYA", "U0ZOE")):
        team = {"id": "T0OTHER" if user == "U0ZOE" else "T0ACME", "domain": "x"}
        theirs = payload | {"user": {"id": user, "team_id": team["id"]}, "team": team}
        for action, value in ((ids.AWARENESS_WIN, "2"), (ids.AWARENESS_PERSON, "1"), (ids.AWARENESS_TOLD, "2:1")):
            pressed = {"type": "button", "action_id": action, "value": value, "action_ts": f"{number}.{value}.{action}"}
            await live.client.inject("interactive", theirs | {"actions": [pressed]})
            await live.settle()
        assert "shipped the queue" not in words(await live.client.state(user))
    assert await knows(live, 2) == []
