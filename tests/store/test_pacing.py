"""When a workspace may be written to next, shared by all who write."""

import asyncio
from datetime import timedelta

import pytest

from bot.store import pacing, workspaces
from bot.store.database import Database, Session
from tests.conftest import KEY, NOW

STEP = timedelta(milliseconds=250)
POST = "chat.postMessage"


@pytest.fixture
def here(session: Session) -> int:
    return workspaces.ensure(session, "", "T1", NOW)


@pytest.mark.both_databases
def test_slots_lie_one_interval_apart(session: Session, here: int) -> None:
    assert [pacing.take_slot(session, here, POST, STEP, NOW) - NOW for _ in range(3)] == [0 * STEP, STEP, 2 * STEP]


def test_a_pause_is_not_saved_up(session: Session, here: int) -> None:
    pacing.take_slot(session, here, POST, STEP, NOW)
    much_later = NOW + timedelta(minutes=1)
    assert pacing.take_slot(session, here, POST, STEP, much_later) == much_later
    assert pacing.take_slot(session, here, POST, STEP, much_later) == much_later + STEP


def test_methods_and_workspaces_do_not_wait_for_each_other(session: Session, here: int) -> None:
    there = workspaces.ensure(session, "", "T2", NOW)
    for place, method in ((here, POST), (there, POST), (here, f"{POST} D1")):
        assert pacing.take_slot(session, place, method, STEP, NOW) == NOW


@pytest.mark.both_databases
def test_after_a_rate_limit_nobody_calls_before_its_end(session: Session, here: int) -> None:
    until = NOW + timedelta(seconds=30)
    pacing.hold(session, here, POST, until)
    assert pacing.take_slot(session, here, POST, STEP, NOW) == until
    pacing.hold(session, here, POST, NOW + timedelta(seconds=5))  # a shorter one takes nothing back
    assert pacing.take_slot(session, here, POST, STEP, NOW) == until + STEP


def test_a_rate_limit_lengthens_a_wait(session: Session, here: int) -> None:
    pacing.take_slot(session, here, POST, STEP, NOW)
    pacing.hold(session, here, POST, NOW + timedelta(seconds=30))
    assert pacing.take_slot(session, here, POST, STEP, NOW) == NOW + timedelta(seconds=30)


PACE = pacing.Pace(STEP, timedelta(seconds=1))
WITHIN = timedelta(seconds=2)


@pytest.mark.both_databases
def test_turns_keep_both_paces(session: Session, here: int) -> None:
    def turn(channel: str) -> tuple[timedelta, bool]:
        moment, reserved = pacing.take_turn(session, here, channel, PACE, NOW, WITHIN)
        return moment - NOW, reserved

    assert [turn("D1"), turn("D2"), turn("D1")] == [(0 * STEP, True), (STEP, True), (4 * STEP, True)]
    assert turn("D1") == (8 * STEP, True)
    assert turn("D1") == (12 * STEP, False), "too far ahead"
    assert turn("D1") == (12 * STEP, False), "and so nothing was reserved"
    assert turn("D3") == (4 * STEP, True)


@pytest.mark.both_databases
def test_silence_holds_all_turns_of_its_workspace_and_no_other(session: Session, here: int) -> None:
    there = workspaces.ensure(session, "", "T2", NOW)
    pacing.hold(session, here, POST, NOW + timedelta(seconds=30))
    assert pacing.take_turn(session, here, "D1", PACE, NOW, WITHIN) == (NOW + timedelta(seconds=30), False)
    assert pacing.take_turn(session, there, "D1", PACE, NOW, WITHIN) == (NOW, True)
    assert pacing.held_until(session, here, POST, NOW) == NOW + timedelta(seconds=30)
    assert pacing.held_until(session, there, POST, NOW) == NOW


@pytest.mark.both_databases
async def test_processes_never_get_the_same_slot(database: str) -> None:
    processes = [Database(database, (KEY,)) for _ in range(2)]
    here = await processes[0].write(workspaces.ensure, "", "T1", NOW)
    taken = await asyncio.gather(*(db.write(pacing.take_slot, here, POST, STEP, NOW) for db in processes * 10))
    assert sorted(taken) == [NOW + number * STEP for number in range(20)]
    for db in processes:
        db.close()
