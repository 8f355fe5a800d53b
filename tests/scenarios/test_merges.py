"""Merging through the sandbox: from a win's window to one win and back; stale, repeated, odd, and by nobody else."""

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from bot import ids
from bot.domain.evidence import Captured
from bot.domain.wins import NewWin, Win
from bot.services import evidence, finding, merges, wins
from sandbox.wire import Json
from tests.conftest import ADA, MAYA, Live

PLACE = "C0GENERAL"
ODD = ("", "x", "-1", "1:2:3", "9" * 30, "99999", "²", "'; DROP TABLE wins", "1:1:1:1", "::", "👩‍👩‍👧")


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


async def log(live: Live, line: str) -> Win:
    answer = await live.client.command(f"/win {line}", channel=PLACE)
    assert answer["ok"], answer
    return (await stored(live))[0]


async def stored(live: Live) -> list[Win]:
    """Ada's live wins, the last captured first."""
    found = (await live.vouch.db.read(finding.find_text, ADA, "", 0, live.vouch.clock.now())).wins
    return sorted(found, key=lambda win: -win.id)


async def seen(live: Live, win_id: int) -> Win:
    return await live.vouch.db.read(wins.look_up, ADA, win_id)


async def window(live: Live, as_: str = "U0ADA") -> Json:
    await live.settle()
    return dict((await live.client.state(as_))["modals"][-1])


async def press(live: Live, view: Json, action_id: str, value: str | None = None) -> Json:
    """Presses a button in a window, and returns the window on top."""
    answer = await live.client.action(action_id, view_id=view["id"], block_id=block_of(view, action_id, value))
    assert answer["ok"], answer
    return await window(live)


def block_of(view: Json, action_id: str, value: str | None = None) -> str:
    return next(
        str(block["block_id"])
        for block in view["blocks"]
        for element in [*block.get("elements", []), block.get("accessory") or {}]
        if element.get("action_id") == action_id and value in (None, element.get("value"))
    )


async def edit(live: Live, win: Win) -> Json:
    """Opens a win's window from Home."""
    home = (await live.client.home())["view"]
    for action in (ids.WIN_EDIT, ids.WIN_OPEN):
        try:
            block = block_of(home, action, str(win.id))
        except StopIteration:
            continue
        answer = await live.client.action(action, home=True, block_id=block)
        assert answer["ok"], answer
        view = await window(live)
        return view if action == ids.WIN_EDIT else await press(live, view, ids.WIN_EDIT)
    raise AssertionError("the win is not on Home")


async def choose(live: Live, view: Json, win: Win, query: str = "") -> Json:
    """Chooses the other win, and returns the window with both."""
    chooser = await press(live, view, ids.WIN_MERGE, str(json.loads(view["private_metadata"])["win_id"]))
    offered = await live.client.options(ids.MERGE_OTHER, query, view_id=chooser["id"])
    assert str(win.id) in [option["value"] for option in offered["options"]]
    answer = await live.client.submit(chooser["id"], {"other": {ids.MERGE_OTHER: str(win.id)}})
    assert answer["ok"], answer
    return await window(live)


async def merged(live: Live, one: Win, other: Win, values: Json | None = None) -> Json:
    """Merges them in the window, and returns what confirms it."""
    both = await choose(live, await edit(live, one), other)
    answer = await live.client.submit(both["id"], values or {})
    assert answer["ok"], answer
    return await window(live)


@pytest.mark.parametrize("deliver", ["socket", "http"])
@pytest.mark.both_databases
async def test_two_captures_are_merged_and_taken_apart(
    start_live: Callable[..., AbstractAsyncContextManager[Live]], deliver: str
) -> None:
    async with start_live(deliver=deliver) as live:
        first = await log(live, "tamed the walrus cluster #ops https://a.io")
        ts = await live.client.message("The walrus cluster is quiet now", as_="U0LEO", channel="C0PLATFORM")
        await live.client.react("C0PLATFORM", ts, "trophy")
        await live.settle()
        draft = (await stored(live))[0]
        before = await seen(live, draft.id)
        view = await edit(live, first)
        both = await choose(live, view, draft, "WALRUS")
        assert "*Stays:* tamed the walrus cluster" in words(both)
        assert "*Goes into it (a draft):* The walrus cluster is quiet now" in words(both)
        await live.client.submit(both["id"], {"title": {"title": "tamed the cluster"}})
        saved = await window(live)
        assert "*Merged:* tamed the cluster" in words(saved)
        [one] = await stored(live)
        assert (one.id, [piece.snapshot for piece in one.evidence]) == (
            first.id,
            ["", "The walrus cluster is quiet now"],
        )
        for person in ("U0MAYA", "U0LEO", "U0ZOE"):
            await live.client.home(as_=person)
            assert "tamed the cluster" not in words(await live.client.state(person))

        await live.client.unreact("C0PLATFORM", ts, "trophy")
        await live.client.react("C0PLATFORM", ts, "trophy")
        await live.settle()
        assert [win.id for win in await stored(live)] == [first.id]
        told = words(await live.client.messages("U0ADA", "C0PLATFORM"))
        assert "This message is one of your wins already: tamed the cluster" in told

        apart = await press(live, saved, ids.MERGE_UNDO)
        assert "*Not merged any more:* The walrus cluster is quiet now" in words(apart)
        assert "tamed the walrus cluster is as it was before" in words(apart)
        assert await seen(live, draft.id) == before
        assert [win.title for win in await stored(live)] == ["The walrus cluster is quiet now", first.title]


async def test_the_likely_other_one_is_proposed(live: Live) -> None:
    first = await log(live, "Shipped the retry queue")
    await log(live, "wrote the handbook")
    second = await log(live, "shipped retry queue!")
    view = await edit(live, second)
    assert "Is it the same as *Shipped the retry queue*" in words(view)
    both = await press(live, view, ids.WIN_MERGE, f"{second.id}:{first.id}")
    assert "*Stays:* Shipped the retry queue" in words(both)
    assert "Is it the same" not in words(await edit(live, (await stored(live))[1]))


async def test_what_was_typed_below_stays_while_another_one_is_chosen(live: Live) -> None:
    first, second = await log(live, "shipped it"), await log(live, "praised for it")
    view = await edit(live, second)
    await choose(live, view, first)
    modals = (await live.client.state("U0ADA"))["modals"]
    assert [each["id"] == view["id"] for each in modals] == [True, False]


async def test_the_same_win_is_no_other_win_and_stays_in_the_window(live: Live) -> None:
    one, other = await log(live, "shipped it"), await log(live, "praised for it")
    chooser = await press(live, await edit(live, one), ids.WIN_MERGE)
    await live.vouch.db.write(wins.undo, ADA, other.id, "", live.vouch.clock.now())
    offered = (await live.client.options(ids.MERGE_OTHER, "", view_id=chooser["id"]))["options"]
    assert offered == []
    payload = await live.client.last("action")
    for value, code in ((one.id, "the same win"), (other.id, "not there any more"), (999, "not there any more")):
        answer = await live.client.inject("interactive", chosen(payload, chooser, str(value)))
        assert code in answer["ack"]["errors"]["other"]


def chosen(payload: Json, chooser: Json, value: str) -> Json:
    """The submission of the window that chooses, as Slack would send it for an option that is not offered any more."""
    option = {"text": {"type": "plain_text", "text": "x"}, "value": value}
    state = {"values": {"other": {ids.MERGE_OTHER: {"type": "external_select", "selected_option": option}}}}
    about: Json = {name: payload[name] for name in ("team", "user", "api_app_id", "token") if name in payload}
    return {**about, "type": "view_submission", "trigger_id": "1.2.3", "view": {**chooser, "state": state}}


async def test_either_edited_meanwhile_both_are_shown_anew_with_what_was_typed(live: Live) -> None:
    one, other = await log(live, "shipped it"), await log(live, "praised for it")
    both = await choose(live, await edit(live, one), other)
    now = live.vouch.clock.now()
    new = NewWin("praised by the CTO", now.date())
    await live.vouch.db.write(wins.save, ADA, other.id, 1, new, "", now)
    await live.client.submit(both["id"], {"title": {"title": "shipped, and praised"}})
    anew = await window(live)
    for part in ("nothing is merged yet", "*Goes into it:* praised by the CTO", '"shipped, and praised"'):
        assert part in words(anew)
    assert len(await stored(live)) == 2
    await live.client.submit(anew["id"], {"title": {"title": "shipped, and praised"}})
    assert [win.title for win in await stored(live)] == ["shipped, and praised"]


async def test_one_deleted_meanwhile_nothing_is_merged_and_what_was_typed_comes_back(live: Live) -> None:
    one, other = await log(live, "shipped it"), await log(live, "praised for it")
    both = await choose(live, await edit(live, one), other)
    await live.vouch.db.write(wins.undo, ADA, other.id, "", live.vouch.clock.now())
    await live.client.submit(both["id"], {"title": {"title": "my long thoughts"}})
    said = words(await window(live))
    assert "nothing was merged" in said
    assert "my long thoughts" in said
    assert [win.title for win in await stored(live)] == ["shipped it"]


async def test_a_window_opened_before_says_what_has_become_of_its_win(live: Live) -> None:
    one, other, third = await log(live, "shipped it"), await log(live, "praised for it"), await log(live, "else")
    view = await edit(live, other)
    now = live.vouch.clock.now()
    new = NewWin("both", now.date())
    await live.vouch.db.write(merges.merge, ADA, one.id, other.id, (1, 1), new, "", now)
    assert "praised for it was merged into both." in words(await press(live, view, ids.WIN_MERGE))
    for modal in reversed((await live.client.state("U0ADA"))["modals"]):
        await live.client.close(modal["id"])
    view = await edit(live, third)
    both = await choose(live, view, one)
    answer = await live.client.submit(both["id"], {"links": {"links": "nowhere"}})
    assert "is no web address" in answer["errors"]["links"]
    await live.client.close(both["id"])
    await live.vouch.db.write(wins.undo, ADA, third.id, "", now)
    assert "nothing was merged" in words(await press(live, view, ids.WIN_MERGE))


async def test_the_same_merge_twice_and_the_same_undo_twice_are_harmless(live: Live) -> None:
    one, other = await log(live, "shipped it"), await log(live, "praised for it")
    saved = await merged(live, one, other)
    again = await live.client.inject("interactive", await live.client.last("submission"))
    assert again["ack"]["view"]["title"]["text"] == "Merged"
    apart = await press(live, saved, ids.MERGE_UNDO)
    pressed = await live.client.last("action")
    pressed["actions"][0]["action_ts"] = "1799999999.000001"
    await live.client.inject("interactive", pressed)
    assert "*It is there already:* praised for it" in words(await window(live))
    assert "Not merged any more" in words(apart)
    assert [win.title for win in await stored(live)] == ["praised for it", "shipped it"]


async def test_old_buttons_of_a_merged_win_lead_to_where_it_is(live: Live) -> None:
    await log(live, "shipped it")
    answer = await live.client.command("/win praised for it", channel=PLACE)
    (message,) = answer["ephemerals"]
    other, one = await stored(live)
    await merged(live, one, other)
    for modal in reversed((await live.client.state("U0ADA"))["modals"]):
        await live.client.close(modal["id"])
    await live.client.action(ids.WIN_EDIT, channel=PLACE, ts=message["ts"])
    assert "praised for it was merged into shipped it." in words(await window(live))
    await live.client.action(ids.WIN_UNDO, channel=PLACE, ts=message["ts"])
    await live.settle()
    (undone,) = [each for each in await live.client.messages("U0ADA", PLACE) if each["ts"] == message["ts"]]
    assert "praised for it was merged into shipped it." in words(undone)
    await live.client.action(ids.MERGE_UNDO, channel=PLACE, ts=message["ts"])
    await live.settle()
    assert [win.title for win in await stored(live)] == ["praised for it", "shipped it"]


async def test_the_list_of_deleted_wins_takes_a_merge_back(live: Live) -> None:
    one, other = await log(live, "shipped it"), await log(live, "praised for it")
    await merged(live, one, other)
    (message,) = (await live.client.command("/vouch wins deleted", channel=PLACE))["ephemerals"]
    assert "praised for it" in words(message)
    block = block_of(message, ids.WIN_RESTORE)
    await live.client.action(ids.WIN_RESTORE, channel=PLACE, ts=message["ts"], block_id=block)
    await live.settle()
    (after,) = [each for each in await live.client.messages("U0ADA", PLACE) if each["ts"] == message["ts"]]
    assert "praised for it is not merged any more." in words(after)
    assert len(await stored(live)) == 2


# Edits of a win that went meanwhile


async def typed_meanwhile(live: Live, view: Json, title: str = "what I typed") -> Json:
    answer = await live.client.submit(view["id"], {"title": {"title": title}})
    assert answer["ok"], answer
    after = await window(live)
    assert f'"{title}"' in words(after), "it stands in its field"
    return after


async def test_an_edit_of_a_win_deleted_meanwhile_brings_it_back_with_what_was_typed(live: Live) -> None:
    win = await log(live, "shipped it")
    view = await edit(live, win)
    await live.vouch.db.write(wins.undo, ADA, win.id, "", live.vouch.clock.now())
    after = await typed_meanwhile(live, view)
    assert "was deleted in the meantime" in words(after)
    assert await stored(live) == []
    await live.client.submit(after["id"], {"title": {"title": "what I typed"}})
    assert [(win.id, win.title) for win in await stored(live)] == [(win.id, "what I typed")]


async def test_an_edit_of_a_win_merged_meanwhile_can_be_saved_over_the_one_that_stayed(live: Live) -> None:
    one, other = await log(live, "shipped it"), await log(live, "praised for it")
    view = await edit(live, other)
    now = live.vouch.clock.now()
    new = NewWin("shipped, and praised", now.date())
    await live.vouch.db.write(merges.merge, ADA, one.id, other.id, (1, 1), new, "", now)
    after = await typed_meanwhile(live, view)
    assert "*It is part of this one now:* shipped, and praised" in words(after)
    await live.client.submit(after["id"], {"title": {"title": "what I typed"}})
    assert [(win.id, win.title) for win in await stored(live)] == [(one.id, "what I typed")]


async def test_a_draft_finished_elsewhere_meanwhile_shows_both_versions(live: Live) -> None:
    await log(live, "anything")
    now = live.vouch.clock.now()
    message = Captured(PLACE, "1763600000.000100")
    done = await live.vouch.db.write(evidence.draft_by_reaction, ADA, message, "1763600001.1", "", now)
    assert done.win is not None
    view = await edit(live, done.win)
    await live.vouch.db.write(wins.save, ADA, done.win.id, 1, NewWin("finished", now.date()), "", now)
    after = await typed_meanwhile(live, view)
    assert "*Stored now:* finished" in words(after)


async def test_an_edit_of_a_win_gone_for_good_can_be_saved_as_a_new_one(live: Live) -> None:
    await log(live, "anything")
    win = await log(live, "shipped it")
    view = await edit(live, win)
    now = live.vouch.clock.now()
    await live.vouch.db.write(merges.merge, ADA, win.id - 1, win.id, (1, 1), NewWin("both", now.date()), "", now)
    await live.vouch.db.write(wins.undo, ADA, win.id - 1, "", now)
    after = await typed_meanwhile(live, view)
    assert "is not there any more" in words(after)
    await live.client.submit(after["id"], {"title": {"title": "what I typed"}})
    assert [win.title for win in await stored(live)] == ["what I typed"]


# Nobody else, and nothing odd


async def test_nobody_else_merges_sees_or_takes_back_with_our_ids(live: Live) -> None:
    one, other = await log(live, "shipped the secret"), await log(live, "praised for the secret")
    third = await log(live, "kept the secret")
    await merged(live, one, other)
    before = [await seen(live, win.id) for win in (one, other, third)]
    chooser = await press(live, await edit(live, third), ids.WIN_MERGE)
    payload = await live.client.last("action")
    await live.client.command("/win something of mine", as_="U0MAYA", channel=PLACE)
    now = live.vouch.clock.now()
    [mine] = (await live.vouch.db.read(finding.find_text, MAYA, "", 0, now)).wins
    theirs = json.loads(json.dumps(payload))
    theirs["user"] = {"id": "U0MAYA", "username": "maya", "name": "maya", "team_id": "T0ACME"}
    presses = [
        (ids.WIN_MERGE, str(one.id)),
        (ids.WIN_MERGE, f"{one.id}:{third.id}"),
        (ids.WIN_MERGE, f"{mine.id}:{third.id}"),
        (ids.MERGE_UNDO, str(other.id)),
        (ids.WIN_RESTORE, str(other.id)),
    ]
    for number, (action, value) in enumerate(presses):
        theirs["actions"] = [{**payload["actions"][0], "action_id": action, "value": value, "action_ts": f"{number}.9"}]
        assert (await live.client.inject("interactive", theirs))["ok"]
    for metadata in (str(one.id), str(mine.id)):
        submitted = chosen(theirs, {**chooser, "private_metadata": metadata}, str(third.id))
        assert "not there any more" in words((await live.client.inject("interactive", submitted))["ack"])
        asked = {**theirs, "type": "block_suggestion", "action_id": ids.MERGE_OTHER, "block_id": "other", "value": ""}
        asked["view"] = {**chooser, "private_metadata": metadata}
        answer = await live.client.inject("interactive", asked)
        assert "secret" not in words(answer)
    state = {"values": {"title": {"title": {"type": "plain_text_input", "value": "stolen"}}}}
    view = {**chooser, "callback_id": ids.MODAL_MERGE, "private_metadata": f"{mine.id}:1:{third.id}:1", "state": state}
    answer = await live.client.inject("interactive", {**theirs, "type": "view_submission", "view": view})
    assert "not there any more" in words(answer["ack"])
    await live.settle()
    assert [await seen(live, win.id) for win in (one, other, third)] == before
    assert "secret" not in words(await live.client.state("U0MAYA"))


async def test_odd_values_get_a_sentence_and_change_nothing(live: Live) -> None:
    one = await log(live, "shipped it")
    chooser = await press(live, await edit(live, one), ids.WIN_MERGE)
    payload = await live.client.last("action")
    for number, odd in enumerate(ODD):
        for action in (ids.WIN_MERGE, ids.MERGE_UNDO):
            pressed = {**payload["actions"][0], "action_id": action, "value": odd, "action_ts": f"{number}.{action}"}
            assert (await live.client.inject("interactive", {**payload, "actions": [pressed]}))["ok"]
        answer = await live.client.inject("interactive", chosen(payload, chooser, odd))
        assert answer["ack"]["errors"]["other"]
        view = {**chooser, "callback_id": ids.MODAL_MERGE, "private_metadata": odd}
        view["state"] = {"values": {"title": {"title": {"type": "plain_text_input", "value": "typed"}}}}
        answer = await live.client.inject("interactive", {**payload, "type": "view_submission", "view": view})
        assert "typed" in words(answer["ack"])
    await live.settle()
    assert [(win.id, win.version) for win in await stored(live)] == [(one.id, 1)]
