import json
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

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
        assert len(moments) in {57, 58}
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


NOW = datetime(2026, 11, 16, 8, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize("today", [NOW + timedelta(days=day) for day in range(7)], ids=lambda day: f"{day:%A}")
def test_every_beat_is_told_once_in_order_on_a_working_day(today: datetime) -> None:
    told = [(moment, beat) for moment, beats in story.days(today) for beat in beats]

    assert [beat for _, beat in told] == list(story.BEATS)
    assert all(moment.weekday() < 5 for moment, beat in told if beat.days)
    assert [moment for moment, beat in told if not beat.days] == [today] * 5


def test_the_story_is_told_day_by_day_from_eight_weeks_ago_until_now() -> None:
    moments = [moment for moment, _ in story.days(NOW)]

    assert (moments[0].date(), moments[-1]) == (date(2026, 9, 21), NOW)
    assert {after.date() - before.date() for before, after in pairwise(moments)} == {timedelta(days=1)}
    assert max(after - before for before, after in pairwise(moments)) == timedelta(days=1)
