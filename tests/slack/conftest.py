from collections.abc import AsyncIterator

import pytest

from bot.slack import router as routers
from bot.store.database import Database
from tests.slack.desk import Desk


@pytest.fixture
async def desk(db: Database) -> AsyncIterator[Desk]:
    running = Desk(db)
    yield running
    await running.settle()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack's patience is short in these tests, so that they need not wait for it."""
    monkeypatch.setattr(routers, "ANSWER_WITHIN", 0.05)
    monkeypatch.setattr(routers, "EVENT_WITHIN", 0.1)
