"""Each payload finds its handler, and whatever goes wrong becomes words."""

import asyncio
import logging
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.members import Actor
from bot.domain.outcomes import NotRead, NotSaved, OutcomeUnknown, Refused, Repeated
from bot.messenger import SlackRefused, SlackUnreachable
from bot.parts import Parts
from bot.services import workspaces
from bot.slack import router as routers
from bot.slack.call import Call
from bot.slack.router import Router, Routes
from bot.store.database import Session
from bot.store.tables import workspaces as table
from bot.views import errors
from tests.slack.desk import (
    SAID,
    TYPED,
    WINDOW,
    Desk,
    Json,
    action,
    command,
    event,
    in_view,
    interaction,
    say,
    submission,
    words,
)

# Each kind finds its handler


async def test_each_command_finds_its_handler_by_its_configured_name(desk: Desk) -> None:
    heard: list[tuple[str, str]] = []
    for name in ("win", "met", "vouch"):

        async def handler(call: Call, name: str = name) -> Json:
            heard.append((name, call.text))
            return SAID

        desk.routes.command(name, handler)
    for name in ("/win", "/met", "/vouch", "/other"):
        assert await desk.deliver(command(name, f"  {name} \x00")) == (200, SAID)
    assert heard == [("win", "/win"), ("met", "/met"), ("vouch", "/vouch"), ("vouch", "/other")]


async def test_a_command_without_a_reply_is_acked_with_nothing(desk: Desk) -> None:
    async def quiet(_call: Call) -> None: ...

    desk.routes.command("win", quiet)
    desk.routes.command("vouch", quiet)
    assert await desk.deliver(command()) == (200, None)


async def test_a_button_is_acked_at_once_and_its_reply_replaces_the_message(desk: Desk) -> None:
    pressed: list[tuple[str, str, str]] = []

    async def handler(call: Call) -> Json:
        pressed.append((call.value, call.key, call.actor.user_id))
        return SAID

    desk.routes.action("press", handler)
    assert await desk.deliver(action()) == (200, None)
    await desk.settle()
    assert pressed == [("7", "action:1.1:1.5", "U1")]
    assert desk.slack.sent == [("replace", "https://hooks.example/1", SAID)]


@pytest.mark.parametrize(("kind", "how"), [("home", "open"), ("modal", "push")])
async def test_a_button_may_open_a_window(desk: Desk, kind: str, how: str) -> None:
    async def handler(_call: Call) -> Json:
        return WINDOW

    desk.routes.action("press", handler)
    await desk.deliver(in_view(kind))
    await desk.settle()
    assert desk.slack.sent == [(how, "t1", WINDOW)]


async def test_an_unknown_button_is_acked_and_does_nothing(desk: Desk) -> None:
    assert await desk.deliver(action("of_a_version_gone_by")) == (200, None)
    assert await desk.deliver(action() | {"actions": [{"type": "button", "action_id": "x", "block_id": "b"}]}) == (
        200,
        None,
    )
    await desk.settle()
    assert desk.slack.sent == []


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (None, None),
        (WINDOW, {"response_action": "update", "view": WINDOW}),
        (
            {"errors": {"title": "A title, please."}},
            {"response_action": "errors", "errors": {"title": "A title, please."}},
        ),
    ],
)
async def test_a_submission_closes_or_shows_more_or_marks_a_field(desk: Desk, reply: Any, answer: Any) -> None:
    seen: list[Any] = []

    async def handler(call: Call) -> Any:
        seen.append((call.state, call.metadata, call.key, call.typed))
        return reply

    desk.routes.submission("form", handler)
    assert await desk.deliver(submission()) == (200, answer)
    assert seen == [({"title": TYPED}, "meta", "view:V1:h1", TYPED)]


async def test_a_shortcut_is_answered_by_response_url(desk: Desk) -> None:
    desk.routes.shortcut("save", say)
    body = interaction(
        "message_action", callback_id="save", channel={"id": "C1"}, response_url="https://hooks.example/1", message={}
    )
    assert await desk.deliver(body) == (200, None)
    await desk.settle()
    assert desk.slack.sent == [("replace", "https://hooks.example/1", SAID)] or desk.slack.sent == [
        ("respond", "https://hooks.example/1", SAID)
    ]


async def test_unknown_submissions_and_shortcuts_are_acked(desk: Desk) -> None:
    assert await desk.deliver(submission("gone")) == (200, None)
    assert await desk.deliver(interaction("shortcut", callback_id="gone")) == (200, None)


async def test_an_event_reaches_its_handler_and_others_are_acked(desk: Desk) -> None:
    heard: list[tuple[str, str]] = []

    async def handler(call: Call) -> None:
        heard.append((call.key, call.actor.user_id))

    desk.routes.event("reaction_added", handler)
    assert (await desk.deliver(event()))[0] == 200
    assert (await desk.deliver(event("something_new")))[0] == 200
    assert heard == [("event:Ev1", "U1")]


async def test_slack_s_word_that_it_left_events_out_is_acked(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    body = {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1518467820, "api_app_id": "A1"}
    assert (await desk.deliver(body))[0] == 200
    assert "left out events" in caplog.text


def test_nothing_is_registered_twice() -> None:
    routes = Routes()
    for register in (
        routes.command,
        routes.word,
        routes.action,
        routes.submission,
        routes.shortcut,
        routes.event,
    ):
        register("name", say)
        with pytest.raises(ValueError, match="twice"):
            register("name", say)


# What goes wrong becomes words


PROBLEMS = [
    (Refused("title_missing"), "needs a title"),
    (Repeated(), "already done"),
    (NotSaved(), "Not saved"),
    (OutcomeUnknown(), "not known whether"),
    (NotRead(), "nothing to show"),
    (SlackRefused("expired_trigger_id"), "Slack gave up waiting"),
    (SlackUnreachable("TimeoutError"), "Slack did not answer"),
    (RuntimeError(TYPED), "Reference"),
]


@pytest.mark.parametrize(("problem", "said"), PROBLEMS, ids=lambda value: type(value).__name__)
async def test_every_failure_of_a_command_is_said_with_the_text_returned(
    desk: Desk, problem: Exception, said: str
) -> None:
    async def handler(_call: Call) -> None:
        raise problem

    desk.routes.command("win", handler)
    desk.routes.command("vouch", handler)
    status, answer = await desk.deliver(command())
    assert status == 200
    assert said in answer["text"]
    assert "in_addition" not in answer
    if not isinstance(problem, Repeated):
        assert "shipped the &lt;retry&gt; queue" in words(answer["blocks"])


@pytest.mark.parametrize(("problem", "said"), PROBLEMS, ids=lambda value: type(value).__name__)
async def test_every_failure_of_a_submission_is_said_in_the_window(desk: Desk, problem: Exception, said: str) -> None:
    async def handler(_call: Call) -> None:
        raise problem

    desk.routes.submission("form", handler)
    status, answer = await desk.deliver(submission())
    assert (status, answer["response_action"], answer["view"]["type"]) == (200, "update", "modal")
    said = "*Saved already*" if isinstance(problem, Repeated) else said
    assert said in words(answer["view"]["blocks"])
    if not isinstance(problem, Repeated):
        assert "shipped the &lt;retry&gt; queue" in words(answer["view"]["blocks"])


async def test_a_form_sent_three_times_at_once_ends_with_what_was_stored(desk: Desk) -> None:
    first = asyncio.Event()
    handled: list[int] = []

    async def handler(_call: Call) -> Json:
        handled.append(len(handled))
        if len(handled) > 1:
            first.set()
            raise Repeated
        await first.wait()
        return WINDOW

    desk.routes.submission("form", handler)
    answers = await asyncio.gather(*(desk.deliver(submission()) for _ in range(3)))
    assert answers == [(200, {"response_action": "update", "view": WINDOW})] * 3
    assert handled == [0, 1, 2]


async def test_a_global_shortcut_that_opens_no_window_is_answered_where_vouch_is_talked_to(desk: Desk) -> None:
    async def handler(_call: Call) -> Json:
        raise SlackRefused("expired_trigger_id")

    desk.routes.shortcut("new", handler)
    assert await desk.deliver(interaction("shortcut", callback_id="new")) == (200, None)
    await desk.settle()
    ((how, user, message),) = desk.slack.sent
    assert (how, user) == ("post", "U1")
    assert message["text"].startswith("Slack gave up waiting before the window could open.")


async def test_a_failing_button_leaves_its_message_and_says_so_beside_it(desk: Desk) -> None:
    async def handler(_call: Call) -> None:
        raise Refused("not_found")

    desk.routes.action("press", handler)
    await desk.deliver(action())
    await desk.settle()
    ((how, _, message),) = desk.slack.sent
    assert how == "respond"
    assert "not there any more" in message["text"]
    assert "in_addition" not in message


async def test_a_failing_button_in_home_says_so_in_a_window(desk: Desk) -> None:
    async def handler(_call: Call) -> None:
        raise Refused("not_found")

    desk.routes.action("press", handler)
    await desk.deliver(in_view())
    await desk.settle()
    ((how, trigger, view),) = desk.slack.sent
    assert (how, trigger, view["type"]) == ("open", "t1", "modal")


async def test_an_answer_that_slack_does_not_take_ends_in_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.routes.action("press", say)
    desk.slack.problem = SlackRefused("used_url")
    assert await desk.deliver(action()) == (200, None)
    await desk.settle()
    assert "could not be shown: used_url" in caplog.text


@pytest.mark.parametrize("problem", [NotSaved(), OutcomeUnknown(), NotRead(), RuntimeError(TYPED)])
async def test_an_event_that_was_not_stored_is_not_acked(desk: Desk, problem: Exception) -> None:
    async def handler(_call: Call) -> None:
        raise problem

    desk.routes.event("reaction_added", handler)
    assert (await desk.deliver(event()))[0] == 500


@pytest.mark.parametrize("problem", [Repeated(), Refused("not_found"), SlackRefused("channel_not_found")])
async def test_an_event_that_will_never_be_stored_is_acked(desk: Desk, problem: Exception) -> None:
    async def handler(_call: Call) -> None:
        raise problem

    desk.routes.event("reaction_added", handler)
    assert (await desk.deliver(event()))[0] == 200


async def test_the_unknown_is_logged_with_its_reference_and_no_private_word(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    async def handler(call: Call) -> None:
        raise RuntimeError(f"cannot parse {call.text}")

    desk.routes.command("win", handler)
    desk.routes.command("vouch", handler)
    _, answer = await desk.deliver(command())
    reference = answer["text"].partition("Reference: `")[2].partition("`")[0]
    assert len(reference) == 8
    (record,) = [record for record in caplog.records if reference in record.getMessage()]
    assert "RuntimeError" in record.getMessage()
    assert f"{Path(__file__).name}" in record.getMessage()
    assert "retry" not in caplog.text


# What a handler is given


async def test_work_for_afterwards_runs_after_the_answer(desk: Desk) -> None:
    order: list[str] = []

    async def afterwards(word: str) -> None:
        order.append(word)

    async def handler(call: Call) -> Json:
        call.after(afterwards, "afterwards")
        order.append("handled")
        return SAID

    desk.routes.command("win", handler)
    desk.routes.command("vouch", handler)
    await desk.deliver(command())
    assert order == ["handled"]
    await desk.settle()
    assert order == ["handled", "afterwards"]


async def test_home_is_shown_anew_only_to_who_has_it_open(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    async def publish(_parts: Parts, actor: Actor, _view: Json | None) -> None:
        shown.append(actor.user_id)

    async def handler(call: Call) -> Json:
        call.refresh_home()
        return SAID

    async def nothing(_call: Call) -> None: ...

    desk.routes.publish_home = publish
    desk.routes.command("win", handler)
    desk.routes.command("vouch", handler)
    desk.routes.event("app_home_opened", nothing)
    await desk.deliver(command())
    await desk.deliver(event("app_home_opened"))
    await desk.deliver(command())
    await desk.deliver(command(user_id="U2"))
    await desk.settle()
    assert shown == ["U1"]

    monkeypatch.setattr(routers, "HOME_STAYS_OPEN", 0.0)
    await desk.deliver(command())
    await desk.settle()
    assert shown == ["U1"]


async def test_only_so_many_open_homes_are_remembered(desk: Desk) -> None:
    router = Router(desk.routes, desk.parts) if desk.routes.commands else None
    desk.routes.command("vouch", say)
    router = Router(desk.routes, desk.parts)
    for number in range(10_005):
        router.note_home(Actor("", "T1", f"U{number}"))
    assert len(router._homes) == 10_000
    assert Actor("", "T1", "U4") not in router._homes


def test_forms_of_words_without_text() -> None:
    assert "Not saved" in words(errors.refused_late(["A <title>, please."]))
    assert "&lt;title&gt;" in words(errors.refused_late(["A <title>, please."]))


# Which app Vouch is


async def stored_app(desk: Desk) -> list[tuple[str, str]]:
    rows = await desk.db.read(lambda session: session.execute(select(table.c.team_id, table.c.app_id)).all())
    return [(row[0], row[1]) for row in rows]


async def test_the_app_s_id_is_stored_once_whatever_payload_names_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    note = workspaces.note_app

    def noted(session: Session, actor: Actor, app_id: str, now: datetime) -> None:
        written.append(app_id)
        note(session, actor, app_id, now)

    monkeypatch.setattr(workspaces, "note_app", noted)
    desk.routes.command("vouch", say)
    for body in (command("/vouch"), action(), in_view(), submission(), event()):
        await desk.deliver(body | {"api_app_id": "A0VOUCH"})
        await desk.settle()
    assert written == ["A0VOUCH"]
    assert await stored_app(desk) == [("T1", "A0VOUCH")]
    assert desk.router is not None
    desk.router.known.forget_all()
    await desk.deliver(command("/vouch", api_app_id="A0OTHER"))
    await desk.settle()
    assert await stored_app(desk) == [("T1", "A0OTHER")]


async def test_what_names_no_app_or_comes_from_a_stranger_stores_none(desk: Desk) -> None:
    desk.routes.command("vouch", say)
    await desk.deliver(command("/vouch"))
    await desk.deliver(interaction("block_actions", user={"id": "U1", "team_id": "T9"}, api_app_id="A0VOUCH"))
    await desk.settle()
    assert await stored_app(desk) == []


@pytest.mark.parametrize("problem", [NotSaved("busy"), OutcomeUnknown("slow")])
async def test_an_app_s_id_that_could_not_be_stored_is_stored_with_the_next_payload(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def fail(*_: Any) -> None:
        raise problem

    desk.routes.command("vouch", say)
    with monkeypatch.context() as patched:
        patched.setattr(workspaces, "note_app", fail)
        await desk.deliver(command("/vouch", api_app_id="A0VOUCH"))
        await desk.settle()
    assert await stored_app(desk) == []
    await desk.deliver(command("/vouch", api_app_id="A0VOUCH"))
    await desk.settle()
    assert await stored_app(desk) == [("T1", "A0VOUCH")]
