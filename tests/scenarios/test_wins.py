"""Wins through the sandbox: /win, its modal, undo, restore, lists, Save as win; and what others see: nothing."""

import json
from typing import Any

import pytest

from bot import ids
from bot.domain.wins import NewWin
from bot.services import finding, wins
from sandbox.wire import Json
from tests.conftest import ADA, Live

LINE = "shipped the retry queue, p95 800ms -> 480ms #reliability @priya https://acme.io/42 yesterday"
PLACE = "C0GENERAL"


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def texts(message: Json) -> str:
    """Everything that is read in the blocks of a message or a view."""
    return words(message["blocks"])


def buttons(message: Json) -> dict[str, str]:
    """Label by action id, of a message or view."""
    found: dict[str, str] = {}
    for block in message["blocks"]:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            if element.get("type") == "button":
                found[element["action_id"]] = element["text"]["text"]
    return found


async def win(live: Live, line: str, as_: str = "U0ADA", channel: str = PLACE) -> Json:
    answer = await live.client.command(f"/win {line}", as_=as_, channel=channel)
    assert answer["ok"], answer
    (message,) = answer["ephemerals"]
    return dict(message)


async def press(live: Live, message: Json, action_id: str, **where: Any) -> Json:
    """Presses a button in a private answer, and returns what stands in its place then."""
    answer = await live.client.action(action_id, channel=PLACE, ts=message["ts"], **where)
    assert answer["ok"], answer
    await live.settle()
    return next(each for each in await live.client.messages("U0ADA", PLACE) if each["ts"] == message["ts"])


async def modal(live: Live, as_: str = "U0ADA") -> Json:
    """The window on top."""
    await live.settle()
    return dict((await live.client.state(as_))["modals"][-1])


async def listed(live: Live, what: str = "", as_: str = "U0ADA") -> Json:
    channel = "C0OTHER" if as_ == "U0ZOE" else PLACE
    (message,) = (await live.client.command(f"/vouch wins {what}", as_=as_, channel=channel))["ephemerals"]
    return dict(message)


async def test_a_line_is_confirmed_as_understood_and_seen_by_its_owner_alone(live: Live) -> None:
    message = await win(live, LINE)
    shown = texts(message)
    assert "*Saved:* shipped the retry queue, p95 800ms -&gt; 480ms" in shown
    assert "(yesterday) · #reliability" in shown
    assert "Measure: p95 from 800 ms to 480 ms" in shown
    assert "With <@U0PRIYA>" in shown
    assert "<https://acme.io/42|acme.io/42>" in shown
    assert buttons(message) == {
        ids.WIN_EDIT: "Edit",
        ids.WIN_UNDO: "Undo",
        ids.MEASURE_FIX[0]: "No number here",
        ids.WIN_COMPLETE: "Add a category?",
        ids.AWARENESS_WIN: "Who knows it",
        ids.DIGEST_STOP: "Stop the digest",
    }
    assert message["ephemeral"]
    assert message["text"].startswith("Saved: shipped the retry queue")
    for other in ("U0MAYA", "U0PRIYA", "U0ZOE"):
        assert "acme.io/42" not in words(await live.client.state(other))
        assert "acme.io/42" not in texts(await listed(live, as_=other))


async def test_only_the_first_record_announces_the_digest(live: Live) -> None:
    assert "This is your first record." in texts(await win(live, "shipped it"))
    assert "first record" not in texts(await win(live, "shipped more"))


async def test_vouch_win_is_the_same(live: Live) -> None:
    (message,) = (await live.client.command("/vouch win shipped it 30%"))["ephemerals"]
    assert "*Saved:* shipped it 30%" in texts(message)


async def test_a_line_that_cannot_be_read_comes_back_with_usage(live: Live) -> None:
    for typed in ("#reliability", "x" * 3001):
        message = await win(live, typed)
        assert typed[:2000] in texts(message)
        assert "Write it in one line: `/win" in texts(message)
        assert ids.WIN_UNDO not in buttons(message)
    (answer,) = (await live.client.command("/vouch wins"))["ephemerals"]
    assert "not recorded anything" in words(answer)


async def test_what_was_typed_never_becomes_markup(live: Live) -> None:
    message = await win(live, "beat <!channel> & *all* <http://evil|of> `it`")
    assert message["text"] == "Saved: beat &lt;!channel&gt; &amp; *all* &lt;of&gt; `it`"
    mrkdwn = [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]
    assert mrkdwn[0] == "*Saved:* beat &lt;!channel&gt; &amp; *all* &lt;of&gt; `it`"


async def test_undo_and_restore_change_the_message_in_place(live: Live) -> None:
    message = await win(live, "shipped it")
    undone = await press(live, message, ids.WIN_UNDO)
    assert "shipped it is deleted." in texts(undone)
    assert buttons(undone) == {ids.WIN_RESTORE: "Restore"}
    assert "No wins yet" in texts(await listed(live))
    restored = await press(live, undone, ids.WIN_RESTORE)
    assert "*Restored:* shipped it" in texts(restored)
    assert "1 win" in texts(await listed(live))


async def test_pressed_twice_it_says_so(live: Live) -> None:
    message = await win(live, "shipped it")
    payload_of = live.client.last
    undone = await press(live, message, ids.WIN_UNDO)
    pressed = await payload_of("action")
    again = json.loads(json.dumps(pressed))
    again["actions"][0]["action_ts"] = "1799999999.000001"
    await live.client.inject("interactive", again)
    await live.settle()
    said = next(each for each in await live.client.messages("U0ADA", PLACE) if each["ts"] == undone["ts"])
    assert "was deleted already" in texts(said)


async def test_the_same_press_delivered_twice_is_done_once(live: Live) -> None:
    message = await win(live, "shipped it")
    undone = await press(live, message, ids.WIN_UNDO)
    undo = await live.client.last("action")
    await press(live, undone, ids.WIN_RESTORE)
    await live.client.inject("interactive", undo)
    await live.settle()
    assert "1 win" in texts(await listed(live))


async def test_the_same_command_delivered_twice_is_stored_once(live: Live) -> None:
    await win(live, "shipped it")
    command = await live.client.last("command")
    answer = await live.client.inject("slash_commands", command)
    assert "already done" in words(answer["ack"])
    assert "1 win" in texts(await listed(live))


# The modal


async def test_nothing_typed_opens_the_modal_and_it_turns_into_saved(live: Live) -> None:
    answer = await live.client.command("/win")
    assert answer["ok"]
    assert answer["ephemerals"] == []
    view = await modal(live)
    assert view["title"]["text"] == "Log a win"
    assert (await live.client.options(ids.TAGS, "Reliability", view_id=view["id"]))["sent"]
    done = await live.client.submit(
        view["id"],
        {
            "title": {"title": "Shipped the retry queue"},
            "impact": {"impact": "Support tickets halved"},
            "measure": {"measure": "p95 800ms -> 480ms"},
            "category": {"category": "project_impact"},
            "tags": {"tags": ["reliability"]},
            "witnesses": {"witnesses": ["U0PRIYA", "U0SAM"]},
            "links": {"links": "https://acme.io/42"},
        },
    )
    assert done["ok"], done
    saved = await modal(live)
    shown = texts(saved)
    assert saved["title"]["text"] == "Saved"
    assert "*Saved:* Shipped the retry queue" in shown
    assert "Project impact · #reliability" in shown
    assert "p95 from 800 ms to 480 ms" in shown
    assert "With <@U0PRIYA> and <@U0SAM>" in shown
    assert saved["submit"] is None
    assert "Shipped the retry queue" in texts(await listed(live))
    assert "Shipped the retry queue" not in words(await live.client.state("U0PRIYA"))


async def test_what_cannot_be_read_is_said_at_its_field(live: Live) -> None:
    await live.client.command("/win")
    view = await modal(live)
    answer = await live.client.submit(
        view["id"],
        {
            "title": {"title": "Shipped it"},
            "measure": {"measure": "much faster"},
            "links": {"links": "over there"},
        },
    )
    assert answer["errors"] == {
        "measure": "There is no number in “much faster”. Write it like 800ms -> 480ms, 30% or $120k.",
        "links": "“over there” is no web address. Links begin with https://",
    }


async def test_a_submission_delivered_twice_is_stored_once(live: Live) -> None:
    await live.client.command("/win")
    view = await modal(live)
    await live.client.submit(view["id"], {"title": {"title": "Shipped it"}})
    answer = await live.client.inject("interactive", await live.client.last("submission"))
    assert "*Saved:* Shipped it" in words(answer["ack"])
    assert "1 win" in texts(await listed(live))


async def test_edit_opens_the_stored_win_and_saves_it(live: Live) -> None:
    message = await win(live, LINE)
    await press(live, message, ids.WIN_EDIT)
    view = await modal(live)
    assert view["title"]["text"] == "Edit win"
    assert "p95 800ms -> 480ms" in words(view)
    await live.client.options(ids.TAGS, "backend", view_id=view["id"])
    await live.client.submit(view["id"], {"title": {"title": "Shipped it well"}, "tags": {"tags": ["backend"]}})
    saved = texts(await modal(live))
    assert "Shipped it well" in saved
    assert "#backend" in saved
    assert "#reliability" not in saved
    assert "p95 from 800 ms to 480 ms" in saved


async def test_a_stale_edit_is_not_saved_and_shows_both_versions(live: Live) -> None:
    message = await win(live, "shipped it")
    await press(live, message, ids.WIN_COMPLETE)
    view = await modal(live)
    now = live.vouch.clock.now()
    win_id = (await live.vouch.db.read(finding.find_text, ADA, "", 0, now)).wins[0].id
    elsewhere = NewWin("shipped it at last", now.date())
    await live.vouch.db.write(wins.save, ADA, win_id, 1, elsewhere, "", now)
    await live.client.submit(view["id"], {"title": {"title": "shipped it early"}})
    both = await modal(live)
    assert "your version is not saved" in texts(both)
    assert "*Stored now:* shipped it at last" in texts(both)
    assert "shipped it early" in words(both)
    assert "shipped it at last" in texts(await listed(live))
    await live.client.submit(both["id"], {"title": {"title": "shipped it early"}})
    assert "shipped it early" in texts(await listed(live))


@pytest.mark.parametrize("action", [ids.WIN_EDIT, ids.WIN_UNDO, ids.WIN_RESTORE])
async def test_a_foreign_button_gets_nothing(live: Live, action: str) -> None:
    message = await win(live, "shipped the secret")
    await win(live, "something of mine", as_="U0MAYA")
    await press(live, message, ids.WIN_UNDO if action == ids.WIN_RESTORE else ids.WIN_EDIT)
    pressed = await live.client.last("action")
    pressed["user"] = {"id": "U0MAYA", "username": "maya", "name": "maya", "team_id": "T0ACME"}
    pressed["actions"][0] |= {"action_id": action, "action_ts": "1799999999.000001"}
    calls = len(await live.client.calls("views.open"))
    await live.client.inject("interactive", pressed)
    await live.settle()
    assert len(await live.client.calls("views.open")) == calls
    told = [each for each in await live.client.messages("U0ADA", PLACE) if "not there any more" in words(each)]
    assert all("secret" not in words(each) for each in told)
    total = (await live.vouch.db.read(finding.find_text, ADA, "secret", 0, live.vouch.clock.now())).total
    assert total == (0 if action == ids.WIN_RESTORE else 1)


# Lists


async def test_wins_are_searched_and_paged(live: Live) -> None:
    for number in range(1, 13):
        await win(live, f"shipped part {number:02d} #part{number}")
    first = await listed(live)
    assert "12 wins; 1–10" in texts(first)
    assert "part 12" in texts(first)
    assert "part 02" not in texts(first)
    second = await press(live, first, ids.WIN_PAGES[1])
    assert "12 wins; 11–12" in texts(second)
    assert "part 02" in texts(second)
    assert "12 wins; 1–10" in texts(await press(live, second, ids.WIN_PAGES[0]))
    found = await listed(live, "#part7")
    assert "1 win tagged #part7" in texts(found)
    assert "part 07" in texts(found)
    assert "No wins with “nonsense”" in texts(await listed(live, "nonsense"))
    await win(live, "something of mine", as_="U0MAYA")
    assert "No wins with “part”" in texts(await listed(live, "part", as_="U0MAYA"))


async def test_deleted_wins_are_restored_from_their_list(live: Live) -> None:
    await press(live, await win(live, "shipped it"), ids.WIN_UNDO)
    deleted = await listed(live, "deleted")
    assert "1 deleted win" in texts(deleted)
    await press(live, deleted, ids.WIN_RESTORE)
    assert "Nothing was deleted in the last 30 days" in texts(await listed(live, "deleted"))
    assert "shipped it" in texts(await listed(live))


# Save as win


async def test_a_message_is_saved_as_a_win_where_the_bot_is_not(live: Live) -> None:
    ts = await live.client.message("Ada saved our launch!\nThank you", as_="U0MAYA", channel="G0PRIVATE")
    answer = await live.client.shortcut("save_as_win", channel="G0PRIVATE", ts=ts)
    assert answer["ok"], answer
    view = await modal(live)
    assert "Ada saved our launch!" in texts(view)
    await live.client.submit(view["id"])
    assert "*Saved:* Ada saved our launch!" in texts(await modal(live))
    page = await live.vouch.db.read(finding.find_text, ADA, "", 0, live.vouch.clock.now())
    (win_id,) = [found.id for found in page.wins]
    piece = (await live.vouch.db.read(wins.see, ADA, win_id)).evidence[0]
    assert (piece.author_id, piece.snapshot) == ("U0MAYA", "Ada saved our launch!\nThank you")
    assert piece.url.endswith(f"/archives/G0PRIVATE/p{ts.replace('.', '')}")
    assert "launch" not in texts(await listed(live, as_="U0MAYA"))
    assert await live.client.calls("reactions.get") == []


async def test_the_numbers_of_a_message_stand_in_the_modal_and_are_saved(live: Live) -> None:
    ts = await live.client.message("Ada cut the on-call pages from 40 to 12 a week", as_="U0MAYA")
    await live.client.shortcut("save_as_win", channel=PLACE, ts=ts)
    view = await modal(live)
    held = {block.get("block_id"): block.get("element") for block in view["blocks"]}
    assert held["measure"]["initial_value"] == "on-call pages from 40 to 12"
    await live.client.submit(view["id"])
    assert "on-call pages from 40 to 12" in texts(await modal(live))


async def test_a_number_that_was_spelled_out_survives_an_edit(live: Live) -> None:
    await press(live, await win(live, "doubled sign-ups"), ids.WIN_EDIT)
    view = await modal(live)
    await live.client.submit(view["id"], {"title": {"title": "Doubled the sign-ups"}})
    assert "Measure: sign-ups 2x" in texts(await modal(live))


async def test_a_message_of_blocks_only_and_a_long_one_are_saved_too(live: Live) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Kudos to *Ada*"}}]
    for text, shown in ((" ", "Kudos to *Ada*"), ("word " * 700, "word word")):
        ts = await live.client.message(text, as_="U0MAYA", channel="C0RANDOM", blocks=blocks if text == " " else None)
        await live.client.shortcut("save_as_win", channel="C0RANDOM", ts=ts)
        view = await modal(live)
        assert shown in texts(view)
        answer = await live.client.submit(view["id"])
        assert answer["ok"], answer
        await live.client.close((await modal(live))["id"])
    assert "2 wins" in texts(await listed(live))


async def test_a_message_saved_before_opens_its_win(live: Live) -> None:
    ts = await live.client.message("Thanks Ada", as_="U0MAYA")
    for name in ("Log a win", "Edit win"):
        await live.client.shortcut("save_as_win", channel=PLACE, ts=ts)
        view = await modal(live)
        assert view["title"]["text"] == name
        await live.client.submit(view["id"])
        await live.client.close((await modal(live))["id"])
    assert "1 win" in texts(await listed(live))


async def test_a_message_saved_meanwhile_is_not_saved_twice_and_nothing_typed_is_lost(live: Live) -> None:
    await win(live, "something before")
    ts = await live.client.message("Thanks Ada", as_="U0MAYA")
    await live.client.shortcut("save_as_win", channel=PLACE, ts=ts)
    view = await modal(live)
    await live.client.react(PLACE, ts, "trophy")
    await live.settle()
    await live.client.submit(view["id"], {"title": {"title": "Earned thanks"}})
    told = texts(await modal(live))
    assert "This message is one of your wins already." in told
    assert "Earned thanks" in told
    assert "1 win and 1 draft" in texts(await listed(live))


async def test_a_shortcut_without_its_message_is_answered(live: Live) -> None:
    ts = await live.client.message("Thanks Ada", as_="U0MAYA")
    await live.client.shortcut("save_as_win", channel=PLACE, ts=ts)
    payload = await live.client.last("shortcut")
    await live.client.inject("interactive", payload | {"message": None, "trigger_id": "1.2.x"})
    await live.settle()
    private = [each for each in await live.client.messages("U0ADA", PLACE) if each["ephemeral"]]
    assert "not there any more" in texts(private[-1])


async def test_home_opens_the_modal_too(live: Live) -> None:
    await live.client.home()
    answer = await live.client.action(ids.HOME_LOG_WIN, home=True)
    assert answer["ok"], answer
    view = await modal(live)
    await live.client.submit(view["id"], {"title": {"title": "Shipped it"}})
    assert "1 win" in texts(await listed(live))
    await live.settle()  # Home is shown anew after the answer
    assert "Shipped it" in words((await live.client.state("U0ADA"))["home"])


# Other ways in


async def test_over_signed_http(live_http: Live) -> None:
    message = await win(live_http, LINE)
    assert "*Saved:*" in texts(message)
    await press(live_http, message, ids.WIN_EDIT)
    view = await modal(live_http)
    await live_http.client.submit(view["id"], {"title": {"title": "Shipped it well"}})
    assert "Shipped it well" in texts(await modal(live_http))


@pytest.mark.on_postgres
async def test_on_postgresql(live: Live) -> None:
    message = await win(live, LINE)
    await press(live, message, ids.WIN_EDIT)
    view = await modal(live)
    await live.client.submit(view["id"], {"title": {"title": "Shipped it well"}})
    assert "Shipped it well" in texts(await modal(live))
    assert "1 win" in texts(await listed(live))
