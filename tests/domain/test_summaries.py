"""What a self-advocacy paragraph may say: nothing without a win behind it, and at least two sentences."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import summaries, verbs
from bot.domain.measures import Measure
from bot.domain.stakeholders import Relationship
from bot.domain.summaries import (
    Asked,
    Audience,
    Closing,
    CountedWin,
    Coverage,
    Dated,
    Figures,
    Form,
    Linked,
    Others,
    Phrase,
    Result,
    Sentence,
    Span,
    SpanKind,
    Summary,
    Witnessed,
)
from bot.domain.wins import Category

MONDAY = date(2026, 11, 30)
CHURN, NPS = Measure("3%", "churn"), Measure("4 NPS")
P95 = Measure("800ms -> 480ms", "p95", "ms", Decimal(800), Decimal(480), None, "down")


@pytest.mark.parametrize(
    ("title", "form", "words"),
    [
        ("shipped the retry queue", Form.ACTIVE, "shipped the retry queue"),
        ("Shipped the retry queue.", Form.ACTIVE, "shipped the retry queue"),
        ("LED the review!", Form.ACTIVE, "led the review"),
        ("presented to the board", Form.ACTIVE, "presented to the board"),
        ("Promoted to senior engineer", Form.PASSIVE, "promoted to senior engineer"),
        ("invited by the CTO", Form.QUOTED, "invited by the CTO"),
        ("Mentored by Priya", Form.QUOTED, "Mentored by Priya"),
        ("promoted", Form.QUOTED, "promoted"),
        ("accepted the offer", Form.QUOTED, "accepted the offer"),
        ("I shipped it", Form.WHOLE, "I shipped it"),
        ("We shipped it", Form.WHOLE, "we shipped it"),
        ("I’ve shipped it", Form.WHOLE, "I’ve shipped it"),
        ("Retry queue is live", Form.QUOTED, "Retry queue is live"),
        ("Improved onboarding is live", Form.QUOTED, "Improved onboarding is live"),
        ("Ship the retry queue", Form.ACTIVE, "shipped the retry queue"),
        ("shipping the retry queue", Form.ACTIVE, "shipped the retry queue"),
        ("SHIPPED the retry queue", Form.ACTIVE, "shipped the retry queue"),
        ("SHIPPED THE RETRY QUEUE", Form.QUOTED, "SHIPPED THE RETRY QUEUE"),
        ("Improve onboarding", Form.ACTIVE, "improved onboarding"),
        ("Design the onboarding", Form.ACTIVE, "designed the onboarding"),
        ("Design review with Priya", Form.QUOTED, "Design review with Priya"),
        ("Test coverage up 20%", Form.QUOTED, "Test coverage up 20%"),
        ("Training for the team", Form.QUOTED, "Training for the team"),
        ("Shipping costs cut by 30%", Form.QUOTED, "Shipping costs cut by 30%"),
        ("Rebuilt pipeline saved $30k", Form.QUOTED, "Rebuilt pipeline saved $30k"),
        ("Led the team that delivered the API", Form.ACTIVE, "led the team that delivered the API"),
        ("fixed the bug reported by QA", Form.ACTIVE, "fixed the bug reported by QA"),
        ("wrote docs, fixed tests", Form.ACTIVE, "wrote docs, fixed tests"),
        ("shipped it and migrated users", Form.ACTIVE, "shipped it and migrated users"),
        ("shipped it and migrate the users", Form.QUOTED, "shipped it and migrate the users"),
        ("ship it and migrate users", Form.QUOTED, "ship it and migrate users"),
        ("lead the team and mentor two juniors", Form.QUOTED, "lead the team and mentor two juniors"),
        ("deployed to prod by <@U0PRIYA>", Form.QUOTED, "deployed to prod by <@U0PRIYA>"),
        ("fixed the bug reported by <@U0PRIYA>", Form.ACTIVE, "fixed the bug reported by <@U0PRIYA>"),
        ("shipped the retry queue?", Form.QUOTED, "shipped the retry queue?"),
        ("improve onboarding and cut churn", Form.ACTIVE, "improved onboarding and cut churn"),
        ("ship it and the docs", Form.ACTIVE, "shipped it and the docs"),
        ("ship it and yeet the old one", Form.QUOTED, "ship it and yeet the old one"),
        ("Successfully migrated the database", Form.ACTIVE, "successfully migrated the database"),
        ("Successfully", Form.QUOTED, "Successfully"),
        ("was promoted to lead", Form.PASSIVE, "promoted to lead"),
        ("was ill", Form.QUOTED, "was ill"),
        ("found a bug", Form.ACTIVE, "found a bug"),
        ("i shipped it", Form.WHOLE, "I shipped it"),
        ("will ship the retry queue", Form.QUOTED, "will ship the retry queue"),
        ("Weather report", Form.QUOTED, "Weather report"),
        ("shipped", Form.QUOTED, "shipped"),
        ("", Form.QUOTED, ""),
    ],
)
def test_a_title_of_any_tense_becomes_a_correct_sentence(title: str, form: Form, words: str) -> None:
    assert summaries.first_person(title) == Phrase(form, words)


def over(kind: SpanKind = SpanKind.WEEK, weeks: int = 0) -> Span:
    return Span(kind, MONDAY, MONDAY + timedelta(days=6 + 7 * weeks))


IRREGULAR = {
    "build": "built", "bring": "brought", "catch": "caught", "drive": "drove", "find": "found", "give": "gave",
    "grow": "grew", "hold": "held", "keep": "kept", "lead": "led", "make": "made", "meet": "met", "run": "ran",
    "sell": "sold", "send": "sent", "take": "took", "teach": "taught", "win": "won", "write": "wrote", "cut": "cut",
    "ship": "shipped", "plan": "planned", "deliver": "delivered", "edit": "edited", "open": "opened",
    "unify": "unified", "deploy": "deployed", "study": "studied", "share": "shared", "host": "hosted",
    "oversee": "oversaw", "speak": "spoke", "rewrite": "rewrote", "begin": "began", "fix": "fixed",
}  # fmt: skip
DOING = {
    "ship": "shipping", "plan": "planning", "cut": "cutting", "run": "running", "win": "winning", "make": "making",
    "begin": "beginning", "oversee": "overseeing", "study": "studying", "deliver": "delivering", "open": "opening",
}  # fmt: skip


@pytest.mark.parametrize(("verb", "past"), IRREGULAR.items())
def test_verbs_have_their_past_tense(verb: str, past: str) -> None:
    assert verbs.PAST_OF[verb] == past
    assert summaries.first_person(f"{verb.capitalize()} the thing") == Phrase(Form.ACTIVE, f"{past} the thing")


@pytest.mark.parametrize(("verb", "doing"), DOING.items())
def test_verbs_have_their_form_in_ing(verb: str, doing: str) -> None:
    assert summaries.first_person(f"{doing} the thing").words == f"{verbs.PAST_OF[verb]} the thing"


SOME_WORDS = (
    *verbs.PAST_OF,
    *verbs.DOING,
    *verbs.ACTIVE,
    "the",
    "queue",
    "and",
    "was",
    "promoted",
    "to",
    "by",
    "it",
    "I",
)


@given(
    st.lists(st.sampled_from(SOME_WORDS) | st.text(max_size=8), max_size=7),
    st.sampled_from([str, str.upper, str.title]),
)
def test_any_title_is_quoted_as_typed_or_begins_with_a_known_form(words: list[str], cased: Any) -> None:
    title = cased(" ".join(words))
    phrase = summaries.first_person(title)
    match phrase.form:
        case Form.ACTIVE:
            first, second, *_ = phrase.words.split(" ", 2)
            assert first in verbs.ACTIVE or second in verbs.ACTIVE
        case Form.PASSIVE:
            assert phrase.words.startswith("promoted ")
        case Form.WHOLE:
            assert phrase.words.startswith(("I", "we"))
        case _:
            assert phrase.words in title


def win(id_: int, title: str = "wrote it", **values: Any) -> CountedWin:
    return CountedWin(id_, title, MONDAY + timedelta(days=1), **values)


def sentences(*wins: CountedWin) -> tuple[Sentence, ...]:
    summary = summaries.compose(wins, over())
    assert summary is not None
    *said, closing = summary.sentences
    assert closing == Closing(summary.told)
    return tuple(said)


def test_without_a_win_nothing_is_said() -> None:
    assert summaries.compose((), over()) is None


def test_one_bare_win_gets_its_date_as_a_second_sentence() -> None:
    assert sentences(win(1)) == (
        Result(1, Phrase(Form.ACTIVE, "wrote it"), None),
        Dated(1, MONDAY + timedelta(days=1)),
    )
    assert [each.win_ids for each in sentences(win(1))] == [(1,), (1,)]


def test_what_is_known_of_the_wins_is_said() -> None:
    told = sentences(
        win(1, category=Category.SKILL),
        win(2, category=Category.SKILL, witnesses=("U1", "U2", "U3")),
        win(3, category=Category.PERFORMANCE, witnesses=("U3", "U4", "U5")),
        win(4, "shipped it, p95 800ms -> 480ms", measures=(P95,)),
        win(5),
    )
    assert told == (
        Result(4, Phrase(Form.ACTIVE, "shipped it"), P95),
        Result(3, Phrase(Form.ACTIVE, "wrote it"), None),
        Result(2, Phrase(Form.ACTIVE, "wrote it"), None),
        Others((1, 5)),
        Witnessed((3, 2), ("U3", "U4", "U5", "U1"), 1, of_all=False),
    )


@pytest.mark.parametrize(
    ("title", "measures", "shown", "apart"),
    [
        ("shipped it, p95 800ms -> 480ms", (P95,), "shipped it", (P95,)),
        ("shipped it (800ms -> 480ms", (P95,), "shipped it", (P95,)),
        ("shipped it (p95 800ms -> 480ms).", (P95,), "shipped it", (P95,)),
        ("shipped it (on web, p95 800ms -> 480ms)", (P95,), "shipped it (on web, p95 800ms -> 480ms)", ()),
        ("p95 800ms -> 480ms", (P95,), "p95 800ms -> 480ms", ()),
        ("took p95 800ms -> 480ms on mobile", (P95,), "took p95 800ms -> 480ms on mobile", ()),
        ("took p95 and p95 800ms -> 480ms", (P95,), "took p95 and p95 800ms -> 480ms", ()),
        ("800ms -> 480ms", (P95,), "800ms -> 480ms", ()),
        ("shipped it", (P95,), "shipped it", (P95,)),
        ("cut P95", (P95,), "cut P95", (replace(P95, metric=""),)),
        ("shipped it", (Measure("", "p95"),), "shipped it", (Measure("", "p95"),)),
        ("shipped  it,\n30%", (Measure("30%"),), "shipped it", (Measure("30%"),)),
        ("cut costs by 30%", (Measure("30%"),), "cut costs by 30%", ()),
        ("shipped it: p95 800ms -> 480ms, churn 3% and 4 NPS", (P95, CHURN, NPS), "shipped it", (P95, CHURN, NPS)),
        ("p95 800ms -> 480ms, churn 3% and 4 NPS", (P95, CHURN, NPS), "p95 800ms -> 480ms, churn 3% and 4 NPS", ()),
        ("cut churn 3% for all, 4 NPS", (CHURN, NPS), "cut churn 3% for all, 4 NPS", ()),
        ("cut churn 3% for all", (CHURN, P95), "cut churn 3% for all", (P95,)),
    ],
)
def test_a_number_at_the_end_of_a_title_is_told_apart_from_it(
    title: str, measures: tuple[Measure, ...], shown: str, apart: tuple[Measure, ...]
) -> None:
    assert summaries.split_title(win(1, title, measures=measures)) == (shown, apart)


@given(
    wins=st.lists(
        st.builds(
            CountedWin,
            st.integers(1, 50),
            st.text(max_size=30),
            st.dates(MONDAY, MONDAY + timedelta(days=6)),
            st.none() | st.sampled_from(Category),
            st.sampled_from([(), (P95,)]),
            st.sampled_from([(), ("https://a.example",)]),
            st.lists(st.sampled_from(["U1", "U2", "U3", "U4", "U5", "U6"]), unique=True).map(tuple),
            st.booleans(),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda one: one.id,
    ),
    audience=st.sampled_from(Audience),
    kind=st.sampled_from(SpanKind),
)
def test_every_sentence_has_a_win_behind_it(wins: list[CountedWin], audience: Audience, kind: SpanKind) -> None:
    summary = summaries.compose(wins, over(kind), audience)
    known = {one.id: one for one in wins if not one.private}
    if not known:
        assert summary is None
        return
    assert summary is not None
    assert len(summary.sentences) >= 3
    for sentence in summary.sentences:
        assert sentence.win_ids
        assert known.keys() >= set(sentence.win_ids)
        assert holds(sentence, [known[id_] for id_ in sentence.win_ids])


def holds(sentence: Sentence, behind: Sequence[CountedWin]) -> bool:
    """Whether these wins say what the sentence says."""
    match sentence:
        case Result():
            return sentence.measure is None or sentence.measure in behind[0].measures
        case Dated():
            return sentence.happened_on == behind[0].happened_on
        case Linked():
            return all(one.links for one in behind)
        case Figures():
            return set(sentence.measures) <= {measure for one in behind for measure in one.measures}
        case Witnessed():
            return set(sentence.user_ids) <= {who for one in behind for who in one.witnesses}
        case Coverage():
            return {family for family, _ in sentence.families} == {one.category for one in behind}
        case _:
            return True


def told_by(summary: Summary | None) -> tuple[Sentence, ...]:
    assert summary is not None
    return summary.sentences


def test_each_reader_hears_what_they_care_about() -> None:
    wins = (
        win(1, "wrote the guide", witnesses=("U1",), category=Category.LEADERSHIP),
        win(2, "won the deal", measures=(Measure("$120k", "", "$", change=Decimal(120_000)),), links=("https://a",)),
        win(3, "cut the wait", measures=(P95,)),
        win(4, "ran the day", witnesses=("U1", "U2", "U3"), category=Category.SKILL),
    )
    told = {audience: told_by(summaries.compose(wins, over(), audience)) for audience in Audience}
    assert [type(one) for one in told[Audience.MANAGER]] == [Result, Result, Result, Others, Linked, Witnessed, Closing]
    assert [type(one) for one in told[Audience.SKIP_LEVEL]] == [Result, Result, Others, Coverage, Witnessed, Closing]
    assert [type(one) for one in told[Audience.SPONSOR]] == [Result, Result, Figures, Coverage, Closing]
    assert [type(one) for one in told[Audience.PEER]] == [Result, Result, Witnessed, Closing]
    first = {audience: sentences[0].win_ids for audience, sentences in told.items()}
    assert first == {Audience.MANAGER: (2,), Audience.SKIP_LEVEL: (3,), Audience.SPONSOR: (2,), Audience.PEER: (4,)}


@pytest.mark.parametrize(("kind", "count"), [(SpanKind.WEEK, 3), (SpanKind.MONTH, 4), (SpanKind.QUARTER, 5)])
def test_a_longer_time_tells_more(kind: SpanKind, count: int) -> None:
    summary = summaries.compose([win(id_) for id_ in range(1, 9)], over(kind))
    assert summary is not None
    assert len(summary.told) == count


@pytest.mark.parametrize(
    ("relationship", "audience"),
    [
        (Relationship.MANAGER, Audience.MANAGER),
        (Relationship.SKIP_LEVEL, Audience.SKIP_LEVEL),
        (Relationship.MENTOR, Audience.SPONSOR),
        (Relationship.REPORT, Audience.PEER),
    ],
)
def test_a_person_is_written_to_as_what_they_are(relationship: Relationship, audience: Audience) -> None:
    assert summaries.audience_of(relationship) is audience


TODAY = date(2026, 12, 4)
WEEK = Span(SpanKind.WEEK, date(2026, 11, 28), TODAY)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("", Asked(WEEK)),
        ("this week", Asked(WEEK)),
        ("Month", Asked(Span(SpanKind.MONTH, date(2026, 11, 5), TODAY))),
        ("quarter for my sponsor", Asked(Span(SpanKind.QUARTER, date(2026, 9, 5), TODAY), Audience.SPONSOR)),
        ("for skip level", Asked(WEEK, Audience.SKIP_LEVEL)),
        ("since 1 sep for <@U0MAYA|maya>", Asked(Span(SpanKind.SINCE, date(2026, 9, 1), TODAY), user_id="U0MAYA")),
        ("since monday", Asked(Span(SpanKind.SINCE, date(2026, 11, 30), TODAY))),
        ("for @Maria Lopez", Asked(WEEK, name="Maria Lopez")),
        ("q3", Asked(Span(SpanKind.BETWEEN, date(2026, 7, 1), date(2026, 9, 30)))),
        ("2026", Asked(Span(SpanKind.BETWEEN, date(2026, 1, 1), TODAY))),
        ("next year", None),
        ("2027", None),
        ("since 2027-01-01", None),
        ("since", None),
        ("since tomato", None),
        ("for", None),
        ("whatever", None),
    ],
)
def test_a_line_says_of_when_and_for_whom(line: str, asked: Asked | None) -> None:
    assert summaries.parse(line, TODAY, 0) == asked


@pytest.mark.parametrize("moment", ["", "x", "2026-12-04T14:00:00", "0001-01-01T00:00:00+14:00"])
def test_a_bent_moment_is_none(moment: str) -> None:
    assert summaries.read(f"week|2026-11-28|2026-12-04||||{moment}", TODAY) == Asked(WEEK)


def test_from_when_on_a_digest_told_comes_back() -> None:
    asked = Asked(replace(WEEK, after=datetime(2026, 11, 28, 14, 0, 0, 5, UTC)), Audience.PEER)
    assert summaries.read(summaries.write(asked), TODAY) == asked


def test_what_is_carried_comes_back() -> None:
    asked = Asked(Span(SpanKind.SINCE, date(2026, 9, 1), TODAY), Audience.PEER, "U1", stakeholder_id=7)
    assert summaries.read(summaries.write(asked), TODAY) == asked


@pytest.mark.parametrize(
    "written",
    ["", "x", "week|a|b", "since|2026-12-04|2026-12-01|||", "week|2026-12-01|", "|" * 20, "bad|2026-12-01|2026-12-02"],
)
def test_what_is_bent_means_the_last_week(written: str) -> None:
    assert summaries.read(written, TODAY) == Asked(WEEK)


@pytest.mark.parametrize("id_", ["9" * 40, "-1", "x", "²"])
def test_a_bent_id_is_nobody(id_: str) -> None:
    assert summaries.read(f"week|2026-11-28|2026-12-04|king|U0|{id_}", TODAY) == Asked(WEEK, user_id="U0")


def test_weeks_are_counted_through_so_that_each_is_worded_by_its_number() -> None:
    variants = [summaries.compose([win(1)], over(weeks=week)) for week in range(3)]
    assert [one.variant - variants[0].variant for one in variants if one and variants[0]] == [0, 1, 2]


@pytest.mark.parametrize("values", [{"private": True}, {"sample": True}])
def test_what_is_not_for_others_is_in_no_sentence(values: dict[str, bool]) -> None:
    hidden = [
        win(id_, f"led the layoffs {id_}", category=Category.SKILL, witnesses=("U9",), **values) for id_ in (2, 3)
    ]
    told = win(1, "shipped the queue")
    assert summaries.compose((told, *hidden), over()) == summaries.compose((told,), over())
    assert summaries.compose(hidden, over()) is None
