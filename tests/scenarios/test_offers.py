"""What is written to Vouch itself, in plain words or as a command; through the sandbox."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import ids
from bot.store.tables import conversations, evidence, members, wins
from sandbox.wire import Json
from tests.conftest import Live

DM = "D0ADA"
LINE = "shipped the retry queue, p95 800ms -> 480ms #reliability"


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def labels(message: Json) -> list[str]:
    return [
        element["text"]["text"]
        for block in message.get("blocks") or ()
        for element in block.get("elements", ())
        if element["type"] == "button"
    ]


async def answers(live: Live, as_: str = "U0ADA") -> list[Json]:
    """What Vouch has written to this person."""
    await live.settle()
    return [one for one in await live.client.messages(as_, f"D0{as_[2:]}") if one.get("bot_id")]


async def written(live: Live, text: str, **where: Any) -> Json:
    """Writes to Vouch, and returns its answer."""
    before = len(await answers(live))
    await live.client.message(text, channel=DM, **where)

    async def answered() -> list[Json]:
        return (await answers(live))[before:]

    return dict((await live.client.until(answered))[-1])


async def pressed(live: Live, offer: Json, action_id: str, as_: str = "U0ADA") -> Json:
    answer = await live.client.action(action_id, as_=as_, channel=DM, ts=offer["ts"])
    assert answer["ok"], answer
    return next(one for one in await answers(live) if one["ts"] == offer["ts"])


async def counted(live: Live, table: Any) -> int:
    return int(await live.vouch.db.read(lambda session: session.scalar(select(func.count()).select_from(table))))


@pytest.mark.both_databases
async def test_plain_words_are_kept_as_a_win_once_by_one_press(live: Live) -> None:
    offer = await written(live, LINE)
    assert offer["text"] == "Save as a win? shipped the retry queue, p95 800ms -&gt; 480ms"
    assert "p95 from 800 ms to 480 ms" in words(offer)
    assert labels(offer) == ["Save as win", "No"]
    assert (await counted(live, members), await counted(live, wins)) == (0, 0)  # an offer starts nobody

    saved = await pressed(live, offer, ids.OFFER_WIN)
    assert "*Saved:* shipped the retry queue" in words(saved)
    assert "No number here" in labels(saved)
    assert "This is your first record." in words(saved)
    assert (await counted(live, members), await counted(live, wins)) == (1, 1)
    assert await counted(live, evidence) == 0  # one's own words to Vouch prove nothing

    press = await live.client.last("action")
    press["actions"][0]["action_ts"] = "1799999999.000001"  # another press of the same button, elsewhere
    await live.client.inject("interactive", press)
    assert "*Saved already:* shipped the retry queue" in words(await answers(live))
    assert await counted(live, wins) == 1


async def test_the_same_message_delivered_twice_is_answered_once(live: Live) -> None:
    await written(live, LINE)
    await live.client.inject("events_api", await live.client.last("event", as_="U0ADA"))
    assert len(await answers(live)) == 1
    assert await answers(live, "U0MAYA") == []


async def test_no_leaves_it_alone(live: Live) -> None:
    said = await pressed(live, await written(live, LINE), ids.OFFER_NO)
    assert said["text"] == "Left as it is: nothing is stored."
    assert labels(said) == []
    assert await counted(live, members) == 0


@pytest.mark.both_databases
async def test_words_about_a_talk_are_kept_as_a_conversation_once(live: Live) -> None:
    offer = await written(live, "had coffee with <@U0MAYA> about the roadmap; next: send the deck by friday")
    assert labels(offer) == ["Log as conversation", "Save as win", "No"]
    assert "With <@U0MAYA>" in words(offer)
    assert "Next: send the deck" in words(offer)
    saved = await pressed(live, offer, ids.OFFER_TALK)
    assert "*Saved.* Conversation with <@U0MAYA>" in words(saved)
    press = await live.client.last("action")
    press["actions"][0]["action_ts"] = "1799999999.000001"
    await live.client.inject("interactive", press)
    assert "*Saved.* Conversation with <@U0MAYA>" in words(await answers(live))
    assert await counted(live, conversations) == 1


async def test_a_message_that_was_changed_is_offered_anew_and_then_kept_as_it_reads(live: Live) -> None:
    offer = await written(live, "shipped the quue")
    ts = next(one["ts"] for one in await live.client.messages("U0ADA", DM) if one.get("user") == "U0ADA")
    await live.client.edit(DM, ts, "shipped the queue")
    anew = await pressed(live, offer, ids.OFFER_WIN)
    assert "You have changed your message since" in words(anew)
    assert "*Save as a win?* shipped the queue" in words(anew)
    assert await counted(live, wins) == 0
    assert "*Saved:* shipped the queue" in words(await pressed(live, anew, ids.OFFER_WIN))
    assert len(await answers(live)) == 1  # the edit itself was not answered


async def test_a_message_that_is_gone_or_says_nothing_more_cannot_be_kept(live: Live) -> None:
    offer = await written(live, "shipped the queue")
    ts = next(one["ts"] for one in await live.client.messages("U0ADA", DM) if one.get("user") == "U0ADA")
    await live.client.edit(DM, ts, "hello")
    assert "Write here what you achieved" in words(await pressed(live, offer, ids.OFFER_WIN))
    offer = await written(live, "shipped the cache")
    ts = [one["ts"] for one in await live.client.messages("U0ADA", DM) if one.get("user") == "U0ADA"][-1]
    await live.client.delete(DM, ts)
    await pressed(live, offer, ids.OFFER_WIN)
    assert "Your message is not there any more" in words(await live.client.messages("U0ADA", DM))
    assert await counted(live, wins) == 0


async def test_nobody_else_can_keep_it(live: Live) -> None:
    await pressed(live, await written(live, LINE), ids.OFFER_NO)
    press = await live.client.last("action")
    for action_id in (ids.OFFER_WIN, ids.OFFER_TALK):
        press["actions"][0] |= {"action_id": action_id, "action_ts": f"17999999{len(action_id)}.000001"}
        press["user"] |= {"id": "U0MAYA"}
        await live.client.inject("interactive", press)
        await live.settle()
    assert (await counted(live, members), await counted(live, wins), await counted(live, conversations)) == (0, 0, 0)


@pytest.mark.parametrize("length", [2_500, 8_000, 39_000])
async def test_a_long_message_is_kept_whole_or_says_what_is_not(live: Live, length: int) -> None:
    text = "shipped the retry queue #reliability\n" + "it held under load " * (length // 19)
    offer = await written(live, text)
    assert offer["text"] == "Save as a win? shipped the retry queue"
    saved = await pressed(live, offer, ids.OFFER_WIN)
    assert "*Saved:* shipped the retry queue" in words(saved)
    (win,) = await live.vouch.db.read(lambda session: session.execute(select(wins.c.title, wins.c.impact)).all())
    kept = await live.vouch.db.read(lambda session: list(session.scalars(select(evidence.c.snapshot))))
    body = text.partition("\n")[2].strip()
    if length < 3_000:
        assert (win.impact, kept) == (body, [])
        return
    assert win.impact == ""
    assert kept[0].startswith("shipped the retry queue")
    assert len(kept[0]) == min(len(text.strip()), 12_000)
    assert ("the first 12,000 characters of it are kept" in words(offer)) == (length > 12_000)


# Commands


async def test_one_word_is_a_command_and_so_is_what_has_its_slash(live: Live) -> None:
    assert "Vouch: /win logs a win" in (await written(live, "Help!"))["text"]
    assert "*Saved:* shipped it" in words(await written(live, " /win shipped it"))
    assert "*Saved.* Conversation with <@U0MAYA>" in words(await written(live, "/met <@U0MAYA> coffee"))
    assert "shipped it" in words(await written(live, "wins"))
    assert "Did you mean `/vouch settings`?" in (await written(live, "/vouch setings"))["text"]
    assert "needs a title" in words(await written(live, "/win #x"))
    assert await counted(live, wins) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "win back of two churned customers",
        "met all our Q3 goals",
        "add caching to the API, 3x faster",
        "wins all over the place",
    ],
)
async def test_a_sentence_that_begins_like_a_command_is_offered_untouched(live: Live, typed: str) -> None:
    offer = await written(live, typed)
    assert offer["text"] == f"Save as a win? {typed}"
    assert labels(offer) == ["Save as win", "No"]
    assert (await counted(live, wins), await counted(live, conversations)) == (0, 0)
    assert f"*Saved:* {typed}" in words(await pressed(live, offer, ids.OFFER_WIN))


async def test_a_leading_word_says_what_to_offer_first(live: Live) -> None:
    assert (await written(live, "log a win: shipped it"))["text"] == "Save as a win? shipped it"
    talk = await written(live, "talked with <@U0MAYA> about the roadmap")
    assert talk["text"].startswith("Log as a conversation? With <@U0MAYA>")
    assert labels(talk) == ["Log as conversation", "Save as win", "No"]
    assert await counted(live, members) == 0
    await live.client.command('/met "Maria Lopez" coffee')
    known = await written(live, "met maria lopez for lunch")
    assert known["text"].startswith("Log as a conversation? With Maria Lopez")
    assert "With Maria Lopez" not in words(await pressed(live, known, ids.OFFER_WIN))
    other = await written(live, "met maria lopez for dinner")
    assert "*Saved.* Conversation with Maria Lopez" in words(await pressed(live, other, ids.OFFER_TALK))
    assert await counted(live, conversations) == 2


async def test_what_opens_a_window_gives_a_button_instead(live: Live) -> None:
    for typed in ("settings", "win", "/met"):
        said = await written(live, typed)
        assert "Slack allows only after a command or a button" in said["text"], typed
        assert labels(said) == ["Log a win", "Log a conversation", "Settings"]
    assert (await live.client.action(ids.SETTINGS_OPEN, channel=DM, ts=said["ts"]))["ok"]
    await live.settle()
    assert len((await live.client.state())["modals"]) == 1


async def test_greetings_and_questions_get_help_and_start_nobody(live: Live) -> None:
    for typed in ("hello", "Thanks!", "what can you do?", ":wave:"):
        assert (await written(live, typed))["text"].startswith("Write here what you achieved"), typed
    assert await counted(live, members) == 0


async def test_in_a_thread_it_is_answered_there_and_kept_from_there(live: Live) -> None:
    ts = await live.client.message("hello", channel=DM)
    offer = await written(live, "shipped the queue", thread_ts=ts)
    assert offer["thread_ts"] == ts
    assert "*Saved:* shipped the queue" in words(await pressed(live, offer, ids.OFFER_WIN))


async def test_edits_bots_and_other_conversations_are_not_answered(live: Live) -> None:
    ts = await live.client.message("hello", channel=DM)
    await live.client.edit(DM, ts, "hello again")
    await live.client.delete(DM, ts)
    event: Json = {"type": "message", "channel": DM, "channel_type": "im", "text": "shipped it", "ts": "1.2"}
    odd: list[Json] = [
        event | {"user": "U0ADA", "bot_id": "B1"},
        event | {"user": "U0ADA", "subtype": "bot_message"},
        event | {"user": "U0ADA", "channel_type": "channel"},
        event,
    ]
    for number, inner in enumerate(odd):
        body = {"type": "event_callback", "team_id": "T0ACME", "event_id": f"EvODD{number}", "event": inner}
        assert (await live.client.inject("events_api", body))["ok"]
    assert len(await answers(live)) == 1
