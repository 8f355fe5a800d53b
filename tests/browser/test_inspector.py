"""The inspector of traffic: what Slack and the app say to each other, as it happens, found and read without a mouse."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from sandbox.box import Box
from tests.browser.window import Window
from tests.sandbox.counterpart import Counterpart, Json

pytestmark = pytest.mark.browser


def entries(window: Window) -> Locator:
    return window.page.get_by_test_id("inspector").locator(".entry .entry-name b")


async def inspected(window: Window) -> Locator:
    """The open panel, emptied of the app's own beginnings."""
    await window.open()
    await window.say("/win warm")
    await expect(window.message("Saved warm")).to_be_visible()
    await window.page.keyboard.press("Control+.")
    panel = window.page.get_by_test_id("inspector")
    await expect(panel.get_by_role("searchbox", name="Filter traffic")).to_be_focused()
    await expect(entries(window).last).to_have_text("/win")
    await panel.get_by_role("button", name="Clear").click()
    await expect(entries(window)).to_have_count(0)
    return panel


def answers(app: Counterpart) -> None:
    @app.on("command")
    async def answer(body: Json, ack: Any, web: Any) -> None:
        if body["text"] == "post":
            await web.chat_postMessage(channel="C0RANDOM", text="x")
        await ack({"text": f"Saved {body['text']}"})


async def test_a_command_appears_at_once_with_its_answer_and_how_long_it_took(
    window: Window, box: Box, app: Counterpart
) -> None:
    answers(app)
    panel = await inspected(window)
    await window.say("/win cut build times")
    await expect(entries(window)).to_have_text(["/win"])
    row = panel.locator(".entry")
    await expect(row).to_contain_text("Slack to Vouch")
    await expect(row.locator(".entry-outcome")).to_have_text("acked")
    await row.click()
    detail = panel.get_by_role("region", name="/win in full")
    await expect(detail).to_contain_text("Slack to Vouch · Socket Mode · Ada Bright · acked in")
    await expect(detail.locator("pre").first).to_contain_text('"text": "cut build times"')
    await expect(detail.locator("pre").nth(1)).to_contain_text('"text": "Saved cut build times"')
    await expect(detail).not_to_contain_text(box.bot_token)


async def test_what_the_app_is_refused_is_found_by_a_filter_and_said_in_words(window: Window, app: Counterpart) -> None:
    answers(app)
    panel = await inspected(window)
    await window.say("/win post")
    await expect(entries(window)).to_have_text(["chat.postMessage", "/win"])
    await panel.get_by_role("button", name="Failed only").click()
    await panel.get_by_role("button", name="Commands").click()
    await expect(entries(window)).to_have_text(["chat.postMessage"])
    await expect(panel.locator(".entry")).to_contain_text("not_in_channel")
    await panel.get_by_role("searchbox", name="Filter traffic").fill("no such thing")
    await expect(panel).to_contain_text("Nothing passes the filters.")


async def test_it_waits_while_paused_and_catches_up(window: Window, app: Counterpart) -> None:
    answers(app)
    panel = await inspected(window)
    await panel.get_by_role("button", name="Pause").click()
    for words in ("one", "two"):
        await window.say(f"/win {words}")
        await expect(window.message(f"Saved {words}")).to_be_visible()
    await expect(panel).to_contain_text("0 entries · paused, 2 more")
    await panel.get_by_role("button", name="Go on").click()
    await expect(entries(window)).to_have_text(["/win", "/win"])


async def test_it_is_read_by_keyboard_and_gives_the_focus_back(window: Window, app: Counterpart) -> None:
    answers(app)
    panel = await inspected(window)
    for words in ("one", "two"):
        await window.say(f"/win {words}")
    await expect(entries(window)).to_have_text(["/win", "/win"])
    await panel.get_by_role("searchbox").focus()
    while not await panel.locator(".entry").last.evaluate("node => node === document.activeElement"):
        await window.page.keyboard.press("Tab")
    await window.page.keyboard.press("Enter")
    await expect(panel.locator(".json").first).to_contain_text('"text": "two"')
    await window.page.keyboard.press("ArrowUp")
    await expect(panel.locator(".json").first).to_contain_text('"text": "one"')
    await window.page.keyboard.press("Escape")
    await expect(panel).to_have_count(0)
    await expect(window.composer).to_be_focused()
