"""Two who are the same person become one, and two again, exactly; on both databases."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.domain.conversations import NewConversation, Person, Promise
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.people_merges import Counts
from bot.domain.stakeholder_form import of_stakeholder, read
from bot.domain.stakeholders import Relationship, Stakeholder, read_add_line
from bot.services import (
    awareness,
    conversations,
    members,
    people_merges,
    privacy,
    samples,
    stakeholder_search,
    stakeholders,
    timelines,
    wins,
)
from bot.store import people_merges as store
from bot.store.database import Session
from bot.store.tables import OWNED, metadata, projects, proposals, to_tell
from bot.store.tables import people_merges as table
from bot.store.tables import stakeholders as people_table

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 20)
MONTH = timedelta(days=30)
RUI, TYPED = Person(user_id="U0RUI"), Person(name="Rui Costa")


def add(session: Session, actor: Actor, line: str, now: datetime) -> Stakeholder:
    return stakeholders.add_people(session, actor, read_add_line(line), "", now).people[0]


def log(session: Session, actor: Actor, now: datetime, *who: Person, days_ago: int = 0, promise: str = "") -> int:
    new = NewConversation(who, TODAY - timedelta(days=days_ago), follow_up=Promise(promise) if promise else None)
    return conversations.log_conversation(session, actor, new, None, "", now).conversation.id


def merge(session: Session, actor: Actor, now: datetime, opened: int = 1, other: int = 2) -> people_merges.Merged:
    pair = people_merges.prepare(session, actor, opened, other, now)
    versions = pair.kept.version, pair.gone.version
    return people_merges.merge(session, actor, pair.kept.id, pair.gone.id, versions, "", now)


def undo(session: Session, actor: Actor, now: datetime, gone: int = 2) -> people_merges.Unmerged:
    return people_merges.undo(session, actor, gone, "", now)


def everything(session: Session) -> dict[str, list[dict[str, Any]]]:
    """All that is stored of people, but what only counts changes and says in which order rows came."""
    found = {}
    for owned in OWNED:
        rows = [dict(row) for row in session.execute(select(owned)).mappings()]
        for row in rows:
            row.pop("version", None)
            if owned.name in {"conversation_people", "awareness", "to_tell", "proposals"}:
                row.pop("id")
        found[owned.name] = sorted(rows, key=repr)
    return found


@pytest.fixture
def full(session: Session, ada: Actor, now: datetime) -> None:
    """Rui in Slack (1) and typed (2), each with all that can hang on a person, some of it on both."""
    add(session, ada, "<@U0RUI>", now)
    add(session, ada, "Rui Costa sponsor", now)
    win_ids = [wins.log_line(session, ada, f"shipped {name}", "", now).win.id for name in "abc"]
    member_id = members.require(session, ada).id
    log(session, ada, now, TYPED, days_ago=3, promise="send it")
    log(session, ada, now, RUI, TYPED, days_ago=9, promise="to both")
    log(session, ada, now, RUI, days_ago=20)
    for number, known in ((1, win_ids[:2]), (2, win_ids[1:])):
        awareness.mark_told(session, ada, known, number, "", now)
        for win_id in known:
            values = {"member_id": member_id, "win_id": win_id, "stakeholder_id": number}
            session.execute(insert(to_tell).values(**values, created_at=now))
            session.execute(insert(proposals).values(**values, answer="told", answered_on=TODAY, answered_at=now))
    session.execute(
        insert(projects).values(member_id=member_id, name="move", stakeholder_id=2, began_on=TODAY, created_at=now)
    )


def test_every_table_that_names_a_person_is_moved() -> None:
    named = {
        found.name
        for found in metadata.tables.values()
        for column in found.columns
        for key in column.foreign_keys
        if key.column.table is people_table
    }
    assert named == {found.name for found, _key in (*store._ONCE, *store._EACH)} | {table.name}


@pytest.mark.usefixtures("full")
def test_all_that_hangs_on_the_two_hangs_on_the_one_and_nothing_twice(
    session: Session, ada: Actor, now: datetime
) -> None:
    pair = people_merges.prepare(session, ada, 2, 1, now)
    assert (pair.kept.user_id, pair.gone.name, pair.counts) == ("U0RUI", "Rui Costa", Counts(3, 2, 1))
    done = merge(session, ada, now, 2, 1)
    assert (done.gone.merged_into, done.gone.archived_at, done.gone.last_conversation_on) == (1, now, None)
    assert (done.kept.relationship, done.kept.last_conversation_on) == (pair.gone.relationship, TODAY)
    for found, key in store._ONCE:
        rows = session.execute(select(found.c[key], found.c.stakeholder_id)).all()
        assert {row[1] for row in rows} == {1}
        assert len(set(rows)) == len(rows)
    assert timelines.see_timeline(session, ada, 1, 0, now).total == 5
    assert store.count(session, members.require(session, ada).id, 1) == Counts(5, 3, 1)
    assert session.scalar(select(projects.c.stakeholder_id)) == 1
    followed = [late.stakeholder.id for late in stakeholder_search.find(session, ada, "", now).people]
    assert followed == [1]


@pytest.mark.usefixtures("full")
def test_taken_back_it_is_all_as_it_was(session: Session, ada: Actor, now: datetime) -> None:
    before = everything(session)
    for _ in range(2):
        merge(session, ada, now)
        assert "Rui Costa" not in str(session.exec_driver_sql("SELECT before FROM people_merges").all())
        done = undo(session, ada, now + MONTH)
        assert (done.before, done.stays) == (False, ())
        assert everything(session) == before
    again = undo(session, ada, now)
    assert (again.before, again.kept) == (True, None)
    assert everything(session) == before


@pytest.mark.usefixtures("full")
def test_what_happened_since_stays_with_the_one_who_stayed(session: Session, ada: Actor, now: datetime) -> None:
    merge(session, ada, now)
    member_id = members.require(session, ada).id
    since = log(session, ada, now + timedelta(minutes=5), TYPED, days_ago=1)
    kept = stakeholders.see_stakeholder(session, ada, 1)
    form = read(of_stakeholder(kept))
    assert not isinstance(form, dict)
    stakeholders.change_stakeholder(session, ada, 1, kept.version, replace(form, decider=True, function="CFO"), "", now)
    conversations.undo_conversation(session, ada, 1, "", now)  # had been the typed one's
    done = undo(session, ada, now)
    assert done.kept is not None
    assert (done.kept.function, done.kept.decider) == ("CFO", True)
    assert [talk.conversation.id for talk in timelines.see_timeline(session, ada, 1, 0, now).talks] == [4, since, 2, 3]
    assert [talk.conversation.id for talk in timelines.see_timeline(session, ada, 2, 0, now).talks] == [5, 2]
    conversations.restore_conversation(session, ada, 1, "", now)
    assert [talk.conversation.id for talk in timelines.see_timeline(session, ada, 2, 0, now).talks] == [5, 1, 2]
    assert store.count(session, member_id, 2).promises == 1


def test_a_field_changed_since_stays_and_is_named(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, "<@U0RUI>", now)
    add(session, ada, "Rui Costa sponsor", now)
    merge(session, ada, now)
    stakeholders.change_relationship(session, ada, 1, Relationship.MENTOR, "", now)
    done = undo(session, ada, now)
    assert done.kept is not None
    assert (done.kept.relationship.value, "relationship" in done.stays) == ("mentor", True)


def test_the_gone_name_means_the_kept_one_everywhere(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, "<@U0RUI>", now)
    add(session, ada, "Rui Costa", now)
    merge(session, ada, now)
    logged = conversations.log_line(session, ada, "rui costa and <@U0RUI> coffee", "", now)
    assert [person.user_id for person in logged.people] == ["U0RUI"]
    assert add(session, ada, "RUI COSTA mentor", now).id == 1
    assert stakeholders.see_stakeholder(session, ada, 2).id == 1
    talked = conversations.log_talked(session, ada, 2, "", now)
    assert (talked.stakeholder.id, talked.before) == (1, True)
    assert stakeholders.snooze(session, ada, 2, 1, "", now)[0].id == 1
    form = read(of_stakeholder(stakeholders.see_stakeholder(session, ada, 1)))
    assert not isinstance(form, dict)
    with pytest.raises(Refused, match="stale"):
        stakeholders.change_stakeholder(
            session, ada, 2, stakeholders.see_stakeholder(session, ada, 1).version, form, "", now
        )
    assert session.scalar(select(people_table.c.id).order_by(people_table.c.id.desc())) == 2


def test_three_become_one_and_come_apart_in_turn(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, "<@U0RUI>", now)
    for name in ("Rui Costa", "Rui C"):
        add(session, ada, f'"{name}"', now)
        log(session, ada, now, Person(name=name), days_ago=len(name))
    before = everything(session)
    merge(session, ada, now, 2, 3)  # Rui C into Rui Costa, and both into @rui
    middle = everything(session)
    merge(session, ada, now, 1, 2)
    assert [person.merged_into for person in all_rows(session)] == [None, 1, 1]
    assert conversations.log_line(session, ada, '"Rui C" lunch', "", now).people[0].id == 1
    conversations.undo_conversation(session, ada, 3, "", now)
    with pytest.raises(Refused, match="same_later"):
        undo(session, ada, now, 3)
    undo(session, ada, now, 2)
    session.execute(metadata.tables["conversations"].delete().where(metadata.tables["conversations"].c.id == 3))
    assert everything(session) == middle
    undo(session, ada, now, 3)
    assert everything(session) == before


def test_two_into_one_come_apart_the_last_first(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, "<@U0RUI>", now)
    for name in ("Rui Costa", "Rui C"):
        add(session, ada, f'"{name}"', now)
    log(session, ada, now, Person(name="Rui Costa"), Person(name="Rui C"))
    before = everything(session)
    merge(session, ada, now, 1, 2)
    merge(session, ada, now, 1, 3)
    assert [gone.person.name for gone in people_merges.look_up(session, ada, 1, now).gone] == ["Rui C", "Rui Costa"]
    with pytest.raises(Refused, match="same_later"):
        undo(session, ada, now, 2)
    undo(session, ada, now, 3)
    undo(session, ada, now, 2)
    assert everything(session) == before


def all_rows(session: Session) -> list[Any]:
    return list(session.execute(select(people_table).order_by(people_table.c.id)))


def test_after_thirty_days_it_is_final(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, "<@U0RUI>", now)
    add(session, ada, "Rui Costa", now)
    merge(session, ada, now)
    late = now + MONTH + timedelta(seconds=1)
    with pytest.raises(Refused, match="restore_too_old"):
        undo(session, ada, late)
    privacy.forget_undone(session, now + MONTH)
    assert session.execute(select(table)).first() is not None
    privacy.forget_undone(session, late)
    assert session.execute(select(table)).first() is None
    with pytest.raises(Refused, match="restore_too_old"):
        undo(session, ada, now)
    assert add(session, ada, "RUI COSTA", late).id == 1
    gone, stay = stakeholders.undo_add(session, ada, [1], "", late)
    assert (gone, [person.id for person in stay]) == ([], [1])  # somebody went into them


def test_a_name_given_to_somebody_else_meanwhile_keeps_them_one(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, '"Rui C"', now)
    add(session, ada, '"Rui Costa"', now)
    merge(session, ada, now)
    kept = stakeholders.see_stakeholder(session, ada, 1)
    form = read(of_stakeholder(kept))
    assert not isinstance(form, dict)
    stakeholders.change_stakeholder(session, ada, 1, kept.version, replace(form, name="Rui Costa"), "", now)
    assert add(session, ada, '"rui costa"', now).id == 1
    with pytest.raises(Refused, match="name_taken"):
        undo(session, ada, now)


def test_who_cannot_be_the_same_is_refused(session: Session, ada: Actor, now: datetime) -> None:
    for line in ("<@U0RUI>", "<@U0SAM>", "Rui Costa"):
        add(session, ada, line, now)
    samples.add(session, ada, "", now)
    for one, other, code in ((1, 1, "same_itself"), (1, 2, "same_users"), (3, 4, "same_sample"), (1, 99, "not_found")):
        with pytest.raises(Refused, match=code):
            people_merges.prepare(session, ada, one, other, now)
    merged = merge(session, ada, now, 4, 5)
    assert merged.kept.sample
    samples.wipe(session, ada, "", now)
    assert [row.id for row in all_rows(session)] == [1, 2, 3]
    assert session.execute(select(table)).first() is None


def test_what_changed_meanwhile_is_not_merged_and_a_repetition_does_nothing(
    session: Session, ada: Actor, now: datetime
) -> None:
    add(session, ada, "<@U0RUI>", now)
    add(session, ada, "Rui Costa", now)
    do = people_merges.merge
    for kept, gone, versions in ((1, 2, (1, 9)), (1, 2, (9, 1)), (2, 1, (1, 1))):
        with pytest.raises(Refused, match="stale"), session.begin_nested():
            do(session, ada, kept, gone, versions, "", now)
    do(session, ada, 1, 2, (1, 1), "k", now)
    with pytest.raises(Repeated):
        do(session, ada, 1, 2, (1, 1), "k", now)
    with pytest.raises(Refused, match="same_itself"):
        do(session, ada, 1, 2, (1, 1), "", now)


def test_who_may_be_the_same_is_proposed_and_offered(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, "<@U0RUI>", now)
    add(session, ada, "Rui Costa", now)
    session.execute(people_table.update().where(people_table.c.id == 1).values(known_as="rui costa"))
    for one, other in ((1, 2), (2, 1)):
        opened = people_merges.look_up(session, ada, one, now)
        assert opened.like is not None
        assert opened.like.id == other
        assert [person.id for person in people_merges.offer(session, ada, one, "costa")] == [other]
    assert people_merges.offer(session, ada, 1, "maria") == ()


def test_nobody_else_merges_or_sees_them(session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime) -> None:
    add(session, ada, "<@U0RUI>", now)
    add(session, ada, "Rui Costa", now)
    for other in (maya, zoe):
        with pytest.raises(Refused, match="not_found"):
            people_merges.look_up(session, other, 1, now)
        theirs = add(session, other, "Kim", now).id
        for attempt in (
            lambda who=other: people_merges.look_up(session, who, 1, now),
            lambda who=other: people_merges.offer(session, who, 1, ""),
            lambda who=other, own=theirs: people_merges.prepare(session, who, own, 2, now),
            lambda who=other: people_merges.merge(session, who, 1, 2, (1, 1), "", now),
        ):
            with pytest.raises(Refused, match="not_found"):
                attempt()
    merge(session, ada, now)
    before = everything(session)
    for other in (maya, zoe):
        with pytest.raises(Refused, match="not_found"):
            undo(session, other, now)
    assert everything(session) == before
