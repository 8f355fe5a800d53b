"""Suggestions of people: what the record tells, and the member's answer, after which nobody is suggested again."""

from datetime import datetime

from bot.domain import suggestions as rules
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import AddLine, Relationship, Stakeholder
from bot.domain.suggestions import Same, Subject, Suggestion
from bot.services import members
from bot.services import stakeholders as people_service
from bot.store import stakeholders, suggestions, workspaces
from bot.store.database import Session


def of_member(session: Session, member: Member) -> tuple[Suggestion, ...]:
    """Without those who are one person, which only names tell: for where no names are read."""
    return rules.choose(suggestions.list_met(session, member.id), suggestions.list_helpers(session, member))


def see(session: Session, actor: Actor) -> tuple[Suggestion, ...]:
    member = members.find(session, actor)
    if member is None:
        return ()
    same = _same(session, member)
    return rules.choose(suggestions.list_met(session, member.id), suggestions.list_helpers(session, member), same)


def _same(session: Session, member: Member) -> tuple[Same, ...]:
    return rules.find_same(stakeholders.list_all(session, member.id), suggestions.list_passed(session, member.id))


def relate(
    session: Session, actor: Actor, subject: Subject, relationship: Relationship, key: str, now: datetime
) -> Stakeholder:
    """What somebody is to the member; a Slack user is added as that."""
    if subject.person_id:
        return people_service.change_relationship(session, actor, subject.person_id, relationship, key, now)
    if not subject.user_id:
        raise Refused("not_found")
    line = AddLine((subject.user_id,), relationship=relationship)
    return people_service.add_people(session, actor, line, key, now).people[0]


def decline(session: Session, actor: Actor, subject: Subject, key: str, now: datetime) -> None:
    """Never suggested again: a stakeholder stays what they are, a user is noted, and so are two who are not one."""
    member = members.require(session, actor)
    workspaces.claim_key(session, member.workspace_id, key, now)
    if subject.user_id:
        suggestions.pass_over(session, member.id, subject.user_id, now)
        return
    wanted = list(subject.pair or (subject.person_id,))
    if len(stakeholders.list_by_ids(session, member.id, wanted)) < len(wanted):
        raise Refused("not_found")
    if subject.pair:
        suggestions.pass_over(session, member.id, f"={subject.pair[0]}-{subject.pair[1]}", now)
    else:
        stakeholders.change_stakeholder(session, member.id, subject.person_id)  # looked at, and left as it is
