"""An edit taken back: exactly what the win was, once, and only what the edit left, on both databases."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, insert, select

from bot.domain.edits import Outcome
from bot.domain.fixes import Pressed, Reading
from bot.domain.measures import Measure
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.wins import Category, NewWin, Win, WinState
from bot.services import edits, fixes, members, merges, privacy, wins
from bot.store import awareness
from bot.store.database import Session
from bot.store.tables import deliveries
from bot.store.tables import edits as edits_table
from bot.store.tables import evidence as evidence_table
from tests.services.test_merges import M1, log, merge, person, react, same, unmerge

pytestmark = pytest.mark.both_databases

FULL = NewWin(
    "shipped it",
    date(2026, 11, 2),
    "fewer pages",
    Category.LEADERSHIP,
    ("old", "x"),
    ("U0PRIYA", "U0MAYA"),
    ("Design https://a.io", "https://b.io"),
    (Measure("800ms -> 480ms", "p95", "ms", Decimal(800), Decimal(480), None, "down"),),
    private=True,
)
EDIT = NewWin(
    "another", date(2026, 10, 1), "so", Category.SKILL, ("new",), ("U0SAM",), ("https://b.io", "https://c.io")
)


@pytest.fixture
def win(session: Session, ada: Actor, now: datetime) -> Win:
    """With everything that an edit can change, a year old."""
    logged = wins.log_new(session, ada, FULL, M1, "", now - timedelta(days=365))
    return wins.see(session, ada, logged.win.id)


def edit(session: Session, actor: Actor, win: Win, now: datetime, new: NewWin = EDIT) -> wins.Logged:
    return wins.save(session, actor, win.id, wins.see(session, actor, win.id).version, new, "", now)


def undo(session: Session, actor: Actor, edited: wins.Logged, now: datetime, key: str = "") -> edits.Undone:
    return edits.undo(session, actor, edited.win.id, edited.edit_id, key, now)


def test_the_win_is_exactly_what_it_was_and_the_second_press_says_so(
    session: Session, ada: Actor, now: datetime
) -> None:
    log(session, ada, "anything", now)
    people = [person(session, ada, who, now) for who in ("U0PRIYA", "U0SAM")]
    win = wins.log_new(session, ada, FULL, M1, "", now).win
    before = wins.see(session, ada, win.id)
    edited = edit(session, ada, win, now + timedelta(hours=1))
    assert (before.known_by, edited.win.known_by) == ((people[0],), (people[1],))
    assert [piece.url for piece in edited.win.evidence if piece.given] == ["https://b.io", "https://c.io"]
    back = undo(session, ada, edited, now + timedelta(days=29), "k")
    assert (back.outcome, same(back.win, before), back.win.version) == (Outcome.UNDONE, True, 3)
    again = undo(session, ada, edited, now + timedelta(days=29))
    assert (again.outcome, again.win) == (Outcome.BEFORE, back.win)
    next_one = edit(session, ada, win, now)
    with pytest.raises(Repeated):
        undo(session, ada, next_one, now, "k")
    assert undo(session, ada, edited, now).outcome is Outcome.CHANGED  # it was undone, and another edit followed
    assert undo(session, ada, next_one, now).outcome is Outcome.UNDONE
    assert session.scalar(select(func.count()).select_from(edits_table)) == 1


def test_what_was_changed_since_is_not_lost(session: Session, ada: Actor, win: Win, now: datetime) -> None:
    first = edit(session, ada, win, now)
    second = edit(session, ada, win, now, replace(EDIT, title="a third one"))
    told = undo(session, ada, first, now)
    assert (told.outcome, told.win.title) == (Outcome.CHANGED, "a third one")
    assert undo(session, ada, second, now).win.title == "another"  # one step, the latest


def test_of_a_win_deleted_or_merged_since_nothing_is_changed(
    session: Session, ada: Actor, win: Win, now: datetime
) -> None:
    edited = edit(session, ada, win, now)
    wins.undo(session, ada, win.id, "", now)
    assert undo(session, ada, edited, now).outcome is Outcome.GONE
    wins.restore(session, ada, win.id, "", now)
    other = log(session, ada, "the other one", now - timedelta(days=400))
    merge(session, ada, other, win, now)
    assert undo(session, ada, edited, now).outcome is Outcome.GONE
    unmerge(session, ada, win, now)
    assert undo(session, ada, edited, now).outcome is Outcome.UNDONE


def test_a_merge_taken_back_leaves_the_edit_before_it_to_be_undone_and_the_other_way_round(
    session: Session, ada: Actor, win: Win, now: datetime
) -> None:
    edited = edit(session, ada, win, now)
    gone = log(session, ada, "the other one", now)
    merge(session, ada, win, gone, now)
    assert undo(session, ada, edited, now).outcome is Outcome.CHANGED
    later = edit(session, ada, win, now, replace(EDIT, title="since the merge"))
    assert undo(session, ada, later, now).outcome is Outcome.UNDONE
    back = unmerge(session, ada, gone, now)
    assert (back.exact, same(back.kept, edited.win)) == (True, True)


def test_a_merge_taken_back_is_followed_by_undoing_the_edit(
    session: Session, ada: Actor, win: Win, now: datetime
) -> None:
    edited = edit(session, ada, win, now)
    gone = log(session, ada, "the other one", now)
    merge(session, ada, win, gone, now)
    assert unmerge(session, ada, gone, now).exact
    assert merges.look_up(session, ada, win.id, now).edit_id == edited.edit_id
    assert same(undo(session, ada, edited, now).win, win)
    assert merges.look_up(session, ada, win.id, now).edit_id == 0


@pytest.mark.parametrize("counted", [False, True])
def test_a_draft_that_was_finished_is_a_draft_again_unless_a_digest_has_counted_it(
    session: Session, ada: Actor, now: datetime, *, counted: bool
) -> None:
    log(session, ada, "anything", now)
    draft = react(session, ada, M1, "1763600200.1", now).win
    assert draft is not None
    edited = edit(session, ada, draft, now)
    member = members.require(session, ada)
    if counted:
        sent = {"kind": "digest", "period": "2026-W47", "state": "sent", "due_at": now, "key": "1", "created_at": now}
        covered = {"covers_from": member.covered_until, "covers_until": now + timedelta(minutes=1)}
        session.execute(insert(deliveries).values(member_id=member.id, **sent, **covered))
    back = undo(session, ada, edited, now + timedelta(hours=1)).win
    state = (WinState.KEPT, now) if counted else (WinState.DRAFT, None)
    assert (back.title, back.state, back.kept_at) == (draft.title, *state)


def test_a_number_put_right_after_the_edit_is_a_part_of_it(
    session: Session, ada: Actor, win: Win, now: datetime
) -> None:
    measured = replace(EDIT, measures=(Measure("30%", "", "%", change=Decimal(30)),))
    edited = edit(session, ada, win, now, measured)
    fixed = fixes.fix(session, ada, Pressed(win.id, edited.win.version, 0, Reading.DOWN), "", now)
    assert (fixed.edit_id, fixed.win.version) == (edited.edit_id, edited.win.version + 1)
    assert same(undo(session, ada, edited, now).win, win)


def test_who_came_among_the_people_since_knows_what_they_knew(
    session: Session, ada: Actor, win: Win, now: datetime
) -> None:
    edited = edit(session, ada, win, now)
    person(session, ada, "U0SAM", now)
    priya = person(session, ada, "U0PRIYA", now)
    awareness.note_witnesses(session, members.require(session, ada).id, win.id, ["U0SAM"], now.date(), now)
    assert undo(session, ada, edited, now).win.known_by == (priya,)


def test_it_is_nobody_elses_and_goes_after_thirty_days(
    session: Session, ada: Actor, maya: Actor, win: Win, now: datetime
) -> None:
    edited = edit(session, ada, win, now)
    other = log(session, maya, "another member's", now)
    with pytest.raises(Refused, match="not_found"):
        undo(session, maya, edited, now)
    assert edits.undo(session, maya, other.id, edited.edit_id, "", now).outcome is Outcome.CHANGED
    mine = log(session, ada, "of another win", now)
    assert edits.undo(session, ada, mine.id, edited.edit_id, "", now).outcome is Outcome.CHANGED
    privacy.forget_undone(session, now + timedelta(days=30))
    assert session.scalar(select(func.count()).select_from(edits_table)) == 1
    privacy.forget_undone(session, now + timedelta(days=30, seconds=1))
    assert session.scalar(select(func.count()).select_from(edits_table)) == 0
    assert [url for url in session.scalars(select(evidence_table.c.url)) if url == "https://a.io"] == []
    assert undo(session, ada, edited, now).outcome is Outcome.CHANGED
