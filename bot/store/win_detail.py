"""What stands around one win: who knows it and who is to be told; always by owner."""

from sqlalchemy import select

from bot.domain.stakeholders import Stakeholder
from bot.domain.win_detail import Knowing
from bot.store import stakeholders as people
from bot.store.database import Session
from bot.store.tables import awareness, to_tell


def list_knowing(session: Session, member_id: int, win_id: int) -> tuple[Knowing, ...]:
    """Who knows it, those who have known it longest first."""
    rows = session.execute(
        select(awareness.c.stakeholder_id, awareness.c.since, awareness.c.how)
        .where(awareness.c.member_id == member_id, awareness.c.win_id == win_id)
        .order_by(awareness.c.since, awareness.c.id)
    ).all()
    found = {each.id: each for each in people.list_by_ids(session, member_id, [row.stakeholder_id for row in rows])}
    return tuple(Knowing(found[row.stakeholder_id], row.since, row.how) for row in rows)


def list_to_tell(session: Session, member_id: int, win_id: int) -> tuple[Stakeholder, ...]:
    """Who should know it and does not."""
    knowing = select(awareness.c.stakeholder_id).where(awareness.c.member_id == member_id, awareness.c.win_id == win_id)
    ids = session.scalars(
        select(to_tell.c.stakeholder_id).where(
            to_tell.c.member_id == member_id,
            to_tell.c.win_id == win_id,
            to_tell.c.stakeholder_id.not_in(knowing),
        )
    )
    return tuple(people.list_by_ids(session, member_id, list(ids)))
