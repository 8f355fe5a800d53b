"""Conversations made of a message on purpose."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.domain.conversations import NewConversation, Person
from bot.domain.evidence import Captured
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.services import conversations, members
from bot.store import workspaces
from bot.store.database import Session

SAID = Captured("C0GENERAL", "1763600000.000100", thread_ts="1763500000.000100", author="U0MAYA")
TALK = NewConversation((Person("U0MAYA"),), date(2026, 11, 19), topic="it")


def log(session: Session, actor: Actor, now: datetime, message: Captured = SAID) -> conversations.Logged:
    return conversations.log_of_message(session, actor, TALK, 4, message, "shortcut", "", now)


def test_what_is_known_of_a_message_before_anybody_has_started(session: Session, ada: Actor, now: datetime) -> None:
    prepared = conversations.prepare(session, ada, SAID, now)
    assert prepared == conversations.Prepared(None, "U0MAYA", date(2025, 11, 20), "")
    assert members.find(session, ada) is None
    workspaces.note_connection(session, "", "T0ACME", "Acme", "https://acme.slack.com/", "U0VOUCH", now)
    prepared = conversations.prepare(session, ada, SAID, now)
    assert prepared.permalink == (
        "https://acme.slack.com/archives/C0GENERAL/p1763600000000100?thread_ts=1763500000.000100&cid=C0GENERAL"
    )
    for author in ("U0ADA", "U0VOUCH", "USLACKBOT"):
        assert conversations.prepare(session, ada, replace(SAID, author=author), now).author == ""


def test_one_message_is_one_live_conversation(session: Session, ada: Actor, maya: Actor, now: datetime) -> None:
    logged = log(session, ada, now)
    assert (logged.conversation.source, logged.conversation.confidence, logged.first) == ("shortcut", 4, True)
    found = conversations.prepare(session, ada, SAID, now).found
    assert found is not None
    assert found.conversation.id == logged.conversation.id
    assert conversations.prepare(session, maya, SAID, now).found is None
    with pytest.raises(Refused, match="message_talked_before"):
        log(session, ada, now)
    conversations.undo_conversation(session, ada, logged.conversation.id, "", now)
    assert conversations.prepare(session, ada, SAID, now).found is None
    assert log(session, ada, now).conversation.id != logged.conversation.id


def test_a_message_that_cannot_be_one_is_refused(session: Session, ada: Actor, now: datetime) -> None:
    with pytest.raises(Refused, match="not_found"):
        log(session, ada, now, Captured("C0GENERAL", "x"))
    with pytest.raises(Refused, match="person_missing"):
        conversations.log_of_message(session, ada, replace(TALK, people=()), None, SAID, "shortcut", "", now)


def test_a_later_reaction_neither_doubles_nor_takes_it_back(session: Session, ada: Actor, now: datetime) -> None:
    logged = log(session, ada, now)
    place = ("C0GENERAL", SAID.ts)
    found = conversations.log_talk_by_reaction(session, ada, "U0MAYA", *place, "1763600009.000100", "", now)
    assert (found.reason, found.logged and found.logged.conversation.id) == ("known", logged.conversation.id)
    assert conversations.undo_talk_by_reaction(session, ada, *place, "1763600010.000100", "", now).reason == "kept"
    conversations.undo_conversation(session, ada, logged.conversation.id, "", now)
    again = conversations.log_talk_by_reaction(session, ada, "U0MAYA", *place, "1763600011.000100", "", now)
    assert again.reason == "logged"
    assert again.logged is not None
    assert (again.logged.conversation.source, again.logged.conversation.topic) == ("shortcut", TALK.topic)
    assert conversations.undo_talk_by_reaction(session, ada, *place, "1763600012.000100", "", now).reason == "kept"
    conversations.undo_conversation(session, ada, logged.conversation.id, "", now)
    anew = log(session, ada, now)  # what the reactions decided before is not forgotten
    late = conversations.log_talk_by_reaction(session, ada, "U0MAYA", *place, "1763600011.000100", "", now)
    assert (late.reason, anew.conversation.deleted_at) == ("late", None)
