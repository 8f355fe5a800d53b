"""The control API of the page and of tests: its addresses and its live channel; it may not hold rules itself."""

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.acting import seen
from sandbox.control import doing, steering
from sandbox.control.asking import Handler, text
from sandbox.traffic import KINDS, SHOWN
from sandbox.wire import ControlError, Json, SlackError

if TYPE_CHECKING:
    from sandbox.box import Box

HANDLERS: dict[str, Handler] = doing.HANDLERS | steering.HANDLERS


def post(box: "Box", path: str, handler: Handler) -> web.RouteDef:
    async def call(request: web.Request) -> web.Response:
        try:
            return web.json_response(await handler(box, _object(await request.text())))
        except ControlError as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)
        except SlackError as error:
            return web.json_response({"ok": False, "error": error.code} | error.extra, status=400)
        except ValueError:
            return web.json_response({"ok": False, "error": "The body is not JSON."}, status=400)

    return web.post(f"/control/{path}", call)


def _object(body: str) -> Json:
    sent = json.loads(body or "{}")
    if not isinstance(sent, dict):
        raise ControlError("The body is not a JSON object.")
    return sent


def routes(box: "Box") -> list[web.RouteDef]:
    async def state(request: web.Request) -> web.Response:
        try:
            user = text(dict(request.query), "as")
            box.state.person(user)
            if request.query.get("reload"):
                seen.reload(box, user)
            return web.json_response(seen.everything(box, user))
        except ControlError as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)

    async def live(request: web.Request) -> web.WebSocketResponse:
        return await _push(box, request)

    async def calls(request: web.Request) -> web.Response:
        method = request.query.get("method")
        found = [call for call in box.state.calls if method in {None, call["method"]}]
        return web.json_response({"ok": True, "calls": found})

    async def traffic(request: web.Request) -> web.Response:
        query = request.query
        try:
            after, limit = int(query.get("after", "0")), int(query.get("limit", str(SHOWN)))
        except ValueError:
            return web.json_response({"ok": False, "error": "after and limit are numbers."}, status=400)
        kind = query.get("kind") or None
        if kind not in {None, *KINDS}:
            return web.json_response({"ok": False, "error": f"There is no traffic of the kind {kind!r}."}, status=400)
        entries = box.traffic.read(after, max(1, limit), kind)
        return web.json_response({"ok": True, "last": box.traffic.last, "entries": entries})

    given = [post(box, path, handler) for path, handler in HANDLERS.items()]
    return [
        web.get("/control/state", state),
        web.get("/control/live", live),
        web.get("/control/calls", calls),
        web.get("/control/traffic", traffic),
        *given,
    ]


async def _push(box: "Box", request: web.Request) -> web.WebSocketResponse:
    """Tell the page of each new version, one at a time, until it goes; of traffic too if it asked for that."""
    user, all_traffic = request.query.get("as", ""), bool(request.query.get("traffic"))
    socket = web.WebSocketResponse(heartbeat=20)
    await socket.prepare(request)
    changed = box.state.watch(user)
    box.sockets.add(socket)
    reader = box.outbox.start(_drain(socket, changed))
    told: Json = {}
    if all_traffic:
        box.traffic.watch(changed)
    try:
        while not socket.closed:
            now = {"version": box.state.versions[user]} | ({"traffic": box.traffic.last} if all_traffic else {})
            for name, value in now.items():
                if told.get(name) != value:
                    await socket.send_json({name: value})
            told = now
            await changed.wait()
            changed.clear()
    except ConnectionError:
        pass
    finally:
        reader.cancel()
        box.sockets.discard(socket)
        box.state.unwatch(user, changed)
        box.traffic.unwatch(changed)
    return socket


async def _drain(socket: web.WebSocketResponse, changed: Any) -> None:
    async for _ in socket:
        pass
    changed.set()
