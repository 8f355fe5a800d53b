"""The room as it is read from both databases: what counts in it, what does not, and how many statements that takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, update

from bot.domain.awareness import How
from bot.domain.confidence import Change
from bot.domain.conversations import NewConversation, Person
from bot.domain.members import Actor
from bot.domain.refusals import Surface
from bot.domain.rooms import Held, Lacking
from bot.domain.stakeholder_form import Details
from bot.domain.stakeholders import Relationship, Stakeholder, Stance
from bot.domain.wins import Category
from bot.services import conversations, members, refusals, rooms, stakeholders
from bot.store import awareness
from bot.store.database import Session
from bot.store.tables import stakeholders as people_table
from bot.store.tables import wins as wins_table

pytestmark = pytest.mark.both_databases
TODAY = date(2026, 11, 20)
BOSS = Details(Relationship.MANAGER, function="Platform", influence=3, decider=True, stance=Stance.SUPPORTER)


@pytest.fixture
def owner(session: Session, ada: Actor, now: datetime) -> int:
    return members.note_record(session, members.enrol(session, ada, now), now).id


def add(session: Session, actor: Actor, who: str, details: Details, now: datetime) -> Stakeholder:
    person = Person(user_id=who) if who.startswith("U0") else Person(name=who)
    return stakeholders.add_in_detail(session, actor, person, details, f"{actor}{who}", now)


def win(session: Session, owner: int, now: datetime, category: str = "skill", **more: Any) -> int:
    values = {"member_id": owner, "state": "kept", "title": "Won", "happened_on": TODAY, "category": category}
    values |= {"source": "command", "created_at": now, "kept_at": now} | more
    return int(session.execute(insert(wins_table).values(values).returning(wins_table.c.id)).scalar_one())


def tell(session: Session, owner: int, who: Stakeholder, *win_ids: int, now: datetime) -> None:
    awareness.note(session, owner, win_ids, [who.id], How.TOLD, TODAY, now)


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(session.engine, "before_cursor_execute", note)
    yield asked
    event.remove(session.engine, "before_cursor_execute", note)


def test_a_decider_on_ones_side_speaks_once_they_know_a_win(
    session: Session, ada: Actor, owner: int, now: datetime
) -> None:
    boss = add(session, ada, "U0MAYA", BOSS, now)
    add(session, ada, "Maria Lopez", replace(BOSS, relationship=Relationship.PEER, stance=Stance.UNKNOWN), now)
    shipped = win(session, owner, now)
    before = rooms.see_room(session, ada, now)
    assert [voice.lacking for voice in before.room.voices] == [Lacking.KNOWLEDGE, Lacking.STANCE]
    assert (before.room.silent, before.room.held) == ((Category.SKILL,), Held(0, 0))
    tell(session, owner, boss, shipped, now=now)
    after = rooms.see_room(session, ada, now)
    assert (after.room.speaking, after.room.wins, after.room.silent) == (1, 1, ())
    assert after.room.held == Held(1, 1)
    assert [(person.user_id, person.name) for person in after.people.values()] == [("U0MAYA", ""), ("", "Maria Lopez")]
    assert after.today == TODAY


def test_what_must_not_be_told_or_is_gone_or_made_up_counts_nowhere(
    session: Session, ada: Actor, owner: int, now: datetime
) -> None:
    boss = add(session, ada, "U0MAYA", BOSS, now)
    left = add(session, ada, "U0RUI", replace(BOSS, function="Law"), now)
    made_up = add(session, ada, "U0SAM", replace(BOSS, function="Sales"), now)
    hidden = [
        win(session, owner, now, private=True),
        win(session, owner, now, sample=True),
        win(session, owner, now, deleted_at=now),
        win(session, owner, now, state="draft", kept_at=None),
    ]
    shown = win(session, owner, now)
    tell(session, owner, boss, *hidden, now=now)
    tell(session, owner, left, *hidden, shown, now=now)
    tell(session, owner, made_up, *hidden, shown, now=now)
    for person, changes in ((left, {"archived_at": now}), (made_up, {"sample": True})):
        session.execute(update(people_table).where(people_table.c.id == person.id).values(changes))
    seen = rooms.see_room(session, ada, now)
    assert [(voice.stakeholder_id, voice.wins, voice.lacking) for voice in seen.room.voices] == [
        (boss.id, 0, Lacking.KNOWLEDGE)
    ]
    assert (seen.room.wins, seen.room.held, seen.room.people) == (1, Held(0, 0), 1)
    assert set(seen.people) == {boss.id}
    assert seen.room.functions == ("Platform",)
    tell(session, owner, boss, shown, now=now)
    assert rooms.see_room(session, ada, now).room.held == Held(1, 1)


def test_what_somebody_else_knows_too_is_not_held_by_the_manager_alone(
    session: Session, ada: Actor, owner: int, now: datetime
) -> None:
    boss = add(session, ada, "U0MAYA", BOSS, now)
    peer = add(session, ada, "U0RUI", Details(Relationship.PEER), now)
    won = [win(session, owner, now) for _ in range(4)]
    tell(session, owner, boss, *won[:3], now=now)
    tell(session, owner, peer, *won[2:], now=now)
    assert rooms.see_room(session, ada, now).room.held == Held(4, 2)


def test_how_confidence_went_is_told_of_those_who_decide(
    session: Session, ada: Actor, owner: int, now: datetime
) -> None:
    boss, peer = (add(session, ada, who, BOSS, now) for who in ("U0MAYA", "U0RUI"))
    stakeholders.change_stakeholder(session, ada, peer.id, peer.version, Details(Relationship.PEER), "k", now)
    for ago, level in ((200, 2), (3, 4)):
        talk = NewConversation((Person("U0MAYA"), Person("U0RUI")), TODAY - timedelta(days=ago))
        conversations.log_conversation(session, ada, talk, level, f"talk{ago}", now)
    seen = rooms.see_room(session, ada, now)
    assert seen.changes == {boss.id: Change(TODAY - timedelta(days=200), 2, 4, steady=False)}
    cleared = stakeholders.see_stakeholder(session, ada, boss.id)
    stakeholders.change_stakeholder(session, ada, boss.id, cleared.version, BOSS, "k2", now)
    assert rooms.see_room(session, ada, now).changes == {}


def test_nobody_elses_people_wins_or_knowledge_are_in_it(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, owner: int, now: datetime
) -> None:
    boss = add(session, ada, "U0MAYA", BOSS, now)
    tell(session, owner, boss, win(session, owner, now), now=now)
    for other in (maya, zoe):
        assert rooms.see_room(session, other, now).room.people == 0
        members.note_record(session, members.enrol(session, other, now), now)
        theirs = rooms.see_room(session, other, now)
        assert (theirs.room.people, theirs.room.wins, theirs.room.held, theirs.people) == (0, 0, Held(0, 0), {})


def test_blocks_that_slack_refuses_in_messages_are_known(
    session: Session, ada: Actor, owner: int, now: datetime
) -> None:
    assert rooms.see_room(session, ada, now).refused == frozenset()
    refusals.note_of_member(session, ada, Surface.MESSAGE, {"data_table"}, now)
    assert rooms.see_room(session, ada, now).refused == {"data_table"}


def test_the_number_of_statements_does_not_grow_with_the_record(
    session: Session, ada: Actor, owner: int, now: datetime
) -> None:
    def grow(first: int, many: int) -> None:
        for number in range(first, first + many):
            person = add(session, ada, f"Person {number}", replace(BOSS, influence=number % 3 + 1), now)
            tell(session, owner, person, win(session, owner, now), now=now)
            talk = NewConversation((Person(name=f"Person {number}"),), TODAY)
            conversations.log_conversation(session, ada, talk, 3, f"talk{number}", now)

    grow(0, 1)
    with counted(session) as few:
        rooms.see_room(session, ada, now)
    grow(1, 30)
    with counted(session) as many:
        seen = rooms.see_room(session, ada, now)
    assert len(seen.room.voices) == 31
    assert len(many) == len(few) == 7
