from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from bot.store.database import Database
from tests.conftest import KEY
from tests.store.proxy import Proxy


@pytest.fixture
def open_database(database: str) -> Iterator[Callable[..., Database]]:
    opened: list[Database] = []

    def open_(**options: Any) -> Database:
        opened.append(Database(options.pop("url", database), (KEY,), **options))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


@pytest.fixture
async def proxy(database: str) -> AsyncIterator[Proxy]:
    async with Proxy.to(database) as running:
        yield running
