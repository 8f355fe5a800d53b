"""The addresses that a payload brings along for answers: five uses in half an hour; it may not build payloads."""

import asyncio
import time
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox import people, posting
from sandbox.box import ResponseUrl
from sandbox.state import Channel, Message
from sandbox.web_api import chat, read_args
from sandbox.wire import Json, SlackError

if TYPE_CHECKING:
    from sandbox.box import Box

_GONE = {"no_such_url", "expired_url", "used_url"}


def route(box: "Box") -> web.RouteDef:
    async def take(request: web.Request) -> web.Response:
        started = time.monotonic()
        args = await read_args(request)
        error, status = await _outcome(box, request.match_info["key"], args)
        box.log_call("response_url", args, error)
        told = {"payload": args, "status": status, "error": error}
        box.log_request("response_url", request.path, request, started, **told)
        if error is None:
            return web.Response(text="ok")
        return web.json_response({"ok": False, "error": error}, status=status)

    return web.post("/response/{key}", take)


async def _outcome(box: "Box", key: str, args: Json) -> tuple[str | None, int]:
    fault = box.faults.take("response_url", people.TEAM)
    if fault is not None and fault.delay:
        await asyncio.sleep(fault.delay)
    if fault is not None and (fault.error or fault.status):
        return fault.error or "internal_error", fault.status or 500
    try:
        use(box, key, args)
    except SlackError as refusal:
        return refusal.code, 404 if refusal.code in _GONE else 400
    return None, 200


def use(box: "Box", key: str, args: Json) -> None:
    """Post, replace or delete through one of these addresses."""
    way = box.use_response_url(key)
    channel = box.state.channel(way.channel)
    original = channel.find(way.origin) if way.origin else None
    if args.get("delete_original"):
        if original is None:
            raise SlackError("message_not_found")
        _delete(box, channel, original)
        return
    text, content = chat.content_of(box, args)
    if args.get("replace_original") and original is not None:
        before = posting.change(box, original, text, content)
        if original.ephemeral_for is None:
            box.outbox.start(posting.announce_change(box, original, before))
        return
    _post(box, way, channel, args, (text, content))


def _delete(box: "Box", channel: Channel, original: Message) -> None:
    before = posting.remove(box, original)
    if original.ephemeral_for is None and channel.bot_in:
        box.outbox.start(posting.announce_removal(box, original, before))


def _post(box: "Box", way: ResponseUrl, channel: Channel, args: Json, content: tuple[str, list[Json] | None]) -> None:
    public = args.get("response_type") == "in_channel"
    thread_ts = str(args["thread_ts"]) if args.get("thread_ts") else None
    message = posting.by_app(box, channel, *content, thread_ts=thread_ts, ephemeral_for=None if public else way.user)
    way.origin = way.origin or message.ts
