"""Modals, Home and buttons: what is filled in arrives, what is wrong is said in place, what is typed stays."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from sandbox.box import Box
from tests.browser.content import EVERY_INPUT, TITLE, ask, button, modal, mrkdwn, plain, section
from tests.browser.window import Window
from tests.sandbox.counterpart import Counterpart, Json

pytestmark = pytest.mark.browser


def opens(app: Counterpart, view: Json) -> None:
    @app.on("command")
    async def open_view(body: Json, ack: Any, web: Any) -> None:
        await web.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()


def field(window: Window, label: str) -> Locator:
    return window.modal.get_by_label(label)


async def opened(window: Window, app: Counterpart, view: Json) -> None:
    opens(app, view)
    await window.open()
    await window.say("/win")
    await expect(window.modal).to_be_visible()


def entered(app: Counterpart) -> Json:
    """The last submission as action_id → the one value that Slack gives for that kind of input."""
    values = app.of("view_submission")[-1]["view"]["state"]["values"]
    return {
        name: next(value for key, value in state.items() if key != "type")
        for actions in values.values()
        for name, state in actions.items()
    }


async def test_every_kind_of_input_arrives_as_it_was_filled(window: Window, app: Counterpart) -> None:
    @app.on("block_suggestion")
    async def suggest(body: Json, ack: Any, _web: Any) -> None:
        await ack({"options": [{"text": plain(f"{body['value'] or 'any'} {n}"), "value": f"p{n}"} for n in (1, 2)]})

    await opened(window, app, modal("Log a win", *EVERY_INPUT))
    await field(window, "What did you achieve?").fill("Retry queue")
    await field(window, "Impact").fill("two\nlines")
    await window.choose("Category", "Performance")
    await window.choose("Tags", "Speed")
    await window.option("Cost").click()
    await window.page.keyboard.press("Escape")
    await window.choose("Witness", "Priya Nair")
    await window.choose("People", "Sam Okafor")
    await window.page.keyboard.press("Escape")
    await window.choose("Where", "#platform")
    await window.modal.get_by_role("button", name="Project: ").click()
    await window.page.get_by_role("combobox", name="Search Project").fill("retry")
    await window.option("retry 2").click()
    await field(window, "Date").fill("2026-11-20")
    await field(window, "Time").fill("09:30")
    await field(window, "Before").fill("1.5")
    await field(window, "Private").check()
    await field(window, "Lower").check()
    await window.page.get_by_test_id("modal-submit").click()
    await expect(window.modal).to_have_count(0)

    got = entered(app)
    assert {
        name: got[name] for name in ("title", "impact", "witness", "people", "where", "date", "time", "before")
    } == {
        "title": "Retry queue",
        "impact": "two\nlines",
        "witness": "U0PRIYA",
        "people": ["U0SAM"],
        "where": "C0PLATFORM",
        "date": "2026-11-20",
        "time": "09:30",
        "before": "1.5",
    }
    assert [got[name]["value"] for name in ("category", "project", "direction")] == ["performance", "p2", "lower"]
    assert [[one["value"] for one in got[name]] for name in ("tags", "flags")] == [["speed", "cost"], ["private"]]


async def test_errors_stand_at_their_field_and_nothing_typed_is_lost(window: Window, app: Counterpart) -> None:
    @app.on("view_submission")
    async def refuse(_body: Json, ack: Any, _web: Any) -> None:
        await ack({"response_action": "errors", "errors": {"title": "Please say *what* changed."}})

    impact = ask("impact", "Impact", {"type": "plain_text_input"}, optional=True)
    await opened(window, app, modal("Log a win", TITLE, impact))
    await field(window, "Impact").fill("kept")
    await window.page.get_by_test_id("modal-submit").click()
    error = window.page.get_by_test_id("field-error")
    await expect(error).to_have_text("Please complete this required field.")
    await field(window, "What did you achieve?").fill("much more than twenty characters")
    await expect(error).to_have_count(0)
    await window.page.get_by_test_id("modal-submit").click()
    await expect(error).to_have_text("Must be at most 20 characters")
    await field(window, "What did you achieve?").fill("short")
    await field(window, "What did you achieve?").press("Enter")
    await expect(error).to_have_text("Please say *what* changed.")
    await expect(field(window, "Impact")).to_have_value("kept")
    await expect(field(window, "What did you achieve?")).to_be_focused()


async def test_a_modal_that_gets_no_answer_says_so_and_stays(window: Window, app: Counterpart) -> None:
    @app.on("view_submission")
    async def fail(_body: Json, _ack: Any, _web: Any) -> None:
        raise RuntimeError("on purpose")

    await opened(window, app, modal("Log a win", TITLE))
    await field(window, "What did you achieve?").fill("kept")
    await window.page.get_by_test_id("modal-submit").click()
    await expect(window.page.get_by_test_id("modal-error")).to_have_text("We had some trouble connecting. Try again?")
    await expect(field(window, "What did you achieve?")).to_have_value("kept")


async def test_a_pushed_view_goes_back_to_what_was_typed_and_escape_closes_and_returns_the_focus(
    window: Window, app: Counterpart
) -> None:
    @app.on("block_actions")
    async def push(body: Json, ack: Any, web: Any) -> None:
        await web.views_push(trigger_id=body["trigger_id"], view=modal("Evidence", section("A second view")))
        await ack()

    await opened(
        window, app, modal("Log a win", TITLE, {"type": "actions", "elements": [button("add", "Add evidence")]})
    )
    await field(window, "What did you achieve?").fill("typed")
    await window.modal.get_by_role("button", name="Add evidence").click()
    await expect(window.modal.get_by_role("heading", name="Evidence")).to_be_visible()
    await window.modal.get_by_role("button", name="Back").click()
    await expect(field(window, "What did you achieve?")).to_have_value("typed")
    pressed = app.of("block_actions")[-1]["view"]["state"]["values"]
    assert pressed["title"]["title"]["value"] == "typed"
    await window.page.keyboard.press("Escape")
    await expect(window.modal).to_have_count(0)
    await expect(window.composer).to_be_focused()


async def test_a_button_that_asks_first_tells_the_app_only_after_yes(
    window: Window, box: Box, app: Counterpart
) -> None:
    sure = {
        "title": plain("Sure?"),
        "text": mrkdwn("It is *gone* then."),
        "confirm": plain("Delete"),
        "deny": plain("Keep"),
    }

    @app.on("app_home_opened")
    async def publish(body: Json, _ack: Any, web: Any) -> None:
        actions = {"type": "actions", "elements": [button("gone", "Delete it", style="danger", confirm=sure)]}
        await web.views_publish(
            user_id=body["event"]["user"], view={"type": "home", "blocks": [section("*Your week*"), actions]}
        )

    @app.on("block_actions")
    async def deleted(body: Json, ack: Any, web: Any) -> None:
        await ack()
        await web.views_publish(user_id=body["user"]["id"], view={"type": "home", "blocks": [section("Nothing left")]})

    await window.open()
    await window.open_app("home")
    home = window.page.get_by_test_id("home")
    await expect(home).to_contain_text("Your week")
    await home.get_by_role("button", name="Delete it").click()
    question = window.page.get_by_role("alertdialog", name="Sure?")
    await question.get_by_role("button", name="Keep").click()
    assert app.of("block_actions") == []
    await home.get_by_role("button", name="Delete it").click()
    await question.get_by_role("button", name="Delete").click()
    await expect(home).to_have_text("Nothing left")
    assert [a["action_id"] for b in app.of("block_actions") for a in b["actions"]] == ["gone"]


async def test_a_choice_in_a_message_is_sent_at_once_and_the_message_changes_in_place(
    window: Window, box: Box, app: Counterpart
) -> None:
    @app.on("message")
    async def offer(body: Json, ack: Any, web: Any) -> None:
        await ack()
        if "bot_id" in body["event"]:
            return
        menu = {
            "type": "overflow",
            "action_id": "snooze",
            "options": [{"text": plain("1 week"), "value": "7"}, {"text": plain("4 weeks"), "value": "28"}],
        }
        await web.chat_postMessage(
            channel=body["event"]["channel"], text="Rui", blocks=[section("*Rui Costa*", accessory=menu)]
        )

    @app.on("block_actions")
    async def snoozed(body: Json, ack: Any, web: Any) -> None:
        await ack()
        days = body["actions"][0]["selected_option"]["value"]
        await web.chat_update(
            channel=body["channel"]["id"], ts=body["message"]["ts"], text="ok", blocks=[section(f"Snoozed {days} days")]
        )

    await window.open()
    await window.open_app("messages")
    await window.say("hello")
    await window.message("Rui Costa").get_by_role("button", name="More actions").first.click()
    await window.page.get_by_role("menuitem", name="4 weeks").click()
    await expect(window.message("Snoozed 28 days")).to_be_visible()
    await expect(window.page.get_by_text("Rui Costa", exact=True).and_(window.page.locator("strong"))).to_have_count(0)
