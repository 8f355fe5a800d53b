"""What people know because they were there or praised it: right whoever comes first, and after edits and merges."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.awareness import How
from bot.domain.evidence import Captured
from bot.domain.members import Actor
from bot.domain.merges import own
from bot.domain.stakeholders import read_add_line
from bot.domain.wins import NewWin, Win
from bot.services import awareness, conversations, edits, members, merges, praise, stakeholders, wins
from bot.store import awareness as store
from bot.store.database import Session
from bot.store.tables import awareness as table

pytestmark = pytest.mark.both_databases

DAY = date(2026, 11, 2)
MINUTE = timedelta(minutes=1)
MESSAGE = Captured("C0GENERAL", "1763000000.000100", author="U0ADA", snapshot="Cut the build time")
PRAISED = "1763700000.000001"  # on 21 November 2025


def log(session: Session, actor: Actor, now: datetime, *there: str, title: str = "shipped it") -> Win:
    new = NewWin(title, DAY, witnesses=there)
    return wins.log_new(session, actor, new, None, "", now).win


def save(session: Session, actor: Actor, win: Win, now: datetime, **changes: Any) -> wins.Logged:
    current = wins.see(session, actor, win.id)
    new = replace(own(current), **changes)
    return wins.save(session, actor, win.id, current.version, new, "", now)


def add(session: Session, actor: Actor, who: str, now: datetime) -> int:
    return stakeholders.add_people(session, actor, read_add_line(f"<@{who}> peer"), "", now).people[0].id


def known(session: Session, win: Win | None = None) -> list[tuple[object, ...]]:
    columns = (table.c.stakeholder_id, table.c.how, table.c.since)
    rows = select(*columns).order_by(table.c.win_id, table.c.stakeholder_id)
    return [tuple(row) for row in session.execute(rows if win is None else rows.where(table.c.win_id == win.id))]


def react(session: Session, ada: Actor, who: str, now: datetime, at: Sequence[str] = (PRAISED,)) -> int:
    """Somebody praises Ada's message, which becomes a draft."""
    return praise.note(session, ada, who, MESSAGE, at[0], now).win_id


# Who comes among the member's people after the win


def test_somebody_added_later_knows_the_wins_where_they_were_since_those_happened(
    session: Session, ada: Actor, maya: Actor, now: datetime
) -> None:
    first, second = log(session, ada, now, "U0RUI", "U0SAM"), log(session, ada, now, "U0RUI")
    log(session, ada, now, title="alone")
    log(session, maya, now, "U0RUI", title="somebody else's")
    rui = add(session, ada, "U0RUI", now + MINUTE)
    assert known(session) == [(rui, "was_there", DAY)] * 2
    assert [known(session, each) for each in (first, second)] == [[(rui, "was_there", DAY)]] * 2
    add(session, ada, "U0RUI", now + 2 * MINUTE)
    assert len(known(session)) == 2


def test_whoever_is_met_for_the_first_time_knows_what_they_saw(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, now, "U0RUI")
    conversations.log_line(session, ada, "<@U0RUI> and Maria Lopez coffee", "", now + MINUTE)
    assert [how for _, how, _ in known(session)] == ["was_there"]


def test_who_praised_it_before_they_were_added_knows_it_since_then_unless_it_was_taken_back(
    session: Session, ada: Actor, now: datetime
) -> None:
    members.note_record(session, members.enrol(session, ada, now), now)
    react(session, ada, "U0RUI", now)
    react(session, ada, "U0SAM", now)
    praise.take_back(session, ada, "U0SAM", MESSAGE, "1763700001.000001", now)
    rui, _sam = add(session, ada, "U0RUI", now + MINUTE), add(session, ada, "U0SAM", now + MINUTE)
    assert known(session) == [(rui, "reacted", date(2025, 11, 21))]


def test_whoever_was_there_and_praised_it_is_noted_once_and_a_future_moment_is_today(
    session: Session, ada: Actor, now: datetime
) -> None:
    members.note_record(session, members.enrol(session, ada, now), now)
    win = wins.see(session, ada, react(session, ada, "U0RUI", now, ["9999999999.000001"]))
    rui = add(session, ada, "U0RUI", now + MINUTE)
    assert known(session) == [(rui, "reacted", now.date())]
    save(session, ada, win, now, title="Cut the build time", witnesses=("U0RUI",))
    assert known(session) == [(rui, "reacted", now.date())]


def test_adding_somebody_who_was_there_can_be_undone(session: Session, ada: Actor, now: datetime) -> None:
    win = log(session, ada, now, "U0RUI", "U0SAM")
    rui, sam = add(session, ada, "U0RUI", now + MINUTE), add(session, ada, "U0SAM", now + MINUTE)
    awareness.mark_sent(session, ada, [log(session, ada, now).id], [sam], "", now + 2 * MINUTE)
    gone, stay = stakeholders.undo_add(session, ada, [rui, sam], "", now + 3 * MINUTE)
    assert ([each.id for each in gone], [each.id for each in stay]) == ([rui], [sam])
    assert known(session, win) == [(sam, "was_there", DAY)]


# Mentions that are edited


def test_a_mention_taken_out_takes_back_that_they_were_there_and_nothing_else(
    session: Session, ada: Actor, now: datetime
) -> None:
    rui, sam = add(session, ada, "U0RUI", now), add(session, ada, "U0SAM", now)
    win = log(session, ada, now, "U0RUI")
    awareness.mark_told(session, ada, [win.id], sam, "", now)
    save(session, ada, win, now + MINUTE, witnesses=("U0SAM", "U0LEO"))
    assert known(session) == [(sam, "told", now.date())]
    assert rui not in [who for who, _, _ in known(session)]
    save(session, ada, win, now + 2 * MINUTE, witnesses=())
    assert known(session) == [(sam, "told", now.date())]


def test_who_praised_it_still_knows_it_when_the_mention_goes(session: Session, ada: Actor, now: datetime) -> None:
    members.note_record(session, members.enrol(session, ada, now), now)
    win = wins.see(session, ada, react(session, ada, "U0RUI", now))
    save(session, ada, win, now, title="Cut the build time", witnesses=("U0RUI",))
    rui = add(session, ada, "U0RUI", now + MINUTE)
    assert known(session) == [(rui, "was_there", win.happened_on)]
    save(session, ada, win, now + 2 * MINUTE, witnesses=())
    assert known(session) == [(rui, "reacted", date(2025, 11, 21))]


def test_what_was_taken_back_by_hand_is_not_said_again_by_the_next_edit(
    session: Session, ada: Actor, now: datetime
) -> None:
    rui = add(session, ada, "U0RUI", now)
    win = log(session, ada, now, "U0RUI")
    member = members.require(session, ada)
    store.forget(session, member.id, win.id, rui)
    edited = save(session, ada, win, now + MINUTE, title="another title")
    assert (known(session), edited.news_to) == ([], 0)


def test_another_day_is_also_the_day_since_when_witnesses_know_it(session: Session, ada: Actor, now: datetime) -> None:
    rui, sam = add(session, ada, "U0RUI", now), add(session, ada, "U0SAM", now)
    win = log(session, ada, now, "U0RUI")
    awareness.mark_told(session, ada, [win.id], sam, "", now)
    edited = save(session, ada, win, now + MINUTE, happened_on=date(2026, 10, 5))
    assert known(session) == [(rui, "was_there", date(2026, 10, 5)), (sam, "told", now.date())]
    edits.undo(session, ada, win.id, edited.edit_id, "", now + 2 * MINUTE)
    assert known(session) == [(rui, "was_there", DAY), (sam, "told", now.date())]


def test_an_undone_edit_leaves_what_was_noted_by_hand_before_it(session: Session, ada: Actor, now: datetime) -> None:
    rui = add(session, ada, "U0RUI", now)
    win = log(session, ada, now)
    store.note(session, members.require(session, ada).id, [win.id], [rui], How.WAS_THERE, DAY, now + MINUTE)
    edited = save(session, ada, win, now + 2 * MINUTE, witnesses=("U0RUI",))
    edits.undo(session, ada, win.id, edited.edit_id, "", now + 3 * MINUTE)
    assert known(session) == [(rui, "was_there", DAY)]


# Merges of wins


def test_who_comes_after_a_merge_knows_both_and_the_right_one_when_it_is_taken_back(
    session: Session, ada: Actor, now: datetime
) -> None:
    kept, gone = log(session, ada, now), log(session, ada, now + MINUTE, "U0RUI")
    pair = merges.prepare(session, ada, kept.id, gone.id, now)
    new = replace(own(pair.both), witnesses=("U0RUI",))
    merges.merge(session, ada, kept.id, gone.id, (1, 1), new, "", now + 2 * MINUTE)
    rui = add(session, ada, "U0RUI", now + 3 * MINUTE)
    assert known(session, kept) == [(rui, "was_there", DAY)]
    merges.restore(session, ada, gone.id, "", now + 4 * MINUTE)
    assert (known(session, kept), known(session, gone)) == ([], [(rui, "was_there", DAY)])


def test_what_was_told_and_undone_while_the_win_lay_in_another_does_not_come_back(
    session: Session, ada: Actor, now: datetime
) -> None:
    rui = add(session, ada, "U0RUI", now)
    kept, gone = log(session, ada, now), log(session, ada, now)
    awareness.mark_told(session, ada, [gone.id], rui, "", now)
    told = awareness.mark_told(session, ada, [kept.id], rui, "", now + timedelta(days=1))
    later = now + timedelta(days=2)
    both = own(merges.prepare(session, ada, kept.id, gone.id, later).both)
    merges.merge(session, ada, kept.id, gone.id, (1, 1), both, "", later)
    assert known(session, kept) == [(rui, "told", now.date())]
    conversations.undo_conversation(session, ada, told.conversation_id, "", later + MINUTE)
    assert known(session, kept) == [(rui, "told", now.date())]
    merges.restore(session, ada, gone.id, "", later + 2 * MINUTE)
    assert (known(session, kept), known(session, gone)) == ([], [(rui, "told", now.date())])
