"""Drafts about oneself, on both databases: of which wins, for whom, and what is asked when one was sent."""

from datetime import datetime, timedelta

import pytest

from bot.domain import summaries as rules
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import read_add_line
from bot.domain.summaries import Audience, Span, SpanKind
from bot.domain.wins import NewWin
from bot.services import stakeholders, summaries, wins
from bot.store import members
from bot.store import summaries as store
from bot.store.database import Session

pytestmark = pytest.mark.both_databases
LINE = "shipped it, p95 800ms -> 480ms <@U0RUI> https://example.com/a #skill"


@pytest.fixture
def told(session: Session, ada: Actor, now: datetime) -> int:
    first = wins.log_line(session, ada, LINE, "1", now).win.id
    wins.log_line(session, ada, "wrote it on 1 sep", "2", now)
    wins.log_new(session, ada, NewWin("led the layoffs", now.date(), private=True), None, "3", now)
    for number, line in enumerate(("<@U0RUI> sponsor", "Maria Lopez manager")):
        stakeholders.add_people(session, ada, read_add_line(line), f"p{number}", now)
    return first


def span(now: datetime, days: int = 7) -> Span:
    return Span(SpanKind.SINCE, now.date() - timedelta(days=days - 1), now.date())


def test_wins_of_the_time_come_with_all_that_is_said_of_them(
    session: Session, ada: Actor, now: datetime, told: int
) -> None:
    member = members.find(session, ada)
    assert member is not None
    (one,) = store.list_counted(session, member.id, span(now))
    assert (one.id, one.links, one.witnesses) == (told, ("https://example.com/a",), ("U0RUI",))
    assert [measure.metric for measure in one.measures] == ["p95"]
    titles = [each.title for each in store.list_counted(session, member.id, span(now, 400))]
    assert titles[1:] == ["wrote it"]


def test_it_is_for_whom_it_is_asked(session: Session, ada: Actor, now: datetime, told: int) -> None:
    assert summaries.ask(session, ada, "", now).audience is Audience.MANAGER
    assert summaries.ask(session, ada, "month for peer", now).audience is Audience.PEER
    for_rui = summaries.ask(session, ada, "for <@U0RUI>", now)
    assert (for_rui.audience, for_rui.user_id) == (Audience.SPONSOR, "U0RUI")
    for_maria = summaries.ask(session, ada, "for maria lopez", now)
    assert for_maria.person is not None
    assert (for_maria.audience, for_maria.person.name, for_maria.user_id) == (Audience.MANAGER, "Maria Lopez", "")
    assert summaries.ask(session, ada, "for <@U0SAM>", now).audience is Audience.PEER
    for_rui_as_peer = summaries.see_changed(
        session, ada, "week|2026-11-01|2026-11-02||U0RUI|", "summary.audience", "peer", now
    )
    assert for_rui_as_peer.audience is Audience.PEER


def test_a_first_name_is_enough_where_one_person_has_it(session: Session, ada: Actor, now: datetime, told: int) -> None:
    found = summaries.ask(session, ada, "for @maria", now).person
    assert found is not None
    assert found.name == "Maria Lopez"
    stakeholders.add_people(session, ada, read_add_line("Maria Stone peer"), "p9", now)
    for line in ("for maria", "for mar", "for lopez"):
        with pytest.raises(Refused, match="summary_person"):
            summaries.ask(session, ada, line, now)


@pytest.mark.parametrize(("line", "code"), [("whatever", "summary_words"), ("for Nobody", "summary_person")])
def test_what_means_nothing_is_refused(
    session: Session, ada: Actor, now: datetime, told: int, line: str, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        summaries.ask(session, ada, line, now)


def test_what_was_sent_is_asked_about_and_may_be_gone(
    session: Session, ada: Actor, maya: Actor, now: datetime, told: int
) -> None:
    asked = summaries.see_sent(session, ada, "week|2026-11-14|2026-11-20||U0RUI|", now)
    assert [win.id for win in asked.wins] == [told]
    assert asked.person is not None
    assert [person.name for person in asked.outside] == ["Maria Lopez"]
    assert summaries.people_of(session, ada, ["U0RUI", "U0SAM"]) == ([asked.person.id], ["U0SAM"])
    wins.log_line(session, maya, "wrote another", "m", now)
    with pytest.raises(Refused, match="sent_nothing"):
        summaries.see_sent(session, maya, f"since|2020-01-01|2020-01-02||U0RUI|{asked.person.id}", now)
    theirs = summaries.see_summary(session, maya, f"since|2020-01-01|2030-01-01||U0RUI|{asked.person.id}", now)
    assert theirs.person is None
    assert theirs.summary is not None
    assert told not in theirs.summary.told


def test_whom_it_was_for_is_offered_though_they_are_archived_since(
    session: Session, ada: Actor, now: datetime, told: int
) -> None:
    draft = summaries.ask(session, ada, "for maria lopez", now)
    assert draft.person is not None
    stakeholders.archive(session, ada, draft.person.id, "a1", now)
    carried = rules.write(draft.asked)
    assert [one.name for one in summaries.see_sent(session, ada, carried, now).outside] == ["Maria Lopez"]
    for_nobody = rules.write(summaries.ask(session, ada, "", now).asked)
    assert summaries.see_sent(session, ada, for_nobody, now).outside == ()


def test_who_has_recorded_nothing_has_no_draft(session: Session, zoe: Actor, now: datetime) -> None:
    with pytest.raises(Refused, match="not_started"):
        summaries.ask(session, zoe, "", now)


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("summary.span", "quarter", SpanKind.QUARTER),
        ("summary.span", "since", SpanKind.WEEK),
        ("summary.since", "2026-09-01", SpanKind.SINCE),
        ("summary.since", "2999-09-01", SpanKind.WEEK),
        ("summary.since", "x", SpanKind.WEEK),
        ("summary.audience", "king", SpanKind.WEEK),
        ("summary.person", "", SpanKind.WEEK),
        ("other", "x", SpanKind.WEEK),
    ],
)
def test_a_choice_changes_what_it_names(
    session: Session, ada: Actor, now: datetime, told: int, field: str, value: str, kind: SpanKind
) -> None:
    draft = summaries.see_changed(session, ada, "", field, value, now)
    assert draft.asked.span.kind is kind


WEEK = "week|2026-11-14|2026-11-20||U0RUI|"


def typed(session: Session, actor: Actor, now: datetime) -> tuple[str, str] | None:
    found = summaries.see_summary(session, actor, WEEK, now).typed
    return None if found is None else (found.asked, found.text)


def test_what_was_typed_last_is_kept_encrypted_with_its_draft_and_for_its_owner_alone(
    session: Session, ada: Actor, maya: Actor, now: datetime, told: int
) -> None:
    assert typed(session, ada, now) is None
    for moment, text in (("1700000001.0", "mine"), ("1700000003.0", "mine now"), ("1700000002.0", "mine n")):
        summaries.keep_typed(session, ada, WEEK, text, moment, now)
    assert typed(session, ada, now) == (WEEK, "mine now")
    raw = session.exec_driver_sql("SELECT text FROM summary_texts").scalar_one()
    assert "mine" not in raw
    wins.log_line(session, maya, "wrote another", "m", now)
    assert typed(session, maya, now) is None
    summaries.keep_typed(session, maya, WEEK, "hers", "1700000009.0", now)
    assert typed(session, ada, now) == (WEEK, "mine now")


def test_a_draft_as_it_was_written_keeps_nothing_and_takes_nothing_of_another_away(
    session: Session, ada: Actor, now: datetime, told: int
) -> None:
    other = "month|2026-10-21|2026-11-20|||"
    summaries.keep_typed(session, ada, WEEK, "", "1700000001.0", now)
    assert typed(session, ada, now) is None
    summaries.keep_typed(session, ada, WEEK, "mine", "1700000002.0", now)
    summaries.keep_typed(session, ada, other, " ", "1700000003.0", now)
    assert typed(session, ada, now) == (WEEK, "mine")
    summaries.keep_typed(session, ada, other, "x" * 9_000, "1700000004.0", now)
    assert typed(session, ada, now) == (other, "x" * 3_000)
    summaries.keep_typed(session, ada, other, "", "1700000005.0", now)
    assert typed(session, ada, now) is None


def test_who_has_recorded_nothing_keeps_nothing(session: Session, zoe: Actor, now: datetime) -> None:
    with pytest.raises(Refused, match="not_started"):
        summaries.keep_typed(session, zoe, WEEK, "mine", "1.0", now)
