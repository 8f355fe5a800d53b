"""What people were told and sent, and its undo, on both databases."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain.awareness import Sent, Told
from bot.domain.conversations import Conversation, NewConversation, Person
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.stakeholders import Stakeholder, read_add_line
from bot.services import awareness, conversations, members, samples, stakeholder_search, stakeholders, wins
from bot.store.database import Session
from bot.store.tables import awareness as table
from bot.store.tables import conversations as talks
from bot.store.tables import stakeholders as people
from bot.store.tables import wins as win_table

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 20)
RUI, SAM, MARIA = 1, 2, 3


@pytest.fixture
def record(session: Session, ada: Actor, now: datetime) -> list[int]:
    """Rui, Sam and Maria, and three wins; Sam was there at the third one."""
    long_ago = now - timedelta(days=60)
    for line in ("<@U0RUI> <@U0SAM> sponsor", "Maria Lopez mentor"):
        stakeholders.add_people(session, ada, read_add_line(line), "", long_ago)
    lines = ("shipped the queue", "cut the bill", "led the review <@U0SAM>")
    return [wins.log_line(session, ada, line, "", long_ago).win.id for line in lines]


def known(session: Session) -> list[tuple[int, int, str]]:
    columns = (table.c.win_id, table.c.stakeholder_id, table.c.how)
    return [tuple(row) for row in session.execute(select(*columns).order_by(table.c.win_id, table.c.stakeholder_id))]


def person(session: Session, actor: Actor, stakeholder_id: int) -> Stakeholder:
    return stakeholders.see_stakeholder(session, actor, stakeholder_id)


def talk(session: Session, actor: Actor, number: int, now: datetime) -> Conversation:
    return conversations.see_conversation(session, actor, number, now).conversation


def tell(session: Session, actor: Actor, win_ids: list[int], who: int, now: datetime, key: str = "") -> Told:
    return awareness.mark_told(session, actor, win_ids, who, key, now)


def test_telling_writes_conversation_awareness_and_clock(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    told = tell(session, ada, [record[0]], RUI, now)
    assert ([line.title for line in told.news], told.known) == (["shipped the queue"], ())
    assert known(session) == [(record[0], RUI, "told"), (record[2], SAM, "was_there")]
    stored = talk(session, ada, told.conversation_id, now)
    assert (stored.happened_on, stored.kind, stored.topic, stored.source, stored.people) == (
        TODAY,
        "chat",
        "shipped the queue",
        "told",
        (RUI,),
    )
    assert person(session, ada, RUI).last_conversation_on == TODAY


def test_told_twice_or_known_otherwise_adds_nothing(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    tell(session, ada, [record[0]], RUI, now)
    again = tell(session, ada, [record[0]], RUI, now + timedelta(minutes=1))
    assert (again.news, [line.id for line in again.known], again.conversation_id) == ((), [record[0]], 0)
    there = tell(session, ada, [record[2]], SAM, now + timedelta(minutes=2))
    assert (there.news, there.conversation_id) == ((), 0)
    assert len(session.execute(select(talks.c.id)).all()) == 1
    assert person(session, ada, SAM).last_conversation_on is None


def test_the_same_press_is_stored_once(session: Session, ada: Actor, record: list[int], now: datetime) -> None:
    tell(session, ada, [record[0]], RUI, now, "press")
    with pytest.raises(Repeated):
        tell(session, ada, [record[1]], RUI, now, "press")
    assert known(session)[0] == (record[0], RUI, "told")


def test_several_wins_are_one_conversation_and_what_was_known_stays_as_noted(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    told = tell(session, ada, [*record, record[0]], SAM, now)
    assert [line.id for line in told.news] == record[:2]
    assert [line.id for line in told.known] == [record[2]]
    assert talk(session, ada, told.conversation_id, now).topic == "shipped the queue; cut the bill"
    assert known(session) == [(record[0], SAM, "told"), (record[1], SAM, "told"), (record[2], SAM, "was_there")]


def test_undo_takes_back_the_conversation_what_was_told_in_it_and_the_clock_and_nothing_else(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    conversations.log_line(session, ada, "<@U0RUI> coffee on 3 nov", "", now - timedelta(days=10))
    first = tell(session, ada, [record[0]], RUI, now)
    second = tell(session, ada, record, RUI, now + timedelta(minutes=1))
    tell(session, ada, record, MARIA, now + timedelta(minutes=2))
    undone = conversations.undo_conversation(session, ada, second.conversation_id, "", now + timedelta(minutes=3))
    assert undone.was is not None
    assert [row for row in known(session) if row[1] == RUI] == [(record[0], RUI, "told")]
    assert [row for row in known(session) if row[1] == SAM] == [(record[2], SAM, "was_there")]
    assert len([row for row in known(session) if row[1] == MARIA]) == 3
    assert person(session, ada, RUI).last_conversation_on == TODAY
    conversations.undo_conversation(session, ada, first.conversation_id, "", now + timedelta(minutes=4))
    assert person(session, ada, RUI).last_conversation_on == date(2026, 11, 3)
    assert [row for row in known(session) if row[1] == RUI] == []


def test_who_is_taken_out_of_the_conversation_was_not_told_in_it(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    told = tell(session, ada, [record[0]], RUI, now)
    stored = talk(session, ada, told.conversation_id, now)
    other = NewConversation((Person(name="Maria Lopez"),), TODAY, topic=stored.topic)
    later = now + timedelta(minutes=1)
    conversations.change_conversation(session, ada, stored.id, stored.version, other, None, "", later)
    assert known(session) == [(record[2], SAM, "was_there")]


def test_what_cannot_be_told_is_refused(session: Session, ada: Actor, record: list[int], now: datetime) -> None:
    draft = wins.log_line(session, ada, "a draft", "", now).win.id
    session.execute(update(win_table).where(win_table.c.id == draft).values(state="draft", kept_at=None))
    wins.undo(session, ada, record[1], "", now)
    refused = [
        ([record[0]], 99, "not_found"),
        ([99], RUI, "not_found"),
        ([record[1]], RUI, "not_found"),
        ([draft], RUI, "told_draft"),
        ([], RUI, "told_nothing"),
        (list(range(1, 52)), RUI, "told_many"),
    ]
    for ids, who, code in refused:
        with pytest.raises(Refused) as problem:
            tell(session, ada, ids, who, now)
        assert problem.value.code == code
    assert [line.id for line in tell(session, ada, [draft, record[0]], RUI, now).news] == [record[0]]


def test_nobody_tells_or_sends_what_is_somebody_elses(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, record: list[int], now: datetime
) -> None:
    before = known(session)
    for other in (maya, zoe):
        for act in (
            lambda who: tell(session, who, record, RUI, now),
            lambda who: awareness.mark_sent(session, who, record, [RUI], "", now),
            lambda who: awareness.undo_sent(session, who, now, "", now),
        ):
            with pytest.raises(Refused) as problem:
                act(other)
            assert problem.value.code == "not_started"
        stakeholders.add_people(session, other, read_add_line("<@U0LEO> sponsor"), "", now)
        theirs = stakeholder_search.find(session, other, "", now).people[0].stakeholder.id
        for who in (RUI, theirs):
            with pytest.raises(Refused) as problem:
                tell(session, other, record, who, now)
            assert problem.value.code == "not_found"
        with pytest.raises(Refused, match="sent_nothing"):
            awareness.mark_sent(session, other, record, [theirs, RUI], "", now)
    assert known(session) == before


# Sending drafts


def send(session: Session, actor: Actor, win_ids: list[int], who: list[int], now: datetime) -> Sent:
    return awareness.mark_sent(session, actor, win_ids, who, "", now)


def test_sending_a_draft_is_noted_for_the_pairs_that_are_news_and_moves_no_clock(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    tell(session, ada, [record[0]], RUI, now - timedelta(days=9))
    sent = send(session, ada, record, [RUI, SAM, 99], now)
    assert [each.id for each in sent.people] == [RUI, SAM]
    assert (dict(sent.news), sent.at) == ({RUI: 2, SAM: 2}, now)
    assert known(session) == [
        (record[0], RUI, "told"),
        (record[0], SAM, "sent_draft"),
        (record[1], RUI, "sent_draft"),
        (record[1], SAM, "sent_draft"),
        (record[2], RUI, "sent_draft"),
        (record[2], SAM, "was_there"),
    ]
    assert person(session, ada, SAM).last_conversation_on is None
    assert dict(send(session, ada, record, [RUI, SAM], now + timedelta(minutes=1)).news) == {}


def test_private_sample_deleted_and_unfinished_wins_are_never_sent(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    session.execute(update(win_table).where(win_table.c.id == record[0]).values(private=True))
    session.execute(update(win_table).where(win_table.c.id == record[1]).values(sample=True))
    session.execute(update(win_table).where(win_table.c.id == record[2]).values(state="draft", kept_at=None))
    gone = wins.log_line(session, ada, "deleted", "", now).win.id
    wins.undo(session, ada, gone, "", now)
    with pytest.raises(Refused, match="sent_nothing"):  # and not "Maria knew of that already"
        send(session, ada, [*record, gone], [MARIA], now)
    assert MARIA not in {who for _, who, _ in known(session)}


def test_what_was_sent_is_taken_back_exactly_and_once(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    first = send(session, ada, record[:1], [RUI, MARIA], now)
    second = send(session, ada, record, [RUI], now + timedelta(minutes=1))
    later = now + timedelta(minutes=2)
    assert awareness.undo_sent(session, ada, second.at, "", later) == 2
    assert awareness.undo_sent(session, ada, second.at, "", later) == 0
    assert known(session) == [
        (record[0], RUI, "sent_draft"),
        (record[0], MARIA, "sent_draft"),
        (record[2], SAM, "was_there"),
    ]
    assert awareness.undo_sent(session, ada, first.at, "", later) == 2


def test_it_must_be_said_whom_it_was_sent_to(session: Session, ada: Actor, record: list[int], now: datetime) -> None:
    with pytest.raises(Refused) as problem:
        send(session, ada, record, [99], now)
    assert problem.value.code == "sent_nobody"


def test_with_sample_people_the_conversation_is_a_sample_too(session: Session, ada: Actor, now: datetime) -> None:
    samples.add(session, ada, "", now)
    (made_up, *_) = session.scalars(select(people.c.id).where(people.c.sample)).all()
    mine = wins.log_line(session, ada, "shipped it", "", now).win.id
    told = tell(session, ada, [mine], made_up, now)
    assert talk(session, ada, told.conversation_id, now).sample
    assert person(session, ada, made_up).sample
    stored: Any = members.find(session, ada)
    assert stored.first_record_at == now
