"""Timelines: the conversations with somebody, and what of them was deleted; reading only, at most a page."""

from dataclasses import replace
from datetime import datetime

from bot.domain import timelines as rules
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import Stakeholder
from bot.domain.timelines import Deleted, Timeline
from bot.services import members
from bot.services.wins import RESTORABLE
from bot.store import stakeholders, timelines
from bot.store.database import Session


def see_timeline(session: Session, actor: Actor, stakeholder_id: int, offset: int, now: datetime) -> Timeline:
    """Raises Refused("not_found") for who is not the actor's."""
    member, person = _own(session, actor, stakeholder_id)
    total = timelines.count_talks(session, member.id, person.id)
    at = rules.fitting(offset, total)
    talks = timelines.list_talks(session, member.id, person.id, at, rules.PAGE)
    told = timelines.list_told(session, member.id, person.id, [talk.conversation.recorded_at for talk in talks])
    talks = tuple(replace(talk, told=told.get(talk.conversation.recorded_at, ())) for talk in talks)
    deleted = timelines.count_deleted(session, member.id, person.id, now - RESTORABLE)
    return Timeline(person, talks, at, total, deleted, member.today(now))


def see_deleted(session: Session, actor: Actor, stakeholder_id: int, offset: int, now: datetime) -> Deleted:
    """Those with that person; of everybody where the id is 0. Raises Refused("not_found")."""
    if stakeholder_id:
        member, person = _own(session, actor, stakeholder_id)
        return _deleted(session, member, person, offset, now)
    found = members.find(session, actor)
    if found is None:
        raise Refused("not_found")
    return _deleted(session, found, None, offset, now)


def _deleted(session: Session, member: Member, person: Stakeholder | None, offset: int, now: datetime) -> Deleted:
    who, after = person.id if person else None, now - RESTORABLE
    total = timelines.count_deleted(session, member.id, who, after)
    at = rules.fitting(offset, total)
    talks = timelines.list_deleted(session, member.id, who, after, at, rules.PAGE)
    return Deleted(person, talks, at, total, member.today(now))


def _own(session: Session, actor: Actor, stakeholder_id: int) -> tuple[Member, Stakeholder]:
    member = members.find(session, actor)
    person = None if member is None else stakeholders.get_stakeholder(session, member.id, stakeholder_id)
    if member is None or person is None:
        raise Refused("not_found")
    return member, person
