"""Blocks that Slack refuses on Home: the same as text at once, remembered, tried anew."""

import pytest

from bot.domain.outcomes import NotSaved
from sandbox.wire import Json
from tests.conftest import Live
from tests.scenarios.test_home import home, words


def types(view: Json) -> list[str]:
    return [block["type"] for block in view["blocks"] if block["type"].startswith("data_")]


async def log_two_weeks(live: Live) -> None:
    await live.client.command("/win shipped the build farm #skill last week")
    await live.client.command("/win shipped it again")


async def refusals(live: Live) -> list[Json]:
    return [call for call in await live.client.calls("views.publish") if call["error"] == "invalid_arguments"]


async def test_twelve_weeks_come_in_slacks_own_blocks(live: Live) -> None:
    await log_two_weeks(live)
    view = await home(live)
    assert types(view) == ["data_visualization", "data_table"]
    assert await refusals(live) == []


async def test_what_slack_refuses_goes_as_text_at_once_and_is_tried_anew_after_14_days(live: Live) -> None:
    await log_two_weeks(live)
    await live.client.refuse_blocks("home", "data_table")
    view = await home(live)
    assert types(view) == ["data_visualization"]
    assert "• Skill: this week 0, twelve weeks 1" in words(view)
    assert len(await refusals(live)) == 1
    await live.client.clock(advance=13 * 86_400)
    assert types(await home(live)) == ["data_visualization"]
    assert len(await refusals(live)) == 1, "remembered"
    await live.client.refuse_blocks("home")
    await live.client.clock(advance=2 * 86_400)
    assert types(await home(live)) == ["data_visualization", "data_table"]


async def test_both_refused_are_text_and_another_member_there_meets_no_refusal(live: Live) -> None:
    await log_two_weeks(live)
    await live.client.refuse_blocks("home", "data_table", "data_visualization")
    view = await home(live)
    assert types(view) == []
    assert ": wins 1, conversations 0" in words(view)
    before = len(await refusals(live))
    for line in ("/win one last week", "/win another"):
        await live.client.command(line, as_="U0MAYA")
    assert types(await home(live, "U0MAYA")) == []
    assert len(await refusals(live)) == before


async def test_a_refusal_that_cannot_be_noted_shows_the_text_all_the_same(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_saved(*_: object) -> None:
        raise NotSaved("busy")

    monkeypatch.setattr("bot.services.refusals.note", not_saved)
    await log_two_weeks(live)
    await live.client.refuse_blocks("home", "data_table")
    assert types(await home(live)) == ["data_visualization"]


@pytest.mark.both_databases
async def test_a_chart_that_slack_refuses_in_messages_leaves_the_digest_whole_and_once(live: Live) -> None:
    await live.client.clock(to="2026-11-30T09:00:00+00:00")
    await log_two_weeks(live)
    await live.client.refuse_blocks("message", "data_visualization")
    sent = (await live.client.clock(to="2026-12-04T14:00:05+00:00"))["messages"]
    assert len(sent) == 1
    assert types(sent[0]) == []
    assert "*Wins and conversations a week*" in words(sent[0])
    assert "digest.stop" in words(sent[0])
    posts = [call["error"] for call in await live.client.calls("chat.postMessage")]
    assert posts == ["invalid_blocks", None]
    assert types(await home(live)) == ["data_visualization", "data_table"], "Home is another surface"
    (asked,) = (await live.client.command("/vouch digest"))["ephemerals"]
    assert types(asked) == []


async def test_the_digest_has_its_chart_where_slack_takes_it(live: Live) -> None:
    await live.client.clock(to="2026-11-30T09:00:00+00:00")
    await log_two_weeks(live)
    (digest,) = (await live.client.clock(to="2026-12-04T14:00:05+00:00"))["messages"]
    assert types(digest) == ["data_visualization"]
