"""Promise 8 between workspaces: with all of Ada's ids, somebody of another workspace sees and changes nothing."""

import json
from typing import Any

import pytest

from bot import ids
from bot.services import members
from tests.conftest import ADA, ZOE, Live

LINE = (
    "/met <@U0MAYA> and Maria Lopez lunch about the promotion; next: send the blueprint by today; "
    "ask: an opportunity to lead the zeppelin"
)
PRESSES = (
    *((action, "1") for action in (ids.CONVERSATION_EDIT, ids.CONVERSATION_UNDO, ids.FOLLOWUP_DONE)),
    *((action, f"1:{level}") for level, action in enumerate(ids.CONVERSATION_CONFIDENCE, 1)),
    *((action, "1") for action in (ids.STAKEHOLDER_EDIT, ids.STAKEHOLDER_TALKED, ids.STAKEHOLDER_WAKE)),
    *((action, "2") for action in (ids.STAKEHOLDER_OPEN, ids.STAKEHOLDER_ARCHIVE, ids.STAKEHOLDER_FOLLOW)),
    *((action, "0:Maria") for action in (ids.STAKEHOLDERS_FIND, ids.STAKEHOLDERS_SHOW)),
    *((action, "1") for action in (ids.FOLLOWUP_DROP, ids.FOLLOWUP_REOPEN, ids.FOLLOWUP_EDIT, ids.FOLLOWUP_DELETE)),
    *((action, "1") for action in (ids.FOLLOWUP_ADD, ids.FOLLOWUPS_OPEN)),
    (ids.FOLLOWUP_OUTCOME, "2:declined"),
    *((action, "1-0") for action in ids.FOLLOWUP_PAGES),
    *((action, "1") for action in (ids.PROJECT_OPEN, ids.PROJECT_EDIT, ids.PROJECT_END, ids.PROJECT_DELETE)),
    *((action, "1") for action in (ids.PROJECT_ADD_WINS, ids.PROJECT_GOES_ON, ids.WIN_PROJECT, ids.PROJECTS_OPEN)),
    *((action, "2") for action in (ids.PROJECT_MAKE,)),
    *((action, "1:1") for action in (ids.PROJECT_TAKE_OUT, *ids.PROJECT_WIN_PAGES)),
    *((action, "0") for action in ids.PROJECT_PAGES),
    (ids.STAKEHOLDER_UNDO, "1-2"),
    *((ids.STAKEHOLDER_MORE, f"{what}:2") for what in ("merge", "archive", "nothing")),
    (ids.STAKEHOLDER_MORE, "snooze:2:1"),
    *((action, "2") for action in (ids.PEOPLE_MERGE, ids.PEOPLE_MERGE_UNDO)),
    (ids.PEOPLE_MERGE, "2:1"),
    *((ids.SUGGESTION_NO, value) for value in ("s2", "=1-2", "uU0MAYA")),
    *((ids.SUGGESTION_RELATE, value) for value in ("s2:manager", "uU0RUI:manager")),
    *((action, "1") for action in (ids.TIMELINE_OPEN, ids.CONVERSATION_RESTORE)),
    *((action, "1:1:0") for action in (ids.TIMELINE_EDIT, ids.TIMELINE_DELETE, ids.TIMELINE_RESTORE)),
    *((action, "1:0") for action in (*ids.TIMELINE_PAGES, ids.TIMELINE_BACK, ids.TIMELINE_DELETED)),
    (ids.STAKEHOLDER_SNOOZE, "2:1"),
    (ids.STAKEHOLDER_RELATIONSHIP, "2:manager"),
    (ids.STAKEHOLDER_PAGE, "people:0"),
    (ids.STAKEHOLDER_PAGE, "overdue:0"),
    *((action, "1") for action in (ids.INBOX_OPEN, *ids.INBOX_PAGES, ids.INBOX_UNDO)),
    *((action, "1") for action in (ids.ROOM_OPEN, ids.ROOM_MAP, ids.ROOM_MAP_REMOVE)),
    *((action, "since|2020-01-01|2026-12-31|manager|U0MAYA|1") for action in (ids.SUMMARY_OPEN, ids.SUMMARY_SENT)),
    (ids.WEEK_QUIET, "2026-11-30"),
    (ids.WEEK_UNDO, "2026-11-30"),
    (ids.SUMMARY_UNDO, "2026-11-30T09:00:00+00:00"),
    *((action, "1") for action in (ids.AWARENESS_WIN, ids.AWARENESS_PERSON, ids.PREP_OPEN, ids.PREP_TALKED)),
    *((action, "1:2") for action in (ids.AWARENESS_TOLD, ids.PREP_TOLD, ids.AWARENESS_TAKE_BACK)),
    *((action, "1:2") for action in (ids.AWARENESS_UNDO, ids.PREP_UNDO)),
    (ids.AWARENESS_PUT_BACK, "1:2:told:2026-11-20:1763000000.000000"),
    *((action, "0") for action in (*ids.AWARENESS_WIN_PAGES, *ids.AWARENESS_UNTOLD_PAGES, *ids.AWARENESS_KNOWN_PAGES)),
    *((action, "1:2") for action in (ids.PROPOSALS_OPEN, ids.PROPOSALS_TOLD, ids.PROPOSALS_ASIDE)),
    (ids.PROPOSALS_UNDO, "1:2:1"),
    *((action, "") for action in (ids.DIGEST_STOP, ids.NUDGE_STOP, ids.SETTINGS_OPEN)),
)


def words(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


async def seen(live: Live) -> list[Any]:
    """What Ada has recorded and set, as she would read it."""
    await live.settle()  # names are asked of Slack after an answer
    shown: list[Any] = [await live.vouch.db.read(members.find, ADA)]
    for line in ("people", "overdue", "room", "digest", "promises", "projects", "next"):
        (message,) = (await live.client.command(f"/vouch {line}"))["ephemerals"]
        shown.append([{**block, "block_id": ""} for block in message["blocks"]])  # Slack draws them anew
    return shown


@pytest.mark.parametrize("started", [True, False])
async def test_another_workspace_with_every_id_of_ours_sees_and_changes_nothing(live: Live, started: bool) -> None:
    (message,) = (await live.client.command(LINE, channel="C0GENERAL"))["ephemerals"]
    assert (await live.client.action(ids.CONVERSATION_EDIT, channel="C0GENERAL", ts=message["ts"]))["ok"]
    await live.settle()
    for action, value in ((ids.FOLLOWUP_OUTCOME, "2:given"), (ids.PROJECT_MAKE, "2")):
        payload = await live.client.last("action")
        pressed = {"type": "button", "action_id": action, "value": value, "action_ts": f"{action}.6"}
        payload["actions"] = [pressed]
        assert (await live.client.inject("interactive", payload))["ok"]
    await live.settle()
    if started:
        assert (await live.client.command("/win opened the office", as_="U0ZOE"))["ok"]
    before = await seen(live)
    payload = await live.client.last("action")
    payload["user"].update(id="U0ZOE", team_id="T0OTHER")
    payload["team"]["id"] = "T0OTHER"
    for number, (action, value) in enumerate(PRESSES):
        pressed = {"action_id": action, "value": value, "action_ts": f"{number}.7", "block_id": "person:2:talk1"}
        payload["actions"] = [{"type": "button", **pressed}]
        assert (await live.client.inject("interactive", payload))["ok"]
    await live.settle()
    assert await seen(live) == before
    theirs = words(await live.client.state("U0ZOE"))
    assert [word for word in ("U0MAYA", "Maria", "the promotion", "blueprint", "zeppelin") if word in theirs] == []


async def test_stop_and_start_are_ones_own_also_between_workspaces(live: Live) -> None:
    for user in ("U0ADA", "U0ZOE"):
        assert (await live.client.command("/win shipped it", as_=user))["ok"]
    (message,) = (await live.client.command(LINE, channel="C0GENERAL"))["ephemerals"]
    assert (await live.client.action(ids.CONVERSATION_EDIT, channel="C0GENERAL", ts=message["ts"]))["ok"]
    payload = await live.client.last("action")
    payload["user"].update(id="U0ZOE", team_id="T0OTHER")
    payload["team"]["id"] = "T0OTHER"

    async def switched() -> list[tuple[bool, bool]]:
        found = [await live.vouch.db.read(members.find, actor) for actor in (ADA, ZOE)]
        return [(member.digest_on, member.nudge_on) for member in found if member is not None]

    for number, (actions, zoes) in enumerate(
        [((ids.DIGEST_STOP, ids.NUDGE_STOP), (False, False)), ((ids.DIGEST_START, ids.NUDGE_START), (True, True))]
    ):
        for action in actions:
            payload["actions"] = [
                {"type": "button", "action_id": action, "value": "", "action_ts": f"{number}.{action}"}
            ]
            assert (await live.client.inject("interactive", payload))["ok"]
        await live.settle()
        assert await switched() == [(True, True), zoes]
