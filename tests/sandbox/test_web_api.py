"""The Web API's door and its reading methods: tokens, scopes, faults, history, people, files."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.box import Box
from sandbox.client import Client, Refused
from tests.sandbox.counterpart import Counterpart, Json
from tests.sandbox.views import section

ALL_SCOPES = "commands,chat:write,im:write,im:history,reactions:read,users:read,files:write"


async def call(box: Box, method: str, token: str | None = None, **how: Any) -> tuple[int, Json]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{box.api_url}{method}", headers=headers, **how) as answer,
    ):
        return answer.status, await answer.json()


async def test_auth_test_says_who_the_app_is_and_what_it_may(box: Box, app: Counterpart) -> None:
    who = await app.web.auth_test()

    assert {key: who[key] for key in ("team_id", "user_id", "bot_id", "url")} == {
        "team_id": "T0ACME",
        "user_id": "U0VOUCH",
        "bot_id": "B0VOUCH",
        "url": f"{box.url}/",
    }
    assert who.headers["x-oauth-scopes"] == ALL_SCOPES


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        (None, "auth.test", "not_authed"),
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        ("app", "auth.test", "not_allowed_token_type"),
        ("bot", "apps.connections.open", "not_allowed_token_type"),
        ("bot", "admin.users.list", "unknown_method"),
        ("bot", "chat.scheduleMessage", "unknown_method"),
    ],
)
async def test_a_call_without_right_is_refused(box: Box, token: str | None, method: str, error: str) -> None:
    real = {"app": box.app_token, "bot": box.bot_token}.get(token or "", token)

    assert (await call(box, method, real))[1]["error"] == error


async def test_a_token_may_come_in_the_body_and_nested_fields_as_text(box: Box, people: Client) -> None:
    form = {"token": box.bot_token, "channel": "C0GENERAL", "text": "x", "blocks": '[{"type": "divider"}]'}

    _, body = await call(box, "chat.postMessage", data=form)

    assert body["ok"], body
    assert [entry["args"].get("token") for entry in await people.calls("chat.postMessage")] == [None]


@pytest.mark.parametrize(
    ("method", "args", "needed"),
    [
        ("chat.postMessage", {"channel": "C0GENERAL", "text": "x"}, "chat:write"),
        ("conversations.open", {"users": "U0ADA"}, "im:write"),
        ("reactions.get", {"channel": "C0GENERAL", "timestamp": "1"}, "reactions:read"),
        ("users.info", {"user": "U0ADA"}, "users:read"),
        ("files.getUploadURLExternal", {"filename": "a", "length": "1"}, "files:write"),
        ("conversations.history", {"channel": "D0ADA"}, "channels:history"),
    ],
)
async def test_a_missing_scope_is_named_with_those_there_are(box: Box, method: str, args: Json, needed: str) -> None:
    object.__setattr__(box.manifest, "scopes", ("commands",))

    _, body = await call(box, method, box.bot_token, data=args)

    assert body == {"ok": False, "error": "missing_scope", "needed": needed, "provided": "commands"}


async def test_history_of_a_channel_needs_a_scope_of_its_own(app: Counterpart) -> None:
    with pytest.raises(SlackApiError) as refusal:
        await app.web.conversations_history(channel="C0GENERAL")

    assert refusal.value.response.data == {
        "ok": False,
        "error": "missing_scope",
        "needed": "channels:history",
        "provided": ALL_SCOPES,
    }


async def test_history_comes_in_pages_newest_first_and_shows_metadata_only_when_asked(
    app: Counterpart, people: Client
) -> None:
    metadata = {"event_type": "vouch_digest", "event_payload": {"delivery": "7"}}
    sent = [await app.web.chat_postMessage(channel="U0ADA", text=str(n), metadata=metadata) for n in range(5)]
    await app.web.chat_postMessage(channel="D0ADA", text="in thread", thread_ts=sent[0]["ts"])

    first = await app.web.conversations_history(channel="D0ADA", limit=3, include_all_metadata=True)
    cursor = first["response_metadata"]["next_cursor"]
    second = await app.web.conversations_history(channel="D0ADA", limit=3, cursor=cursor)

    assert [message["text"] for message in first["messages"]] == ["4", "3", "2"]
    assert [message["text"] for message in second["messages"]] == ["1", "0"]
    assert first["messages"][0]["metadata"] == metadata
    assert "metadata" not in second["messages"][0]
    assert (first["has_more"], second["has_more"], second["response_metadata"]["next_cursor"]) == (True, False, "")
    with pytest.raises(SlackApiError, match="invalid_cursor"):
        await app.web.conversations_history(channel="D0ADA", cursor="!")


async def test_one_message_is_read_by_its_time_and_a_reply_only_in_its_thread(app: Counterpart, people: Client) -> None:
    root = await people.message("root", channel="D0ADA")
    reply = await people.message("reply", channel="D0ADA", thread_ts=root)

    at: Json = {"channel": "D0ADA", "inclusive": True, "limit": 1}
    assert [m["ts"] for m in (await app.web.conversations_history(latest=root, **at))["messages"]] == [root]
    assert [m["ts"] for m in (await app.web.conversations_history(latest=reply, **at))["messages"]] == [root]
    replies = await app.web.conversations_replies(channel="D0ADA", ts=reply)
    assert [(m["ts"], m.get("thread_ts")) for m in replies["messages"]] == [(root, root), (reply, root)]
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await app.web.conversations_replies(channel="D0ADA", ts="1.000000")


async def test_reactions_get_brings_the_message_with_its_reactions(box: Box, app: Counterpart, people: Client) -> None:
    root = await people.message("root")
    ts = await people.message("We did it", as_="U0MAYA", thread_ts=root)
    await people.react("C0GENERAL", ts, "trophy")

    message = (await app.web.reactions_get(channel="C0GENERAL", timestamp=ts))["message"]

    assert message["reactions"] == [{"name": "trophy", "users": ["U0ADA"], "count": 1}]
    assert (message["text"], message["thread_ts"]) == ("We did it", root)
    assert message["permalink"] == f"{box.url}/archives/C0GENERAL/p{ts.replace('.', '')}"
    for channel, at, error in (
        ("C0GENERAL", "1.0", "message_not_found"),
        ("C0RANDOM", ts, "not_in_channel"),
        ("G0PRIVATE", ts, "channel_not_found"),
        ("C0OTHER", ts, "channel_not_found"),
    ):
        with pytest.raises(SlackApiError, match=error):
            await app.web.reactions_get(channel=channel, timestamp=at)


async def test_users_info_tells_zone_locale_and_standing_as_slack_does(app: Counterpart) -> None:
    ada = (await app.web.users_info(user="U0ADA", include_locale=True))["user"]
    leo = (await app.web.users_info(user="U0LEO"))["user"]
    guest = (await app.web.users_info(user="U0GUEST"))["user"]
    gone = (await app.web.users_info(user="U0GONE"))["user"]

    assert (ada["tz"], ada["locale"], ada["profile"]["title"]) == ("Europe/Berlin", "en-US", "Staff engineer, Platform")
    assert not {"tz", "locale"} & set(leo)
    assert (await app.web.users_info(user="U0LEO", include_locale=True))["user"]["locale"] == "de-DE"
    assert (guest["is_restricted"], ada["is_restricted"]) == (True, False)
    assert gone["deleted"] is True
    for user in ("U0NOBODY", "U0ZOE"):
        with pytest.raises(SlackApiError, match="user_not_found"):
            await app.web.users_info(user=user)


async def test_more_calls_than_the_limit_are_told_how_long_to_wait(app: Counterpart, people: Client) -> None:
    await people.limit("users.info", 2, 0.3)

    for _ in range(2):
        await app.web.users_info(user="U0ADA")
    with pytest.raises(SlackApiError) as refusal:
        await app.web.users_info(user="U0ADA")

    answer = refusal.value.response
    assert (answer.status_code, answer.headers["Retry-After"], answer["error"]) == (429, "1", "ratelimited")
    await app.web.auth_test()
    await asyncio.sleep(0.31)
    await app.web.users_info(user="U0ADA")
    await people.clear_faults()
    for _ in range(5):
        await app.web.users_info(user="U0ADA")
    with pytest.raises(Refused, match="number of calls"):
        await people.limit("users.info", 0, 60)


async def test_a_file_goes_up_in_three_steps_and_comes_down(app: Counterpart, people: Client) -> None:
    await app.web.conversations_open(users="U0ADA")
    await app.web.files_upload_v2(
        content='{"schema": 1}', filename="wins.json", title="Your wins", channel="D0ADA", initial_comment="Here"
    )

    [message] = await people.messages("U0ADA", "D0ADA")
    [file] = message["files"]
    assert (message["text"], file["title"], file["size"]) == ("Here", "Your wins", 13)
    async with aiohttp.ClientSession() as session, session.get(file["url_private_download"]) as answer:
        assert await answer.read() == b'{"schema": 1}'
        assert answer.headers["Content-Disposition"] == 'attachment; filename="wins.json"'


async def test_a_file_needs_bytes_and_a_real_conversation(box: Box, app: Counterpart) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await app.web.files_getUploadURLExternal(filename="a.txt", length=0)
    place = await app.web.files_getUploadURLExternal(filename="a.txt", length=3)
    files = [{"id": place["file_id"], "title": "A"}]
    with pytest.raises(SlackApiError, match="file_not_found"):
        await app.web.files_completeUploadExternal(files=files, channel_id="C0GENERAL")
    async with aiohttp.ClientSession() as session:
        assert (await session.post(place["upload_url"], data=b"four")).status == 400
        assert (await session.post(place["upload_url"], data=b"abc")).status == 200
        assert (await session.post(f"{box.url}/upload/F0", data=b"abc")).status == 404
        assert (await session.get(f"{box.url}/files/{place['file_id']}/a.txt")).status == 404
    for wrong in ("U0ADA", "#general", "D0NOBODY"):
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await app.web.files_completeUploadExternal(files=files, channel_id=wrong)
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await app.web.files_completeUploadExternal(files=files, channel_id="C0RANDOM")


async def test_faults_come_as_often_as_ordered_and_only_to_their_method(
    box: Box, app: Counterpart, people: Client
) -> None:
    await people.fault("chat.postMessage", retry_after=7)
    await people.fault("chat.postMessage", error="account_inactive", times=2)
    await people.fault("chat.postMessage", status=503)
    args = {"data": {"channel": "C0GENERAL", "text": "x"}}

    await app.web.auth_test()
    client = AsyncWebClient(token=box.bot_token, base_url=box.api_url)
    with pytest.raises(SlackApiError) as limited:
        await client.chat_postMessage(channel="C0GENERAL", text="x")
    second = await call(box, "chat.postMessage", box.bot_token, **args)
    third = await call(box, "chat.postMessage", box.bot_token, **args)

    assert (limited.value.response.status_code, limited.value.response.headers["Retry-After"]) == (429, "7")
    assert second == third == (200, {"ok": False, "error": "account_inactive"})
    with pytest.raises(aiohttp.ContentTypeError):
        await call(box, "chat.postMessage", box.bot_token, **args)
    assert (await call(box, "chat.postMessage", box.bot_token, **args))[1]["ok"]
    errors = [entry["error"] for entry in await people.calls("chat.postMessage")]
    assert errors == ["ratelimited", "account_inactive", "account_inactive", "internal_error", None]


async def test_a_lost_answer_was_still_carried_out_and_a_delayed_one_comes(
    box: Box, app: Counterpart, people: Client
) -> None:
    await people.fault("chat.postMessage", lose=True)
    args = {"data": {"channel": "C0GENERAL", "text": "once"}}
    with pytest.raises(aiohttp.ClientError):
        await call(box, "chat.postMessage", box.bot_token, **args)
    assert [message["text"] for message in await people.messages("U0ADA", "C0GENERAL")] == ["once"]

    await people.fault("*", delay=0.1)
    started = time.monotonic()
    await app.web.auth_test()
    assert time.monotonic() - started >= 0.1

    await people.fault("*", error="fatal_error", times=100)
    await people.clear_faults()
    assert (await app.web.auth_test())["ok"]


async def test_a_response_url_can_fail_too(app: Counterpart, people: Client) -> None:
    await people.command("/win")
    url = app.of("command")[0]["response_url"]
    await people.fault("response_url", status=500)

    async with aiohttp.ClientSession() as session:
        assert (await session.post(url, json={"text": "x"})).status == 500
        assert (await session.post(url, json={"text": "x"})).status == 200


async def test_the_messages_tab_must_be_on_for_direct_messages(box: Box, app: Counterpart) -> None:
    object.__setattr__(box.manifest, "messages_tab", False)

    with pytest.raises(SlackApiError, match="messages_tab_disabled"):
        await app.web.chat_postMessage(channel="U0ADA", text="x", blocks=[section("x")])


async def test_group_conversations_need_a_scope(app: Counterpart) -> None:
    with pytest.raises(SlackApiError, match="missing_scope"):
        await app.web.conversations_open(users="U0ADA,U0MAYA")
