"""Privacy, export, deletion and removal through the sandbox."""

import json
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.domain.members import Actor
from bot.services import members
from bot.store.database import Session
from bot.store.tables import OWNED, metadata, workspaces
from sandbox.wire import Json
from tests.conftest import ADA, MAYA, Live


def words(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False)


def every_row(session: Session) -> dict[str, list[dict[str, Any]]]:
    tables = metadata.sorted_tables
    return {table.name: [dict(row) for row in session.execute(select(table)).mappings()] for table in tables}


async def record(live: Live, as_: str) -> None:
    """A bit of everything that Vouch keeps; nobody is named in it but outsiders."""
    client = live.client
    await client.command("/win shipped the retry queue, p95 800ms -> 480ms #reliability <https://x.org>", as_=as_)
    await client.command('/met "Dana Fox" coffee about the roadmap; next: send the deck by friday', as_=as_)
    ts = await client.message("The migration is done", as_=as_, channel="C0PLATFORM")
    await client.react("C0PLATFORM", ts, "trophy", as_=as_)
    await live.settle()


async def delete(live: Live, typed: str, as_: str = "U0ADA") -> Json:
    await live.client.command("/vouch delete-my-data", as_=as_)
    view = (await live.client.state(as_))["modals"][-1]
    answer = await live.client.submit(view["id"], {"confirmation": {"confirmation": typed}}, as_=as_)
    await live.settle()
    return answer


async def files_in_dm(live: Live, as_: str = "U0ADA") -> list[Json]:
    await live.settle()
    return [file for message in await live.client.messages(as_, f"D0{as_[2:]}") for file in message.get("files") or ()]


async def downloaded(url: str) -> Json:
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        assert answer.status == 200
        return dict(json.loads(await answer.read()))


async def test_privacy_is_told_in_private_with_the_ways_out(live: Live) -> None:
    (message,) = (await live.client.command("/vouch privacy"))["ephemerals"]
    assert "whoever runs the server holds the key" in words(message)
    assert message["ephemeral"]
    await live.client.action("privacy.delete", channel="C0GENERAL", ts=message["ts"])
    await live.settle()
    assert (await live.client.state())["modals"][-1]["title"]["text"] == "Delete my data"


async def test_an_export_arrives_as_a_file_in_the_members_dm_and_holds_all_of_theirs(live: Live) -> None:
    await record(live, "U0ADA")
    await live.client.command("/win a secret of Maya's", as_="U0MAYA")
    (message,) = (await live.client.command("/vouch export"))["ephemerals"]
    assert "direct messages" in message["text"]
    (file,) = await files_in_dm(live)
    export = await downloaded(file.get("url_private") or file["url"])
    assert set(export["tables"]) == {"members", *(table.name for table in OWNED)}
    assert "shipped the retry queue, p95 800ms -> 480ms" in words(export["tables"]["wins"])
    assert export["tables"]["stakeholders"][0]["name"] == "Dana Fox"
    assert export["tables"]["followups"][0]["text"] == "send the deck"
    assert export["tables"]["evidence"][-1]["snapshot"] == "The migration is done"
    assert "Maya" not in words(export)
    assert await files_in_dm(live, "U0MAYA") == []


async def test_an_export_that_slack_does_not_take_is_told(live: Live) -> None:
    await live.client.command("/win shipped it")
    await live.client.fault("files.getUploadURLExternal", error="storage_limit_reached", times=3)
    await live.client.command("/vouch export")
    await live.settle()
    said = (await live.client.messages("U0ADA", "C0GENERAL"))[-1]
    assert "Slack did not take the export (`storage_limit_reached`)" in words(said)


async def test_from_home_export_and_deletion_are_reached_too(live: Live) -> None:
    await live.client.command("/win shipped it")
    await live.client.home()
    await live.client.action("privacy.open", home=True)
    await live.settle()
    window = (await live.client.state())["modals"][-1]
    await live.client.action("privacy.export", view_id=window["id"])
    assert len(await files_in_dm(live)) == 1
    stack = (await live.client.state())["modals"]
    assert "direct messages" in words(stack[-1])
    await live.client.close(stack[-1]["id"])
    await live.client.action("privacy.delete", view_id=window["id"])
    await live.settle()
    assert (await live.client.state())["modals"][-1]["title"]["text"] == "Delete my data"


async def check_deletion(live: Live) -> None:
    await record(live, "U0ADA")
    await record(live, "U0MAYA")
    await live.client.home()
    ada = await live.vouch.db.read(members.find, ADA)
    assert ada is not None
    before = await live.vouch.db.read(every_row)

    answer = await delete(live, "delete")

    assert "Everything is deleted" in words(answer["view"])
    after = await live.vouch.db.read(every_row)
    for name, rows in before.items():
        theirs = [row for row in rows if row.get("member_id") == ada.id or (name == "members" and row["id"] == ada.id)]
        if name not in ("handled", "pacing"):
            assert after[name] == [row for row in rows if row not in theirs], name
    assert "U0ADA" not in words([[str(value) for value in row.values()] for rows in after.values() for row in rows])
    assert "*1.* Log a win" in words((await live.client.state())["home"])


async def test_deletion_is_complete_and_nobody_else_loses_anything(live: Live) -> None:
    await check_deletion(live)


@pytest.mark.on_postgres
async def test_deletion_is_complete_on_postgresql_too(live: Live) -> None:
    await check_deletion(live)


async def test_without_the_word_nothing_is_deleted_and_the_window_stays(live: Live) -> None:
    await live.client.command("/win shipped it")
    answer = await delete(live, "yes")
    assert answer["errors"] == {"confirmation": "Type the word delete to confirm. Nothing has been deleted."}
    assert await live.vouch.db.read(members.find, ADA) is not None


async def test_the_deletion_sent_twice_says_that_nothing_is_there(live: Live) -> None:
    await live.client.command("/win shipped it")
    await delete(live, "delete")
    submission = await live.client.last("submission")
    await live.client.command("/win begun anew", as_="U0MAYA")
    again = await live.client.inject("interactive", submission)
    assert "Vouch has nothing stored about you." in words(again)
    assert await live.vouch.db.read(members.find, MAYA) is not None


async def test_after_deletion_no_digest_and_no_nudge_comes(live: Live) -> None:
    await live.client.command("/vouch add <@U0RUI> sponsor")
    await live.client.command("/win shipped it")
    await delete(live, "delete")
    await live.client.clock(advance=10 * 86_400)
    assert [message for message in await live.client.messages("U0ADA", "D0ADA") if message.get("metadata")] == []


async def test_somebody_can_begin_anew_after_deletion(live: Live) -> None:
    await live.client.command("/win shipped it")
    await delete(live, "delete")
    (message,) = (await live.client.command("/win begun anew"))["ephemerals"]
    assert message["text"] == "Saved: begun anew"
    anew = await live.vouch.db.read(members.find, ADA)
    assert anew is not None
    assert anew.zone == "Europe/Berlin"


async def workspace_states(live: Live) -> list[tuple[str, bool, bool]]:
    def ask(session: Session) -> list[tuple[str, bool, bool]]:
        rows = session.execute(select(workspaces).order_by(workspaces.c.team_id))
        return [(row.team_id, row.active, row.removed_at is None) for row in rows]

    return await live.vouch.db.read(ask)


async def test_uninstalling_ends_it_for_that_workspace_only(live: Live) -> None:
    await live.client.command("/win shipped it")
    await live.client.command("/win shipped it", as_="U0ZOE", channel="C0OTHER")
    answer = await live.client.uninstall()
    assert answer["acked"] == {"app_uninstalled": True, "tokens_revoked": True}
    assert await workspace_states(live) == [("T0ACME", False, False), ("T0OTHER", True, True)]
    kept = await live.vouch.db.read(members.find, ADA)
    assert kept is not None  # the data goes after the stated delay


@pytest.mark.parametrize(
    ("event", "ended"),
    [
        ({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0VOUCH"]}}, True),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U0ADA"]}}, False),
        ({"type": "tokens_revoked"}, False),
        ({"type": "app_uninstalled"}, True),
    ],
)
async def test_only_the_loss_of_the_bots_own_token_ends_it(live: Live, event: Json, ended: bool) -> None:
    body = {"type": "event_callback", "team_id": "T0ACME", "event_id": "Ev1", "event": event}
    for _ in range(2):
        assert (await live.client.inject("events_api", body))["ok"]
    assert await workspace_states(live) == [("T0ACME", not ended, not ended)]


async def test_of_one_who_is_not_known_there_is_nothing_to_delete(live: Live) -> None:
    assert (await delete(live, "delete"))["errors"] == {"confirmation": "Vouch has nothing stored about you."}
    assert await live.vouch.db.read(members.find, Actor("", "T0ACME", "U0ADA")) is None
