"""What people know because they were there or praised it, kept right in sets; always by owner."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    delete,
    insert,
    literal,
    literal_column,
    select,
    update,
)

from bot.domain.awareness import How
from bot.domain.evidence import said_at
from bot.domain.members import Member
from bot.store.awareness.pairs import COLUMNS, KNOWN_ALREADY
from bot.store.database import Session
from bot.store.prepared import Prepared
from bot.store.tables import awareness, praise, stakeholders, wins, witnesses
from bot.store.types import UtcTime

_NOTE_WITNESS = Prepared(
    insert(awareness)
    .inline()
    .from_select(
        COLUMNS,
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
            ~KNOWN_ALREADY,
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


def forget_witnesses(
    session: Session, member_id: int, win_id: int, user_ids: Sequence[str], *, since: datetime | None = None
) -> None:
    """Takes back that these people were there, or what was noted of it `since`; what they know otherwise stays."""
    if not user_ids:
        return
    theirs = select(stakeholders.c.id).where(
        stakeholders.c.member_id == member_id, stakeholders.c.user_id.in_(list(user_ids))
    )
    noted = delete(awareness).where(
        awareness.c.member_id == member_id,
        awareness.c.win_id == win_id,
        awareness.c.how == How.WAS_THERE,
        awareness.c.stakeholder_id.in_(theirs),
    )
    session.execute(noted if since is None else noted.where(awareness.c.created_at >= since))


def move_witnessed(session: Session, member_id: int, win_id: int, was: date, happened_on: date) -> None:
    """Who was there has known it since the day it happened, also when that day is set right."""
    session.execute(
        update(awareness)
        .where(
            awareness.c.member_id == member_id,
            awareness.c.win_id == win_id,
            awareness.c.how == How.WAS_THERE,
            awareness.c.since == was,
        )
        .values(since=happened_on)
    )


def note_found(session: Session, member: Member, stakeholder_ids: Collection[int], now: datetime) -> None:
    """People who have just come among the member's know the wins at which they were, and those that they praised."""
    if not stakeholder_ids:
        return
    there = (
        select(
            wins.c.member_id,
            wins.c.id,
            stakeholders.c.id,
            literal(How.WAS_THERE.value),
            wins.c.happened_on,
            literal(now, UtcTime),
        )
        .select_from(
            stakeholders.join(
                witnesses,
                and_(witnesses.c.member_id == stakeholders.c.member_id, witnesses.c.user_id == stakeholders.c.user_id),
            ).join(wins, wins.c.id == witnesses.c.win_id)
        )
        .where(
            stakeholders.c.member_id == member.id,
            stakeholders.c.id.in_(stakeholder_ids),
            stakeholders.c.user_id != "",
            ~KNOWN_ALREADY,
        )
    )
    session.execute(insert(awareness).from_select(COLUMNS, there))
    _note_praise(session, member, stakeholders.c.id.in_(stakeholder_ids), now)


def note_praised(session: Session, member: Member, win_id: int, now: datetime) -> None:
    """Those whose praise of the win stands know it, if it is not known of them otherwise."""
    _note_praise(session, member, praise.c.win_id == win_id, now)


def _note_praise(session: Session, member: Member, which: ColumnElement[bool], now: datetime) -> None:
    """Since the day of the reaction."""
    rows = session.execute(
        select(wins.c.id, stakeholders.c.id, praise.c.event_ts)
        .select_from(
            stakeholders.join(
                praise,
                and_(praise.c.member_id == stakeholders.c.member_id, praise.c.user_id == stakeholders.c.user_id),
            ).join(wins, wins.c.id == praise.c.win_id)
        )
        .where(
            stakeholders.c.member_id == member.id, stakeholders.c.user_id != "", praise.c.live, which, ~KNOWN_ALREADY
        )
    ).all()
    noted = {"member_id": member.id, "how": How.REACTED.value, "created_at": now}
    news = [
        {**noted, "win_id": row[0], "stakeholder_id": row[1], "since": member.today(min(said_at(row[2]) or now, now))}
        for row in rows
    ]
    if news:
        session.execute(insert(awareness), news)


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
            COLUMNS,
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
                ~KNOWN_ALREADY,
            ),
        )
    )
