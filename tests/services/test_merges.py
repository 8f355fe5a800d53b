"""Merging two wins into one, and taking it back, on both databases."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Table, insert, select, update

from bot.domain import win_form
from bot.domain.evidence import Captured, Reading
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.stakeholders import Relationship
from bot.domain.wins import NewWin, Win, WinState
from bot.services import digests, evidence, finding, members, merges, privacy, wins
from bot.services.merges import Merged, Unmerged
from bot.store.database import Session
from bot.store.tables import awareness, deliveries, praise, stakeholders, to_tell
from bot.store.tables import evidence as evidence_table
from bot.store.tables import members as members_table
from bot.store.tables import merges as merges_table
from bot.store.tables import wins as wins_table

pytestmark = pytest.mark.both_databases

M1 = Captured("C0GENERAL", "1763600000.000100", author="U0MAYA", snapshot="Thanks to Ada the queue is stable")
M2 = Captured("C0GENERAL", "1763600100.000200", author="U0SAM", snapshot="The queue holds")
LINE = "shipped the retry queue, p95 800ms -> 480ms #reliability https://acme.io/42 <@U0PRIYA>"


def log(session: Session, actor: Actor, text: str, now: datetime) -> Win:
    return wins.see(session, actor, wins.log_line(session, actor, text, "", now).win.id)


def save(session: Session, actor: Actor, title: str, message: Captured, now: datetime) -> Win:
    win = wins.log_new(session, actor, NewWin(title, now.date()), message, "", now).win
    return wins.see(session, actor, win.id)


def react(session: Session, actor: Actor, message: Captured, event_ts: str, now: datetime) -> evidence.Reacted:
    return evidence.draft_by_reaction(session, actor, replace(message, snapshot=""), event_ts, "", now)


def merge(session: Session, actor: Actor, one: Win | int, other: Win | int, now: datetime, **changes: Any) -> Merged:
    first, second = (each if isinstance(each, int) else each.id for each in (one, other))
    pair = merges.prepare(session, actor, first, second, now)
    new = win_form.read(replace(win_form.of_win(pair.both), **changes), pair.today)
    assert isinstance(new, NewWin)
    return merges.merge(
        session, actor, pair.kept.id, pair.gone.id, (pair.kept.version, pair.gone.version), new, "", now
    )


def unmerge(session: Session, actor: Actor, gone: Win | int, now: datetime) -> Unmerged:
    done = merges.restore(session, actor, gone if isinstance(gone, int) else gone.id, "", now)
    assert isinstance(done, Unmerged)
    return done


def same(one: Win, other: Win) -> bool:
    """All but the version, which never goes back."""
    assert replace(one, version=0) == replace(other, version=0)
    return True


def person(session: Session, actor: Actor, user_id: str, now: datetime) -> int:
    values = {
        "member_id": members.require(session, actor).id,
        "user_id": user_id,
        "relationship": Relationship.PEER,
        "added_on": now.date(),
        "created_at": now,
    }
    return int(session.execute(insert(stakeholders).values(values).returning(stakeholders.c.id)).scalar_one())


def link(session: Session, table: Table, win: Win, now: datetime, **values: object) -> None:
    owner = session.scalar(select(members_table.c.id).where(members_table.c.user_id == "U0ADA"))
    session.execute(insert(table).values(member_id=owner, win_id=win.id, created_at=now, **values))


def test_two_captures_become_one_win_with_all_of_both(session: Session, ada: Actor, now: datetime) -> None:
    typed = log(session, ada, LINE + " on 19 nov", now)
    later = now + timedelta(hours=1)
    new = NewWin("queue praised", date(2026, 11, 17), "halved the tickets", None, ("praise",), ("U0SAM",))
    saved = wins.log_new(session, ada, replace(new, links=("https://b.io",), private=True), M1, "", later).win
    done = merge(session, ada, saved, typed, later)
    kept = done.kept
    assert (kept.id, kept.title, kept.happened_on, kept.impact) == (
        typed.id,
        "shipped the retry queue, p95 800ms -> 480ms",
        date(2026, 11, 17),
        "halved the tickets",
    )
    assert (kept.tags, kept.witnesses, kept.private, kept.kept_at) == (
        ("reliability", "praise"),
        ("U0PRIYA", "U0SAM"),
        True,
        now,
    )
    assert kept.measures == typed.measures
    assert [(piece.url, piece.snapshot) for piece in kept.evidence if not piece.given] == [("", M1.snapshot)]
    assert [piece.url for piece in kept.evidence if piece.given] == ["https://acme.io/42", "https://b.io"]
    page = finding.find_text(session, ada, "", 0, later)
    assert [win.id for win in page.wins] == [typed.id]


def test_taken_back_both_are_exactly_as_they_were(session: Session, ada: Actor, now: datetime) -> None:
    one = log(session, ada, LINE, now)
    two = save(session, ada, "queue praised", M1, now + timedelta(minutes=1))
    two = wins.save(
        session, ada, two.id, 1, NewWin("queue praised", two.happened_on, links=("https://b.io",)), "", now
    ).win
    done = merge(session, ada, one, two, now, title="Something else", links="https://c.io", witnesses=("U0LEO",))
    assert [piece.url for piece in done.kept.evidence if piece.given] == ["https://c.io"]
    back = unmerge(session, ada, two, now + timedelta(days=30))
    assert back.exact
    assert (same(back.kept, one), same(back.gone, two)) == (True, True)
    assert back.kept.version > done.kept.version
    assert session.scalars(select(merges_table.c.id)).all() == []
    assert session.scalars(select(evidence_table.c.moved_from)).all() == [None] * 3


def test_if_the_kept_one_was_edited_since_the_other_alone_returns(session: Session, ada: Actor, now: datetime) -> None:
    one, two = log(session, ada, LINE, now), save(session, ada, "queue praised", M1, now)
    kept = merge(session, ada, one, two, now).kept
    edited = wins.save(session, ada, one.id, kept.version, NewWin("mine now", now.date()), "", now).win
    back = unmerge(session, ada, two, now)
    assert not back.exact
    assert same(back.gone, two)
    assert (back.kept.title, back.kept.version, back.kept.evidence) == ("mine now", edited.version, ())


def test_what_people_know_goes_along_and_comes_back(session: Session, ada: Actor, now: datetime) -> None:
    one, two = log(session, ada, "shipped it", now), save(session, ada, "queue praised", M1, now)
    maya, leo, sam = (person(session, ada, who, now) for who in ("U0MAYA", "U0LEO", "U0SAM"))
    day = now.date()
    link(session, awareness, one, now, stakeholder_id=maya, how="told", since=day)
    link(session, awareness, two, now, stakeholder_id=maya, how="reacted", since=day - timedelta(days=3))
    link(session, awareness, two, now, stakeholder_id=leo, how="told", since=day)
    rui = person(session, ada, "U0RUI", now)
    link(session, awareness, one, now, stakeholder_id=rui, how="told", since=day - timedelta(days=1))
    link(session, awareness, two, now, stakeholder_id=rui, how="reacted", since=day)
    link(session, to_tell, two, now, stakeholder_id=sam)
    link(session, praise, one, now, user_id="U0MAYA", event_ts="1", live=False)
    link(session, praise, two, now, user_id="U0MAYA", event_ts="2", live=True)
    link(session, praise, two, now, user_id="U0LEO", event_ts="3", live=True)

    def known(win: Win) -> tuple[list[Any], ...]:
        found = []
        for table, columns in (
            (awareness, ("stakeholder_id", "how", "since")),
            (to_tell, ("stakeholder_id",)),
            (praise, ("user_id", "event_ts", "live")),
        ):
            rows = select(*(table.c[name] for name in columns)).where(table.c.win_id == win.id)
            found.append(sorted(tuple(row) for row in session.execute(rows)))
        return tuple(found)

    before = known(one), known(two)
    merge(session, ada, one, two, now)
    assert known(one) == (
        [
            (maya, "reacted", day - timedelta(days=3)),
            (leo, "told", day),
            (rui, "told", day - timedelta(days=1)),
        ],
        [(sam,)],
        [("U0LEO", "3", True), ("U0MAYA", "2", True)],
    )
    session.execute(update(praise).where(praise.c.win_id == two.id, praise.c.user_id == "U0LEO").values(user_id="U0X"))
    link(session, awareness, one, now, stakeholder_id=sam, how="told", since=day)
    unmerge(session, ada, two, now)
    session.execute(praise.delete().where(praise.c.user_id == "U0X"))
    assert known(two) == before[1]
    assert known(one) == (sorted([*before[0][0], (sam, "told", day)]), *before[0][1:])


def test_what_went_into_another_win_is_not_said_to_be_deleted(session: Session, ada: Actor, now: datetime) -> None:
    one, two = log(session, ada, "one", now), log(session, ada, "two", now)
    merge(session, ada, one, two, now)
    digest = digests.see_digest(session, ada, now)
    assert ([win.title for win in digest.wins], digest.deleted) == (["one"], 0)
    wins.undo(session, ada, one.id, "", now)
    assert digests.see_digest(session, ada, now).deleted == 1


def test_what_is_kept_stays_before_a_draft_whichever_was_pressed(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, "anything", now)
    draft = react(session, ada, M1, "1763600001.1", now).win
    kept = log(session, ada, "shipped it", now + timedelta(minutes=1))
    assert draft is not None
    done = merge(session, ada, draft, kept, now)
    assert (done.kept.id, done.kept.state, done.kept.kept_at) == (kept.id, WinState.KEPT, kept.kept_at)
    back = unmerge(session, ada, draft, now)
    assert (back.gone.state, back.gone.kept_at) == (WinState.DRAFT, None)


def test_two_drafts_become_a_kept_win_and_drafts_again(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, "anything", now)
    one, two = (react(session, ada, message, "1763600200.1", now).win for message in (M1, M2))
    assert one is not None
    assert two is not None
    done = merge(session, ada, one, two, now, title="held the queue")
    assert (done.kept.state, done.kept.kept_at, done.kept.id) == (WinState.KEPT, now, one.id)
    back = unmerge(session, ada, two, now)
    assert (same(back.kept, one), same(back.gone, two)) == (True, True)


def test_two_drafts_that_a_digest_has_counted_as_a_win_leave_a_win(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, "anything", now)
    one, two = (react(session, ada, message, "1763600200.1", now).win for message in (M1, M2))
    assert one is not None
    assert two is not None
    merge(session, ada, one, two, now, title="held the queue")
    member = members.require(session, ada)
    sent = {"kind": "digest", "period": "2026-W47", "state": "sent", "due_at": now, "key": "1", "created_at": now}
    covered = {"covers_from": member.covered_until, "covers_until": now + timedelta(minutes=1)}
    session.execute(insert(deliveries).values(member_id=member.id, **sent, **covered))
    back = unmerge(session, ada, two, now + timedelta(hours=1))
    assert (back.kept.state, back.kept.kept_at, back.gone.state) == (WinState.KEPT, now, WinState.DRAFT)


def test_a_merged_message_is_known_to_be_in_the_win_that_stayed(session: Session, ada: Actor, now: datetime) -> None:
    one = log(session, ada, "shipped it", now)
    draft = react(session, ada, M1, "1763600001.1", now).win
    assert draft is not None
    merge(session, ada, one, draft, now)
    again = react(session, ada, M1, "1763600002.1", now)
    assert (again.outcome, again.win and again.win.id) == (evidence.Outcome.KNOWN, one.id)
    gone = evidence.withdraw_reaction(session, ada, M1, "1763600003.1", "", now)
    assert (gone.outcome, gone.win and gone.win.id) == (evidence.Outcome.STAYS, one.id)
    with pytest.raises(Refused, match="message_saved_before"):
        save(session, ada, "again", M1, now)
    prepared = evidence.prepare(session, ada, M1, now)
    assert prepared.win is not None
    assert prepared.win.id == one.id


def test_a_message_still_to_be_read_is_read_in_its_new_place(session: Session, ada: Actor, now: datetime) -> None:
    one = log(session, ada, "shipped it", now)
    draft = react(session, ada, M1, "1763600001.1", now).win
    assert draft is not None
    merge(session, ada, one, draft, now)
    [pending] = evidence.list_due(session, now + timedelta(minutes=1))
    evidence.note_text(session, pending, "U0MAYA", "The queue is stable", "", "", now)
    [piece] = wins.see(session, ada, one.id).evidence
    assert (piece.reading, piece.snapshot) == (Reading.READ, "The queue is stable")
    back = unmerge(session, ada, draft, now)
    assert (back.gone.title, back.kept.title) == ("The queue is stable", "shipped it")


def test_a_chain_comes_apart_from_either_end(session: Session, ada: Actor, now: datetime) -> None:
    def fresh() -> tuple[Win, Win, Win]:
        made = [save(session, ada, title, message, now) for title, message in (("c", M1), ("b", M2))]
        third = log(session, ada, "a", now)
        return made[0], made[1], third

    c, b, a = fresh()
    merge(session, ada, a, b, now)  # a, the later one, goes into b
    merge(session, ada, b.id, c, now)
    assert finding.find_text(session, ada, "deleted", 0, now).into == {
        a.id: wins.see(session, ada, c.id),
        b.id: wins.see(session, ada, c.id),
    }
    first = unmerge(session, ada, a, now)
    assert (first.exact, first.kept.id, first.kept.deleted_at) == (True, b.id, now)
    second = unmerge(session, ada, b, now)
    assert [same(*pair) for pair in ((second.gone, b), (second.kept, c), (first.gone, a))] == [True] * 3


def test_the_last_end_of_a_chain_takes_along_what_had_gone_into_it(session: Session, ada: Actor, now: datetime) -> None:
    c, b = save(session, ada, "c", M1, now), log(session, ada, "b", now)
    a = save(session, ada, "a", M2, now)
    ab = merge(session, ada, a, b, now).kept
    merge(session, ada, ab, c, now)
    back = unmerge(session, ada, b, now)
    assert (same(back.gone, ab), same(back.kept, c)) == (True, True)
    assert same(unmerge(session, ada, a, now).kept, b)


def test_two_merges_into_one_win_are_taken_back_in_turn(session: Session, ada: Actor, now: datetime) -> None:
    one, two, three = (log(session, ada, words, now) for words in ("one", "two", "three"))
    merge(session, ada, one, two, now)
    merge(session, ada, one.id, three, now)
    assert [gone.title for gone in merges.look_up(session, ada, one.id, now).gone] == ["three", "two"]
    assert unmerge(session, ada, three, now).exact
    back = unmerge(session, ada, two, now)
    assert (back.exact, same(back.kept, one)) == (True, True)


def test_a_merged_win_comes_back_from_one_that_was_deleted(session: Session, ada: Actor, now: datetime) -> None:
    one, two = log(session, ada, "one", now), save(session, ada, "two", M1, now)
    merge(session, ada, one, two, now)
    wins.undo(session, ada, one.id, "", now)
    back = unmerge(session, ada, two, now)
    assert (same(back.gone, two), back.kept.deleted_at) == (True, now)
    again = merges.restore(session, ada, one.id, "", now)
    assert not isinstance(again, Unmerged)
    assert same(wins.see(session, ada, one.id), one)


def test_what_cannot_be_restored_is_the_kept_wins_for_good(session: Session, ada: Actor, now: datetime) -> None:
    c, b = log(session, ada, "c", now), log(session, ada, "b", now)
    a = save(session, ada, "a", M1, now)
    merge(session, ada, b, a, now)
    later = now + timedelta(days=20)
    merge(session, ada, c, b.id, later)
    with pytest.raises(Refused, match="restore_too_old"):
        merges.restore(session, ada, a.id, "", now + timedelta(days=30, seconds=1))
    assert privacy.forget_undone(session, now + timedelta(days=31)) == 1
    assert react(session, ada, M1, "1763600009.1", now + timedelta(days=31)).outcome is evidence.Outcome.KNOWN
    back = unmerge(session, ada, b.id, now + timedelta(days=32))
    assert ([piece.snapshot for piece in back.gone.evidence], back.kept.evidence) == ([M1.snapshot], ())
    assert react(session, ada, M1, "1763600010.1", now + timedelta(days=33)).win == back.gone


def test_a_message_captured_anew_keeps_a_merged_win_away(session: Session, ada: Actor, now: datetime) -> None:
    one, two = log(session, ada, "one", now), save(session, ada, "two", M1, now)
    merge(session, ada, one, two, now)
    wins.undo(session, ada, one.id, "", now)
    save(session, ada, "anew", M1, now)
    with pytest.raises(Refused, match="message_saved_before"):
        merges.restore(session, ada, two.id, "", now)


def test_whoever_is_stale_merges_nothing(session: Session, ada: Actor, now: datetime) -> None:
    one, two = log(session, ada, "one", now), log(session, ada, "two", now)
    wins.save(session, ada, two.id, 1, NewWin("two changed", now.date()), "", now)
    new = NewWin("both", now.date())
    for kept, gone, versions in ((one, two, (1, 1)), (one, two, (2, 2)), (two, one, (2, 1))):
        with pytest.raises(Refused, match="stale"):
            merges.merge(session, ada, kept.id, gone.id, versions, new, "", now)
    merges.merge(session, ada, one.id, two.id, (1, 2), new, "view:1", now)
    for code, kept, gone in (("merge_gone", one, two), ("merge_gone", two, one), ("merge_itself", one, one)):
        with pytest.raises(Refused, match=code):
            merges.merge(session, ada, kept.id, gone.id, (2, 2), new, "", now)
    three = log(session, ada, "three", now)
    with pytest.raises(Repeated):
        merges.merge(session, ada, one.id, three.id, (2, 1), new, "view:1", now)


def test_what_was_made_up_is_not_merged_with_what_was_not(session: Session, ada: Actor, now: datetime) -> None:
    one, two = log(session, ada, "one", now), log(session, ada, "two", now)
    session.execute(wins_table.update().where(wins_table.c.id == two.id).values(sample=True))
    with pytest.raises(Refused, match="merge_sample"):
        merges.prepare(session, ada, one.id, two.id, now)
    assert merges.offer(session, ada, one.id, "", now).wins == ()


def test_the_other_win_is_offered_and_suggested(session: Session, ada: Actor, now: datetime) -> None:
    one = log(session, ada, "shipped the retry queue on 3 nov", now)
    log(session, ada, "Wrote the handbook", now)
    two = log(session, ada, "Shipped retry queue!", now + timedelta(days=6))
    assert [win.title for win in merges.offer(session, ada, two.id, "", now).wins] == [
        "shipped the retry queue",
        "Wrote the handbook",
    ]
    assert [win.title for win in merges.offer(session, ada, two.id, "HAND", now).wins] == ["Wrote the handbook"]
    like = merges.look_up(session, ada, two.id, now).like
    assert like is not None
    assert like.id == one.id
    merge(session, ada, one, two, now)
    opened = merges.look_up(session, ada, two.id, now)
    assert (opened.like, opened.into) == (None, wins.see(session, ada, one.id))
    with pytest.raises(Refused, match="not_found"):
        merges.offer(session, ada, two.id, "", now)


def test_nobody_else_gets_anything_of_it(session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime) -> None:
    one, two = log(session, ada, "one", now), log(session, ada, "two", now)
    three = log(session, ada, "three", now)
    merge(session, ada, one, two, now)
    for other in (maya, zoe, Actor("E0X", "T0ACME", "U0ADA")):
        with pytest.raises(Refused, match=r"not_started|not_found"):
            merges.restore(session, other, two.id, "", now)
        mine = log(session, other, "mine", now)
        asks = (
            partial(merges.restore, session, other, two.id, "", now),
            partial(merges.look_up, session, other, one.id, now),
            partial(merges.offer, session, other, one.id, "", now),
            partial(merges.prepare, session, other, mine.id, three.id, now),
            partial(merges.prepare, session, other, one.id, mine.id, now),
            partial(merges.merge, session, other, mine.id, three.id, (1, 1), NewWin("x", now.date()), "", now),
        )
        for ask in asks:
            with pytest.raises(Refused, match="not_found"):
                ask()
        assert merges.offer(session, other, mine.id, "", now).wins == ()
    stranger = Actor("", "T0ACME", "U0NEW")
    with pytest.raises(Refused, match="not_found"):
        merges.look_up(session, stranger, two.id, now)
    assert same(unmerge(session, ada, two, now).gone, two)
