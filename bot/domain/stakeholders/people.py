"""Stakeholders as they are kept: who they are, what is usual for their relationship, and their rhythm."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache


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


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds for a relationship where nothing else was said; `levels_up` is None where it tells nothing of that."""

    rhythm: Rhythm
    influence: int
    decider: bool = False
    levels_up: int | None = None


USUAL: dict[Relationship, Usual] = {
    Relationship.MANAGER: Usual(Rhythm(7, 14), 3, decider=True, levels_up=1),
    Relationship.SKIP_LEVEL: Usual(Rhythm(30, 60), 3, decider=True, levels_up=2),
    Relationship.SPONSOR: Usual(Rhythm(30, 45), 3),
    Relationship.MENTOR: Usual(Rhythm(30, 60), 2),
    Relationship.PEER: Usual(Rhythm(30, 90), 1, levels_up=0),
    Relationship.CROSS_FUNCTIONAL: Usual(Rhythm(30, 60), 2),
    Relationship.REPORT: Usual(Rhythm(7, 14), 1, levels_up=-1),
    Relationship.EXTERNAL: Usual(Rhythm(60, 120), 1),
}
RHYTHMS: dict[Relationship, Rhythm] = {relationship: usual.rhythm for relationship, usual in USUAL.items()}
LEVELS = range(-1, 4)  # above the member: below, the same, one, two, three or more


@lru_cache(1024)
def rhythm_of(relationship: Relationship, ideal_days: int | None, worst_days: int | None) -> Rhythm:
    """In order, whatever was set: a longer ideal takes the worst case along in the relationship's proportion."""
    usual = RHYTHMS[relationship]
    worst = worst_days or usual.worst
    ideal = ideal_days or min(usual.ideal, worst)
    if worst_days is None:
        worst = max(worst, -(-ideal * usual.worst // usual.ideal))
    return Rhythm(ideal, max(ideal, worst))


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """`user_id` is empty for a person outside Slack, `name` for one in it, whose name in Slack is `known_as` once it
    has been told; `rhythm` is theirs or the relationship's, and so is `level`.
    """

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
    sample: bool = False  # made up, to try Vouch with
    known_as: str = ""
    levels_up: int | None = None
    merged_into: int | None = None  # the stakeholder that is the same person and was kept

    @property
    def rhythm(self) -> Rhythm:
        return rhythm_of(self.relationship, self.ideal_days, self.worst_days)

    @property
    def level(self) -> int | None:
        """Above the member, negative below; None where it is not known."""
        return USUAL[self.relationship].levels_up if self.levels_up is None else self.levels_up

    @property
    def only_named(self) -> bool:
        """Nothing is known of them but who they are and their relationship."""
        usual = USUAL[self.relationship]
        return self == Stakeholder(
            self.id,
            self.relationship,
            self.added_on,
            self.version,
            user_id=self.user_id,
            name=self.name,
            influence=usual.influence,
            decider=usual.decider,
            sample=self.sample,
            known_as=self.known_as,
        )

    def called(self, name: str) -> "Stakeholder":
        """With the name that is kept of them: as it was typed, or of somebody in Slack as Slack told it."""
        return replace(self, known_as=name) if self.user_id else replace(self, name=name)

    def related_as(self, relationship: Relationship) -> "Stakeholder":
        """With another relationship, and what is usual for it where nothing but the usual was known."""
        before, after = USUAL[self.relationship], USUAL[relationship]
        return replace(
            self,
            relationship=relationship,
            influence=after.influence if self.influence == before.influence else self.influence,
            decider=after.decider if self.decider == before.decider else self.decider,
        )
