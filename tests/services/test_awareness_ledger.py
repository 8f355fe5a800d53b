"""The ledger looked at and set right by hand, on both databases; in as many statements however long the record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, insert, select, update

from bot.domain.awareness import How, Places
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import read_add_line
from bot.services import awareness, conversations, samples, stakeholders, wins
from bot.store.database import Session
from bot.store.tables import awareness as table
from bot.store.tables import stakeholders as people
from bot.store.tables import wins as win_table

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 20)
DAY = date(2026, 11, 9)
MINUTE = timedelta(minutes=1)
RUI, SAM, MARIA = 1, 2, 3


@pytest.fixture
def record(session: Session, ada: Actor, now: datetime) -> list[int]:
    """Rui, Sam and Maria, and three wins; Sam was there at the third one."""
    for line in ("<@U0RUI> <@U0SAM> sponsor", "Maria Lopez mentor"):
        stakeholders.add_people(session, ada, read_add_line(line), "", now)
    lines = ("shipped the queue", "cut the bill", "led the review <@U0SAM>")
    return [wins.log_line(session, ada, line, "", now).win.id for line in lines]


def known(session: Session) -> list[tuple[object, ...]]:
    columns = (table.c.win_id, table.c.stakeholder_id, table.c.how, table.c.since)
    return [tuple(row) for row in session.execute(select(*columns).order_by(table.c.win_id, table.c.stakeholder_id))]


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(session.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(session.engine, "before_cursor_execute", note)


# Looking


def test_a_win_says_who_knows_it_and_who_does_not(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    session.execute(update(people).where(people.c.id == MARIA).values(decider=True))
    found = awareness.see_win(session, ada, record[2], 0, now)
    assert (found.win.title, found.total, found.unaware, found.today) == ("led the review", 1, 2, TODAY)
    assert [(each.stakeholder.id, each.how, each.since) for each in found.knowing] == [(SAM, "was_there", TODAY)]
    assert [each.id for each in found.not_yet] == [MARIA, RUI]
    session.execute(update(people).where(people.c.id == RUI).values(archived_at=now))
    assert awareness.see_win(session, ada, record[2], 0, now).unaware == 1


@pytest.mark.parametrize("values", [{"private": True}, {"state": "draft", "kept_at": None}])
def test_nobody_is_proposed_for_a_win_that_is_not_to_be_told(
    session: Session, ada: Actor, record: list[int], now: datetime, values: dict[str, object]
) -> None:
    session.execute(update(win_table).where(win_table.c.id == record[0]).values(values))
    found = awareness.see_win(session, ada, record[0], 0, now)
    assert (found.not_yet, found.unaware, found.draft) == ((), 3, "state" in values)


def test_a_person_says_which_wins_they_know_and_which_not(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    secret = wins.log_line(session, ada, "kept to myself", "", now).win.id
    session.execute(update(win_table).where(win_table.c.id == secret).values(private=True))
    gone, draft = (wins.log_line(session, ada, title, "", now).win.id for title in ("gone", "a draft"))
    wins.undo(session, ada, gone, "", now)
    session.execute(update(win_table).where(win_table.c.id == draft).values(state="draft", kept_at=None))
    found = awareness.see_person(session, ada, SAM, Places(), now)
    assert [line.id for line in found.untold] == [record[1], record[0]]
    assert [(each.win.id, each.how) for each in found.known] == [(record[2], "was_there")]
    assert (found.untold_total, found.known_total, found.private) == (2, 1, 1)
    awareness.note_known(session, ada, secret, [SAM], How.TOLD, DAY, "", now)
    found = awareness.see_person(session, ada, SAM, Places(), now)
    assert ([each.win.id for each in found.known], found.private) == ([record[2], secret], 0)


def test_made_up_wins_are_for_made_up_people_only(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    samples.add(session, ada, "", now)
    made_up = session.scalars(select(people.c.id).where(people.c.sample)).all()
    found = awareness.see_person(session, ada, made_up[0], Places(), now)
    assert {line.sample for line in found.untold} == {True}
    real = awareness.see_person(session, ada, RUI, Places(), now)
    assert [line.id for line in real.untold] == record[::-1]
    assert awareness.see_win(session, ada, record[0], 0, now).unaware == 3


def test_pages_end_with_the_last_one(session: Session, ada: Actor, record: list[int], now: datetime) -> None:
    more = [wins.log_line(session, ada, f"win {number}", "", now).win.id for number in range(20)]
    found = awareness.see_person(session, ada, RUI, Places(untold=999, known=999, ticked=(7,)), now)
    assert (found.places, len(found.untold)) == (Places(20, 0, (7,)), 3)
    awareness.note_known(session, ada, more[0], [RUI, SAM, MARIA], How.TOLD, DAY, "", now)
    assert awareness.see_win(session, ada, more[0], 500, now).offset == 0


def test_people_are_found_by_what_is_known_of_them(
    session: Session, ada: Actor, maya: Actor, record: list[int], now: datetime
) -> None:
    session.execute(update(people).where(people.c.id == RUI).values(known_as="Rui Costa", function="Finance"))

    def offered(typed: str, win: int = record[2]) -> list[int]:
        return [each.id for each in awareness.offer(session, ada, win, typed)]

    assert [offered(typed) for typed in ("", "LOPEZ", "rui finance", "sponsor", "nobody")] == [
        [RUI, MARIA],
        [MARIA],
        [RUI],
        [RUI],
        [],
    ]
    assert offered("", record[0]) == [RUI, SAM, MARIA]
    assert offered("", 99) == []
    assert awareness.offer(session, maya, record[0], "") == []


def test_a_long_record_takes_as_many_statements_as_a_short_one(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    def statements() -> list[int]:
        found = []
        for look in (
            lambda: awareness.see_win(session, ada, record[2], 0, now),
            lambda: awareness.see_person(session, ada, SAM, Places(), now),
            lambda: awareness.offer(session, ada, record[2], "a"),
        ):
            with counted(session) as said:
                look()
            found.append(len(said))
        return found

    few = statements()
    rows = [{"state": "kept", "kept_at": now, "source": "command", "created_at": now, "happened_on": DAY}]
    session.execute(insert(win_table), [row | {"member_id": 1, "title": f"w{n}"} for row in rows for n in range(300)])
    person = {"member_id": 1, "relationship": "peer", "added_on": DAY, "created_at": now, "user_id": ""}
    session.execute(insert(people), [person | {"name": f"p{n}"} for n in range(60)])
    ids = session.scalars(select(win_table.c.id)).all()
    whom = session.scalars(select(people.c.id)).all()
    awareness.mark_sent(session, ada, ids[:150], whom[:-5], "", now)
    assert statements() == few
    assert max(few) <= 6


# By hand


def test_who_knows_it_is_added_with_how_and_since_and_touches_no_clock(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    news, before = awareness.note_known(session, ada, record[2], [RUI, SAM, 99], How.REACTED, DAY, "", now)
    assert ([each.id for each in news], [each.id for each in before]) == ([RUI], [SAM])
    assert known(session) == [(record[2], RUI, "reacted", DAY), (record[2], SAM, "was_there", TODAY)]
    assert stakeholders.see_stakeholder(session, ada, RUI).last_conversation_on is None


def test_one_is_taken_back_and_put_back_as_it_was(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    told = awareness.mark_told(session, ada, [record[0]], RUI, "", now)
    before = known(session)
    gone = awareness.take_back(session, ada, record[0], RUI, "", now + MINUTE)
    assert (gone.how, gone.since, gone.noted_at, gone.before) == (How.TOLD, TODAY, now, False)
    assert awareness.take_back(session, ada, record[0], RUI, "", now + MINUTE).before
    assert [row[0] for row in known(session)] == [record[2]]
    assert gone.noted_at is not None
    again = (record[0], RUI, gone.how, gone.since, gone.noted_at, "", now + 2 * MINUTE)
    assert not awareness.put_back(session, ada, *again).before
    assert awareness.put_back(session, ada, *again).before
    assert known(session) == before
    conversations.undo_conversation(session, ada, told.conversation_id, "", now + 3 * MINUTE)
    assert [row[0] for row in known(session)] == [record[2]]


def test_what_cannot_be_noted_is_refused(session: Session, ada: Actor, record: list[int], now: datetime) -> None:
    note: Callable[..., object] = awareness.note_known
    refused = [
        (record[0], [], DAY, ("knows_missing", "people")),
        (record[0], [99], DAY, ("knows_missing", "people")),
        (record[0], [RUI], TODAY + timedelta(days=2), ("knows_ahead", "since")),
        (99, [RUI], DAY, ("not_found", None)),
    ]
    for win, who, since, expected in refused:
        with pytest.raises(Refused) as problem:
            note(session, ada, win, who, How.TOLD, since, "", now)
        assert (problem.value.code, problem.value.parts.get("field")) == expected
    for pair in ((99, RUI), (record[0], 99)):
        with pytest.raises(Refused, match="not_found"):
            awareness.take_back(session, ada, *pair, "", now)
        with pytest.raises(Refused, match="not_found"):
            awareness.put_back(session, ada, *pair, How.TOLD, DAY, now, "", now)
    with pytest.raises(Refused, match="not_found"):
        awareness.see_win(session, ada, 99, 0, now)
    with pytest.raises(Refused, match="not_found"):
        awareness.see_person(session, ada, 99, Places(), now)


def test_nobody_looks_into_or_changes_somebody_elses_ledger(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, record: list[int], now: datetime
) -> None:
    before = known(session)
    for other in (maya, zoe):
        for started in (False, True):
            if started:
                wins.log_line(session, other, "mine", "", now)
            for act in (
                lambda who: awareness.see_win(session, who, record[2], 0, now),
                lambda who: awareness.see_person(session, who, SAM, Places(), now),
                lambda who: awareness.note_known(session, who, record[0], [RUI], How.TOLD, DAY, "", now),
                lambda who: awareness.take_back(session, who, record[2], SAM, "", now),
                lambda who: awareness.put_back(session, who, record[0], SAM, How.TOLD, DAY, now, "", now),
            ):
                with pytest.raises(Refused) as problem:
                    act(other)
                assert problem.value.code in {"not_found", "not_started"}
            assert awareness.offer(session, other, record[0], "") == []
    assert known(session) == before
