"""Every way in: shortcuts of messages and global ones, and windows that open in time however slow the database is."""

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import ids
from bot.slack import call
from bot.store.tables import conversations, members, wins
from sandbox.wire import Json
from tests.conftest import Live

PLACE = "C0GENERAL"
DAY = r"\w{3} \d{1,2} \w{3}"


@pytest.fixture(autouse=True)
def windows_as_people_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "OPEN_WITHIN", 0.8)


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


async def counted(live: Live, table: Any) -> int:
    return int(await live.vouch.db.read(lambda session: session.scalar(select(func.count()).select_from(table))))


async def window(live: Live, as_: str = "U0ADA") -> Json:
    """The window on top."""
    await live.settle()
    return dict((await live.client.state(as_))["modals"][-1])


def fields(view: Json) -> Json:
    """What stands in the window's fields, by name."""
    shown = {}
    for block in view["blocks"]:
        element = block.get("element") or {}
        names = ("initial_value", "initial_users", "initial_date")
        shown[block["block_id"]] = next((element[name] for name in names if name in element), None)
    return shown


async def chosen(live: Live, callback_id: str, channel: str, ts: str, as_: str = "U0ADA") -> Json:
    answer = await live.client.shortcut(callback_id, as_=as_, channel=channel, ts=ts)
    assert answer["ok"], answer
    return await window(live, as_)


# A conversation of a message


@pytest.mark.both_databases
async def test_a_message_becomes_a_conversation_with_its_author_once(live: Live) -> None:
    text = "I would put you forward for this.\nSend me the <numbers>, please."
    ts = await live.client.message(text, as_="U0MAYA", channel="C0RANDOM")
    view = await chosen(live, ids.SHORTCUT_LOG_CONVERSATION, "C0RANDOM", ts)
    filled = fields(view)
    assert filled["people"] == ["U0MAYA"]
    assert filled["topic"] == "I would put you forward for this."
    said, _, address = filled["notes"].rpartition("\n")
    assert address.endswith(f"/archives/C0RANDOM/p{ts.replace('.', '')}")
    assert said == "> Send me the <numbers>, please."  # each word of the message once
    assert await counted(live, members) == 0  # looking starts nobody

    answer = await live.client.submit(view["id"], {"*": {"promise": "send the numbers"}})
    assert "*Saved.* Conversation with <@U0MAYA>" in words(answer["view"])
    await live.client.close(view["id"])

    again = await chosen(live, ids.SHORTCUT_LOG_CONVERSATION, "C0RANDOM", ts)
    assert again["title"]["text"] == "Edit conversation"
    assert re.fullmatch(rf"You logged this on {DAY}\. Here it is, to be changed\.", again["blocks"][0]["text"]["text"])
    assert fields(again)["promise"] == "send the numbers"
    assert await counted(live, conversations) == 1
    theirs = await chosen(live, ids.SHORTCUT_LOG_CONVERSATION, "C0RANDOM", ts, as_="U0PRIYA")
    assert theirs["title"]["text"] == "Log a conversation"
    assert "send the numbers" not in words(theirs)


async def test_two_windows_for_one_message_make_one_conversation(live: Live) -> None:
    ts = await live.client.message("Let us talk", as_="U0MAYA", channel=PLACE)
    view = await chosen(live, ids.SHORTCUT_LOG_CONVERSATION, PLACE, ts)
    await live.client.submit(view["id"], {})
    elsewhere = await live.client.last("submission")  # on another device, where the window was open too
    elsewhere["view"] |= {"id": "V0OTHER", "hash": "1.other"}
    elsewhere["view"]["state"]["values"]["topic"]["topic"]["value"] = "something <else>"
    answer = await live.client.inject("interactive", elsewhere)
    assert "one of your conversations already" in words(answer["ack"])
    assert await counted(live, conversations) == 1
    await live.settle()
    told = words(await live.client.messages("U0ADA", "D0ADA"))
    assert "What about: something &lt;else&gt;" in told  # what was typed comes back in a message too


async def test_a_conversation_logged_from_a_message_outlives_the_reaction(live: Live) -> None:
    ts = await live.client.message("Let us talk", as_="U0MAYA", channel=PLACE)
    view = await chosen(live, ids.SHORTCUT_LOG_CONVERSATION, PLACE, ts)
    await live.client.submit(view["id"], {})
    await live.client.react(PLACE, ts, "handshake")
    await live.client.unreact(PLACE, ts, "handshake")
    await live.settle()
    assert await counted(live, conversations) == 1
    again = await chosen(live, ids.SHORTCUT_LOG_CONVERSATION, PLACE, ts)
    assert again["title"]["text"] == "Edit conversation"


async def test_the_author_is_named_unless_it_is_oneself_or_a_program(live: Live) -> None:
    own = await live.client.message("my own words", channel=PLACE)
    assert fields(await chosen(live, ids.SHORTCUT_LOG_CONVERSATION, PLACE, own))["people"] is None
    said = await live.client.bot_message(PLACE, "deployed 4.2")
    view = fields(await chosen(live, ids.SHORTCUT_LOG_CONVERSATION, PLACE, said))
    assert (view["people"], view["topic"]) == (None, "deployed 4.2")
    parent = await live.client.message("who takes it?", as_="U0PRIYA", channel="C0RANDOM")
    reply = await live.client.message("I do", as_="U0MAYA", channel="C0RANDOM", thread_ts=parent)
    view = fields(await chosen(live, ids.SHORTCUT_LOG_CONVERSATION, "C0RANDOM", reply))
    assert view["people"] == ["U0MAYA"]
    assert f"thread_ts={parent}" in view["notes"]


async def test_a_conversation_with_nobody_is_told_so_in_the_form_s_own_words(live: Live) -> None:
    own = await live.client.message("my own words", channel=PLACE)
    view = await chosen(live, ids.SHORTCUT_LOG_CONVERSATION, PLACE, own)
    answer = await live.client.submit(view["id"], {})
    assert "Choose somebody here, or type a name below." in words(answer)
    assert "@mention" not in words(answer)


async def test_a_message_that_is_a_win_already_says_since_when(live: Live) -> None:
    ts = await live.client.message("Ada saved our launch!", as_="U0MAYA", channel="C0PLATFORM")
    view = await chosen(live, ids.SHORTCUT_SAVE_AS_WIN, "C0PLATFORM", ts)
    await live.client.submit(view["id"], {})
    await live.client.close(view["id"])
    again = await chosen(live, ids.SHORTCUT_SAVE_AS_WIN, "C0PLATFORM", ts)
    assert again["title"]["text"] == "Edit win"
    assert re.fullmatch(rf"You kept this on {DAY}\. Here it is, to be changed\.", again["blocks"][0]["text"]["text"])
    await live.client.close(again["id"])
    other = await live.client.message("Ada saved our demo!", as_="U0MAYA", channel="C0PLATFORM")
    await live.client.react("C0PLATFORM", other, "trophy")
    await live.settle()
    draft = await chosen(live, ids.SHORTCUT_SAVE_AS_WIN, "C0PLATFORM", other)
    assert draft["title"]["text"] == "Finish win"
    assert re.fullmatch(rf"This draft has been waiting since {DAY}\.", draft["blocks"][0]["text"]["text"])


async def test_people_in_a_message_stand_by_name_in_the_fields(live: Live) -> None:
    ts = await live.client.message(
        "Thanks to <@U0LEO> we shipped\nand <@U0NOBODY> too", as_="U0MAYA", channel="C0PLATFORM"
    )
    win = fields(await chosen(live, ids.SHORTCUT_SAVE_AS_WIN, "C0PLATFORM", ts))
    assert re.fullmatch(r"Thanks to @Leo\b[\w ]* we shipped", win["title"])
    talk = fields(await chosen(live, ids.SHORTCUT_LOG_CONVERSATION, "C0PLATFORM", ts))
    assert talk["topic"] == win["title"]
    assert talk["notes"].startswith("> and <@U0NOBODY> too\n")  # whom Slack does not name keeps the token
    await live.client.react("C0PLATFORM", ts, "trophy")
    await live.settle()
    draft = fields(await chosen(live, ids.SHORTCUT_SAVE_AS_WIN, "C0PLATFORM", ts))
    assert draft["title"] == win["title"]


async def test_a_message_made_of_blocks_alone_is_read(live: Live) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "the *board* liked it"}}]
    said = await live.client.bot_message(PLACE, blocks=blocks)
    assert "the *board* liked it" in words(await chosen(live, ids.SHORTCUT_LOG_CONVERSATION, PLACE, said))
    assert fields(await chosen(live, ids.SHORTCUT_SAVE_AS_WIN, PLACE, said))["title"] == "the *board* liked it"


# From anywhere


@pytest.mark.parametrize(
    ("callback_id", "title"),
    [(ids.SHORTCUT_NEW_WIN, "Log a win"), (ids.SHORTCUT_NEW_CONVERSATION, "Log a conversation")],
)
async def test_global_shortcuts_open_the_same_windows(live_http: Live, callback_id: str, title: str) -> None:
    answer = await live_http.client.shortcut(callback_id)
    assert answer["ok"], answer
    view = await window(live_http)
    assert view["title"]["text"] == title
    assert await counted(live_http, members) == 0
    values = {"title": "shipped it"} if title == "Log a win" else {"others": "Maria Lopez"}
    answer = await live_http.client.submit(view["id"], {"*": values})
    assert answer["ok"], answer
    assert await counted(live_http, wins) + await counted(live_http, conversations) == 1
    assert await counted(live_http, members) == 1  # a saved window starts a member


@pytest.mark.parametrize(
    ("action_id", "title"),
    [(ids.HOME_LOG_WIN, "Log a win"), (ids.HOME_LOG_CONVERSATION, "Log a conversation")],
)
async def test_the_digest_and_home_open_the_same_windows(live: Live, action_id: str, title: str) -> None:
    await live.client.command("/win shipped it", channel=PLACE)
    (digest,) = (await live.client.command("/vouch digest", channel=PLACE))["ephemerals"]
    assert (await live.client.action(action_id, channel=PLACE, ts=digest["ts"]))["ok"]
    from_digest = await window(live)
    assert from_digest["title"]["text"] == title
    await live.client.close(from_digest["id"])
    await live.client.home()
    assert (await live.client.action(action_id, home=True))["ok"]
    assert fields(await window(live)) == fields(from_digest)


# Windows open while Slack's trigger lives


@contextmanager
def busy(live: Live, seconds: float) -> Iterator[threading.Event]:
    """All of the database's readers are kept occupied for so long, or until the event is set."""
    free = threading.Event()
    for _ in range(8):
        live.vouch.db._readers.submit(free.wait, seconds)
    try:
        yield free
    finally:
        free.set()


WAYS: dict[str, Any] = {
    "/win": lambda live, ts: live.client.command("/win", channel=PLACE),
    "/met": lambda live, ts: live.client.command("/met", channel=PLACE),
    "/vouch settings": lambda live, ts: live.client.command("/vouch settings", channel=PLACE),
    "Save as win": lambda live, ts: live.client.shortcut(ids.SHORTCUT_SAVE_AS_WIN, channel=PLACE, ts=ts),
    "Log conversation": lambda live, ts: live.client.shortcut(ids.SHORTCUT_LOG_CONVERSATION, channel=PLACE, ts=ts),
    "Log a win": lambda live, ts: live.client.shortcut(ids.SHORTCUT_NEW_WIN),
    "Log a conversation": lambda live, ts: live.client.shortcut(ids.SHORTCUT_NEW_CONVERSATION),
    "Home": lambda live, ts: live.client.action(ids.HOME_LOG_WIN, home=True, value="step"),
    "/vouch away": lambda live, ts: live.client.command("/vouch away", channel=PLACE),
    "Home's settings": lambda live, ts: live.client.action(ids.SETTINGS_OPEN, home=True),
}


async def test_with_a_slow_database_each_window_opens_first_and_is_filled_after(live: Live) -> None:
    ts = await live.client.message("Let us talk", as_="U0MAYA", channel=PLACE)
    await live.client.home()

    async def opened() -> list[Json]:
        return list((await live.client.state())["modals"])

    for name, way in WAYS.items():
        with busy(live, 8.0) as free:
            asking = asyncio.ensure_future(way(live, ts))
            first = (await live.client.until(opened))[-1]
            assert "Opening…" in words(first), name
            answer = await asking
            assert answer["ok"], (name, answer)
            assert answer["ack_ms"] < 2_000, name
            free.set()
        await live.settle()
        (filled,) = await opened()
        assert filled["id"] == first["id"]
        assert [block for block in filled["blocks"] if block["type"] == "input"], name
        await live.client.close(filled["id"])


async def test_where_the_database_never_answers_the_window_says_so(live: Live) -> None:
    with busy(live, 8.0):
        assert (await live.client.shortcut(ids.SHORTCUT_NEW_WIN))["ok"]
        await live.settle()
        (view,) = (await live.client.state())["modals"]
    assert "The database did not answer in time" in words(view)
    assert "Opening…" not in words(view)
