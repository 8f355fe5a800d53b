"""What people were told and sent: noted with everything that follows from it, in one transaction each.

Telling is a conversation, and counts for the rhythm. Sending a draft is not: nobody has been talked to by it, so the
clock goes on.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain import awareness as rules
from bot.domain import wins as win_rules
from bot.domain.awareness import How, Sent, Told, WinLine
from bot.domain.conversations import NewConversation, Person
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import Stakeholder
from bot.services import members
from bot.services.conversations import records
from bot.store import awareness, conversations, stakeholders, workspaces
from bot.store.database import Session

SOURCE = "told"


def mark_told(
    session: Session, actor: Actor, win_ids: Sequence[int], stakeholder_id: int, key: str, now: datetime
) -> Told:
    """One conversation today about those of the kept wins that this person does not know yet; from then on they do.
    Where they know them all, nothing is added. Undoing the conversation takes back what they know by it.

    Raises Refused: not_found, told_draft where there are only drafts, told_nothing, told_many.
    """
    member = members.require(session, actor)
    person = stakeholders.get_kept(session, member.id, stakeholder_id)
    if person is None:
        raise Refused("not_found")
    lines = _tellable(session, member, win_ids)
    known = awareness.list_known(session, member.id, person.id, [line.id for line in lines])
    news = tuple(line for line in lines if line.id not in known)
    before = tuple(line for line in lines if line.id in known)
    if not news:
        return Told(person, member.today(now), known=before)
    talk = _log(session, member, person, news, key, now)
    awareness.note(session, member.id, [line.id for line in news], [person.id], How.TOLD, member.today(now), now)
    return Told(person, member.today(now), news, before, talk)


def _tellable(session: Session, member: Member, win_ids: Sequence[int]) -> list[WinLine]:
    if not win_ids:
        raise Refused("told_nothing")
    if len(set(win_ids)) > rules.AT_ONCE:
        raise Refused("told_many", limit=rules.AT_ONCE)
    lines = awareness.list_kept(session, member.id, win_ids)
    if not lines:
        raise Refused("told_draft" if awareness.are_drafts(session, member.id, win_ids) else "not_found")
    return lines


def _log(
    session: Session, member: Member, person: Stakeholder, news: Sequence[WinLine], key: str, now: datetime
) -> int:
    """A conversation with or about what is made up is made up too."""
    sample = person.sample or all(line.sample for line in news)
    new = NewConversation(
        (Person(person.user_id, person.name),),
        member.today(now),
        kind="chat",
        topic=rules.topic([line.title for line in news]),
    )
    workspaces.claim_key(session, member.workspace_id, key, now)
    talk_id = conversations.add_conversation(
        session, member.id, now, happened_on=new.happened_on, kind=new.kind, topic=new.topic, source=SOURCE,
        sample=sample,
    )  # fmt: skip
    records.join(session, member, talk_id, (person,), new, None, now, sample=sample)
    if not sample:
        members.note_record(session, member, now)
    return talk_id


def mark_sent(
    session: Session,
    actor: Actor,
    win_ids: Collection[int],
    stakeholder_ids: Collection[int],
    key: str,
    now: datetime,
) -> Sent:
    """*I sent it*: these people know the wins of what was sent by a draft, as far as they did not know them. Private
    wins, sample ones, drafts and what is deleted are never sent. No rhythm is moved by it.

    Raises Refused: sent_nobody where none of the people is the member's, sent_nothing where none of the wins can have
    been sent.
    """
    member = members.require(session, actor)
    people = stakeholders.list_kept(session, member.id, list(stakeholder_ids))
    if not people:
        raise Refused("sent_nobody")
    sent = [line.id for line in awareness.list_kept(session, member.id, win_ids) if win_rules.shareable(line)]
    if not sent:
        raise Refused("sent_nothing")
    workspaces.claim_key(session, member.workspace_id, key, now)
    ids = [person.id for person in people]
    news = awareness.note(session, member.id, sent, ids, How.SENT_DRAFT, member.today(now), now)
    return Sent(tuple(people), news, now)


def undo_sent(session: Session, actor: Actor, at: datetime, key: str, now: datetime) -> int:
    """Takes back exactly what `mark_sent` noted at that moment; returns how many pairs, none the second time."""
    member = members.require(session, actor)
    workspaces.claim_key(session, member.workspace_id, key, now)
    return awareness.forget_moment(session, member.id, How.SENT_DRAFT, at)
