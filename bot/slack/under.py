"""The list under a window, to be shown anew when what it lists has changed; kept in memory, so a restart forgets it."""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.members import Actor
from bot.messenger import SlackProblem

log = logging.getLogger(__name__)

AT_MOST = 10_000  # people
TIMES = 4  # Slack takes a message's rewriting five times within half an hour
STAYS = 1800.0  # seconds


@dataclass(slots=True)
class _List:
    again: Callable[[], Awaitable[None]]
    view_id: str
    since: float
    times: int = 0


class Under:
    """For each person the last list from which they opened something."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._lists: dict[Actor, _List] = {}
        self._clock = clock

    def note(self, actor: Actor, again: Callable[[], Awaitable[None]], view_id: str) -> None:
        """`again` shows the list as it is by then; `view_id` is its window, empty for a message."""
        self._lists.pop(actor, None)
        if len(self._lists) >= AT_MOST:
            self._lists.pop(next(iter(self._lists)))
        self._lists[actor] = _List(again, view_id, self._clock())

    def forget(self, actor: Actor) -> None:
        self._lists.pop(actor, None)

    def pressed(self, actor: Actor, view_id: str) -> None:
        """What is pressed in the list's own window may turn it into another."""
        shown = self._lists.get(actor)
        if shown is not None and view_id and shown.view_id == view_id:
            self.forget(actor)

    async def show(self, actor: Actor) -> None:
        shown = self._lists.get(actor)
        if shown is None:
            return
        shown.times += 1
        if shown.times > TIMES or self._clock() - shown.since > STAYS:
            self.forget(actor)
            return
        try:
            await shown.again()
        except SlackProblem as problem:
            log.info("a list stays as it is: %s", problem)
            self.forget(actor)
