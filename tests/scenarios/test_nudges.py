"""The mid-week nudge: who is overdue, and nobody else, from the sandbox's clock to the person's DM."""

from typing import Any

import pytest

from bot import ids
from tests.conftest import Live

MONDAY = "2026-11-30T09:00:00+00:00"
WEDNESDAYS = tuple(f"2026-12-{day:02d}T09:00:05+00:00" for day in (2, 9, 16, 23, 30))  # 10:00 in Berlin

Message = dict[str, Any]


def nudges(walked: dict[str, Any]) -> list[Message]:
    return [one for one in walked["messages"] if one.get("metadata", {}).get("event_type") == ids.METADATA_NUDGE]


def named(message: Message) -> list[str]:
    """The people of its rows."""
    rows = [
        block["text"]["text"]
        for block in message["blocks"]
        if block.get("block_id", "").startswith("person:") and "text" in block
    ]
    return [row.partition("<@")[2].partition(">")[0] for row in rows]


@pytest.fixture
async def monday(live: Live) -> Live:
    await live.client.clock(to=MONDAY)
    await live.client.command("/vouch add <@U0RUI> sponsor")
    return live


@pytest.mark.both_databases
async def test_a_sponsor_never_talked_to_is_in_it_and_one_talked_to_yesterday_is_not(monday: Live) -> None:
    client = monday.client
    await client.command("/vouch add <@U0PRIYA> sponsor")
    assert nudges(await client.clock(to=WEDNESDAYS[0])) == []  # added two days ago
    await client.clock(to="2026-12-08T10:00:00+00:00")
    await client.command("/met <@U0PRIYA> coffee")
    [nudge] = nudges(await client.clock(to=WEDNESDAYS[1]))
    assert nudge["channel"] == "D0ADA"
    assert nudge["text"] == "Good to talk to this week: <@U0RUI>."
    assert named(nudge) == ["U0RUI"]
    assert nudge["blocks"][1]["text"]["text"] == (
        "*<@U0RUI>* · sponsor\nNot talked to yet, added 9 days ago, overdue by 2 days"
    )
    seen = [await client.messages(who, f"D{who[1:]}") for who in ("U0RUI", "U0PRIYA", "U0MAYA")]
    assert seen == [[], [], []]


async def test_nobody_is_in_two_running(monday: Live) -> None:
    walks = [nudges(await monday.client.clock(to=wednesday)) for wednesday in WEDNESDAYS]
    assert [[named(one) for one in walk] for walk in walks] == [[], [["U0RUI"]], [], [["U0RUI"]], []]


async def test_at_most_three_and_the_others_next_time(monday: Live) -> None:
    for somebody in ("U0SAM", "U0PRIYA", "U0MAYA"):
        await monday.client.command(f"/vouch add <@{somebody}> sponsor")
    [first] = nudges(await monday.client.clock(to=WEDNESDAYS[1]))
    [second] = nudges(await monday.client.clock(to=WEDNESDAYS[2]))
    assert (named(first), named(second)) == (["U0RUI", "U0SAM", "U0PRIYA"], ["U0MAYA"])
    assert first["blocks"][-2]["elements"][0]["text"] == (
        "<slack://app?team=T0ACME&amp;id=A0VOUCH&amp;tab=home|and 1 more, on Home> or with `/vouch overdue`"
    )


async def test_we_talked_changes_it_in_place_and_ends_the_reminding(monday: Live) -> None:
    [nudge] = nudges(await monday.client.clock(to=WEDNESDAYS[1]))
    [row] = [block["block_id"] for block in nudge["blocks"] if block.get("block_id", "").endswith(":do")]
    await monday.client.action(ids.STAKEHOLDER_TALKED, channel="D0ADA", ts=nudge["ts"], block_id=row)
    await monday.settle()
    changed = (await monday.client.messages("U0ADA", "D0ADA"))[-1]
    assert changed["ts"] == nudge["ts"]
    assert "conversation logged today" in changed["blocks"][1]["text"]["text"]
    walks = [nudges(await monday.client.clock(to=wednesday)) for wednesday in WEDNESDAYS[2:]]
    assert walks == [[], [], []]


async def test_a_snooze_is_kept_and_its_end_is_news(monday: Live) -> None:
    [nudge] = nudges(await monday.client.clock(to=WEDNESDAYS[1]))
    [row] = [block for block in nudge["blocks"] if block.get("block_id", "").endswith(":do")]
    week = row["elements"][2]["options"][0]["value"]
    await monday.client.action(
        ids.STAKEHOLDER_SNOOZE, channel="D0ADA", ts=nudge["ts"], block_id=row["block_id"], value=week
    )
    await monday.settle()
    [again] = nudges(await monday.client.clock(to=WEDNESDAYS[2]))
    assert named(again) == ["U0RUI"]


async def test_stop_stops_the_nudge_alone(monday: Live) -> None:
    await monday.client.command("/win wrote the first")
    [nudge] = nudges(await monday.client.clock(to=WEDNESDAYS[1]))
    await monday.client.action(ids.NUDGE_STOP, channel="D0ADA", ts=nudge["ts"])
    await monday.settle()
    walked = await monday.client.clock(to=WEDNESDAYS[3])
    kinds = [one["metadata"]["event_type"] for one in walked["messages"] if one.get("metadata")]
    assert kinds == [ids.METADATA_DIGEST] * 2
