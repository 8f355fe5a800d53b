"""The overdue list: of a long list of people only those on the page are decrypted; looking changes nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.domain import stakeholder_coming
from bot.domain import stakeholder_overdue as rules
from bot.domain import stakeholders as people_rules
from bot.domain.members import Actor
from bot.domain.stakeholder_coming import Coming
from bot.domain.stakeholder_overdue import Overdue
from bot.domain.stakeholders import Late, Stakeholder, State
from bot.store import away, home, members, stakeholders
from bot.store.database import Session

T = TypeVar("T", Late, Coming)


def see(session: Session, actor: Actor, offset: int, now: datetime) -> Overdue:
    """From the first page on where the list has become shorter; empty for somebody who is no member."""
    member = members.find(session, actor)
    if member is None:
        return Overdue(now.date())
    today, periods = member.today(now), away.list_periods(session, member.id)
    perhaps = home.list_perhaps_late(session, member.id, today + stakeholder_coming.AHEAD)
    late = people_rules.late_people(perhaps, today, State.OVERDUE, State.DUE, away=periods)
    coming = stakeholder_coming.coming_people(perhaps, today, periods)
    offset = offset if offset < len(late) else 0
    shown = [
        *(each.stakeholder for each in late[offset : offset + rules.PAGE]),
        *(each.stakeholder for each in coming[: rules.NEXT]),
    ]
    named = {person.id: person for person in home.with_names(session, member.id, shown)} if shown else {}
    return Overdue(
        today,
        stakeholders.count_followed(session, member.id),
        tuple(_named(each, named) for each in late),
        tuple(_named(each, named) for each in coming),
        offset,
    )


def _named(one: T, named: Mapping[int, Stakeholder]) -> T:
    who = named.get(one.stakeholder.id)
    return one if who is None else replace(one, stakeholder=who)
