"""Evidence: what proves a win; how a captured message is named, and how long its text is asked for."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
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
MAX_LABEL = 200
_URL = re.compile(r"https?://[^\W_][^\s<>|]*", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"(?:javascript|data|vbscript|file|mailto|tel|ftp):", re.IGNORECASE)
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


class Standing(StrEnum):
    """What the last look at a captured message found."""

    UNCHECKED = ""
    THERE = "there"
    EDITED = "edited"
    DELETED = "deleted"
    UNREACHABLE = "unreachable"  # Vouch is not let look: that says nothing about the message


@dataclass(frozen=True, slots=True)
class Evidence:
    """`label` is a link's text as typed or a file's name; `snapshot` what a message or a quote says, as it was saved;
    `speaker` a quote's, as `<@U…>` for a person chosen in Slack, else the name that was typed.
    """

    kind: EvidenceKind
    id: int = 0
    url: str = ""
    label: str = ""
    author_id: str = ""
    channel_id: str = ""
    ts: str = ""
    thread_ts: str = ""
    said_at: datetime | None = None
    snapshot: str = ""
    speaker: str = ""
    reading: Reading = Reading.NONE
    why: str = ""  # Slack's error code when unreachable
    later_snapshot: str = ""  # what an edited message says now
    standing: Standing = Standing.UNCHECKED
    checked_at: datetime | None = None

    @property
    def line(self) -> str:
        """As it is typed into the win modal: the link's text, if it has one, and the address."""
        return f"{self.label} {self.url}" if self.label else self.url

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


def of_links(links: Sequence[str], workspace_url: str = "", known: Iterable[Evidence] = ()) -> tuple[Evidence, ...]:
    """Addresses, each with its text before it where it has one, as evidence. A permalink names its message, whose text
    is not fetched: the member may have been sent the address of a conversation that they cannot read, and Vouch must
    not read it for them. Of a message that is among `known`, or that two addresses name, there is one piece only.
    """
    found = []
    messages = {(piece.channel_id, piece.ts) for piece in known}
    for link in links:
        label, _, url = link.rpartition(" ")
        if place := lines.parse_permalink(url, workspace_url):
            channel, ts, thread_ts = place
            if (channel, ts) in messages:
                continue
            messages.add((channel, ts))
            kind, said = EvidenceKind.MESSAGE, said_at(ts)
            found.append(
                Evidence(kind, url=url, label=label, channel_id=channel, ts=ts, thread_ts=thread_ts, said_at=said)
            )
        else:
            found.append(Evidence(EvidenceKind.LINK, url=url, label=label))
    return tuple(found)


def labelled(label: str, url: str) -> str:
    """A link with its text as `of_links` reads it. Text that pretends to be an address of its own is left out."""
    label = " ".join(label.split())[:MAX_LABEL].rstrip()
    return f"{label} {url}" if label and "://" not in label else url


def each_once(links: Iterable[str]) -> tuple[str, ...]:
    """One link for each address, with the first text that it was given."""
    found: dict[str, str] = {}
    for link in links:
        url = link.rpartition(" ")[2]
        if found.get(url, url) == url:
            found[url] = link
    return tuple(found.values())


def read_links(typed: str) -> tuple[list[str], str]:
    """The links in what was typed, a line each: the words before an address are its text, those behind the last one
    too. Second, the first part that is no link; "" if all is well.
    """
    found: list[str] = []
    for line in typed.splitlines():
        label: list[str] = []
        urls: list[tuple[list[str], str]] = []
        for word in line.split():
            if _URL.fullmatch(word):
                urls.append((label, word))
                label = []
            elif "://" in word or _OTHER_SCHEME.match(word):
                return found, word
            else:
                label.append(word)
        if label and not urls:
            return found, " ".join(label)
        if label:
            urls[-1][0].extend(label)
        found.extend(labelled(" ".join(words), url) for words, url in urls)
    return list(each_once(found)), ""
