"""Follow-ups: making, changing and listing promises and asks, how one ended, and taking that back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain import followups as rules
from bot.domain import lines
from bot.domain import stakeholders as people_rules
from bot.domain.followup_form import NewFollowUp
from bot.domain.followups import FollowUp, Group, Outcome, outcomes
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import Stakeholder
from bot.services import members
from bot.services import stakeholders as people_service
from bot.store import conversations, followups, stakeholders, workspaces
from bot.store.database import Session

PAGE = 8  # rows of the list


@dataclass(frozen=True, slots=True)
class Changed:
    """One as it is now, with whom it concerns; `before` says that it was so already, and nothing was changed."""

    follow_up: FollowUp
    people: tuple[Stakeholder, ...]
    today: date
    before: bool = False
    first: Member | None = None  # whose first record this was


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of all, or of those that concern `person`: `rows` from `offset` on, of `total`; `counts` by group."""

    rows: tuple[Changed, ...]
    offset: int
    total: int
    counts: Mapping[Group, int]
    today: date
    person: Stakeholder | None = None


def see_list(session: Session, actor: Actor, person_id: int, offset: int, now: datetime) -> Listed:
    """`person_id` 0 means everybody. For somebody who has not started it is empty."""
    member = members.find(session, actor)
    if member is None:
        return Listed((), 0, 0, {}, now.date())
    person = stakeholders.get_stakeholder(session, member.id, person_id) if person_id else None
    if person_id and person is None:
        raise Refused("not_found")
    today, whom = member.today(now), person_id or None
    open_ = followups.list_open(session, member.id, whom)
    closed = followups.list_closed(session, member.id, now - rules.CLOSED_FOR, whom)
    arranged = rules.arrange([*open_, *closed], today)
    start = min(offset, max(len(arranged) - 1, 0)) // PAGE * PAGE
    shown = followups.with_words(session, member.id, arranged[start : start + PAGE])
    people = people_of(session, member, shown)
    counts = Counter(rules.group(one, today) for one in arranged)
    rows = tuple(Changed(one, people[one.id], today) for one in shown)
    return Listed(rows, start, len(arranged), counts, today, person)


def see_of(session: Session, actor: Actor, typed: str, now: datetime) -> Listed:
    """Of the person named, by mention or by name; of everybody where nothing is typed."""
    member = members.find(session, actor)
    if member is None or not typed.strip():
        return see_list(session, actor, 0, 0, now)
    users = people_rules.read_add_line(typed).user_ids
    name = lines.unescape(typed).strip(" @\"'“”")
    by_user = stakeholders.find_by_users(session, member.id, users)
    found = [*by_user.values(), *stakeholders.find_by_names(session, member.id, [name]).values()]
    if not found:
        raise Refused("person_unknown")
    return see_list(session, actor, found[0].id, 0, now)


def see_due(
    session: Session, member: Member, most: int, now: datetime
) -> tuple[tuple[FollowUp, ...], Mapping[int, Stakeholder]]:
    """All whose day has come, and whom they concern; only the `most` to be shown are read in full."""
    today = member.today(now)
    due = rules.due(followups.list_due(session, member.id, today), today)
    shown = followups.with_words(session, member.id, rules.choose(due, today, most))
    people = {who.id: who for each in people_of(session, member, shown).values() for who in each} if shown else {}
    full = {one.id: one for one in shown}
    return tuple(full.get(one.id, one) for one in due), people


def see(session: Session, actor: Actor, followup_id: int, now: datetime) -> Changed:
    member = members.find(session, actor)
    if member is None:
        raise Refused("not_found")
    return _seen(session, member, _own(session, member, followup_id), now)


def add(session: Session, actor: Actor, new: NewFollowUp, key: str, now: datetime) -> Changed:
    """Somebody not known yet becomes one of the member's people."""
    member = members.enrol(session, actor, now)
    if new.person is None:
        raise Refused("people_missing", field="person")
    workspaces.claim_key(session, member.workspace_id, key, now)
    (person,), _ = people_service.resolve(session, member, [new.person], now)
    number = followups.add_followup(session, member.id, None, person.id, new.text, new.due_on, now, new.kind)
    noted = members.note_record(session, member, now)
    made = _seen(session, member, _own(session, member, number), now)
    return replace(made, first=noted if noted is not member else None)


def change(
    session: Session, actor: Actor, followup_id: int, version: int, new: NewFollowUp, key: str, now: datetime
) -> Changed:
    """Raises Refused("stale") if it was changed since `version`."""
    member = members.require(session, actor)
    found = _own(session, member, followup_id)
    if found.version != version:
        raise Refused("stale")
    workspaces.claim_key(session, member.workspace_id, key, now)
    changes = rules.changes(found, new.kind, new.text, new.due_on)
    if new.person is not None:
        (person,), _ = people_service.resolve(session, member, [new.person], now)
        changes |= {} if found.people == (person.id,) else {"stakeholder_id": person.id}
    if changes:
        followups.change_followup(session, member.id, followup_id, **changes)
        _touch(session, member, found)
    return _seen(session, member, _own(session, member, followup_id), now)


def delete(session: Session, actor: Actor, followup_id: int, key: str, now: datetime) -> Changed:
    """For good: one that was a mistake. As it was, so that nothing typed is lost by one press."""
    member = members.require(session, actor)
    found = _seen(session, member, _own(session, member, followup_id), now)
    workspaces.claim_key(session, member.workspace_id, key, now)
    followups.delete_followup(session, member.id, followup_id)
    _touch(session, member, found.follow_up)
    return found


def _touch(session: Session, member: Member, found: FollowUp) -> None:
    """The form of the conversation in which it was made holds it too: an open one must not write the old words back."""
    if found.conversation_id is not None:
        conversations.change_conversation(session, member.id, found.conversation_id)


def close(
    session: Session, actor: Actor, followup_id: int, outcome: Outcome | None, key: str, now: datetime
) -> Changed:
    """It ended so; None is the good end of its kind. What has ended already stays as it was."""
    member = members.require(session, actor)
    found = _own(session, member, followup_id)
    ended = outcome or outcomes(found.kind)[0]
    if ended not in outcomes(found.kind):
        raise Refused("not_found")
    if not found.open:
        return _seen(session, member, found, now, before=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    followups.change_followup(session, member.id, followup_id, done_at=now, outcome=ended.value)
    return _seen(session, member, _own(session, member, followup_id), now)


def reopen(session: Session, actor: Actor, followup_id: int, key: str, now: datetime) -> Changed:
    """It has not ended after all."""
    member = members.require(session, actor)
    found = _own(session, member, followup_id)
    if found.open:
        return _seen(session, member, found, now, before=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    followups.change_followup(session, member.id, followup_id, done_at=None, outcome="")
    return _seen(session, member, _own(session, member, followup_id), now)


def _own(session: Session, member: Member, followup_id: int) -> FollowUp:
    found = followups.get_followup(session, member.id, followup_id)
    if found is None:
        raise Refused("not_found")
    return found


def _seen(session: Session, member: Member, found: FollowUp, now: datetime, *, before: bool = False) -> Changed:
    return Changed(found, people_of(session, member, [found])[found.id], member.today(now), before)


def people_of(session: Session, member: Member, found: Sequence[FollowUp]) -> dict[int, tuple[Stakeholder, ...]]:
    """Whom each concerns, by its id."""
    ids = sorted({who for one in found for who in one.people})
    known = {person.id: person for person in stakeholders.list_by_ids(session, member.id, ids)}
    return {one.id: tuple(known[who] for who in one.people if who in known) for one in found}
