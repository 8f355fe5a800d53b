"""The prep card through the sandbox: by command and by button, told and talked on it, and without a word from Slack."""

import json
from typing import Any

import pytest

from bot import ids
from sandbox.wire import Json
from tests.conftest import Live


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


async def say(live: Live, line: str, as_: str = "U0ADA") -> Json:
    answer = await live.client.command(line, as_=as_)
    assert answer["ok"], answer
    (message,) = answer["ephemerals"]
    return dict(message)


def texts(shown: Json) -> list[str]:
    return [block["text"]["text"] for block in shown["blocks"] if block["type"] == "section"]


async def press(live: Live, message: Json, action_id: str, **more: Any) -> Json:
    """Presses something in a private answer, and returns what stands in its place then."""
    answer = await live.client.action(action_id, channel="C0GENERAL", ts=message["ts"], **more)
    assert answer["ok"], answer
    await live.settle()
    return next(each for each in await live.client.messages("U0ADA", "C0GENERAL") if each["ts"] == message["ts"])


async def top(live: Live) -> Json:
    await live.settle()
    return dict((await live.client.state())["modals"][-1])


async def record(live: Live) -> None:
    """Rui, who cares about reliability, and Maria; two wins, one of them private; a promise."""
    await say(live, "/vouch add <@U0RUI> sponsor")
    await say(live, "/vouch add Maria Lopez mentor")
    await say(live, "/met <@U0RUI> 1:1 about hiring, she worries; they: an intro to finance")
    await say(live, "/win made the queue reliable")
    await say(live, "/win wrote a guide")
    await live.client.command("/win")
    view = await top(live)
    await live.client.submit(view["id"], {"title": {"title": "the secret plan"}, "private": {"private": ["private"]}})
    await live.client.close(view["id"])
    (found,) = (await live.client.command("/vouch people <@U0RUI>"))["ephemerals"]
    await live.client.action(ids.STAKEHOLDER_EDIT, channel="C0GENERAL", ts=found["ts"])
    view = await top(live)
    answer = await live.client.submit(view["id"], {"interests": {"interests": "reliability"}})
    assert answer["ok"], answer
    for modal in (await live.client.state())["modals"]:
        await live.client.close(modal["id"])


@pytest.mark.both_databases
async def test_the_card_is_told_from_and_changes_in_place(live: Live) -> None:
    await record(live)
    card = await say(live, "/vouch prep <@U0RUI>")
    said = texts(card)
    assert said[0].startswith("*<@U0RUI>* · sponsor\nLast talked today.\nCares about: reliability")
    assert said[1].startswith("*To begin with:*")
    assert "an intro to finance" in said[1]
    assert said[2:4] == ["*They do not know yet*", said[3]]
    assert said[3].startswith("made the queue reliable\nfits: reliability · ")
    assert any("1:1 · hiring\n   she worries" in each for each in said)
    assert "the secret plan" not in words(card)
    told = await press(live, card, ids.PREP_TOLD, value="1:1")
    assert texts(told)[0] == "*Told <@U0RUI>:* made the queue reliable\nLogged as a conversation today."
    assert not any(each.startswith("made the queue reliable\n") for each in texts(told))
    undone = await press(live, told, ids.PREP_UNDO)
    assert texts(undone)[0] == "*<@U0RUI>* · *Undone*: it is not told, and not logged."
    assert any(each.startswith("made the queue reliable\n") for each in texts(undone))
    talked = await press(live, undone, ids.PREP_TALKED)
    assert "nothing was added" in texts(talked)[0]  # they talked today already


async def test_by_name_by_several_names_and_by_none(live: Live) -> None:
    await record(live)
    await say(live, "/vouch add Maria Silva peer")
    assert texts(await say(live, "/vouch prep maria lopez"))[0].startswith("*Maria Lopez* · mentor")
    several = await say(live, "/vouch prep maria")
    assert texts(several)[0] == "That may mean any of these."
    row = several["blocks"][-1]["block_id"]
    await live.client.action(ids.PREP_OPEN, channel="C0GENERAL", ts=several["ts"], block_id=row)
    assert texts(await top(live))[0].startswith("*Maria Silva* · peer")
    assert "Nobody among your people is meant by that." in words(await say(live, "/vouch prep nobody"))
    assert "Good to talk to" in words(await say(live, "/vouch prep"))
    assert "Say whom you are about to talk to." in words(await say(live, "/vouch prep", "U0MAYA"))


async def test_it_opens_from_home_and_leads_to_what_they_know_and_back(live: Live) -> None:
    await record(live)
    await live.client.home()
    assert (await live.client.action(ids.PREP_OPEN, home=True, value="2"))["ok"]
    card = await top(live)
    assert texts(card)[0].startswith("*Maria Lopez* · mentor")
    assert (await live.client.action(ids.PREP_TALKED, view_id=card["id"]))["ok"]
    card = await top(live)
    assert texts(card)[0] == "*Logged:* you talked today."
    assert (await live.client.action(ids.PREP_UNDO, view_id=card["id"]))["ok"]
    card = await top(live)
    assert "*Undone*" in texts(card)[0]
    assert (await live.client.action(ids.AWARENESS_PERSON, view_id=card["id"]))["ok"]
    view = await top(live)
    assert texts(view)[0] == "*Maria Lopez* · mentor\nKnows 0 of 2 wins. 1 private win is left out."
    nothing = await live.client.submit(view["id"], {})
    assert "Tick at least one win." in words(nothing)
    answer = await live.client.submit(view["id"], {"untold:0": {"untold": ["1", "2"]}})
    assert answer["ok"], answer
    view = await top(live)
    assert texts(view)[1] == (
        "*Told Maria Lopez:* made the queue reliable; wrote a guide\nLogged as a conversation today."
    )
    assert "Knows 2 of 2 wins." in texts(view)[0]
    assert (await live.client.action(ids.AWARENESS_UNDO, view_id=view["id"]))["ok"]
    view = await top(live)
    assert "Knows 0 of 2 wins." in texts(view)[0]


async def test_ticks_stay_while_pages_are_turned(live: Live) -> None:
    await say(live, "/vouch add Maria Lopez mentor")
    for number in range(12):
        await say(live, f"/win win number {number}")
    await live.client.home()
    await live.client.action(ids.PREP_OPEN, home=True, value="1")
    card = await top(live)
    await live.client.action(ids.AWARENESS_PERSON, view_id=card["id"])
    view = await top(live)
    await live.client.action(
        ids.AWARENESS_UNTOLD_PAGES[1], view_id=view["id"], values={"untold:0": {"untold": ["12", "11"]}}
    )
    view = await top(live)
    assert "2 more wins are ticked elsewhere." in words(view)
    await live.client.submit(view["id"], {"untold:10": {"untold": ["1"]}})
    view = await top(live)
    assert "Knows 3 of 12 wins." in texts(view)[0]


async def test_it_needs_nothing_of_slack_but_the_way_to_answer(live: Live) -> None:
    await record(live)
    await live.client.home()
    await live.settle()
    for method in ("users.info", "conversations.info", "conversations.history", "auth.test", "users.list"):
        await live.client.fault(method, times=50, status=503)
    asked = len(await live.client.calls())
    card = await say(live, "/vouch prep <@U0RUI>")
    assert texts(card)[0].startswith("*<@U0RUI>* · sponsor")
    assert len(await live.client.calls()) == asked


@pytest.mark.both_databases
async def test_nobody_else_gets_the_card_or_changes_it(live: Live) -> None:
    await record(live)
    card = await say(live, "/vouch prep <@U0RUI>")
    await press(live, card, ids.PREP_TALKED)
    payload = await live.client.last("action")
    before = texts(await say(live, "/vouch prep <@U0RUI>"))
    for user, team in (("U0MAYA", "T0ACME"), ("U0ZOE", "T0OTHER")):
        whose = {"user": {"id": user, "team_id": team}, "team": {"id": team, "domain": "x"}}
        for number, (action, value) in enumerate(
            [(ids.PREP_OPEN, "1"), (ids.PREP_TOLD, "1:1"), (ids.PREP_TALKED, "1"), (ids.PREP_UNDO, "1:1")]
        ):
            pressed = {"type": "button", "action_id": action, "value": value, "action_ts": f"{number}.9{user}"}
            await live.client.inject("interactive", payload | whose | {"actions": [pressed]})
            await live.settle()
        seen = words(await live.client.state(user))
        assert [word for word in ("intro to finance", "made the queue", "she worries") if word in seen] == []
    assert texts(await say(live, "/vouch prep <@U0RUI>")) == before
