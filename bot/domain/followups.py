"""Follow-ups: promises and asks, how they end, which are due, and when another ask would be one too many."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

CLOSED_FOR = timedelta(days=30)  # as long as it is listed after it has ended
UNANSWERED_AT_MOST = 2  # asks to one person, before another may be proposed
SOON = timedelta(days=7)
FRESH = timedelta(weeks=4)  # so far from its day a promise is not what is waited for now


class FollowUpKind(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    OPPORTUNITY = "opportunity"
    FEEDBACK = "feedback"
    INTRODUCTION = "introduction"


class Outcome(StrEnum):
    KEPT = "kept"
    DROPPED = "dropped"
    GIVEN = "given"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"


ASKS = (FollowUpKind.OPPORTUNITY, FollowUpKind.FEEDBACK, FollowUpKind.INTRODUCTION)
_OF_PROMISES = (Outcome.KEPT, Outcome.DROPPED)
_OF_ASKS = (Outcome.GIVEN, Outcome.DECLINED, Outcome.NO_ANSWER)


class Group(StrEnum):
    """Where one stands in the list of all."""

    OVERDUE = "overdue"
    SOON = "soon"  # in the next seven days
    LATER = "later"
    THEIRS = "theirs"
    ASKS = "asks"
    CLOSED = "closed"


_PLACES = {each: place for place, each in enumerate(Group)}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`people` are the stakeholders whom it concerns: one, or all who took part where it was made; `outcome` is None
    while it is open.
    """

    id: int
    kind: FollowUpKind
    text: str
    due_on: date | None = None
    conversation_id: int | None = None
    stakeholder_id: int | None = None
    done_at: datetime | None = None
    outcome: Outcome | None = None
    version: int = 1
    created_at: datetime | None = None
    people: tuple[int, ...] = ()

    @property
    def open(self) -> bool:
        return self.done_at is None

    @property
    def is_ask(self) -> bool:
        return self.kind in ASKS


def outcomes(kind: FollowUpKind) -> tuple[Outcome, ...]:
    """How one of that kind can end, the good end first."""
    return _OF_ASKS if kind in ASKS else _OF_PROMISES


def changes(known: FollowUp, kind: FollowUpKind, text: str, due_on: date | None) -> dict[str, Any]:
    """By name what an edit changes. An end that the new kind does not know is taken back."""
    wanted: dict[str, Any] = {"kind": kind.value, "text": text, "due_on": due_on}
    changed = {name: value for name, value in wanted.items() if getattr(known, name) != value}
    if known.outcome is not None and known.outcome not in outcomes(kind):
        changed |= {"outcome": "", "done_at": None}
    return changed


def may_ask(follow_ups: Iterable[FollowUp], person_id: int) -> bool:
    """Whether it may be proposed to ask somebody for something: never while two asks to them are unanswered, nor while
    the member owes them a promise.
    """
    return person_id not in not_to_ask(follow_ups)


def not_to_ask(follow_ups: Iterable[FollowUp]) -> frozenset[int]:
    """Everybody whom `may_ask` denies, for many people at once."""
    follow_ups = tuple(follow_ups)
    owed = {who for one in follow_ups if one.open and one.kind is FollowUpKind.MINE for who in one.people}
    asked = open_asks(follow_ups)
    return frozenset(owed | {who for who, count in asked.items() if count >= UNANSWERED_AT_MOST})


def is_fresh(day: date, today: date) -> bool:
    """Whether a promise of that day, or made on it, is waited for now: neither far off nor long forgotten."""
    return abs(today - day) <= FRESH


def is_forgotten(day: date, today: date) -> bool:
    return today - day > FRESH


def open_asks(follow_ups: Iterable[FollowUp]) -> dict[int, int]:
    """How many asks to each person are unanswered."""
    counted: dict[int, int] = {}
    for one in follow_ups:
        if one.open and one.is_ask:
            for who in one.people:
                counted[who] = counted.get(who, 0) + 1
    return counted


def due(follow_ups: Iterable[FollowUp], until: date) -> tuple[FollowUp, ...]:
    """The open ones whose day is not after `until`, by their day."""
    found = [one for one in follow_ups if one.open and one.due_on is not None and one.due_on <= until]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.id)))


def group(one: FollowUp, today: date) -> Group:
    if not one.open:
        return Group.CLOSED
    if one.is_ask:
        return Group.ASKS
    if one.kind is FollowUpKind.THEIRS:
        return Group.THEIRS
    if one.due_on is None or one.due_on > today + SOON:
        return Group.LATER
    return Group.OVERDUE if one.due_on < today else Group.SOON


def arrange(follow_ups: Iterable[FollowUp], today: date) -> tuple[FollowUp, ...]:
    """Group after group; by their day, what has none last; of the closed the latest first."""

    def place(one: FollowUp) -> tuple[int, date, int]:
        where = group(one, today)
        if where is Group.CLOSED and one.done_at is not None:
            return _PLACES[where], date.min, -int(one.done_at.timestamp())
        return _PLACES[where], one.due_on or date.max, one.id

    return tuple(sorted(follow_ups, key=place))


def choose(follow_ups: Collection[FollowUp], today: date, most: int) -> tuple[FollowUp, ...]:
    """The `most` whose day is nearest, by their day: what has waited for months never hides what is due now."""
    nearest = sorted(follow_ups, key=lambda one: (abs(((one.due_on or today) - today).days), one.id))[:most]
    return tuple(sorted(nearest, key=lambda one: (one.due_on or today, one.id)))
