"""Slack waits three seconds: what a person reads when the work takes longer."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.members import Actor
from bot.domain.outcomes import NotSaved, OutcomeUnknown, Refused
from bot.messenger import SlackRefused
from bot.services import members
from bot.slack.call import Call
from bot.store import workspaces
from bot.store.database import Session
from tests.slack.desk import SAID, WINDOW, Desk, Json, action, command, event, in_view, submission, words

# In time


class Slow:
    """A handler that ends when the test says so."""

    def __init__(self, end: Callable[[], Any]) -> None:
        self.go, self._end = asyncio.Event(), end

    async def __call__(self, _call: Call) -> Any:
        await self.go.wait()
        return self._end()


def raises(problem: Exception) -> Callable[[], Any]:
    def end() -> Any:
        raise problem

    return end


LATE = [
    (lambda: SAID, "Saved it."),
    (lambda: None, "after all"),
    (raises(NotSaved()), "The database did not answer"),
    (raises(OutcomeUnknown()), "not known whether"),
    (raises(Refused("title_missing")), "needs a title"),
]


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(("end", "said"), LATE)
async def test_a_slow_command_is_still_saving_and_then_its_outcome_follows(
    desk: Desk, end: Callable[[], Any], said: str
) -> None:
    slow = Slow(end)
    desk.routes.command("win", slow)
    desk.routes.command("vouch", slow)
    _, answer = await desk.deliver(command())
    assert "Still saving" in answer["text"]
    assert "shipped the &lt;retry&gt; queue" in words(answer["blocks"])
    assert "Not saved" not in words(answer)
    assert desk.slack.sent == []
    slow.go.set()
    await desk.settle()
    ((how, url, message),) = desk.slack.sent
    assert (how, url) == ("respond", "https://hooks.example/1")
    assert said in message["text"]


@pytest.mark.usefixtures("hurried")
async def test_a_slow_command_that_wanted_a_window_is_to_be_typed_again(desk: Desk) -> None:
    slow = Slow(lambda: WINDOW)
    desk.routes.command("win", slow)
    desk.routes.command("vouch", slow)
    await desk.deliver(command())
    slow.go.set()
    await desk.settle()
    ((_, _, message),) = desk.slack.sent
    assert "Slack gave up waiting" in message["text"]
    assert "shipped the" in words(message)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("end", "said"),
    [
        (lambda: None, "*Saved* after all"),
        (lambda: WINDOW, "More"),
        (lambda: {"errors": {"title": "A win needs a title."}}, "*Not saved.* A win needs a title."),
        (raises(NotSaved()), "*Not saved.*"),
    ],
)
async def test_a_slow_submission_is_still_saving_and_its_window_tells_the_outcome(
    desk: Desk, end: Callable[[], Any], said: str
) -> None:
    slow = Slow(end)
    desk.routes.submission("form", slow)
    _, answer = await desk.deliver(submission())
    assert answer["response_action"] == "update"
    assert "Still saving" in words(answer["view"])
    slow.go.set()
    await desk.settle()
    (how, view_id, view), *_given_back = desk.slack.sent
    assert (how, view_id) == ("update", "V1")
    assert said in words(view["blocks"])
    assert ("Saved* after all" in words(view)) == (said == "*Saved* after all")


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(("end", "said"), LATE)
async def test_a_slow_button_in_a_message_is_told_beside_it_or_in_its_place(
    desk: Desk, end: Callable[[], Any], said: str
) -> None:
    slow = Slow(end)
    desk.routes.action("press", slow)
    await desk.deliver(action())
    await asyncio.sleep(0)
    slow.go.set()
    await desk.settle()
    (first, second) = desk.slack.sent
    assert first[0] == "respond"
    assert "Still saving" in first[2]["text"]
    assert second[0] == ("replace" if said == "Saved it." else "respond")
    assert said in second[2]["text"]


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(("kind", "how"), [("home", "open"), ("modal", "push")])
@pytest.mark.parametrize(("end", "said"), [*LATE, (lambda: WINDOW, "More")])
async def test_a_slow_button_in_a_view_is_told_in_one_window(
    desk: Desk, kind: str, how: str, end: Callable[[], Any], said: str
) -> None:
    slow = Slow(end)
    desk.routes.action("press", slow)
    await desk.deliver(in_view(kind))
    slow.go.set()
    await desk.settle()
    (first, second) = desk.slack.sent
    assert first[:2] == (how, "t1")
    assert "Still saving" in words(first[2])
    assert second[:2] == ("update", "V2")
    assert said in words(second[2])


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("body", [command(), submission(), in_view()], ids=["command", "submission", "view"])
async def test_a_late_outcome_that_cannot_be_shown_ends_in_the_log(
    desk: Desk, body: Json, caplog: pytest.LogCaptureFixture
) -> None:
    slow = Slow(lambda: None)
    desk.routes.command("win", slow)
    desk.routes.command("vouch", slow)
    desk.routes.submission("form", slow)
    desk.routes.action("press", slow)
    desk.slack.problem = SlackRefused("not_found")
    await desk.deliver(body)
    slow.go.set()
    await desk.settle()
    assert "a late outcome could not be shown: not_found" in caplog.text
    assert "a background task failed" not in caplog.text


@pytest.mark.usefixtures("hurried")
async def test_an_event_that_takes_too_long_is_not_acked_and_stored_once_when_it_comes_again(desk: Desk) -> None:
    gate, stored = threading.Event(), []

    def store(session: Session, key: str) -> None:
        member = members.enrol(session, Actor("", "T1", "U1"), desk.parts.clock.now())
        workspaces.claim_key(session, member.workspace_id, key, desk.parts.clock.now())
        gate.wait(5)
        stored.append(key)

    async def handler(call: Call) -> None:
        await desk.db.write(store, call.key)

    desk.routes.event("reaction_added", handler)
    assert (await desk.deliver(event()))[0] == 500
    gate.set()
    assert (await desk.deliver(event()))[0] == 200
    assert stored == ["event:Ev1"]


async def test_slack_s_limit_is_kept_in_real_time(desk: Desk) -> None:
    slow = Slow(lambda: SAID)
    desk.routes.command("win", slow)
    desk.routes.command("vouch", slow)
    loop = asyncio.get_running_loop()
    started = loop.time()
    await desk.deliver(command())
    assert 2.0 < loop.time() - started < 2.6
    slow.go.set()
