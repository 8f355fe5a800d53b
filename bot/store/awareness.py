"""Awareness: which stakeholder knows which win; written in sets, always by owner."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Date, bindparam, delete, insert, literal_column, select

from bot.store.database import Session
from bot.store.prepared import Prepared
from bot.store.tables import awareness, stakeholders, wins
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
