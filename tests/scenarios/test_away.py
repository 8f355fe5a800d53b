"""Away days and discreet messages through the sandbox: what is sent, what is not, and what a press does."""

import json
from typing import Any

import pytest

from bot import ids
from tests.conftest import Live

FRIDAY = "2026-11-20T09:30:00+00:00"
Json = dict[str, Any]


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


async def go_away(live: Live, first: str, last: str) -> Json:
    await live.client.command("/vouch away")
    [view] = (await live.client.state())["modals"]
    values = {"away_first": {"away_first": first}, "away_last": {"away_last": last}}
    return await live.client.submit(view["id"], values)


async def configure(live: Live, **values: Any) -> None:
    await live.client.command("/vouch settings")
    view = (await live.client.state())["modals"][-1]
    await live.client.submit(view["id"], {name: {name: value} for name, value in values.items()})
    await live.client.close((await live.client.state())["modals"][-1]["id"])


@pytest.mark.both_databases
async def test_a_digest_waits_for_the_return_and_holds_all_weeks(live: Live) -> None:
    client = live.client
    await client.clock(to=FRIDAY)
    await client.command("/win shipped the queue")
    answer = await go_away(live, "2026-11-20", "2026-11-29")
    assert "Next weekly digest: Friday at 15:00" in words(answer["view"])
    assert "Fri 4 Dec" in words(answer["view"])
    await client.clock(to="2026-11-30T09:00:00+00:00")
    assert [one for one in await client.messages("U0ADA", "D0ADA") if one.get("metadata")] == []
    walked = await client.clock(to="2026-12-04T15:00:00+00:00")
    [digest] = [one for one in walked["messages"] if one["metadata"]["event_type"] == ids.METADATA_DIGEST]
    assert "shipped the queue" in words(digest)


async def test_days_that_cannot_be_are_said_in_place_and_others_can_be_removed(live: Live) -> None:
    client = live.client
    await client.clock(to=FRIDAY)
    answer = await go_away(live, "2026-11-25", "2026-11-23")
    assert answer["errors"] == {"away_last": "The last day cannot come before the first."}
    [view] = (await client.state())["modals"]
    values = {"away_first": {"away_first": "2026-11-23"}, "away_last": {"away_last": "2026-11-25"}}
    assert "Mon 23 Nov to Wed 25 Nov (3 days)" in words((await client.submit(view["id"], values))["view"])
    await client.action(ids.AWAY_REMOVE, view_id=view["id"])
    await live.settle()
    [shown] = (await client.state())["modals"]
    assert "No away days are set." in words(shown)


async def test_days_typed_behind_the_command_stand_in_the_window(live: Live) -> None:
    await live.client.clock(to=FRIDAY)
    await live.client.command("/vouch away tomorrow to 12 dec")
    [view] = (await live.client.state())["modals"]
    fields = {block["block_id"]: block["element"].get("initial_date") for block in view["blocks"] if "element" in block}
    assert fields == {"away_first": "2026-11-21", "away_last": "2026-12-12"}
    assert "Sat 21 Nov to Sat 12 Dec" in words(await live.client.submit(view["id"], {}))
    await live.client.close(view["id"])
    await live.client.command("/vouch away when <I> can")
    [view] = (await live.client.state())["modals"]
    assert "No days were found in “when &lt;I&gt; can”" in words(view)


async def test_away_days_open_from_settings(live_http: Live) -> None:
    await live_http.client.command("/vouch settings")
    [settings] = (await live_http.client.state())["modals"]
    await live_http.client.action(ids.AWAY_OPEN, view_id=settings["id"])
    await live_http.settle()
    shown = (await live_http.client.state())["modals"]
    assert [view["title"]["text"] for view in shown] == ["Settings", "Away days"]


@pytest.mark.both_databases
async def test_a_discreet_digest_is_opened_and_hidden_in_its_place_and_stays_its_owners(live: Live) -> None:
    client = live.client
    await client.clock(to=FRIDAY)
    await client.command("/win shipped the secret queue #infra")
    await configure(live, discreet=["on"])
    walked = await client.clock(to="2026-11-20T15:00:00+00:00")
    [digest] = walked["messages"]
    assert digest["text"] == "Your week is ready: 1 win."
    assert "secret" not in words(digest)
    where = {"channel": "D0ADA", "ts": digest["ts"]}
    await client.command("/win a later one")
    await client.action(ids.DIGEST_SHOW, **where)
    await live.settle()
    [opened] = [one for one in await client.messages("U0ADA", "D0ADA") if one["ts"] == digest["ts"]]
    assert "shipped the secret queue" in words(opened["blocks"])
    assert "a later one" not in words(opened["blocks"])
    assert "secret" not in opened["text"]
    await client.action(ids.DIGEST_HIDE, **where)
    await live.settle()
    [hidden] = [one for one in await client.messages("U0ADA", "D0ADA") if one["ts"] == digest["ts"]]
    assert (hidden["text"], words(hidden["blocks"]).count("secret")) == ("Your week is ready: 1 win.", 0)

    pressed = await client.last("action")
    for user, team in (("U0MAYA", "T0ACME"), ("U0ZOE", "T0OTHER")):
        forged = pressed | {"user": {"id": user, "team_id": team}, "team": {"id": team, "domain": "x"}}
        forged["actions"] = [pressed["actions"][0] | {"action_id": ids.DIGEST_SHOW, "action_ts": f"1.{len(user)}"}]
        await client.inject("interactive", forged)
        await live.settle()
    since = [one for one in await client.messages("U0ADA", "D0ADA") if one["ts"] >= digest["ts"]]
    assert "shipped the secret" not in words(since)
    assert words(since).count("That is not there any more.") == 4  # as text and as block, twice


async def test_weeks_later_a_discreet_digest_still_is_what_it_was_but_for_what_was_done(live: Live) -> None:
    client = live.client
    await client.clock(to=FRIDAY)
    await client.command("/win cut the bill, cost 800 -> 480")
    for line in ("add <@U0SAM> skip-level", "add Maria Lopez sponsor"):
        await client.command(f"/vouch {line}")
    await configure(live, discreet=["on"])
    [digest] = (await client.clock(to="2026-11-20T15:00:00+00:00"))["messages"]
    where = {"channel": "D0ADA", "ts": digest["ts"]}

    async def press(action: str, **more: str) -> dict[str, Any]:
        await client.action(action, **where, **more)
        await live.settle()
        return next(one for one in await client.messages("U0ADA", "D0ADA") if one["ts"] == digest["ts"])

    await client.clock(to="2026-12-14T09:00:00+00:00")
    for line in ("/win won the renewal, $120k", "/vouch add Tom Ford manager", "/met Maria Lopez coffee"):
        await client.command(line)
    opened = await press(ids.DIGEST_SHOW)
    told = next(block["block_id"] for block in opened["blocks"] if str(block["block_id"]).endswith(":1:answer"))
    assert words(opened).count("cut the bill, cost") >= 2
    await press(ids.PROPOSALS_TOLD, block_id=told)
    hidden = await press(ids.DIGEST_HIDE)
    assert hidden["text"] == digest["text"]
    assert [block["type"] for block in hidden["blocks"]] == [block["type"] for block in digest["blocks"]]
    again = words(await press(ids.DIGEST_SHOW))
    assert [word for word in ("renewal", "Tom Ford", told) if word in again] == []


async def test_nothing_this_week_is_noted_in_a_discreet_digest_and_stays_noted_in_it(live: Live) -> None:
    client = live.client
    await client.clock(to=FRIDAY)
    await client.command("/win shipped the secret queue")
    await configure(live, discreet=["on"])
    await client.clock(to="2026-11-20T15:00:00+00:00")
    [digest] = (await client.clock(to="2026-11-27T15:00:00+00:00"))["messages"]
    assert digest["text"] == "Your week is ready: nothing recorded."
    where = {"channel": "D0ADA", "ts": digest["ts"]}
    for pressed, noted in ((ids.WEEK_QUIET, 1), (ids.DIGEST_SHOW, 1), (ids.DIGEST_HIDE, 1), (ids.WEEK_UNDO, 0)):
        await client.action(pressed, **where)
        await live.settle()
        [shown] = [one for one in await client.messages("U0ADA", "D0ADA") if one["ts"] == digest["ts"]]
        assert words(shown["blocks"]).count("counts against nothing") == noted
        assert "secret" not in words(shown)
    assert [block["type"] for block in shown["blocks"]] == [block["type"] for block in digest["blocks"]]


async def test_a_discreet_nudge_names_nobody_until_it_is_opened(live: Live) -> None:
    client = live.client
    await client.clock(to="2026-11-16T09:00:00+00:00")
    await client.command("/vouch add <@U0RUI> sponsor")
    await configure(live, discreet=["on"])
    await client.clock(to="2026-11-24T09:00:00+00:00")
    [nudge] = (await client.clock(to="2026-11-25T09:00:05+00:00"))["messages"]
    assert nudge["text"] == "1 person is good to talk to this week."
    assert "U0RUI" not in words(nudge["blocks"])
    where = {"channel": "D0ADA", "ts": nudge["ts"]}
    await client.action(ids.NUDGE_SHOW, **where)
    await live.settle()
    [opened] = [one for one in await client.messages("U0ADA", "D0ADA") if one["ts"] == nudge["ts"]]
    assert "<@U0RUI>" in words(opened["blocks"])
    await client.action(ids.NUDGE_HIDE, **where)
    await live.settle()
    [hidden] = [one for one in await client.messages("U0ADA", "D0ADA") if one["ts"] == nudge["ts"]]
    assert "U0RUI" not in words(hidden)
