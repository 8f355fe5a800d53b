"""Home: what a member finds there, as values, and which page of each list; it holds no words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.domain.away import Away
from bot.domain.followups import FollowUp
from bot.domain.members import Member
from bot.domain.proposals import Proposal
from bot.domain.stakeholders import Late, Stakeholder
from bot.domain.suggestions import Suggestion
from bot.domain.weeks import WEEK, WEEKS, Week
from bot.domain.win_form import int_of
from bot.domain.wins import Category, WinState

PAGE = {"wins": 5, "talks": 4, "people": 3}  # rows on one page of each list
DRAFTS = 3
PROMISES = 3


@dataclass(frozen=True, slots=True)
class WinRow:
    """As much of a win as one line shows."""

    id: int
    state: WinState
    title: str
    happened_on: date
    category: Category | None
    sample: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class TalkRow:
    """As much of a conversation as one line shows."""

    id: int
    happened_on: date
    kind: str
    topic: str
    people: tuple[Stakeholder, ...]
    sample: bool = False


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
class Samples:
    """How much of what is made up goes when it is removed, and how much of that has been `edited`."""

    wins: int
    people: int
    talks: int
    edited: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Of everything that Home lists or hints at; `deleted` and `deleted_talks` are what can still be restored, `untold`
    how many of the `to_tell` nobody with a say knows.
    """

    wins: int
    talks: int
    drafts: int
    deleted: int
    steps: Steps
    deleted_talks: int = 0
    samples: Samples | None = None  # what of it was made up, to try Vouch with
    to_tell: int = 0  # wins that could be told: kept, not private, not made up
    untold: int = 0
    deciders: int = 0  # among the people who are followed and not made up


@dataclass(frozen=True, slots=True)
class Family:
    """Wins of one category, or of none, in the weeks that Home looks back on."""

    category: Category | None
    this_week: int
    all_weeks: int
    latest: date


@dataclass(frozen=True, slots=True)
class Pages:
    """How many rows each list leaves out before the page that is shown. It travels in the view as text."""

    wins: int = 0
    talks: int = 0
    people: int = 0

    def __str__(self) -> str:
        return f"{self.wins}:{self.talks}:{self.people}"

    def turned(self, section: str, offset: int) -> "Pages":
        """With another page of one list; what names no list turns nothing."""
        return replace(self, **{section: offset}) if section in PAGE else self

    def fitting(self, **totals: int) -> "Pages":
        """Where each list's page begins; the last one where the list has become shorter."""
        return Pages(**{name: _page(getattr(self, name), total, PAGE[name]) for name, total in totals.items()})


def _page(offset: int, total: int, size: int) -> int:
    return min(offset, max(total - 1, 0)) // size * size


def pages_of(written: str) -> Pages:
    """What a view carries; the first pages for anything else."""
    numbers = [int_of(number, 6) for number in written.split(":")]
    return Pages(*numbers) if len(numbers) == len(PAGE) else Pages()


@dataclass(frozen=True, slots=True)
class MemberHome:
    """`wins`, `talks` and `late` are the pages that `pages` names, `drafts` the newest; the counts say how many there
    are. `late` are the overdue and then the due. `away` is the period that today lies in.
    """

    member: Member
    now: datetime
    counts: Counts
    pages: Pages
    weeks: tuple[Week, ...]  # the oldest first, the last is this one
    families: tuple[Family, ...]
    wins: tuple[WinRow, ...]
    talks: tuple[TalkRow, ...]
    drafts: tuple[WinRow, ...]
    late: tuple[Late, ...]
    overdue: int
    due: int
    coming: int = 0  # people who become due or overdue in the next seven days
    praised: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # user ids by draft
    away: Away | None = None
    refused: frozenset[str] = frozenset()  # kinds of blocks that Slack does not take on Home there
    promises: tuple[FollowUp, ...] = ()  # and asks whose day has come; only those to be shown have their words
    suggested: tuple[Suggestion, ...] = ()
    proposals: tuple[Proposal, ...] = ()  # the next-best conversations
    promised: Mapping[int, Stakeholder] = field(default_factory=dict)  # whom the shown concern, by id

    @property
    def today(self) -> date:
        return self.member.today(self.now)

    @property
    def week(self) -> Week:
        return self.weeks[-1]


@dataclass(frozen=True, slots=True)
class HomeData:
    """What `see_home` found: None for somebody who has not started, because opening Home starts nobody."""

    started: MemberHome | None


@dataclass(frozen=True, slots=True)
class DayCount:
    """Kept wins of one category that happened on one day."""

    day: date
    category: Category | None
    wins: int


def by_day(wins: Iterable[DayCount]) -> dict[date, int]:
    """Wins of all categories together."""
    counted: dict[date, int] = {}
    for count in wins:
        counted[count.day] = counted.get(count.day, 0) + count.wins
    return counted


def families_of(first: date, wins: Iterable[DayCount]) -> tuple[Family, ...]:
    """The categories that have wins in the twelve weeks from `first` on, in their order, what has none last."""
    this_week = first + (WEEKS - 1) * WEEK
    by_category: dict[Category | None, list[DayCount]] = {}
    for count in wins:
        by_category.setdefault(count.category, []).append(count)
    return tuple(
        Family(
            category,
            this_week=sum(each.wins for each in counts if each.day >= this_week),
            all_weeks=sum(each.wins for each in counts),
            latest=max(each.day for each in counts),
        )
        for category in (*Category, None)
        if (counts := by_category.get(category))
    )
