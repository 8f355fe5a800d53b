"""Ratings by person, on both databases."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain.confidence import Rating
from bot.domain.conversations import NewConversation, Person
from bot.domain.members import Actor
from bot.services import conversations, members
from bot.store import confidence, stakeholders
from bot.store.database import Session

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 20)
RUI, SAM = Person(user_id="U0RUI"), Person(user_id="U0SAM")


def talk(session: Session, actor: Actor, people: tuple[Person, ...], ago: int, level: int | None, now: datetime) -> int:
    new = NewConversation(people, TODAY - timedelta(days=ago))
    key = f"{people}{ago}"
    return conversations.log_conversation(session, actor, new, level, key, now).conversation.id


def test_ratings_are_read_by_person_and_only_the_owners_live_ones(
    session: Session, ada: Actor, maya: Actor, now: datetime
) -> None:
    talk(session, ada, (RUI, SAM), 200, 2, now)
    talk(session, ada, (RUI,), 10, 4, now)
    talk(session, ada, (RUI,), 5, None, now)
    talk(session, ada, (RUI,), 400, 1, now)
    undone = talk(session, ada, (RUI,), 3, 5, now)
    conversations.undo_conversation(session, ada, undone, "undo", now)
    talk(session, maya, (RUI,), 1, 1, now)
    owner = members.require(session, ada).id
    people = stakeholders.find_by_users(session, owner, ["U0RUI", "U0SAM"])
    rui, sam = people["U0RUI"].id, people["U0SAM"].id
    since = TODAY - timedelta(days=365)
    before, lately = Rating(TODAY - timedelta(days=200), 2), Rating(TODAY - timedelta(days=10), 4)
    assert confidence.list_ratings(session, owner, [rui, sam], since) == {rui: [before, lately], sam: [before]}
    assert confidence.list_ratings(session, owner, [], since) == {}
    other = members.require(session, maya).id
    assert confidence.list_ratings(session, other, [rui, sam], since) == {}
