"""The room through the sandbox: asked for, opened, changed from within, its map as a table; and who never sees it."""

import json
from typing import Any

import pytest

from bot import ids
from bot.domain.outcomes import NotSaved
from sandbox.wire import Json
from tests.conftest import Live
from tests.scenarios.test_away import configure
from tests.scenarios.test_people import modal, texts, vouch, words

BOSS = {"influence": "3", "stance": "supporter", "function": "Platform", "more": ["decider"], "confidence": "4"}
SKIP = {"influence": "3", "stance": "unknown", "function": "Finance", "more": ["decider"], "confidence": ""}
STANCES = ("argues for you", "agrees when asked", "has doubts", "neutral so far", "supporter", "advocate", "sceptic")


async def say_of(live: Live, user: str, relationship: str, fields: dict[str, Any], as_: str = "U0ADA") -> None:
    """Adds somebody and says more of them in the form, as a person does."""
    message = await vouch(live, f"add <@{user}> {relationship}", as_)
    answer = await live.client.action(ids.STAKEHOLDER_EDIT, as_=as_, channel="C0GENERAL", ts=message["ts"])
    assert answer["ok"], answer
    await live.settle()
    view = (await live.client.state(as_))["modals"][-1]
    filled = {name: {name: value} for name, value in fields.items() if value}
    answer = await live.client.submit(view["id"], filled, as_=as_)
    assert "is saved as" in words(answer), answer
    await live.client.close(view["id"], as_=as_)


async def two_who_decide(live: Live) -> None:
    await say_of(live, "U0MAYA", "manager", BOSS)
    await say_of(live, "U0SAM", "skip-level", SKIP)
    await live.client.command("/win cut the build time #skill <@U0MAYA>")
    await live.client.command("/win ran the hiring panel #leadership")


async def room(live: Live) -> Json:
    """The room as a window, opened from Home."""
    await live.client.home()
    await live.settle()
    answer = await live.client.action(ids.ROOM_OPEN, home=True)
    assert answer["ok"], answer
    return await modal(live)


async def test_the_room_says_who_could_speak_and_what_hangs_on_one_voice(live: Live) -> None:
    await two_who_decide(live)
    message = await vouch(live, "room")
    assert message["text"] == (
        "The room. If they met today, 1 of 2 could speak for you; nobody could on leadership and teamwork."
    )
    said = words(texts(message))
    for sentence in (
        "The one win that any of your people knows is known to nobody but <@U0MAYA>",
        "Nobody could speak for you in Finance.",
        "*Could speak for you*: agrees when asked · knows 1 of 2 wins (skill) · would speak up: 4 of 5",
        "*Not yet*: you have not said where they stand · knows 0 of 2 wins",
        "*Sponsors to look for*: two or three levels above you, outside Platform.",
        "Fits: two levels above you, great influence",
        "• Great influence · likely: <@U0MAYA> · not said yet: <@U0SAM>",
    ):
        assert sentence in said
    window = await room(live)
    assert texts(window) == texts(message)


async def test_confidence_over_time_is_said_of_a_decider(live: Live) -> None:
    await live.client.clock(to="2026-03-12T09:00:00+00:00")
    await say_of(live, "U0MAYA", "manager", BOSS)
    for at, level in (("2026-03-20", 2), ("2026-06-20", 4)):
        await live.client.clock(to=f"{at}T09:00:00+00:00")
        (talk,) = (await live.client.command("/met <@U0MAYA> coffee", channel="C0GENERAL"))["ephemerals"]
        button = ids.CONVERSATION_CONFIDENCE[level - 1]
        await live.client.action(button, channel="C0GENERAL", ts=talk["ts"])
        await live.settle()
    assert "would speak up, of 5: 2 in March, 4 now" in words(await vouch(live, "room"))


async def test_what_is_changed_from_the_window_is_right_in_it_at_once(live: Live) -> None:
    """The card that a row opens too, and the room below it."""
    await two_who_decide(live)
    window = await room(live)
    await live.client.action(ids.STAKEHOLDER_OPEN, view_id=window["id"], block_id="room:voice:2", value="2")
    card = await modal(live)
    assert "Wins they know" in words(card)
    await live.client.action(ids.STAKEHOLDER_EDIT, view_id=card["id"])
    edit = await modal(live)
    await live.client.submit(edit["id"], {"stance": {"stance": "advocate"}})
    await live.settle()
    under = {each["id"]: words(each) for each in (await live.client.state())["modals"]}
    assert list(under) == [window["id"], card["id"], edit["id"]]
    assert "*Not yet*: argues for you, and has no win of yours to tell" in under[window["id"]]
    assert "advocate" in under[card["id"]]


async def test_the_fourth_window_stands_in_place_of_the_third_and_what_is_below_stays(live: Live) -> None:
    await two_who_decide(live)
    await live.client.command("/met <@U0SAM> coffee about the aardvark plan")
    window = await room(live)
    await live.client.action(ids.STAKEHOLDER_OPEN, view_id=window["id"], block_id="room:voice:2", value="2")
    card = await modal(live)
    await live.client.action(ids.TIMELINE_OPEN, view_id=card["id"])
    timeline = await modal(live)
    await live.client.action(ids.TIMELINE_EDIT, view_id=timeline["id"])
    await live.settle()
    edit = await modal(live)
    assert (edit["id"], edit["title"]["text"]) == (timeline["id"], "Edit conversation")
    await live.client.submit(edit["id"], {"topic": {"topic": "the zebra plan"}})
    await live.settle()
    shown = {each["id"]: words(each) for each in (await live.client.state())["modals"]}
    assert list(shown) == [window["id"], card["id"], timeline["id"]]
    assert "*Saved.*" in shown[timeline["id"]]
    assert "zebra" in shown[card["id"]]
    assert "aardvark" not in shown[card["id"]]


async def test_what_is_changed_from_the_answer_is_right_in_it_at_once(live: Live) -> None:
    await two_who_decide(live)
    message = await vouch(live, "room")
    await live.client.action(
        ids.STAKEHOLDER_OPEN, channel="C0GENERAL", ts=message["ts"], block_id="room:voice:2", value="2"
    )
    await live.client.action(ids.STAKEHOLDER_EDIT, view_id=(await modal(live))["id"])
    edit = await modal(live)
    await live.client.submit(edit["id"], {"stance": {"stance": "sceptic"}})
    await live.settle()
    now = [each for each in await live.client.messages("U0ADA", "C0GENERAL") if each["ts"] == message["ts"]]
    assert "*Not yet*: has doubts" in words(now)


async def test_the_map_comes_as_a_table_when_asked_for_and_goes_again(live: Live) -> None:
    await two_who_decide(live)
    message = await vouch(live, "room")
    assert (await live.client.action(ids.ROOM_MAP, channel="C0GENERAL", ts=message["ts"]))["ok"]
    await live.settle()
    (posted,) = [each for each in await live.client.messages("U0ADA", "D0ADA") if "The map" in each["text"]]
    assert posted["text"] == "The map that you asked for."
    assert [block["type"] for block in posted["blocks"]] == ["data_table", "context", "actions"]
    told = words(await live.client.messages("U0ADA", "C0GENERAL"))
    assert "The map is in your messages with Vouch." in told
    assert "If they met today" in told, "the answer stays"
    await live.client.action(ids.ROOM_MAP_REMOVE, channel="D0ADA", ts=posted["ts"])
    await live.settle()
    left = words(await live.client.messages("U0ADA", "D0ADA"))
    assert "The map is removed." in left
    assert "U0SAM" not in left


async def test_where_slack_refuses_the_table_the_map_is_text_at_once_and_the_next_time(live: Live) -> None:
    await two_who_decide(live)
    await live.client.refuse_blocks("message", "data_table")
    window = await room(live)
    for _ in range(2):
        await live.client.action(ids.ROOM_MAP, view_id=window["id"])
        await live.settle()
    maps = [each for each in await live.client.messages("U0ADA", "D0ADA") if "The map" in each["text"]]
    assert [[block["type"] for block in each["blocks"]] for each in maps] == [["section", "actions"]] * 2
    assert "• Great influence · likely: <@U0MAYA>" in words(maps)
    posts = [call["error"] for call in await live.client.calls("chat.postMessage")]
    assert posts == ["invalid_blocks", None, None]
    assert "The map is in your messages" in words(await modal(live))


async def test_a_refusal_that_is_about_something_else_is_said(live: Live) -> None:
    await two_who_decide(live)
    window = await room(live)
    await live.client.fault("chat.postMessage", error="restricted_action")
    await live.client.action(ids.ROOM_MAP, view_id=window["id"])
    assert "Slack" in words(await modal(live))


async def test_a_refusal_that_cannot_be_noted_shows_the_text_all_the_same(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_saved(*_: object) -> None:
        raise NotSaved("busy")

    await two_who_decide(live)
    monkeypatch.setattr("bot.services.refusals.note_of_member", not_saved)
    await live.client.refuse_blocks("message", "data_table")
    await live.client.action(ids.ROOM_MAP, view_id=(await room(live))["id"])
    await live.settle()
    assert "• Great influence" in words(await live.client.messages("U0ADA", "D0ADA"))


async def test_somebody_without_people_is_told_how_to_begin(live: Live) -> None:
    for user in ("U0MAYA", "U0ZOE"):
        assert "Nobody is among your people yet" in words(await vouch(live, "room", user))
    await live.client.command("/win shipped it")
    assert "The room" not in words((await live.client.home())["view"])
    assert "Nobody is among your people yet" in words(await vouch(live, "room"))


@pytest.mark.both_databases
async def test_nobody_else_finds_anything_of_it(live_http: Live) -> None:
    live = live_http
    await two_who_decide(live)
    message = await vouch(live, "room")
    assert (await live.client.action(ids.ROOM_MAP, channel="C0GENERAL", ts=message["ts"]))["ok"]
    await live.settle()
    payload = await live.client.last("action")
    for user, team in (("U0MAYA", "T0ACME"), ("U0ZOE", "T0OTHER")):
        theirs = json.loads(json.dumps(payload))
        theirs["user"].update(id=user, team_id=team)
        theirs["team"]["id"] = team
        theirs["response_url"] = ""
        for number, name in enumerate((ids.ROOM_OPEN, ids.ROOM_MAP, ids.ROOM_MAP_REMOVE)):
            theirs["trigger_id"] = live.box.trigger(user, None)
            theirs["actions"] = [{"type": "button", "action_id": name, "value": "1", "action_ts": f"{number}.{user}"}]
            assert (await live.client.inject("interactive", theirs))["ok"]
        await live.settle()
        shown = words(await live.client.state(user))
        assert [word for word in ("Finance", "could speak", "agrees when asked", "skip-level") if word in shown] == []
    assert "If they met today, 1 of 2" in words(await live.client.messages("U0ADA", "C0GENERAL"))


@pytest.mark.parametrize("discreet", [False, True])
async def test_nothing_of_it_is_in_what_vouch_sends_by_itself(live: Live, discreet: bool) -> None:
    await live.client.clock(to="2026-11-24T09:00:00+00:00")
    await two_who_decide(live)
    if discreet:
        await configure(live, discreet=["on"])
    sent: list[Any] = []
    for at in ("2026-11-27T14:00:05", "2026-12-02T09:00:05", "2026-12-09T09:00:05"):
        sent += (await live.client.clock(to=f"{at}+00:00"))["messages"]
    kinds = {message["metadata"]["event_type"] for message in sent}
    assert kinds == {ids.METADATA_DIGEST, ids.METADATA_NUDGE}
    found = words(sent)
    assert [word for word in (*STANCES, "could speak", "ROOM", "room.") if word in found] == []
