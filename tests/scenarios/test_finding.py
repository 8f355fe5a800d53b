"""Finding wins through the sandbox: one win in a window, lists and their buttons, the form, tags; none of others."""

import json
from typing import Any

import pytest

from bot import ids
from sandbox.wire import Json
from tests.conftest import Live

PLACE = "C0GENERAL"
LINE = "shipped the retry queue, p95 800ms -> 480ms #reliability <@U0PRIYA|priya> https://acme.io/42 yesterday"


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def texts(shown: Json) -> str:
    return words(shown["blocks"])


def values(shown: Json, action_id: str) -> list[str]:
    """The values of all buttons of one kind, from the top."""
    elements = [each for block in shown["blocks"] for each in block.get("elements", [])]
    return [each["value"] for each in elements if each.get("action_id") == action_id]


async def typed(live: Live, line: str, as_: str = "U0ADA") -> Json:
    """What a command is answered with."""
    answer = await live.client.command(line, as_=as_)
    assert answer["ok"], answer
    (message,) = answer["ephemerals"]
    return dict(message)


async def press(live: Live, shown: Json, action_id: str, value: str | None = None) -> None:
    """The first button of this kind in a message or window, or the one with this value."""
    block = next(
        block["block_id"]
        for block in shown["blocks"]
        for each in [*block.get("elements", []), block.get("accessory") or {}]
        if each.get("action_id") == action_id and value in {None, each.get("value")}
    )
    where = {"view_id": shown["id"]} if "id" in shown else {"channel": PLACE, "ts": shown["ts"]}
    answer = await live.client.action(action_id, block_id=block, **where)
    assert answer["ok"], answer
    await live.settle()


async def shown_again(live: Live, message: Json) -> Json:
    return next(each for each in await live.client.messages("U0ADA", PLACE) if each["ts"] == message["ts"])


async def window(live: Live, as_: str = "U0ADA") -> Json:
    await live.settle()
    return dict((await live.client.state(as_))["modals"][-1])


async def inject(live: Live, action_id: str, value: str, user: str) -> None:
    """Presses, as somebody else, a button that they were never shown."""
    payload = await live.client.last("action")
    payload["user"] = {"id": user, "username": "x", "name": "x", "team_id": "T0ACME"}
    payload["actions"][0] |= {"action_id": action_id, "value": value, "action_ts": f"1799999999.{len(value):06}"}
    assert (await live.client.inject("interactive", payload))["ok"]
    await live.settle()


# One win's window


async def test_a_win_opens_with_everything_that_is_known_of_it(live: Live) -> None:
    await typed(live, "/vouch add <@U0PRIYA> sponsor")
    await typed(live, f"/win {LINE}")
    message = await typed(live, "/vouch wins")
    await press(live, message, ids.WIN_OPEN)
    view = await window(live)
    shown = texts(view)
    assert view["title"]["text"] == "Win"
    assert "shipped the retry queue, p95 800ms -&gt; 480ms" in shown
    assert "p95 from 800 ms to 480 ms" in shown
    assert "*Who was there*\\n<@U0PRIYA>" in shown
    assert "<https://acme.io/42|acme.io/42>" in shown
    assert "<@U0PRIYA>, sponsor: was there" in shown
    assert "Typed as a command on" in shown
    await press(live, view, ids.WIN_UNDO)
    gone = await window(live)
    assert "You can restore it for 30 days" in texts(gone)


async def test_a_win_of_somebody_else_does_not_open(live: Live) -> None:
    await typed(live, f"/win {LINE}")
    await typed(live, "/win something of mine", as_="U0MAYA")
    message = await typed(live, "/vouch wins")
    await press(live, message, ids.WIN_OPEN)
    win_id = values(message, ids.WIN_OPEN)[0]
    before = len(await live.client.calls())
    for odd in (win_id, "", "0", "9" * 40, "x:1"):
        await inject(live, ids.WIN_OPEN, odd, "U0MAYA")
    # Slack opens no window for a press that is sent again, but the attempt to show one would stand here.
    assert [call for call in (await live.client.calls())[before:] if call["method"].startswith("views.")] == []
    seen = await live.client.state("U0MAYA")
    assert "acme.io/42" not in words(seen)
    assert seen["modals"] == []


# Lists and the form


@pytest.mark.both_databases
async def test_a_query_travels_through_pages_undo_and_restore(live: Live) -> None:
    for number in range(1, 13):
        await typed(live, f"/win shipped part {number:02d} #infra{' 30%' if number == 7 else ''}")
    await typed(live, "/win wrote the memo #infra")
    message = await typed(live, '/vouch wins "shipped part" #infra today without a number')
    assert "11 wins with “shipped part”, tagged #infra, on" in texts(message)
    assert "part 07" not in texts(message)
    await press(live, message, ids.WIN_PAGES[1])
    second = await shown_again(live, message)
    assert "without a number; 11–11" in texts(second)
    # The only one of this page goes: the list shows the page before it, and says what was done.
    await press(live, second, ids.WIN_UNDO)
    after = await shown_again(live, message)
    assert "shipped part 01 is deleted" in texts(after)
    assert "*10 wins with “shipped part”" in texts(after)
    deleted = await typed(live, "/vouch wins deleted")
    await press(live, deleted, ids.WIN_RESTORE)
    restored = texts(await shown_again(live, deleted))
    assert "Restored: shipped part 01" in restored
    assert "Nothing was deleted in the last 30 days" in restored
    assert "13 wins" in texts(await typed(live, "/vouch wins"))


async def test_the_form_finds_and_its_window_keeps_the_list(live: Live) -> None:
    await typed(live, "/win shipped the retry queue #infra <@U0PRIYA>")
    await typed(live, "/win shipped the other queue #infra")
    message = await typed(live, "/vouch wins shipped #infra")
    await press(live, message, ids.WINS_FIND)
    form = await window(live)
    assert form["title"]["text"] == "Find wins"
    assert '"initial_value": "shipped"' in words(form)
    offered = await live.client.options(ids.TAGS, "inf", view_id=form["id"])
    assert [option["value"] for option in offered["options"]] == ["infra"]
    await live.client.submit(form["id"], {"words": {"words": "queue"}, "people": {"people": ["U0PRIYA"]}})
    found = await window(live)
    assert "1 win with “queue”, tagged #infra, to do with <@U0PRIYA>" in texts(found)
    assert "retry" in texts(found)
    # The row's window lies over the list; the undone one goes out of the list under it.
    await press(live, found, ids.WIN_OPEN)
    opened = await window(live)
    assert opened["title"]["text"] == "Win"
    await live.client.close(opened["id"])
    await press(live, found, ids.WIN_UNDO)
    left = await window(live)
    assert "retry queue is deleted" in texts(left)
    assert "No wins with “queue”" in texts(left)
    await press(live, left, ids.WINS_FIND)
    assert (await window(live))["title"]["text"] == "Find wins"


async def test_in_the_form_words_are_words_and_a_span_has_its_end_behind(live: Live) -> None:
    await typed(live, "/win cleaned up after last month")
    message = await typed(live, "/vouch wins")
    await press(live, message, ids.WINS_FIND)
    form = await window(live)
    since, until = {"since": {"since": "2026-05-01"}}, {"until": {"until": "2026-01-01"}}
    answer = await live.client.submit(form["id"], since | until)
    assert answer["errors"] == {"until": "That is before the day in “From”."}
    await live.client.submit(
        form["id"], {"words": {"words": "last month"}, "since": {"since": None}} | {"until": {"until": None}}
    )
    assert "*1 win with “last” and “month”*" in texts(await window(live))
    assert "A day was not understood" in texts(await typed(live, "/vouch wins since notaday"))
    assert "no word in it to search for" in texts(await typed(live, '/vouch wins "'))


async def test_a_list_follows_what_is_changed_in_the_window_over_it(live: Live) -> None:
    for name in ("one", "two"):
        await typed(live, f"/win shipped part {name}")
    message = await typed(live, "/vouch wins part")
    await press(live, message, ids.WIN_OPEN)
    await press(live, await window(live), ids.WIN_EDIT)
    await live.client.submit((await window(live))["id"], {"title": {"title": "shipped part three"}})
    await live.client.close((await window(live))["id"])
    after = texts(await shown_again(live, message))
    assert "shipped part three" in after
    assert "shipped part two" not in after
    await press(live, await shown_again(live, message), ids.WINS_FIND)
    await live.client.submit((await window(live))["id"], {"words": {"words": "part"}})
    found = await window(live)
    await press(live, found, ids.WIN_OPEN)
    await press(live, await window(live), ids.WIN_UNDO)
    await live.client.close((await window(live))["id"])
    left = await window(live)
    assert left["id"] == found["id"]
    assert "*1 win with “part”*" in texts(left)
    # What is opened in place of the list stays there when it is saved.
    await press(live, left, ids.WIN_EDIT)
    await live.client.submit((await window(live))["id"], {"title": {"title": "shipped part four"}})
    assert "*Saved:* shipped part four" in texts(await window(live))


async def test_what_is_too_long_for_a_button_is_cut_and_said(live: Live) -> None:
    await typed(live, "/win shipped it")
    message = await typed(live, "/vouch wins " + " ".join(f"word{number}" for number in range(400)))
    assert "the last words are left out" in texts(message)


async def test_others_find_nothing_of_mine(live: Live) -> None:
    await typed(live, "/win shipped the secret #hidden <@U0PRIYA>")
    await typed(live, "/win something of mine", as_="U0MAYA")
    for query in ("secret", "#hidden", "<@U0PRIYA>", "today secret", "deleted"):
        assert "the secret" not in words(await typed(live, f"/vouch wins {query}", as_="U0MAYA"))
    assert "hidden" not in words(await typed(live, "/vouch tags", as_="U0MAYA"))


# Tags


async def test_tags_are_listed_renamed_merged_deleted_and_all_of_it_undone(live: Live) -> None:
    for line in ("one #infra", "two #infra #backend", "three #backend", "four #Backend"):
        await typed(live, f"/win {line}")
    message = await typed(live, "/vouch tags")
    assert "*#backend* · 3 wins" in texts(message)
    assert values(message, ids.TAG_RENAME) == ["0:backend", "0:infra"]
    await press(live, message, ids.TAG_RENAME, "0:infra")
    view = await window(live)
    answer = await live.client.submit(view["id"], {"name": {"name": " !"}})
    assert answer["errors"] == {"name": "A tag needs a name with a letter or a digit in it."}
    answer = await live.client.submit(view["id"], {"name": {"name": "performance"}})
    assert "That is a category" in answer["errors"]["name"]
    answer = await live.client.submit(view["id"], {"name": {"name": "*bold*"}})
    assert "begins with a letter" in answer["errors"]["name"]
    answer = await live.client.submit(view["id"], {"name": {"name": "#Backend"}})
    assert answer["ok"], answer
    asked = await window(live)
    assert "2 wins will have it instead of *#infra*; one of them has both" in texts(asked)
    await live.client.submit(asked["id"])
    merged = await window(live)
    assert values(await shown_again(live, message), ids.TAG_RENAME) == ["0:backend"]
    assert "*#infra* is merged into *#backend* on 2 wins." in texts(merged)
    assert "4 wins tagged #backend" in texts(await typed(live, "/vouch wins #backend"))
    await press(live, merged, ids.TAG_UNDO)
    assert "is as it was on 2 wins" in texts(await window(live))
    assert values(await shown_again(live, message), ids.TAG_RENAME) == ["0:backend", "0:infra"]
    assert "2 wins tagged #infra" in texts(await typed(live, "/vouch wins #infra"))
    assert "3 wins tagged #backend" in texts(await typed(live, "/vouch wins #backend"))
    await press(live, await shown_again(live, message), ids.TAG_DELETE, "0:infra")
    left = await shown_again(live, message)
    assert "*#infra* is deleted from 2 wins. The wins stay." in texts(left)
    assert "*1 tag*" in texts(left)
    undo = next(block["accessory"]["value"] for block in left["blocks"] if "accessory" in block)
    await inject(live, ids.TAG_UNDO, undo, "U0MAYA")
    await press(live, left, ids.TAG_UNDO)
    assert "*2 tags*" in texts(await shown_again(live, message))
    await press(live, await shown_again(live, message), ids.WINS_SHOW, "#infra")
    assert "2 wins tagged #infra" in texts(await window(live))


async def test_a_tag_that_is_gone_is_said_at_the_press(live: Live) -> None:
    await typed(live, "/win one #infra #tech-debt")
    first, second = await typed(live, "/vouch tags"), await typed(live, "/vouch tags DEBT")
    assert values(second, ids.TAG_RENAME) == ["0/debt:tech-debt"]
    await press(live, first, ids.TAG_RENAME, "0:tech-debt")
    await live.client.submit((await window(live))["id"], {"name": {"name": "debts"}})
    await live.client.close((await window(live))["id"])
    assert values(await shown_again(live, first), ids.TAG_RENAME) == ["0:debts", "0:infra"]
    await press(live, second, ids.TAG_RENAME, "0/debt:tech-debt")
    left = await shown_again(live, second)
    assert "*#tech-debt* is on none of your wins any more" in texts(left)
    assert values(left, ids.TAG_RENAME) == ["0/debt:debts"]
    assert (await live.client.state("U0ADA"))["modals"] == []
    await inject(live, ids.TAG_DELETE, "0:tech-debt", "U0ADA")
    assert "*#tech-debt* is on none of your wins any more" in words(await live.client.messages("U0ADA", PLACE))


async def test_many_tags_have_pages_and_a_forged_button_does_nothing(live_http: Live) -> None:
    await typed(live_http, "/win shipped it " + " ".join(f"#tag{number:02d}" for number in range(12)))
    message = await typed(live_http, "/vouch tags")
    assert "12 tags; 1–10" in texts(message)
    await press(live_http, message, ids.TAG_PAGES[1])
    last = await shown_again(live_http, message)
    assert "12 tags; 11–12" in texts(last)
    for value in values(last, ids.TAG_DELETE):
        await press(live_http, await shown_again(live_http, message), ids.TAG_DELETE, value)
    after = await shown_again(live_http, message)
    assert "*10 tags*" in texts(after)  # the page is gone: the last there is stands in its place
    for odd in ("", "x", '["tag00","tag01","1","",""]'):
        await inject(live_http, ids.TAG_UNDO, odd, "U0MAYA")
    assert "*10 tags*" in texts(await typed(live_http, "/vouch tags"))
