"""Signed HTTP and Socket Mode: what is forged, torn or too much is refused, and nothing private is logged."""

import asyncio
import hashlib
import hmac
import io
import json
import logging
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from bot import log as logs
from bot.slack import delivery
from bot.slack.delivery import Running, Server, Socket
from bot.slack.router import Router
from sandbox import server as sandbox
from sandbox.client import Client
from tests.slack.desk import SAID, Desk, Json, authorize, command, event, say

SECRET = "signing-secret"
NEEDLE = "the secret plan of mine"
FORM = "application/x-www-form-urlencoded"


class Endpoint:
    def __init__(self, server: Server, http: aiohttp.ClientSession) -> None:
        self.server, self._http = server, http
        self._url = f"http://127.0.0.1:{server.port}/slack/events"

    async def post(
        self, body: bytes, kind: str = FORM, *, secret: str = SECRET, age: int = 0, signed: bool = True, **headers: str
    ) -> tuple[int, str]:
        stamp = str(int(time.time()) - age)
        digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        sent = {"Content-Type": kind} | headers
        if signed:
            sent |= {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
        async with self._http.post(self._url, data=io.BytesIO(body), headers=sent) as answer:
            return answer.status, await answer.text()


def app_for(desk: Desk) -> AsyncApp:
    app = AsyncApp(
        authorize=authorize,
        signing_secret=SECRET,
        process_before_response=True,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    Router(desk.routes, desk.parts).attach(app)
    return app


@pytest.fixture
def stderr() -> Iterator[io.StringIO]:
    """What would stand on standard error with the log set up as in earnest, and with every library at its loudest."""
    root, before = logging.getLogger(), (logging.getLogger().handlers[:], logging.getLogger().level)
    logs.set_up("DEBUG")
    heard = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(heard)
    yield heard
    root.handlers[:], root.level = before
    for name in logs.QUIET:
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
async def endpoint(desk: Desk) -> AsyncIterator[Endpoint]:
    desk.routes.command("win", say)
    desk.routes.command("vouch", say)
    server = Server(app_for(desk), "127.0.0.1", 0)
    await server.start()
    async with aiohttp.ClientSession() as http:
        yield Endpoint(server, http)
    await server.stop(1)


def form(**more: Any) -> bytes:
    return urlencode(command(text=NEEDLE, **more)).encode()


async def test_a_signed_command_is_answered(endpoint: Endpoint) -> None:
    status, text = await endpoint.post(form())
    assert (status, json.loads(text)) == (200, SAID)


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "guessed"},
        {"age": 301},
        {"age": -301},
        {"signed": False},
        {"signed": False, "X-Slack-Signature": "v0="},
    ],
    ids=["forged", "stale", "of the future", "missing", "half"],
)
async def test_forged_and_stale_signatures_are_refused(
    endpoint: Endpoint, desk: Desk, stderr: io.StringIO, how: dict[str, Any]
) -> None:
    status, text = await endpoint.post(form(), **how)
    assert status == 401
    assert NEEDLE not in text
    assert NEEDLE not in stderr.getvalue()


STRANGE = (
    '{"type":"view_submission","view":7}',
    '{"type":"view_submission","view":{"callback_id":7},"user":[],"team":7}',
    '{"type":"view_submission","view":{"callback_id":"form","state":[]},"user":{"id":7}}',
    '{"type":"view_submission","view":{"type":"modal","callback_id":"form","app_installed_team_id":{"a":{}}}}',
    '{"type":"block_actions","actions":7}',
    '{"type":"block_actions","actions":[7]}',
    '{"type":"block_actions","actions":[{"action_id":{},"block_id":[]}],"container":7}',
    '{"type":"message_action","callback_id":[],"message":7}',
    '{"type":["block_actions"]}',
)
DEEP = b'{"type":"event_callback","event":' + b"[" * 100_000


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FORM),
        (b"", "application/json"),
        (b"payload=", FORM),
        (b"payload=%7Bno json", FORM),
        (b"payload=[]", FORM),
        (b"payload=7", FORM),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b'"text"', "application/json"),
        (b"{}", "application/json"),
        (b'{"event": 7, "type": "event_callback"}', "application/json"),
        (b'{"event": {"type": 7}, "type": "event_callback", "team_id": []}', "application/json"),
        *((f"payload={payload}".encode(), FORM) for payload in STRANGE),
        (b"\xff\xfe command", FORM),
        (b"command=%FF%FE&text=%ED%A0%80", FORM),
        (b'{"text": "\xff"}', "application/json"),
        (DEEP, "application/json"),
        (b"payload=" + b"[" * 100_000, FORM),
        (b"x", "text/plain; charset=unknown-9"),
        (b"command=%2Fwin", "multipart/form-data; boundary=x"),
    ],
)
@pytest.mark.parametrize("signed", [True, False])
async def test_strange_bodies_never_are_our_failure(
    endpoint: Endpoint, stderr: io.StringIO, body: bytes, kind: str, signed: bool
) -> None:
    status, _ = await endpoint.post(body, kind, signed=signed)
    assert status in ({200, 400, 401, 404} if signed else {400, 401})
    assert "Traceback" not in stderr.getvalue()
    assert (await endpoint.post(form()))[0] == 200


async def test_a_huge_body_is_refused(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    status, _ = await endpoint.post(b"text=" + b"x" * (delivery.LARGEST_BODY + 1))
    assert status == 413


async def test_slack_s_two_checks_of_the_address_are_answered(endpoint: Endpoint) -> None:
    challenge = json.dumps({"type": "url_verification", "token": "t", "challenge": "c-123"}).encode()
    status, text = await endpoint.post(challenge, "application/json")
    assert (status, json.loads(text)) == (200, {"challenge": "c-123"})
    assert (await endpoint.post(b"ssl_check=1&token=t", signed=False))[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        event("something_new"),
        {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1518467820, "api_app_id": "A1"},
    ],
    ids=["unknown", "rate limited"],
)
async def test_events_without_a_handler_are_accepted(endpoint: Endpoint, body: Json) -> None:
    assert (await endpoint.post(json.dumps(body).encode(), "application/json"))[0] == 200


async def test_nothing_private_is_logged_whatever_fails(endpoint: Endpoint, desk: Desk, stderr: io.StringIO) -> None:
    async def fail(_call: Any) -> None:
        raise RuntimeError(f"cannot parse {NEEDLE}") from ValueError(NEEDLE)

    async def fail_afterwards(call: Any) -> None:
        call.after(fail, call)

    desk.routes.event("message", fail)
    desk.routes.event("reaction_added", fail_afterwards)
    for kind in ("message", "reaction_added"):
        body = event(kind)
        body["event"]["text"] = NEEDLE
        await endpoint.post(json.dumps(body).encode(), "application/json")
    await endpoint.post(json.dumps({"type": "unheard_of", "text": NEEDLE}).encode(), "application/json")
    view = {"type": "view_closed", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": {"callback_id": NEEDLE}}
    await endpoint.post(urlencode({"payload": json.dumps(view)}).encode())
    await endpoint.post(form(), secret="guessed")
    await endpoint.post(f"payload={{{NEEDLE}".encode())
    await desk.settle()
    told = stderr.getvalue()
    assert told.count("RuntimeError") == 2, "there was something to leak"
    assert "a background task failed" in told
    assert NEEDLE not in told


async def test_a_failure_outside_every_listener_is_a_500_and_the_server_goes_on(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, stderr: io.StringIO
) -> None:
    async def fail(*_: Any) -> None:
        raise RuntimeError(NEEDLE)

    with monkeypatch.context() as broken:
        broken.setattr(endpoint.server._app, "async_dispatch", fail)
        assert await endpoint.post(form()) == (500, "Something went wrong.")
    assert "a payload was not answered: RuntimeError" in stderr.getvalue()
    assert NEEDLE not in stderr.getvalue()
    assert (await endpoint.post(form()))[0] == 200


async def test_health_says_ok(endpoint: Endpoint) -> None:
    url = f"http://127.0.0.1:{endpoint.server.port}/health"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        assert (answer.status, await answer.text()) == (200, "ok")


# Ending


async def test_a_stop_waits_for_what_runs_and_takes_nothing_more(endpoint: Endpoint, desk: Desk) -> None:
    entered, go = asyncio.Event(), asyncio.Event()

    async def slow(_call: Any) -> Json:
        entered.set()
        await go.wait()
        return SAID

    desk.routes.commands["win"] = slow
    server = Server(app_for(desk), "127.0.0.1", 0)
    await server.start()
    async with aiohttp.ClientSession() as http:
        visitor = Endpoint(server, http)
        asked = asyncio.create_task(visitor.post(form()))
        await entered.wait()
        stopping = asyncio.create_task(server.stop(3))
        await asyncio.sleep(0.05)
        with pytest.raises(aiohttp.ClientConnectorError):
            await visitor.post(form())
        go.set()
        assert (await asked)[0] == 200
        await stopping


async def test_a_stop_waits_only_so_long(caplog: pytest.LogCaptureFixture) -> None:
    running = Running()
    with running, running:
        await running.wait_none(0.01)
    await running.wait_none(0.01)
    assert [record.getMessage() for record in caplog.records] == ["stopping with 1 payloads unanswered"] or [
        record.getMessage() for record in caplog.records
    ] == ["stopping with 2 payloads unanswered"]


async def test_what_never_started_stops_at_once(desk: Desk) -> None:
    app = app_for_empty(desk)
    await Server(app, "127.0.0.1", 0).stop(1)
    socket = Socket(app, "xapp-1", "http://127.0.0.1:9/api/")
    await socket.stop(1)
    assert socket.connections == 0


def app_for_empty(desk: Desk) -> AsyncApp:
    desk.routes.command("vouch", say)
    return app_for(desk)


# Socket Mode


async def test_socket_mode_answers_and_leaves_unanswered_what_failed(desk: Desk, stderr: io.StringIO) -> None:
    async def fail(_call: Any) -> None:
        raise RuntimeError(NEEDLE)

    desk.routes.command("win", say)
    desk.routes.event("reaction_added", fail)
    app = app_for_empty(desk)
    async with sandbox.running(port=0, time_scale=0.05) as box, Client(box.url) as client:
        socket = Socket(app, box.app_token, box.api_url)
        await socket.start()
        await asyncio.wait_for(box.hub.connected.wait(), 5)
        assert socket.connections == 1

        answered = await client.inject("slash_commands", command())
        assert (answered["ok"], answered["ack"]) == (True, SAID)
        assert (await client.inject("events_api", event("something_new")))["ok"]
        assert (await client.inject("events_api", {"type": "app_rate_limited", "team_id": "T1"}))["ok"]
        assert not (await client.inject("events_api", event()))["ok"]
        strange: Json = {"type": "view_submission", "view": NEEDLE, "user": [], "team": 7}
        await client.inject("interactive", strange)
        assert (await client.inject("slash_commands", command()))["ok"], "it lives on"
        await socket.stop(1)
        assert socket.connections == 0
    assert NEEDLE not in stderr.getvalue()


async def test_socket_mode_connects_as_often_as_it_takes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(delivery, "CONNECT_PAUSES", (0.01,))
    app = app_for_empty(desk)
    async with sandbox.running(port=0) as box, Client(box.url) as client:
        await client.fault("apps.connections.open", error="internal_error", times=2)
        socket = Socket(app, box.app_token, box.api_url)
        await socket.start()
        await asyncio.wait_for(box.hub.connected.wait(), 5)
        await socket.stop(1)
    assert caplog.text.count("no connection to Slack") == 2


async def test_socket_mode_comes_back_after_slack_closed_it(desk: Desk) -> None:
    desk.routes.command("win", say)
    app = app_for_empty(desk)
    async with sandbox.running(port=0) as box, Client(box.url) as client:
        socket = Socket(app, box.app_token, box.api_url)
        await socket.start()
        await asyncio.wait_for(box.hub.connected.wait(), 5)
        first = box.hub.links[0]
        await client.disconnect()

        async def another() -> bool:
            return bool(box.hub.links) and first not in box.hub.links

        await client.until(another, 10)
        assert (await client.inject("slash_commands", command()))["ok"]
        await socket.stop(1)
