"""Drafts about oneself, from the command, the digest and Home to what is noted as sent, through the sandbox."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import ids
from bot.domain.awareness import How
from bot.domain.outcomes import NotSaved
from bot.domain.wins import NewWin
from bot.services import awareness, summaries, wins
from tests.conftest import ADA, Live

FRIDAY = "2026-12-04T14:00:05+00:00"  # 15:00 in Berlin
NEXT_FRIDAY = "2026-12-11T14:00:05+00:00"
THREE_WEEKS_ON = "2026-12-22T09:00:00+00:00"
MONDAY = "2026-11-30T09:00:00+00:00"
Json = dict[str, Any]


@pytest.fixture
async def monday(live: Live) -> Live:
    await live.client.clock(to=MONDAY)
    return live


@pytest.fixture(params=["socket", "http"])
async def either(
    request: pytest.FixtureRequest, start_live: Callable[..., AbstractAsyncContextManager[Live]]
) -> AsyncIterator[Live]:
    async with start_live(deliver=request.param) as running:
        await running.client.clock(to=MONDAY)
        yield running


async def window(live: Live, as_: str = "U0ADA") -> Json:
    await live.settle()
    found: Json = (await live.client.state(as_))["modals"][-1]
    return found


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def text_in(modal: Json) -> str:
    """What stands in the field of the editor."""
    (field,) = [block for block in modal["blocks"] if block.get("block_id", "").startswith("text:")]
    return str(field["element"].get("initial_value", ""))


def text_block(modal: Json) -> str:
    return next(str(block["block_id"]) for block in modal["blocks"] if block.get("block_id", "").startswith("text:"))


def button(modal: Json, action_id: str) -> Json:
    elements: list[Json] = [element for block in modal["blocks"] for element in block.get("elements", ())]
    return next(element for element in elements if element.get("action_id") == action_id)


def copied(modal: Json) -> str:
    (block,) = [block for block in modal["blocks"] if block["type"] == "rich_text"]
    return str(block["elements"][0]["elements"][0]["text"])


def private() -> NewWin:
    return NewWin("led the layoffs", date(2026, 11, 30), private=True)


async def with_wins(live: Live) -> Live:
    client = live.client
    await client.command("/win Ship the queue, p95 800ms -> 480ms <@U0PRIYA> https://example.com/pr")
    await client.command("/win Runbook is live")
    await live.vouch.db.write(wins.log_new, ADA, private(), None, "k-private", datetime(2026, 11, 30, 9, tzinfo=UTC))
    await client.command("/vouch add <@U0RUI> sponsor")
    await client.command("/vouch add Maria Lopez manager")
    return live


async def known_to_somebody(live: Live) -> list[str]:
    """Which of her wins somebody knows by a draft that was sent."""
    now = datetime(2026, 12, 1, tzinfo=UTC)
    found = [await live.vouch.db.read(awareness.see_win, ADA, id_, 0, now) for id_ in (1, 2, 3)]
    return [one.win.title for one in found if any(knowing.how == How.SENT_DRAFT for knowing in one.knowing)]


@pytest.mark.both_databases
async def test_a_draft_is_edited_copied_and_noted_as_sent_and_that_is_undone(either: Live) -> None:
    live, client = await with_wins(either), either.client
    await client.command("/vouch summary for <@U0RUI>")
    editor = await window(live)
    written = text_in(editor)
    assert "shipped the queue" in written
    assert "p95 from 800 ms to 480 ms" in written
    assert "layoffs" not in words(editor)
    assert "Priya" not in written  # a sponsor is not told who was there
    await client.submit(editor["id"], {text_block(editor): {ids.SUMMARY_TEXT: "My own words <b> & more"}})
    ready = await window(live)
    assert copied(ready) == "My own words <b> & more"
    assert button(ready, ids.SUMMARY_DM)["url"] == "slack://user?team=T0ACME&id=U0RUI"
    await client.action(ids.SUMMARY_SENT, view_id=ready["id"])
    asked = await window(live)
    assert asked["blocks"][2]["element"]["initial_users"] == ["U0RUI"]
    await client.submit(asked["id"], {})
    noted = await window(live)
    assert "*Noted:* <@U0RUI> knows of it now." in words(noted)
    assert len(await known_to_somebody(live)) == 2
    await client.action(ids.SUMMARY_UNDO, view_id=noted["id"])
    assert "*Undone.*" in words(await window(live))
    assert await known_to_somebody(live) == []
    for somebody in ("U0RUI", "U0MAYA", "U0ZOE"):
        assert "My own words" not in words(await client.state(somebody))


async def test_choices_write_it_anew_but_what_was_typed_stays_until_asked(live: Live) -> None:
    client = (await with_wins(live)).client
    await client.command("/vouch summary")
    editor = await window(live)
    manager = text_in(editor)
    assert "Priya" in manager
    await client.action("summary.audience", view_id=editor["id"], value="sponsor")
    sponsor = text_in(await window(live))
    assert sponsor != manager
    typed = {text_block(await window(live)): {ids.SUMMARY_TEXT: "Mine now"}}
    await client.action("summary.span", view_id=editor["id"], value="quarter", values=typed)
    kept = await window(live)
    assert text_in(kept) == "Mine now"
    assert "stays as it is" in words(kept)
    await client.action(ids.SUMMARY_ANEW, view_id=editor["id"])
    anew = await window(live)
    assert "over the last three months" in text_in(anew).lower()
    await client.action("summary.since", view_id=editor["id"], value="2026-09-01")
    assert "since tue 1 sep" in text_in(await window(live)).lower()
    await client.action("summary.person", view_id=editor["id"], value="U0RUI")
    assert "your sponsor" in words(await window(live))
    await client.submit(editor["id"], {})
    ready = await window(live)
    await client.action(ids.SUMMARY_EDIT, view_id=ready["id"])
    assert text_in(await window(live)) == copied(ready)


async def test_somebody_outside_slack_is_noted_by_name(live: Live) -> None:
    client = (await with_wins(live)).client
    await client.command("/vouch summary since 1 sep for maria lopez")
    editor = await window(live)
    assert "For Maria Lopez, your manager." in words(editor)
    await client.submit(editor["id"], {})
    ready = await window(live)
    assert ids.SUMMARY_DM not in words(ready)
    await client.action(ids.SUMMARY_SENT, view_id=ready["id"])
    asked = await window(live)
    await client.submit(asked["id"], {})
    assert "*Noted:* Maria Lopez knows of it now." in words(await window(live))


async def test_the_digest_leads_to_its_own_week_also_weeks_later(monday: Live) -> None:
    live, client = await with_wins(monday), monday.client
    (digest,) = [one for one in (await client.clock(to=FRIDAY))["messages"] if "queue" in words(one)]
    await client.clock(to=THREE_WEEKS_ON)
    pressed = {"channel": "D0ADA", "ts": digest["ts"]}
    await client.action(ids.SUMMARY_OPEN, **pressed)
    editor = await window(live)
    assert "shipped the queue" in text_in(editor)
    assert "in the week to Fri 4 Dec" in text_in(editor)
    await client.action("summary.audience", view_id=editor["id"], value="peer")
    assert "in the week to Fri 4 Dec" in text_in(await window(live))
    await client.action("summary.span", view_id=editor["id"], value="week")
    assert "No win this week that can be told." in words(await window(live))
    await client.action(ids.SUMMARY_SENT, **pressed)
    asked = await window(live)
    refused = await client.submit(asked["id"], {"people": {"people": []}})
    assert "Choose whom you sent it to." in words([refused, await window(live)])
    refused = await client.submit(asked["id"], {"people": {"people": ["U0SAM"]}})
    assert "add them first" in words([refused, await window(live)])
    await client.submit(asked["id"], {"people": {"people": ["U0RUI"]}})
    assert "knows of it now" in words(await window(live))
    await client.action(ids.SUMMARY_SENT, **pressed)
    again = await window(live)
    await client.submit(again["id"], {"people": {"people": ["U0RUI"]}})
    assert "knew of that already" in words(await window(live))


async def test_a_draft_opened_from_a_digest_tells_what_the_digest_told(live: Live) -> None:
    client = live.client
    await client.clock(to="2026-12-04T09:00:00+00:00")
    await client.command("/win shipped the queue")
    await client.clock(to=FRIDAY)  # the day's digest tells it
    await client.command("/win wrote the memo")  # later on that Friday
    (digest,) = [one for one in (await client.clock(to=NEXT_FRIDAY))["messages"] if "memo" in words(one)]
    pressed = {"channel": "D0ADA", "ts": digest["ts"]}
    await client.action(ids.SUMMARY_OPEN, **pressed)
    written = text_in(await window(live))
    assert ("I wrote the memo" in written, "queue" in written, written in words(digest)) == (True, False, True)
    await client.action(ids.SUMMARY_SENT, **pressed)
    assert "queue" not in words(await window(live))


async def test_what_was_deleted_before_it_is_noted_as_sent_is_said_to_be_gone(live: Live) -> None:
    client = live.client
    await client.command("/win shipped it")
    await client.command("/vouch add <@U0RUI> sponsor")
    await client.command("/vouch summary for <@U0RUI>")
    await client.submit((await window(live))["id"], {})
    await client.action(ids.SUMMARY_SENT, view_id=(await window(live))["id"])
    await live.vouch.db.write(wins.undo, ADA, 1, "k-gone", live.vouch.clock.now())
    answered = await client.submit((await window(live))["id"], {})
    assert "None of the wins that it told is there any more" in words([answered, await window(live)])


async def test_from_home_and_with_nothing_to_tell(live: Live) -> None:
    client = live.client
    await client.clock(to=MONDAY)
    await client.command("/win shipped it on 1 sep")
    await client.home()
    await client.action(ids.SUMMARY_OPEN, home=True)
    editor = await window(live)
    assert "No win this week that can be told." in words(editor)
    refused = await client.submit(editor["id"], {})
    assert "There is nothing to send yet." in words([refused, await window(live)])
    await client.action("summary.since", view_id=editor["id"], value="2026-08-01")
    assert "I shipped it" in text_in(await window(live))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("tomorrow for @x", "Write it like"),
        ("for nobody known", "nobody named “nobody known”"),
        ("since 2999-01-01", "Write it like"),
        ("for", "Write it like"),
    ],
)
async def test_a_line_that_means_nothing_gets_usage_and_comes_back(live: Live, line: str, said: str) -> None:
    await live.client.command("/win shipped it")
    (answer,) = (await live.client.command(f"/vouch summary {line}"))["ephemerals"]
    assert said in words(answer)
    assert f"summary {line}" in words(answer) or line in words(answer)


async def test_who_has_not_begun_is_told_where_to(live: Live) -> None:
    (answer,) = (await live.client.command("/vouch summary"))["ephemerals"]
    assert "You have not recorded anything yet." in words(answer)


@pytest.mark.parametrize("value", ["", "x", "2026-12-01", "2026-12-01T00:00:00", "9" * 300])
async def test_a_bent_undo_takes_nothing_back(live: Live, value: str) -> None:
    client = (await with_wins(live)).client
    await client.command("/vouch summary for <@U0RUI>")
    await client.submit((await window(live))["id"], {})
    await client.action(ids.SUMMARY_SENT, view_id=(await window(live))["id"])
    await client.submit((await window(live))["id"], {})
    sent = await known_to_somebody(live)
    assert len(sent) == 2
    payload = await client.last("action")
    payload["actions"] = [{"type": "button", "action_id": ids.SUMMARY_UNDO, "value": value, "action_ts": "1.7"}]
    assert (await client.inject("interactive", payload))["ok"]
    await live.settle()
    assert await known_to_somebody(live) == sent


async def type_into(live: Live, editor: Json, text: str) -> None:
    values = {text_block(editor): {ids.SUMMARY_TEXT: text}}
    await live.client.action(ids.SUMMARY_TEXT, view_id=editor["id"], value=text, values=values)
    await live.settle()


@pytest.mark.both_databases
async def test_what_was_typed_is_there_again_after_the_window_was_closed(either: Live) -> None:
    live, client = await with_wins(either), either.client
    await client.command("/vouch summary for <@U0RUI>")
    editor = await window(live)
    for text in ("My own", "My own words"):
        await type_into(live, editor, text)
    assert (await window(live))["hash"] == editor["hash"]  # nothing moves under the person's fingers
    await client.close(editor["id"])

    await client.command("/vouch summary for <@U0RUI>")
    again = await window(live)
    assert text_in(again) == "My own words"
    await client.action(ids.SUMMARY_ANEW, view_id=again["id"])
    anew = await window(live)
    assert "shipped the queue" in text_in(anew)
    assert "The text that you typed last (Mon 30 Nov) is kept." in words(anew)
    await client.action(ids.SUMMARY_TYPED, view_id=again["id"])
    assert text_in(await window(live)) == "My own words"
    await client.close(again["id"])

    await client.command("/vouch summary month")
    other = await window(live)
    assert "shipped the queue" in text_in(other)
    assert "is kept" in words(other)
    await client.action(ids.SUMMARY_TYPED, view_id=other["id"])
    assert text_in(await window(live)) == "My own words"
    await client.close(other["id"])

    await client.command("/win wrote the plan", as_="U0MAYA")
    await client.command("/vouch summary", as_="U0MAYA")
    theirs = await window(live, "U0MAYA")
    assert "is kept" not in words(theirs)
    payload = await client.last("action") | {"user": {"id": "U0MAYA", "team_id": "T0ACME"}}
    assert (await client.inject("interactive", payload))["ok"]
    await live.settle()
    assert "My own words" not in words(await client.state("U0MAYA"))


async def test_what_was_made_ready_is_there_again_too(live: Live) -> None:
    client = (await with_wins(live)).client
    await client.command("/vouch summary")
    editor = await window(live)
    await type_into(live, editor, "Min")
    await client.submit(editor["id"], {text_block(editor): {ids.SUMMARY_TEXT: "Mine"}})
    await client.close((await window(live))["id"])
    await client.command("/vouch summary")
    assert text_in(await window(live)) == "Mine"


async def test_a_text_that_was_not_changed_or_is_the_draft_again_is_not_kept(live: Live) -> None:
    client = (await with_wins(live)).client
    await client.command("/vouch summary")
    editor = await window(live)
    written = text_in(editor)
    for text in (written, "Mine", written):
        await type_into(live, editor, text)
    await client.close(editor["id"])
    await client.command("/vouch summary month")
    assert "is kept" not in words(await window(live))


async def test_what_cannot_be_kept_while_it_is_typed_says_nothing_and_stays_in_the_window(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise NotSaved("busy")

    client = (await with_wins(live)).client
    await client.command("/vouch summary")
    editor = await window(live)
    with monkeypatch.context() as patched:
        patched.setattr(summaries, "keep_typed", fail)
        await type_into(live, editor, "Mine")
    assert [view["id"] for view in (await client.state())["modals"]] == [editor["id"]]
    await client.submit(editor["id"], {text_block(editor): {ids.SUMMARY_TEXT: "Mine"}})
    assert copied(await window(live)) == "Mine"
