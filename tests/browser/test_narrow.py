"""A phone's width: nothing is cut off or wider than the page, everything is reached, targets fit a finger."""

from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from sandbox.box import Box
from tests.browser.content import EVERY_INPUT, button, modal, mrkdwn, option_list, plain, section
from tests.browser.window import Window
from tests.sandbox.counterpart import Counterpart, Json

pytestmark = pytest.mark.browser

FINGER = 40
LONG = "https://example.com/" + "long" * 40
BLOCKS: list[Json] = [
    {"type": "header", "text": plain("Your week, and a heading that is rather long for a phone")},
    section(f"*Retry queue* {LONG}", accessory=option_list("more", "Edit", "Undo")),
    section("A sentence beside a wide button", accessory=button("wide", "Open the whole list of wins")),
    section("Fields", fields=[mrkdwn(f"*{name}*\n{name * 6}") for name in ("Category", "Conversation", "Evidence")]),
    {"type": "actions", "elements": [button(f"b{n}", f"Button number {n}") for n in range(5)]},
    {"type": "context", "elements": [mrkdwn("small " * 30)]},
    {"type": "context", "elements": [mrkdwn(LONG)]},
    {
        "type": "data_table",
        "caption": "Your wins",
        "rows": [[{"type": "raw_text", "text": "A wide cell " * 4}] * 4 for _ in range(3)],
    },
]


async def fits(window: Window) -> None:
    wide, sticking_out = await window.page.evaluate(
        """() => [
            document.documentElement.scrollWidth - innerWidth,
            [...document.querySelectorAll("#app .scroll, #app .modal-body, #app .topbar, #app .composer")]
                .filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.className),
        ]"""
    )
    assert (wide, sticking_out) == (0, [])


async def fits_a_finger(targets: Locator) -> None:
    sizes = [await target.bounding_box() for target in await targets.all() if await target.is_visible()]
    assert sizes
    assert [size for size in sizes if size and min(size["height"], size["width"]) < FINGER] == []


@pytest_asyncio.fixture(loop_scope="session", params=[360, 480])
async def narrow(request: pytest.FixtureRequest, window: Window, app: Counterpart) -> Window:
    @app.on("app_home_opened")
    async def publish(body: Json, ack: Any, web: Any) -> None:
        await ack()
        await web.views_publish(user_id=body["event"]["user"], view={"type": "home", "blocks": BLOCKS})

    @app.on("command")
    async def open_view(body: Json, ack: Any, web: Any) -> None:
        await web.views_open(trigger_id=body["trigger_id"], view=modal("Log a win", *EVERY_INPUT))
        await ack()

    await window.page.set_viewport_size({"width": request.param, "height": 780})
    await app.web.chat_postMessage(channel="C0GENERAL", text="A week", blocks=BLOCKS)
    await window.open()
    return window


async def test_every_screen_fits_the_width(narrow: Window) -> None:
    page = narrow.page
    await fits(narrow)
    await fits_a_finger(page.locator(".topbar button, .topbar select, .composer-bar button"))
    await narrow.message("Retry queue").click(position={"x": 5, "y": 5})
    await fits_a_finger(narrow.message("Retry queue").locator(".tools button"))
    await page.get_by_test_id("menu").click()
    await page.get_by_test_id("nav-app").click()
    await page.get_by_test_id("tab-home").click()
    await expect(page.get_by_test_id("home")).to_contain_text("Your week")
    await fits(narrow)
    await fits_a_finger(page.get_by_test_id("home").locator(".button"))
    await page.get_by_test_id("tab-about").click()
    await fits(narrow)
    await page.get_by_test_id("traffic").click()
    await page.locator(".entry").last.click()
    await fits(narrow)
    box = await page.get_by_test_id("inspector").bounding_box()
    assert box
    assert (box["x"], box["width"]) == (0, page.viewport_size["width"] if page.viewport_size else 0)


async def test_a_modal_takes_the_whole_page(narrow: Window) -> None:
    await narrow.say("/win")
    await expect(narrow.modal).to_be_visible()
    assert await narrow.modal.bounding_box() == {"x": 0, "y": 0, **(narrow.page.viewport_size or {})}
    await fits(narrow)
    await fits_a_finger(narrow.modal.locator(".select, .field, .button"))
    await narrow.choose("People", "Sam Okafor")
    await fits(narrow)


async def test_the_drawer_takes_the_focus_and_gives_it_back(window: Window, box: Box) -> None:
    await window.page.set_viewport_size({"width": 400, "height": 780})
    await window.open()
    page = window.page
    menu = page.get_by_test_id("menu")
    await expect(page.get_by_test_id("nav-platform")).not_to_be_visible()
    await menu.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("nav-general")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("nav-general")).not_to_be_visible()
    await expect(menu).to_be_focused()
    await page.keyboard.press("Enter")
    await page.get_by_test_id("nav-platform").click()
    await expect(page.get_by_role("heading", name="platform")).to_be_visible()
    await expect(page.get_by_test_id("nav-platform")).not_to_be_visible()
    await expect(window.composer).to_be_focused()
