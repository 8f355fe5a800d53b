"""What a handler is given: who, what, and the ways to answer."""

import asyncio
from typing import Any

import pytest

from bot.domain.members import Actor
from bot.domain.outcomes import NotRead, NotSaved, Refused
from bot.messenger import SlackRefused, SlackUnreachable, SlackUser
from bot.services import members
from bot.slack import call as calls
from bot.slack import values
from bot.slack.call import Call, Known
from tests.slack.desk import SAID, WINDOW, Desk, Json, in_view

# Somebody new, and what the payload says


def call_for(desk: Desk, kind: str = "command", body: Json | None = None, known: Known | None = None) -> Call:
    now = desk.parts.clock.now()
    return Call(kind, body or {}, Actor("", "T1", "U1"), now, "k", desk.parts, known or Known(), lambda _call: None)


async def test_somebody_new_is_asked_for_their_zone_and_somebody_known_is_not(desk: Desk) -> None:
    desk.slack.users["U1"] = SlackUser("Asia/Tokyo", "Ada", deleted=False, is_bot=False, restricted=False)
    known = Known()
    owner = await call_for(desk, known=known).owner()
    assert (owner.zone, owner.zone_asked) == ("Asia/Tokyo", True)
    await desk.db.write(members.enrol, owner, desk.parts.clock.now())
    assert await call_for(desk, known=known).owner() == Actor("", "T1", "U1")
    assert await call_for(desk, known=known).owner() == Actor("", "T1", "U1")
    assert [what for what, _, _ in desk.slack.sent] == ["user"]
    known.forget(Actor("", "T1", "U1"))
    assert Actor("", "T1", "U1") not in known


async def test_without_slack_s_answer_somebody_new_starts_without_a_zone(desk: Desk) -> None:
    desk.slack.problem = SlackUnreachable("TimeoutError")
    owner = await call_for(desk).owner()
    assert (owner.zone, owner.zone_asked) == (None, False)


async def test_a_capture_whose_owner_cannot_be_looked_up_is_not_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.parts.db, "read", refuse)
    with pytest.raises(NotSaved):
        await call_for(desk).owner()


async def refuse(*_: Any) -> None:
    raise NotRead


def test_only_so_many_are_remembered_as_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "KNOWN_AT_MOST", 2)
    known, (one, two, three) = Known(), [Actor("", "T1", f"U{number}") for number in range(3)]
    for actor in (one, two, three):
        known.add(actor)
    assert [actor in known for actor in (one, two, three)] == [False, False, True]
    known.forget_all()
    assert three not in known


async def test_a_modal_is_updated_with_its_hash_and_windows_open_with_the_trigger(desk: Desk) -> None:
    call = call_for(desk, "action", in_view("modal"))
    await call.update_modal(WINDOW)
    await call.open_modal(WINDOW)
    await call_for(desk, "action", in_view("home")).open_modal(WINDOW)
    await call.respond(SAID)  # a view has no response_url
    assert desk.slack.sent == [("update h1", "V1", WINDOW), ("push", "t1", WINDOW), ("open", "t1", WINDOW)]


async def test_over_three_windows_another_stands_in_place_of_the_last(desk: Desk) -> None:
    desk.slack.full = True
    call = call_for(desk, "action", in_view("modal"))

    async def again() -> None:
        await call.respond(SAID)

    call.note_under(again)
    await call.open_modal(WINDOW)
    assert desk.slack.sent == [("update", "V1", WINDOW)]
    await call.under.show(call.actor)
    assert desk.slack.sent == [("update", "V1", WINDOW)], "what was there is not shown over it"
    desk.slack.full = False
    desk.slack.problem = SlackRefused("expired_trigger_id")
    with pytest.raises(SlackRefused, match="expired"):
        await call.open_modal(WINDOW)


ELEMENTS: list[tuple[Json, Any]] = [
    ({"type": "plain_text_input", "value": "x"}, "x"),
    ({"type": "plain_text_input", "value": None}, None),
    ({"type": "static_select", "selected_option": {"value": "a", "text": {}}}, "a"),
    ({"type": "users_select", "selected_user": "U1"}, "U1"),
    ({"type": "datepicker", "selected_date": "2026-11-20"}, "2026-11-20"),
    ({"type": "conversations_select", "selected_conversation": "C1"}, "C1"),
    ({"type": "timepicker", "selected_time": "10:00"}, "10:00"),
    ({"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}, {"text": "odd"}, 7]}, ["a", "b"]),
    ({"type": "multi_users_select", "selected_users": ["U1", "U2"]}, ["U1", "U2"]),
    ({"type": "multi_conversations_select", "selected_conversations": []}, []),
    ({"type": "number", "value": 7}, None),
]


@pytest.mark.parametrize(("element", "value"), ELEMENTS)
def test_elements_are_read_as_simple_values(element: Json, value: Any) -> None:
    assert values.simple_value(element) == value


@pytest.mark.parametrize(
    "view", [None, "V1", [], {"state": None}, {"state": {"values": [1]}}, {"state": {"values": {"b": 7}}}]
)
async def test_a_strange_view_has_no_values(desk: Desk, view: Any) -> None:
    assert call_for(desk, "submission", {"view": view}).state == {}


async def test_strange_actions_have_no_value(desk: Desk) -> None:
    for actions in (None, [], ["x"], {"a": 1}, [{"selected_users": ["U1"]}]):
        assert call_for(desk, "action", {"actions": actions}).value == ""
    assert call_for(desk, "action", {"response_url": "ftp://x"}).response_url == ""
    assert call_for(desk, "submission", {"view": {"state": {"values": {"b": {"a": 7}}}}}).state == {"a": None}


def test_payloads_are_cleaned_to_the_bottom() -> None:
    assert calls.cleaned({"a": ["x\x00y", {"b": "\ud83d"}, 7, None]}) == {
        "a": ["xy", {"b": calls.cleaned("\ud83d")}, 7, None]
    }
    calls.cleaned("\ud83d").encode("utf-8")


# Windows whose content has to be read first


async def later(answer: Any, ready: asyncio.Event | None = None) -> Any:
    if ready is not None:
        await ready.wait()
    if isinstance(answer, Exception):
        raise answer
    return answer


def shown(answer: str) -> Json:
    return WINDOW | {"private_metadata": answer}


async def test_what_is_read_quickly_opens_at_once(desk: Desk) -> None:
    call = call_for(desk, "shortcut", {"trigger_id": "t1"})
    await call.open_modal_when(later("read"), shown)
    assert desk.slack.sent == [("open", "t1", shown("read"))]
    with pytest.raises(NotRead):
        await call.open_modal_when(later(NotRead()), shown)


@pytest.mark.parametrize("answer", ["read", NotRead(), RuntimeError("hushed")])
async def test_what_takes_long_fills_the_window_that_is_open_already(
    desk: Desk, answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "OPEN_WITHIN", 0.01)
    call, ready = call_for(desk, "action", in_view("modal")), asyncio.Event()
    await call.open_modal_when(later(answer, ready), shown)
    assert [(how, view["blocks"][0]["text"]["text"]) for how, _, view in desk.slack.sent] == [("push", "Opening…")]
    ready.set()
    for work, args in call.later:
        await work(*args)
    how, where, view = desk.slack.sent[-1]
    assert (how, where) == ("update", "V2")
    assert view == shown("read") if answer == "read" else "Close" in view["close"]["text"]
    assert "hushed" not in str(view)


async def test_where_no_window_can_open_the_reading_is_given_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "OPEN_WITHIN", 0.01)
    desk.slack.problem = SlackUnreachable("gone")
    with pytest.raises(SlackUnreachable):
        await call_for(desk).open_modal_when(later("read", asyncio.Event()), shown)
    with pytest.raises(Refused, match="needs_press"):
        await call_for(desk, "event").open_modal(WINDOW)
