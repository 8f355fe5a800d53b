"""Proposals as values: what is read of a member for them, and what comes out; no rule stands here."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.domain.away import Periods
from bot.domain.stakeholders import Stakeholder, Standing
from bot.domain.wins import Category


class Answer(StrEnum):
    TOLD = "told"
    SET_ASIDE = "set_aside"


class Tellable(NamedTuple):
    """As much of a kept win as its weight needs; a tuple, because there are thousands of them."""

    id: int
    happened_on: date
    category: Category | None = None
    measured: bool = False
    proven: bool = False
    witnesses: int = 0
    relevance: int = 0  # steps by which it fills gaps of the case


UNREAD = Tellable(0, date.min)  # stands for all wins that were not read


@dataclass(frozen=True, slots=True)
class Open:
    """What is open between the member and somebody: asks to them, and the days of promises to them: when each is due,
    or when it was made.
    """

    asks: int = 0
    owed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What was done with a proposal, on a day of the member's."""

    win_id: int
    stakeholder_id: int
    answer: Answer
    on: date


@dataclass(frozen=True, slots=True)
class Record:
    """What is read of one member: people without what is encrypted, and the wins that may be told.

    `known` are ids of wins by person; `wishes` are pairs of a win and a person; `answers` those of the last 30 days.
    `read_to` is None where all wins were read; else others of that day and before are missing, but none that somebody
    should know of.
    """

    people: Sequence[Stakeholder] = ()
    wins: Sequence[Tellable] = ()
    known: Mapping[int, Collection[int]] = field(default_factory=dict)
    wishes: Collection[tuple[int, int]] = ()
    open: Mapping[int, Open] = field(default_factory=dict)
    answers: Sequence[Answered] = ()
    away: Periods = ()
    read_to: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """The parts of why, to be put into words. `interest` is the word of theirs that the win fits, or empty; `promise`
    is what they were promised long ago, the latest of so many `promises`.
    """

    standing: Standing
    decider: bool = False
    influence: int = 2
    wished: bool = False
    interest: str = ""
    measured: bool = False
    proven: bool = False
    witnesses: int = 0
    promise: str = ""
    promises: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A win for a person, with the points of the win and of the wish."""

    win: Tellable
    points: int
    wished: bool = False


@dataclass(frozen=True, slots=True)
class Shortlisted:
    """Somebody of the shortlist, with the best of what they do not know, the best first. `untold` gives all of that."""

    person: Stakeholder
    standing: Standing
    points: int
    wins: tuple[Candidate, ...]
    untold: Callable[[], Iterator[Candidate]]

    @property
    def reach(self) -> int:
        """What the best pair with them is worth."""
        return self.points + self.wins[0].points

    @property
    def unread(self) -> bool:
        """Whether a win that was not read might be better for them than any that was."""
        return self.wins[0].win is UNREAD


@dataclass(frozen=True, slots=True)
class Proposal:
    """One conversation worth having next. `title` is filled in for what is shown."""

    person: Stakeholder
    win_id: int
    reason: Reason
    title: str = ""


class Why(StrEnum):
    """Why somebody is left out for now, though there is something to tell them."""

    OWED = "owed"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Held:
    person: Stakeholder
    why: Why
    unread: bool = False  # whether wins have to be read before it is certain that there is something to tell them
