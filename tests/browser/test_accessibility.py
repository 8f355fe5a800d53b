"""axe-core finds nothing to complain of, on every screen that the page can show, wide and narrow."""

from typing import Any

import pytest
from playwright.async_api import expect

from sandbox.box import Box
from tests.browser import axe
from tests.browser.content import EVERY_INPUT, button, modal, mrkdwn, option_list, plain, section
from tests.browser.window import Window
from tests.sandbox.counterpart import Counterpart, Json

pytestmark = pytest.mark.browser

SHOWN: list[Json] = [
    {"type": "header", "text": plain("Your week")},
    section(
        "*Retry queue* <https://example.com|evidence> `p95` :shipit:", accessory=option_list("more", "Edit", "Undo")
    ),
    section("Fields", fields=[mrkdwn("*Category*\nSkill"), mrkdwn("*Date*\nFriday")]),
    {"type": "context", "elements": [mrkdwn("small print"), plain("plain")]},
    {"type": "actions", "elements": [button("a", "Log a win", style="primary"), button("b", "Stop", style="danger")]},
    {
        "type": "data_table",
        "caption": "Your wins",
        "page_size": 1,
        "rows": [
            [{"type": "raw_text", "text": name}, {"type": "raw_text", "text": name}] for name in ("Win", "a", "b")
        ],
    },
    {
        "type": "data_visualization",
        "title": "Wins per week",
        "chart": {
            "type": "bar",
            "series": [{"name": "Wins", "data": [{"label": "W1", "value": 3}, {"label": "W2", "value": 2}]}],
            "axis_config": {"categories": ["W1", "W2"]},
        },
    },
]


# Half-faded words have no contrast: what moves is brought to its end, what moves for ever is stopped.
STILL = """document.getAnimations().forEach((one) => {
    if (one.effect.getComputedTiming().iterations === Infinity) one.cancel(); else one.finish();
})"""


async def clean(window: Window) -> None:
    await window.page.evaluate(STILL)
    found = await axe.complaints(window.page)
    assert not found, "\n".join(found)


async def test_a_channel_with_everything_in_it(window: Window, box: Box, app: Counterpart) -> None:
    posted = await app.web.chat_postMessage(channel="C0GENERAL", text="A week", blocks=SHOWN)
    await app.web.chat_postMessage(channel="C0GENERAL", text="a reply", thread_ts=posted["ts"])
    await app.web.chat_postEphemeral(channel="C0GENERAL", user="U0ADA", text="Saved")
    await window.open()
    await window.say("Thanks @Maya Lindt and @platform-team, see #platform :tada:")
    await window.react("Thanks", "trophy")
    await window.message("Thanks").hover()
    await clean(window)
    await window.page.get_by_test_id("thread-link").click()
    await clean(window)
    await window.composer.press_sequentially("@")
    await clean(window)
    await window.composer.press("Escape")
    await window.page.locator(".composer-bar").first.get_by_role("button", name="Insert emoji").click()
    await expect(window.page.get_by_test_id("emoji-search")).to_be_focused()
    await clean(window)
    await window.page.keyboard.press("Escape")
    await window.page.get_by_role("button", name="Reset").click()
    await clean(window)


async def test_modals_with_every_input_lists_and_errors(window: Window, app: Counterpart) -> None:
    @app.on("command")
    async def open_view(body: Json, ack: Any, web: Any) -> None:
        await web.views_open(trigger_id=body["trigger_id"], view=modal("Log a win", *EVERY_INPUT))
        await ack()

    @app.on("block_suggestion")
    async def suggest(_body: Json, ack: Any, _web: Any) -> None:
        await ack({"options": [{"text": plain("one"), "value": "1"}]})

    await window.open()
    await window.say("/win")
    await expect(window.modal).to_be_visible()
    await clean(window)
    await window.choose("People", "Sam Okafor")
    await clean(window)
    await window.page.keyboard.press("Escape")
    await window.modal.get_by_role("button", name="Project: ").press("ArrowDown")
    await expect(window.option("one")).to_be_visible()
    await clean(window)
    await window.page.keyboard.press("Escape")
    await window.page.get_by_test_id("modal-submit").click()
    await expect(window.page.get_by_test_id("field-error").first).to_be_visible()
    await clean(window)
    await window.page.set_viewport_size({"width": 400, "height": 800})
    await clean(window)


async def test_home_about_the_inspector_and_the_drawer(window: Window, app: Counterpart) -> None:
    @app.on("app_home_opened")
    async def publish(body: Json, ack: Any, web: Any) -> None:
        await ack()
        await web.views_publish(user_id=body["event"]["user"], view={"type": "home", "blocks": SHOWN})

    await window.open()
    await window.open_app("home")
    await expect(window.page.get_by_test_id("home")).to_contain_text("Your week")
    await clean(window)
    await window.page.keyboard.press("Control+.")
    await window.page.locator(".entry").last.click()
    await clean(window)
    await window.page.set_viewport_size({"width": 400, "height": 800})
    await clean(window)
    await window.page.get_by_role("button", name="Close traffic").click()
    await clean(window)
    await window.page.get_by_test_id("menu").click()
    await clean(window)
    await window.page.get_by_test_id("nav-app").click()
    await window.page.get_by_test_id("tab-about").click()
    await clean(window)
