"""Stakeholders: rows of people, always by owner. Typed names are encrypted, so they are compared after reading."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, case, delete, exists, func, insert, or_, select, update

from bot.domain.stakeholders import Relationship, Stakeholder, Stance, fold_name
from bot.store.database import Session
from bot.store.tables import (
    awareness,
    conversation_people,
    conversations,
    followups,
    projects,
    proposals,
    stakeholders,
    to_tell,
)

_SELECT = select(*[stakeholders.c[name] for name in (
    "id", "relationship", "added_on", "version", "user_id", "name", "function", "influence", "decider", "stance",
    "confidence", "interests", "notes", "ideal_days", "worst_days", "snoozed_until", "last_conversation_on",
    "last_nudged_at", "archived_at", "sample", "known_as", "levels_up", "merged_into",
)])  # fmt: skip
_OF_MEMBER = _SELECT.where(stakeholders.c.member_id == bindparam("owner")).order_by(stakeholders.c.id)
_BY_IDS = _OF_MEMBER.where(stakeholders.c.id.in_(bindparam("ids", expanding=True)))
_BY_USERS = _OF_MEMBER.where(stakeholders.c.user_id.in_(bindparam("users", expanding=True)))
_TYPED = _OF_MEMBER.where(stakeholders.c.user_id == "")

_TALKED = (
    exists()
    .where(conversation_people.c.stakeholder_id == stakeholders.c.id)
    .where(conversation_people.c.conversation_id == conversations.c.id, conversations.c.deleted_at.is_(None))
)
_SAME = stakeholders.alias("same")
# What is known of somebody from before, such as the wins at which they were, was noted when they were added.
_UNLINKED = [
    ~_TALKED,
    ~exists().where(_SAME.c.merged_into == stakeholders.c.id),
    *(
        ~exists().where(link.c.stakeholder_id == stakeholders.c.id)
        for link in (to_tell, followups, proposals, projects)
    ),
    ~exists().where(
        awareness.c.stakeholder_id == stakeholders.c.id, awareness.c.created_at > stakeholders.c.created_at
    ),
]


def from_row(row: Row[Any]) -> Stakeholder:
    return of_values(row._asdict())


def of_values(values: Mapping[str, Any]) -> Stakeholder:
    """Of a row's values, whatever else stands in it."""
    known = {name: values[name] for name in Stakeholder.__dataclass_fields__}
    known["relationship"] = Relationship(known["relationship"])
    known["stance"] = Stance(known["stance"] or Stance.UNKNOWN)
    return Stakeholder(**known)


def to_column(name: str, value: Any) -> Any:
    """A field of a stakeholder's as its column holds it."""
    if name == "stance" and value is Stance.UNKNOWN:
        return ""
    return value.value if isinstance(value, Relationship | Stance) else value


def list_stakeholders(session: Session, member_id: int) -> list[Stakeholder]:
    """All whom the member follows, in the order they were added."""
    rows = session.execute(_OF_MEMBER.where(stakeholders.c.archived_at.is_(None)), {"owner": member_id})
    return [from_row(row) for row in rows]


def count_followed(session: Session, member_id: int) -> int:
    counted = select(func.count()).where(stakeholders.c.member_id == member_id, stakeholders.c.archived_at.is_(None))
    return session.execute(counted).scalar_one()


def list_all(session: Session, member_id: int) -> list[Stakeholder]:
    """The followed and the archived, in the order they were added, but for who was merged into somebody else."""
    rows = session.execute(_OF_MEMBER.where(stakeholders.c.merged_into.is_(None)), {"owner": member_id})
    return [from_row(row) for row in rows]


def list_by_ids(session: Session, member_id: int, stakeholder_ids: Sequence[int]) -> list[Stakeholder]:
    """Those of the ids that are the member's, the archived too."""
    if not stakeholder_ids:
        return []
    rows = session.execute(_BY_IDS, {"owner": member_id, "ids": list(stakeholder_ids)})
    return [from_row(row) for row in rows]


def get_stakeholder(session: Session, member_id: int, stakeholder_id: int) -> Stakeholder | None:
    """Who went into somebody is that person."""
    found = list_by_ids(session, member_id, [stakeholder_id])
    return next(iter(_meant(session, member_id, found)), None)


def _meant(session: Session, member_id: int, found: Sequence[Stakeholder]) -> list[Stakeholder]:
    """In the place of each who was merged the one who was kept: `merged_into` never needs two steps."""
    into = [person.merged_into for person in found if person.merged_into is not None]
    kept = {person.id: person for person in list_by_ids(session, member_id, into)}
    return [person if person.merged_into is None else kept[person.merged_into] for person in found]


def list_kept(session: Session, member_id: int, stakeholder_ids: Sequence[int]) -> list[Stakeholder]:
    """As `list_by_ids`, each once, and in the place of who was merged the one who was kept."""
    meant = _meant(session, member_id, list_by_ids(session, member_id, stakeholder_ids))
    return list({person.id: person for person in meant}.values())


def get_kept(session: Session, member_id: int, stakeholder_id: int) -> Stakeholder | None:
    """The person, or of one who was merged into somebody else, whoever stayed in the end."""
    found = get_stakeholder(session, member_id, stakeholder_id)
    seen: set[int] = set()
    while found is not None and found.merged_into is not None and found.id not in seen:
        seen.add(found.id)
        found = get_stakeholder(session, member_id, found.merged_into)
    return found


def find_by_users(session: Session, member_id: int, user_ids: Sequence[str]) -> dict[str, Stakeholder]:
    """By Slack user id, the archived too. Nobody in Slack goes into somebody else."""
    if not user_ids:
        return {}
    rows = session.execute(_BY_USERS, {"owner": member_id, "users": [user for user in user_ids if user]})
    return {found.user_id: found for found in map(from_row, rows)}


def find_by_names(session: Session, member_id: int, names: Sequence[str]) -> dict[str, Stakeholder]:
    """By folded name, among the people outside Slack; the archived too, and for who was merged the one who was kept.
    Of two with one name the one who is there by that name himself is meant.
    """
    if not names:
        return {}
    wanted = {fold_name(name) for name in names}
    found = [from_row(row) for row in session.execute(_TYPED, {"owner": member_id})]
    found = sorted(
        (each for each in found if fold_name(each.name) in wanted), key=lambda each: each.merged_into is None
    )
    meant = _meant(session, member_id, found)
    return {fold_name(named.name): person for named, person in zip(found, meant, strict=True)}


def list_typed(session: Session, member_id: int) -> list[Stakeholder]:
    """All people outside Slack, the archived too."""
    return [from_row(row) for row in session.execute(_TYPED, {"owner": member_id})]


def add_stakeholders(
    session: Session, member_id: int, people: Sequence[Mapping[str, Any]], added_on: date, now: datetime
) -> None:
    """Adds rows `{user_id, name, relationship, …}`, at least one, none of which may be there already."""
    owned = {"member_id": member_id, "added_on": added_on, "created_at": now}
    session.execute(insert(stakeholders), [{**owned, **person} for person in people])


def put_back(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Whole rows, with the ids that they had."""
    session.execute(insert(stakeholders), [*rows])


def change_stakeholder(session: Session, member_id: int, stakeholder_id: int, **values: Any) -> None:
    session.execute(
        update(stakeholders)
        .where(stakeholders.c.member_id == member_id, stakeholders.c.id == stakeholder_id)
        .values(**values, version=stakeholders.c.version + 1)
    )


def snooze(session: Session, member_id: int, stakeholder_id: int, until: date | None) -> None:
    """No new version: a snooze from a message must not refuse a modal that is open."""
    session.execute(
        update(stakeholders)
        .where(stakeholders.c.member_id == member_id, stakeholders.c.id == stakeholder_id)
        .values(snoozed_until=until)
    )


def note_talk(
    session: Session, member_id: int, stakeholder_ids: Sequence[int], happened_on: date, *, sample: bool = False
) -> None:
    """A conversation with them took place: it ends a snooze, unless it is older than the one known last. Sample people
    become real by it, unless it is a `sample` too.
    """
    last = stakeholders.c.last_conversation_on
    session.execute(
        update(stakeholders)
        .where(stakeholders.c.member_id == member_id, stakeholders.c.id.in_(stakeholder_ids))
        .values(
            snoozed_until=case((or_(last.is_(None), last <= happened_on), None), else_=stakeholders.c.snoozed_until),
            last_conversation_on=case((or_(last.is_(None), last < happened_on), happened_on), else_=last),
            **({} if sample else {"sample": False}),
        )
    )


def recount_talks(session: Session, member_id: int, stakeholder_ids: Sequence[int]) -> None:
    """Sets `last_conversation_on` anew from the conversations that are left, in one statement."""
    latest = (
        select(func.max(conversations.c.happened_on))
        .select_from(
            conversation_people.join(conversations, conversations.c.id == conversation_people.c.conversation_id)
        )
        .where(conversation_people.c.stakeholder_id == stakeholders.c.id, conversations.c.deleted_at.is_(None))
        .scalar_subquery()
    )
    session.execute(
        update(stakeholders)
        .where(stakeholders.c.member_id == member_id, stakeholders.c.id.in_(stakeholder_ids))
        .values(last_conversation_on=latest)
    )


def rate(session: Session, member_id: int, stakeholder_ids: Sequence[int], confidence: int, happened_on: date) -> None:
    """Confidence after a conversation holds for those whose latest conversation it was."""
    last = stakeholders.c.last_conversation_on
    session.execute(
        update(stakeholders)
        .where(
            stakeholders.c.member_id == member_id,
            stakeholders.c.id.in_(stakeholder_ids),
            or_(last.is_(None), last <= happened_on),
        )
        .values(confidence=confidence)
    )


def delete_untouched(session: Session, member_id: int, stakeholder_ids: Sequence[int], created_at: datetime) -> None:
    """Deletes those of them who were added at `created_at` and with whom nothing has happened since."""
    if not stakeholder_ids:
        return
    session.execute(
        delete(stakeholders).where(
            stakeholders.c.member_id == member_id,
            stakeholders.c.id.in_(stakeholder_ids),
            stakeholders.c.created_at == created_at,
            stakeholders.c.version == 1,
            stakeholders.c.snoozed_until.is_(None),
            *_UNLINKED,
        )
    )


def delete_unlinked(session: Session, member_id: int, stakeholder_ids: Sequence[int]) -> None:
    """Deletes those of them of whom no conversation, win or follow-up tells."""
    session.execute(
        delete(stakeholders).where(
            stakeholders.c.member_id == member_id, stakeholders.c.id.in_(stakeholder_ids), *_UNLINKED
        )
    )


def list_added_at(session: Session, member_id: int, stakeholder_ids: Sequence[int], created_at: datetime) -> list[int]:
    """Those of the ids that were added in the transaction of that moment."""
    statement = select(stakeholders.c.id).where(
        stakeholders.c.member_id == member_id,
        stakeholders.c.id.in_(stakeholder_ids),
        stakeholders.c.created_at == created_at,
    )
    return list(session.scalars(statement))
