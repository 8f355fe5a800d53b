"""Whom one meets: strangers of Slack Connect, ids with W, other bots, groups, and people among themselves."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.client import Client, Refused
from tests.sandbox.counterpart import Counterpart, Json
from tests.sandbox.views import actions, button, modal, section


async def test_a_stranger_is_heard_in_the_shared_channel_under_the_apps_own_team(
    app: Counterpart, people: Client
) -> None:
    ts = await people.message("We did it @ada", as_="U0STELLA", channel="C0SHARED")
    await people.react("C0SHARED", ts, "trophy", as_="U0STELLA")

    [body] = app.of("reaction_added")
    assert (body["team_id"], body["is_ext_shared_channel"]) == ("T0ACME", True)
    assert [each["team_id"] for each in body["authorizations"]] == ["T0ACME"]
    assert (body["event"]["user"], body["event"]["item_user"]) == ("U0STELLA", "U0STELLA")
    message = (await app.web.reactions_get(channel="C0SHARED", timestamp=ts))["message"]
    assert message["text"] == "We did it <@U0ADA>"
    assert {message[key] for key in ("team", "user_team", "source_team")} == {"T0PARTNER"}


async def test_what_a_colleague_says_elsewhere_is_not_shared(app: Counterpart, people: Client) -> None:
    ts = await people.message("hello")
    await people.react("C0GENERAL", ts, "trophy")

    [body] = app.of("reaction_added")
    assert body["is_ext_shared_channel"] is False
    message = (await app.web.reactions_get(channel="C0GENERAL", timestamp=ts))["message"]
    assert ("user_team" in message, message["team"]) == (False, "T0ACME")


async def test_users_info_of_a_stranger_is_short_and_says_whether_the_app_meets_them(
    app: Counterpart, people: Client
) -> None:
    met = (await app.web.users_info(user="U0STELLA", include_locale=True))["user"]
    await people.channel("C0SHARED", bot_in=False)
    unmet = (await app.web.users_info(user="U0STELLA"))["user"]

    assert (met["team_id"], met["real_name"], met["is_stranger"]) == ("T0PARTNER", "Stella Strand", False)
    assert not {"tz", "locale", "is_restricted", "is_admin"} & set(met)
    assert unmet["is_stranger"] is True
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await app.web.chat_postMessage(channel="U0STELLA", text="hello")


async def test_a_stranger_sees_the_shared_channel_and_has_none_of_the_app(app: Counterpart, people: Client) -> None:
    state = await people.state("U0STELLA")

    assert [channel["id"] for channel in state["channels"]] == ["C0SHARED"]
    assert state["channels"][0]["shared"] is True
    known = {person["id"]: person["stranger"] for person in state["people"]}
    assert (known["U0STELLA"], known["U0ADA"], "U0SAM" in known) == (False, True, False)
    assert (state["commands"], state["global_shortcuts"], state["user_groups"]) == ([], [], [])
    refused = await people.command("/win x", as_="U0STELLA", channel="C0SHARED")
    assert refused["error"] == "/win is not a valid command."
    for callback_id in ("log_global", "save_message"):
        with pytest.raises(Refused, match="There is no shortcut"):
            await people.shortcut(callback_id, as_="U0STELLA")
    assert app.heard == []


async def test_a_stranger_presses_a_button_but_opens_nothing(app: Counterpart, people: Client) -> None:
    sent = await app.web.chat_postMessage(channel="C0SHARED", text="x", blocks=[actions(button())])

    await people.action("press", as_="U0STELLA", channel="C0SHARED", ts=sent["ts"])

    [body] = app.of("block_actions")
    assert (body["team"]["id"], body["user"]["team_id"]) == ("T0ACME", "T0PARTNER")
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await app.web.views_open(trigger_id=body["trigger_id"], view=modal())


async def test_an_id_with_w_is_a_person_like_any_other(app: Counterpart, people: Client) -> None:
    await people.command("/win with @will", as_="W0WILL")
    sent = await app.web.chat_postMessage(channel="W0WILL", text="hello")
    await people.message("hello back", as_="W0WILL", channel="D0WILL")

    assert (app.of("command")[0]["user_id"], app.of("command")[0]["text"]) == ("W0WILL", "with <@W0WILL>")
    assert sent["channel"] == "D0WILL"
    state = await people.state("W0WILL")
    assert state["app"]["channel"] == "D0WILL"
    assert [m["text"] for m in await people.messages("W0WILL", "D0WILL")] == ["hello", "hello back"]
    assert app.of("message")[-1]["event"]["user"] == "W0WILL"


async def test_a_webhooks_message_has_no_user_and_may_be_blocks_alone(app: Counterpart, people: Client) -> None:
    ts = await people.bot_message("C0GENERAL", blocks=[section("Deployed 4.2")])
    await people.react("C0GENERAL", ts, "trophy")
    await people.shortcut("save_message", channel="C0GENERAL", ts=ts)

    event = app.of("reaction_added")[0]["event"]
    assert "item_user" not in event
    message = app.of("message_action")[0]["message"]
    assert (message["text"], message["subtype"], message["bot_id"]) == ("", "bot_message", "B0DEPLOY")
    assert (message["username"], message["blocks"][0]["text"]["text"]) == ("Deploys", "Deployed 4.2")
    assert not {"user", "team"} & set(message)
    [shown] = await people.messages("U0ADA", "C0GENERAL")
    assert (shown["name"], shown["user"], shown["bot_id"]) == ("Deploys", "", "B0DEPLOY")


async def test_another_apps_bot_user_writes_and_reacts_and_does_nothing_else(app: Counterpart, people: Client) -> None:
    ts = await people.bot_message("C0GENERAL", "Deployed", webhook=False)
    await people.react("C0GENERAL", ts, "trophy", as_="U0DEPLOY")

    event = app.of("reaction_added")[0]["event"]
    assert (event["user"], event["item_user"]) == ("U0DEPLOY", "U0DEPLOY")
    message = (await app.web.reactions_get(channel="C0GENERAL", timestamp=ts))["message"]
    assert (message["user"], message["bot_id"], "subtype" in message) == ("U0DEPLOY", "B0DEPLOY", False)
    info = (await app.web.users_info(user="U0DEPLOY"))["user"]
    assert (info["is_bot"], info["profile"]["bot_id"]) == (True, "B0DEPLOY")
    with pytest.raises(SlackApiError, match="cannot_dm_bot"):
        await app.web.chat_postMessage(channel="U0DEPLOY", text="hello")
    with pytest.raises(Refused, match="Deploys cannot sign in"):
        await people.message("x", as_="U0DEPLOY")
    with pytest.raises(Refused, match="Vouch cannot sign in"):
        await people.react("C0GENERAL", ts, "eyes", as_="U0VOUCH")


@pytest.mark.parametrize(
    ("channel", "text", "bot", "sentence"),
    [
        ("D0ADA", "x", "B0DEPLOY", "no direct messages"),
        ("C0GENERAL", "", "B0DEPLOY", "text or blocks"),
        ("C0GENERAL", "x", "B0VOUCH", "no other bot"),
        ("C0GENERAL", "x", "B0NONE", "no other bot"),
    ],
)
async def test_no_bot_could_post(people: Client, channel: str, text: str, bot: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        await people.bot_message(channel, text, bot=bot)


@pytest.mark.parametrize(
    ("typed", "in_message", "in_command"),
    [
        ("for @platform-team", "for <!subteam^S0PLATFORM>", "for <!subteam^S0PLATFORM|@platform-team>"),
        ("@here and @channel", "<!here> and <!channel>", "<!here> and <!channel>"),
        ("@stella in #shared-launch", *["<@U0STELLA> in <#C0SHARED|shared-launch>"] * 2),
        ("@zoe and @nobody", *["@zoe and @nobody"] * 2),
    ],
)
async def test_groups_everybody_and_strangers_are_mentioned(
    app: Counterpart, people: Client, typed: str, in_message: str, in_command: str
) -> None:
    await people.command(f"/win {typed}")
    await people.message(typed)

    assert app.of("command")[0]["text"] == in_command
    assert [message["text"] for message in await people.messages("U0ADA", "C0GENERAL")] == [in_message]


async def test_a_stranger_mentions_only_whom_they_see(people: Client) -> None:
    await people.message("@ada @sam @platform-team #general", as_="U0STELLA", channel="C0SHARED")

    [message] = await people.messages("U0STELLA", "C0SHARED")
    assert message["text"] == "<@U0ADA> @sam @platform-team #general"


@pytest.mark.parametrize(("other", "channel"), [("U0MAYA", "D1ADAMAYA"), ("U0ADA", "D1ADA"), ("U0SAM", "D1ADASAM")])
async def test_people_talk_without_the_app_but_their_messages_have_its_shortcuts(
    app: Counterpart, people: Client, other: str, channel: str
) -> None:
    assert await people.dm(other) == channel
    ts = await people.message("between us", as_=other, channel=channel)
    reply = await people.message("and a reply", channel=channel, thread_ts=ts)
    await people.react(channel, ts, "trophy")
    assert app.heard == []

    await people.shortcut("save_message", channel=channel, ts=reply)

    [body] = app.of("message_action")
    assert (body["message"]["thread_ts"], body["channel"]) == (ts, {"id": channel, "name": "directmessage"})
    for method in ("chat_postMessage", "conversations_history"):
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await getattr(app.web, method)(channel=channel, **({"text": "x"} if "chat" in method else {}))
    with pytest.raises(Refused, match="is not in"):
        await people.message("me too", as_="U0LEO", channel=channel)


async def test_an_answer_to_a_shortcut_reaches_its_caller_where_the_bot_is_not(
    app: Counterpart, people: Client
) -> None:
    ts = await people.message("between us", as_="U0MAYA", channel="D1ADAMAYA")

    await people.shortcut("save_message", channel="D1ADAMAYA", ts=ts)
    await _respond(app.of("message_action")[0]["response_url"], "Saved")

    assert [m["text"] for m in await people.messages("U0ADA", "D1ADAMAYA")] == ["between us", "Saved"]
    assert [m["text"] for m in await people.messages("U0MAYA", "D1ADAMAYA")] == ["between us"]


async def _respond(url: str, text: str) -> None:
    async with aiohttp.ClientSession() as session, session.post(url, json={"text": text}) as answer:
        assert answer.status == 200


async def test_conversations_between_people_are_named_after_the_other_side(people: Client) -> None:
    def named(state: Json) -> dict[str, tuple[str, list[str]]]:
        return {c["id"]: (c["name"], c["with"]) for c in state["channels"] if c["kind"] == "dm"}

    assert named(await people.state()) == {
        "D1ADAMAYA": ("Maya Lindt", ["U0MAYA"]),
        "D1ADA": ("Ada Bright (you)", []),
    }
    assert named(await people.state("U0MAYA")) == {"D1ADAMAYA": ("Ada Bright", ["U0ADA"])}
    assert named(await people.state("U0SAM")) == {}
    for other in ("U0VOUCH", "U0ZOE", "U0NOBODY"):
        with pytest.raises(Refused):
            await people.dm(other)
    with pytest.raises(Refused, match="no place for the bot"):
        await people.channel("D1ADA", bot_in=True)


async def test_a_global_shortcut_comes_from_nowhere(app: Counterpart, people: Client) -> None:
    await people.shortcut("log_global")

    [body] = app.of("shortcut")
    assert set(body) == {
        *("type", "team", "user", "api_app_id", "token", "enterprise", "is_enterprise_install"),
        *("trigger_id", "action_ts", "callback_id"),
    }
    assert body["user"] == {"id": "U0ADA", "username": "ada", "team_id": "T0ACME"}
    await app.web.views_open(trigger_id=body["trigger_id"], view=modal())
    assert len((await people.state())["modals"]) == 1


async def test_an_edited_message_says_who_edited_it_and_when(app: Counterpart, people: Client) -> None:
    ts = await people.message("We did it")
    await people.edit("C0GENERAL", ts, "We really did it")

    message = (await app.web.reactions_get(channel="C0GENERAL", timestamp=ts))["message"]
    assert (message["text"], message["edited"]["user"]) == ("We really did it", "U0ADA")
    assert float(message["edited"]["ts"]) > float(ts)
    await people.delete("C0GENERAL", ts)
    with pytest.raises(SlackApiError, match="message_not_found"):
        await app.web.reactions_get(channel="C0GENERAL", timestamp=ts)


async def test_somebody_deactivated_keeps_what_they_said_and_does_no_more(app: Counterpart, people: Client) -> None:
    ts = await people.message("Well done @ada", as_="U0LEO")
    await people.react("C0GENERAL", ts, "trophy", as_="U0LEO")
    await people.user("U0LEO", deleted=True)

    message = (await app.web.reactions_get(channel="C0GENERAL", timestamp=ts))["message"]
    assert (message["user"], message["reactions"][0]["users"]) == ("U0LEO", ["U0LEO"])
    with pytest.raises(Refused, match="cannot sign in"):
        await people.react("C0GENERAL", ts, "tada", as_="U0LEO")
