"""Web API: chat.*."""

from typing import TYPE_CHECKING, Any

from sandbox import blocks, payloads, people, posting
from sandbox.state import Channel, Message
from sandbox.web_api.reading import needed
from sandbox.wire import Json, SlackError

if TYPE_CHECKING:
    from sandbox.box import Box

MAX_TEXT = 40_000
MAX_BLOCKS_CHARS = 13_200


async def post_message(box: "Box", args: Json) -> Json:
    channel = _target(box, needed(args, "channel"))
    text, content = content_of(box, args)
    message = posting.by_app(
        box, channel, text, content, thread_ts=_thread(channel, args), metadata=_metadata(args.get("metadata"))
    )
    return {"channel": channel.id, "ts": message.ts, "message": payloads.message_body(box, message, metadata=True)}


async def post_ephemeral(box: "Box", args: Json) -> Json:
    channel = box.state.reachable(needed(args, "channel"))
    user = needed(args, "user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    text, content = content_of(box, args)
    message = posting.by_app(box, channel, text, content, thread_ts=_thread(channel, args), ephemeral_for=user)
    return {"message_ts": message.ts}


async def update(box: "Box", args: Json) -> Json:
    channel, message = _own(box, args, "cant_update_message")
    text, content = content_of(box, args, kept=message.blocks)
    if "blocks" not in args:
        content = message.blocks
    before = posting.change(box, message, text, content)
    if "metadata" in args:
        message.metadata = _metadata(args["metadata"])
    box.outbox.start(posting.announce_change(box, message, before))
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": payloads.message_body(box, message)}


async def delete(box: "Box", args: Json) -> Json:
    channel, message = _own(box, args, "cant_delete_message")
    before = posting.remove(box, message)
    box.outbox.start(posting.announce_removal(box, message, before))
    return {"channel": channel.id, "ts": message.ts}


def content_of(box: "Box", args: Json, kept: list[Json] | None = None) -> tuple[str, list[Json] | None]:
    """Text and blocks of a message to be, refused as Slack refuses them; `kept` stay if no blocks are given."""
    text = str(args.get("text") or "")
    given = args.get("blocks")
    content = blocks.message(given, box.state.refused_blocks["message"]) if given else None
    if not text and not content and not kept and not args.get("attachments"):
        raise SlackError("no_text")
    if len(text) > MAX_TEXT:
        raise SlackError("msg_too_long")
    if content and chars(content) > MAX_BLOCKS_CHARS:
        raise SlackError("msg_blocks_too_long")
    return text, content


def chars(value: Any) -> int:
    """Characters that a reader sees in blocks."""
    if isinstance(value, dict):
        own = value.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(
            chars(v) for v in value.values() if not isinstance(v, str)
        )
    return sum(chars(item) for item in value) if isinstance(value, list) else 0


def _target(box: "Box", channel: str) -> Channel:
    if channel[:1] not in {"U", "W", "D"}:
        return box.state.reachable(channel)
    found = direct(box, channel) if channel[0] != "D" else box.state.reachable(channel)
    if not box.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    return found


def direct(box: "Box", user: str) -> Channel:
    """The conversation with a person of the app's team, if the app may have one."""
    person = box.state.people.get(user)
    if person is None or person.team != people.TEAM:
        raise SlackError("channel_not_found")
    if person.bot:
        raise SlackError("cannot_dm_bot")
    if person.deleted:
        raise SlackError("user_disabled")
    return box.state.im(user)


def _thread(channel: Channel, args: Json) -> str | None:
    thread_ts = args.get("thread_ts")
    if not thread_ts:
        return None
    parent = channel.find(str(thread_ts))
    if parent is None or parent.ephemeral_for:
        raise SlackError("thread_not_found")
    return parent.thread_ts or parent.ts


def _metadata(value: Any) -> Json | None:
    if not value:
        return None
    right = isinstance(value, dict) and isinstance(value.get("event_type"), str)
    if not right or not isinstance(value.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    return dict(value)


def _own(box: "Box", args: Json, otherwise: str) -> tuple[Channel, Message]:
    channel = box.state.reachable(needed(args, "channel"))
    message = channel.find(needed(args, "ts"))
    if message is None or message.ephemeral_for:
        raise SlackError("message_not_found")
    if not message.by_app:
        raise SlackError(otherwise)
    return channel, message
