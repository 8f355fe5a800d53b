"""Home through the sandbox: what a newcomer and a member see, rows that open modals, and that it stays up to date."""

import json
from typing import Any

import pytest

from bot.slack.home import Homes
from sandbox.wire import Json
from tests.conftest import Live


def words(view: Json | None) -> str:
    return json.dumps(view, ensure_ascii=False)


def headers(view: Json) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]


def accessory(view: Json, label: str) -> Json:
    """The button of that label beside a row, and the row it stands in."""
    return next(
        block
        for block in view["blocks"]
        if block.get("accessory", {}).get("type") == "button" and block["accessory"]["text"]["text"] == label
    )


async def home(live: Live, as_: str = "U0ADA") -> Json:
    opened = await live.client.home(as_)
    assert opened["ok"], opened
    return dict(opened["view"])


async def shown(live: Live, as_: str = "U0ADA") -> Json:
    """Home as it stands now, without opening it again."""
    await live.settle()
    return dict((await live.client.state(as_))["home"])


async def press(live: Live, action_id: str, as_: str = "U0ADA", **where: Any) -> Json:
    """Presses something in Home, and returns the window that it opened."""
    answer = await live.client.action(action_id, as_=as_, home=True, **where)
    assert answer["ok"], answer
    await live.settle()
    return dict((await live.client.state(as_))["modals"][-1])


async def edit_first_win(live: Live, view: Json) -> Json:
    """Opens the first of the wins listed, and there the form to change it."""
    opened = await press(live, "win.open", block_id=accessory(view, "Open")["block_id"])
    answer = await live.client.action("win.edit", view_id=opened["id"])
    assert answer["ok"], answer
    await live.settle()
    return dict((await live.client.state("U0ADA"))["modals"][-1])


async def test_a_newcomer_sees_three_steps_and_has_started_nothing(live: Live) -> None:
    view = await home(live)
    assert headers(view) == ["Vouch"]
    for step in ("*1.* Log a win", "*2.* Add three people", "*3.* React with :trophy:"):
        assert step in words(view)
    export = await live.client.command("/vouch export")
    assert export["ephemerals"][0]["text"] == "Vouch has nothing stored about you."


async def test_a_newcomers_buttons_open_their_windows(live: Live) -> None:
    await home(live)
    titles = []
    for action_id in ("home.log_win", "home.add_stakeholder", "settings.open", "privacy.open"):
        window = await press(live, action_id)
        titles.append(window["title"]["text"])
        await live.client.close(window["id"])
    assert titles[2:] == ["Settings", "Privacy"]
    assert len(set(titles)) == 4


async def test_the_lists_lead_on_to_the_inbox_and_to_finding(live: Live) -> None:
    await live.client.command("/win one")
    for said in ("The migration ran without a minute of downtime", "Your runbook saved the night"):
        ts = await live.client.message(said, as_="U0ADA", channel="C0PLATFORM")
        await live.client.react("C0PLATFORM", ts, "trophy")
    await live.settle()
    assert "Inbox: 2 drafts to finish" in headers(await home(live))
    several = await press(live, "inbox.open")
    assert "Your runbook saved the night" in words(several)
    await live.client.close(several["id"])
    assert (await press(live, "wins.find"))["callback_id"] == "wins.find_modal"


async def test_home_shows_the_week_and_only_to_its_owner(live: Live) -> None:
    await live.client.command("/win shipped the build farm #reliability")
    await live.client.command("/met <@U0RUI> coffee about the roadmap")
    view = await home(live)
    assert [header.split(",")[0] for header in headers(view)] == [
        "First steps",
        "This week",
        "People",
        "Wins",
        "Conversations",
        "Messages and settings",
    ]
    assert "1 win, 1 conversation" in words(view)
    assert "shipped the build farm" in words(view)
    assert "Next weekly digest: Friday at 15:00, Europe/Berlin time" in words(view)
    assert "1 person added, 2 to go." in words(view)
    for other in ("U0MAYA", "U0RUI"):
        assert headers(await home(live, other)) == ["Vouch"]
        assert "build farm" not in words(await live.client.state(other))


async def test_a_win_is_edited_from_its_row_and_home_follows(live: Live) -> None:
    await live.client.command("/win shipped the build farm")
    window = await edit_first_win(live, await home(live))
    answer = await live.client.submit(window["id"], {"title": {"title": "shipped the build farm twice"}})
    assert answer["ok"], answer
    assert "shipped the build farm twice" in words(await shown(live))


async def test_home_open_in_the_client_follows_each_capture(live: Live) -> None:
    await home(live)
    await live.client.command("/win shipped the build farm")
    assert "shipped the build farm" in words(await shown(live))
    await live.client.command("/met <@U0RUI> coffee")
    assert "1 win, 1 conversation" in words(await shown(live))


async def test_a_draft_is_finished_from_home(live: Live) -> None:
    await live.client.command("/win one")
    ts = await live.client.message("The migration ran without a minute of downtime", as_="U0ADA", channel="C0PLATFORM")
    await live.client.react("C0PLATFORM", ts, "trophy")
    await live.settle()
    view = await home(live)
    assert "Inbox: 1 draft to finish" in headers(view)
    assert "The migration ran without a minute of downtime" in words(view)
    window = await press(live, "win.edit", block_id=accessory(view, "Finish")["block_id"])
    answer = await live.client.submit(window["id"], {"title": {"title": "Migrated without downtime"}})
    assert answer["ok"], answer
    after = await shown(live)
    assert "Migrated without downtime" in words(after)
    assert not any(header.startswith("Inbox") for header in headers(after))


async def test_somebody_overdue_is_talked_to_with_one_press(live: Live) -> None:
    await live.client.command("/vouch add <@U0RUI> sponsor")
    await live.client.command("/win shipped it")
    assert "Good to talk to: 1 due" in headers(await home(live))
    await live.client.clock(advance=9 * 86_400)
    view = await home(live)
    assert "Good to talk to: 1 overdue" in headers(view)
    assert "<@U0RUI>" in words(view)
    row = next(block["block_id"] for block in view["blocks"] if str(block.get("block_id")).endswith(":do"))
    await live.client.action("stakeholder.talked", home=True, block_id=row)
    after = await shown(live)
    assert not any(header.startswith("Good to talk to") for header in headers(after))
    assert "1 conversation" in words(after)


async def test_deleted_wins_are_hinted_at_with_the_way_back(live: Live) -> None:
    logged = (await live.client.command("/win shipped it"))["ephemerals"][0]
    await live.client.action("win.undo", channel="C0GENERAL", ts=logged["ts"])
    assert "1 deleted win can be restored" in words(await home(live))


async def test_the_messages_tab_shows_no_home(live: Live) -> None:
    payload = {
        "type": "event_callback",
        "team_id": "T0ACME",
        "event_id": "EvMESSAGES",
        "event": {"type": "app_home_opened", "user": "U0ADA", "tab": "messages", "channel": "D0ADA"},
    }
    await live.client.inject("events_api", payload)
    await live.settle()
    assert await live.client.calls("views.publish") == []


async def test_a_view_that_moved_on_meanwhile_is_replaced_by_the_newest(live: Live) -> None:
    await home(live)
    await live.client.fault("views.publish", error="hash_conflict", times=1)
    await live.client.command("/win shipped it")
    assert "shipped it" in words(await shown(live))


async def test_home_that_changes_faster_than_it_can_be_shown_is_given_up(live: Live) -> None:
    await home(live)
    await live.client.fault("views.publish", error="hash_conflict", times=50)
    await live.client.command("/win shipped it")
    await live.settle()
    tries = [call for call in await live.client.calls("views.publish") if call["error"] == "hash_conflict"]
    assert len(tries) == 5
    await live.client.clear_faults()
    await live.client.command("/win shipped another")
    assert "shipped it" in words(await shown(live))


async def turn(live: Live, way: str, section: str) -> Json:
    """Presses the way to another page of one list."""
    answer = await live.client.action(f"home.page.{way}", home=True, block_id=f"turn:{section}")
    assert answer["ok"], answer
    return await shown(live)


async def log_wins(live: Live, *numbers: int) -> None:
    for number in numbers:
        await live.client.command(f"/win number {number}")


async def test_a_list_turns_its_pages_in_place_and_the_page_stays(live: Live) -> None:
    await log_wins(live, *range(1, 8))
    assert "Wins: 1 to 5 of 7" in headers(await home(live))
    second = await turn(live, "on", "wins")
    assert "Wins: 6 to 7 of 7" in headers(second)
    assert "number 2" in words(second)
    assert "number 3" not in words(second)
    await log_wins(live, 8)
    assert "Wins: 6 to 8 of 8" in headers(await shown(live)), "a change leaves the page where it was"
    window = await edit_first_win(live, await shown(live))
    await live.client.submit(window["id"], {"title": {"title": "edited on the second page"}})
    after = await shown(live)
    assert "Wins: 6 to 8 of 8" in headers(after)
    assert "edited on the second page" in words(after)
    assert "Wins: 1 to 5 of 8" in headers(await turn(live, "back", "wins"))
    await turn(live, "on", "wins")
    assert "Wins: 1 to 5 of 8" in headers(await home(live)), "opened anew it begins anew"


async def test_a_press_on_home_keeps_its_pages_also_in_a_process_that_knows_nothing_of_it(live: Live) -> None:
    await log_wins(live, *range(1, 7))
    await live.client.command("/vouch add <@U0RUI> sponsor")
    await home(live)
    await turn(live, "on", "wins")
    live.vouch.router._routes.publish_home = Homes().publish
    live.vouch.router._homes.clear()
    row = next(block["block_id"] for block in (await shown(live))["blocks"] if block["block_id"].endswith(":do"))
    await live.client.action("stakeholder.talked", home=True, block_id=row)
    after = await shown(live)
    assert "Wins: 6 to 6 of 6" in headers(after)
    assert not any(header.startswith("Good to talk to") for header in headers(after))


async def test_the_buttons_of_a_home_gone_by_still_work(live: Live) -> None:
    await log_wins(live, *range(1, 7))
    await home(live)
    await turn(live, "on", "wins")
    stale = await live.client.last("action")
    await log_wins(live, 7)
    assert (await live.client.inject("interactive", stale))["ok"]
    assert "Wins: 6 to 7 of 7" in headers(await shown(live))


async def test_an_odd_page_shows_home_all_the_same(live: Live) -> None:
    await log_wins(live, *range(1, 7))
    await home(live)
    await turn(live, "on", "wins")
    payload = await live.client.last("action")
    for value in ("", "wins:", "wins:-1", "wins:999999999999", "talks:٣", "nothing:5", "wins:5:5"):
        payload["actions"][0]["value"] = value
        payload["view"]["private_metadata"] = "x" * 100
        assert (await live.client.inject("interactive", payload))["ok"]
        assert any(header.startswith("Wins: ") for header in headers(await shown(live)))


async def test_somebody_who_has_not_started_turns_nothing(live: Live) -> None:
    """With another's payload: whose Home is shown is a matter of who presses."""
    await log_wins(live, *range(1, 7))
    await home(live)
    await turn(live, "on", "wins")
    before = await shown(live)
    payload = await live.client.last("action")
    payload["user"]["id"] = "U0MAYA"
    await live.client.inject("interactive", payload)
    assert headers(await shown(live, "U0MAYA")) == ["Vouch"]
    assert await shown(live) == before


@pytest.mark.parametrize("error", ["internal_error", "not_enabled"])
async def test_home_that_slack_refuses_breaks_nothing(live: Live, error: str) -> None:
    await home(live)
    await live.client.fault("views.publish", error=error, times=5)
    answer = await live.client.command("/win shipped it")
    assert answer["ephemerals"][0]["text"] == "Saved: shipped it"
    await live.settle()


@pytest.mark.on_postgres
async def test_home_on_postgresql(live: Live) -> None:
    await live.client.command("/win shipped the build farm")
    await live.client.command("/vouch add <@U0RUI> sponsor")
    view = await home(live)
    assert "shipped the build farm" in words(view)
    assert "1 win, 0 conversations" in words(view)


async def test_home_over_signed_http(live_http: Live) -> None:
    await live_http.client.command("/win shipped the build farm")
    assert "shipped the build farm" in words(await home(live_http))
