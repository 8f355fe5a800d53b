"""Exports: a member's whole record as one value."""

from datetime import datetime

from bot.domain.exports import Archive
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.store import exports, members
from bot.store.database import Session


def gather(session: Session, actor: Actor, now: datetime) -> Archive:
    """Raises Refused("nothing_stored") for somebody of whom there is nothing."""
    member = members.find(session, actor)
    if member is None:
        raise Refused("nothing_stored")
    workspace = {"enterprise_id": member.enterprise_id, "team_id": member.team_id, "url": member.workspace_url}
    return Archive(made_at=now, workspace=workspace, tables=exports.list_rows(session, member.id))
