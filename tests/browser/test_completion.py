"""Finishing a word in the composer: commands, people, groups, channels and emoji from a list, without a mouse."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from sandbox.box import Box
from sandbox.client import Client
from tests.browser.window import Window
from tests.sandbox.counterpart import Counterpart, Json

pytestmark = pytest.mark.browser


def offers(window: Window) -> Locator:
    return window.page.get_by_role("listbox", name="Suggestions").get_by_role("option")


async def active(window: Window) -> str:
    """The words of the option that a screen reader is told to be at."""
    at = await window.composer.get_attribute("aria-activedescendant")
    return await window.page.locator(f"#{at}").inner_text()


async def test_commands_are_listed_with_what_they_take_and_chosen_by_arrows(window: Window, app: Counterpart) -> None:
    await window.open()
    await window.composer.press_sequentially("/")
    await expect(offers(window)).to_have_text(["/winwhat you didLog a win", "/rawAs typed"])
    await expect(window.page.get_by_role("status").filter(has_text="2 suggestions")).to_be_attached()
    await window.composer.press("ArrowDown")
    assert (await active(window)).startswith("/raw")
    await window.composer.press("ArrowDown")
    await window.composer.press("Enter")
    await expect(window.composer).to_have_value("/win ")
    await expect(window.page.locator(".composer-tip")).to_have_text("/win what you did")
    await expect(offers(window)).to_have_count(0)
    assert app.of("command") == []


async def test_people_groups_channels_and_emoji_become_what_slack_stores(window: Window, box: Box) -> None:
    await window.open()
    for typed, offered in (
        ("Thanks @pri", "Priya Nair"),
        ("and @plat", "@platform-team"),
        ("from #gen", "general"),
        (":shipi", ":shipit:"),
        (":wi", ":win:"),
    ):
        await window.composer.press_sequentially(typed)
        await expect(offers(window).first).to_contain_text(offered)
        await window.composer.press("Tab")
        await expect(offers(window)).to_have_count(0)
    await window.composer.press("Enter")
    shown = window.message("Thanks")
    await expect(shown).to_contain_text("@Priya Nair and @platform-team from #general")
    await expect(shown.get_by_role("img", name=":shipit:")).to_have_text("shipit")
    await expect(shown.get_by_role("img", name=":win:")).to_have_text("🏆")
    [stored] = box.state.channel("C0GENERAL").messages
    assert stored.text == "Thanks <@U0PRIYA> and <!subteam^S0PLATFORM> from <#C0GENERAL|general> :shipit: :win:"


async def test_escape_closes_the_list_and_enter_then_sends_the_words_as_they_are(window: Window, box: Box) -> None:
    await window.open()
    await window.composer.press_sequentially("ask @m")
    await expect(offers(window).first).to_contain_text("Maya Lindt")
    await window.composer.press("Escape")
    await expect(offers(window)).to_have_count(0)
    await expect(window.composer).to_be_focused()
    await window.composer.press("Enter")
    await expect(window.message("ask @m")).to_be_visible()


async def test_somebody_is_written_to_by_pressing_their_name(window: Window, box: Box) -> None:
    await window.open()
    await window.page.get_by_test_id("nav-priya").click()
    await expect(window.page.get_by_role("heading", name="Priya Nair")).to_be_visible()
    await window.say("just between us")
    await expect(window.message("just between us")).to_be_visible()
    await window.act_as("U0PRIYA")
    await window.page.get_by_test_id("nav-ada").click()
    await expect(window.message("just between us")).to_be_visible()
    await window.act_as("U0MAYA")
    await expect(window.page.get_by_text("just between us")).to_have_count(0)


async def test_shortcuts_are_at_hand_where_there_is_no_composer_and_give_the_focus_back(
    window: Window, app: Counterpart
) -> None:
    @app.on("shortcut")
    async def open_view(body: Json, ack: Any, web: Any) -> None:
        view = {"type": "modal", "title": {"type": "plain_text", "text": "Log a win"}, "blocks": [{"type": "divider"}]}
        await web.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    await window.open()
    await window.open_app("home")
    lightning = window.page.get_by_role("banner").get_by_role("button", name="Shortcuts")
    await lightning.focus()
    await window.page.keyboard.press("Enter")
    await expect(window.page.get_by_role("menuitem", name="Log a win")).to_be_focused()
    await window.page.keyboard.press("Enter")
    await expect(window.modal.get_by_role("heading", name="Log a win")).to_be_visible()
    await window.page.keyboard.press("Escape")
    await expect(window.modal).to_have_count(0)
    await expect(lightning).to_be_focused()


async def test_every_message_offers_its_shortcuts_wherever_it_stands(
    window: Window, box: Box, app: Counterpart
) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()

    @app.on("message_action")
    async def note(body: Json, ack: Any, _web: Any) -> None:
        await ack()
        heard.put_nowait(body["message"]["text"])

    parent = await app.web.chat_postMessage(channel="C0GENERAL", text="a line", blocks=[{"type": "divider"}])
    await app.web.chat_postMessage(channel="C0GENERAL", text="in the thread", thread_ts=parent["ts"])
    await window.open()
    await window.page.get_by_test_id("thread-link").click()
    thread = window.page.get_by_test_id("thread")
    for at in (0, 1):
        await thread.get_by_test_id("message").nth(at).hover()
        await thread.get_by_test_id("message").nth(at).get_by_test_id("more").click()
        await window.page.get_by_role("menuitem", name="Save as win").click()
    async with Client(box.url) as others:
        await others.bot_message("C0PLATFORM", "build 42 is live")
    await window.go_to("platform")
    await expect(window.message("build 42").locator("strong").first).to_have_text("Deploys")
    await window.more("build 42", "Save as win")
    await window.go_to("random")
    await window.say("Vouch does not hear this")
    await window.more("does not hear", "Save as win")
    said = [await asyncio.wait_for(heard.get(), 3) for _ in range(4)]
    assert said == ["a line", "in the thread", "build 42 is live", "Vouch does not hear this"]
