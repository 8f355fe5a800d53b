"""Suggested people on Home, at a screen and on a phone: a relationship is chosen or not wanted, and the row goes."""

import pytest
from playwright.async_api import expect

from tests.browser.test_pages import home, sound, vouch
from tests.browser.window import Window
from tests.conftest import Live

pytestmark = pytest.mark.browser

__all__ = ["vouch"]  # the fixture of all pages


async def test_home_suggests_relationships_and_answers_go_at_once(vouch: Window, live: Live) -> None:
    lines = (
        *(f"/met <@U0RUI> coffee {day}" for day in ("on 3 nov", "on 10 nov", "on 17 nov", "yesterday")),
        *(f"/win wrote part {part} of the guide <@U0PRIYA>" for part in (1, 2, 3)),
    )
    for line in lines:
        assert (await live.client.command(line, as_="U0ADA", channel="C0PLATFORM"))["ok"]
    await home(vouch)
    page = vouch.page.get_by_test_id("home")
    await expect(page).to_contain_text("4 times. What are they to you?")
    await vouch.scroll_to("Suggested from what you recorded")
    await sound(vouch, "suggested")
    await page.get_by_role("button", name="Choose a relationship").first.click()
    await sound(vouch, "suggested-choose")
    await vouch.option("skip-level").click()
    await expect(page).not_to_contain_text("4 times. What are they to you?")
    await page.get_by_role("button", name="No: do not suggest this person again").click()
    await expect(page).not_to_contain_text("Suggested from what you recorded")
