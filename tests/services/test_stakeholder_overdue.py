"""The overdue list: its pages, who is named, and how little is read for it; on both databases."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event

from bot.domain.members import Actor
from bot.domain.stakeholder_overdue import PAGE, Overdue
from bot.domain.stakeholders import State, read_add_line
from bot.services import stakeholder_overdue, stakeholders
from bot.store.database import Session

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)


def add(session: Session, actor: Actor, first: int, many: int, now: datetime) -> None:
    for number in range(first, first + many):
        stakeholders.add_people(session, actor, read_add_line(f"Person {chr(65 + number)}x sponsor"), f"{number}", now)


def test_only_who_is_on_the_page_is_named_and_all_are_counted(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, 0, PAGE + 2, now)
    later = now + 9 * DAY
    first = stakeholder_overdue.see(session, ada, 0, later)
    assert (first.total, len(first.late), first.offset) == (PAGE + 2, PAGE + 2, 0)
    assert {each.standing.state for each in first.late} == {State.OVERDUE}
    named = [bool(each.stakeholder.name) for each in first.late]
    assert named == [True] * PAGE + [False] * 2
    second = stakeholder_overdue.see(session, ada, PAGE, later)
    assert [each.stakeholder.name for each in second.late[PAGE:]] == ["Person Kx", "Person Lx"]
    assert stakeholder_overdue.see(session, ada, 500, later).offset == 0


def test_who_is_next_is_named_too(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, 0, 1, now)
    (coming,) = stakeholder_overdue.see(session, ada, 0, now + 2 * DAY).coming
    assert (coming.stakeholder.name, coming.state) == ("Person Ax", State.OVERDUE)


def test_somebody_else_finds_nobody(session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime) -> None:
    add(session, ada, 0, 2, now)
    for other in (maya, zoe):
        assert stakeholder_overdue.see(session, other, 0, now + 9 * DAY) == Overdue(date(2026, 11, 29))
        stakeholders.add_people(session, other, read_add_line("Own Person"), "own", now)
        theirs = stakeholder_overdue.see(session, other, 0, now + 9 * DAY)
        assert [each.stakeholder.name for each in theirs.late] == ["Own Person"]


def test_the_number_of_statements_does_not_grow_with_the_people(session: Session, ada: Actor, now: datetime) -> None:
    asked: list[str] = []

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    add(session, ada, 0, 1, now)
    counts = []
    for more in (0, 20):
        add(session, ada, 1, more, now)
        asked.clear()
        event.listen(session.engine, "before_cursor_execute", note)
        stakeholder_overdue.see(session, ada, 0, now + 9 * DAY)
        event.remove(session.engine, "before_cursor_execute", note)
        counts.append(len(asked))
    assert counts[0] == counts[1] == 4
