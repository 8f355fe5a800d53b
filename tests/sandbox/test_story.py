import json
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from sandbox import story
from sandbox.box import Box
from sandbox.client import Client
from tests.sandbox.counterpart import Counterpart, Json
from tests.sandbox.follower import following


@pytest.fixture
def manifest(manifest: Json) -> Json:
    commands = manifest["features"]["slash_commands"]
    commands += [commands[0] | {"command": name} for name in ("/met", "/vouch")]
    return manifest


async def test_the_story_is_told_by_commands_and_reactions_under_a_quiet_clock_walked_by_days(
    box: Box, app: Counterpart, people: Client
) -> None:
    async with following(box) as follower:
        result = await people.reset(seed=True)

        assert result == {"ok": True, "seeded": True, "failed": []}
        assert follower.forgot == 1
        moments = [now for now, reading in zip(follower.moments(), follower.seen, strict=True) if reading["quiet"]]
        steps = [after - before for before, after in pairwise(moments)]
        assert len(moments) == 56
        assert max(steps) <= timedelta(hours=25, minutes=1)
    lines = [f"{body['command']} {body['text']}" for body in app.of("command")]
    assert len(lines) == sum(bool(beat.line) for beat in story.BEATS)
    assert "<@U0RUI>" in lines[3]
    reactions = [body["event"] for body in app.of("reaction_added") if body["event"]["user"] == "U0ADA"]
    assert {event["reaction"] for event in reactions} == {"trophy"}
    assert len(reactions) == 4


async def test_after_the_story_it_is_now_and_the_screens_are_clean(box: Box, app: Counterpart, people: Client) -> None:
    @app.on("command")
    async def answer(body: Json, ack: Any, web: Any) -> None:
        await ack("Saved")

    async with following(box):
        await people.reset(seed=True)
        state = await people.state()

    assert abs(box.clock.offset) < timedelta(seconds=2)
    assert not box.clock.quiet
    assert state["notices"] == []
    assert "Saved" not in json.dumps(state["channels"])
    assert any(message["reactions"] for channel in state["channels"] for message in channel["messages"])


async def test_a_story_that_the_app_does_not_follow_stops_and_says_so(box: Box, people: Client) -> None:
    box.clock.tick_limit = 0.05

    result = await people.reset(seed=True)

    assert result["error"] == "The app did not report its tick in time, so the story stopped on the way."
    assert not box.clock.quiet
    assert abs(box.clock.offset) < timedelta(seconds=2)


def test_the_beats_are_in_order_and_within_the_eight_weeks() -> None:
    days = [beat.days for beat in story.BEATS]

    assert days == sorted(days, reverse=True)
    assert days[0] == story.WEEKS * 7
    assert days[-1] >= 1
