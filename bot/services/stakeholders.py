"""Stakeholders: adding, changing and snoozing people, and how they stand to their rhythm."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain import stakeholders as rules
from bot.domain.conversations import Person
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.stakeholder_form import Details
from bot.domain.stakeholders import AddLine, Relationship, Stakeholder, Stance
from bot.services import members
from bot.store import awareness, stakeholder_names, stakeholders, workspaces
from bot.store.database import Session

NAME_LIMIT = 200
PEOPLE_LIMIT = 20  # by one line


@dataclass(frozen=True, slots=True)
class Added:
    """`new` holds the ids of those who were not there before; the others were changed if a relationship was said."""

    member: Member
    people: tuple[Stakeholder, ...]
    new: frozenset[int]
    relationship_said: bool
    today: date
    first: bool


def resolve(
    session: Session,
    member: Member,
    people: Sequence[Person],
    now: datetime,
    relationship: Relationship = Relationship.PEER,
) -> tuple[tuple[Stakeholder, ...], frozenset[int]]:
    """The stakeholders meant, each once as named, and the ids of those who had to be added, as `relationship`.

    A typed name is somebody known by it, or else the one Slack user among them who has it.
    """
    for person in people:
        if person.user_id == member.user_id:
            raise Refused("person_is_you")
        if len(person.name) > NAME_LIMIT:
            raise Refused("too_long", length=len(person.name), limit=NAME_LIMIT)
    wanted = {_key(person): person for person in people}
    known = _find(session, member.id, people)
    missing = [person for key, person in wanted.items() if key not in known]
    if missing:
        _refuse_bot(session, member, missing)
        rows = [_new_row(person, relationship) for person in missing]
        stakeholders.add_stakeholders(session, member.id, rows, member.today(now), now)
        found = _find(session, member.id, missing)
        awareness.note_found(session, member, [person.id for person in found.values()], now)
        known |= found
    meant = {known[key].id: known[key] for key in wanted}  # two names may be one person's
    return tuple(meant.values()), frozenset(known[_key(person)].id for person in missing)


def _refuse_bot(session: Session, member: Member, people: Sequence[Person]) -> None:
    """Vouch itself has no say in anybody's career."""
    users = [person.user_id for person in people if person.user_id]
    if any(workspaces.is_bot(session, member.workspace_id, user) for user in users):
        raise Refused("person_is_bot")


def _key(person: Person) -> tuple[str, str]:
    return (person.user_id, "") if person.user_id else ("", rules.fold_name(person.name))


def _find(session: Session, member_id: int, people: Sequence[Person]) -> dict[tuple[str, str], Stakeholder]:
    by_user = stakeholders.find_by_users(session, member_id, [person.user_id for person in people if person.user_id])
    names = [person.name for person in people if not person.user_id]
    by_name = stakeholders.find_by_names(session, member_id, names)
    others = [name for name in names if rules.fold_name(name) not in by_name]
    by_name |= stakeholder_names.find_by_known(session, member_id, others)
    return {(user, ""): found for user, found in by_user.items()} | {
        ("", name): found for name, found in by_name.items()
    }


def find(session: Session, member_id: int, people: Sequence[Person]) -> list[Stakeholder | None]:
    """Each of them as a stakeholder, the archived too; None for who is none."""
    known = _find(session, member_id, people)
    return [known.get(_key(person)) for person in people]


def _new_row(person: Person, relationship: Relationship) -> dict[str, Any]:
    name = "" if person.user_id else rules.clean_name(person.name)
    usual = rules.USUAL[relationship]
    return {
        "user_id": person.user_id,
        "name": name,
        "relationship": relationship.value,
        "influence": usual.influence,
        "decider": usual.decider,
    }


def add_people(session: Session, actor: Actor, line: AddLine, key: str, now: datetime) -> Added:
    """Adds them, or changes the relationship of those already there; who was no longer followed is followed again."""
    member = members.enrol(session, actor, now)
    if line.group:
        raise Refused("person_group", group=line.group)
    named = [Person(user_id=user) for user in line.user_ids] or [Person(name=line.name)]
    if not named[0].user_id and not rules.clean_name(line.name):
        raise Refused("person_missing")
    if len(named) > PEOPLE_LIMIT:
        raise Refused("too_many_people", limit=PEOPLE_LIMIT)
    if line.unknown:
        nearest = rules.nearest_relationship(line.unknown)
        raise Refused(
            "relationship_nearest" if nearest else "relationship_unknown", typed=line.unknown, nearest=nearest
        )
    workspaces.claim_key(session, member.workspace_id, key, now)
    found, new = resolve(session, member, named, now, line.relationship or Relationship.PEER)
    for person in found:
        _bring_up_to(session, member, person, line.relationship, is_new=person.id in new)
    noted = members.note_record(session, member, now)
    people = stakeholders.list_by_ids(session, member.id, [person.id for person in found])
    first = noted is not member
    return Added(noted, tuple(people), new, line.relationship is not None, member.today(now), first)


def _bring_up_to(
    session: Session, member: Member, person: Stakeholder, relationship: Relationship | None, *, is_new: bool
) -> None:
    changes: dict[str, Any] = {}
    if relationship and relationship is not person.relationship:
        changes |= _related(person, relationship)
    if person.archived_at is not None:
        changes["archived_at"] = None
    if person.sample:  # somebody of that name is there for real
        changes["sample"] = False
    if changes and not is_new:
        stakeholders.change_stakeholder(session, member.id, person.id, **changes)


def _related(person: Stakeholder, relationship: Relationship) -> dict[str, Any]:
    related = person.related_as(relationship)
    return {"relationship": relationship.value, "influence": related.influence, "decider": related.decider}


def add_in_detail(
    session: Session, actor: Actor, person: Person, details: Details, key: str, now: datetime
) -> Stakeholder:
    """From the modal: somebody new with all fields, or somebody of whom only the name is known.

    Raises Refused("person_known", person=id) where more is: nothing of that may go unseen.
    """
    member = members.enrol(session, actor, now)
    workspaces.claim_key(session, member.workspace_id, key, now)
    (found,), new = resolve(session, member, [person], now, details.relationship)
    if found.id not in new and not _nothing_noted(found):
        raise Refused("person_known", person=found.id)
    _store(session, member, found, details, now)
    members.note_record(session, member, now)
    return _own(session, member, found.id)


def _nothing_noted(found: Stakeholder) -> bool:
    """Talked to, snoozed or not followed they may be: none of that is in the form."""
    return replace(
        found, last_conversation_on=None, snoozed_until=None, last_nudged_at=None, archived_at=None
    ).only_named


def change_stakeholder(
    session: Session, actor: Actor, stakeholder_id: int, version: int, details: Details, key: str, now: datetime
) -> Stakeholder:
    """Raises Refused: not_found, stale, and name_taken or person_missing for the field"""
    member = members.require(session, actor)
    found = _own(session, member, stakeholder_id)
    if (found.id, found.version) != (stakeholder_id, version):  # another id: they went into somebody meanwhile
        raise Refused("stale")
    if not found.user_id:
        _check_name(session, member, found, details.name)
    workspaces.claim_key(session, member.workspace_id, key, now)
    _store(session, member, found, details, now)
    return _own(session, member, stakeholder_id)


def _check_name(session: Session, member: Member, found: Stakeholder, name: str) -> None:
    if not rules.clean_name(name):
        raise Refused("person_missing", field="name")
    taken = stakeholders.find_by_names(session, member.id, [name]).get(rules.fold_name(name))
    if taken is not None and taken.id != found.id:
        raise Refused("name_taken", field="name")


def _store(session: Session, member: Member, found: Stakeholder, details: Details, now: datetime) -> None:
    stakeholders.change_stakeholder(
        session,
        member.id,
        found.id,
        relationship=details.relationship.value,
        name=found.name if found.user_id else rules.clean_name(details.name) or found.name,
        function=details.function,
        levels_up=details.levels_up,
        influence=details.influence,
        decider=details.decider,
        stance="" if details.stance is Stance.UNKNOWN else details.stance.value,
        confidence=details.confidence,
        interests=details.interests,
        notes=details.notes,
        ideal_days=details.ideal_days,
        worst_days=details.worst_days,
        archived_at=(found.archived_at or now) if details.archived else None,
    )


def change_relationship(
    session: Session, actor: Actor, stakeholder_id: int, relationship: Relationship, key: str, now: datetime
) -> Stakeholder:
    member = members.require(session, actor)
    found = _own(session, member, stakeholder_id)
    workspaces.claim_key(session, member.workspace_id, key, now)
    # Also where it is the same: that it was chosen is news.
    stakeholders.change_stakeholder(session, member.id, found.id, **_related(found, relationship))
    return _own(session, member, stakeholder_id)


def archive(session: Session, actor: Actor, stakeholder_id: int, key: str, now: datetime) -> tuple[Stakeholder, bool]:
    """Stops following; the second value says that it was so before. What is recorded of them stays."""
    member = members.require(session, actor)
    found = _own(session, member, stakeholder_id)
    if found.archived_at is not None:
        return found, True
    workspaces.claim_key(session, member.workspace_id, key, now)
    stakeholders.change_stakeholder(session, member.id, found.id, archived_at=now)
    return _own(session, member, found.id), False


def follow(session: Session, actor: Actor, stakeholder_id: int, key: str, now: datetime) -> tuple[Stakeholder, bool]:
    """Follows again; the second value says that it was so before. Whoever was merged into somebody else stays so."""
    member = members.require(session, actor)
    found = stakeholders.get_kept(session, member.id, stakeholder_id)
    if found is None:
        raise Refused("not_found")
    if found.archived_at is None:
        return found, True
    workspaces.claim_key(session, member.workspace_id, key, now)
    stakeholders.change_stakeholder(session, member.id, found.id, archived_at=None)
    return _own(session, member, found.id), False


def snooze(
    session: Session, actor: Actor, stakeholder_id: int, weeks: int, key: str, now: datetime
) -> tuple[Stakeholder, date]:
    """Until the same weekday, that many weeks on; returns the member's today as well."""
    member = members.require(session, actor)
    found = _own(session, member, stakeholder_id)
    if weeks not in rules.SNOOZE_WEEKS:
        raise Refused("not_found")
    workspaces.claim_key(session, member.workspace_id, key, now)
    today = member.today(now)
    stakeholders.snooze(session, member.id, found.id, today + timedelta(weeks=weeks))
    return _own(session, member, stakeholder_id), today


def wake(session: Session, actor: Actor, stakeholder_id: int, key: str, now: datetime) -> tuple[Stakeholder, bool]:
    """Ends a snooze; the second value says that it had ended before."""
    member = members.require(session, actor)
    found = _own(session, member, stakeholder_id)
    if found.snoozed_until is None or found.snoozed_until <= member.today(now):
        return found, True
    workspaces.claim_key(session, member.workspace_id, key, now)
    stakeholders.snooze(session, member.id, found.id, None)
    return _own(session, member, stakeholder_id), False


def undo_add(
    session: Session, actor: Actor, stakeholder_ids: Sequence[int], key: str, now: datetime
) -> tuple[list[Stakeholder], list[Stakeholder]]:
    """Those of them who went, and those who stay because more is known of them than who they are."""
    member = members.require(session, actor)
    found = stakeholders.list_by_ids(session, member.id, stakeholder_ids)
    if found:
        workspaces.claim_key(session, member.workspace_id, key, now)
        stakeholders.delete_unlinked(session, member.id, [person.id for person in found if person.only_named])
    left = stakeholders.list_by_ids(session, member.id, stakeholder_ids)
    return [person for person in found if person not in left], left


def see_stakeholder(session: Session, actor: Actor, stakeholder_id: int) -> Stakeholder:
    member = members.find(session, actor)
    if member is None:
        raise Refused("not_found")
    return _own(session, member, stakeholder_id)


def see_user(session: Session, actor: Actor, user_id: str) -> Stakeholder | None:
    """The actor's stakeholder who is that Slack user, followed or not."""
    member = members.find(session, actor)
    return None if member is None else stakeholders.find_by_users(session, member.id, [user_id]).get(user_id)


def see_some(session: Session, actor: Actor, stakeholder_ids: Sequence[int]) -> list[Stakeholder]:
    """Those of the ids that are the actor's."""
    member = members.find(session, actor)
    return [] if member is None else stakeholders.list_by_ids(session, member.id, stakeholder_ids)


def _own(session: Session, member: Member, stakeholder_id: int) -> Stakeholder:
    found = stakeholders.get_stakeholder(session, member.id, stakeholder_id)
    if found is None:
        raise Refused("not_found")
    return found
