"""Follow-ups: how they end and are open again, by their owner, on both databases."""

from datetime import datetime, timedelta

import pytest

from bot.domain.followups import Outcome
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.services import conversations, followups, members
from bot.store.database import Session

pytestmark = pytest.mark.both_databases


def promise(session: Session, actor: Actor, now: datetime) -> int:
    logged = conversations.log_line(session, actor, "<@U0SAM> call; next: send the deck", "", now)
    return logged.follow_ups[0].id


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
    for other in (maya, zoe):
        members.enrol(session, other, now)
        with pytest.raises(Refused) as problem:
            followups.close(session, other, followup_id, None, "", now)
        assert problem.value.code == "not_found"
        with pytest.raises(Refused) as problem:
            followups.reopen(session, other, followup_id, "", now)
        assert problem.value.code == "not_found"
    assert followups.close(session, ada, followup_id, None, "", now).before is False
