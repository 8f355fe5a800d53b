"""A small real Bolt app as the sandbox's counterpart; it answers in the way a test tells it to."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.box import Box

Json = dict[str, Any]
Listener = Callable[..., Awaitable[None]]


class Counterpart:
    """The app: `heard` is every payload that reached it, in order; `on` says what it does with one kind."""

    def __init__(self, box: Box) -> None:
        self.web = AsyncWebClient(token=box.bot_token, base_url=box.api_url)
        self.heard: list[tuple[str, Json]] = []
        self.retries: list[Json] = []
        self._doing: dict[str, Listener] = {}
        self.app = AsyncApp(
            token=box.bot_token,
            client=self.web,
            signing_secret=box.signing_secret,
            process_before_response=True,
            logger=logging.getLogger("counterpart"),
        )
        for method, given in (("command", ".*"), ("event", ".*"), ("action", ".*"), ("view", ".*"), ("shortcut", ".*")):
            self._listen(method, given)

    def on(self, kind: str) -> Callable[[Listener], Listener]:
        def keep(listener: Listener) -> Listener:
            self._doing[kind] = listener
            return listener

        return keep

    def of(self, kind: str) -> list[Json]:
        return [body for name, body in self.heard if name == kind]

    def _listen(self, method: str, given: str) -> None:
        async def listener(body: Json, ack: Any, context: Any, req: Any) -> None:
            kind = body.get("type", "command") if method != "event" else body["event"]["type"]
            self.heard.append((kind, body))
            self.retries.append({k: v for k, v in req.headers.items() if "retry" in k})
            doing = self._doing.get(kind)
            if doing is None:
                await ack()
            else:
                await doing(body, ack, self.web)

        if method == "view":
            self.app.view(re.compile(given))(listener)
            self.app.view_closed(re.compile(given))(listener)
            self.app.options(re.compile(given))(listener)
        else:
            getattr(self.app, method)(re.compile(given))(listener)


@asynccontextmanager
async def connected(box: Box) -> AsyncIterator[Counterpart]:
    counterpart = Counterpart(box)
    handler = AsyncSocketModeHandler(counterpart.app, box.app_token, web_client=AsyncWebClient(base_url=box.api_url))
    await handler.connect_async()
    try:
        await asyncio.wait_for(box.hub.connected.wait(), 5)
        yield counterpart
    finally:
        await handler.close_async()
