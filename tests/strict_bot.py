"""The running bot, delivered to over signed HTTP, with every answer and everything sent to Slack held to the rules."""

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from sandbox import http_delivery
from tests import kit_rules
from tests.conftest import Live

Json = dict[str, Any]

FORM = "application/x-www-form-urlencoded"
OWN_DOING = {
    *("invalid_blocks", "invalid_blocks_format", "no_text", "msg_too_long", "msg_blocks_too_long", "view_too_large"),
    *(
        "invalid_form_data",
        "invalid_json",
        "unknown_method",
        "missing_scope",
        "metadata_too_large",
        "invalid_metadata_format",
    ),
}


class Bot:
    """Delivers to the running bot over signed HTTP, and holds every answer to the rules."""

    def __init__(self, live: Live, http: aiohttp.ClientSession, log: pytest.LogCaptureFixture) -> None:
        self.live, self.box = live, live.box
        self._http, self._log = http, log
        self._sent = 0

    async def post(self, body: bytes, content_type: str = FORM) -> tuple[int, str]:
        """What the bot answers to these bytes, rightly signed."""
        signed = http_delivery.sign(self.box.signing_secret, body) | {"content-type": content_type}
        assert self.live.vouch.server is not None
        address = f"http://127.0.0.1:{self.live.vouch.server.port}/slack/events"
        async with self._http.post(address, data=io.BytesIO(body), headers=signed) as answer:
            return answer.status, await answer.text()

    async def deliver(self, kind: str, payload: Json, *, people: bool = False) -> Any:
        """Sends it; the answer must be one that Slack takes. Returns its body."""
        body, content_type = encode(kind, payload)
        status, said = await self.post(body, content_type)
        # 400: not the shape of any payload; 404: a kind of payload that nobody asked for
        assert status in {200, 400, 404}, (status, said, self.errors())
        assert self.errors() == []
        answer = json.loads(said) if said.startswith("{") else None
        if status == 200:
            faults = kit_rules.faults_of_answer(answer, people=people)
            assert faults == [], faults
        self._sent += 1
        if self._sent % 25 == 0:
            await self.check_calls(people=people)
        return answer

    async def check_calls(self, *, people: bool) -> None:
        """What was sent to Slack meanwhile was taken, and held to the same rules."""
        await self.live.settle()
        assert self.errors() == []
        calls = list(self.box.state.calls)
        self.box.state.calls.clear()
        assert [call for call in calls if call["error"] in OWN_DOING] == []
        for call in calls:
            assert _faults_of_call(call, people=people) == [], call

    def errors(self) -> list[str]:
        return [record.getMessage() for record in self._log.records if record.levelno >= logging.ERROR]

    async def still_answers(self) -> None:
        answer = await self.live.client.command("/win still here", as_="U0PRIYA")
        assert answer["ok"], answer
        assert "still here" in json.dumps(answer["ephemerals"])


def encode(kind: str, payload: Json) -> tuple[bytes, str]:
    """As Slack sends it, but also what Slack cannot: lone surrogates in a form."""
    if kind != "slash_commands":
        return http_delivery.encode(kind, payload)
    fields = {name: "" if field is None else str(field) for name, field in payload.items()}
    return urlencode(fields, errors="surrogatepass").encode(), FORM


def _faults_of_call(call: Json, *, people: bool) -> list[str]:
    args, method = call["args"], call["method"]
    if method.startswith("views."):
        view = args.get("view")
        return kit_rules.faults_of_view(json.loads(view) if isinstance(view, str) else view, people=people)
    if method in {"chat.postMessage", "chat.update", "chat.postEphemeral", "response_url"}:
        blocks = args.get("blocks")
        message = {**args, "blocks": json.loads(blocks) if isinstance(blocks, str) else blocks}
        return [] if args.get("delete_original") else kit_rules.faults_of_message(message, people=people)
    return []


@asynccontextmanager
async def watched(live: Live, log: pytest.LogCaptureFixture) -> AsyncIterator[Bot]:
    log.set_level(logging.ERROR)
    async with aiohttp.ClientSession() as http:
        yield Bot(live, http, log)


def seeds(count: int) -> Iterator[tuple[int, Random]]:
    for seed in range(count):
        yield seed, Random(seed)


async def each(bot: Bot, kind: str, made: Iterator[tuple[int, Json]], *, people: bool = False) -> None:
    for seed, payload in made:
        try:
            await bot.deliver(kind, payload, people=people)
        except AssertionError as problem:
            raise AssertionError(f"seed {seed}: {payload!r}") from problem
    await bot.check_calls(people=people)
    await bot.still_answers()
