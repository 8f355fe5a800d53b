"""Conversations by the talk reaction: made, taken back, and right in whatever order the events come."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.conversations import NewConversation, Person
from bot.domain.members import Actor, Member
from bot.services import members
from bot.services import stakeholders as people_service
from bot.services.conversations import records, restores
from bot.store import conversations, workspaces
from bot.store import members as member_store
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class ByReaction:
    """What a talk reaction did. `reason`: logged, removed, kept (was edited), known, late (a later event decided
    already), noted (nothing to undo, remembered), not_member, no_author, own_message, bot.
    """

    reason: str
    logged: records.Logged | None = None


def log_talk_by_reaction(
    session: Session,
    actor: Actor,
    author_id: str,
    channel: str,
    ts: str,
    event_ts: str,
    key: str,
    now: datetime,
) -> ByReaction:
    """A conversation with the author of a message, on the day the message was written; the latest event decides."""
    member = member_store.find_locked(session, actor)
    ignored = "not_member" if member is None else _ignored_author(session, member, author_id)
    if ignored or member is None:
        return ByReaction(ignored)
    known = conversations.find_by_source(session, member.id, channel, ts)
    if known is not None and _order(event_ts) <= _order(known[1]):
        return ByReaction("late")
    workspaces.claim_key(session, member.workspace_id, key, now)
    if known is not None and known[0].deleted_at is None:
        conversations.note_reaction(session, member.id, known[0].id, event_ts)
        return ByReaction("known", records.see(session, member, known[0].id, now))
    if known is not None and restores.says_something(session, member, known[0]):
        conversations.note_reaction(session, member.id, known[0].id, event_ts)
        restores.bring_back(session, member, known[0], now)
        return ByReaction("logged", records.see(session, member, known[0].id, now))
    new = NewConversation((Person(user_id=author_id),), records.written_on(member, ts, now))
    people, _added = people_service.resolve(session, member, new.people, now)
    if known is None:
        conversation_id = conversations.add_conversation(
            session,
            member.id,
            now,
            happened_on=new.happened_on,
            source="reaction",
            source_channel=channel,
            source_ts=ts,
            reaction_event_ts=event_ts,
        )
    else:
        conversation_id = known[0].id
        conversations.revive_conversation(session, member.id, conversation_id, new.happened_on, event_ts, now)
    records.join(session, member, conversation_id, people, new, None, now)
    noted = members.note_record(session, member, now)
    return ByReaction("logged", records.see(session, noted, conversation_id, now))


def undo_talk_by_reaction(
    session: Session, actor: Actor, channel: str, ts: str, event_ts: str, key: str, now: datetime
) -> ByReaction:
    """The reaction was taken back. What the member has edited since, or logged otherwise, stays. One that comes before
    its "added" is remembered as an undone conversation without content.
    """
    member = member_store.find_locked(session, actor)
    if member is None:
        return ByReaction("not_member")
    known = conversations.find_by_source(session, member.id, channel, ts)
    if known is None:
        workspaces.claim_key(session, member.workspace_id, key, now)
        _remember(session, member, channel, ts, event_ts, now)
        return ByReaction("noted")
    if _order(event_ts) <= _order(known[1]):
        return ByReaction("late")
    workspaces.claim_key(session, member.workspace_id, key, now)
    conversation = known[0]
    conversations.note_reaction(session, member.id, conversation.id, event_ts)
    if conversation.deleted_at is not None:
        return ByReaction("noted")
    found = records.see(session, member, conversation.id, now)
    if conversation.version > 1 or conversation.source != "reaction":
        return ByReaction("kept", found)
    records.take_back(session, member, found, now, for_good=True)
    return ByReaction("removed", found)


def _remember(session: Session, member: Member, channel: str, ts: str, event_ts: str, now: datetime) -> None:
    conversations.add_conversation(
        session,
        member.id,
        now,
        happened_on=records.written_on(member, ts, now),
        source="reaction",
        source_channel=channel,
        source_ts=ts,
        reaction_event_ts=event_ts,
        deleted_at=now,
    )


def _ignored_author(session: Session, member: Member, author_id: str) -> str:
    if not author_id:
        return "no_author"
    if author_id == member.user_id:
        return "own_message"
    return "bot" if workspaces.is_bot(session, member.workspace_id, author_id) else ""


def _order(event_ts: str) -> tuple[int, str]:
    """Slack's `1730000000.000100` as something that sorts; anything else comes before it."""
    seconds, _, fraction = event_ts.partition(".")
    return (int(seconds), fraction) if seconds.isascii() and seconds.isdigit() else (0, "")
