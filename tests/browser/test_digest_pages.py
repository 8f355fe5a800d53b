"""The digest, the nudge and a draft's windows at a screen and on a phone, with charts and where Slack refuses them.

Where SCREENSHOTS names a folder, each is also left there as a picture to look at.
"""

import asyncio

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot import ids
from bot.services import summaries
from tests.browser.test_pages import sound
from tests.browser.window import Window
from tests.conftest import ADA, Live
from tests.scenarios.test_away import configure, go_away

pytestmark = pytest.mark.browser
MONDAY = "2026-11-30T09:00:00+00:00"
FRIDAY = "2026-12-04T14:00:05+00:00"
NUDGE = "2026-12-09T09:00:05+00:00"
WEEKS_LATER = ("2026-12-11T14:00:05+00:00", "2026-12-18T14:00:05+00:00")


@pytest_asyncio.fixture(loop_scope="session", params=[1280, 400])
async def vouch(request: pytest.FixtureRequest, vouch_window: Window) -> Window:
    await vouch_window.page.set_viewport_size({"width": request.param, "height": 1400})
    return vouch_window


async def dm(window: Window) -> None:
    await window.open()
    await window.page.get_by_role("button", name="Dismiss welcome").click()
    menu = window.page.get_by_test_id("menu")
    if await menu.is_visible():
        await menu.click()
    await window.open_app("messages")


async def a_full_week(live: Live) -> None:
    say = live.client.command
    for line in (
        "/win shipped the retry queue, p95 800ms -> 480ms #project <@U0PRIYA> https://example.com/pr",
        "/win Lead the incident review with three teams #leadership",
        "/win won the Brightwater renewal, $120k <@U0RUI>",
        "/win Runbook for the on-call team on 3 nov",
        "/met <@U0MAYA> 1:1 about the roadmap; next: send the deck by friday",
        "/vouch add <@U0RUI> sponsor",
        "/vouch add <@U0SAM> skip-level",
        "/vouch add Maria Lopez manager",
    ):
        assert (await say(line))["ok"]
    ts = await live.client.message("Ada saved the launch", as_="U0MAYA")
    await live.client.react("C0GENERAL", ts, "trophy")
    await live.settle()


@pytest.mark.parametrize("native", [True, False], ids=["native", "text"])
async def test_a_full_digest_the_nudge_and_an_empty_one_with_people(vouch: Window, live: Live, native: bool) -> None:
    kind = "native" if native else "text"
    if not native:
        await live.client.refuse_blocks("message", "data_visualization", "data_table")
    await live.client.clock(to=MONDAY)
    await a_full_week(live)
    await live.client.clock(to=FRIDAY)
    await dm(vouch)
    await expect(vouch.page.get_by_text("Ready to send").last).to_be_visible()
    await sound(vouch, f"digest-full-{kind}")
    await live.client.clock(to=NUDGE)
    await expect(vouch.page.get_by_text("Good to talk to this week").last).to_be_visible()
    await sound(vouch, f"nudge-{kind}")
    for moment in WEEKS_LATER:
        await live.client.clock(to=moment)
    await expect(vouch.page.get_by_text("Nothing this week").last).to_be_visible()
    await sound(vouch, f"digest-quiet-with-people-{kind}")


async def test_a_quiet_week_fits_on_one_screen(vouch: Window, live: Live) -> None:
    await live.client.clock(to=MONDAY)
    await live.client.command("/win shipped it")
    await live.client.clock(to=FRIDAY)
    await live.client.clock(to=WEEKS_LATER[0])
    await dm(vouch)
    await expect(vouch.page.get_by_text("Nothing this week").last).to_be_visible()
    await sound(vouch, "digest-empty")
    await vouch.page.get_by_role("button", name="Nothing this week").last.click()
    await expect(vouch.page.get_by_text("counts against nothing").last).to_be_visible()
    await sound(vouch, "digest-empty-noted")


async def test_discreet_ones_say_numbers_until_they_are_opened(vouch: Window, live: Live) -> None:
    await live.client.clock(to=MONDAY)
    await a_full_week(live)
    await configure(live, discreet=["on"])
    await live.client.clock(to=FRIDAY)
    await dm(vouch)
    await expect(vouch.page.get_by_text("Your week is ready").last).to_be_visible()
    await sound(vouch, "digest-discreet")
    await vouch.page.get_by_role("button", name="Open the digest").last.click()
    await expect(vouch.page.get_by_text("Ready to send").last).to_be_visible()
    await sound(vouch, "digest-discreet-opened")
    await live.client.clock(to=NUDGE)
    await expect(vouch.page.get_by_text("3 people are good to talk to this week.")).to_be_visible()
    await sound(vouch, "nudge-discreet")
    for moment in WEEKS_LATER:
        await live.client.clock(to=moment)
    await expect(vouch.page.get_by_role("button", name="Nothing this week").last).to_be_visible()
    await sound(vouch, "digest-discreet-empty")


async def test_after_days_away_one_digest_says_that_nothing_was_missed(vouch: Window, live: Live) -> None:
    await live.client.clock(to=MONDAY)
    await a_full_week(live)
    await live.client.clock(to=FRIDAY)
    await go_away(live, "2026-12-07", "2026-12-15")
    await live.client.close((await live.client.state())["modals"][-1]["id"])
    await live.client.clock(to="2026-12-17T09:00:00+00:00")
    await live.client.command("/win wrote the plan for the next quarter")
    await live.client.clock(to=WEEKS_LATER[-1])
    await dm(vouch)
    await expect(vouch.page.get_by_text("Away Mon 7 Dec to Tue 15 Dec").last).to_be_visible()
    await expect(vouch.page.get_by_role("heading", name="Your week, Sat 5 Dec to Fri 11 Dec")).to_have_count(0)
    await vouch.page.get_by_text("Away Mon 7 Dec").scroll_into_view_if_needed()
    await sound(vouch, "digest-after-days-away")


async def test_while_paused_none_comes_and_one_can_be_asked_for(vouch: Window, live: Live) -> None:
    await live.client.clock(to=MONDAY)
    await a_full_week(live)
    await configure(live, paused=["on"])
    await live.client.clock(to=FRIDAY)
    await dm(vouch)
    await expect(vouch.page.get_by_text("Ready to send")).to_have_count(0)
    await vouch.say("/vouch digest")
    await expect(vouch.page.get_by_text("By itself no digest comes").last).to_be_visible()
    await sound(vouch, "digest-paused-asked")
    await vouch.page.get_by_test_id("tab-home").click()
    await expect(vouch.page.get_by_test_id("home")).to_contain_text("Vouch sends you nothing by itself")
    await sound(vouch, "home-paused")


async def test_a_draft_is_edited_copied_and_noted(vouch: Window, live: Live) -> None:
    await live.client.clock(to=MONDAY)
    await a_full_week(live)
    await vouch.open()
    await vouch.page.get_by_role("button", name="Dismiss welcome").click()
    await live.client.command("/vouch summary month for <@U0RUI>")
    await expect(vouch.modal.get_by_label("Your text")).to_be_visible()
    await sound(vouch, "digest-summary-editor")
    await vouch.page.get_by_test_id("modal-submit").click()
    await expect(vouch.modal).to_contain_text("Select the text")
    await sound(vouch, "digest-summary-ready")
    await vouch.modal.get_by_role("button", name="I sent it").click()
    await expect(vouch.modal.last).to_contain_text("Who knows of these wins now?")
    await sound(vouch, "digest-summary-sent")
    await vouch.page.get_by_test_id("modal-submit").last.click()
    await expect(vouch.modal.last).to_contain_text("knows of it now")
    await sound(vouch, "digest-summary-noted")


async def test_what_a_full_week_has_no_room_for_opens_home(vouch: Window, live: Live) -> None:
    await live.client.clock(to=MONDAY)
    for number in range(16):
        await live.client.command(f"/win Result {number} of a week in which a great deal was done #project")
    await live.client.clock(to=FRIDAY)
    await dm(vouch)
    rest = vouch.page.get_by_role("link", name="and 4 more, on Home")
    await rest.scroll_into_view_if_needed()
    await sound(vouch, "digest-cut")
    await rest.click()
    await expect(vouch.page.get_by_test_id("home")).to_contain_text("Result 15")
    await expect(vouch.page.get_by_test_id("tab-home")).to_have_attribute("aria-selected", "true")


async def test_after_weeks_without_one_it_says_how_many(vouch: Window, live: Live) -> None:
    await live.client.clock(to=MONDAY)
    await a_full_week(live)
    await live.client.clock(to=FRIDAY)
    await configure(live, paused=["on"])
    await live.client.clock(to="2026-12-14T09:00:00+00:00")
    await configure(live, paused=[])
    await live.client.command("/win wrote the plan for the next quarter #career")
    await live.client.command("/met <@U0RUI> coffee")
    await live.client.clock(to=WEEKS_LATER[-1])
    await dm(vouch)
    heading = vouch.page.get_by_role("heading", name="Your two weeks, Sat 5 Dec to Fri 18 Dec")
    await expect(heading).to_be_visible()
    await heading.scroll_into_view_if_needed()
    await sound(vouch, "digest-two-weeks")


async def test_nothing_comes_on_a_day_away(vouch: Window, live: Live) -> None:
    await live.client.clock(to=MONDAY)
    await a_full_week(live)
    await go_away(live, "2026-12-03", "2026-12-10")
    await live.client.close((await live.client.state())["modals"][-1]["id"])
    await live.client.clock(to=FRIDAY)
    await dm(vouch)
    await expect(vouch.page.get_by_text("Ready to send")).to_have_count(0)
    await sound(vouch, "digest-away-none")
    await vouch.page.get_by_test_id("tab-home").click()
    await expect(vouch.page.get_by_test_id("home")).to_contain_text("11 Dec 2026 15:00")
    await sound(vouch, "home-away")


async def test_a_nudge_names_who_is_overdue_and_who_was_never_talked_to(vouch: Window, live: Live) -> None:
    await live.client.clock(to="2026-10-19T08:00:00+00:00")
    for line in ("/vouch add <@U0RUI> manager", "/vouch add Maria Lopez sponsor", "/met <@U0RUI> 1:1 on 12 oct"):
        await live.client.command(line)
    await live.client.clock(to="2026-10-28T09:00:05+00:00")
    await dm(vouch)
    nudge = vouch.page.locator(".main").get_by_test_id("message").filter(has_text="Good to talk to this week").last
    await expect(nudge).to_contain_text("Not talked to yet, added 9 days ago, overdue by 2 days")
    await expect(nudge).to_contain_text("Last talked 16 days ago, overdue by 2 days")
    await nudge.scroll_into_view_if_needed()
    await sound(vouch, "nudge-overdue-and-never")


async def kept(live: Live, text: str) -> None:
    """Waits until so much of what is being typed has arrived."""
    async with asyncio.timeout(5):
        while True:
            draft = await live.vouch.db.read(summaries.see_summary, ADA, "", live.vouch.clock.now())
            if draft.typed is not None and draft.typed.text == text:
                return
            await asyncio.sleep(0.05)


async def test_a_draft_survives_its_window(vouch: Window, live: Live) -> None:
    await live.client.clock(to=MONDAY)
    await a_full_week(live)
    await vouch.open()
    await vouch.page.get_by_role("button", name="Dismiss welcome").click()
    await live.client.command("/vouch summary")
    field = vouch.modal.get_by_label("Your text")
    await field.fill("")
    await field.press_sequentially("Mine, as I would say it.")
    await expect(field).to_have_value("Mine, as I would say it.")
    await expect(field).to_be_focused()
    await kept(live, "Mine, as I would say it.")
    await vouch.page.keyboard.press("Escape")
    await expect(vouch.modal).to_have_count(0)
    await live.client.command("/vouch summary")
    await expect(field).to_have_value("Mine, as I would say it.")
    await vouch.modal.get_by_role("button", name="Write it anew").click()
    await expect(vouch.modal).to_contain_text("is kept")
    await vouch.modal.get_by_text("is kept").scroll_into_view_if_needed()
    await sound(vouch, "digest-summary-kept")
    await vouch.modal.get_by_role("button", name="Show the text that I typed last").click()
    await expect(field).to_have_value("Mine, as I would say it.")


@pytest.mark.parametrize("native", [True, False], ids=["native", "text"])
async def test_home_and_the_room_s_map_have_their_figures_drawn_or_in_words(
    vouch: Window, live: Live, native: bool
) -> None:
    kind = "native" if native else "text"
    if not native:
        for surface in ("home", "message"):
            await live.client.refuse_blocks(surface, "data_visualization", "data_table")
    await live.client.clock(to=MONDAY)
    await a_full_week(live)
    await dm(vouch)
    await vouch.page.get_by_test_id("tab-home").click()
    table = vouch.page.get_by_test_id("home").get_by_role("table", name="Wins by category")
    await expect(table).to_have_count(1 if native else 0)
    await expect(vouch.page.get_by_test_id("home")).to_contain_text("Wins by category")
    await live.settle()
    await vouch.page.get_by_text("Wins by category").last.evaluate("node => node.scrollIntoView()")
    await sound(vouch, f"home-figures-{kind}")
    await live.client.action(ids.ROOM_OPEN, home=True)
    await live.settle()
    room = (await live.client.state())["modals"][-1]
    await live.client.action(ids.ROOM_MAP, view_id=room["id"])
    await live.settle()
    for view in reversed((await live.client.state())["modals"]):
        await live.client.close(view["id"])
    await expect(vouch.modal).to_have_count(0)
    await vouch.page.get_by_test_id("tab-messages").click()
    shown = vouch.message("Influence")
    await expect(shown).to_be_visible()
    await expect(shown.get_by_role("table")).to_have_count(1 if native else 0)
    await sound(vouch, f"room-map-{kind}")
