"""Sample data: added once, marked, never a record or in a digest, and wiped exactly."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.domain import samples as data
from bot.domain.conversations import NewConversation, Person
from bot.domain.home import Samples
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import AddLine, Relationship
from bot.domain.wins import NewWin, WinState
from bot.services import conversations, digests, followups, home, inbox, samples, stakeholder_search, stakeholders, wins
from bot.store import digests as digest_store
from bot.store import members
from bot.store.database import Session
from bot.store.tables import OWNED

NORA, HELENA = "Nora Winter", "Helena Brandt"


def rows(session: Session) -> dict[str, int]:
    """How many rows each table of members has."""
    counted = {table.name: session.scalar(select(func.count()).select_from(table)) for table in OWNED}
    return {name: count for name, count in counted.items() if count}


def person(session: Session, actor: Actor, name: str, now: datetime) -> Any:
    found = stakeholder_search.find(session, actor, "", now).people
    return next((one.stakeholder for one in found if one.stakeholder.name == name), None)


def test_they_start_a_member_but_are_no_record_and_twice_is_harmless(
    session: Session, ada: Actor, now: datetime
) -> None:
    assert not samples.has(session, ada)
    assert not samples.add(session, ada, "k1", now).before
    first = rows(session)
    assert (first["wins"], first["stakeholders"], first["conversations"]) == (10, 5, 6)
    assert min(first[name] for name in ("evidence", "tags", "measures", "awareness", "followups")) > 0
    assert samples.add(session, ada, "k2", now).before
    assert rows(session) == first
    assert samples.has(session, ada)
    member = members.find(session, ada)
    assert member is not None
    assert (member.first_record_at, member.next_digest_at, member.next_nudge_at) == (None, None, None)
    logged = wins.log_line(session, ada, "shipped it", "k3", now)
    assert logged.first


def test_all_of_it_is_marked_and_lies_in_the_last_eight_weeks(session: Session, ada: Actor, now: datetime) -> None:
    samples.add(session, ada, "k1", now)
    seen = home.see_home(session, ada, now).started
    assert seen is not None
    assert seen.counts.samples
    assert all(row.sample for row in seen.wins)
    assert all(row.sample for row in seen.talks)
    assert all(who.stakeholder.sample for who in stakeholder_search.find(session, ada, "", now).people)
    found = [wins.see(session, ada, number) for number in range(1, 11)]
    assert all(win.sample and win.source == "sample" for win in found)
    days = [(now.date() - win.happened_on).days for win in found]
    assert 0 < min(days) <= max(days) < 56
    assert all(win.measures or win.category is not None for win in found if win.state is WinState.KEPT)


def test_there_is_something_to_finish_in_the_inbox_and_that_is_no_record(
    session: Session, ada: Actor, now: datetime
) -> None:
    samples.add(session, ada, "k1", now)
    praised, plain = inbox.see_inbox(session, ada, 0, now).items
    assert (praised.praised_by, plain.praised_by) == (("USLACKBOT",), ())
    assert all(item.win.sample and item.win.state is WinState.DRAFT for item in (praised, plain))
    kept = wins.save(session, ada, plain.win.id, 1, NewWin("kept", now.date()), "k2", now)
    assert (kept.first, kept.win.sample) == (False, True)
    member = members.find(session, ada)
    assert member is not None
    assert member.first_record_at is None
    assert wins.log_line(session, ada, "shipped it", "k3", now).first
    digest = digests.see_digest(session, ada, now)
    assert (digest.drafts, len(digest.wins)) == (0, 1)


def test_how_much_of_them_was_edited_is_counted(session: Session, ada: Actor, now: datetime) -> None:
    samples.add(session, ada, "k1", now)
    wins.log_line(session, ada, "shipped it", "k2", now)
    wins.save(session, ada, 2, 1, NewWin("rewritten", now.date()), "k3", now)
    seen = home.see_home(session, ada, now).started
    assert seen is not None
    assert seen.counts.samples == Samples(wins=10, people=5, talks=6, edited=1)


def test_they_fulfil_no_step(session: Session, ada: Actor, now: datetime) -> None:
    samples.add(session, ada, "k1", now)
    seen = home.see_home(session, ada, now).started
    assert seen is not None
    assert (seen.counts.steps.won, seen.counts.steps.people) == (False, 0)


def test_they_are_in_no_digest_whenever_it_begins(session: Session, ada: Actor, now: datetime) -> None:
    earlier = now - timedelta(days=90)
    wins.log_line(session, ada, "shipped it", "k1", earlier)
    samples.add(session, ada, "k2", now - timedelta(hours=1))
    digest = digests.see_digest(session, ada, now)
    said = repr(digest)
    assert "shipped it" in said
    for made_up in (data.WINS[0].title, data.TALKS[0].topic, data.TALKS[0].promise, NORA):
        assert made_up not in said
    member = members.find(session, ada)
    assert member is not None
    facts = digest_store.read_facts(session, [member], now)[member.id]
    assert (facts.people, facts.talks_by_day, facts.wins_by_day) == ((), {}, {earlier.date(): 1})


def test_wiping_takes_exactly_them_and_twice_is_harmless(session: Session, ada: Actor, now: datetime) -> None:
    wins.log_line(session, ada, "shipped it #x 30% https://a.example <@U0RUI>", "k1", now)
    stakeholders.add_people(session, ada, AddLine(("U0RUI",), relationship=Relationship.SPONSOR), "k2", now)
    conversations.log_line(session, ada, "Maria Lopez about it; next: send it", "k3", now)
    own = rows(session)
    samples.add(session, ada, "k4", now)
    edited = wins.see(session, ada, 2)
    change = NewWin("edited", edited.happened_on)
    assert wins.save(session, ada, edited.id, edited.version, change, "k5", now).win.sample  # stays one
    assert not samples.wipe(session, ada, "k6", now).before
    assert rows(session) == own
    assert samples.wipe(session, ada, "k7", now).before
    samples.add(session, ada, "k8", now)
    assert rows(session)["wins"] == own["wins"] + 10


def test_wiping_leaves_another_member_s_alone(session: Session, ada: Actor, maya: Actor, now: datetime) -> None:
    for actor in (ada, maya):
        samples.add(session, actor, "", now)
    samples.wipe(session, maya, "", now)
    assert (samples.has(session, ada), samples.has(session, maya)) == (True, False)


def test_there_is_nothing_to_wipe_for_somebody_new(session: Session, ada: Actor, now: datetime) -> None:
    with pytest.raises(Refused, match="not_started"):
        samples.wipe(session, ada, "k1", now)


def test_somebody_whom_the_member_really_talks_to_becomes_real(session: Session, ada: Actor, now: datetime) -> None:
    samples.add(session, ada, "k1", now)
    new = NewConversation((Person(name=HELENA),), now.date() - timedelta(days=60))
    conversations.log_conversation(session, ada, new, None, "k2", now)
    stakeholders.add_people(session, ada, AddLine(name=NORA), "k3", now)
    samples.wipe(session, ada, "k4", now)
    helena, nora = person(session, ada, HELENA, now), person(session, ada, NORA, now)
    assert (helena.sample, nora.sample) == (False, False)
    assert helena.last_conversation_on == now.date() - timedelta(days=60)  # the sample ones do not count any more
    assert nora.last_conversation_on is None
    assert rows(session) == {"conversations": 1, "conversation_people": 1, "stakeholders": 2}


def test_we_talked_tried_on_a_sample_person_is_a_sample(session: Session, ada: Actor, now: datetime) -> None:
    samples.add(session, ada, "k1", now)
    nora = person(session, ada, NORA, now)
    talked = conversations.log_talked(session, ada, nora.id, "k2", now)
    seen = conversations.see_conversation(session, ada, talked.conversation_id, now)
    assert (seen.conversation.sample, seen.people[0].sample, seen.first) == (True, True, False)
    samples.wipe(session, ada, "k3", now)
    assert rows(session) == {}


def test_a_real_person_of_that_name_is_left_alone(session: Session, ada: Actor, now: datetime) -> None:
    stakeholders.add_people(session, ada, AddLine(name=NORA), "k1", now)
    samples.add(session, ada, "k2", now)
    nora = person(session, ada, NORA, now)
    assert (nora.sample, nora.last_conversation_on) == (False, None)
    assert rows(session)["stakeholders"] == 5
    assert rows(session)["conversations"] == 3
    samples.wipe(session, ada, "k3", now)
    assert rows(session) == {"stakeholders": 1}


def test_a_sample_promise_can_be_marked_done(session: Session, ada: Actor, now: datetime) -> None:
    samples.add(session, ada, "k1", now)
    assert not followups.close(session, ada, 1, None, "k2", now).before
