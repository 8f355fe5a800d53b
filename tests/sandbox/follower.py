"""An app's side of the clock: it follows, ticks at once, and forgets when asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import aiohttp

from sandbox.box import Box

Json = dict[str, Any]


class Follower:
    """`seen` is every reading it ticked at; `on_tick` may send something before the tick counts as finished."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.seen: list[Json] = []
        self.there = asyncio.Event()
        self.forgot = 0
        self.on_tick: Callable[[Json], Awaitable[None]] | None = None

    async def follow(self) -> None:
        query = {"seen": "0", "ticked": "0", "reset_done": "0"}
        async with aiohttp.ClientSession() as session:
            while True:
                async with session.get(self._url, params=query) as answer:
                    reading = await answer.json()
                if reading["reset"]:
                    self.forgot += 1
                    query["reset_done"] = str(reading["version"])
                self.seen.append(reading)
                self.there.set()
                if self.on_tick is not None:
                    await self.on_tick(reading)
                query |= {"seen": str(reading["version"]), "ticked": str(reading["version"])}

    def moments(self) -> list[datetime]:
        return [datetime.fromisoformat(reading["now"]) for reading in self.seen]


@asynccontextmanager
async def following(box: Box) -> AsyncIterator[Follower]:
    follower = Follower(box.clock_url)
    task = asyncio.create_task(follower.follow())
    try:
        await asyncio.wait_for(follower.there.wait(), 5)
        yield follower
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
