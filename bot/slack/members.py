"""Settings' listeners: the modal, turning messages off and on in place, and what Slack says of a person."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot import ids
from bot.domain.members import Actor, Settings
from bot.domain.outcomes import FieldsRefused
from bot.messenger import ZONE_PATIENCE, SlackProblem
from bot.services import members
from bot.slack import stakeholder_names
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import errors
from bot.views import members as views


def register(routes: Routes) -> None:
    routes.word("settings", on_settings)
    routes.action(ids.SETTINGS_OPEN, on_settings)
    routes.submission(ids.MODAL_SETTINGS, on_submit_settings)
    for kind, stop, start in (
        ("digest", ids.DIGEST_STOP, ids.DIGEST_START),
        ("nudge", ids.NUDGE_STOP, ids.NUDGE_START),
    ):
        routes.action(stop, _switch_to(kind, on=False))
        routes.action(start, _switch_to(kind, on=True))
    routes.event("user_change", on_event_user_change)


async def on_settings(call: Call) -> Reply:
    await call.open_modal_when(
        call.parts.db.read(members.see_settings, call.actor), lambda found: views.settings_modal(*found)
    )
    return None


async def on_submit_settings(call: Call) -> Reply:
    wanted = _read(call.state)
    actor = call.actor if wanted.zone.strip() else await _with_slack_zone(call)
    names = await _emoji_names(call)
    try:
        member = await call.parts.db.write(members.change_settings, actor, wanted, call.now, names or ())
    except FieldsRefused as problem:
        return {"errors": {field: errors.sentence(why.code, why.parts) for field, why in problem.faults.items()}}
    call.refresh_home()
    usual = Settings()
    checked = names is not None or {member.win_emoji, member.talk_emoji} <= {usual.win_emoji, usual.talk_emoji}
    return views.saved_modal(member, emoji_checked=checked)


async def _emoji_names(call: Call) -> frozenset[str] | None:
    """None where Slack does not say in time, or Vouch may not ask: the permission for it is optional."""
    try:
        return await call.parts.messenger.emoji_names(call.actor, limit=ZONE_PATIENCE) or None
    except SlackProblem:
        return None


async def _with_slack_zone(call: Call) -> Actor:
    try:
        user = await call.parts.messenger.user(call.actor, call.actor.user_id, limit=ZONE_PATIENCE)
    except SlackProblem:
        return call.actor  # the zone stays as it is, or pending: the timetable asks again
    return replace(call.actor, zone=user.zone, zone_asked=True, locale=user.locale)


def _read(state: Mapping[str, Any]) -> Settings:
    """What is missing or odd counts as the default: only Slack's own client fills this modal."""
    usual = Settings()
    return Settings(
        zone=_text(state, "zone"),
        digest_on=bool(state.get("digest_on")),
        digest_weekday=_number(state, "digest_weekday", usual.digest_weekday, 6),
        digest_hour=_number(state, "digest_hour", usual.digest_hour, 23),
        nudge_on=bool(state.get("nudge_on")),
        nudge_weekday=_number(state, "nudge_weekday", usual.nudge_weekday, 6),
        nudge_hour=_number(state, "nudge_hour", usual.nudge_hour, 23),
        win_emoji=_text(state, "win_emoji"),
        talk_emoji=_text(state, "talk_emoji"),
        paused=bool(state.get("paused")),
        silent=bool(state.get("silent")),
        discreet=bool(state.get("discreet")),
        first_weekday=_number(state, "first_weekday", usual.first_weekday, 6),
    )


def _text(state: Mapping[str, Any], name: str) -> str:
    value = state.get(name)
    return value if isinstance(value, str) else ""


def _number(state: Mapping[str, Any], name: str, usual: int, most: int) -> int:
    typed = _text(state, name)
    return int(typed) if typed.isascii() and typed.isdigit() and int(typed) <= most else usual


def _switch_to(kind: str, *, on: bool) -> Any:
    async def on_action_switch(call: Call) -> Reply:
        member = await call.parts.db.write(members.switch, call.actor, kind, on, call.now)
        call.refresh_home()
        message = call.body.get("message")
        blocks = message.get("blocks") if isinstance(message, dict) else None
        changed = views.switched_in(blocks, kind, member) if isinstance(blocks, list) else None
        return changed or views.switched(kind, member) | {"in_addition": True}

    return on_action_switch


async def on_event_user_change(call: Call) -> Reply:
    """Comes for everybody in the workspace and for every change of a status: most are not about members."""
    user = (call.body.get("event") or {}).get("user")
    if not isinstance(user, dict) or not isinstance(user.get("id"), str):
        return None
    actor = replace(call.actor, user_id=user["id"])
    if await call.parts.db.read(members.find, actor) is not None:
        zone = user.get("tz") if isinstance(user.get("tz"), str) else None
        locale = user.get("locale") if isinstance(user.get("locale"), str) else ""
        deleted = bool(user.get("deleted"))
        await call.parts.db.write(members.note_user, actor, zone, deleted, call.now, locale=locale)
    await stakeholder_names.note_change(call.parts, actor, user)
    return None
