"""The ledger as it is looked at: who knows a win, and which wins somebody knows; looking changes nothing."""

from datetime import datetime

from bot.domain import awareness as rules
from bot.domain import stakeholders as people_rules
from bot.domain.awareness import OfPerson, OfWin, Places
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import Stakeholder
from bot.services import members
from bot.store import awareness, stakeholders
from bot.store.database import Session

OFFERED = 100  # people in a list to choose from, as many as Slack shows


def see_win(session: Session, actor: Actor, win_id: int, offset: int, now: datetime) -> OfWin:
    """A live win of the actor's."""
    member = _known(session, actor)
    found = awareness.get_win(session, member.id, win_id)
    if found is None:
        raise Refused("not_found")
    win, draft = found
    total = awareness.count_knowing(session, member.id, win_id)
    at = rules.page_at(offset, total)
    unaware = awareness.list_unaware(session, member.id, win_id)
    proposed = [] if draft or win.private else unaware[: rules.TO_TELL]
    by_id = {each.id: each for each in stakeholders.list_by_ids(session, member.id, proposed)}
    return OfWin(
        win,
        draft,
        member.today(now),
        awareness.list_knowing(session, member.id, win_id, at, rules.PAGE),
        total,
        at,
        len(unaware),
        tuple(by_id[each] for each in proposed),
    )


def see_person(session: Session, actor: Actor, stakeholder_id: int, places: Places, now: datetime) -> OfPerson:
    member = _known(session, actor)
    person = stakeholders.get_kept(session, member.id, stakeholder_id)
    if person is None:
        raise Refused("not_found")
    known, untold, private = awareness.count_of_person(session, member.id, person.id)
    at = Places(rules.page_at(places.untold, untold), rules.page_at(places.known, known), places.ticked)
    return OfPerson(
        person,
        member.today(now),
        at,
        awareness.list_untold(session, member.id, person.id, at.untold, rules.PAGE),
        untold,
        awareness.list_known_wins(session, member.id, person.id, at.known, rules.PAGE),
        known,
        private,
    )


def offer(session: Session, actor: Actor, win_id: int, typed: str) -> list[Stakeholder]:
    """Those followed who do not know the win, by what has been typed of their name, function or relationship."""
    member = members.find(session, actor)
    if member is None:
        return []
    unaware = set(awareness.list_unaware(session, member.id, win_id))
    found = [each for each in stakeholders.list_stakeholders(session, member.id) if each.id in unaware]
    words = typed.casefold().split()
    return [each for each in found if all(word in _said_of(each) for word in words)][:OFFERED]


def _said_of(person: Stakeholder) -> str:
    named = f"{people_rules.fold_name(person.name)} {people_rules.fold_name(person.known_as)} {person.user_id}"
    return f"{named} {person.function} {person.relationship}".casefold()


def _known(session: Session, actor: Actor) -> Member:
    member = members.find(session, actor)
    if member is None:
        raise Refused("not_found")
    return member
