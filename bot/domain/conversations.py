"""Conversations: interactions with stakeholders; and the grammar of a `/met` line."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in a line: by Slack user id, or by a typed name."""

    user_id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What `next:` makes: a follow-up of mine, with the day it is due if one was named."""

    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewConversation:
    people: tuple[Person, ...]
    happened_on: date
    kind: str = ""  # "1:1", "coffee", "call"… one of KINDS, or empty
    topic: str = ""
    notes: str = ""
    follow_up: Promise | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    id: int
    happened_on: date
    kind: str
    topic: str
    notes: str
    source: str
    version: int
    recorded_at: datetime
    people: tuple[int, ...] = ()  # stakeholder ids
    confidence: int | None = None
    deleted_at: datetime | None = None
