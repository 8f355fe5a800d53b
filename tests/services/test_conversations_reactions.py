"""Conversations by the talk reaction, on both databases: the latest event decides, in whatever order they come."""

from datetime import date, datetime

import pytest
from sqlalchemy import Table, func, select

from bot.domain.members import Actor
from bot.domain.stakeholders import Stakeholder
from bot.services import conversations, members, stakeholder_search
from bot.store import workspaces
from bot.store.database import Session
from bot.store.tables import conversations as conversations_table
from bot.store.tables import handled

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 20)
TS = "1763500000.000100"  # 18 Nov 2025, 22:06 in Berlin


def people_of(session: Session, actor: Actor, now: datetime) -> list[Stakeholder]:
    return [late.stakeholder for late in stakeholder_search.find(session, actor, "", now).people]


def count(session: Session, table: Table) -> int:
    return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def react(session: Session, actor: Actor, event_ts: str, now: datetime, author: str = "U0MAYA", ts: str = TS) -> str:
    found = conversations.log_talk_by_reaction(session, actor, author, "C0GENERAL", ts, event_ts, "", now)
    return found.reason


def unreact(session: Session, actor: Actor, event_ts: str, now: datetime) -> str:
    return conversations.undo_talk_by_reaction(session, actor, "C0GENERAL", TS, event_ts, "", now).reason


def live(session: Session) -> int:
    statement = select(func.count()).select_from(conversations_table).where(conversations_table.c.deleted_at.is_(None))
    return int(session.execute(statement).scalar_one())


def test_a_talk_reaction_is_a_conversation_with_the_author_on_the_messages_day(
    session: Session, ada: Actor, now: datetime
) -> None:
    members.enrol(session, ada, now)
    assert react(session, ada, "1763600000.1", now) == "logged"
    found = conversations.see_conversation(session, ada, 1, now)
    assert (found.conversation.happened_on, found.conversation.source) == (date(2025, 11, 18), "reaction")
    assert [person.user_id for person in found.people] == ["U0MAYA"]


@pytest.mark.parametrize("ts", ["", "garbage", "99999999999999999.1", "²³.1"])
def test_a_message_without_a_sensible_time_counts_for_today(
    session: Session, ada: Actor, now: datetime, ts: str
) -> None:
    members.enrol(session, ada, now)
    react(session, ada, "1763600000.1", now, ts=ts)
    assert conversations.see_conversation(session, ada, 1, now).conversation.happened_on == TODAY


@pytest.mark.parametrize(
    ("author", "reason"), [("", "no_author"), ("U0ADA", "own_message"), ("USLACKBOT", "bot"), ("U0VOUCH", "bot")]
)
def test_reactions_to_oneself_and_to_bots_are_ignored(
    session: Session, ada: Actor, now: datetime, author: str, reason: str
) -> None:
    workspaces.note_connection(session, "", "T0ACME", "Acme", "", "U0VOUCH", now)
    members.enrol(session, ada, now)
    assert react(session, ada, "1763600000.1", now, author) == reason
    assert count(session, conversations_table) == 0


def test_a_reaction_of_somebody_who_is_no_member_starts_nothing(session: Session, ada: Actor, now: datetime) -> None:
    assert (react(session, ada, "1763600000.1", now), unreact(session, ada, "1763600001.1", now)) == (
        "not_member",
        "not_member",
    )
    assert members.find(session, ada) is None


@pytest.mark.parametrize(
    ("events", "reasons", "left"),
    [
        ("+1 -2", "logged removed", 0),
        ("+1 +1", "logged late", 1),
        ("+1 +2", "logged known", 1),
        ("-2 +1", "noted late", 0),
        ("-2 +1 +3", "noted late logged", 1),
        ("+1 -2 +3", "logged removed logged", 1),
        ("+3 -2", "logged late", 1),
        ("+1 -3 -2 +2", "logged removed late late", 0),
        ("-1 -2 +3 -4", "noted noted logged removed", 0),
    ],
)
def test_the_latest_reaction_decides_in_whatever_order_they_come(
    session: Session, ada: Actor, now: datetime, events: str, reasons: str, left: int
) -> None:
    members.enrol(session, ada, now)
    happened = []
    for event in events.split():
        event_ts = f"176360000{event[1]}.000100"
        happened.append((react if event[0] == "+" else unreact)(session, ada, event_ts, now))
    assert (" ".join(happened), live(session)) == (reasons, left)
    assert [person.last_conversation_on is not None for person in people_of(session, ada, now)] == [True] * left


def test_a_conversation_that_was_edited_survives_the_unreacting(session: Session, ada: Actor, now: datetime) -> None:
    members.enrol(session, ada, now)
    react(session, ada, "1763600001.1", now)
    conversations.rate_conversation(session, ada, 1, 4, "", now)
    assert unreact(session, ada, "1763600002.1", now) == "kept"
    assert live(session) == 1


def test_handled_payloads_are_noted_only_when_something_was_stored(session: Session, ada: Actor, now: datetime) -> None:
    members.enrol(session, ada, now)
    for key, event_ts in (("event:1", "1763600002.1"), ("event:2", "1763600001.1")):
        conversations.log_talk_by_reaction(session, ada, "U0MAYA", "C", TS, event_ts, key, now)
    assert list(session.scalars(select(handled.c.key))) == ["event:1"]
