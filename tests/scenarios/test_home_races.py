"""Home shown by two processes at once: whoever publishes last, the newest data are shown in the end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.app import Vouch
from bot.services import wins
from tests.conftest import ADA, Live, settings_for
from tests.scenarios.test_home import words


@asynccontextmanager
async def another(live: Live, database: str) -> AsyncIterator[Vouch]:
    vouch = Vouch(settings_for(live.box, database), deliver="socket")
    await vouch.start()
    try:
        yield vouch
    finally:
        await vouch.stop()


async def log(vouch: Vouch, title: str) -> None:
    await vouch.db.write(wins.log_line, ADA, title, "", vouch.parts.clock.now())


async def publish(vouch: Vouch) -> None:
    assert vouch.router._routes.publish_home is not None
    await vouch.router._routes.publish_home(vouch.parts, ADA, None)


async def now_shown(live: Live) -> str:
    return words((await live.client.state("U0ADA"))["home"])


@pytest.mark.on_postgres
@pytest.mark.parametrize("knows", [True, False], ids=["knows the hash", "does not know the hash"])
async def test_of_two_processes_the_one_with_older_data_does_not_have_the_last_word(
    live: Live, database: str, knows: bool
) -> None:
    async with another(live, database) as other:
        await log(live.vouch, "the first win")
        await publish(other)
        if knows:
            await publish(live.vouch)
            await publish(other)
        await log(live.vouch, "the second win")
        await live.client.fault("views.publish", delay=0.5, times=1)
        slow = asyncio.create_task(publish(live.vouch))  # has read two wins, and is on its way
        await live.client.until(lambda: asyncio.sleep(0.01, not live.box.faults._waiting))
        await log(other, "the third win")
        await publish(other)
        assert "the third win" in await now_shown(live)
        await slow
        assert "the third win" in await now_shown(live)


@pytest.mark.on_postgres
async def test_many_changes_by_two_processes_at_once_end_with_all_of_them_shown(live: Live, database: str) -> None:
    async def change(vouch: Vouch, number: int) -> None:
        await log(vouch, f"number {number}")
        await publish(vouch)

    async with another(live, database) as other:
        for delay in (0.02, 0.05, 0.0, 0.08, 0.03):
            await live.client.fault("views.publish", delay=delay, times=2)
        await asyncio.gather(*(change((live.vouch, other)[number % 2], number) for number in range(10)))
        assert "Wins: 1 to 5 of 10" in await now_shown(live)
