"""Follow-ups marked as done by their owner, on both databases."""

from datetime import datetime, timedelta

import pytest

from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.services import conversations, followups, members
from bot.store.database import Session

pytestmark = pytest.mark.both_databases


def promise(session: Session, actor: Actor, now: datetime) -> int:
    logged = conversations.log_line(session, actor, "<@U0SAM> call; next: send the deck", "", now)
    assert logged.follow_up is not None
    return logged.follow_up.id


def test_a_promise_is_done_once(session: Session, ada: Actor, now: datetime) -> None:
    followup_id = promise(session, ada, now)
    done = followups.mark_done(session, ada, followup_id, "", now)
    again = followups.mark_done(session, ada, followup_id, "", now + timedelta(hours=1))
    assert (done.before, done.follow_up.done_at, done.follow_up.text) == (False, now, "send the deck")
    assert (again.before, again.follow_up.done_at) == (True, now)


def test_somebody_elses_promise_is_not_found(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime
) -> None:
    followup_id = promise(session, ada, now)
    for other in (maya, zoe):
        members.enrol(session, other, now)
        with pytest.raises(Refused) as problem:
            followups.mark_done(session, other, followup_id, "", now)
        assert problem.value.code == "not_found"
    assert followups.mark_done(session, ada, followup_id, "", now).before is False
