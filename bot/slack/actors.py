"""Who a payload is from: of this workspace, or a stranger whom a shared channel brings in (Slack Connect)."""

import re
from collections.abc import Mapping
from typing import Any

from bot.domain.members import Actor

_APP = re.compile("A[A-Z0-9]{1,31}")


def read(body: Mapping[str, Any], enterprise_id: str, team_id: str, user_id: str) -> tuple[Actor, bool]:
    """The actor, and whether they are a stranger here, whose key is their own workspace's: ids are unique in one only.

    `enterprise_id` and `team_id` are of the workspace that Vouch is asked in. Inside an organisation Slack may name
    another of its workspaces as somebody's own; that makes nobody a stranger.
    """
    own = _own_team(body)
    if own.startswith("E") and own != enterprise_id:
        return Actor(own, "", user_id), True
    if own.startswith("T") and own != team_id and not enterprise_id:
        return Actor("", own, user_id), True
    return Actor(enterprise_id, team_id, user_id), False


def app(body: Mapping[str, Any]) -> str:
    """The id that the app has in Slack, which every payload names; empty where it is none."""
    named = body.get("api_app_id")
    return named if isinstance(named, str) and _APP.fullmatch(named) else ""


def _own_team(body: Mapping[str, Any]) -> str:
    """As far as the payload tells: a command and a reaction do not."""
    event = body.get("event")
    holder = event if isinstance(event, Mapping) else body
    user = holder.get("user")
    own = user.get("team_id") if isinstance(user, Mapping) else holder.get("user_team")
    return own if isinstance(own, str) else ""
