"""Wins as their owner finds them, on both databases."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from bot.domain import measures
from bot.domain.evidence import Captured
from bot.domain.find_form import Form
from bot.domain.finding import Kind, Query
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import read_add_line
from bot.domain.wins import NewWin, Win
from bot.services import evidence, finding, members, stakeholders, wins
from bot.store.database import Session
from bot.store.tables import awareness, praise
from bot.store.tables import evidence as evidence_table
from bot.store.tables import members as members_table

pytestmark = pytest.mark.both_databases

MESSAGE = Captured("C0GENERAL", "1763600000.000100", author="U0MAYA", snapshot="Thanks to Ada the queue is Stable")


def log(session: Session, actor: Actor, text: str, now: datetime) -> Win:
    return wins.log_line(session, actor, text, "", now).win


def found(session: Session, actor: Actor, text: str, now: datetime) -> list[int]:
    page = finding.find_text(session, actor, text, 0, now)
    assert page.total == len(page.wins)
    return [win.id for win in page.wins]


def test_a_win_is_found_by_what_its_number_measures(session: Session, ada: Actor, now: datetime) -> None:
    (measure,) = measures.find_measures("build time 30 min -> 12 min")
    (spelled,) = measures.find_measures("spend of 120 EUR")
    fast = wins.log_new(session, ada, NewWin("Made CI fast", now.date(), measures=(measure,)), None, "", now).win
    dear = wins.log_new(session, ada, NewWin("Moved the docs", now.date(), measures=(spelled,)), None, "", now).win
    for text, expected in (("build time", [fast.id]), ("12 min", [fast.id]), ("spend", [dear.id]), ("built time", [])):
        assert found(session, ada, text, now) == expected


def test_words_are_found_wherever_they_stand(session: Session, ada: Actor, now: datetime) -> None:
    queue = log(session, ada, "shipped the Retry queue, p95 800ms -> 480ms #reliability https://acme.io/42", now)
    quoted = wins.log_new(session, ada, NewWin("Praised", now.date(), "für alle"), MESSAGE, "", now).win
    session.execute(
        update(evidence_table)
        .where(evidence_table.c.win_id == quoted.id)
        .values(later_snapshot="since edited", speaker="Jörg", label="the label")
    )
    other = log(session, ada, "wrote the handbook #leadership", now)
    for text, expected in (
        ("", [other.id, quoted.id, queue.id]),
        ("retry", [queue.id]),
        ("QUEUE reliability", [queue.id]),
        ("acme.io/42", [queue.id]),
        ("480ms", [queue.id]),
        ("stable", [quoted.id]),
        ("edited label", [quoted.id]),
        ("JO\u0308RG", [quoted.id]),
        ("FÜR", [quoted.id]),
        ("queue", [quoted.id, queue.id]),
        ('"retry queue"', [queue.id]),
        ('"queue retry"', []),
        ("queue nonsense", []),
        ("retry handbook", []),
        ("#leadership", [other.id]),
        ("category:leadership handbook", [other.id]),
        ("#Reliability queue", [queue.id]),
        ("#reliability #other", []),
    ):
        assert found(session, ada, text, now) == expected, text


def test_wins_are_found_by_day_state_and_what_they_lack(session: Session, ada: Actor, now: datetime) -> None:
    stakeholders.add_people(session, ada, read_add_line("<@U0PRIYA> sponsor"), "", now)
    bare = log(session, ada, "wrote it on 2026-09-03", now)
    number = log(session, ada, "cut it 30% https://acme.io on 2026-10-05", now)
    known = log(session, ada, "showed it <@U0PRIYA>", now)
    private = wins.log_new(session, ada, NewWin("kept to myself", now.date(), private=True), None, "", now).win
    draft = evidence.draft_by_reaction(session, ada, MESSAGE, "1763600001.1", "", now).win
    assert draft is not None
    gone = log(session, ada, "gone", now)
    wins.undo(session, ada, gone.id, "", now)
    for text, expected in (
        ("september", [bare.id]),
        ("last month", [number.id]),
        ("kept before october", [bare.id]),
        ("since 2026-10-06 kept", [private.id, known.id]),
        ("draft", [draft.id]),
        ("private", [private.id]),
        ("deleted", [gone.id]),
        ("deleted september", []),
        ("kept without a number", [private.id, known.id, bare.id]),
        ("without evidence", [private.id, known.id, bare.id]),
        ("known to nobody", [number.id, bare.id]),
        ("known to nobody kept", [number.id, bare.id]),
        ("known to nobody private", [private.id]),
        ("known to nobody drafts", [draft.id]),
        ("known to nobody deleted", [gone.id]),
        ("from 2026-10-05 to 2026-10-05 cut", [number.id]),
    ):
        assert found(session, ada, text, now) == expected, text


def test_wins_are_found_by_whoever_has_to_do_with_them(session: Session, ada: Actor, now: datetime) -> None:
    for line in ("<@U0PRIYA> sponsor", "Maria Lopez mentor"):
        stakeholders.add_people(session, ada, read_add_line(line), "", now)
    member = members.require(session, ada)
    there = log(session, ada, "one <@U0SAM>", now)
    told = log(session, ada, "two", now)
    praised = log(session, ada, "three", now)
    written = wins.log_new(session, ada, NewWin("four", now.date()), MESSAGE, "", now).win
    named = log(session, ada, "helped Maria with it", now)
    for win, stakeholder in ((told, 1), (told, 2)):
        session.execute(
            insert(awareness).values(
                member_id=member.id,
                win_id=win.id,
                stakeholder_id=stakeholder,
                how="told",
                since=now.date(),
                created_at=now,
            )
        )
    for who, live in (("U0LEO", True), ("U0RUI", False)):
        session.execute(
            insert(praise).values(member_id=member.id, win_id=praised.id, user_id=who, live=live, created_at=now)
        )
    quote = {"member_id": member.id, "win_id": praised.id, "kind": "quote", "snapshot": "well", "created_at": now}
    session.execute(insert(evidence_table), [quote | {"speaker": who} for who in ("<@U0IDA>", "somebody else")])
    for text, expected in (
        ("<@U0IDA>", [praised.id]),
        ("<@U0IDA> <@U0SAM>", []),
        ("<@U0SAM>", [there.id]),
        ("by <@U0PRIYA|priya>", [told.id]),
        ("<@U0LEO>", [praised.id]),
        ("<@U0RUI>", []),
        ("<@U0MAYA>", [written.id]),
        ("<@U0MAYA> <@U0SAM>", []),
        ("@maria", [named.id, told.id]),
        ('person:"Lopez Maria"', [told.id]),
        ("@maria two", [told.id]),
        ("@nobody", []),
    ):
        assert found(session, ada, text, now) == expected, text


def test_pages_hold_ten_newest_first_and_end_with_the_last(session: Session, ada: Actor, now: datetime) -> None:
    logged = [log(session, ada, f"shipped part {day} on 2026-11-{day:02d}", now) for day in range(1, 13)]
    for text in ("", "shipped", "since 2026-01-01"):
        pages = [finding.find_text(session, ada, text, offset, now) for offset in (0, 10, 20, 999_999_999)]
        assert [[win.happened_on.day for win in page.wins] for page in pages] == [
            [12, 11, 10, 9, 8, 7, 6, 5, 4, 3],
            *[[2, 1]] * 3,
        ]
        assert {(page.total, page.today) for page in pages} == {(12, date(2026, 11, 20))}
        assert [page.offset for page in pages] == [0, 10, 10, 10]
    for win in logged[:2]:
        wins.undo(session, ada, win.id, "", now)
    page = finding.find_text(session, ada, "shipped", 10, now)
    assert (page.offset, page.total, len(page.wins)) == (0, 10, 10)
    empty = finding.find_text(session, ada, "nonsense", 40, now)
    assert (empty.offset, empty.total, empty.wins) == (0, 0, ())


def test_deleted_wins_are_listed_apart_for_thirty_days(session: Session, ada: Actor, now: datetime) -> None:
    first, second, stays = (log(session, ada, f"shipped {name}", now) for name in ("one", "two", "three"))
    wins.undo(session, ada, first.id, "", now)
    wins.undo(session, ada, second.id, "", now + timedelta(days=2))
    later = now + timedelta(days=29)
    assert found(session, ada, "deleted", later) == [second.id, first.id]
    assert found(session, ada, "deleted one", later) == [first.id]
    assert found(session, ada, "deleted", now + timedelta(days=31)) == [second.id]
    assert found(session, ada, "shipped", later) == [stays.id]


def test_a_query_of_the_form_is_found_and_cut_to_what_buttons_carry(
    session: Session, ada: Actor, now: datetime
) -> None:
    win = log(session, ada, "shipped it", now)
    page = finding.find_typed(session, ada, Form(words="shipped", kind=Kind.KEPT), now)
    assert ([each.id for each in page.wins], page.cut) == ([win.id], False)
    assert finding.find_typed(session, ada, Form(words=" ".join(f"word{n}" for n in range(500))), now).cut
    assert finding.find_text(session, ada, "same " * 601, 0, now).cut
    assert not finding.find_text(session, ada, "same " * 600, 0, now).cut
    assert finding.see_query(session, ada, "today", now) == Query(since=date(2026, 11, 20), until=date(2026, 11, 20))


def test_many_wins_are_searched_in_several_statements(
    session: Session, ada: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.finding._AT_A_TIME", 2)
    logged = [
        wins.log_new(
            session,
            ada,
            NewWin("x", now.date()),
            Captured("C0GENERAL", f"1763600000.{n:06}", author="U0MAYA", snapshot=f"word{n % 2}"),
            "",
            now,
        ).win
        for n in range(5)
    ]
    assert found(session, ada, "word0", now) == [logged[n].id for n in (4, 2, 0)]


def test_others_find_nothing_of_it(session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime) -> None:
    stakeholders.add_people(session, ada, read_add_line("Maria Lopez mentor"), "", now)
    win = log(session, ada, "shipped the secret #hidden <@U0SAM> 30%", now)
    wins.log_new(session, ada, NewWin("saved", now.date()), MESSAGE, "", now)
    deleted = log(session, ada, "undone", now)
    wins.undo(session, ada, deleted.id, "", now)
    for other in (maya, zoe, Actor("", "T0OTHER", "U0ADA"), Actor("E0X", "T0ACME", "U0ADA")):
        with pytest.raises(Refused, match="not_started"):
            finding.find_text(session, other, "secret", 0, now)
        mine = log(session, other, "my own", now)
        assert found(session, other, "", now) == [mine.id]
        for text in ("secret", "#hidden", "<@U0SAM>", "@maria", "stable", "deleted", "undone"):
            assert found(session, other, text, now) == [], text
    assert win.id in found(session, ada, "secret", now)


def test_drafts_are_counted_apart_and_an_empty_page_says_what_to_leave_out(
    session: Session, ada: Actor, now: datetime
) -> None:
    log(session, ada, "stable at last #infra", now)
    evidence.draft_by_reaction(session, ada, MESSAGE, "1763600001.1", "", now)
    for text, total, drafts in (("", 2, 1), ("stable", 2, 1), ("last", 1, 0), ("draft", 1, 0), ("kept", 1, 0)):
        page = finding.find_text(session, ada, text, 0, now)
        assert (page.total, page.drafts, page.looser) == (total, drafts, ()), text
    empty = finding.find_text(session, ada, "#infra private without a number", 0, now)
    assert (empty.total, empty.drafts) == (0, 0)
    assert empty.looser == ((Query(private=True), 1),)
    assert finding.find_text(session, ada, "nonsense #infra", 0, now).looser == ((Query(words=("nonsense",)), 1),)


def test_this_week_is_the_members_own(session: Session, ada: Actor, now: datetime) -> None:
    log(session, ada, "shipped it", now)
    session.execute(update(members_table).values(first_weekday=6))
    week = Query(since=date(2026, 11, 15), until=date(2026, 11, 21))
    assert finding.see_query(session, ada, "this week", now) == week
    assert finding.find_text(session, ada, "this week", 0, now).query == week
