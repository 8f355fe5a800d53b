"""Who starts using Vouch, by what, and once; the first steps; sample data that is tried and wiped."""

import copy
import json
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import ids
from bot.store.tables import members, wins
from sandbox.wire import Json
from tests.conftest import Live

PLACE = "C0GENERAL"


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


async def counted(live: Live, table: Any = members) -> int:
    return int(await live.vouch.db.read(lambda session: session.scalar(select(func.count()).select_from(table))))


async def home(live: Live, as_: str = "U0ADA") -> Json:
    await live.client.home(as_)
    await live.settle()
    return dict((await live.client.state(as_))["home"])


async def test_looking_asking_and_reacting_start_nobody(live: Live) -> None:
    ts = await live.client.message("the talk went well", as_="U0MAYA", channel=PLACE)
    await live.client.home()
    for typed in (
        "/vouch",
        "/vouch help",
        "/vouch wins",
        "/vouch people",
        "/vouch digest",
        "/vouch privacy",
        "/win help",
    ):
        assert (await live.client.command(typed, channel=PLACE))["ok"], typed
    for typed in ("/win", "/met", "/vouch settings"):
        assert (await live.client.command(typed, channel=PLACE))["ok"], typed
        await live.settle()
        for view in (await live.client.state())["modals"]:
            await live.client.close(view["id"])
    await live.client.shortcut(ids.SHORTCUT_SAVE_AS_WIN, channel=PLACE, ts=ts)
    for name in ("trophy", "handshake"):
        await live.client.react(PLACE, ts, name)
        await live.client.unreact(PLACE, ts, name)
    await live.client.message("shipped it", channel="D0ADA")
    await live.settle()
    assert await counted(live) == 0


@pytest.mark.parametrize("typed", ["/win shipped it", "/met <@U0MAYA> coffee", "/vouch add <@U0MAYA> manager"])
async def test_a_first_command_starts_a_member_once_and_names_the_next_step(live: Live, typed: str) -> None:
    first = await live.client.command(typed, channel=PLACE)
    assert words(first["ephemerals"]).count("Next step:") == 1
    second = await live.client.command("/win shipped more", channel=PLACE)
    assert "Next step:" not in words(second["ephemerals"])
    again = await live.client.last("command")
    await live.client.inject("slash_commands", again)
    assert await counted(live) == 1


async def test_home_shows_how_far_the_steps_have_come(live: Live) -> None:
    assert "Three steps" in words(await home(live))
    await live.client.command("/win shipped it", channel=PLACE)
    assert "1 of 3 done" in words(await home(live))
    await live.client.command("/vouch add <@U0MAYA> <@U0PRIYA> <@U0RUI>", channel=PLACE)
    assert "2 of 3 done" in words(await home(live))
    ts = await live.client.message("the talk went well", channel=PLACE)
    await live.client.react(PLACE, ts, "trophy")
    await live.settle()
    assert "First steps" not in words(await home(live))


@pytest.mark.both_databases
async def test_sample_data_is_tried_marked_and_wiped(live: Live) -> None:
    await home(live)
    assert (await live.client.action(ids.SAMPLES_ADD, home=True))["ok"]
    press = await live.client.last("action")
    await live.settle()
    shown = words((await live.client.state())["home"])
    assert "*Sample data.*" in shown
    assert "0 of 3 done" in shown
    assert "Sample · " in shown
    listed = words((await live.client.command("/vouch wins", channel=PLACE))["ephemerals"])
    assert "Sample · " in listed
    assert "Nora Winter (sample)" in words((await live.client.command("/vouch people", channel=PLACE))["ephemerals"])
    assert "Cut checkout errors" not in words((await live.client.command("/vouch digest", channel=PLACE))["ephemerals"])

    twice = copy.deepcopy(press)
    twice["actions"][0]["action_ts"] = "1799999999.000001"
    await live.client.inject("interactive", twice)
    await live.settle()
    assert await counted(live, wins) == 10

    told = words((await live.client.command("/win shipped it", channel=PLACE))["ephemerals"])
    assert "This is your first record." in told
    await home(live)
    assert (await live.client.action(ids.SAMPLES_WIPE, home=True))["ok"]
    await live.settle()
    shown = words((await live.client.state())["home"])
    assert "ample" not in shown
    assert "shipped it" in shown
    assert await counted(live, wins) == 1


async def test_sample_data_sends_nothing(live: Live) -> None:
    await home(live)
    await live.client.action(ids.SAMPLES_ADD, home=True)
    await live.settle()
    before = await live.client.calls("chat.postMessage")
    moved = await live.client.clock(advance=9 * 86_400)
    assert moved["ok"], moved
    assert await live.client.calls("chat.postMessage") == before


async def test_another_person_s_press_touches_only_their_own(live: Live) -> None:
    await home(live)
    await live.client.action(ids.SAMPLES_ADD, home=True)
    press = await live.client.last("action")
    await live.settle()
    wipe = copy.deepcopy(press)
    wipe["actions"][0] |= {"action_id": ids.SAMPLES_WIPE, "action_ts": "1799999999.000001"}
    wipe["user"] |= {"id": "U0MAYA"}
    await live.client.inject("interactive", wipe)
    await live.settle()
    assert await counted(live, wins) == 10


@pytest.mark.parametrize("word", ["inbox", "wins", "tags", "digest", "wins deleted"])
async def test_no_list_is_a_dead_end_for_somebody_new(live: Live, word: str) -> None:
    [answer] = (await live.client.command(f"/vouch {word}", channel=PLACE))["ephemerals"]
    assert answer["text"].startswith("You have not recorded anything yet.")
    *_, row = answer["blocks"]
    assert [each["text"]["text"] for each in row["elements"]] == ["Log a win", "Log a conversation"]
    pressed = await live.client.action(row["elements"][1]["action_id"], channel=PLACE, ts=answer["ts"])
    assert pressed["ok"], pressed
    await live.settle()
    [view] = (await live.client.state())["modals"]
    assert view["title"]["text"] == "Log a conversation"


@pytest.mark.parametrize("word", ["people", "overdue"])
async def test_a_list_of_nobody_offers_to_add_somebody(live: Live, word: str) -> None:
    [answer] = (await live.client.command(f"/vouch {word}", channel=PLACE))["ephemerals"]
    assert ids.HOME_ADD_STAKEHOLDER in words(answer["blocks"])
