"""Vouch's own pages at a screen and on a phone: they fit, axe-core finds nothing, and the way through them works.

Where SCREENSHOTS names a folder, each page is also left there as a picture to look at.
"""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot import ids
from tests.browser import axe
from tests.browser.window import Window
from tests.conftest import Live

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(loop_scope="session", params=[1280, 400])
async def vouch(request: pytest.FixtureRequest, vouch_window: Window) -> Window:
    await vouch_window.page.set_viewport_size({"width": request.param, "height": 900})
    await vouch_window.open()
    await vouch_window.page.get_by_role("button", name="Dismiss welcome").click()
    return vouch_window


async def sound(window: Window, name: str) -> None:
    """Nothing is wider than the page, nothing is in the way of anybody."""
    await window.picture(name)
    sticking_out = await window.page.evaluate(
        """() => [...document.querySelectorAll("html, #app .scroll, #app .modal-body")]
            .filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.className || node.tagName)"""
    )
    assert sticking_out == []
    found = await axe.complaints(window.page)
    assert not found, "\n".join(found)


async def home(window: Window) -> None:
    menu = window.page.get_by_test_id("menu")
    if await menu.is_visible():
        await menu.click()
    await window.open_app("home")


async def press(window: Window, words: str) -> None:
    """A button of Home by the words on it; what it says to a screen reader may be longer."""
    buttons = window.page.get_by_test_id("home").locator("button.button")
    await buttons.filter(has_text=re.compile(f"^{words}")).first.click()


async def test_home_of_a_newcomer_and_with_sample_data_a_win_and_finding_one(vouch: Window) -> None:
    await home(vouch)
    page = vouch.page.get_by_test_id("home")
    await expect(page).to_contain_text("Three steps")
    await sound(vouch, "home-newcomer")

    await press(vouch, "Try with sample data")
    await expect(page).to_contain_text("Wins:")
    await sound(vouch, "home-busy")

    wins = page.locator("button.button").filter(has_text=re.compile("^Open"))  # those of people come before
    await wins.last.click()
    await expect(vouch.modal.get_by_role("button", name="Edit")).to_be_visible()
    await sound(vouch, "win")
    await vouch.modal.get_by_role("button", name="Edit").click()
    await expect(vouch.modal.get_by_label("What did you achieve?")).to_be_visible()
    await sound(vouch, "win-edit")
    await vouch.page.keyboard.press("Escape")
    await vouch.page.keyboard.press("Escape")
    await expect(vouch.modal).to_have_count(0)

    await press(vouch, "Find")
    await sound(vouch, "find")
    await vouch.modal.get_by_label("Words").fill("a")
    await vouch.page.get_by_test_id("modal-submit").click()
    await expect(vouch.modal.get_by_role("button", name="Open").first).to_be_visible()
    await sound(vouch, "found")
    await vouch.page.keyboard.press("Escape")
    await expect(vouch.modal).to_have_count(0)

    await press(vouch, "Settings")
    await expect(vouch.modal).to_be_visible()
    await sound(vouch, "settings")


async def test_two_drafts_are_finished_in_one_modal(vouch: Window, live: Live) -> None:
    people = live.client
    await people.command("/win something first", as_="U0ADA", channel="C0PLATFORM")
    for words in ("Ada's runbook halved the incident", "Ada said hello"):
        ts = await people.message(words, as_="U0MAYA", channel="C0PLATFORM")
        await people.react("C0PLATFORM", ts, "trophy", as_="U0ADA")
    await home(vouch)
    await press(vouch, "Finish 2 at once")
    await expect(vouch.modal.get_by_label("What did you achieve?")).to_have_count(2)
    await sound(vouch, "inbox")
    await vouch.choose("1. What to do with it?", "Dismiss")
    await vouch.choose("2. What to do with it?", "Keep as a win")
    await vouch.modal.get_by_label("2. A number").fill("2h -> 1h")
    await vouch.page.get_by_test_id("modal-submit").click()
    await expect(vouch.modal).to_contain_text("Saved 1 win, dismissed 1.")
    await sound(vouch, "inbox-saved")
    await vouch.page.keyboard.press("Escape")
    await expect(vouch.modal).to_have_count(0)
    await expect(vouch.page.get_by_test_id("home")).not_to_contain_text("at once")
    await expect(vouch.page.get_by_test_id("home")).not_to_contain_text("Ada said hello")


async def test_the_room_in_a_window_and_its_map_as_a_table(vouch: Window, live: Live) -> None:
    people = live.client
    for user, words in (("U0MAYA", "manager"), ("U0SAM", "skip-level"), ("U0RUI", "sponsor")):
        await people.command(f"/vouch add <@{user}> {words}", as_="U0ADA", channel="C0PLATFORM")
    for line in ("/vouch add Maria Lopez cross-functional", "/win cut the build time #skill <@U0MAYA>"):
        await people.command(line, as_="U0ADA", channel="C0PLATFORM")
    await home(vouch)
    await expect(vouch.page.get_by_test_id("home")).to_contain_text("The room")
    await vouch.page.get_by_role("button", name="Open the room").click()
    await expect(vouch.modal).to_contain_text("If they met today")
    await sound(vouch, "room")
    await vouch.modal.get_by_role("button", name="Map as a table").scroll_into_view_if_needed()
    await vouch.picture("room-below")
    await vouch.modal.get_by_role("button", name=re.compile("Edit (Maya|your manager)")).first.click()
    await vouch.choose("Stance", "supporter: agrees when asked")
    await vouch.page.get_by_test_id("modal-submit").click()
    await expect(vouch.modal).to_contain_text("is saved as manager")
    await vouch.page.keyboard.press("Escape")
    await expect(vouch.modal).to_contain_text("If they met today, 1 of 2 could speak for you")
    await vouch.modal.get_by_role("button", name="Map as a table").click()
    await expect(vouch.modal).to_contain_text("The map is in your messages with Vouch")
    await vouch.page.keyboard.press("Escape")
    await vouch.page.keyboard.press("Escape")
    await expect(vouch.modal).to_have_count(0)
    await vouch.page.get_by_test_id("tab-messages").click()
    await expect(vouch.page.get_by_role("table")).to_contain_text("Considerable")
    await vouch.page.get_by_role("button", name="Remove this map").focus()
    await expect(vouch.page.locator(".composer-tip").first).to_have_css("opacity", "0")  # it fades
    await sound(vouch, "room-map")
    frame = vouch.page.locator(".table-wrap")
    fading = "node => [node.scrollWidth > node.clientWidth, getComputedStyle(node).getPropertyValue('--goes-on')]"
    beyond, fades = await frame.evaluate(fading)
    assert (fades != "0px") == beyond, "what goes on beyond its frame fades there, and nothing else does"
    if beyond:
        await vouch.page.get_by_role("group", name="Influence, and whether they would speak up for you").focus()
        for _ in range(12):
            await vouch.page.keyboard.press("ArrowRight")
        await expect(frame).to_have_css("--goes-on", "0px")
        await vouch.picture("room-map-end")


async def test_promises_their_form_and_a_project_with_its_wins(vouch: Window, live: Live) -> None:
    people = live.client
    for line in (
        "/win shipped the first part of the move",
        "/met <@U0RUI> 1:1; next: send the deck by today; they: the brief by 2026-12-04; ask: feedback on the design",
        "/met Maria Lopez call; ask: an opportunity to lead the move; next: send her the numbers by 2026-12-11",
    ):
        await people.command(line, as_="U0ADA", channel="C0PLATFORM")
    await home(vouch)
    await expect(vouch.page.get_by_test_id("home")).to_contain_text("Promises and asks whose day has come")
    await sound(vouch, "home-promises")
    await press(vouch, "Promises and asks")
    await expect(vouch.modal).to_contain_text("Waiting for them")
    await sound(vouch, "promises")
    await vouch.modal.get_by_role("button", name="Add a promise or an ask").click()
    await expect(vouch.modal.get_by_label("By when")).to_be_visible()
    await sound(vouch, "promise-form")
    await vouch.page.keyboard.press("Escape")
    await vouch.modal.get_by_role("button", name="Done: send the deck").click()
    await expect(vouch.modal).to_contain_text("Done: send the deck")
    await sound(vouch, "promise-done")
    where = {"channel": "C0PLATFORM", "ts": await the_list(live), "block_id": "followup:4:-0"}
    await people.action(ids.FOLLOWUP_OUTCOME, value="4:given", **where)
    await vouch.page.keyboard.press("Escape")
    await press(vouch, "Promises and asks")
    await vouch.modal.get_by_role("button", name="Make it a project").click()
    await expect(vouch.modal).to_contain_text("It is a project now.")
    await vouch.modal.get_by_role("button", name="Add wins").click()
    await expect(vouch.modal).to_contain_text("Wins that belong to it")
    await sound(vouch, "project-wins")
    await vouch.page.keyboard.press("Escape")
    await sound(vouch, "project")
    await vouch.page.keyboard.press("Escape")
    await vouch.modal.get_by_role("button", name="Projects").click()
    await expect(vouch.modal).to_contain_text("2 asks, 1 given, 1 assignment")
    await sound(vouch, "projects")


async def the_list(live: Live) -> str:
    (message,) = (await live.client.command("/vouch promises", as_="U0ADA", channel="C0PLATFORM"))["ephemerals"]
    return str(message["ts"])
