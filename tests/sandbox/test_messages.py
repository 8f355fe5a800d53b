"""Messages of the app, buttons in them, shortcuts, and the addresses to answer through."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.box import RESPONSE_URL_LIFE, Box
from sandbox.client import Client, Refused
from tests.sandbox.counterpart import Counterpart, Json
from tests.sandbox.views import actions, button, modal, section

OVERFLOW = {
    "type": "overflow",
    "action_id": "more",
    "options": [{"text": {"type": "plain_text", "text": "Snooze"}, "value": "snooze"}],
}


async def respond(url: str, **body: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        return answer.status, await answer.text()


async def response_url(app: Counterpart, people: Client, channel: str = "C0RANDOM") -> str:
    await people.command("/win", channel=channel)
    return str(app.of("command")[-1]["response_url"])


async def texts(people: Client, who: str, channel: str) -> list[str]:
    return [message["text"] for message in await people.messages(who, channel)]


async def test_a_direct_message_opens_the_conversation(app: Counterpart, people: Client) -> None:
    sent = await app.web.chat_postMessage(channel="U0MAYA", text="Hello", unfurl_links=False, unfurl_media=False)

    assert sent["channel"] == "D0MAYA"
    assert await texts(people, "U0MAYA", "D0MAYA") == ["Hello"]
    assert (await app.web.conversations_open(users="U0MAYA"))["channel"]["id"] == "D0MAYA"


@pytest.mark.parametrize(
    ("to", "error"),
    [
        ("C0RANDOM", "not_in_channel"),
        ("G0PRIVATE", "channel_not_found"),
        ("C0OTHER", "channel_not_found"),
        ("C0NOWHERE", "channel_not_found"),
        ("#general", "channel_not_found"),
        ("D0SAM", "channel_not_found"),
        ("U0ZOE", "channel_not_found"),
        ("U0NOBODY", "channel_not_found"),
        ("U0GONE", "user_disabled"),
        ("U0VOUCH", "cannot_dm_bot"),
    ],
)
async def test_a_message_does_not_reach(app: Counterpart, to: str, error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        await app.web.chat_postMessage(channel=to, text="Hello")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": [section("y" * 2700)] * 5}, "msg_blocks_too_long"),
        ({"text": "x", "blocks": [{"type": "banner"}]}, "invalid_blocks"),
        ({"text": "x", "metadata": {"event_type": "vouch_digest"}}, "invalid_metadata_format"),
        ({"text": "x", "thread_ts": "1.2"}, "thread_not_found"),
    ],
)
async def test_a_message_is_refused(app: Counterpart, content: Json, error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        await app.web.api_call("chat.postMessage", json={"channel": "C0GENERAL", **content})


async def test_only_the_apps_own_message_is_changed_and_only_where_it_is(app: Counterpart, people: Client) -> None:
    other = await people.message("Ada's own")
    sent = await app.web.chat_postMessage(channel="C0GENERAL", text="first", blocks=[section("kept")])
    await app.web.chat_update(channel="C0GENERAL", ts=sent["ts"], text="second")

    [_, message] = await people.messages("U0ADA", "C0GENERAL")
    assert (message["text"], message["blocks"][0]["text"]["text"]) == ("second", "kept")
    with pytest.raises(SlackApiError, match="cant_update_message"):
        await app.web.chat_update(channel="C0GENERAL", ts=other, text="mine now")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await app.web.chat_delete(channel="C0GENERAL", ts=other)
    await app.web.chat_delete(channel="C0GENERAL", ts=sent["ts"])
    assert await texts(people, "U0ADA", "C0GENERAL") == ["Ada's own"]
    with pytest.raises(SlackApiError, match="message_not_found"):
        await app.web.chat_update(channel="C0GENERAL", ts=sent["ts"], text="again")


async def test_an_ephemeral_has_one_reader_and_no_second_life(app: Counterpart, people: Client) -> None:
    root = await people.message("thread")
    sent = await app.web.chat_postEphemeral(channel="C0GENERAL", user="U0ADA", text="psst", thread_ts=root)

    assert await texts(people, "U0ADA", "C0GENERAL") == ["thread", "psst"]
    assert await texts(people, "U0MAYA", "C0GENERAL") == ["thread"]
    with pytest.raises(SlackApiError, match="message_not_found"):
        await app.web.chat_update(channel="C0GENERAL", ts=sent["message_ts"], text="louder")
    with pytest.raises(Refused, match="only one person"):
        await people.react("C0GENERAL", sent["message_ts"], "eyes")
    await people.state(reload=True)
    assert await texts(people, "U0ADA", "C0GENERAL") == ["thread"]


@pytest.mark.parametrize(
    ("channel", "user", "error"),
    [
        ("C0RANDOM", "U0ADA", "not_in_channel"),
        ("G0PRIVATE", "U0ADA", "channel_not_found"),
        ("C0PLATFORM", "U0GUEST", "user_not_in_channel"),
    ],
)
async def test_an_ephemeral_is_refused(app: Counterpart, channel: str, user: str, error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        await app.web.chat_postEphemeral(channel=channel, user=user, text="psst")


async def test_a_press_brings_message_value_and_state(app: Counterpart, people: Client) -> None:
    picker = {"type": "users_select", "action_id": "who"}
    sent = await app.web.chat_postMessage(channel="U0ADA", text="Choose", blocks=[actions(picker, button(), OVERFLOW)])
    at = {"channel": sent["channel"], "ts": sent["ts"]}

    await people.action("who", value="U0MAYA", **at)
    await people.action("more", value="snooze", **at)
    result = await people.action("press", **at)

    assert result["ok"]
    _, snooze, press = app.of("block_actions")
    assert snooze["actions"][0]["selected_option"]["value"] == "snooze"
    assert press["actions"][0]["value"] == "v1"
    assert press["message"]["ts"] == sent["ts"]
    assert press["container"] == {
        "type": "message",
        "message_ts": sent["ts"],
        "channel_id": "D0ADA",
        "is_ephemeral": False,
    }
    assert press["state"]["values"] == {"buttons": {"who": {"type": "users_select", "selected_user": "U0MAYA"}}}


async def test_a_press_in_an_ephemeral_brings_no_message_and_can_replace_it(app: Counterpart, people: Client) -> None:
    sent = await app.web.chat_postEphemeral(channel="C0GENERAL", user="U0ADA", text="Saved", blocks=[actions(button())])
    await people.action("press", channel="C0GENERAL", ts=sent["message_ts"])

    [body] = app.of("block_actions")
    assert "message" not in body
    assert body["container"]["is_ephemeral"] is True
    assert (await respond(body["response_url"], replace_original=True, text="Undone"))[0] == 200
    [message] = await people.messages("U0ADA", "C0GENERAL")
    assert (message["text"], "blocks" in message, message["ephemeral"]) == ("Undone", False, True)
    await respond(body["response_url"], delete_original=True)
    assert await people.messages("U0ADA", "C0GENERAL") == []
    assert (await respond(body["response_url"], delete_original=True))[0] == 400


async def test_nobody_presses_what_is_not_there(app: Counterpart, people: Client) -> None:
    sent = await app.web.chat_postMessage(channel="C0GENERAL", text="x", blocks=[actions(button(), OVERFLOW)])
    at = {"channel": "C0GENERAL", "ts": sent["ts"]}

    for wrong in ({"action_id": "other", **at}, {"action_id": "more", "value": "explode", **at}):
        with pytest.raises(Refused):
            await people.action(wrong.pop("action_id"), **wrong)
    with pytest.raises(Refused, match="needs channel and ts"):
        await people.action("press")


@pytest.mark.usefixtures("brief")
async def test_a_press_without_an_ack_tells_the_person(app: Counterpart, people: Client) -> None:
    @app.on("block_actions")
    async def late(body: Json, ack: Any, web: Any) -> None:
        await asyncio.sleep(0.4)

    sent = await app.web.chat_postMessage(channel="C0GENERAL", text="x", blocks=[actions(button())])
    result = await people.action("press", channel="C0GENERAL", ts=sent["ts"])

    assert not result["ok"]
    assert [notice["text"] for notice in (await people.state())["notices"]] == [result["error"]]


async def test_an_answer_through_its_address_works_where_the_bot_is_not(app: Counterpart, people: Client) -> None:
    url = await response_url(app, people)

    assert await respond(url, text="only you") == (200, "ok")
    await respond(url, text="all of you", response_type="in_channel")
    await respond(url, text="changed", replace_original=True)

    assert await texts(people, "U0ADA", "C0RANDOM") == ["changed", "all of you"]
    assert await texts(people, "U0MAYA", "C0RANDOM") == ["all of you"]


async def test_an_address_takes_five_answers(app: Counterpart, people: Client) -> None:
    url = await response_url(app, people)

    statuses = [(await respond(url, text=str(number)))[0] for number in range(6)]

    assert statuses == [200] * 5 + [404]
    assert await texts(people, "U0ADA", "C0RANDOM") == ["0", "1", "2", "3", "4"]


async def test_an_address_lives_half_an_hour(box: Box, app: Counterpart, people: Client) -> None:
    url = await response_url(app, people)
    box.response_urls[url.rsplit("/", 1)[1]].born -= RESPONSE_URL_LIFE * box.time_scale

    status, body = await respond(url, text="too late")

    assert (status, body) == (404, '{"ok": false, "error": "expired_url"}')
    assert (await respond(url + "0", text="?"))[0] == 404


async def test_refused_content_is_refused_there_too(app: Counterpart, people: Client) -> None:
    url = await response_url(app, people)

    assert (await respond(url, text="x", blocks=[{"type": "banner"}]))[0] == 400
    assert [call["error"] for call in await people.calls("response_url")] == ["invalid_blocks"]


async def test_a_message_shortcut_brings_the_message_even_where_the_bot_is_not(
    app: Counterpart, people: Client
) -> None:
    ts = await people.message("We did it", as_="U0MAYA", channel="G0PRIVATE")
    result = await people.shortcut("save_message", channel="G0PRIVATE", ts=ts)

    assert result["ok"]
    [body] = app.of("message_action")
    assert (body["message"]["text"], body["message"]["user"]) == ("We did it", "U0MAYA")
    assert body["channel"] == {"id": "G0PRIVATE", "name": "privategroup"}
    await respond(body["response_url"], text="Saved")
    assert await texts(people, "U0MAYA", "G0PRIVATE") == ["We did it"]
    assert await texts(people, "U0ADA", "G0PRIVATE") == ["We did it", "Saved"]


async def test_a_global_shortcut_has_neither_channel_nor_address_but_a_trigger(
    app: Counterpart, people: Client
) -> None:
    await people.shortcut("log_global")

    [body] = app.of("shortcut")
    assert not {"channel", "response_url", "message"} & set(body)
    assert (await app.web.views_open(trigger_id=body["trigger_id"], view=modal()))["ok"]


async def test_an_undeclared_shortcut_is_none(people: Client) -> None:
    with pytest.raises(Refused, match="no shortcut"):
        await people.shortcut("delete_everything")
    with pytest.raises(Refused, match="needs a channel"):
        await people.shortcut("save_message")


async def test_a_message_with_replies_is_the_root_of_its_thread(app: Counterpart, people: Client) -> None:
    root = await people.message("root")
    alone = (await app.web.reactions_get(channel="C0GENERAL", timestamp=root))["message"]
    reply = await people.message("reply", thread_ts=root)
    answered = (await app.web.reactions_get(channel="C0GENERAL", timestamp=root))["message"]

    assert not {"thread_ts", "reply_count"} & set(alone)
    assert (answered["thread_ts"], answered["reply_count"], answered["latest_reply"]) == (root, 1, reply)
    below = (await app.web.reactions_get(channel="C0GENERAL", timestamp=reply))["message"]
    assert (below["thread_ts"], below["parent_user_id"], "reply_count" in below) == (root, "U0ADA", False)


async def test_a_deleted_message_with_replies_leaves_a_tombstone_and_one_without_leaves_nothing(
    app: Counterpart, people: Client
) -> None:
    root = await people.message("We did it", channel="D0ADA")
    reply = await people.message("reply", channel="D0ADA", thread_ts=root)
    await people.react("D0ADA", root, "tada")
    await people.delete("D0ADA", root)

    stone = (await app.web.reactions_get(channel="D0ADA", timestamp=root))["message"]
    assert (stone["subtype"], stone["user"], stone["text"]) == ("tombstone", "USLACKBOT", "This message was deleted.")
    assert (stone["thread_ts"], "reactions" in stone) == (root, False)
    change = app.of("message")[-1]["event"]
    assert (change["subtype"], change["message"]["subtype"]) == ("message_changed", "tombstone")
    assert change["previous_message"]["text"] == "We did it"
    with pytest.raises(Refused, match="Only the author"):
        await people.edit("D0ADA", root, "back again")
    await people.delete("D0ADA", reply)
    assert app.of("message")[-1]["event"]["subtype"] == "message_deleted"
    with pytest.raises(SlackApiError, match="message_not_found"):
        await app.web.reactions_get(channel="D0ADA", timestamp=reply)


async def test_slackbot_is_no_bot_by_its_own_account(app: Counterpart) -> None:
    assert (await app.web.users_info(user="USLACKBOT"))["user"]["is_bot"] is False
