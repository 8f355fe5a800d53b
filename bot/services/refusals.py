"""Refusals: remembering which blocks Slack did not take, so that the next attempt says the same in text at once."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.domain import refusals as rules
from bot.domain.members import Actor
from bot.domain.refusals import Surface
from bot.services import members
from bot.store import refusals
from bot.store.database import Session


def known(session: Session, workspace_id: int, surface: Surface, now: datetime) -> frozenset[str]:
    """Kinds of blocks not to be tried on that surface for now."""
    return known_by_workspace(session, (workspace_id,), surface, now).get(workspace_id, frozenset())


def known_by_workspace(
    session: Session, workspace_ids: Collection[int], surface: Surface, now: datetime
) -> Mapping[int, frozenset[str]]:
    """The same for several at once; a workspace without any is left out."""
    return refusals.list_by_workspace(session, workspace_ids, surface, rules.remembered_since(now))


def note(session: Session, workspace_id: int, surface: Surface, types: Collection[str], now: datetime) -> None:
    """Slack has just refused these."""
    refusals.note(session, workspace_id, surface, types, now)


def note_of_member(session: Session, actor: Actor, surface: Surface, types: Collection[str], now: datetime) -> None:
    """The same by a member of that workspace; somebody else has nothing that could be drawn."""
    member = members.find(session, actor)
    if member is not None:
        note(session, member.workspace_id, surface, types, now)
