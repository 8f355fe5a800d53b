import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from sandbox.box import Box
from sandbox.client import Client, Refused
from tests.sandbox.counterpart import Counterpart, Json
from tests.sandbox.follower import following


async def read(box: Box, **query: str) -> Json:
    async with aiohttp.ClientSession() as session, session.get(box.clock_url, params=query) as answer:
        return dict(await answer.json())


async def test_the_first_reading_is_given_at_once_and_shows_real_time(box: Box) -> None:
    reading = await read(box, seen="0", wait="5")

    assert {key: reading[key] for key in ("version", "frozen", "quiet", "reset")} == {
        "version": 1,
        "frozen": False,
        "quiet": False,
        "reset": False,
    }
    assert abs(datetime.fromisoformat(reading["now"]) - box.clock.now()) < timedelta(seconds=5)


async def test_a_reading_waits_for_a_move_only_as_long_as_asked(box: Box) -> None:
    started = time.monotonic()
    reading = await read(box, seen="1", wait="0.05")

    assert reading["version"] == 1
    assert time.monotonic() - started >= 0.05


async def test_a_long_leap_is_walked_by_days_and_each_step_waits_for_the_tick(box: Box, people: Client) -> None:
    async with following(box) as app:
        before = box.clock.now()
        result = await people.clock(advance=2.5 * 86400)

        assert result["ok"], result
        steps = app.moments()[1:]
        assert [round((step - before) / timedelta(hours=1)) for step in steps] == [24, 48, 60]
        assert abs(datetime.fromisoformat(result["now"]) - before - timedelta(days=2.5)) < timedelta(seconds=5)


async def test_next_digest_walks_hour_by_hour_on_the_persons_own_clock_until_it_comes(
    box: Box, app: Counterpart, people: Client
) -> None:
    async with following(box) as follower:

        async def send(reading: Json) -> None:
            local = datetime.fromisoformat(reading["now"]).astimezone(ZoneInfo("Europe/Berlin"))
            if (local.weekday(), local.hour) == (4, 15):
                metadata = {"event_type": "vouch_digest", "event_payload": {"delivery": "1"}}
                await app.web.chat_postMessage(channel="U0ADA", text="Your week", metadata=metadata)

        follower.on_tick = send
        await people.clock(to=datetime(2026, 11, 24, 9, 30, tzinfo=UTC).isoformat())
        result = await people.clock(to_next="digest")

        assert result["ok"], result
        assert [m["text"] for m in result["messages"]] == ["Your week"]
        assert result["now"].startswith("2026-11-27T14:00")
        assert (await people.clock(to_next="nudge", as_="U0MAYA"))["error"] == "No nudge came within nine days."


async def test_a_clock_that_nobody_follows_says_so(box: Box, people: Client) -> None:
    box.clock.tick_limit = 0.05

    result = await people.clock(advance=60)

    assert not result["ok"]
    assert result["error"] == "The app did not report its tick in time; is it running, and does it follow the clock?"


async def test_next_day_keeps_the_local_time_when_the_clocks_change(box: Box, people: Client) -> None:
    async with following(box):
        await people.clock(to="2026-10-24T12:00:00+02:00")
        result = await people.clock(to_next="day")

    assert result["now"].startswith("2026-10-25T11:00")


async def test_messages_carry_the_workspace_time(box: Box, people: Client) -> None:
    async with following(box):
        await people.clock(to="2026-09-01T12:00:00+00:00")
        ts = await people.message("then")

    assert datetime.fromtimestamp(float(ts), UTC).isoformat().startswith("2026-09-01T12:00")


@pytest.mark.parametrize("how", [{"to": "tomorrow"}, {"to": "2026-11-22T10:00:00"}, {"to_next": "month"}, {}])
async def test_a_move_that_is_none_is_refused(people: Client, how: Json) -> None:
    with pytest.raises(Refused):
        await people.clock(**how)


async def test_reset_waits_until_the_app_forgot_and_begins_anew(box: Box, people: Client) -> None:
    async with following(box) as app:
        await people.message("old")
        await people.clock(advance=3600)
        result = await people.reset()

        assert result["ok"], result
        assert app.forgot == 1
        assert await people.messages("U0ADA", "C0GENERAL") == []
        assert abs(box.clock.offset) < timedelta(seconds=1)


async def test_an_app_that_does_not_forget_is_told_of(box: Box, people: Client) -> None:
    await read(box)
    box.clock.reset_limit = 0.05

    result = await people.reset()

    assert result["error"] == "The workspace is new, but the app did not say that it forgot the old one."
