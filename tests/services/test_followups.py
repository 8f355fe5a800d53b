"""Follow-ups: how they end and are open again, by their owner, on both databases."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain.conversations import NewConversation, Person
from bot.domain.followup_form import NewFollowUp
from bot.domain.followups import FollowUpKind, Group, Outcome
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.services import conversations, followups, members
from bot.store.database import Session

pytestmark = pytest.mark.both_databases


def promise(session: Session, actor: Actor, now: datetime) -> int:
    logged = conversations.log_line(session, actor, "<@U0SAM> call; next: send the deck", "", now)
    return logged.follow_ups[0].id


MARIA = Person(name="Maria Lopez")
TODAY = date(2026, 11, 20)


def new(kind: FollowUpKind = FollowUpKind.MINE, text: str = "call", due_on: date | None = None) -> NewFollowUp:
    return NewFollowUp(kind, text, due_on, MARIA)


def add(session: Session, actor: Actor, made: NewFollowUp, now: datetime, key: str = "") -> int:
    return followups.add(session, actor, made, key, now).follow_up.id


def test_one_is_made_by_hand_with_somebody_new_and_announces_the_digest_once(
    session: Session, ada: Actor, now: datetime
) -> None:
    made = followups.add(session, ada, new(FollowUpKind.FEEDBACK, "on it", TODAY), "k", now)
    one = made.follow_up
    assert (one.kind, one.text, one.due_on, one.open, one.version) == (FollowUpKind.FEEDBACK, "on it", TODAY, True, 1)
    assert [person.name for person in made.people] == ["Maria Lopez"]
    assert made.first is not None
    assert followups.add(session, ada, new(), "k2", now).first is None
    with pytest.raises(Repeated):
        followups.add(session, ada, new(), "k2", now)
    with pytest.raises(Refused):
        followups.add(session, ada, NewFollowUp(FollowUpKind.MINE, "x"), "k3", now)


def test_an_edit_of_an_older_version_is_refused(session: Session, ada: Actor, now: datetime) -> None:
    number = add(session, ada, new(), now)
    changed = followups.change(session, ada, number, 1, new(FollowUpKind.THEIRS, "write", TODAY), "", now)
    assert (changed.follow_up.kind, changed.follow_up.text, changed.follow_up.version) == ("theirs", "write", 2)
    with pytest.raises(Refused) as problem:
        followups.change(session, ada, number, 1, new(), "", now)
    assert problem.value.code == "stale"
    same = followups.change(session, ada, number, 2, new(FollowUpKind.THEIRS, "write", TODAY), "", now)
    assert same.follow_up.version == 2


def test_one_of_several_people_can_come_to_concern_one(session: Session, ada: Actor, now: datetime) -> None:
    logged = conversations.log_line(session, ada, "<@U0SAM> and Maria Lopez call; next: send it", "", now)
    number = logged.follow_ups[0].id
    assert len(followups.see(session, ada, number, now).people) == 2
    kept = followups.change(session, ada, number, 1, NewFollowUp(FollowUpKind.MINE, "send this"), "", now)
    assert len(kept.people) == 2
    changed = followups.change(session, ada, number, 2, new(), "", now)
    assert [person.name for person in changed.people] == ["Maria Lopez"]


def test_an_edit_makes_the_open_form_of_its_conversation_stale(session: Session, ada: Actor, now: datetime) -> None:
    logged = conversations.log_line(session, ada, "Maria Lopez call; next: send it", "", now)
    followups.change(session, ada, logged.follow_ups[0].id, 1, new(), "", now)
    typed = NewConversation((MARIA,), TODAY)
    with pytest.raises(Refused) as problem:
        conversations.change_conversation(session, ada, logged.conversation.id, 1, typed, None, "", now)
    assert problem.value.code == "stale"


def test_a_mistake_is_deleted_for_good(session: Session, ada: Actor, now: datetime) -> None:
    number = add(session, ada, new(), now)
    assert followups.delete(session, ada, number, "", now).follow_up.text == "call"
    with pytest.raises(Refused):
        followups.see(session, ada, number, now)
    promised = promise(session, ada, now)
    followups.delete(session, ada, promised, "", now)
    assert conversations.see_conversation(session, ada, 1, now).follow_ups == ()


def test_the_list_is_of_everybody_or_of_one_in_groups_and_pages(session: Session, ada: Actor, now: datetime) -> None:
    assert followups.see_list(session, ada, 0, 0, now).total == 0
    for days in range(-3, 9):
        add(session, ada, new(due_on=TODAY + timedelta(days=days)), now)
    asked = followups.add(session, ada, NewFollowUp(FollowUpKind.FEEDBACK, "x", None, Person("U0SAM")), "", now)
    followups.close(session, ada, 1, None, "", now)
    found = followups.see_list(session, ada, 0, 0, now)
    assert (found.total, len(found.rows), found.offset) == (13, followups.PAGE, 0)
    assert found.counts == {Group.OVERDUE: 2, Group.SOON: 8, Group.LATER: 1, Group.ASKS: 1, Group.CLOSED: 1}
    assert found.rows[0].follow_up.text == "call"
    last = followups.see_list(session, ada, 0, 999, now)
    assert (last.offset, [row.follow_up.id for row in last.rows][-1]) == (8, 1)
    sam = asked.people[0]
    for one in (followups.see_list(session, ada, sam.id, 0, now), followups.see_of(session, ada, "<@U0SAM>", now)):
        assert (one.person, [row.follow_up.id for row in one.rows]) == (sam, [asked.follow_up.id])
    assert followups.see_of(session, ada, "maria lopez", now).total == 12
    assert followups.see_of(session, ada, "", now).total == 13
    assert followups.see_list(session, ada, 0, 0, now + timedelta(days=40)).total == 12
    with pytest.raises(Refused) as problem:
        followups.see_of(session, ada, "somebody", now)
    assert problem.value.code == "person_unknown"


def test_what_was_promised_together_is_in_the_list_of_each(session: Session, ada: Actor, now: datetime) -> None:
    logged = conversations.log_line(session, ada, "<@U0SAM> and Maria Lopez call; next: send it", "", now)
    for person in logged.people:
        assert followups.see_list(session, ada, person.id, 0, now).total == 1


def test_a_promise_is_done_once(session: Session, ada: Actor, now: datetime) -> None:
    followup_id = promise(session, ada, now)
    done = followups.close(session, ada, followup_id, None, "", now)
    again = followups.close(session, ada, followup_id, Outcome.DROPPED, "", now + timedelta(hours=1))
    assert (done.before, done.follow_up.done_at, done.follow_up.text) == (False, now, "send the deck")
    assert (again.before, again.follow_up.done_at, again.follow_up.outcome) == (True, now, Outcome.KEPT)
    assert [person.user_id for person in again.people] == ["U0SAM"]


def test_what_ended_can_be_open_again(session: Session, ada: Actor, now: datetime) -> None:
    followup_id = promise(session, ada, now)
    assert followups.reopen(session, ada, followup_id, "", now).before is True
    assert followups.close(session, ada, followup_id, Outcome.DROPPED, "", now).follow_up.outcome is Outcome.DROPPED
    again = followups.reopen(session, ada, followup_id, "", now)
    assert (again.before, again.follow_up.open, again.follow_up.outcome) == (False, True, None)


def test_a_promise_cannot_end_as_an_ask_does(session: Session, ada: Actor, now: datetime) -> None:
    followup_id = promise(session, ada, now)
    with pytest.raises(Refused) as problem:
        followups.close(session, ada, followup_id, Outcome.DECLINED, "", now)
    assert problem.value.code == "not_found"


def test_somebody_elses_promise_is_not_found(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime
) -> None:
    followup_id = promise(session, ada, now)
    with pytest.raises(Refused):
        followups.see(session, zoe, followup_id, now)
    for other in (maya, zoe):
        members.enrol(session, other, now)
        with pytest.raises(Refused) as problem:
            followups.close(session, other, followup_id, None, "", now)
        assert problem.value.code == "not_found"
        for refused in (followups.reopen, followups.delete):
            with pytest.raises(Refused) as problem:
                refused(session, other, followup_id, "", now)
            assert problem.value.code == "not_found"
        with pytest.raises(Refused) as problem:
            followups.change(session, other, followup_id, 1, new(), "", now)
        assert problem.value.code == "not_found"
        with pytest.raises(Refused) as problem:
            followups.see_list(session, other, 1, 0, now)
        assert problem.value.code == "not_found"
        assert followups.see_list(session, other, 0, 0, now).total == 0
    assert followups.close(session, ada, followup_id, None, "", now).before is False
