"""The same payload twice, to one process or to two: stored once."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import ids
from bot.app import Vouch
from bot.store.tables import conversations, stakeholders, wins
from tests.conftest import Live, settings_for
from tests.scenarios.test_wins import LINE, PLACE, modal, words

Start = Callable[..., AbstractAsyncContextManager[Live]]


async def counted(live: Live) -> dict[str, int]:
    """Live rows by table."""

    def count(session: Any) -> dict[str, int]:
        tables = {
            "wins": select(func.count()).select_from(wins).where(wins.c.deleted_at.is_(None)),
            "conversations": select(func.count())
            .select_from(conversations)
            .where(conversations.c.deleted_at.is_(None)),
            "people": select(func.count()).select_from(stakeholders),
        }
        return {name: session.scalar(statement) for name, statement in tables.items()}

    return await live.vouch.db.read(count)


async def repeat(live: Live, kind: str, label: str) -> dict[str, Any]:
    answer = await live.client.inject(kind, await live.client.last(label))
    await live.settle()
    return answer


@pytest.mark.both_databases
async def test_the_same_command_twice_is_one_win(live: Live) -> None:
    await live.client.command(f"/win {LINE}", channel=PLACE)
    again = await repeat(live, "slash_commands", "command")
    assert (await counted(live))["wins"] == 1
    assert "already done" in words(again["ack"])
    await live.client.command(f"/win {LINE}", channel=PLACE)
    assert (await counted(live))["wins"] == 2, "typed again it is another win"


@pytest.mark.both_databases
async def test_the_same_conversation_twice_is_one(live: Live) -> None:
    await live.client.command("/met <@U0MAYA> 1:1 about the roadmap", channel=PLACE)
    await repeat(live, "slash_commands", "command")
    assert await counted(live) == {"wins": 0, "conversations": 1, "people": 1}


@pytest.mark.both_databases
async def test_the_same_submission_twice_is_one_win(live: Live) -> None:
    await live.client.command("/win", channel=PLACE)
    window = await modal(live)
    await live.client.submit(window["id"], {"*": {"title": "from the window"}})
    await repeat(live, "interactive", "submission")
    assert (await counted(live))["wins"] == 1


@pytest.mark.both_databases
async def test_the_same_reaction_twice_is_one_draft(live: Live) -> None:
    await live.client.command(f"/win {LINE}", channel=PLACE)
    ts = await live.client.message("the talk went well", channel=PLACE)
    await live.client.react(PLACE, ts, "trophy")
    await live.settle()
    await repeat(live, "events_api", "event")
    assert (await counted(live))["wins"] == 2


async def test_a_double_click_undoes_once_and_says_so(live: Live) -> None:
    (saved,) = (await live.client.command(f"/win {LINE}", channel=PLACE))["ephemerals"]
    await live.client.action(ids.WIN_UNDO, channel=PLACE, ts=saved["ts"])
    await live.settle()
    answer = await repeat(live, "interactive", "action")
    assert answer["ok"]
    assert (await counted(live))["wins"] == 0


@pytest.mark.on_postgres
async def test_two_processes_that_get_the_same_payload_at_once_store_it_once(live: Live, database: str) -> None:
    await live.client.command(f"/win {LINE}", channel=PLACE)
    ts = await live.client.message("the talk went well", channel=PLACE)
    other = Vouch(settings_for(live.box, database), deliver="socket", timetable=False)
    await other.start()
    try:

        async def both() -> bool:
            return len(live.box.hub.links) == 2

        await live.client.until(both)
        await live.client.react(PLACE, ts, "trophy")
        for kind, label in (("events_api", "event"), ("slash_commands", "command")):
            payload = await live.client.last(label)
            if label == "command":
                payload |= {"trigger_id": "never.seen.before"}
            else:
                payload |= {"event_id": "EvNEVERSEEN"}
                payload["event"] = payload["event"] | {"event_ts": "1.0"}
            answers = await asyncio.gather(*(live.client.inject(kind, payload) for _ in range(6)))
            assert [answer["ok"] for answer in answers] == [True] * 6
        await other.parts.tasks.drain(5)
        await live.settle()
        assert (await counted(live))["wins"] == 3
    finally:
        await other.stop()
