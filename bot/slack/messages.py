"""The message that a shortcut was chosen on: works wherever the person can read, also where the bot is not."""

from collections.abc import Mapping
from typing import Any

from bot.domain import evidence, messages
from bot.domain.evidence import Captured


def captured(body: Mapping[str, Any]) -> Captured:
    """Of a payload that lacks something, the message does not exist."""
    channel, message = _part(body, "channel"), _part(body, "message")
    text = messages.text_of(message)
    return Captured(
        channel=str(channel.get("id") or ""),
        ts=str(message.get("ts") or ""),
        thread_ts=str(message.get("thread_ts") or ""),
        author=str(message.get("user") or ""),
        snapshot=text[: evidence.MAX_SNAPSHOT],
        whole=len(text) <= evidence.MAX_SNAPSHOT,
    )


def is_of_bot(body: Mapping[str, Any]) -> bool:
    """Whether a program wrote it; some of those messages name a user too."""
    message = _part(body, "message")
    return bool(message.get("bot_id")) or message.get("subtype") == "bot_message"


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = body.get(name)
    return part if isinstance(part, Mapping) else {}
