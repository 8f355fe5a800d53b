"""Who becomes due or overdue in the days ahead, compared with walking through those days one by one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import away
from bot.domain.away import Away
from bot.domain.stakeholder_coming import Coming, coming_people, next_change
from bot.domain.stakeholders import Relationship, Stakeholder, State, standing

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
NEAR = st.integers(-60, 30).map(lambda days: TODAY + days * DAY)
PERIODS = st.lists(
    st.builds(lambda first, length: Away(first, first + length * DAY), NEAR, st.integers(0, 20)), max_size=4
)
RHYTHM = st.none() | st.integers(1, 40)
PEOPLE = st.builds(
    Stakeholder,
    id=st.integers(1, 99),
    relationship=st.sampled_from(Relationship),
    added_on=NEAR,
    version=st.just(1),
    ideal_days=RHYTHM,
    worst_days=RHYTHM,
    snoozed_until=st.none() | NEAR,
    last_conversation_on=st.none() | NEAR,
)
WAITING = {State.DUE: 1, State.OVERDUE: 2}
SPONSOR = Stakeholder(1, Relationship.SPONSOR, TODAY, 1, last_conversation_on=TODAY - 28 * DAY)


def walked(person: Stakeholder, periods: list[Away], days: int) -> tuple[date, State] | None:
    """The first day on which somebody waits more than the day before, day by day."""
    before = WAITING.get(standing(person, TODAY, periods).state, 0)
    for ahead in range(1, days + 1):
        state = standing(person, TODAY + ahead * DAY, periods).state
        if WAITING.get(state, 0) > before:
            return TODAY + ahead * DAY, state
    return None


@given(st.lists(PEOPLE, max_size=6), PERIODS)
def test_what_is_coming_is_what_walking_through_the_week_finds(people: list[Stakeholder], periods: list[Away]) -> None:
    found = [(each.stakeholder, each.on, each.state) for each in coming_people(people, TODAY, periods)]
    expected = [(person, *change) for person in people if (change := walked(person, periods, 7))]
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    order = [(on, state is not State.OVERDUE, person.id) for person, on, state in found]
    assert order == sorted(order)


@given(PEOPLE, PERIODS)
def test_the_next_change_is_never_missed_however_far_ahead(person: Stakeholder, periods: list[Away]) -> None:
    change = next_change(person, TODAY, away.joined(periods))
    assert (change and (change.on, change.state)) == walked(person, periods, 200)


@given(NEAR, st.integers(1, 60), PERIODS)
def test_a_day_is_reached_when_so_many_days_have_counted(after: date, counted: int, periods: list[Away]) -> None:
    reached = away.day_reached(after, counted, periods)
    assert away.days_counted(after, reached, periods) == counted
    assert away.days_counted(after, reached - DAY, periods) == counted - 1


def test_days_and_states_are_told() -> None:
    due = replace(SPONSOR, id=2, last_conversation_on=TODAY - 40 * DAY)
    snoozed = replace(SPONSOR, id=3, last_conversation_on=TODAY - 90 * DAY, snoozed_until=TODAY + 3 * DAY)
    gone = replace(SPONSOR, id=4, archived_at=datetime(2026, 11, 1, tzinfo=UTC))
    late = replace(SPONSOR, id=5, last_conversation_on=TODAY - 90 * DAY)
    assert coming_people([due, SPONSOR, snoozed, gone, late], TODAY) == (
        Coming(snoozed, TODAY + 3 * DAY, State.OVERDUE),
        Coming(SPONSOR, TODAY + 3 * DAY, State.DUE),
        Coming(due, TODAY + 6 * DAY, State.OVERDUE),
    )


def test_away_days_put_it_off() -> None:
    holiday = [Away(TODAY + DAY, TODAY + 2 * DAY)]
    assert coming_people([SPONSOR], TODAY, holiday) == (Coming(SPONSOR, TODAY + 5 * DAY, State.DUE),)
    assert coming_people([SPONSOR], TODAY, [Away(TODAY + DAY, TODAY + 9 * DAY)]) == ()
