"""The database is locked or gone: each person reads what is known, with their text, and events come again."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Any

import pytest
from sqlalchemy import select

from bot import ids
from bot.slack import router
from bot.store import database as store
from bot.store.tables import wins
from tests.conftest import Live, running_live
from tests.scenarios.test_wins import PLACE, modal, words
from tests.store.proxy import Proxy

Start = Callable[..., AbstractAsyncContextManager[Live]]
LINE = "shipped the <retry> queue"
GIVEN_BACK = "shipped the &lt;retry&gt; queue"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's wait for a lock is short, so that tests need not wait for it."""
    monkeypatch.setattr(store, "LOCK_TIMEOUT_MS", 300)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack's patience ends long before the database's."""
    monkeypatch.setattr(router, "ANSWER_WITHIN", 0.2)


@contextmanager
def locked(database: str) -> Iterator[None]:
    holder = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


async def titles(live: Live) -> list[str]:
    return await live.vouch.db.read(lambda session: list(session.scalars(select(wins.c.title).order_by(wins.c.id))))


async def tell(live: Live, line: str = LINE) -> dict[str, Any]:
    answer = await live.client.command(f"/win {line}", channel=PLACE)
    assert answer["ok"], answer
    assert answer["ack_ms"] < 2_800
    (message,) = answer["ephemerals"]
    return dict(message)


async def private(live: Live) -> str:
    return words(await live.client.messages("U0ADA", PLACE))


@pytest.mark.usefixtures("impatient")
async def test_a_command_against_a_locked_database_is_not_saved_and_never_will_be(
    start_live: Start, database: str
) -> None:
    async with start_live() as live:
        await tell(live, "first")
        with locked(database):
            said = await tell(live)
        assert "*Not saved.*" in words(said)
        assert GIVEN_BACK in words(said)
        await tell(live, "last")
        assert await titles(live) == ["first", "last"]


@pytest.mark.usefixtures("hurried")
async def test_what_is_saved_late_is_never_called_not_saved(start_live: Start, database: str) -> None:
    async with start_live() as live:
        await tell(live, "first")
        with locked(database):
            said = await tell(live)
            assert "*Still saving.*" in words(said)
            assert GIVEN_BACK in words(said)
        await live.settle()
        assert await titles(live) == ["first", LINE]
        shown = await private(live)
        assert f"*Saved:* {GIVEN_BACK}" in shown
        assert "Not saved" not in shown


@pytest.mark.usefixtures("hurried")
async def test_what_is_not_saved_in_the_end_is_said_by_response_url(start_live: Start, database: str) -> None:
    async with start_live() as live:
        await tell(live, "first")
        with locked(database):
            assert "*Still saving.*" in words(await tell(live))
            await live.settle()
        shown = await private(live)
        assert "*Not saved.*" in shown
        await tell(live, "last")
        assert await titles(live) == ["first", "last"]


@pytest.mark.usefixtures("impatient")
async def test_a_button_against_a_locked_database_leaves_its_message(start_live: Start, database: str) -> None:
    async with start_live() as live:
        saved = await tell(live)
        with locked(database):
            answer = await live.client.action(ids.WIN_UNDO, channel=PLACE, ts=saved["ts"])
            assert answer["ok"]
            await live.settle()
        shown = await private(live)
        assert "*Nothing was changed.*" in shown
        assert f"*Saved:* {GIVEN_BACK}" in shown
        answer = await live.client.action(ids.WIN_UNDO, channel=PLACE, ts=saved["ts"])
        await live.settle()
        assert f"*Saved:* {GIVEN_BACK}" not in await private(live)


@pytest.mark.usefixtures("impatient")
async def test_a_submission_against_a_locked_database_gives_the_text_back(start_live: Start, database: str) -> None:
    async with start_live() as live:
        await live.client.command("/win", channel=PLACE)
        window = await modal(live)
        with locked(database):
            answer = await live.client.submit(window["id"], {"*": {"title": LINE}})
        assert "*Not saved.*" in words(answer["view"])
        assert GIVEN_BACK in words(answer["view"])
        assert await titles(live) == []


@pytest.mark.usefixtures("hurried")
async def test_a_late_submission_is_told_in_its_window(start_live: Start, database: str) -> None:
    async with start_live() as live:
        await tell(live, "first")
        await live.client.command("/win", channel=PLACE)
        window = await modal(live)
        with locked(database):
            answer = await live.client.submit(window["id"], {"*": {"title": LINE}})
            assert "*Still saving.*" in words(answer["view"])
        shown = words(await modal(live))
        assert "Saved" in shown
        assert "Still saving" not in shown
        assert await titles(live) == ["first", LINE]


@pytest.mark.usefixtures("impatient")
async def test_a_reaction_against_a_locked_database_comes_again_and_is_stored_once(
    start_live: Start, database: str
) -> None:
    async with start_live(deliver="http") as live:
        await tell(live, "first")
        ts = await live.client.message("the talk went well", channel=PLACE)
        with locked(database):
            await live.client.react(PLACE, ts, "trophy")
            assert await titles(live) == ["first"]

        async def stored() -> bool:
            return len(await titles(live)) > 1

        await live.client.until(stored)
        await live.settle()
        again = await live.client.inject("events_api", await live.client.last("event"))
        assert again["ok"]
        assert await titles(live) == ["first", "the talk went well"]


@pytest.mark.on_postgres
async def test_a_command_while_postgres_is_down_is_not_saved_and_the_next_one_is(database: str) -> None:
    async with Proxy.to(database) as proxy, running_live(proxy.url) as live:
        await tell(live, "first")
        await proxy.go_down()
        said = await tell(live)
        assert "*Not saved.*" in words(said)
        assert GIVEN_BACK in words(said)
        await proxy.come_up()
        await tell(live, "last")
        assert await titles(live) == ["first", "last"]


@pytest.mark.on_postgres
async def test_a_commit_whose_answer_was_lost_is_called_unknown(database: str) -> None:
    async with Proxy.to(database) as proxy, running_live(proxy.url) as live:
        await tell(live, "first")
        await live.settle()  # nothing else is to be written when the line is cut
        proxy.cut_at(b"COMMIT")
        said = await tell(live)
        assert "not known whether this was saved" in words(said)
        assert "Not saved" not in words(said)
        assert await titles(live) == ["first", LINE]


async def test_in_real_time_slack_s_limit_is_kept(live: Live, database: str) -> None:
    await tell(live, "first")
    with locked(database):
        answers = await asyncio.gather(*(live.client.command(f"/win number {n}", channel=PLACE) for n in range(3)))
    assert [answer["ok"] for answer in answers] == [True] * 3
    assert max(answer["ack_ms"] for answer in answers) < 2_800
    assert await titles(live) == ["first"]


# What was typed into a window comes back in a message too


async def told(live: Live) -> str:
    await live.settle()
    return words(await live.client.messages("U0ADA", "D0ADA"))


async def filled(live: Live) -> dict[str, Any]:
    await live.client.command("/win", channel=PLACE)
    window = await modal(live)
    return {
        "view_id": window["id"],
        "values": {"*": {"title": LINE, "impact": "so <much> less toil", "witnesses": ["U0MAYA"], "category": "skill"}},
    }


@pytest.mark.usefixtures("impatient")
async def test_a_failed_window_comes_back_in_a_message_once_in_the_person_s_words(
    start_live: Start, database: str
) -> None:
    async with start_live() as live:
        form = await filled(live)
        with locked(database):
            await live.client.submit(**form)
        shown = await told(live)
        assert shown.count('"text": ">What did you achieve?: shipped the &lt;retry&gt; queue\\n') == 1
        assert "What changed because of it?: so &lt;much&gt; less toil" in shown
        assert "Category: Skill" in shown
        assert "Who was there?: <@U0MAYA>" in shown
        assert "*Not saved.*" in shown
        assert "shipped" not in words(await live.client.messages("U0MAYA", "D0MAYA"))
        form = await filled(live)
        await live.client.submit(**form)
        assert await told(live) == shown  # what was saved is not sent


@pytest.mark.usefixtures("impatient")
async def test_a_window_that_fails_late_comes_back_once(
    start_live: Start, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(router, "ANSWER_WITHIN", 0.1)
    async with start_live() as live:
        form = await filled(live)
        with locked(database):
            answer = await live.client.submit(**form)
            assert "*Still saving.*" in words(answer["view"])
            shown = await told(live)
        assert shown.count("What did you achieve?: shipped") == 1
        assert "*Not saved.*" in shown


@pytest.mark.usefixtures("impatient")
async def test_a_conversation_and_a_person_come_back_too(start_live: Start, database: str) -> None:
    async with start_live() as live:
        await tell(live, "first")
        for command, values, said in (
            ("/met", {"others": "Maria Lopez", "notes": "she asked"}, "Notes: she asked"),
            ("/vouch settings", {"zone": "Europe/Berlin"}, "Europe/Berlin"),
        ):
            await live.client.command(command, channel=PLACE)
            window = await modal(live)
            with locked(database):
                await live.client.submit(window["id"], {"*": values})
            assert said in await told(live), command
            await live.client.close(window["id"])


async def test_whatever_else_goes_wrong_the_text_comes_back(
    start_live: Start, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError(LINE)

    async with start_live() as live:
        form = await filled(live)
        monkeypatch.setattr("bot.services.wins.log_new", broken)
        await live.client.submit(**form)
        shown = await told(live)
        assert "Reference:" in shown
        assert shown.count("What did you achieve?: shipped") == 1


async def test_slack_that_refuses_the_message_does_no_harm(start_live: Start, database: str) -> None:
    async with start_live() as live:
        form = await filled(live)
        await live.client.fault("chat.postMessage", error="channel_not_found", times=1)
        with locked(database):
            answer = await live.client.submit(**form)
        assert "shipped the &lt;retry&gt; queue" in words(answer["view"])
        await live.settle()
        await tell(live, "still here")
