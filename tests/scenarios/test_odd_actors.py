"""People and things that are not just members: strangers, guests, the deactivated, apps, groups, channels, emoji."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import ids
from bot.store.tables import conversations, evidence, members, stakeholders, wins
from sandbox.wire import Json
from tests.conftest import Live

PLACE, SHARED = "C0GENERAL", "C0SHARED"


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


async def counted(live: Live, *tables: Any) -> list[int]:
    def count(session: Any) -> list[int]:
        return [int(session.scalar(select(func.count()).select_from(table))) for table in tables]

    return await live.vouch.db.read(count)


async def said(live: Live, line: str, as_: str = "U0ADA", channel: str = PLACE) -> str:
    answer = await live.client.command(line, as_=as_, channel=channel)
    assert answer["ok"], answer
    await live.settle()
    return words(answer["ephemerals"])


async def private(live: Live, as_: str = "U0ADA", channel: str = PLACE) -> str:
    await live.settle()
    return words(await live.client.messages(as_, channel))


async def opened(live: Live) -> Json:
    await live.settle()
    (view,) = (await live.client.state())["modals"]
    await live.client.close(view["id"])
    return dict(view)


# Strangers (Slack Connect)


def estranged(payload: Json, kind: str) -> Json:
    """The payload as it would come from somebody of the partner's workspace who has Ada's very id there."""
    if kind == "event":
        payload["event"] |= {"user_team": "T0PARTNER"}
        payload["event_id"] += "X"
    else:
        payload["user"] |= {"team_id": "T0PARTNER"}
        payload["trigger_id"] = f"{payload['trigger_id']}9"
    return payload


@pytest.mark.both_databases
async def test_a_stranger_with_a_member_s_id_reads_and_changes_nothing_of_hers(live: Live) -> None:
    await said(live, "/win shipped the secret thing")
    ts = await live.client.message("look at this", as_="U0MAYA", channel=SHARED)
    await live.client.home()
    await live.client.action(ids.HOME_LOG_WIN, home=True, value=None)
    press = estranged(await live.client.last("action"), "action")
    await opened(live)
    calls = len(await live.client.calls("views.open"))
    for action_id in (ids.WIN_EDIT, ids.WIN_UNDO, ids.SAMPLES_ADD, ids.SETTINGS_OPEN):
        press["actions"][0] |= {"action_id": action_id, "value": "1", "action_ts": f"1799999999.{len(action_id):06}"}
        await live.client.inject("interactive", press)
    await live.client.shortcut(ids.SHORTCUT_SAVE_AS_WIN, channel=SHARED, ts=ts)
    shortcut = await live.client.last("shortcut")
    view = await opened(live)
    await live.client.inject("interactive", estranged(shortcut, "shortcut"))
    await live.settle()
    assert (await live.client.state())["modals"] == []
    new = [call["args"] for call in (await live.client.calls("views.open"))[calls:]]
    assert "shipped the secret thing" not in words(new)
    assert await counted(live, members, wins) == [1, 1]
    assert "in another workspace than yours" in words(await live.client.calls())
    assert view["callback_id"] == ids.MODAL_WIN


async def test_a_stranger_s_submission_and_suggestions_are_refused(live: Live) -> None:
    await live.client.command("/win", channel=PLACE)
    view = await opened(live)
    await live.client.command("/win", channel=PLACE)
    await live.settle()
    (view,) = (await live.client.state())["modals"]
    await live.client.submit(view["id"], {"*": {"title": "mine"}})
    sent = estranged(await live.client.last("submission"), "submission")
    sent["view"] |= {"id": "V0OTHER", "hash": "1.x"}
    answer = await live.client.inject("interactive", sent)
    assert "in another workspace than yours" in words(answer["ack"])
    asked = sent | {"type": "block_suggestion", "action_id": "x", "block_id": "x", "value": "mine"}
    answer = await live.client.inject("interactive", asked)
    assert not (answer["ack"] or {}).get("options")
    assert await counted(live, wins, members) == [1, 1]


async def test_a_stranger_s_reactions_start_nobody_and_a_stranger_can_be_somebody_with_a_say(live: Live) -> None:
    theirs = await live.client.message("we love the new API", as_="U0STELLA", channel=SHARED)
    await live.client.react(SHARED, theirs, "trophy", as_="U0STELLA")
    await live.client.react(SHARED, theirs, "handshake", as_="U0STELLA")
    await live.settle()
    assert await counted(live, members) == [0]
    assert "Conversation with <@U0STELLA>" in await said(live, "/met <@U0STELLA> call about the API", channel=SHARED)
    await live.client.react(SHARED, theirs, "trophy")
    await live.settle()
    assert await counted(live, members, wins) == [1, 1]
    (snapshot,) = await live.vouch.db.read(lambda session: list(session.scalars(select(evidence.c.snapshot))))
    assert snapshot == "we love the new API"
    await live.client.shortcut(ids.SHORTCUT_LOG_CONVERSATION, channel=SHARED, ts=theirs)
    assert '"initial_users": ["U0STELLA"]' in words(await opened(live))


async def test_what_slack_says_of_a_stranger_changes_no_member(live: Live) -> None:
    await said(live, "/win shipped it")
    user = {"id": "U0ADA", "team_id": "T0PARTNER", "deleted": True, "tz": "Asia/Tokyo"}
    body = {"type": "event_callback", "team_id": "T0ACME", "event_id": "EvSTRANGER"}
    await live.client.inject("events_api", body | {"event": {"type": "user_change", "user": user}})
    await live.settle()
    rows = await live.vouch.db.read(lambda session: session.execute(select(members.c.zone, members.c.inactive)).all())
    assert [tuple(row) for row in rows] == [("Europe/Berlin", False)]


# Guests, W ids, the deactivated, apps


async def test_a_guest_may_use_it_all(live: Live) -> None:
    assert "*Saved:* shipped it" in await said(live, "/win shipped it", as_="U0GUEST")
    assert "*Saved.* Conversation" in await said(live, "/met <@U0ADA> coffee", as_="U0GUEST")


async def test_an_id_with_w_is_a_person_everywhere(live: Live) -> None:
    assert "*Saved:* shipped it" in await said(live, "/win shipped it", as_="W0WILL")
    assert "With <@W0WILL>" in await said(live, "/win shipped it with <@W0WILL>")
    assert "Conversation with <@W0WILL>" in await said(live, "/met <@W0WILL> coffee")
    assert "<@W0WILL>" in await said(live, "/vouch add <@W0WILL> sponsor")
    ts = await live.client.message("well done", as_="W0WILL", channel=PLACE)
    await live.client.shortcut(ids.SHORTCUT_LOG_CONVERSATION, channel=PLACE, ts=ts)
    assert '"initial_users": ["W0WILL"]' in words(await opened(live))
    await live.client.react(PLACE, ts, "handshake")
    await live.settle()
    assert await counted(live, conversations, stakeholders) == [2, 1]


@pytest.mark.parametrize("line", ["/met <@U0GONE> farewell coffee", "/vouch add <@U0GONE> mentor"])
async def test_somebody_deactivated_is_kept_and_it_is_said(live: Live, line: str) -> None:
    await said(live, line)
    told = await private(live)
    assert "<@U0GONE> is deactivated in Slack. What you record of them stays" in told
    await said(live, "/met <@U0GONE> once more")
    times = [shown.count("is deactivated in Slack") for shown in (told, await private(live))]
    assert times[0] == times[1]  # said once, when they are new


async def test_an_app_as_a_person_is_pointed_out(live: Live) -> None:
    await said(live, "/vouch add <@U0DEPLOY>")
    assert "<@U0DEPLOY> is an app, not a person." in await private(live)


async def test_where_slack_does_not_say_who_they_are_nothing_is_added(live: Live) -> None:
    await said(live, "/win shipped it")
    await live.client.fault("users.info", error="user_not_found", times=2)
    await said(live, "/vouch add <@U0GONE> mentor")
    assert "deactivated" not in await private(live)


async def test_an_app_s_message_is_evidence_like_any_other(live: Live) -> None:
    await said(live, "/win shipped it")
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "deployed *4.2* without a hitch"}}]
    ts = await live.client.bot_message(PLACE, blocks=blocks)
    await live.client.react(PLACE, ts, "trophy")
    await live.settle()
    assert "deployed *4.2* without a hitch" in await private(live)
    await live.client.react(PLACE, ts, "handshake")
    await live.settle()
    assert "That message is an app's: there was nobody to have talked to." in await private(live)
    assert await counted(live, wins, conversations) == [2, 0]


async def test_a_reaction_to_somebody_of_another_organisation_adds_them_as_external(live: Live) -> None:
    await said(live, "/win shipped it")
    theirs = await live.client.message("we love the new API", as_="U0STELLA", channel=SHARED)
    await live.client.react(SHARED, theirs, "handshake")
    ours = await live.client.message("we love it too", as_="U0MAYA", channel=SHARED)
    await live.client.react(SHARED, ours, "handshake")
    await live.settle()
    rows = await live.vouch.db.read(
        lambda session: [
            tuple(row) for row in session.execute(select(stakeholders.c.user_id, stakeholders.c.relationship))
        ]
    )
    assert sorted(rows) == [("U0MAYA", "peer"), ("U0STELLA", "external")]
    assert "external contact" in words(await live.client.messages("U0ADA", SHARED))


# Groups, channels, emoji


async def test_groups_and_channels_in_a_line_are_words_and_nobody_is_called(live: Live) -> None:
    shown = await said(live, "/win ran the @platform-team review in #random for @here, everyone came")
    assert "<!subteam^S0PLATFORM|@platform-team>" in (await live.client.last("command"))["text"]
    assert "*Saved:* ran the @platform-team review in #random for @here, everyone came" in shown
    shown = await said(live, "/met <@U0MAYA> about @design and #random")
    assert "About: @design and #random" in shown
    assert "<!subteam" not in shown
    assert "<#C0" not in shown
    for line in ("/met @platform-team retro", "/vouch add @platform-team peer", "/vouch add @platform-team"):
        assert "@platform-team is a group. Name the people, one by one." in await said(live, line)
    assert "@here is a group." in await said(live, "/vouch add @here sponsor")
    rows = await live.vouch.db.read(lambda session: list(session.scalars(select(stakeholders.c.user_id))))
    assert rows == ["U0MAYA"]


async def test_custom_emoji_stay_as_they_were_typed(live: Live) -> None:
    assert "*Saved:* :shipit: shipped the :vouch: thing" in await said(live, "/win :shipit: shipped the :vouch: thing")
    assert "About: :shipit: day" in await said(live, "/met <@U0MAYA> about :shipit: day")
    assert "About: :vouch: and more" in await said(live, "/met <@U0MAYA> :vouch: and more")
    assert await counted(live, wins) == [1]


# Threads


async def test_a_reply_that_is_reacted_to_is_confirmed_in_its_thread(live: Live) -> None:
    await said(live, "/win shipped it")
    parent = await live.client.message("who did this?", as_="U0MAYA", channel=PLACE)
    reply = await live.client.message("Ada did, it is great", as_="U0PRIYA", channel=PLACE, thread_ts=parent)
    await live.client.react(PLACE, reply, "trophy")
    await live.settle()
    told = [call["args"] for call in await live.client.calls("chat.postEphemeral")]
    assert [args.get("thread_ts") for args in told] == [parent]
    addresses = await live.vouch.db.read(lambda session: list(session.scalars(select(evidence.c.url))))
    assert f"thread_ts={parent}" in addresses[-1]


async def test_a_day_to_come_and_a_name_that_slack_does_not_know_are_said_and_the_win_is_kept(live: Live) -> None:
    shown = await said(live, "/win shipped it with @nobody tomorrow")
    assert "*Saved:* shipped it with @nobody tomorrow" in shown
    assert "is still to come, so the win is dated today. Slack knows nobody here as @nobody" in shown
