"""Deliveries are planned, claimed, sent once and remembered, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain.conversations import NewConversation, Person
from bot.domain.deliveries import LEASE, MAX_ATTEMPTS, MAX_CLAIMS, SETTLE, Delivery, Kind, State, Window
from bot.domain.digests import Digest
from bot.domain.members import Actor, Member
from bot.services import conversations, deliveries, digests, members, wins, workspaces
from bot.store import members as member_store
from bot.store import pacing, tables
from bot.store.database import Session
from tests.conftest import ADA, MAYA, ZOE

pytestmark = pytest.mark.both_databases

MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 4, 14, tzinfo=UTC)  # 15:00 in Berlin
SECOND = timedelta(seconds=1)
WEEK = timedelta(days=7)
WEDNESDAY = FRIDAY - timedelta(days=2)
US, THEM = "us", "them"


def win(session: Session, now: datetime, actor: Actor = ADA) -> int:
    return wins.log_line(session, actor, "wrote something", "", now).win.id


def talk(session: Session, now: datetime) -> int:
    new = NewConversation((Person(user_id="U0MAYA"),), now.date())
    return conversations.log_conversation(session, ADA, new, None, "", now).conversation.id


def ada_of(session: Session) -> Member:
    member = member_store.find(session, ADA)
    assert member is not None
    return member


def plan(session: Session, now: datetime, kind: Kind = Kind.DIGEST, *, quiet: bool = False) -> int:
    return deliveries.plan_due(session, kind, now, quiet=quiet)


def claim(session: Session, now: datetime, owner: str = US, kind: Kind = Kind.DIGEST) -> tuple[Delivery, ...]:
    return deliveries.claim(session, kind, owner, now, now, 10)


def content(session: Session, delivery: Delivery, now: datetime) -> Digest:
    return digests.gather(session, [delivery.member_id], now)[delivery.member_id]


def begin(session: Session, now: datetime, owner: str = US, *, discreet: bool = False) -> tuple[Delivery, Digest]:
    """A digest as it goes to Slack; of a discreet one it is kept what it said."""
    [delivery] = claim(session, now, owner)
    digest = content(session, delivery, now)
    assert deliveries.begin(session, delivery, owner, digest.window, now, said=digest.said.write() if discreet else "")
    return delivery, digest


def rows(session: Session, kind: Kind = Kind.DIGEST) -> list[Any]:
    table = tables.deliveries
    return list(session.execute(select(table).where(table.c.kind == kind).order_by(table.c.due_at)))


def states(session: Session, kind: Kind = Kind.DIGEST) -> list[str]:
    return [row.state for row in rows(session, kind)]


# Planning


def test_what_is_due_is_written_down_once_and_the_next_due_time_follows(session: Session) -> None:
    win(session, MONDAY)
    assert plan(session, FRIDAY - SECOND) == 0
    assert plan(session, FRIDAY) == 1
    assert plan(session, FRIDAY) == 0
    [row] = rows(session)
    assert (row.state, row.period, row.due_at, row.covers_until) == (State.DUE, "2026-W49", FRIDAY, None)
    assert ada_of(session).next_digest_at == FRIDAY + WEEK


def test_a_week_has_one_digest_even_if_its_day_is_moved(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    member_store.change(session, ada_of(session).id, digest_weekday=6, next_digest_at=FRIDAY + timedelta(days=2))
    plan(session, FRIDAY + timedelta(days=2))
    assert states(session) == [State.DUE]
    assert ada_of(session).next_digest_at == FRIDAY + timedelta(days=9)


def test_after_a_long_absence_only_the_last_two_days_are_sent(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY + 2 * WEEK + timedelta(hours=47))
    assert states(session) == [State.MISSED, State.MISSED, State.DUE]
    assert ada_of(session).next_digest_at == FRIDAY + 3 * WEEK


def test_nobody_is_written_to_who_does_not_want_it(session: Session) -> None:
    win(session, MONDAY)
    member_store.change(session, ada_of(session).id, paused=True)
    plan(session, FRIDAY)
    assert states(session) == [State.SKIPPED]
    assert (ada_of(session).next_digest_at, ada_of(session).covered_until) == (FRIDAY + WEEK, MONDAY - SETTLE)


def test_a_workspace_that_vouch_was_removed_from_is_passed_over(session: Session) -> None:
    win(session, MONDAY)
    session.execute(update(tables.workspaces).values(active=False, removed_at=MONDAY))
    plan(session, FRIDAY)
    assert states(session) == [State.SKIPPED]


def test_a_workspace_without_a_token_waits(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    session.execute(update(tables.workspaces).values(active=False, problem="invalid_auth"))
    assert claim(session, FRIDAY) == ()
    session.execute(update(tables.workspaces).values(active=True, problem=""))
    assert len(claim(session, FRIDAY + timedelta(hours=47))) == 1


def test_a_workspace_that_begins_to_rest_after_the_claim_waits_too(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    [delivery] = claim(session, FRIDAY)
    digest = content(session, delivery, FRIDAY)
    session.execute(update(tables.workspaces).values(active=False, problem="invalid_auth"))
    assert not deliveries.begin(session, delivery, US, digest.window, FRIDAY)
    assert states(session) == [State.DUE]


def test_in_a_quiet_time_weeks_pass_as_if_they_had_been_read(session: Session) -> None:
    first = win(session, MONDAY)
    plan(session, FRIDAY, quiet=True)
    [row] = rows(session)
    assert (row.state, row.covers_from, row.covers_until) == (State.SKIPPED, MONDAY - SETTLE, FRIDAY)
    second = win(session, FRIDAY + SECOND)
    plan(session, FRIDAY + WEEK)
    _, digest = begin(session, FRIDAY + WEEK)
    assert [one.id for one in digest.wins] == [second]
    assert first != second


def test_in_a_quiet_time_nudges_pass_too(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY, Kind.NUDGE, quiet=True)
    assert states(session, Kind.NUDGE) == [State.SKIPPED]
    assert ada_of(session).covered_until == MONDAY - SETTLE


# Claiming


def test_what_is_claimed_is_nobody_elses_until_the_lease_runs_out(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    [mine] = claim(session, FRIDAY, US)
    assert claim(session, FRIDAY + LEASE, THEM) == ()
    [theirs] = claim(session, FRIDAY + LEASE + SECOND, THEM)
    assert (theirs.id, theirs.key) == (mine.id, mine.key)
    digest = content(session, mine, FRIDAY)
    assert not deliveries.begin(session, mine, US, digest.window, FRIDAY)
    assert deliveries.begin(session, theirs, THEM, digest.window, FRIDAY)


def test_what_a_dead_process_left_on_sqlite_is_taken_at_once(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    [mine] = claim(session, FRIDAY, THEM)
    deliveries.recover(session, US, FRIDAY)
    taken = claim(session, FRIDAY + SECOND, US)
    assert [one.id for one in taken] == ([mine.id] if session.dialect.name == "sqlite" else [])


def test_ones_own_lease_is_left_alone_by_recovery(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    claim(session, FRIDAY, US)
    deliveries.recover(session, US, FRIDAY)
    assert claim(session, FRIDAY + SECOND, US) == ()


def test_what_became_too_old_while_waiting_is_missed(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    assert claim(session, FRIDAY + timedelta(hours=48)) == ()
    assert states(session) == [State.MISSED]


def test_a_member_gets_one_digest_at_a_time(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    other = dict(rows(session)[0]._mapping) | {"period": "2026-W48", "key": "another", "due_at": FRIDAY - SECOND}
    del other["id"]
    session.execute(tables.deliveries.insert().values(other))
    first, digest = begin(session, FRIDAY)
    assert first.period == "2026-W48"
    assert states(session) == [State.SENDING, State.DUE]
    [second] = claim(session, FRIDAY + timedelta(minutes=1))
    assert not deliveries.begin(session, second, US, digest.window, FRIDAY)
    deliveries.record_sent(session, first, US, digest.window, "D0ADA", "1.0", FRIDAY)
    later = FRIDAY + timedelta(minutes=5)
    [second] = claim(session, later)
    assert not deliveries.begin(session, second, US, digest.window, later)  # its content has been covered meanwhile
    assert states(session) == [State.SENT, State.DUE]


def test_workers_of_one_workspace_take_each_member_once(session: Session) -> None:
    for actor in (ADA, MAYA, ZOE):
        win(session, MONDAY, actor)
    plan(session, FRIDAY + timedelta(hours=8))
    taken = [claim(session, FRIDAY + timedelta(hours=8), owner) for owner in (US, THEM)]
    assert [len(one) for one in taken] == [3, 0]
    assert len({one.member_id for one in taken[0]}) == 3


# Before sending


@pytest.mark.parametrize("change", [{"paused": True}, {"inactive": True}, {"digest_on": False}])
def test_who_stops_it_at_the_last_moment_does_not_get_it(session: Session, change: dict[str, Any]) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    [delivery] = claim(session, FRIDAY)
    digest = content(session, delivery, FRIDAY)
    member_store.change(session, delivery.member_id, **change)
    assert not deliveries.begin(session, delivery, US, digest.window, FRIDAY)
    assert states(session) == [State.SKIPPED]
    assert ada_of(session).covered_until == MONDAY - SETTLE


def test_who_is_deleted_meanwhile_gets_nothing(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    [delivery] = claim(session, FRIDAY)
    digest = content(session, delivery, FRIDAY)
    session.execute(tables.members.delete())
    assert digests.gather(session, [delivery.member_id], FRIDAY) == {}
    assert not deliveries.begin(session, delivery, US, digest.window, FRIDAY)


def test_a_worker_that_ends_gives_back_what_it_has_not_begun(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    [delivery] = claim(session, FRIDAY)
    deliveries.release(session, delivery, US)
    assert [one.id for one in claim(session, FRIDAY, THEM)] == [delivery.id]


# What became of it


def test_what_was_sent_is_covered(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    delivery, digest = begin(session, FRIDAY)
    deliveries.record_sent(session, delivery, US, digest.window, "D0ADA", "12.34", FRIDAY)
    [row] = rows(session)
    assert (row.state, row.channel, row.ts, row.sent_at) == (State.SENT, "D0ADA", "12.34", FRIDAY)
    assert (row.covers_from, row.covers_until) == (MONDAY - SETTLE, digest.window.end)
    ada = ada_of(session)
    assert (ada.covered_until, ada.dm_channel) == (digest.window.end, "D0ADA")


def test_a_win_still_being_stored_while_the_digest_is_made_is_in_the_next(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    delivery, digest = begin(session, FRIDAY)
    deliveries.record_sent(session, delivery, US, digest.window, "D0ADA", "1.0", FRIDAY)
    slow = win(session, FRIDAY - timedelta(seconds=9))
    plan(session, FRIDAY + WEEK)
    _, following = begin(session, FRIDAY + WEEK)
    assert [one.id for one in following.wins] == [slow]


def test_a_nudge_covers_nothing(session: Session) -> None:
    win(session, MONDAY)
    plan(session, WEDNESDAY, Kind.NUDGE)
    [delivery] = claim(session, WEDNESDAY, US, Kind.NUDGE)
    window = Window(WEDNESDAY, WEDNESDAY)
    assert deliveries.begin(session, delivery, US, window, WEDNESDAY)
    deliveries.record_sent(session, delivery, US, window, "D0ADA", "1.0", WEDNESDAY)
    assert ada_of(session).covered_until == MONDAY - SETTLE


def test_after_a_rate_limit_it_waits_as_long_as_slack_says(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    delivery, _ = begin(session, FRIDAY)
    deliveries.record_not_reached(session, delivery, US, timedelta(seconds=30), FRIDAY)
    [row] = rows(session)
    assert (row.state, row.covers_until) == (State.DUE, None)
    assert claim(session, FRIDAY + timedelta(seconds=29)) == ()
    assert len(claim(session, FRIDAY + timedelta(seconds=30))) == 1


def refuse(session: Session, code: str) -> Member:
    win(session, MONDAY)
    plan(session, FRIDAY)
    delivery, _ = begin(session, FRIDAY)
    deliveries.record_refused(session, delivery, US, code, FRIDAY)
    return ada_of(session)


def test_somebody_deactivated_is_left_in_peace(session: Session) -> None:
    ada = refuse(session, "user_disabled")
    assert (ada.inactive, ada.paused, ada.problem) == (True, False, "user_disabled")
    assert (states(session), rows(session)[0].error) == ([State.FAILED], "user_disabled")
    assert ada.covered_until == MONDAY - SETTLE


@pytest.mark.parametrize("code", ["channel_not_found", "cannot_dm_bot", "user_disabled"])
def test_somebody_who_cannot_be_written_to_is_left_alone_until_they_are_heard_of(session: Session, code: str) -> None:
    ada = refuse(session, code)
    assert (ada.inactive, ada.paused, ada.problem) == (code == "user_disabled", False, code)
    assert states(session) == [State.FAILED]
    plan(session, FRIDAY + WEEK)
    assert states(session) == [State.FAILED, State.SKIPPED]
    win(session, FRIDAY + WEEK + SECOND)
    assert (ada_of(session).problem, ada_of(session).inactive) == ("", False)
    plan(session, FRIDAY + 2 * WEEK)
    _, digest = begin(session, FRIDAY + 2 * WEEK)
    assert len((*digest.wins, *digest.late_wins)) == 2, "nothing was lost meanwhile"


def test_a_mark_goes_when_slack_says_that_they_are_back(session: Session) -> None:
    refuse(session, "user_disabled")
    members.note_user(session, ADA, None, True, FRIDAY)
    assert ada_of(session).problem == "user_disabled"
    members.note_user(session, ADA, None, False, FRIDAY)
    ada = ada_of(session)
    assert (ada.problem, ada.inactive, ada.next_digest_at) == ("", False, FRIDAY + WEEK)


def test_what_kills_whoever_prepares_it_is_given_up(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    now = FRIDAY
    for _ in range(MAX_CLAIMS):
        assert len(claim(session, now)) == 1
        now += LEASE + SECOND
    assert claim(session, now) == ()
    assert (states(session), rows(session)[0].error) == ([State.FAILED], "gave_up")


def people_of(session: Session, team: str, many: int) -> list[int]:
    """Members of one workspace whose digest is due, in the order of their ids."""
    for number in range(many):
        win(session, MONDAY, Actor("", team, f"U{team}{number}", zone="Europe/Berlin", zone_asked=True))
    chosen = select(tables.members.c.id).where(tables.members.c.user_id.startswith(f"U{team}"))
    return list(session.execute(chosen.order_by(tables.members.c.id)).scalars())


def test_each_workspace_has_its_turn(session: Session) -> None:
    large, small = people_of(session, "TLARGE", 8), people_of(session, "TSMALL", 3)
    plan(session, FRIDAY)
    first = deliveries.claim(session, Kind.DIGEST, US, FRIDAY, FRIDAY, 4)
    assert sorted(one.member_id for one in first) == sorted([*large[:2], *small[:2]])
    rest = deliveries.claim(session, Kind.DIGEST, THEM, FRIDAY, FRIDAY, 20)
    assert sorted(one.member_id for one in rest) == sorted([*large[2:], *small[2:]])


def test_a_workspace_that_has_to_wait_holds_up_no_other(session: Session) -> None:
    large, small = people_of(session, "TLARGE", 3), people_of(session, "TSMALL", 3)
    plan(session, FRIDAY)
    place = session.scalar(select(tables.workspaces.c.id).where(tables.workspaces.c.team_id == "TLARGE"))
    assert place is not None
    pacing.hold(session, place, pacing.POST, FRIDAY + timedelta(seconds=30))
    assert sorted(one.member_id for one in claim(session, FRIDAY)) == small
    assert claim(session, FRIDAY + timedelta(seconds=29)) == ()
    assert sorted(one.member_id for one in claim(session, FRIDAY + timedelta(seconds=30))) == large


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth", "messages_tab_disabled"])
def test_without_a_token_the_workspace_rests_and_its_people_stay_as_they_are(session: Session, code: str) -> None:
    win(session, MONDAY, ZOE)
    ada = refuse(session, code)
    assert (ada.inactive, ada.paused) == (False, False)
    places = tables.workspaces.c
    marks = {row.team_id: row for row in session.execute(select(tables.workspaces))}
    assert (marks["T0ACME"].active, marks["T0ACME"].problem, marks["T0ACME"].problem_at) == (False, code, FRIDAY)
    assert (marks["T0OTHER"].active, marks["T0OTHER"].problem) == (True, "")
    assert states(session) == [State.DUE], "it waits for the token"
    assert workspaces.list_troubled(session) == {("", "T0ACME")}
    who = {"enterprise_id": "", "team_id": "T0ACME", "team": "Acme", "url": "", "user_id": "U0VOUCH"}
    workspaces.note_connection(session, who, FRIDAY)
    healed = session.execute(select(tables.workspaces).where(places.team_id == "T0ACME")).one()
    assert (healed.active, healed.problem, healed.problem_at) == (True, "", None)
    assert workspaces.list_troubled(session) == frozenset()
    begin(session, FRIDAY + SECOND)


def test_another_refusal_is_tried_again_but_not_for_ever(session: Session) -> None:
    refuse(session, "some_new_error")
    assert [row.error for row in rows(session)] == ["some_new_error"]  # so that it is seen why it waits
    attempts, now = 1, FRIDAY
    while states(session) == [State.DUE]:
        now += timedelta(minutes=31)
        delivery, _ = begin(session, now)
        deliveries.record_refused(session, delivery, US, "some_new_error", now)
        attempts += 1
    assert (states(session), attempts) == ([State.FAILED], MAX_ATTEMPTS)


def test_a_settled_delivery_is_changed_by_nobody(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    delivery, digest = begin(session, FRIDAY)
    deliveries.record_sent(session, delivery, US, digest.window, "D0ADA", "1.0", FRIDAY)
    covered = ada_of(session).covered_until
    later = Window(digest.window.start, FRIDAY + WEEK)
    deliveries.record_in_doubt(session, delivery, US, "late", FRIDAY)
    deliveries.record_sent(session, delivery, US, later, "D0ADA", "2.0", FRIDAY)
    deliveries.skip(session, delivery, US)
    assert (states(session), rows(session)[0].ts, ada_of(session).covered_until) == ([State.SENT], "1.0", covered)
