"""Writing, reacting, threads, menus: what reaches the workspace and who sees it."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import expect

from sandbox.box import Box
from tests.browser.window import Window
from tests.sandbox.counterpart import Counterpart, Json

pytestmark = pytest.mark.browser


async def test_enter_sends_a_message_that_another_person_reads_and_is_named_in(window: Window, box: Box) -> None:
    await window.open()
    await window.go_to("platform")
    await window.say("The retry queue is live, thanks @Maya Lindt :tada:")
    await expect(window.composer).to_have_value("")
    await window.act_as("U0MAYA")
    shown = window.message("The retry queue is live")
    await expect(shown.locator(".mention-me")).to_have_text("@Maya Lindt")
    await expect(shown.get_by_role("img", name=":tada:")).to_be_visible()
    assert [m.text for m in box.state.channel("C0PLATFORM").messages] == [
        "The retry queue is live, thanks <@U0MAYA> :tada:"
    ]


async def test_shift_enter_makes_a_new_line(window: Window, box: Box) -> None:
    await window.open()
    await window.composer.fill("one")
    await window.composer.press("Shift+Enter")
    await window.composer.press_sequentially("two")
    await window.composer.press("Enter")
    await expect(window.message("one")).to_be_visible()
    assert [m.text for m in box.state.channel("C0GENERAL").messages] == ["one\ntwo"]


async def test_a_command_is_finished_from_the_list_and_answered_to_its_reader_alone(
    window: Window, box: Box, app: Counterpart
) -> None:
    @app.on("command")
    async def answer(body: Json, ack: Any, _web: Any) -> None:
        await ack({"response_type": "ephemeral", "text": f"Saved *{body['text']}*"})

    await window.open()
    await window.composer.press_sequentially("/wi")
    await window.composer.press("Tab")
    await window.composer.press_sequentially("cut build times")
    await window.composer.press("Enter")
    shown = window.message("Saved cut build times")
    await expect(shown.get_by_text("Only visible to you")).to_be_visible()
    assert [(b["command"], b["text"]) for b in app.of("command")] == [("/win", "cut build times")]

    await window.act_as("U0MAYA")
    await expect(window.page.get_by_text("Saved")).to_have_count(0)
    await window.act_as("U0ADA")
    await expect(shown).to_be_visible()
    await window.page.reload()
    await expect(window.composer).to_be_visible()
    await expect(window.page.get_by_text("Saved")).to_have_count(0)


async def test_an_unknown_command_gets_slacks_own_notice_and_the_words_come_back(window: Window, box: Box) -> None:
    await window.open()
    await window.say("/nonsense with words")
    await expect(window.page.get_by_test_id("toast")).to_have_text("/nonsense is not a valid command.")
    await expect(window.composer).to_have_value("/nonsense with words")


async def test_a_reaction_is_found_by_name_given_with_a_skin_tone_and_taken_back_by_its_pill(
    window: Window, box: Box, app: Counterpart
) -> None:
    await window.open()
    await window.say("Shipped it")
    await window.react("Shipped it", "trophy")
    pill = window.message("Shipped it").locator("[data-reaction=trophy]")
    await expect(pill).to_have_attribute("aria-pressed", "true")
    message = box.state.channel("C0GENERAL").messages[0]
    assert message.reactions == {"trophy": ["U0ADA"]}

    await window.act_as("U0MAYA")
    await pill.click()
    await expect(pill).to_have_text("🏆2")
    await pill.click()
    await expect(pill).to_have_text("🏆1")

    await window.message("Shipped it").hover()
    await window.message("Shipped it").get_by_role("button", name="Find another reaction").click()
    await window.page.get_by_role("button", name="Skin tone 4").click()
    await window.page.get_by_test_id("emoji-search").fill("clap")
    await window.page.get_by_role("button", name="clap", exact=True).click()
    await expect(window.message("Shipped it").get_by_text("👏🏽")).to_be_visible()
    assert message.reactions == {"trophy": ["U0ADA"], "clap::skin-tone-4": ["U0MAYA"]}
    assert [b["event"]["reaction"] for b in app.of("reaction_added")] == ["trophy", "trophy", "clap::skin-tone-4"]
    assert [b["event"]["user"] for b in app.of("reaction_removed")] == ["U0MAYA"]


async def test_a_thread_takes_replies_and_no_commands(window: Window, box: Box) -> None:
    await window.open()
    await window.say("Root")
    await window.message("Root").hover()
    await window.message("Root").get_by_role("button", name="Reply in thread").click()
    reply = window.page.get_by_test_id("thread-composer")
    await reply.fill("A reply")
    await reply.press("Enter")
    await expect(window.page.get_by_test_id("thread-link")).to_contain_text("1 reply")
    root, answer = box.state.channel("C0GENERAL").messages
    assert (answer.text, answer.thread_ts) == ("A reply", root.ts)

    await reply.fill("/win from a thread")
    await reply.press("Enter")
    await expect(window.page.get_by_test_id("toast")).to_have_text("/win is not supported in threads. Sorry!")
    await expect(reply).to_have_value("/win from a thread")
    await reply.press("Escape")
    await expect(window.page.get_by_test_id("thread")).to_have_count(0)


async def test_the_message_menu_and_the_lightning_menu_call_shortcuts(
    window: Window, box: Box, app: Counterpart
) -> None:
    called = asyncio.Event()

    @app.on("shortcut")
    async def answer(_body: Json, ack: Any, _web: Any) -> None:
        await ack()
        called.set()

    await window.open()
    await window.say("Worth keeping")
    await window.more("Worth keeping", "Save as win")
    await window.page.locator(".main").get_by_test_id("shortcuts").click()
    await window.page.get_by_role("menuitem", name="Log a win").click()
    await asyncio.wait_for(called.wait(), 3)
    [kept] = app.of("message_action")
    assert (kept["callback_id"], kept["message"]["text"]) == ("save_message", "Worth keeping")
    assert [body["callback_id"] for body in app.of("shortcut")] == ["log_global"]


async def test_ones_own_message_is_edited_in_place_and_deleted_after_a_question(window: Window, box: Box) -> None:
    await window.open()
    await window.say("Frist of all, @ada: thanks")
    await window.more("Frist of", "Edit message")
    field = window.page.get_by_role("textbox", name="Edit message")
    await expect(field).to_have_value("Frist of all, @Ada Bright: thanks")
    await field.fill("First of all, @Ada Bright: thanks")
    await field.press("Enter")
    await expect(window.message("First")).to_contain_text("(edited)")
    assert [m.text for m in box.state.channel("C0GENERAL").messages] == ["First of all, <@U0ADA>: thanks"]

    await window.more("First", "Delete message")
    await window.page.get_by_test_id("confirm").get_by_role("button", name="Cancel").click()
    assert len(box.state.channel("C0GENERAL").messages) == 1
    await window.more("First", "Delete message")
    await window.page.get_by_test_id("confirm").get_by_role("button", name="Delete").click()
    await expect(window.page.get_by_text("very beginning of #general")).to_be_visible()
    assert box.state.channel("C0GENERAL").messages == []


async def test_a_permalink_of_the_workspace_opens_its_message_here(window: Window, box: Box) -> None:
    await window.open()
    await window.say("The one")
    await expect(window.message("The one")).to_be_visible()
    [root] = box.state.channel("C0GENERAL").messages
    await window.go_to("platform")
    await window.say(f"See {box.permalink('C0GENERAL', root.ts)}")
    await window.message("See").get_by_role("link").click()
    await expect(window.page.get_by_role("heading", name="general")).to_be_visible()
    await window.page.goto(box.permalink("C0GENERAL", root.ts))
    await expect(window.message("The one")).to_be_visible()
