"""A message that may have been posted: the history is asked, and decides; until then nothing else goes out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.deliveries import LEASE, MAX_ATTEMPTS, SETTLE, Delivery, Kind, State, Window
from bot.domain.digests import Digest
from bot.domain.doubts import MAX_LOOKUPS, Doubt
from bot.services import deliveries, doubts
from bot.store import tables
from bot.store.database import Session
from tests.services.test_deliveries import (
    FRIDAY,
    MONDAY,
    SECOND,
    THEM,
    US,
    WEDNESDAY,
    WEEK,
    ada_of,
    begin,
    claim,
    plan,
    rows,
    states,
    win,
)

pytestmark = pytest.mark.both_databases

LATER = FRIDAY + LEASE + SECOND


def sending(session: Session) -> tuple[Delivery, Digest]:
    win(session, MONDAY)
    plan(session, FRIDAY)
    return begin(session, FRIDAY)


def vanish(session: Session) -> tuple[Doubt, Digest]:
    """Its worker was killed while it was being sent, and another one asks."""
    _, digest = sending(session)
    assert doubts.begin_doubting(session, LATER) == 1
    [doubt] = doubts.claim(session, THEM, LATER, 10)
    return doubt, digest


def test_nobody_asks_before_the_lease_has_ended(session: Session) -> None:
    sending(session)
    assert doubts.begin_doubting(session, FRIDAY + LEASE) == 0
    assert states(session) == [State.SENDING]
    assert doubts.begin_doubting(session, LATER) == 1
    assert states(session) == [State.IN_DOUBT]
    assert ada_of(session).covered_until == MONDAY - SETTLE, "nobody knows yet"


def test_a_new_start_does_not_cut_the_lease_of_what_was_being_sent_short(session: Session) -> None:
    sending(session)
    deliveries.recover(session, THEM, FRIDAY + SECOND)
    assert doubts.begin_doubting(session, FRIDAY + 2 * SECOND) == 0


def test_a_lost_answer_waits_as_long(session: Session) -> None:
    delivery, _ = sending(session)
    answer = FRIDAY + 20 * SECOND
    deliveries.record_in_doubt(session, delivery, US, "TimeoutError", answer)
    assert (states(session), rows(session)[0].error) == ([State.IN_DOUBT], "TimeoutError")
    assert doubts.claim(session, US, answer + LEASE - SECOND, 10) == ()
    [doubt] = doubts.claim(session, US, answer + LEASE, 10)
    assert (doubt.delivery.key, doubt.member.user_id, doubt.lookups) == (delivery.key, "U0ADA", 1)


def test_one_worker_asks_at_a_time_and_another_if_it_vanishes_too(session: Session) -> None:
    vanish(session)
    assert doubts.claim(session, US, LATER + LEASE - SECOND, 10) == ()
    [doubt] = doubts.claim(session, US, LATER + LEASE, 10)
    assert doubt.lookups == 2


def test_what_was_found_counts_as_sent(session: Session) -> None:
    doubt, digest = vanish(session)
    doubts.record_posted(session, doubt, "D0ADA", "12.34", LATER)
    [row] = rows(session)
    assert (row.state, row.channel, row.ts, row.sent_at) == (State.SENT, "D0ADA", "12.34", LATER)
    assert (row.covers_until, row.next_try_at) == (digest.window.end, None)
    ada = ada_of(session)
    assert (ada.covered_until, ada.dm_channel) == (digest.window.end, "D0ADA")
    assert doubts.claim(session, US, LATER + WEEK, 10) == ()


def test_what_is_not_there_is_sent(session: Session) -> None:
    doubt, _ = vanish(session)
    assert doubts.record_not_posted(session, doubt, THEM, LATER)
    assert (states(session), rows(session)[0].covers_until) == ([State.DUE], None)
    second = win(session, LATER)
    again, digest = begin(session, LATER + LEASE)
    assert (again.id, again.key) == (doubt.delivery.id, doubt.delivery.key)
    assert second in [one.id for one in digest.wins], "made anew"


def test_what_never_arrives_is_given_up_and_its_content_is_in_the_next(session: Session) -> None:
    delivery, _ = sending(session)
    now = FRIDAY
    for attempt in range(1, MAX_ATTEMPTS + 1):
        now += LEASE + SECOND
        doubts.begin_doubting(session, now)
        [doubt] = doubts.claim(session, THEM, now, 10)
        assert doubts.record_not_posted(session, doubt, THEM, now) is (attempt < MAX_ATTEMPTS)
        if attempt < MAX_ATTEMPTS:
            begin(session, now)
    assert states(session) == [State.FAILED]
    plan(session, FRIDAY + WEEK)
    following, digest = begin(session, FRIDAY + WEEK)
    assert len(digest.wins) == 1
    assert following.id != delivery.id


@pytest.mark.parametrize("code", ["missing_scope", "channel_not_found", "unclear"])
def test_what_cannot_be_found_out_is_not_repeated_and_counts_as_read(session: Session, code: str) -> None:
    doubt, digest = vanish(session)
    assert not doubts.record_unread(session, doubt, THEM, code, LATER)
    [row] = rows(session)
    assert (row.state, row.error, row.next_try_at) == (State.IN_DOUBT, code, None)
    assert ada_of(session).covered_until == digest.window.end
    assert doubts.claim(session, US, LATER + WEEK, 10) == ()
    assert claim(session, LATER + LEASE) == ()
    plan(session, FRIDAY + WEEK)
    _, following = begin(session, FRIDAY + WEEK)
    assert following.wins == ()


def test_a_history_that_does_not_answer_is_asked_again_but_not_for_ever(session: Session) -> None:
    doubt, digest = vanish(session)
    now, asked = LATER, 1
    while doubts.record_unread(session, doubt, THEM, "TimeoutError", now):
        assert doubts.claim(session, THEM, now + 29 * SECOND, 10) == ()
        now += timedelta(minutes=31)
        [doubt] = doubts.claim(session, THEM, now, 10)
        asked += 1
    assert asked == MAX_LOOKUPS
    assert now - LATER < timedelta(hours=9)
    assert ada_of(session).covered_until == digest.window.end


def test_silence_that_slack_asks_for_is_no_attempt(session: Session) -> None:
    doubt, _ = vanish(session)
    doubts.put_off(session, doubt, THEM, LATER + LEASE)
    [again] = doubts.claim(session, THEM, LATER + LEASE, 10)
    assert again.lookups == 1


def test_without_a_token_it_waits_for_one(session: Session) -> None:
    doubt, _ = vanish(session)
    assert doubts.record_unread(session, doubt, THEM, "token_revoked", LATER)
    assert not session.scalar(select(tables.workspaces.c.active))
    assert doubts.claim(session, THEM, LATER + WEEK, 10) == ()
    session.execute(tables.workspaces.update().values(active=True))
    [again] = doubts.claim(session, THEM, LATER + WEEK, 10)
    assert again.lookups == 1
    doubts.record_not_posted(session, again, THEM, LATER + WEEK)
    assert claim(session, LATER + WEEK) == ()
    assert states(session) == [State.MISSED], "too old by now: its content is in the next"


def test_while_it_is_asked_about_no_other_digest_begins(session: Session) -> None:
    doubt, digest = vanish(session)
    plan(session, FRIDAY + WEEK)
    [following] = claim(session, FRIDAY + WEEK)
    window = Window(digest.window.start, FRIDAY + WEEK)
    assert not deliveries.begin(session, following, US, window, FRIDAY + WEEK)
    doubts.record_posted(session, doubt, "D0ADA", "1.0", FRIDAY + WEEK)
    _, told = begin(session, FRIDAY + WEEK + timedelta(minutes=2))
    assert told.wins == (), "told in the one that was found"


def test_that_it_arrived_is_good_to_know_at_any_time(session: Session) -> None:
    doubt, digest = vanish(session)
    deliveries.record_not_reached(session, doubt.delivery, US, None, LATER)
    assert states(session) == [State.IN_DOUBT], "too late to say otherwise"
    deliveries.record_sent(session, doubt.delivery, US, digest.window, "D0ADA", "1.0", LATER)
    assert states(session) == [State.SENT]
    assert not doubts.record_not_posted(session, doubt, THEM, LATER)
    assert states(session) == [State.SENT]


def test_whoever_asked_too_long_decides_nothing_any_more(session: Session) -> None:
    doubt, _ = vanish(session)
    [theirs] = doubts.claim(session, US, LATER + LEASE, 10)
    assert not doubts.record_not_posted(session, doubt, THEM, LATER + LEASE)
    assert doubts.record_not_posted(session, theirs, US, LATER + LEASE)


@pytest.mark.parametrize("found", [True, False])
def test_a_nudge_in_doubt_is_looked_for_too_and_covers_nothing(session: Session, found: bool) -> None:
    win(session, MONDAY)
    plan(session, WEDNESDAY, Kind.NUDGE)
    [delivery] = claim(session, WEDNESDAY, US, Kind.NUDGE)
    deliveries.begin(session, delivery, US, Window(WEDNESDAY, WEDNESDAY), WEDNESDAY)
    doubts.begin_doubting(session, WEDNESDAY + LEASE + SECOND)
    [doubt] = doubts.claim(session, THEM, WEDNESDAY + LEASE + SECOND, 10)
    if found:
        doubts.record_posted(session, doubt, "D0ADA", "1.0", WEDNESDAY)
    else:
        doubts.record_unread(session, doubt, THEM, "missing_scope", WEDNESDAY)
    assert states(session, Kind.NUDGE) == [State.SENT if found else State.IN_DOUBT]
    assert ada_of(session).covered_until == MONDAY - SETTLE
