"""Promise 8 for whatever is registered: with Ada's ids in every button and window, others see and change nothing."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from bot import ids
from bot.domain import tags as tag_rules
from bot.store.database import Session
from bot.store.tables import OWNED, members
from tests.conftest import Live

pytestmark = pytest.mark.no_cover

PLACE = "C0GENERAL"
SECRETS = ("zeppelin", "blueprint", "walrus", "Quentina Vos")
VALUES = ("1", "2", "3", "1:1", "3:1", "1:1:0:none", "1:0:walrus", "0:zebra", "walrus", "1-0")
METADATA = (
    tag_rules.to_metadata(tag_rules.Opened("zebra")),
    "1",
    "1:1",
    "1:2",
    '{"win": 1, "version": 1}',
    '{"conversation": 1, "version": 1}',
    '["zebra", "", ""]',
)
Json = dict[str, Any]


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def rows_of_ada(session: Session) -> list[Any]:
    """All that is stored of her, by table."""
    ada = session.execute(select(members).where(members.c.user_id == "U0ADA")).one()
    own = [session.execute(select(table).where(table.c.member_id == ada.id)).all() for table in OWNED]
    return [tuple(ada), *[sorted(map(repr, found)) for found in own]]


async def record(live: Live) -> Json:
    """A win with all that one can have, a draft, one merged away, one deleted, a person, a conversation and away days.
    Returns a press of hers.
    """
    client = live.client
    ts = await client.message("the orchid held through the night", as_="U0MAYA", channel=PLACE)
    (saved,) = (await client.command("/win zeppelin walrus, p95 1,200ms -> 480ms #zebra <@U0RUI>"))["ephemerals"]
    await client.action(ids.WIN_EDIT, channel=PLACE, ts=saved["ts"])
    view = (await client.state())["modals"][-1]
    await client.submit(view["id"], {"impact": {"impact": "walrus again"}})
    await client.close(view["id"])
    await client.react(PLACE, ts, "trophy")
    await client.command("/win blueprint walrus #zebra")
    await client.command("/met Quentina Vos and <@U0MAYA> lunch about the zeppelin; next: send the blueprint by today")
    await live.settle()
    await client.command("/win walrus deleted #zebra")
    payload = await client.last("action")
    payload["view"] = None
    for action, value in ((ids.WIN_UNDO, "4"), (ids.MEASURE_FIX[0], "1:2:0:comma")):
        payload["actions"] = [{"type": "button", "action_id": action, "value": value, "action_ts": f"{action}.1"}]
        await client.inject("interactive", payload)
    await client.command("/vouch away tomorrow to 12 dec")
    view = (await client.state())["modals"][-1]
    await client.submit(view["id"], {})
    await client.close(view["id"])
    await live.settle()
    return payload


def presses(live: Live, payload: Json) -> Iterator[Json]:
    for name in sorted(live.vouch.routes.actions):
        for value in VALUES:
            pressed = {"type": "button", "action_id": name, "value": value, "action_ts": f"{name}.{value}"}
            yield payload | {"actions": [pressed | {"block_id": "person:1:talk1"}]}


def submissions(live: Live, payload: Json) -> Iterator[Json]:
    for number, name in enumerate(sorted(live.vouch.routes.submissions)):
        for metadata in METADATA:
            view = {"id": f"V{number}", "hash": f"1.{metadata}", "type": "modal", "callback_id": name, "blocks": []}
            typed = {"type": "plain_text_input", "value": "mine"}
            state = {"values": {name: {name: typed} for name in ("title", "name", "topic")}}
            without = {key: value for key, value in payload.items() if key not in {"actions", "container", "message"}}
            yield without | {"type": "view_submission", "view": view | {"private_metadata": metadata, "state": state}}


@pytest.mark.parametrize(("user", "team"), [("U0PRIYA", "T0ACME"), ("U0ZOE", "T0OTHER")])
async def test_nobody_reaches_anything_of_anothers_by_whatever_is_registered(live: Live, user: str, team: str) -> None:
    payload = await record(live)
    assert (await live.client.command("/win mine alone #zebra", as_=user))["ok"]
    before = await live.vouch.db.read(rows_of_ada)
    assert [len(found) for found in before[1:3]] == [4, 1]
    payload["user"] |= {"id": user, "team_id": team}
    payload["team"]["id"] = team
    for sent in (*presses(live, payload), *submissions(live, payload)):
        answer = await live.client.inject("interactive", sent)
        assert answer["ok"], (sent, answer)
        found = words(answer.get("ack"))
        assert [word for word in SECRETS if word in found] == [], (sent, found)
    await live.settle()
    assert await live.vouch.db.read(rows_of_ada) == before
    calls = [call for call in await live.client.calls() if words(call).find(user) >= 0]
    theirs = words(await live.client.state(user)) + words([call for call in calls if "view" in call["args"]])
    assert [word for word in SECRETS if word in theirs] == []
