"""`/vouch` and plain DMs through the sandbox."""

from typing import Any

import pytest

from bot.slack import features
from bot.views import help as views
from sandbox.wire import Json
from tests.conftest import Live


async def vouch(live: Live, text: str, as_: str = "U0ADA") -> Json:
    answer = await live.client.command(f"/vouch {text}", as_=as_)
    assert answer["ok"], answer
    (message,) = answer["ephemerals"]
    return dict(message)


async def in_dm(live: Live, as_: str = "U0ADA") -> list[Json]:
    """What Vouch has written to this person."""
    await live.settle()
    state = await live.client.state(as_)
    (channel,) = [item["id"] for item in state["channels"] if item["kind"] == "im"]
    return [message for message in await live.client.messages(as_, channel) if message.get("bot_id")]


def test_help_lists_exactly_the_words_that_are_answered() -> None:
    routes = features.routes()
    assert set(views.WORDS) == {*routes.words, "win", "met"}


@pytest.mark.parametrize("text", ["", "help", " HELP ", "help!"])
async def test_help_comes_for_nothing_typed_and_for_the_word(live: Live, text: str) -> None:
    assert (await vouch(live, text))["text"] == "Vouch: /win logs a win, /met a conversation, /vouch does the rest."


async def test_an_unknown_word_gets_help_that_names_the_nearest(live: Live) -> None:
    message = await vouch(live, "setings")
    assert message["text"] == "Vouch does not know `/vouch setings`. Did you mean `/vouch settings`?"


async def test_markup_in_an_unknown_word_stays_text(live: Live) -> None:
    message = await vouch(live, "<!channel>")
    assert message["text"] == "Vouch does not know `/vouch &lt;!channel&gt;`."


@pytest.mark.parametrize(("word", "command"), [("win", "/win"), ("met", "/met")])
async def test_win_and_met_are_the_same_after_vouch(live: Live, word: str, command: str) -> None:
    line = {"win": "shipped the retry queue", "met": "<@U0RUI> coffee about the roadmap"}[word]
    direct = (await live.client.command(f"{command} {line}", as_="U0MAYA"))["ephemerals"][0]
    by_vouch = await vouch(live, f"{word} {line}")
    assert by_vouch["text"] == direct["text"]
    assert [block["type"] for block in by_vouch["blocks"]] == [block["type"] for block in direct["blocks"]]


async def test_win_without_a_line_opens_the_form_also_after_vouch(live: Live) -> None:
    answer = await live.client.command("/vouch win")
    assert (answer["ok"], answer["ephemerals"]) == (True, [])
    await live.settle()
    assert len((await live.client.state())["modals"]) == 1


async def test_a_plain_dm_is_answered_once_with_help(live: Live) -> None:
    await live.client.message("hello, what can you do?", channel="D0ADA")
    (answer,) = await in_dm(live)
    assert answer["text"].startswith("I cannot follow free text.")
    event = await live.client.last("event", as_="U0ADA")
    assert event["event"]["text"] == "hello, what can you do?"
    await live.client.inject("events_api", event)
    assert len(await in_dm(live)) == 1
    assert await in_dm(live, "U0MAYA") == []


async def test_a_dm_in_a_thread_is_answered_in_it(live: Live) -> None:
    ts = await live.client.message("hello", channel="D0ADA")
    await live.client.message("and?", channel="D0ADA", thread_ts=ts)
    assert [message.get("thread_ts") for message in await in_dm(live)] == [None, ts]


async def test_edits_bots_and_other_conversations_are_not_answered(live: Live) -> None:
    ts = await live.client.message("hello", channel="D0ADA")
    await live.client.edit("D0ADA", ts, "hello again")
    await live.client.delete("D0ADA", ts)
    event: dict[str, Any] = {"type": "message", "channel": "D0ADA", "channel_type": "im", "text": "x", "ts": "1.2"}
    odd: list[dict[str, Any]] = [
        event | {"user": "U0ADA", "bot_id": "B1"},
        event | {"user": "U0ADA", "subtype": "bot_message"},
        event | {"user": "U0ADA", "channel_type": "channel"},
        event,
    ]
    for number, inner in enumerate(odd):
        body = {"type": "event_callback", "team_id": "T0ACME", "event_id": f"EvODD{number}", "event": inner}
        assert (await live.client.inject("events_api", body))["ok"]
    assert len(await in_dm(live)) == 1


async def test_a_dm_starts_nobody(live: Live) -> None:
    await live.client.message("hello", channel="D0ADA")
    await live.settle()
    assert (await vouch(live, "export"))["text"] == "Vouch has nothing stored about you."
