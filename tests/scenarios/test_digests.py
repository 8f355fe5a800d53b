"""The weekly digest, from what was recorded to the person's DM, through the sandbox."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot import ids
from bot.domain.members import Actor
from bot.store import members
from bot.store.database import Session
from bot.store.tables import quiet_weeks
from tests.conftest import ADA, Live

MONDAY = "2026-11-30T09:00:00+00:00"
FRIDAY = "2026-12-04T14:00:05+00:00"  # 15:00 in Berlin
NEXT_FRIDAY = "2026-12-11T14:00:05+00:00"
OTHERS = ("U0MAYA", "U0PRIYA", "U0ZOE")

Message = dict[str, Any]


def texts(message: Message) -> list[str]:
    """Everything that a message shows as text, block by block."""
    parts = [part for block in message["blocks"] for part in (block.get("text"), *block.get("elements", ()))]
    return [part["text"] for part in parts if isinstance(part, dict) and isinstance(part.get("text"), str)]


def digests(walked: dict[str, Any]) -> list[Message]:
    return [one for one in walked["messages"] if one.get("metadata", {}).get("event_type") == ids.METADATA_DIGEST]


async def latest(live: Live) -> Message:
    """Ada's DM with Vouch as it ends now."""
    return (await live.client.messages("U0ADA", "D0ADA"))[-1]


@pytest.fixture
async def monday(live: Live) -> Live:
    await live.client.clock(to=MONDAY)
    return live


@pytest.mark.both_databases
async def test_the_digest_tells_the_week_to_its_owner_alone(monday: Live) -> None:
    client = monday.client
    await client.command("/win shipped the queue, p95 800ms -> 480ms #project <@U0PRIYA> https://example.com/pr")
    await client.command("/win Runbook for the on-call team on 3 nov")
    await client.command("/met <@U0MAYA> 1:1 about the roadmap; next: send the deck by friday")
    [digest] = digests(await client.clock(to=FRIDAY))
    assert digest["channel"] == "D0ADA"
    assert digest["text"] == "Your week, Sat 28 Nov to Fri 4 Dec: 1 win and 1 conversation, and 1 added late."
    paragraph = texts(digest)[6]
    assert texts(digest) == [
        "Your week, Sat 28 Nov to Fri 4 Dec",
        "*1 win and 1 conversation, and 1 added late.*",
        "Your digest comes every Friday at 15:00; *Settings* changes that.",
        "*Follow-ups due*",
        "*For <@U0MAYA>:* send the deck · due today",
        "*Ready to send*",
        paragraph,
        "Written from the win below. Send it to whom you like: Vouch sends it to nobody.",
        "*Project impact*\n• shipped the queue · p95 from 800 ms to 480 ms · with <@U0PRIYA> · <https://example.com/pr|link>",
        "*Added late* · happened before Sat 28 Nov\n• Runbook for the on-call team · Tue 3 Nov",
        "*Conversations*\n• <@U0MAYA> · Mon 30 Nov · 1:1 · the roadmap",
        (
            "2 wins and 1 conversation since Mon 2 Nov, week by week:\n"
            "Wins · 1, 0, 0, 0, 1\n"
            "Conversations · 0, 0, 0, 0, 1"
        ),
    ]
    assert "I shipped the queue (p95 from 800 ms to 480 ms)" in paragraph
    assert "shows it" in paragraph or "link" in paragraph
    assert "<@U0PRIYA>" in paragraph
    seen = [str(await client.state(as_=somebody)) for somebody in OTHERS]
    assert ["shipped the queue" in one for one in seen] == [False] * len(OTHERS)


async def test_each_record_is_in_exactly_one_digest(monday: Live) -> None:
    await monday.client.command("/win wrote the first")
    first = digests(await monday.client.clock(to=FRIDAY))
    await monday.client.command("/win wrote the second")
    second = digests(await monday.client.clock(to=NEXT_FRIDAY))
    told = [("the first" in str(one), "the second" in str(one)) for one in (*first, *second)]
    assert told == [(True, False), (False, True)]


async def test_a_digest_that_could_not_be_sent_leaves_its_week_to_the_next(monday: Live) -> None:
    await monday.client.command("/win wrote the first")
    await monday.client.fault("chat.postMessage", error="cannot_dm_bot", times=1)
    assert digests(await monday.client.clock(to=FRIDAY)) == []
    await monday.client.command("/win wrote the second")  # so she is there: the next one is tried again
    [digest] = digests(await monday.client.clock(to=NEXT_FRIDAY))
    assert digest["text"] == "Your first 12 days, Mon 30 Nov to Fri 11 Dec: 2 wins."


async def test_an_empty_week_is_an_answer_and_no_debt(monday: Live) -> None:
    await monday.client.command("/win wrote the first")
    await monday.client.clock(to=FRIDAY)
    [digest] = digests(await monday.client.clock(to=NEXT_FRIDAY))
    assert digest["text"] == "Your week, Sat 5 Dec to Fri 11 Dec: Nothing this week."
    assert texts(digest) == [
        "Your week, Sat 5 Dec to Fri 11 Dec",
        "*Nothing this week.* That is fine: weeks differ, and nothing is owed.",
    ]


async def test_nothing_this_week_is_noted_in_place_and_taken_back(monday: Live) -> None:
    client = monday.client
    await client.command("/win wrote the first")
    await client.clock(to=FRIDAY)
    [digest] = digests(await client.clock(to=NEXT_FRIDAY))
    await client.clock(to="2026-12-29T09:00:00+00:00")  # weeks later it still means its own week
    pressed = {"channel": "D0ADA", "ts": digest["ts"]}
    for _ in range(2):
        await client.action(ids.WEEK_QUIET, **pressed)
        await monday.settle()
        shown = await latest_of(monday, digest["ts"])
        assert "Noted. A week with nothing in it counts against nothing." in texts_too(shown)
        quiet = await monday.vouch.db.read(quiet_weeks_of, ADA)
        assert quiet == [date(2026, 12, 7)]
        await client.action(ids.WEEK_UNDO, **pressed)
        await monday.settle()
        assert await monday.vouch.db.read(quiet_weeks_of, ADA) == []
        assert ids.WEEK_QUIET in str(await latest_of(monday, digest["ts"]))
    assert digest["text"] == (await latest_of(monday, digest["ts"]))["text"]


async def test_of_two_weeks_in_one_digest_both_are_noted_and_taken_back(monday: Live) -> None:
    client = monday.client
    await client.command("/win wrote the first")
    await client.clock(to=FRIDAY)
    await client.fault("chat.postMessage", error="cannot_dm_bot", times=1)
    assert digests(await client.clock(to=NEXT_FRIDAY)) == []
    (mistake,) = (await client.command("/win wrote it by mistake"))["ephemerals"]  # so she is there: it is tried again
    await client.action(ids.WIN_UNDO, channel="C0GENERAL", ts=mistake["ts"])
    await monday.settle()
    [digest] = digests(await client.clock(to="2026-12-18T14:00:05+00:00"))
    assert "Nothing in these two weeks" in str(digest["blocks"])
    pressed = {"channel": "D0ADA", "ts": digest["ts"]}
    for _ in range(2):
        await client.action(ids.WEEK_QUIET, **pressed)
        await monday.settle()
        shown = await latest_of(monday, digest["ts"])
        assert "Noted. Weeks with nothing in them count against nothing." in texts_too(shown)
        assert await monday.vouch.db.read(quiet_weeks_of, ADA) == [date(2026, 12, 7), date(2026, 12, 14)]
        await client.action(ids.WEEK_UNDO, **pressed)
        await monday.settle()
        assert await monday.vouch.db.read(quiet_weeks_of, ADA) == []
        assert ids.WEEK_QUIET in str(await latest_of(monday, digest["ts"]))


def quiet_weeks_of(session: Session, actor: Actor) -> list[date]:
    member = members.find(session, actor)
    assert member is not None
    rows = session.execute(
        select(quiet_weeks.c.monday).where(quiet_weeks.c.member_id == member.id).order_by(quiet_weeks.c.monday)
    )
    return [row.monday for row in rows]


def texts_too(message: Message) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]


async def latest_of(live: Live, ts: str) -> Message:
    return next(one for one in await live.client.messages("U0ADA", "D0ADA") if one["ts"] == ts)


async def test_asked_for_while_paused_it_says_that_none_comes_by_itself(monday: Live) -> None:
    client = monday.client
    await client.command("/win wrote it on 1 sep")
    await client.command("/vouch settings")
    [modal] = (await client.state())["modals"]
    await client.submit(modal["id"], {"paused": {"paused": ["on"]}})
    await client.clock(to="2026-12-09T09:00:00+00:00")
    [seen] = (await client.command("/vouch digest", channel="C0GENERAL"))["ephemerals"]
    assert "By itself no digest comes: *Settings* changes that." in str(seen)
    assert "Your digest comes" not in str(seen)


async def test_overdue_people_are_in_it_and_change_in_place(monday: Live) -> None:
    client = monday.client
    await client.command("/win wrote the first")
    await client.command("/vouch add <@U0RUI> sponsor")
    await client.command("/vouch add <@U0SAM> skip-level")
    await client.clock(to=FRIDAY)
    [digest] = digests(await client.clock(to=NEXT_FRIDAY))
    assert "*<@U0RUI>* · sponsor\nNot talked to yet, added 11 days ago, overdue by 4 days" in texts(digest)
    ts = digest["ts"]
    rows = {block["block_id"]: block for block in digest["blocks"] if block["block_id"].startswith("person:")}
    talked, snoozed = (row for row in rows if row.endswith(":do"))
    await client.action(ids.STAKEHOLDER_TALKED, channel="D0ADA", ts=ts, block_id=talked)
    await client.action(
        ids.STAKEHOLDER_SNOOZE,
        channel="D0ADA",
        ts=ts,
        block_id=snoozed,
        value=rows[snoozed]["elements"][2]["options"][0]["value"],
    )
    await monday.settle()
    shown = "\n".join(texts(await latest(monday)))
    assert "*<@U0RUI>* · conversation logged today." in shown
    assert "*<@U0SAM>* · snoozed until Fri 18 Dec" in shown
    assert "overdue" not in shown


async def test_drafts_are_counted_and_shown_by_a_button(monday: Live) -> None:
    client = monday.client
    await client.command("/win wrote the first")
    ts = await client.message("Ada saved the launch", as_="U0MAYA")
    await client.react("C0GENERAL", ts, "trophy")
    await monday.settle()
    [digest] = digests(await client.clock(to=FRIDAY))
    assert "*1 draft* waits in your inbox." in texts(digest)
    assert "Not counted: 1 draft." in texts(digest)
    assert "saved the launch" not in str(digest)
    await client.action(ids.INBOX_OPEN, channel="D0ADA", ts=digest["ts"])
    await monday.settle()
    window = (await client.state())["modals"][-1]
    assert "Ada saved the launch" in texts(window)[1]


async def test_stop_stops_it_and_start_starts_it_again(monday: Live) -> None:
    client = monday.client
    await client.command("/win wrote the first")
    [digest] = digests(await client.clock(to=FRIDAY))
    await client.action(ids.DIGEST_STOP, channel="D0ADA", ts=digest["ts"])
    await monday.settle()
    assert digests(await client.clock(to=NEXT_FRIDAY)) == []
    await client.action(ids.DIGEST_START, channel="D0ADA", ts=digest["ts"])
    await monday.settle()
    assert len(digests(await client.clock(to="2026-12-18T14:00:05+00:00"))) == 1


async def test_it_can_be_seen_at_once_without_counting_as_sent(monday: Live) -> None:
    client = monday.client
    await client.command("/win wrote the first")
    [seen] = (await client.command("/vouch digest"))["ephemerals"]
    assert seen["text"] == "Your week, Tue 24 Nov to Mon 30 Nov: 1 win."
    assert texts(seen)[-1] == "This is how it stands now. It does not replace your weekly digest."
    [digest] = digests(await client.clock(to=FRIDAY))
    assert "wrote the first" in texts(digest)[-1]


async def test_seen_after_a_digest_it_says_since_when(monday: Live) -> None:
    client = monday.client
    await client.command("/win wrote the first")
    await client.clock(to=FRIDAY)
    [seen] = (await client.command("/vouch digest"))["ephemerals"]
    assert seen["text"] == "Since your digest of Fri 4 Dec: Nothing recorded since then."
    await client.command("/win wrote the second")
    [seen] = (await client.command("/vouch digest"))["ephemerals"]
    assert seen["text"] == "Since your digest of Fri 4 Dec: 1 win."


async def test_it_says_so_to_somebody_who_has_not_started(monday: Live) -> None:
    [answer] = (await monday.client.command("/vouch digest", as_="U0MAYA"))["ephemerals"]
    assert answer["text"].startswith("You have not recorded anything yet.")


async def test_nobody_gets_one_without_a_record(monday: Live) -> None:
    await monday.client.command("/win wrote the first")
    await monday.client.home("U0MAYA")
    walked = await monday.client.clock(to=FRIDAY, as_="U0MAYA")
    assert walked["messages"] == []


async def test_somebody_without_a_zone_gets_it_by_utc_and_is_told(monday: Live) -> None:
    client = monday.client
    await client.command("/win wrote the first", as_="U0LEO")
    assert digests(await client.clock(to=FRIDAY, as_="U0LEO")) == []
    [digest] = digests(await client.clock(to="2026-12-04T15:00:05+00:00", as_="U0LEO"))
    said = "Slack names no time zone for you, so days and hours are UTC. `/vouch settings` sets yours."
    assert said in texts(digest)


async def test_refused_blocks_go_again_as_text(monday: Live) -> None:
    await monday.client.command("/win wrote the first")
    await monday.client.fault("chat.postMessage", error="invalid_blocks", times=1)
    [digest] = digests(await monday.client.clock(to=FRIDAY))
    assert "wrote the first" in digest["text"]
    assert not digest.get("blocks")
    assert digests(await monday.client.clock(advance=7200)) == []


async def test_what_may_have_been_posted_is_not_sent_again(monday: Live) -> None:
    await monday.client.command("/win wrote the first")
    await monday.client.fault("chat.postMessage", status=503, times=1)
    assert digests(await monday.client.clock(to=FRIDAY)) == []
    assert digests(await monday.client.clock(advance=7200)) == []


async def test_one_persons_trouble_is_not_anothers(monday: Live) -> None:
    client = monday.client
    for somebody in ("U0ADA", "U0MAYA", "U0PRIYA"):
        await client.command("/win wrote the first", as_=somebody)
    await client.user("U0MAYA", deleted=True)
    await client.clock(to=FRIDAY)
    ends = [(await client.messages(who, f"D{who[1:]}"))[-1:] for who in ("U0ADA", "U0MAYA", "U0PRIYA")]
    assert [bool(end) and "Your week" in end[0]["text"] for end in ends] == [True, False, True]


async def test_what_is_too_late_is_missed_and_told_a_week_later(monday: Live) -> None:
    """The bot was away for more than two days."""
    await monday.client.command("/win wrote the first")
    timetable = monday.vouch.timetable
    assert timetable is not None
    timetable._worker.stopping = True
    await monday.client.clock(to="2026-12-06T14:00:05+00:00")
    timetable._worker.stopping = False
    assert digests(await monday.client.clock(to="2026-12-06T15:00:05+00:00")) == []
    [digest] = digests(await monday.client.clock(to=NEXT_FRIDAY))
    assert "wrote the first" in str(digest)


@pytest.mark.parametrize(
    "typed", ["<!channel> & <b>", "*bold* `code` <@U0MAYA>", "\u202egnitirw \U0001f469\u200d\U0001f469 " * 40]
)
async def test_what_was_typed_stays_text(monday: Live, typed: str) -> None:
    await monday.client.command(f"/win {typed}")
    [digest] = digests(await monday.client.clock(to=FRIDAY))
    assert "<!channel>" not in str(digest)
    assert digest["text"] == "Your week, Sat 28 Nov to Fri 4 Dec: 1 win."
