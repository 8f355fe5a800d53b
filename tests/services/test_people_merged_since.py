"""What is taken back or restored after two people became one: it lands on who they are now, on both databases."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.members import Actor
from bot.services import awareness, conversations, members, people_merges
from bot.store import conversations as conversation_store
from bot.store import followups
from bot.store.database import Session
from bot.store.tables import awareness as awareness_table
from tests.services import test_merges
from tests.services.test_people_merges import TODAY, add, merge

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("knew", ["nobody", "the typed one", "the kept one"])
def test_a_merge_of_wins_taken_back_after_it_finds_what_people_know_with_who_they_are_now(
    session: Session, ada: Actor, now: datetime, knew: str
) -> None:
    """`knew` is who knew the win that stayed before anything was merged."""
    for line in ("<@U0RUI>", "Rui Costa sponsor"):
        add(session, ada, line, now)
    kept, gone = (test_merges.log(session, ada, title, now) for title in ("cut the bill", "cut the bills"))
    knowing = {"nobody": [], "the typed one": [2], "the kept one": [1]}[knew]
    for who in knowing:
        awareness.mark_told(session, ada, [kept.id], who, "", now)
    awareness.mark_told(session, ada, [gone.id], 2, "", now - timedelta(days=3))
    test_merges.merge(session, ada, kept, gone, now)
    assert set(known(session, kept.id)) == {2, *knowing}
    merge(session, ada, now)
    assert set(known(session, kept.id)) == {1}
    test_merges.unmerge(session, ada, gone, now)
    assert known(session, kept.id) == ({1: TODAY} if knowing else {})
    assert known(session, gone.id) == {1: TODAY - timedelta(days=3)}


def test_what_they_both_knew_when_something_is_taken_back_is_each_ones_own_day_again_when_they_are_two(
    session: Session, ada: Actor, now: datetime
) -> None:
    for line in ("<@U0RUI>", "Rui Costa sponsor"):
        add(session, ada, line, now)
    kept, gone = (test_merges.log(session, ada, title, now) for title in ("cut the bill", "cut the bills"))
    awareness.mark_told(session, ada, [kept.id], 2, "", now - timedelta(days=3))
    awareness.mark_told(session, ada, [gone.id], 2, "", now - timedelta(days=9))
    test_merges.merge(session, ada, kept, gone, now)  # which makes it nine days, of what was three
    awareness.mark_told(session, ada, [kept.id], 1, "", now)
    merge(session, ada, now)
    test_merges.unmerge(session, ada, gone, now)
    assert known(session, kept.id) == {1: TODAY}
    people_merges.undo(session, ada, 2, "", now)
    assert known(session, kept.id) == {1: TODAY, 2: TODAY - timedelta(days=3)}
    assert known(session, gone.id) == {2: TODAY - timedelta(days=9)}


def test_three_who_became_one_are_who_knows_what_is_put_back(session: Session, ada: Actor, now: datetime) -> None:
    for line in ("<@U0RUI>", "Rui Costa sponsor", "Rui C. sponsor"):
        add(session, ada, line, now)
    kept, gone = (test_merges.log(session, ada, title, now) for title in ("cut the bill", "cut the bills"))
    awareness.mark_told(session, ada, [gone.id], 3, "", now)
    test_merges.merge(session, ada, kept, gone, now)
    merge(session, ada, now, 2, 3)
    merge(session, ada, now, 1, 2)
    assert set(known(session, kept.id)) == {1}
    test_merges.unmerge(session, ada, gone, now)
    assert (known(session, kept.id), set(known(session, gone.id))) == ({}, {1})


def test_a_draft_sent_to_who_is_merged_meanwhile_is_known_to_who_was_kept(
    session: Session, ada: Actor, now: datetime
) -> None:
    for line in ("<@U0RUI>", "Rui Costa sponsor"):
        add(session, ada, line, now - timedelta(days=1))
    win = test_merges.log(session, ada, "cut the bill", now)
    merge(session, ada, now)
    sent = awareness.mark_sent(session, ada, [win.id], [1, 2], "", now)  # the window was open before
    assert ([each.id for each in sent.people], known(session, win.id)) == ([1], {1: TODAY})


def test_a_conversation_restored_after_it_has_its_promise_and_what_was_told_with_who_they_are_now(
    session: Session, ada: Actor, now: datetime
) -> None:
    for line in ("<@U0RUI>", "Rui Costa sponsor", "<@U0SAM>"):
        add(session, ada, line, now - timedelta(days=1))
    win = test_merges.log(session, ada, "cut the bill", now)
    told = awareness.mark_told(session, ada, [win.id], 2, "", now)
    member_id = members.require(session, ada).id
    conversation_store.add_people(session, member_id, told.conversation_id, [3])
    followups.add_followup(session, member_id, told.conversation_id, 2, "send the deck", None, now)
    conversations.undo_conversation(session, ada, told.conversation_id, "", now)
    merge(session, ada, now)
    conversations.restore_conversation(session, ada, told.conversation_id, "", now)
    assert known(session, win.id) == {1: TODAY}
    assert len(followups.list_open(session, member_id, 1)) == 1
    assert followups.list_open(session, member_id, 3) == []
    people_merges.undo(session, ada, 2, "", now)
    assert known(session, win.id) == {2: TODAY}
    assert [len(followups.list_open(session, member_id, each)) for each in (1, 2, 3)] == [0, 1, 0]


def test_what_came_back_with_a_conversation_stays_where_that_stays(session: Session, ada: Actor, now: datetime) -> None:
    """A conversation of the kept one's own is nobody else's."""
    for line in ("<@U0RUI>", "Rui Costa sponsor"):
        add(session, ada, line, now - timedelta(days=1))
    win, other = (test_merges.log(session, ada, title, now) for title in ("cut the bill", "won the deal"))
    told = awareness.mark_told(session, ada, [win.id], 2, "", now)
    own = awareness.mark_told(session, ada, [other.id], 1, "", now + timedelta(minutes=1))
    for talk in (told, own):
        conversations.undo_conversation(session, ada, talk.conversation_id, "", now)
    merge(session, ada, now)
    for talk in (told, own):
        conversations.restore_conversation(session, ada, talk.conversation_id, "", now)
    people_merges.undo(session, ada, 2, "", now)
    assert (known(session, win.id), known(session, other.id)) == ({2: TODAY}, {1: TODAY})


@pytest.mark.parametrize("knew", [(), (1,), (2,), (1, 2)])
def test_what_came_back_goes_along_step_by_step(
    session: Session, ada: Actor, now: datetime, knew: tuple[int, ...]
) -> None:
    """`knew` are those who were told of the win by themselves, on another day."""
    for line in ("<@U0RUI>", "Rui Costa sponsor", "Rui C. sponsor"):
        add(session, ada, line, now - timedelta(days=1))
    win = test_merges.log(session, ada, "cut the bill", now)
    for who in knew:
        awareness.mark_told(session, ada, [win.id], who, "", now - timedelta(days=who))
    told = awareness.mark_told(session, ada, [win.id], 3, "", now + timedelta(minutes=1))
    before = known(session, win.id)
    conversations.undo_conversation(session, ada, told.conversation_id, "", now)
    merge(session, ada, now, 2, 3)
    merge(session, ada, now, 1, 2)
    conversations.restore_conversation(session, ada, told.conversation_id, "", now)
    assert set(known(session, win.id)) == {1}
    people_merges.undo(session, ada, 2, "", now)
    people_merges.undo(session, ada, 3, "", now)
    assert known(session, win.id) == before


def known(session: Session, win_id: int) -> dict[int, date]:
    rows = session.execute(
        select(awareness_table.c.stakeholder_id, awareness_table.c.since).where(awareness_table.c.win_id == win_id)
    )
    return {row[0]: row[1] for row in rows}
