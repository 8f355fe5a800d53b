"""Home: what a member finds there, as values; it holds no words."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.members import Member
from bot.domain.stakeholders import Late, Stakeholder
from bot.domain.wins import Category, WinState


@dataclass(frozen=True, slots=True)
class WinRow:
    """As much of a win as one line shows."""

    id: int
    state: WinState
    title: str
    happened_on: date
    category: Category | None


@dataclass(frozen=True, slots=True)
class TalkRow:
    """As much of a conversation as one line shows."""

    id: int
    happened_on: date
    kind: str
    topic: str
    people: tuple[Stakeholder, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """How far the three first steps have come."""

    won: bool
    people: int
    reacted: bool

    PEOPLE_WANTED = 3

    @property
    def done(self) -> bool:
        return self.won and self.people >= self.PEOPLE_WANTED and self.reacted


@dataclass(frozen=True, slots=True)
class Counts:
    """Of this week by the date it happened; `deleted` is what can still be restored."""

    week_wins: int
    week_conversations: int
    drafts: int
    deleted: int
    steps: Steps


@dataclass(frozen=True, slots=True)
class MemberHome:
    """`wins`, `talks`, `drafts` and `late` are as many as Home lists; the counts say how many there are."""

    member: Member
    now: datetime
    monday: date
    counts: Counts
    wins: tuple[WinRow, ...]
    talks: tuple[TalkRow, ...]
    drafts: tuple[WinRow, ...]
    late: tuple[Late, ...]
    late_count: int

    @property
    def today(self) -> date:
        return self.member.today(self.now)


@dataclass(frozen=True, slots=True)
class HomeData:
    """What `see_home` found: None for somebody who has not started, because opening Home starts nobody."""

    started: MemberHome | None
