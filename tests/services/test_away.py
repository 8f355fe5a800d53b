"""Away days: what is kept and refused, and that the next messages move with them."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.domain.away import Away
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused, Repeated
from bot.services import away, members

pytestmark = pytest.mark.both_databases


@pytest.fixture
def started(session: Connection, ada: Actor, now: datetime) -> Member:
    """Ada, who has recorded something: her digest is due this Friday, her nudge on Wednesday."""
    return members.note_record(session, members.enrol(session, ada, now), now)


def week_from(now: datetime) -> tuple[date, date]:
    return now.date(), now.date() + timedelta(days=8)


def test_the_next_messages_come_after_the_return_and_come_back(
    session: Connection, ada: Actor, now: datetime, started: Member
) -> None:
    seen = away.add_away(session, ada, *week_from(now), "one", now)
    assert [(one.first, one.last) for one in seen.periods] == [week_from(now)]
    assert seen.member == members.find(session, ada)
    assert seen.member is not None
    assert started.next_digest_at is not None
    assert seen.member.next_digest_at == started.next_digest_at + timedelta(days=14)
    assert seen.member.next_nudge_at == datetime.fromisoformat("2026-12-02T09:00:00+00:00")

    again = away.remove_away(session, ada, seen.periods[0].id, now)
    assert (again.periods, again.member) == ((), started)
    assert away.remove_away(session, ada, seen.periods[0].id, now) == again


def test_what_is_changed_later_keeps_to_them_too(
    session: Connection, ada: Actor, now: datetime, started: Member
) -> None:
    away.add_away(session, ada, *week_from(now), "one", now)
    changed = members.switch(session, ada, "digest", on=False, now=now)
    changed = members.switch(session, ada, "digest", on=True, now=now)
    assert started.next_digest_at is not None
    assert changed.next_digest_at == started.next_digest_at + timedelta(days=14)


def test_somebody_new_is_started_without_messages(session: Connection, ada: Actor, now: datetime) -> None:
    assert away.see_away(session, ada, now) == away.Seen(None, now.date(), ())
    seen = away.add_away(session, ada, *week_from(now), "one", now)
    assert seen.member is not None
    assert (seen.member.next_digest_at, seen.member.first_record_at) == (None, None)
    assert away.see_away(session, ada, now) == seen


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(2, 1, "away_order"), (0, 400, "away_long"), (-9, -1, "away_over")],
)
def test_what_cannot_be_is_refused(
    session: Connection, ada: Actor, now: datetime, started: Member, first: int, last: int, code: str
) -> None:
    today = now.date()
    with pytest.raises(Refused, match=code):
        away.add_away(session, ada, today + timedelta(days=first), today + timedelta(days=last), "one", now)
    assert away.see_away(session, ada, now).periods == ()


def test_the_same_again_changes_nothing_and_there_is_an_end(
    session: Connection, ada: Actor, now: datetime, started: Member
) -> None:
    first = now.date()
    for number in range(50):
        away.add_away(session, ada, first, first + timedelta(days=number), f"key {number}", now)
    seen = away.add_away(session, ada, first, first, "again", now)
    assert len(seen.periods) == 50
    with pytest.raises(Refused, match="away_many"):
        away.add_away(session, ada, first, first + timedelta(days=60), "more", now)


def test_a_repeated_payload_is_not_stored_twice(
    session: Connection, ada: Actor, now: datetime, started: Member
) -> None:
    away.add_away(session, ada, now.date(), now.date(), "one", now)
    with pytest.raises(Repeated):
        away.add_away(session, ada, now.date(), now.date() + timedelta(days=1), "one", now)


def test_nobody_removes_a_colleagues_days(
    session: Connection, ada: Actor, maya: Actor, now: datetime, started: Member
) -> None:
    [period] = away.add_away(session, ada, *week_from(now), "one", now).periods
    with pytest.raises(Refused, match="not_started"):
        away.remove_away(session, maya, period.id, now)
    members.enrol(session, maya, now)
    assert away.remove_away(session, maya, period.id, now).periods == ()
    assert away.see_away(session, ada, now).periods == (Away(period.first, period.last, period.id),)
