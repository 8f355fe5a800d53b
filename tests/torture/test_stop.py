"""SIGTERM while messages are on their way: what runs is finished, nothing new is begun, the next start goes on."""

import asyncio
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.store.database import Database
from tests.torture.kills import ROOT, add_members, compare, environment, read_all
from tests.torture.slack import FakeSlack

pytestmark = [pytest.mark.both_databases, pytest.mark.no_cover]

MEMBERS = 30  # more than one batch


def start(slack: FakeSlack, database: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bot", "work"]
    return subprocess.Popen(command, cwd=ROOT, env=environment(slack, database), stdout=subprocess.DEVNULL)


async def states(db: Database) -> Counter[str]:
    return Counter(row.state for row in await db.read(read_all))


async def until(db: Database, wanted: Any) -> None:
    deadline = time.monotonic() + 40
    while not wanted(await states(db)):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def test_it_finishes_what_is_on_its_way_and_begins_nothing_more(db: Database, database: str) -> None:
    await db.write(add_members, 1, range(MEMBERS), datetime.now(UTC), nudges=False)
    with FakeSlack(latency=1.5) as slack:
        first = start(slack, database)
        await until(db, lambda now: now["sending"] > 0)
        stopped_at = time.monotonic()
        first.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(first.wait, 10) == 0
        assert time.monotonic() - stopped_at < 10
        left = await states(db)
        assert (left["sending"], left["claimed"], left["in_doubt"]) == (0, 0, 0)
        assert 0 < left["sent"] < MEMBERS, "it was stopped on the way"
        assert left["due"] == MEMBERS - left["sent"]
        slack.latency = 0.0
        second = start(slack, database)
        await until(db, lambda now: now["sent"] == MEMBERS)
        second.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(second.wait, 10) == 0
        assert compare(await db.read(read_all), slack, lossless=True) == []


async def test_a_slack_that_does_not_answer_holds_up_no_end_and_loses_nothing(db: Database, database: str) -> None:
    await db.write(add_members, 1, range(3), datetime.now(UTC), nudges=False)
    with FakeSlack(latency=30.0) as slack:
        process = start(slack, database)
        await until(db, lambda now: now["sending"] > 0)
        stopped_at = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 10) == 0
        assert time.monotonic() - stopped_at < 10
    assert set(await states(db)) <= {"sending", "in_doubt", "due"}, "the next worker asks the history"
