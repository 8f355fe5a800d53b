"""Stakeholders as their owner adds, changes and snoozes them, on both databases."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.conversations import NewConversation, Person
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.stakeholder_form import Details
from bot.domain.stakeholders import AddLine, Relationship, Stakeholder, Stance, read_add_line
from bot.services import conversations, members, stakeholder_search, stakeholders
from bot.store.database import Database, Session
from bot.store.tables import stakeholders as table
from tests.conftest import KEY

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 20)
ALL = Details(
    relationship=Relationship.MENTOR,
    name="Maria Roe",
    function="Finance",
    influence=3,
    decider=True,
    stance=Stance.ADVOCATE,
    confidence=4,
    interests="cost",
    notes="met at the offsite",
    ideal_days=20,
    worst_days=40,
    levels_up=2,
)


def add(session: Session, actor: Actor, line: str, now: datetime, key: str = "") -> stakeholders.Added:
    return stakeholders.add_people(session, actor, read_add_line(line), key, now)


def followed(session: Session, actor: Actor, now: datetime) -> list[Stakeholder]:
    return [late.stakeholder for late in stakeholder_search.find(session, actor, "", now).people]


def refusal(problem: pytest.ExceptionInfo[Refused]) -> tuple[str, object]:
    return problem.value.code, problem.value.parts.get("field")


def test_people_are_added_once_with_their_relationship(session: Session, ada: Actor, now: datetime) -> None:
    added = add(session, ada, "<@U0RUI> and <@U0SAM> sponsors", now)
    assert [(person.user_id, person.relationship, person.added_on) for person in added.people] == [
        ("U0RUI", Relationship.SPONSOR, TODAY),
        ("U0SAM", Relationship.SPONSOR, TODAY),
    ]
    assert (sorted(added.new), added.relationship_said, added.first) == ([1, 2], True, True)
    again = add(session, ada, "<@U0SAM> skip level", now)
    assert (again.new, again.first) == (frozenset(), False)
    assert [person.relationship for person in again.people] == [Relationship.SKIP_LEVEL]
    unsaid = add(session, ada, "<@U0SAM>", now)
    assert (unsaid.relationship_said, unsaid.people[0].relationship) == (False, Relationship.SKIP_LEVEL)
    assert unsaid.people[0].version == again.people[0].version


def test_a_name_typed_by_hand_is_encrypted_and_found_in_any_spelling(
    session: Session, ada: Actor, now: datetime
) -> None:
    add(session, ada, "Maria  Lopez peer", now)
    assert add(session, ada, "maria lopez mentor", now).new == frozenset()
    raw = session.exec_driver_sql("SELECT name FROM stakeholders").scalar_one()
    assert "Maria" not in raw
    assert [person.name for person in followed(session, ada, now)] == ["Maria Lopez"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (AddLine(), "person_missing"),
        (AddLine(name=" , "), "person_missing"),
        (AddLine(("U0ADA",)), "person_is_you"),
        (AddLine(name="x" * 201), "too_long"),
        (AddLine(tuple(f"U{number}" for number in range(21))), "too_many_people"),
        (AddLine(("U0RUI",), unknown="sponser"), "relationship_nearest"),
        (AddLine(("U0RUI",), unknown="qqqq"), "relationship_unknown"),
    ],
)
def test_what_names_nobody_or_nothing_known_is_refused(
    session: Session, ada: Actor, now: datetime, line: AddLine, code: str
) -> None:
    with pytest.raises(Refused) as problem:
        stakeholders.add_people(session, ada, line, "", now)
    assert refusal(problem) == (code, None)
    assert list(session.execute(select(table))) == []


def test_the_same_payload_adds_once(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, "<@U0RUI> sponsor", now, "command:1")
    with pytest.raises(Repeated):
        add(session, ada, "<@U0SAM> sponsor", now, "command:1")


async def test_a_slack_user_is_one_person_whoever_adds_them_at_the_same_moment(
    db: Database, database: str, ada: Actor, now: datetime
) -> None:
    """By a command, by a conversation, by the form, from two processes: two with one account there can never be."""
    await db.write(members.enrol, ada, now)
    other = Database(database, (KEY,))
    line, met = read_add_line("<@U0RUI> sponsor"), NewConversation((Person("U0RUI"),), now.date())
    told = await asyncio.gather(
        *(each.write(stakeholders.add_people, ada, line, "", now) for each in (db, other) * 3),
        *(each.write(conversations.log_conversation, ada, met, None, "", now) for each in (db, other) * 3),
        *(each.write(stakeholders.add_in_detail, ada, Person("U0RUI"), ALL, "", now) for each in (db, other)),
        return_exceptions=True,
    )
    other.close()
    assert {type(each) for each in told} <= {stakeholders.Added, conversations.Logged, Stakeholder, Refused}
    found = await db.read(stakeholder_search.find, ada, "", now)
    assert [late.stakeholder.user_id for late in found.people] == ["U0RUI"]


def test_people_are_listed_by_relationship_and_then_as_added(session: Session, ada: Actor, now: datetime) -> None:
    assert stakeholder_search.find(session, ada, "", now).people == ()
    for line in ("<@U1> peer", "<@U2> manager", "<@U3> peer"):
        add(session, ada, line, now)
    assert [person.user_id for person in followed(session, ada, now)] == ["U2", "U1", "U3"]
    assert [person.id for person in stakeholders.see_some(session, ada, [3, 1, 99])] == [1, 3]


def test_the_modal_stores_every_field(session: Session, ada: Actor, now: datetime) -> None:
    person = stakeholders.add_in_detail(session, ada, Person(name="Maria Lopez"), ALL, "", now)
    expected = Stakeholder(
        id=person.id,
        relationship=Relationship.MENTOR,
        added_on=TODAY,
        version=2,
        name="Maria Roe",
        function="Finance",
        influence=3,
        decider=True,
        stance=Stance.ADVOCATE,
        confidence=4,
        interests="cost",
        notes="met at the offsite",
        ideal_days=20,
        worst_days=40,
        levels_up=2,
    )
    assert person == expected
    cleared = Details(relationship=Relationship.PEER, name="Maria")
    changed = stakeholders.change_stakeholder(session, ada, person.id, 2, cleared, "", now)
    assert changed == Stakeholder(person.id, Relationship.PEER, TODAY, 3, name="Maria")


def test_adding_somebody_of_whom_more_is_known_overwrites_nothing(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, "<@U0RUI>", now)
    stakeholders.snooze(session, ada, 1, 1, "", now)
    stakeholders.archive(session, ada, 1, "", now)
    found = stakeholders.add_in_detail(session, ada, Person(user_id="U0RUI"), ALL, "", now)
    assert (found.id, found.notes, found.archived_at) == (1, "met at the offsite", None)
    with pytest.raises(Refused) as problem:
        stakeholders.add_in_detail(session, ada, Person(user_id="U0RUI"), Details(Relationship.PEER), "", now)
    assert (problem.value.code, problem.value.parts["person"]) == ("person_known", 1)
    assert stakeholders.see_user(session, ada, "U0RUI") == found
    assert stakeholders.see_user(session, ada, "U0SAM") is None


def test_a_slack_user_keeps_no_name(session: Session, ada: Actor, now: datetime) -> None:
    person = stakeholders.add_in_detail(session, ada, Person(user_id="U0RUI"), ALL, "", now)
    assert (person.user_id, person.name) == ("U0RUI", "")
    assert stakeholders.change_stakeholder(session, ada, person.id, 2, ALL, "", now).name == ""


def test_an_edit_of_an_older_version_is_refused(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, "Maria Lopez peer", now)
    stakeholders.change_relationship(session, ada, 1, Relationship.MANAGER, "", now)
    with pytest.raises(Refused) as problem:
        stakeholders.change_stakeholder(session, ada, 1, 1, ALL, "", now)
    assert refusal(problem) == ("stale", None)


def test_two_people_cannot_have_one_name(session: Session, ada: Actor, now: datetime) -> None:
    for name in ("Maria Lopez peer", "Kim Roe peer"):
        add(session, ada, name, now)
    for name, code in (("kim  roe", "name_taken"), (" , ", "person_missing")):
        with pytest.raises(Refused) as problem:
            stakeholders.change_stakeholder(session, ada, 1, 1, replace(ALL, name=name), "", now)
        assert refusal(problem) == (code, "name")
    spelled = stakeholders.change_stakeholder(session, ada, 1, 1, replace(ALL, name="MARIA Lopez"), "", now)
    assert spelled.name == "MARIA Lopez"


def test_who_is_no_longer_followed_leaves_the_lists_and_comes_back(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, "Maria Roe peer", now)
    gone = stakeholders.change_stakeholder(session, ada, 1, 1, replace(ALL, archived=True), "", now)
    assert gone.archived_at == now
    later = now + timedelta(days=1)
    kept = stakeholders.change_stakeholder(session, ada, 1, 2, replace(ALL, archived=True), "", later)
    assert kept.archived_at == now
    assert followed(session, ada, now) == []
    back = add(session, ada, "Maria Roe", later)
    assert (back.new, back.people[0].archived_at) == (frozenset(), None)


def test_what_is_usual_for_a_relationship_holds_until_something_else_is_said(
    session: Session, ada: Actor, now: datetime
) -> None:
    (maya,) = add(session, ada, "<@U0MAYA> manager", now).people
    assert (maya.influence, maya.decider, maya.only_named) == (3, True, True)
    (peer,) = add(session, ada, "<@U0MAYA> peer", now).people
    assert (peer.influence, peer.decider, peer.only_named) == (1, False, True)
    details = replace(Details(Relationship.PEER), influence=2)
    stakeholders.change_stakeholder(session, ada, 1, peer.version, details, "", now)
    skip = stakeholders.change_relationship(session, ada, 1, Relationship.SKIP_LEVEL, "", now)
    assert (skip.influence, skip.decider) == (2, True)


def test_choosing_the_same_relationship_changes_nothing_but_that_it_was_chosen(
    session: Session, ada: Actor, now: datetime
) -> None:
    add(session, ada, "<@U0RUI> sponsor", now)
    same = stakeholders.change_relationship(session, ada, 1, Relationship.SPONSOR, "", now)
    assert (same.relationship, same.version) == (Relationship.SPONSOR, 2)


@pytest.mark.parametrize("weeks", [1, 2, 4])
def test_a_snooze_lasts_whole_weeks_of_the_members_days(session: Session, ada: Actor, weeks: int) -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # the 21st in Berlin
    add(session, ada, "<@U0RUI> sponsor", late)
    person, today = stakeholders.snooze(session, ada, 1, weeks, "", late)
    assert (person.snoozed_until, today) == (date(2026, 11, 21) + timedelta(weeks=weeks), date(2026, 11, 21))
    assert person.version == 1


def test_a_snooze_can_be_ended(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, "<@U0RUI> sponsor", now)
    assert stakeholders.wake(session, ada, 1, "", now)[1] is True
    stakeholders.snooze(session, ada, 1, 1, "", now)
    person, before = stakeholders.wake(session, ada, 1, "", now)
    assert (person.snoozed_until, before) == (None, False)
    stakeholders.snooze(session, ada, 1, 1, "", now)
    assert stakeholders.wake(session, ada, 1, "", now + timedelta(weeks=2))[1] is True


def test_only_those_of_whom_nothing_more_is_known_are_taken_back(session: Session, ada: Actor, now: datetime) -> None:
    for line in ("<@U0RUI> sponsor", "<@U0SAM>", "Maria Lopez"):
        add(session, ada, line, now)
    stakeholders.change_relationship(session, ada, 2, Relationship.MENTOR, "", now)
    stakeholders.snooze(session, ada, 3, 1, "", now)
    gone, stay = stakeholders.undo_add(session, ada, [1, 2, 3, 99], "", now)
    assert ([person.id for person in gone], [person.id for person in stay]) == ([1, 2], [3])
    assert stakeholders.undo_add(session, ada, [1, 2], "", now) == ([], [])


def test_vouch_itself_is_nobody_with_a_say(session: Session, ada: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as problem:
        add(session, ada, "<@U0RUI> <@USLACKBOT>", now)
    assert refusal(problem) == ("person_is_bot", None)
    assert followed(session, ada, now) == []


def test_nothing_of_one_member_can_be_reached_by_another(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime
) -> None:
    add(session, ada, "Maria Lopez sponsor", now)
    before = followed(session, ada, now)
    with pytest.raises(Refused):
        stakeholders.see_stakeholder(session, maya, 1)
    assert stakeholders.see_some(session, maya, [1]) == []
    assert stakeholders.see_user(session, maya, "") is None
    for other in (maya, zoe):
        members.enrol(session, other, now)
        for attempt in (
            lambda actor=other: stakeholders.see_stakeholder(session, actor, 1),
            lambda actor=other: stakeholders.change_stakeholder(session, actor, 1, 1, ALL, "", now),
            lambda actor=other: stakeholders.change_relationship(session, actor, 1, Relationship.PEER, "", now),
            lambda actor=other: stakeholders.snooze(session, actor, 1, 1, "", now),
            lambda actor=other: stakeholders.wake(session, actor, 1, "", now),
        ):
            with pytest.raises(Refused) as problem:
                attempt()
            assert refusal(problem) == ("not_found", None)
        assert stakeholders.see_some(session, other, [1]) == []
        assert stakeholders.undo_add(session, other, [1], "", now) == ([], [])
        assert add(session, other, "Maria Lopez peer", now).new != frozenset()
    with pytest.raises(Refused):
        stakeholders.snooze(session, ada, 1, 3, "", now)
    assert followed(session, ada, now) == before
