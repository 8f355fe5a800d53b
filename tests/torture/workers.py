"""Several workers on one PostgreSQL: who sent what, and what is left when one of them is killed."""

import asyncio
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.store.database import Database
from tests.conftest import KEY
from tests.torture.kills import add_members, compare, mother, read_all
from tests.torture.slack import SPED_UP, FakeSlack

LEASE = 6.0  # seconds: a tenth of the product's
CHUNK = 50


@dataclass
class Shared:
    """`by_worker` counts who sent how many; `even` is the largest distance from an even share, of those that lived."""

    seconds: float
    sent: int
    limits: int
    by_worker: Counter[str] = field(default_factory=Counter)
    even: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        shares = ", ".join(str(count) for count in self.by_worker.values())
        return [
            f"{self.sent} messages in {self.seconds:.0f} s; the workers sent {shares}, {self.even:.0%} from even",
            f"{self.limits} rate limits, all of them {SPED_UP} times faster than Slack's; {len(self.wrong)} wrong",
            *(f"  WRONG {what}" for what in self.wrong[:20]),
        ]


async def share(
    database: str, workers: int, workspaces: int, members: int, *, kill_after: int = 0, limited: float = 0.01
) -> Shared:
    """`members` of `workspaces` are due at once; the first worker is killed after it has recorded `kill_after`."""
    db = Database(database, (KEY,), deadline=60.0)
    with FakeSlack(limited=limited) as slack, ExitStack() as stack:
        mothers = [stack.enter_context(mother(slack, database)) for _ in range(workers)]

        def life(number: int) -> bool:
            step = "record_sent: committed" if kill_after and number == 0 else ""
            return mothers[number].life(step, kill_after, members, lease=LEASE, at_most=900.0, every=0.5)

        lives = [asyncio.create_task(asyncio.to_thread(life, number)) for number in range(workers)]
        await asyncio.to_thread(slack.wait_started, workers)
        began = time.monotonic()
        await _add(db, workspaces, members)  # the workers begin while more come
        killed = await asyncio.gather(*lives)
        with db.engine.connect() as session:
            rows = read_all(session)
        shared = Shared(time.monotonic() - began, len(slack.posts), slack.limits)
        shared.by_worker.update(row.lease_owner for row in rows)
        shared.wrong = compare(rows, slack, lossless=True)
        shared.wrong += ["a worker was killed that should live"] * (sum(killed) - bool(kill_after))
        if slack.too_early > slack.limits * 2 * workers:
            shared.wrong.append(f"{slack.too_early} came while Slack had asked for silence")
    db.close()
    if not kill_after:
        mean = shared.sent / workers
        shared.even = max(abs(count - mean) / mean for count in shared.by_worker.values())
    return shared


async def _add(db: Database, workspaces: int, members: int) -> None:
    each = members // workspaces
    for workspace in range(workspaces):
        for start in range(0, each, CHUNK):
            numbers = range(start, min(start + CHUNK, each))
            await db.write(add_members, workspace, numbers, datetime.now(UTC), nudges=False)
