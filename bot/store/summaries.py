"""What a draft about oneself is made of: one member's wins of a time, by the day they happened, never private ones;
and what the member made of the latest.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, delete, insert, or_, select

from bot.domain.measures import Measure
from bot.domain.summaries import CountedWin, Span
from bot.domain.wins import Category, WinState
from bot.store.database import Session
from bot.store.tables import evidence, measures, summary_texts, wins, witnesses

MOST = 1_000  # the latest of a time; more than anybody achieves in a quarter

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)

_COUNTS = and_(
    wins.c.member_id == bindparam("owner"),
    wins.c.state == WinState.KEPT,
    wins.c.deleted_at.is_(None),
    wins.c.sample.is_(False),
    wins.c.private.is_(False),
    wins.c.happened_on.between(bindparam("first"), bindparam("last")),
    or_(wins.c.happened_on > bindparam("first"), wins.c.kept_at >= bindparam("after")),
)
_WINS = (
    select(wins.c.id, wins.c.title, wins.c.happened_on, wins.c.category)
    .where(_COUNTS)
    .order_by(wins.c.happened_on.desc(), wins.c.id.desc())
    .limit(MOST)
)
_MEASURES = (
    select(*[measures.c[name] for name in (
        "win_id", "as_typed", "metric", "unit", "before", "after", "change", "direction",
    )]).join(wins, wins.c.id == measures.c.win_id).where(_COUNTS).order_by(measures.c.id)
)  # fmt: skip
_LINKS = (
    select(evidence.c.win_id, evidence.c.url)
    .join(wins, wins.c.id == evidence.c.win_id)
    .where(_COUNTS, evidence.c.url != "", evidence.c.removed_at.is_(None))
    .order_by(evidence.c.id)
)
_WITNESSES = (
    select(witnesses.c.win_id, witnesses.c.user_id)
    .join(wins, wins.c.id == witnesses.c.win_id)
    .where(_COUNTS)
    .order_by(witnesses.c.id)
)


class TypedRow(NamedTuple):
    asked: str
    text: str
    action_ts: str
    typed_at: datetime


def find_typed(session: Session, member_id: int) -> TypedRow | None:
    columns = (summary_texts.c[name] for name in TypedRow._fields)
    row = session.execute(select(*columns).where(summary_texts.c.member_id == member_id)).first()
    return None if row is None else TypedRow(*row)


def put_typed(session: Session, member_id: int, typed: TypedRow) -> None:
    """In place of what was kept before."""
    delete_typed(session, member_id)
    session.execute(insert(summary_texts).values(member_id=member_id, **typed._asdict()))


def delete_typed(session: Session, member_id: int) -> None:
    session.execute(delete(summary_texts).where(summary_texts.c.member_id == member_id))


def delete_old_typed(session: Session, before: datetime) -> None:
    session.execute(delete(summary_texts).where(summary_texts.c.typed_at < before))


def list_counted(session: Session, member_id: int, span: Span) -> list[CountedWin]:
    values = {"owner": member_id, "first": span.first, "last": span.last, "after": span.after or _EARLIEST}
    numbers = _by_win(session, _MEASURES, values, Measure)
    links = _by_win(session, _LINKS, values, str)
    people = _by_win(session, _WITNESSES, values, str)
    return [
        CountedWin(
            id_,
            title,
            day,
            Category(family) if family else None,
            measures=numbers.get(id_, ()),
            links=links.get(id_, ()),
            witnesses=people.get(id_, ()),
        )
        for id_, title, day, family in session.execute(_WINS, values)
    ]


def _by_win(
    session: Session, statement: Select[Any], values: Mapping[str, Any], make: Any
) -> dict[int, tuple[Any, ...]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for win_id, *rest in session.execute(statement, values):
        found[win_id].append(make(*rest))
    return {win_id: tuple(made) for win_id, made in found.items()}
