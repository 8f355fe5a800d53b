"""A win's evidence through the sandbox: every kind added, removed, put back; stale, twice, somebody else's, huge."""

import json
import re
from typing import Any

import pytest

from bot import ids
from bot.domain import pieces as rules
from bot.domain.evidence import Evidence
from bot.services import pieces
from sandbox.wire import Json
from tests.conftest import ADA, Live

LINE = "/win shipped the queue, p95 800ms -> 480ms"
PERMALINK = "https://acme.slack.com/archives/C0GENERAL/p1700000000000100"


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


async def window(live: Live) -> Json:
    await live.settle()
    return dict((await live.client.state("U0ADA"))["modals"][-1])


async def opened(live: Live) -> Json:
    """Logs a win and opens its evidence from the confirmation."""
    (message,) = (await live.client.command(LINE))["ephemerals"]
    answer = await live.client.action(ids.WIN_EVIDENCE, channel="C0GENERAL", ts=message["ts"])
    assert answer["ok"], answer
    return await window(live)


def named(view: Json, typed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields by the names they have in this version of the window; Slack keeps what stood in them before."""
    typed = {"links": "", "quote": "", "speaker": None, "name": "", "file": ""} | typed
    blocks = {str(block["block_id"]).partition(".")[0]: block["block_id"] for block in view["blocks"]}
    return {blocks[name]: {name: value} for name, value in typed.items()}


async def add(live: Live, view: Json, **typed: Any) -> Json:
    answer = await live.client.submit(view["id"], named(view, typed))
    assert answer["ok"], answer
    return dict(answer)


def said(view: Json) -> str:
    return "\n".join(block["text"]["text"] for block in view["blocks"] if block["type"] == "section")


async def press(live: Live, view: Json, action_id: str, value: str) -> Json:
    (block,) = [
        block["block_id"]
        for block in view["blocks"]
        for element in [*block.get("elements", []), block.get("accessory") or {}]
        if (element.get("action_id"), element.get("value")) == (action_id, value)
    ]
    answer = await live.client.action(action_id, view_id=view["id"], block_id=block)
    assert answer["ok"], answer
    return await window(live)


async def test_every_kind_is_added_removed_and_put_back(live: Live) -> None:
    view = await opened(live)
    assert "Nothing yet" in words(view)
    answer = await add(
        live,
        view,
        links=f"Design doc https://docs.example/d\n{PERMALINK}",
        quote="She saved the launch",
        speaker="U0SAM",
        file="Q3 review.pdf",
    )
    shown = said(answer["view"])
    assert "*Added:* 4 pieces." in shown
    assert "*Link* <https://docs.example/d|Design doc> (docs.example)" in shown
    assert f"<{PERMALINK}|Slack message> in <#C0GENERAL>" in shown
    assert "*Quote* from <@U0SAM>\n>She saved the launch" in shown
    assert "*File* Q3 review.pdf" in shown
    assert not any(block["element"].get("initial_value") for block in answer["view"]["blocks"] if "element" in block)
    assert list(await live.client.calls("reactions.get")) == []

    view = await window(live)
    removed = await press(live, view, ids.EVIDENCE_REMOVE, "3")
    assert "*Removed:* “She saved the launch” (<@U0SAM>)" in said(removed)
    again = await press(live, removed, ids.EVIDENCE_PUT_BACK, "3")
    assert "*Put back:* “She saved the launch”" in said(again)
    seen = await live.vouch.db.read(pieces.see, ADA, 1)
    assert ([piece.id for piece in seen.win.evidence], seen.removed) == ([1, 2, 3, 4], ())
    (listed,) = (await live.client.command("/vouch wins saved the launch"))["ephemerals"]
    assert "shipped the queue" in words(listed)


async def test_a_link_in_a_command_keeps_its_text_and_shows_where_it_leads(live: Live) -> None:
    assert (await live.client.command("/win started"))["ok"]
    command = await live.client.last("command")
    typed = "moved <https://docs.example/d|the design doc> on, <https://evil.example|https://bank.example>"
    answer = await live.client.inject("slash_commands", command | {"trigger_id": "other", "text": typed})
    said = words(answer["ack"])
    assert "*Saved:* moved the design doc on, https://bank.example" in said
    assert "<https://docs.example/d|the design doc> (docs.example), <https://evil.example|evil.example>" in said


async def test_a_field_that_cannot_be_read_is_marked_and_nothing_typed_is_lost(live: Live) -> None:
    view = await opened(live)
    for typed, field, sentence in [
        ({}, "links", "There is nothing to add yet"),
        ({"links": "here"}, "links", "“here” is no web address"),
        ({"speaker": "U0SAM"}, "quote", "Write what was said."),
        ({"quote": "…"}, "quote", "Write what was said."),
        ({"quote": "well done", "speaker": "U0SAM", "name": "Sam"}, "name", "not both"),
    ]:
        answer = await live.client.submit(view["id"], named(view, typed))
        ((block, error),) = answer["errors"].items()
        assert block.startswith(f"{field}.")
        assert sentence in error
    answer = await add(live, view, links="https://a.example")
    answer = await live.client.submit(view["id"], named(answer["view"], {"links": "https://a.example"}))
    assert list(answer["errors"].values()) == ["This win has that link already."]


async def test_whoever_adds_to_a_win_that_was_changed_elsewhere_sees_it_as_it_is_and_adds_again(live: Live) -> None:
    view = await opened(live)
    await live.client.submit(view["id"], named(view, {"quote": "the first"}))
    replay = await live.client.last("submission")
    view = await window(live)
    await live.vouch.db.write(pieces.remove, ADA, 1, "elsewhere", live.vouch.clock.now())
    stale = await add(live, view, quote="the second", name="A customer")
    assert "changed somewhere else" in said(stale["view"])
    assert "the second" in [
        block["element"].get("initial_value") for block in stale["view"]["blocks"] if "element" in block
    ]
    done = await add(live, stale["view"], quote="the second", name="A customer")
    assert "*Quote* from A customer\n>the second" in said(done["view"])
    assert (await live.client.inject("interactive", replay))["ok"]  # Slack sends the first one again
    seen = await live.vouch.db.read(pieces.see, ADA, 1)
    assert [piece.snapshot for piece in seen.win.evidence] == ["the second"]


async def test_pressed_twice_it_says_so_and_somebody_elses_evidence_is_not_there(live: Live) -> None:
    view = await opened(live)
    view = (await add(live, view, quote="Only mine", file="secret plan.pdf"))["view"]
    first = await press(live, view, ids.EVIDENCE_REMOVE, "1")
    payload = await live.client.last("action")
    assert (await live.client.inject("interactive", payload | {}))["ok"]
    payload["actions"][0]["action_ts"] = "9.9"
    assert (await live.client.inject("interactive", payload))["ok"]
    assert "That was removed already" in said(await window(live))
    assert "Removed lately" in words(first)

    assert (await live.client.command("/win mine alone, 1 -> 2", as_="U0MAYA"))["ok"]
    payload["user"]["id"] = "U0MAYA"
    before = await live.vouch.db.read(pieces.see, ADA, 1)
    for number, (action, value) in enumerate(
        [
            (ids.WIN_EVIDENCE, "1"),
            (ids.EVIDENCE_REMOVE, "2"),
            (ids.EVIDENCE_PUT_BACK, "1"),
            (ids.EVIDENCE_PAGES[0], "0"),
            (ids.MEASURE_FIX[0], "1:3:0:none"),
        ]
    ):
        payload["actions"] = [{"type": "button", "action_id": action, "value": value, "action_ts": f"{number}.5"}]
        assert (await live.client.inject("interactive", payload))["ok"]
    submission = await live.client.last("submission")
    submission["user"]["id"] = "U0MAYA"
    submission["view"]["hash"] = "another"
    submission["view"]["state"]["values"] = {"quote.2": {"quote": {"type": "plain_text_input", "value": "Not mine"}}}
    assert (await live.client.inject("interactive", submission))["ok"]
    await live.settle()
    assert await live.vouch.db.read(pieces.see, ADA, 1) == before
    theirs = words(await live.client.state("U0MAYA"))
    assert [secret for secret in ("Only mine", "secret plan", "shipped the queue") if secret in theirs] == []


@pytest.mark.parametrize("quote", ["x" * 3000, "<!channel> <@U0MAYA> *_~`", "مرحبا 👩‍👩‍👧 " * 100, "a\n" * 1000])
async def test_many_quotes_of_any_kind_are_shown_page_by_page(live: Live, quote: str) -> None:
    view = await opened(live)
    for _ in range(12):
        view = (await add(live, view, quote=quote, name="<@U0MAYA> <!here>"))["view"]
    assert "11–12 of 12" in words(view)
    assert "<!" not in said(view)
    assert "@U0MAYA &lt;!here&gt;" in said(view)
    back = await press(live, view, ids.EVIDENCE_PAGES[0], "0")
    assert "1–10 of 12" in words(back)


async def test_fifty_quotes_on_one_win_are_turned_over_and_each_is_there_once(live: Live) -> None:
    (message,) = (await live.client.command(LINE))["ephemerals"]
    many: list[Evidence] = []
    for number in range(49):
        found = rules.read(rules.Form(quote=f"quote {number:02}", name="A customer"), ())
        assert isinstance(found, tuple)
        many += found
    await live.vouch.db.write(pieces.add, ADA, 1, 1, many, "many", live.vouch.clock.now())
    assert (await live.client.action(ids.WIN_EVIDENCE, channel="C0GENERAL", ts=message["ts"]))["ok"]
    view = (await add(live, await window(live), quote="quote 49", name="A customer"))["view"]
    assert "41–50 of 50" in words(view)
    shown = re.findall(r"quote \d\d", said(view).partition("*Added:*")[2].partition("\n")[2])
    for offset in (30, 20, 10, 0):
        view = await press(live, view, ids.EVIDENCE_PAGES[0], str(offset))
        assert f"{offset + 1}–{offset + 10} of 50" in words(view)
        shown = re.findall(r"quote \d\d", said(view)) + shown
    assert shown == [f"quote {number:02}" for number in range(50)]
    on = await press(live, view, ids.EVIDENCE_PAGES[1], "10")
    assert "11–20 of 50" in words(on)
