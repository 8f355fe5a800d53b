"""Events: which ones the app hears, and that an unanswered one comes again."""

import asyncio
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox import delivery
from sandbox.box import Box
from sandbox.client import Client, Refused
from tests.sandbox.counterpart import Counterpart, Json, connected
from tests.sandbox.views import home


async def test_a_reaction_is_heard_where_the_bot_is(app: Counterpart, people: Client) -> None:
    ts = await people.message("We did it", as_="U0MAYA")
    added = await people.react("C0GENERAL", ts, ":trophy:")
    await people.unreact("C0GENERAL", ts, "trophy")

    assert added["acked"]
    first, second = (body["event"] for body in app.of("reaction_added") + app.of("reaction_removed"))
    stamps = [float(event.pop("event_ts")) for event in (first, second)]
    common = {
        "user": "U0ADA",
        "reaction": "trophy",
        "item_user": "U0MAYA",
        "item": {"type": "message", "channel": "C0GENERAL", "ts": ts},
    }
    assert first == {"type": "reaction_added", **common}
    assert second == {"type": "reaction_removed", **common}
    assert float(ts) < stamps[0] < stamps[1]


@pytest.mark.parametrize("channel", ["C0RANDOM", "G0PRIVATE"])
async def test_nothing_is_heard_where_the_bot_is_not(app: Counterpart, people: Client, channel: str) -> None:
    ts = await people.message("We did it", channel=channel)
    await people.react(channel, ts, "trophy")
    assert app.heard == []

    await people.channel(channel, bot_in=True)
    await people.react(channel, ts, "tada")
    assert [body["event"]["reaction"] for body in app.of("reaction_added")] == ["tada"]


async def test_an_event_that_is_not_subscribed_or_lacks_its_scope_is_not_sent(
    box: Box, app: Counterpart, people: Client
) -> None:
    ts = await people.message("in a channel: message.channels is not subscribed")
    object.__setattr__(box.manifest, "scopes", ("commands", "chat:write"))
    await people.react("C0GENERAL", ts, "trophy")
    await people.message("hello", channel="D0ADA")

    assert app.heard == []


async def test_a_direct_message_its_edit_and_its_deletion_are_heard(app: Counterpart, people: Client) -> None:
    ts = await people.message("hello", channel="D0ADA")
    await people.edit("D0ADA", ts, "hello you")
    await people.delete("D0ADA", ts)

    sent, edited, deleted = (body["event"] for body in app.of("message"))
    assert (sent["text"], sent["channel_type"], sent["user"]) == ("hello", "im", "U0ADA")
    assert (edited["subtype"], edited["message"]["text"], edited["previous_message"]["text"]) == (
        "message_changed",
        "hello you",
        "hello",
    )
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)


@pytest.mark.parametrize(("failures", "deliveries"), [(1, 2), (3, 4), (4, 4)])
async def test_an_unacked_event_comes_again_three_times_with_the_same_id(
    box: Box,
    app: Counterpart,
    people: Client,
    monkeypatch: pytest.MonkeyPatch,
    failures: int,
    deliveries: int,
) -> None:
    monkeypatch.setattr(delivery, "RETRY_AFTER", (0, 0.1, 0.1))
    box.outbox.scale = 0.05

    @app.on("app_home_opened")
    async def fail(body: Json, ack: Any, web: Any) -> None:
        if len(app.heard) <= failures:
            raise RuntimeError("not stored")
        await ack()

    await people.home()

    async def delivered() -> bool:
        return len(app.heard) >= deliveries

    await people.until(delivered)
    await asyncio.sleep(0.05)
    assert len({body["event_id"] for body in app.of("app_home_opened")}) == 1
    numbers = [headers.get("x-slack-retry-num", ["0"])[0] for headers in app.retries]
    assert numbers == [str(number) for number in range(deliveries)]
    assert app.retries[1]["x-slack-retry-reason"] == ["timeout"]


@pytest.mark.usefixtures("brief")
async def test_an_event_without_any_connection_comes_when_there_is_one(
    box: Box, people: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "RETRY_AFTER", (0, 2, 2))
    opened = await people.home()
    assert not opened["acked"]
    async with connected(box) as app:

        async def heard() -> list[Json]:
            return app.of("app_home_opened")

        await people.until(heard)
        assert app.retries[0]["x-slack-retry-num"] == ["2"]


async def test_opening_home_brings_the_view_that_was_published_and_messages_never_do(
    app: Counterpart, people: Client
) -> None:
    await people.home()
    await app.web.views_publish(user_id="U0ADA", view=home())
    await people.home()
    await people.home(tab="messages")

    first, second, third = (body["event"] for body in app.of("app_home_opened"))
    assert (first["tab"], "view" in first) == ("home", False)
    assert second["view"]["hash"] == (await people.state())["home"]["hash"]
    assert (third["tab"], "view" in third) == ("messages", False)


async def test_a_changed_person_is_told_of(app: Counterpart, people: Client) -> None:
    await people.user("U0LEO", tz="Asia/Tokyo", locale="fr-FR")
    await people.user("U0LEO", deleted=True)

    moved, gone = (body["event"]["user"] for body in app.of("user_change"))
    assert (moved["tz"], moved["tz_offset"], moved["locale"]) == ("Asia/Tokyo", 9 * 3600, "fr-FR")
    assert gone["deleted"] is True
    assert "tz" not in gone


async def test_the_other_team_is_heard_under_its_own_id_and_cannot_be_reached(app: Counterpart, people: Client) -> None:
    ts = await people.message("ours", as_="U0ZOE", channel="C0OTHER")
    await people.react("C0OTHER", ts, "trophy", as_="U0ZOE")

    [body] = app.of("reaction_added")
    assert (body["team_id"], body["authorizations"][0]["team_id"]) == ("T0OTHER", "T0OTHER")
    state = await people.state("U0ZOE")
    assert [channel["id"] for channel in state["channels"]] == ["C0OTHER"]
    assert {person["id"] for person in state["people"]} == {"U0ZOE", "U0VOUCH"}


async def test_uninstalling_is_told_twice_and_kills_the_token(app: Counterpart, people: Client) -> None:
    result = await people.uninstall()

    assert result["acked"] == {"app_uninstalled": True, "tokens_revoked": True}
    assert [kind for kind, _ in app.heard] == ["app_uninstalled", "tokens_revoked"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        await app.web.auth_test()
    assert (await people.command("/win x"))["error"] == "/win is not a valid command."
    assert (await people.state())["commands"] == []


@pytest.mark.parametrize("name", ["two words", "", "a:b", "x::skin-tone-9"])
async def test_what_is_no_emoji_cannot_be_reacted_with(people: Client, name: str) -> None:
    ts = await people.message("hello")

    with pytest.raises(Refused):
        await people.react("C0GENERAL", ts, name)


async def test_the_same_reaction_twice_is_one(app: Counterpart, people: Client) -> None:
    ts = await people.message("hello")
    await people.react("C0GENERAL", ts, "wave::skin-tone-3")

    assert (await people.react("C0GENERAL", ts, "wave::skin-tone-3"))["error"] == "already_reacted"
    assert (await people.unreact("C0GENERAL", ts, "wave"))["error"] == "no_reaction"
    assert len(app.of("reaction_added")) == 1
