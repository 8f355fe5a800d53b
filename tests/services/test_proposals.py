"""Next-best conversations from what was really recorded, and what is answered to them, on both databases."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, insert, select, update

from bot.domain.followups import FollowUpKind
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused, Repeated
from bot.domain.proposals import Held, Proposal, Why
from bot.domain.stakeholders import read_add_line
from bot.services import conversations, members, proposals, samples, stakeholders, wins
from bot.store import followups
from bot.store.database import Session
from bot.store.tables import awareness, evidence, measures, tags, to_tell, witnesses
from bot.store.tables import conversations as talks
from bot.store.tables import proposals as answers
from bot.store.tables import stakeholders as people
from bot.store.tables import wins as win_table

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 20)
RUI, SAM, MARIA = 1, 2, 3
RETRY, BILL, REVIEW = 1, 2, 3


@pytest.fixture
def record(session: Session, ada: Actor, now: datetime) -> Member:
    """Rui, Sam and Maria, and three wins; Sam was there at the third one."""
    long_ago = now - timedelta(days=20)
    for line in ("<@U0RUI> sponsor", "<@U0SAM> skip-level", "Maria Lopez peer"):
        stakeholders.add_people(session, ada, read_add_line(line), "", long_ago)
    for line in ("shipped the queue", "cut the bill, cost 800 -> 480 #cost", "led the review <@U0SAM>"):
        wins.log_line(session, ada, line, "", long_ago)
    found = members.find(session, ada)
    assert found is not None
    return found


def shown(session: Session, actor: Actor, now: datetime) -> list[tuple[int, int]]:
    """Pairs of a win and a person."""
    return [(each.win_id, each.person.id) for each in proposals.see_proposals(session, actor, now).shown]


def set_person(session: Session, person: int, **values: Any) -> None:
    session.execute(update(people).where(people.c.id == person).values(**values))


def set_win(session: Session, win: int, **values: Any) -> None:
    session.execute(update(win_table).where(win_table.c.id == win).values(**values))


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements of the block."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(session, "before_cursor_execute", note)
    yield seen
    event.remove(session, "before_cursor_execute", note)


def test_the_best_pair_of_each_person_comes_with_its_reason(
    session: Session, ada: Actor, record: Member, now: datetime
) -> None:
    found = proposals.see_proposals(session, ada, now)
    assert [(each.win_id, each.person.id) for each in found.shown] == [(BILL, SAM), (BILL, RUI), (BILL, MARIA)]
    sam, _, maria = found.shown
    assert (sam.title, sam.person.user_id, sam.reason.decider, sam.reason.measured) == (
        "cut the bill, cost 800 -> 480",
        "U0SAM",
        True,
        True,
    )
    assert (maria.person.name, maria.reason.decider, maria.reason.standing.never_talked) == ("Maria Lopez", False, True)
    assert (found.today, found.left, found.people, found.wins, found.held) == (TODAY, 3, 3, 3, ())


def test_nobody_who_has_not_started_has_any(session: Session, zoe: Actor, now: datetime) -> None:
    assert proposals.see_proposals(session, zoe, now) == proposals.Proposals(now.date())


@pytest.mark.parametrize(
    "values", [{"private": True}, {"sample": True}, {"state": "draft", "kept_at": None}, {"deleted_at": "now"}]
)
def test_what_is_not_for_others_is_never_proposed(
    session: Session, ada: Actor, record: Member, now: datetime, values: dict[str, Any]
) -> None:
    set_win(session, BILL, **{name: now if value == "now" else value for name, value in values.items()})
    assert BILL not in [win for win, _ in shown(session, ada, now)]
    with pytest.raises(Refused, match="not_found"):
        proposals.set_aside(session, ada, BILL, RUI, "", now)


@pytest.mark.parametrize(
    "values",
    [{"archived_at": "now"}, {"sample": True}, {"snoozed_until": TODAY + timedelta(days=1)}, {"merged_into": RUI}],
)
def test_people_who_are_not_followed_now_are_left_out(
    session: Session, ada: Actor, record: Member, now: datetime, values: dict[str, Any]
) -> None:
    set_person(session, SAM, **{name: now if value == "now" else value for name, value in values.items()})
    assert SAM not in [person for _, person in shown(session, ada, now)]


def test_what_somebody_knows_is_not_proposed_and_the_next_best_is(
    session: Session, ada: Actor, record: Member, now: datetime
) -> None:
    proposals.tell(session, ada, BILL, RUI, "", now)
    next_month = now + timedelta(days=20)
    assert [win for win, person in shown(session, ada, next_month) if person == RUI] == [REVIEW]


def test_the_members_own_wish_is_what_to_tell(session: Session, ada: Actor, record: Member, now: datetime) -> None:
    session.execute(insert(to_tell).values(member_id=record.id, win_id=RETRY, stakeholder_id=RUI, created_at=now))
    assert {
        each.person.id: (each.win_id, each.reason.wished) for each in proposals.see_proposals(session, ada, now).shown
    } == {
        SAM: (BILL, False),
        RUI: (RETRY, True),
        MARIA: (BILL, False),
    }


def test_what_fits_their_interests_is_chosen_for_them(
    session: Session, ada: Actor, record: Member, now: datetime
) -> None:
    session.execute(insert(tags).values(member_id=record.id, win_id=REVIEW, name="hiring"))
    set_person(session, RUI, interests="Growth, Hiring")
    set_person(session, SAM, interests="leadership of teams")
    set_win(session, RETRY, category="leadership")

    def told() -> dict[int, tuple[int, str]]:
        found = proposals.see_proposals(session, ada, now).shown
        return {each.person.id: (each.win_id, each.reason.interest) for each in found}

    assert told() == {SAM: (RETRY, "leadership"), RUI: (REVIEW, "Hiring"), MARIA: (BILL, "")}
    session.execute(insert(tags).values(member_id=record.id, win_id=BILL, name="growth"))
    assert told()[RUI] == (BILL, "Growth")


def test_a_promise_owed_or_two_open_asks_keep_somebody_out(
    session: Session, ada: Actor, record: Member, now: datetime
) -> None:
    conversations.log_line(
        session, ada, "<@U0RUI> and <@U0SAM> coffee; next: send the deck", "", now - timedelta(days=19)
    )
    for kind in (FollowUpKind.OPPORTUNITY, FollowUpKind.FEEDBACK):
        assert MARIA in [person for _, person in shown(session, ada, now)]
        followups.add_followup(session, record.id, None, MARIA, "a chance", None, now, kind)
    found = proposals.see_proposals(session, ada, now)
    assert found.shown == ()
    assert [(one.person.user_id or one.person.name, one.why) for one in found.held] == [
        ("U0SAM", Why.OWED),
        ("U0RUI", Why.OWED),
        ("Maria Lopez", Why.ASKED),
    ]
    assert isinstance(found.held[0], Held)


def test_promises_long_forgotten_keep_nobody_out_and_are_said(
    session: Session, ada: Actor, maya: Actor, record: Member, now: datetime
) -> None:
    long_ago = now - timedelta(days=29)
    conversations.log_line(session, ada, "<@U0RUI> and <@U0SAM> coffee; next: send the deck", "", long_ago)
    due = {"send the book": TODAY - timedelta(days=40), "send the film": TODAY + timedelta(days=60)}
    for text, day in due.items():
        followups.add_followup(session, record.id, None, RUI, text, day, now)
    followups.add_followup(session, record.id, None, RUI, "send the song", None, long_ago, FollowUpKind.THEIRS)
    stakeholders.add_people(session, maya, read_add_line("<@U0RUI> sponsor"), "", long_ago)

    def owed(found: Sequence[Proposal]) -> dict[int, tuple[str, int]]:
        return {each.person.id: (each.reason.promise, each.reason.promises) for each in found}

    said = {SAM: ("send the deck", 1), RUI: ("send the deck", 2), MARIA: ("", 0)}
    found = proposals.see_proposals(session, ada, now)
    assert (owed(found.shown), found.held) == (said, ())
    assert owed(proposals.gather(session, [record], now)[record.id]) == said
    assert owed(proposals.gather_pairs(session, record, [(BILL, RUI), (BILL, SAM), (BILL, MARIA)], now)) == said
    a_day_before = proposals.see_proposals(session, ada, now - timedelta(days=1))
    assert [one.why for one in a_day_before.held] == [Why.OWED, Why.OWED]


def test_told_writes_everything_and_counts_and_its_undo_takes_all_of_it_back(
    session: Session, ada: Actor, record: Member, now: datetime
) -> None:
    told = proposals.tell(session, ada, BILL, RUI, "", now)
    assert (told.before, told.person.id, told.title) == (False, RUI, "cut the bill, cost 800 -> 480")
    assert stakeholders.see_stakeholder(session, ada, RUI).last_conversation_on == TODAY
    found = proposals.see_proposals(session, ada, now)
    assert found.left == 2
    assert RUI not in [each.person.id for each in found.shown]
    again = proposals.tell(session, ada, BILL, RUI, "", now + timedelta(minutes=1))
    assert (again.before, again.conversation_id) == (True, 0)
    later = now + timedelta(minutes=2)
    assert not proposals.take_back(session, ada, BILL, RUI, told.conversation_id, "", later).before
    assert session.execute(select(awareness.c.win_id).where(awareness.c.stakeholder_id == RUI)).all() == []
    assert stakeholders.see_stakeholder(session, ada, RUI).last_conversation_on is None
    assert (BILL, RUI) in shown(session, ada, later)
    assert proposals.take_back(session, ada, BILL, RUI, told.conversation_id, "", later).before


def test_undo_takes_back_its_own_conversation_and_no_other(
    session: Session, ada: Actor, record: Member, now: datetime
) -> None:
    proposals.tell(session, ada, BILL, RUI, "", now)
    other = conversations.log_line(session, ada, "<@U0SAM> coffee", "", now + timedelta(hours=1)).conversation.id
    proposals.take_back(session, ada, BILL, RUI, other, "", now + timedelta(hours=2))
    live = session.execute(select(talks.c.id).where(talks.c.deleted_at.is_(None))).all()
    assert len(live) == 2


def test_a_conversation_undone_elsewhere_does_not_count_against_the_week(
    session: Session, ada: Actor, record: Member, now: datetime
) -> None:
    told = proposals.tell(session, ada, BILL, RUI, "", now)
    conversations.undo_conversation(session, ada, told.conversation_id, "", now + timedelta(minutes=1))
    found = proposals.see_proposals(session, ada, now)
    assert (found.left, (BILL, RUI) in [(each.win_id, each.person.id) for each in found.shown]) == (3, True)
    assert not proposals.take_back(session, ada, BILL, RUI, told.conversation_id, "", now + timedelta(hours=1)).before


def test_set_aside_hides_for_thirty_days_and_can_be_undone(
    session: Session, ada: Actor, record: Member, now: datetime
) -> None:
    assert not proposals.set_aside(session, ada, BILL, SAM, "", now).before
    assert proposals.set_aside(session, ada, BILL, SAM, "", now + timedelta(days=5)).before
    assert proposals.see_proposals(session, ada, now).left == 2
    for days, hidden in ((0, True), (29, True), (30, False)):
        assert ((BILL, SAM) in shown(session, ada, now + timedelta(days=days))) is not hidden
    assert not proposals.set_aside(session, ada, BILL, SAM, "", now + timedelta(days=40)).before
    assert not proposals.take_back(session, ada, BILL, SAM, 0, "", now + timedelta(days=41)).before
    assert (BILL, SAM) in shown(session, ada, now + timedelta(days=41))
    assert session.execute(select(answers.c.id)).all() == []


def test_what_was_proposed_once_goes_as_it_is_done_and_nothing_comes_in_its_place(
    session: Session, ada: Actor, record: Member, now: datetime
) -> None:
    first = proposals.gather(session, [record], now)[record.id]
    pairs = tuple((each.win_id, each.person.id) for each in first)
    assert proposals.gather_pairs(session, record, pairs, now) == first
    wins.log_line(session, ada, "won the renewal, $120k", "", now)
    proposals.tell(session, ada, BILL, RUI, "", now + timedelta(days=9))
    assert proposals.gather_pairs(session, record, pairs, now) == (first[0], first[2])
    proposals.set_aside(session, ada, BILL, SAM, "", now + timedelta(days=10))
    assert proposals.gather_pairs(session, record, pairs, now) == (first[2],)
    set_win(session, BILL, private=True)
    assert proposals.gather_pairs(session, record, pairs, now) == ()
    assert proposals.gather_pairs(session, record, (), now) == ()


def test_pairs_of_somebody_else_are_not_there(
    session: Session, ada: Actor, maya: Actor, record: Member, now: datetime
) -> None:
    wins.log_line(session, maya, "wrote the plan", "", now)
    other = members.find(session, maya)
    assert other is not None
    assert proposals.gather_pairs(session, other, ((BILL, SAM), (4, SAM), (BILL, 99)), now) == ()


def test_three_a_week_are_enough(session: Session, ada: Actor, record: Member, now: datetime) -> None:
    stakeholders.add_people(session, ada, read_add_line("<@U0LEO> sponsor"), "", now - timedelta(days=10))
    for win, person in ((BILL, RUI), (BILL, SAM), (BILL, MARIA)):
        proposals.set_aside(session, ada, win, person, "", now)
    found = proposals.see_proposals(session, ada, now)
    assert (found.shown, found.left) == ((), 0)
    monday = now + timedelta(days=3)
    assert len(shown(session, ada, monday)) == 3


def test_a_press_counts_once(session: Session, ada: Actor, record: Member, now: datetime) -> None:
    proposals.set_aside(session, ada, BILL, RUI, "press", now)
    with pytest.raises(Repeated):
        proposals.set_aside(session, ada, BILL, SAM, "press", now)


def test_nobody_else_can_answer_or_see(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, record: Member, now: datetime
) -> None:
    wins.log_line(session, maya, "opened the office", "", now)
    for actor, code in ((maya, "not_found"), (zoe, "not_started")):
        for press in (proposals.set_aside, proposals.tell):
            with pytest.raises(Refused, match=code):
                press(session, actor, BILL, RUI, "", now)
        with pytest.raises(Refused, match=code):
            proposals.take_back(session, actor, BILL, RUI, 0, "", now)
        assert shown(session, actor, now) == []
    assert session.execute(select(answers.c.id)).all() == []


def test_sample_data_is_never_proposed(session: Session, maya: Actor, now: datetime) -> None:
    samples.add(session, maya, "", now)
    found = proposals.see_proposals(session, maya, now)
    assert (found.shown, found.people, found.wins) == ((), 0, 0)


def test_many_members_take_as_many_statements_as_one_and_nothing_else_is_decrypted(
    session: Session, ada: Actor, maya: Actor, record: Member, now: datetime
) -> None:
    found = [record]
    for number in range(6):
        actor = replace(maya, user_id=f"U0M{number}")
        for line in ("<@U0RUI> sponsor", "Maria Lopez peer"):
            stakeholders.add_people(session, actor, read_add_line(line), "", now)
        wins.log_line(session, actor, f"shipped part {number} 3x", "", now)
        member = members.find(session, actor)
        assert member is not None
        found.append(member)
    set_person(session, RUI, interests="growth")
    with counted(session) as one:
        alone = proposals.gather(session, [record], now)
    with counted(session) as many:
        together = proposals.gather(session, found, now)
    assert len(many) == len(one)
    assert together[record.id] == alone[record.id]
    assert [len(together[member.id]) for member in found] == [3, 2, 2, 2, 2, 2, 2]
    assert [statement for statement in many if "notes" in statement or "stance" in statement] == []
    assert proposals.gather(session, [], now) == {}


@pytest.fixture
def long(session: Session, ada: Actor, record: Member) -> Member:
    """Five hundred wins more, a day each, all with evidence, and half of them with a number."""
    row = {"member_id": record.id, "state": "kept", "source": "command", "created_at": record.created_at}
    days = [TODAY - timedelta(days=number) for number in range(1, 501)]
    rows = [
        row | {"kept_at": record.created_at, "happened_on": day, "title": f"part {number}"}
        for number, day in enumerate(days)
    ]
    adding = insert(win_table).returning(win_table.c.id, sort_by_parameter_order=True)
    ids = list(session.scalars(adding, rows))
    proof = {"member_id": record.id, "kind": "link", "url": "https://example.com", "created_at": record.created_at}
    session.execute(insert(evidence), [proof | {"win_id": each} for each in ids])
    number = {"member_id": record.id, "metric": "p95", "as_typed": "p95 800 -> 480"}
    session.execute(insert(measures), [number | {"win_id": each} for each in ids[1::2]])
    return record


def newest_first(session: Session) -> list[int]:
    return list(session.scalars(select(win_table.c.id).order_by(win_table.c.happened_on.desc(), win_table.c.id.desc())))


def test_of_a_long_record_the_same_is_chosen_from_the_newest_wins_as_from_all(
    session: Session, ada: Actor, long: Member, now: datetime
) -> None:
    with counted(session) as of_part:
        part = proposals.see_proposals(session, ada, now)
    assert part.shown == proposals.gather(session, [long], now)[long.id]
    assert sum("FROM wins" in each and "LIMIT" in each for each in of_part) == 1
    assert not any("FROM wins" in each and "witnesses" in each and "LIMIT" not in each for each in of_part)


@pytest.mark.parametrize("who_knows", [(RUI, SAM), (SAM,)])
def test_whoever_knows_all_the_newest_wins_is_told_an_older_one(
    session: Session, ada: Actor, long: Member, now: datetime, who_knows: tuple[int, ...]
) -> None:
    """What they do not know is read, and what is held is certain too."""
    known = newest_first(session)[:430]
    told = {"member_id": long.id, "how": "told", "since": TODAY, "created_at": now}
    session.execute(delete(awareness).where(awareness.c.member_id == long.id))
    session.execute(
        insert(awareness), [told | {"win_id": win, "stakeholder_id": who} for win in known for who in who_knows]
    )
    followups.add_followup(session, long.id, None, SAM, "send the plan", None, now, FollowUpKind.MINE)
    found = proposals.see_proposals(session, ada, now)
    assert found.shown == proposals.gather(session, [long], now)[long.id]
    assert {each.person.id for each in found.shown} == {RUI, MARIA}
    assert [(each.person.id, each.why, each.unread) for each in found.held] == [(SAM, Why.OWED, False)]


def test_a_wish_and_an_interest_reach_back_to_the_oldest_win(
    session: Session, ada: Actor, long: Member, now: datetime
) -> None:
    oldest, older = newest_first(session)[-1], newest_first(session)[-2]
    session.execute(insert(to_tell).values(member_id=long.id, win_id=oldest, stakeholder_id=RUI, created_at=now))
    session.execute(insert(tags).values(member_id=long.id, win_id=older, name="platform"))
    set_person(session, MARIA, interests="Platform")
    found = proposals.see_proposals(session, ada, now).shown
    chosen = {each.person.id: each for each in found}
    assert (chosen[RUI].win_id, chosen[RUI].reason.wished) == (oldest, True)
    assert chosen[MARIA].win_id != older  # it is older and has no number: that weighs more than an interest
    session.execute(insert(measures).values(member_id=long.id, win_id=older, metric="p95", as_typed="p95 8 -> 4"))
    there = [{"member_id": long.id, "win_id": older, "user_id": f"U0{number}"} for number in range(3)]
    session.execute(insert(witnesses), there)
    found = proposals.see_proposals(session, ada, now).shown
    assert found == proposals.gather(session, [long], now)[long.id]
    assert {each.person.id: each.win_id for each in found}[MARIA] == older
