"""Messages coming into being, changing and going, with what the app hears of it; it may not check who is allowed to."""

from typing import TYPE_CHECKING

from sandbox import inputs, payloads, people
from sandbox.state import Channel, Message
from sandbox.wire import Ack, Json

if TYPE_CHECKING:
    from sandbox.box import Box

TOMBSTONE = "This message was deleted."
_EVENT_OF = {"im": "message.im", "dm": "message.im", "channel": "message.channels", "private": "message.groups"}
_TYPE_OF = {"im": "im", "dm": "im", "channel": "channel", "private": "group"}


def by_app(
    box: "Box",
    channel: Channel,
    text: str,
    blocks: list[Json] | None,
    *,
    thread_ts: str | None = None,
    ephemeral_for: str | None = None,
    metadata: Json | None = None,
    files: list[Json] | None = None,
) -> Message:
    """Put a message of the app into a channel; of an ephemeral one nobody hears."""
    message = Message(
        ts=box.state.next_ts(box.clock.now()),
        channel=channel.id,
        user=people.BOT_USER,
        text=text,
        by_app=True,
        blocks=blocks,
        thread_ts=thread_ts,
        ephemeral_for=ephemeral_for,
        metadata=metadata,
        files=files or [],
        values=inputs.initial_values(blocks or []),
    )
    add(box, channel, message)
    if ephemeral_for is None:
        box.outbox.start(announce(box, message))
    return message


def add(box: "Box", channel: Channel, message: Message) -> None:
    channel.messages.append(message)
    box.state.touch([message.ephemeral_for] if message.ephemeral_for else channel.members)


async def announce(box: "Box", message: Message) -> Ack | None:
    """The event of a new message."""
    return await _event(box, message, payloads.message_body(box, message))


def change(box: "Box", message: Message, text: str, blocks: list[Json] | None) -> Json:
    """Give a message new content; what it was before is the answer. Slack marks an app's blocks not as edited."""
    before = payloads.message_body(box, message)
    message.text, message.blocks = text, blocks
    if not (message.by_app and blocks):
        message.edited = box.state.next_ts(box.clock.now())
    message.values = inputs.carried_values(message.values, blocks or [])
    box.state.touch(box.state.channel(message.channel).members)
    return before


async def announce_change(box: "Box", message: Message, before: Json) -> Ack | None:
    body = payloads.message_body(box, message)
    inner = {"subtype": "message_changed", "message": body, "previous_message": before, "hidden": True}
    return await _event(box, message, {"type": "message", "ts": box.state.next_ts(box.clock.now())} | inner)


def remove(box: "Box", message: Message) -> Json:
    """Take a message away; what it was is the answer. Where replies hang on it, Slack leaves a tombstone."""
    channel = box.state.channel(message.channel)
    before = payloads.message_body(box, message)
    if channel.replies(message):
        message.tombstone, message.user, message.bot, message.by_app = True, people.SLACKBOT, None, False
        message.text, message.blocks, message.files, message.metadata = TOMBSTONE, None, [], None
        message.edited = None
        message.reactions.clear()
    else:
        channel.messages.remove(message)
    box.state.touch(channel.members)
    return before


async def announce_removal(box: "Box", message: Message, before: Json) -> Ack | None:
    """The event of a deletion; a tombstone comes as a change."""
    if message.tombstone:
        return await announce_change(box, message, before)
    inner = {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": before, "hidden": True}
    return await _event(box, message, {"type": "message", "ts": box.state.next_ts(box.clock.now())} | inner)


async def _event(box: "Box", message: Message, body: Json) -> Ack | None:
    channel = box.state.channel(message.channel)
    inner = body | {"channel": channel.id, "channel_type": _TYPE_OF[channel.kind], "event_ts": body["ts"]}
    return await box.emit(_EVENT_OF[channel.kind], inner, user=message.user, channel=channel)
