"""Names of Slack users through the sandbox: asked after they are added, followed when they change, and typed."""

import json

import pytest

from tests.conftest import Live
from tests.scenarios.test_people import press, texts, vouch, words


async def open_labels(live: Live, as_: str = "U0ADA") -> list[str]:
    await live.settle()
    message = await vouch(live, "people", as_)
    return [block["accessory"]["accessibility_label"] for block in message["blocks"] if "accessory" in block]


@pytest.mark.both_databases
async def test_a_slack_user_is_found_by_name_once_added(live: Live) -> None:
    await vouch(live, "add <@U0RUI> sponsor")
    await live.client.command("/met <@U0SAM> coffee")
    assert await open_labels(live) == ["Open Rui Costa", "Open Sam Okafor"]
    (met,) = (await live.client.command("/met Rui Costa lunch"))["ephemerals"]
    assert "<@U0RUI>" in words(met)
    assert "*<@U0RUI>* · sponsor" in texts(await vouch(live, "people costa"))[0]
    assert "<@U0RUI>" in words(await vouch(live, "add rui costa mentor"))
    assert len(await open_labels(live)) == 2


async def test_a_changed_name_follows_for_everybody_who_follows_them(live: Live) -> None:
    for member in ("U0ADA", "U0MAYA"):
        await vouch(live, "add <@U0RUI> sponsor", member)
    assert await open_labels(live) == ["Open Rui Costa"]
    for name in ("Rui Roe", None, ""):
        user = {"id": "U0RUI", "team_id": "T0ACME", "real_name": name, "profile": {"real_name": name}, "deleted": False}
        event = {"type": "user_change", "user": user}
        body = {"type": "event_callback", "team_id": "T0ACME", "event_id": f"Ev{name}", "event": event}
        await live.client.inject("events_api", body)
        await live.settle()
        assert [await open_labels(live, member) for member in ("U0ADA", "U0MAYA")] == [["Open Rui Roe"]] * 2
    assert "Rui Roe" not in json.dumps(await live.client.state("U0ZOE"))


async def test_a_name_missed_when_they_were_added_is_asked_for_with_the_list(live: Live) -> None:
    await live.client.command("/win shipped it")
    await live.settle()
    await live.client.fault("users.info", error="internal_error")
    message = await vouch(live, "add <@U0RUI> sponsor")
    await live.settle()
    assert await open_labels(live) == ["Open your sponsor"]
    assert await open_labels(live) == ["Open Rui Costa"]
    await press(live, message, "stakeholder.undo")
    assert "Nobody is among your people yet" in words(await vouch(live, "people"))
