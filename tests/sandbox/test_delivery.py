"""Socket Mode and signed HTTP: the same payloads both ways, with real signatures, retries and connections."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox import delivery, server
from sandbox.box import Box
from sandbox.client import Client, Refused
from tests.sandbox.counterpart import Counterpart, Json, connected
from tests.sandbox.views import actions, button, modal, plain

SECRET = "a-secret-of-this-test"


class Endpoint:
    """The app behind signed HTTP: Bolt on an aiohttp server; `requests` keeps what came over the wire."""

    def __init__(self, url: str, box: Box, app: Counterpart) -> None:
        self.url, self.box, self.app = url, box, app


@pytest.fixture
async def http(manifest: Json) -> AsyncIterator[Endpoint]:
    from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

    held: dict[str, Counterpart] = {}

    async def take(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await held["app"].app.async_dispatch(await to_bolt_request(request)))

    application = web.Application()
    application.router.add_post("/slack/events", take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    async with server.running(manifest=manifest, deliver_to=url, signing_secret=SECRET, time_scale=0.1) as box:
        held["app"] = Counterpart(box)
        yield Endpoint(url, box, held["app"])
    await runner.cleanup()


async def test_commands_interactions_and_events_arrive_signed(http: Endpoint) -> None:
    select = {"type": "external_select", "action_id": "find"}

    @http.app.on("command")
    async def answer(body: Json, ack: Any, web: Any) -> None:
        if body["text"] == "open":
            await web.views_open(trigger_id=body["trigger_id"], view=modal(actions(button(), select), submit=None))
            await ack()
        else:
            await ack(f"Saved {body['text']}")

    option = {"text": plain("Retry queue"), "value": "7"}

    @http.app.on("block_suggestion")
    async def offer(body: Json, ack: Any, web: Any) -> None:
        await ack(options=[option])

    async with Client(http.box.url) as people:
        said = await people.command("/win a & b = c")
        blocks = await people.command("/win open")
        [view] = (await people.state())["modals"]
        pressed = await people.action("press", view_id=view["id"])
        offered = await people.options("find", "ret", view_id=view["id"])
        home = await people.home()

    assert [message["text"] for message in said["ephemerals"]] == ["Saved a &amp; b = c"]
    assert blocks["ephemerals"] == []
    assert pressed["ok"]
    assert home["acked"]
    assert offered["options"] == [option]
    heard = [kind for kind, _ in http.app.heard]
    assert heard == ["command", "command", "block_actions", "block_suggestion", "app_home_opened"]


async def test_an_event_that_fails_over_http_comes_again_with_slacks_headers(
    http: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "RETRY_AFTER", (0, 0.1, 0.1))

    @http.app.on("app_home_opened")
    async def fail(body: Json, ack: Any, web: Any) -> None:
        if len(http.app.heard) < 3:
            raise RuntimeError("not stored")
        await ack()

    async with Client(http.box.url) as people:
        await people.home()

        async def thrice() -> bool:
            return len(http.app.heard) == 3

        await people.until(thrice)

    assert http.app.retries == [
        {},
        {"x-slack-retry-num": ["1"], "x-slack-retry-reason": ["http_error"]},
        {"x-slack-retry-num": ["2"], "x-slack-retry-reason": ["http_error"]},
    ]


async def test_a_failing_command_is_slacks_error(http: Endpoint) -> None:
    @http.app.on("command")
    async def fail(body: Json, ack: Any, web: Any) -> None:
        raise RuntimeError("broken")

    async with Client(http.box.url) as people:
        result = await people.command("/win x")

    assert result["error"] == '/win failed with the error "dispatch_failed"'


async def test_a_forged_signature_or_an_old_one_is_not_the_sandboxs(http: Endpoint) -> None:
    payload = {"command": "/win", "text": "x", "user_id": "U0ADA", "team_id": "T0ACME"}
    async with Client(http.box.url) as people:
        right = await people.inject("slash_commands", payload)
        forged = await people.inject("slash_commands", payload, {"X-Slack-Signature": "v0=0000"})
        stale = await people.inject("slash_commands", payload, {"X-Slack-Request-Timestamp": "1700000000"})

    assert (right["status"], forged["status"], stale["status"]) == ("acked", "http_error 401", "http_error 401")
    assert len(http.app.of("command")) == 1


async def test_nobody_at_the_address_is_a_failed_dispatch(manifest: Json) -> None:
    nowhere = "http://127.0.0.1:9/slack/events"
    async with server.running(manifest=manifest, deliver_to=nowhere) as box, Client(box.url) as people:
        assert (await people.command("/win x"))["error"] == '/win failed with the error "dispatch_failed"'


async def test_a_payload_can_be_sent_again_as_it_was(app: Counterpart, people: Client) -> None:
    await people.home()
    event = await people.last("event", "U0ADA")
    result = await people.inject("events_api", event, {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "timeout"})

    assert result["ok"]
    first, second = app.of("app_home_opened")
    assert first == second
    assert app.retries[1] == {"x-slack-retry-num": ["1"], "x-slack-retry-reason": ["timeout"]}
    with pytest.raises(Refused, match="No command has been sent"):
        await people.last("command")
    with pytest.raises(Refused):
        await people.inject("telegram", {})


async def test_each_payload_goes_to_one_of_the_connections_in_turn(box: Box, people: Client) -> None:
    async with connected(box) as one, connected(box) as two:
        for number in range(4):
            await people.command(f"/win {number}")

        assert (len(one.heard), len(two.heard)) == (2, 2)


async def test_hello_counts_the_connections_and_a_ticket_opens_one(box: Box) -> None:
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {box.app_token}"}
        async with session.post(f"{box.api_url}apps.connections.open", headers=headers) as answer:
            url = (await answer.json())["url"]
        assert url.startswith(box.url.replace("http", "ws") + "/link/?ticket=")
        async with session.ws_connect(url) as link:
            hello = await link.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(url)


async def test_a_refreshed_connection_comes_back(box: Box, app: Counterpart, people: Client) -> None:
    await people.disconnect()

    async def works() -> bool:
        return bool((await people.command("/win x"))["ok"])

    await people.until(works)


async def test_an_eleventh_connection_is_one_too_many(box: Box) -> None:
    async with aiohttp.ClientSession() as session:
        links = [await session.ws_connect(f"{box.url}/link/?ticket={box.hub.ticket()}") for _ in range(11)]
        answers = [json.loads((await link.receive()).data) for link in links]
        for link in links:
            await link.close()

    assert [answer["type"] for answer in answers] == ["hello"] * 10 + ["disconnect"]
    assert answers[-1]["reason"] == "too_many_websockets"


async def test_a_connection_that_breaks_before_the_ack_is_a_failed_dispatch(box: Box, people: Client) -> None:
    async with aiohttp.ClientSession() as session:
        link = await session.ws_connect(f"{box.url}/link/?ticket={box.hub.ticket()}")
        await link.receive()

        async def vanish() -> None:
            await link.receive()
            await link.close()

        _, result = await asyncio.gather(vanish(), people.command("/win x"))

    assert result["error"] == '/win failed with the error "dispatch_failed"'
