"""Reactions through the sandbox: drafts, their texts, un-reacting, crashes and refusals; and what others see."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot import ids
from bot.domain.evidence import Reading
from bot.domain.outcomes import NotRead
from bot.domain.wins import Win, WinState
from bot.jobs import evidence as jobs
from bot.services import finding, members
from sandbox.wire import Json
from tests.conftest import ADA, MAYA, Live
from tests.scenarios.test_reactions_told import set_up

PLACE = "C0GENERAL"
PRAISE = "Ada, the retry queue is a delight\nThank you!"


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


@pytest.fixture(autouse=True)
async def start(live: Live) -> None:
    """Ada is a member; the others are not."""
    await live.client.command("/win shipped it", channel="C0PLATFORM")
    await live.settle()


async def found(live: Live, words: str = "") -> list[Win]:
    await live.settle()
    page = await live.vouch.db.read(finding.find_text, ADA, words, 0, live.vouch.clock.now())
    return [win for win in page.wins if win.title != "shipped it"]


async def draft(live: Live) -> Win:
    (win,) = await found(live)
    return win


async def private(live: Live, channel: str = PLACE, as_: str = "U0ADA") -> list[Json]:
    """What only this person sees in a channel."""
    await live.settle()
    return [message for message in await live.client.messages(as_, channel) if message["ephemeral"]]


async def press(live: Live, message: Json, action_id: str, channel: str = PLACE) -> Json:
    answer = await live.client.action(action_id, channel=channel, ts=message["ts"])
    assert answer["ok"], answer
    await live.settle()
    return next(each for each in await live.client.messages("U0ADA", channel) if each["ts"] == message["ts"])


async def test_a_reaction_becomes_a_draft_with_the_message_as_evidence(live: Live) -> None:
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    win = await draft(live)
    assert (win.state, win.title) == (WinState.DRAFT, "Ada, the retry queue is a delight")
    (piece,) = win.evidence
    assert (piece.author_id, piece.snapshot, piece.reading) == ("U0MAYA", PRAISE, Reading.READ)
    assert piece.url.endswith(f"/archives/{PLACE}/p{ts.replace('.', '')}")
    (told,) = await private(live)
    assert told["text"] == "Draft saved: Ada, the retry queue is a delight"
    for other in ("U0MAYA", "U0PRIYA", "U0ZOE"):
        assert "Draft saved" not in words(await live.client.state(other))
    assert await live.client.calls("conversations.open") == []


async def test_groups_and_channels_in_a_message_are_words(live: Live) -> None:
    ts = await live.client.message("Thanks @platform-team and @here in #general", as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    win = await draft(live)
    assert win.title == win.evidence[0].snapshot == "Thanks @group and @here in #general"


async def test_the_snapshot_survives_the_message(live: Live) -> None:
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    await live.settle()
    await live.client.delete(PLACE, ts, as_="U0MAYA")
    assert (await draft(live)).evidence[0].snapshot == PRAISE
    assert len(await found(live, "delight")) == 1


async def test_a_draft_is_finished_in_the_modal(live: Live) -> None:
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    (told,) = await private(live)
    await press(live, told, ids.WIN_EDIT)
    view = (await live.client.state("U0ADA"))["modals"][-1]
    assert view["title"]["text"] == "Finish win"
    assert "Slack message> by <@U0MAYA>" in words(view["blocks"])
    await live.client.submit(view["id"], {"title": {"title": "Made retries a delight"}})
    win = await draft(live)
    assert (win.state, win.title, win.version) == (WinState.KEPT, "Made retries a delight", 2)


@pytest.mark.parametrize("name", ["trophy", "trophy::skin-tone-3"])
async def test_un_reacting_removes_the_draft(live: Live, name: str) -> None:
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.react(PLACE, ts, name)
    assert (await draft(live)).title
    await live.client.unreact(PLACE, ts, name)
    assert await found(live) == []
    await live.client.react(PLACE, ts, name)
    assert (await draft(live)).title == "Ada, the retry queue is a delight"


async def test_a_finished_win_stays_and_says_so(live: Live) -> None:
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    (told,) = await private(live)
    await press(live, told, ids.WIN_EDIT)
    view = (await live.client.state("U0ADA"))["modals"][-1]
    await live.client.submit(view["id"], {"title": {"title": "Mine"}})
    await live.client.unreact(PLACE, ts, "trophy")
    assert (await draft(live)).title == "Mine"
    assert "Mine stays, because you have worked on it." in (await private(live))[-1]["text"]


async def test_undo_in_place_and_reacting_again(live: Live) -> None:
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    (told,) = await private(live)
    undone = await press(live, told, ids.WIN_UNDO)
    assert "is dismissed" in undone["text"]
    assert await found(live) == []
    await live.client.unreact(PLACE, ts, "trophy")
    await live.client.react(PLACE, ts, "trophy")
    assert (await draft(live)).state is WinState.DRAFT


async def test_in_a_thread_the_confirmation_and_the_address_are_in_the_thread(live: Live) -> None:
    parent = await live.client.message("Retro", as_="U0MAYA")
    ts = await live.client.message(PRAISE, as_="U0MAYA", thread_ts=parent)
    await live.client.react(PLACE, ts, "trophy")
    (piece,) = (await draft(live)).evidence
    assert piece.thread_ts == parent
    assert piece.url.endswith(f"?thread_ts={parent}&cid={PLACE}")
    (call,) = await live.client.calls("chat.postEphemeral")
    assert call["args"]["thread_ts"] == parent


async def test_the_members_own_emoji_counts_and_no_other(live: Live) -> None:
    await live.vouch.db.write(set_up, win_emoji="tada")
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    await live.client.react(PLACE, ts, "eyes")
    assert await found(live) == []
    await live.client.react(PLACE, ts, "tada")
    assert (await draft(live)).title


async def test_who_does_not_use_vouch_starts_nothing(live: Live) -> None:
    ts = await live.client.message(PRAISE, as_="U0ADA")
    await live.client.react(PLACE, ts, "trophy", as_="U0MAYA")
    await live.client.unreact(PLACE, ts, "trophy", as_="U0MAYA")
    await live.settle()
    assert await live.vouch.db.read(members.find, MAYA) is None
    assert await private(live, as_="U0MAYA") == []
    assert await found(live) == []


async def test_a_message_of_a_bot_can_be_a_win(live: Live) -> None:
    answer = await live.client.inject("events_api", _event("1763600000.000100", "Ev9", author=None))
    assert answer["status"] == "acked"
    (win,) = await found(live)
    assert win.evidence[0].author_id == ""


def _event(ts: str, event_id: str, author: str | None = "U0MAYA", **changes: Any) -> Json:
    event = {
        "type": "reaction_added",
        "user": "U0ADA",
        "reaction": "trophy",
        "item": {"type": "message", "channel": PLACE, "ts": ts},
        "event_ts": "1763700000.000100",
    }
    if author:
        event["item_user"] = author
    return {
        "token": "",
        "team_id": "T0ACME",
        "api_app_id": "A0VOUCH",
        "event": event | changes,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": 1763700000,
        "authorizations": [{"team_id": "T0ACME", "user_id": "U0VOUCH", "is_bot": True}],
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"item": {"type": "file", "file": "F1"}},
        {"item": {"type": "message", "channel": PLACE}},
        {"item": None},
        {"item": "message"},
        {"event_ts": ""},
        {"reaction": None},
        {"user": "U0NOBODY"},
    ],
)
async def test_an_event_about_anything_else_is_taken_and_does_nothing(live: Live, changes: Json) -> None:
    answer = await live.client.inject("events_api", _event("1763600000.000100", "Ev9", **changes))
    assert answer["status"] == "acked"
    assert await found(live) == []


async def test_one_event_delivered_twice_is_one_draft(live: Live) -> None:
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    await draft(live)
    await live.client.inject("events_api", await live.client.last("event"))
    assert len(await found(live)) == 1
    assert len(await private(live)) == 1


async def test_the_event_of_another_workspace_is_nobodys_here(live: Live) -> None:
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    event = _event(ts, "Ev9") | {"team_id": "T0OTHER", "authorizations": [{"team_id": "T0OTHER"}]}
    await live.client.inject("events_api", event)
    assert await found(live) == []


# When Slack does not give the text


async def test_without_access_the_draft_has_the_address_and_the_reason(live: Live) -> None:
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.fault("reactions.get", error="channel_not_found")
    await live.client.react(PLACE, ts, "trophy")
    win = await draft(live)
    assert (win.title, win.evidence[0].reading, win.evidence[0].why) == ("", Reading.UNREACHABLE, "channel_not_found")
    assert win.evidence[0].url.endswith(f"/p{ts.replace('.', '')}")
    (told,) = await private(live)
    assert "Vouch is not in that conversation" in words(told["blocks"])
    assert "Draft: _A message you reacted to_" in words((await live.client.command("/vouch wins"))["ephemerals"])


async def test_a_refused_confirmation_leaves_the_draft_in_the_inbox(live: Live) -> None:
    await live.client.fault("chat.postEphemeral", error="not_in_channel")
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    assert (await draft(live)).title
    assert await private(live) == []
    assert await live.client.calls("chat.postMessage") == []


async def test_the_timetable_reads_what_slack_did_not_give_at_first(live: Live) -> None:
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.fault("reactions.get", status=503)
    await live.client.react(PLACE, ts, "trophy")
    assert (await draft(live)).evidence[0].reading is Reading.PENDING
    now = live.vouch.clock.now()
    await jobs.read_pending(live.vouch.parts, now + timedelta(seconds=30))
    assert (await draft(live)).evidence[0].reading is Reading.PENDING
    await jobs.read_pending(live.vouch.parts, now + timedelta(seconds=90))
    win = await draft(live)
    assert (win.title, win.evidence[0].snapshot) == ("Ada, the retry queue is a delight", PRAISE)


async def test_a_rate_limit_is_waited_out_and_nothing_else_is_asked_meanwhile(live: Live) -> None:
    times = [await live.client.message(f"{PRAISE} {number}", as_="U0MAYA") for number in range(2)]
    await live.client.fault("reactions.get", retry_after=120, times=2)
    for ts in times:
        await live.client.react(PLACE, ts, "trophy")
    assert len(await found(live)) == 2
    await live.client.fault("reactions.get", retry_after=300)
    asked = len(await live.client.calls("reactions.get"))
    now = live.vouch.clock.now()
    await jobs.read_pending(live.vouch.parts, now + timedelta(seconds=119))
    assert len(await live.client.calls("reactions.get")) == asked
    await jobs.read_pending(live.vouch.parts, now + timedelta(seconds=180))
    assert len(await live.client.calls("reactions.get")) == asked + 1
    await jobs.read_pending(live.vouch.parts, now + timedelta(seconds=900))
    assert {win.evidence[0].reading for win in await found(live)} == {Reading.READ}


async def test_a_draft_undone_before_its_text_was_read_is_not_confirmed(live: Live) -> None:
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.fault("reactions.get", delay=0.5)
    await live.client.react(PLACE, ts, "trophy")
    await live.client.unreact(PLACE, ts, "trophy")
    assert await found(live) == []
    assert await private(live) == []


async def test_what_is_due_waits_while_the_database_is_away(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object) -> None:
        raise NotRead

    monkeypatch.setattr(live.vouch.db, "read", away)
    await jobs.read_pending(live.vouch.parts, live.vouch.clock.now())


# The talk emoji


async def test_the_talk_emoji_logs_a_conversation_with_the_author_and_takes_it_back(live: Live) -> None:
    ts = await live.client.message("Coffee was great", as_="U0MAYA")
    await live.client.react(PLACE, ts, "handshake::skin-tone-2")
    (told,) = await private(live)
    assert "Conversation with <@U0MAYA>" in words(told)
    assert await found(live) == []
    assert "<@U0MAYA>" in words((await live.client.command("/vouch people"))["ephemerals"])
    await live.client.unreact(PLACE, ts, "handshake::skin-tone-2")
    await live.settle()
    assert "<@U0MAYA>" not in words((await live.client.command("/vouch people"))["ephemerals"])
    for other in ("U0MAYA", "U0PRIYA"):
        assert "Conversation with" not in words(await live.client.state(other))


async def test_on_ones_own_message_the_talk_emoji_does_nothing(live: Live) -> None:
    ts = await live.client.message("Talking to myself", as_="U0ADA")
    await live.client.react(PLACE, ts, "handshake")
    assert await private(live) == []


# Other ways in


async def test_over_signed_http(live_http: Live) -> None:
    await live_http.client.command("/win shipped it")
    ts = await live_http.client.message(PRAISE, as_="U0MAYA")
    await live_http.client.react(PLACE, ts, "trophy")
    assert (await draft(live_http)).title == "Ada, the retry queue is a delight"


@pytest.mark.on_postgres
async def test_on_postgresql(live: Live) -> None:
    ts = await live.client.message(PRAISE, as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    assert (await draft(live)).title == "Ada, the retry queue is a delight"
    await live.client.unreact(PLACE, ts, "trophy")
    assert await found(live) == []
