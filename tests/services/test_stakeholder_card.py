"""A person's card and finding people, as their owner and as others see them, on both databases."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, update

from bot.domain.conversations import NewConversation, Person
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.stakeholder_card import Talk, Wins
from bot.domain.stakeholders import read_add_line
from bot.services import conversations, stakeholder_card, stakeholder_search, stakeholders, wins
from bot.store.database import Session
from bot.store.tables import stakeholders as table

pytestmark = pytest.mark.both_databases


def add(session: Session, actor: Actor, line: str, now: datetime) -> int:
    return stakeholders.add_people(session, actor, read_add_line(line), "", now).people[0].id


def met(session: Session, actor: Actor, line: str, now: datetime) -> None:
    conversations.log_line(session, actor, line, "", now)


def found(session: Session, actor: Actor, text: str, now: datetime) -> list[int]:
    return [each.stakeholder.id for each in stakeholder_search.find(session, actor, text, now).people]


def test_the_card_gathers_what_is_known(session: Session, ada: Actor, now: datetime) -> None:
    rui = add(session, ada, "<@U0RUI> sponsor", now)
    for line in ("shipped it with <@U0RUI>", "wrote the plan"):
        wins.log_line(session, ada, line, "", now)
    for number in range(4):
        met(session, ada, f"<@U0RUI> 1:1 about plan {number} 2026-11-{10 + number}; next: send it", now)
    met(session, ada, "<@U0SAM> coffee", now)
    card = stakeholder_card.see(session, ada, rui, now)
    assert (card.stakeholder.id, card.talked, card.wins) == (rui, 4, Wins(1, 1))
    assert [talk.topic for talk in card.talks] == ["plan 3", "plan 2", "plan 1"]
    assert card.talks[0] == Talk(card.talks[0].happened_on, "1:1", "plan 3")
    assert len(card.waiting) == 4
    assert card.standing.days_since == 7


def test_the_card_has_the_last_rating_of_each_month(session: Session, ada: Actor, now: datetime) -> None:
    rui = add(session, ada, "<@U0RUI> sponsor", now)
    for number, (on, level) in enumerate((("2026-09-01", 2), ("2026-11-02", 3), ("2026-11-09", 4))):
        talk = NewConversation((Person(user_id="U0RUI"),), date.fromisoformat(on))
        conversations.log_conversation(session, ada, talk, level, f"talk{number}", now)
    assert [rating.level for rating in stakeholder_card.see(session, ada, rui, now).ratings] == [2, 4]


def test_a_card_asks_the_database_as_often_for_much_as_for_little(session: Session, ada: Actor, now: datetime) -> None:
    rui, sam = (add(session, ada, f"<@{user}> sponsor", now) for user in ("U0RUI", "U0SAM"))
    for number in range(6):
        met(session, ada, f"<@U0RUI> 1:1 about {number} 2026-11-{10 + number}", now)
    asked: list[str] = []

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(session.engine, "before_cursor_execute", note)
    counted = []
    for person in (rui, sam):
        asked.clear()
        stakeholder_card.see(session, ada, person, now)
        counted.append(len(asked))
    event.remove(session.engine, "before_cursor_execute", note)
    assert counted[0] == counted[1] > 0


def test_of_somebody_merged_into_another_the_other_is_shown(session: Session, ada: Actor, now: datetime) -> None:
    rui, typed = add(session, ada, "<@U0RUI> sponsor", now), add(session, ada, "Rui Costa peer", now)
    session.execute(update(table).where(table.c.id == typed).values(merged_into=rui, archived_at=now))
    assert stakeholder_card.see(session, ada, typed, now).stakeholder.id == rui
    assert stakeholders.follow(session, ada, typed, "", now)[0].id == rui
    assert found(session, ada, "archived", now) == []
    session.execute(update(table).where(table.c.id == rui).values(merged_into=typed))  # which nothing writes
    assert stakeholder_card.see(session, ada, typed, now).stakeholder.id in (rui, typed)


def test_people_are_found_and_those_no_longer_followed_come_back(session: Session, ada: Actor, now: datetime) -> None:
    assert found(session, ada, "rui", now) == []
    rui, maria = add(session, ada, "<@U0RUI> sponsor", now), add(session, ada, "Maria Lopez manager", now)
    assert found(session, ada, "", now) == [maria, rui]
    gone, before = stakeholders.archive(session, ada, maria, "", now)
    assert (gone.archived_at, before) == (now, False)
    assert stakeholders.archive(session, ada, maria, "", now + timedelta(days=1)) == (gone, True)
    assert found(session, ada, "", now) == [rui]
    assert found(session, ada, "archived", now) == found(session, ada, "lopez", now) == [maria]
    seen = stakeholder_search.find(session, ada, " archived " + "x" * 300, now)
    assert (seen.followed, seen.gone, len(seen.text)) == (1, 1, 199)
    back, before = stakeholders.follow(session, ada, maria, "", now)
    assert (back.archived_at, before) == (None, False)
    assert stakeholders.follow(session, ada, maria, "", now) == (back, True)


def test_the_same_press_stops_following_once(session: Session, ada: Actor, now: datetime) -> None:
    rui = add(session, ada, "<@U0RUI> sponsor", now)
    stakeholders.archive(session, ada, rui, "action:1", now)
    stakeholders.follow(session, ada, rui, "action:2", now)
    with pytest.raises(Repeated):
        stakeholders.archive(session, ada, rui, "action:1", now)


def test_nobody_else_sees_a_card_or_changes_who_is_followed(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime
) -> None:
    rui = add(session, ada, "<@U0RUI> sponsor", now)
    with pytest.raises(Refused):
        stakeholder_card.see(session, maya, rui, now)
    for other in (maya, zoe):
        add(session, other, "Kim Roe peer", now)
        assert found(session, other, "sponsor", now) == []
        for attempt in (stakeholders.archive, stakeholders.follow):
            with pytest.raises(Refused):
                attempt(session, other, rui, "", now)
        with pytest.raises(Refused):
            stakeholder_card.see(session, other, rui, now)
    assert found(session, ada, "", now) == [rui]
