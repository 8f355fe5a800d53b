"""What is known, noted and taken back by hand: the ledger set right. No conversation and no rhythm is touched by it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from bot.domain.awareness import How, Noted, WinLine
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import Stakeholder
from bot.services import members
from bot.store import awareness, stakeholders, workspaces
from bot.store.database import Session


def note_known(
    session: Session,
    actor: Actor,
    win_id: int,
    stakeholder_ids: Collection[int],
    how: How,
    since: date,
    key: str,
    now: datetime,
) -> tuple[list[Stakeholder], list[Stakeholder]]:
    """Those to whom it was news, and those who knew it already and stay as they were noted.

    Raises Refused: not_found, knows_missing and knows_ahead for the field.
    """
    member = members.require(session, actor)
    _win(session, member, win_id)
    people = stakeholders.list_by_ids(session, member.id, list(stakeholder_ids))
    if not people:
        raise Refused("knows_missing", field="people")
    if since > member.today(now) + timedelta(days=1):  # Slack's picker may know the zone better
        raise Refused("knows_ahead", field="since")
    workspaces.claim_key(session, member.workspace_id, key, now)
    news = awareness.note(session, member.id, [win_id], [each.id for each in people], how, since, now)
    return [each for each in people if each.id in news], [each for each in people if each.id not in news]


def take_back(session: Session, actor: Actor, win_id: int, stakeholder_id: int, key: str, now: datetime) -> Noted:
    """Somebody does not know it after all, however that was noted; the conversation in which it was told stays."""
    member = members.require(session, actor)
    win, person = _win(session, member, win_id), _person(session, member, stakeholder_id)
    found = awareness.get_noted(session, member.id, win_id, person.id)
    if found is None:
        return Noted(person, win, before=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    awareness.forget(session, member.id, win_id, person.id)
    how, since, noted_at = found
    return Noted(person, win, How(how), since, noted_at)


def put_back(
    session: Session,
    actor: Actor,
    win_id: int,
    stakeholder_id: int,
    how: How,
    since: date,
    noted_at: datetime,
    key: str,
    now: datetime,
) -> Noted:
    """Undoes `take_back`: noted as it was, with its moment, so that what depends on it still finds it."""
    member = members.require(session, actor)
    win, person = _win(session, member, win_id), _person(session, member, stakeholder_id)
    workspaces.claim_key(session, member.workspace_id, key, now)
    news = awareness.note(session, member.id, [win_id], [person.id], how, since, min(noted_at, now))
    return Noted(person, win, how, since, noted_at, before=not news)


def _win(session: Session, member: Member, win_id: int) -> WinLine:
    found = awareness.get_win(session, member.id, win_id)
    if found is None:
        raise Refused("not_found")
    return found[0]


def _person(session: Session, member: Member, stakeholder_id: int) -> Stakeholder:
    person = stakeholders.get_kept(session, member.id, stakeholder_id)
    if person is None:
        raise Refused("not_found")
    return person
