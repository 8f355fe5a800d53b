"""A conversation deleted by mistake is brought back as it was, for thirty days; on both databases."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.domain.conversations import NewConversation, Person
from bot.domain.evidence import Captured
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.stakeholders import read_add_line
from bot.services import awareness, conversations, digests, members, privacy, samples, stakeholders, wins
from bot.services.conversations import Logged
from bot.store.database import Session
from bot.store.tables import awareness as awareness_table
from bot.store.tables import conversations as table
from bot.store.tables import deliveries, projects
from bot.store.tables import followups as promises
from bot.store.tables import members as members_table
from bot.store.tables import stakeholders as people_table

pytestmark = pytest.mark.both_databases

LINE = "<@U0MAYA> and Maria Lopez 1:1 about the roadmap, she asked for the numbers; next: send the deck by friday"
TODAY = date(2026, 11, 20)
MONTH = timedelta(days=30)


def log(session: Session, actor: Actor, now: datetime, line: str = LINE) -> Logged:
    return conversations.log_line(session, actor, line, "", now)


def delete(session: Session, actor: Actor, found: Logged, now: datetime) -> conversations.Undone:
    return conversations.undo_conversation(session, actor, found.conversation.id, "", now)


def restore(session: Session, actor: Actor, found: Logged, now: datetime) -> conversations.Restored:
    return conversations.restore_conversation(session, actor, found.conversation.id, "", now)


def rows(session: Session, of: Any) -> list[Any]:
    return list(session.execute(select(of).order_by(of.c.id)).mappings())


def told(session: Session, now: datetime) -> int:
    """How many conversations a digest sent now tells."""
    member_id = session.execute(select(members_table.c.id)).scalar_one()
    digest = digests.gather(session, [member_id], now)[member_id]
    sent = {"member_id": member_id, "kind": "digest", "period": str(now.date()), "state": "sent", "due_at": now}
    window = {"covers_from": digest.window.start, "covers_until": digest.window.end}
    session.execute(insert(deliveries).values(**sent, **window, key=str(now), created_at=now))
    session.execute(update(members_table).values(covered_until=digest.window.end))
    return len([*digest.talks, *digest.late_talks])


def test_it_comes_back_with_its_people_its_promise_and_its_words(session: Session, ada: Actor, now: datetime) -> None:
    logged = log(session, ada, now)
    session.execute(update(promises).values(done_at=now, outcome="kept", version=2))
    before = {of.name: rows(session, of) for of in (promises, people_table)}
    undone = delete(session, ada, logged, now)
    assert (len(undone.gone), rows(session, promises), rows(session, people_table)) == (2, [], [])
    back = restore(session, ada, logged, now)
    assert not back.before
    assert {of.name: rows(session, of) for of in (promises, people_table)} == before
    assert back.logged.people == logged.people
    words = back.logged.conversation.topic, back.logged.conversation.notes, back.logged.conversation.kind
    assert words == ("the roadmap", "she asked for the numbers", "1:1")
    assert rows(session, table)[0]["undone"] == ""
    again = restore(session, ada, logged, now)
    assert (again.before, again.logged.conversation.version) == (True, back.logged.conversation.version)
    assert rows(session, promises) == before["followups"]


def test_the_project_of_an_opportunity_that_went_with_it_is_that_of_the_opportunity_again(
    session: Session, ada: Actor, now: datetime
) -> None:
    logged = log(session, ada, now)
    member_id = logged.member.id
    for project, came_of in enumerate((1, 1, None), 1):
        values = {"member_id": member_id, "began_on": TODAY, "created_at": now, "followup_id": came_of}
        session.execute(insert(projects).values(name=f"p{project}", **values))
    delete(session, ada, logged, now)
    assert [row["followup_id"] for row in rows(session, projects)] == [None, None, None]
    restore(session, ada, logged, now)
    assert [row["followup_id"] for row in rows(session, projects)] == [1, 1, None]


def test_what_was_told_in_it_is_known_again(session: Session, ada: Actor, now: datetime) -> None:
    win_ids = [wins.log_line(session, ada, f"shipped {name}", "", now).win.id for name in ("a", "b")]
    stakeholders.add_people(session, ada, read_add_line("<@U0SAM> sponsor"), "", now)
    later = now + timedelta(minutes=1)
    told_in = awareness.mark_told(session, ada, win_ids, 1, "", later).conversation_id
    before = rows(session, awareness_table)
    assert len(before) == 2
    for hour in (1, 2):  # again and again
        at = later + timedelta(hours=hour)
        conversations.undo_conversation(session, ada, told_in, "", at)
        assert rows(session, awareness_table) == []
        conversations.restore_conversation(session, ada, told_in, "", at)
        assert [{**row, "id": 0} for row in rows(session, awareness_table)] == [{**row, "id": 0} for row in before]


def test_who_was_told_in_it_and_is_none_of_those_in_it_any_more_is_not_told_again(
    session: Session, ada: Actor, now: datetime
) -> None:
    win_id = wins.log_line(session, ada, "shipped it", "", now).win.id
    stakeholders.add_people(session, ada, read_add_line("<@U0SAM> sponsor"), "", now)
    told_in = awareness.mark_told(session, ada, [win_id], 1, "", now).conversation_id
    others = NewConversation((Person("U0MAYA"), Person("U0RUI")), now.date())
    conversations.change_conversation(session, ada, told_in, 1, others, None, "", now)
    assert rows(session, awareness_table) == []
    conversations.undo_conversation(session, ada, told_in, "", now)
    conversations.restore_conversation(session, ada, told_in, "", now)
    assert rows(session, awareness_table) == []


def test_who_was_added_anew_meanwhile_is_the_one_who_took_part(session: Session, ada: Actor, now: datetime) -> None:
    logged = log(session, ada, now)
    delete(session, ada, logged, now)
    log(session, ada, now, "Maria Lopez coffee yesterday")
    back = restore(session, ada, logged, now)
    assert [(each.user_id, each.name, each.last_conversation_on) for each in back.logged.people] == [
        ("U0MAYA", "", TODAY),
        ("", "Maria Lopez", TODAY),
    ]
    assert len(rows(session, people_table)) == 2
    assert rows(session, promises)[0]["stakeholder_id"] is None  # it was made to two


def test_a_person_removed_in_between_is_there_again_once(session: Session, ada: Actor, now: datetime) -> None:
    stakeholders.add_people(session, ada, read_add_line("Kim peer"), "", now - timedelta(minutes=1))
    logged = log(session, ada, now, "Kim coffee; next: call")
    assert delete(session, ada, logged, now).gone == frozenset()
    gone, _stay = stakeholders.undo_add(session, ada, [1], "", now)
    assert [person.name for person in gone] == ["Kim"]
    back = restore(session, ada, logged, now)
    assert [(person.name, person.last_conversation_on) for person in back.logged.people] == [("Kim", TODAY)]
    assert [row["stakeholder_id"] for row in rows(session, promises)] == [back.logged.people[0].id]


def test_the_clock_follows_and_a_snooze_stays(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, now, "<@U0SAM> coffee on 3 nov")
    logged = log(session, ada, now, "<@U0SAM> lunch")
    stakeholders.snooze(session, ada, 1, 1, "", now)
    delete(session, ada, logged, now)
    assert rows(session, people_table)[0]["last_conversation_on"] == date(2026, 11, 3)
    restore(session, ada, logged, now)
    assert rows(session, people_table)[0]["last_conversation_on"] == TODAY
    assert rows(session, people_table)[0]["snoozed_until"] == TODAY + timedelta(weeks=1)


def test_after_thirty_days_it_is_gone(session: Session, ada: Actor, now: datetime) -> None:
    logged = log(session, ada, now)
    delete(session, ada, logged, now)
    with pytest.raises(Refused, match="restore_too_old"):
        restore(session, ada, logged, now + MONTH + timedelta(seconds=1))
    privacy.forget_undone(session, now + MONTH)
    assert len(rows(session, table)) == 1
    privacy.forget_undone(session, now + MONTH + timedelta(seconds=1))
    assert rows(session, table) == []
    with pytest.raises(Refused, match="not_found"):
        restore(session, ada, logged, now + MONTH)


def test_what_anybody_else_asks_for_is_not_found(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime
) -> None:
    logged = log(session, ada, now)
    delete(session, ada, logged, now)
    before = rows(session, table)
    for other in (maya, zoe):
        with pytest.raises(Refused, match="not_started"):
            restore(session, other, logged, now)
        members.enrol(session, other, now)
        with pytest.raises(Refused, match="not_found"):
            restore(session, other, logged, now)
    assert rows(session, table) == before


def test_a_repeated_press_does_nothing(session: Session, ada: Actor, now: datetime) -> None:
    logged = log(session, ada, now)
    delete(session, ada, logged, now)
    conversations.restore_conversation(session, ada, logged.conversation.id, "k", now)
    delete(session, ada, logged, now)
    with pytest.raises(Repeated):
        conversations.restore_conversation(session, ada, logged.conversation.id, "k", now)


@pytest.mark.parametrize(("delete_after", "restore_after"), [(1, 1), (1, 3), (3, 3), (3, 5)])
def test_it_is_in_exactly_one_digest_whenever_it_is_deleted_and_restored(
    session: Session, ada: Actor, now: datetime, delete_after: int, restore_after: int
) -> None:
    logged = log(session, ada, now)
    counts = []
    for day in range(1, 8):
        if day == delete_after:
            delete(session, ada, logged, now + timedelta(days=day))
        if day == restore_after:
            restore(session, ada, logged, now + timedelta(days=day, hours=1))
        if day % 2 == 0:
            counts.append(told(session, now + timedelta(days=day, hours=2)))
    assert sum(counts) == 1


# By the talk reaction

MESSAGE = Captured("C0GENERAL", "1763600000.000100")


def react(session: Session, actor: Actor, event_ts: str, now: datetime) -> conversations.ByReaction:
    return conversations.log_talk_by_reaction(session, actor, "U0MAYA", MESSAGE.channel, MESSAGE.ts, event_ts, "", now)


def unreact(session: Session, actor: Actor, event_ts: str, now: datetime) -> conversations.ByReaction:
    return conversations.undo_talk_by_reaction(session, actor, MESSAGE.channel, MESSAGE.ts, event_ts, "", now)


def test_the_reaction_brings_back_what_was_written_to_it(session: Session, ada: Actor, now: datetime) -> None:
    members.enrol(session, ada, now)
    logged = react(session, ada, "1763600001.1", now).logged
    assert logged is not None
    new = NewConversation((Person(user_id="U0MAYA"),), TODAY, topic="the plan")
    conversations.change_conversation(session, ada, logged.conversation.id, 1, new, None, "", now)
    delete(session, ada, logged, now)
    back = react(session, ada, "1763600002.1", now)
    assert back.logged is not None
    assert (back.reason, back.logged.conversation.topic) == ("logged", "the plan")
    assert unreact(session, ada, "1763600003.1", now).reason == "kept"


def test_one_that_nothing_was_written_to_begins_anew(session: Session, ada: Actor, now: datetime) -> None:
    members.enrol(session, ada, now)
    logged = react(session, ada, "1763600001.1", now).logged
    assert logged is not None
    delete(session, ada, logged, now)
    assert react(session, ada, "1763600002.1", now).reason == "logged"
    assert unreact(session, ada, "1763600003.1", now).reason == "removed"
    with pytest.raises(Refused, match="not_found"):  # it holds nothing that could be brought back
        restore(session, ada, logged, now)


def test_a_message_logged_anew_is_not_brought_back_twice(session: Session, ada: Actor, now: datetime) -> None:
    new = NewConversation((Person(user_id="U0MAYA"),), TODAY)
    log_it = conversations.log_of_message
    logged = log_it(session, ada, new, None, MESSAGE, "shortcut", "", now)
    delete(session, ada, logged, now)
    log_it(session, ada, new, None, MESSAGE, "shortcut", "", now)
    with pytest.raises(Refused, match="message_talked_before"):
        restore(session, ada, logged, now)


def test_of_a_sample_the_talk_stays_one(session: Session, ada: Actor, now: datetime) -> None:
    samples.add(session, ada, "", now)
    (first, *_) = rows(session, table)
    conversations.undo_conversation(session, ada, first["id"], "", now)
    back = conversations.restore_conversation(session, ada, first["id"], "", now)
    assert back.logged.conversation.sample
    assert all(person.sample for person in back.logged.people)


# An edit and the snooze


def change(session: Session, actor: Actor, found: Logged, now: datetime, *who: Person, on: date = TODAY) -> None:
    see = conversations.see_conversation(session, actor, found.conversation.id, now).conversation
    conversations.change_conversation(session, actor, see.id, see.version, NewConversation(who, on), None, "", now)


def test_an_edit_ends_a_snooze_only_where_it_tells_of_a_later_conversation(
    session: Session, ada: Actor, now: datetime
) -> None:
    maya, sam = Person(user_id="U0MAYA"), Person(user_id="U0SAM")
    logged = log(session, ada, now, "<@U0MAYA> coffee on 10 nov")
    log(session, ada, now, "<@U0SAM> coffee on 15 nov")

    def snoozed() -> list[bool]:
        return [row["snoozed_until"] is not None for row in rows(session, people_table)]

    for who in (1, 2):
        stakeholders.snooze(session, ada, who, 1, "", now)
    change(session, ada, logged, now, maya, on=date(2026, 11, 10))
    change(session, ada, logged, now, maya, sam, on=date(2026, 11, 9))  # older than what was known of either
    assert snoozed() == [True, True]
    change(session, ada, logged, now, maya, sam, on=date(2026, 11, 12))
    assert snoozed() == [False, True]
    change(session, ada, logged, now, maya, sam, on=TODAY)
    assert snoozed() == [False, False]
