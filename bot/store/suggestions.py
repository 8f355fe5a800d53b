"""Of whom the record tells without saying what they are to the member; by owner, in a fixed number of statements."""

from datetime import datetime

from sqlalchemy import and_, case, func, insert, literal, select, union_all

from bot.domain.members import Member
from bot.domain.stakeholders import Relationship
from bot.domain.suggestions import AT_ONCE, MET, PRAISED, THERE, Helper, Met
from bot.store import stakeholders as people
from bot.store.database import Session
from bot.store.tables import (
    conversation_people,
    conversations,
    passed_over,
    praise,
    stakeholders,
    wins,
    witnesses,
    workspaces,
)


def list_met(session: Session, member_id: int) -> list[Met]:
    """Those who came with a conversation, have been talked to often enough since, and were never changed by hand."""
    times = func.count()  # nobody takes part in a conversation twice
    came_with_it = func.sum(case((conversations.c.recorded_at == stakeholders.c.created_at, 1), else_=0))
    rows = session.execute(
        select(stakeholders.c.id, times)
        .join(conversation_people, conversation_people.c.stakeholder_id == stakeholders.c.id)
        .join(conversations, conversations.c.id == conversation_people.c.conversation_id)
        .where(
            stakeholders.c.member_id == member_id,
            conversation_people.c.member_id
            == member_id,  # leads through the index; SQLite would read all of them for each
            stakeholders.c.relationship == Relationship.PEER.value,
            stakeholders.c.version == 1,
            stakeholders.c.archived_at.is_(None),
            stakeholders.c.sample.is_(False),
            conversations.c.deleted_at.is_(None),
            conversations.c.sample.is_(False),
        )
        .group_by(stakeholders.c.id)
        .having(and_(times >= MET, came_with_it > 0))
        .order_by(times.desc(), stakeholders.c.id)
        .limit(AT_ONCE)
    )
    counted = {row[0]: row[1] for row in rows}
    return [Met(person, counted[person.id]) for person in people.list_by_ids(session, member_id, list(counted))]


def list_helpers(session: Session, member: Member) -> list[Helper]:
    """Users who were at wins or praised them and are none of the member's people, nor ever declined as one."""
    counts = (wins.c.member_id == member.id, wins.c.deleted_at.is_(None), wins.c.sample.is_(False))
    there = select(witnesses.c.user_id, literal(1).label("there"), literal(0).label("praised")).join(
        wins, and_(wins.c.id == witnesses.c.win_id, *counts)
    )
    praised = select(praise.c.user_id, literal(0), literal(1)).join(
        wins, and_(wins.c.id == praise.c.win_id, *counts, praise.c.live)
    )
    both = union_all(
        there.where(witnesses.c.member_id == member.id), praised.where(praise.c.member_id == member.id)
    ).subquery()
    was_there, has_praised = func.sum(both.c.there), func.sum(both.c.praised)
    known = select(stakeholders.c.user_id).where(stakeholders.c.member_id == member.id)
    declined = select(passed_over.c.user_id).where(passed_over.c.member_id == member.id)
    itself = select(workspaces.c.bot_user_id).where(workspaces.c.id == member.workspace_id)
    rows = session.execute(
        select(both.c.user_id, was_there, has_praised)
        .where(
            both.c.user_id != member.user_id,
            both.c.user_id.not_in(known),
            both.c.user_id.not_in(declined),
            both.c.user_id.not_in(itself),
        )
        .group_by(both.c.user_id)
        .having((was_there >= THERE) | (has_praised >= PRAISED))
        .order_by((was_there + has_praised).desc(), both.c.user_id)
        .limit(AT_ONCE)
    )
    return [Helper(user_id, int(there), int(praised)) for user_id, there, praised in rows]


def list_passed(session: Session, member_id: int) -> frozenset[str]:
    return frozenset(session.scalars(select(passed_over.c.user_id).where(passed_over.c.member_id == member_id)))


def pass_over(session: Session, member_id: int, who: str, now: datetime) -> None:
    """Never to be suggested again; nothing happens where that is known."""
    if who not in list_passed(session, member_id):
        session.execute(insert(passed_over).values(member_id=member_id, user_id=who, created_at=now))
