"""One person known twice, at a screen and on a phone: suggested with the list, both seen, merged, and taken apart."""

import pytest
from playwright.async_api import expect

from tests.browser.test_pages import home, press, sound, vouch
from tests.browser.window import Window
from tests.conftest import Live

pytestmark = pytest.mark.browser

__all__ = ["vouch"]  # the fixture of all pages


async def test_two_who_are_one_person_are_merged_and_taken_apart(vouch: Window, live: Live) -> None:
    lines = (
        "/vouch add Rui Costa mentor",
        "/met Rui Costa coffee about the move yesterday; next: send the plan",
        "/vouch add <@U0RUI> sponsor",
        "/win cut the build time",
    )
    for line in lines:
        assert (await live.client.command(line, as_="U0ADA", channel="C0PLATFORM"))["ok"]
    await vouch.go_to_channel("platform")
    await vouch.say("/vouch people")
    await expect(vouch.message("Are they one person?")).to_be_visible()
    await sound(vouch, "merge-suggested")
    await home(vouch)
    await press(vouch, "All people")
    await vouch.modal.get_by_role("button", name="Open Rui Costa").first.click()
    await vouch.modal.get_by_role("button", name="More actions").click()
    await vouch.page.get_by_role("menuitem", name="Same person as somebody else…").click()
    await expect(vouch.modal).to_contain_text("Is the same person as")
    await sound(vouch, "merge-choose")
    await vouch.page.get_by_test_id("modal-submit").click()
    await expect(vouch.modal).to_contain_text("Two of your people become one.")
    await sound(vouch, "merge-both")
    await vouch.page.get_by_test_id("modal-submit").click()
    await expect(vouch.modal).to_contain_text("Merged:")
    await sound(vouch, "merged")
    await vouch.modal.get_by_role("button", name="Undo merge").click()
    await expect(vouch.modal).to_contain_text("Not merged any more:")
    await sound(vouch, "merge-undone")
