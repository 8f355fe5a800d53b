"""Selects whose options the app gives while somebody types: found, chosen and taken back with the keyboard alone."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.browser.content import ask, modal, plain, section
from tests.browser.window import Window
from tests.sandbox.counterpart import Counterpart, Json

pytestmark = pytest.mark.browser

TAGS = {"reliability": "r", "speed": "s", "mentoring": "m", "cost": "c"}


def option(name: str) -> Json:
    return {"text": plain(name), "value": TAGS[name]}


def offers_tags(app: Counterpart) -> None:
    @app.on("block_suggestion")
    async def suggest(body: Json, ack: Any, _web: Any) -> None:
        mine = [option(name) for name in TAGS if body["value"] in name]
        await ack({"option_groups": [{"label": plain("Your tags"), "options": mine}]} if mine else {"options": []})


async def opened(window: Window, app: Counterpart, *blocks: Json) -> None:
    @app.on("command")
    async def open_view(body: Json, ack: Any, web: Any) -> None:
        await web.views_open(trigger_id=body["trigger_id"], view=modal("Log a win", *blocks))
        await ack()

    await window.open()
    await window.say("/win")
    await expect(window.modal).to_be_visible()


def search(window: Window, label: str) -> Locator:
    return window.page.get_by_role("combobox", name=f"Search {label}")


async def test_tags_are_found_by_typing_shown_as_chips_and_taken_back_without_a_mouse(
    window: Window, app: Counterpart
) -> None:
    offers_tags(app)
    element = {"type": "multi_external_select", "initial_options": [option("cost")], "min_query_length": 0}
    await opened(window, app, ask("tags", "Tags", element))
    chips = window.modal.get_by_test_id("chip")
    await expect(chips).to_have_text(["cost"])

    await window.modal.get_by_role("button", name="Tags: cost").focus()
    await window.page.keyboard.type("e")
    await expect(search(window, "Tags")).to_have_value("e")
    listed = window.page.get_by_role("listbox", name="Tags").get_by_role("option")
    await expect(listed).to_have_text(["reliability", "speed", "mentoring"])
    await expect(window.page.get_by_role("group", name="Your tags")).to_be_visible()
    await window.page.keyboard.press("ArrowDown")
    await window.page.keyboard.press("Enter")
    await expect(listed.nth(1)).to_have_attribute("aria-selected", "true")
    await window.page.keyboard.press("ArrowDown")
    await window.page.keyboard.press("Enter")
    await expect(chips).to_have_text(["cost", "speed", "mentoring"])
    await search(window, "Tags").fill("")
    await window.page.keyboard.press("Backspace")
    await expect(chips).to_have_text(["cost", "speed"])
    await window.page.keyboard.press("Escape")
    await expect(window.modal.get_by_role("button", name="Tags: cost, speed")).to_be_focused()
    await window.page.keyboard.press("Shift+Tab")
    await window.page.keyboard.press("Shift+Tab")
    await expect(window.modal.get_by_role("button", name="Remove cost")).to_be_focused()
    await window.page.keyboard.press("Enter")
    await expect(chips).to_have_text(["speed"])
    await window.page.get_by_test_id("modal-submit").click()
    await expect(window.modal).to_have_count(0)
    values = app.of("view_submission")[-1]["view"]["state"]["values"]
    assert [one["value"] for one in values["tags"]["tags"]["selected_options"]] == ["s"]


async def test_a_query_that_is_too_short_is_not_sent_and_one_that_finds_nothing_or_fails_says_so(
    window: Window, app: Counterpart
) -> None:
    offers_tags(app)
    element = {"type": "external_select", "initial_option": option("cost")}
    await opened(window, app, ask("project", "Project", element, optional=True))
    await window.modal.get_by_role("button", name="Project: cost").press("s")
    state = window.page.get_by_test_id("options-state")
    await expect(state).to_have_text("Type at least 3 characters to search.")
    await window.page.keyboard.type("xy")
    await expect(state).to_have_text("Nothing found")
    await search(window, "Project").fill("speed")
    await expect(state).to_have_text("1 option")
    assert [body["value"] for body in app.of("block_suggestion")] == ["sxy", "speed"]

    @app.on("block_suggestion")
    async def nonsense(_body: Json, ack: Any, _web: Any) -> None:
        await ack({"options": [], "option_groups": []})

    await search(window, "Project").fill("cos")
    await expect(state).to_have_text("The app did not answer with options. Try again.")
    await window.page.keyboard.press("Tab")
    await window.page.keyboard.press("Enter")  # Clear choice
    await expect(window.modal.get_by_role("button", name="Project: nothing chosen")).to_be_focused()


async def test_no_more_are_taken_than_the_app_allows(window: Window, app: Counterpart) -> None:
    offers_tags(app)
    element = {"type": "multi_external_select", "max_selected_items": 1, "min_query_length": 0}
    await opened(window, app, ask("tags", "Tags", element))
    await window.modal.get_by_role("button", name="Tags: ").press("ArrowDown")
    await window.option("cost").click()
    await expect(window.page.get_by_test_id("options-state")).to_have_text("At most 1 can be chosen.")
    await window.option("speed").click(force=True)
    await expect(window.modal.get_by_test_id("chip")).to_have_text(["cost"])


async def test_a_search_in_a_message_tells_the_app_what_was_chosen(window: Window, app: Counterpart) -> None:
    offers_tags(app)
    element = {"type": "external_select", "action_id": "tag", "placeholder": plain("Tag"), "min_query_length": 1}
    await app.web.chat_postMessage(channel="U0ADA", text="Which?", blocks=[section("*Which tag?*", accessory=element)])
    await window.open()
    await window.open_app("messages")
    field = window.message("Which tag?").get_by_role("button", name="Tag: nothing chosen")
    await field.press("m")
    await expect(window.option("mentoring")).to_be_visible()
    await window.page.keyboard.press("Enter")
    await expect(window.message("Which tag?").get_by_role("button", name="Tag: mentoring")).to_be_focused()
    assert [body["actions"][0]["selected_option"]["value"] for body in app.of("block_actions")] == ["m"]
