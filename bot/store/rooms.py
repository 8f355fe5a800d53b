"""The room's questions, always by owner: a fixed number of statements; only what is named or decides is decrypted.

Sample data, private and deleted wins, drafts and people no longer followed count nowhere here.
"""

from collections.abc import Collection, Hashable, Iterable

from sqlalchemy import BindParameter, String, and_, bindparam, case, cast, func, select

from bot.domain.rooms import Seat
from bot.domain.stakeholders import USUAL, Relationship, Stakeholder, Stance
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
    "id", "relationship", "function", "influence", "decider", "confidence", "levels_up",
)]).where(_FOLLOWED)  # fmt: skip
_STANCES = select(stakeholders.c.id, stakeholders.c.stance).where(_FOLLOWED, stakeholders.c.decider)
_LABEL = case((stakeholders.c.id.in_(bindparam("labelled", expanding=True)), stakeholders.c.known_as), else_="")
_WHOLE = tuple(stakeholders.c[name] for name in (
    "id", "relationship", "added_on", "version", "user_id", "name", "function", "influence", "decider", "confidence",
    "levels_up",
))  # fmt: skip
_NAMED = select(*_WHOLE, _LABEL.label("known_as")).where(
    _FOLLOWED, stakeholders.c.id.in_(bindparam("people", expanding=True))
)
# Ids come as one text: a row for each of thousands of pairs would take most of the time.
_KNOWN = (
    select(awareness.c.stakeholder_id, func.aggregate_strings(cast(awareness.c.win_id, String), ","))
    .where(awareness.c.member_id == _OWNER)
    .group_by(awareness.c.stakeholder_id)
)
_WINS = select(
    func.aggregate_strings(cast(wins.c.id, String), ","), func.aggregate_strings(wins.c.category, ",")
).where(_MAY_BE_TOLD)
_RELATIONSHIPS = {each.value: each for each in Relationship}
_LEVELS = {each.value: usual.levels_up for each, usual in USUAL.items()}


def list_seats(session: Session, member_id: int) -> list[Seat]:
    """All whom the member follows; those who decide with their stance."""
    owner = {"owner": member_id}
    stances = {who: Stance(stance or Stance.UNKNOWN) for who, stance in session.execute(_STANCES, owner)}
    return [
        Seat(
            who,
            _RELATIONSHIPS[relationship],
            function,
            influence,
            decider,
            stances.get(who, Stance.UNKNOWN),
            confidence,
            _LEVELS[relationship] if levels_up is None else levels_up,
        )
        for who, relationship, function, influence, decider, confidence, levels_up in session.execute(
            _PEOPLE, owner
        ).all()
    ]


def list_named(
    session: Session, member_id: int, seats: Iterable[Seat], named: Collection[int], labelled: Collection[int]
) -> dict[int, Stakeholder]:
    """Those of the `seats` who are `named`; the `labelled` with their name in Slack: no label mentions anybody."""
    stances = {seat.id: seat.stance for seat in seats}
    rows = session.execute(_NAMED, {"owner": member_id, "people": list(named), "labelled": list(labelled)}).all()
    known = (row._asdict() for row in rows)
    return {
        values["id"]: Stakeholder(
            **values | {"relationship": _RELATIONSHIPS[values["relationship"]], "stance": stances[values["id"]]}
        )
        for values in known
    }


def list_known(session: Session, member_id: int) -> dict[int, list[str]]:
    """The wins that somebody knows, of any kind, by anybody who was ever one of the member's people."""
    rows = session.execute(_KNOWN, {"owner": member_id}).all()
    return {who: ids.split(",") for who, ids in rows}


def list_wins(session: Session, member_id: int) -> dict[Hashable, str]:
    """Those that may be told to others, with their category's value, or nothing."""
    ids, categories = session.execute(_WINS, {"owner": member_id}).one()
    return dict(zip(ids.split(","), categories.split(","), strict=True)) if ids else {}
