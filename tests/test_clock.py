"""The clock follows the sandbox's: moves, resets, reports of ticks, and its going away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from bot import clock as clocks
from bot.clock import Clock, follow

FRIDAY = datetime(2031, 11, 21, 14, tzinfo=UTC)


class Sandbox:
    """Answers the clock's questions from a list, and keeps what was asked."""

    def __init__(self) -> None:
        self.answers: asyncio.Queue[Any] = asyncio.Queue()
        self.asked: list[dict[str, str]] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(dict(request.query))
        said = await self.answers.get()
        return said() if callable(said) else web.json_response(said)

    def say(self, version: int, moment: datetime = FRIDAY, **more: Any) -> None:
        self.answers.put_nowait({"version": version, "now": moment.isoformat(), **more})


@pytest.fixture
async def followed(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Sandbox, str]]:
    monkeypatch.setattr(clocks, "RETRY_AFTER", 0.01)
    sandbox, app = Sandbox(), web.Application()
    app.router.add_get("/clock", sandbox.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield sandbox, f"http://127.0.0.1:{runner.addresses[0][1]}/clock"
    await runner.cleanup()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - the condition is the follower's own progress
            await asyncio.sleep(0.005)


def near(one: datetime, other: datetime) -> bool:
    return abs(one - other) < timedelta(seconds=5)


def test_outside_the_sandbox_it_is_the_machine_s_time() -> None:
    clock = Clock()
    assert near(clock.now(), datetime.now(UTC))
    assert near(clock.now(), clock.real())
    assert clock.now().tzinfo is UTC


def test_a_moved_clock_goes_on_from_there_and_the_real_one_stays() -> None:
    clock = Clock()
    clock.move_to(FRIDAY)
    assert near(clock.now(), FRIDAY)
    assert near(clock.real(), datetime.now(UTC))


async def test_moves_are_followed_and_each_tick_is_reported(followed: tuple[Sandbox, str]) -> None:
    sandbox, url = followed
    clock, ticks, resets = Clock(), list[datetime](), list[bool]()

    async def on_move() -> None:
        ticks.append(clock.now())
        if len(ticks) == 2:
            raise RuntimeError("a failing tick must not end the following")

    async def on_reset() -> None:
        resets.append(clock.quiet)

    following = asyncio.create_task(follow(clock, url, on_move=on_move, on_reset=on_reset))
    sandbox.say(0)  # nothing new
    sandbox.say(1)
    sandbox.say(2, FRIDAY + timedelta(days=1), reset=True, quiet=True)
    sandbox.say(3, FRIDAY + timedelta(days=2))
    await until(lambda: len(ticks) == 3 and len(sandbox.asked) == 5)
    following.cancel()
    assert [near(tick, FRIDAY + timedelta(days=number)) for number, tick in enumerate(ticks)] == [True] * 3
    assert resets == [True]
    assert clock.quiet is False
    assert [(ask["seen"], ask["ticked"], ask["reset_done"]) for ask in sandbox.asked] == [
        ("0", "0", "0"),
        ("0", "0", "0"),
        ("1", "1", "0"),
        ("2", "2", "2"),
        ("3", "3", "2"),
    ]


async def test_it_outlives_a_sandbox_that_goes_away_or_talks_nonsense(followed: tuple[Sandbox, str]) -> None:
    sandbox, url = followed
    clock, ticks = Clock(), list[datetime]()

    async def tick() -> None:
        ticks.append(clock.now())

    answers: tuple[Any, ...] = (
        lambda: web.Response(status=502, text="<html>"),
        lambda: web.Response(text="{", content_type="application/json"),
        {},
        [],
        {"version": "x", "now": "y"},
        {"version": 1, "now": None},
    )
    for nonsense in answers:
        sandbox.answers.put_nowait(nonsense)
    sandbox.say(1)
    following = asyncio.create_task(follow(clock, url, on_move=tick, on_reset=tick))
    await until(lambda: len(ticks) == 1)
    following.cancel()

    gone = asyncio.create_task(follow(clock, "http://127.0.0.1:9/clock", on_move=tick, on_reset=tick))
    await asyncio.sleep(0.05)
    assert not gone.done()
    gone.cancel()
