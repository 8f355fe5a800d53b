"""Preparing for a conversation with somebody: reads what is stored, asks Slack nothing, and changes nothing."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import preps as rules
from bot.domain import stakeholders as people_rules
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.preps import Prep
from bot.domain.stakeholders import Late, Stakeholder, State
from bot.services import members, stakeholder_search
from bot.store import away, followups, preps, stakeholders, timelines
from bot.store.database import Session

FOUND = 10  # people offered where more than one is meant


def see(session: Session, actor: Actor, stakeholder_id: int, now: datetime) -> Prep:
    """For one of the actor's people; of one who turned out to be the same as another, that other."""
    member = members.find(session, actor)
    person = None if member is None else stakeholders.get_kept(session, member.id, stakeholder_id)
    if member is None or person is None:
        raise Refused("not_found")
    return _of(session, member, person, now)


def _of(session: Session, member: Member, person: Stakeholder, now: datetime) -> Prep:
    today = member.today(now)
    stands = people_rules.standing(person, today, away.list_periods(session, member.id))
    interests = rules.read_interests(person.interests)
    untold = preps.list_untold(
        session, member.id, person.id, list(interests.stems), list(interests.categories), samples=person.sample
    )
    opened = followups.list_open(session, member.id, person.id)
    shown = tuple(followups.with_words(session, member.id, rules.shown_first(opened)))
    talks = timelines.list_talks(session, member.id, person.id, 0, rules.TALKS)
    return Prep(
        stakeholder=person,
        standing=stands,
        today=today,
        question=rules.question(stands, shown, interests, [talk.conversation.topic for talk in talks], today),
        picks=rules.choose(interests, untold, today),
        untold=preps.count_untold(session, member.id, person.id, samples=person.sample),
        follow_ups=shown,
        opened=len(opened),
        talks=talks,
        talked=timelines.count_talks(session, member.id, person.id),
    )


def find(session: Session, actor: Actor, typed: str, now: datetime) -> tuple[Stakeholder, ...]:
    """Those who are meant by a mention, a name, or other words about them; the followed where anybody is named so."""
    found = stakeholder_search.find(session, actor, typed, now)
    people = [late.stakeholder for late in found.people]
    named = [person for person in people if _is_called(person, typed)]
    return tuple((named if len(named) == 1 else people)[:FOUND])


def _is_called(person: Stakeholder, typed: str) -> bool:
    wanted = people_rules.fold_name(typed.removeprefix("@"))
    return wanted in {people_rules.fold_name(name) for name in (person.name, person.known_as) if name}


def suggest(session: Session, actor: Actor, now: datetime) -> Sequence[Late]:
    """Whom it is time to talk to, where nobody was named."""
    member = members.find(session, actor)
    if member is None:
        return ()
    people = stakeholders.list_stakeholders(session, member.id)
    periods = away.list_periods(session, member.id)
    late = people_rules.late_people(people, member.today(now), State.OVERDUE, State.DUE, away=periods)
    return late[:FOUND]
