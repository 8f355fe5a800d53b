"""Doubts: what is done about a message of which nobody knows whether Slack posted it; values only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.deliveries import Delivery, Window
from bot.domain.members import Member

MAX_LOOKUPS = 16  # about six hours
_WAITS = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))
# Asking again would not help: a scope is missing, or that conversation is none of ours any more.
_NEVER_READABLE = frozenset(
    {
        "missing_scope",
        "no_permission",
        "access_denied",
        "not_allowed_token_type",
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "method_not_supported_for_channel_type",
        "user_not_found",
        "user_disabled",
        "cannot_dm_bot",
        "unclear",  # our own word for a history that does not tell
    }
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """`window` is what the message covers if it was posted; `lookups` counts this one too."""

    delivery: Delivery
    member: Member
    window: Window
    lookups: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A message in the history: when, the delivery id that it carries, and whether it is ours and carries no metadata.

    All that we post carries some (bot/messenger), so that a message without any tells that Slack keeps them back.
    """

    ts: str
    key: str
    bare: bool


class Verdict(StrEnum):
    POSTED = "posted"
    NOT_POSTED = "not_posted"
    UNCLEAR = "unclear"


def judge(history: Iterable[Seen], key: str, *, complete: bool) -> tuple[Verdict, str]:
    """Whether the message with that delivery id is there, and its ts.

    Not posted is only said where nothing can be hidden: the whole time was read, and each message of ours in it shows
    metadata. One that shows none may be the one that is looked for.
    """
    seen = tuple(history)
    for message in seen:
        if message.key == key:
            return Verdict.POSTED, message.ts
    hidden = not complete or any(message.bare for message in seen)
    return (Verdict.UNCLEAR if hidden else Verdict.NOT_POSTED), ""


def wait_after(lookups: int) -> timedelta:
    """How long to wait after that many attempts to read the history."""
    return _WAITS[min(lookups, len(_WAITS)) - 1]


def is_hopeless(code: str, lookups: int) -> bool:
    """Whether the history will not be asked again after this answer."""
    return code in _NEVER_READABLE or lookups >= MAX_LOOKUPS
