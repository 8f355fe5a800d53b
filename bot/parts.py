"""What listeners and jobs are given: the database, the messenger, the clock, and a keeper of background tasks."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.clock import Clock
from bot.domain.outcomes import Refused
from bot.messenger import Messenger, SlackProblem
from bot.store.database import Database

log = logging.getLogger(__name__)


class Tasks:
    """Holds a reference to each background task, reports its failure, and waits for all at shutdown."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        problem = None if task.cancelled() else task.exception()
        if isinstance(problem, Refused):  # what it was about is gone meanwhile: undone, deleted
            log.info("a background task had nothing left to do: %s", problem.code)
        elif isinstance(problem, SlackProblem):
            log.warning("Slack did not take what a background task sent: %s", problem)
        elif problem is not None:
            log.error("a background task failed", exc_info=problem)

    async def drain(self, seconds: float) -> None:
        """Waits for what runs, and for what that starts; cancels what is not done in time."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self._running and (left := deadline - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(self._running, timeout=left)
        for task in self._running:
            task.cancel()


@dataclass(frozen=True, slots=True)
class Parts:
    db: Database
    messenger: Messenger
    clock: Clock
    commands: Mapping[str, str]  # names of the commands by what they do: win, met, vouch
    tasks: Tasks = field(default_factory=Tasks)
