"""Projects through the sandbox: made of an opportunity or by hand, their wins, and the loop; and what others see."""

import json
from typing import Any

import pytest

from bot import ids
from sandbox.wire import Json
from tests.conftest import Live

LINE = "/met <@U0RUI> 1:1; ask: an opportunity to lead the blue move"


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def texts(message: Json) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]


async def vouch(live: Live, line: str, as_: str = "U0ADA") -> Json:
    answer = await live.client.command(f"/vouch {line}", as_=as_, channel="C0GENERAL")
    assert answer["ok"], answer
    (message,) = answer["ephemerals"]
    return dict(message)


async def press(live: Live, message: Json, action_id: str, **more: Any) -> Json:
    answer = await live.client.action(action_id, channel="C0GENERAL", ts=message["ts"], **more)
    assert answer["ok"], answer
    await live.settle()
    return next(each for each in await live.client.messages("U0ADA", "C0GENERAL") if each["ts"] == message["ts"])


async def modal(live: Live) -> Json:
    await live.settle()
    return dict((await live.client.state())["modals"][-1])


async def in_window(live: Live, action_id: str, **more: Any) -> Json:
    view = await modal(live)
    answer = await live.client.action(action_id, view_id=view["id"], **more)
    assert answer["ok"], answer
    return await modal(live)


@pytest.mark.both_databases
async def test_an_opportunity_given_becomes_a_project_with_its_wins_and_the_loop_says_so(live: Live) -> None:
    for line in (LINE, "/win shipped the first part", "/win shipped the second part"):
        assert (await live.client.command(line, channel="C0GENERAL"))["ok"]
    message = await press(live, await vouch(live, "promises"), ids.FOLLOWUP_OUTCOME, value="1:given")
    assert texts(message)[0] == "Given: to lead the blue move · <@U0RUI>"
    await press(live, message, ids.PROJECT_MAKE)
    view = await modal(live)
    assert texts(view)[0].startswith("*It is a project now.*")
    assert "given by <@U0RUI> · 0 wins" in texts(view)[1]
    form = await in_window(live, ids.PROJECT_ADD_WINS)
    nothing = await live.client.submit(form["id"], {})
    assert "errors" in nothing
    offered = await live.client.options(ids.PROJECT_WINS, "part", view_id=form["id"])
    assert [each["value"] for each in offered["options"]] == ["2", "1"]
    added = await live.client.submit(form["id"], {"wins": {ids.PROJECT_WINS: ["1", "2"]}})
    assert "2 wins" in words(added["view"])
    said = words(await vouch(live, "projects"))
    assert "1 ask, 1 given, 1 assignment, 2 wins from it." in said
    assert "*lead the blue move*" in said
    for other in ("U0RUI", "U0MAYA"):
        assert "No project yet." in words(await vouch(live, "projects", other))
        assert "blue move" not in words(await live.client.state(other))


async def test_one_is_made_by_hand_renamed_ended_and_deleted(live: Live) -> None:
    assert (await live.client.command("/win shipped it", channel="C0GENERAL"))["ok"]
    await press(live, await vouch(live, "projects"), ids.PROJECT_NEW)
    view = await modal(live)
    missing = await live.client.submit(view["id"], {})
    assert missing["errors"] == {"name": "A project needs a name."} or "name" in missing["errors"]
    made = await live.client.submit(view["id"], {"name": {"name": "the move"}})
    assert texts(made["view"])[0].startswith("*the move*\nsince ")
    edit = await in_window(live, ids.PROJECT_EDIT)
    turned = {"name": {"name": "the leap"}, "ended_on": {"ended_on": "2001-01-01"}}
    wrong = await live.client.submit(edit["id"], turned)
    assert wrong["errors"] == {"ended_on": "A project cannot end before it began."}
    renamed = await live.client.submit(edit["id"], {"name": {"name": "the leap"}, "ended_on": {"ended_on": None}})
    assert texts(renamed["view"])[0].startswith("*the leap*")
    ended = await in_window(live, ids.PROJECT_END)
    assert " to " in texts(ended)[0]
    assert "since " in texts(await in_window(live, ids.PROJECT_GOES_ON))[0]
    assert texts(await in_window(live, ids.PROJECT_DELETE)) == ["*Deleted*: the leap."]
    assert "shipped it" in words(await vouch(live, "wins"))


async def test_a_win_chooses_its_project_in_its_window(live: Live) -> None:
    confirmation = (await live.client.command("/win shipped it", channel="C0GENERAL"))["ephemerals"][0]
    assert confirmation["text"] == "Saved: shipped it"
    await press(live, await vouch(live, "wins"), ids.WIN_OPEN)
    form = await in_window(live, ids.WIN_PROJECT)
    saved = await live.client.submit(form["id"], {"name": {"name": "the move"}})
    assert texts(saved["view"]) == ["shipped it belongs to *the move*."]
    window = await in_window(live, ids.PROJECT_OPEN)
    assert "1 win" in texts(window)[0]
    window = await in_window(live, ids.PROJECT_TAKE_OUT)
    assert "No win belongs to it yet." in words(window)


async def test_an_edit_of_an_older_version_shows_both(live: Live) -> None:
    await press(live, await vouch(live, "projects"), ids.PROJECT_NEW)
    await live.client.submit((await modal(live))["id"], {"name": {"name": "the move"}})
    await live.client.close((await modal(live))["id"])
    await press(live, await vouch(live, "projects"), ids.PROJECT_OPEN)
    edit = await in_window(live, ids.PROJECT_EDIT)
    pressed = await live.client.last("action")
    pressed["actions"] = [{**pressed["actions"][0], "action_id": ids.PROJECT_END, "action_ts": "7.7"}]
    assert (await live.client.inject("interactive", pressed))["ok"]
    await live.settle()
    stale = await live.client.submit(edit["id"], {"name": {"name": "the leap"}})
    assert "Not saved yet" in words(stale["view"])
    assert "the leap" in words((await live.client.submit(edit["id"], {}))["view"])


async def test_the_list_opens_from_home_s_window_and_turns_its_pages(live: Live) -> None:
    assert (await live.client.command("/win shipped it", channel="C0GENERAL"))["ok"]
    for number in range(17):
        await press(live, await vouch(live, "projects"), ids.PROJECT_NEW)
        await live.client.submit((await modal(live))["id"], {"name": {"name": f"project {number}"}})
        await live.client.close((await modal(live))["id"])
    message = await press(live, await vouch(live, "projects"), ids.PROJECT_PAGES[1])
    assert "16 to 17 of 17" in words(message)
    await live.client.home()
    await live.settle()
    await live.client.action(ids.FOLLOWUPS_OPEN, home=True)
    assert "1 to 15 of 17" in words(await in_window(live, ids.PROJECTS_OPEN))
    assert "16 to 17 of 17" in words(await in_window(live, ids.PROJECT_PAGES[1]))
    assert texts(await in_window(live, ids.PROJECT_OPEN))[0].startswith("*project ")
