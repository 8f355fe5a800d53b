"""Home's data: the right week, a fixed number of statements, nothing of anybody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, update

from bot.domain import stakeholders as rules
from bot.domain.home import HomeData, MemberHome, Steps
from bot.domain.members import Actor
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.wins import Category
from bot.services import home, members
from bot.store.tables import conversation_people, conversations, stakeholders, wins

pytestmark = pytest.mark.both_databases
FRIDAY = date(2026, 11, 20)


def start(session: Connection, actor: Actor, now: datetime) -> int:
    return members.note_record(session, members.enrol(session, actor, now), now).id


def add_win(session: Connection, owner: int, on: date, now: datetime, title: str = "x", **values: object) -> int:
    row = {"state": "kept", "kept_at": now, "source": "command", "created_at": now} | values
    if row["state"] == "draft":
        row["kept_at"] = None
    values = {"member_id": owner, "title": title, "happened_on": on} | row
    return int(session.execute(insert(wins).values(values).returning(wins.c.id)).scalar_one())


def add_person(session: Connection, owner: int, now: datetime, added_on: date, **values: object) -> int:
    row = {"relationship": "sponsor", "created_at": now} | values
    values = {"member_id": owner, "added_on": added_on} | row
    return int(session.execute(insert(stakeholders).values(values).returning(stakeholders.c.id)).scalar_one())


def add_talk(
    session: Connection, owner: int, on: date, now: datetime, people: tuple[int, ...] = (), **values: object
) -> None:
    row = {"source": "command", "recorded_at": now} | values
    values = {"member_id": owner, "happened_on": on} | row
    number = session.execute(insert(conversations).values(values).returning(conversations.c.id)).scalar_one()
    for person in people:
        owned = {"member_id": owner, "conversation_id": number, "stakeholder_id": person}
        session.execute(insert(conversation_people).values(owned))


def see(session: Connection, actor: Actor, now: datetime) -> MemberHome:
    found = home.see_home(session, actor, now).started
    assert found is not None
    return found


@contextmanager
def counted(session: Connection) -> Iterator[list[str]]:
    said: list[str] = []

    def on_execute(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(session.engine, "before_cursor_execute", on_execute)
    try:
        yield said
    finally:
        event.remove(session.engine, "before_cursor_execute", on_execute)


def test_looking_starts_nobody(session: Connection, ada: Actor, now: datetime) -> None:
    assert home.see_home(session, ada, now) == HomeData(None)
    assert home.see_home(session, ada, now) == HomeData(None)


def test_the_week_is_the_local_one_from_monday_to_sunday(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    for day in (15, 16, 20, 22, 23):
        add_win(session, owner, date(2026, 11, day), now, f"on {day}")
        add_talk(session, owner, date(2026, 11, day), now)
    found = see(session, ada, now)
    assert found.monday == date(2026, 11, 16)
    assert (found.counts.week_wins, found.counts.week_conversations) == (3, 3)
    assert [win.title for win in found.wins] == ["on 22", "on 20", "on 16"]
    late_on_sunday = datetime.fromisoformat("2026-11-22T23:30:00+00:00")  # Monday already in Berlin
    assert [win.title for win in see(session, ada, late_on_sunday).wins] == ["on 23"]


def test_the_weeks_conversations_are_listed_with_their_people(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    rui = add_person(session, owner, now, FRIDAY, user_id="U0RUI")
    maria = add_person(session, owner, now, FRIDAY, name="Maria")
    add_talk(session, owner, date(2026, 11, 15), now, (rui,))
    add_talk(session, owner, date(2026, 11, 16), now, (maria, rui), kind="1:1", topic="the roadmap")
    add_talk(session, owner, FRIDAY, now, (rui,))
    add_talk(session, owner, FRIDAY, now, (rui,), deleted_at=now)
    talks = see(session, ada, now).talks
    assert [(talk.happened_on, talk.kind, talk.topic) for talk in talks] == [
        (FRIDAY, "", ""),
        (date(2026, 11, 16), "1:1", "the roadmap"),
    ]
    assert [[(one.user_id, one.name) for one in talk.people] for talk in talks] == [
        [("U0RUI", "")],
        [("", "Maria"), ("U0RUI", "")],
    ]


def test_more_conversations_are_listed_than_wins_for_they_are_listed_nowhere_else(
    session: Connection, ada: Actor, now: datetime
) -> None:
    owner = start(session, ada, now)
    for _ in range(21):
        add_talk(session, owner, FRIDAY, now)
    found = see(session, ada, now)
    assert (len(found.talks), found.counts.week_conversations) == (20, 21)


def test_deleted_rows_and_drafts_are_not_counted_as_wins(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    add_win(session, owner, FRIDAY, now, "kept", category="skill")
    add_win(session, owner, FRIDAY, now, "draft", state="draft")
    add_win(session, owner, FRIDAY, now, "lately deleted", deleted_at=now - timedelta(days=29))
    add_win(session, owner, FRIDAY, now, "long deleted", deleted_at=now - timedelta(days=31))
    add_win(session, owner, FRIDAY, now, "deleted draft", state="draft", deleted_at=now - timedelta(days=1))
    add_win(session, owner, FRIDAY, now, "un-reacted", state="draft", deleted_at=now, source="withdrawn")
    add_talk(session, owner, FRIDAY, now, deleted_at=now)
    found = see(session, ada, now)
    assert [(win.title, win.category) for win in found.wins] == [("kept", Category.SKILL)]
    assert [(win.title, win.category) for win in found.drafts] == [("draft", None)]
    counts = found.counts
    assert (counts.week_wins, counts.week_conversations, counts.drafts, counts.deleted) == (1, 0, 1, 2)


def test_lists_are_cut_and_counts_are_not(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    for number in range(12):
        add_win(session, owner, FRIDAY, now, f"win {number}")
        add_win(session, owner, FRIDAY, now, f"draft {number}", state="draft")
        add_person(session, owner, now, FRIDAY - timedelta(days=30))
    found = see(session, ada, now)
    assert [win.title for win in found.drafts] == [f"draft {number}" for number in range(11, 1, -1)]
    assert (len(found.wins), found.counts.week_wins) == (10, 12)
    assert (len(found.late), found.late_count) == (10, 12)


def test_people_overdue_come_latest_first_with_their_names(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    long_ago, lately = FRIDAY - timedelta(days=100), FRIDAY - timedelta(days=3)
    add_person(session, owner, now, long_ago, name="Late", last_conversation_on=FRIDAY - timedelta(days=50))
    add_person(session, owner, now, long_ago, name="Latest", last_conversation_on=FRIDAY - timedelta(days=90))
    add_person(session, owner, now, long_ago, user_id="U0SAM", last_conversation_on=lately)
    add_person(session, owner, now, long_ago, name="Archived", archived_at=now)
    add_person(session, owner, now, long_ago, name="Snoozed", snoozed_until=FRIDAY + timedelta(days=7))
    found = see(session, ada, now)
    assert [one.stakeholder.name for one in found.late] == ["Latest", "Late"]
    assert found.counts.steps.people == 4


def test_home_finds_exactly_those_overdue_by_the_rule(session: Connection, ada: Actor, now: datetime) -> None:
    """The query leaves people out by itself; it must never leave out one too many."""
    owner = start(session, ada, now)
    everybody = []
    for relationship in Relationship:
        for days in (0, 1, 2, 6, 7, 8, 14, 15, 60, 61, 121):
            for worst in (None, 1, 7, 200):
                for talked in (True, False):
                    then = FRIDAY - timedelta(days=days)
                    values: dict[str, Any] = {
                        "relationship": relationship,
                        "ideal_days": worst and 1,
                        "worst_days": worst,
                    }
                    values |= {"last_conversation_on": then} if talked else {}
                    number = add_person(session, owner, now, then, **values)
                    person = Stakeholder(number, version=1, added_on=then, **values)
                    everybody.append(person)
    late = {one.stakeholder.id for one in rules.overdue_people(everybody, FRIDAY)}
    assert 0 < len(late) < len(everybody)
    assert see(session, ada, now).late_count == len(late)


@pytest.mark.parametrize("source", ["wins", "conversations"])
def test_the_steps_are_done_by_a_win_three_people_and_a_reaction(
    session: Connection, ada: Actor, now: datetime, source: str
) -> None:
    owner = start(session, ada, now)
    assert see(session, ada, now).counts.steps == Steps(won=False, people=0, reacted=False)
    if source == "wins":
        add_win(session, owner, FRIDAY, now, source="reaction")
    else:
        add_win(session, owner, FRIDAY, now)
        add_talk(session, owner, FRIDAY, now, source="reaction")
    for _ in range(3):
        add_person(session, owner, now, FRIDAY)
    steps = see(session, ada, now).counts.steps
    assert (steps, steps.done) == (Steps(won=True, people=3, reacted=True), True)


def test_a_reaction_taken_away_was_a_reaction(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    add_win(session, owner, FRIDAY, now, state="draft", source="withdrawn", deleted_at=now)
    assert see(session, ada, now).counts.steps == Steps(won=False, people=0, reacted=True)


def test_nobody_sees_anything_of_another(
    session: Connection, ada: Actor, maya: Actor, zoe: Actor, now: datetime
) -> None:
    owner = start(session, ada, now)
    for other in (maya, zoe):
        start(session, other, now)
    empty = see(session, maya, now)
    add_win(session, owner, FRIDAY, now, source="reaction")
    add_win(session, owner, FRIDAY, now, state="draft")
    add_win(session, owner, FRIDAY, now, deleted_at=now)
    late = add_person(session, owner, now, FRIDAY - timedelta(days=30))
    add_talk(session, owner, FRIDAY, now, (late,))
    assert see(session, maya, now) == empty
    assert see(session, zoe, now).counts == empty.counts


def test_a_long_record_takes_no_more_statements_than_a_short_one(
    session: Connection, ada: Actor, now: datetime
) -> None:
    owner = start(session, ada, now)
    late = add_person(session, owner, now, FRIDAY - timedelta(days=30))
    add_talk(session, owner, FRIDAY, now, (late,))
    with counted(session) as few:
        see(session, ada, now)
    for number in range(60):
        add_talk(session, owner, FRIDAY - timedelta(days=number % 9), now, (late,))
        add_win(session, owner, FRIDAY - timedelta(days=number % 9), now, state=("kept", "draft")[number % 2])
        add_person(session, owner, now, FRIDAY - timedelta(days=30))
    with counted(session) as many:
        see(session, ada, now)
    assert len(many) == len(few) <= 8


def test_names_that_are_not_shown_are_not_decrypted(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    add_person(session, owner, now, FRIDAY, name="nobody is late")
    session.execute(update(stakeholders).values(notes="private", interests="private"))
    with counted(session) as said:
        see(session, ada, now)
    assert not any("notes" in statement or "stakeholders.name" in statement for statement in said)
