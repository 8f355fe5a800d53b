"""Killing workers at every step between claim and record, and counting what arrived; both forms of the test use it."""

import asyncio
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from bot.domain.members import Actor
from bot.services import wins
from bot.store import tables
from bot.store.database import Database, Session
from tests.conftest import KEY
from tests.torture.child import STEPS
from tests.torture.slack import FakeSlack, user_of

ROOT = Path(__file__).parents[2]
LEASE = 0.8  # seconds
LIFE = 12.0  # seconds at most; then it is killed wherever it is
MEMBERS = 6  # in one round: a digest and a nudge each
KILLS_A_ROUND = 5


@dataclass
class Report:
    seed: int
    kills: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    sent: int = 0
    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        total = sum(self.kills.values())
        first = (
            f"{total} kills in {self.rounds} rounds, seed {self.seed}: {self.sent} messages, {len(self.wrong)} wrong;"
        )
        return [
            f"{first} {self.asked} were found in the history",
            *(f"  {count:4d} × {step}" for step, count in sorted(self.kills.items())),
            *(f"  WRONG {what}" for what in self.wrong),
        ]


def environment(slack: FakeSlack, database: str) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": "xoxb-torture",
        "SLACK_API_URL": slack.url,
        "DATABASE_URL": database.replace("postgresql+psycopg://", "postgresql://"),
        "VOUCH_SECRET_KEY": KEY,
        "VOUCH_TICK_SECONDS": "0.1",
        "VOUCH_SENDS_PER_SECOND": "100",
        "VOUCH_LOG_LEVEL": "ERROR",
    }


class Mother:
    """The process that forks one worker after another."""

    def __init__(self, slack: FakeSlack, database: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.child"],
            cwd=ROOT,
            env=environment(slack, database),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def life(
        self, step: str, count: int, planned: int, *, lease: float = LEASE, at_most: float = LIFE, every: float = 0.05
    ) -> bool:
        """One life of a worker; True if it was killed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"step": step, "count": count, "planned": planned, "lease": lease, "at_most": at_most, "every": every}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        status = self._process.stdout.readline().strip()
        if status not in {"0", "-9"}:
            raise AssertionError(f"a worker ended with {status!r}")
        return status == "-9"

    def end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


@contextmanager
def mother(slack: FakeSlack, database: str) -> Iterator[Mother]:
    started = Mother(slack, database)
    try:
        yield started
    finally:
        started.end()


def add_members(session: Session, workspace: int, numbers: range, now: datetime, *, nudges: bool = True) -> None:
    """Each has kept one win three days ago and has somebody to talk to, overdue; both messages are due now."""
    for number in numbers:
        actor = Actor("", f"T{workspace:03d}", user_of(workspace, number), zone="Etc/UTC", zone_asked=True)
        logged = wins.log_line(session, actor, f"shipped {user_of(workspace, number)}", "", now - timedelta(days=3))
        owner = logged.member.id
        session.execute(
            tables.stakeholders.insert().values(
                member_id=owner,
                name="Maria",
                relationship="manager",
                added_on=(now - timedelta(days=100)).date(),
                last_conversation_on=(now - timedelta(days=90)).date(),
                created_at=now,
            )
        )
        due = now - timedelta(minutes=1)
        dues = {"next_digest_at": due, "next_nudge_at": due if nudges else now + timedelta(days=5)}
        session.execute(update(tables.members).where(tables.members.c.id == owner).values(dues))


def read_all(session: Session) -> Any:
    """Every delivery with its person."""
    return session.execute(
        select(tables.deliveries, tables.members.c.user_id).join(
            tables.members, tables.members.c.id == tables.deliveries.c.member_id
        )
    ).all()


async def torture(database: str, kills: int, seed: int, *, refuse: str = "") -> Report:
    """Rounds of new members until there were so many kills. Where `refuse` is what the history answers, messages may
    be missing but never twice.
    """
    chance, report = random.Random(seed), Report(seed)
    db = Database(database, (KEY,), deadline=10.0)
    with FakeSlack(refuse=refuse) as slack, mother(slack, database) as workers:
        while sum(report.kills.values()) < kills:
            first = report.rounds * MEMBERS
            report.rounds += 1
            await db.write(add_members, report.rounds % 7, range(first, first + MEMBERS), datetime.now(UTC))
            planned = 2 * MEMBERS * report.rounds
            for _ in range(KILLS_A_ROUND):
                step, count = chance.choice(STEPS), chance.randint(1, 4)
                if not await asyncio.to_thread(workers.life, step, count, planned):
                    break
                report.kills[step] += 1
            while await asyncio.to_thread(workers.life, "", 1, planned):
                report.kills["out of time"] += 1
        with db.engine.connect() as session:
            rows = read_all(session)
        report.sent = len(slack.posts)
        report.wrong = compare(rows, slack, lossless=not refuse)
        report.asked = sum(row.lookups > 0 for row in rows)
    db.close()
    return report


def compare(rows: Any, slack: FakeSlack, *, lossless: bool) -> list[str]:
    """What differs from: each delivery once in its person's DM, with its content."""
    posted = Counter(post.key for post in slack.posts)
    wrong = [f"{key} was posted {count} times" for key, count in posted.items() if count > 1]
    wrong += [f"{key} belongs to nothing" for key in posted.keys() - {row.key for row in rows}]
    for row in rows:
        known = {"sent"} if posted[row.key] and lossless else {"sent", "in_doubt"}
        if lossless and not posted[row.key]:
            wrong.append(f"{row.kind} of {row.user_id} is lost ({row.state}, {row.error})")
        if row.state not in known:
            wrong.append(f"{row.kind} of {row.user_id} is {row.state} ({row.error}), posted {posted[row.key]} times")
    kinds = {row.key: row.kind for row in rows}
    for post in slack.posts:
        if kinds.get(post.key) == "digest" and f"shipped {post.user}" not in post.text:
            wrong.append(f"the digest of {post.user} does not tell what they did")
    return wrong
