"""People suggested from what was recorded, until the member answers; on both databases."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, select

from bot.domain.conversations import NewConversation, Person
from bot.domain.evidence import Captured
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.stakeholders import Relationship, read_add_line
from bot.domain.suggestions import Subject, Suggestion
from bot.services import (
    conversations,
    home,
    members,
    people_merges,
    praise,
    samples,
    stakeholders,
    suggestions,
    wins,
)
from bot.store import workspaces
from bot.store.database import Session
from bot.store.tables import passed_over
from bot.store.tables import stakeholders as people_table

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 20)
RUI = Person(user_id="U0RUI")


def meet(session: Session, actor: Actor, now: datetime, *who: Person, times: int = 4) -> list[int]:
    """Each time in a transaction of its own."""
    log = conversations.log_conversation
    return [
        log(session, actor, NewConversation(who, TODAY), None, "", now + timedelta(minutes=at)).conversation.id
        for at in range(times)
    ]


def win(session: Session, actor: Actor, now: datetime, line: str = "<@U0PRIYA>") -> int:
    return wins.log_line(session, actor, f"shipped it with {line}", "", now).win.id


def praised(session: Session, actor: Actor, now: datetime, who: str = "U0PRIYA", times: int = 2) -> None:
    for number in range(times):
        message = Captured("C0GENERAL", f"1763600{number:03}.000100", author=actor.user_id, snapshot="did it")
        praise.note(session, actor, who, message, f"176370000{number}.1", now)


def suggested(session: Session, actor: Actor) -> list[str]:
    return [each.subject for each in suggestions.see(session, actor)]


def test_who_was_met_four_times_and_never_described_is_suggested(session: Session, ada: Actor, now: datetime) -> None:
    meet(session, ada, now, RUI, times=3)
    assert suggested(session, ada) == []
    (last,) = meet(session, ada, now + timedelta(hours=1), RUI, times=1)
    assert suggested(session, ada) == ["s1"]
    conversations.undo_conversation(session, ada, last, "", now)
    assert suggested(session, ada) == []
    conversations.restore_conversation(session, ada, last, "", now)
    assert suggested(session, ada) == ["s1"]


def test_who_was_added_on_purpose_or_changed_is_not(session: Session, ada: Actor, now: datetime) -> None:
    stakeholders.add_people(session, ada, read_add_line("<@U0RUI> peer"), "", now - timedelta(hours=1))
    meet(session, ada, now, RUI)
    meet(session, ada, now + timedelta(hours=1), Person(name="Kim"))
    stakeholders.change_relationship(session, ada, 2, Relationship.PEER, "", now)
    samples.add(session, ada, "", now)
    assert suggested(session, ada) == []


@pytest.mark.parametrize("relationship", [Relationship.SPONSOR, Relationship.PEER])
def test_the_answer_ends_it(session: Session, ada: Actor, now: datetime, relationship: Relationship) -> None:
    meet(session, ada, now, RUI)
    person = suggestions.relate(session, ada, Subject(1), relationship, "", now)
    assert person.relationship is relationship
    meet(session, ada, now + timedelta(hours=1), RUI)
    assert suggested(session, ada) == []


def test_no_is_for_ever(session: Session, ada: Actor, now: datetime) -> None:
    meet(session, ada, now, RUI)
    for _ in range(3):
        win(session, ada, now)
    assert suggested(session, ada) == ["s1", "uU0PRIYA"]
    for subject in (Subject(1), Subject(user_id="U0PRIYA"), Subject(user_id="U0PRIYA")):
        suggestions.decline(session, ada, subject, "", now)
    meet(session, ada, now + timedelta(hours=1), RUI)
    for _ in range(3):
        win(session, ada, now)
    assert suggested(session, ada) == []
    assert session.scalars(select(passed_over.c.user_id)).all() == ["U0PRIYA"]
    assert stakeholders.see_stakeholder(session, ada, 1).relationship is Relationship.PEER


def test_who_was_there_or_praised_and_is_nobody_yet_is_suggested(session: Session, ada: Actor, now: datetime) -> None:
    for _ in range(2):
        win(session, ada, now, "<@U0PRIYA> <@U0SAM> <@U0ADA>")
    praised(session, ada, now, "U0LEO", times=1)
    assert suggested(session, ada) == []
    third = win(session, ada, now, "<@U0PRIYA> <@U0SAM> <@U0ADA>")
    praised(session, ada, now, "U0LEO")
    found = suggestions.see(session, ada)
    assert [each.subject for each in found] == ["uU0PRIYA", "uU0SAM"]
    person = suggestions.relate(session, ada, Subject(user_id="U0PRIYA"), Relationship.SPONSOR, "", now)
    assert (person.user_id, person.relationship) == ("U0PRIYA", Relationship.SPONSOR)
    assert suggested(session, ada) == ["uU0SAM", "uU0LEO"]
    wins.undo(session, ada, third, "", now)
    assert suggested(session, ada) == ["uU0LEO"]


def test_somebody_no_longer_followed_and_vouch_itself_are_not(session: Session, ada: Actor, now: datetime) -> None:
    workspaces.note_connection(session, "", "T0ACME", "Acme", "https://acme.slack.com/", "U0VOUCH", now)
    for _ in range(3):
        win(session, ada, now, "<@U0VOUCH> <@U0RUI>")
    assert suggested(session, ada) == ["uU0RUI"]
    stakeholders.add_people(session, ada, read_add_line("<@U0RUI>"), "", now)
    session.execute(people_table.update().values(archived_at=now))
    assert suggested(session, ada) == []


def test_two_of_one_name_are_suggested_until_declined_or_merged(session: Session, ada: Actor, now: datetime) -> None:
    for line in ("<@U0RUI> mentor", "Rui Costa sponsor"):
        stakeholders.add_people(session, ada, read_add_line(line), "", now)
    session.execute(people_table.update().where(people_table.c.user_id != "").values(known_as="Rui Costa"))
    assert suggested(session, ada) == ["=1-2"]
    with session.begin_nested() as savepoint:
        pair = people_merges.prepare(session, ada, 1, 2, now)
        people_merges.merge(session, ada, 1, 2, (pair.kept.version, pair.gone.version), "", now)
        assert suggested(session, ada) == []
        savepoint.rollback()
    suggestions.decline(session, ada, Subject(pair=(1, 2)), "", now)
    assert suggested(session, ada) == []


def test_home_shows_the_same_but_for_names(session: Session, ada: Actor, now: datetime) -> None:
    meet(session, ada, now, RUI)
    found = home.see_home(session, ada, now)
    assert found.started is not None
    assert [each.subject for each in found.started.suggested] == ["s1"]


def test_however_much_is_recorded_it_costs_the_same(session: Session, ada: Actor, now: datetime) -> None:
    statements: list[str] = []
    event.listen(session.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    def cost() -> tuple[int, int]:
        statements.clear()
        found: tuple[Suggestion, ...] = suggestions.see(session, ada)
        return len(statements), len(found)

    meet(session, ada, now, RUI, Person(name="Kim"))
    few = cost()
    for number in range(6):
        meet(session, ada, now + timedelta(hours=1 + number), Person(name=f"Kim {number}"))
        win(session, ada, now, f"<@U{number}A> <@U{number}B>")
    assert cost() == few


def test_what_is_nobodys_or_repeated_changes_nothing(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime
) -> None:
    assert suggestions.see(session, ada) == ()
    meet(session, ada, now, RUI)
    before = session.execute(select(people_table)).all()
    for other in (maya, zoe):
        members.enrol(session, other, now)
        for subject in (Subject(1), Subject(pair=(1, 1))):
            with pytest.raises(Refused, match="not_found"):
                suggestions.decline(session, other, subject, "", now)
        with pytest.raises(Refused, match="not_found"):
            suggestions.relate(session, other, Subject(1), Relationship.SPONSOR, "", now)
        assert suggestions.see(session, other) == ()
    with pytest.raises(Refused, match="not_found"):
        suggestions.relate(session, ada, Subject(pair=(1, 1)), Relationship.SPONSOR, "", now)
    assert session.execute(select(people_table)).all() == before
    suggestions.decline(session, ada, Subject(1), "k", now)
    with pytest.raises(Repeated):
        suggestions.decline(session, ada, Subject(1), "k", now)
