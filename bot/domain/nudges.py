"""The mid-week nudge's content: whom it names, and whom not again so soon; values only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import away as away_rules
from bot.domain import stakeholders
from bot.domain.away import Away
from bot.domain.members import Member
from bot.domain.stakeholders import Late, Stakeholder

MOST_PEOPLE = 3


@dataclass(frozen=True, slots=True)
class Nudge:
    """`people` are named, the latest relative to their rhythm first; `more` are overdue as well."""

    member: Member
    today: date
    people: tuple[Late, ...]
    more: int


def compose(
    member: Member,
    people: Iterable[Stakeholder],
    previous: datetime | None,
    now: datetime,
    away: Iterable[Away] = (),
) -> Nudge:
    """`previous` is the moment that the nudge of the last turn stood for, None where none was sent then.

    Who was named in it is not named again in this one, unless they became overdue since: nobody twice running.
    """
    today, periods = member.today(now), tuple(away)
    overdue = stakeholders.overdue_people(people, today, periods)
    last_day = None if previous is None else member.today(previous)
    named = [
        late
        for late in overdue
        if last_day is None
        or late.stakeholder.last_nudged_at != previous
        or _overdue_from(late, today, periods) > last_day
    ][:MOST_PEOPLE]
    return Nudge(member, today, tuple(named), len(overdue) - len(named))


def _overdue_from(late: Late, today: date, away: Iterable[Away]) -> date:
    """The first day on which they counted as overdue; the end of a snooze is one."""
    first = away_rules.day_before(today, late.standing.days_late - 1, away)
    return max(first, late.stakeholder.snoozed_until or first)
