"""Next conversations at a screen and on a phone: the list in a channel, the window over Home, and what is answered."""

import pytest
from playwright.async_api import expect

from tests.browser.test_pages import home, press, sound, vouch
from tests.browser.window import Window
from tests.conftest import Live

pytestmark = pytest.mark.browser

__all__ = ["vouch"]  # the fixture of all pages

RECORD = (
    "/vouch add <@U0MAYA> manager",
    "/vouch add <@U0SAM> skip-level",
    "/vouch add <@U0RUI> sponsor",
    "/vouch add Maria Lopez mentor",
    "/met <@U0MAYA> 1:1; next: send her the plan by today",
    "/win made the retry queue reliable, p95 800ms -> 480ms #reliability",
    "/win led the incident review <@U0PRIYA> yesterday",
    "/win wrote the on-call guide that three teams use now #docs",
)


async def recorded(live: Live) -> None:
    for line in RECORD:
        assert (await live.client.command(line, as_="U0ADA", channel="C0PLATFORM"))["ok"]


async def test_all_next_conversations_are_answered_in_their_window(vouch: Window, live: Live) -> None:
    await recorded(live)
    await home(vouch)
    page = vouch.page.get_by_test_id("home")
    await expect(page).to_contain_text("Worth telling")
    await vouch.scroll_to("Worth telling")
    await sound(vouch, "next-home")
    await press(vouch, "See all next conversations")
    await expect(vouch.modal).to_contain_text("First keep what you promised to")
    await sound(vouch, "next")
    await vouch.modal.get_by_role("button", name="Told Sam").click()
    await expect(vouch.modal).to_contain_text("Told: a conversation is logged for today.")
    await sound(vouch, "next-told")
    await vouch.modal.get_by_role("button", name="Undo, Sam").click()
    await expect(vouch.modal).to_contain_text("Undone. It may be proposed again.")
    await sound(vouch, "next-undone")
    await vouch.modal.get_by_role("button", name="Not this one, Rui").click()
    await expect(vouch.modal).to_contain_text("Set aside for 30 days.")
    await sound(vouch, "next-aside")


async def test_next_conversations_in_a_channel_are_answered_in_place(vouch: Window, live: Live) -> None:
    await recorded(live)
    await vouch.go_to_channel("platform")
    await vouch.say("/vouch next")
    listed = vouch.message("Worth telling:")
    await expect(listed).to_contain_text("At most three a week")
    await sound(vouch, "next-list")
    await listed.get_by_role("button", name="Told Sam").click()
    await expect(vouch.message("Told:")).to_contain_text("a conversation is logged for today")
    await sound(vouch, "next-list-told")


async def test_a_promise_long_forgotten_stands_beside_who_is_worth_telling(vouch: Window, live: Live) -> None:
    await recorded(live)
    for _ in range(29):
        await live.client.clock(advance=86_400)
    await live.client.command("/win cut the cloud bill, saved CHF 20k", as_="U0ADA", channel="C0PLATFORM")
    await home(vouch)
    await expect(vouch.page.get_by_test_id("home")).to_contain_text("Worth telling")
    await press(vouch, "See all next conversations")
    await expect(vouch.modal).to_contain_text("you still owe them: send her the plan")
    await expect(vouch.modal.get_by_role("button", name="Promises and asks")).to_be_visible()
    await sound(vouch, "next-owed")


async def test_a_mistyped_tag_is_put_right_under_the_confirmation(vouch: Window, live: Live) -> None:
    await recorded(live)
    saved = await live.client.command("/win wrote the walrus #reliabilty", as_="U0ADA", channel="C0PLATFORM")
    assert saved["ok"]
    await vouch.go_to_channel("platform")
    await vouch.page.get_by_text("Did you mean #reliability?").scroll_into_view_if_needed()
    await sound(vouch, "tag-slip")
    await vouch.page.get_by_role("button", name="Use #reliability").click()
    await expect(vouch.page.get_by_role("button", name="Back to #reliabilty")).to_be_visible()
    await sound(vouch, "tag-slip-fixed")
