"""Suggestions: of whom the record tells, but not what they are to the member; a few, each only until it is answered.

A suggestion's `subject` travels in its buttons: `s5` a stakeholder, `uU0RUI` a Slack user, `=5-7` two of them who are
probably one person.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.stakeholders import Stakeholder, fold_name

MET = 4  # conversations with somebody whose relationship was never chosen
THERE = 3  # wins at which somebody was who is not one of the member's people
PRAISED = 2  # wins that they praised
AT_ONCE = 2  # more would be homework

_SUBJECT = re.compile(r"s(?P<person>\d{1,18})|u(?P<user>[UW][A-Z0-9]{1,30})|=(?P<kept>\d{1,14})-(?P<gone>\d{1,14})")


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody added by a conversation, talked to `times` in all."""

    person: Stakeholder
    times: int

    @property
    def subject(self) -> str:
        return f"s{self.person.id}"


@dataclass(frozen=True, slots=True)
class Helper:
    """A Slack user who was `there` at wins and `praised` some, and is not one of the member's people."""

    user_id: str
    there: int
    praised: int

    @property
    def subject(self) -> str:
        return f"u{self.user_id}"


@dataclass(frozen=True, slots=True)
class Same:
    """A typed name that is the name of somebody in Slack."""

    kept: Stakeholder
    gone: Stakeholder

    @property
    def subject(self) -> str:
        return f"={self.kept.id}-{self.gone.id}"


Suggestion = Met | Helper | Same


@dataclass(frozen=True, slots=True)
class Subject:
    """What a button was about; nothing of it is known to be the member's. `person_id` is 0 where it is a user."""

    person_id: int = 0
    user_id: str = ""
    pair: tuple[int, int] | None = None


def read_subject(written: str) -> Subject | None:
    found = _SUBJECT.fullmatch(written)
    if found is None:
        return None
    if found["user"]:
        return Subject(user_id=found["user"])
    if found["person"]:
        return Subject(person_id=int(found["person"]))
    return Subject(pair=(int(found["kept"]), int(found["gone"])))


def choose(met: Sequence[Met], helpers: Sequence[Helper], same: Sequence[Same] = ()) -> tuple[Suggestion, ...]:
    """Two at most: who is one person first, then those talked to most, then those who were there most."""
    known = sorted((each for each in met if each.times >= MET), key=lambda each: (-each.times, each.person.id))
    helping = sorted(
        (each for each in helpers if each.there >= THERE or each.praised >= PRAISED),
        key=lambda each: (-(each.there + each.praised), each.user_id),
    )
    found: list[Suggestion] = [*same, *known, *helping]
    return tuple(found[:AT_ONCE])


def find_same(people: Sequence[Stakeholder], passed: frozenset[str]) -> tuple[Same, ...]:
    """Of all the member's people, those no longer followed left out; `passed` are subjects that were declined."""
    live = [person for person in people if person.archived_at is None]
    users = {(fold_name(each.known_as), each.sample): each for each in live if each.user_id and each.known_as}
    typed = ((each, users.get((fold_name(each.name), each.sample))) for each in live if not each.user_id)
    found = (Same(user, each) for each, user in typed if user is not None)
    return tuple(pair for pair in found if pair.subject not in passed)
