"""Sample data: adding it once, and wiping exactly it; it never counts as a record of the member's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain import evidence as evidence_rules
from bot.domain import measures
from bot.domain import samples as data
from bot.domain.members import Actor, Member
from bot.domain.stakeholders import fold_name
from bot.domain.wins import SAMPLE, NewWin
from bot.services import members
from bot.store import evidence, praise, samples, stakeholders, wins, workspaces
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class Samples:
    """`before` says that it stood like this already: nothing was done."""

    before: bool


def has(session: Session, actor: Actor) -> bool:
    member = members.find(session, actor)
    return member is not None and samples.has(session, member.id)


def add(session: Session, actor: Actor, key: str, now: datetime) -> Samples:
    """Starts whoever is new, but sets no message going: that is for the first record of their own."""
    member = members.enrol(session, actor, now)
    if samples.has(session, member.id):
        return Samples(before=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    people = _add_people(session, member, now)
    _add_talks(session, member, people, now)
    _add_wins(session, member, people, now)
    _add_drafts(session, member, now)
    return Samples(before=False)


def wipe(session: Session, actor: Actor, key: str, now: datetime) -> Samples:
    """What the member has made real by talking to somebody stays."""
    member = members.require(session, actor)
    if not samples.has(session, member.id):
        return Samples(before=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    stakeholders.recount_talks(session, member.id, samples.wipe(session, member.id))
    return Samples(before=False)


def _add_people(session: Session, member: Member, now: datetime) -> Mapping[str, int]:
    """Ids by name. Somebody of that name whom the member has already is left alone, and stays out of the samples."""
    taken = stakeholders.find_by_names(session, member.id, [person.name for person in data.PEOPLE])
    chosen = [person for person in data.PEOPLE if fold_name(person.name) not in taken]
    today = member.today(now)
    last = {name: talk.days_ago for talk in reversed(data.TALKS) for name in talk.people}
    rows = [
        {
            "user_id": "",
            "name": person.name,
            "relationship": person.relationship.value,
            "function": person.function,
            "influence": person.influence,
            "decider": person.decider,
            "stance": person.stance.value,
            "confidence": person.confidence,
            "interests": person.interests,
            "added_on": _ago(today, data.ADDED_DAYS_AGO),
            "last_conversation_on": _ago(today, last[person.name]) if person.name in last else None,
        }
        for person in chosen
    ]
    ids = samples.add_people(session, member.id, rows, now)
    return dict(zip((person.name for person in chosen), ids, strict=True))


def _add_talks(session: Session, member: Member, people: Mapping[str, int], now: datetime) -> None:
    today = member.today(now)
    chosen = [talk for talk in data.TALKS if all(name in people for name in talk.people)]
    rows = [
        {
            "happened_on": _ago(today, talk.days_ago),
            "kind": talk.kind,
            "topic": talk.topic,
            "notes": talk.notes,
            "confidence": talk.confidence,
            "recorded_at": now - timedelta(days=talk.days_ago),
        }
        for talk in chosen
    ]
    ids = samples.add_talks(session, member.id, rows)
    taking_part: list[dict[str, Any]] = []
    promises: list[dict[str, Any]] = []
    for talk, talk_id in zip(chosen, ids, strict=True):
        taking_part += [{"conversation_id": talk_id, "stakeholder_id": people[name]} for name in talk.people]
        if talk.promise:
            promises.append(
                {
                    "conversation_id": talk_id,
                    "stakeholder_id": people[talk.people[0]],
                    "kind": "mine",
                    "text": talk.promise,
                    "due_on": today + timedelta(days=talk.due_in),
                    "created_at": now,
                }
            )
    samples.add_parts(session, member.id, taking_part=taking_part, knowing=(), promises=promises)


def _add_wins(session: Session, member: Member, people: Mapping[str, int], now: datetime) -> None:
    today = member.today(now)
    knowing: list[dict[str, Any]] = []
    quotes: list[dict[str, Any]] = []
    for win in data.WINS:
        happened_on = _ago(today, win.days_ago)
        new = NewWin(
            title=win.title,
            happened_on=happened_on,
            impact=win.impact,
            category=win.category,
            tags=win.tags,
            links=(win.link,) if win.link else (),
            measures=measures.find_measures(win.title),
        )
        win_id = wins.add(session, member.id, new, SAMPLE, now - timedelta(days=win.days_ago))
        evidence.add(session, member.id, win_id, evidence_rules.of_links(new.links), now)
        told = [people[name] for name in win.told if name in people]
        knowing += [
            {"win_id": win_id, "stakeholder_id": who, "how": "told", "since": happened_on, "created_at": now}
            for who in told
        ]
        if win.quote:
            quotes.append({"win_id": win_id, "snapshot": win.quote, "speaker": win.speaker})
    samples.add_parts(session, member.id, taking_part=(), knowing=knowing, promises=())
    samples.add_quotes(session, member.id, quotes, now)


def _add_drafts(session: Session, member: Member, now: datetime) -> None:
    """Something to finish in the inbox."""
    today = member.today(now)
    for each in data.DRAFTS:
        new = NewWin(title=each.title, happened_on=_ago(today, each.days_ago))
        win_id = wins.add(session, member.id, new, SAMPLE, now - timedelta(days=each.days_ago), draft=True)
        if each.praised:
            praise.put(session, member.id, [win_id], data.PRAISING, "", now)


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)
