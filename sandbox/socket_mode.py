"""Socket Mode: tickets, connections, envelopes and their acks; it may not know what the payloads mean."""

import asyncio
import json
import time
import uuid
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from sandbox import people
from sandbox.traffic import FROM_APP, TO_APP, Traffic
from sandbox.wire import Ack, Json, SlackError

MAX_LINKS = 10


@dataclass(eq=False)
class Link:
    socket: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)


class Hub:
    def __init__(self, log: Traffic) -> None:
        self.links: list[Link] = []
        self.connected = asyncio.Event()
        self._tickets: set[str] = set()
        self._turn = 0
        self._log = log

    def ticket(self) -> str:
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def deliver(self, kind: str, payload: Json, *, limit: float, retry: tuple[int, str] | None = None) -> Ack:
        """Send one envelope to one of the connections in turn, and wait for its ack."""
        if not self.links:
            return Ack("connection_failed", None, 0)
        self._turn += 1
        link = self.links[self._turn % len(self.links)]
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry[0] if retry else 0, "retry_reason": retry[1] if retry else ""}
        return await self._send(link, envelope, limit)

    async def _send(self, link: Link, envelope: Json, limit: float) -> Ack:
        key = envelope["envelope_id"]
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        link.waiting[key] = answer
        sent = {name: value for name, value in envelope.items() if name != "payload"}
        started = time.monotonic()
        try:
            await link.socket.send_str(json.dumps(envelope))
            body = await asyncio.wait_for(answer, limit)
        except TimeoutError:
            return Ack("timeout", None, _since(started), sent)
        except ConnectionError:
            return Ack("connection_failed", None, _since(started), sent)
        finally:
            link.waiting.pop(key, None)
        return Ack(None, body.get("payload"), _since(started), sent)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401, text="This ticket is not valid.")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=10)
        await socket.prepare(request)
        if len(self.links) >= MAX_LINKS:
            await self._tell(socket, {"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        link = Link(socket)
        self.links.append(link)
        await self._tell(socket, self._hello())
        self.connected.set()
        try:
            await self._receive(link)
        finally:
            self._drop(link)
        return socket

    async def disconnect(self, reason: str) -> None:
        """Ask every connection to go, as Slack does every few hours."""
        for link in list(self.links):
            await self._tell(link.socket, {"type": "disconnect", "reason": reason})

    async def close(self) -> None:
        for link in list(self.links):
            await link.socket.close()

    async def _tell(self, socket: web.WebSocketResponse, frame: Json) -> None:
        """Send what is no envelope: nothing is acked."""
        await socket.send_json(frame)
        self._log.record(TO_APP, "socket", frame["type"], transport="socket", payload=frame)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.links),
            "connection_info": {"app_id": people.APP_ID},
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
        }

    async def _receive(self, link: Link) -> None:
        async for frame in link.socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            answer = json.loads(frame.data)
            future = link.waiting.get(answer.get("envelope_id", ""))
            if future is not None and not future.done():
                future.set_result(answer)

    def _drop(self, link: Link) -> None:
        self.links.remove(link)
        self._log.record(FROM_APP, "socket", "close", transport="socket", payload={"left": len(self.links)})
        if not self.links:
            self.connected.clear()
        for future in link.waiting.values():
            if not future.done():
                future.set_exception(ConnectionError("the connection closed"))


def open_link(hub: Hub, url: str) -> Json:
    if not url:
        raise SlackError("internal_error")
    return {"url": f"{url.replace('http', 'ws', 1)}/link/?ticket={hub.ticket()}&app_id={people.APP_ID}"}


def _since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)
