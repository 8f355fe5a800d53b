"""Projects: rows of them and the wins that belong to each, always by owner. Names are encrypted."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, insert, select, update

from bot.domain.home import WinRow
from bot.domain.projects import NewProject, Project
from bot.domain.wins import Category, WinState
from bot.store.database import Session
from bot.store.tables import project_wins, projects, wins

_COUNTED = (
    select(project_wins.c.project_id, func.count().label("wins"))
    .join(wins, wins.c.id == project_wins.c.win_id)
    .where(wins.c.deleted_at.is_(None), wins.c.kept_at.is_not(None))
    .group_by(project_wins.c.project_id)
)
_COLUMNS = ("id", "name", "began_on", "ended_on", "followup_id", "stakeholder_id", "version")


def _select(member_id: int) -> Select[Any]:
    counted = _COUNTED.where(project_wins.c.member_id == member_id).subquery()
    return (
        select(*[projects.c[name] for name in _COLUMNS], func.coalesce(counted.c.wins, 0).label("wins"))
        .outerjoin(counted, counted.c.project_id == projects.c.id)
        .where(projects.c.member_id == member_id)
    )


def list_projects(session: Session, member_id: int) -> list[Project]:
    """All, in the order they were made, each with how many wins it has."""
    return [Project(**row._asdict()) for row in session.execute(_select(member_id).order_by(projects.c.id))]


def get_project(session: Session, member_id: int, project_id: int) -> Project | None:
    row = session.execute(_select(member_id).where(projects.c.id == project_id)).first()
    return None if row is None else Project(**row._asdict())


def find_of_followup(session: Session, member_id: int, followup_id: int) -> int | None:
    """The project that was made of this opportunity."""
    statement = select(projects.c.id).where(projects.c.member_id == member_id, projects.c.followup_id == followup_id)
    return session.scalar(statement.order_by(projects.c.id).limit(1))


def find_of_win(session: Session, member_id: int, win_id: int) -> Project | None:
    """The project that a win belongs to."""
    number = session.scalar(
        select(project_wins.c.project_id).where(project_wins.c.member_id == member_id, project_wins.c.win_id == win_id)
    )
    return None if number is None else get_project(session, member_id, number)


def add_project(
    session: Session,
    member_id: int,
    new: NewProject,
    now: datetime,
    *,
    followup_id: int | None = None,
    stakeholder_id: int | None = None,
) -> int:
    values = {"name": new.name, "began_on": new.began_on, "ended_on": new.ended_on, "created_at": now}
    origin = {"followup_id": followup_id, "stakeholder_id": stakeholder_id}
    made = insert(projects).values(member_id=member_id, **values, **origin)
    return int(session.execute(made.returning(projects.c.id)).scalar_one())


def change_project(session: Session, member_id: int, project_id: int, **values: Any) -> None:
    session.execute(
        update(projects)
        .where(projects.c.member_id == member_id, projects.c.id == project_id)
        .values(**values, version=projects.c.version + 1)
    )


def delete_project(session: Session, member_id: int, project_id: int) -> None:
    """Its wins stay, and belong to none."""
    session.execute(delete(projects).where(projects.c.member_id == member_id, projects.c.id == project_id))


def list_wins(session: Session, member_id: int, project_id: int, offset: int, limit: int) -> list[WinRow]:
    """The latest by the date it happened first."""
    rows = session.execute(
        select(
            wins.c.id, wins.c.state, wins.c.title, wins.c.happened_on, wins.c.category, wins.c.sample, wins.c.private
        )
        .join(project_wins, project_wins.c.win_id == wins.c.id)
        .where(
            wins.c.member_id == member_id,
            project_wins.c.project_id == project_id,
            wins.c.deleted_at.is_(None),
            wins.c.kept_at.is_not(None),
        )
        .order_by(wins.c.happened_on.desc(), wins.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        WinRow(row[0], WinState(row[1]), row[2], row[3], Category(row[4]) if row[4] else None, row[5], row[6])
        for row in rows
    ]


def list_win_days(session: Session, member_id: int) -> dict[int, list[date]]:
    """By project, the days on which its wins happened; sample data is no win."""
    rows = session.execute(
        select(project_wins.c.project_id, wins.c.happened_on)
        .join(wins, wins.c.id == project_wins.c.win_id)
        .where(
            project_wins.c.member_id == member_id,
            wins.c.deleted_at.is_(None),
            wins.c.kept_at.is_not(None),
            wins.c.sample.is_(False),
        )
    )
    days: dict[int, list[date]] = defaultdict(list)
    for project_id, day in rows:
        days[project_id].append(day)
    return days


def list_live(session: Session, member_id: int, win_ids: Collection[int]) -> list[int]:
    """Those of the ids that are wins of the member's, live and kept."""
    kept = and_(wins.c.deleted_at.is_(None), wins.c.kept_at.is_not(None))
    return list(session.scalars(select(wins.c.id).where(wins.c.member_id == member_id, wins.c.id.in_(win_ids), kept)))


def put_wins(session: Session, member_id: int, project_id: int, win_ids: Sequence[int], now: datetime) -> None:
    """They belong to this project, and to no other."""
    take_out(session, member_id, win_ids)
    rows = [{"member_id": member_id, "project_id": project_id, "win_id": win, "created_at": now} for win in win_ids]
    if rows:
        session.execute(insert(project_wins), rows)


def take_out(session: Session, member_id: int, win_ids: Collection[int]) -> None:
    """They belong to no project."""
    session.execute(
        delete(project_wins).where(project_wins.c.member_id == member_id, project_wins.c.win_id.in_(win_ids))
    )
