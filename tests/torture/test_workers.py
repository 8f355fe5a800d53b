"""Two workers on one PostgreSQL share the work; the other finishes when one dies. `make torture` takes 10,000."""

import pytest

from tests.torture import workers

pytestmark = [pytest.mark.on_postgres, pytest.mark.no_cover]


async def test_two_workers_share_what_is_due(database: str) -> None:
    shared = await workers.share(database, 2, 4, 80)
    assert shared.wrong == [], "\n".join(shared.lines())
    assert len(shared.by_worker) == 2


async def test_when_one_dies_the_other_finishes(database: str) -> None:
    shared = await workers.share(database, 2, 4, 80, kill_after=10)
    assert shared.wrong == [], "\n".join(shared.lines())
    assert len(shared.by_worker) == 2
