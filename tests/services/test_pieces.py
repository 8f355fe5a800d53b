"""Pieces of evidence on both databases: added, removed, put back, by their owner alone."""

from datetime import datetime, timedelta

import pytest

from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.wins import NewWin
from bot.services import finding, members, pieces, wins
from bot.store import evidence
from bot.store.database import Session

pytestmark = pytest.mark.both_databases
QUOTE = Evidence(EvidenceKind.QUOTE, snapshot="She saved the launch", speaker="<@U0SAM>")
FILE = Evidence(EvidenceKind.FILE, label="Q3 review.pdf")


def logged(session: Session, actor: Actor, now: datetime) -> int:
    new = NewWin("shipped", now.date(), links=("Design doc https://a.example",))
    return wins.log_new(session, actor, new, None, "key", now).win.id


def test_what_is_added_is_kept_with_all_its_parts_and_found_by_its_words(
    session: Session, ada: Actor, now: datetime
) -> None:
    win_id = logged(session, ada, now)
    shown = pieces.add(session, ada, win_id, 1, [QUOTE, FILE], "add", now)
    found = [(one.kind, one.label, one.snapshot, one.speaker) for one in shown.win.evidence]
    assert found == [
        ("link", "Design doc", "", ""),
        ("quote", "", "She saved the launch", "<@U0SAM>"),
        ("file", "Q3 review.pdf", "", ""),
    ]
    assert shown.win.version == 2
    for words in ("design doc", "saved LAUNCH", '"q3" review', "U0SAM"):
        assert finding.find_text(session, ada, words, 0, now).total == 1, words
    pieces.remove(session, ada, shown.win.evidence[1].id, "remove", now)
    assert finding.find_text(session, ada, "saved launch", 0, now).total == 0


def test_the_same_submission_twice_is_added_once_and_an_old_one_not_at_all(
    session: Session, ada: Actor, now: datetime
) -> None:
    win_id = logged(session, ada, now)
    pieces.add(session, ada, win_id, 1, [QUOTE], "add", now)
    with pytest.raises(Repeated):
        pieces.add(session, ada, win_id, 1, [QUOTE], "add", now)
    with pytest.raises(Refused, match="stale"):
        pieces.add(session, ada, win_id, 1, [QUOTE], "another", now)
    assert len(pieces.see(session, ada, win_id).win.evidence) == 2


def test_a_piece_is_removed_and_put_back_and_each_twice_does_nothing(
    session: Session, ada: Actor, now: datetime
) -> None:
    win_id = logged(session, ada, now)
    (link,) = pieces.see(session, ada, win_id).win.evidence
    steps = [
        (pieces.remove, False, 2, 0, 1),
        (pieces.remove, True, 2, 0, 1),
        (pieces.put_back, False, 3, 1, 0),
        (pieces.put_back, True, 3, 1, 0),
    ]
    for number, (step, before, version, there, removed) in enumerate(steps):
        changed = step(session, ada, link.id, f"key{number}", now + timedelta(minutes=number))
        assert (changed.before, changed.shown.win.version) == (before, version)
        assert (len(changed.shown.win.evidence), len(changed.shown.removed)) == (there, removed)
        assert changed.piece.url == "https://a.example"


def test_an_edit_from_before_is_stale_once_evidence_has_changed(session: Session, ada: Actor, now: datetime) -> None:
    win_id = logged(session, ada, now)
    pieces.add(session, ada, win_id, 1, [QUOTE], "add", now)
    with pytest.raises(Refused, match="stale"):
        wins.save(session, ada, win_id, 1, NewWin("edited", now.date()), "save", now)
    assert len(pieces.see(session, ada, win_id).win.evidence) == 2


def test_a_link_keeps_its_text_through_an_edit_and_changes_with_it(session: Session, ada: Actor, now: datetime) -> None:
    win_id = logged(session, ada, now)
    same = NewWin("edited", now.date(), links=("Design doc https://a.example",))
    first = wins.save(session, ada, win_id, 1, same, "one", now).win
    other = wins.save(
        session, ada, win_id, 2, NewWin("x", now.date(), links=("Plan https://a.example",)), "two", now
    ).win
    assert [(one.id, one.label) for one in first.evidence] == [(1, "Design doc")]
    assert [one.label for one in other.evidence] == ["Plan"]


@pytest.mark.parametrize("who", ["nobody", "another", "elsewhere"])
def test_nobody_else_sees_or_changes_it(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime, who: str
) -> None:
    win_id = logged(session, ada, now)
    (piece,) = pieces.see(session, ada, win_id).win.evidence
    other = zoe if who == "elsewhere" else maya
    if who != "nobody":
        members.enrol(session, other, now)
    for attempt in (
        lambda: pieces.see(session, other, win_id),
        lambda: pieces.add(session, other, win_id, 1, [QUOTE], "k1", now),
        lambda: pieces.remove(session, other, piece.id, "k2", now),
        lambda: pieces.put_back(session, other, piece.id, "k3", now),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code in {"not_found", "not_started"}
    assert pieces.see(session, ada, win_id).win.evidence == (piece,)


def test_of_a_win_that_was_undone_nothing_is_changed(session: Session, ada: Actor, now: datetime) -> None:
    win_id = logged(session, ada, now)
    (piece,) = pieces.see(session, ada, win_id).win.evidence
    wins.undo(session, ada, win_id, "undo", now)
    for attempt in (pieces.remove, pieces.put_back):
        with pytest.raises(Refused, match="not_found"):
            attempt(session, ada, piece.id, "k", now)
    with pytest.raises(Refused, match="not_found"):
        pieces.remove(session, ada, 999, "k", now)
    member = members.find(session, ada)
    assert member
    assert [one.id for one in evidence.list_of_wins(session, member.id, [win_id])[win_id]] == [piece.id]
