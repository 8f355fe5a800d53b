"""Conversations as values: interactions with stakeholders, and what a line or a form says of a new one."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.followups import FollowUpKind

KINDS = (
    "1:1",
    "coffee",
    "lunch",
    "dinner",
    "call",
    "chat",
    "email",
    "meeting",
    "review",
    "demo",
    "workshop",
    "interview",
    "presentation",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in a line: by Slack user id, or by a typed name."""

    user_id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What `next:`, `they:` or `ask:` makes: a follow-up, with the day it is due if one was named."""

    text: str
    due_on: date | None = None
    kind: FollowUpKind = FollowUpKind.MINE


@dataclass(frozen=True, slots=True)
class NewConversation:
    """`follow_up` is the first one made in it, which its form holds; `more` are the others."""

    people: tuple[Person, ...]
    happened_on: date
    kind: str = ""  # "1:1", "coffee", "call"… one of KINDS, or empty
    topic: str = ""
    notes: str = ""
    follow_up: Promise | None = None
    more: tuple[Promise, ...] = ()

    @property
    def follow_ups(self) -> tuple[Promise, ...]:
        return (*([self.follow_up] if self.follow_up else []), *self.more)


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
    sample: bool = False  # made up, to try Vouch with


MAX_NAME = 100
