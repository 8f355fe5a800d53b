"""Who stays of two who are the same person, and what is taken over."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain import people_merges as rules
from bot.domain.stakeholders import USUAL, Relationship, Stakeholder, Stance

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def person(number: int, relationship: Relationship = Relationship.PEER, **known: object) -> Stakeholder:
    usual = USUAL[relationship]
    found = Stakeholder(number, relationship, DAY, 1, influence=usual.influence, decider=usual.decider)
    return replace(found, **known)  # type: ignore[arg-type]  # fields by name


RUI = person(1, user_id="U0RUI", known_as="Rui Costa")
TYPED = person(
    2,
    Relationship.SPONSOR,
    name="rui  costa",
    function="Finance",
    stance=Stance.ADVOCATE,
    confidence=4,
    interests="cost",
    notes="likes numbers",
    ideal_days=20,
    levels_up=2,
    decider=True,
    snoozed_until=DAY,
    last_nudged_at=NOW,
    added_on=date(2026, 1, 1),
)


def test_whoever_is_in_slack_stays_and_else_the_one_opened() -> None:
    assert rules.order(TYPED, RUI) == (RUI, TYPED)
    assert rules.order(RUI, TYPED) == (RUI, TYPED)
    other = person(3, name="Rui C.")
    assert rules.order(other, TYPED) == (other, TYPED)


def test_what_was_only_known_of_the_other_is_taken_over() -> None:
    both = rules.combine(RUI, TYPED)
    assert both == replace(TYPED, id=1, user_id="U0RUI", known_as="Rui Costa", name="", version=1)
    assert set(rules.changed(RUI, both)) == {
        "relationship", "influence", "function", "levels_up", "decider", "stance", "confidence", "interests", "notes",
        "ideal_days", "snoozed_until", "last_nudged_at", "added_on",
    }  # fmt: skip


def test_what_is_known_of_the_kept_one_stays() -> None:
    kept = replace(TYPED, id=5, user_id="U0RUI", notes="x" * 2_900, worst_days=90, influence=2)
    other = person(
        6, Relationship.MENTOR, name="r", function="Ops", stance=Stance.SCEPTIC, confidence=1, interests="z",
        notes="no room", ideal_days=3, worst_days=4, levels_up=1, influence=1,
        last_nudged_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert rules.combine(kept, other) == kept
    assert rules.changed(kept, kept) == ()


def test_influence_that_was_set_by_hand_is_taken_over_and_notes_are_joined() -> None:
    both = rules.combine(replace(RUI, notes="a"), person(2, name="r", influence=3, notes="b"))
    assert (both.influence, both.notes) == (3, "a\nb")
    assert rules.combine(replace(RUI, notes="a b"), person(2, name="r", notes="b")).notes == "a b"


@pytest.mark.parametrize(("one", "other", "both"), [(None, NOW, None), (NOW, None, None), (NOW, NOW, NOW)])
def test_nobody_who_is_followed_stops_being_so(
    one: datetime | None, other: datetime | None, both: datetime | None
) -> None:
    found = rules.combine(replace(RUI, archived_at=one), replace(TYPED, archived_at=other))
    assert found.archived_at == both


def test_a_typed_name_that_is_a_users_is_probably_the_same() -> None:
    others = [RUI, TYPED, person(3, name="Ann"), person(4, user_id="U0ANN")]
    assert rules.alike(RUI, others) == TYPED
    assert rules.alike(TYPED, others) == RUI
    assert rules.alike(others[2], others) is None
    assert rules.alike(others[3], others) is None  # Slack has not told a name
    assert rules.alike(replace(TYPED, sample=True), others) is None
    assert rules.alike(person(5, name="Rui Costa"), [TYPED]) is None  # both typed: they have two spellings to differ


def test_offered_are_those_who_can_be_the_same_the_likeliest_first() -> None:
    ann, gone, user = person(3, name="Ann"), person(4, name="Costa", archived_at=NOW), person(5, user_id="U0X")
    everybody = [ann, gone, user, RUI, TYPED, person(6, name="Rui Costa", sample=True)]
    assert rules.offers(TYPED, everybody, "") == (RUI, gone, ann, user)
    assert rules.offers(RUI, everybody, "") == (TYPED, gone, ann)
    assert rules.offers(RUI, everybody, " SPONSOR rui") == (TYPED,)
    assert rules.offers(RUI, everybody, "nobody") == ()
    assert len(rules.offers(RUI, [person(number, name="n") for number in range(10, 200)], "")) == 100
