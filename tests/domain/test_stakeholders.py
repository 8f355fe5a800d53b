from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import stakeholders as rules
from bot.domain.away import Away
from bot.domain.stakeholders import USUAL, AddLine, Relationship, Rhythm, Stakeholder, State

TODAY = date(2026, 11, 20)


def someone(
    relationship: Relationship = Relationship.SPONSOR, talked: int | None = None, added: int = 400, **more: Any
) -> Stakeholder:
    """`talked` and `added` in days ago."""
    last = None if talked is None else TODAY - timedelta(days=talked)
    base = Stakeholder(1, relationship, TODAY - timedelta(days=added), 1, user_id="U0RUI", last_conversation_on=last)
    return replace(base, **more)


@pytest.mark.parametrize("relationship", list(Relationship))
def test_somebody_is_due_past_the_ideal_and_overdue_past_the_worst_case(relationship: Relationship) -> None:
    rhythm = rules.RHYTHMS[relationship]
    states = [
        rules.standing(someone(relationship, talked=days), TODAY).state
        for days in (0, rhythm.ideal, rhythm.ideal + 1, rhythm.worst, rhythm.worst + 1)
    ]
    assert states == [State.FINE, State.FINE, State.DUE, State.DUE, State.OVERDUE]


@pytest.mark.parametrize(
    ("added", "state", "late"), [(0, State.DUE, 0), (7, State.DUE, 7), (8, State.OVERDUE, 1), (30, State.OVERDUE, 23)]
)
def test_somebody_never_talked_to_is_due_at_once_and_overdue_after_seven_days(
    added: int, state: State, late: int
) -> None:
    stands = rules.standing(someone(added=added), TODAY)
    assert (stands.state, stands.days_since, stands.days_late, stands.never_talked) == (state, added, late, True)


def test_an_own_rhythm_replaces_the_relationships() -> None:
    assert rules.standing(someone(talked=20, ideal_days=5, worst_days=10), TODAY).days_late == 10
    assert someone(ideal_days=5).rhythm == rules.Rhythm(5, 45)


def test_lateness_is_measured_in_rhythms() -> None:
    assert rules.standing(someone(talked=90), TODAY).lateness == 1.0
    assert rules.standing(someone(talked=45), TODAY).lateness == 0.5


def test_a_snooze_holds_until_its_day() -> None:
    late = someone(talked=90, snoozed_until=TODAY + timedelta(days=1))
    assert rules.standing(late, TODAY).state is State.SNOOZED
    assert rules.standing(late, TODAY + timedelta(days=1)).state is State.OVERDUE


def test_a_day_in_the_future_counts_as_today() -> None:
    assert rules.standing(someone(talked=-3), TODAY).days_since == 0


def test_the_overdue_come_latest_first_relative_to_their_rhythm() -> None:
    manager = someone(Relationship.MANAGER, talked=40, id=2)  # 26 of 14 days
    sponsor = someone(talked=80, id=3)  # 35 of 45 days
    peer = someone(Relationship.PEER, talked=60, id=4)  # due only
    gone = someone(talked=300, id=5, archived_at=datetime(2026, 11, 1, tzinfo=UTC))
    everyone = [peer, sponsor, gone, manager]
    assert [late.stakeholder.id for late in rules.late_people(everyone, TODAY, State.OVERDUE)] == [2, 3]
    both = rules.late_people(everyone, TODAY, State.DUE, State.OVERDUE)
    assert [late.stakeholder.id for late in both] == [2, 3, 4]


@pytest.mark.parametrize(
    ("typed", "relationship"),
    [
        ("sponsor", Relationship.SPONSOR),
        ("Skip level", Relationship.SKIP_LEVEL),
        ("skip-level", Relationship.SKIP_LEVEL),
        ("skip_level manager", Relationship.SKIP_LEVEL),
        ("boss", Relationship.MANAGER),
        ("my boss", Relationship.MANAGER),
        ("a mentor.", Relationship.MENTOR),
        ("peers", Relationship.PEER),
        ("cross functional", Relationship.CROSS_FUNCTIONAL),
        ("direct reports", Relationship.REPORT),
        ("customer", Relationship.EXTERNAL),
        ("wizard", None),
        ("", None),
    ],
)
def test_a_relationship_has_many_spellings(typed: str, relationship: Relationship | None) -> None:
    assert rules.read_relationship(typed) is relationship


def test_a_mistyped_relationship_names_its_nearest() -> None:
    assert rules.nearest_relationship("sponser") is Relationship.SPONSOR
    assert rules.nearest_relationship("manger") is Relationship.MANAGER
    assert rules.nearest_relationship("qqqq") is None


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        ("<@U1> sponsor", AddLine(("U1",), relationship=Relationship.SPONSOR)),
        ("<@U1|rui> as my sponsor", AddLine(("U1",), relationship=Relationship.SPONSOR)),
        ("skip level <@W1>", AddLine(("W1",), relationship=Relationship.SKIP_LEVEL)),
        ("<@U1>, <@U2> and <@U1> peers", AddLine(("U1", "U2"), relationship=Relationship.PEER)),
        ("<@U1>", AddLine(("U1",))),
        ("<@U1> sponser", AddLine(("U1",), unknown="sponser")),
        ("Rui Costa sponsor", AddLine(name="Rui Costa", relationship=Relationship.SPONSOR)),
        ("Rui Costa, my skip level", AddLine(name="Rui Costa", relationship=Relationship.SKIP_LEVEL)),
        ("sponsor Rui Costa", AddLine(name="Rui Costa", relationship=Relationship.SPONSOR)),
        ("my boss is Rui", AddLine(name="Rui", relationship=Relationship.MANAGER)),
        ("@rui mentor", AddLine(name="rui", relationship=Relationship.MENTOR)),
        ('"Maria van der Berg" external', AddLine(name="Maria van der Berg", relationship=Relationship.EXTERNAL)),
        ("Rui Costa", AddLine(name="Rui Costa")),
        ('"R&amp;D &lt;lead&gt;" peer', AddLine(name="R&D <lead>", relationship=Relationship.PEER)),
        ("R&amp;D peer", AddLine(name="R&D", relationship=Relationship.PEER)),
        ("rui", AddLine(name="rui")),
        ("my Rui as", AddLine(name="Rui")),
        ("An Nguyen, a peer", AddLine(name="An Nguyen", relationship=Relationship.PEER)),
        ("Rui sponser", AddLine(name="Rui", unknown="sponser")),
        ("manager", AddLine(name="manager")),
        ("<!subteam^S1|@platform-team> peer", AddLine(group="@platform-team")),
        ("<@U1> and <!here> sponsor", AddLine(group="@here")),
        ("@Channel peer", AddLine(group="@Channel")),
        ("a@here.io peer", AddLine(name="a@here.io", relationship=Relationship.PEER)),
        ("", AddLine()),
    ],
)
def test_an_add_line_names_people_and_a_relationship(line: str, understood: AddLine) -> None:
    assert rules.read_add_line(line) == understood


@given(st.text(max_size=80))
def test_any_add_line_is_understood_somehow(line: str) -> None:
    understood = rules.read_add_line(line)
    assert not (understood.relationship and understood.unknown)


def test_names_are_compared_without_case_and_spaces() -> None:
    assert rules.fold_name("  Maria   LÓPEZ ") == rules.fold_name("maria lópez")


DAYS = st.none() | st.integers(1, 3650)


@given(st.sampled_from(Relationship), DAYS, DAYS)
def test_a_rhythm_is_in_order_and_keeps_what_was_set(
    relationship: Relationship, ideal: int | None, worst: int | None
) -> None:
    rhythm = Stakeholder(1, relationship, TODAY, 1, ideal_days=ideal, worst_days=worst).rhythm
    assert 1 <= rhythm.ideal <= rhythm.worst
    if ideal is not None:
        assert rhythm.ideal == ideal
    if worst is not None and (ideal is None or ideal <= worst):
        assert rhythm.worst == worst


def test_a_longer_rhythm_takes_the_worst_case_along() -> None:
    sponsor = Stakeholder(1, Relationship.SPONSOR, TODAY, 1)
    assert sponsor.rhythm == Rhythm(30, 45)
    assert replace(sponsor, ideal_days=91).rhythm == Rhythm(91, 137)
    assert replace(sponsor, ideal_days=365).rhythm == Rhythm(365, 548)
    assert replace(sponsor, ideal_days=7).rhythm == Rhythm(7, 45)
    assert replace(sponsor, worst_days=14).rhythm == Rhythm(14, 14)


def test_a_level_is_told_or_the_relationships() -> None:
    levels = [Stakeholder(1, each, TODAY, 1).level for each in Relationship]
    assert levels == [1, 2, None, None, 0, None, -1, None]
    assert Stakeholder(1, Relationship.MANAGER, TODAY, 1, levels_up=3).level == 3


@given(st.sampled_from(Relationship), st.sampled_from(Relationship), st.integers(1, 3), st.booleans())
def test_another_relationship_changes_only_what_was_usual(
    before: Relationship, after: Relationship, influence: int, decider: bool
) -> None:
    person = Stakeholder(1, before, TODAY, 1, influence=influence, decider=decider)
    related = person.related_as(after)
    was, usual = USUAL[before], USUAL[after]
    assert related.influence == (usual.influence if influence == was.influence else influence)
    assert related.decider == (usual.decider if decider == was.decider else decider)
    only = Stakeholder(1, before, TODAY, 1, influence=was.influence, decider=was.decider)
    assert only.only_named
    assert only.related_as(after).only_named


NEAR = st.integers(-400, 30).map(lambda days: TODAY + timedelta(days=days))
PERIODS = st.lists(
    st.builds(lambda first, days: Away(first, first + timedelta(days=days)), NEAR, st.integers(0, 40)), max_size=4
)


@given(st.sampled_from(Relationship), DAYS, DAYS, NEAR, st.none() | NEAR, st.none() | NEAR, PERIODS)
def test_a_standing_is_what_counting_day_by_day_finds(
    relationship: Relationship,
    ideal: int | None,
    worst: int | None,
    added: date,
    talked: date | None,
    snoozed: date | None,
    periods: list[Away],
) -> None:
    person = Stakeholder(1, relationship, added, 1, ideal_days=ideal, worst_days=worst)
    person = replace(person, last_conversation_on=talked, snoozed_until=snoozed)
    since, day = 0, talked or added
    while day < TODAY:
        day += timedelta(days=1)
        since += not any(period.first <= day <= period.last for period in periods)
    if snoozed is not None and snoozed > TODAY:
        state = State.SNOOZED
    elif since > (7 if talked is None else person.rhythm.worst):
        state = State.OVERDUE
    elif talked is None or since > person.rhythm.ideal:
        state = State.DUE
    else:
        state = State.FINE
    stands = rules.standing(person, TODAY, periods)
    assert (stands.state, stands.days_since, stands.never_talked) == (state, since, talked is None)
    assert stands.lateness >= 0
    awake = rules.standing(replace(person, snoozed_until=TODAY), TODAY, periods)  # a snooze ends by itself
    assert (awake.state is State.SNOOZED, awake.days_late) == (False, stands.days_late)
