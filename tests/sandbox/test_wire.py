"""What goes over the wire, frame by frame and field by field, where Bolt would hide it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox import http_delivery, server
from sandbox.box import Box
from sandbox.client import Client
from tests.sandbox.counterpart import Counterpart, Json
from tests.sandbox.follower import following
from tests.sandbox.views import actions, button, section


@pytest.fixture
async def link(box: Box) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A bare Socket Mode connection, past its hello."""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{box.url}/link/?ticket={box.hub.ticket()}") as socket,
    ):
        await socket.receive_json()
        yield socket


async def next_envelope(link: aiohttp.ClientWebSocketResponse, payload: Json | None = None) -> Json:
    """The next envelope, acked."""
    envelope = dict(await asyncio.wait_for(link.receive_json(), 2))
    await link.send_json({"envelope_id": envelope["envelope_id"]} | ({"payload": payload} if payload else {}))
    return envelope


async def call(box: Box, method: str, **args: Any) -> Json:
    headers = {"Authorization": f"Bearer {box.bot_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{box.api_url}{method}", json=args, headers=headers) as answer,
    ):
        return dict(await answer.json())


async def test_envelopes_say_what_they_hold_and_whether_they_take_an_answer(
    box: Box, link: aiohttp.ClientWebSocketResponse, people: Client
) -> None:
    asked = asyncio.create_task(people.command("/win x"))
    command = await next_envelope(link, {"text": "Saved"})
    told = asyncio.create_task(people.home())
    event = await next_envelope(link)

    assert [m["text"] for m in (await asked)["ephemerals"]] == ["Saved"]
    assert (await told)["acked"]
    assert set(command) == {"envelope_id", "type", "payload", "accepts_response_payload"}
    assert (command["type"], command["accepts_response_payload"]) == ("slash_commands", True)
    assert (event["type"], event["accepts_response_payload"]) == ("events_api", False)
    assert (event["retry_attempt"], event["retry_reason"]) == (0, "")


async def test_an_event_is_wrapped_as_slack_wraps_it(
    box: Box, link: aiohttp.ClientWebSocketResponse, people: Client
) -> None:
    told = asyncio.create_task(people.home())
    payload = (await next_envelope(link))["payload"]
    await told

    event, event_id = payload.pop("event"), payload.pop("event_id")
    assert event["type"] == "app_home_opened"
    assert event_id.startswith("Ev")
    assert abs(payload.pop("event_time") - box.clock.now().timestamp()) < 5
    assert payload.pop("event_context").startswith("4-")
    assert payload == {
        "token": "sandbox-verification",
        "team_id": "T0ACME",
        "context_team_id": "T0ACME",
        "context_enterprise_id": None,
        "api_app_id": "A0VOUCH",
        "type": "event_callback",
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": "T0ACME",
                "user_id": "U0VOUCH",
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


async def test_the_app_hears_its_own_direct_messages_and_their_changes_as_in_slack(
    box: Box, link: aiohttp.ClientWebSocketResponse
) -> None:
    sent = await call(box, "chat.postMessage", channel="U0ADA", text="Hello")
    first = (await next_envelope(link))["payload"]["event"]
    await call(box, "chat.update", channel="D0ADA", ts=sent["ts"], text="Hello you")
    second = (await next_envelope(link))["payload"]["event"]
    await call(box, "chat.delete", channel="D0ADA", ts=sent["ts"])
    third = (await next_envelope(link))["payload"]["event"]

    assert (first["bot_id"], first["user"], first["text"]) == ("B0VOUCH", "U0VOUCH", "Hello")
    assert [event.get("subtype") for event in (first, second, third)] == [None, "message_changed", "message_deleted"]


async def test_nobody_hears_of_an_ephemeral(box: Box, link: aiohttp.ClientWebSocketResponse) -> None:
    await call(box, "chat.postMessage", channel="U0ADA", text="Hello")
    await next_envelope(link)
    await call(box, "chat.postEphemeral", channel="D0ADA", user="U0ADA", text="psst")

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(link.receive(), 0.1)


@pytest.mark.usefixtures("brief")
async def test_an_answer_that_comes_after_the_limit_is_ignored(
    box: Box, link: aiohttp.ClientWebSocketResponse, people: Client
) -> None:
    asked = asyncio.create_task(people.command("/win x"))
    envelope = await link.receive_json()
    result = await asked
    await link.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "late"}})
    await link.send_bytes(b"not for us")
    again = asyncio.create_task(people.command("/win y"))
    await next_envelope(link)

    assert not result["ok"]
    assert (await again)["ok"]
    assert await people.messages("U0ADA", "C0GENERAL") == []


async def test_a_press_in_a_thread_says_in_which(app: Counterpart, people: Client) -> None:
    root = await people.message("root")
    sent = await app.web.chat_postMessage(channel="C0GENERAL", thread_ts=root, text="x", blocks=[actions(button())])
    await people.action("press", channel="C0GENERAL", ts=sent["ts"])

    [body] = app.of("block_actions")
    assert body["container"]["thread_ts"] == root
    assert body["message"]["thread_ts"] == root


async def test_a_reply_to_a_reply_joins_its_thread(app: Counterpart, people: Client) -> None:
    root = await people.message("root")
    reply = await people.message("reply", thread_ts=root)
    deeper = await people.message("deeper", thread_ts=reply)
    sent = await app.web.chat_postMessage(channel="C0GENERAL", thread_ts=deeper, text="the app's")

    threads = {message["ts"]: message.get("thread_ts") for message in await people.messages("U0ADA", "C0GENERAL")}
    assert threads == {root: None, reply: root, deeper: root, sent["ts"]: root}


async def test_a_button_may_replace_or_delete_the_message_it_stands_in(app: Counterpart, people: Client) -> None:
    sent = await app.web.chat_postMessage(channel="C0GENERAL", text="x", blocks=[actions(button())])
    await people.action("press", channel="C0GENERAL", ts=sent["ts"])
    url = app.of("block_actions")[0]["response_url"]
    async with aiohttp.ClientSession() as session:
        await session.post(url, json={"replace_original": True, "text": "Done", "blocks": [section("Done")]})
        replaced = await people.messages("U0MAYA", "C0GENERAL")
        await session.post(url, json={"delete_original": True})

    assert [(message["text"], message["edited"]) for message in replaced] == [("Done", False)]
    assert await people.messages("U0MAYA", "C0GENERAL") == []


async def test_being_invited_is_told_where_it_was_subscribed(manifest: Json) -> None:
    manifest["settings"]["event_subscriptions"]["bot_events"].append("member_joined_channel")
    manifest["oauth_config"]["scopes"]["bot"].append("channels:read")
    async with (
        server.running(manifest=manifest) as box,
        Client(box.url) as people,
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{box.url}/link/?ticket={box.hub.ticket()}") as link,
    ):
        await link.receive_json()
        invited = asyncio.create_task(people.channel("C0RANDOM", bot_in=True))
        event = (await next_envelope(link))["payload"]["event"]
        await invited
        await people.channel("C0RANDOM", bot_in=True)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(link.receive(), 0.05)

    assert (event["user"], event["channel"], event["channel_type"]) == ("U0VOUCH", "C0RANDOM", "C")


@pytest.mark.parametrize("what", ["digest", "day"])
async def test_a_walk_stops_where_the_app_no_longer_ticks(box: Box, people: Client, what: str) -> None:
    box.clock.tick_limit = 0.2
    async with following(box) as follower:

        async def stall(_reading: Json) -> None:
            if len(follower.seen) > (3 if what == "digest" else 1):
                await asyncio.sleep(10)

        follower.on_tick = stall
        result = await people.clock(to_next=what)

    assert result["error"].startswith("The app did not report its tick in time")


def test_the_three_kinds_are_encoded_as_slack_encodes_them() -> None:
    payload = {"text": "a & b", "n": 1}

    assert http_delivery.encode("slash_commands", payload) == (
        b"text=a+%26+b&n=1",
        "application/x-www-form-urlencoded",
    )
    body, kind = http_delivery.encode("interactive", payload)
    assert (body[:8], kind) == (b"payload=", "application/x-www-form-urlencoded")
    assert http_delivery.encode("events_api", payload) == (json.dumps(payload).encode(), "application/json")


def test_the_signature_is_slacks() -> None:
    from slack_sdk.signature import SignatureVerifier

    headers = http_delivery.sign("secret", b"body")

    assert SignatureVerifier("secret").is_valid_request("body", headers)
    assert not SignatureVerifier("other").is_valid_request("body", headers)
    assert not SignatureVerifier("secret").is_valid_request("body!", headers)


@pytest.mark.parametrize(("status", "text", "ok"), [(200, "{broken", True), (200, "", True), (302, "", False)])
async def test_odd_answers_over_http_are_taken_as_slack_takes_them(
    manifest: Json, status: int, text: str, ok: bool
) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=text, content_type="application/json", headers={"Location": "/"})

    application = web.Application()
    application.router.add_post("/", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    async with server.running(manifest=manifest, deliver_to=url) as box, Client(box.url) as people:
        result = await people.command("/win x")
    await runner.cleanup()

    assert result["ok"] is ok
    assert result["ephemerals"] == []


async def test_a_slow_answer_over_http_is_a_time_out(manifest: Json) -> None:
    async def answer(_request: web.Request) -> web.Response:
        await asyncio.sleep(0.3)
        return web.Response()

    application = web.Application()
    application.router.add_post("/", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    async with (
        server.running(manifest=manifest, deliver_to=url, time_scale=0.02) as box,
        Client(box.url) as people,
    ):
        result = await people.command("/win x")
    await runner.cleanup()

    assert result["error"] == '/win failed with the error "operation_timeout"'


async def test_waiting_for_what_never_comes_ends_with_what_there_was() -> None:
    async def ask() -> list[str]:
        return []

    with pytest.raises(AssertionError, match=r"still \[\] after 0.05 s"):
        await Client("http://127.0.0.1").until(ask, limit=0.05)
