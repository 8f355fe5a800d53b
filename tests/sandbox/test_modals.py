from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.box import Box
from sandbox.client import Client
from tests.sandbox import views
from tests.sandbox.counterpart import Counterpart, Json


async def test_a_modal_opens_by_command_and_is_sent(app: Counterpart, people: Client) -> None:
    @app.on("command")
    async def open_modal(body: Json, ack: Any, web: Any) -> None:
        await web.views_open(trigger_id=body["trigger_id"], view=views.modal(private_metadata="kept"))
        await ack()

    await people.command("/win")
    [modal] = (await people.state())["modals"]
    result = await people.submit(modal["id"], {"*": {"value": "Shipped"}})

    assert result["ok"], result
    assert result["closed"]
    [sent] = app.of("view_submission")
    assert sent["view"]["state"]["values"] == {"title": {"value": {"type": "plain_text_input", "value": "Shipped"}}}
    assert sent["view"]["private_metadata"] == "kept"
    assert (await people.state())["modals"] == []
    assert (await people.state("U0MAYA"))["modals"] == []


async def test_home_a_button_and_a_reaction(box: Box, app: Counterpart, people: Client) -> None:
    @app.on("app_home_opened")
    async def publish(body: Json, ack: Any, web: Any) -> None:
        await web.views_publish(user_id=body["event"]["user"], view=views.home(views.actions(views.button())))
        await ack()

    shown = await people.home()
    assert shown["view"]["type"] == "home"
    assert (await people.action("press", home=True))["ok"]
    assert app.of("block_actions")[0]["actions"][0]["value"] == "v1"

    ts = await people.message("We did it", as_="U0MAYA")
    await people.react("C0GENERAL", ts, "trophy")
    [event] = app.of("reaction_added")
    assert event["event"]["item"] == {"type": "message", "channel": "C0GENERAL", "ts": ts}
    assert event["event"]["item_user"] == "U0MAYA"
    found = await app.web.reactions_get(channel="C0GENERAL", timestamp=ts)
    assert found["message"]["text"] == "We did it"
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await app.web.chat_postMessage(channel="C0RANDOM", text="hello")
