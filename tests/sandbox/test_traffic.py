"""The inspector's record: everything both ways, in order, with no secret in it."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from sandbox import traffic
from sandbox.box import Box
from sandbox.client import Client, Refused
from tests.sandbox.counterpart import Counterpart, Json
from tests.sandbox.views import actions, button, modal


def named(entries: list[Json]) -> list[tuple[str, str, str]]:
    return [(entry["direction"], entry["kind"], entry["name"]) for entry in entries]


async def since(people: Client, before: int) -> list[Json]:
    """What went over the wire since then, but for Bolt's own question who it is."""
    return [entry for entry in await people.traffic(after=before) if entry["name"] != "auth.test"]


async def test_a_command_and_the_calls_it_made_are_recorded_with_answers(
    box: Box, app: Counterpart, people: Client
) -> None:
    before = box.traffic.last

    @app.on("command")
    async def answer(body: Json, ack: Any, web: Any) -> None:
        await web.views_open(trigger_id=body["trigger_id"], view=modal(actions(button()), submit=None))
        await ack("Saved")

    await people.command("/win shipped it")

    opened, command = await since(people, before)
    assert named([opened, command]) == [("from_app", "web_api", "views.open"), ("to_app", "command", "/win")]
    assert (opened["transport"], opened["status"], opened["error"], opened["answer"]["ok"]) == ("http", 200, None, True)
    assert opened["payload"]["view"]["type"] == "modal"
    assert (command["transport"], command["user"], command["answer"]) == ("socket", "U0ADA", {"text": "Saved"})
    assert (command["payload"]["text"], command["retry"], command["status"]) == ("shipped it", None, None)
    assert command["headers"]["type"] == "slash_commands"
    assert command["n"] > opened["n"]
    assert command["at"] <= opened["at"]


async def test_each_interaction_has_its_kind_and_name(box: Box, app: Counterpart, people: Client) -> None:
    before = box.traffic.last
    ts = await people.message("hello")
    sent = await app.web.chat_postMessage(channel="C0GENERAL", text="x", blocks=[actions(button())])
    await people.action("press", channel="C0GENERAL", ts=sent["ts"])
    await people.shortcut("save_message", channel="C0GENERAL", ts=ts)
    await people.shortcut("log_global")
    await people.react("C0GENERAL", ts, "trophy")
    await people.inject("events_api", {"type": "event_callback", "event": {"type": "reaction_added"}})

    assert named(await since(people, before))[1:] == [
        ("to_app", "action", "press"),
        ("to_app", "shortcut", "save_message"),
        ("to_app", "shortcut", "log_global"),
        ("to_app", "event", "reaction_added"),
        ("to_app", "injected", "reaction_added"),
    ]
    assert named(await people.traffic(kind="event")) == [("to_app", "event", "reaction_added")]


@pytest.mark.usefixtures("brief")
async def test_a_refused_call_an_answer_by_response_url_and_a_missed_ack_say_so(
    box: Box, app: Counterpart, people: Client
) -> None:
    @app.on("command")
    async def late(body: Json, ack: Any, web: Any) -> None:
        await asyncio.sleep(0.4)

    await people.command("/win x")
    with pytest.raises(Exception, match="channel_not_found"):
        await app.web.chat_postMessage(channel="C9", text="x")
    await people.fault("chat.postMessage", status=503)
    async with aiohttp.ClientSession() as session:
        await session.post(f"{box.api_url}chat.postMessage", data={"channel": "C0GENERAL", "text": "x"})
        await session.post(app.of("command")[0]["response_url"], json={"text": "done"})

    command = (await people.traffic(kind="command"))[0]
    assert (command["error"], command["ms"] >= 290) == ("timeout", True)
    refused, faulty = await people.traffic(kind="web_api", limit=2)
    assert (refused["error"], refused["status"]) == ("channel_not_found", 200)
    assert (faulty["error"], faulty["status"]) == ("internal_error", 503)
    [posted] = await people.traffic(kind="response_url")
    assert (posted["payload"], posted["status"], posted["error"]) == ({"text": "done"}, 200, None)


@pytest.mark.usefixtures("brief")
async def test_an_events_second_attempt_says_that_it_is_one(box: Box, app: Counterpart, people: Client) -> None:
    @app.on("app_home_opened")
    async def fail(body: Json, ack: Any, web: Any) -> None:
        if len(app.heard) == 1:
            raise RuntimeError("not stored")
        await ack()

    await people.home()

    async def twice() -> bool:
        return len(await people.traffic(kind="event")) == 2

    await people.until(twice)
    first, second = await people.traffic(kind="event")
    assert (first["error"], first["retry"]) == ("timeout", None)
    assert (second["error"], second["retry"]) == (None, {"num": 1, "reason": "timeout"})


async def test_no_secret_is_shown(box: Box, app: Counterpart, people: Client) -> None:
    await people.command("/win x")
    await app.web.chat_postMessage(channel="U0ADA", text=f"leaked {box.bot_token} and {box.signing_secret}")
    await app.web.apps_connections_open(app_token=box.app_token)
    response_url = app.of("command")[0]["response_url"]
    async with aiohttp.ClientSession() as session:
        await session.post(response_url, json={"text": "done", "token": box.bot_token})

    whole = json.dumps(await people.traffic(), ensure_ascii=False)

    for secret in (box.bot_token, box.app_token, box.signing_secret, response_url, "sandbox-verification"):
        assert secret not in whole
    assert "ticket=" in whole
    for shown in ("Bearer xoxb…", "Bearer xapp…", "leaked xoxb… and sand…", '"token": "sand…"'):
        assert shown in whole
    for entry in await people.traffic(kind="web_api"):
        url = (entry["answer"] or {}).get("url", "")
        assert "ticket=" not in url or len(url.split("ticket=")[1].split("&")[0]) == 5


async def test_the_connections_are_in_it(app: Counterpart, people: Client) -> None:
    await people.disconnect("warning")

    assert named(await people.traffic(kind="socket"))[:2] == [
        ("to_app", "socket", "hello"),
        ("to_app", "socket", "disconnect"),
    ]


async def test_the_newest_are_kept_and_a_reset_forgets_them(box: Box, people: Client) -> None:
    for number in range(traffic.MOST + 5):
        box.traffic.record(traffic.TO_APP, "event", str(number))

    newest = await people.traffic(limit=3)
    everything = await people.traffic(limit=5000)

    assert [entry["name"] for entry in newest] == ["1002", "1003", "1004"]
    assert (len(everything), everything[0]["name"]) == (1000, "5")
    last = box.traffic.last
    await people.reset()
    assert await people.traffic() == []
    assert box.traffic.last == last


async def test_the_live_channel_tells_of_traffic_where_it_was_asked_for(box: Box, people: Client) -> None:
    url = box.url.replace("http", "ws") + "/control/live?as=U0SAM"
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{url}&traffic=1") as inspecting,
        session.ws_connect(url) as other,
    ):
        first = [await inspecting.receive_json(), await inspecting.receive_json()]
        await other.receive_json()
        box.traffic.record(traffic.FROM_APP, "web_api", "auth.test")
        async with asyncio.timeout(2):
            assert await inspecting.receive_json() == {"traffic": box.traffic.last}
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await other.receive()
    assert [set(message) for message in first] == [{"version"}, {"traffic"}]


async def test_what_is_no_traffic_is_refused(box: Box, people: Client) -> None:
    with pytest.raises(Refused, match="no traffic of the kind 'gossip'"):
        await people.traffic(kind="gossip")
    async with aiohttp.ClientSession() as session, session.get(f"{box.url}/control/traffic?after=x") as answer:
        assert (answer.status, await answer.json()) == (400, {"ok": False, "error": "after and limit are numbers."})


@pytest.mark.parametrize(
    ("payload", "user", "name"),
    [
        ({"type": "event_callback", "event": {"type": "user_change", "user": {"id": "U1"}}}, "U1", "user_change"),
        ({"type": "app_rate_limited"}, None, "app_rate_limited"),
        ({"type": "view_closed", "user": {"id": "U1"}, "view": {"callback_id": "form"}}, "U1", "form"),
        ({"command": "/win", "user_id": "U1"}, "U1", "/win"),
        ({"type": "block_actions", "actions": [], "user": {"id": "U1"}}, "U1", "block_actions"),
    ],
)
def test_a_delivery_is_named(payload: Json, user: str | None, name: str) -> None:
    assert (traffic.user_of(payload), traffic.name_of(payload)) == (user, name)
