"""A worker of Vouch that dies where it is told to: `python -m tests.torture.child` forks one for each line it reads.

The product knows nothing of this. The places where it dies are put around its functions here, in a process of the
test's own, and the death is SIGKILL: no exception, no `finally`, no exit handler.
"""

import asyncio
import functools
import json
import logging
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import func, or_, select

from bot import config
from bot.app import Vouch
from bot.domain import deliveries as rules
from bot.domain.deliveries import State
from bot.domain.outcomes import NotRead
from bot.messenger import Messenger
from bot.store.database import Database, Session
from bot.store.tables import deliveries

WRITES = (
    "plan_due",
    "claim",
    "begin",
    "record_sent",
    "begin_doubting",
    "record_posted",
    "record_not_posted",
    "take_turn",
)
STEPS = (
    *(f"{name}: {phase}" for name in WRITES for phase in ("before", "not committed", "committed")),
    *(f"{name}: {phase}" for name in ("gather", "post", "history") for phase in ("before", "after")),
    "post: on its way",
)


class Death:
    """Counts how often a place is passed, and dies at the wanted time."""

    def __init__(self, step: str, count: int) -> None:
        self._step, self._left, self._lock = step, count, threading.Lock()

    def passing(self, step: str) -> None:
        if step != self._step:
            return
        with self._lock:
            self._left -= 1
            if self._left > 0:
                return
        if step == "post: on its way":
            threading.Thread(target=self._soon, daemon=True).start()
        else:
            die()

    def _soon(self) -> None:
        time.sleep(random.uniform(0, 0.006))
        die()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def wire(death: Death) -> None:
    """Puts the places to die around what a delivery goes through."""
    for name in ("write", "read"):
        setattr(Database, name, _dying(getattr(Database, name), death))
    for name in ("post", "history"):
        setattr(Messenger, name, _dying_call(name, getattr(Messenger, name), death))


def _dying(original: Callable[..., Any], death: Death) -> Callable[..., Any]:
    async def passing(self: Database, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
        name = work.__name__

        @functools.wraps(work)
        def inside(session: Session, *rest: Any, **more: Any) -> Any:
            result = work(session, *rest, **more)
            death.passing(f"{name}: not committed")
            return result

        death.passing(f"{name}: before")
        result = await original(self, inside, *args, **named)
        death.passing(f"{name}: committed")
        if name == "gather":
            death.passing("gather: after")
        return result

    return passing


def _dying_call(name: str, original: Callable[..., Any], death: Death) -> Callable[..., Any]:
    async def passing(*args: Any, **named: Any) -> Any:
        death.passing(f"{name}: before")
        death.passing(f"{name}: on its way")
        result = await original(*args, **named)
        death.passing(f"{name}: after")
        return result

    return passing


def is_done(session: Session, planned: int) -> bool:
    """Whether so many were planned and each of them is settled."""
    asked = (deliveries.c.state == State.IN_DOUBT) & deliveries.c.next_try_at.is_not(None)
    open_ = or_(deliveries.c.state.in_((State.DUE, State.CLAIMED, State.SENDING)), asked)
    if session.execute(select(deliveries.c.id).where(open_).limit(1)).first() is not None:
        return False
    return int(session.execute(select(func.count(deliveries.c.id))).scalar_one()) >= planned


async def live(planned: int, every: float) -> None:
    """Works until so many were planned and all are settled; looks every so many seconds."""
    vouch = Vouch(config.load(env_file=None), deliver="", timetable=True)
    await vouch.start()
    while True:
        await asyncio.sleep(every)
        try:
            if await vouch.db.read(is_done, planned):
                break
        except NotRead:  # a busy machine
            continue
    await vouch.stop()


def shorten(lease: float) -> None:
    """Leases in a hundredth of their time, so that a test need not wait a minute after each death."""
    rules.LEASE = timedelta(seconds=lease)
    rules.HAND_OVER_WITHIN = timedelta(seconds=lease / 2)


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            logging.disable(logging.CRITICAL)
            shorten(order["lease"])
            wire(Death(order["step"], order["count"]))
            threading.Timer(order["at_most"], die).start()
            asyncio.run(live(order["planned"], order["every"]))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
