"""Conversations made of a message on purpose: by the shortcut, or from what somebody wrote to Vouch itself."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import evidence as evidence_rules
from bot.domain.conversations import NewConversation
from bot.domain.evidence import Captured
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.services import members
from bot.services.conversations import records
from bot.store import conversations, workspaces
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class Prepared:
    """For the modal about a message: the conversation that it is already, or what is known of the message.

    `author` is empty for the actor's own message and for Vouch's; `permalink` where the workspace's address is unknown.
    """

    found: records.Logged | None
    author: str
    written_on: date
    permalink: str


def prepare(session: Session, actor: Actor, message: Captured, now: datetime) -> Prepared:
    """Looks, and starts nobody."""
    member = members.find(session, actor)
    url, bot_user = workspaces.find_address(session, actor.enterprise_id, actor.team_id)
    author = "" if message.author in (actor.user_id, bot_user, "USLACKBOT") else message.author
    return Prepared(
        found=None if member is None else _known(session, member, message, now),
        author=author,
        written_on=records.written_on(member, message.ts, now),
        permalink=evidence_rules.permalink(url, message.channel, message.ts, message.thread_ts),
    )


def _known(session: Session, member: Member, message: Captured, now: datetime) -> records.Logged | None:
    known = conversations.find_by_source(session, member.id, message.channel, message.ts)
    if known is None or known[0].deleted_at is not None:
        return None
    return records.see(session, member, known[0].id, now)


def log_of_message(
    session: Session,
    actor: Actor,
    new: NewConversation,
    confidence: int | None,
    message: Captured,
    source: str,
    key: str,
    now: datetime,
) -> records.Logged:
    """One message is one conversation: Raises Refused("message_talked_before") while there is a live one of it."""
    member = members.enrol(session, actor, now)
    if not message.exists:
        raise Refused("not_found")
    known = conversations.find_by_source(session, member.id, message.channel, message.ts)
    if known is not None and known[0].deleted_at is None:
        raise Refused("message_talked_before")
    records.check(member, new, now)
    return records.log(
        session,
        member,
        new,
        key,
        now,
        source=source,
        confidence=confidence,
        source_channel=message.channel,
        source_ts=message.ts,
        reaction_event_ts=known[1] if known else "",
    )
