"""Praise: whatever the order in which three people's reactions to one message are told, the latest of each decides."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.members import Actor
from bot.services import members
from bot.store.database import Session
from tests.services.test_praise import Channel


@pytest.fixture(autouse=True)
def start(session: Session, ada: Actor, now: datetime) -> None:
    members.note_record(session, members.enrol(session, ada, now), now)


PEOPLE = ("U0ADA", "U0MAYA", "U0LEO")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    signs=st.lists(st.tuples(st.sampled_from(PEOPLE), st.booleans()), min_size=1, max_size=8),
    data=st.data(),
)
def test_in_whatever_order_three_peoples_events_come_the_latest_of_each_decides(
    session: Session, ada: Actor, now: datetime, signs: list[tuple[str, bool]], data: st.DataObject
) -> None:
    nested = session.begin_nested()
    channel = Channel(session, ada, now)
    events = [(who, added, second) for second, (who, added) in enumerate(signs, 1)]
    arriving = data.draw(st.permutations([*events, *data.draw(st.lists(st.sampled_from(events), max_size=4))]))
    for who, added, second in arriving:
        (channel.add if added else channel.remove)(who, second)
    last = {who: added for who, added, _ in events}
    praised = {who for who in PEOPLE[1:] if last.get(who)}
    expected = [] if not praised and not last.get("U0ADA") else ["reaction" if last.get("U0ADA") else "praise"]
    found = ([win.source for win in channel.live()], set(channel.praisers()))
    nested.rollback()
    assert found == (expected, praised), arriving
