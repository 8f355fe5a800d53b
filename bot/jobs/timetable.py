"""The timetable: every few seconds each chore looks for what is due in the database; it remembers nothing itself."""

import asyncio
import logging
import socket
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.jobs import digests, doubts, evidence, nudges
from bot.jobs.checks import Checks
from bot.jobs.deliveries import Worker
from bot.jobs.upkeep import Upkeep
from bot.parts import Parts
from bot.services import deliveries

log = logging.getLogger(__name__)
scheduler_log = logging.getLogger(f"{__name__}.ticker")
scheduler_log.setLevel(logging.ERROR)  # that a long chore makes the next tick wait is no news

STOP_WITHIN = 6.0  # seconds for what is being sent

Chore = Callable[[datetime], Awaitable[None]]


class Timetable:
    """APScheduler only ticks; what is due stands in columns, so that a restart or a second worker loses nothing.

    The chores run side by side, each never twice at once, so that a long queue of digests keeps nobody's reaction
    waiting.
    """

    def __init__(self, parts: Parts, every: float = 5.0) -> None:
        """`every` is in seconds of real time."""
        self._parts = parts
        self._every = every
        self._worker = Worker(f"{socket.gethostname()[:40]}:{uuid.uuid4().hex[:16]}")
        self._chores: dict[str, Chore] = {
            "messages": self._send,
            "readings": lambda now: evidence.read_pending(parts, now),
            "checks": Checks(parts).run,
            "upkeep": Upkeep(parts).run,
        }
        self._busy = {name: asyncio.Lock() for name in self._chores}
        self._scheduler = AsyncIOScheduler(timezone="UTC", logger=scheduler_log)

    async def start(self) -> None:
        await self._parts.db.write(deliveries.recover, self._worker.name, self._parts.clock.real())
        for name in self._chores:
            self._scheduler.add_job(
                self._attempt,
                IntervalTrigger(seconds=self._every, timezone="UTC"),
                args=(name,),
                id=name,
                misfire_grace_time=None,  # a late tick is still a tick
                coalesce=True,
                max_instances=1,
            )
        self._scheduler.start()

    async def tick(self, now: datetime) -> None:
        """Does everything that is due at `now`, after what is being done already."""
        await asyncio.gather(*(self._attempt(name, now) for name in self._chores))

    async def stop(self) -> None:
        """No more ticks; what is going to Slack is finished, what is not yet begun is left for the next start."""
        self._worker.stopping = True
        if self._scheduler.running:
            self._scheduler.pause()
        try:
            async with asyncio.timeout(STOP_WITHIN):
                for busy in self._busy.values():
                    async with busy:
                        pass
        except TimeoutError:
            log.warning("a chore was still running at the end")
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)  # which cancels what still runs

    async def _attempt(self, name: str, now: datetime | None = None) -> None:
        """A chore that fails is tried again at the next tick."""
        async with self._busy[name]:
            if self._worker.stopping:
                return
            try:
                await self._chores[name](now or self._parts.clock.now())
            except Exception:
                log.exception("the chore %s failed", name)

    async def _send(self, now: datetime) -> None:
        await doubts.look_up(self._parts, self._worker, now)
        await digests.send_due_digests(self._parts, self._worker, now)
        await nudges.send_due_nudges(self._parts, self._worker, now)
