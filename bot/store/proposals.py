"""What proposals are made of, for a batch of members in a fixed number of statements, and what was answered to them.

Always by owner. Sample data, drafts and private wins are never part of it; only what is printed is decrypted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Date,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.domain.followups import ASKS, FollowUpKind
from bot.domain.proposals import SET_ASIDE, Answer, Answered, Open, Record, Tellable
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.wins import Category, WinState
from bot.store import away as away_store
from bot.store.batches import among, grouped
from bot.store.database import Session, insert_or_ignore
from bot.store.tables import (
    awareness,
    conversation_people,
    evidence,
    followups,
    measures,
    proposals,
    stakeholders,
    tags,
    to_tell,
    wins,
    witnesses,
)

_DAY = timedelta(days=1)  # local dates lie within a day of UTC's
_CATEGORIES: dict[str, Category | None] = {"": None} | {each.value: each for each in Category}
_RELATIONSHIPS = {each.value: each for each in Relationship}

# Of a person only what their points need: none of it is encrypted.
_PERSON_COLUMNS = (
    "id",
    "added_on",
    "version",
    "user_id",
    "influence",
    "decider",
    "ideal_days",
    "worst_days",
    "snoozed_until",
    "last_conversation_on",
    "last_nudged_at",
)
_PEOPLE = (
    select(stakeholders.c.member_id, stakeholders.c.relationship, *[stakeholders.c[name] for name in _PERSON_COLUMNS])
    .where(
        among(stakeholders.c.member_id),
        stakeholders.c.archived_at.is_(None),
        stakeholders.c.merged_into.is_(None),
        stakeholders.c.sample.is_(False),
    )
    .order_by(stakeholders.c.id)
)
_TELLABLE = and_(
    wins.c.state == WinState.KEPT,
    wins.c.deleted_at.is_(None),
    wins.c.private.is_(False),
    wins.c.sample.is_(False),
)
_NEWEST = 400  # wins that are read at first of a single member; older ones seldom matter, and then all are read
_WINS = select(
    wins.c.member_id,
    wins.c.id,
    wins.c.happened_on,
    wins.c.category,
    exists().where(measures.c.member_id == wins.c.member_id, measures.c.win_id == wins.c.id),
    exists().where(
        evidence.c.member_id == wins.c.member_id, evidence.c.win_id == wins.c.id, evidence.c.removed_at.is_(None)
    ),
    select(func.count())
    .where(witnesses.c.member_id == wins.c.member_id, witnesses.c.win_id == wins.c.id)
    .scalar_subquery(),
).where(_TELLABLE)
_ALL_WINS = _WINS.where(among(wins.c.member_id))
# One owner, so that the index gives them in order.
_NEWEST_WINS = (
    _WINS.where(wins.c.member_id == bindparam("owner"))
    .order_by(wins.c.happened_on.desc(), wins.c.id.desc())
    .limit(_NEWEST)
)
_WISHED_WINS = _ALL_WINS.where(wins.c.id.in_(select(to_tell.c.win_id).where(among(to_tell.c.member_id))))
# One row for each person, however much they know.
_KNOWN: Select[Any] = (
    select(
        awareness.c.member_id,
        awareness.c.stakeholder_id,
        func.aggregate_strings(cast(awareness.c.win_id, Text), ","),
    )
    .where(among(awareness.c.member_id))
    .group_by(awareness.c.member_id, awareness.c.stakeholder_id)
)
_WISHES = select(to_tell.c.member_id, to_tell.c.win_id, to_tell.c.stakeholder_id).where(among(to_tell.c.member_id))
# A promise or an ask without a person concerns all who took part where it was made.
_WHOM = func.coalesce(followups.c.stakeholder_id, conversation_people.c.stakeholder_id)
_OF_PROMISE = followups.c.kind == FollowUpKind.MINE
_DAY_OF_PROMISE = func.coalesce(cast(followups.c.due_on, Text), func.substr(cast(followups.c.created_at, Text), 1, 10))
_TOGETHER = and_(
    followups.c.stakeholder_id.is_(None),
    conversation_people.c.member_id == followups.c.member_id,
    conversation_people.c.conversation_id == followups.c.conversation_id,
)
_OPEN = (
    select(
        followups.c.member_id,
        _WHOM,
        func.sum(case((followups.c.kind.in_([*ASKS]), 1), else_=0)),
        func.aggregate_strings(case((_OF_PROMISE, _DAY_OF_PROMISE)), ","),
    )
    .outerjoin(conversation_people, _TOGETHER)
    .where(among(followups.c.member_id), followups.c.done_at.is_(None), _WHOM.is_not(None))
    .group_by(followups.c.member_id, _WHOM)
)
_PROMISES = (
    select(_WHOM, _DAY_OF_PROMISE, followups.c.text)
    .outerjoin(conversation_people, _TOGETHER)
    .where(among(followups.c.member_id), _OF_PROMISE, followups.c.done_at.is_(None), among(_WHOM, "ids"))
    .order_by(followups.c.id)
)
# What was told and taken back again is as if it had never been answered.
_ANSWERS = (
    select(
        proposals.c.member_id,
        proposals.c.win_id,
        proposals.c.stakeholder_id,
        proposals.c.answer,
        proposals.c.answered_on,
    )
    .where(
        among(proposals.c.member_id),
        proposals.c.answered_on >= bindparam("since", type_=Date),
        or_(
            proposals.c.answer != Answer.TOLD,
            exists().where(
                awareness.c.win_id == proposals.c.win_id, awareness.c.stakeholder_id == proposals.c.stakeholder_id
            ),
        ),
    )
    .order_by(proposals.c.id)
)


def read_records(session: Session, member_ids: Collection[int], now: datetime) -> dict[int, Record]:
    """By member id, each of them, with all their wins."""
    return _records(session, member_ids, now, read_wins(session, member_ids))


def read_recent(session: Session, member_id: int, now: datetime) -> Record:
    """Where the record is long, with the newest wins only, and with those that somebody should know of."""
    newest = grouped(session, _NEWEST_WINS, {"owner": member_id}, _tellable).get(member_id, ())
    record = _records(session, [member_id], now, {member_id: newest})[member_id]
    if len(newest) < _NEWEST:
        return record
    owners = {"owners": [member_id]}
    wished = grouped(session, _WISHED_WINS, owners, _tellable).get(member_id, ()) if record.wishes else ()
    return replace(record, wins=tuple({*newest, *wished}), read_to=newest[-1].happened_on)


def _records(
    session: Session, member_ids: Collection[int], now: datetime, found_wins: Mapping[int, tuple[Tellable, ...]]
) -> dict[int, Record]:
    owners = {"owners": member_ids}
    people = grouped(session, _PEOPLE, owners, _person)
    known = grouped(session, _KNOWN, owners, _pair)
    wishes = grouped(session, _WISHES, owners, _pair)
    open_ = grouped(session, _OPEN, owners, _open)
    answers = grouped(session, _ANSWERS, {**owners, "since": now.date() - _DAY - SET_ASIDE}, _answered)
    away = away_store.list_of_members(session, member_ids)
    return {
        owner: Record(
            people=people.get(owner, ()),
            wins=found_wins.get(owner, ()),
            known=_Known(dict(known.get(owner, ()))),
            wishes=wishes.get(owner, ()),
            open=dict(open_.get(owner, ())),
            answers=answers.get(owner, ()),
            away=away.get(owner, ()),
        )
        for owner in member_ids
    }


def read_wins(session: Session, member_ids: Collection[int]) -> dict[int, tuple[Tellable, ...]]:
    """All that may be told, by member id."""
    return grouped(session, _ALL_WINS, {"owners": member_ids}, _tellable)


def read_fitting(
    session: Session, member_id: int, names: Collection[str], categories: Collection[str], until: date
) -> tuple[Tellable, ...]:
    """Wins of that day or before in one of the categories or with one of the tags."""
    tagged = select(tags.c.win_id).where(tags.c.member_id == member_id, tags.c.name.in_(names))
    fitting = _ALL_WINS.where(wins.c.happened_on <= until, or_(wins.c.category.in_(categories), wins.c.id.in_(tagged)))
    found: tuple[Tellable, ...] = grouped(session, fitting, {"owners": [member_id]}, _tellable).get(member_id, ())
    return found


def read_words(
    session: Session, member_ids: Collection[int], stakeholder_ids: Collection[int]
) -> dict[int, tuple[str, str, str]]:
    """Of these people the typed name, the name in Slack and what interests them, by their id."""
    if not stakeholder_ids:
        return {}
    columns = (stakeholders.c.name, stakeholders.c.known_as, stakeholders.c.interests)
    chosen = select(stakeholders.c.id, *columns).where(among(stakeholders.c.member_id), among(stakeholders.c.id, "ids"))
    rows = session.execute(chosen, {"owners": member_ids, "ids": stakeholder_ids})
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def read_tagged(session: Session, member_ids: Collection[int], names: Collection[str]) -> dict[int, set[str]]:
    """Those of the tags that each of the members' wins has, by the win's id."""
    found: dict[int, set[str]] = defaultdict(set)
    if names:
        chosen = select(tags.c.win_id, tags.c.name).where(among(tags.c.member_id), tags.c.name.in_(names))
        for win_id, name in session.execute(chosen, {"owners": member_ids}):
            found[win_id].add(name)
    return found


def read_titles(session: Session, member_ids: Collection[int], win_ids: Collection[int]) -> dict[int, str]:
    if not win_ids:
        return {}
    chosen = select(wins.c.id, wins.c.title).where(among(wins.c.member_id), among(wins.c.id, "ids"))
    return {row[0]: row[1] for row in session.execute(chosen, {"owners": member_ids, "ids": win_ids})}


def read_promises(
    session: Session, member_ids: Collection[int], stakeholder_ids: Collection[int]
) -> dict[int, tuple[tuple[date, str], ...]]:
    """What these people are owed, by their id: the day of each promise, and its words."""
    if not stakeholder_ids:
        return {}
    return grouped(session, _PROMISES, {"owners": member_ids, "ids": stakeholder_ids}, _promise)


def find_title(session: Session, member_id: int, win_id: int) -> str | None:
    """Of a win that may be told; None for any other."""
    chosen = select(wins.c.title).where(wins.c.member_id == member_id, wins.c.id == win_id, _TELLABLE)
    found: str | None = session.execute(chosen).scalar()
    return found


def find_answer(session: Session, member_id: int, win_id: int, stakeholder_id: int) -> tuple[Answered, datetime] | None:
    """The latest, and its moment."""
    columns = (proposals.c.answer, proposals.c.answered_on, proposals.c.answered_at)
    row = session.execute(select(*columns).where(*_of_pair(member_id, win_id, stakeholder_id))).first()
    return None if row is None else (_answered(win_id, stakeholder_id, row[0], row[1]), row[2])


def put_answer(
    session: Session, member_id: int, win_id: int, stakeholder_id: int, answer: Answer, today: date, now: datetime
) -> None:
    """The latest answer about a pair counts. Both are the member's."""
    said = {"answer": answer.value, "answered_on": today, "answered_at": now}
    pair = {"member_id": member_id, "win_id": win_id, "stakeholder_id": stakeholder_id}
    if not insert_or_ignore(session, proposals, pair | said, "win_id", "stakeholder_id"):
        session.execute(update(proposals).where(*_of_pair(member_id, win_id, stakeholder_id)).values(**said))


def delete_answer(session: Session, member_id: int, win_id: int, stakeholder_id: int) -> None:
    session.execute(delete(proposals).where(*_of_pair(member_id, win_id, stakeholder_id)))


def _of_pair(member_id: int, win_id: int, stakeholder_id: int) -> tuple[Any, ...]:
    return (
        proposals.c.member_id == member_id,
        proposals.c.win_id == win_id,
        proposals.c.stakeholder_id == stakeholder_id,
    )


def _person(relationship: str, *rest: Any) -> Stakeholder:
    return Stakeholder(relationship=_RELATIONSHIPS[relationship], **dict(zip(_PERSON_COLUMNS, rest, strict=True)))


def _tellable(win_id: int, happened_on: date, category: str, measured: bool, proven: bool, witnesses: int) -> Tellable:
    return Tellable(win_id, happened_on, _CATEGORIES[category], bool(measured), bool(proven), witnesses)


class _Known(Mapping[int, Collection[int]]):
    """What each person knows, taken apart only for those who are looked at."""

    def __init__(self, ids: Mapping[int, str]) -> None:
        self._ids = ids

    def __getitem__(self, stakeholder_id: int) -> frozenset[int]:
        return frozenset(map(int, self._ids[stakeholder_id].split(",")))

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def _pair(one: Any, other: Any) -> tuple[Any, Any]:
    return one, other


def _open(stakeholder_id: int, asks: int, owed: str | None) -> tuple[int, Open]:
    return stakeholder_id, Open(int(asks), tuple(map(date.fromisoformat, owed.split(","))) if owed else ())


def _promise(day: str, text: str) -> tuple[date, str]:
    return date.fromisoformat(day), text


def _answered(win_id: int, stakeholder_id: int, answer: str, on: date) -> Answered:
    return Answered(win_id, stakeholder_id, Answer(answer), on)
