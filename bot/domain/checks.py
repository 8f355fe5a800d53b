"""The weekly check of captured messages: when each is looked at, and what a look means; it looks at nothing itself."""

import zlib
from datetime import datetime, timedelta

from bot.domain.evidence import Evidence, EvidenceKind, Reading, Standing

EVERY = timedelta(days=7)
SPREAD = timedelta(hours=12)  # around it, so that what was captured together is not looked at together
FIRST_LOOK = timedelta(hours=1)  # at what the payload carried: only what Vouch has seen itself can be seen to go
LEASE = timedelta(hours=1)  # after which what a crash left is looked at again
SOON = timedelta(minutes=15)  # after Slack gave no answer
BATCH = 10  # messages a workspace and tick
INTERVAL = timedelta(seconds=2)  # 30 a minute, and at first 20 at once: reactions.get allows 50
BURST = 20 * INTERVAL
METHOD = "reactions.get"  # what Slack's rate limits hold
PACE = "reactions.get checks"  # what is looked at in a workspace, so that new captures need not wait for it
_GAP, _LONGEST_GAP = timedelta(days=14), timedelta(days=90)
_GONE = frozenset({"message_not_found", "thread_not_found"})
# These say something about Vouch's installation and nothing about the message.
_OF_THE_TOKEN = frozenset(
    {"account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed", "missing_scope"}
)
_SEEN = frozenset({Standing.THERE, Standing.EDITED})


def first_look(piece: Evidence, now: datetime) -> datetime | None:
    """When a piece just captured is looked at for the first time; None for what cannot be."""
    if piece.kind is not EvidenceKind.MESSAGE or piece.reading is not Reading.READ:
        return None
    return now + FIRST_LOOK


def next_look(channel: str, ts: str, now: datetime) -> datetime:
    """About a week on, by a spread that a message keeps."""
    return now + EVERY - SPREAD + _share(channel, ts) * 2 * SPREAD


def planned(channel: str, ts: str, now: datetime) -> datetime:
    """When a message of before there was a check is looked at: all of them within a week."""
    return now + _share(channel, ts) * EVERY


def _share(channel: str, ts: str) -> float:
    return zlib.crc32(f"{channel}:{ts}".encode()) / 2**32


def compare(snapshot: str, text: str) -> Standing:
    """What it means that the message is there and says `text`; how it is broken into lines does not count."""
    return Standing.THERE if snapshot.split() == text.split() else Standing.EDITED


def standing_after(code: str, before: Standing, *, read_itself: bool) -> Standing | None:
    """What Slack's refusal says about the message; None: nothing at all.

    Where Vouch is not in a conversation, Slack may say of any message there that it does not exist. So only one that
    Vouch has seen itself, and could still see at the last look, counts as deleted.
    """
    if code in _OF_THE_TOKEN:
        return None
    seen = before in _SEEN or (before is Standing.UNCHECKED and read_itself)
    return Standing.DELETED if code in _GONE and seen else Standing.UNREACHABLE


def look_again(before: Standing, checked_at: datetime | None, now: datetime) -> datetime:
    """When to try again where Vouch cannot look: each time after twice as long."""
    if before is not Standing.UNREACHABLE or checked_at is None:
        return now + _GAP
    return now + min(max(2 * (now - checked_at), _GAP), _LONGEST_GAP)
