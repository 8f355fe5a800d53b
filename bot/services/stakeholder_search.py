"""Finding people among all whom the actor follows or followed; looking changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import stakeholder_search as rules
from bot.domain.away import Periods
from bot.domain.members import Actor
from bot.domain.stakeholder_search import Query
from bot.domain.stakeholders import Late, Relationship, standing
from bot.services import members
from bot.store import away, stakeholders
from bot.store.database import Session

_ORDER = {relationship: place for place, relationship in enumerate(Relationship)}


@dataclass(frozen=True, slots=True)
class Found:
    """`followed` and `gone` count all of the member's people, found or not; `text` is what was asked."""

    people: tuple[Late, ...]
    query: Query
    text: str
    today: date
    followed: int
    gone: int
    away: Periods = ()


def find(session: Session, actor: Actor, text: str, now: datetime) -> Found:
    """By relationship and then as added. Without words all who are followed are found; else the others too."""
    text = text[: rules.MAX_TYPED].strip()
    query = rules.parse(text)
    member = members.find(session, actor)
    if member is None:
        return Found((), query, text, now.date(), 0, 0)
    today, periods = member.today(now), away.list_periods(session, member.id)
    everybody = sorted(stakeholders.list_all(session, member.id), key=lambda each: _ORDER[each.relationship])
    followed = [person for person in everybody if person.archived_at is None]
    found = followed if query.empty else rules.find(query, everybody)
    return Found(
        tuple(Late(person, standing(person, today, periods)) for person in found),
        query,
        text,
        today,
        len(followed),
        len(everybody) - len(followed),
        periods,
    )
