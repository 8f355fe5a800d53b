"""Somebody's conversations at a screen and on a phone: a page of them, and one edited, deleted and brought back."""

import pytest
from playwright.async_api import expect

from tests.browser.test_pages import home, press, sound, vouch
from tests.browser.window import Window
from tests.conftest import Live

pytestmark = pytest.mark.browser

__all__ = ["vouch"]  # the fixture of all pages

RECORD = (
    "/vouch add <@U0RUI> sponsor",
    "/win made the retry queue reliable, p95 800ms -> 480ms #reliability",
    "/met <@U0RUI> <@U0SAM> coffee about the hiring plan on 3 nov",
    "/met <@U0RUI> 1:1 about the roadmap, she asked for the numbers on 12 nov; next: send the deck by friday",
    "/met <@U0RUI> call about the budget yesterday",
)


async def test_a_timeline_with_one_edited_deleted_and_restored(vouch: Window, live: Live) -> None:
    for line in RECORD:
        assert (await live.client.command(line, as_="U0ADA", channel="C0PLATFORM"))["ok"]
    await home(vouch)
    await press(vouch, "All people")
    await vouch.modal.get_by_role("button", name="Open Rui Costa").click()
    await vouch.modal.get_by_role("button", name="Conversations with Rui").click()
    await expect(vouch.modal).to_contain_text("3 conversations")
    await sound(vouch, "timeline")
    await vouch.modal.get_by_role("button", name="Edit the conversation of").first.click()
    await vouch.modal.get_by_label("About").fill("the budget and the plan")
    await sound(vouch, "timeline-edit")
    await vouch.page.get_by_test_id("modal-submit").click()
    await expect(vouch.modal).to_contain_text("Saved")
    await sound(vouch, "timeline-saved")
    await vouch.page.keyboard.press("Escape")
    await expect(vouch.modal).to_contain_text("the budget and the plan")
    await vouch.modal.get_by_role("button", name="Delete the conversation of").first.click()
    await vouch.page.get_by_test_id("confirm").get_by_role("button", name="Delete").click()
    await expect(vouch.modal).to_contain_text("2 conversations")
    await sound(vouch, "timeline-deleted")
    await vouch.modal.get_by_role("button", name="Deleted (1)").click()
    await expect(vouch.modal).to_contain_text("Each can be restored for 30 days")
    await sound(vouch, "timeline-gone")
    await vouch.modal.get_by_role("button", name="Restore").click()
    await expect(vouch.modal).to_contain_text("Nothing is deleted.")
    await vouch.modal.get_by_role("button", name="All conversations").click()
    await expect(vouch.modal).to_contain_text("3 conversations")


async def test_what_was_told_in_a_conversation_is_named_and_taken_back_from_it(vouch: Window, live: Live) -> None:
    for line in RECORD:
        assert (await live.client.command(line, as_="U0ADA", channel="C0PLATFORM"))["ok"]
    await home(vouch)
    await vouch.page.get_by_test_id("home").get_by_role("button", name="Open made the retry queue").click()
    await vouch.modal.get_by_role("button", name="Who knows").click()
    await vouch.modal.get_by_role("button", name="Told Rui Costa").click()
    await expect(vouch.modal).to_contain_text("Told")
    await vouch.page.keyboard.press("Escape")
    await vouch.page.keyboard.press("Escape")
    await expect(vouch.modal).to_have_count(0)
    await press(vouch, "All people")
    await vouch.modal.get_by_role("button", name="Open Rui Costa").click()
    await vouch.modal.get_by_role("button", name="Conversations with Rui").click()
    await expect(vouch.modal).to_contain_text("Told them: made the retry queue reliable")
    await sound(vouch, "timeline-told")
    await vouch.modal.get_by_role("button", name="Wins that Rui Costa knows").click()
    await vouch.modal.get_by_text("Take back", exact=True).first.click()
    await expect(vouch.modal).to_contain_text("Knows 0 of 1 win")
    await vouch.page.keyboard.press("Escape")
    await expect(vouch.modal).to_contain_text("4 conversations")
    await expect(vouch.modal).not_to_contain_text("Told them")
