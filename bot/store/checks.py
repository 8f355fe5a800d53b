"""The weekly check's questions, across members: which captured messages are due, whose turn it is, what was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, update

from bot.domain import checks as rules
from bot.domain.evidence import EvidenceKind, Reading, Standing
from bot.domain.wins import PRAISE, REACTION
from bot.store import pacing as pacing_store
from bot.store.database import Session
from bot.store.tables import evidence, members, pacing, wins, workspaces

_UNPLANNED = 500  # messages planned at once


@dataclass(frozen=True, slots=True)
class Due:
    """A captured message claimed for a look until `lease`; it names its workspace, so that Slack can be asked."""

    id: int
    member_id: int
    enterprise_id: str
    team_id: str
    channel_id: str
    ts: str
    snapshot: str
    standing: Standing
    checked_at: datetime | None
    read_itself: bool  # Vouch fetched the text, so it could see the message
    lease: datetime


_CHECKED = and_(
    wins.c.deleted_at.is_(None),
    wins.c.sample.is_(False),
    evidence.c.removed_at.is_(None),
    members.c.inactive.is_(False),
)


def plan_unplanned(session: Session, now: datetime) -> bool:
    """Gives messages captured before there was a check their first look; True if there may be more of them."""
    rows = session.execute(
        select(evidence.c.id, evidence.c.channel_id, evidence.c.ts)
        .where(
            evidence.c.kind == EvidenceKind.MESSAGE,
            evidence.c.reading == Reading.READ,
            evidence.c.standing == Standing.UNCHECKED,
            evidence.c.next_check_at.is_(None),
        )
        .order_by(evidence.c.id)
        .limit(_UNPLANNED)
        .with_for_update(skip_locked=True)
    ).all()
    if rows:
        session.execute(
            update(evidence).where(evidence.c.id == bindparam("piece")).values(next_check_at=bindparam("planned")),
            [{"piece": row.id, "planned": rules.planned(row.channel_id, row.ts, now)} for row in rows],
        )
    return len(rows) == _UNPLANNED


def claim_turn(session: Session, now: datetime, real: datetime, limit: int) -> tuple[Due, ...]:
    """The messages that have waited longest, all of one workspace whose turn it is; nobody else looks at them until
    their lease ends. What nobody may look at (the win deleted, the piece removed, its owner gone) waits another week.
    """
    for workspace_id, active in _waiting(session, now, real):
        due = _due(session, workspace_id, now, limit)
        if not active:
            _postpone(session, [piece.id for piece, _ in due], now + rules.EVERY)
            continue
        _postpone(session, [piece.id for piece, checked in due if not checked], now + rules.EVERY)
        wanted = tuple(piece for piece, checked in due if checked)
        if wanted:
            _postpone(session, [piece.id for piece in wanted], now + rules.LEASE)
            pacing_store.take_slot(session, workspace_id, rules.PACE, rules.INTERVAL * len(wanted), real)
            return wanted
    return ()


def _waiting(session: Session, now: datetime, real: datetime) -> Sequence[Any]:
    """Workspaces with messages that are due, the longest waiting first, but none that Slack wants left alone."""
    held = and_(
        pacing.c.workspace_id == workspaces.c.id,
        or_(
            and_(pacing.c.method == rules.METHOD, pacing.c.next_at > real),
            and_(pacing.c.method == rules.PACE, pacing.c.next_at >= real + rules.BURST),
        ),
    )
    return session.execute(
        select(workspaces.c.id, workspaces.c.active)
        .select_from(evidence)
        .join(members, members.c.id == evidence.c.member_id)
        .join(workspaces, workspaces.c.id == members.c.workspace_id)
        .outerjoin(pacing, held)
        .where(evidence.c.next_check_at <= now, pacing.c.id.is_(None))
        .group_by(workspaces.c.id, workspaces.c.active)
        .order_by(func.min(evidence.c.next_check_at))
        .limit(20)
    ).all()


def _due(session: Session, workspace_id: int, now: datetime, limit: int) -> list[tuple[Due, bool]]:
    """Each message with whether it is to be looked at."""
    rows = session.execute(
        select(
            evidence.c.id,
            evidence.c.member_id,
            workspaces.c.enterprise_id,
            workspaces.c.team_id,
            evidence.c.channel_id,
            evidence.c.ts,
            evidence.c.snapshot,
            evidence.c.standing,
            evidence.c.checked_at,
            wins.c.source,
            _CHECKED.label("checked"),
        )
        .join(members, members.c.id == evidence.c.member_id)
        .join(workspaces, workspaces.c.id == members.c.workspace_id)
        .join(wins, wins.c.id == evidence.c.win_id)
        .where(members.c.workspace_id == workspace_id, evidence.c.next_check_at <= now)
        .order_by(evidence.c.next_check_at, evidence.c.id)
        .limit(limit)
        .with_for_update(of=evidence, skip_locked=True)
    )
    lease = now + rules.LEASE
    found = []
    for row in rows:
        due = Due(
            id=row.id,
            member_id=row.member_id,
            enterprise_id=row.enterprise_id,
            team_id=row.team_id,
            channel_id=row.channel_id,
            ts=row.ts,
            snapshot=row.snapshot,
            standing=Standing(row.standing),
            checked_at=row.checked_at,
            read_itself=row.source in {PRAISE, REACTION},
            lease=lease,
        )
        found.append((due, bool(row.checked)))
    return found


def _postpone(session: Session, ids: Iterable[int], until: datetime) -> None:
    if wanted := list(ids):
        session.execute(update(evidence).where(evidence.c.id.in_(wanted)).values(next_check_at=until))


def settle(session: Session, due: Due, **values: Any) -> bool:
    """Ends a look; False where its lease ran out and another took it over, or where nothing is left of it."""
    changed = session.execute(
        update(evidence)
        .where(evidence.c.id == due.id, evidence.c.member_id == due.member_id, evidence.c.next_check_at == due.lease)
        .values(**values)
    )
    return changed.rowcount == 1


def put_back(session: Session, left: Sequence[Due], until: datetime) -> None:
    """Gives back what was claimed in one turn and not looked at."""
    for_nothing = [due.id for due in left]
    leases = {due.lease for due in left}
    session.execute(
        update(evidence)
        .where(evidence.c.id.in_(for_nothing), evidence.c.next_check_at.in_(leases))
        .values(next_check_at=until)
    )
