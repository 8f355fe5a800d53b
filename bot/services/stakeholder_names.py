"""Names that Slack tells of people whom members follow; nothing else of a profile is kept, and nothing of others."""

from collections.abc import Mapping

from bot.domain.members import Actor
from bot.domain.stakeholders import clean_name
from bot.services import members
from bot.store import stakeholder_names, stakeholders
from bot.store.database import Session

LONGEST = 200


def note(session: Session, actor: Actor, names: Mapping[str, str]) -> None:
    """By Slack user id, of the actor's people; who is none of them is left out."""
    member = members.find(session, actor)
    if member is None:
        return
    for user_id, person in stakeholders.find_by_users(session, member.id, list(names)).items():
        name = clean_name(names[user_id])[:LONGEST]
        if name and name != person.known_as:
            stakeholder_names.note_name(session, member.id, person.id, name)


def differs(session: Session, actor: Actor, name: str) -> bool:
    """Whether somebody in the workspace follows the actor, whose name is this now, under another or none."""
    name = clean_name(name)[:LONGEST]
    place = (actor.enterprise_id, actor.team_id, actor.user_id)
    return bool(name) and any(known != name for _, _, known in stakeholder_names.list_of_user(session, *place))


def rename(session: Session, actor: Actor, name: str) -> None:
    """The actor has this name in Slack now: for all in the workspace who follow them."""
    name = clean_name(name)[:LONGEST]
    place = (actor.enterprise_id, actor.team_id, actor.user_id)
    for member_id, stakeholder_id, known in stakeholder_names.list_of_user(session, *place):
        if name and known != name:
            stakeholder_names.note_name(session, member_id, stakeholder_id, name)
