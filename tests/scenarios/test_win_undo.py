"""Undo where no confirmation is left: in a win's window, on Home and in lists; by its owner alone, twice, and back."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot import ids
from bot.services import finding
from sandbox.wire import Json
from tests.conftest import ADA, Live

PLACE = "C0GENERAL"


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def block_of(view: Json, action_id: str) -> str:
    """Where the first button of that kind stands."""
    return next(
        str(block["block_id"])
        for block in view["blocks"]
        for element in [*block.get("elements", []), block.get("accessory") or {}]
        if element.get("action_id") == action_id
    )


async def from_home(live: Live) -> Json:
    """Opens Home anew, as after a reload, and the first win in it."""
    home = (await live.client.home())["view"]
    answer = await live.client.action(ids.WIN_OPEN, home=True, block_id=block_of(home, ids.WIN_OPEN))
    assert answer["ok"], answer
    return await window(live)


async def window(live: Live) -> Json:
    await live.settle()
    return dict((await live.client.state("U0ADA"))["modals"][-1])


async def press(live: Live, view: Json, action_id: str) -> Json:
    """Presses a button in a window, and returns what the window has become."""
    answer = await live.client.action(action_id, view_id=view["id"])
    assert answer["ok"], answer
    after = await window(live)
    assert after["id"] == view["id"]
    return after


async def test_restore_after_thirty_days_says_so_and_its_button_goes(live: Live) -> None:
    (saved,) = (await live.client.command("/win shipped it", channel=PLACE))["ephemerals"]
    await live.client.action(ids.WIN_UNDO, channel=PLACE, ts=saved["ts"])
    await live.settle()
    live.vouch.clock.move_to(live.vouch.clock.now() + timedelta(days=31))
    await live.client.action(ids.WIN_RESTORE, channel=PLACE, ts=saved["ts"])
    await live.settle()
    (shown,) = [each for each in await live.client.messages("U0ADA", PLACE) if each["ts"] == saved["ts"]]
    assert shown["text"] == "This cannot be restored any more: what is deleted is kept for 30 days."
    assert ids.WIN_RESTORE not in words(shown)


async def home_words(live: Live) -> str:
    await live.settle()
    return words((await live.client.state("U0ADA"))["home"])


async def total(live: Live) -> int:
    return (await live.vouch.db.read(finding.find_text, ADA, "", 0, live.vouch.clock.now())).total


async def test_a_win_is_undone_from_home_after_a_reload_and_comes_back(live: Live) -> None:
    await live.client.command("/win shipped it")
    undone = await press(live, await from_home(live), ids.WIN_UNDO)
    assert undone["title"]["text"] == "Deleted"
    assert "shipped it is deleted. You can restore it for 30 days." in words(undone)
    assert "1 deleted win can be restored" in await home_words(live)
    assert await total(live) == 0
    restored = await press(live, undone, ids.WIN_RESTORE)
    assert "*Restored:* shipped it" in words(restored)
    assert "1 win, 0 conversations" in await home_words(live)
    edit = await press(live, restored, ids.WIN_EDIT)
    assert edit["title"]["text"] == "Edit win"
    assert "Undo last edit" not in words(edit)
    assert "shipped it is deleted" in words(await press(live, edit, ids.WIN_UNDO))


async def test_an_edit_is_undone_and_the_win_stays(live: Live) -> None:
    await live.client.command("/win shipped it #infra")
    edit = await press(live, await from_home(live), ids.WIN_EDIT)
    await live.client.submit(edit["id"], {"title": {"title": "shipped it well"}})
    saved = await window(live)
    assert "*Saved:* shipped it well" in words(saved)
    shown = [
        element["text"]["text"]
        for block in saved["blocks"]
        for element in block.get("elements", [])
        if "action_id" in element
    ]
    assert shown[:2] == ["Edit", "Undo edit"]
    undone = await press(live, saved, ids.WIN_UNEDIT)
    assert "*The edit is undone.* The win is as it was before." in words(undone)
    assert "*It says now:* shipped it" in words(undone)
    assert "#infra" in words(undone)
    assert "*shipped it*" in await home_words(live)
    again = json.loads(json.dumps(await live.client.last("action")))
    again["actions"][0]["action_ts"] = "1799999999.000001"
    await live.client.inject("interactive", again)
    assert "That edit was undone already. Nothing has changed." in words(await window(live))


async def test_the_last_edit_is_undone_from_the_window_too_unless_something_changed(live: Live) -> None:
    await live.client.command("/win shipped it")
    for title in ("shipped it well", "shipped it very well"):
        edit = await press(live, await from_home(live), ids.WIN_EDIT)
        await live.client.submit(edit["id"], {"title": {"title": title}})
    edit = await press(live, await from_home(live), ids.WIN_EDIT)
    assert "*It says now:* shipped it well" in words(await press(live, edit, ids.WIN_UNEDIT))
    pressed = json.loads(json.dumps(await live.client.last("action")))
    edit = await press(live, await from_home(live), ids.WIN_EDIT)
    assert "Undo last edit" not in words(edit)  # one step
    await live.client.submit(edit["id"], {"title": {"title": "another"}})
    pressed["user"]["id"] = "U0MAYA"
    await live.client.inject("interactive", pressed)
    assert "*another*" in await home_words(live)


async def test_an_old_undo_of_a_win_edited_since_says_that_the_edits_go_along(live: Live) -> None:
    await live.client.command("/win shipped it")
    edit = await press(live, await from_home(live), ids.WIN_EDIT)
    await live.client.submit(edit["id"], {"title": {"title": "shipped it well"}})
    ts = (await live.client.messages("U0ADA", PLACE))[-1]["ts"]
    await live.client.action(ids.WIN_UNDO, channel=PLACE, ts=ts)
    await live.settle()
    said = words(await live.client.messages("U0ADA", PLACE))
    assert "shipped it well is deleted, with what was changed in it since. You can restore it for 30 days." in said


async def test_two_quick_presses_say_so_and_fail_nothing(live: Live) -> None:
    await live.client.command("/win shipped it")
    view = await from_home(live)
    await press(live, view, ids.WIN_UNDO)
    again = json.loads(json.dumps(await live.client.last("action")))
    again["actions"][0]["action_ts"] = "1799999999.000001"
    await live.client.inject("interactive", again)
    after = await window(live)
    assert after["id"] == view["id"]
    assert "shipped it was deleted already" in words(after)


@pytest.mark.parametrize("user", [("U0MAYA", "T0ACME"), ("U0ZOE", "T0OTHER")])
async def test_nobody_else_undoes_it(live: Live, user: tuple[str, str]) -> None:
    await live.client.command("/win shipped the secret")
    await live.client.command("/win mine", as_=user[0], channel="C0OTHER" if user[0] == "U0ZOE" else PLACE)
    view = await from_home(live)
    await live.client.close(view["id"])
    ours = {"id": user[0], "team_id": user[1]}
    payload = json.loads(json.dumps(await live.client.last("action")))
    for action_id in (ids.WIN_UNDO, ids.WIN_EDIT):
        payload |= {"user": ours, "team": {"id": user[1]}, "trigger_id": "1.2.x"}
        payload["actions"][0] |= {"action_id": action_id, "action_ts": f"17{len(action_id)}.000001"}
        await live.client.inject("interactive", payload)
        await live.settle()
        assert "secret" not in words(await live.client.state(user[0]))
    assert await total(live) == 1


async def test_a_draft_is_dismissed_from_home(live: Live) -> None:
    await live.client.command("/win one")
    ts = await live.client.message("The migration ran", as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    await live.settle()
    home = (await live.client.home())["view"]
    row = next(block["block_id"] for block in home["blocks"] if "The migration ran" in words(block))
    await live.client.action(ids.WIN_EDIT, home=True, block_id=row)
    view = await window(live)
    assert '"Dismiss"' in words(view)
    assert "The migration ran is dismissed." in words(await press(live, view, ids.WIN_UNDO))
    assert "Inbox: " not in await home_words(live)


async def in_list(live: Live, message: Json, action_id: str, block_id: str) -> Json:
    answer = await live.client.action(action_id, channel=PLACE, ts=message["ts"], block_id=block_id)
    assert answer["ok"], answer
    await live.settle()
    return next(dict(one) for one in await live.client.messages("U0ADA", PLACE) if one["ts"] == message["ts"])


async def test_a_win_is_undone_in_the_list_which_stays(live: Live) -> None:
    for title in ("shipped one", "shipped two", "fixed three"):
        await live.client.command(f"/win {title}")
    (message,) = (await live.client.command("/vouch wins shipped"))["ephemerals"]
    after = await in_list(live, message, ids.WIN_UNDO, block_of(message, ids.WIN_UNDO))
    said = words(after)
    assert "shipped two is deleted. You can restore it for 30 days." in said
    assert "*1 win with “shipped”*" in said
    assert "shipped one" in said
    back = await in_list(live, after, ids.WIN_RESTORE, block_of(after, ids.WIN_RESTORE))
    assert "Restored: shipped two" in words(back)
    assert "*2 wins with “shipped”*" in words(back)
    assert await total(live) == 3


async def test_a_draft_gone_with_its_reaction_is_said_to_be_and_clutters_nothing(live: Live) -> None:
    await live.client.command("/win one")
    ts = await live.client.message("The migration ran", as_="U0MAYA")
    await live.client.react(PLACE, ts, "trophy")
    await live.settle()
    told = next(one for one in await live.client.messages("U0ADA", PLACE) if "Draft saved" in words(one))
    await live.client.unreact(PLACE, ts, "trophy")
    await live.settle()
    assert "can be restored" not in words((await live.client.home())["view"])
    (deleted,) = (await live.client.command("/vouch wins deleted"))["ephemerals"]
    assert "Nothing was deleted in the last 30 days" in words(deleted)
    await live.client.action(ids.WIN_EDIT, channel=PLACE, ts=told["ts"])
    view = await window(live)
    assert "This draft went when the reaction was taken away: The migration ran." in words(view)
    assert "*Restored:* The migration ran" in words(await press(live, view, ids.WIN_RESTORE))


async def test_help_is_no_win(live: Live) -> None:
    (message,) = (await live.client.command("/win Help"))["ephemerals"]
    assert "Write it in one line: `/win shipped the retry queue" in words(message)
    (answer,) = (await live.client.command("/vouch wins"))["ephemerals"]
    assert "not recorded anything" in words(answer)
    (message,) = (await live.client.command("/win helped Priya"))["ephemerals"]
    assert "*Saved:* helped Priya" in words(message)


async def test_conversations_are_edited_from_home(live: Live) -> None:
    await live.client.command("/met <@U0RUI> coffee about the roadmap")
    home = (await live.client.home())["view"]
    assert "*<@U0RUI>*" in words(home)
    for other in ("U0MAYA", "U0RUI"):
        assert "roadmap" not in words((await live.client.home(other))["view"])
    await live.client.action(ids.CONVERSATION_EDIT, home=True, block_id=block_of(home, ids.CONVERSATION_EDIT))
    view = await window(live)
    assert view["title"]["text"] == "Edit conversation"
    await live.client.submit(view["id"], {"topic": {"topic": "the budget"}})
    assert "the budget" in await home_words(live)
