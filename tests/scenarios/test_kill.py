"""The bot as a process of its own, killed without warning at each step between a promise and its keeping."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import ids
from sandbox import server
from sandbox.box import Box
from sandbox.client import Client
from tests.conftest import KEY

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[2]
MONDAY = "2026-11-30T09:00:00+00:00"
FRIDAY = "2026-12-04T14:00:05+00:00"  # 15:00 in Berlin
NEXT_FRIDAY = "2026-12-11T14:00:05+00:00"


@dataclass
class Killable:
    box: Box
    client: Client
    database: Path

    @asynccontextmanager
    async def running(self) -> AsyncIterator[subprocess.Popen[bytes]]:
        """One life of the bot, which always ends by kill -9."""
        with self.database.with_suffix(".log").open("ab") as log:
            bot = subprocess.Popen(  # noqa: ASYNC220 - it is to live beside the test
                [sys.executable, "-m", "bot", "run"],
                cwd=self.database.parent,
                env=os.environ | self._environment(),
                stdout=log,
                stderr=log,
            )
            try:
                await self.client.until(self._connected, 20.0)
                yield bot
            finally:
                bot.kill()
                bot.wait()
                await self.client.until(self._gone, 20.0)

    async def _connected(self) -> bool:
        return bool(self.box.hub.links)

    async def _gone(self) -> bool:
        return not self.box.hub.links

    def _environment(self) -> dict[str, str]:
        return {
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": self.box.bot_token,
            "SLACK_APP_TOKEN": self.box.app_token,
            "SLACK_API_URL": self.box.api_url,
            "VOUCH_CLOCK_URL": self.box.clock_url,
            "VOUCH_SECRET_KEY": KEY,
            "VOUCH_TICK_SECONDS": "0.2",
            "DATABASE_URL": f"sqlite:///{self.database}",
        }

    async def until_stored(self, question: str, answer: Any) -> None:
        async def ask() -> bool:
            with closing(sqlite3.connect(self.database, timeout=5)) as store:
                return bool(store.execute(question).fetchone() == (answer,))

        await self.client.until(ask, 20.0)

    async def until_called(self) -> None:
        """Until Slack has the call that the fault was for: noted as sending, it may not have left yet."""

        async def met() -> bool:
            return self.box.faults.waiting == 0

        await self.client.until(met, 20.0)

    def write(self, statement: str) -> None:
        with closing(sqlite3.connect(self.database, timeout=5)) as store, store:
            store.execute(statement)

    async def digests(self) -> list[str]:
        """What each digest in Ada's DM says of itself."""
        return [
            message["text"]
            for message in await self.client.messages("U0ADA", "D0ADA")
            if message.get("metadata", {}).get("event_type") == ids.METADATA_DIGEST
        ]


@pytest.fixture
async def killable(tmp_path: Path) -> AsyncIterator[Killable]:
    async with server.running(port=0) as box, Client(box.url) as client:
        yield Killable(box, client, tmp_path / "vouch.db")


@contextmanager
def walking(client: Client, to: str) -> Iterator[None]:
    """The clock goes on while the bot may die of it."""
    walk = asyncio.create_task(client.clock(to=to))
    yield
    walk.cancel()


LONG_AGO = "'2020-01-01 00:00:00.000000'"
END_LEASES = (  # in doubt already, where the kill took longer than Slack's answer
    f"UPDATE deliveries SET lease_until = {LONG_AGO},"
    f" next_try_at = CASE WHEN state = 'in_doubt' THEN {LONG_AGO} ELSE next_try_at END"
    " WHERE state IN ('sending', 'in_doubt')"
)
STATE = "SELECT state FROM deliveries WHERE kind = 'digest' ORDER BY due_at DESC LIMIT 1"


async def start_the_week(killable: Killable) -> None:
    await killable.client.clock(to=MONDAY)
    await killable.client.command("/win wrote the first")


async def test_what_was_confirmed_is_there_after_a_kill(killable: Killable) -> None:
    async with killable.running():
        [confirmed] = (await killable.client.command("/win wrote the first"))["ephemerals"]
    assert confirmed["text"] == "Saved: wrote the first"
    async with killable.running():
        [listed] = (await killable.client.command("/vouch wins"))["ephemerals"]
    assert "wrote the first" in str(listed["blocks"])


async def test_a_digest_claimed_by_a_killed_bot_is_sent_by_the_next_once(killable: Killable) -> None:
    async with killable.running():
        await start_the_week(killable)
        killable.write(
            "INSERT INTO pacing (workspace_id, method, next_at)"
            " SELECT id, 'chat.postMessage U0ADA', strftime('%Y-%m-%d %H:%M:%f000', 'now', '+15 seconds')"
            " FROM workspaces"
        )
        with walking(killable.client, FRIDAY):
            await killable.until_stored(STATE, "claimed")
    killable.write("DELETE FROM pacing")
    assert await killable.digests() == []
    async with killable.running():
        await killable.until_stored(STATE, "sent")
        assert await killable.digests() == ["Your week, Sat 28 Nov to Fri 4 Dec: 1 win."]
        await killable.client.clock(advance=3600)
        assert len(await killable.digests()) == 1


async def test_a_digest_that_was_being_sent_is_never_sent_twice(killable: Killable) -> None:
    """Slack posts it, and the bot does not live to hear so."""
    async with killable.running():
        await start_the_week(killable)
        await killable.client.fault("chat.postMessage", delay=1.5)
        with walking(killable.client, FRIDAY):
            await killable.until_stored(STATE, "sending")
            await killable.until_called()
    await killable.client.until(killable.digests)
    async with killable.running():
        killable.write(END_LEASES)
        await killable.until_stored(STATE, "sent")
        await killable.client.clock(to="2026-12-05T14:00:05+00:00")
        assert await killable.digests() == ["Your week, Sat 28 Nov to Fri 4 Dec: 1 win."]
        await killable.client.command("/win wrote the second")
        await killable.client.clock(to=NEXT_FRIDAY)
        assert (await killable.digests())[1:] == ["Your week, Sat 5 Dec to Fri 11 Dec: 1 win."]


async def test_a_digest_that_never_reached_slack_is_sent_after_all(killable: Killable) -> None:
    """The bot dies between noting "sending" and posting; what it noted is not in the DM."""
    async with killable.running():
        await start_the_week(killable)
        await killable.client.fault("chat.postMessage", status=503, delay=1.5)
        with walking(killable.client, FRIDAY):
            await killable.until_stored(STATE, "sending")
            await killable.until_called()
    async with killable.running():
        await asyncio.sleep(1.0)
        assert await killable.digests() == [], "not before the lease has ended"
        killable.write(END_LEASES)
        await killable.until_stored(STATE, "sent")
        assert await killable.digests() == ["Your week, Sat 28 Nov to Fri 4 Dec: 1 win."]


async def test_without_leave_to_read_the_dm_a_digest_is_rather_not_repeated(killable: Killable) -> None:
    async with killable.running():
        await start_the_week(killable)
        await killable.client.scopes("im:history")
        await killable.client.fault("chat.postMessage", status=503, delay=1.5)
        with walking(killable.client, FRIDAY):
            await killable.until_stored(STATE, "sending")
            await killable.until_called()
    async with killable.running():
        killable.write(END_LEASES)
        await killable.until_stored("SELECT error FROM deliveries WHERE kind = 'digest'", "missing_scope")
        await killable.client.command("/win wrote the second")
        await killable.client.clock(to=NEXT_FRIDAY)
        posted = await killable.client.until(killable.digests)
        assert posted == ["Your week, Sat 5 Dec to Fri 11 Dec: 1 win."]
    assert "cannot be found out (missing_scope)" in killable.database.with_suffix(".log").read_text()


async def test_a_reaction_whose_message_was_not_read_yet_is_read_after_a_kill(killable: Killable) -> None:
    client = killable.client
    async with killable.running():
        await start_the_week(killable)
        ts = await client.message("Ada saved the launch", as_="U0MAYA")
        await client.fault("reactions.get", delay=4.0)
        await client.react("C0GENERAL", ts, "trophy")
        await killable.until_stored("SELECT reading FROM evidence", "pending")
    async with killable.running():
        await client.clock(advance=120)
        await killable.until_stored("SELECT reading FROM evidence", "read")
        [listed] = (await client.command("/vouch wins launch"))["ephemerals"]
    assert "Ada saved the launch" in str(listed["blocks"])


async def test_a_check_that_a_kill_cut_short_is_made_by_the_next(killable: Killable) -> None:
    """The message was claimed for its weekly look, and the bot does not live to note what it found."""
    client = killable.client
    async with killable.running():
        await start_the_week(killable)
        ts = await client.message("Ada saved the launch", as_="U0MAYA")
        await client.react("C0GENERAL", ts, "trophy")
        await killable.until_stored("SELECT reading FROM evidence", "read")
        await client.delete("C0GENERAL", ts, as_="U0MAYA")
        await client.fault("reactions.get", delay=4.0)
        with walking(client, NEXT_FRIDAY):
            await killable.until_stored("SELECT count(*) FROM pacing WHERE method = 'reactions.get checks'", 1)
    async with killable.running():
        await client.clock(advance=7200)
        await killable.until_stored("SELECT standing FROM evidence", "deleted")
