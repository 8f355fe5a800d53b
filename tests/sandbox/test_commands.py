"""Slash commands: what reaches the app, who sees the answer, and Slack's own words when there is none."""

import asyncio
from typing import Any

import pytest

from sandbox.box import Box
from sandbox.client import Client, Refused
from tests.sandbox.counterpart import Counterpart, Json
from tests.sandbox.views import section


def answering(app: Counterpart, *args: Any, **kwargs: Any) -> None:
    @app.on("command")
    async def answer(body: Json, ack: Any, web: Any) -> None:
        await ack(*args, **kwargs)


async def test_the_answer_in_the_ack_is_seen_by_the_typist_only_and_gone_on_reload(
    app: Counterpart, people: Client
) -> None:
    answering(app, "Saved")

    result = await people.command("/win shipped it", channel="C0RANDOM")

    assert result["ok"]
    assert result["ack_ms"] < 300
    assert [m["text"] for m in result["ephemerals"]] == ["Saved"]
    assert [m["ephemeral"] for m in await people.messages("U0ADA", "C0RANDOM")] == [True]
    assert await people.messages("U0MAYA", "C0RANDOM") == []
    await people.state("U0ADA", reload=True)
    assert await people.messages("U0ADA", "C0RANDOM") == []


async def test_a_command_carries_slacks_fields(app: Counterpart, people: Client) -> None:
    await people.command("/win  shipped it ", channel="G0PRIVATE")

    [body] = app.of("command")
    fixed = {key: body[key] for key in ("command", "text", "user_id", "team_id", "channel_id", "channel_name")}
    assert fixed == {
        "command": "/win",
        "text": "shipped it",
        "user_id": "U0ADA",
        "team_id": "T0ACME",
        "channel_id": "G0PRIVATE",
        "channel_name": "privategroup",
    }
    assert set(body) == {
        *fixed,
        "token",
        "team_domain",
        "user_name",
        "api_app_id",
        "is_enterprise_install",
        "response_url",
        "trigger_id",
    }


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("cut p95 800ms -> 480ms", "cut p95 800ms -&gt; 480ms"),
        ("with @priya, and @Maya.", "with <@U0PRIYA>, and <@U0MAYA>."),
        ("with <@U0SAM> in <#C0PLATFORM>", "with <@U0SAM> in <#C0PLATFORM|platform>"),
        ("for @nobody #reliability in #platform", "for @nobody #reliability in <#C0PLATFORM|platform>"),
        ("of #promo-talk", "of <#G0PRIVATE|>"),
        ("see https://example.com/a?b=1&c=2.", "see <https://example.com/a?b=1&amp;c=2>."),
        ("<!channel> & <@U0NOBODY>", "&lt;!channel&gt; &amp; &lt;@U0NOBODY&gt;"),
        ("mail me@example.com", "mail me@example.com"),
        ("not ours: @zoe", "not ours: @zoe"),
    ],
)
async def test_typed_text_is_escaped_and_resolved_where_the_manifest_asks_for_it(
    app: Counterpart, people: Client, typed: str, sent: str
) -> None:
    await people.command(f"/win {typed}")
    await people.command(f"/raw {typed}")

    assert [body["text"] for body in app.of("command")] == [sent, typed]


async def test_an_answer_for_the_channel_is_seen_by_all(app: Counterpart, people: Client) -> None:
    answering(app, text="Hear, hear", response_type="in_channel")

    result = await people.command("/win shipped it")

    assert result["ephemerals"] == []
    assert [m["text"] for m in await people.messages("U0MAYA", "C0GENERAL")] == ["Hear, hear"]


@pytest.mark.usefixtures("brief")
async def test_a_late_ack_is_slacks_own_error_and_what_comes_after_is_not_shown(
    app: Counterpart, people: Client
) -> None:
    @app.on("command")
    async def late(body: Json, ack: Any, web: Any) -> None:
        await asyncio.sleep(0.4)
        await ack("too late")

    result = await people.command("/win shipped it")
    await asyncio.sleep(0.2)
    state = await people.state()

    assert result["error"] == '/win failed with the error "operation_timeout"'
    assert [notice["text"] for notice in state["notices"]] == ['/win failed with the error "operation_timeout"']
    assert await people.messages("U0ADA", "C0GENERAL") == []


async def test_without_a_connection_the_dispatch_fails(people: Client) -> None:
    result = await people.command("/win shipped it")

    assert result["error"] == '/win failed with the error "dispatch_failed"'


async def test_an_undeclared_command_never_reaches_the_app(app: Counterpart, people: Client) -> None:
    result = await people.command("/lose everything")

    assert result["error"] == "/lose is not a valid command."
    assert app.heard == []


async def test_without_the_scope_no_command_is_one(manifest: Json, box: Box, people: Client) -> None:
    scopes = tuple(scope for scope in box.manifest.scopes if scope != "commands")
    object.__setattr__(box.manifest, "scopes", scopes)

    assert (await people.command("/win shipped it"))["error"] == "/win is not a valid command."


async def test_refused_blocks_in_an_ack_are_seen_by_nobody(app: Counterpart, people: Client) -> None:
    answering(app, text="Saved", blocks=[section("x" * 3001)])

    result = await people.command("/win shipped it")

    assert result["error"] == '/win failed with the error "invalid_blocks"'
    assert await people.messages("U0ADA", "C0GENERAL") == []
    [refusal] = await people.calls("ack")
    assert refusal["error"] == "invalid_blocks"


@pytest.mark.parametrize(
    ("who", "channel"), [("U0SAM", "G0PRIVATE"), ("U0ZOE", "C0GENERAL"), ("U0ADA", "D0MAYA"), ("U0GONE", "C0GENERAL")]
)
async def test_nobody_types_where_they_are_not(people: Client, who: str, channel: str) -> None:
    with pytest.raises(Refused):
        await people.command("/win shipped it", as_=who, channel=channel)
