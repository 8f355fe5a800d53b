"""The inbox through the sandbox: praise and drafts in one list, several finished at once; and what others see of it."""

import json
from typing import Any

import pytest

from bot import ids
from bot.domain.evidence import Captured, Reading
from bot.domain.inbox import Item
from bot.domain.wins import Category, NewWin, Win, WinState
from bot.services import evidence, inbox, wins
from sandbox.wire import Json
from tests.conftest import ADA, Live

PLACE = "C0GENERAL"
OTHERS = ("U0MAYA", "U0LEO", "U0PRIYA", "U0ZOE")


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


@pytest.fixture(autouse=True)
async def start(live: Live) -> None:
    await begin(live)


async def begin(live: Live) -> None:
    """Ada is a member and follows Maya; nobody else uses Vouch."""
    await live.client.command("/win shipped it", channel="C0PLATFORM")
    await live.client.command("/vouch add <@U0MAYA> sponsor", channel="C0PLATFORM")
    await live.settle()


async def waiting(live: Live) -> tuple[Item, ...]:
    await live.settle()
    return (await live.vouch.db.read(inbox.see_inbox, ADA, 0, live.vouch.clock.now())).items


async def drafts(live: Live, *texts: str) -> list[Win]:
    """A draft by Ada's reaction to each of these messages, the newest last."""
    for text in texts:
        ts = await live.client.message(text, as_="U0LEO", channel="C0PLATFORM")
        await live.client.react("C0PLATFORM", ts, "trophy")
        await live.settle()
    return [item.win for item in reversed(await waiting(live))]


async def listed(live: Live, line: str = "/vouch inbox") -> Json:
    (message,) = (await live.client.command(line))["ephemerals"]
    return dict(message)


async def opened(live: Live, message: Json | None = None) -> Json:
    """The window for several drafts, from the list."""
    message = message or await listed(live)
    answer = await live.client.action(ids.INBOX_OPEN, channel=PLACE, ts=message["ts"])
    assert answer["ok"], answer
    return await window(live)


async def window(live: Live) -> Json:
    await live.settle()
    return dict((await live.client.state())["modals"][-1])


async def submit(live: Live, view: Json, filled: dict[str, Any]) -> Json:
    """`filled` names fields by what is chosen or typed in them."""
    values = {name: {name: value} for name, value in filled.items()}
    return await live.client.submit(view["id"], values)


# Praise


async def test_praise_waits_in_the_inbox_and_nobody_is_told(live: Live) -> None:
    ts = await live.client.message("The migration is through, *no* downtime\nThanks all", as_="U0ADA")
    for who in ("U0MAYA", "U0LEO", "U0PRIYA"):
        await live.client.react(PLACE, ts, "trophy::skin-tone-3", as_=who)
    (item,) = await waiting(live)
    assert (item.win.title, item.win.source, item.praised_by) == (
        "The migration is through, *no* downtime",
        "praise",
        ("U0MAYA", "U0LEO", "U0PRIYA"),
    )
    assert item.win.evidence[0].reading is Reading.READ
    assert len(item.win.known_by) == 1  # Maya, who is on Ada's list
    shown = words((await listed(live))["blocks"])
    assert "<@U0MAYA> and 2 others praised this" in shown
    for method in ("chat.postMessage", "chat.postEphemeral", "conversations.open"):
        assert await live.client.calls(method) == []
    for other in OTHERS:
        assert "Vouch" not in words([m["text"] for m in await live.client.messages(other, PLACE)])


async def test_praise_taken_back_takes_the_draft_along(live: Live) -> None:
    ts = await live.client.message("The migration is through", as_="U0ADA")
    await live.client.react(PLACE, ts, "trophy", as_="U0MAYA")
    await live.client.inject("events_api", await live.client.last("event"))
    assert [item.praised_by for item in await waiting(live)] == [("U0MAYA",)]
    await live.client.unreact(PLACE, ts, "trophy", as_="U0MAYA")
    assert await waiting(live) == ()
    await live.client.react(PLACE, ts, "trophy", as_="U0LEO")
    assert [item.praised_by for item in await waiting(live)] == [("U0LEO",)]


async def test_between_two_members_one_reaction_is_praise_and_a_draft_of_ones_own(live: Live) -> None:
    await live.client.command("/win anything", as_="U0MAYA", channel="C0PLATFORM")
    ts = await live.client.message("The migration is through", as_="U0ADA")
    await live.client.react(PLACE, ts, "trophy", as_="U0MAYA")
    assert [item.win.source for item in await waiting(live)] == ["praise"]
    assert "Draft saved" in words(await live.client.messages("U0MAYA", PLACE))
    event = await live.client.last("event")
    await live.client.inject("events_api", event)
    await live.client.inject("events_api", event | {"event_id": "Ev0AGAIN"})
    assert len(await waiting(live)) == 1
    await live.client.unreact(PLACE, ts, "trophy", as_="U0MAYA")
    assert await waiting(live) == ()
    assert "Nothing waits" in words(await live.client.command("/vouch inbox", as_="U0MAYA"))


async def test_ones_own_reaction_to_ones_own_message_is_no_praise(live: Live) -> None:
    ts = await live.client.message("The migration is through", as_="U0ADA")
    await live.client.react(PLACE, ts, "trophy")
    assert [(item.win.source, item.praised_by) for item in await waiting(live)] == [("reaction", ())]


async def test_strangers_and_guests_praise_and_bots_do_not(live: Live) -> None:
    ts = await live.client.message("The launch is through", as_="U0ADA", channel="C0SHARED")
    await live.client.react("C0SHARED", ts, "trophy", as_="U0STELLA")
    assert [item.praised_by for item in await waiting(live)] == [("U0STELLA",)]
    event = await live.client.last("event")
    for number, (user, bot) in enumerate((("U0GUEST", None), ("USLACKBOT", None), ("U0DEPLOY", "B0DEPLOY"))):
        changed = event["event"] | {"user": user} | ({"bot_id": bot} if bot else {})
        await live.client.inject("events_api", event | {"event": changed, "event_id": f"Ev0BOT{number}"})
    assert [item.praised_by for item in await waiting(live)] == [("U0STELLA", "U0GUEST")]


async def test_an_app_that_reacts_like_a_person_praises_nobody(live: Live) -> None:
    ts = await live.client.message("Migrated everything", channel="C0PLATFORM")
    await live.client.react("C0PLATFORM", ts, "trophy", as_="U0DEPLOY")
    await live.settle()
    assert await waiting(live) == ()
    await live.client.react("C0PLATFORM", ts, "trophy", as_="U0LEO")
    await live.settle()
    assert [item.praised_by for item in await waiting(live)] == [("U0LEO",)]


async def test_another_emoji_and_a_deactivated_author_are_no_praise(live: Live) -> None:
    ts = await live.client.message("The migration is through", as_="U0ADA")
    await live.client.react(PLACE, ts, "tada", as_="U0MAYA")
    await live.client.user("U0ADA", deleted=True)
    await live.settle()
    await live.client.react(PLACE, ts, "trophy", as_="U0MAYA")
    assert await waiting(live) == ()


async def test_praise_of_a_kept_win_is_shown_beside_it(live: Live) -> None:
    ts = await live.client.message("The migration is through", as_="U0ADA")
    await live.client.react(PLACE, ts, "trophy")
    (item,) = await waiting(live)
    new = NewWin("Migrated <!channel>", item.win.happened_on)
    await live.vouch.db.write(wins.save, ADA, item.win.id, 1, new, "", live.vouch.clock.now())
    await live.client.react(PLACE, ts, "trophy", as_="U0MAYA")
    assert await waiting(live) == ()
    shown = words((await listed(live))["blocks"])
    assert "Nothing waits in your inbox." in shown
    assert "Migrated &lt;!channel&gt;\\n<@U0MAYA> praised this" in shown


# Several at once


async def test_whoever_works_on_one_keeps_only_that_one(live: Live) -> None:
    one, two, three = await drafts(live, "Cut the build time", "Second thing", "Third thing")
    view = await opened(live)
    chosen = {f"choice:{one.id}": "keep", f"title:{one.id}": "Cut the build time by half", f"title:{two.id}": "Second"}
    await submit(live, view, chosen)
    done = words((await window(live))["blocks"])
    assert "*Saved 1 win, 1 edited and left for later.* 2 drafts wait." in done
    states = [
        (found.title, found.state) for found in [await live.vouch.db.read(wins.see, ADA, w.id) for w in (two, three)]
    ]
    assert states == [("Second", WinState.DRAFT), ("Third thing", WinState.DRAFT)]


async def test_several_drafts_are_kept_left_and_dismissed_at_once(live: Live) -> None:
    one, two, three, four = await drafts(live, "Cut the build time", "Second thing", "Third thing", "Fourth thing")
    view = await opened(live)
    assert "1–4 of 4" in words(view["blocks"])
    assert ">Cut the build time" in words(view["blocks"])
    answer = await submit(
        live,
        view,
        {
            f"choice:{one.id}": "keep",
            f"title:{one.id}": "Cut the build time by half 🎉",
            f"measure:{one.id}": "20min -> 10min",
            f"impact:{one.id}": "Everybody ships twice as often",
            f"category:{one.id}": "performance",
            f"tell:{one.id}": ["1"],
            f"choice:{two.id}": "later",
            f"title:{two.id}": "Second thing, in better words",
            f"choice:{three.id}": "dismiss",
            f"title:{three.id}": "",
            f"choice:{four.id}": "later",
        },
    )
    assert answer["ok"], answer
    done = await window(live)
    assert "Saved 1 win, dismissed 1, 1 edited and left for later.* 2 drafts wait." in words(done["blocks"])
    kept = await live.vouch.db.read(wins.see, ADA, one.id)
    assert (
        kept.state,
        kept.title,
        kept.impact,
        kept.category,
        kept.measures[0].as_typed,
        kept.evidence[0].snapshot,
    ) == (
        WinState.KEPT,
        "Cut the build time by half 🎉",
        "Everybody ships twice as often",
        Category.PERFORMANCE,
        "20min -> 10min",
        "Cut the build time",
    )
    left = await waiting(live)
    assert [(item.win.title, item.win.version) for item in left] == [
        ("Fourth thing", 1),
        ("Second thing, in better words", 2),
    ]
    told = (await live.vouch.db.read(inbox.look_up, ADA, [one.id], live.vouch.clock.now())).items[0].tell
    assert told == (1,)
    await live.client.action(ids.INBOX_UNDO, view_id=done["id"])
    assert "1 draft is in your inbox again.* 3 drafts wait." in words((await window(live))["blocks"])
    assert [item.win.title for item in await waiting(live)][1] == "Third thing"


async def test_what_is_wrong_is_said_in_its_field_and_nothing_is_stored(live: Live) -> None:
    one, two = await drafts(live, "First thing", "Second thing")
    view = await opened(live)
    wrong = {
        f"choice:{one.id}": "keep",
        f"title:{one.id}": " ",
        f"measure:{one.id}": "<!channel>",
        f"choice:{two.id}": "keep",
    }
    answer = await submit(live, view, wrong)
    assert answer["errors"] == {
        f"title:{one.id}": "A win needs a title: a few words that say what you achieved.",
        f"measure:{one.id}": "There is no number in “<!channel>”. Write it like 800ms -> 480ms, 30% or $120k.",
    }
    assert len(await waiting(live)) == 2
    assert (await submit(live, view, wrong | {f"title:{one.id}": "Mine", f"measure:{one.id}": ""}))["ok"]
    assert await waiting(live) == ()


async def test_a_draft_changed_elsewhere_is_shown_again_and_the_others_are_saved(live: Live) -> None:
    one, two, three = await drafts(live, "First thing", "Second thing", "Third thing")
    view = await opened(live)
    now = live.vouch.clock.now()
    await live.vouch.db.write(wins.save, ADA, one.id, 1, NewWin("Kept elsewhere", now.date()), "", now)
    await live.vouch.db.write(wins.undo, ADA, two.id, "", now)
    typed = {
        **{f"choice:{win.id}": "keep" for win in (one, two, three)},
        f"title:{one.id}": "My own words",
        f"title:{two.id}": "Words for what is gone",
    }
    await submit(live, view, typed)
    again = await window(live)
    shown = words(again["blocks"])
    assert "One draft was changed somewhere else in the meantime and not saved." in shown
    assert "Saved 1 win" in shown
    assert "1. Stored now (kept):* Kept elsewhere" in shown
    assert ">Words for what is gone" in shown
    assert '"initial_value": "My own words"' in shown
    assert (await live.vouch.db.read(wins.see, ADA, three.id)).state is WinState.KEPT
    await submit(live, again, {f"choice:{one.id}": "later"})
    assert (await live.vouch.db.read(wins.see, ADA, one.id)).title == "Kept elsewhere"


async def test_mine_can_be_saved_over_what_was_stored_elsewhere(live: Live) -> None:
    (one,) = await drafts(live, "First thing")
    view = await opened(live)
    now = live.vouch.clock.now()
    await live.vouch.db.write(wins.save, ADA, one.id, 1, NewWin("Kept elsewhere", now.date()), "", now)
    await submit(live, view, {f"choice:{one.id}": "keep", f"title:{one.id}": "My own words"})
    await submit(live, await window(live), {f"choice:{one.id}": "keep"})
    assert (await live.vouch.db.read(wins.see, ADA, one.id)).title == "My own words"
    assert "Saved 1 win.* Nothing waits any more." in words((await window(live))["blocks"])


async def test_a_submission_delivered_twice_stores_once(live: Live) -> None:
    (one,) = await drafts(live, "First thing")
    view = await opened(live)
    await submit(live, view, {f"choice:{one.id}": "keep", f"title:{one.id}": "Mine"})
    again = await live.client.inject("interactive", await live.client.last("submission"))
    assert "Saved 1 win" in words(again)  # the first answer, once more
    assert (await live.vouch.db.read(wins.see, ADA, one.id)).version == 2


async def test_a_draft_without_text_can_be_finished(live: Live) -> None:
    await live.client.fault("reactions.get", error="channel_not_found", times=2)
    ts = await live.client.message("Never read", as_="U0ADA")
    await live.client.react(PLACE, ts, "trophy", as_="U0MAYA")
    (item,) = await waiting(live)
    message = await listed(live)
    assert "_A message of yours_" in words(message["blocks"])
    view = await opened(live, message)
    assert "Vouch is not in that conversation" in words(view["blocks"])
    assert '"value": "later"}' in words(view["blocks"])
    await submit(live, view, {f"choice:{item.win.id}": "keep", f"title:{item.win.id}": "Mine"})
    assert (await live.vouch.db.read(wins.see, ADA, item.win.id)).title == "Mine"


async def test_two_hundred_drafts_are_turned_and_finished_five_at_a_time(live: Live) -> None:
    def add(session: Any) -> None:
        for number in range(200):
            place = Captured("C0GENERAL", f"{1763600000 + number}.000100", author="U0MAYA")
            evidence.draft_by_reaction(session, ADA, place, f"{1763700000 + number}.000100", "", live.vouch.clock.now())

    await live.vouch.db.write(add)
    message = await listed(live)
    assert "200 drafts wait in your inbox, 1–10" in message["text"]
    await live.client.action(ids.INBOX_PAGES[1], channel=PLACE, ts=message["ts"])
    await live.settle()
    turned = (await live.client.messages("U0ADA", PLACE))[-1]
    assert "200 drafts wait in your inbox, 11–20" in turned["text"]
    assert "11–15 of 200" in words((await opened(live, turned))["blocks"])
    view = await opened(live, turned)
    behind = json.loads(view["private_metadata"])["behind"]
    await submit(live, view, {f"choice:{behind}": "dismiss"})
    done = await window(live)
    assert "Dismissed 1.* 199 drafts wait." in words(done["blocks"])
    await live.client.action(ids.INBOX_OPEN, view_id=done["id"])
    assert "15–19 of 199" in words((await window(live))["blocks"])


# What others see


async def test_with_anothers_ids_nothing_is_seen_and_nothing_changed(live: Live) -> None:
    (one,) = await drafts(live, "The secret blueprint")
    for who in ("U0MAYA", "U0ZOE"):
        await live.client.command("/win anything", as_=who)
        await live.client.message("hello", as_=who, channel="C0GENERAL" if who == "U0MAYA" else "C0OTHER")
    await submit(live, await opened(live), {f"choice:{one.id}": "later"})
    payload = await live.client.last("submission")
    for number, (who, team) in enumerate((("U0MAYA", "T0ACME"), ("U0ZOE", "T0OTHER"), ("U0LEO", "T0ACME"))):
        for choice in ("keep", "dismiss", "later"):
            forged = json.loads(words(payload))
            forged["user"].update(id=who, team_id=team)
            forged["team"]["id"] = team
            forged["view"]["blocks"] = []
            forged["view"]["state"]["values"][f"title:{one.id}"][f"title:{one.id}"]["value"] = "theirs"
            forged["view"]["state"]["values"][f"choice:{one.id}"][f"choice:{one.id}"] = {
                "type": "static_select",
                "selected_option": {"value": choice},
            }
            forged["view"]["hash"] = f"{number}.{choice}"
            answer = await live.client.inject("interactive", forged)
            assert "The secret blueprint" not in words(answer["ack"]["view"])
            assert ids.WIN_RESTORE not in words(answer)
    assert [(item.win.title, item.win.version) for item in await waiting(live)] == [("The secret blueprint", 1)]


# Other ways in


async def finish_one(live: Live) -> None:
    ts = await live.client.message("The migration is through", as_="U0ADA")
    await live.client.react(PLACE, ts, "trophy", as_="U0MAYA")
    (item,) = await waiting(live)
    view = await opened(live)
    await submit(live, view, {f"choice:{item.win.id}": "keep"})
    assert "Saved 1 win.* Nothing waits any more." in words((await window(live))["blocks"])


async def test_over_signed_http(live_http: Live) -> None:
    await begin(live_http)
    await finish_one(live_http)


@pytest.mark.on_postgres
async def test_on_postgresql(live: Live) -> None:
    await finish_one(live)
