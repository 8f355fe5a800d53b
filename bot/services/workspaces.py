"""Workspaces: what happens to a workspace as a whole, and payloads that store nothing else."""

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


def delete_removed(session: Session, before: datetime) -> int:
    """Deletes what belongs to workspaces that were removed before that moment; says how many there were."""
    return privacy.delete_workspaces(session, before)
