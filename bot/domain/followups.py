"""Follow-ups: promises and asks, with the day they are due."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class FollowUpKind(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    OPPORTUNITY = "opportunity"
    FEEDBACK = "feedback"
    INTRODUCTION = "introduction"


@dataclass(frozen=True, slots=True)
class FollowUp:
    id: int
    kind: FollowUpKind
    text: str
    due_on: date | None = None
    conversation_id: int | None = None
    stakeholder_id: int | None = None
    done_at: datetime | None = None
