"""Writing, editing, deleting and reacting in a conversation, and the events that follow from it."""

import re
from typing import TYPE_CHECKING, Any

from sandbox import blocks, composer, posting
from sandbox.acting import seen
from sandbox.state import Channel, Message
from sandbox.wire import Ack, ControlError, Json

if TYPE_CHECKING:
    from sandbox.box import Box

_EMOJI = re.compile(r"[^\s:]+(::skin-tone-[2-6])?")


async def write(
    box: "Box", user: str, channel_id: str, typed: str, thread_ts: str | None = None, content: Any = None
) -> Json:
    channel = seen.channel(box, user, channel_id)
    if channel.kind == "im" and (box.manifest.read_only or not box.manifest.messages_tab):
        raise ControlError("Sending messages to this app has been turned off.")
    if thread_ts is not None:
        parent = seen.found_message(box, user, channel_id, thread_ts)
        thread_ts = parent.thread_ts or parent.ts
    text = composer.encode(box.state, user, typed)
    ts = box.state.next_ts(box.clock.now())
    message = Message(ts, channel.id, user, text, thread_ts=thread_ts)
    if content:
        message.blocks = blocks.message(content)
    posting.add(box, channel, message)
    ack = await posting.announce(box, message)
    return {"ok": True, "ts": ts} | _acked(ack)


async def post_as_bot(
    box: "Box", bot_id: str, channel_id: str, text: str, content: Any = None, *, thread_ts: str | None, webhook: bool
) -> Json:
    """Another app's message: that of a webhook has no user, and one of blocks alone has no text."""
    bot, channel = box.state.bot(bot_id), box.state.channel(channel_id)
    if channel.kind in {"im", "dm"}:
        raise ControlError("Other bots are in no direct messages.")
    kept = blocks.message(content) if content else None
    if not text and not kept:
        raise ControlError("A message needs text or blocks.")
    ts = box.state.next_ts(box.clock.now())
    message = Message(ts, channel.id, "" if webhook else bot.id, text, blocks=kept, thread_ts=thread_ts, bot=bot_id)
    posting.add(box, channel, message)
    return {"ok": True, "ts": ts} | _acked(await posting.announce(box, message))


def open_dm(box: "Box", user: str, other: str) -> Json:
    """A conversation between two people, or of one with themselves; the app is not in it."""
    if box.state.person(other) not in box.state.acquaintances(user) or box.state.person(other).bot:
        raise ControlError(f"{box.state.person(user).real_name} cannot write to {other}.")
    members = sorted({user, other})
    key = "D1" + "".join(member[2:] for member in members)
    if key not in box.state.channels:
        box.state.channels[key] = Channel(key, "", "dm", box.home_team(user), bot_in=False, members=members)
        box.state.touch(members)
    return {"ok": True, "channel": key}


async def edit(box: "Box", user: str, channel_id: str, ts: str, typed: str) -> Json:
    message = _own(box, user, channel_id, ts)
    text = composer.encode(box.state, user, typed)
    before = posting.change(box, message, text, message.blocks)
    return {"ok": True} | _acked(await posting.announce_change(box, message, before))


async def delete(box: "Box", user: str, channel_id: str, ts: str) -> Json:
    message = _own(box, user, channel_id, ts)
    before = posting.remove(box, message)
    return {"ok": True} | _acked(await posting.announce_removal(box, message, before))


async def react(box: "Box", user: str, channel_id: str, ts: str, name: str) -> Json:
    message = _reactable(box, user, channel_id, ts)
    name = _emoji(name)
    users = message.reactions.setdefault(name, [])
    if user in users:
        return {"ok": False, "error": "already_reacted"}
    users.append(user)
    return {"ok": True} | _acked(await _announce(box, "reaction_added", user, message, name))


async def unreact(box: "Box", user: str, channel_id: str, ts: str, name: str) -> Json:
    message = _reactable(box, user, channel_id, ts)
    name = _emoji(name)
    users = message.reactions.get(name, [])
    if user not in users:
        return {"ok": False, "error": "no_reaction"}
    users.remove(user)
    if not users:
        del message.reactions[name]
    return {"ok": True} | _acked(await _announce(box, "reaction_removed", user, message, name))


async def _announce(box: "Box", kind: str, user: str, message: Message, name: str) -> Ack | None:
    channel = box.state.channel(message.channel)
    box.state.touch(channel.members)
    inner = {
        "type": kind,
        "user": user,
        "reaction": name,
        **({"item_user": message.user} if message.user else {}),
        "item": {"type": "message", "channel": channel.id, "ts": message.ts},
        "event_ts": box.state.next_ts(box.clock.now()),
    }
    return await box.emit(kind, inner, user=user, channel=channel)


def _emoji(written: str) -> str:
    name = written.removeprefix(":").removesuffix(":")
    if not _EMOJI.fullmatch(name):
        raise ControlError(f"{written!r} is no emoji's name.")
    return name


def _reactable(box: "Box", user: str, channel_id: str, ts: str) -> Message:
    message = seen.found_message(box, user, channel_id, ts)
    if message.ephemeral_for is not None:
        raise ControlError("Nobody can react to a message that only one person sees.")
    return message


def _own(box: "Box", user: str, channel_id: str, ts: str) -> Message:
    message = seen.found_message(box, user, channel_id, ts)
    if message.user != user:
        raise ControlError("Only the author can change a message.")
    return message


def _acked(ack: Ack | None) -> Json:
    """How the first delivery of the event went; nothing when the app does not hear of it."""
    return {} if ack is None else {"ack_ms": ack.ms, "acked": ack.ok}
