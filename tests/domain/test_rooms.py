"""The room: who could speak, what nobody could speak on, whom to look for; with properties over generated rooms."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import rooms as rules
from bot.domain.rooms import Band, Held, Lacking, Room
from bot.domain.stakeholders import Relationship, Stakeholder, Stance
from bot.domain.wins import Category

DAY = date(2026, 11, 20)
SKILL, IMPACT, LEADING = Category.SKILL, Category.PROJECT_IMPACT, Category.LEADERSHIP


def person(number: int, relationship: Relationship = Relationship.PEER, **more: Any) -> Stakeholder:
    return Stakeholder(number, relationship, DAY, 1, **more)


def decider(number: int, stance: Stance = Stance.ADVOCATE, **more: Any) -> Stakeholder:
    return person(number, decider=True, stance=stance, **more)


def room(*people: Stakeholder, known: dict[int, set[int]] | None = None, **wins: set[int]) -> Room:
    """`known` are the wins that each knows, `wins` those of a category, by their ids."""
    counted: rules.Wins = {
        win: "" if name == "none" else Category(name).value for name, found in wins.items() for win in found
    }
    return rules.room_of(people, {who: frozenset(found) for who, found in (known or {}).items()}, counted)


@pytest.mark.parametrize(
    ("stance", "wins", "missing"),
    [
        (Stance.ADVOCATE, 1, None),
        (Stance.SUPPORTER, 3, None),
        (Stance.ADVOCATE, 0, Lacking.KNOWLEDGE),
        (Stance.NEUTRAL, 3, Lacking.SUPPORT),
        (Stance.SCEPTIC, 3, Lacking.SUPPORT),
        (Stance.UNKNOWN, 3, Lacking.STANCE),
    ],
)
def test_a_decider_on_ones_side_who_knows_a_win_could_speak(stance: Stance, wins: int, missing: Lacking | None) -> None:
    found = room(decider(1, stance), known={1: set(range(wins))}, skill={0, 1, 2})
    assert [(voice.lacking, voice.could_speak) for voice in found.voices] == [(missing, missing is None)]
    assert found.speaking == (missing is None)


def test_who_does_not_decide_is_no_voice() -> None:
    found = room(person(1, stance=Stance.ADVOCATE), known={1: {1, 2}}, skill={1, 2})
    assert (found.voices, found.speaking, found.silent) == ((), 0, (SKILL,))


def test_what_nobody_who_could_speak_knows_is_silent_and_what_has_no_wins_is_empty() -> None:
    people = (decider(1), decider(2, Stance.NEUTRAL))
    known = {1: {1, 4, 9}, 2: {2, 3}}
    found = room(*people, known=known, skill={1}, project_impact={2, 3}, leadership={5}, none={4})
    assert found.silent == (IMPACT, LEADING)
    assert found.empty == (Category.PERFORMANCE, Category.CAREER, Category.INDUSTRY)
    assert [voice.families for voice in found.voices] == [(SKILL,), (IMPACT,)]
    assert [voice.wins for voice in found.voices] == [2, 2]
    assert found.wins == 5


def test_what_the_manager_alone_knows_is_counted_of_what_anybody_knows() -> None:
    people = (person(1, Relationship.MANAGER), person(2), person(3, Relationship.MANAGER))
    known = {1: {1, 2, 8}, 2: {2, 3}, 3: {1}, 4: {4}}
    assert room(*people, known=known, skill={1, 2, 3, 4}, none={5}).held == Held(3, 1)
    assert room(*people).held == Held(0, 0)


@pytest.mark.parametrize(
    ("held", "single"),
    [(Held(0, 0), False), (Held(1, 1), True), (Held(4, 2), True), (Held(5, 2), False), (Held(5, 0), False)],
)
def test_the_manager_is_a_single_point_of_failure_when_half_is_known_to_them_alone(held: Held, single: bool) -> None:
    assert held.by_one is single


def test_functions_in_which_nobody_could_speak_begin_with_those_who_decide() -> None:
    people = (
        person(1, Relationship.CROSS_FUNCTIONAL, function="Design"),
        decider(2, Stance.NEUTRAL, function="Finance"),
        decider(3, function="Platform"),
        person(4, Relationship.MENTOR, function="  platform "),
        person(5, Relationship.EXTERNAL, function="Law"),
        person(6, Relationship.REPORT, function="Support"),
        person(7, function="Sales", influence=1),
        person(8, Relationship.MENTOR, function="finance"),
        person(9, Relationship.MENTOR),
    )
    assert room(*people, known={3: {1}}, skill={1}).functions == ("Finance", "Design")


def test_ones_own_function_is_the_managers_or_that_of_most_around() -> None:
    manager = person(9, Relationship.MANAGER, function="Platform")
    near = (person(1, function="Design"), person(2, function="Data"), person(3, Relationship.REPORT, function="data"))
    far = person(4, Relationship.MENTOR, function="Law")
    assert rules.own_function((*near, far, manager)) == "Platform"
    assert rules.own_function((*near, far, replace(manager, function=" "))) == "Data"
    assert rules.own_function((far,)) == ""


def test_sponsors_are_looked_for_two_or_three_levels_up_in_another_function() -> None:
    boss = person(1, Relationship.MANAGER, function="Platform", influence=3)
    fits = person(2, Relationship.SKIP_LEVEL, function="Finance")
    people = (
        boss,
        fits,
        replace(fits, id=3, function="platform"),
        replace(fits, id=4, influence=1),
        replace(fits, id=5, levels_up=1),
        replace(fits, id=6, function=""),
        person(7, Relationship.CROSS_FUNCTIONAL, function="Sales"),
        person(8, Relationship.CROSS_FUNCTIONAL, function="Sales", levels_up=3, decider=True),
        person(9, Relationship.SPONSOR, function="Law", levels_up=2),
        person(10, Relationship.PEER, function="Law", levels_up=2),
    )
    sponsors = room(*people).sponsors
    assert sponsors.function == "Platform"
    assert (sponsors.candidates, sponsors.unclear, sponsors.known) == ((8, 2), (6, 7), (9,))
    unknown = room(*people[1:]).sponsors
    assert (unknown.function, unknown.candidates) == ("Law", (8, 2, 3))
    assert room(fits).sponsors.candidates == ()
    assert room(fits).sponsors.unclear == (2,)


def test_where_nobody_decides_the_most_influential_are_offered_to_be_marked() -> None:
    people = [person(number, influence=number % 3 + 1) for number in range(1, 7)]
    people.append(person(7, Relationship.EXTERNAL, influence=3))
    assert room(*people).markable == (2, 5, 1)
    assert room(*people, decider(8)).markable == ()


def test_the_map_has_a_row_for_each_influence_with_who_decides_first() -> None:
    people = (
        person(1, influence=3, confidence=5),
        person(2, influence=3, confidence=4, decider=True),
        person(3, influence=3),
        person(4, influence=1, confidence=3),
        person(5, influence=1, confidence=2),
    )
    cells = {(cell.influence, cell.band): cell.people for cell in room(*people).cells}
    assert len(cells) == 8
    assert cells[3, Band.LIKELY] == (2, 1)
    assert cells[3, Band.NOT_SAID] == (3,)
    assert (cells[1, Band.IF_ASKED], cells[1, Band.DOUBTFUL], cells[1, Band.LIKELY]) == ((4,), (5,), ())


def test_the_room_is_worth_opening_for_a_decider_or_three_people() -> None:
    assert [rules.worth_opening(people, deciders) for people, deciders in ((0, 0), (2, 0), (1, 1), (3, 0))] == [
        False,
        False,
        True,
        True,
    ]


FUNCTIONS = st.sampled_from(("", "Finance", "finance", "Platform", "Design"))
PEOPLE = st.lists(
    st.builds(
        Stakeholder,
        st.integers(1, 12),
        st.sampled_from(Relationship),
        st.just(DAY),
        st.just(1),
        function=FUNCTIONS,
        influence=st.integers(1, 3),
        decider=st.booleans(),
        stance=st.sampled_from(Stance),
        confidence=st.none() | st.integers(1, 5),
        levels_up=st.none() | st.integers(-1, 3),
    ),
    max_size=9,
    unique_by=lambda one: one.id,
)
Ids = dict[int, frozenset[int]]
KNOWN = st.dictionaries(st.integers(1, 12), st.frozensets(st.integers(0, 14), max_size=8), max_size=8)


WINS = st.dictionaries(st.integers(0, 12), st.sampled_from(["", *(family.value for family in Category)]))


@given(PEOPLE, KNOWN, WINS, KNOWN)
def test_more_knowledge_never_silences_anybody(
    people: list[Stakeholder], known: Ids, wins: rules.Wins, more: Ids
) -> None:
    both = {who: known.get(who, frozenset()) | more.get(who, frozenset()) for who in {*known, *more}}
    before, after = rules.room_of(people, known, wins), rules.room_of(people, both, wins)
    assert after.speaking >= before.speaking
    assert set(after.silent) <= set(before.silent)
    assert set(map(str.casefold, after.functions)) <= set(map(str.casefold, before.functions))


@given(PEOPLE, KNOWN, WINS, st.data())
def test_winning_somebody_or_marking_a_decider_never_lowers_who_could_speak(
    people: list[Stakeholder], known: Ids, wins: rules.Wins, data: st.DataObject
) -> None:
    before = rules.room_of(people, known, wins)
    for changes in ({"stance": Stance.ADVOCATE}, {"decider": True}):
        if people:
            at = data.draw(st.integers(0, len(people) - 1))
            people = [*people[:at], replace(people[at], **changes), *people[at + 1 :]]
        after = rules.room_of(people, known, wins)
        assert after.speaking >= before.speaking
        assert set(after.silent) <= set(before.silent)
        before = after


@given(PEOPLE, KNOWN, WINS, st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_read_does_not_count(
    people: list[Stakeholder], known: Ids, wins: rules.Wins, shuffle: Any
) -> None:
    before = rules.room_of(people, known, wins)
    shuffle.shuffle(people)
    assert rules.room_of(people, known, wins) == before


@given(PEOPLE, KNOWN, WINS)
def test_whatever_is_said_is_so(people: list[Stakeholder], known: Ids, wins: rules.Wins) -> None:
    found = rules.room_of(people, known, wins)
    by_id = {each.id: each for each in people}
    assert len(found.voices) == sum(each.decider for each in people)
    assert not set(found.silent) & set(found.empty)
    assert sorted(who for cell in found.cells for who in cell.people) == sorted(by_id)
    assert found.labelled <= found.named <= set(by_id)
    assert found.held.alone <= found.held.known <= found.wins
    for who in found.sponsors.candidates:
        fits = by_id[who]
        assert fits.level in (2, 3)
        assert fits.influence >= 2
        assert fits.function.casefold() not in ("", found.sponsors.function.casefold())
        assert fits.relationship not in (Relationship.MANAGER, Relationship.SPONSOR)
