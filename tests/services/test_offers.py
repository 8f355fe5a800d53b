"""Keeping what somebody wrote to Vouch itself."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.domain import offers as rules
from bot.domain.evidence import Captured
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.services import conversations, offers, wins
from bot.store.database import Session
from bot.store.tables import members

SAID = Captured("D0ADA", "1763630000.000100", author="U0ADA", snapshot="shipped it")


def counted(session: Session, table: Any) -> int:
    return int(session.scalar(select(func.count()).select_from(table)) or 0)


def test_understanding_starts_nobody(session: Session, ada: Actor, now: datetime) -> None:
    found = offers.understand(session, ada, "shipped it #x https://a.example", now)
    assert found.win is not None
    assert (found.win.title, found.win.tags, found.win.evidence[0].url) == ("shipped it", ("x",), "https://a.example")
    assert (found.talk, found.today, found.with_message, found.cut) == (None, date(2026, 11, 20), False, False)
    assert offers.understand(session, ada, "…", now).win is None
    assert counted(session, members) == 0


@pytest.mark.parametrize(("length", "cut"), [(4_000, False), (20_000, True)])
def test_what_is_too_long_is_said(session: Session, ada: Actor, now: datetime, length: int, cut: bool) -> None:
    found = offers.understand(session, ada, "won it\n" + "x" * length, now)
    assert (found.with_message, found.cut) == (True, cut)


def test_one_message_is_one_win(session: Session, ada: Actor, now: datetime) -> None:
    saved = offers.save_win(session, ada, SAID, "shipped it", "k1", now)
    assert isinstance(saved, wins.Logged)
    assert (saved.win.source, saved.win.source_ts, saved.win.evidence, saved.first) == ("dm", SAID.ts, (), True)
    again = offers.save_win(session, ada, SAID, "shipped it", "k2", now)
    assert isinstance(again, wins.Changed)
    assert (again.win.id, again.before) == (saved.win.id, True)
    wins.undo(session, ada, saved.win.id, "k3", now)
    assert isinstance(offers.save_win(session, ada, SAID, "shipped it", "k4", now), wins.Logged)
    with pytest.raises(Refused, match="message_saved_before"):
        wins.log_said(session, ada, saved_again(), SAID, "k5", now, proof=False)
    with pytest.raises(Refused, match="title_missing"):
        offers.save_win(session, ada, SAID, "#", "k6", now)


def saved_again() -> Any:
    return rules.read_win("shipped it", date(2026, 11, 20))


def test_a_long_message_is_kept_as_evidence(session: Session, ada: Actor, now: datetime) -> None:
    saved = offers.save_win(session, ada, SAID, "won it\n" + "x" * 4_000, "k1", now)
    assert isinstance(saved, wins.Logged)
    (piece,) = saved.win.evidence
    assert (piece.ts, piece.snapshot) == (SAID.ts, "shipped it")


def test_one_message_is_one_conversation(session: Session, ada: Actor, now: datetime) -> None:
    said = offers.save_talk(session, ada, SAID, "met <@U0MAYA>", "k1", now)
    assert (said.conversation.source, said.people[0].user_id) == ("dm", "U0MAYA")
    with pytest.raises(Refused, match="message_talked_before"):
        offers.save_talk(session, ada, SAID, "met <@U0MAYA>", "k2", now)
    with pytest.raises(Refused, match="person_missing"):
        offers.save_talk(session, ada, SAID, "shipped it", "k3", now)
    conversations.undo_conversation(session, ada, said.conversation.id, "k4", now)
    assert offers.save_talk(session, ada, SAID, "met <@U0MAYA>", "k5", now).conversation.id != said.conversation.id


def test_a_new_person_is_offered_a_talk_in_their_own_day(session: Session, ada: Actor, now: datetime) -> None:
    assert offers.save_talk(session, ada, SAID, "met <@U0MAYA>", "k1", now).conversation.happened_on == now.date()
    found = offers.understand(session, ada, "met <@U0MAYA> yesterday", now)
    assert found.talk is not None
    assert found.talk.happened_on == date(2026, 11, 19)


def test_the_same_press_delivered_twice_stores_once(session: Session, ada: Actor, now: datetime) -> None:
    offers.save_win(session, ada, SAID, "shipped it", "k1", now)
    other = Captured("D0ADA", "1763630009.000100")
    with pytest.raises(Repeated):
        offers.save_win(session, ada, other, "shipped more", "k1", now)
