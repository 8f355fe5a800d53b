"""Workers killed at a step between claim and record: nothing is lost, nothing repeated. `make torture` runs long."""

import os
import random

import pytest

from tests.torture import kills

pytestmark = [pytest.mark.both_databases, pytest.mark.no_cover]

KILLS = 8


@pytest.fixture
def seed() -> int:
    """Another one each time; TORTURE_SEED repeats one."""
    return int(os.environ.get("TORTURE_SEED") or random.SystemRandom().randrange(10**6))


async def test_nothing_is_lost_or_repeated(database: str, seed: int) -> None:
    report = await kills.torture(database, KILLS, seed)
    assert report.wrong == [], "\n".join(report.lines())
    assert sum(report.kills.values()) >= KILLS


async def test_without_the_history_nothing_is_repeated(database: str, seed: int) -> None:
    report = await kills.torture(database, 3, seed, refuse="missing_scope")
    assert report.wrong == [], "\n".join(report.lines())
