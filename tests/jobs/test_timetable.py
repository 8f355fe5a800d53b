"""The timetable ticks, survives its chores' failures, and ends without leaving anything half done."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, cast

import pytest

from bot.domain.deliveries import State
from bot.jobs import evidence
from bot.jobs import timetable as timetables
from bot.jobs.timetable import Timetable
from bot.messenger import Messenger, Posted
from bot.store.database import Database
from tests.conftest import ADA
from tests.jobs.fakes import FakeMessenger
from tests.jobs.test_deliveries import FRIDAY, Post, log_win

RARELY = 300.0


@pytest.fixture
async def post(db: Database) -> Post:
    await db.write(log_win, ADA)
    return Post(db)


@pytest.fixture
async def timetable(post: Post) -> AsyncIterator[Timetable]:
    started = Timetable(post.parts, RARELY)
    await started.start()
    yield started
    await started.stop()


async def test_it_ticks_by_itself(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = asyncio.Event()
    original = post.messenger.post

    async def telling(*values: Any, **named: Any) -> Posted:
        sent.set()
        return await original(*values, **named)

    monkeypatch.setattr(post.messenger, "post", telling)
    ticking = Timetable(post.parts, 0.05)
    await ticking.start()
    await asyncio.wait_for(sent.wait(), 5)
    await ticking.stop()
    assert await post.states() == [State.SENT]


async def test_a_tick_does_what_is_due_then(post: Post, timetable: Timetable) -> None:
    await timetable.tick(FRIDAY - timedelta(hours=1))
    assert await post.states() == []
    await timetable.tick(FRIDAY)
    assert await post.states() == [State.SENT]


async def test_a_failing_chore_stops_no_other(
    post: Post, timetable: Timetable, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(evidence, "read_pending", fail)
    with caplog.at_level(logging.ERROR):
        await timetable.tick(FRIDAY)
    assert await post.states() == [State.SENT]
    assert "the chore readings failed" in caplog.text


async def test_a_chore_never_runs_twice_at_once(post: Post, timetable: Timetable) -> None:
    await asyncio.gather(timetable.tick(FRIDAY), timetable.tick(FRIDAY), timetable.tick(FRIDAY))
    assert len(post.messenger.posted) == 1


async def test_the_end_waits_for_what_is_being_sent(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    posting, let_go = asyncio.Event(), asyncio.Event()
    original = post.messenger.post

    async def slow(*values: Any, **named: Any) -> Posted:
        posting.set()
        await let_go.wait()
        return await original(*values, **named)

    monkeypatch.setattr(post.messenger, "post", slow)
    timetable = Timetable(post.parts, RARELY)
    await timetable.start()
    ticking = asyncio.create_task(timetable.tick(FRIDAY))
    await posting.wait()
    stopping = asyncio.create_task(timetable.stop())
    await asyncio.sleep(0)
    let_go.set()
    await stopping
    await ticking
    assert await post.states() == [State.SENT]
    await timetable.tick(FRIDAY + timedelta(days=7))
    assert await post.states() == [State.SENT]  # nothing begins after the end


async def test_the_end_does_not_wait_for_ever(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(timetables, "STOP_WITHIN", 0.01)
    posting = asyncio.Event()

    async def hang(*_: object, **__: object) -> None:
        posting.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(post.messenger, "post", hang)
    timetable = Timetable(post.parts, RARELY)
    await timetable.start()
    ticking = asyncio.create_task(timetable.tick(FRIDAY))
    await posting.wait()
    await timetable.stop()
    ticking.cancel()
    assert "a chore was still running at the end" in caplog.text


async def test_an_end_without_a_beginning_is_no_trouble(post: Post) -> None:
    await Timetable(post.parts, RARELY).stop()
    assert await post.states() == []


async def test_what_a_dead_process_was_sending_is_looked_for_when_its_lease_has_ended(post: Post) -> None:
    post.messenger.troubles.append(asyncio.CancelledError())
    await Timetable(post.parts, RARELY).tick(FRIDAY)
    assert await post.states() == [State.SENDING]
    following = Timetable(post.parts, RARELY)
    await following.start()
    post.clock.moment += timedelta(seconds=59)
    await following.tick(FRIDAY)
    assert (await post.states(), post.messenger.posted) == ([State.SENDING], [])
    post.clock.moment += timedelta(seconds=2)
    await following.tick(FRIDAY)
    assert (await post.states(), len(post.messenger.posted)) == ([State.SENT], 1)
    await following.stop()


def test_the_fake_speaks_as_the_messenger_does() -> None:
    """What the chores call of it is there on the real one."""
    fake: Messenger = cast("Messenger", FakeMessenger())
    for name in ("post", "wait_for_turn", "user", "open_dm", "history", "identity"):
        assert callable(getattr(fake, name))
        assert callable(getattr(Messenger, name))
