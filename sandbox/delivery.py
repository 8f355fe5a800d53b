"""Getting a payload to the app, with Slack's limits and retries, whichever way; it may not build payloads."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from sandbox import http_delivery, socket_mode, traffic
from sandbox.wire import Ack, Json

ACK_LIMIT = 3.0
RETRY_AFTER = (0.0, 60.0, 300.0)

_HTTP_REASONS = {"timeout": "http_timeout", "connection_failed": "connection_failed"}


class Outbox:
    """`scale` shortens the ack limit and the waits between retries, for tests."""

    def __init__(
        self, hub: socket_mode.Hub, sender: http_delivery.Sender | None, scale: float, log: traffic.Traffic
    ) -> None:
        self.scale = scale
        self._log = log
        self.last: dict[tuple[str, str], Json] = {}
        self._hub = hub
        self._sender = sender
        self._retries: list[asyncio.Task[Any]] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def limit(self) -> float:
        return ACK_LIMIT * self.scale

    async def ask(self, kind: str, payload: Json, *, label: str, user: str) -> Ack:
        """Deliver a command or interaction, once: Slack does not repeat these."""
        self._remember(label, user, payload)
        return await self.send(kind, payload)

    async def tell(self, payload: Json, *, user: str) -> Ack:
        """Deliver an event; this answers after the first attempt, and further attempts follow if it failed."""
        self._remember("event", user, payload)
        ack = await self.send("events_api", payload)
        if not ack.ok:
            self._retries.append(self.start(self._retry(payload, ack)))
        return ack

    async def send(
        self,
        kind: str,
        payload: Json,
        *,
        retry: tuple[int, str] | None = None,
        headers: dict[str, str] | None = None,
        injected: bool = False,
    ) -> Ack:
        """Deliver once, by the way there is, and write down how it went."""
        if self._sender is not None:
            ack = await self._sender.deliver(kind, payload, limit=self.limit, retry=retry, headers=headers)
        else:
            ack = await self._hub.deliver(kind, payload, limit=self.limit, retry=retry)
        self._log.record(
            traffic.TO_APP,
            "injected" if injected else traffic.kind_of(kind, payload),
            traffic.name_of(payload),
            transport="http" if self._sender is not None else "socket",
            user=traffic.user_of(payload),
            headers=ack.sent,
            payload=payload,
            answer=ack.body,
            status=ack.status,
            error=ack.error,
            ms=ack.ms,
            retry={"num": retry[0], "reason": retry[1]} if retry else None,
        )
        return ack

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run work beside the request that caused it; it ends with the sandbox."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def forget(self) -> None:
        """Drop the memory of what was sent, and stop repeating it."""
        self.last.clear()
        for task in self._retries:
            task.cancel()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._sender is not None:
            await self._sender.close()

    async def _retry(self, payload: Json, failed: Ack) -> None:
        for number, wait in enumerate(RETRY_AFTER, start=1):
            await asyncio.sleep(wait * self.scale)
            failed = await self.send("events_api", payload, retry=(number, self._reason(failed)))
            if failed.ok:
                return

    def _reason(self, failed: Ack) -> str:
        if self._sender is None:
            return failed.error or "timeout"
        return _HTTP_REASONS.get(failed.error or "", "http_error")

    def _remember(self, label: str, user: str, payload: Json) -> None:
        self.last[label, user] = payload
        self.last[label, ""] = payload
