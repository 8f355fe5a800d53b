"""The weekly digest's content: what is in it, what is late, and what the week is measured against; values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain import schedules, stakeholders, summaries, weeks
from bot.domain.away import Periods, days_counted
from bot.domain.deliveries import SETTLE, Window
from bot.domain.followups import FollowUp
from bot.domain.members import Member
from bot.domain.proposals import Proposal
from bot.domain.stakeholders import Followed, Late, Stakeholder, Standing, State
from bot.domain.summaries import CountedWin, Span, SpanKind, Summary
from bot.domain.weeks import WEEK, Week
from bot.domain.wins import Category

AVERAGE_WEEKS = 4
# People who are overdue, as many as are printed: with their buttons one message has no room for eleven, whatever else
# is in it, and where some have to be left out anyway the week itself gets the room.
MOST_OVERDUE = 10
SOME_OVERDUE = 5  # where there are more than that
FEW_OVERDUE = 2  # of an empty week


@dataclass(frozen=True, slots=True)
class CountedTalk:
    """As much of a conversation as a digest prints."""

    id: int
    happened_on: date
    kind: str
    topic: str
    people: tuple[int, ...]  # stakeholder ids


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read of one member: everything in the window, and the counts around it."""

    wins: tuple[CountedWin, ...] = ()
    talks: tuple[CountedTalk, ...] = ()
    wins_by_day: Mapping[date, int] | None = None
    talks_by_day: Mapping[date, int] | None = None
    drafts: int = 0
    deleted: int = 0
    people: Sequence[Followed] = ()  # archived ones too
    promises: tuple[FollowUp, ...] = ()
    away: Periods = ()
    quiet: tuple[date, ...] = ()  # Mondays of weeks of which the member said that there was nothing


@dataclass(frozen=True, slots=True)
class Outline:
    """What a digest is about, before the names are read of those whom it mentions. `overdue` are all who are."""

    member: Member
    window: Window
    facts: Facts
    today: date
    overdue: Sequence[tuple[Followed, Standing]]
    promises: tuple[FollowUp, ...]

    @property
    def shown(self) -> Sequence[tuple[Followed, Standing]]:
        """Of the overdue those who may be printed, with their buttons."""
        if not (self.facts.wins or self.facts.talks):
            return self.overdue[:FEW_OVERDUE]
        return self.overdue[: MOST_OVERDUE if len(self.overdue) <= MOST_OVERDUE else SOME_OVERDUE]

    @property
    def labelled(self) -> tuple[int, ...]:
        """Ids of those whom the labels of buttons name, where Slack shows no mention."""
        return tuple(person.id for person, _ in self.shown)

    @property
    def named(self) -> set[int]:
        """Ids of everybody whom it prints, so that only their names need to be read."""
        return {
            *self.labelled,
            *(person for talk in self.facts.talks for person in talk.people),
            *(person for promise in self.promises for person in promise.people),
        }


@dataclass(frozen=True, slots=True)
class Average:
    """Of a week, over the `weeks` before this one that exist."""

    weeks: int
    wins: float
    talks: float


@dataclass(frozen=True, slots=True)
class Said:
    """What a digest said that cannot be worked out later: numbers, and `pairs` of a win and a person it proposed."""

    wins: int
    talks: int
    drafts: int
    people: int  # good to talk to
    milestone: int
    pairs: tuple[tuple[int, int], ...]

    def write(self) -> str:
        numbers = (self.wins, self.talks, self.drafts, self.people, self.milestone)
        return " ".join([*map(str, numbers), *(f"{win}:{person}" for win, person in self.pairs)])


def read_said(written: str) -> Said | None:
    """What `write` wrote; None for a digest of which that was not kept."""
    if not written:
        return None
    wins, talks, drafts, people, milestone, *pairs = written.split()
    split = (pair.partition(":") for pair in pairs)
    numbers = (int(wins), int(talks), int(drafts), int(people), int(milestone))
    return Said(*numbers, tuple((int(win), int(person)) for win, _, person in split))


@dataclass(frozen=True, slots=True)
class Digest:
    """`first` to `today` is the time it reports; what it counts but happened before `first` is late. `previous` is the
    day on which the digest before this one ended, None for the first.
    """

    member: Member
    window: Window
    previous: date | None
    first: date
    today: date
    wins: tuple[CountedWin, ...]
    late_wins: tuple[CountedWin, ...]
    talks: tuple[CountedTalk, ...]
    late_talks: tuple[CountedTalk, ...]
    average: Average | None
    drafts: int
    deleted: int
    people: Mapping[int, Stakeholder]  # everybody it names
    overdue: tuple[Late, ...]  # as many as are printed at the most
    overdue_count: int
    promises: tuple[FollowUp, ...]
    summary: Summary | None
    weeks: tuple[Week, ...] = ()  # that it looks back on, the oldest first
    milestone: int = 0  # weeks in a row, said once when they are reached
    away: Periods = ()  # the member's, within the time it reports
    quiet: bool = False  # the member said already that there was nothing in its weeks
    proposals: tuple[Proposal, ...] = ()  # next-best conversations
    alone: bool = False  # nobody is among the member's people
    sent: Said | None = None  # as it was sent

    @property
    def empty(self) -> bool:
        return not (self.wins or self.late_wins or self.talks or self.late_talks)

    @property
    def monday(self) -> date:
        return schedules.first_day(self.today)

    @property
    def mondays(self) -> Sequence[date]:
        """Of the weeks that it speaks of."""
        return weeks.mondays(self.titled_from, self.today)

    @property
    def titled_from(self) -> date:
        """The first day in its title: no day is in the titles of two digests."""
        return _reported_from(self.previous, self.first, self.today)

    @property
    def said(self) -> Said:
        """As it was sent, or as it would be."""
        return self.sent or Said(
            len(self.wins) + len(self.late_wins),
            len(self.talks) + len(self.late_talks),
            self.drafts,
            self.overdue_count,
            self.milestone,
            tuple((each.win_id, each.person.id) for each in self.proposals),
        )

    @property
    def days(self) -> int:
        """As many as its title names."""
        return (self.today - self.titled_from).days + 1

    @property
    def longer(self) -> bool:
        """It comes after more than a week."""
        return self.days > weeks.A_WEEK

    @property
    def pace(self) -> tuple[float, float] | None:
        """Wins and conversations per week of the time that it reports, where that is longer than one without the days
        away: what a week is measured against is no measure for several.
        """
        counted = days_counted(self.titled_from - timedelta(days=1), self.today, self.away)
        if counted <= weeks.A_WEEK:
            return None
        return len(self.wins) * WEEK.days / counted, len(self.talks) * WEEK.days / counted


def settled(now: datetime) -> datetime:
    """Where the window of a digest prepared now ends; services/deliveries.py says why that is a moment ago."""
    return now - SETTLE


def window(member: Member, until: datetime) -> Window:
    """From where the member's last digest ended up to `until`."""
    return Window(member.covered_until, max(member.covered_until, until))


def outline(member: Member, covered: Window, facts: Facts, now: datetime) -> Outline:
    today = member.today(now)
    overdue = stakeholders.late_ones(facts.people, today, State.OVERDUE, away=facts.away)
    promises = tuple(one for one in facts.promises if one.due_on and one.due_on <= today + WEEK)
    return Outline(member, covered, facts, today, overdue, promises)


def compose(about: Outline, names: Mapping[int, str], proposed: tuple[Proposal, ...] = ()) -> Digest:
    """`names` are of those whom the outline says to be named, as far as they are needed."""
    member, covered, facts, today = about.member, about.window, about.facts, about.today
    previous = member.today(covered.start) if covered.start > member.created_at else None
    began = member.today(member.first_record_at or member.created_at)
    first = previous or min(began, today - WEEK + timedelta(days=1))
    wins = tuple(win for win in facts.wins if win.happened_on >= first)
    named = about.named
    people = {one.id: one.called(names.get(one.id, "")) for one in facts.people if one.id in named}
    return Digest(
        member=member,
        window=covered,
        previous=previous,
        first=first,
        today=today,
        wins=wins,
        late_wins=tuple(win for win in facts.wins if win.happened_on < first),
        talks=tuple(talk for talk in facts.talks if talk.happened_on >= first),
        late_talks=tuple(talk for talk in facts.talks if talk.happened_on < first),
        average=_average(member, facts, _reported_from(previous, first, today), today),
        drafts=facts.drafts,
        deleted=facts.deleted,
        people=people,
        overdue=tuple(Late(people[person.id], stands) for person, stands in about.shown),
        overdue_count=len(about.overdue),
        promises=about.promises,
        summary=summaries.compose(wins, _told_of(first, today, covered.start if previous else None)),
        weeks=weeks.weeks_of(
            weeks.first_week(today, member.first_weekday), facts.wins_by_day or {}, facts.talks_by_day or {}
        ),
        milestone=_milestone(facts, previous, today),
        away=tuple(one for one in facts.away if one.first <= today and one.last >= first),
        quiet=set(weeks.mondays(_reported_from(previous, first, today), today)) <= set(facts.quiet),
        proposals=proposed,
        alone=all(person.archived_at is not None for person in facts.people),
    )


def _reported_from(previous: date | None, first: date, today: date) -> date:
    return min(previous + timedelta(days=1), today) if previous else first


def _milestone(facts: Facts, previous: date | None, today: date) -> int:
    days = {*(facts.wins_by_day or {}), *(facts.talks_by_day or {})}
    now = weeks.streak(days, facts.quiet, facts.away, today)
    before = weeks.streak(days, facts.quiet, facts.away, previous) if previous and now else 0
    return weeks.milestone(before, now)


def _told_of(first: date, today: date, after: datetime | None) -> Span:
    """A week, or whatever time a digest covers that comes after a longer while."""
    kind = SpanKind.WEEK if today - first <= WEEK else SpanKind.SINCE
    return Span(kind, first, today, after)


def by_category(wins: Sequence[CountedWin]) -> tuple[tuple[Category | None, tuple[CountedWin, ...]], ...]:
    """The families in their order, what has none last; within one by the date it happened."""
    ordered = sorted(wins, key=lambda win: (win.happened_on, win.id))
    groups = ((family, tuple(win for win in ordered if win.category is family)) for family in (*Category, None))
    return tuple((family, group) for family, group in groups if group)


def _average(member: Member, facts: Facts, end: date, today: date) -> Average | None:
    """Per week over the four weeks up to `end`, the first day that is reported: what is reported is no part of what it
    is measured against, on whatever day of the week the digest comes. Fewer while the member has recorded for less.

    None after a longer while: whoever comes back is not measured by the time without.
    """
    reported = max(round((today - end) / WEEK), 1)
    began = member.today(member.first_record_at or member.created_at)
    counted = min(-((began - end) // WEEK), AVERAGE_WEEKS)  # the week in which they began is one of them
    if reported > AVERAGE_WEEKS or counted < 2:
        return None
    wins = _between(facts.wins_by_day or {}, end - counted * WEEK, end)
    talks = _between(facts.talks_by_day or {}, end - counted * WEEK, end)
    return Average(counted, sum(wins.values()) / counted, sum(talks.values()) / counted)


def _between(by_day: Mapping[date, int], first: date, end: date) -> dict[date, int]:
    return {day: count for day, count in by_day.items() if first <= day < end}
