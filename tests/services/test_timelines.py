"""The conversations with somebody as their owner reads them, on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from bot.domain.conversations import NewConversation, Person
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.timelines import PAGE
from bot.services import awareness, conversations, members, privacy, timelines, wins
from bot.store.database import Session

pytestmark = pytest.mark.both_databases

MAYA, LOPEZ = Person(user_id="U0MAYA"), Person(name="Maria Lopez")
MONTH = timedelta(days=30)


def log(session: Session, actor: Actor, now: datetime, *people: Person, days_ago: int = 0, topic: str = "") -> int:
    day = now.date() - timedelta(days=days_ago)
    new = NewConversation(people, day, topic=topic, notes=f"notes on {topic}")
    return conversations.log_conversation(session, actor, new, 4, "", now).conversation.id


def test_the_newest_by_its_day_comes_first_with_all_who_were_there(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, now, MAYA, days_ago=3, topic="three")
    log(session, ada, now, MAYA, LOPEZ, days_ago=5, topic="five")
    log(session, ada, now, LOPEZ, topic="none of hers")
    log(session, ada, now, MAYA, days_ago=1, topic="one")
    found = timelines.see_timeline(session, ada, 1, 0, now)
    assert [talk.conversation.topic for talk in found.talks] == ["one", "three", "five"]
    assert [[person.user_id or person.name for person in talk.people] for talk in found.talks] == [
        ["U0MAYA"],
        ["U0MAYA"],
        ["U0MAYA", "Maria Lopez"],
    ]
    last = found.talks[-1].conversation
    assert (last.notes, last.confidence, found.total, found.deleted) == ("notes on five", 4, 3, 0)


def test_a_conversation_names_the_wins_that_were_told_in_it(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, now - timedelta(days=1), MAYA, LOPEZ, topic="nothing told")
    both = [wins.log_line(session, ada, title, "", now).win.id for title in ("cut the bill", "wrote the guide")]
    awareness.mark_told(session, ada, both, 1, "", now)
    awareness.mark_told(session, ada, both, 2, "", now + timedelta(minutes=1))
    hers = timelines.see_timeline(session, ada, 1, 0, now).talks
    assert [talk.told for talk in hers] == [("cut the bill", "wrote the guide"), ()]
    assert hers[0].conversation.topic == "cut the bill; wrote the guide"
    awareness.take_back(session, ada, both[0], 1, "", now)
    assert timelines.see_timeline(session, ada, 1, 0, now).talks[0].told == ("wrote the guide",)
    wins.undo(session, ada, both[1], "", now)
    assert timelines.see_timeline(session, ada, 1, 0, now).talks[0].told == ()
    assert timelines.see_timeline(session, ada, 2, 0, now).talks[0].told == ("cut the bill",)


def test_pages_follow_each_other_and_cost_the_same(session: Session, ada: Actor, now: datetime) -> None:
    for day in range(PAGE * 2 + 1):
        log(session, ada, now, MAYA, LOPEZ, days_ago=day, topic=f"t{day}")
    statements: list[str] = []
    event.listen(session.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    seen, counted = [], []
    for offset in (0, PAGE, PAGE * 2, PAGE * 9):
        statements.clear()
        page = timelines.see_timeline(session, ada, 1, offset, now)
        counted.append(len(statements))
        seen.append([talk.conversation.topic for talk in page.talks])
    assert [*seen[0], *seen[1], *seen[2]] == [f"t{day}" for day in range(PAGE * 2 + 1)]
    assert seen[3] == seen[2]
    assert len(set(counted)) == 1


def test_what_was_deleted_is_listed_by_itself_for_thirty_days(session: Session, ada: Actor, now: datetime) -> None:
    keep = log(session, ada, now, MAYA, topic="keep")
    gone = log(session, ada, now + timedelta(minutes=1), MAYA, LOPEZ, topic="gone")
    later = now + timedelta(hours=1)
    conversations.undo_conversation(session, ada, gone, "", later)  # and Maria Lopez with it
    assert [talk.conversation.id for talk in timelines.see_timeline(session, ada, 1, 0, later).talks] == [keep]
    for of in (0, 1):
        found = timelines.see_deleted(session, ada, of, 0, later)
        assert [talk.conversation.topic for talk in found.talks] == ["gone"]
        assert [person.user_id or person.name for person in found.talks[0].people] == ["U0MAYA", "Maria Lopez"]
        assert (found.person is None, found.total) == (of == 0, 1)
    assert timelines.see_timeline(session, ada, 1, 0, later).deleted == 1
    assert timelines.see_deleted(session, ada, 0, 0, later + MONTH).total == 1
    past = later + MONTH + timedelta(seconds=1)
    assert timelines.see_deleted(session, ada, 0, 0, past).total == 0
    assert timelines.see_timeline(session, ada, 1, 0, past).deleted == 0
    privacy.forget_undone(session, past)
    assert timelines.see_timeline(session, ada, 1, 0, later).deleted == 0


def test_the_one_taken_back_by_its_reaction_is_not_listed(session: Session, ada: Actor, now: datetime) -> None:
    members.enrol(session, ada, now)
    place = ("C0GENERAL", "1763600000.000100")
    conversations.log_talk_by_reaction(session, ada, "U0MAYA", *place, "1763600001.1", "", now)
    conversations.undo_talk_by_reaction(session, ada, *place, "1763600002.1", "", now)
    assert timelines.see_deleted(session, ada, 0, 0, now).total == 0


def test_nobody_else_sees_any_of_it(session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime) -> None:
    log(session, ada, now, MAYA)
    conversations.undo_conversation(session, ada, log(session, ada, now, MAYA), "", now)
    for other in (maya, zoe):
        for of in (1, 0):
            with pytest.raises(Refused, match="not_found"):
                timelines.see_deleted(session, other, of, 0, now)
        members.enrol(session, other, now)
        with pytest.raises(Refused, match="not_found"):
            timelines.see_timeline(session, other, 1, 0, now)
        with pytest.raises(Refused, match="not_found"):
            timelines.see_deleted(session, other, 1, 0, now)
        assert timelines.see_deleted(session, other, 0, 0, now).talks == ()
