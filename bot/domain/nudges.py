"""The mid-week nudge's content: whom it names, and whom not again so soon; values only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import away as away_rules
from bot.domain import stakeholders
from bot.domain.away import Away
from bot.domain.members import Member
from bot.domain.stakeholders import Followed, Late, Standing, State

MOST_PEOPLE = 3


@dataclass(frozen=True, slots=True)
class Nudge:
    """`people` are named, the latest relative to their rhythm first; `more` are overdue as well."""

    member: Member
    today: date
    people: tuple[Late, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Whom a nudge names, before their names are read."""

    member: Member
    today: date
    people: Sequence[tuple[Followed, Standing]]
    more: int

    @property
    def named(self) -> tuple[int, ...]:
        return tuple(person.id for person, _ in self.people)


def outline(
    member: Member,
    people: Iterable[Followed],
    previous: datetime | None,
    now: datetime,
    away: Iterable[Away] = (),
) -> Outline:
    """`previous` is the moment that the nudge of the last turn stood for, None where none was sent then.

    Who was named in it is not named again in this one, unless they became overdue since: nobody twice running.
    """
    today, periods = member.today(now), tuple(away)
    overdue = stakeholders.late_ones(people, today, State.OVERDUE, away=periods)
    last_day = None if previous is None else member.today(previous)
    named = [
        (person, stands)
        for person, stands in overdue
        if last_day is None
        or person.last_nudged_at != previous
        or _overdue_from(person, stands, today, periods) > last_day
    ][:MOST_PEOPLE]
    return Outline(member, today, named, len(overdue) - len(named))


def compose(about: Outline, names: Mapping[int, str]) -> Nudge:
    people = tuple(Late(person.called(names.get(person.id, "")), stands) for person, stands in about.people)
    return Nudge(about.member, about.today, people, about.more)


def _overdue_from(person: Followed, stands: Standing, today: date, away: Iterable[Away]) -> date:
    """The first day on which they counted as overdue; the end of a snooze is one."""
    first = away_rules.day_before(today, stands.days_late - 1, away)
    return max(first, person.snoozed_until or first)
