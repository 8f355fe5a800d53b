"""Logging, changing, rating and undoing a conversation; each keeps the people's rhythm right in its transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain import conversations as grammar
from bot.domain import followups as rules
from bot.domain import lines
from bot.domain.awareness import How
from bot.domain.conversations import Conversation, NewConversation, Person
from bot.domain.evidence import said_at
from bot.domain.followups import FollowUp
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import Stakeholder
from bot.services import members
from bot.services import stakeholders as people_service
from bot.store import awareness, conversations, followups, stakeholder_names, stakeholders, workspaces
from bot.store.database import Session

PEOPLE_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Logged:
    """A conversation as stored. `new` holds the ids of the people whom it added; `first` says that it was the
    member's first record. Its form holds the first of the `follow_ups`.
    """

    member: Member
    today: date
    conversation: Conversation
    people: tuple[Stakeholder, ...]
    new: frozenset[int]
    follow_ups: tuple[FollowUp, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """`was` is the conversation before; None when it had been undone already. `gone` are people who went with it."""

    was: Logged | None
    gone: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Talked:
    """`before`: a conversation with them was logged for today already, and nothing was added."""

    stakeholder: Stakeholder
    conversation_id: int
    before: bool
    today: date


def log_line(session: Session, actor: Actor, text: str, key: str, now: datetime) -> Logged:
    """A `/met` line. Raises Refused with the parser's code for one that names nobody, or is too long."""
    member = members.enrol(session, actor, now)
    new = grammar.parse_conversation_line(text, member.today(now))
    if isinstance(new, lines.Problem) and new.code == "person_missing":
        new = _with_known(session, member, text, now) or new
    if isinstance(new, lines.Problem):
        raise Refused(new.code, length=new.length, limit=lines.MAX_LINE, group=new.group)
    check(member, new, now)
    return log(session, member, new, key, now, source="command")


def _with_known(session: Session, member: Member, text: str, now: datetime) -> NewConversation | None:
    """A line that begins with somebody known, without the capitals that make a word a name."""
    typed = [person.name for person in stakeholders.list_typed(session, member.id)]
    in_slack = [name for _, name in stakeholder_names.list_known(session, member.id)]
    known = grammar.quote_known(text, typed + in_slack)
    new = None if known is None else grammar.parse_conversation_line(known, member.today(now))
    return new if isinstance(new, NewConversation) else None


def log_conversation(
    session: Session, actor: Actor, new: NewConversation, confidence: int | None, key: str, now: datetime
) -> Logged:
    """From the modal."""
    member = members.enrol(session, actor, now)
    check(member, new, now)
    return log(session, member, new, key, now, source="modal", confidence=confidence)


def check(member: Member, new: NewConversation, now: datetime) -> None:
    if not new.people:
        raise Refused("person_missing", field="people")
    if len(new.people) > PEOPLE_LIMIT:
        raise Refused("too_many_people", field="people", limit=PEOPLE_LIMIT)
    if new.happened_on > member.today(now) + timedelta(days=1):  # Slack's picker may know the zone better
        raise Refused("talk_ahead", field="happened_on")


def log(
    session: Session,
    member: Member,
    new: NewConversation,
    key: str,
    now: datetime,
    *,
    source: str,
    confidence: int | None = None,
    sample: bool = False,
    **of_message: str,
) -> Logged:
    """`of_message`: source_channel and source_ts, and the reaction_event_ts of an undone one of the same message."""
    workspaces.claim_key(session, member.workspace_id, key, now)
    people, _added = people_service.resolve(session, member, new.people, now)
    conversation_id = conversations.add_conversation(
        session,
        member.id,
        now,
        happened_on=new.happened_on,
        kind=new.kind,
        topic=new.topic,
        notes=new.notes,
        source=source,
        confidence=confidence,
        sample=sample,
        **of_message,
    )
    join(session, member, conversation_id, people, new, confidence, now, sample=sample)
    noted = member if sample else members.note_record(session, member, now)
    return see(session, noted, conversation_id, now)


def join(
    session: Session,
    member: Member,
    conversation_id: int,
    people: tuple[Stakeholder, ...],
    new: NewConversation,
    confidence: int | None,
    now: datetime,
    *,
    sample: bool = False,
) -> None:
    """Everything that hangs on a new conversation: who took part, their rhythm, what was promised and asked."""
    ids = [person.id for person in people]
    conversations.add_people(session, member.id, conversation_id, ids)
    stakeholders.note_talk(session, member.id, ids, new.happened_on, sample=sample)
    if confidence is not None:
        stakeholders.rate(session, member.id, ids, confidence, new.happened_on)
    for one in new.follow_ups:
        about = _about(ids)
        followups.add_followup(session, member.id, conversation_id, about, one.text, one.due_on, now, one.kind)


def see(session: Session, member: Member, conversation_id: int, now: datetime) -> Logged:
    conversation = conversations.get_conversation(session, member.id, conversation_id)
    if conversation is None:
        raise Refused("not_found")
    by_id = {person.id: person for person in stakeholders.list_by_ids(session, member.id, conversation.people)}
    return Logged(
        member=member,
        today=member.today(now),
        conversation=conversation,
        people=tuple(by_id[person_id] for person_id in conversation.people),
        new=frozenset(stakeholders.list_added_at(session, member.id, list(by_id), conversation.recorded_at)),
        follow_ups=tuple(followups.list_of_conversation(session, member.id, conversation_id)),
        first=member.first_record_at == conversation.recorded_at,
    )


def see_today(session: Session, actor: Actor, now: datetime) -> date:
    """The actor's local day; for somebody not known, UTC's."""
    member = members.find(session, actor)
    return now.date() if member is None else member.today(now)


def written_on(member: Member | None, ts: str, now: datetime) -> date:
    """The local day of a message, never later than today; in UTC for somebody not known."""
    moment = min(said_at(ts) or now, now)
    return moment.date() if member is None else member.local(moment).date()


def see_conversation(session: Session, actor: Actor, conversation_id: int, now: datetime) -> Logged:
    """Raises Refused("not_found") for what is not the actor's or was undone."""
    member = members.find(session, actor)
    if member is None:
        raise Refused("not_found")
    return _see_live(session, member, conversation_id, now)


def _see_live(session: Session, member: Member, conversation_id: int, now: datetime) -> Logged:
    found = see(session, member, conversation_id, now)
    if found.conversation.deleted_at is not None:
        raise Refused("not_found")
    return found


def change_conversation(
    session: Session,
    actor: Actor,
    conversation_id: int,
    version: int,
    new: NewConversation,
    confidence: int | None,
    key: str,
    now: datetime,
) -> Logged:
    """All fields as the modal gives them. Raises Refused("stale") if it was changed since `version`."""
    member = members.require(session, actor)
    before = _see_live(session, member, conversation_id, now)
    if before.conversation.version != version:
        raise Refused("stale")
    check(member, new, now)
    workspaces.claim_key(session, member.workspace_id, key, now)
    people, added = people_service.resolve(session, member, new.people, now)
    ids = [person.id for person in people]
    conversations.change_conversation(
        session,
        member.id,
        conversation_id,
        happened_on=new.happened_on,
        kind=new.kind,
        topic=new.topic,
        notes=new.notes,
        confidence=confidence,
    )
    conversations.put_people(session, member.id, conversation_id, ids)
    not_there = set(before.conversation.people).difference(ids)
    _forget_told(session, member, before, not_there)
    _note_change(session, member, before.conversation, ids, new.happened_on)
    if confidence is not None:
        stakeholders.rate(session, member.id, ids, confidence, new.happened_on)
    _change_promise(session, member, before, new, ids, now)
    after = see(session, member, conversation_id, now)
    return replace(after, new=after.new | added)


def _note_change(session: Session, member: Member, before: Conversation, ids: list[int], happened_on: date) -> None:
    """For those who joined it, or with whom it took place later than was known, it is a conversation like a new one."""
    later = happened_on > before.happened_on
    news = [each for each in ids if later or each not in before.people]
    if news:
        stakeholders.note_talk(session, member.id, news, happened_on, sample=before.sample)
    stakeholders.recount_talks(session, member.id, [*before.people, *ids])


def _change_promise(
    session: Session, member: Member, before: Logged, new: NewConversation, ids: list[int], now: datetime
) -> None:
    """The first of its follow-ups, which stands in the form; the others only come to concern who took part."""
    known, promise, number = before.follow_ups[:1], new.follow_up, before.conversation.id
    followups.move_of_conversation(session, member.id, number, _about(before.conversation.people), _about(ids))
    if promise is None:
        for one in known:
            followups.delete_followup(session, member.id, one.id)
    elif not known:
        followups.add_followup(session, member.id, number, _about(ids), promise.text, promise.due_on, now, promise.kind)
    else:
        changes = rules.changes(known[0], promise.kind, promise.text, promise.due_on)
        if changes:
            followups.change_followup(session, member.id, known[0].id, **changes)


def _about(people: Sequence[int]) -> int | None:
    """Whom its follow-ups concern by name; of several people all do, and none is named."""
    return people[0] if len(people) == 1 else None


def rate_conversation(
    session: Session, actor: Actor, conversation_id: int, confidence: int, key: str, now: datetime
) -> Logged:
    """How sure the member is, 1 to 5, that those people would speak up for them."""
    member = members.require(session, actor)
    found = _see_live(session, member, conversation_id, now)
    if not 1 <= confidence <= 5:
        raise Refused("not_found")
    workspaces.claim_key(session, member.workspace_id, key, now)
    conversations.change_conversation(session, member.id, conversation_id, confidence=confidence)
    stakeholders.rate(session, member.id, found.conversation.people, confidence, found.conversation.happened_on)
    return see(session, member, conversation_id, now)


def undo_conversation(session: Session, actor: Actor, conversation_id: int, key: str, now: datetime) -> Undone:
    """The conversation goes, with its promise and with those it added if nothing else is known of them. It can be
    brought back for a while.
    """
    member = members.require(session, actor)
    found = see(session, member, conversation_id, now)
    if found.conversation.deleted_at is not None:
        return Undone(None)
    workspaces.claim_key(session, member.workspace_id, key, now)
    return Undone(found, take_back(session, member, found, now))


def take_back(
    session: Session, member: Member, found: Logged, now: datetime, *, for_good: bool = False
) -> frozenset[int]:
    """Deletes it and returns the ids of the people who went with it; what was told in it is not known by it. `for_good`
    where it holds nothing to bring back.
    """
    ids = found.conversation.people
    remove = conversations.empty_conversation if for_good else conversations.delete_conversation
    remove(session, member.id, found.conversation.id, now)
    _forget_told(session, member, found, ids)
    stakeholders.recount_talks(session, member.id, ids)
    stakeholders.delete_untouched(session, member.id, sorted(found.new), found.conversation.recorded_at)
    left = {person.id for person in stakeholders.list_by_ids(session, member.id, ids)}
    return frozenset(ids) - left


def _forget_told(session: Session, member: Member, found: Logged, ids: Collection[int]) -> None:
    """What was told is noted in the transaction of its conversation, and so with its moment."""
    awareness.forget_moment(session, member.id, How.TOLD, found.conversation.recorded_at, ids)


def log_talked(session: Session, actor: Actor, stakeholder_id: int, key: str, now: datetime) -> Talked:
    """*We talked*: a conversation today, nothing more said. One a day: pressed again, it adds nothing. With a sample
    person it is a sample too.
    """
    member = members.require(session, actor)
    found = stakeholders.get_stakeholder(session, member.id, stakeholder_id)
    if found is None:
        raise Refused("not_found")
    today = member.today(now)
    known = conversations.find_on_day(session, member.id, found.id, today)
    if known is not None:
        return Talked(found, known, True, today)
    person = Person(user_id=found.user_id, name=found.name)
    logged = log(session, member, NewConversation((person,), today), key, now, source="nudge", sample=found.sample)
    return Talked(found, logged.conversation.id, False, today)
