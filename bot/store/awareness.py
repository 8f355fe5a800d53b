"""Awareness: which stakeholder knows which win; written in sets, always by owner."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Select, bindparam, delete, insert, literal, literal_column, select, true

from bot.domain.awareness import How, WinLine
from bot.domain.wins import Category, WinState
from bot.store.database import Session
from bot.store.prepared import Prepared
from bot.store.tables import awareness, praise, stakeholders, wins, witnesses
from bot.store.types import UtcTime

_KNOWN_ALREADY = (
    select(literal_column("1"))
    .where(awareness.c.win_id == wins.c.id, awareness.c.stakeholder_id == stakeholders.c.id)
    .exists()
)

_COLUMNS = ["member_id", "win_id", "stakeholder_id", "how", "since", "created_at"]
_LINE = (wins.c.id, wins.c.title, wins.c.happened_on, wins.c.category, wins.c.private, wins.c.sample)

_NOTE_WITNESS = Prepared(
    insert(awareness)
    .inline()
    .from_select(
        _COLUMNS,
        select(
            stakeholders.c.member_id,
            wins.c.id,
            stakeholders.c.id,
            literal_column("'was_there'"),
            bindparam("noted_since", type_=Date),
            bindparam("noted_at", type_=UtcTime),
        ).where(
            wins.c.id == bindparam("of_win"),
            wins.c.member_id == bindparam("owner"),
            stakeholders.c.member_id == wins.c.member_id,
            stakeholders.c.user_id == bindparam("witness"),
            stakeholders.c.user_id != "",
            ~_KNOWN_ALREADY,
        ),
    )
)


def note_witnesses(
    session: Session, member_id: int, win_id: int, user_ids: Sequence[str], since: date, now: datetime
) -> int:
    """Those of `user_ids` who are the member's stakeholders know the win; who knows it already stays as noted.
    Returns for how many that is news.
    """
    if not user_ids:
        return 0
    of_all = {"owner": member_id, "of_win": win_id, "noted_since": since, "noted_at": now}
    return _NOTE_WITNESS.run(session, [of_all | {"witness": who} for who in dict.fromkeys(user_ids)])


def forget_witnesses(session: Session, member_id: int, win_id: int, user_ids: Sequence[str]) -> None:
    """Takes back that these people were there; what they know otherwise stays."""
    if user_ids:
        session.execute(
            delete(awareness).where(
                awareness.c.member_id == member_id,
                awareness.c.win_id == win_id,
                awareness.c.how == "was_there",
                awareness.c.stakeholder_id.in_(
                    select(stakeholders.c.id).where(
                        stakeholders.c.member_id == member_id, stakeholders.c.user_id.in_(list(user_ids))
                    )
                ),
            )
        )


def note_reacted(session: Session, member_id: int, win_id: int, since: date, now: datetime) -> None:
    """Those stakeholders whose praise of the win stands know it; who knows it already stays as noted."""
    praisers = select(praise.c.user_id).where(praise.c.member_id == member_id, praise.c.win_id == win_id, praise.c.live)
    _insert_knowing(session, member_id, win_id, "reacted", praisers, since, now)


def forget_reacted(session: Session, member_id: int, win_id: int, user_id: str, now: datetime) -> None:
    """Takes back what is known by praise alone; that somebody was there, if they are a witness, counts again."""
    person = select(stakeholders.c.id).where(stakeholders.c.member_id == member_id, stakeholders.c.user_id == user_id)
    forgotten = (
        session.execute(
            delete(awareness)
            .where(
                awareness.c.member_id == member_id,
                awareness.c.win_id == win_id,
                awareness.c.how == "reacted",
                awareness.c.stakeholder_id.in_(person),
            )
            .returning(awareness.c.since)
        )
        .scalars()
        .all()
    )
    if forgotten:
        there = select(witnesses.c.user_id).where(
            witnesses.c.member_id == member_id, witnesses.c.win_id == win_id, witnesses.c.user_id == user_id
        )
        _insert_knowing(session, member_id, win_id, "was_there", there, forgotten[0], now)


def _insert_knowing(
    session: Session,
    member_id: int,
    win_id: int,
    how: str,
    user_ids: Select[tuple[str]],
    since: date,
    now: datetime,
) -> None:
    """For the member's stakeholders among these users who do not know the win yet."""
    session.execute(
        insert(awareness).from_select(
            _COLUMNS,
            select(
                wins.c.member_id,
                wins.c.id,
                stakeholders.c.id,
                literal(how),
                literal(since, Date),
                literal(now, UtcTime),
            ).where(
                wins.c.id == win_id,
                wins.c.member_id == member_id,
                stakeholders.c.member_id == wins.c.member_id,
                stakeholders.c.user_id != "",
                stakeholders.c.user_id.in_(user_ids),
                ~_KNOWN_ALREADY,
            ),
        )
    )


# What was told and sent


def list_kept(session: Session, member_id: int, win_ids: Collection[int]) -> list[WinLine]:
    """Those of the ids that are kept wins, as they happened."""
    rows = session.execute(
        select(*_LINE)
        .where(
            wins.c.member_id == member_id,
            wins.c.id.in_(win_ids),
            wins.c.state == WinState.KEPT,
            wins.c.deleted_at.is_(None),
        )
        .order_by(wins.c.happened_on, wins.c.id)
    )
    return [line(row) for row in rows]


def are_drafts(session: Session, member_id: int, win_ids: Collection[int]) -> bool:
    """Whether a draft of the member's is among them."""
    rows = select(wins.c.id).where(
        wins.c.member_id == member_id,
        wins.c.id.in_(win_ids),
        wins.c.state == WinState.DRAFT,
        wins.c.deleted_at.is_(None),
    )
    return session.execute(rows.limit(1)).first() is not None


def line(row: Any) -> WinLine:
    values = row._asdict()
    return WinLine(**values | {"category": Category(values["category"]) if values["category"] else None})


def list_known(session: Session, member_id: int, stakeholder_id: int, win_ids: Collection[int]) -> set[int]:
    """Those of the wins that this person knows."""
    rows = select(awareness.c.win_id).where(
        awareness.c.member_id == member_id,
        awareness.c.stakeholder_id == stakeholder_id,
        awareness.c.win_id.in_(win_ids),
    )
    return set(session.scalars(rows))


def note(
    session: Session,
    member_id: int,
    win_ids: Collection[int],
    stakeholder_ids: Collection[int],
    how: How,
    since: date,
    now: datetime,
) -> Counter[int]:
    """Each of these people knows each of these wins; who knows one already stays as noted. Returns to how many wins
    each of them was new.
    """
    pairs = (
        select(
            wins.c.member_id, wins.c.id, stakeholders.c.id, literal(how), literal(since, Date), literal(now, UtcTime)
        )
        .select_from(wins.join(stakeholders, true()))
        .where(
            wins.c.member_id == member_id,
            wins.c.id.in_(win_ids),
            stakeholders.c.member_id == member_id,
            stakeholders.c.id.in_(stakeholder_ids),
            ~_KNOWN_ALREADY,
        )
    )
    return Counter(
        session.scalars(insert(awareness).from_select(_COLUMNS, pairs).returning(awareness.c.stakeholder_id))
    )


def forget_moment(
    session: Session, member_id: int, how: How, at: datetime, stakeholder_ids: Collection[int] | None = None
) -> int:
    """Takes back what was noted in the transaction of that moment, of all or of these people. Returns how much."""
    noted = delete(awareness).where(
        awareness.c.member_id == member_id, awareness.c.how == how, awareness.c.created_at == at
    )
    if stakeholder_ids is not None:
        noted = noted.where(awareness.c.stakeholder_id.in_(stakeholder_ids))
    return session.execute(noted).rowcount
