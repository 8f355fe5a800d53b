"""Next-best conversations through the sandbox: the command, Home, the window and the digest, and their answers."""

from typing import Any

import pytest

from bot import ids
from bot.services import proposals
from tests.conftest import ADA, Live
from tests.scenarios.test_away import configure
from tests.scenarios.test_people import modal, press, texts, vouch, words

MONDAY = "2026-11-30T09:00:00+00:00"
FRIDAY = "2026-12-04T14:00:05+00:00"  # 15:00 in Berlin
DAY = 86_400

Json = dict[str, Any]


@pytest.fixture
async def record(live: Live) -> Live:
    """Sam, who is in the room, and Maria, who is not in Slack; a win with a number and one that is private."""
    await live.client.clock(to=MONDAY)
    await vouch(live, "add <@U0SAM> skip-level")
    await vouch(live, "add Maria Lopez sponsor")
    assert (await live.client.command("/win cut the walrus bill, cost 800 -> 480 #cost"))["ok"]
    return live


def row_of(blocks: list[Json], person: int) -> str:
    return next(str(block["block_id"]) for block in blocks if str(block.get("block_id")).endswith(f":{person}:answer"))


async def answer(live: Live, message: Json, action: str, person: int, channel: str = "C0GENERAL") -> Json:
    return await press(live, message, action, channel, block_id=row_of(message["blocks"], person))


async def test_next_says_whom_to_tell_what_and_why_to_its_owner_alone(record: Live) -> None:
    message = await vouch(record, "next")
    assert message["text"] == "Worth telling: 2 conversations to have next."
    assert texts(message)[1:] == [
        "*cut the walrus bill, cost 800 -&gt; 480*\nFor 2 of your people; it has a number.",
        "*<@U0SAM>*\nIn the room, and has not heard of it; you have not talked yet.",
        "*Maria Lopez*\nHas much say, and has not heard of it; you have not talked yet.",
    ]
    for other in ("U0MAYA", "U0SAM", "U0ZOE"):
        assert "walrus" not in words(await record.client.state(other))
        assert "Nobody is among your people yet" in words(await vouch(record, "next", other))


async def test_told_logs_it_in_place_counts_and_can_be_undone(record: Live) -> None:
    message = await vouch(record, "next")
    told = await answer(record, message, ids.PROPOSALS_TOLD, 1)
    assert texts(told)[0].endswith("*Told:* a conversation is logged for today.")
    assert [row for row in texts(told)[2:] if "Sam" in row or "U0SAM" in row] == []
    assert "Last talked today" in words(await vouch(record, "people"))
    undone = await press(record, told, ids.PROPOSALS_UNDO)
    assert texts(undone)[0].endswith("*Undone.* It may be proposed again.")
    assert "<@U0SAM>" in texts(undone)[3]
    assert "Last talked today" not in words(await vouch(record, "people"))


async def test_not_this_one_hides_it_for_thirty_days_and_an_old_message_still_answers(record: Live) -> None:
    old = await vouch(record, "next")
    aside = await answer(record, old, ids.PROPOSALS_ASIDE, 2)
    assert texts(aside)[0].endswith("*Set aside* for 30 days.")
    assert "Maria" not in str(texts(await vouch(record, "next")))
    for _ in range(29):
        await record.client.clock(advance=DAY)
    assert "Maria" not in str(texts(await vouch(record, "next")))
    await record.client.clock(advance=DAY)
    late = await vouch(record, "next")
    assert "Maria" in str(texts(late))
    assert (await answer(record, late, ids.PROPOSALS_TOLD, 2))["ts"] == late["ts"]


async def test_the_digest_has_them_and_changes_in_place(record: Live) -> None:
    [digest] = (await record.client.clock(to=FRIDAY))["messages"]
    assert "*Worth telling*" in texts(digest)
    changed = await answer(record, digest, ids.PROPOSALS_TOLD, 1, "D0ADA")
    assert (changed["ts"], changed["text"]) == (digest["ts"], digest["text"])
    assert "*Told:* a conversation is logged for today." in words(changed)
    assert len(changed["blocks"]) == len(digest["blocks"]) - 1
    again = await press(record, changed, ids.PROPOSALS_UNDO, "D0ADA")
    assert "*Undone.* It may be proposed again." in words(again)


async def test_discreet_digests_name_nobody(record: Live) -> None:
    await configure(record, discreet=["on"])
    [digest] = (await record.client.clock(to=FRIDAY))["messages"]
    assert [word for word in ("walrus", "Maria", "U0SAM") if word in words(digest)] == []


async def test_home_has_the_best_one_and_the_window_all(record: Live) -> None:
    view = (await record.client.home())["view"]
    assert "Worth telling" in words(view)
    await record.client.action(ids.PROPOSALS_OPEN, home=True)
    window = await modal(record)
    assert words(window).count("has not heard of it") == 2
    await record.client.action(ids.PROPOSALS_ASIDE, view_id=window["id"], block_id=row_of(window["blocks"], 2))
    changed = await modal(record)
    assert changed["id"] == window["id"]
    assert "*Set aside* for 30 days." in words(changed)
    await record.client.close(window["id"])
    view = (await record.client.home())["view"]
    await record.client.action(ids.PROPOSALS_TOLD, home=True, block_id=row_of(view["blocks"], 1))
    assert "*Told:*" in words(await modal(record))
    await record.settle()
    assert "Worth telling" not in words((await record.client.home())["view"])


async def test_a_promise_keeps_somebody_out_for_four_weeks_and_is_then_said_beside_them(record: Live) -> None:
    await record.client.command("/met <@U0SAM> coffee; next: send the otter deck")
    await record.client.command("/met Maria Lopez coffee; next: send the otter book")
    assert "Worth telling" not in words((await record.client.home())["view"])
    assert "First keep what you promised to" in words(await vouch(record, "next"))
    for _ in range(29):
        await record.client.clock(advance=DAY)
    await record.client.command("/win cut the osprey bill, cost 480 -> 200 #cost")
    assert "you still owe them: send the otter" in words((await record.client.home())["view"])
    message = await vouch(record, "next")
    assert words(message).count("you still owe them: send the otter") == 2
    assert ids.FOLLOWUPS_OPEN in str(message)
    for other in ("U0MAYA", "U0SAM", "U0ZOE"):
        assert "otter" not in words(await record.client.state(other)) + words(await vouch(record, "next", other))


async def test_a_forged_or_foreign_pair_is_not_found_and_changes_nothing(record: Live) -> None:
    message = await vouch(record, "next")
    await record.client.command("/win opened the office", as_="U0MAYA")
    await answer(record, message, ids.PROPOSALS_ASIDE, 2)
    payload = await record.client.last("action")
    before = await record.vouch.db.read(proposals.see_proposals, ADA, record.vouch.parts.clock.now())
    for number, (action, value, user) in enumerate(
        [
            (action, value, user)
            for action in (ids.PROPOSALS_TOLD, ids.PROPOSALS_ASIDE, ids.PROPOSALS_UNDO)
            for value, user in (("1:1:1", "U0MAYA"), ("999:1", "U0ADA"), ("1:999", "U0ADA"), ("x", "U0ADA"))
        ]
    ):
        payload["user"]["id"] = user
        payload["actions"] = [{"type": "button", "action_id": action, "value": value, "action_ts": f"{number}.9"}]
        assert (await record.client.inject("interactive", payload))["ok"]
    await record.settle()
    assert await record.vouch.db.read(proposals.see_proposals, ADA, record.vouch.parts.clock.now()) == before
    assert "walrus" not in words(await record.client.state("U0MAYA"))
