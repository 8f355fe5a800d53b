"""Drafts by reaction and the reading of their messages, on both databases."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain import evidence as rules
from bot.domain.evidence import Captured, Reading
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.wins import WITHDRAWN, NewWin, Win, WinState
from bot.services import evidence, finding, members, wins
from bot.services.evidence import Outcome
from bot.store.database import Session
from bot.store.evidence import Pending
from bot.store.tables import evidence as evidence_table
from bot.store.tables import wins as wins_table
from bot.store.tables import workspaces

pytestmark = pytest.mark.both_databases

MESSAGE = Captured("C0GENERAL", "1763600000.000100", author="U0MAYA")
KEYS = map(str, itertools.count())


@pytest.fixture(autouse=True)
def start(session: Session, ada: Actor, now: datetime) -> None:
    members.note_record(session, members.enrol(session, ada, now), now)
    session.execute(update(workspaces).values(url="https://acme.slack.com/"))


@pytest.fixture
def react(session: Session, ada: Actor, now: datetime) -> Callable[[float], Outcome]:
    """Reacts at that second."""

    def act(second: float) -> Outcome:
        return evidence.draft_by_reaction(session, ada, MESSAGE, f"{1763700000 + second:.6f}", next(KEYS), now).outcome

    return act


@pytest.fixture
def unreact(session: Session, ada: Actor, now: datetime) -> Callable[[float], Outcome]:
    def act(second: float) -> Outcome:
        return evidence.withdraw_reaction(session, ada, MESSAGE, f"{1763700000 + second:.6f}", next(KEYS), now).outcome

    return act


React = Callable[[float], Outcome]


def live(session: Session, ada: Actor, now: datetime) -> list[Win]:
    return list(finding.find_text(session, ada, "", 0, now).wins)


def test_a_reaction_makes_a_draft_with_the_message_as_evidence(
    session: Session, ada: Actor, now: datetime, react: React
) -> None:
    assert react(1) is Outcome.DRAFTED
    (win,) = live(session, ada, now)
    assert (win.state, win.source, win.kept_at, win.happened_on) == (
        WinState.DRAFT,
        "reaction",
        None,
        date(2025, 11, 20),
    )
    (piece,) = win.evidence
    assert (piece.author_id, piece.channel_id, piece.ts, piece.reading) == (
        "U0MAYA",
        "C0GENERAL",
        "1763600000.000100",
        Reading.PENDING,
    )
    assert piece.url == "https://acme.slack.com/archives/C0GENERAL/p1763600000000100"


def test_a_message_from_the_future_happened_today(session: Session, ada: Actor, now: datetime) -> None:
    ahead = Captured("C0GENERAL", "1999999999.000100")
    evidence.draft_by_reaction(session, ada, ahead, "1999999999.000200", "", now)
    assert live(session, ada, now)[0].happened_on == now.date()


def test_a_reaction_counts_as_a_first_record(session: Session, maya: Actor, now: datetime) -> None:
    members.enrol(session, maya, now)
    evidence.draft_by_reaction(session, maya, MESSAGE, "1763700000.000001", "k", now)
    assert members.require(session, maya).first_record_at == now


def test_un_reacting_removes_an_untouched_draft(
    session: Session, ada: Actor, now: datetime, react: React, unreact: React
) -> None:
    react(1)
    assert unreact(2) is Outcome.REMOVED
    assert live(session, ada, now) == []


def test_reacting_again_makes_a_draft_again(
    session: Session, ada: Actor, now: datetime, react: React, unreact: React
) -> None:
    outcomes = [react(1), unreact(2), react(3)]
    assert outcomes == [Outcome.DRAFTED, Outcome.REMOVED, Outcome.DRAFTED]
    assert len(live(session, ada, now)) == 1


def test_reacting_again_after_undo_makes_a_draft_again(
    session: Session, ada: Actor, now: datetime, react: React
) -> None:
    react(1)
    wins.undo(session, ada, live(session, ada, now)[0].id, "", now)
    assert react(1) is Outcome.NOTHING  # the same event once more
    assert live(session, ada, now) == []
    assert react(2) is Outcome.DRAFTED


@pytest.mark.parametrize(("signs", "left"), [("+-+-", 0), ("+-+", 1)])
def test_in_whatever_order_and_however_often_events_come_the_latest_decides(
    session: Session, ada: Actor, now: datetime, signs: str, left: int
) -> None:
    events = list(enumerate(signs, 1))
    for number, order in enumerate(itertools.permutations(events)):
        message = Captured("C0GENERAL", f"{1763600000 + number}.000100")
        for second, sign in (*order, *order):
            act = evidence.draft_by_reaction if sign == "+" else evidence.withdraw_reaction
            act(session, ada, message, f"17637000{second:02d}.000001", next(KEYS), now)
        found = evidence.prepare(session, ada, message, now).win
        assert (found is not None) is bool(left), order
    assert finding.find_text(session, ada, "", 0, now).total == left * (number + 1)


def test_a_removal_that_comes_before_its_reaction_leaves_nothing(
    session: Session, ada: Actor, now: datetime, react: React, unreact: React
) -> None:
    assert [unreact(5), unreact(2), react(1), react(4)] == [Outcome.NOTHING] * 4
    assert session.execute(select(func.count()).select_from(wins_table)).scalar_one() == 0
    assert react(6) is Outcome.DRAFTED


def test_a_draft_that_was_kept_stays(session: Session, ada: Actor, now: datetime, react: React, unreact: React) -> None:
    react(1)
    (win,) = live(session, ada, now)
    wins.save(session, ada, win.id, 1, NewWin("Praised", now.date()), "", now)
    assert unreact(2) is Outcome.STAYS
    assert [kept.title for kept in live(session, ada, now)] == ["Praised"]
    assert [unreact(3), react(4)] == [Outcome.STAYS, Outcome.KNOWN]


def test_a_win_saved_by_the_shortcut_is_known_and_stays(
    session: Session, ada: Actor, now: datetime, react: React, unreact: React
) -> None:
    wins.log_new(session, ada, NewWin("Saved", now.date()), MESSAGE, "", now)
    assert [react(1), unreact(2)] == [Outcome.KNOWN, Outcome.STAYS]
    assert [win.title for win in live(session, ada, now)] == ["Saved"]


def test_one_event_delivered_twice_is_one_draft(session: Session, ada: Actor, now: datetime) -> None:
    evidence.draft_by_reaction(session, ada, MESSAGE, "1763700000.000001", "event:Ev1", now)
    other = Captured("C0GENERAL", "1763600001.000100")
    with pytest.raises(Repeated):
        evidence.draft_by_reaction(session, ada, other, "1763700000.000002", "event:Ev1", now)


def test_somebody_who_has_not_started_is_not_started_by_it(session: Session, maya: Actor, now: datetime) -> None:
    for act in (evidence.draft_by_reaction, evidence.withdraw_reaction):
        with pytest.raises(Refused, match="not_started"):
            act(session, maya, MESSAGE, "1763700000.000001", "", now)
    assert members.find(session, maya) is None


def test_two_members_capture_the_same_message_apart(
    session: Session, ada: Actor, maya: Actor, now: datetime, react: React
) -> None:
    react(1)
    members.enrol(session, maya, now)
    evidence.draft_by_reaction(session, maya, MESSAGE, "1763700005.000001", "", now)
    evidence.withdraw_reaction(session, maya, MESSAGE, "1763700006.000001", "", now)
    assert len(live(session, ada, now)) == 1
    assert live(session, maya, now) == []


def test_an_event_without_a_moment_takes_nothing_away(session: Session, ada: Actor, now: datetime) -> None:
    assert evidence.withdraw_reaction(session, ada, MESSAGE, "", "", now) is evidence.NOTHING
    evidence.withdraw_reaction(session, ada, MESSAGE, "1763700005.000001", "", now)
    assert evidence.draft_by_reaction(session, ada, MESSAGE, "x", "", now) is evidence.NOTHING


def test_a_draft_undone_by_its_button_can_be_restored_until_the_next_reaction(
    session: Session, ada: Actor, now: datetime, react: React
) -> None:
    react(1)
    (win,) = live(session, ada, now)
    wins.undo(session, ada, win.id, "", now)
    assert wins.restore(session, ada, win.id, "", now).win.state is WinState.DRAFT
    wins.undo(session, ada, win.id, "", now)
    react(2)
    with pytest.raises(Refused, match="message_saved_before"):
        wins.restore(session, ada, win.id, "", now)


def test_un_reacting_is_no_deletion_by_hand(
    session: Session, ada: Actor, maya: Actor, now: datetime, react: React, unreact: React
) -> None:
    react(1)
    (win,) = live(session, ada, now)
    assert unreact(2) is Outcome.REMOVED
    assert finding.find_text(session, ada, "deleted", 0, now).total == 0
    assert finding.find_text(session, ada, "deleted", 0, now).wins == ()
    gone = wins.look_up(session, ada, win.id)
    assert (gone.source, gone.deleted_at) == (WITHDRAWN, now)
    members.enrol(session, maya, now)
    with pytest.raises(Refused, match="not_found"):
        wins.look_up(session, maya, win.id)
    assert wins.restore(session, ada, win.id, "", now).win.state is WinState.DRAFT
    assert [back.id for back in live(session, ada, now)] == [win.id]


def test_a_draft_dismissed_by_hand_is_among_the_deleted(
    session: Session, ada: Actor, now: datetime, react: React
) -> None:
    react(1)
    (win,) = live(session, ada, now)
    wins.undo(session, ada, win.id, "", now)
    assert [gone.id for gone in finding.find_text(session, ada, "deleted", 0, now).wins] == [win.id]


# For the modal


def test_the_modal_is_prepared_with_the_day_of_the_message(session: Session, ada: Actor, now: datetime) -> None:
    today = now.date()
    late = Captured("C0GENERAL", f"{datetime(2026, 11, 18, 23, 30, tzinfo=UTC).timestamp():.6f}")
    assert evidence.prepare(session, ada, late, now) == evidence.Prepared(None, date(2026, 11, 19), today, today)
    stranger = Actor("", "T0ACME", "U0NEW")
    assert evidence.prepare(session, stranger, late, now) == evidence.Prepared(None, date(2026, 11, 18), today, today)


def test_the_modal_is_prepared_with_the_win_that_the_message_is_in(
    session: Session, ada: Actor, maya: Actor, now: datetime, react: React
) -> None:
    react(1)
    prepared = evidence.prepare(session, ada, MESSAGE, now + timedelta(days=2))
    assert (prepared.since, prepared.today) == (date(2026, 11, 20), date(2026, 11, 22))
    found = prepared.win
    assert found is not None
    assert found.id == live(session, ada, now)[0].id
    members.enrol(session, maya, now)
    assert evidence.prepare(session, maya, MESSAGE, now).win is None
    wins.undo(session, ada, found.id, "", now)
    assert evidence.prepare(session, ada, MESSAGE, now).win is None


# Reading


def pending_of(session: Session, ada: Actor, now: datetime) -> Pending:
    pending = evidence.find_pending(session, ada, live(session, ada, now)[0].id)
    assert pending is not None
    return pending


def test_the_text_names_the_draft_and_survives_as_a_snapshot(
    session: Session, ada: Actor, now: datetime, react: React
) -> None:
    react(1)
    pending = pending_of(session, ada, now)
    assert (pending.team_id, pending.channel_id, pending.ts) == ("T0ACME", "C0GENERAL", "1763600000.000100")
    evidence.note_text(session, pending, "U0SAM", "Well done\nall of you", "", "https://acme/p1", now)
    (win,) = live(session, ada, now)
    (piece,) = win.evidence
    assert (win.title, win.version) == ("Well done", 1)
    assert (piece.snapshot, piece.author_id, piece.url, piece.reading) == (
        "Well done\nall of you",
        "U0SAM",
        "https://acme/p1",
        Reading.READ,
    )
    assert evidence.find_pending(session, ada, win.id) is None


def test_the_address_in_a_thread_is_built_where_slack_gives_none(
    session: Session, ada: Actor, now: datetime, react: React
) -> None:
    react(1)
    evidence.note_text(session, pending_of(session, ada, now), "U0SAM", "", "1763500000.000100", "", now)
    (win,) = live(session, ada, now)
    assert win.title == ""
    assert win.evidence[0].url == (
        "https://acme.slack.com/archives/C0GENERAL/p1763600000000100?thread_ts=1763500000.000100&cid=C0GENERAL"
    )


def test_a_title_typed_before_the_text_arrives_stays(session: Session, ada: Actor, now: datetime, react: React) -> None:
    react(1)
    pending = pending_of(session, ada, now)
    wins.save(session, ada, pending.win_id, 1, NewWin("Mine", now.date()), "", now)
    evidence.note_text(session, pending, "U0SAM", "Theirs", "", "", now)
    (win,) = live(session, ada, now)
    assert (win.title, win.evidence[0].snapshot) == ("Mine", "Theirs")


def test_the_first_outcome_of_a_reading_stays(session: Session, ada: Actor, now: datetime, react: React) -> None:
    react(1)
    pending = pending_of(session, ada, now)
    evidence.note_text(session, pending, "U0SAM", "Well done", "", "", now)
    evidence.note_failure(session, pending, "message_not_found", 0, now)
    evidence.note_text(session, pending, "U0SAM", "Edited since", "", "", now)
    (win,) = live(session, ada, now)
    assert (win.evidence[0].reading, win.evidence[0].snapshot) == (Reading.READ, "Well done")


def test_what_slack_will_never_give_ends_at_once_with_the_reason(
    session: Session, ada: Actor, now: datetime, react: React
) -> None:
    react(1)
    evidence.note_failure(session, pending_of(session, ada, now), "not_in_channel", 0, now)
    (win,) = live(session, ada, now)
    assert (win.evidence[0].reading, win.evidence[0].why) == (Reading.UNREACHABLE, "not_in_channel")
    assert win.evidence[0].url
    assert evidence.list_due(session, now + timedelta(days=9)) == []


def test_other_failures_are_tried_again_later_and_later_and_then_end(
    session: Session, ada: Actor, now: datetime, react: React
) -> None:
    react(1)
    moment = now
    waits = []
    while pending := evidence.find_pending(session, ada, live(session, ada, now)[0].id):
        evidence.note_failure(session, pending, "internal_error", 0, moment)
        next_try = session.execute(select(evidence_table.c.next_try_at)).scalar()
        if next_try is not None:
            waits.append(next_try - moment)
            moment = next_try
    assert waits == list(rules.BACK_OFF)
    assert live(session, ada, now)[0].evidence[0].why == "internal_error"


def test_slacks_own_wait_is_kept(session: Session, ada: Actor, now: datetime, react: React) -> None:
    react(1)
    evidence.note_failure(session, pending_of(session, ada, now), "ratelimited", 600, now)
    assert evidence.list_due(session, now + timedelta(seconds=599)) == []
    assert len(evidence.list_due(session, now + timedelta(seconds=600))) == 1


def test_the_timetable_leaves_a_new_capture_to_its_own_task_for_a_moment(
    session: Session, ada: Actor, now: datetime, react: React
) -> None:
    react(1)
    assert evidence.list_due(session, now) == []
    assert len(evidence.list_due(session, now + wins.READ_ALONE)) == 1


def test_nothing_is_read_for_a_deleted_draft_or_a_workspace_gone(
    session: Session, ada: Actor, now: datetime, react: React, unreact: React
) -> None:
    react(1)
    later = now + timedelta(hours=1)
    session.execute(update(workspaces).values(active=False))
    assert evidence.list_due(session, later) == []
    session.execute(update(workspaces).values(active=True))
    assert len(evidence.list_due(session, later)) == 1
    unreact(2)
    assert evidence.list_due(session, later) == []


def test_a_pending_message_is_found_by_its_owner_only(
    session: Session, ada: Actor, maya: Actor, now: datetime, react: React
) -> None:
    react(1)
    win_id = live(session, ada, now)[0].id
    assert evidence.find_pending(session, maya, win_id) is None
    members.enrol(session, maya, now)
    assert evidence.find_pending(session, maya, win_id) is None
