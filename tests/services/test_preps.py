"""The prep card's content, on both databases: what is stored and nothing else, in as many statements as ever."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, insert, select, update

from bot.domain.followups import FollowUpKind
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.preps import Asked
from bot.domain.stakeholders import read_add_line
from bot.services import awareness, conversations, preps, proposals, samples, stakeholders, wins
from bot.store import followups
from bot.store import preps as store
from bot.store.database import Session
from bot.store.tables import awareness as awareness_table
from bot.store.tables import conversation_people, evidence, measures, to_tell
from bot.store.tables import conversations as talk_table
from bot.store.tables import stakeholders as people
from bot.store.tables import wins as win_table

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 20)
RUI, MARIA = 1, 2


@pytest.fixture
def record(session: Session, ada: Actor, now: datetime) -> list[int]:
    """Rui, who cares about reliability and cost, and Maria; four wins."""
    for line in ("<@U0RUI> sponsor", "Maria Lopez mentor"):
        stakeholders.add_people(session, ada, read_add_line(line), "", now - timedelta(days=60))
    session.execute(update(people).where(people.c.id == RUI).values(interests="Reliability, cost", confidence=4))
    lines = ("wrote a guide", "made the queue reliable", "led it, 800ms -> 480ms", "cut costs #finance")
    return [wins.log_line(session, ada, line, "", now).win.id for line in lines]


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(session.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(session.engine, "before_cursor_execute", note)


def test_what_fits_comes_first_then_the_strongest_and_nothing_that_is_known(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    card = preps.see(session, ada, RUI, now)
    assert [(pick.line.id, pick.fits) for pick in card.picks] == [
        (record[3], ("cost",)),
        (record[1], ("Reliability",)),
        (record[2], ()),
        (record[0], ()),
    ]
    assert (card.untold, card.today, card.stakeholder.confidence) == (4, TODAY, 4)
    awareness.mark_told(session, ada, record[1:3], RUI, "", now)
    card = preps.see(session, ada, RUI, now)
    assert ([pick.line.id for pick in card.picks], card.untold) == ([record[3], record[0]], 2)


@pytest.mark.parametrize(
    "values", [{"private": True}, {"sample": True}, {"state": "draft", "kept_at": None}, {"deleted_at": None}]
)
def test_private_sample_draft_and_deleted_wins_are_not_proposed(
    session: Session, ada: Actor, record: list[int], now: datetime, values: dict[str, object]
) -> None:
    values = {name: now if name == "deleted_at" else value for name, value in values.items()}
    session.execute(update(win_table).where(win_table.c.id.in_(record[:3])).values(values))
    card = preps.see(session, ada, RUI, now)
    assert ([pick.line.id for pick in card.picks], card.untold) == ([record[3]], 1)


def test_with_somebody_made_up_only_made_up_wins_are_practised(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    samples.add(session, ada, "", now)
    made_up = session.scalars(select(people.c.id).where(people.c.sample)).all()
    card = preps.see(session, ada, made_up[0], now)
    assert card.picks
    assert not {pick.line.id for pick in card.picks} & set(record)
    assert {pick.line.id for pick in preps.see(session, ada, RUI, now).picks} == set(record)


def test_promises_both_ways_and_the_last_three_conversations_stand_on_it(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    for days, line in ((40, "coffee"), (30, "1:1 about hiring, she worries"), (20, "call"), (10, "lunch about growth")):
        moment = now - timedelta(days=days)
        conversations.log_line(session, ada, f"<@U0RUI> {line}; next: send the deck {days}", "", moment)
    conversations.log_line(session, ada, "<@U0RUI> and Maria Lopez dinner; they: an intro", "", now - timedelta(days=5))
    done = followups.list_open(session, 1, RUI)[0]
    followups.change_followup(session, 1, done.id, done_at=now, outcome="kept")
    followups.add_followup(session, 1, None, RUI, "the platform lead", TODAY, now, FollowUpKind.OPPORTUNITY)
    followups.add_followup(session, 1, None, MARIA, "hers alone", TODAY, now)
    card = preps.see(session, ada, RUI, now)
    assert (card.opened, len(card.follow_ups)) == (5, 4)
    assert [one.text for one in card.follow_ups] == [
        "send the deck 30",
        "send the deck 20",
        "send the deck 10",
        "an intro",
    ]
    said = [(talk.conversation.kind, talk.conversation.topic, talk.conversation.notes) for talk in card.talks]
    assert said == [("dinner", "", ""), ("lunch", "growth", ""), ("call", "", "")]
    assert card.talked == 5
    assert (card.question.about, card.question.subject) == (Asked.THEIR_PROMISE, "an intro")


def test_earlier_wins_that_fit_are_found_behind_a_long_record(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    row = {"member_id": 1, "state": "kept", "kept_at": now, "source": "command", "created_at": now}
    many = [row | {"title": f"number {n}", "happened_on": TODAY} for n in range(store.LATEST + 20)]
    old = [row | {"title": title, "happened_on": date(2020, 1, 1)} for title in ("Cost cut by half", "100%_sure")]
    session.execute(insert(win_table), [*many, *old])
    session.execute(update(win_table).where(win_table.c.id.in_(record)).values(happened_on=date(2019, 1, 1)))
    card = preps.see(session, ada, RUI, now)
    assert [pick.line.title for pick in card.picks[:3]] == ["Cost cut by half", "cut costs", "made the queue reliable"]
    session.execute(update(people).where(people.c.id == RUI).values(interests="%_"))
    assert {pick.fits for pick in preps.see(session, ada, RUI, now).picks} == {()}


def strong(session: Session, win_ids: Sequence[int], now: datetime) -> None:
    """Each with a number and with evidence."""
    of_win = [{"member_id": 1, "win_id": each} for each in win_ids]
    session.execute(insert(measures), [each | {"as_typed": "3x"} for each in of_win])
    linked = {"kind": "link", "url": "https://example.com", "created_at": now}
    session.execute(insert(evidence), [each | linked for each in of_win])


@pytest.mark.parametrize("newest", [0, 4])
def test_what_is_proposed_to_somebody_stands_first_on_their_card_however_long_ago_it_was(
    session: Session, ada: Actor, record: list[int], now: datetime, newest: int
) -> None:
    """With so many new ones that are strong, older ones need not be read but for those meant for them."""
    session.execute(update(people).where(people.c.id == RUI).values(interests=""))
    row = {"member_id": 1, "state": "kept", "kept_at": now, "source": "command", "created_at": now}
    many = [row | {"title": f"number {n}", "happened_on": TODAY} for n in range(store.LATEST + 20)]
    session.execute(insert(win_table), many)
    session.execute(update(win_table).where(win_table.c.id.in_(record)).values(happened_on=date(2020, 1, 1)))
    latest = list(session.scalars(select(win_table.c.id).order_by(win_table.c.id.desc()).limit(newest)))
    session.execute(
        update(win_table).where(win_table.c.id.not_in(latest + record)).values(happened_on=date(2025, 1, 1))
    )
    strong(session, [record[0], *latest], now)
    wish = {"member_id": 1, "win_id": record[0], "stakeholder_id": MARIA, "created_at": now}
    session.execute(insert(to_tell), wish)
    shown = proposals.see_proposals(session, ada, now).shown
    best = latest[0] if newest else record[0]
    assert {each.person.id: each.win_id for each in shown} == {RUI: best, MARIA: record[0]}
    for each in shown:
        first = preps.see(session, ada, each.person.id, now).picks[0]
        assert (first.line.id, first.wished) == (each.win_id, each.person.id == MARIA)


def test_a_huge_record_takes_as_many_statements_as_a_small_one(
    session: Session, ada: Actor, record: list[int], now: datetime
) -> None:
    conversations.log_line(session, ada, "<@U0RUI> and Maria Lopez coffee; they: an intro", "", now)
    followups.add_followup(session, 1, None, RUI, "the deck", TODAY, now)
    row = {"member_id": 1, "state": "kept", "kept_at": now, "source": "command", "created_at": now}
    session.execute(insert(win_table), [row | {"title": f"n {n}", "happened_on": TODAY} for n in range(store.LATEST)])
    with counted(session) as few:
        preps.see(session, ada, RUI, now)
    session.execute(insert(win_table), [row | {"title": f"w {n}", "happened_on": TODAY} for n in range(2000)])
    ids = session.scalars(select(win_table.c.id)).all()
    person = {"member_id": 1, "relationship": "peer", "added_on": TODAY, "created_at": now, "user_id": ""}
    session.execute(insert(people), [person | {"name": f"p {n}"} for n in range(200)])
    noted = {"member_id": 1, "how": "told", "since": TODAY, "created_at": now, "stakeholder_id": RUI}
    session.execute(insert(awareness_table), [noted | {"win_id": each} for each in ids[::2]])
    session.execute(insert(measures), [{"member_id": 1, "win_id": each, "as_typed": "3x"} for each in ids])
    talk = {"member_id": 1, "happened_on": TODAY, "source": "command", "recorded_at": now, "topic": "t", "notes": "n"}
    first = session.execute(insert(talk_table).values(talk).returning(talk_table.c.id)).scalar_one()
    session.execute(insert(talk_table), [talk for _ in range(500)])
    met = [{"member_id": 1, "conversation_id": first + n, "stakeholder_id": RUI} for n in range(500)]
    session.execute(insert(conversation_people), met)
    for n in range(30):
        followups.add_followup(session, 1, None, RUI, f"promise {n}", TODAY, now)
    with counted(session) as many:
        card = preps.see(session, ada, RUI, now)
    assert (len(card.picks), len(card.talks), len(card.follow_ups)) == (4, 3, 4)
    assert (card.opened, card.talked) == (32, 501)
    assert len(many) == len(few) <= 15


def test_people_are_meant_by_mention_by_name_or_by_other_words(
    session: Session, ada: Actor, maya: Actor, record: list[int], now: datetime
) -> None:
    stakeholders.add_people(session, ada, read_add_line("Maria Lopez-Diaz peer"), "", now)
    session.execute(update(people).where(people.c.id == RUI).values(known_as="Rui Costa"))

    def found(typed: str) -> list[int]:
        return [person.id for person in preps.find(session, ada, typed, now)]

    assert [found(typed) for typed in ("<@U0RUI>", "rui costa", "@Maria Lopez", "maria", "sponsor", "nobody")] == [
        [RUI],
        [RUI],
        [MARIA],
        [MARIA, 3],
        [RUI],
        [],
    ]
    assert preps.find(session, maya, "maria", now) == ()


def test_where_nobody_is_named_those_are_suggested_whom_it_is_time_to_talk_to(
    session: Session, ada: Actor, maya: Actor, record: list[int], now: datetime
) -> None:
    conversations.log_talked(session, ada, MARIA, "", now)
    assert [late.stakeholder.id for late in preps.suggest(session, ada, now)] == [RUI]
    assert preps.suggest(session, maya, now) == ()


def test_nobody_prepares_for_somebody_elses_people(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, record: list[int], now: datetime
) -> None:
    for other in (maya, zoe):
        for started in (False, True):
            if started:
                wins.log_line(session, other, "mine", "", now)
            with pytest.raises(Refused, match="not_found"):
                preps.see(session, other, RUI, now)
    with pytest.raises(Refused, match="not_found"):
        preps.see(session, ada, 99, now)
