"""Awareness of witnesses, on both databases."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from bot.domain.members import Actor
from bot.domain.stakeholders import read_add_line
from bot.services import stakeholders, wins
from bot.store import awareness
from bot.store.database import Session
from bot.store.tables import awareness as table

pytestmark = pytest.mark.both_databases

SINCE = date(2026, 11, 19)


def rows(session: Session) -> list[tuple[object, ...]]:
    columns = (table.c.member_id, table.c.win_id, table.c.stakeholder_id, table.c.how, table.c.since)
    return [tuple(row) for row in session.execute(select(*columns).order_by(table.c.id))]


def test_witnesses_who_are_stakeholders_know_the_win_since_then(
    session: Session, ada: Actor, maya: Actor, now: datetime
) -> None:
    stakeholders.add_people(session, ada, read_add_line("<@U0RUI> <@U0SAM> sponsor"), "", now)
    stakeholders.add_people(session, ada, read_add_line("Priya peer"), "", now)
    stakeholders.add_people(session, maya, read_add_line("<@U0PRIYA> sponsor"), "", now)
    win = wins.log_line(session, ada, "shipped it", "", now).win
    known = awareness.note_witnesses(session, 1, win.id, ["U0SAM", "U0PRIYA", "", "U0SAM"], SINCE, now)
    assert known == 1
    assert rows(session) == [(1, win.id, 2, "was_there", SINCE)]
    again = awareness.note_witnesses(session, 1, win.id, ["U0RUI", "U0SAM"], date(2026, 11, 20), now)
    assert again == 1
    assert rows(session) == [(1, win.id, 2, "was_there", SINCE), (1, win.id, 1, "was_there", date(2026, 11, 20))]


def test_a_win_without_witnesses_asks_nothing(session: Session) -> None:
    assert awareness.note_witnesses(session, 1, 1, [], SINCE, datetime(2026, 11, 20)) == 0


def test_somebody_elses_win_is_not_touched(session: Session, ada: Actor, maya: Actor, now: datetime) -> None:
    win = wins.log_line(session, ada, "shipped it", "", now).win
    stakeholders.add_people(session, maya, read_add_line("<@U0RUI> sponsor"), "", now)
    assert awareness.note_witnesses(session, 2, win.id, ["U0RUI"], SINCE, now) == 0
    assert rows(session) == []
