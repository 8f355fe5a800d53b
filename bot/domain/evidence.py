"""Evidence: what proves a win; how a captured message is named, and how long its text is asked for."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.domain import lines

# Waits between attempts to read a message; after the last one it counts as unreachable.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))
# What Slack answers when asking again cannot help.
HOPELESS = frozenset(
    {
        "message_not_found",
        "no_item_specified",
        "bad_timestamp",
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "missing_scope",
        "access_denied",
        "no_permission",
        "thread_not_found",
        "team_access_not_granted",
        "account_inactive",
        "token_revoked",
        "invalid_auth",
        "not_authed",
    }
)
MAX_SNAPSHOT = 12_000
MAX_TITLE = 150
_CHANNEL = re.compile("[CDG][A-Z0-9]{1,30}")
_JOINER = "\u200d"
_BELONGS_TO_LAST = {"Mn", "Mc", "Me", "Cf", "Sk"}  # accents, joiners and variations, skin tones


class EvidenceKind(StrEnum):
    MESSAGE = "message"
    LINK = "link"
    QUOTE = "quote"
    FILE = "file"


class Reading(StrEnum):
    """Whether a message's text has been fetched from Slack."""

    NONE = "none"  # nothing to fetch
    PENDING = "pending"
    READ = "read"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Evidence:
    kind: EvidenceKind
    id: int = 0
    url: str = ""
    author_id: str = ""
    channel_id: str = ""
    ts: str = ""
    thread_ts: str = ""
    said_at: datetime | None = None
    snapshot: str = ""
    speaker: str = ""
    reading: Reading = Reading.NONE
    why: str = ""  # Slack's error code when unreachable

    @property
    def given(self) -> bool:
        """Typed as an address, not captured: such evidence is edited with the win."""
        return (
            bool(self.url) and self.kind in {EvidenceKind.LINK, EvidenceKind.MESSAGE} and self.reading is Reading.NONE
        )


@dataclass(frozen=True, slots=True)
class Captured:
    """A message as a payload names it; `snapshot` is what of its text the payload carried."""

    channel: str
    ts: str
    thread_ts: str = ""
    author: str = ""
    snapshot: str = ""
    whole: bool = True  # False: the snapshot had to be cut, and the rest is still to be read

    @property
    def exists(self) -> bool:
        """Whether it can be a message at all; payloads are not trusted to have the right form."""
        return bool(_CHANNEL.fullmatch(self.channel)) and said_at(self.ts) is not None and len(self.ts) <= 32


def permalink(workspace_url: str, channel: str, ts: str, thread_ts: str = "") -> str:
    """A message's address, built where Slack gave none; empty if the workspace's own address is not known."""
    if not workspace_url or not channel or not ts:
        return ""
    return in_thread(f"{workspace_url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}", channel, ts, thread_ts)


def in_thread(url: str, channel: str, ts: str, thread_ts: str) -> str:
    """The address of a reply leads into its thread; elsewhere Slack would not show the message."""
    if not url or not thread_ts or thread_ts == ts or "thread_ts=" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}thread_ts={thread_ts}&cid={channel}"


def said_at(ts: str) -> datetime | None:
    """When a message was posted: Slack's ts is its epoch. None for what is no ts."""
    seconds, _, rest = ts.partition(".")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 11 and rest.isascii() and rest.isdigit()):
        return None
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int(rest[:6].ljust(6, "0")))


def title_of(snapshot: str) -> str:
    """A draft's title: the first line that says something, cut between words."""
    for line in snapshot.splitlines():
        title = " ".join(line.split())
        if not lines.says_something(title):
            continue
        return title if len(title) <= MAX_TITLE else _cut(title) + "…"
    return ""


def _cut(title: str) -> str:
    """Between words; in text without blanks between characters, but never before one that belongs to the last."""
    if words := title[:MAX_TITLE].rpartition(" ")[0]:
        return words
    end = MAX_TITLE - 1
    while end > 1 and (title[end - 1] == _JOINER or unicodedata.category(title[end]) in _BELONGS_TO_LAST):
        end -= 1
    return title[:end]


def of_links(links: Sequence[str]) -> tuple[Evidence, ...]:
    """Addresses as evidence. A permalink names its message, whose text is not fetched: the member may have been sent
    the address of a conversation that they cannot read, and Vouch must not read it for them.
    """
    found = []
    for url in links:
        if place := lines.parse_permalink(url):
            channel, ts, thread_ts = place
            found.append(
                Evidence(
                    EvidenceKind.MESSAGE, url=url, channel_id=channel, ts=ts, thread_ts=thread_ts, said_at=said_at(ts)
                )
            )
        else:
            found.append(Evidence(EvidenceKind.LINK, url=url))
    return tuple(found)
