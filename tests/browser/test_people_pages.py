"""People's windows at a screen and on a phone: the list that finds, a person's card, the form that fills itself in."""

import pytest
from playwright.async_api import expect

from tests.browser.test_pages import home, press, sound, vouch
from tests.browser.window import Window
from tests.conftest import Live

pytestmark = pytest.mark.browser

__all__ = ["vouch"]  # the fixture of all pages

PEOPLE = (("<@U0MAYA>", "manager"), ("<@U0RUI>", "sponsor"), ("Maria Lopez", "mentor"))


async def test_people_are_found_opened_and_edited_in_windows(vouch: Window, live: Live) -> None:
    people = live.client
    for name, words in PEOPLE:
        await people.command(f"/vouch add {name} {words}", as_="U0ADA", channel="C0PLATFORM")
    for line in ("/win cut the build time <@U0RUI>", "/met <@U0RUI> 1:1 about the roadmap; next: send the deck"):
        await people.command(line, as_="U0ADA", channel="C0PLATFORM")
    await live.client.clock(advance=26 * 86_400)
    await home(vouch)
    await press(vouch, "All people")
    await expect(vouch.modal).to_contain_text("3 people")
    await sound(vouch, "people-list")
    await vouch.modal.get_by_label("Find").fill("sponsor")
    await vouch.page.get_by_test_id("modal-submit").click()
    await expect(vouch.modal).to_contain_text("Found: 1 person")
    await vouch.modal.get_by_role("button", name="Open Rui Costa").click()
    await expect(vouch.modal).to_contain_text("Good to talk every 30 days")
    await sound(vouch, "people-card")
    await vouch.modal.get_by_role("button", name="Edit Rui Costa").click()
    await vouch.choose("Relationship", "skip-level")
    await expect(vouch.modal).to_contain_text("overdue after 60 days; two levels above you")
    await vouch.choose("Good to talk every", "Another number of days…")
    await vouch.modal.get_by_label("Good to talk every … days").fill("29")
    await sound(vouch, "people-form")
    await vouch.page.get_by_test_id("modal-submit").click()
    await expect(vouch.modal).to_contain_text("is saved as skip-level")
    await vouch.page.keyboard.press("Escape")
    await expect(vouch.modal).to_contain_text("Good to talk every 29 days")
    await vouch.modal.get_by_role("button", name="More actions").click()
    await vouch.page.get_by_role("menuitem", name="Stop following").click()
    await expect(vouch.modal).to_contain_text("is no longer followed")
    await sound(vouch, "people-card-undo")
    await vouch.modal.get_by_role("button", name="Undo: Rui Costa").click()
    await expect(vouch.modal).to_contain_text("among the people you follow again")
    await vouch.modal.get_by_role("button", name="Back to the list").click()
    await expect(vouch.modal).to_contain_text("Nobody among your 3 people was found with “sponsor”")
    await vouch.page.keyboard.press("Escape")
    await expect(vouch.modal).to_have_count(0)
    overdue = await people.command("/vouch overdue", as_="U0ADA", channel="C0PLATFORM")
    assert overdue["ok"]
    await vouch.go_to_channel("platform")
    await vouch.page.get_by_text("Within the next seven days").scroll_into_view_if_needed()
    await sound(vouch, "people-overdue")
