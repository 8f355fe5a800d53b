"""What fits whom, what is strongest, and the question to begin with: settled for the day, never asked twice running."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import preps, proposals
from bot.domain.awareness import WinLine
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.preps import Asked, Interests, Pick, Question, Untold
from bot.domain.proposals import Tellable
from bot.domain.stakeholders import Relationship, Stakeholder, Standing, State
from bot.domain.wins import Category

TODAY = date(2026, 11, 20)
FINE = Standing(State.FINE, 3, 0, 0.0, never_talked=False)
SILENT = Standing(State.OVERDUE, 80, 20, 0.5, never_talked=False)
NEW = Standing(State.DUE, 0, 0, 0.0, never_talked=True)
NOTHING = Interests({}, {})


def untold(number: int, title: str = "did it", days: int = 0, category: Category | None = None, **more: Any) -> Untold:
    weight = {name: more.pop(name) for name in ("measured", "proven", "witnesses") if name in more}
    on = TODAY - timedelta(days=days)
    return Untold(WinLine(number, title, on, category), Tellable(number, on, category, **weight), **more)


@pytest.mark.parametrize(
    "forms",
    [
        ("reliability", "reliable", "Reliability"),
        ("migration", "migrate", "migrated", "migrations", "migrating"),
        ("hiring", "hire", "hired", "hires"),
        ("cost", "costs"),
        ("shipped", "shipping", "ship", "ships"),
        ("leadership", "leader", "leading", "lead"),
        ("latency", "latencies"),
        ("performance", "perform"),
        ("security", "secure", "secured"),
        ("customer", "customers"),
        ("testing", "test", "tests"),
        ("mentoring", "mentor", "mentorship", "mentors"),
        ("ai", "AI"),
        ("müller", "MÜLLER"),
    ],
)
def test_forms_of_one_word_share_their_stem(forms: tuple[str, ...]) -> None:
    assert len({preps.stem(form) for form in forms}) == 1


def test_different_words_do_not() -> None:
    words = ("cost", "coast", "queue", "quality", "user", "usage", "review", "revenue", "call", "skill", "process")
    assert len({preps.stem(word) for word in words}) == len(words)


def test_interests_are_the_words_that_mean_something_and_categories() -> None:
    found = preps.read_interests("She really cares about the reliability of on-call, costs; and leadership <@U0RUI>!")
    assert list(found.stems.values())[:4] == ["reliability", "call", "costs", "leadership"]
    assert found.categories == {Category.LEADERSHIP: "leadership"}
    assert preps.read_interests("") == NOTHING
    assert preps.read_interests("and, the; what they want") == NOTHING
    assert len(preps.read_interests(" ".join(f"word{chr(97 + n)}x" for n in range(26))).stems) == preps.WORDS_MATCHED


def test_a_win_fits_by_its_words_its_tags_and_its_category_and_the_reason_is_as_typed() -> None:
    interests = preps.read_interests("Reliability, hiring, leadership")
    assert preps.fits(interests, untold(1, "made the queue reliable")) == ("Reliability",)
    assert preps.fits(interests, untold(1, "it", impact="we hired two")) == ("hiring",)
    assert preps.fits(interests, untold(1, "it", tags=("reliability",))) == ("Reliability",)
    assert preps.fits(interests, untold(1, "hired a lead, reliably", category=Category.LEADERSHIP)) == (
        "Reliability",
        "hiring",
        "leadership",
    )
    assert preps.fits(interests, untold(1, "cut the bill", category=Category.SKILL)) == ()
    assert preps.fits(interests, untold(1, "led the bid", category=Category.LEADERSHIP)) == ("leadership",)


def test_what_fits_most_interests_comes_first_and_then_the_strongest() -> None:
    interests = preps.read_interests("reliability, cost")
    wins = [
        untold(1, "anything", measured=True, proven=True),
        untold(2, "reliable", days=200),
        untold(3, "reliable at half the cost", days=300),
        untold(4, "costs", measured=True),
        untold(5, "reliably", days=400),
        untold(6, "else"),
    ]
    assert [(pick.line.id, pick.fits) for pick in preps.choose(interests, wins, TODAY)] == [
        (3, ("reliability", "cost")),
        (4, ("cost",)),
        (2, ("reliability",)),
        (1, ()),
    ]
    assert [pick.line.id for pick in preps.choose(NOTHING, wins, TODAY)] == [1, 4, 6, 2]


def test_what_is_meant_for_them_counts_as_it_does_among_next_conversations() -> None:
    wins = [untold(1, measured=True), untold(2, days=200, wished=True), untold(3)]
    picks = preps.choose(NOTHING, wins, TODAY)
    assert [(pick.line.id, pick.wished) for pick in picks] == [(2, True), (1, False), (3, False)]


words = st.text("abcdefghiklmnoprstuvwy ", max_size=30)
wins = st.lists(
    st.builds(
        untold,
        st.integers(1, 10**6),
        words,
        st.integers(0, 900),
        st.sampled_from([None, *Category]),
        impact=words,
        measured=st.booleans(),
        proven=st.booleans(),
        witnesses=st.integers(0, 5),
        wished=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda win: win.line.id,
)


@given(words, wins, st.randoms())
def test_the_choice_is_the_same_in_whatever_order_and_every_reason_is_an_interest(
    typed: str, untold_wins: list[Untold], source: object
) -> None:
    interests = preps.read_interests(typed)
    chosen = preps.choose(interests, untold_wins, TODAY)
    shuffled = list(untold_wins)
    source.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis types its source as object
    assert preps.choose(interests, shuffled, TODAY) == chosen
    assert len(chosen) == min(preps.PICKS, len(untold_wins))
    assert {pick.line.id for pick in chosen} <= {win.line.id for win in untold_wins}
    assert {word for pick in chosen for word in pick.fits} <= set(preps.words_of(typed))
    fitting = [bool(pick.fits) for pick in chosen]
    assert any(fitting) == any(preps.fits(interests, win) for win in untold_wins)
    assert fitting[: sum(fitting[: preps.FITTING])] == [True] * sum(fitting[: preps.FITTING])


@given(wins)
def test_the_strongest_is_what_next_conversations_would_tell_them(untold_wins: list[Untold]) -> None:
    rui = Stakeholder(1, Relationship.SPONSOR, TODAY, 1, user_id="U0RUI", decider=True, influence=3)
    meant = [(each.line.id, 1) for each in untold_wins if each.wished]
    record = proposals.Record(people=(rui,), wins=tuple(each.win for each in untold_wins), wishes=meant)
    proposed = [each.win_id for each in map(topic, proposals.Ranking(record, TODAY).picked)]
    picks = preps.choose(NOTHING, untold_wins, TODAY)
    assert proposed == [pick.line.id for pick in picks[:1]]


def topic(chosen: proposals.Shortlisted) -> proposals.Proposal:
    return proposals.topic(chosen, proposals.fitting(proposals.Interests(), {}))


@given(wins, st.integers(1, 11))
def test_older_wins_are_left_unread_only_where_they_cannot_be_among_the_strongest(
    untold_wins: list[Untold], many: int
) -> None:
    newest = sorted((replace(each, wished=False) for each in untold_wins), key=lambda each: each.line.happened_on)[::-1]
    latest, older = newest[:many], newest[many:]
    best = preps.choose(NOTHING, newest, TODAY)
    if preps.settled(latest, TODAY):
        assert preps.choose(NOTHING, latest, TODAY) == best
    found = preps.strongest([(each.win, False) for each in older], TODAY)
    with_strong = [*latest, *(each for each in older if each.line.id in found)]
    assert preps.choose(NOTHING, with_strong, TODAY) == best


# The question


def promise(number: int, kind: FollowUpKind, text: str, due_on: date | None = None) -> FollowUp:
    return FollowUp(number, kind, text, due_on)


THEIRS = promise(1, FollowUpKind.THEIRS, "the intro to finance")
MINE = promise(2, FollowUpKind.MINE, "the deck")
FEEDBACK = promise(3, FollowUpKind.FEEDBACK, "how the review went")
CHANCE = promise(4, FollowUpKind.OPPORTUNITY, "the platform lead")
CARES = preps.read_interests("reliability")


@pytest.mark.parametrize(
    ("stands", "open_", "interests", "topics", "expected"),
    [
        (SILENT, (MINE, CHANCE, FEEDBACK, THEIRS), CARES, ("roadmap",), (Asked.THEIR_PROMISE, "the intro to finance")),
        (SILENT, (MINE, CHANCE, FEEDBACK), CARES, ("roadmap",), (Asked.FEEDBACK, "how the review went")),
        (SILENT, (MINE, CHANCE), CARES, ("roadmap",), (Asked.ASK, "the platform lead")),
        (SILENT, (MINE,), CARES, ("roadmap",), (Asked.INTEREST, "reliability")),
        (NEW, (MINE,), NOTHING, (), (Asked.FIRST_TALK, "")),
        (SILENT, (MINE,), NOTHING, ("roadmap",), (Asked.SILENCE, "")),
        (FINE, (MINE,), NOTHING, ("", "roadmap"), (Asked.TOPIC, "roadmap")),
        (FINE, (MINE,), NOTHING, ("",), (Asked.MY_PROMISE, "the deck")),
        (FINE, (), NOTHING, (), (Asked.GENERIC, "")),
        (FINE, (replace(THEIRS, text=""),), NOTHING, (), (Asked.GENERIC, "")),
    ],
)
def test_the_question_is_about_the_first_thing_that_there_is(
    stands: Standing,
    open_: tuple[FollowUp, ...],
    interests: Interests,
    topics: tuple[str, ...],
    expected: tuple[Asked, str],
) -> None:
    found = preps.question(stands, open_, interests, topics, TODAY)
    assert (found.about, found.subject) == expected
    assert found.days == (80 if found.about is Asked.SILENCE else 0)


@given(
    st.sampled_from([FINE, SILENT, NEW]),
    st.lists(st.sampled_from([THEIRS, MINE, FEEDBACK, CHANCE]), max_size=4),
    st.sampled_from(["", "reliability", "reliability, cost, hiring", "leadership"]),
    st.lists(st.sampled_from(["", "roadmap"]), max_size=3),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_no_question_is_asked_two_weeks_running_and_a_general_one_only_where_nothing_is_known(
    stands: Standing, open_: list[FollowUp], typed: str, topics: list[str], today: date
) -> None:
    interests = preps.read_interests(typed)

    def asked(day: date) -> Question:
        return preps.question(stands, open_, interests, topics, day)

    assert asked(today) != asked(today + timedelta(weeks=1))
    assert asked(today) == asked(today)
    known = bool(open_ or typed or any(topics) or stands is not FINE)
    assert (asked(today).about is Asked.GENERIC) == (not known)


def test_several_interests_take_turns() -> None:
    interests = preps.read_interests("cost, hiring, growth")
    weeks = [preps.question(FINE, (), interests, (), TODAY + timedelta(weeks=week)) for week in range(6)]
    assert {question.subject for question in weeks} == {"cost", "hiring", "growth"}


def test_promises_are_shown_before_asks_and_what_is_due_first_before_the_rest() -> None:
    later = promise(5, FollowUpKind.MINE, "later", TODAY + timedelta(days=9))
    soon = promise(6, FollowUpKind.THEIRS, "soon", TODAY)
    shown = preps.shown_first([CHANCE, FEEDBACK, MINE, later, soon])
    assert [one.id for one in shown] == [6, 5, 2, 3]
    assert Pick(WinLine(1, "x", TODAY)).fits == ()
