"""Conversations as their owner logs, changes, rates and undoes them, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, func, select

from bot.domain.conversations import NewConversation, Person, Promise
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.stakeholders import Relationship, Stakeholder, read_add_line
from bot.services import conversations, members, stakeholder_search, stakeholders
from bot.services import followups as followup_service
from bot.services.conversations import Logged
from bot.store.database import Session
from bot.store.tables import conversation_people, followups
from bot.store.tables import conversations as conversations_table
from bot.store.tables import stakeholders as stakeholders_table

pytestmark = pytest.mark.both_databases

LINE = "<@U0MAYA> 1:1 about the roadmap, she asked for the numbers; next: send the deck by friday"
TODAY = date(2026, 11, 20)
MAYA, LOPEZ = Person(user_id="U0MAYA"), Person(name="Maria Lopez")


def log(session: Session, actor: Actor, line: str, now: datetime, key: str = "") -> Logged:
    return conversations.log_line(session, actor, line, key, now)


def log_new(
    session: Session, actor: Actor, now: datetime, *people: Person, days_ago: int = 0, confidence: int | None = None
) -> Logged:
    new = NewConversation(people, TODAY - timedelta(days=days_ago))
    return conversations.log_conversation(session, actor, new, confidence, "", now)


def people_of(session: Session, actor: Actor, now: datetime) -> list[Stakeholder]:
    return [late.stakeholder for late in stakeholder_search.find(session, actor, "", now).people]


def person_of(session: Session, actor: Actor, now: datetime) -> Stakeholder:
    (person,) = people_of(session, actor, now)
    return person


def count(session: Session, table: Table) -> int:
    return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def code_of(problem: pytest.ExceptionInfo[Refused]) -> tuple[str, object]:
    return problem.value.code, problem.value.parts.get("field")


# Logging


def test_a_line_stores_the_conversation_its_people_and_the_promise(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, LINE, now)
    found = conversations.see_conversation(session, ada, 1, now)
    conversation = found.conversation
    assert (conversation.kind, conversation.topic, conversation.notes, conversation.source) == (
        "1:1",
        "the roadmap",
        "she asked for the numbers",
        "command",
    )
    assert (conversation.happened_on, conversation.recorded_at, conversation.confidence) == (TODAY, now, None)
    (maya,) = found.people
    assert (maya.user_id, maya.relationship, maya.last_conversation_on) == ("U0MAYA", Relationship.PEER, TODAY)
    assert found.new == {maya.id}
    assert found.follow_ups[0] == FollowUp(
        1, FollowUpKind.MINE, "send the deck", TODAY, conversation.id, maya.id, created_at=now, people=(maya.id,)
    )


def test_the_first_conversation_starts_the_digests_and_says_so(session: Session, ada: Actor, now: datetime) -> None:
    first, second = log(session, ada, LINE, now), log(session, ada, LINE, now + timedelta(seconds=1))
    assert (first.first, second.first) == (True, False)
    assert first.member.next_digest_at == datetime(2026, 11, 20, 14, tzinfo=UTC)


def test_people_are_recognised_by_mention_and_by_name_in_any_spelling(
    session: Session, ada: Actor, now: datetime
) -> None:
    for people in ([MAYA, LOPEZ], [LOPEZ], [Person(name=" maria  LOPEZ "), MAYA]):
        log_new(session, ada, now, *people)
    assert [(each.user_id, each.name) for each in people_of(session, ada, now)] == [
        ("U0MAYA", ""),
        ("", "Maria Lopez"),
    ]


def test_somebody_known_needs_no_capitals(session: Session, ada: Actor, maya: Actor, now: datetime) -> None:
    log(session, ada, "Helena Brandt coffee", now - timedelta(hours=1))
    logged = log(session, ada, "helena brandt about my raise; next: send the numbers", now)
    assert [(person.name, logged.new) for person in logged.people] == [("Helena Brandt", frozenset())]
    assert (logged.conversation.topic, bool(logged.follow_ups)) == ("my raise", True)
    with pytest.raises(Refused, match="person_missing"):
        log(session, maya, "helena brandt about my raise", now)
    with pytest.raises(Refused, match="person_missing"):
        log(session, ada, "somebody else about my raise", now)


def test_one_person_named_twice_takes_part_once(session: Session, ada: Actor, now: datetime) -> None:
    assert len(log_new(session, ada, now, MAYA, MAYA, LOPEZ, Person(name="maria lopez")).people) == 2


def test_a_promise_to_several_people_is_about_none_of_them(session: Session, ada: Actor, now: datetime) -> None:
    logged = log(session, ada, "<@U0MAYA> and <@U0SAM> lunch; next: send the deck", now)
    (promise,) = logged.follow_ups
    assert (promise.stakeholder_id, promise.due_on) == (None, None)
    assert promise.people == logged.conversation.people


def test_nobody_can_be_their_own_stakeholder(session: Session, ada: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as problem:
        log(session, ada, "<@U0ADA> 1:1", now)
    assert code_of(problem) == ("person_is_you", None)


@pytest.mark.parametrize(("line", "code"), [("", "empty"), ("about the roadmap", "person_missing")])
def test_a_line_that_names_nobody_is_refused(session: Session, ada: Actor, now: datetime, line: str, code: str) -> None:
    with pytest.raises(Refused) as problem:
        log(session, ada, line, now)
    assert code_of(problem) == (code, None)
    assert count(session, conversations_table) == 0


@pytest.mark.parametrize(
    ("new", "code", "field"),
    [
        (NewConversation((), TODAY), "person_missing", "people"),
        (NewConversation((MAYA,), TODAY + timedelta(days=2)), "talk_ahead", "happened_on"),
        (NewConversation((Person(name="x" * 201),), TODAY), "too_long", None),
        (NewConversation(tuple(Person(user_id=f"U{n}") for n in range(41)), TODAY), "too_many_people", "people"),
    ],
)
def test_a_modal_that_cannot_be_kept_names_its_field(
    session: Session, ada: Actor, now: datetime, new: NewConversation, code: str, field: str | None
) -> None:
    with pytest.raises(Refused) as problem:
        conversations.log_conversation(session, ada, new, None, "", now)
    assert code_of(problem) == (code, field)


def test_the_same_payload_twice_is_stored_once(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, LINE, now, "command:1")
    with pytest.raises(Repeated):
        log(session, ada, LINE, now, "command:1")
    assert (count(session, conversations_table), count(session, followups)) == (1, 1)


def test_the_members_own_day_counts(session: Session, ada: Actor) -> None:
    """In Berlin it is the 21st already."""
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert log(session, ada, "<@U0MAYA> coffee", late).conversation.happened_on == date(2026, 11, 21)


# Rhythm and snooze


def test_an_older_conversation_does_not_move_the_last_one_back(session: Session, ada: Actor, now: datetime) -> None:
    for days in (3, 10, 5):
        log_new(session, ada, now, MAYA, days_ago=days)
    assert person_of(session, ada, now).last_conversation_on == TODAY - timedelta(days=3)


def test_a_conversation_ends_a_snooze_but_an_older_one_does_not(session: Session, ada: Actor, now: datetime) -> None:
    log_new(session, ada, now, MAYA, days_ago=30)
    stakeholders.snooze(session, ada, 1, 2, "", now)
    log_new(session, ada, now, MAYA, days_ago=40)
    assert person_of(session, ada, now).snoozed_until == TODAY + timedelta(days=14)
    log_new(session, ada, now, MAYA, days_ago=1)
    assert person_of(session, ada, now).snoozed_until is None


def test_we_talked_logs_one_conversation_a_day(session: Session, ada: Actor, now: datetime) -> None:
    stakeholders.add_people(session, ada, read_add_line("<@U0RUI> sponsor"), "", now)
    first = conversations.log_talked(session, ada, 1, "action:1", now)
    again = conversations.log_talked(session, ada, 1, "action:2", now)
    assert (first.before, again.before, again.conversation_id) == (False, True, first.conversation_id)
    assert count(session, conversations_table) == 1
    assert person_of(session, ada, now).last_conversation_on == TODAY
    tomorrow = conversations.log_talked(session, ada, 1, "action:3", now + timedelta(days=1))
    assert tomorrow.before is False


# Changing


def test_an_edit_replaces_everything_and_recounts_the_rhythm(session: Session, ada: Actor, now: datetime) -> None:
    log_new(session, ada, now, MAYA, days_ago=9)
    logged = log(session, ada, LINE, now)
    new = NewConversation((LOPEZ,), TODAY - timedelta(days=1), "call", "budget", "fine", Promise("call back"))
    changed = conversations.change_conversation(session, ada, logged.conversation.id, 1, new, 4, "", now)
    conversation = changed.conversation
    assert (conversation.kind, conversation.topic, conversation.notes) == ("call", "budget", "fine")
    assert (conversation.version, conversation.confidence) == (2, 4)
    maya, lopez = people_of(session, ada, now)
    assert maya.last_conversation_on == TODAY - timedelta(days=9)
    assert (lopez.last_conversation_on, lopez.confidence) == (TODAY - timedelta(days=1), 4)
    assert changed.new == {lopez.id}
    assert changed.follow_ups[0] == FollowUp(
        1, FollowUpKind.MINE, "call back", None, conversation.id, lopez.id, None, None, 2, now, (lopez.id,)
    )


def test_an_edit_can_add_and_remove_the_promise(session: Session, ada: Actor, now: datetime) -> None:
    logged = log_new(session, ada, now, MAYA)
    new = NewConversation((MAYA,), TODAY)
    added = conversations.change_conversation(
        session, ada, 1, 1, replace(new, follow_up=Promise("send it", TODAY)), None, "", now
    )
    assert logged.follow_ups == ()
    assert [(one.text, one.due_on) for one in added.follow_ups] == [("send it", TODAY)]
    removed = conversations.change_conversation(session, ada, 1, 2, new, None, "", now)
    assert removed.follow_ups == ()
    assert count(session, followups) == 0


def test_an_edit_of_an_older_version_is_refused(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, LINE, now)
    conversations.rate_conversation(session, ada, 1, 3, "", now)
    with pytest.raises(Refused) as problem:
        conversations.change_conversation(session, ada, 1, 1, NewConversation((LOPEZ,), TODAY), None, "", now)
    assert code_of(problem) == ("stale", None)
    assert conversations.see_conversation(session, ada, 1, now).conversation.topic == "the roadmap"


def test_confidence_holds_for_those_whose_latest_conversation_it_was(
    session: Session, ada: Actor, now: datetime
) -> None:
    log_new(session, ada, now, MAYA, confidence=5)
    earlier = log_new(session, ada, now, MAYA, LOPEZ, days_ago=4)
    rated = conversations.rate_conversation(session, ada, earlier.conversation.id, 2, "", now)
    assert rated.conversation.confidence == 2
    assert [person.confidence for person in rated.people] == [5, 2]


@pytest.mark.parametrize("level", [0, 6])
def test_confidence_has_five_levels(session: Session, ada: Actor, now: datetime, level: int) -> None:
    log(session, ada, LINE, now)
    with pytest.raises(Refused):
        conversations.rate_conversation(session, ada, 1, level, "", now)


# Undoing


def test_an_edit_changes_the_first_of_several_follow_ups_and_leaves_the_others(
    session: Session, ada: Actor, now: datetime
) -> None:
    logged = log(session, ada, "<@U0MAYA> call; next: a; they: b; ask for feedback: c", now)
    assert [(one.kind, one.text) for one in logged.follow_ups] == [("mine", "a"), ("theirs", "b"), ("feedback", "c")]
    new = NewConversation((MAYA, LOPEZ), TODAY, follow_up=Promise("a", None, FollowUpKind.INTRODUCTION))
    followup_service.close(session, ada, 1, None, "", now)
    changed = conversations.change_conversation(session, ada, 1, 1, new, None, "", now)
    assert [(one.kind, one.text) for one in changed.follow_ups] == [
        ("introduction", "a"),
        ("theirs", "b"),
        ("feedback", "c"),
    ]
    assert changed.follow_ups[0].open  # an ask has other ends than a promise
    assert {one.people for one in changed.follow_ups} == {changed.conversation.people}
    same = conversations.change_conversation(session, ada, 1, 2, new, None, "", now)
    assert same.follow_ups == changed.follow_ups  # not a new version of what did not change
    fewer = conversations.change_conversation(session, ada, 1, 3, NewConversation((LOPEZ,), TODAY), None, "", now)
    assert [(one.text, one.people) for one in fewer.follow_ups] == [
        ("b", fewer.conversation.people),
        ("c", fewer.conversation.people),
    ]


def test_undo_takes_the_conversation_its_words_its_promise_and_whom_it_added(
    session: Session, ada: Actor, now: datetime
) -> None:
    log(session, ada, LINE, now)
    undone = conversations.undo_conversation(session, ada, 1, "", now)
    assert undone.was is not None
    assert (undone.was.conversation.topic, sorted(undone.gone)) == ("the roadmap", [1])
    assert [count(session, table) for table in (followups, conversation_people, stakeholders_table)] == [0, 0, 0]
    with pytest.raises(Refused):
        conversations.see_conversation(session, ada, 1, now)


def test_undo_pressed_twice_says_so_and_changes_nothing(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, LINE, now)
    conversations.undo_conversation(session, ada, 1, "", now)
    assert conversations.undo_conversation(session, ada, 1, "", now).was is None


def test_undo_leaves_people_of_whom_more_is_known(session: Session, ada: Actor, now: datetime) -> None:
    later = now + timedelta(minutes=1)
    log_new(session, ada, now, MAYA, LOPEZ, Person(name="Kim"))
    stakeholders.change_relationship(session, ada, 1, Relationship.MANAGER, "", later)
    log_new(session, ada, later, LOPEZ, days_ago=2)
    undone = conversations.undo_conversation(session, ada, 1, "", later)
    assert undone.gone == {3}
    assert [(each.id, each.last_conversation_on) for each in people_of(session, ada, now)] == [
        (1, None),
        (2, TODAY - timedelta(days=2)),
    ]


# Isolation


def test_nothing_of_one_member_can_be_reached_by_another(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime
) -> None:
    log_new(session, ada, now, Person(user_id="U0SAM"), LOPEZ)
    before = conversations.see_conversation(session, ada, 1, now)
    for other in (maya, zoe):
        log_new(session, other, now, Person(user_id="U0KIM"))
        new = NewConversation((LOPEZ,), TODAY)
        for attempt in (
            lambda actor=other: conversations.see_conversation(session, actor, 1, now),
            lambda actor=other, new=new: conversations.change_conversation(session, actor, 1, 1, new, None, "", now),
            lambda actor=other: conversations.rate_conversation(session, actor, 1, 1, "", now),
            lambda actor=other: conversations.undo_conversation(session, actor, 1, "", now),
            lambda actor=other: conversations.log_talked(session, actor, 1, "", now),
        ):
            with pytest.raises(Refused) as problem:
                attempt()
            assert code_of(problem) == ("not_found", None)
        assert [person.user_id for person in people_of(session, other, now)] == ["U0KIM"]
    assert conversations.see_conversation(session, ada, 1, now) == before


def test_a_stranger_finds_nothing(session: Session, ada: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as problem:
        conversations.see_conversation(session, ada, 1, now)
    assert code_of(problem) == ("not_found", None)
    assert conversations.see_today(session, ada, now) == TODAY
    members.enrol(session, ada, now)
    assert conversations.see_today(session, ada, datetime(2026, 11, 20, 23, 30, tzinfo=UTC)) == date(2026, 11, 21)


# Whatever happens, the rhythm is that of the conversations that are left

PEOPLE = (MAYA, LOPEZ, Person(user_id="U0SAM"))
STEP = st.one_of(
    st.tuples(st.just("log"), st.sets(st.integers(0, 2), min_size=1), st.integers(0, 60)),
    st.tuples(st.just("change"), st.sets(st.integers(0, 2), min_size=1), st.integers(0, 60)),
    st.tuples(st.just("undo"), st.just(set()), st.integers(0, 9)),
    st.tuples(st.just("talked"), st.just(set()), st.integers(1, 3)),
    st.tuples(st.just("react"), st.just(set()), st.integers(0, 2)),
    st.tuples(st.just("unreact"), st.just(set()), st.integers(0, 2)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=12))
def test_the_last_conversation_is_the_latest_of_those_left_after_any_history(
    session: Session, ada: Actor, now: datetime, steps: list[tuple[str, set[int], int]]
) -> None:
    with session.begin_nested() as savepoint:
        members.enrol(session, ada, now)
        for place, step in enumerate(steps):
            take(session, ada, now + timedelta(seconds=place), step, place)
        last = (
            select(func.max(conversations_table.c.happened_on))
            .join(conversation_people, conversation_people.c.conversation_id == conversations_table.c.id)
            .where(
                conversations_table.c.deleted_at.is_(None),
                conversation_people.c.stakeholder_id == stakeholders_table.c.id,
            )
            .scalar_subquery()
        )
        rows = session.execute(select(stakeholders_table.c.last_conversation_on, last)).all()
        assert [row[0] for row in rows] == [row[1] for row in rows]
        savepoint.rollback()


def take(session: Session, actor: Actor, now: datetime, step: tuple[str, set[int], int], place: int) -> None:
    what, chosen, number = step
    new = NewConversation(tuple(PEOPLE[index] for index in chosen), TODAY - timedelta(days=number))
    newest = session.scalar(
        select(conversations_table.c.id)
        .where(conversations_table.c.deleted_at.is_(None))
        .order_by(conversations_table.c.id.desc())
    )
    event_ts = f"17636000{place:02d}.1"
    try:
        if what == "log":
            conversations.log_conversation(session, actor, new, None, "", now)
        elif what == "change" and newest:
            version = conversations.see_conversation(session, actor, newest, now).conversation.version
            conversations.change_conversation(session, actor, newest, version, new, None, "", now)
        elif what == "undo" and newest:
            conversations.undo_conversation(session, actor, newest, "", now)
        elif what == "talked":
            conversations.log_talked(session, actor, number, "", now)
        elif what == "react":
            ts = f"17635{number}0000.1"
            conversations.log_talk_by_reaction(session, actor, "U0SAM", "C", ts, event_ts, "", now)
        elif what == "unreact":
            conversations.undo_talk_by_reaction(session, actor, "C", f"17635{number}0000.1", event_ts, "", now)
    except Refused:
        pass
