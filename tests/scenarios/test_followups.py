"""Promises and asks through the sandbox: the list, the form, ends and undo in place, Home; and what others see."""

import json
from typing import Any

import pytest

from bot import ids
from sandbox.wire import Json
from tests.conftest import Live

LINE = "/met <@U0RUI> 1:1; next: send the deck by yesterday; they: the brief; ask: an opportunity to lead the move"


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def texts(message: Json) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]


async def vouch(live: Live, line: str, as_: str = "U0ADA") -> Json:
    answer = await live.client.command(f"/vouch {line}", as_=as_, channel="C0GENERAL")
    assert answer["ok"], answer
    (message,) = answer["ephemerals"]
    return dict(message)


async def met(live: Live, line: str = LINE) -> None:
    assert (await live.client.command(line, channel="C0GENERAL"))["ok"]


async def press(live: Live, message: Json, action_id: str, **more: Any) -> Json:
    answer = await live.client.action(action_id, channel="C0GENERAL", ts=message["ts"], **more)
    assert answer["ok"], answer
    await live.settle()
    return next(each for each in await live.client.messages("U0ADA", "C0GENERAL") if each["ts"] == message["ts"])


async def modal(live: Live) -> Json:
    await live.settle()
    return dict((await live.client.state())["modals"][-1])


def filled(promise: str, **more: str) -> dict[str, Any]:
    return {name: {name: value} for name, value in {"promise": promise, **more}.items()}


@pytest.mark.both_databases
async def test_a_line_s_promises_and_asks_are_listed_for_their_owner_only(live: Live) -> None:
    await met(live)
    message = await vouch(live, "promises")
    assert texts(message)[0].startswith("*Promises and asks*\n")
    said = words(message)
    for part in (
        "*For <@U0RUI>:* send the deck",
        "*From <@U0RUI>:* the brief",
        "for an opportunity:* to lead the move",
    ):
        assert part in said
    assert texts(await vouch(live, "promises <@U0RUI>"))[0].startswith("*Promises and asks with <@U0RUI>*")
    assert "None of your people goes by that name" in words(await vouch(live, "promises somebody"))
    for other in ("U0RUI", "U0MAYA"):
        assert "Nothing promised, nothing asked." in words(await vouch(live, "promises", other))
        assert "to lead the move" not in words(await live.client.state(other))


async def test_an_end_is_said_in_place_and_undone_in_place(live: Live) -> None:
    await met(live)
    message = await press(live, await vouch(live, "promises"), ids.FOLLOWUP_DROP, block_id="followup:1:-0", value="1")
    assert texts(message)[0] == "Dropped: send the deck by yesterday · <@U0RUI>"
    assert "Ended in the last 30 days" not in words(message)
    message = await press(live, message, ids.FOLLOWUP_REOPEN)
    assert texts(message)[0].startswith("*Promises and asks*")
    assert "*For <@U0RUI>:* send the deck" in words(message)
    message = await press(live, message, ids.FOLLOWUP_OUTCOME, value="3:given")
    assert texts(message)[0] == "Given: to lead the move · <@U0RUI>"
    again = await vouch(live, "promises")
    assert "Given: to lead the move" in words(again)


async def test_one_is_written_in_the_form_changed_and_deleted(live: Live) -> None:
    message = await vouch(live, "promises")
    await press(live, message, ids.FOLLOWUP_ADD)
    view = await modal(live)
    missing = await live.client.submit(view["id"], filled("review my doc"))
    assert missing["errors"] == {"person": "Choose somebody here, or type a name below."}
    both = filled("review my doc", name="Maria Lopez", whose="feedback", due_on="2030-01-02")
    saved = await live.client.submit(view["id"], both)
    assert "*Asked Maria Lopez for feedback:* review my doc · hoped for by Wed 2 Jan 2030" in words(saved["view"])
    await live.settle()
    shown = next(each for each in await live.client.messages("U0ADA", "C0GENERAL") if each["ts"] == message["ts"])
    assert "review my doc" in words(shown)  # the list under the window follows
    await live.client.action(ids.FOLLOWUP_EDIT, view_id=view["id"])
    edit = await modal(live)
    assert edit["title"]["text"] == "Edit"
    saved = await live.client.submit(edit["id"], filled("review my plan", name="Maria Lopez"))
    assert "review my plan" in words(saved["view"])
    await live.client.action(ids.FOLLOWUP_DELETE, view_id=edit["id"])
    assert (await modal(live))["title"]["text"] == "Deleted"
    assert "review my" not in words(await vouch(live, "promises"))


async def test_an_edit_of_an_older_version_shows_both(live: Live) -> None:
    await met(live)
    await press(live, await vouch(live, "promises"), ids.FOLLOWUP_EDIT, block_id="followup:2:-0", value="2")
    view = await modal(live)
    await press(live, await vouch(live, "promises"), ids.FOLLOWUP_DONE, block_id="followup:2:-0", value="2")
    stale = await live.client.submit(view["id"], filled("the long brief"))
    assert "Not saved yet" in words(stale["view"])
    assert ">*From <@U0RUI>:* the brief · kept" in words(stale["view"])
    assert '"initial_value": "the long brief"' in words(stale["view"])
    assert "the long brief" in words((await live.client.submit(view["id"], {}))["view"])


async def test_home_names_what_is_due_and_its_buttons_work_there(live: Live) -> None:
    await met(live, "/met <@U0RUI> 1:1; next: send the deck by today")
    await live.client.home()
    await live.settle()
    assert "Promises and asks whose day has come" in words((await live.client.state())["home"])
    await live.client.action(ids.FOLLOWUP_DONE, home=True, block_id="followup:1")
    view = await modal(live)
    assert texts(view) == ["Done: send the deck · <@U0RUI>"]
    assert "whose day has come" not in words((await live.client.state())["home"])
    await live.client.action(ids.FOLLOWUP_REOPEN, view_id=view["id"])
    assert texts(await modal(live))[0].startswith("*For <@U0RUI>:* send the deck")
    await live.client.close((await modal(live))["id"])
    await live.client.action(ids.FOLLOWUPS_OPEN, home=True)
    view = await modal(live)
    assert view["title"]["text"] == "Promises and asks"
    await live.client.action(ids.FOLLOWUP_DONE, view_id=view["id"])
    assert texts(await modal(live))[0] == "Done: send the deck · <@U0RUI>"
    await live.client.action(ids.FOLLOWUP_ADD, view_id=view["id"])
    saved = await live.client.submit((await modal(live))["id"], filled("call back", name="Tom"))
    assert "call back" in words(saved["view"])
    assert "whose day has come" not in words((await live.client.state("U0MAYA"))["home"])


async def test_long_lists_come_in_pages_that_keep_their_place(live: Live) -> None:
    for number in range(3):
        clauses = "; ".join(f"next: thing {number}{each}" for each in range(7))
        await met(live, f"/met <@U0RUI> call; {clauses}")
    message = await vouch(live, "promises")
    assert "1 to 8 of 21" in words(message)
    message = await press(live, message, ids.FOLLOWUP_PAGES[1])
    assert "9 to 16 of 21" in words(message)
    message = await press(live, message, ids.FOLLOWUP_DONE, block_id="followup:10:-8", value="10")
    assert texts(message)[0].startswith("Done: thing 12")
    assert "9 to 16 of 21" in words(message)
    assert "1 to 8 of 21" in words(await press(live, message, ids.FOLLOWUP_PAGES[0]))
