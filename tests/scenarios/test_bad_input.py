"""Promise 7: whatever comes in, nothing crashes, nothing typed becomes markup, nothing shown breaks Slack's limits.

Each payload is one that Slack could send, bent by a seeded source; a failing one is named by its seed.
"""

import copy
import json
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot import ids
from bot.domain import lines
from sandbox import payloads
from sandbox.state import Message
from tests import odd, strict_bot
from tests.conftest import Live
from tests.strict_bot import FORM, Bot, each, seeds

pytestmark = pytest.mark.no_cover

Json = dict[str, Any]


@pytest.fixture
async def bot(live_http: Live, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Bot]:
    async with strict_bot.watched(live_http, caplog) as watched:
        yield watched


def command(bot: Bot, name: str, text: str) -> Json:
    return payloads.command(bot.box, "U0ADA", bot.box.state.channel("C0GENERAL"), name, text)


# Commands


async def test_any_text_after_win_is_answered(bot: Bot) -> None:
    lines = ((seed, command(bot, "/win", odd.line(source))) for seed, source in seeds(500))
    await each(bot, "slash_commands", lines)


async def test_any_text_after_met_is_answered(bot: Bot) -> None:
    lines = ((seed, command(bot, "/met", odd.line(source))) for seed, source in seeds(250))
    await each(bot, "slash_commands", lines)
    lines = ((seed, command(bot, "/met", f"@maria {odd.line(source)}")) for seed, source in seeds(250))
    await each(bot, "slash_commands", lines)


async def test_any_text_after_every_word_of_vouch_is_answered(bot: Bot) -> None:
    words = ["", *sorted(bot.live.vouch.routes.words)]

    def lines() -> Iterator[tuple[int, Json]]:
        for seed, source in seeds(len(words) * 12):
            yield seed, command(bot, "/vouch", f"{words[seed % len(words)]} {odd.line(source)}")

    await each(bot, "slash_commands", lines())


@pytest.mark.both_databases
async def test_commands_that_lack_fields_are_answered(bot: Bot) -> None:
    def bent() -> Iterator[tuple[int, Json]]:
        for seed, source in seeds(300):
            whole = command(bot, source.choice(("/win", "/met", "/vouch", "/other")), odd.line(source))
            yield seed, odd.bent(whole, source)

    await each(bot, "slash_commands", bent(), people=True)  # bent, a line may hold Slack's own token of somebody


async def test_a_command_that_speaks_of_a_payload_is_not_taken_for_one(bot: Bot) -> None:
    answer = await bot.live.client.command("/win cut the payload= size 30%, payload too")
    assert answer["ok"], answer
    assert "cut the payload= size 30%" in json.dumps(answer["ephemerals"])


# Bodies that are none


BODIES: tuple[bytes, ...] = (
    *(
        b"",
        b"\x00",
        b"\xff\xfe\xfd",
        b"payload=",
        b"payload=%ff",
        b"payload=null",
        b"payload=[]",
        b"payload={",
        b"payload=1",
    ),
    *(
        b"{",
        b"[]",
        b"null",
        b"1",
        b'"x"',
        b"{}",
        b'{"type":"event_callback"}',
        b'{"type":"event_callback","event":null}',
    ),
    *(b'{"type":"event_callback","event":[]}', b'{"type":"event_callback","event":{"type":[]}}', b'{"event":"x"}'),
    *(
        b'{"type":1}',
        b"command=%2Fwin",
        b"command=%2Fwin&text=%ff%fe",
        b"command=%2Fwin&text=a&text=b",
        b"command=",
        b"&&&",
    ),
    *(
        b"ssl_check=1",
        b'{"type":"url_verification","challenge":"x"}',
        b'{"type":"app_rate_limited","team_id":"T0ACME"}',
    ),
    *(
        b"[" * 5000,
        b'{"a":' * 5000,
        b"payload=" + b"%5B" * 5000,
        b"\xf0\x9f",
        b'{"type":"event_callback","event":{"type":"\\ud800"}}',
    ),
)


@pytest.mark.parametrize(
    "content_type", [FORM, "application/json", "text/plain", "multipart/form-data; boundary=x", ""]
)
async def test_a_body_that_is_none_is_answered_and_nothing_ends(bot: Bot, content_type: str) -> None:
    for body in BODIES:
        status, said = await bot.post(body, content_type)
        assert status < 500, (body[:80], status, said)
        assert bot.errors() == [], body[:80]
    await bot.still_answers()


async def test_a_body_of_megabytes_is_refused(bot: Bot) -> None:
    status, _ = await bot.post(b"text=" + b"x" * 5_000_000)
    assert status == 413
    await bot.still_answers()


# Shortcuts


async def test_bent_shortcuts_on_odd_messages_are_answered(bot: Bot) -> None:
    channel = bot.box.state.channel("C0GENERAL")

    def made() -> Iterator[tuple[int, Json]]:
        for seed, source in seeds(300):
            message = Message("1700000000.000100", channel.id, "U0MAYA", odd.text(source))
            name = source.choice((*bot.live.vouch.routes.shortcuts, "unknown"))
            whole = payloads.message_shortcut(bot.box, "U0ADA", name, channel, message)
            whole["message"] |= {
                "blocks": source.choice(
                    ([], [{"type": "rich_text", "elements": [odd.value(source)]}], odd.value(source))
                )
            }
            yield seed, odd.bent(whole, source) if seed % 2 else whole

    await each(bot, "interactive", made(), people=True)


async def test_bent_global_shortcuts_are_answered(bot: Bot) -> None:
    def made() -> Iterator[tuple[int, Json]]:
        for seed, source in seeds(120):
            name = source.choice((*bot.live.vouch.routes.shortcuts, "unknown"))
            whole = payloads.global_shortcut(bot.box, "U0ADA", name)
            yield seed, odd.bent(whole, source) if seed % 2 else whole

    await each(bot, "interactive", made(), people=True)


async def test_whatever_is_typed_into_an_external_select_is_answered(bot: Bot) -> None:
    await bot.live.client.command("/win shipped it #a #b 30%")
    await bot.live.client.command("/win")
    await bot.live.settle()
    view = next(view for view in bot.box.state.views.values() if view.type == "modal")
    names = [*bot.live.vouch.routes.options, "unknown"]
    assert len(names) > 1

    def made() -> Iterator[tuple[int, Json]]:
        for seed, source in seeds(len(names) * 60):
            typed = source.choice((odd.line(source), odd.text(source), ""))
            name = names[seed % len(names)]
            whole = payloads.suggestion(bot.box, source.choice(("U0ADA", "U0MAYA")), view, (name, name), typed)
            yield seed, odd.bent(whole, source) if seed % 3 == 0 else whole

    await each(bot, "interactive", made(), people=True)


# What is written to Vouch


def written(text: str, number: int) -> Json:
    inner = {"type": "message", "user": "U0ADA", "text": text, "channel": "D0ADA", "channel_type": "im"}
    inner |= {"ts": f"17000{number:05}.000100"}
    return payloads.event("T0ACME", inner, event_time=1700000001, event_id=f"EvDM{number}")


@pytest.mark.both_databases
async def test_any_words_written_to_vouch_are_answered(bot: Bot) -> None:
    starts = ("", "", "met ", "had coffee with Maria ", "win ", "met <@U0MAYA> ", "wins ", "add ", "/vouch ", "help ")

    def made() -> Iterator[tuple[int, Json]]:
        for seed, source in seeds(300):
            body = odd.line(source)
            said = "\n".join([source.choice(starts) + body, *(odd.line(source) for _ in range(source.randrange(3)))])
            yield seed, written(said[:40_000], seed)

    await each(bot, "events_api", made(), people=True)


async def test_any_words_that_were_offered_can_be_kept(bot: Bot) -> None:
    client = bot.live.client
    for seed, source in seeds(40):
        text = f"{source.choice(('shipped', 'met Maria'))} {odd.line(source)}"[:12_000]
        await client.message(lines.clean(text), channel="D0ADA")
        await bot.live.settle()
        message = (await client.messages("U0ADA", "D0ADA"))[-1]
        offered = [action for action in (ids.OFFER_TALK, ids.OFFER_WIN) if action in json.dumps(message)]
        if offered:
            answer = await client.action(offered[0], channel="D0ADA", ts=message["ts"])
            assert answer["ok"], (seed, answer)
            await bot.live.settle()
            message = (await client.messages("U0ADA", "D0ADA"))[-1]
            assert "aved" in json.dumps(message), (seed, text, message)
    await bot.check_calls(people=True)


# Events

INNER: tuple[Json, ...] = (
    {
        "type": "reaction_added",
        "user": "U0ADA",
        "reaction": "trophy",
        "item_user": "U0MAYA",
        "event_ts": "1700000001.000100",
    },
    {
        "type": "reaction_added",
        "user": "U0ADA",
        "reaction": "handshake",
        "item_user": "U0MAYA",
        "event_ts": "1700000001.000100",
    },
    {
        "type": "reaction_removed",
        "user": "U0ADA",
        "reaction": "trophy",
        "item_user": "U0MAYA",
        "event_ts": "1700000002.000100",
    },
    {
        "type": "reaction_removed",
        "user": "U0ADA",
        "reaction": "handshake",
        "item_user": "U0MAYA",
        "event_ts": "1700000002.000100",
    },
    {"type": "app_home_opened", "user": "U0ADA", "tab": "home", "channel": "D0ADA", "event_ts": "1700000001.000100"},
    {
        "type": "message",
        "user": "U0ADA",
        "text": "help <!channel>",
        "channel": "D0ADA",
        "channel_type": "im",
        "ts": "1700000001.000100",
    },
    {
        "type": "message",
        "subtype": "message_changed",
        "channel": "D0ADA",
        "channel_type": "im",
        "message": {"user": "U0ADA"},
    },
    {"type": "user_change", "user": {"id": "U0ADA", "tz": "Europe/Paris", "deleted": False}},
    {"type": "never_heard_of"},
)


@pytest.mark.both_databases
async def test_bent_events_are_taken_once_and_not_asked_for_again(bot: Bot) -> None:
    await bot.live.client.command("/win shipped it")
    said = await bot.live.client.message("well done", as_="U0MAYA", channel="C0GENERAL")
    place = {"type": "message", "channel": "C0GENERAL", "ts": said}

    def made() -> Iterator[tuple[int, Json]]:
        for seed, source in seeds(len(INNER) * 70):
            inner = copy.deepcopy(INNER[seed % len(INNER)])
            if inner["type"].startswith("reaction"):
                inner["item"] = dict(place)
            whole = payloads.event("T0ACME", inner, event_time=1700000001, event_id=f"Ev{seed}")
            if seed % 3 == 0:
                inner |= {source.choice(list(inner)): odd.value(source)}
                yield seed, whole
            else:
                yield seed, odd.bent(whole, source)

    await each(bot, "events_api", made(), people=True)


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
async def test_a_bent_uninstall_ends_nothing(bot: Bot, kind: str) -> None:
    inner = {"type": kind, "tokens": {"oauth": ["U0ADA"], "bot": []}}
    for seed, source in seeds(60):
        whole = payloads.event("T0OTHER", inner, event_time=1700000001, event_id=f"Ev{seed}")
        await bot.deliver("events_api", odd.bent(whole, source) | {"team_id": "T0OTHER"})
    await bot.still_answers()


# Socket Mode


async def test_over_socket_mode_a_bent_payload_is_acked_and_the_connection_lives(
    live: Live, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    await live.client.command("/win shipped it")
    torn: list[Json] = [
        {"type": "event_callback"},
        {"event": None},
        {"type": "block_actions", "actions": []},
        {"team": []},
    ]
    for inner in INNER:
        event = payloads.event("T0ACME", dict(inner), event_time=1700000001, event_id="Ev1")
        torn += [event | {name: odd.INJECTIONS[0]} for name in ("event", "authorizations", "team_id", "view")]
    for payload in torn:
        answer = await live.client.inject("events_api", payload)
        assert answer["ok"], (payload, answer)
    await live.settle()
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
    answer = await live.client.command("/win still here")
    assert "still here" in json.dumps(answer["ephemerals"])
