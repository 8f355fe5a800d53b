"""Settings through the sandbox: the modal, switches in messages, and what Slack says of people."""

import json
from typing import Any

import pytest

from bot.domain.members import Actor, Member, ZoneSource
from bot.services import members
from sandbox.wire import Json
from tests.conftest import ADA, MAYA, ZOE, Live


async def member(live: Live, actor: Actor = ADA) -> Member | None:
    return await live.vouch.db.read(members.find, actor)


async def started(live: Live, actor: Actor = ADA) -> Member:
    """As stored once what the last answer left to be done has been done."""
    await live.settle()
    found = await member(live, actor)
    assert found is not None
    return found


async def open_settings(live: Live, as_: str = "U0ADA") -> Json:
    answer = await live.client.command("/vouch settings", as_=as_)
    assert answer["ok"], answer
    return dict((await live.client.state(as_))["modals"][-1])


async def save(live: Live, as_: str = "U0ADA", **values: Any) -> Json:
    """Changes these fields, leaves the others as they are shown, and saves."""
    view = await open_settings(live, as_)
    filled = {name: {name: value} for name, value in values.items()}
    answer = await live.client.submit(view["id"], filled, as_=as_)
    await live.settle()
    return answer


def words(answer: Json) -> str:
    return json.dumps(answer, ensure_ascii=False)


@pytest.mark.both_databases
async def test_saved_settings_say_when_the_next_message_comes(live: Live) -> None:
    await live.client.command("/win shipped it")
    before = await started(live)
    answer = await save(live, digest_weekday="0", digest_hour="8", nudge_on=[])
    assert "Next weekly digest: Monday at 08:00, Europe/Berlin time" in words(answer["view"])
    assert "The mid-week nudge is off." in words(answer["view"])
    after = await started(live)
    assert (after.digest_weekday, after.digest_hour, after.nudge_on) == (0, 8, False)
    assert after.next_nudge_at is None
    assert after.next_digest_at is not None
    local = after.local(after.next_digest_at)
    assert (local.weekday(), local.hour) == (0, 8)
    assert after.zone_source is before.zone_source is ZoneSource.SLACK
    assert await member(live, MAYA) is None


async def test_settings_are_saved_over_signed_http_too(live_http: Live) -> None:
    await live_http.client.command("/win shipped it")
    answer = await save(live_http, digest_hour="8")
    assert "Next weekly digest: Friday at 08:00" in words(answer["view"])


async def test_a_zone_is_chosen_and_given_back_to_slack(live: Live) -> None:
    await live.client.command("/win shipped it")
    answer = await save(live, zone="america/new york")
    assert "America/New_York time" in words(answer["view"])
    assert (await started(live)).zone_source is ZoneSource.CHOSEN
    await save(live, zone="")
    back = await started(live)
    assert (back.zone, back.zone_source) == ("Europe/Berlin", ZoneSource.SLACK)


async def test_a_zone_given_back_while_slack_is_silent_is_asked_for_later(live: Live) -> None:
    await live.client.command("/win shipped it")
    await save(live, zone="Asia/Tokyo")
    await live.client.fault("users.info", error="internal_error", times=1)
    await save(live, zone="")
    assert (await started(live)).zone_source is ZoneSource.PENDING
    await live.client.clock(advance=60)
    back = await started(live)
    assert (back.zone, back.zone_source) == ("Europe/Berlin", ZoneSource.SLACK)


async def test_a_wrong_field_is_named_and_what_was_typed_stays(live: Live) -> None:
    await live.client.command("/win shipped it")
    before = await started(live)
    assert (await save(live, zone="Berlin"))["errors"] == {
        "zone": "There is no time zone “Berlin”. Did you mean Europe/Berlin?"
    }
    assert (await save(live, zone="qqqq"))["errors"] == {
        "zone": "There is no time zone “qqqq”. Write it like Europe/Berlin or America/New_York."
    }
    assert (await save(live, talk_emoji="two words"))["errors"] == {
        "talk_emoji": "Write one emoji's name, such as :trophy: or trophy."
    }
    assert (await save(live, talk_emoji="trophy::skin-tone-2"))["errors"] == {
        "talk_emoji": "Wins and conversations need two different emoji."
    }
    assert (await save(live, zone="Berlin", win_emoji="two words", talk_emoji=":zzzzqqqq:"))["errors"] == {
        "zone": "There is no time zone “Berlin”. Did you mean Europe/Berlin?",
        "win_emoji": "Write one emoji's name, such as :trophy: or trophy.",
        "talk_emoji": "There is no emoji :zzzzqqqq: in this workspace.",
    }
    assert await started(live) == before
    assert len((await live.client.state())["modals"]) > 0


async def test_the_chosen_emoji_is_the_one_that_counts(live: Live) -> None:
    await save(live, win_emoji=":tada:")
    ts = await live.client.message("The migration is done", channel="C0PLATFORM")
    await live.client.react("C0PLATFORM", ts, "trophy")
    await live.settle()
    assert "The migration is done" not in words((await live.client.home())["view"])
    await live.client.react("C0PLATFORM", ts, "tada")
    await live.settle()
    assert "The migration is done" in words((await live.client.home())["view"])


async def test_an_emoji_that_the_workspace_does_not_have_is_refused_where_slack_can_be_asked(live: Live) -> None:
    answer = await save(live, win_emoji=":shipitt:")
    assert answer["errors"] == {"win_emoji": "There is no emoji :shipitt: in this workspace. Did you mean :shipit:?"}
    assert (await save(live, win_emoji=":zzzzqqqq:"))["errors"] == {
        "win_emoji": "There is no emoji :zzzzqqqq: in this workspace."
    }
    assert "exist" not in words((await save(live, win_emoji=":shipit:"))["view"])
    await live.client.scopes("emoji:read")
    said = words((await save(live, talk_emoji=":nowhere:"))["view"])
    assert "look that :shipit: and :nowhere: exist" in said


async def test_silent_confirmations_keep_the_way_back_and_windows_close(live: Live) -> None:
    await live.client.command("/win the first is announced")
    await save(live, silent=["on"])
    [said] = (await live.client.command("/win cut p95 800ms -> 480ms #infra"))["ephemerals"]
    assert [block["type"] for block in said["blocks"]] == ["section", "actions"]
    assert [one["text"]["text"] for one in said["blocks"][1]["elements"]] == ["Edit", "Undo"]
    [said] = (await live.client.command("/met <@U0RUI> coffee; next: send the deck"))["ephemerals"]
    assert [block["type"] for block in said["blocks"]] == ["section", "actions"]
    assert [one["text"]["text"] for one in said["blocks"][1]["elements"]] == ["Edit", "Undo"]
    for command, values in (("/win", {"title": "from a window"}), ("/met", {"people": ["U0MAYA"]})):
        await live.client.command(command)
        view = (await live.client.state())["modals"][-1]
        answer = await live.client.submit(view["id"], {name: {name: value} for name, value in values.items()})
        assert answer["closed"], answer


async def test_settings_saved_by_somebody_new_start_them_without_messages(live: Live) -> None:
    answer = await save(live, digest_weekday="1")
    assert "The first digest comes after your first record." in words(answer["view"])
    new = await started(live)
    assert (new.zone, new.next_digest_at, new.digest_weekday) == ("Europe/Berlin", None, 1)


async def test_pausing_stops_everything_and_ending_it_starts_it_again(live: Live) -> None:
    await live.client.command("/win shipped it")
    await save(live, paused=["on"])
    paused = await started(live)
    assert (paused.paused, paused.next_digest_at, paused.next_nudge_at) == (True, None, None)
    assert "Vouch is paused" in words((await live.client.home())["view"])
    await save(live, paused=[])
    again = await started(live)
    assert again.next_digest_at is not None
    assert again.next_nudge_at is not None


async def test_the_first_confirmation_stops_the_digest_and_turns_it_on_again(live: Live) -> None:
    logged = (await live.client.command("/win shipped it"))["ephemerals"][0]
    await live.client.action("digest.stop", channel="C0GENERAL", ts=logged["ts"])
    await live.settle()
    assert (await started(live)).next_digest_at is None
    said = (await live.client.messages("U0ADA", "C0GENERAL"))[-1]
    assert "The weekly digest is off." in words(said)
    await live.client.action("digest.start", channel="C0GENERAL", ts=said["ts"])
    await live.settle()
    assert (await started(live)).next_digest_at is not None


@pytest.mark.both_databases
async def test_stop_in_a_digest_changes_that_message_and_keeps_its_content(live: Live) -> None:
    await live.client.command("/win shipped the retry queue")
    (digest,) = (await live.client.clock(to_next="digest"))["messages"]
    await live.client.action("digest.stop", channel="D0ADA", ts=digest["ts"])
    await live.settle()
    assert (await started(live)).digest_on is False
    (changed,) = [each for each in await live.client.messages("U0ADA", "D0ADA") if each["ts"] == digest["ts"]]
    assert "shipped the retry queue" in words(changed)
    assert "The weekly digest is off. None comes until you turn it on again." in words(changed)
    await live.client.action("digest.start", channel="D0ADA", ts=digest["ts"])
    await live.settle()
    assert (await started(live)).next_digest_at is not None


async def test_stopping_without_having_started_is_answered_and_starts_nobody(live: Live) -> None:
    await live.client.command("/win shipped it", as_="U0MAYA")
    pressed = await live.client.command("/vouch privacy")
    await live.client.action("privacy.delete", channel="C0GENERAL", ts=pressed["ephemerals"][0]["ts"])
    payload = await live.client.last("action")
    payload["actions"][0] |= {"action_id": "digest.stop", "action_ts": "1.5"}
    await live.client.inject("interactive", payload)
    await live.settle()
    assert "You have not recorded anything yet." in words((await live.client.messages("U0ADA", "C0GENERAL"))[-1])
    assert await member(live) is None
    assert (await started(live, MAYA)).digest_on


async def test_a_zone_changed_in_slack_is_followed_unless_one_was_chosen(live: Live) -> None:
    await live.client.command("/win shipped it")
    before = await started(live)
    await live.client.user("U0ADA", tz="Asia/Tokyo")
    moved = await started(live)
    assert (moved.zone, moved.zone_source) == ("Asia/Tokyo", ZoneSource.SLACK)
    assert before.next_digest_at is not None
    assert moved.next_digest_at is not None
    assert moved.local(moved.next_digest_at).hour == before.local(before.next_digest_at).hour == 15
    await save(live, zone="Europe/Paris")
    await live.client.user("U0ADA", tz="Europe/London")
    assert (await started(live)).zone == "Europe/Paris"


async def test_somebody_deactivated_gets_nothing_until_they_come_back(live: Live) -> None:
    await live.client.command("/win shipped it")
    await live.client.user("U0ADA", deleted=True)
    gone = await started(live)
    assert (gone.inactive, gone.next_digest_at, gone.next_nudge_at) == (True, None, None)
    await live.client.user("U0ADA", deleted=False)
    back = await started(live)
    assert (back.inactive, back.next_digest_at is not None) == (False, True)


async def test_changes_of_people_who_do_not_use_vouch_store_nothing(live: Live) -> None:
    assert (await live.client.user("U0MAYA", tz="Asia/Tokyo"))["acked"]
    assert await member(live, MAYA) is None
    odd = {"type": "event_callback", "team_id": "T0ACME", "event_id": "EvODD", "event": {"type": "user_change"}}
    assert (await live.client.inject("events_api", odd))["ok"]


async def test_the_same_person_id_in_another_workspace_is_left_alone(live: Live) -> None:
    await live.client.command("/win shipped it", as_="U0ZOE", channel="C0OTHER")
    before = await started(live, ZOE)
    event = {"type": "user_change", "user": {"id": "U0ZOE", "deleted": True, "tz": "Asia/Tokyo"}}
    body = {"type": "event_callback", "team_id": "T0ACME", "event_id": "EvFORGED", "event": event}
    await live.client.inject("events_api", body)
    assert await started(live, ZOE) == before
