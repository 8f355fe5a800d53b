"""Nudges: gathering whom each of a batch of members is reminded of."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import nudges as rules
from bot.domain.nudges import Nudge
from bot.store import away, digests, nudges
from bot.store.database import Session


def gather(session: Session, member_ids: Sequence[int], now: datetime) -> dict[int, Nudge]:
    """The nudge of each of these members as it would be sent now, by member id; it may name nobody."""
    found = digests.list_members(session, member_ids)
    ids = [member.id for member in found]
    people = digests.read_people(session, ids)
    previous = nudges.read_previous(session, ids, now)
    periods = away.list_of_members(session, ids)
    outlines = [
        rules.outline(member, people.get(member.id, ()), previous.get(member.id), now, periods.get(member.id, ()))
        for member in found
    ]
    named = [person for about in outlines for person in about.named]
    names = digests.read_names(session, ids, named, named)
    return {about.member.id: rules.compose(about, names) for about in outlines}
