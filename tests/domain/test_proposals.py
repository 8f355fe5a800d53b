"""Next-best conversations: what weighs more, who is left out, and that the shortlist drops nothing that matters."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import proposals as rules
from bot.domain import stakeholders
from bot.domain.away import Away
from bot.domain.proposals import Answer, Answered, Open, Proposal, Record, Tellable, Why
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.wins import Category

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
MANY = settings(max_examples=60, deadline=None, derandomize=True)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def person(id_: int, talked: int | None = 20, **given_: Any) -> Stakeholder:
    values: dict[str, Any] = {"relationship": Relationship.SPONSOR, "influence": 3, **given_}
    return Stakeholder(
        id=id_,
        added_on=days_ago(100),
        version=1,
        user_id=f"U{id_}",
        last_conversation_on=None if talked is None else days_ago(talked),
        **values,
    )


def win(id_: int, days: int = 10, **values: Any) -> Tellable:
    return Tellable(id_, days_ago(days), **values)


def pairs(record: Record, today: date = TODAY) -> list[tuple[int, int]]:
    """What is proposed, as a win and a person."""
    return [(each.win_id, each.person.id) for each in proposed(record, today)]


def proposed(record: Record, today: date = TODAY) -> list[Proposal]:
    picked = rules.Ranking(record, today).picked
    return [rules.topic(each, rules.fitting(rules.Interests(), {})) for each in picked]


# Generated records

_PEOPLE = st.builds(
    lambda talked, **values: person(0, talked, **values),
    st.none() | st.integers(0, 200),
    relationship=st.sampled_from(Relationship),
    influence=st.integers(1, 3),
    decider=st.booleans(),
    ideal_days=st.none() | st.integers(1, 90),
    worst_days=st.none() | st.integers(1, 180),
    last_nudged_at=st.none() | st.integers(0, 20).map(lambda days: NOW - timedelta(days=days)),
    snoozed_until=st.none() | st.integers(-2, 2).map(days_ago),
    archived_at=st.none() | st.none() | st.just(NOW),
)
_WINS = st.builds(
    lambda days, **values: win(0, days, **values),
    st.integers(-1, 200),
    category=st.none() | st.sampled_from(Category),
    measured=st.booleans(),
    proven=st.booleans(),
    witnesses=st.integers(0, 5),
    relevance=st.integers(0, 3),
)
_PROMISES = st.lists(st.integers(-60, 60).map(days_ago), max_size=2).map(tuple)


def fresh(days: Sequence[date]) -> bool:
    return any(days_ago(28) <= day <= days_ago(-28) for day in days)


@st.composite
def records(draw: st.DrawFn, most_people: int = 16, most_wins: int = 24) -> Record:
    people = [replace(each, id=number) for number, each in enumerate(draw(st.lists(_PEOPLE, max_size=most_people)), 1)]
    found = [each._replace(id=number) for number, each in enumerate(draw(st.lists(_WINS, max_size=most_wins)), 1)]
    person_ids, win_ids = st.integers(1, max(len(people), 1)), st.integers(1, max(len(found), 1))
    some_pairs = st.lists(st.tuples(win_ids, person_ids), max_size=12, unique=True)
    return Record(
        people=people,
        wins=found,
        known=draw(st.dictionaries(person_ids, st.frozensets(win_ids), max_size=20)),
        wishes=draw(some_pairs),
        open=draw(st.dictionaries(person_ids, st.builds(Open, st.integers(0, 3), _PROMISES), max_size=4)),
        answers=[
            Answered(win_id, person_id, draw(st.sampled_from(Answer)), days_ago(draw(st.integers(0, 30))))
            for win_id, person_id in draw(st.lists(st.tuples(win_ids, person_ids), max_size=3, unique=True))
        ],
        away=draw(
            st.lists(st.integers(0, 60).map(lambda days: Away(days_ago(days), days_ago(days - 3))), max_size=2).map(
                tuple
            )
        ),
    )


def scored(record: Record) -> dict[tuple[int, int], int]:
    """Every pair that may be proposed, with its points: written without any shortlist, to compare with."""
    week = {each.stakeholder_id for each in record.answers if each.on.isocalendar()[:2] == TODAY.isocalendar()[:2]}
    hidden = {(each.win_id, each.stakeholder_id) for each in record.answers if rules.hidden(each, TODAY)}
    points = {}
    for who in record.people:
        stands = stakeholders.standing(who, TODAY, record.away)
        open_ = record.open.get(who.id, Open())
        out = who.archived_at or who.sample or stands.state is stakeholders.State.SNOOZED or who.id in week
        if out or fresh(open_.owed) or open_.asks > 1:
            continue
        aside = sum(person_id == who.id for _, person_id in hidden)
        of_person = rules.person_points(who, stands, TODAY, open_, aside)
        for each in record.wins:
            pair = (each.id, who.id)
            if each.id in record.known.get(who.id, ()) or pair in hidden:
                continue
            wished = rules.WEIGHTS.wished if pair in record.wishes else 0
            points[pair] = of_person + rules.win_points(each, TODAY) + wished
    return {pair: value for pair, value in points.items() if value >= rules.WEIGHTS.enough}


def first(points: Mapping[tuple[int, int], int], record: Record) -> tuple[int, int] | None:
    """The best of all pairs; of two alike the person added first and the newer win."""
    on = {each.id: each.happened_on for each in record.wins}
    return min(points, key=lambda pair: (-points[pair], pair[1], -on[pair[0]].toordinal(), -pair[0]), default=None)


@MANY
@given(records())
def test_the_shortlist_never_drops_the_pair_that_scoring_everything_puts_first(record: Record) -> None:
    points = scored(record)
    best = first(points, record)
    found = rules.Ranking(record, TODAY).shortlist()
    assert len(found) <= 12
    assert all(len(each.wins) <= 20 for each in found)
    assert [(each.wins[0].win.id, each.person.id) for each in found[:1]] == ([] if best is None else [best])
    assert {(each.wins[0].win.id, each.person.id): each.reach for each in found}.items() <= points.items()


def test_it_holds_in_a_long_record_whose_best_people_know_the_best_wins() -> None:
    people = [person(number, number, decider=number < 16, influence=1 + number % 3) for number in range(1, 201)]
    found = [win(number, number % 300, measured=number % 3 == 0, proven=number % 2 == 0) for number in range(1, 2_001)]
    ranked = sorted(found, key=lambda each: -rules.win_points(each, TODAY))
    known = {number: frozenset(each.id for each in ranked[: 1_900 - number * 20]) for number in range(1, 60)}
    record = Record(people=people, wins=found, known=known, wishes=[(7, 190), (8, 1)])
    [best, *_] = rules.Ranking(record, TODAY).shortlist()
    assert (best.wins[0].win.id, best.person.id) == first(scored(record), record)


def newest(record: Record, many: int) -> Record:
    """With so many of the newest wins, and with those that somebody should know of."""
    order = sorted(record.wins, key=lambda each: (each.happened_on, each.id), reverse=True)
    read = order[:many]
    if len(read) < many:
        return record
    wished = {win_id for win_id, _ in record.wishes}
    return replace(
        record, wins=[*read, *(each for each in order[many:] if each.id in wished)], read_to=read[-1].happened_on
    )


@MANY
@given(records(), st.integers(1, 12))
def test_older_wins_that_were_not_read_change_nothing_unless_it_says_so(record: Record, many: int) -> None:
    record = replace(record, wins=[each._replace(relevance=0) for each in record.wins])
    part, whole = rules.Ranking(newest(record, many), TODAY), rules.Ranking(record, TODAY)
    if not any(each.unread for each in part.picked):
        assert proposed(part.record) == proposed(record)
    if not any(each.unread for each in part.held()):
        assert part.held() == whole.held()


@MANY
@given(_WINS, st.integers(0, 60))
def test_no_older_win_has_more_points_than_is_reckoned_with(found: Tellable, later: int) -> None:
    day = found.happened_on + timedelta(days=later)
    assert rules.win_points(found._replace(relevance=0), TODAY) <= rules.most_win_points(day, TODAY)


def test_older_wins_are_asked_for_by_who_knows_the_better_ones_and_by_nobody_else() -> None:
    strong = [win(number, measured=True, proven=True) for number in range(1, 8)]
    found = [*strong, win(8, 125), win(9, 150, measured=True)]
    record = Record([person(1), person(2)], found, known={2: frozenset(range(1, 9))})
    part = newest(record, 8)
    assert [each.unread for each in rules.Ranking(part, TODAY).shortlist()] == [False, True]
    assert not any(each.unread for each in rules.Ranking(replace(part, known={}), TODAY).shortlist())
    assert pairs(record) == [(7, 1), (9, 2)]


# What weighs more


def rank(record: Record, pair: tuple[int, int]) -> int:
    """How many pairs have more points."""
    points = scored(record)
    return sum(value > points[pair] for value in points.values())


@MANY
@given(records(8, 8), st.data())
def test_more_influence_lateness_or_relevance_never_lowers_a_pair(record: Record, data: st.DataObject) -> None:
    points = scored(record)
    if not points:
        return
    win_id, person_id = pair = data.draw(st.sampled_from(sorted(points)))
    who = next(each for each in record.people if each.id == person_id)
    what = next(each for each in record.wins if each.id == win_id)
    earlier = data.draw(st.integers(0, 90))
    talked = who.last_conversation_on
    more_people = (
        replace(who, influence=min(who.influence + 1, 3)),
        replace(who, decider=True),
        replace(
            who,
            added_on=who.added_on - timedelta(days=earlier),
            last_conversation_on=talked and talked - timedelta(days=earlier),
        ),
    )
    for more in more_people:
        changed = replace(record, people=[more if each.id == person_id else each for each in record.people])
        assert scored(changed)[pair] >= points[pair]
        assert rank(changed, pair) <= rank(record, pair)
    more_relevant = what._replace(relevance=what.relevance + 1)
    changed = replace(record, wins=[more_relevant if each.id == win_id else each for each in record.wins])
    assert scored(changed)[pair] > points[pair]


@pytest.mark.parametrize("relationship", Relationship)
def test_a_day_more_without_a_conversation_never_lowers_anybody(relationship: Relationship) -> None:
    for talked in ([*range(250)], [None] * 60):
        points = []
        for days, since in enumerate(talked):
            who = replace(person(1, since, relationship=relationship), added_on=days_ago(days))
            points.append(rules.person_points(who, stakeholders.standing(who, TODAY), TODAY))
        assert points == sorted(points)
        assert points[-1] > points[0]


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ({"measured": True}, {}),
        ({"proven": True}, {}),
        ({"witnesses": 2}, {"witnesses": 1}),
        ({"category": Category.SKILL}, {}),
        ({"relevance": 1}, {}),
        ({"days": 14}, {"days": 15}),
        ({"days": 45}, {"days": 46}),
        ({"days": 120}, {"days": 121}),
    ],
)
def test_a_stronger_win_weighs_more(more: dict[str, Any], less: dict[str, Any]) -> None:
    assert rules.win_points(win(1, **more), TODAY) > rules.win_points(win(1, **less), TODAY)


def test_gaps_weigh_nothing_until_cases_exist() -> None:
    assert Tellable(1, TODAY).relevance == 0
    assert rules.WEIGHTS.relevance > 0


# Who and what is left out


@MANY
@given(records())
def test_what_is_known_or_set_aside_is_never_proposed_and_nobody_twice(record: Record) -> None:
    found = proposed(record)
    assert len(found) <= rules.left(record.answers, TODAY) <= 3
    assert len({each.person.id for each in found}) == len(found)
    for each in found:
        assert each.win_id not in record.known.get(each.person.id, ())
        open_ = record.open.get(each.person.id, Open())
        assert (fresh(open_.owed), open_.asks < 2, each.person.archived_at) == (False, True, None)
        assert not any(
            (one.win_id, one.stakeholder_id) == (each.win_id, each.person.id) and rules.hidden(one, TODAY)
            for one in record.answers
        )


@MANY
@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_read_does_not_matter(record: Record, source: Any) -> None:
    def shuffled(items: Sequence[Any]) -> list[Any]:
        found: list[Any] = source.sample(list(items), len(items))
        return found

    other = replace(
        record,
        people=shuffled(record.people),
        wins=shuffled(record.wins),
        wishes=shuffled(list(record.wishes)),
        answers=shuffled(record.answers),
    )
    assert proposed(other) == proposed(record)
    assert rules.Ranking(other, TODAY).held() == rules.Ranking(record, TODAY).held()


def test_who_is_owed_a_promise_or_leaves_two_asks_unanswered_is_held_and_named() -> None:
    people = [person(1), person(2), person(3), person(4, decider=True), person(5)]
    record = Record(
        people,
        [win(1, measured=True)],
        open={1: Open(owed=(TODAY,)), 2: Open(asks=2), 3: Open(asks=1), 4: Open(2, (TODAY,))},
    )
    assert pairs(record) == [(1, 5), (1, 3)]
    assert [(each.person.id, each.why) for each in rules.Ranking(record, TODAY).held()] == [
        (1, Why.OWED),
        (4, Why.OWED),
        (2, Why.ASKED),
    ]
    all_known = replace(record, known={4: frozenset({1})})
    assert [each.person.id for each in rules.Ranking(all_known, TODAY).held()] == [1, 2]


@pytest.mark.parametrize(("day", "out"), [(29, False), (28, True), (0, True), (-28, True), (-29, False)])
def test_a_promise_keeps_somebody_out_for_four_weeks_around_its_day(day: int, out: bool) -> None:
    record = Record([person(1)], [win(1)], open={1: Open(owed=(days_ago(200), days_ago(day)))})
    ranking = rules.Ranking(record, TODAY)
    assert (pairs(record), [each.why for each in ranking.held()]) == (([], [Why.OWED]) if out else ([(1, 1)], []))


def test_many_promises_long_forgotten_silence_nobody() -> None:
    everybody = [person(number) for number in range(1, 21)]
    owed = {each.id: Open(owed=tuple(days_ago(30 + 7 * week) for week in range(20))) for each in everybody}
    assert len(pairs(Record(everybody, [win(1)], open=owed))) == 3


def test_what_was_promised_long_ago_is_said_the_latest_of_it_first() -> None:
    record = Record([person(1), person(2)], [win(1)], open={1: Open(owed=(days_ago(29), days_ago(-40)))})
    assert (rules.forgotten(record, 1, TODAY), rules.forgotten(record, 2, TODAY)) == (True, False)
    [first_, second] = proposed(record)
    promises = [(days_ago(-40), "the year"), (days_ago(29), "the deck"), (days_ago(90), "the book")]
    said = rules.remind(first_, promises, TODAY).reason
    assert (said.promise, said.promises) == ("the deck", 2)
    assert rules.remind(second, promises[:1], TODAY) == second


@pytest.mark.parametrize(
    "damped",
    [
        person(1, 40, last_nudged_at=NOW - timedelta(days=6)),
        person(1, 14),
    ],
)
def test_a_recent_nudge_or_conversation_puts_somebody_behind(damped: Stakeholder) -> None:
    other = person(2, 40 if damped.last_nudged_at else 15)
    assert pairs(Record([damped, other], [win(1)])) == [(1, 2), (1, 1)]
    assert pairs(Record([replace(damped, last_nudged_at=NOW - timedelta(days=7)), other], [win(1)]))[:1] == (
        [(1, 1)] if damped.last_nudged_at else [(1, 2)]
    )


def test_who_is_archived_made_up_or_snoozed_takes_no_part() -> None:
    people = [person(1, archived_at=NOW), person(2, sample=True), person(3, snoozed_until=days_ago(-1)), person(4)]
    assert pairs(Record(people, [win(1, measured=True)])) == [(1, 4)]


def test_what_is_not_worth_it_is_not_proposed() -> None:
    weak = person(1, 5, relationship=Relationship.PEER, influence=1)
    assert pairs(Record([weak], [win(1, 200)])) == []
    assert pairs(Record([weak], [win(1, 200)], wishes=[(1, 1)])) == []
    assert pairs(Record([person(1, 25, influence=1)], [win(1, 200)], wishes=[(1, 1)])) == [(1, 1)]


def test_at_most_three_a_week_with_what_was_answered_in_it() -> None:
    record = Record([person(number) for number in range(1, 9)], [win(1), win(2)])
    assert len(pairs(record)) == 3
    monday = days_ago(4)
    answers = [
        Answered(1, 1, Answer.TOLD, monday),
        Answered(1, 2, Answer.SET_ASIDE, TODAY),
        Answered(1, 3, Answer.TOLD, monday - timedelta(days=1)),  # the week before
    ]
    assert [who for _, who in pairs(replace(record, answers=answers))] == [3]
    assert rules.left([*answers, Answered(2, 4, Answer.TOLD, TODAY), Answered(2, 5, Answer.TOLD, TODAY)], TODAY) == 0
    assert len(pairs(replace(record, answers=answers), TODAY + timedelta(days=3))) == 3  # Monday


@pytest.mark.parametrize(("days", "hidden"), [(7, True), (29, True), (30, False)])
def test_not_this_one_hides_the_pair_for_thirty_days_and_lowers_the_person_meanwhile(days: int, hidden: bool) -> None:
    record = Record([person(1), person(2)], [win(1, measured=True), win(2)])
    assert pairs(record) == [(1, 1), (1, 2)]
    aside = replace(record, answers=[Answered(1, 1, Answer.SET_ASIDE, days_ago(days))])
    assert pairs(aside) == ([(1, 2), (2, 1)] if hidden else [(1, 1), (1, 2)])
    lowered = replace(aside, wins=[win(1), win(2), win(3)])
    assert [who for _, who in pairs(lowered)] == ([2, 1] if hidden else [1, 2])


# What interests them


def test_interests_name_tags_and_categories() -> None:
    found = rules.read_interests("Cost, tech debt\nLeadership; \u0000#Hiring of seniors, ,")
    assert found.tags == {
        "cost": "Cost",
        "tech-debt": "tech debt",
        "tech": "tech",
        "debt": "debt",
        "hiring-of-seniors": "#Hiring of seniors",
        "hiring": "#Hiring",
        "seniors": "seniors",
    }
    assert found.categories == {Category.LEADERSHIP: "Leadership"}
    assert rules.read_interests("") == rules.Interests()


def test_what_fits_is_told_if_it_is_not_much_weaker_even_far_down_the_list() -> None:
    found = [*(win(number, measured=True) for number in range(1, 60)), win(90, 13, proven=True), win(91, 13)]
    [chosen] = rules.Ranking(Record([person(1)], found), TODAY).shortlist()
    fits = rules.fitting(rules.read_interests("cost"), {90: {"cost"}, 91: {"cost"}})
    proposal = rules.topic(chosen, fits)
    assert (proposal.win_id, proposal.reason.interest) == (90, "cost")
    weak = rules.topic(chosen, rules.fitting(rules.read_interests("cost"), {91: {"cost"}}))
    assert (weak.win_id, weak.reason.interest) == (59, "")


def test_the_reason_holds_the_parts() -> None:
    who = person(1, 40, decider=True, influence=3)
    what = win(1, measured=True, proven=True, witnesses=2, category=Category.SKILL)
    [chosen] = rules.Ranking(Record([who], [what], wishes=[(1, 1)]), TODAY).shortlist()
    reason = rules.topic(chosen, rules.fitting(rules.read_interests("skill"), {})).reason
    assert reason == rules.Reason(stakeholders.standing(who, TODAY), True, 3, True, "skill", True, True, 2)
