"""Workspaces: what happens to a workspace as a whole, and payloads that store nothing else."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.members import Actor
from bot.store import privacy, workspaces
from bot.store.database import Session


def note_event(session: Session, actor: Actor, key: str, now: datetime) -> None:
    """For an event whose only effect is an answer: raises Repeated when it was answered before."""
    workspaces.claim_key(session, workspaces.ensure(session, actor.enterprise_id, actor.team_id, now), key, now)


def remove(session: Session, actor: Actor, now: datetime) -> None:
    """Vouch was uninstalled or its token revoked, whichever event comes first: no token is kept from now on.

    The members' data goes after the delay that PRIVACY.md states, counted from the first of the two events; until then
    an installation anew finds it again.
    """
    workspaces.remove(session, actor.enterprise_id, actor.team_id, now)


def list_troubled(session: Session) -> frozenset[tuple[str, str]]:
    """Which rest because Slack did not accept the token: enterprise and team ids."""
    return workspaces.list_troubled(session)


def note_connection(session: Session, who: Mapping[str, str], now: datetime) -> None:
    """Slack accepts the token and says who we are: the workspace takes messages (again)."""
    team, url, user = who["team"], who["url"], who["user_id"]
    workspaces.note_connection(session, who["enterprise_id"], who["team_id"], team, url, user, now)


def note_app(session: Session, actor: Actor, app_id: str, now: datetime) -> None:
    """What a payload says that Vouch's own id is there; nothing is written where that is known."""
    workspaces.note_app(session, actor.enterprise_id, actor.team_id, app_id, now)


def delete_removed(session: Session, before: datetime) -> int:
    """Deletes what belongs to workspaces that were removed before that moment; says how many there were."""
    return privacy.delete_workspaces(session, before)
