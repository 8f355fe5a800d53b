"""The loop: asks, what came of them, the wins in that, confidence meanwhile."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import loops
from bot.domain.confidence import Change, Rating
from bot.domain.followups import Outcome
from bot.domain.loops import Ask, Assignment, Loop, Went
from bot.domain.projects import Project

TODAY = date(2026, 11, 20)
MARCH = date(2026, 3, 3)
MAY = date(2026, 5, 5)
RUI, MARIA = 1, 2


def ask(on: date, outcome: Outcome | None = None, *people: int) -> Ask:
    return Ask(on, outcome, people or (RUI,))


def test_without_an_ask_within_a_year_there_is_none() -> None:
    assert loops.loop([], [], {}, {}, TODAY) is None
    old = ask(TODAY - timedelta(days=366))
    assert loops.loop([old], [], {}, {}, TODAY) is None


def test_the_sentence_of_the_design() -> None:
    asks = [ask(MARCH), ask(MAY, Outcome.GIVEN), ask(MAY, Outcome.DECLINED)]
    assignment = Assignment(Project(1, "x", MAY, followup_id=7, stakeholder_id=RUI), (MAY, TODAY, TODAY, TODAY))
    by_hand = Assignment(Project(2, "y", MAY), (TODAY,))
    ratings = {RUI: [Rating(date(2026, 2, 1), 2), Rating(MAY, 3), Rating(TODAY, 4)], MARIA: [Rating(MAY, 3)]}
    assert loops.loop(asks, [assignment, by_hand], ratings, {RUI: 4, MARIA: 3}, TODAY) == Loop(
        since=MARCH,
        asks=3,
        given=1,
        declined=1,
        assignments=1,
        wins=4,
        confidence=(Went(RUI, Change(date(2026, 2, 1), 2, 4, steady=False)),),
    )


def test_the_span_is_a_year_at_most_and_what_was_before_it_is_not_counted() -> None:
    asks = [ask(TODAY - timedelta(days=500), Outcome.GIVEN), ask(MARCH)]
    before = Assignment(Project(1, "x", MARCH - timedelta(days=1), followup_id=7), (TODAY,))
    within = Assignment(Project(2, "y", MARCH, stakeholder_id=MARIA), (MARCH - timedelta(days=1), MARCH))
    found = loops.loop(asks, [before, within], {MARIA: [Rating(MAY, 3)]}, {MARIA: 3}, TODAY)
    assert found == Loop(MARCH, 1, 0, 0, 1, 1, (Went(MARIA, Change(MAY, 3, 3, steady=True)),))


DAYS = st.dates(TODAY - timedelta(days=500), TODAY)
ASKS = st.lists(
    st.builds(Ask, DAYS, st.sampled_from([None, *Outcome]), st.lists(st.integers(1, 9), max_size=3).map(tuple)),
    max_size=8,
)
PROJECTS = st.lists(
    st.builds(
        Assignment,
        st.builds(Project, st.integers(1, 99), st.just("x"), DAYS, followup_id=st.none() | st.integers(1, 9)),
        st.lists(DAYS, max_size=4).map(tuple),
    ),
    max_size=5,
)
RATINGS = st.dictionaries(
    st.integers(1, 9), st.lists(st.builds(Rating, DAYS, st.integers(1, 5)), max_size=4), max_size=9
)


@given(ASKS, PROJECTS, RATINGS)
def test_whatever_was_recorded_the_counts_agree(
    asks: list[Ask], assignments: list[Assignment], ratings: dict[int, list[Rating]]
) -> None:
    levels = {who: each[-1].level for who, each in ratings.items() if each}
    found = loops.loop(asks, assignments, ratings, levels, TODAY)
    if found is None:
        assert all(each.asked_on < TODAY - timedelta(days=365) for each in asks)
        return
    assert found.given + found.declined <= found.asks <= len(asks)
    assert found.assignments <= len(assignments)
    assert found.wins <= sum(len(each.wins) for each in assignments)
    assert TODAY - timedelta(days=365) <= found.since <= TODAY
    assert len(found.confidence) <= loops.MOST_PEOPLE
    assert len({went.stakeholder_id for went in found.confidence}) == len(found.confidence)
