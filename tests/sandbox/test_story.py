import json
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox import history, story
from sandbox.box import Box
from sandbox.client import Client, Refused
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
    assert len(reactions) == 6
    praise = [body["event"] for body in app.of("reaction_added") if body["event"].get("item_user") == "U0ADA"]
    assert [(event["user"], event["reaction"]) for event in praise] == [
        ("U0PRIYA", "tada"),
        ("U0LEO", "shipit"),
        ("U0MAYA", "trophy"),
        ("U0SAM", "raised_hands"),
    ]


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
    messages = [message for channel in state["channels"] for message in channel["messages"]]
    assert any(message["reactions"] for message in messages)
    assert [message["text"] for message in messages if message["edited"]] == [
        "Ada found the double charge before any customer did, and fixed it that day."
    ]
    assert not [message for message in messages if "merchant demo" in message["text"]]


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


async def test_years_before_the_story_are_told_in_weeks_and_the_same_each_time(
    box: Box, app: Counterpart, people: Client
) -> None:
    async with following(box) as follower:
        result = await people.reset(seed=True, years=0.25)
        moments = [now for now, reading in zip(follower.moments(), follower.seen, strict=True) if reading["quiet"]]

    assert result == {"ok": True, "seeded": True, "failed": []}
    # The story's last moment lies within a day of the moment it is told at, whatever the hour here and in Berlin.
    ends = (moments[-1] - timedelta(weeks=story.WEEKS) + timedelta(days=later) for later in (-1, 0, 1))
    either = [list(history.weeks(0.25, end)) for end in ends]
    dates = [moment.date() for moment in moments]
    (before, *_) = [weeks for weeks in either if dates[: len(weeks)] == [week.moment.date() for week in weeks]]
    assert len(before) in {12, 13}
    told = [line for week in before for line in week.lines]
    lines = [f"{body['command']} {body['text']}" for body in app.of("command")]
    assert len(lines) == len(told) + sum(bool(beat.line) for beat in story.BEATS)
    assert [line.split()[0] for line in lines[: len(told)]] == [line.split()[0] for line in told]


def test_two_years_hold_some_three_hundred_lines_and_end_before_the_story() -> None:
    weeks = list(history.weeks(2, NOW))

    assert 280 < sum(len(week.lines) for week in weeks) < 340
    assert 10 < sum(len(week.praise) for week in weeks) < 40
    assert all(after.moment > before.moment for before, after in pairwise(weeks))
    assert NOW - timedelta(days=14) < weeks[-1].moment < NOW - timedelta(days=6)
    assert weeks[0].moment.weekday() == 0
    assert not any(brace in line for week in weeks for line in week.lines for brace in "{}")
    assert weeks == list(history.weeks(2, NOW))


async def test_no_more_years_are_told_than_five(people: Client) -> None:
    with pytest.raises(Refused, match="No more than 5 years"):
        await people.reset(seed=True, years=6)
