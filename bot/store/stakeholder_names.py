"""Names of Slack users among people's stakeholders, as Slack tells them: encrypted, so compared after reading."""

from collections.abc import Sequence

from sqlalchemy import select, update

from bot.domain.stakeholders import Stakeholder, fold_name
from bot.store import stakeholders as people
from bot.store.database import Session
from bot.store.tables import members, stakeholders, workspaces


def list_known(session: Session, member_id: int) -> list[tuple[int, str]]:
    """The member's people in Slack whose name is known, with it; those merged into others left out."""
    rows = session.execute(
        select(stakeholders.c.id, stakeholders.c.known_as)
        .where(
            stakeholders.c.member_id == member_id,
            stakeholders.c.user_id != "",
            stakeholders.c.known_as != "",
            stakeholders.c.merged_into.is_(None),
        )
        .order_by(stakeholders.c.id)
    )
    return [(row[0], row[1]) for row in rows]


def find_by_known(session: Session, member_id: int, names: Sequence[str]) -> dict[str, Stakeholder]:
    """By folded name, among the people in Slack; a name that several have is nobody's."""
    wanted = {fold_name(name) for name in names if name}
    if not wanted:
        return {}
    having: dict[str, list[int]] = {}
    for stakeholder_id, name in list_known(session, member_id):
        if fold_name(name) in wanted:
            having.setdefault(fold_name(name), []).append(stakeholder_id)
    only = {found[0]: name for name, found in having.items() if len(found) == 1}
    return {only[person.id]: person for person in people.list_by_ids(session, member_id, list(only))}


def list_of_user(session: Session, enterprise_id: str, team_id: str, user_id: str) -> list[tuple[int, int, str]]:
    """Of all members of a workspace: their id, the stakeholder's, and the name known of that Slack user."""
    rows = session.execute(
        select(stakeholders.c.member_id, stakeholders.c.id, stakeholders.c.known_as)
        .join(members, members.c.id == stakeholders.c.member_id)
        .join(workspaces, workspaces.c.id == members.c.workspace_id)
        .where(
            workspaces.c.enterprise_id == enterprise_id,
            workspaces.c.team_id == team_id,
            stakeholders.c.user_id == user_id,
        )
    )
    return [(row[0], row[1], row[2]) for row in rows]


def note_name(session: Session, member_id: int, stakeholder_id: int, name: str) -> None:
    """No new version: what Slack tells must not refuse a modal that is open."""
    session.execute(
        update(stakeholders)
        .where(stakeholders.c.member_id == member_id, stakeholders.c.id == stakeholder_id)
        .values(known_as=name)
    )
