"""Finding a member's wins: what the database can compare is compared there, what only Python can is handed up in parts.

Titles, impact, tags and numbers are read first; what is encrypted is decrypted only for the wins that are named.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select

from bot.domain.evidence import EvidenceKind
from bot.domain.finding import Kind, Query
from bot.domain.wins import WITHDRAWN, WinState, category_of
from bot.store.awareness import known_to_nobody
from bot.store.database import Session
from bot.store.tables import awareness, evidence, measures, praise, stakeholders, tags, wins, witnesses

_AT_A_TIME = 500  # ids in one statement


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for of whom: deleted wins since `deleted_after`; `spoken` are the wins that quote each person."""

    member_id: int
    query: Query
    deleted_after: datetime
    spoken: Mapping[str, Sequence[int]]


def list_spoken(session: Session, member_id: int, user_ids: Sequence[str]) -> dict[str, list[int]]:
    """The wins with a quote of each of these people; who is quoted is encrypted, and few quotes are there."""
    spoken: dict[str, list[int]] = defaultdict(list)
    if user_ids:
        rows = select(evidence.c.win_id, evidence.c.speaker).where(
            evidence.c.member_id == member_id,
            evidence.c.kind == EvidenceKind.QUOTE,
            evidence.c.speaker != "",
            evidence.c.removed_at.is_(None),
        )
        for win_id, speaker in session.execute(rows):
            spoken[speaker.strip("<@>")].append(win_id)
    return {user_id: spoken[user_id] for user_id in user_ids if user_id in spoken}


def count(session: Session, asked: Asked) -> int:
    """How many wins agree with all of `query` but its words and names."""
    found: int = session.execute(_matching(select(func.count()), asked)).scalar_one()
    return found


def list_ids(session: Session, asked: Asked, limit: int | None = None, offset: int | None = None) -> list[int]:
    """Those wins, newest first, or the last deleted first."""
    rows = _matching(select(wins.c.id), asked).order_by(*_order(asked.query))
    return list(session.scalars(rows.limit(limit).offset(offset)))


def list_plain(session: Session, asked: Asked) -> dict[int, str]:
    """What those wins say in words that are not encrypted, by id, in the same order."""
    plain = (wins.c.id, wins.c.title, wins.c.impact, wins.c.category)
    rows = session.execute(_matching(select(*plain), asked).order_by(*_order(asked.query)))
    said = {row.id: [row.title, row.impact, row.category.replace("_", " ")] for row in rows}
    measured = select(measures.c.win_id, measures.c.metric, measures.c.as_typed, measures.c.unit)  # as it is shown
    for part, parts in ((tags, select(tags.c.win_id, tags.c.name)), (measures, measured)):
        for win_id, *words in session.execute(parts.where(part.c.member_id == asked.member_id)):
            if win_id in said:
                said[win_id].append(" ".join(words))
    return {win_id: "\n".join(texts) for win_id, texts in said.items()}


def list_hidden(session: Session, member_id: int, win_ids: Sequence[int]) -> dict[int, str]:
    """What the evidence of these wins says, decrypted."""
    said: dict[int, list[str]] = defaultdict(list)
    columns = (evidence.c.url, evidence.c.label, evidence.c.speaker, evidence.c.snapshot, evidence.c.later_snapshot)
    for start in range(0, len(win_ids), _AT_A_TIME):
        some = win_ids[start : start + _AT_A_TIME]
        rows = select(evidence.c.win_id, *columns).where(
            evidence.c.member_id == member_id, evidence.c.win_id.in_(some), evidence.c.removed_at.is_(None)
        )
        for win_id, *texts in session.execute(rows):
            said[win_id].extend(texts)
    return {win_id: "\n".join(texts) for win_id, texts in said.items()}


def list_about(session: Session, member_id: int, stakeholder_ids: Sequence[int]) -> set[int]:
    """The wins that any of these stakeholders knows."""
    rows = select(awareness.c.win_id).where(
        awareness.c.member_id == member_id, awareness.c.stakeholder_id.in_(stakeholder_ids)
    )
    return set(session.scalars(rows))


def _order(query: Query) -> tuple[ColumnElement[Any], ...]:
    first = wins.c.deleted_at if query.kind is Kind.DELETED else wins.c.happened_on
    return first.desc(), wins.c.id.desc()


def _matching(rows: Select[Any], asked: Asked) -> Select[Any]:
    query = asked.query
    rows = rows.select_from(wins).where(wins.c.member_id == asked.member_id)
    if query.kind is Kind.DELETED:
        rows = rows.where(wins.c.deleted_at > asked.deleted_after, wins.c.source != WITHDRAWN)
    else:
        rows = rows.where(wins.c.deleted_at.is_(None))
    if query.kind in {Kind.DRAFT, Kind.KEPT}:
        rows = rows.where(wins.c.state == (WinState.DRAFT if query.kind is Kind.DRAFT else WinState.KEPT))
    if query.private:
        rows = rows.where(wins.c.private)
    if query.category is not None:
        rows = rows.where(wins.c.category == query.category)
    if query.since is not None:
        rows = rows.where(wins.c.happened_on >= query.since)
    if query.until is not None:
        rows = rows.where(wins.c.happened_on <= query.until)
    rows = rows.where(*(_tagged(name) for name in query.tags))
    rows = rows.where(*(_with_person(who, asked.spoken.get(who, ())) for who in query.people))
    lacking = {measures: query.without_number, evidence: query.without_evidence}
    for part, wanted in lacking.items():
        if wanted:
            rows = rows.where(~_has(part))
    return rows.where(*_untold(query)) if query.known_to_nobody else rows


def _untold(query: Query) -> list[ColumnElement[bool]]:
    """What there is to tell: wins that are kept and not private, unless others are asked for."""
    conditions = [known_to_nobody(), not_(wins.c.sample)]
    if query.kind is None:
        conditions.append(wins.c.state == WinState.KEPT)
    if not query.private:
        conditions.append(not_(wins.c.private))
    return conditions


def _has(part: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    still = [part.c.removed_at.is_(None)] if part is evidence else []
    return exists().where(part.c.member_id == wins.c.member_id, part.c.win_id == wins.c.id, *still, *conditions)


def _tagged(name: str) -> ColumnElement[bool]:
    """A hashtag that names a category is in `/win` taken for that, so it finds both."""
    tagged = _has(tags, tags.c.name == name)
    category = category_of(name)
    return tagged if category is None else or_(tagged, wins.c.category == category)


def _with_person(user_id: str, spoken: Sequence[int]) -> ColumnElement[bool]:
    """They were there, know it, praised it, wrote the message, or are quoted: in the wins of these ids."""
    knows = exists().where(
        awareness.c.member_id == wins.c.member_id,
        awareness.c.win_id == wins.c.id,
        awareness.c.stakeholder_id == stakeholders.c.id,
        stakeholders.c.member_id == wins.c.member_id,
        stakeholders.c.user_id == user_id,
    )
    return or_(
        _has(witnesses, witnesses.c.user_id == user_id),
        _has(praise, and_(praise.c.user_id == user_id, praise.c.live)),
        _has(evidence, evidence.c.author_id == user_id),
        knows,
        wins.c.id.in_(spoken),
    )
