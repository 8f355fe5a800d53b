"""Promise 7: whatever comes in, nothing crashes, nothing typed becomes markup, nothing shown breaks Slack's limits.

Each payload is one that Slack could send, bent by a seeded source; a failing one is named by its seed.
"""

import copy
import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from bot import ids
from sandbox import http_delivery, payloads, people
from sandbox.state import Message
from tests import kit_rules, odd
from tests.conftest import Live

Json = dict[str, Any]

FORM = "application/x-www-form-urlencoded"
OWN_DOING = {
    *("invalid_blocks", "invalid_blocks_format", "no_text", "msg_too_long", "msg_blocks_too_long", "view_too_large"),
    *(
        "invalid_form_data",
        "invalid_json",
        "unknown_method",
        "missing_scope",
        "metadata_too_large",
        "invalid_metadata_format",
    ),
}


class Bot:
    """Delivers to the running bot over signed HTTP, and holds every answer to the rules."""

    def __init__(self, live: Live, http: aiohttp.ClientSession, log: pytest.LogCaptureFixture) -> None:
        self.live, self.box = live, live.box
        self._http, self._log = http, log
        self._sent = 0

    async def post(self, body: bytes, content_type: str = FORM) -> tuple[int, str]:
        """What the bot answers to these bytes, rightly signed."""
        signed = http_delivery.sign(self.box.signing_secret, body) | {"content-type": content_type}
        assert self.live.vouch.server is not None
        address = f"http://127.0.0.1:{self.live.vouch.server.port}/slack/events"
        async with self._http.post(address, data=io.BytesIO(body), headers=signed) as answer:
            return answer.status, await answer.text()

    async def deliver(self, kind: str, payload: Json, *, people: bool = False) -> Any:
        """Sends it; the answer must be one that Slack takes. Returns its body."""
        body, content_type = encode(kind, payload)
        status, said = await self.post(body, content_type)
        # 400: not the shape of any payload; 404: a kind of payload that nobody asked for
        assert status in {200, 400, 404}, (status, said, self.errors())
        assert self.errors() == []
        answer = json.loads(said) if said.startswith("{") else None
        if status == 200:
            assert kit_rules.faults_of_answer(answer, people=people) == []
        self._sent += 1
        if self._sent % 25 == 0:
            await self.check_calls(people=people)
        return answer

    async def check_calls(self, *, people: bool) -> None:
        """What was sent to Slack meanwhile was taken, and held to the same rules."""
        await self.live.settle()
        assert self.errors() == []
        calls = list(self.box.state.calls)
        self.box.state.calls.clear()
        assert [call for call in calls if call["error"] in OWN_DOING] == []
        for call in calls:
            assert _faults_of_call(call, people=people) == [], call

    def errors(self) -> list[str]:
        return [record.getMessage() for record in self._log.records if record.levelno >= logging.ERROR]

    async def still_answers(self) -> None:
        answer = await self.live.client.command("/win still here", as_="U0PRIYA")
        assert answer["ok"], answer
        assert "still here" in json.dumps(answer["ephemerals"])


def encode(kind: str, payload: Json) -> tuple[bytes, str]:
    """As Slack sends it, but also what Slack cannot: lone surrogates in a form."""
    if kind != "slash_commands":
        return http_delivery.encode(kind, payload)
    fields = {name: "" if field is None else str(field) for name, field in payload.items()}
    return urlencode(fields, errors="surrogatepass").encode(), FORM


def _faults_of_call(call: Json, *, people: bool) -> list[str]:
    args, method = call["args"], call["method"]
    if method.startswith("views."):
        view = args.get("view")
        return kit_rules.faults_of_view(json.loads(view) if isinstance(view, str) else view, people=people)
    if method in {"chat.postMessage", "chat.update", "chat.postEphemeral", "response_url"}:
        blocks = args.get("blocks")
        message = {**args, "blocks": json.loads(blocks) if isinstance(blocks, str) else blocks}
        return [] if args.get("delete_original") else kit_rules.faults_of_message(message, people=people)
    return []


@pytest.fixture
async def bot(live_http: Live, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Bot]:
    caplog.set_level(logging.ERROR)
    async with aiohttp.ClientSession() as http:
        yield Bot(live_http, http, caplog)


def seeds(count: int) -> Iterator[tuple[int, Random]]:
    for seed in range(count):
        yield seed, Random(seed)


async def each(bot: Bot, kind: str, made: Iterator[tuple[int, Json]], *, people: bool = False) -> None:
    for seed, payload in made:
        try:
            await bot.deliver(kind, payload, people=people)
        except AssertionError as problem:
            raise AssertionError(f"seed {seed}: {payload!r}") from problem
    await bot.check_calls(people=people)
    await bot.still_answers()


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

    await each(bot, "slash_commands", bent())


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


# Buttons


async def pressed(bot: Bot, action: Json) -> list[Json]:
    """The same press in a private answer, in a DM, in Home and in a modal."""
    box = bot.box
    private = Message("1700000000.000100", "C0GENERAL", people.BOT_USER, "x", by_app=True, ephemeral_for="U0ADA")
    direct = Message("1700000000.000200", "D0ADA", people.BOT_USER, "x", by_app=True)
    await bot.live.client.home()
    home = payloads.interaction(box, "block_actions", "U0ADA") | {
        "container": {"type": "view", "view_id": "V0HOME"},
        "view": {
            "id": "V0HOME",
            "type": "home",
            "hash": "1.a",
            "state": {"values": {}},
            "private_metadata": "",
            "callback_id": "",
        },
        "actions": [action],
    }
    modal = copy.deepcopy(home)
    modal["view"] |= {"type": "modal", "id": "V0MODAL", "callback_id": ids.MODAL_WIN}
    return [payloads.message_action(box, "U0ADA", message, action) for message in (private, direct)] + [home, modal]


def fresh(bot: Bot, payload: Json, source: Random) -> Json:
    """Another press of the same: its trigger and time are new."""
    return copy.deepcopy(payload) | {
        "trigger_id": bot.box.trigger("U0ADA", None),
        "actions": [payload["actions"][0] | {"action_ts": f"17000{source.randrange(10**5):05}.000001"}],
    }


async def test_every_button_takes_any_value_in_any_place(bot: Bot) -> None:
    await bot.live.client.command("/win shipped <@U0MAYA> #a https://a.example 3x yesterday")
    await bot.live.client.command("/met <@U0MAYA> 1:1 about it; next: send it")
    base = {
        name: await pressed(bot, {"type": "button", "action_id": name})
        for name in sorted(bot.live.vouch.routes.actions)
    }

    def presses() -> Iterator[tuple[int, Json]]:
        for seed, source in seeds(len(base) * 16):
            name = sorted(base)[seed % len(base)]
            payload = fresh(bot, source.choice(base[name]), source)
            kind = source.choice(("value", "selected_option", "selected_user", "selected_date", "selected_options"))
            chosen = odd.value(source)
            payload["actions"][0][kind] = (
                {"value": chosen, "text": {"type": "plain_text", "text": "x"}} if "option" in kind else chosen
            )
            yield seed, payload

    await each(bot, "interactive", presses(), people=True)


@pytest.mark.both_databases
async def test_bent_presses_are_answered(bot: Bot) -> None:
    await bot.live.client.command("/win shipped it")
    base = [
        one | {"actions": [one["actions"][0] | {"value": "1"}]}
        for name in sorted(bot.live.vouch.routes.actions)
        for one in await pressed(bot, {"type": "button", "action_id": name})
    ]

    def presses() -> Iterator[tuple[int, Json]]:
        for seed, source in seeds(500):
            yield seed, odd.bent(fresh(bot, source.choice(base), source), source)

    await each(bot, "interactive", presses(), people=True)


# Modals


async def opened(bot: Bot) -> list[Json]:
    """A submission of each modal, as Slack would send it with nothing filled in."""
    client = bot.live.client
    await client.command("/win shipped it")
    await client.command("/met <@U0MAYA> 1:1 about it")
    found: dict[str, Json] = {}

    async def collect() -> None:
        await bot.live.settle()
        for view in list(bot.box.state.views.values()):
            if view.type == "modal" and view.user == "U0ADA":
                found[view.content["callback_id"]] = payloads.submission(bot.box, view)
        for modal in (await client.state())["modals"]:
            await client.close(modal["id"])

    for line in ("/win", "/met", "/vouch add", "/vouch settings", "/vouch delete-my-data"):
        await client.command(line)
        await collect()
    await client.home()
    for action in (ids.HOME_LOG_WIN, ids.HOME_LOG_CONVERSATION, ids.HOME_ADD_STAKEHOLDER, ids.SETTINGS_OPEN):
        await client.action(action, home=True)
        await collect()
    assert set(found) == set(bot.live.vouch.routes.submissions)
    return [found[name] for name in sorted(found)]


def filled(payload: Json, source: Random) -> Json:
    """The submission with odd values in its fields, each in the shape of its element or in none."""
    made = copy.deepcopy(payload)
    values: Json = {}
    for block in made["view"]["blocks"]:
        element = block.get("element")
        if element is not None:
            values[block["block_id"]] = {element["action_id"]: {"type": element["type"], **_state(element, source)}}
    made["view"] |= {"state": {"values": values}, "hash": f"{source.random()}"}
    if source.random() < 0.3:
        made["view"]["private_metadata"] = source.choice(
            (odd.text(source), json.dumps(odd.value(source)), "1:1", "[1,2]")
        )
    return made


def _state(element: Json, source: Random) -> Json:
    if source.random() < 0.2:
        return {source.choice(("value", "selected_option", "selected_users", "selected_date")): odd.value(source)}
    match element["type"]:
        case "plain_text_input" | "email_text_input" | "number_input" | "url_text_input":
            return {"value": odd.text(source)}
        case "datepicker":
            return {"selected_date": source.choice(("2026-11-20", "1969-01-01", "9999-12-31", "2026-02-31", None, "x"))}
        case "multi_users_select":
            return {"selected_users": source.choice(([], ["U0MAYA"], ["U0MAYA"] * 50, [None], [odd.text(source)]))}
        case "users_select":
            return {"selected_user": source.choice(("U0MAYA", "U0ADA", None, odd.text(source)))}
        case "checkboxes":
            return {"selected_options": source.choice(([], [{"value": "x"}], [None], "x"))}
        case _:
            options = [*element.get("options", []), {"value": odd.text(source)}, None]
            return {"selected_option": source.choice(options)}


async def test_every_modal_takes_any_value_in_its_fields(bot: Bot) -> None:
    base = await opened(bot)
    made = ((seed, filled(base[seed % len(base)], source)) for seed, source in seeds(len(base) * 120))
    await each(bot, "interactive", made, people=True)


async def test_bent_submissions_are_answered(bot: Bot) -> None:
    base = await opened(bot)
    made = ((seed, odd.bent(filled(base[seed % len(base)], source), source)) for seed, source in seeds(len(base) * 80))
    await each(bot, "interactive", made, people=True)


async def test_modals_closed_and_lists_asked_for_are_answered(bot: Bot) -> None:
    view = (await opened(bot))[0]
    made = iter(
        [(0, view | {"type": "view_closed"}), (1, view | {"type": "block_suggestion", "value": "x", "action_id": "x"})]
    )
    await each(bot, "interactive", made)


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
