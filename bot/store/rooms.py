"""The room's questions, always by owner: a fixed number of statements; only what is named or decides is decrypted.

Sample data, private and deleted wins, drafts and people no longer followed count nowhere here.
"""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import BindParameter, String, and_, bindparam, case, cast, func, select

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
# None of these columns is encrypted.
_PEOPLE = select(*[stakeholders.c[name] for name in (
    "id", "relationship", "added_on", "version", "user_id", "function", "influence", "decider", "confidence",
    "levels_up",
)]).where(_FOLLOWED)  # fmt: skip
_STANCES = select(stakeholders.c.id, stakeholders.c.stance).where(_FOLLOWED, stakeholders.c.decider)
_LABEL = case((stakeholders.c.id.in_(bindparam("labelled", expanding=True)), stakeholders.c.known_as), else_="")
_NAMES = select(stakeholders.c.id, stakeholders.c.name, _LABEL.label("known_as")).where(
    _FOLLOWED, stakeholders.c.id.in_(bindparam("people", expanding=True))
)
# Ids come as one text for each group: a row for each of thousands of pairs would take most of the time.
_KNOWN = (
    select(awareness.c.stakeholder_id, func.aggregate_strings(cast(awareness.c.win_id, String), ","))
    .where(awareness.c.member_id == _OWNER)
    .group_by(awareness.c.stakeholder_id)
)
_WINS = (
    select(wins.c.category, func.aggregate_strings(cast(wins.c.id, String), ","))
    .where(_MAY_BE_TOLD)
    .group_by(wins.c.category)
)
_CATEGORIES: dict[str, Category | None] = {"": None} | {each.value: each for each in Category}
_RELATIONSHIPS = {each.value: each for each in Relationship}


def list_people(session: Session, member_id: int) -> list[Stakeholder]:
    """All whom the member follows, without names; those who decide with their stance."""
    owner = {"owner": member_id}
    stances = {row[0]: Stance(row[1] or Stance.UNKNOWN) for row in session.execute(_STANCES, owner)}
    return [
        Stakeholder(
            who,
            _RELATIONSHIPS[relationship],
            added_on,
            version,
            user_id=user_id,
            function=function,
            influence=influence,
            decider=decider,
            stance=stances.get(who, Stance.UNKNOWN),
            confidence=confidence,
            levels_up=levels_up,
        )
        for who, relationship, added_on, version, user_id, function, influence, decider, confidence, levels_up in (
            session.execute(_PEOPLE, owner)
        )
    ]


def with_names(
    session: Session, member_id: int, people: Collection[Stakeholder], named: Collection[int], labelled: Collection[int]
) -> dict[int, Stakeholder]:
    """Those of `people` who are `named`, by id; the `labelled` with their name in Slack: no label mentions anybody."""
    rows = session.execute(_NAMES, {"owner": member_id, "people": list(named), "labelled": list(labelled)})
    names = {who: (name, known_as) for who, name, known_as in rows}
    found = ((person, *names.get(person.id, ("", ""))) for person in people if person.id in named)
    return {person.id: replace(person, name=name, known_as=known_as) for person, name, known_as in found}


def list_known(session: Session, member_id: int) -> dict[int, frozenset[int]]:
    """The wins that somebody knows, of any kind, by anybody who was ever one of the member's people."""
    rows = session.execute(_KNOWN, {"owner": member_id})
    return {who: frozenset(map(int, ids.split(","))) for who, ids in rows}


def list_wins(session: Session, member_id: int) -> dict[Category | None, frozenset[int]]:
    """Those that may be told to others, by category."""
    rows = session.execute(_WINS, {"owner": member_id})
    return {_CATEGORIES[category]: frozenset(map(int, ids.split(","))) for category, ids in rows}
