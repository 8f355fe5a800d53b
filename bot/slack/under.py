"""What lies under a window, to be shown anew when something has changed; kept in memory, so a restart forgets it."""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.members import Actor
from bot.domain.outcomes import NotRead, Refused
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
    """For each person the last list from which they opened something, and the window under that."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._lists: dict[Actor, list[_List]] = {}
        self._clock = clock

    def note(self, actor: Actor, again: Callable[[], Awaitable[None]], view_id: str, below: str = "") -> None:
        """`again` shows the list as it is by then; `view_id` is its window, empty for a message, and `below` the
        window under it, empty for a message or Home, which stays noted.
        """
        known = self._lists.pop(actor, [])
        if len(self._lists) >= AT_MOST:
            self._lists.pop(next(iter(self._lists)))
        stays = [each for each in known if view_id and each.view_id == below]
        self._lists[actor] = [*stays, _List(again, view_id, self._clock())]

    def forget(self, actor: Actor) -> None:
        self._lists.pop(actor, None)

    def pressed(self, actor: Actor, view_id: str) -> None:
        """What is pressed in the list's own window may turn it into another."""
        if view_id:
            self._keep(actor, [each for each in self._lists.get(actor, ()) if each.view_id != view_id])

    async def show(self, actor: Actor) -> None:
        for each in tuple(self._lists.get(actor, ())):
            if not await self._shown(each):
                self._keep(actor, [other for other in self._lists.get(actor, ()) if other is not each])

    def _keep(self, actor: Actor, lists: list[_List]) -> None:
        if lists:
            self._lists[actor] = lists
        else:
            self.forget(actor)

    async def _shown(self, each: _List) -> bool:
        each.times += 1
        if each.times > TIMES or self._clock() - each.since > STAYS:
            return False
        try:
            await each.again()
        except SlackProblem as problem:
            log.info("a list stays as it is: %s", problem)
            return False
        except (Refused, NotRead) as problem:
            log.info("a list stays as it is until the next change: %s", problem)
        return True
