"""The room's questions, always by owner: a fixed number of statements; only what is named or decides is decrypted.

Sample data, private and deleted wins, drafts and people no longer followed count nowhere here.
"""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import BindParameter, and_, bindparam, case, func, select

from bot.domain.rooms import Held, Known
from bot.domain.stakeholders import Relationship, Stakeholder, Stance
from bot.domain.wins import Category
from bot.store.database import Session
from bot.store.tables import awareness, stakeholders, wins

_OWNER: BindParameter[int] = bindparam("owner")
_FOLLOWED = and_(
    stakeholders.c.member_id == _OWNER, stakeholders.c.archived_at.is_(None), stakeholders.c.sample.is_(False)
)
_MAY_BE_TOLD = and_(
    wins.c.member_id == _OWNER,
    wins.c.deleted_at.is_(None),
    wins.c.kept_at.is_not(None),
    wins.c.private.is_(False),
    wins.c.sample.is_(False),
)
_KNOWING = awareness.join(wins, wins.c.id == awareness.c.win_id).join(
    stakeholders, stakeholders.c.id == awareness.c.stakeholder_id
)
_BY_THEM = and_(awareness.c.member_id == _OWNER, _FOLLOWED, _MAY_BE_TOLD)

# None of these columns is encrypted.
_PEOPLE = select(*[stakeholders.c[name] for name in (
    "id", "relationship", "added_on", "version", "user_id", "function", "influence", "decider", "confidence",
    "levels_up",
)]).where(_FOLLOWED)  # fmt: skip
_STANCES = select(stakeholders.c.id, stakeholders.c.stance).where(_FOLLOWED, stakeholders.c.decider)
_NAMES = select(stakeholders.c.id, stakeholders.c.name, stakeholders.c.known_as).where(
    _FOLLOWED, stakeholders.c.id.in_(bindparam("people", expanding=True))
)
_KNOWN = (
    select(awareness.c.stakeholder_id, wins.c.category, func.count())
    .select_from(_KNOWING)
    .where(_BY_THEM, stakeholders.c.decider)
    .group_by(awareness.c.stakeholder_id, wins.c.category)
)
_OTHERS = case((stakeholders.c.relationship != Relationship.MANAGER.value, awareness.c.win_id))
_HELD = (
    select(func.count(awareness.c.win_id.distinct()), func.count(_OTHERS.distinct()))
    .select_from(_KNOWING)
    .where(_BY_THEM)
)
_WINS = select(wins.c.category, func.count()).where(_MAY_BE_TOLD).group_by(wins.c.category)
_CATEGORIES: dict[str, Category | None] = {"": None} | {each.value: each for each in Category}
_RELATIONSHIPS = {each.value: each for each in Relationship}


def list_people(session: Session, member_id: int) -> list[Stakeholder]:
    """All whom the member follows, without names; those who decide with their stance."""
    owner = {"owner": member_id}
    stances = {row[0]: Stance(row[1] or Stance.UNKNOWN) for row in session.execute(_STANCES, owner)}
    return [
        Stakeholder(
            id=row.id,
            relationship=_RELATIONSHIPS[row.relationship],
            added_on=row.added_on,
            version=row.version,
            user_id=row.user_id,
            function=row.function,
            influence=row.influence,
            decider=row.decider,
            stance=stances.get(row.id, Stance.UNKNOWN),
            confidence=row.confidence,
            levels_up=row.levels_up,
        )
        for row in session.execute(_PEOPLE, owner)
    ]


def with_names(
    session: Session, member_id: int, people: Collection[Stakeholder], named: Collection[int]
) -> dict[int, Stakeholder]:
    """Those of `people` who are `named`, by id."""
    rows = session.execute(_NAMES, {"owner": member_id, "people": list(named)})
    names = {row.id: (row.name, row.known_as) for row in rows}
    found = ((person, *names.get(person.id, ("", ""))) for person in people if person.id in named)
    return {person.id: replace(person, name=name, known_as=known_as) for person, name, known_as in found}


def count_known(session: Session, member_id: int) -> list[Known]:
    """What those who decide know, by category."""
    rows = session.execute(_KNOWN, {"owner": member_id})
    return [Known(who, _CATEGORIES[category], count) for who, category, count in rows]


def count_held(session: Session, member_id: int) -> Held:
    """How many wins anybody knows, and how many nobody but the manager."""
    known, by_others = session.execute(_HELD, {"owner": member_id}).one()
    return Held(known, known - by_others)


def count_wins(session: Session, member_id: int) -> dict[Category | None, int]:
    return {_CATEGORIES[row[0]]: row[1] for row in session.execute(_WINS, {"owner": member_id})}
