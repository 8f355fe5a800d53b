"""The inbox's use cases, on both databases."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.domain.evidence import Captured
from bot.domain.inbox import Choice, Decision, Entry
from bot.domain.measures import find_measures
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.stakeholders import read_add_line
from bot.domain.wins import NewWin, WinState
from bot.services import evidence, inbox, members, praise, stakeholders, wins
from bot.store.database import Session
from bot.store.tables import to_tell

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def start(session: Session, ada: Actor, maya: Actor, now: datetime) -> None:
    for actor in (ada, maya):
        members.note_record(session, members.enrol(session, actor, now), now)


def draft(session: Session, actor: Actor, now: datetime, count: int = 1, first: int = 0) -> list[int]:
    """Drafts by reaction, each with a title, the first one first."""
    made = []
    for number in range(first, first + count):
        place = Captured("C0GENERAL", f"{1763600000 + number}.000100", author="U0LEO")
        found = evidence.draft_by_reaction(session, actor, place, f"{1763700000 + number}.000100", "", now).win
        assert found is not None
        pending = evidence.find_pending(session, actor, found.id)
        assert pending is not None
        evidence.note_text(session, pending, "U0LEO", f"Thing {number}", "", "", now)
        made.append(found.id)
    return made


def decision(win_id: int, choice: Choice, title: str = "", tell: Any = None, version: int = 1) -> Decision:
    new = NewWin(title, datetime(2026, 11, 19).date()) if title else None
    return Decision(Entry(win_id, version), choice, new, tell)


def test_the_newest_come_first_a_page_at_a_time(session: Session, ada: Actor, maya: Actor, now: datetime) -> None:
    ids = draft(session, ada, now, 12)
    draft(session, maya, now)
    first, second = (inbox.see_inbox(session, ada, offset, now) for offset in (0, 10))
    assert [item.win.id for item in first.items] == ids[:1:-1]
    assert ([item.win.id for item in second.items], second.total, second.offset) == ([ids[1], ids[0]], 12, 10)
    assert inbox.see_inbox(session, ada, 20, now).items == ()


def test_batches_go_on_behind_the_last_one_and_say_where_they_stand(
    session: Session, ada: Actor, now: datetime
) -> None:
    ids = draft(session, ada, now, 7)
    first = inbox.see_batch(session, ada, 0, now)
    assert ([item.win.id for item in first.items], first.before, first.total) == (ids[:1:-1], 0, 7)
    second = inbox.see_batch(session, ada, ids[2], now)
    assert ([item.win.id for item in second.items], second.before) == ([ids[1], ids[0]], 5)
    behind_all = inbox.see_batch(session, ada, ids[0], now)
    assert (behind_all.items, behind_all.before) == (first.items, 0)


def test_five_hundred_drafts_are_asked_for_in_as_many_statements_as_five(
    session: Session, ada: Actor, now: datetime
) -> None:
    stakeholders.add_people(session, ada, read_add_line("<@U0SAM> sponsor"), "", now)

    def asked(see: Any, *args: Any) -> int:
        statements: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
            statements.append(statement)

        event.listen(session.engine, "before_cursor_execute", note)
        see(session, ada, *args, now)
        event.remove(session.engine, "before_cursor_execute", note)
        return len(statements)

    draft(session, ada, now, 5)
    few = [asked(inbox.see_inbox, 0), asked(inbox.see_batch, 0)]
    draft(session, ada, now, 60, first=5)
    assert [asked(inbox.see_inbox, 0), asked(inbox.see_batch, 0)] == few
    assert max(few) <= 14


def test_praise_of_kept_wins_is_shown_for_a_month(session: Session, ada: Actor, now: datetime) -> None:
    (win_id,) = draft(session, ada, now)
    wins.save(session, ada, win_id, 1, NewWin("Kept", now.date()), "", now)
    place = Captured("C0GENERAL", "1763600000.000100", author="U0ADA")
    praise.note(session, ada, "U0MAYA", place, "1763700009.000100", now)
    shown = inbox.see_inbox(session, ada, 0, now)
    assert [(item.win.id, item.praised_by) for item in shown.praised] == [(win_id, ("U0MAYA",))]
    assert inbox.see_inbox(session, ada, 10, now).praised == ()
    assert inbox.see_inbox(session, ada, 0, now + timedelta(days=31)).praised == ()
    praise.take_back(session, ada, "U0MAYA", place, "1763700010.000100", now)
    assert inbox.see_inbox(session, ada, 0, now).praised == ()


def test_each_draft_becomes_what_was_decided(session: Session, ada: Actor, maya: Actor, now: datetime) -> None:
    stakeholders.add_people(session, ada, read_add_line("<@U0SAM> <@U0RUI> sponsor"), "", now)
    stakeholders.add_people(session, maya, read_add_line("<@U0LEO> sponsor"), "", now)
    one, two, three, four = draft(session, ada, now, 4)
    done = inbox.finish(
        session,
        ada,
        [
            decision(four, Choice.KEEP, "Mine", (1, 2, 3, 99)),
            decision(three, Choice.DISMISS),
            decision(two, Choice.LATER, "Better", (2,)),
            decision(one, Choice.LATER),
        ],
        two,
        "key",
        now,
    )
    assert ([win.title for win in done.kept], done.dismissed, done.changed, done.gone) == (["Mine"], (three,), (), ())
    assert (done.waiting, done.further) == (2, 1)
    titles = {item.win.id: (item.win.title, item.win.version, item.tell) for item in _items(session, ada, now)}
    assert titles == {two: ("Better", 2, (2,)), one: ("Thing 0", 1, ())}
    kept = wins.see(session, ada, four)
    assert (kept.state, kept.kept_at, len(kept.evidence)) == (WinState.KEPT, now, 1)
    assert session.execute(select(to_tell.c.win_id, to_tell.c.stakeholder_id).order_by(to_tell.c.id)).all() == [
        (four, 1),
        (four, 2),
        (two, 2),
    ]
    again = [decision(two, Choice.LATER, "Better", (), version=2)]
    inbox.finish(session, ada, again, 0, "other", now)
    assert {item.tell for item in _items(session, ada, now)} == {()}


def _items(session: Session, actor: Actor, now: datetime) -> Any:
    return inbox.see_inbox(session, actor, 0, now).items


def test_what_was_changed_elsewhere_or_is_gone_keeps_nobody_from_being_saved(
    session: Session, ada: Actor, now: datetime
) -> None:
    one, two, three = draft(session, ada, now, 3)
    wins.save(session, ada, one, 1, NewWin("Elsewhere", now.date()), "", now)
    wins.undo(session, ada, two, "", now)
    decisions = [decision(win_id, Choice.KEEP, "Mine") for win_id in (one, two, three, 999)]
    done = inbox.finish(session, ada, decisions, 0, "key", now)
    assert ([win.id for win in done.kept], done.changed, done.gone) == ([three], (one,), (two, 999))
    assert [wins.look_up(session, ada, win_id).title for win_id in (one, two)] == ["Elsewhere", "Thing 1"]
    stale = inbox.finish(session, ada, [decision(one, Choice.DISMISS)], 0, "key 2", now)
    assert (stale.changed, stale.dismissed) == ((one,), ())


def test_a_draft_that_came_back_after_it_was_looked_up_is_not_kept_unread(
    session: Session, ada: Actor, now: datetime
) -> None:
    (one,) = draft(session, ada, now)
    done = inbox.finish(session, ada, [decision(one, Choice.KEEP)], 0, "key", now)
    assert (done.kept, done.gone) == ((), (one,))


def test_a_submission_stores_once(session: Session, ada: Actor, now: datetime) -> None:
    (one,) = draft(session, ada, now)
    inbox.finish(session, ada, [decision(one, Choice.LATER)], 0, "key", now)
    inbox.finish(session, ada, [decision(one, Choice.KEEP, "Mine")], 0, "key", now)
    with pytest.raises(Repeated):
        inbox.finish(session, ada, [decision(one, Choice.KEEP, "Mine")], 0, "key", now)


def test_foreign_drafts_are_not_there(session: Session, ada: Actor, maya: Actor, now: datetime) -> None:
    (one,) = draft(session, ada, now)
    assert inbox.look_up(session, maya, [one], now).items == ()
    for number, choice in enumerate(Choice):
        done = inbox.finish(session, maya, [decision(one, choice, "Theirs", (1,))], 0, f"{number}", now)
        assert (done.gone, done.waiting) == ((one,), 0)
    assert inbox.bring_back(session, maya, [one], "back", now) == inbox.Back(0, 1, 0)
    (item,) = _items(session, ada, now)
    assert (item.win.title, item.win.version, item.tell) == ("Thing 0", 1, ())


def test_dismissed_drafts_are_brought_back_for_thirty_days(session: Session, ada: Actor, now: datetime) -> None:
    one, two = draft(session, ada, now, 2)
    inbox.finish(session, ada, [decision(win_id, Choice.DISMISS) for win_id in (one, two)], 0, "key", now)
    assert _items(session, ada, now) == ()
    assert inbox.bring_back(session, ada, [one, one], "back", now) == inbox.Back(1, 0, 1)
    with pytest.raises(Repeated):
        inbox.bring_back(session, ada, [one], "back", now)
    late = now + timedelta(days=31)
    assert inbox.bring_back(session, ada, [one, two], "late", late) == inbox.Back(1, 1, 1)


def test_who_has_not_started_has_no_inbox(session: Session, zoe: Actor, now: datetime) -> None:
    for see in (inbox.see_inbox, inbox.see_batch):
        with pytest.raises(Refused, match="not_started"):
            see(session, zoe, 0, now)
    with pytest.raises(Refused, match="not_started"):
        inbox.finish(session, zoe, [], 0, "", now)


def test_numbers_of_a_draft_left_for_later_are_read_as_the_member_writes_them(
    session: Session, ada: Actor, now: datetime
) -> None:
    members.note_user(session, ada, None, False, now, locale="de-DE")
    [one] = draft(session, ada, now)
    new = NewWin("Cheaper", now.date(), measures=find_measures("1,250 ms -> 1,000 ms"))
    inbox.finish(session, ada, [Decision(Entry(one, 1), Choice.LATER, new, None)], 0, "k", now)
    [measure] = wins.see(session, ada, one).measures
    assert (measure.before, measure.after) == (Decimal("1.250"), Decimal("1.000"))
