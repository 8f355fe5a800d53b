"""One scenario of each kind of payload, by Socket Mode and by signed HTTP, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from bot import ids
from tests.conftest import Live

pytestmark = pytest.mark.both_databases
STRANGERS = ("U0MAYA", "U0ZOE")  # a colleague, and somebody of another workspace
MONDAY = "2026-11-30T09:00:00+00:00"
FRIDAY = "2026-12-04T14:00:05+00:00"  # 15:00 in Berlin


@pytest.fixture(params=["socket", "http"])
async def either(
    request: pytest.FixtureRequest, start_live: Callable[..., AbstractAsyncContextManager[Live]]
) -> AsyncIterator[Live]:
    async with start_live(deliver=request.param) as running:
        await running.client.clock(to=MONDAY)
        yield running


async def shown_to(live: Live, person: str) -> str:
    """All that this person can see anywhere, Home included."""
    await live.client.home(as_=person)
    await live.settle()
    return str(await live.client.state(person))


async def nobody_else_sees(live: Live, words: str) -> None:
    assert words in await shown_to(live, "U0ADA")
    assert [words in await shown_to(live, person) for person in STRANGERS] == [False, False]


async def log_win(live: Live, line: str) -> dict[str, Any]:
    answer = await live.client.command(f"/win {line}")
    assert answer["ok"], answer
    return dict(answer["ephemerals"][0])


async def test_a_command(either: Live) -> None:
    confirmation = await log_win(either, "tamed the walrus cluster")
    assert confirmation["text"] == "Saved: tamed the walrus cluster"
    await nobody_else_sees(either, "tamed the walrus cluster")


async def test_an_event(either: Live) -> None:
    await log_win(either, "anything, so that Ada is a member")
    ts = await either.client.message("The migration went through overnight", as_="U0LEO", channel="C0PLATFORM")
    await either.client.react("C0PLATFORM", ts, "trophy")
    await either.settle()
    home = str((await either.client.home())["view"])
    assert "Inbox: 1 draft to finish" in home
    assert "The migration went through overnight" in home
    assert "The migration went through overnight" not in str((await either.client.home(as_="U0MAYA"))["view"])


async def test_an_action(either: Live) -> None:
    confirmation = await log_win(either, "tamed the walrus cluster")
    await either.client.action(ids.WIN_UNDO, channel="C0GENERAL", ts=confirmation["ts"])
    await either.settle()
    home = str((await either.client.home())["view"])
    assert "tamed the walrus cluster" not in home


async def test_a_submission(either: Live) -> None:
    await either.client.command("/win")
    await either.settle()
    [modal] = (await either.client.state())["modals"]
    answer = await either.client.submit(modal["id"], {"title": {"title": "led the incident review"}})
    assert answer["ok"], answer
    await nobody_else_sees(either, "led the incident review")


async def test_what_was_told_from_the_prep_card_and_taken_back(either: Live) -> None:
    await log_win(either, "tamed the walrus cluster")
    await either.client.command("/vouch add Maria Lopez sponsor")
    (card,) = (await either.client.command("/vouch prep maria lopez"))["ephemerals"]

    async def press(action: str) -> str:
        answer = await either.client.action(action, channel="C0GENERAL", ts=card["ts"])
        assert answer["ok"], answer
        await either.settle()
        return str(next(m for m in await either.client.messages("U0ADA", "C0GENERAL") if m["ts"] == card["ts"]))

    assert "*Told Maria Lopez:* tamed the walrus cluster" in await press(ids.PREP_TOLD)
    await nobody_else_sees(either, "Maria Lopez")
    assert "They do not know yet" in await press(ids.PREP_UNDO)
    assert "not talked to yet" in str((await either.client.command("/vouch people"))["ephemerals"]).casefold()


async def test_what_is_worth_telling_is_told_or_set_aside(either: Live) -> None:
    await log_win(either, "tamed the walrus cluster")
    for name in ("Maria Lopez", "Jo Winter"):
        assert (await either.client.command(f"/vouch add {name} sponsor"))["ok"]
    (listed,) = (await either.client.command("/vouch next"))["ephemerals"]
    assert listed["text"] == "Worth telling: 2 conversations to have next."

    async def press(action: str, pair: str) -> str:
        where = {"channel": "C0GENERAL", "ts": listed["ts"], "block_id": f"proposal:{pair}:answer"}
        answer = await either.client.action(action, **where)
        assert answer["ok"], answer
        await either.settle()
        return str(next(m for m in await either.client.messages("U0ADA", "C0GENERAL") if m["ts"] == listed["ts"]))

    assert "*Told:* a conversation is logged for today." in await press(ids.PROPOSALS_TOLD, "1:1")
    assert "*Set aside* for 30 days." in await press(ids.PROPOSALS_ASIDE, "1:2")
    (again,) = (await either.client.command("/vouch next"))["ephemerals"]
    assert "walrus" not in str(again)
    people = str((await either.client.command("/vouch people"))["ephemerals"])
    assert people.count("Last talked today") == 1
    await nobody_else_sees(either, "Maria Lopez")


async def test_a_tick(either: Live) -> None:
    await log_win(either, "tamed the walrus cluster")
    sent = (await either.client.clock(to=FRIDAY))["messages"]
    kinds = [message["metadata"]["event_type"] for message in sent]
    assert kinds == [ids.METADATA_DIGEST]
    assert "tamed the walrus cluster" in str(sent)
    again = (await either.client.clock(advance=3600))["messages"]
    assert again == []


async def test_an_ask_that_becomes_a_project(either: Live) -> None:
    line = "/met <@U0RUI> 1:1; ask: an opportunity to lead the walrus move"
    assert (await either.client.command(line, channel="C0GENERAL"))["ok"]
    (listed,) = (await either.client.command("/vouch promises", channel="C0GENERAL"))["ephemerals"]
    where = {"channel": "C0GENERAL", "ts": listed["ts"]}
    await either.client.action(ids.FOLLOWUP_OUTCOME, value="1:given", **where)
    await either.settle()
    await either.client.action(ids.PROJECT_MAKE, **where)
    await either.settle()
    [window] = (await either.client.state())["modals"]
    assert "It is a project now." in str(window)
    (projects,) = (await either.client.command("/vouch projects", channel="C0GENERAL"))["ephemerals"]
    assert "1 ask, 1 given, 1 assignment" in str(projects)
    await nobody_else_sees(either, "lead the walrus move")
