"""The only reader of wall time; in the sandbox it follows the movable clock, while leases and ticks use `real`."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

log = logging.getLogger(__name__)

RETRY_AFTER = 1.0  # seconds between attempts to reach a followed clock


class Clock:
    """`now` is what people and records see, `real` is the machine's; outside the sandbox they are the same."""

    def __init__(self) -> None:
        self._offset = timedelta(0)
        self.quiet = False  # the sandbox tells its story so far: automatic messages are not sent

    def now(self) -> datetime:
        return self.real() + self._offset

    def real(self) -> datetime:
        return datetime.now(UTC)

    def move_to(self, moment: datetime) -> None:
        self._offset = moment - self.real()


async def follow(
    clock: Clock,
    url: str,
    *,
    on_move: Callable[[], Awaitable[None]],
    on_reset: Callable[[], Awaitable[None]],
) -> None:
    """Follows the clock at `url` until cancelled: moves, does what is due, and reports that it was done.

    The address answers a long poll with {"version", "now", "quiet", "reset"} as soon as the version is newer than
    `seen`; `ticked` and `reset_done` in the next question say what has been finished.
    """
    import aiohttp

    seen = ticked = reset_done = 0
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as http:
        while True:
            asked = {"seen": str(seen), "ticked": str(ticked), "reset_done": str(reset_done)}
            try:
                async with http.get(url, params=asked) as answer:
                    said: dict[str, Any] = await answer.json()
                version, moment = int(said["version"]), datetime.fromisoformat(said["now"])
            except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError):
                await asyncio.sleep(RETRY_AFTER)
                continue
            if version <= seen:
                continue
            clock.quiet = bool(said.get("quiet"))
            clock.move_to(moment)
            seen = version
            if said.get("reset"):
                await _attempt("reset", on_reset)
                reset_done = seen
            await _attempt("tick", on_move)
            ticked = seen


async def _attempt(name: str, action: Callable[[], Awaitable[None]]) -> None:
    try:
        await action()
    except Exception:
        log.exception("the %s after a move of the clock failed", name)
