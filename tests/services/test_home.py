"""Home's data: the right week, a fixed number of statements, nothing of anybody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, update

from bot.domain import stakeholder_coming
from bot.domain import stakeholders as rules
from bot.domain.away import Away
from bot.domain.home import Family, HomeData, MemberHome, Pages, Steps
from bot.domain.members import Actor
from bot.domain.refusals import Surface
from bot.domain.stakeholders import Relationship, Stakeholder, State
from bot.domain.weeks import Week
from bot.domain.wins import Category
from bot.services import finding, home, members, refusals
from bot.store import away, followups, praise
from bot.store.tables import awareness, conversation_people, conversations, stakeholders, wins
from bot.store.tables import members as member_rows

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


def see(session: Connection, actor: Actor, now: datetime, pages: Pages | None = None) -> MemberHome:
    found = home.see_home(session, actor, now, pages).started
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


@pytest.mark.parametrize(
    ("first_weekday", "first", "wins", "two_weeks"),
    [(0, 16, 3, 5), (6, 15, 3, 4), (5, 14, 2, 3)],
    ids=["Monday", "Sunday", "Saturday"],
)
def test_the_week_is_the_local_one_from_the_members_first_day_on(
    session: Connection, ada: Actor, now: datetime, first_weekday: int, first: int, wins: int, two_weeks: int
) -> None:
    owner = start(session, ada, now)
    session.execute(update(member_rows).values(first_weekday=first_weekday))
    for day in (13, 15, 16, 21, 22):
        add_win(session, owner, date(2026, 11, day), now, f"on {day}")
        add_talk(session, owner, date(2026, 11, day), now)
    found = see(session, ada, now)
    assert found.week == Week(date(2026, 11, first), wins, wins)
    assert (found.weeks[0].first, len(found.weeks)) == (date(2026, 11, first) - timedelta(weeks=11), 12)
    assert sum(week.wins for week in found.weeks[-2:]) == two_weeks


def test_after_midnight_it_is_the_members_next_week(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    add_win(session, owner, date(2026, 11, 23), now)
    late_on_sunday = datetime.fromisoformat("2026-11-22T23:30:00+00:00")  # Monday already in Berlin
    assert see(session, ada, late_on_sunday).week == Week(date(2026, 11, 23), 1, 0)


def test_twelve_weeks_are_counted_by_week_and_category(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    first = date(2026, 8, 31)
    for day, category in (
        (first - timedelta(days=1), "skill"),  # before the twelve weeks
        (first, "skill"),
        (first + timedelta(days=6), ""),
        (FRIDAY - timedelta(weeks=4), "skill"),
        (FRIDAY - timedelta(weeks=3), "skill"),
        (FRIDAY, "performance"),
        (FRIDAY, "performance"),
    ):
        add_win(session, owner, day, now, category=category)
    add_win(session, owner, FRIDAY, now, state="draft")
    add_win(session, owner, FRIDAY, now, deleted_at=now)
    add_talk(session, owner, first + timedelta(days=7), now)
    add_talk(session, owner, FRIDAY, now, deleted_at=now)
    found = see(session, ada, now)
    assert [week.wins for week in found.weeks] == [2, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 2]
    assert [week.talks for week in found.weeks] == [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert found.families == (
        Family(Category.PERFORMANCE, 2, 2, FRIDAY),
        Family(Category.SKILL, 0, 3, FRIDAY - timedelta(weeks=3)),
        Family(None, 0, 1, first + timedelta(days=6)),
    )


def test_conversations_are_listed_with_their_people(session: Connection, ada: Actor, now: datetime) -> None:
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
        (date(2026, 11, 15), "", ""),
    ]
    assert [[(one.user_id, one.name) for one in talk.people] for talk in talks] == [
        [("U0RUI", "")],
        [("", "Maria"), ("U0RUI", "")],
        [("U0RUI", "")],
    ]


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
    assert (counts.wins, counts.talks, counts.drafts, counts.deleted) == (1, 0, 1, 2)
    assert (found.week.wins, found.week.talks) == (1, 0)


def test_lists_come_in_pages_and_counts_are_of_all(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    for number in range(12):
        add_win(session, owner, FRIDAY - timedelta(days=number), now, f"win {number}")
        add_win(session, owner, FRIDAY, now, f"draft {number}", state="draft")
        add_talk(session, owner, FRIDAY - timedelta(days=number), now, kind=str(number))
        add_person(session, owner, now, FRIDAY - timedelta(days=30 + number), name=f"person {number}")
    found = see(session, ada, now)
    assert [win.title for win in found.drafts] == ["draft 11", "draft 10", "draft 9"]
    assert [win.title for win in found.wins] == [f"win {number}" for number in range(5)]
    assert [talk.kind for talk in found.talks] == ["0", "1", "2", "3"]
    assert [one.stakeholder.name for one in found.late] == ["person 11", "person 10", "person 9"]
    assert (found.counts.wins, found.counts.talks, found.counts.drafts, found.overdue) == (12, 12, 12, 12)
    turned = see(session, ada, now, Pages(wins=5, talks=8, people=9))
    assert turned.pages == Pages(wins=5, talks=8, people=9)
    assert [win.title for win in turned.wins] == [f"win {number}" for number in range(5, 10)]
    assert [talk.kind for talk in turned.talks] == ["8", "9", "10", "11"]
    assert [one.stakeholder.name for one in turned.late] == ["person 2", "person 1", "person 0"]


def test_a_page_that_is_no_more_is_the_last_one(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    for number in range(7):
        add_win(session, owner, FRIDAY - timedelta(days=number), now, f"win {number}")
    found = see(session, ada, now, Pages(wins=500, talks=500, people=500))
    assert found.pages == Pages(wins=5, talks=0, people=0)
    assert [win.title for win in found.wins] == ["win 5", "win 6"]


def test_people_overdue_come_latest_first_with_their_names(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    long_ago, lately = FRIDAY - timedelta(days=100), FRIDAY - timedelta(days=3)
    add_person(session, owner, now, long_ago, name="Late", last_conversation_on=FRIDAY - timedelta(days=50))
    add_person(session, owner, now, long_ago, name="Latest", last_conversation_on=FRIDAY - timedelta(days=90))
    add_person(session, owner, now, long_ago, user_id="U0SAM", last_conversation_on=lately)
    add_person(session, owner, now, long_ago, name="Archived", archived_at=now)
    add_person(session, owner, now, long_ago, name="Snoozed", snoozed_until=FRIDAY + timedelta(days=7))
    add_person(session, owner, now, FRIDAY, name="New")
    found = see(session, ada, now)
    assert [one.stakeholder.name for one in found.late] == ["Latest", "Late", "New"]
    assert (found.overdue, found.due) == (2, 1)
    assert found.counts.steps.people == 5


def test_away_days_count_against_nobodys_rhythm(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    add_person(session, owner, now, FRIDAY, last_conversation_on=FRIDAY - timedelta(days=46))
    assert (see(session, ada, now).overdue, see(session, ada, now).away) == (1, None)
    away.add(session, owner, Away(FRIDAY - timedelta(days=1), FRIDAY), now)
    found = see(session, ada, now)
    assert (found.overdue, found.due) == (0, 1)
    assert found.away is not None
    assert (found.away.first, found.away.last) == (FRIDAY - timedelta(days=1), FRIDAY)


def test_home_finds_exactly_those_overdue_or_due_by_the_rule(session: Connection, ada: Actor, now: datetime) -> None:
    """The query leaves people out by itself; it must never leave out one too many."""
    owner = start(session, ada, now)
    everybody = []
    for relationship in Relationship:
        for days in (0, 1, 2, 6, 7, 8, 14, 15, 60, 61, 121):
            for ideal, worst in ((None, None), (1, None), (None, 1), (7, 200), (200, None)):
                for talked in (True, False):
                    then = FRIDAY - timedelta(days=days)
                    values: dict[str, Any] = {"relationship": relationship, "ideal_days": ideal, "worst_days": worst}
                    values |= {"snoozed_until": FRIDAY + timedelta(days=5)} if days == 61 else {}
                    values |= {"last_conversation_on": then} if talked else {}
                    number = add_person(session, owner, now, then, **values)
                    everybody.append(Stakeholder(number, version=1, added_on=then, **values))
    overdue = rules.late_people(everybody, FRIDAY, State.OVERDUE)
    late = rules.late_people(everybody, FRIDAY, State.OVERDUE, State.DUE)
    assert 0 < len(overdue) < len(late) < len(everybody)
    found = see(session, ada, now)
    assert (found.overdue, found.due) == (len(overdue), len(late) - len(overdue))
    coming = stakeholder_coming.coming_people(everybody, FRIDAY)
    assert 0 < found.coming == len(coming)


def test_who_wakes_up_next_week_is_counted_as_coming(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    long_ago = FRIDAY - timedelta(days=100)
    for days in (7, 8):
        add_person(session, owner, now, long_ago, name="Snoozed", snoozed_until=FRIDAY + timedelta(days=days))
    found = see(session, ada, now)
    assert (found.overdue, found.due, found.coming) == (0, 0, 1)


@pytest.mark.parametrize("kind", ["wins", "talks", "people"])
def test_samples_are_recognised_wherever_they_are(session: Connection, ada: Actor, now: datetime, kind: str) -> None:
    owner = start(session, ada, now)
    add_win(session, owner, FRIDAY, now)
    assert see(session, ada, now).counts.samples is None
    if kind == "wins":
        add_win(session, owner, FRIDAY, now, sample=True)
    elif kind == "talks":
        add_talk(session, owner, FRIDAY, now, sample=True)
    else:
        add_person(session, owner, now, FRIDAY, sample=True)
    assert see(session, ada, now).counts.samples is not None


def test_praise_is_known_of_the_drafts_that_are_shown(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    praised = add_win(session, owner, FRIDAY, now, state="draft", source="praise")
    praise.put(session, owner, [praised], "U0MAYA", "1.1", now)
    add_win(session, owner, FRIDAY, now, state="draft")
    assert see(session, ada, now).praised == {praised: ("U0MAYA",)}


def test_blocks_refused_on_home_are_known(session: Connection, ada: Actor, zoe: Actor, now: datetime) -> None:
    start(session, ada, now)
    start(session, zoe, now)
    workspace_id = see(session, ada, now).member.workspace_id
    refusals.note(session, workspace_id, Surface.HOME, {"data_table"}, now)
    assert see(session, ada, now).refused == {"data_table"}
    assert see(session, zoe, now).refused == frozenset()


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
    add_win(session, owner, FRIDAY, now, "praise of others", state="draft", source="withdrawn", deleted_at=now)
    assert see(session, ada, now).counts.steps == Steps(won=False, people=0, reacted=False)
    event_ts = "1763700000.000100"
    add_win(session, owner, FRIDAY, now, state="draft", source="withdrawn", deleted_at=now, reaction_event_ts=event_ts)
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
    away.add(session, owner, Away(FRIDAY, FRIDAY), now)
    assert see(session, maya, now) == empty
    assert replace(see(session, zoe, now), member=empty.member, weeks=empty.weeks) == empty


def test_a_long_record_takes_no_more_statements_than_a_short_one(
    session: Connection, ada: Actor, now: datetime
) -> None:
    owner = start(session, ada, now)
    late = add_person(session, owner, now, FRIDAY - timedelta(days=30))
    add_talk(session, owner, FRIDAY, now, (late,))
    add_win(session, owner, FRIDAY, now, state="draft")
    add_win(session, owner, FRIDAY, now)
    add_person(session, owner, now, FRIDAY - timedelta(days=30))
    followups.add_followup(session, owner, None, late, "send it", FRIDAY, now)
    with counted(session) as few:
        see(session, ada, now)
    away.add(session, owner, Away(FRIDAY, FRIDAY), now)
    for number in range(60):
        add_talk(session, owner, FRIDAY - timedelta(days=number % 9), now, (late,))
        add_win(session, owner, FRIDAY - timedelta(days=number % 9), now, state=("kept", "draft")[number % 2])
        away.add(session, owner, Away(FRIDAY - timedelta(days=number), FRIDAY), now)
        person = add_person(session, owner, now, FRIDAY - timedelta(days=30))
        followups.add_followup(session, owner, None, person, "send it", FRIDAY, now)
    with counted(session) as many:
        see(session, ada, now)
    assert len(many) == len(few) == 26


def test_what_is_due_today_or_past_its_day_is_there_with_whom_it_concerns(
    session: Connection, ada: Actor, maya: Actor, now: datetime
) -> None:
    owner = start(session, ada, now)
    rui, maria = (add_person(session, owner, now, FRIDAY, name=name) for name in ("Rui", "Maria"))
    for days, who in ((-9, rui), (0, maria), (1, rui)):
        followups.add_followup(session, owner, None, who, f"in {days}", FRIDAY + timedelta(days=days), now)
    followups.add_followup(session, owner, None, rui, "some day", None, now)
    found = see(session, ada, now)
    assert [(one.text, found.promised[one.people[0]].name) for one in found.promises] == [
        ("in -9", "Rui"),
        ("in 0", "Maria"),
    ]
    start(session, maya, now)
    assert see(session, maya, now).promises == ()


def test_of_many_that_are_due_only_the_shown_are_read_in_full(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    rui = add_person(session, owner, now, FRIDAY, name="Rui")
    for days in range(5):
        followups.add_followup(session, owner, None, rui, f"{days} ago", FRIDAY - timedelta(days=days), now)
    assert [one.text for one in see(session, ada, now).promises] == ["", "", "2 ago", "1 ago", "0 ago"]


def test_names_that_are_not_shown_are_not_decrypted(session: Connection, ada: Actor, now: datetime) -> None:
    owner = start(session, ada, now)
    add_person(session, owner, now, FRIDAY, name="nobody is late", last_conversation_on=FRIDAY)
    session.execute(update(stakeholders).values(notes="private", interests="private"))
    with counted(session) as said:
        see(session, ada, now)
    assert not any("notes" in statement or "stakeholders.name" in statement for statement in said)


def test_what_nobody_with_a_say_knows_is_counted_as_the_list_counts_it(
    session: Connection, ada: Actor, maya: Actor, now: datetime
) -> None:
    """Private, sample, draft and deleted wins do not count, nor do people who are archived or made up."""
    owner = start(session, ada, now)
    kept = [add_win(session, owner, FRIDAY, now, f"win {number}") for number in range(5)]
    for values in ({"private": True}, {"sample": True}, {"state": "draft"}, {"deleted_at": now}):
        add_win(session, owner, FRIDAY, now, **values)
    knows, archived, sample = (add_person(session, owner, now, FRIDAY, name=name) for name in "abc")
    session.execute(update(stakeholders).where(stakeholders.c.id == archived).values(archived_at=now))
    session.execute(update(stakeholders).where(stakeholders.c.id == sample).values(sample=True))
    noted = {"member_id": owner, "how": "told", "since": FRIDAY, "created_at": now}
    for win, who in ((kept[0], knows), (kept[1], archived), (kept[2], sample), (kept[3], knows), (kept[3], archived)):
        session.execute(insert(awareness).values(**noted, win_id=win, stakeholder_id=who))
    counts = see(session, ada, now).counts
    assert (counts.to_tell, counts.untold) == (5, 3)
    listed = finding.find_text(session, ada, "known to nobody", 0, now)
    assert sorted(win.id for win in listed.wins) == [kept[1], kept[2], kept[4]]
    assert (listed.total, listed.drafts) == (3, 0)
    start(session, maya, now)
    assert (see(session, maya, now).counts.to_tell, see(session, maya, now).counts.untold) == (0, 0)
