"""Promise 7 for buttons and modals: whatever they bring, in whatever place, is answered within the rules."""

import copy
import json
from collections.abc import AsyncIterator, Iterator
from random import Random
from typing import Any

import pytest

from bot import ids
from sandbox import payloads, people
from sandbox.state import Message
from tests import odd, strict_bot
from tests.conftest import Live
from tests.strict_bot import Bot, each, seeds

pytestmark = pytest.mark.no_cover

Json = dict[str, Any]
SHARES = 3  # what takes long is split, so that those who run tests beside each other share it


@pytest.fixture
async def bot(live_http: Live, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Bot]:
    async with strict_bot.watched(live_http, caplog) as watched:
        yield watched


# Buttons


async def pressed(bot: Bot, action: Json) -> list[Json]:
    """The same press in a private answer, in a DM, in Home and in a modal."""
    box = bot.box
    private = Message("1700000000.000100", "C0GENERAL", people.BOT_USER, "x", by_app=True, ephemeral_for="U0ADA")
    direct = Message("1700000000.000200", "D0ADA", people.BOT_USER, "x", by_app=True)
    await bot.live.client.home()
    home = payloads.interaction(box, "block_actions", "U0ADA") | {
        "container": {"type": "view", "view_id": "V0HOME"},
        "view": {
            "id": "V0HOME",
            "type": "home",
            "hash": "1.a",
            "state": {"values": {}},
            "private_metadata": "",
            "callback_id": "",
        },
        "actions": [action],
    }
    modal = copy.deepcopy(home)
    modal["view"] |= {"type": "modal", "id": "V0MODAL", "callback_id": ids.MODAL_WIN}
    return [payloads.message_action(box, "U0ADA", message, action) for message in (private, direct)] + [home, modal]


def fresh(bot: Bot, payload: Json, source: Random) -> Json:
    """Another press of the same: its trigger and time are new."""
    return copy.deepcopy(payload) | {
        "trigger_id": bot.box.trigger("U0ADA", None),
        "actions": [payload["actions"][0] | {"action_ts": f"17000{source.randrange(10**5):05}.000001"}],
    }


@pytest.mark.parametrize("share", range(SHARES))
async def test_every_button_takes_any_value_in_any_place(bot: Bot, share: int) -> None:
    await bot.live.client.command("/win shipped <@U0MAYA> #a https://a.example 3x yesterday")
    await bot.live.client.command("/met <@U0MAYA> 1:1 about it; next: send it")
    base = {
        name: await pressed(bot, {"type": "button", "action_id": name})
        for name in sorted(bot.live.vouch.routes.actions)[share::SHARES]
    }

    def presses() -> Iterator[tuple[int, Json]]:
        for seed, source in seeds(len(base) * 16):
            name = sorted(base)[seed % len(base)]
            payload = fresh(bot, source.choice(base[name]), source)
            kind = source.choice(("value", "selected_option", "selected_user", "selected_date", "selected_options"))
            chosen = odd.value(source)
            payload["actions"][0][kind] = (
                {"value": chosen, "text": {"type": "plain_text", "text": "x"}} if "option" in kind else chosen
            )
            yield seed, payload

    await each(bot, "interactive", presses(), people=True)


@pytest.mark.both_databases
async def test_bent_presses_are_answered(bot: Bot) -> None:
    await bot.live.client.command("/win shipped it")
    base = [
        one | {"actions": [one["actions"][0] | {"value": "1"}]}
        for name in sorted(bot.live.vouch.routes.actions)
        for one in await pressed(bot, {"type": "button", "action_id": name})
    ]

    def presses() -> Iterator[tuple[int, Json]]:
        for seed, source in seeds(500):
            yield seed, odd.bent(fresh(bot, source.choice(base), source), source)

    await each(bot, "interactive", presses(), people=True)


# Modals


async def opened(bot: Bot) -> list[Json]:
    """A submission of each modal, as Slack would send it with nothing filled in."""
    client = bot.live.client
    await client.command("/win shipped it #one")
    await client.command("/win shipped it again #two")
    await client.command("/met <@U0MAYA> 1:1 about it; ask: an opportunity")
    await client.command("/met Kim coffee")
    found: dict[str, Json] = {}

    async def collect() -> None:
        await bot.live.settle()
        for view in list(bot.box.state.views.values()):
            if view.type == "modal" and view.user == "U0ADA":
                found[view.content["callback_id"]] = payloads.submission(bot.box, view)
        for modal in (await client.state())["modals"]:
            await client.close(modal["id"])

    for line in ("/win", "/met", "/vouch add", "/vouch settings", "/vouch away", "/vouch delete-my-data"):
        await client.command(line)
        await collect()
    ts = await client.message("Cut the build time", as_="U0LEO", channel="C0GENERAL")
    await client.react("C0GENERAL", ts, "trophy")
    await bot.live.settle()
    (inbox,) = (await client.command("/vouch inbox"))["ephemerals"]
    await client.action(ids.INBOX_OPEN, channel="C0GENERAL", ts=inbox["ts"])
    await collect()
    await client.home()
    for action in (ids.HOME_LOG_WIN, ids.HOME_LOG_CONVERSATION, ids.HOME_ADD_STAKEHOLDER, ids.SETTINGS_OPEN):
        await client.action(action, home=True)
        await collect()
    for name, value in (
        (ids.WINS_FIND, ""),
        (ids.STAKEHOLDERS_FIND, "0:"),
        (ids.WIN_EVIDENCE, "1"),
        (ids.SUMMARY_OPEN, "since|2020-01-01|2026-12-31|manager|U0MAYA|1"),
        (ids.SUMMARY_SENT, "since|2020-01-01|2026-12-31|manager|U0MAYA|1"),
        (ids.WIN_MERGE, "1"),
        (ids.WIN_MERGE, "1:2"),
        (ids.PEOPLE_MERGE, "1"),
        (ids.PEOPLE_MERGE, "1:2"),
        (ids.TAG_RENAME, "0:one"),
        (ids.FOLLOWUP_ADD, ""),
        (ids.FOLLOWUP_EDIT, "1"),
        (ids.PROJECT_NEW, ""),
        (ids.WIN_PROJECT, "1"),
        (ids.FOLLOWUP_OUTCOME, "1:given"),
        (ids.PROJECT_MAKE, "1"),
        (ids.PROJECT_ADD_WINS, "1"),
        (ids.AWARENESS_WIN, "1"),
        (ids.AWARENESS_PERSON, "1"),
    ):
        press = (await pressed(bot, {"type": "button", "action_id": name, "value": value}))[2]
        await client.inject("interactive", fresh(bot, press, Random(f"{name}{value}")))
        await collect()
    found.pop("")  # windows without a form
    found[ids.MODAL_TAG_MERGE] = copy.deepcopy(found[ids.MODAL_TAG])
    found[ids.MODAL_TAG_MERGE]["view"]["callback_id"] = ids.MODAL_TAG_MERGE  # follows the other by its submission only
    assert set(found) == set(bot.live.vouch.routes.submissions)
    return [found[name] for name in sorted(found)]


def filled(payload: Json, source: Random) -> Json:
    """The submission with odd values in its fields, each in the shape of its element or in none."""
    made = copy.deepcopy(payload)
    values: Json = {}
    for block in made["view"]["blocks"]:
        element = block.get("element")
        if element is not None:
            values[block["block_id"]] = {element["action_id"]: {"type": element["type"], **_state(element, source)}}
    made["view"] |= {"state": {"values": values}, "hash": f"{source.random()}"}
    if source.random() < 0.3:
        made["view"]["private_metadata"] = source.choice(
            (odd.text(source), json.dumps(odd.value(source)), "1:1", "[1,2]")
        )
    return made


def _state(element: Json, source: Random) -> Json:
    if source.random() < 0.2:
        return {source.choice(("value", "selected_option", "selected_users", "selected_date")): odd.value(source)}
    match element["type"]:
        case "plain_text_input" | "email_text_input" | "number_input" | "url_text_input":
            return {"value": odd.text(source)}
        case "datepicker":
            return {"selected_date": source.choice(("2026-11-20", "1969-01-01", "9999-12-31", "2026-02-31", None, "x"))}
        case "multi_users_select":
            return {"selected_users": source.choice(([], ["U0MAYA"], ["U0MAYA"] * 50, [None], [odd.text(source)]))}
        case "users_select":
            return {"selected_user": source.choice(("U0MAYA", "U0ADA", None, odd.text(source)))}
        case "checkboxes":
            return {"selected_options": source.choice(([], [{"value": "x"}], [{"value": "1"}] * 99, [None], "x"))}
        case _:
            options = [*element.get("options", []), {"value": odd.text(source)}, None]
            return {"selected_option": source.choice(options)}


@pytest.mark.parametrize("share", range(SHARES))
async def test_every_modal_takes_any_value_in_its_fields(bot: Bot, share: int) -> None:
    base = (await opened(bot))[share::SHARES]
    made = ((seed, filled(base[seed % len(base)], source)) for seed, source in seeds(len(base) * 120))
    await each(bot, "interactive", made, people=True)


async def test_bent_submissions_are_answered(bot: Bot) -> None:
    base = await opened(bot)
    made = ((seed, odd.bent(filled(base[seed % len(base)], source), source)) for seed, source in seeds(len(base) * 80))
    await each(bot, "interactive", made, people=True)


async def test_modals_closed_and_lists_asked_for_are_answered(bot: Bot) -> None:
    view = (await opened(bot))[0]
    made = iter(
        [(0, view | {"type": "view_closed"}), (1, view | {"type": "block_suggestion", "value": "x", "action_id": "x"})]
    )
    await each(bot, "interactive", made)
