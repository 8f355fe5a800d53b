"""Preparing for a conversation with somebody: reads what is stored, asks Slack nothing, and changes nothing."""

from collections.abc import Sequence
from datetime import date, datetime

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
    opened = followups.list_open(session, member.id, person.id)
    shown = tuple(followups.with_words(session, member.id, rules.shown_first(opened)))
    talks = timelines.list_talks(session, member.id, person.id, 0, rules.TALKS)
    return Prep(
        stakeholder=person,
        standing=stands,
        today=today,
        question=rules.question(stands, shown, interests, [talk.conversation.topic for talk in talks], today),
        picks=rules.choose(interests, _untold(session, member, person, interests, today), today),
        untold=preps.count_untold(session, member.id, person.id, samples=person.sample),
        follow_ups=shown,
        opened=len(opened),
        talks=talks,
        talked=timelines.count_talks(session, member.id, person.id),
    )


def _untold(
    session: Session, member: Member, person: Stakeholder, interests: rules.Interests, today: date
) -> list[rules.Untold]:
    """The latest that they do not know; of a long record also what was before and fits them, or is stronger."""
    found = preps.list_latest(session, member.id, person.id, samples=person.sample)
    if len(found) == preps.LATEST:
        found += _earlier(session, member, person, interests, found, today)
    return preps.with_tags(session, member.id, {each.line.id: each for each in found}.values())


def _earlier(
    session: Session,
    member: Member,
    person: Stakeholder,
    interests: rules.Interests,
    latest: Sequence[rules.Untold],
    today: date,
) -> list[rules.Untold]:
    samples = person.sample
    last, stems, categories = latest[-1], list(interests.stems), list(interests.categories)
    fitting = preps.list_fitting(session, member.id, person.id, stems, categories, last, samples=samples)
    best: list[int] = []
    if not rules.settled(latest, today):
        earlier = preps.read_earlier(session, member.id, person.id, last, samples=samples)
        best = rules.strongest(earlier, today)
    return [*fitting, *preps.list_by_ids(session, member.id, person.id, best)]


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
