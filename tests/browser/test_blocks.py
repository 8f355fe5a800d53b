"""Blocks that show things: each is drawn so that it can be read, by a screen reader too."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from sandbox.box import Box
from tests.browser.content import button, mrkdwn, plain, section
from tests.browser.window import Window
from tests.sandbox.counterpart import Counterpart, Json

pytestmark = pytest.mark.browser


def text(words: str) -> Json:
    return {"type": "raw_text", "text": words}


def amount(value: float, words: str) -> Json:
    return {"type": "raw_number", "value": value, "text": words}


def points(*values: int) -> list[Json]:
    return [{"label": f"W{number}", "value": value} for number, value in enumerate(values, 1)]


async def shown(window: Window, app: Counterpart, *blocks: Json) -> Locator:
    """The message of these blocks in Ada's messages tab."""
    await app.web.chat_postMessage(channel="U0ADA", text="blocks", blocks=list(blocks))
    await window.open()
    await window.open_app("messages")
    return window.page.locator(".main").get_by_test_id("message").last


async def test_a_data_table_turns_pages_and_sorts_by_a_column(window: Window, box: Box, app: Counterpart) -> None:
    rows = [[text(f"Win {n}"), amount(value, f"{value} ms")] for n, value in enumerate((30, 4, 200), 1)]
    block = {"type": "data_table", "caption": "Your wins", "page_size": 2, "rows": [[text("Win"), text("p95")], *rows]}
    message = await shown(window, app, block)
    table = message.get_by_role("table", name="Your wins")
    await expect(table.get_by_role("row")).to_have_text(["Winp95", "Win 130 ms", "Win 24 ms"])
    await message.get_by_role("button", name="Next page").click()
    await expect(table.get_by_role("row")).to_have_text(["Winp95", "Win 3200 ms"])
    await table.get_by_role("button", name="p95").click()
    await expect(table.get_by_role("row")).to_have_text(["Winp95", "Win 24 ms", "Win 130 ms"])
    await expect(table.get_by_role("columnheader", name="p95")).to_have_attribute("aria-sort", "ascending")


async def test_a_chart_says_its_numbers_in_words(window: Window, box: Box, app: Counterpart) -> None:
    bars = {
        "type": "bar",
        "series": [{"name": "Wins", "data": points(3, 0, 2)}],
        "axis_config": {"categories": ["W1", "W2", "W3"]},
    }
    message = await shown(window, app, {"type": "data_visualization", "title": "Wins per week", "chart": bars})
    await expect(message.get_by_role("img", name="Wins per week. Wins: W1 3, W2 0, W3 2")).to_be_visible()
    heights = [await bar.get_attribute("height") for bar in await message.locator(".chart rect").all()]
    assert [float(height or "-1") > 0 for height in heights] == [True, False, True]


async def test_every_other_display_block_shows_its_words(window: Window, box: Box, app: Counterpart) -> None:
    listed = {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "an item", "style": {"bold": True}}]}
        ],
    }
    message = await shown(
        window,
        app,
        {"type": "header", "text": plain("Your week :tada:")},
        section("*A win*", fields=[mrkdwn("*Category*\nSkill"), plain("*plain*")]),
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn("small <https://example.com|print>")]},
        {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "A rising line"},
        {"type": "rich_text", "elements": [listed]},
        {"type": "markdown", "text": "## Heading\n1. **one**\n2. two\n\n| a | b |\n|---|---|\n| c | d |"},
        {"type": "table", "rows": [[text("Metric"), text("Now")], [text("p95"), text("480 ms")]]},
        {"type": "card", "title": mrkdwn("No number"), "body": mrkdwn("helped"), "actions": [button("fix", "Fix it")]},
    )
    await expect(message.get_by_role("heading", name="Your week")).to_be_visible()
    await expect(message.locator(".fields > div")).to_have_text(["CategorySkill", "*plain*"])
    await expect(message.get_by_role("link", name="print")).to_have_attribute("href", "https://example.com")
    await expect(message.get_by_role("img", name="A rising line")).to_be_visible()
    await expect(message.get_by_role("listitem")).to_have_text(["an item", "one", "two"])
    await expect(message.get_by_role("heading", name="Heading")).to_be_visible()
    await expect(message.get_by_role("cell", name="480 ms")).to_be_visible()
    await message.get_by_role("button", name="Fix it").click()
    await expect(message.get_by_role("button", name="Fix it")).not_to_have_attribute("aria-busy", "true")
    pressed: list[Any] = [one["action_id"] for body in app.of("block_actions") for one in body["actions"]]
    assert pressed == ["fix"]
