"""Follow-ups: marking a promise as kept."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.followups import FollowUp
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.services import members
from bot.store import followups, workspaces
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class Done:
    """`before` says that it was done already: nothing was changed."""

    follow_up: FollowUp
    before: bool


def mark_done(session: Session, actor: Actor, followup_id: int, key: str, now: datetime) -> Done:
    member = members.require(session, actor)
    found = followups.get_followup(session, member.id, followup_id)
    if found is None:
        raise Refused("not_found")
    if found.done_at is not None:
        return Done(found, before=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    followups.change_followup(session, member.id, followup_id, done_at=now)
    return Done(replace(found, done_at=now), before=False)
