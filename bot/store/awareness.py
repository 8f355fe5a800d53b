"""Awareness: which stakeholder knows which win; written in sets, always by owner."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Date, Select, bindparam, delete, insert, literal, literal_column, select

from bot.store.database import Session
from bot.store.prepared import Prepared
from bot.store.tables import awareness, praise, stakeholders, wins, witnesses
from bot.store.types import UtcTime

_KNOWN_ALREADY = (
    select(literal_column("1"))
    .where(awareness.c.win_id == wins.c.id, awareness.c.stakeholder_id == stakeholders.c.id)
    .exists()
)

_NOTE_WITNESS = Prepared(
    insert(awareness)
    .inline()
    .from_select(
        ["member_id", "win_id", "stakeholder_id", "how", "since", "created_at"],
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
    columns = ["member_id", "win_id", "stakeholder_id", "how", "since", "created_at"]
    session.execute(
        insert(awareness).from_select(
            columns,
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
