"""The weekly check through the sandbox, with the clock walked for weeks: deleted, edited, out of reach, rate limits."""

from datetime import timedelta

import pytest

from bot import ids
from bot.domain import checks as rules
from bot.domain.evidence import Evidence
from bot.jobs.checks import Checks
from bot.services import pieces
from sandbox.wire import Json
from tests.conftest import ADA, Live

WEEK = timedelta(days=8)
FIRST = "Ada saved the launch"


async def drafted(live: Live, text: str = FIRST) -> str:
    """Win 2: nobody is started by a reaction."""
    assert (await live.client.command("/win started"))["ok"]
    ts = await live.client.message(text, as_="U0MAYA", channel="C0GENERAL")
    await live.client.react("C0GENERAL", ts, "trophy")
    await live.settle()
    return ts


async def walk(live: Live, time: timedelta = WEEK) -> None:
    answer = await live.client.clock(advance=int(time.total_seconds()))
    assert answer["ok"], answer


async def shown(live: Live) -> str:
    """The evidence of the last draft, in the window that finishes it."""
    said = [
        message
        for message in await live.client.messages("U0ADA", "C0GENERAL")
        if message["ephemeral"] and "Draft saved" in message["text"]
    ]
    answer = await live.client.action(ids.WIN_EDIT, channel="C0GENERAL", ts=said[-1]["ts"])
    assert answer["ok"], answer
    await live.settle()
    view: Json = (await live.client.state("U0ADA"))["modals"][-1]
    await live.client.close(view["id"])
    return "\n".join(block["text"]["text"] for block in view["blocks"] if block["type"] == "section")


async def piece(live: Live, win_id: int) -> Evidence:
    return (await live.vouch.db.read(pieces.see, ADA, win_id)).win.evidence[0]


async def asked(live: Live) -> int:
    return len(await live.client.calls("reactions.get"))


async def test_an_edited_message_shows_both_texts_and_a_deleted_one_keeps_its_snapshot(live: Live) -> None:
    ts = await drafted(live)
    await walk(live)
    assert (await shown(live)).endswith(f"\n>{FIRST}")
    await live.client.edit("C0GENERAL", ts, "Somebody saved <!channel> the launch", as_="U0MAYA")
    await walk(live)
    assert f"When you saved it:\n>{FIRST}\nNow:\n>Somebody saved " in await shown(live)
    assert "<!channel>" not in await shown(live)
    await live.client.edit("C0GENERAL", ts, FIRST, as_="U0MAYA")
    await walk(live)
    assert (await shown(live)).endswith(f"\n>{FIRST}")
    await live.client.edit("C0GENERAL", ts, "Not at all", as_="U0MAYA")
    await walk(live)
    await live.client.delete("C0GENERAL", ts, as_="U0MAYA")
    await walk(live)
    gone = await shown(live)
    assert f"\n>{FIRST}\nDeleted in Slack since (checked " in gone
    assert gone.endswith("; your snapshot stays.")
    before = await asked(live)
    await walk(live)
    assert await asked(live) == before


async def test_a_deleted_message_with_replies_is_deleted_and_not_edited(live: Live) -> None:
    ts = await drafted(live)
    await live.client.message("Well done", as_="U0SAM", channel="C0GENERAL", thread_ts=ts)
    await walk(live)
    assert (await piece(live, 2)).standing == "there"
    await live.client.delete("C0GENERAL", ts, as_="U0MAYA")
    await walk(live)
    found = await piece(live, 2)
    assert (found.standing, found.snapshot, found.later_snapshot) == ("deleted", FIRST, "")


async def test_nothing_is_looked_at_while_the_sandbox_tells_its_story(live: Live) -> None:
    ts = await drafted(live)
    checks = Checks(live.vouch.parts)
    due = live.vouch.clock.now() + WEEK
    before = await asked(live)
    live.vouch.clock.quiet = True
    await checks.run(due)
    assert await asked(live) == before
    live.vouch.clock.quiet = False
    await live.client.delete("C0GENERAL", ts, as_="U0MAYA")
    await checks.run(due)
    assert await asked(live) == before + 1


async def test_where_vouch_is_not_any_more_it_says_so_and_tries_less_often(live: Live) -> None:
    await drafted(live)
    await live.client.channel("C0GENERAL", bot_in=False)
    await walk(live)
    found = await piece(live, 2)
    assert (found.standing, found.snapshot) == ("unreachable", FIRST)
    before = await asked(live)
    await walk(live)
    assert await asked(live) == before
    await live.client.channel("C0GENERAL", bot_in=True)
    await walk(live)
    assert (await piece(live, 2)).standing == "there"


@pytest.mark.parametrize("channel", ["C0GENERAL", "C0RANDOM"])
async def test_a_message_saved_by_its_shortcut_is_deleted_only_where_vouch_could_see_it(
    live: Live, channel: str
) -> None:
    ts = await live.client.message(FIRST, as_="U0MAYA", channel="C0GENERAL")
    if channel == "C0RANDOM":
        ts = await live.client.message(FIRST, as_="U0ADA", channel=channel)
    await live.client.shortcut(ids.SHORTCUT_SAVE_AS_WIN, channel=channel, ts=ts)
    await live.settle()
    view = (await live.client.state("U0ADA"))["modals"][-1]
    assert (await live.client.submit(view["id"]))["ok"]
    await live.settle()
    await walk(live, timedelta(hours=2))
    assert (await piece(live, 1)).standing == ("there" if channel == "C0GENERAL" else "unreachable")
    await live.client.delete(channel, ts, as_="U0MAYA" if channel == "C0GENERAL" else "U0ADA")
    await walk(live)
    found = await piece(live, 1)
    assert (found.standing, found.snapshot) == ("deleted" if channel == "C0GENERAL" else "unreachable", FIRST)


@pytest.mark.parametrize(
    "fault", [{"error": "ratelimited", "retry_after": 1}, {"status": 503}, {"status": 429, "retry_after": 1}]
)
async def test_a_check_that_slack_does_not_answer_is_made_later(live: Live, fault: Json) -> None:
    ts = await drafted(live)
    await walk(live, rules.EVERY - rules.SPREAD)
    await live.client.delete("C0GENERAL", ts, as_="U0MAYA")
    await live.client.fault("reactions.get", times=1, **fault)
    before = await asked(live)
    while await asked(live) == before:
        await walk(live, timedelta(minutes=40))
    assert (await piece(live, 2)).standing == "there"
    await walk(live, rules.SOON)

    async def deleted() -> bool:  # as soon as Slack wants to hear from us again
        await walk(live, timedelta(seconds=1))
        return (await piece(live, 2)).standing == "deleted"

    await live.client.until(deleted)


async def test_an_address_typed_by_hand_is_never_asked_for(live: Live) -> None:
    ts = await live.client.message(FIRST, as_="U0MAYA", channel="C0GENERAL")
    address = f"https://acme.slack.com/archives/C0GENERAL/p{ts.replace('.', '')}"
    assert (await live.client.command(f"/win helped with the launch {address}"))["ok"]
    await walk(live, WEEK * 2)
    assert await asked(live) == 0
