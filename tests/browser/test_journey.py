"""The first five minutes with Vouch, at a screen: log, react, finish, read the digest and the nudge."""

import pytest
from playwright.async_api import Locator, expect

from tests.browser.window import Window

pytestmark = pytest.mark.browser

WALK_MS = 60_000


async def walk(window: Window, button: str) -> Locator:
    """Press a button of the clock; the newest direct message is the answer."""
    await window.page.get_by_role("button", name=button).click()
    await expect(window.page.get_by_role("button", name=button)).to_be_enabled(timeout=WALK_MS)
    newest = window.page.locator(".main").get_by_test_id("message").last
    await expect(newest).to_be_in_viewport()
    return newest


async def test_a_win_typed_in_a_channel_is_confirmed_to_its_author_alone_and_stands_on_home(
    vouch_window: Window,
) -> None:
    await vouch_window.open()
    await vouch_window.go_to("platform")
    await vouch_window.say("/win trimmed the build, 20min -> 12min #performance @priya")
    answer = vouch_window.message("trimmed the build")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer.get_by_role("button", name="Undo")).to_be_visible()
    await vouch_window.open_app("home")
    await expect(vouch_window.page.get_by_test_id("home")).to_contain_text("trimmed the build")
    await vouch_window.act_as("U0PRIYA")
    await expect(vouch_window.page.get_by_test_id("home")).to_be_visible()
    await vouch_window.go_to("platform")
    await expect(vouch_window.page.get_by_text("trimmed the build")).to_have_count(0)


async def test_the_win_modal_is_filled_and_saved(vouch_window: Window) -> None:
    await vouch_window.open()
    await vouch_window.say("/win")
    await vouch_window.page.get_by_test_id("modal-submit").click()
    await expect(vouch_window.page.get_by_test_id("field-error").first).to_be_visible()
    await vouch_window.modal.get_by_label("What did you achieve?").fill("Wrote the retry design")
    await vouch_window.modal.get_by_label("What changed because of it?").fill("Two teams adopted it")
    await vouch_window.choose("Category", "Leadership and teamwork")
    await vouch_window.page.get_by_test_id("modal-submit").click()
    await expect(vouch_window.modal).to_contain_text("Saved")
    await expect(vouch_window.modal).to_contain_text("Leadership and teamwork")
    await vouch_window.page.keyboard.press("Escape")
    await vouch_window.open_app("home")
    await expect(vouch_window.page.get_by_test_id("home")).to_contain_text("Wrote the retry design")


async def test_a_trophy_on_a_message_becomes_a_draft_that_is_finished_from_its_confirmation(
    vouch_window: Window,
) -> None:
    await vouch_window.open()
    await vouch_window.say("/win something first")
    await expect(vouch_window.message("something first")).to_be_visible()
    await vouch_window.act_as("U0MAYA")
    await vouch_window.go_to("platform")
    await vouch_window.say("Ada's runbook halved the incident")
    await vouch_window.act_as("U0ADA")
    await vouch_window.react("runbook halved", "trophy")
    draft = vouch_window.page.locator("[data-ephemeral=true]", has_text="runbook halved")
    await draft.get_by_role("button", name="Finish").click()
    await expect(vouch_window.modal.get_by_label("What did you achieve?")).to_have_value(
        "Ada's runbook halved the incident"
    )
    await vouch_window.page.get_by_test_id("modal-submit").click()
    await expect(vouch_window.modal).to_contain_text("Saved")


async def test_the_digest_comes_with_next_digest_and_tells_the_week(vouch_window: Window) -> None:
    await vouch_window.open()
    await vouch_window.say("/win trimmed the build, 20min -> 12min #performance")
    await expect(vouch_window.message("trimmed the build")).to_be_visible()
    await vouch_window.page.set_viewport_size({"width": 1280, "height": 430})
    digest = await walk(vouch_window, "Next digest")
    await expect(digest.get_by_text("1 win").first).to_be_in_viewport()  # it is read from its beginning
    await expect(digest).to_contain_text("trimmed the build")
    await expect(digest).to_contain_text("1 win")
    await expect(vouch_window.page.get_by_test_id("clock")).to_have_text("Fri, 20 Nov 2026, 15:00")


async def test_the_nudge_comes_with_next_nudge_and_names_the_sponsor_not_talked_to(vouch_window: Window) -> None:
    await vouch_window.open()
    await vouch_window.say("/vouch add @rui sponsor")
    await expect(vouch_window.message("Rui Costa")).to_be_visible()
    await vouch_window.say("/win something first")
    await expect(vouch_window.message("something first")).to_be_visible()
    for _ in range(2):
        await walk(vouch_window, "Next digest")
    nudge = await walk(vouch_window, "Next nudge")
    await expect(nudge).to_contain_text("@Rui Costa")
    await expect(nudge.get_by_role("button", name="We talked")).to_be_visible()


async def test_markup_in_a_title_is_text_in_the_answer_on_home_and_in_the_digest(vouch_window: Window) -> None:
    attack = "<img src=x onerror=window.hit=1> <!channel> *x*"
    await vouch_window.open()
    await vouch_window.say(f"/win {attack}")
    await expect(vouch_window.message("onerror")).to_contain_text("<img src=x onerror=window.hit=1>")
    await vouch_window.open_app("home")
    await expect(vouch_window.page.get_by_test_id("home")).to_contain_text("<img src=x onerror=window.hit=1>")
    digest = await walk(vouch_window, "Next digest")
    await expect(digest).to_contain_text("<img src=x onerror=window.hit=1>")
    assert await vouch_window.page.evaluate("window.hit") is None
    assert await vouch_window.page.locator("#app img, .mention-all").count() == 0
