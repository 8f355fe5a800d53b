"""The workspace clock, and the only reader of wall time in this package; it may not move by itself.

The workspace clock is real time plus an offset. `GET /clock?seen=N&ticked=M&reset_done=R&wait=S` is a long poll. It
answers `{"version", "now", "frozen", "quiet", "reset"}` as soon as the clock's version differs from `seen`, or after
`wait` seconds (20 unless given). The app follows `now`, runs one tick for each version it sees, and polls again with
`ticked` set to the highest version whose tick is finished: every message that tick had to send is sent by then.

While `quiet` is true a story is being replayed: the app ticks and moves its due times on, but sends no digest and no
nudge.

*Reset*: when somebody resets the workspace, the answer carries `"reset": true` under a new version N. The app, if it
was started without tokens and on its own sandbox database, empties that database, reconnects, and says so with
`reset_done=N` in its next poll. Until it has, each poll is answered at once with `"reset": true` again. The sandbox
waits for it (at most `RESET_LIMIT` seconds), then replays the seed story if it was asked to. An app that never says
so keeps what it stored, and whoever pressed *Reset* is told. `python -m sandbox` resets once by itself when the app is
there, unless started with `--no-seed`: what an earlier sandbox left in the app's database does not fit a new one.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from aiohttp import web

from sandbox.wire import Json

TICK_LIMIT = 10.0
RESET_LIMIT = 15.0


def real_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    def __init__(self) -> None:
        self.offset = timedelta()
        self.version = 1
        self.ticked = 0
        self.quiet = False
        self.reset_version = 0
        self.reset_done = 0
        self.tick_limit = TICK_LIMIT
        self.reset_limit = RESET_LIMIT
        self.followed = asyncio.Event()
        self._closing = False
        self._moved = asyncio.Condition()

    def now(self) -> datetime:
        return real_now() + self.offset

    @property
    def reset_pending(self) -> bool:
        return self.reset_done < self.reset_version

    async def move_to(self, moment: datetime) -> int:
        self.offset = moment - real_now()
        return await self._bump()

    async def ask_for_reset(self) -> bool:
        """Ask the app to forget everything; whether it said in time that it has."""
        self.offset = timedelta()
        self.quiet = False
        self.reset_version = self.version + 1
        await self._bump()
        return await self._until(lambda: not self.reset_pending, self.reset_limit)

    async def wait_ticked(self, version: int) -> bool:
        """Whether the app reported the tick of `version` within the limit."""
        return await self._until(lambda: self.ticked >= version, self.tick_limit)

    async def wait_change(self, seen: int, wait: float) -> None:
        await self._until(lambda: self.version != seen or self.reset_pending or self._closing, wait)

    async def close(self) -> None:
        """Let everybody who waits go."""
        async with self._moved:
            self._closing = True
            self._moved.notify_all()

    async def report(self, ticked: int, reset_done: int) -> None:
        async with self._moved:
            self.followed.set()
            self.ticked = max(self.ticked, min(ticked, self.version))
            self.reset_done = max(self.reset_done, min(reset_done, self.version))
            self._moved.notify_all()

    def reading(self) -> Json:
        return {
            "version": self.version,
            "now": self.now().isoformat(),
            "frozen": False,
            "quiet": self.quiet,
            "reset": self.reset_pending,
        }

    async def _bump(self) -> int:
        async with self._moved:
            self.version += 1
            self._moved.notify_all()
            return self.version

    async def _until(self, condition: Callable[[], bool], limit: float) -> bool:
        try:
            async with asyncio.timeout(limit), self._moved:
                await self._moved.wait_for(condition)
        except TimeoutError:
            return False
        return True


def route(clock: Clock) -> web.RouteDef:
    async def read(request: web.Request) -> web.Response:
        query = request.query
        try:
            seen, ticked = int(query.get("seen", "0")), int(query.get("ticked", "0"))
            reset_done, wait = int(query.get("reset_done", "0")), float(query.get("wait", "20"))
        except ValueError:
            return web.json_response(
                {"ok": False, "error": "seen, ticked, reset_done and wait are numbers."}, status=400
            )
        await clock.report(ticked, reset_done)
        await clock.wait_change(seen, min(wait, 60.0))
        return web.json_response(clock.reading())

    return web.get("/clock", read)
