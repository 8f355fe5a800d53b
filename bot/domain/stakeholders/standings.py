"""How somebody stands to their rhythm on a day, and who of many is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from bot.domain import away as away_rules
from bot.domain.away import Away
from bot.domain.stakeholders.people import Relationship, Rhythm, Stakeholder, rhythm_of

NEVER_TALKED_GRACE = 7  # days after which somebody added and never talked to is overdue
SNOOZE_WEEKS = (1, 2, 4)


class Contact(NamedTuple):
    """As much of somebody as lateness needs, where hundreds of people are looked at for the few who are late: a tenth
    of the time that a whole Stakeholder takes.
    """

    id: int
    relationship: Relationship
    added_on: date
    version: int
    user_id: str = ""
    ideal_days: int | None = None
    worst_days: int | None = None
    snoozed_until: date | None = None
    last_conversation_on: date | None = None
    last_nudged_at: datetime | None = None
    archived_at: datetime | None = None

    @property
    def rhythm(self) -> Rhythm:
        return rhythm_of(self.relationship, self.ideal_days, self.worst_days)

    def called(self, name: str) -> Stakeholder:
        """The same person with the name that is kept of them, as Stakeholder's `called` says."""
        in_slack = bool(self.user_id)
        return Stakeholder(
            self.id,
            self.relationship,
            self.added_on,
            self.version,
            self.user_id,
            "" if in_slack else name,
            ideal_days=self.ideal_days,
            worst_days=self.worst_days,
            snoozed_until=self.snoozed_until,
            last_conversation_on=self.last_conversation_on,
            last_nudged_at=self.last_nudged_at,
            archived_at=self.archived_at,
            known_as=name if in_slack else "",
        )


class Followed(Protocol):
    """Whoever is talked to in a rhythm: a Stakeholder, or as much of one as that needs."""

    @property
    def id(self) -> int: ...
    @property
    def rhythm(self) -> Rhythm: ...
    @property
    def added_on(self) -> date: ...
    @property
    def snoozed_until(self) -> date | None: ...
    @property
    def last_conversation_on(self) -> date | None: ...
    @property
    def last_nudged_at(self) -> datetime | None: ...
    @property
    def archived_at(self) -> datetime | None: ...
    def called(self, name: str) -> Stakeholder: ...


Somebody = TypeVar("Somebody", bound=Followed)


class State(StrEnum):
    FINE = "fine"
    DUE = "due"
    OVERDUE = "overdue"
    SNOOZED = "snoozed"


class Standing(NamedTuple):
    """How somebody stands to their rhythm on a day.

    `days_since` counts from the last conversation, or from the day they were added if there was none, without the
    member's away days. `days_late` is past the worst case when overdue, past the ideal when due, else 0; `lateness` is
    that in rhythms of theirs.
    """

    state: State
    days_since: int
    days_late: int
    lateness: float
    never_talked: bool


@dataclass(frozen=True, slots=True)
class Late:
    stakeholder: Stakeholder
    standing: Standing


def standing(person: Followed, today: date, away: Iterable[Away] = ()) -> Standing:
    never_talked = person.last_conversation_on is None
    since = away_rules.days_counted(person.last_conversation_on or person.added_on, today, away)
    rhythm = person.rhythm
    worst = NEVER_TALKED_GRACE if never_talked else rhythm.worst
    ideal = -1 if never_talked else rhythm.ideal  # never talked to is due at once
    if since > worst:
        state, late, lateness = State.OVERDUE, since - worst, (since - worst) / rhythm.worst
    elif since > ideal:
        state, late = State.DUE, since - max(ideal, 0)
        lateness = late / rhythm.ideal
    else:
        state, late, lateness = State.FINE, 0, 0.0
    if person.snoozed_until is not None and person.snoozed_until > today:
        state = State.SNOOZED
    return Standing(state, since, late, lateness, never_talked)


def late_ones(
    people: Iterable[Somebody], today: date, *states: State, away: Iterable[Away] = ()
) -> list[tuple[Somebody, Standing]]:
    """Those in one of `states`, the overdue first, within a state the latest relative to their rhythm first."""
    periods = away_rules.joined(away)
    found = [
        (person, stands)
        for person in people
        if person.archived_at is None and (stands := standing(person, today, periods)).state in states
    ]
    found.sort(key=lambda each: (each[1].state is not State.OVERDUE, -each[1].lateness, each[0].id))
    return found


def late_people(
    stakeholders: Iterable[Stakeholder], today: date, *states: State, away: Iterable[Away] = ()
) -> tuple[Late, ...]:
    """As `late_ones`, of people who are known whole."""
    return tuple(Late(*each) for each in late_ones(stakeholders, today, *states, away=away))
