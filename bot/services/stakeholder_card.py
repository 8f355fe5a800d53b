"""One person with everything that is known of them; looking changes nothing."""

from datetime import datetime

from bot.domain import confidence as confidence_rules
from bot.domain import stakeholder_card as rules
from bot.domain import stakeholders as people_rules
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.stakeholder_card import Card
from bot.services import members
from bot.store import away, confidence, followups, stakeholder_card, stakeholders
from bot.store.database import Session


def see(session: Session, actor: Actor, stakeholder_id: int, now: datetime) -> Card:
    """A person of the actor's, followed or not; of one who turned out to be the same as another, that other."""
    member = members.find(session, actor)
    if member is None:
        raise Refused("not_found")
    person = stakeholders.get_kept(session, member.id, stakeholder_id)
    if person is None:
        raise Refused("not_found")
    today = member.today(now)
    rated = confidence.list_ratings(session, member.id, [person.id], today - confidence_rules.LOOK_BACK)
    return Card(
        stakeholder=person,
        standing=people_rules.standing(person, today, away.list_periods(session, member.id)),
        today=today,
        talks=stakeholder_card.list_talks(session, member.id, person.id, rules.TALKS),
        talked=stakeholder_card.count_talks(session, member.id, person.id),
        wins=stakeholder_card.count_wins(session, member.id, person.id, samples=person.sample),
        waiting=tuple(followups.list_open(session, member.id, person.id)),
        ratings=confidence_rules.by_month(rated.get(person.id, ()), today),
    )
