"""Follow-ups: how a promise or an ask ended, and taking that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.followups import FollowUp, Outcome, outcomes
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import Stakeholder
from bot.services import members
from bot.store import followups, stakeholders, workspaces
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class Changed:
    """One as it is now, with whom it concerns; `before` says that it was so already, and nothing was changed."""

    follow_up: FollowUp
    people: tuple[Stakeholder, ...]
    today: date
    before: bool = False


def close(
    session: Session, actor: Actor, followup_id: int, outcome: Outcome | None, key: str, now: datetime
) -> Changed:
    """It ended so; None is the good end of its kind. What has ended already stays as it was."""
    member = members.require(session, actor)
    found = _own(session, member, followup_id)
    ended = outcome or outcomes(found.kind)[0]
    if ended not in outcomes(found.kind):
        raise Refused("not_found")
    if not found.open:
        return _seen(session, member, found, now, before=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    followups.change_followup(session, member.id, followup_id, done_at=now, outcome=ended.value)
    return _seen(session, member, _own(session, member, followup_id), now)


def reopen(session: Session, actor: Actor, followup_id: int, key: str, now: datetime) -> Changed:
    """It has not ended after all."""
    member = members.require(session, actor)
    found = _own(session, member, followup_id)
    if found.open:
        return _seen(session, member, found, now, before=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    followups.change_followup(session, member.id, followup_id, done_at=None, outcome="")
    return _seen(session, member, _own(session, member, followup_id), now)


def _own(session: Session, member: Member, followup_id: int) -> FollowUp:
    found = followups.get_followup(session, member.id, followup_id)
    if found is None:
        raise Refused("not_found")
    return found


def _seen(session: Session, member: Member, found: FollowUp, now: datetime, *, before: bool = False) -> Changed:
    return Changed(found, people_of(session, member, [found])[found.id], member.today(now), before)


def people_of(session: Session, member: Member, found: Sequence[FollowUp]) -> dict[int, tuple[Stakeholder, ...]]:
    """Whom each concerns, by its id."""
    ids = sorted({who for one in found for who in one.people})
    known = {person.id: person for person in stakeholders.list_by_ids(session, member.id, ids)}
    return {one.id: tuple(known[who] for who in one.people if who in known) for one in found}
