"""Workspaces: who they are, which payloads were handled there, and their end."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from bot.domain.outcomes import Repeated
from bot.store.database import Session, insert_ignoring, insert_or_ignore
from bot.store.prepared import Prepared
from bot.store.tables import handled, workspaces
from bot.store.types import UtcTime

_CLAIM = Prepared(lambda dialect: insert_ignoring(dialect, handled, ("workspace_id", "key")).returning(handled.c.id))


def find_id(session: Session, enterprise_id: str, team_id: str) -> int | None:
    statement = select(workspaces.c.id).where(
        workspaces.c.enterprise_id == enterprise_id, workspaces.c.team_id == team_id
    )
    return session.execute(statement).scalar()


def find_address(session: Session, enterprise_id: str, team_id: str) -> tuple[str, str]:
    """The workspace's own address and Vouch's user id in it; empty where they are not known."""
    statement = select(workspaces.c.url, workspaces.c.bot_user_id).where(
        workspaces.c.enterprise_id == enterprise_id, workspaces.c.team_id == team_id
    )
    row = session.execute(statement).first()
    return (row[0], row[1]) if row else ("", "")


def ensure(session: Session, enterprise_id: str, team_id: str, now: datetime) -> int:
    """The workspace's id; adds it when it is new."""
    found = find_id(session, enterprise_id, team_id)
    if found is None:
        values = {"enterprise_id": enterprise_id, "team_id": team_id, "created_at": now}
        insert_or_ignore(session, workspaces, values, "enterprise_id", "team_id")
        found = find_id(session, enterprise_id, team_id)
    assert found is not None
    return found


def note_connection(
    session: Session, enterprise_id: str, team_id: str, name: str, url: str, bot_user_id: str, now: datetime
) -> int:
    """Stores what `auth.test` said of the workspace that our token belongs to, and that it is active (again)."""
    workspace_id = ensure(session, enterprise_id, team_id, now)
    session.execute(
        update(workspaces)
        .where(workspaces.c.id == workspace_id)
        .values(
            name=name,
            url=url,
            bot_user_id=bot_user_id,
            active=True,
            removed_at=None,
            problem="",
            problem_at=None,
        )
    )
    return workspace_id


def note_app(session: Session, enterprise_id: str, team_id: str, app_id: str, now: datetime) -> None:
    workspace_id = ensure(session, enterprise_id, team_id, now)
    news = (workspaces.c.id == workspace_id, workspaces.c.app_id != app_id)
    session.execute(update(workspaces).where(*news).values(app_id=app_id))


def list_troubled(session: Session) -> frozenset[tuple[str, str]]:
    """(enterprise_id, team_id) of those that rest because Slack did not accept the token, or what the app may do."""
    statement = select(workspaces.c.enterprise_id, workspaces.c.team_id).where(
        workspaces.c.problem != "", workspaces.c.removed_at.is_(None)
    )
    return frozenset((row[0], row[1]) for row in session.execute(statement))


def claim_key(session: Session, workspace_id: int, key: str, now: datetime) -> None:
    """Marks a payload as handled, in the transaction of its effect. Raises Repeated if it was handled before.

    An empty key claims nothing: the caller has a natural key of its own.
    """
    if key and not _CLAIM.first(session, {"workspace_id": workspace_id, "key": key, "handled_at": now}):
        raise Repeated


def remove(session: Session, enterprise_id: str, team_id: str, now: datetime) -> None:
    """Marks it inactive and forgets its token; the first such moment is kept when it is said twice."""
    first = func.coalesce(workspaces.c.removed_at, bindparam("now", type_=UtcTime))
    session.execute(
        update(workspaces)
        .where(workspaces.c.enterprise_id == enterprise_id, workspaces.c.team_id == team_id)
        .values(active=False, bot_token="", removed_at=first),
        {"now": now},
    )


def is_bot(session: Session, workspace_id: int, user_id: str) -> bool:
    """Whether that user is Vouch itself, or Slack's own."""
    statement = select(workspaces.c.bot_user_id).where(workspaces.c.id == workspace_id)
    return user_id in ("USLACKBOT", session.scalar(statement))
