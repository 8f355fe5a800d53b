"""The weekly check on both databases: what is due, who takes it, what is noted."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain import checks as rules
from bot.domain.evidence import Captured, Standing
from bot.domain.members import Actor
from bot.domain.wins import NewWin
from bot.services import checks, members, wins
from bot.services import evidence as evidence_services
from bot.store import pacing, workspaces
from bot.store.checks import Due
from bot.store.database import Database, Session
from bot.store.tables import evidence
from bot.store.tables import members as member_table
from bot.store.tables import wins as win_table

WEEK = timedelta(days=8)
both = pytest.mark.both_databases


def captured(session: Session, actor: Actor, now: datetime, number: int = 1, text: str = "Well done") -> int:
    """A message saved by its shortcut; returns its win."""
    message = Captured("C0GENERAL", f"17635000{number:02}.000100", author="U0SAM", snapshot=text)
    return wins.log_new(session, actor, NewWin("helped", now.date()), message, f"key{number}", now).win.id


def drafted(session: Session, actor: Actor, now: datetime, text: str = "Well done") -> None:
    """A message reacted to, and read."""
    members.enrol(session, actor, now)
    message = Captured("C0GENERAL", "1763500000.000100", author="U0SAM")
    reacted = evidence_services.draft_by_reaction(session, actor, message, "1763500001.000100", "event:1", now)
    assert reacted.win
    pending = evidence_services.find_pending(session, actor, reacted.win.id)
    assert pending
    evidence_services.note_text(session, pending, "U0SAM", text, "", "", now)


def claimed(session: Session, now: datetime, real: datetime | None = None) -> tuple[Due, ...]:
    return checks.claim_turn(session, now, real or now)


def row(session: Session) -> Any:
    return session.execute(select(evidence).order_by(evidence.c.id)).first()


@both
def test_a_message_is_claimed_once_and_again_after_its_lease(session: Session, ada: Actor, now: datetime) -> None:
    drafted(session, ada, now)
    assert claimed(session, now + timedelta(days=6)) == ()
    later = now + WEEK
    (due,) = claimed(session, later)
    assert (due.team_id, due.channel_id, due.ts, due.snapshot) == (
        "T0ACME",
        "C0GENERAL",
        "1763500000.000100",
        "Well done",
    )
    assert claimed(session, later + timedelta(minutes=5)) == ()
    (again,) = claimed(session, later + rules.LEASE)
    checks.note_refusal(session, due, "message_not_found", later)  # the first worker was only slow
    assert row(session).standing == Standing.THERE
    checks.note_refusal(session, again, "message_not_found", later)
    assert row(session).standing == Standing.DELETED


@both
def test_an_edited_message_keeps_both_texts_and_edited_back_it_is_as_it_was(
    session: Session, ada: Actor, now: datetime
) -> None:
    drafted(session, ada, now)
    for week, (text, standing, later_text) in enumerate(
        [("Never mind", Standing.EDITED, "Never mind"), ("Well  done", Standing.THERE, "")], 1
    ):
        at = now + week * WEEK
        (due,) = claimed(session, at)
        checks.note_text(session, due, text, at)
        found = row(session)
        assert (found.standing, found.snapshot, found.later_snapshot) == (standing, "Well done", later_text)
        assert found.checked_at == at
        assert timedelta(days=6) < found.next_check_at - at < timedelta(days=8)


@both
def test_a_deleted_message_stays_deleted_and_is_not_asked_for_again(
    session: Session, ada: Actor, now: datetime
) -> None:
    drafted(session, ada, now)
    (due,) = claimed(session, now + WEEK)
    checks.note_refusal(session, due, "message_not_found", now + WEEK)
    checks.plan(session, now + WEEK)
    found = row(session)
    assert (found.standing, found.next_check_at, found.snapshot) == (Standing.DELETED, None, "Well done")


@both
def test_where_vouch_is_not_let_look_nothing_is_said_to_be_deleted(session: Session, ada: Actor, now: datetime) -> None:
    captured(session, ada, now)
    soon = now + rules.FIRST_LOOK
    (due,) = claimed(session, soon)
    checks.note_refusal(session, due, "message_not_found", soon)
    found = row(session)
    assert (found.standing, found.next_check_at) == (Standing.UNREACHABLE, soon + timedelta(days=14))
    (due,) = claimed(session, found.next_check_at)
    checks.note_text(session, due, "Well done", found.next_check_at)  # Vouch was invited meanwhile
    assert (row(session).standing, row(session).why) == (Standing.THERE, "")


@both
def test_trouble_with_the_token_says_nothing_about_a_message(session: Session, ada: Actor, now: datetime) -> None:
    drafted(session, ada, now)
    (due,) = claimed(session, now + WEEK)
    checks.note_refusal(session, due, "token_revoked", now + WEEK)
    assert (row(session).standing, row(session).next_check_at) == (Standing.THERE, now + 2 * WEEK - timedelta(days=1))


@both
def test_what_was_captured_before_there_was_a_check_is_planned_within_a_week(
    session: Session, ada: Actor, now: datetime
) -> None:
    for number in range(3):
        captured(session, ada, now, number)
    session.execute(update(evidence).values(next_check_at=None))
    assert claimed(session, now + WEEK) == ()
    assert checks.plan(session, now) is False
    due = [found.next_check_at for found in session.execute(select(evidence))]
    assert len(set(due)) == 3
    assert all(now <= at <= now + timedelta(days=7) for at in due)


@both
def test_more_than_can_be_planned_at_once_is_planned_in_parts(
    session: Session, ada: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        captured(session, ada, now, number)
    session.execute(update(evidence).values(next_check_at=None))
    monkeypatch.setattr("bot.store.checks._UNPLANNED", 2)
    assert [checks.plan(session, now) for _ in range(3)] == [True, False, False]
    assert all(found.next_check_at for found in session.execute(select(evidence)))


@both
@pytest.mark.parametrize("gone", ["undone", "removed", "left", "uninstalled", "sample"])
def test_what_nobody_may_look_at_waits_another_week(session: Session, ada: Actor, now: datetime, gone: str) -> None:
    drafted(session, ada, now)
    if gone == "undone":
        session.execute(update(win_table).values(deleted_at=now))
    elif gone == "sample":
        session.execute(update(win_table).values(sample=True))
    elif gone == "removed":
        session.execute(update(evidence).values(removed_at=now))
    elif gone == "left":
        session.execute(update(member_table).values(inactive=True))
    else:
        workspaces.remove(session, "", "T0ACME", now)
    assert claimed(session, now + WEEK) == ()
    assert row(session).next_check_at == now + WEEK + rules.EVERY


@both
def test_a_paused_members_evidence_is_looked_at_too(session: Session, ada: Actor, now: datetime) -> None:
    drafted(session, ada, now)
    session.execute(update(member_table).values(paused=True))
    assert len(claimed(session, now + WEEK)) == 1


@both
def test_a_workspace_is_asked_for_twenty_at_once_and_fifty_a_minute_at_most(
    session: Session, ada: Actor, zoe: Actor, now: datetime
) -> None:
    for number in range(80):
        captured(session, ada, now, number)
    captured(session, zoe, now, 1)
    soon = now + rules.FIRST_LOOK
    assert [len(claimed(session, soon, now)) for _ in range(5)] == [10, 10, 1, 0, 0]
    a_minute = sum(len(claimed(session, soon, now + timedelta(seconds=second))) for second in range(1, 61))
    assert a_minute == 30


@both
def test_a_rate_limit_keeps_all_workers_from_asking_and_what_was_claimed_is_given_back(
    session: Session, ada: Actor, now: datetime
) -> None:
    drafted(session, ada, now)
    later = now + WEEK
    due = claimed(session, later, now)
    workspace_id = workspaces.ensure(session, "", "T0ACME", now)
    pacing.hold(session, workspace_id, rules.METHOD, now + timedelta(minutes=20))
    checks.put_back(session, due, later)
    assert claimed(session, later + rules.SOON, now + timedelta(minutes=15)) == ()
    assert len(claimed(session, later + rules.SOON, now + timedelta(minutes=20))) == 1


@pytest.mark.on_postgres
async def test_two_workers_at_once_never_look_at_the_same_message(db: Database, ada: Actor, now: datetime) -> None:
    def capture(session: Session) -> None:
        for number in range(12):
            captured(session, ada, now, number)

    await db.write(capture)
    soon = now + rules.FIRST_LOOK
    turns = await asyncio.gather(*(db.write(checks.claim_turn, soon, now + timedelta(hours=hour)) for hour in range(4)))
    ids = [due.id for turn in turns for due in turn]
    assert sorted(ids) == sorted(set(ids))
    assert 10 <= len(ids) <= 12
