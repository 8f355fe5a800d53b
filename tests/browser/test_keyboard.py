"""The whole way without a mouse: act as somebody, command, message, reaction, Home, modal, and back where one was."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import expect

from sandbox.box import Box
from tests.browser.content import ask, button, modal, options, plain, section
from tests.browser.keys import tab_to
from tests.browser.window import Window
from tests.sandbox.counterpart import Counterpart, Json

pytestmark = pytest.mark.browser

FORM = modal(
    "Log a win",
    ask("title", "Title", {"type": "plain_text_input"}),
    ask("category", "Category", {"type": "static_select", "options": options("Skill", "Performance")}),
    ask("date", "Date", {"type": "datepicker"}),
    ask("people", "People", {"type": "multi_users_select"}),
    ask("project", "Project", {"type": "external_select", "min_query_length": 2}),
    ask("flags", "Flags", {"type": "checkboxes", "options": options("Private")}),
)


def answering(app: Counterpart) -> "asyncio.Queue[Json]":
    """The app opens a form from wherever it is asked, and gives back what was sent with it."""
    sent: asyncio.Queue[Json] = asyncio.Queue()

    async def open_form(body: Json, ack: Any, web: Any) -> None:
        await web.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    for kind in ("command", "message_action", "block_actions"):
        app.on(kind)(open_form)

    @app.on("block_suggestion")
    async def suggest(body: Json, ack: Any, _web: Any) -> None:
        await ack({"options": [{"text": plain(f"{body['value']} queue"), "value": "q"}]})

    @app.on("app_home_opened")
    async def publish(body: Json, ack: Any, web: Any) -> None:
        await ack()
        blocks = [section("*Your week*"), {"type": "actions", "elements": [button("log", "Log a win")]}]
        await web.views_publish(user_id=body["event"]["user"], view={"type": "home", "blocks": blocks})

    @app.on("view_submission")
    async def keep(body: Json, ack: Any, _web: Any) -> None:
        await ack()
        sent.put_nowait(body["view"]["state"]["values"])

    return sent


async def test_somebody_is_chosen_and_a_command_finished_and_sent(window: Window, box: Box, app: Counterpart) -> None:
    answering(app)
    page = window.page
    await window.open()
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the conversation")).to_be_focused()
    await tab_to(page, page.get_by_test_id("act-as"))
    await page.keyboard.type("Priya")
    await expect(page.locator(".nav-person", has_text="you")).to_have_text("PNPriya Nairyou")
    await tab_to(page, page.get_by_test_id("nav-platform"))
    await page.keyboard.press("Enter")
    await expect(window.composer).to_be_focused()
    await page.keyboard.type("/wi")
    await page.keyboard.press("Enter")
    await expect(window.composer).to_have_value("/win ")
    await page.keyboard.type("x")
    await page.keyboard.press("Enter")
    await expect(window.modal.get_by_label("Title")).to_be_focused()
    assert [(body["user_id"], body["text"]) for body in app.of("command")] == [("U0PRIYA", "x")]


async def test_a_form_is_filled_and_sent_and_the_focus_never_leaves_it(window: Window, app: Counterpart) -> None:
    sent = answering(app)
    page = window.page
    await window.open()
    await window.open_app("home")
    opener = page.get_by_test_id("home").get_by_role("button", name="Log a win")
    await expect(opener).to_be_visible()
    await tab_to(page, opener)
    await page.keyboard.press("Enter")
    await expect(window.modal.get_by_label("Title")).to_be_focused()
    for _ in range(30):
        await page.keyboard.press("Tab")
        assert await page.evaluate("Boolean(document.activeElement.closest('.modal'))")
    await window.modal.get_by_label("Title").focus()
    await page.keyboard.type("Retry queue")
    await page.keyboard.press("Tab")
    await page.keyboard.type("perf")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("11202026")
    await tab_to(page, window.modal.get_by_role("button", name="People: "))
    await page.keyboard.type("sam")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Tab")
    await page.keyboard.type("re")
    await expect(window.option("re queue")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await tab_to(page, page.get_by_test_id("modal-submit"))
    await page.keyboard.press("Enter")
    values = await asyncio.wait_for(sent.get(), 3)
    assert [
        values["title"]["title"]["value"],
        values["category"]["category"]["selected_option"]["value"],
        values["date"]["date"]["selected_date"],
        values["people"]["people"]["selected_users"],
        values["project"]["project"]["selected_option"]["value"],
        [one["value"] for one in values["flags"]["flags"]["selected_options"]],
    ] == ["Retry queue", "performance", "2026-11-20", ["U0SAM"], "q", ["private"]]
    await expect(window.modal).to_have_count(0)
    await expect(opener).to_be_focused()


async def test_messages_are_walked_reacted_to_answered_and_their_menu_gives_the_focus_back(
    window: Window, box: Box, app: Counterpart
) -> None:
    answering(app)
    page = window.page
    await window.open()
    for words in ("first", "second", "third"):
        await window.say(words)
        await expect(window.message(words)).to_be_visible()
    await tab_to(page, page.get_by_role("log", name="Messages in general"), "Shift+Tab")
    await page.keyboard.press("ArrowUp")
    await expect(window.message("third")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("r")
    await expect(page.get_by_test_id("emoji-search")).to_be_focused()
    await page.keyboard.type("troph")
    await page.keyboard.press("Enter")
    await expect(window.message("second").locator("[data-reaction=trophy]")).to_be_visible()
    assert [m.reactions for m in box.state.channel("C0GENERAL").messages] == [{}, {"trophy": ["U0ADA"]}, {}]

    await tab_to(page, window.message("second").get_by_role("button", name="More actions"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Copy link")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(window.modal.get_by_label("Title")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(window.message("second").get_by_role("button", name="More actions")).to_be_focused()
    assert [body["message"]["text"] for body in app.of("message_action")] == ["second"]

    await window.message("second").focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("t")
    await expect(page.get_by_test_id("thread-composer")).to_be_focused()
    await page.keyboard.type("a reply")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("thread-link")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(window.message("first")).to_be_focused()


async def test_a_button_that_replaces_its_own_message_does_not_lose_the_keyboard(
    window: Window, app: Counterpart
) -> None:
    @app.on("block_actions")
    async def change(body: Json, ack: Any, web: Any) -> None:
        await ack()
        blocks = [section("Undone"), {"type": "actions", "block_id": "new", "elements": [button("undo", "Restore")]}]
        at = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await web.chat_update(**at, text="Undone", blocks=blocks)

    blocks = [section("Saved"), {"type": "actions", "block_id": "old", "elements": [button("undo", "Undo")]}]
    await app.web.chat_postMessage(channel="C0GENERAL", text="Saved", blocks=blocks)
    await window.open()
    await tab_to(window.page, window.message("Saved").get_by_role("button", name="Undo"), "Shift+Tab")
    await window.page.keyboard.press("Enter")
    await expect(window.message("Undone").get_by_role("button", name="Restore")).to_be_focused()


async def test_tabs_are_chosen_by_arrows(window: Window, app: Counterpart) -> None:
    answering(app)
    await window.open()
    await window.open_app("home")
    await tab_to(window.page, window.page.get_by_role("tab", name="Home"))
    await window.page.keyboard.press("ArrowRight")
    await expect(window.page.get_by_role("tab", name="Messages")).to_be_focused()
    await expect(window.composer).to_be_visible()
    await window.page.keyboard.press("End")
    await expect(window.page.get_by_role("tab", name="About")).to_have_attribute("aria-selected", "true")
