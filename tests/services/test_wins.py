"""Wins as their owner logs, edits, undoes and finds them, on both databases."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Table, func, insert, select, update

from bot.domain.evidence import Captured, EvidenceKind, Reading
from bot.domain.measures import Measure
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.stakeholders import Relationship
from bot.domain.wins import Category, NewWin, Win, WinState
from bot.services import evidence, finding, members, wins
from bot.store.database import Session
from bot.store.tables import awareness, deliveries, handled, stakeholders, tags, workspaces
from bot.store.tables import members as members_table
from bot.store.tables import wins as wins_table

pytestmark = pytest.mark.both_databases

LINE = "shipped the retry queue, p95 800ms -> 480ms #reliability #impact https://acme.io/42 <@U0PRIYA|priya> yesterday"
MESSAGE = Captured("C0GENERAL", "1763600000.000100", author="U0MAYA", snapshot="Thanks to Ada the queue is stable")


def log(session: Session, actor: Actor, text: str, now: datetime, key: str = "") -> Win:
    return wins.log_line(session, actor, text, key, now).win


def add_stakeholder(session: Session, actor: Actor, user_id: str, now: datetime) -> int:
    member = members.enrol(session, actor, now)
    values = {
        "member_id": member.id,
        "user_id": user_id,
        "relationship": Relationship.PEER,
        "added_on": now.date(),
        "created_at": now,
    }
    key = session.execute(insert(stakeholders), values).inserted_primary_key
    assert key is not None
    return int(key[0])


def count(session: Session, table: Table) -> int:
    return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_line_is_stored_with_all_that_was_understood(session: Session, ada: Actor, now: datetime) -> None:
    win = wins.see(session, ada, log(session, ada, LINE, now).id)
    assert win.state is WinState.KEPT
    assert win.title.startswith("shipped the retry queue, p95 800ms -> 480ms")
    assert (win.happened_on, win.category, win.tags) == (
        date(2026, 11, 19),
        Category.PROJECT_IMPACT,
        ("reliability",),
    )
    assert win.measures == (Measure("800ms -> 480ms", "p95", "ms", Decimal(800), Decimal(480), None, "down"),)
    assert win.witnesses == ("U0PRIYA",)
    assert [(piece.kind, piece.url, piece.reading) for piece in win.evidence] == [
        (EvidenceKind.LINK, "https://acme.io/42", Reading.NONE)
    ]
    assert (win.source, win.version, win.created_at, win.kept_at) == ("command", 1, now, now)


def test_what_is_confirmed_is_what_is_stored(session: Session, ada: Actor, now: datetime) -> None:
    told = log(session, ada, LINE, now)
    stored = wins.see(session, ada, told.id)
    assert (told.title, told.tags, told.measures, told.witnesses, told.happened_on, told.category) == (
        stored.title,
        stored.tags,
        stored.measures,
        stored.witnesses,
        stored.happened_on,
        stored.category,
    )


def test_the_day_is_the_members_own(session: Session, now: datetime) -> None:
    tokyo = Actor("", "T0ACME", "U0KEN", zone="Asia/Tokyo", zone_asked=True)
    late = datetime(2026, 11, 20, 20, tzinfo=UTC)
    assert log(session, tokyo, "shipped it", late).happened_on == date(2026, 11, 21)


def test_witnesses_who_are_stakeholders_know_of_it(session: Session, ada: Actor, maya: Actor, now: datetime) -> None:
    priya = add_stakeholder(session, ada, "U0PRIYA", now)
    add_stakeholder(session, ada, "U0SAM", now)
    add_stakeholder(session, maya, "U0PRIYA", now)
    logged = wins.log_line(session, ada, "shipped it <@U0PRIYA> <@U0LEO>", "", now)
    assert logged.news_to == 1
    assert wins.see(session, ada, logged.win.id).known_by == (priya,)
    assert count(session, awareness) == 1


def test_the_first_record_starts_the_digest_and_only_the_first_says_so(
    session: Session, ada: Actor, now: datetime
) -> None:
    first = wins.log_line(session, ada, "shipped it", "", now)
    second = wins.log_line(session, ada, "and again", "", now)
    assert (first.first, second.first) == (True, False)
    assert first.member.next_digest_at == datetime(2026, 11, 20, 14, tzinfo=UTC)


def test_a_line_that_says_nothing_is_refused_and_starts_nobody(session: Session, ada: Actor, now: datetime) -> None:
    for text, code in (("#tag", "title_missing"), ("x" * 3001, "too_long")):
        with pytest.raises(Refused) as refusal:
            wins.log_line(session, ada, text, "k", now)
        assert refusal.value.code == code
    assert count(session, wins_table) == 0
    assert count(session, handled) == 0


def test_the_same_payload_twice_is_stored_once(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, "shipped it", now, key="command:1")
    with pytest.raises(Repeated):
        log(session, ada, "shipped it", now, key="command:1")
    assert count(session, wins_table) == 1


def test_a_repeated_hashtag_or_person_is_one(session: Session, ada: Actor, now: datetime) -> None:
    new = NewWin("x", now.date(), tags=("a", "a"), witnesses=("U1", "U1"))
    win = wins.see(session, ada, wins.log_new(session, ada, new, None, "", now).win.id)
    assert (win.tags, win.witnesses, win.source) == (("a",), ("U1",), "modal")


# From a message


def test_a_message_saved_by_the_shortcut_is_evidence(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, "something before", now)
    session.execute(update(workspaces).values(url="https://acme.slack.com/"))
    logged = wins.log_new(session, ada, NewWin("Stabilised the queue", now.date()), MESSAGE, "", now)
    piece = wins.see(session, ada, logged.win.id).evidence[0]
    assert (piece.kind, piece.author_id, piece.snapshot, piece.reading) == (
        EvidenceKind.MESSAGE,
        "U0MAYA",
        MESSAGE.snapshot,
        Reading.READ,
    )
    assert piece.url == "https://acme.slack.com/archives/C0GENERAL/p1763600000000100"
    assert piece.said_at == datetime(2025, 11, 20, 0, 53, 20, 100, tzinfo=UTC)


def test_a_message_is_evidence_once_under_whatever_address(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, "something before", now)
    session.execute(update(workspaces).values(url="http://localhost:1/"))
    link = "http://localhost:1/archives/C0GENERAL/p1763600000000100"
    again = link.replace("http://localhost:1", "https://acme.slack.com")
    captured = wins.log_new(session, ada, NewWin("one", now.date(), links=(again,)), MESSAGE, "", now).win
    typed = log(session, ada, f"two {link} {again}", now)
    for win, url in ((captured, link), (typed, link)):
        (piece,) = wins.see(session, ada, win.id).evidence
        assert (piece.kind, piece.url, piece.ts) == (EvidenceKind.MESSAGE, url, MESSAGE.ts)
    new = NewWin("two", now.date(), links=(link, again, "https://a.example"))
    saved = wins.save(session, ada, typed.id, typed.version, new, "", now).win
    assert [piece.url for piece in saved.evidence] == [link, "https://a.example"]
    new = NewWin("two", now.date(), links=(again,))
    saved = wins.save(session, ada, typed.id, saved.version, new, "", now).win
    assert [piece.url for piece in saved.evidence] == [again]


def test_a_message_that_was_cut_is_still_to_be_read(session: Session, ada: Actor, now: datetime) -> None:
    cut = Captured(MESSAGE.channel, MESSAGE.ts, snapshot="Thanks to", whole=False)
    win = wins.log_new(session, ada, NewWin("x", now.date()), cut, "", now).win
    assert wins.see(session, ada, win.id).evidence[0].reading is Reading.PENDING


def test_a_message_is_saved_as_a_win_only_once(session: Session, ada: Actor, maya: Actor, now: datetime) -> None:
    wins.log_new(session, ada, NewWin("x", now.date()), MESSAGE, "", now)
    with pytest.raises(Refused, match="message_saved_before"):
        wins.log_new(session, ada, NewWin("y", now.date()), MESSAGE, "", now)
    assert wins.log_new(session, maya, NewWin("y", now.date()), MESSAGE, "", now).win.title == "y"


def test_a_message_of_the_wrong_form_is_no_evidence(session: Session, ada: Actor, now: datetime) -> None:
    win = wins.log_new(session, ada, NewWin("x", now.date()), Captured("?", "x"), "", now).win
    assert wins.see(session, ada, win.id).evidence == ()


# Editing


def test_an_edit_replaces_what_was_typed_and_keeps_what_was_captured(
    session: Session, ada: Actor, now: datetime
) -> None:
    new = NewWin("x", now.date(), links=("https://a.io", "https://b.io"), tags=("old",), witnesses=("U0PRIYA",))
    win = wins.log_new(session, ada, new, MESSAGE, "", now).win
    later = now + timedelta(hours=1)
    edit = NewWin(
        "y", date(2026, 11, 1), "it matters", Category.SKILL, ("new",), ("U0SAM",), ("https://b.io", "https://c.io")
    )
    saved = wins.save(session, ada, win.id, 1, edit, "k", later).win
    assert (saved.title, saved.happened_on, saved.impact, saved.category) == (
        "y",
        date(2026, 11, 1),
        "it matters",
        Category.SKILL,
    )
    assert (saved.tags, saved.witnesses, saved.measures, saved.version) == (("new",), ("U0SAM",), (), 2)
    assert [piece.url for piece in saved.evidence if piece.given] == ["https://b.io", "https://c.io"]
    assert saved.evidence[0].snapshot == MESSAGE.snapshot
    assert saved.kept_at == now  # in its digest once, however often it is edited


def test_who_is_no_witness_any_more_does_not_know_of_it(session: Session, ada: Actor, now: datetime) -> None:
    priya, sam = (add_stakeholder(session, ada, who, now) for who in ("U0PRIYA", "U0SAM"))
    win = log(session, ada, "shipped it <@U0PRIYA>", now)
    assert wins.see(session, ada, win.id).known_by == (priya,)
    saved = wins.save(session, ada, win.id, 1, NewWin("x", now.date(), witnesses=("U0SAM",)), "", now)
    assert (saved.win.known_by, saved.news_to) == ((sam,), 1)


def test_a_stale_edit_is_refused_and_changes_nothing(session: Session, ada: Actor, now: datetime) -> None:
    win = log(session, ada, "shipped it #a", now)
    wins.save(session, ada, win.id, 1, NewWin("first", now.date(), tags=("b",)), "", now)
    with pytest.raises(Refused, match="stale"):
        wins.save(session, ada, win.id, 1, NewWin("second", now.date()), "", now)
    stored = wins.see(session, ada, win.id)
    assert (stored.title, stored.tags, stored.version) == ("first", ("b",), 2)


def test_a_submission_twice_is_one_edit(session: Session, ada: Actor, now: datetime) -> None:
    win = log(session, ada, "shipped it", now)
    wins.save(session, ada, win.id, 1, NewWin("x", now.date()), "view:1", now)
    with pytest.raises(Repeated):
        wins.save(session, ada, win.id, 1, NewWin("x", now.date()), "view:1", now)


def test_a_deleted_win_cannot_be_edited(session: Session, ada: Actor, now: datetime) -> None:
    win = log(session, ada, "shipped it", now)
    wins.undo(session, ada, win.id, "", now)
    with pytest.raises(Refused, match="deleted_meanwhile"):
        wins.save(session, ada, win.id, 1, NewWin("x", now.date()), "", now)
    with pytest.raises(Refused, match="not_found"):
        wins.see(session, ada, win.id)


def test_what_was_deleted_meanwhile_is_restored_and_saved_in_one(session: Session, ada: Actor, now: datetime) -> None:
    win = log(session, ada, "shipped it", now)
    wins.undo(session, ada, win.id, "", now)
    later = now + timedelta(days=30)
    saved = wins.save(session, ada, win.id, 1, NewWin("x", now.date()), "", later, restoring=True).win
    assert (saved.title, saved.deleted_at, saved.version) == ("x", None, 2)
    wins.undo(session, ada, win.id, "", now)
    for restoring in (True, False):
        with pytest.raises(Refused, match="not_found"):
            wins.save(session, ada, win.id, 2, NewWin("y", now.date()), "", later + timedelta(1), restoring=restoring)


def test_a_draft_restored_after_its_reaction_went_stays_when_it_is_taken_away_again(
    session: Session, ada: Actor, now: datetime
) -> None:
    log(session, ada, "anything", now)
    draft = evidence.draft_by_reaction(session, ada, MESSAGE, "1763600001.1", "", now).win
    assert draft is not None
    evidence.withdraw_reaction(session, ada, MESSAGE, "1763600002.1", "", now)
    wins.restore(session, ada, draft.id, "", now)
    evidence.draft_by_reaction(session, ada, MESSAGE, "1763600003.1", "", now)
    stays = evidence.withdraw_reaction(session, ada, MESSAGE, "1763600004.1", "", now)
    assert stays.outcome is evidence.Outcome.STAYS
    wins.undo(session, ada, draft.id, "", now)
    assert [win.id for win in finding.find_text(session, ada, "deleted", 0, now).wins] == [draft.id]


# Undo and restore


def test_undo_and_restore_say_when_it_stood_like_that_already(session: Session, ada: Actor, now: datetime) -> None:
    win = log(session, ada, "shipped it", now)
    steps = (wins.undo, wins.undo, wins.restore, wins.restore)
    before = [step(session, ada, win.id, f"k{number}", now).before for number, step in enumerate(steps)]
    assert before == [False, True, False, True]
    assert wins.see(session, ada, win.id).deleted_at is None


def test_a_deleted_win_can_be_restored_for_thirty_days(session: Session, ada: Actor, now: datetime) -> None:
    win = log(session, ada, "shipped it", now)
    wins.undo(session, ada, win.id, "", now)
    with pytest.raises(Refused, match="restore_too_old"):
        wins.restore(session, ada, win.id, "", now + timedelta(days=30, seconds=1))
    assert not wins.restore(session, ada, win.id, "", now + timedelta(days=30)).before


def test_a_message_captured_anew_keeps_the_old_win_deleted(session: Session, ada: Actor, now: datetime) -> None:
    old = wins.log_new(session, ada, NewWin("old", now.date()), MESSAGE, "", now).win
    wins.undo(session, ada, old.id, "", now)
    wins.log_new(session, ada, NewWin("new", now.date()), MESSAGE, "", now)
    with pytest.raises(Refused, match="message_saved_before"):
        wins.restore(session, ada, old.id, "", now)


def cover(session: Session, actor: Actor, until: datetime, period: str) -> None:
    """A digest went out that covered everything before `until`."""
    member = members.require(session, actor)
    values = {
        "member_id": member.id,
        "kind": "digest",
        "period": period,
        "state": "sent",
        "due_at": until,
        "covers_from": member.covered_until,
        "covers_until": until,
        "key": period,
        "created_at": until,
    }
    session.execute(insert(deliveries), values)
    session.execute(update(members_table).where(members_table.c.id == member.id).values(covered_until=until))


def test_a_win_restored_after_the_digest_that_left_it_out_is_in_the_next(
    session: Session, ada: Actor, now: datetime
) -> None:
    win = log(session, ada, "shipped it", now)
    wins.undo(session, ada, win.id, "", now + timedelta(hours=1))
    cover(session, ada, now + timedelta(hours=5), "2026-W47")
    restored_at = now + timedelta(hours=6)
    wins.restore(session, ada, win.id, "", restored_at)
    assert wins.see(session, ada, win.id).kept_at == restored_at


def test_a_win_deleted_after_its_digest_is_not_in_another(session: Session, ada: Actor, now: datetime) -> None:
    win = log(session, ada, "shipped it", now)
    cover(session, ada, now + timedelta(hours=5), "2026-W47")
    wins.undo(session, ada, win.id, "", now + timedelta(hours=6))
    cover(session, ada, now + timedelta(days=7), "2026-W48")
    wins.restore(session, ada, win.id, "", now + timedelta(days=8))
    assert wins.see(session, ada, win.id).kept_at == now


def test_a_win_restored_before_its_digest_is_simply_there(session: Session, ada: Actor, now: datetime) -> None:
    win = log(session, ada, "shipped it", now)
    wins.undo(session, ada, win.id, "", now)
    wins.restore(session, ada, win.id, "", now + timedelta(hours=1))
    assert wins.see(session, ada, win.id).kept_at == now


# Finding


def test_somebody_who_has_not_started_changes_nothing(session: Session, ada: Actor, now: datetime) -> None:
    for ask in (
        lambda: wins.undo(session, ada, 1, "", now),
        lambda: wins.restore(session, ada, 1, "", now),
        lambda: wins.save(session, ada, 1, 1, NewWin("x", now.date()), "", now),
    ):
        with pytest.raises(Refused, match="not_started"):
            ask()
    assert wins.see_today(session, ada, now) == date(2026, 11, 20)


def test_today_is_local_for_a_member(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, "shipped it", now)
    assert wins.see_today(session, ada, datetime(2026, 11, 20, 23, 30, tzinfo=UTC)) == date(2026, 11, 21)


def test_nobody_else_gets_anything_of_it(session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime) -> None:
    win = log(session, ada, "shipped it #secret", now)
    deleted = log(session, ada, "undone", now)
    wins.undo(session, ada, deleted.id, "", now)
    for other in (maya, zoe, Actor("", "T0OTHER", "U0ADA"), Actor("E0X", "T0ACME", "U0ADA")):
        log(session, other, "my own", now)
        stolen = NewWin("stolen", now.date())
        with pytest.raises(Refused, match="not_found"):
            wins.see(session, other, win.id)
        with pytest.raises(Refused, match="not_found"):
            wins.undo(session, other, win.id, "k", now)
        with pytest.raises(Refused, match="not_found"):
            wins.restore(session, other, deleted.id, "k", now)
        with pytest.raises(Refused, match="not_found"):
            wins.save(session, other, win.id, 1, stolen, "k", now)
        assert [found.title for found in finding.find_text(session, other, "", 0, now).wins] == ["my own"]
    assert wins.see(session, ada, win.id).version == 1
    assert count(session, tags) == 1


def test_private_is_kept_through_logging_and_editing(session: Session, ada: Actor, now: datetime) -> None:
    logged = wins.log_new(session, ada, NewWin("x", now.date(), private=True), None, "", now).win
    assert (logged.private, wins.see(session, ada, logged.id).private) == (True, True)
    saved = wins.save(session, ada, logged.id, 1, NewWin("x", now.date()), "", now).win
    assert not saved.private
    saved = wins.save(session, ada, logged.id, 2, NewWin("x", now.date(), private=True), "", now).win
    assert (saved.private, saved.sample) == (True, False)
