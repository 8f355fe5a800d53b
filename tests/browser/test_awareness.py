"""Who knows what and the prep card at a screen and on a phone: they fit, axe-core finds nothing, and a press shows."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.test_pages import sound
from tests.browser.window import Window
from tests.conftest import Live

pytestmark = pytest.mark.browser
PLACE = {"as_": "U0ADA", "channel": "C0PLATFORM"}


@pytest_asyncio.fixture(loop_scope="session", params=[1280, 400])
async def vouch(request: pytest.FixtureRequest, vouch_window: Window, live: Live) -> Window:
    lines = (
        "/vouch add <@U0RUI> sponsor",
        "/vouch add <@U0MAYA> manager",
        "/vouch add Maria Lopez mentor",
        "/met <@U0RUI> 1:1 about hiring in platform, she worries about the plan; they: an intro to finance by friday",
        "/win made the retry queue reliable, p95 800ms -> 480ms #reliability",
        "/win led the incident review <@U0MAYA> yesterday",
        "/win wrote the on-call guide that three teams use now #docs",
    )
    for line in lines:
        assert (await live.client.command(line, **PLACE))["ok"]
    await vouch_window.page.set_viewport_size({"width": request.param, "height": 900})
    await vouch_window.open()
    await vouch_window.page.get_by_role("button", name="Dismiss welcome").click()
    menu = vouch_window.page.get_by_test_id("menu")
    if await menu.is_visible():
        await menu.click()
    await vouch_window.open_app("home")
    return vouch_window


async def test_who_knows_a_win_is_seen_and_told_in_its_window(vouch: Window) -> None:
    home = vouch.page.get_by_test_id("home")
    await expect(home).to_contain_text("known to nobody with a say")
    await home.get_by_role("button", name="Open wrote the on-call guide").click()
    await vouch.modal.get_by_role("button", name="Who knows").click()
    await expect(vouch.modal).to_contain_text("Nobody with a say in your career knows it yet.")
    await sound(vouch, "awareness-win")
    await vouch.modal.get_by_role("button", name="Told Maria Lopez").click()
    await expect(vouch.modal).to_contain_text("Told Maria Lopez: wrote the on-call guide")
    await sound(vouch, "awareness-win-told")


async def test_the_prep_card_leads_to_what_somebody_knows(vouch: Window) -> None:
    home = vouch.page.get_by_test_id("home")
    await home.get_by_role("button", name="Prep for Maria Lopez").click()
    await expect(vouch.modal).to_contain_text("To begin with:")
    await sound(vouch, "prep")
    await vouch.modal.get_by_role("button", name="Told Maria Lopez about made the retry queue").click()
    await expect(vouch.modal).to_contain_text("Logged as a conversation today.")
    await sound(vouch, "prep-told")
    await vouch.modal.get_by_role("button", name="Wins that Maria Lopez knows").click()
    await expect(vouch.modal).to_contain_text("Knows 1 of 3 wins.")
    await sound(vouch, "awareness-person")
