"""Web API: conversations.*."""

import base64
from typing import TYPE_CHECKING

from sandbox import payloads
from sandbox.state import Channel, Message
from sandbox.web_api.chat import direct
from sandbox.web_api.reading import flag, needed, number
from sandbox.wire import Json, SlackError

if TYPE_CHECKING:
    from sandbox.box import Box

READ_SCOPES = ("channels:history", "groups:history", "im:history", "mpim:history")
_SCOPE_OF = {"channel": "channels:history", "private": "groups:history", "im": "im:history", "dm": "im:history"}
MOST = 1000


async def open_im(box: "Box", args: Json) -> Json:
    users = [user for user in needed(args, "users").split(",") if user]
    if len(users) > 1:
        raise SlackError("missing_scope", needed="mpim:write", provided=",".join(box.scopes))
    channel = direct(box, users[0])
    body: Json = {"id": channel.id}
    if flag(args, "return_im"):
        body |= {"is_im": True, "user": users[0]}
    return {"channel": body}


async def history(box: "Box", args: Json) -> Json:
    channel = _readable(box, args)
    found = [message for message in _visible(channel) if message.thread_ts in {None, message.ts}]
    return _page(box, list(reversed(_between(found, args))), args)


async def replies(box: "Box", args: Json) -> Json:
    channel = _readable(box, args)
    ts = needed(args, "ts")
    asked = channel.find(ts)
    if asked is None or asked.ephemeral_for:
        raise SlackError("thread_not_found")
    root = asked.thread_ts or asked.ts
    thread = [message for message in _visible(channel) if root in {message.ts, message.thread_ts}]
    return _page(box, _between(thread, args), args)


def _readable(box: "Box", args: Json) -> Channel:
    key = needed(args, "channel")
    channel = box.state.channels.get(key)
    if channel is not None and not box.has_scope(_SCOPE_OF[channel.kind]):
        raise SlackError("missing_scope", needed=_SCOPE_OF[channel.kind], provided=",".join(box.scopes))
    return box.state.reachable(key)


def _visible(channel: Channel) -> list[Message]:
    return sorted((m for m in channel.messages if m.ephemeral_for is None), key=lambda m: float(m.ts))


def _between(messages: list[Message], args: Json) -> list[Message]:
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    edges = flag(args, "inclusive")
    return [
        message
        for message in messages
        if oldest < float(message.ts) < latest or (edges and float(message.ts) in {oldest, latest})
    ]


def _page(box: "Box", messages: list[Message], args: Json) -> Json:
    limit = max(1, min(number(args, "limit", 100), MOST))
    start = _start(args.get("cursor"))
    shown = messages[start : start + limit]
    more = start + limit < len(messages)
    metadata = flag(args, "include_all_metadata")
    cursor = base64.b64encode(f"next:{start + limit}".encode()).decode() if more else ""
    return {
        "messages": [payloads.message_body(box, message, metadata=metadata) for message in shown],
        "has_more": more,
        "response_metadata": {"next_cursor": cursor},
    }


def _start(cursor: object) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(str(cursor)).decode().removeprefix("next:"))
    except ValueError:
        raise SlackError("invalid_cursor") from None
