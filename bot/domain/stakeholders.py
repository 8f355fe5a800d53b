"""Stakeholders: people with a say in the member's career, and the rhythm of talking to them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Relationship(StrEnum):
    MANAGER = "manager"
    SKIP_LEVEL = "skip-level"
    SPONSOR = "sponsor"
    MENTOR = "mentor"
    PEER = "peer"
    CROSS_FUNCTIONAL = "cross-functional"
    REPORT = "report"
    EXTERNAL = "external"


class Stance(StrEnum):
    ADVOCATE = "advocate"
    SUPPORTER = "supporter"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"
    SCEPTIC = "sceptic"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Days between conversations: past `ideal` somebody is due, past `worst` overdue."""

    ideal: int
    worst: int


RHYTHMS: dict[Relationship, Rhythm] = {
    Relationship.MANAGER: Rhythm(7, 14),
    Relationship.SKIP_LEVEL: Rhythm(30, 60),
    Relationship.SPONSOR: Rhythm(30, 45),
    Relationship.MENTOR: Rhythm(30, 60),
    Relationship.PEER: Rhythm(30, 90),
    Relationship.CROSS_FUNCTIONAL: Rhythm(30, 60),
    Relationship.REPORT: Rhythm(7, 14),
    Relationship.EXTERNAL: Rhythm(60, 120),
}


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """`user_id` is empty for a person outside Slack, `name` for one in it; `rhythm` is theirs or the relationship's."""

    id: int
    relationship: Relationship
    added_on: date
    version: int
    user_id: str = ""
    name: str = ""
    function: str = ""
    influence: int = 2
    decider: bool = False
    stance: Stance = Stance.UNKNOWN
    confidence: int | None = None
    interests: str = ""
    notes: str = ""
    ideal_days: int | None = None
    worst_days: int | None = None
    snoozed_until: date | None = None
    last_conversation_on: date | None = None
    last_nudged_at: datetime | None = None
    archived_at: datetime | None = None

    @property
    def rhythm(self) -> Rhythm:
        default = RHYTHMS[self.relationship]
        return Rhythm(self.ideal_days or default.ideal, self.worst_days or default.worst)
