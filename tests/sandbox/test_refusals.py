"""What goes wrong at the edges: calls that are no calls, presses that nobody could make, conversations switched off."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.box import MOST_TRIGGERS, Box
from sandbox.client import Client, Refused
from tests.sandbox.counterpart import Counterpart, Json
from tests.sandbox.views import actions, button, field, home, modal, section


def switch(box: Box, **changes: Any) -> None:
    """Change what the manifest declares."""
    for name, value in changes.items():
        object.__setattr__(box.manifest, name, value)


@pytest.mark.parametrize(
    ("method", "args", "message"),
    [
        ("chat.postMessage", {"text": "x"}, "[ERROR] missing required field: channel"),
        ("users.info", {"user": ""}, "[ERROR] missing required field: user"),
        (
            "conversations.history",
            {"channel": "D0ADA", "limit": "many"},
            "[ERROR] must be an integer [json-pointer:/limit]",
        ),
        ("files.completeUploadExternal", {}, "[ERROR] missing required field: files"),
    ],
)
async def test_arguments_that_are_missing_or_wrong_are_named(
    app: Counterpart, method: str, args: Json, message: str
) -> None:
    await app.web.conversations_open(users="U0ADA")
    with pytest.raises(SlackApiError) as refusal:
        await app.web.api_call(method, params=args)

    assert refusal.value.response["error"] == "invalid_arguments"
    assert refusal.value.response["response_metadata"]["messages"] == [message]


@pytest.mark.parametrize("body", ["not json", "[]", ""])
async def test_a_body_that_is_no_object_is_as_good_as_none(box: Box, body: str) -> None:
    headers = {"Authorization": f"Bearer {box.bot_token}", "Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{box.api_url}chat.postMessage", data=body) as answer,
    ):
        assert (await answer.json())["error"] == "invalid_arguments"


async def test_blocks_that_are_no_json_are_refused(app: Counterpart) -> None:
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await app.web.api_call("chat.postMessage", params={"channel": "C0GENERAL", "text": "x", "blocks": "[{"})


async def test_a_file_may_come_as_a_form_and_stay_unshared(box: Box, app: Counterpart) -> None:
    place = await app.web.files_getUploadURLExternal(filename="a.txt", length=3)
    form = aiohttp.FormData()
    form.add_field("file", b"abc", filename="a.txt")
    async with aiohttp.ClientSession() as session:
        assert (await session.post(place["upload_url"], data=form)).status == 200
        empty = aiohttp.FormData(default_to_multipart=True)
        empty.add_field("note", "no file")
        assert (await session.post(place["upload_url"], data=empty)).status == 400
    done = await app.web.files_completeUploadExternal(files=[{"id": place["file_id"]}])

    assert done["files"] == [{"id": place["file_id"], "title": "a.txt"}]


async def test_a_view_keeps_its_type(app: Counterpart) -> None:
    published = await app.web.views_publish(user_id="U0ADA", view=home())

    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await app.web.views_update(view_id=published["view"]["id"], view=modal())
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await app.web.views_publish(user_id="U0ADA", view=modal())


async def test_nobody_writes_where_writing_is_off(box: Box, people: Client) -> None:
    switch(box, read_only=True)

    with pytest.raises(Refused, match="turned off"):
        await people.message("hello", channel="D0ADA")


async def test_a_person_may_post_blocks_but_only_those_that_slack_takes(people: Client) -> None:
    await people.message("with blocks", blocks=[section("Bold")])

    [message] = await people.messages("U0ADA", "C0GENERAL")
    assert message["blocks"][0]["text"]["text"] == "Bold"
    with pytest.raises(Refused, match="invalid_blocks"):
        await people.message("with blocks", blocks=[{"type": "banner"}])


async def test_without_interactivity_or_the_app_no_press_arrives(box: Box, app: Counterpart, people: Client) -> None:
    sent = await app.web.chat_postMessage(channel="C0GENERAL", text="x", blocks=[actions(button())])
    switch(box, interactive=False)

    assert not (await people.action("press", channel="C0GENERAL", ts=sent["ts"]))["ok"]
    await people.uninstall()
    with pytest.raises(Refused, match="not installed"):
        await people.action("press", channel="C0GENERAL", ts=sent["ts"])
    assert app.of("block_actions") == []


async def test_presses_that_nobody_could_make(app: Counterpart, people: Client) -> None:
    blocks = [field(), field("loud", "loud") | {"dispatch_action": True}, actions(button())]
    published = (await app.web.views_publish(user_id="U0ADA", view=home(*blocks)))["view"]
    ephemeral = await app.web.chat_postEphemeral(channel="C0GENERAL", user="U0ADA", text="psst")

    with pytest.raises(Refused, match="tells the app nothing"):
        await people.action("value", home=True, value="x")
    with pytest.raises(Refused, match="takes no value"):
        await people.action("loud", home=True, values={"buttons": {"press": "x"}})
    with pytest.raises(Refused, match="not open"):
        await people.action("press", home=True, as_="U0MAYA")
    with pytest.raises(Refused, match="no shortcuts"):
        await people.shortcut("save_message", channel="C0GENERAL", ts=ephemeral["message_ts"])
    assert (await people.action("loud", view_id=published["id"], value="x", values={"title": {"value": "y"}}))["ok"]
    [body] = app.of("block_actions")
    assert body["view"]["state"]["values"]["title"]["value"]["value"] == "y"
    assert body["actions"][0]["value"] == "x"


async def test_a_modal_without_a_send_button_is_not_sent(app: Counterpart, people: Client) -> None:
    @app.on("command")
    async def show(body: Json, ack: Any, web: Any) -> None:
        await web.views_open(trigger_id=body["trigger_id"], view=modal(section("Only reading"), submit=None))
        await ack()

    await people.command("/win")
    [view] = (await people.state())["modals"]
    with pytest.raises(Refused, match="no button to send"):
        await people.submit(view["id"])


async def test_closing_a_modal_that_clears_all_says_so(app: Counterpart, people: Client) -> None:
    @app.on("command")
    async def show(body: Json, ack: Any, web: Any) -> None:
        await web.views_open(trigger_id=body["trigger_id"], view=modal(clear_on_close=True, notify_on_close=True))
        await ack()

    await people.command("/win")
    [view] = (await people.state())["modals"]
    await people.close(view["id"])

    assert app.of("view_closed")[0]["is_cleared"] is True


async def test_what_is_long_dead_is_forgotten(box: Box) -> None:
    old = box.trigger("U0ADA", None)
    box.triggers[old].born -= 3600
    for _ in range(MOST_TRIGGERS):
        box.trigger("U0ADA", None)

    assert old not in box.triggers
    assert len(box.triggers) == MOST_TRIGGERS


async def test_the_same_reply_address_can_be_slow_or_named(app: Counterpart, people: Client) -> None:
    await people.command("/win")
    url = app.of("command")[0]["response_url"]
    await people.fault("response_url", delay=0.05)
    await people.fault("response_url", error="ratelimited")

    async with aiohttp.ClientSession() as session:
        assert (await session.post(url, json={"text": "slow"})).status == 200
        assert await (await session.post(url, json={"text": "x"})).json() == {"ok": False, "error": "ratelimited"}
    assert [message["text"] for message in await people.messages("U0ADA", "C0GENERAL")] == ["slow"]


async def test_a_clock_question_without_numbers_is_refused(box: Box) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{box.clock_url}?seen=x") as answer:
        assert answer.status == 400
