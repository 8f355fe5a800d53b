"""Follow-ups: rows of promises and asks, always by owner."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, delete, exists, insert, literal, or_, select, update

from bot.domain.followups import ASKS, FollowUp, FollowUpKind, Outcome
from bot.store.database import Session
from bot.store.tables import conversation_people, conversations, followups, stakeholders

_COLUMNS = tuple(
    followups.c[name]
    for name in (
        "id",
        "kind",
        "due_on",
        "conversation_id",
        "stakeholder_id",
        "done_at",
        "outcome",
        "version",
        "created_at",
    )
)
_SELECT: Select[Any] = select(*_COLUMNS, followups.c.text).order_by(followups.c.id)
_WORDLESS: Select[Any] = select(*_COLUMNS, literal("").label("text")).order_by(followups.c.id)


def from_row(row: Row[Any]) -> FollowUp:
    values = row._asdict()
    outcome = values["outcome"] or (Outcome.KEPT if values["done_at"] else None)  # once there was only this one
    return FollowUp(**values | {"kind": FollowUpKind(values["kind"]), "outcome": outcome and Outcome(outcome)})


def list_open(session: Session, member_id: int, person_id: int | None = None) -> list[FollowUp]:
    """All open ones, or those that concern one person; without their words, so that nothing is decrypted."""
    return _list(session, member_id, _WORDLESS.where(followups.c.done_at.is_(None)), person_id)


def list_closed(
    session: Session, member_id: int, since: datetime, person_id: int | None = None, limit: int = 20
) -> list[FollowUp]:
    """Closed since then, the latest first; without their words."""
    closed = _WORDLESS.where(followups.c.done_at >= since).order_by(None)
    latest = closed.order_by(followups.c.done_at.desc(), followups.c.id.desc()).limit(limit)
    return _list(session, member_id, latest, person_id)


def list_asks(session: Session, member_id: int, since: datetime) -> list[FollowUp]:
    """Asks made since then, ended or not, the first first; without their words, and without sample data."""
    chosen = _WORDLESS.where(
        followups.c.kind.in_([kind.value for kind in ASKS]),
        followups.c.created_at >= since,
        ~exists().where(conversations.c.id == followups.c.conversation_id, conversations.c.sample),
        ~exists().where(stakeholders.c.id == followups.c.stakeholder_id, stakeholders.c.sample),
    )
    return _list(session, member_id, chosen, None)


def list_due(session: Session, member_id: int, until: date) -> list[FollowUp]:
    """Open ones whose day is not after `until`; without their words."""
    chosen = _WORDLESS.where(followups.c.done_at.is_(None), followups.c.due_on <= until)
    return _list(session, member_id, chosen, None)


def _list(session: Session, member_id: int, chosen: Select[Any], person_id: int | None) -> list[FollowUp]:
    chosen = chosen.where(followups.c.member_id == member_id)
    if person_id is not None:
        together = select(conversation_people.c.conversation_id).where(
            conversation_people.c.member_id == member_id, conversation_people.c.stakeholder_id == person_id
        )
        of_all = and_(followups.c.stakeholder_id.is_(None), followups.c.conversation_id.in_(together))
        chosen = chosen.where(or_(followups.c.stakeholder_id == person_id, of_all))
    return _with_people(session, member_id, [from_row(row) for row in session.execute(chosen)])


def _with_people(session: Session, member_id: int, found: Sequence[FollowUp]) -> list[FollowUp]:
    """Each with whom it concerns."""
    of_all = [one.conversation_id for one in found if one.stakeholder_id is None and one.conversation_id is not None]
    people: dict[int | None, list[int]] = defaultdict(list)
    if of_all:
        rows = session.execute(
            select(conversation_people.c.conversation_id, conversation_people.c.stakeholder_id)
            .where(conversation_people.c.member_id == member_id, conversation_people.c.conversation_id.in_(of_all))
            .order_by(conversation_people.c.id)
        )
        for conversation_id, stakeholder_id in rows:
            people[conversation_id].append(stakeholder_id)
    return [
        replace(one, people=tuple(people[one.conversation_id]) if one.stakeholder_id is None else (one.stakeholder_id,))
        for one in found
    ]


def with_words(session: Session, member_id: int, found: Sequence[FollowUp]) -> list[FollowUp]:
    """The same with what they say, for those that are shown."""
    if not found:
        return []
    rows = session.execute(
        select(followups.c.id, followups.c.text).where(
            followups.c.member_id == member_id, followups.c.id.in_([one.id for one in found])
        )
    )
    words = {row.id: row.text for row in rows}
    return [replace(one, text=words.get(one.id, "")) for one in found]


def add_followup(
    session: Session,
    member_id: int,
    conversation_id: int | None,
    stakeholder_id: int | None,
    text: str,
    due_on: date | None,
    now: datetime,
    kind: FollowUpKind = FollowUpKind.MINE,
) -> int:
    values = {"conversation_id": conversation_id, "stakeholder_id": stakeholder_id, "kind": kind.value}
    made = insert(followups).values(member_id=member_id, text=text, due_on=due_on, created_at=now, **values)
    return int(session.execute(made.returning(followups.c.id)).scalar_one())


def get_followup(session: Session, member_id: int, followup_id: int) -> FollowUp | None:
    row = session.execute(_SELECT.where(followups.c.member_id == member_id, followups.c.id == followup_id)).first()
    return None if row is None else _with_people(session, member_id, [from_row(row)])[0]


def list_of_conversation(session: Session, member_id: int, conversation_id: int) -> list[FollowUp]:
    """What was promised and asked in it, in the order it was said."""
    of_it = _SELECT.where(followups.c.member_id == member_id, followups.c.conversation_id == conversation_id)
    return _with_people(session, member_id, [from_row(row) for row in session.execute(of_it)])


def change_followup(session: Session, member_id: int, followup_id: int, **values: Any) -> None:
    session.execute(
        update(followups)
        .where(followups.c.member_id == member_id, followups.c.id == followup_id)
        .values(**values, version=followups.c.version + 1)
    )


def delete_followup(session: Session, member_id: int, followup_id: int) -> None:
    session.execute(delete(followups).where(followups.c.member_id == member_id, followups.c.id == followup_id))


def move_of_conversation(
    session: Session, member_id: int, conversation_id: int, was: int | None, about: int | None
) -> None:
    """Others took part in it than was thought: what concerned `was` concerns `about`; None stands for all of them."""
    if was != about:
        session.execute(
            update(followups)
            .where(
                followups.c.member_id == member_id,
                followups.c.conversation_id == conversation_id,
                followups.c.stakeholder_id.is_not_distinct_from(was),
            )
            .values(stakeholder_id=about)
        )
