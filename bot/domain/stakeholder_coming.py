"""Who becomes due or overdue in the days ahead, and on which day, if nobody is talked to; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import away as away_rules
from bot.domain.away import Away, Periods
from bot.domain.stakeholders import NEVER_TALKED_GRACE, Stakeholder, State

AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Coming:
    """`state` is what they become on that day: due or overdue."""

    stakeholder: Stakeholder
    on: date
    state: State


def coming_people(
    stakeholders: Iterable[Stakeholder], today: date, away: Iterable[Away] = (), ahead: timedelta = AHEAD
) -> tuple[Coming, ...]:
    """The next change of each in the days after today, the first first; the overdue first on one day."""
    periods = away_rules.joined(away)
    found = [
        change
        for stakeholder in stakeholders
        if stakeholder.archived_at is None
        and (change := next_change(stakeholder, today, periods)) is not None
        and change.on <= today + ahead
    ]
    found.sort(key=lambda change: (change.on, change.state is not State.OVERDUE, change.stakeholder.id))
    return tuple(found)


def next_change(stakeholder: Stakeholder, today: date, periods: Periods = ()) -> Coming | None:
    """When they are due or overdue next without being so before; None for who is overdue. A snooze ends on its day."""
    talked, rhythm = stakeholder.last_conversation_on, stakeholder.rhythm
    counted_from = talked or stakeholder.added_on
    worst = NEVER_TALKED_GRACE if talked is None else rhythm.worst
    due_on = today if talked is None else away_rules.day_reached(counted_from, rhythm.ideal + 1, periods)
    overdue_on = away_rules.day_reached(counted_from, worst + 1, periods)
    awake_on = max(stakeholder.snoozed_until or today, today)
    # Of both on one day only the second is told: it comes first here, and the first of equals is taken.
    changes = ((max(overdue_on, awake_on), State.OVERDUE), (max(due_on, awake_on), State.DUE))
    ahead = [(on, state) for on, state in changes if on > today]
    if not ahead:
        return None
    on, state = min(ahead, key=lambda change: change[0])
    return Coming(stakeholder, on, state)
