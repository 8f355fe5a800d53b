"""Where a reaction is confirmed and where not, what is read of its message, and what one that means nothing costs."""

from functools import partial
from typing import Any

import pytest

from bot.domain.wins import Win
from bot.services import finding, members
from bot.store import members as member_store
from sandbox.wire import Json
from tests.conftest import ADA, Live

PLACE = "C0GENERAL"
PRAISE = "Ada, the retry queue is a delight\nThank you!"


def set_up(session: Any, **values: Any) -> None:
    """Sets columns of Ada's."""
    member_store.change(session, members.require(session, ADA).id, **values)


@pytest.fixture(autouse=True)
async def start(live: Live) -> None:
    """Ada is a member."""
    await live.client.command("/win shipped it", channel="C0PLATFORM")
    await live.settle()


async def draft(live: Live) -> Win:
    await live.settle()
    page = await live.vouch.db.read(finding.find_text, ADA, "", 0, live.vouch.clock.now())
    (win,) = (win for win in page.wins if win.title != "shipped it")
    return win


async def test_what_is_told_about_a_message_in_a_thread_stands_in_the_thread(live: Live) -> None:
    parent = await live.client.message("Retro", as_="U0MAYA")
    ts = await live.client.message(PRAISE, as_="U0MAYA", thread_ts=parent)
    await live.client.react(PLACE, ts, "trophy")
    await live.client.react(PLACE, ts, "trophy::skin-tone-3")
    await live.client.react(PLACE, ts, "handshake")
    await live.client.fault("reactions.get", error="channel_not_found")
    other = await live.client.message("Thanks", as_="U0LEO", thread_ts=parent)
    await live.client.react(PLACE, other, "handshake")
    await live.settle()
    told = [(call["args"]["text"].split()[0], call["args"].get("thread_ts", "")) for call in await asked(live)]
    assert sorted(told) == [
        ("Draft", parent),
        ("Saved.", ""),  # Slack did not say where: then in the channel
        ("Saved.", parent),
        ("This", parent),
    ]


async def asked(live: Live) -> list[Json]:
    return await live.client.calls("chat.postEphemeral")


async def test_who_wants_silence_is_told_nothing_and_finds_it_in_the_inbox(live: Live) -> None:
    await live.vouch.db.write(set_up, silent=True)
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    await live.client.react(PLACE, ts, "handshake")
    assert (await draft(live)).title == "Ada, the retry queue is a delight"
    assert await asked(live) == []


async def test_a_message_of_blocks_only_and_one_edited_since_are_read_as_they_stand(live: Live) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Deploy of *retries* is through"}}]
    ts = await live.client.bot_message(PLACE, blocks=blocks)
    await live.client.react(PLACE, ts, "trophy")
    assert (await draft(live)).title == "Deploy of *retries* is through"
    await live.client.unreact(PLACE, ts, "trophy")
    ts = await live.client.message("Ada, teh retry queue", as_="U0MAYA")
    await live.client.edit(PLACE, ts, "Ada, the retry queue", as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    assert (await draft(live)).title == "Ada, the retry queue"


async def test_a_reaction_that_means_nothing_costs_one_question(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    questions: list[str] = []
    read, write = live.vouch.db.read, live.vouch.db.write

    async def counted(ask: Any, service: Any, *args: Any, **named: Any) -> Any:
        questions.append(service.__name__)
        return await ask(service, *args, **named)

    monkeypatch.setattr(live.vouch.db, "read", partial(counted, read))
    monkeypatch.setattr(live.vouch.db, "write", partial(counted, write))
    for who in ("U0ADA", "U0LEO", "U0MAYA"):
        await live.client.react(PLACE, ts, "eyes", as_=who)
    await live.settle()
    assert questions == ["see_pair"] * 3
