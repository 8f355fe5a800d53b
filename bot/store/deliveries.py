"""Deliveries: rows that are planned, claimed, sent once and remembered; by member, except the workers' own queue."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, bindparam, exists, func, or_, select, update

from bot.domain.deliveries import Delivery, Kind, State, Window
from bot.domain.members import Member
from bot.store import members as member_store
from bot.store.database import Session, insert_ignoring
from bot.store.pacing import POST, TURNS
from bot.store.tables import deliveries, members, pacing, workspaces

AHEAD = timedelta(seconds=5)  # so far ahead turns are given out before others are claimed
SPREAD = 4  # candidates for each that is taken, so that workers who claim at once find others
_NEXT = {Kind.DIGEST: members.c.next_digest_at, Kind.NUDGE: members.c.next_nudge_at}
_VALUE = (
    deliveries.c.id,
    deliveries.c.member_id,
    deliveries.c.kind,
    deliveries.c.period,
    deliveries.c.due_at,
    deliveries.c.attempts,
    deliveries.c.key,
)


def lock_due_members(session: Session, kind: Kind, now: datetime, limit: int) -> tuple[Member, ...]:
    """Members whose due time has come, of workspaces that are active; on PostgreSQL those nobody else holds."""
    due = _NEXT[kind]
    waiting = member_store.SELECT.where(due <= now).order_by(due, members.c.id)
    statement = waiting.limit(limit).with_for_update(of=members, skip_locked=True)
    return tuple(member_store.from_row(row) for row in session.execute(statement))


def list_removed_workspaces(session: Session, workspace_ids: Sequence[int]) -> frozenset[int]:
    """Those that Vouch was removed from; where only the token does not work, messages wait."""
    removed = workspaces.c.removed_at.is_not(None)
    statement = select(workspaces.c.id).where(workspaces.c.id.in_(set(workspace_ids)), removed)
    return frozenset(session.execute(statement).scalars())


def find_window(session: Session, member_id: int, delivery_id: int) -> tuple[Window, str] | None:
    """What a digest of the member's covers that is on its way or has arrived, and what was kept of what it says."""
    row = session.execute(
        select(deliveries.c.covers_from, deliveries.c.covers_until, deliveries.c.said).where(
            deliveries.c.id == delivery_id, deliveries.c.member_id == member_id, deliveries.c.kind == Kind.DIGEST
        )
    ).first()
    return None if row is None or row.covers_from is None else (Window(row.covers_from, row.covers_until), row.said)


def list_planned(session: Session, member_id: int, since: datetime) -> frozenset[tuple[Kind, str]]:
    """Kind and week of each delivery that was due since then: these weeks have had theirs, whatever became of it."""
    statement = select(deliveries.c.kind, deliveries.c.period).where(
        deliveries.c.member_id == member_id, deliveries.c.due_at >= since
    )
    return frozenset((Kind(kind), period) for kind, period in session.execute(statement))


def add_deliveries(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Writes down what is intended; a period that has its delivery already keeps it."""
    if rows:
        session.execute(insert_ignoring(session.dialect.name, deliveries, ("member_id", "kind", "period")), list(rows))


def move_on(session: Session, kind: Kind, next_dues: Mapping[int, datetime]) -> None:
    """Sets the next due time of each member id."""
    if next_dues:
        statement = (
            update(members).where(members.c.id == bindparam("owner")).values({_NEXT[kind].name: bindparam("next_due")})
        )
        session.execute(statement, [{"owner": id_, "next_due": due} for id_, due in next_dues.items()])


def claim_deliveries(
    session: Session, kind: Kind, owner: str, real: datetime, lease_until: datetime, limit: int
) -> tuple[Delivery, ...]:
    """Takes what is due for a try, or was claimed by a worker whose lease has run out; one of each workspace before the
    second of any, and nothing of a workspace whose token does not work or whose next turn lies far ahead.
    """
    ready = or_(
        and_(
            deliveries.c.state == State.DUE,
            or_(deliveries.c.next_try_at.is_(None), deliveries.c.next_try_at <= real),
        ),
        and_(deliveries.c.state == State.CLAIMED, deliveries.c.lease_until < real),
    )
    queue = _in_turn(kind, ready, real, limit * SPREAD)
    statement = (
        select(*_VALUE)
        .join(queue, queue.c.id == deliveries.c.id)
        .where(deliveries.c.kind == kind, ready)
        .order_by(queue.c.turn, deliveries.c.due_at, deliveries.c.id)
        .limit(limit)
        .with_for_update(of=deliveries, skip_locked=True)
    )
    found = tuple(_claimed(row) for row in session.execute(statement))
    if found:
        session.execute(
            update(deliveries)
            .where(deliveries.c.id.in_([delivery.id for delivery in found]))
            .values(
                state=State.CLAIMED,
                lease_owner=owner,
                lease_until=lease_until,
                attempts=deliveries.c.attempts + 1,
            )
        )
    return found


def _in_turn(kind: Kind, ready: ColumnElement[bool], real: datetime, limit: int) -> Subquery:
    busy = or_(
        and_(pacing.c.method == POST, pacing.c.next_at > real),
        and_(pacing.c.method == TURNS, pacing.c.next_at > real + AHEAD),
    )
    order = (deliveries.c.due_at, deliveries.c.id)
    turn = func.row_number().over(partition_by=members.c.workspace_id, order_by=order)
    waiting = (
        select(deliveries.c.id, deliveries.c.due_at, turn.label("turn"))
        .join(members, members.c.id == deliveries.c.member_id)
        .join(workspaces, workspaces.c.id == members.c.workspace_id)
        .where(
            deliveries.c.kind == kind,
            ready,
            workspaces.c.active,
            ~exists().where(pacing.c.workspace_id == workspaces.c.id, busy),
        )
        .subquery()
    )
    first = (waiting.c.turn, waiting.c.due_at, waiting.c.id)
    return select(waiting.c.id, waiting.c.turn).order_by(*first).limit(limit).subquery()


def _claimed(row: Any) -> Delivery:
    """The claim is an attempt too."""
    id_, member_id, kind, period, due_at, attempts, key = row
    return Delivery(id_, member_id, Kind(kind), period, due_at, attempts + 1, key)


def lock_member(session: Session, member_id: int) -> tuple[Member | None, bool]:
    """The member, if there is one, and whether its workspace takes messages; its other writes wait for this one."""
    statement = member_store.SELECT.add_columns(workspaces.c.active).where(members.c.id == member_id)
    row = session.execute(statement.with_for_update(of=members)).first()
    return (None, False) if row is None else (member_store.from_row(row[:-1]), row[-1])


def is_on_its_way(session: Session, member_id: int, kind: Kind) -> bool:
    """Whether another message of this kind is being sent to the member, or the history is still asked about it."""
    asked = and_(deliveries.c.state == State.IN_DOUBT, deliveries.c.next_try_at.is_not(None))
    statement = select(deliveries.c.id).where(
        deliveries.c.member_id == member_id,
        deliveries.c.kind == kind,
        or_(deliveries.c.state == State.SENDING, asked),
    )
    return session.execute(statement.limit(1)).first() is not None


def set_claimed(session: Session, delivery_id: int, owner: str, **values: Any) -> bool:
    """Changes a delivery that this worker holds and has not begun to send; False when it does not hold it any more."""
    return _set(session, delivery_id, owner, deliveries.c.state == State.CLAIMED, values)


def set_sending(session: Session, delivery_id: int, owner: str, **values: Any) -> bool:
    """Changes a delivery that this worker is sending; False when it was given up as in doubt meanwhile."""
    return _set(session, delivery_id, owner, deliveries.c.state == State.SENDING, values)


def set_arrived(session: Session, delivery_id: int, owner: str, **values: Any) -> bool:
    """Changes a delivery that this worker sent, also if it is in doubt meanwhile, whoever asks about it."""
    sent = and_(deliveries.c.state == State.SENDING, deliveries.c.lease_owner == owner)
    statement = update(deliveries).where(
        deliveries.c.id == delivery_id, or_(sent, deliveries.c.state == State.IN_DOUBT)
    )
    return session.execute(statement.values(**values)).rowcount == 1


def _set(session: Session, delivery_id: int, owner: str, state: ColumnElement[bool], values: Mapping[str, Any]) -> bool:
    statement = update(deliveries).where(deliveries.c.id == delivery_id, deliveries.c.lease_owner == owner, state)
    return session.execute(statement.values(**values)).rowcount == 1


def end_other_leases(session: Session, owner: str, real: datetime) -> None:
    """On SQLite one process owns the database, so that what another one claimed can only be a dead one's.

    What it was sending keeps its lease: a message just posted may take a moment to show in the history.
    """
    if session.dialect.name == "sqlite":
        session.execute(
            update(deliveries)
            .where(
                deliveries.c.state == State.CLAIMED,
                deliveries.c.lease_owner != owner,
                deliveries.c.lease_until > real,
            )
            .values(lease_until=real)
        )


def cover(session: Session, member_id: int, until: datetime) -> None:
    """What was recorded before `until` has been in a digest; this never goes back."""
    session.execute(
        update(members).where(members.c.id == member_id, members.c.covered_until < until).values(covered_until=until)
    )


def silence_workspace(session: Session, member_id: int, problem: str, real: datetime) -> None:
    """The member's workspace takes no automatic messages until its token works again. The first moment is kept."""
    whose = select(members.c.workspace_id).where(members.c.id == member_id).scalar_subquery()
    session.execute(
        update(workspaces)
        .where(workspaces.c.id == whose, workspaces.c.active)
        .values(active=False, problem=problem[:60], problem_at=real)
    )
