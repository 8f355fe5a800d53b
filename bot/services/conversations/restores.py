"""Bringing a deleted conversation back, with its promises, its people and the people who went with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.awareness import How
from bot.domain.conversations import Conversation, Person
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.services import members
from bot.services import stakeholders as people_service
from bot.services.conversations import records
from bot.services.wins import RESTORABLE
from bot.store import awareness, conversations, people_merges, rows, stakeholders, wins, workspaces
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class Restored:
    """`before`: it was there already, and nothing was changed."""

    logged: records.Logged
    before: bool


def restore_conversation(session: Session, actor: Actor, conversation_id: int, key: str, now: datetime) -> Restored:
    """Raises Refused: not_found, restore_too_old, message_talked_before if its message was logged anew meanwhile."""
    member = members.require(session, actor)
    found = conversations.get_conversation(session, member.id, conversation_id)
    if found is None:
        raise Refused("not_found")
    if found.deleted_at is None:
        return Restored(records.see(session, member, conversation_id, now), before=True)
    if found.deleted_at < now - RESTORABLE:
        raise Refused("restore_too_old")
    if conversations.get_removed(session, member.id, conversation_id) is None:
        raise Refused("not_found")
    if conversations.is_logged_anew(session, member.id, conversation_id):
        raise Refused("message_talked_before")
    workspaces.claim_key(session, member.workspace_id, key, now)
    bring_back(session, member, found, now)
    return Restored(records.see(session, member, conversation_id, now), before=False)


def says_something(session: Session, member: Member, found: Conversation) -> bool:
    """Whether a deleted one holds more than that people were talked to."""
    removed = conversations.get_removed(session, member.id, found.id)
    words = found.kind or found.topic or found.notes or found.confidence is not None
    return removed is not None and bool(words or removed.promises)


def bring_back(session: Session, member: Member, found: Conversation, now: datetime) -> None:
    """Of a kept one. A snooze stays as it is: nobody was talked to just now."""
    removed = conversations.get_removed(session, member.id, found.id) or conversations.Removed()
    merged = _merged_since(session, member, removed)
    people = [*found.people, *_people_gone(session, member, removed.people, found.people)]
    conversations.put_people(session, member.id, found.id, people)
    recorded_at = _recorded_at(session, member, found, now)
    promises = [row | {"stakeholder_id": _about(row, people, merged)} for row in removed.promises]
    _note_merged(session, member, "followups", removed.promises, promises)
    conversations.bring_back(session, member.id, found.id, promises, removed, recorded_at=recorded_at)
    # Noted with the conversation's moment, so that it goes with it again.
    told = [row | {"created_at": recorded_at, "stakeholder_id": _about(row, people, merged)} for row in removed.told]
    _note_merged(session, member, "awareness", removed.told, told)
    for row in told:
        knowing = [] if row["stakeholder_id"] is None else [row["stakeholder_id"]]
        awareness.note(session, member.id, [row["win_id"]], knowing, How.TOLD, row["since"], recorded_at)
    stakeholders.recount_talks(session, member.id, people)


def _merged_since(session: Session, member: Member, removed: conversations.Removed) -> dict[int, int]:
    """Who somebody is now, of those who went into somebody while it was deleted."""
    named = {row["stakeholder_id"] for row in (*removed.promises, *removed.told)} - {None}
    return people_merges.list_merged(session, member.id, named)


def _note_merged(
    session: Session, member: Member, table: str, were: Collection[rows.Row], are: Collection[rows.Row]
) -> None:
    """What comes back with who somebody is now goes along when they are two again."""
    for was, row in zip(were, are, strict=True):
        if was["stakeholder_id"] not in (None, row["stakeholder_id"]) and row["stakeholder_id"] is not None:
            people_merges.came_back(session, member.id, was["stakeholder_id"], table, row)


def _people_gone(
    session: Session, member: Member, took_part: Collection[rows.Row], linked: Collection[int]
) -> list[int]:
    """Those who took part and are not there any more: added as they were, or whoever has their name by now."""
    there = {person.id for person in stakeholders.list_by_ids(session, member.id, [row["id"] for row in took_part])}
    gone = [row for row in took_part if row["id"] not in there]
    named = [Person(row["user_id"], row["name"]) for row in gone]
    known = people_service.find(session, member.id, named)
    missing = [row for row, found in zip(gone, known, strict=True) if found is None]
    if missing:
        stakeholders.put_back(session, missing)
    for row in missing:  # as of the moment when they were added: what is known from before ties nobody to the record
        awareness.note_found(session, member, [row["id"]], row["created_at"])
    ids = [found.id if found else row["id"] for row, found in zip(gone, known, strict=True)]
    return [each for each in dict.fromkeys(ids) if each not in linked]


def _about(row: rows.Row, people: Collection[int], merged: Mapping[int, int]) -> int | None:
    """Whom it was promised or told to, or who they are now, if they still take part; else the only one who does."""
    who = merged.get(row["stakeholder_id"], row["stakeholder_id"])
    if who in people:
        return int(who)
    return next(iter(people)) if len(people) == 1 else None


def _recorded_at(session: Session, member: Member, found: Conversation, now: datetime) -> datetime:
    """A digest that passed by while it was deleted left it out: recorded anew, it is in the next one."""
    counted_until = wins.digest_end(session, member.id, found.recorded_at)
    passed = counted_until is not None and found.deleted_at is not None and found.deleted_at < counted_until
    return now if passed else found.recorded_at
