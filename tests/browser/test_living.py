"""The page follows the workspace by itself, and leaves alone what a person is doing."""

from typing import Any

import pytest
from playwright.async_api import expect

from sandbox.box import Box
from sandbox.client import Client
from tests.browser.content import TITLE, modal
from tests.browser.window import Window
from tests.sandbox.counterpart import Counterpart, Json

pytestmark = pytest.mark.browser


async def test_what_others_write_appears_without_taking_focus_words_or_place(window: Window, box: Box) -> None:
    async with Client(box.url) as others:
        for number in range(40):
            await others.message(f"line {number};", as_="U0MAYA", channel="C0GENERAL")
        await window.open()
        await expect(window.message("line 39;")).to_be_in_viewport()
        await others.message("a new one at the end", as_="U0MAYA", channel="C0GENERAL")
        await expect(window.message("a new one at the end")).to_be_in_viewport()

        await window.message("line 3;").scroll_into_view_if_needed()
        await window.composer.press_sequentially("half a tho")
        before = await window.message("line 3;").bounding_box()
        await others.message("while you read", as_="U0MAYA", channel="C0GENERAL")
        await expect(window.message("while you read")).to_be_attached()
        await window.page.keyboard.type("ught")
        await expect(window.composer).to_have_value("half a thought")
        await expect(window.composer).to_be_focused()
        await expect(window.message("while you read")).not_to_be_in_viewport()
        assert await window.message("line 3;").bounding_box() == before


async def test_an_unread_direct_message_is_counted_until_it_is_seen(window: Window, box: Box, app: Counterpart) -> None:
    await window.open()
    await app.web.chat_postMessage(channel="U0ADA", text="Your week")
    entry = window.page.get_by_test_id("nav-app")
    await expect(entry.get_by_label("1 unread")).to_be_visible()
    await entry.click()
    await expect(window.message("Your week")).to_be_visible()
    await expect(entry.get_by_label("1 unread")).to_have_count(0)


async def test_a_modal_updated_by_the_app_keeps_what_was_typed(window: Window, box: Box, app: Counterpart) -> None:
    opened = []

    @app.on("command")
    async def open_view(body: Json, ack: Any, web: Any) -> None:
        answer = await web.views_open(trigger_id=body["trigger_id"], view=modal("Loading", TITLE))
        opened.append(answer["view"]["id"])
        await ack()

    await window.open()
    await window.say("/win")
    title = window.modal.get_by_label("What did you achieve?")
    await title.fill("typed")
    await app.web.views_update(view_id=opened[0], view=modal("Loaded", TITLE))
    await expect(window.modal.get_by_role("heading", name="Loaded")).to_be_visible()
    await expect(title).to_have_value("typed")
    await expect(title).to_be_focused()


async def test_a_file_is_offered_for_download_with_its_bytes(window: Window, box: Box, app: Counterpart) -> None:
    dm = await app.web.conversations_open(users="U0ADA")
    await app.web.files_upload_v2(
        channel=dm["channel"]["id"], filename="vouch.json", title="Your export", content='{"wins": []}'
    )
    await window.open()
    await window.open_app("messages")
    async with window.page.expect_download() as waiting:
        await window.page.get_by_test_id("file").click()
    download = await waiting.value
    assert download.suggested_filename == "vouch.json"
    assert (await download.path()).read_text() == '{"wins": []}'


async def test_the_welcome_names_three_things_and_stays_away_once_dismissed(window: Window) -> None:
    await window.open()
    welcome = window.page.get_by_test_id("welcome")
    await expect(welcome.get_by_role("listitem")).to_have_count(3)
    await welcome.get_by_role("button", name="/win").click()
    await expect(window.composer).to_have_value("/win cut build times by 40%, 20min -> 12min #performance")
    await welcome.get_by_role("button", name="Dismiss welcome").click()
    await window.page.reload()
    await expect(window.composer).to_be_visible()
    await expect(welcome).to_have_count(0)


async def test_the_page_says_when_the_sandbox_is_gone_and_finds_it_again(window: Window, box: Box) -> None:
    await window.open()
    await window.page.context.set_offline(True)
    await window.say("into the void")
    await expect(window.page.get_by_test_id("toast")).to_contain_text("The sandbox does not answer")
    await expect(window.composer).to_have_value("into the void")
    await window.page.context.set_offline(False)
    await window.composer.press("Enter")
    await expect(window.message("into the void")).to_be_visible()
    window.complaints = [one for one in window.complaints if "ERR_INTERNET_DISCONNECTED" not in one]
