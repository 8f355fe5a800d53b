"""Evidence: what proves a win."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
