"""Web API: reactions.*."""

from typing import TYPE_CHECKING

from sandbox import payloads
from sandbox.web_api.reading import needed
from sandbox.wire import Json, SlackError

if TYPE_CHECKING:
    from sandbox.box import Box


async def get(box: "Box", args: Json) -> Json:
    channel = box.state.reachable(needed(args, "channel"))
    message = channel.find(needed(args, "timestamp"))
    if message is None or message.ephemeral_for:
        raise SlackError("message_not_found")
    body = payloads.message_body(box, message) | {"permalink": box.permalink(channel.id, message.ts)}
    return {"type": "message", "channel": channel.id, "message": body}
