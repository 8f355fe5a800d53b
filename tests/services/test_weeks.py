"""Weeks without anything: noted once, taken back, only one's own, and only such as there were."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.services import digests, weeks, wins
from bot.store.database import Session

pytestmark = pytest.mark.both_databases


@pytest.fixture
def monday(session: Session, ada: Actor, maya: Actor, now: datetime) -> date:
    for actor in (ada, maya):
        wins.log_line(session, actor, "wrote it on 1 sep", f"k{actor.user_id}", now)
    today = now.date()
    return today - timedelta(days=today.weekday())


def is_noted(session: Session, actor: Actor, now: datetime) -> bool:
    return digests.see_digest(session, actor, now).quiet


def test_it_is_noted_once_and_taken_back(
    session: Session, ada: Actor, maya: Actor, now: datetime, monday: date
) -> None:
    assert weeks.note_quiet(session, ada, [monday], "1", now) is False
    assert weeks.note_quiet(session, ada, [monday], "2", now) is True
    assert (is_noted(session, ada, now), is_noted(session, maya, now)) == (True, False)
    assert weeks.forget_quiet(session, maya, [monday], "3", now) is False
    assert weeks.forget_quiet(session, ada, [monday], "4", now) is True
    assert weeks.forget_quiet(session, ada, [monday], "5", now) is False
    assert not is_noted(session, ada, now)


@pytest.mark.parametrize("off", [timedelta(days=1), timedelta(days=7), timedelta(days=-378)])
def test_what_is_no_week_of_ones_own_is_not_found(
    session: Session, ada: Actor, now: datetime, monday: date, off: timedelta
) -> None:
    with pytest.raises(Refused, match="not_found"):
        weeks.note_quiet(session, ada, [monday + off], "1", now)


def test_who_has_recorded_nothing_has_no_weeks(session: Session, zoe: Actor, now: datetime) -> None:
    with pytest.raises(Refused, match="not_started"):
        weeks.note_quiet(session, zoe, [date(2026, 11, 16)], "1", now)


def test_weeks_in_a_row_are_noted_and_taken_back_together(
    session: Session, ada: Actor, now: datetime, monday: date
) -> None:
    both = [monday - timedelta(days=7), monday]
    assert weeks.note_quiet(session, ada, both[:1], "1", now) is False
    assert weeks.note_quiet(session, ada, both, "2", now) is False
    assert weeks.note_quiet(session, ada, both, "3", now) is True
    assert weeks.forget_quiet(session, ada, both, "4", now) is True
    assert weeks.note_quiet(session, ada, both[:1], "5", now) is False
