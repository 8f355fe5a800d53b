"""Digests and nudges gathered from what was really recorded, for many members in as many statements as for one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, update

from bot.domain.deliveries import SETTLE
from bot.domain.digests import CountedTalk, Digest
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import read_add_line
from bot.domain.summaries import CountedWin
from bot.domain.wins import Category
from bot.services import conversations, digests, nudges, proposals, stakeholders, wins
from bot.store import digests as digest_store
from bot.store import members as member_store
from bot.store.database import Session
from bot.store.tables import stakeholders as people
from tests.conftest import ADA, MAYA, ZOE
from tests.services.test_deliveries import FRIDAY, MONDAY, WEEK, ada_of, begin, plan, win

pytestmark = pytest.mark.both_databases

LINE = "shipped the queue, p95 800ms -> 480ms #project <@U0PRIYA> <@U0SAM> https://example.com/pr"


def digest_of(session: Session, now: datetime = FRIDAY, actor: Actor = ADA) -> Digest:
    member = member_store.find(session, actor)
    assert member is not None
    return digests.gather(session, [member.id], now)[member.id]


def met(session: Session, now: datetime, line: str, actor: Actor = ADA) -> int:
    return conversations.log_line(session, actor, line, "", now).conversation.id


def add(session: Session, line: str, now: datetime, actor: Actor = ADA) -> None:
    stakeholders.add_people(session, actor, read_add_line(line), "", now)


def test_everything_of_the_week_is_read(session: Session) -> None:
    win_id = wins.log_line(session, ADA, LINE, "", MONDAY).win.id
    talk_id = met(session, MONDAY, '"Maria Lopez" coffee about the roadmap; next: send the deck by friday')
    digest = digest_of(session)
    [told] = digest.wins
    measure = told.measures[0]
    assert told == CountedWin(
        win_id,
        told.title,
        date(2026, 11, 30),
        Category.PROJECT_IMPACT,
        (measure,),
        ("https://example.com/pr",),
        ("U0PRIYA", "U0SAM"),
    )
    assert (measure.metric, measure.before, measure.after) == ("p95", Decimal(800), Decimal(480))
    [person] = digest.people.values()
    assert digest.talks == (CountedTalk(talk_id, date(2026, 11, 30), "coffee", "the roadmap", (person.id,)),)
    assert person.name == "Maria Lopez"
    assert [(one.text, one.due_on, one.people) for one in digest.promises] == [
        ("send the deck", date(2026, 12, 4), (person.id,))
    ]


def test_a_promise_to_several_people_names_them_all(session: Session) -> None:
    met(session, MONDAY, '"Maria Lopez" and "Tom Ford" coffee; next: send the deck by friday')
    digest = digest_of(session)
    assert [[digest.people[who].name for who in one.people] for one in digest.promises] == [["Maria Lopez", "Tom Ford"]]


def test_what_is_no_win_of_the_week_is_left_out(session: Session) -> None:
    win(session, MONDAY)
    deleted = win(session, MONDAY)
    wins.undo(session, ADA, deleted, "", MONDAY)
    undone = met(session, MONDAY, "<@U0MAYA> coffee")
    conversations.undo_conversation(session, ADA, undone, "", MONDAY)
    win(session, FRIDAY)  # after the window's end
    digest = digest_of(session)
    assert (len(digest.wins), digest.talks, digest.drafts, digest.deleted) == (1, (), 0, 1)


def test_a_deleted_win_is_mentioned_in_one_digest_only(session: Session) -> None:
    wins.undo(session, ADA, win(session, MONDAY), "", MONDAY)
    plan(session, FRIDAY)
    delivery, digest = begin(session, FRIDAY)
    assert digest.deleted == 1
    member_store.change(session, delivery.member_id, covered_until=digest.window.end)
    assert digest_of(session, FRIDAY + WEEK).deleted == 0


def test_the_weeks_before_are_counted_by_the_day_it_happened(session: Session) -> None:
    long_ago = MONDAY - 8 * WEEK
    win(session, long_ago)
    for weeks in (1, 2, 3, 4, 5):
        win(session, MONDAY - weeks * WEEK)
        met(session, MONDAY - weeks * WEEK, "<@U0MAYA> coffee")
    undone = win(session, MONDAY - WEEK)
    wins.undo(session, ADA, undone, "", MONDAY)
    member_store.change(session, ada_of(session).id, covered_until=FRIDAY - WEEK)
    digest = digest_of(session)
    assert digest.average is not None
    assert (digest.average.weeks, digest.average.wins, digest.average.talks) == (4, 1.0, 1.0)
    win(session, MONDAY - WEEK)  # the second of that day
    assert [week.wins for week in digest_of(session).weeks] == [0, 0, 0, 1, 0, 0, 1, 1, 1, 1, 2, 0]


def test_nobody_reads_anothers(session: Session) -> None:
    wins.log_line(session, ADA, LINE, "", MONDAY)
    met(session, MONDAY, "<@U0SAM> coffee; next: send the deck by friday")
    for other in (MAYA, ZOE):
        win(session, MONDAY, other)
        digest = digest_of(session, actor=other)
        assert ([one.title for one in digest.wins], digest.talks, digest.promises, digest.people) == (
            ["wrote something"],
            (),
            (),
            {},
        )


Statement = tuple[str, Any]


@contextmanager
def noting(session: Session) -> Iterator[list[Statement]]:
    """Statements as they are executed, each with its values."""
    seen: list[Statement] = []

    def note(*values: Any) -> None:
        seen.append((values[2], values[3]))

    event.listen(session, "before_cursor_execute", note)
    yield seen
    event.remove(session, "before_cursor_execute", note)


def recorded(session: Session, count: int) -> list[int]:
    """So many members with something in each part of a digest."""
    found = []
    for number in range(count):
        actor = Actor("", "T0ACME", f"U{count:02d}{number:02d}", zone="UTC")
        wins.log_line(session, actor, LINE, "", MONDAY)
        met(session, MONDAY, '"Maria Lopez" coffee; next: send the deck by friday', actor)
        add(session, "<@U0RUI> sponsor", MONDAY - WEEK, actor)
        member = member_store.find(session, actor)
        assert member is not None
        found.append(member.id)
    return found


def statements(session: Session, count: int) -> int:
    """How many statements gathering takes for so many members."""
    ids = recorded(session, count)
    with noting(session) as seen:
        assert len(digests.gather(session, ids, FRIDAY)) == count
        assert len(nudges.gather(session, ids, FRIDAY)) == count
    return len(seen)


def test_many_members_take_as_many_statements_as_one(session: Session) -> None:
    assert statements(session, 1) == statements(session, 20)


def plan_of(session: Session, work: Callable[[], object]) -> list[str]:
    """The steps by which SQLite does it; none of PostgreSQL, which rightly reads the whole of so small a table."""
    with noting(session) as seen:
        work()
    if session.dialect.name != "sqlite":
        return []
    plans = [session.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values).all() for said, values in seen]
    steps = [step[3] for plan in plans for step in plan]
    assert len(steps) > len(seen)
    return steps


def test_no_statement_reads_what_belongs_to_others(session: Session) -> None:
    """Each table is entered by owner or by id; what is gone through whole is only the list of the batch's ids."""
    ids = recorded(session, 20)
    steps = plan_of(session, lambda: digests.gather(session, ids[:5], FRIDAY))
    assert {step.split()[1] for step in steps if step.startswith("SCAN")} <= {"json_each"}


def test_what_a_digest_tells_is_found_without_reading_the_whole_record(session: Session) -> None:
    """Wins and conversations are entered by a day or a moment, too."""
    ids = recorded(session, 20)
    steps = plan_of(session, lambda: digest_store.read_facts(session, digest_store.list_members(session, ids), FRIDAY))
    by_owner_alone = [step for step in steps if step.endswith("(member_id=?)")]
    assert [step for step in by_owner_alone if " wins " in step or " conversations " in step] == []


def test_seen_now_it_holds_everything_up_to_now(session: Session) -> None:
    win(session, MONDAY)
    win(session, FRIDAY)
    assert len(digests.see_digest(session, ADA, FRIDAY).wins) == 2
    assert ada_of(session).covered_until == MONDAY - SETTLE


def test_who_has_recorded_nothing_has_no_digest_to_see(session: Session) -> None:
    with pytest.raises(Refused, match="not_started"):
        digests.see_digest(session, MAYA, MONDAY)


def test_a_nudge_names_who_is_overdue(session: Session) -> None:
    add(session, '"Rui Costa" sponsor', MONDAY)
    add(session, "<@U0SAM> sponsor", MONDAY + timedelta(days=5))
    member = ada_of(session)
    nudge = nudges.gather(session, [member.id], MONDAY + timedelta(days=9))[member.id]
    assert ([late.stakeholder.name for late in nudge.people], nudge.more) == (["Rui Costa"], 0)


def test_one_that_was_sent_stays_what_it_was_but_for_what_is_done(session: Session) -> None:
    win(session, MONDAY)
    add(session, '"Rui Costa" sponsor', MONDAY)
    add(session, '"Maria Lopez" sponsor', MONDAY)
    plan(session, FRIDAY)
    delivery, digest = begin(session, FRIDAY, discreet=True)
    assert [each.person.name for each in digest.proposals] == ["Rui Costa", "Maria Lopez"]
    later = FRIDAY + 3 * WEEK
    wins.log_line(session, ADA, "won the renewal, $120k", "", later)
    add(session, '"Tom Ford" skip-level', later)
    wins.undo(session, ADA, win(session, later), "", later)
    sent = digests.see_sent(session, ADA, delivery.id)
    assert replace(sent, sent=None, people=digest.people) == digest
    assert sent.said == digest.said
    proposals.tell(session, ADA, *digest.said.pairs[0], "", later)
    done = digests.see_sent(session, ADA, delivery.id)
    assert [each.person.name for each in done.proposals] == ["Maria Lopez"]
    assert done.said == digest.said
    with pytest.raises(Refused, match="not_found"):
        digests.see_sent(session, MAYA, delivery.id)


def test_one_that_was_sent_without_a_note_of_it_is_made_anew(session: Session) -> None:
    win(session, MONDAY)
    plan(session, FRIDAY)
    delivery, digest = begin(session, FRIDAY)
    assert digests.see_sent(session, ADA, delivery.id) == digest


def test_labels_have_the_names_that_slack_told(session: Session) -> None:
    add(session, "<@U0SAM> sponsor", MONDAY)
    met(session, MONDAY, "<@U0PRIYA> coffee")
    for user_id, name in (("U0SAM", "Sam Okafor"), ("U0PRIYA", "Priya Nair")):
        session.execute(update(people).where(people.c.user_id == user_id).values(known_as=name))
    later = MONDAY + timedelta(days=9)
    nudge = nudges.gather(session, [ada_of(session).id], later)[ada_of(session).id]
    digest = digest_of(session, later)
    for late in (*nudge.people, *digest.overdue):
        assert (late.stakeholder.user_id, late.stakeholder.known_as, late.stakeholder.name) == (
            "U0SAM",
            "Sam Okafor",
            "",
        )
    # Whom no label names is not decrypted.
    assert {one.user_id: one.known_as for one in digest.people.values()} == {"U0SAM": "Sam Okafor", "U0PRIYA": ""}


def test_gathering_for_nobody_reads_nothing(session: Session) -> None:
    assert (digests.gather(session, [], FRIDAY), nudges.gather(session, [], FRIDAY)) == ({}, {})
