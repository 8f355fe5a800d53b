"""Away days: what they leave out of rhythms and due times, against counting day by day."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import away, nudges, schedules, stakeholders
from bot.domain.away import Away
from bot.domain.stakeholders import Relationship, Stakeholder, State
from tests import cast

DAY = timedelta(days=1)
BASE = date(2026, 11, 2)  # a Monday
days = st.integers(0, 120).map(lambda count: BASE + count * DAY)
periods = st.lists(
    st.tuples(days, st.integers(0, 30)).map(lambda drawn: Away(drawn[0], drawn[0] + drawn[1] * DAY)), max_size=6
).map(tuple)


@given(days, days, periods)
def test_days_are_counted_as_one_by_one(after: date, until: date, given_periods: away.Periods) -> None:
    every = (after + count * DAY for count in range(1, max((until - after).days, 0) + 1))
    expected = sum(not any(one.first <= day <= one.last for one in given_periods) for day in every)
    assert away.days_counted(after, until, given_periods) == expected


@given(periods)
def test_joined_periods_hold_the_same_days_and_do_not_touch(given_periods: away.Periods) -> None:
    made = away.joined(given_periods)
    every = [BASE + count * DAY for count in range(-1, 160)]
    assert [away.is_away(day, made) for day in every] == [away.is_away(day, given_periods) for day in every]
    assert all(one.last + DAY < other.first for one, other in itertools.pairwise(made))


@given(days, periods)
def test_one_is_back_on_the_first_day_not_away(day: date, given_periods: away.Periods) -> None:
    back = away.back_on(day, given_periods)
    assert not away.is_away(back, given_periods)
    assert all(away.is_away(day + count * DAY, given_periods) for count in range((back - day).days))


@given(days, st.integers(0, 40), periods)
def test_a_day_so_many_counted_days_before(day: date, counted: int, given_periods: away.Periods) -> None:
    before = away.day_before(day, counted, given_periods)
    assert away.days_counted(before, day, given_periods) == counted


def test_away_days_are_stepped_over_on_the_way_back() -> None:
    weekend = Away(BASE - 2 * DAY, BASE - DAY)
    assert away.day_before(BASE, 1, (weekend,)) == BASE - DAY
    assert away.day_before(BASE, 2, (weekend,)) == BASE - 4 * DAY


@given(st.integers(0, 6), st.integers(0, 23), st.integers(0, 100), periods)
def test_nothing_is_due_on_an_away_day_and_no_earlier_day_is_passed_over(
    weekday: int, hour: int, hours: int, given_periods: away.Periods
) -> None:
    after = datetime(2026, 11, 2, tzinfo=UTC) + timedelta(hours=hours)
    due = schedules.next_due("Europe/Berlin", weekday, hour, after, given_periods)
    usual = schedules.next_due("Europe/Berlin", weekday, hour, after)
    while away.is_away(cast.ada().local(usual).date(), given_periods):
        usual = schedules.next_due("Europe/Berlin", weekday, hour, usual)
    assert due == usual


def test_of_two_periods_at_once_the_longer_one_counts() -> None:
    short, long = Away(BASE, BASE + 3 * DAY), Away(BASE + DAY, BASE + 9 * DAY)
    assert away.current(BASE + 2 * DAY, (long, short)) == long
    assert away.current(BASE, (long, short)) == short
    assert away.current(BASE - DAY, (long, short)) is None


def test_two_weeks_away_make_nobody_overdue() -> None:
    sponsor = Stakeholder(1, Relationship.SPONSOR, BASE, 1, last_conversation_on=BASE)
    holiday = (Away(BASE + 10 * DAY, BASE + 23 * DAY),)
    today = BASE + 50 * DAY
    assert stakeholders.standing(sponsor, today).days_late == 5
    stands = stakeholders.standing(sponsor, today, holiday)
    assert (stands.state, stands.days_since, stands.days_late) == (stakeholders.State.DUE, 36, 6)
    assert stakeholders.late_people([sponsor], today, State.OVERDUE, away=holiday) == ()
    assert len(stakeholders.late_people([sponsor], today + 10 * DAY, State.OVERDUE, away=holiday)) == 1


def test_somebody_who_became_overdue_over_a_holiday_is_named_in_the_nudge_after_it() -> None:
    """Their first overdue day is the first one back, although it is one day late by count."""
    nudged_at = datetime(2026, 11, 4, 9, tzinfo=UTC)
    holiday = (Away(date(2026, 11, 5), date(2026, 11, 17)),)
    now = datetime(2026, 11, 18, 9, tzinfo=UTC)
    manager = Stakeholder(
        1, Relationship.MANAGER, BASE, 1, last_conversation_on=date(2026, 10, 21), last_nudged_at=nudged_at
    )
    found = nudges.outline(cast.ada(), [manager], nudged_at, now, holiday)
    assert found.named == (1,)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("tomorrow", date(2026, 11, 3), date(2026, 11, 3)),
        ("today to friday", BASE, date(2026, 11, 6)),
        ("from 23 dec to 2 jan", date(2026, 12, 23), date(2027, 1, 2)),
        ("Tomorrow  until 12 Dec", date(2026, 11, 3), date(2026, 12, 12)),
        ("2026-12-24 - 2026-12-31", date(2026, 12, 24), date(2026, 12, 31)),
        ("between 5 nov and 9 nov", date(2026, 11, 5), date(2026, 11, 9)),
        *(
            (typed, None, None)
            for typed in ("", "soon", "with Ana tomorrow", "5 nov to 6 nov to 7 nov", "to 5 nov", "2020-01-01")
        ),
        ("2026-12-31 to 2026-12-24", None, None),
        ("tomorrow to whenever", None, None),
    ],
)
def test_days_away_are_read_from_what_was_typed(typed: str, first: date | None, last: date | None) -> None:
    found = away.read(typed, BASE)
    assert (found.first if found else None, found.last if found else None) == (first, last)
