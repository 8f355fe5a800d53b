"""How follow-ups end, which are due and shown, and when another ask would be one too many."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import followups
from bot.domain.followups import ASKS, FollowUp, FollowUpKind, Group, Outcome

TODAY = date(2026, 11, 20)
DONE = datetime(2026, 11, 19, tzinfo=UTC)
KINDS = st.sampled_from(FollowUpKind)
ANY = st.builds(
    FollowUp,
    st.integers(1, 10**6),
    KINDS,
    st.just("x"),
    st.none() | st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400)),
    done_at=st.sampled_from([None, None, DONE]),
    people=st.lists(st.integers(1, 4), max_size=3, unique=True).map(tuple),
)


def one(id_: int, kind: FollowUpKind = FollowUpKind.FEEDBACK, *, done: bool = False, who: int = 1) -> FollowUp:
    return FollowUp(id_, kind, "x", done_at=DONE if done else None, people=(who,))


@pytest.mark.parametrize(
    ("known", "allowed"),
    [
        ([], True),
        ([one(1)], True),
        ([one(1), one(2, FollowUpKind.OPPORTUNITY)], False),
        ([one(1), one(2, FollowUpKind.INTRODUCTION, done=True)], True),
        ([one(1), one(2, who=2)], True),
        ([one(1, FollowUpKind.MINE)], False),
        ([one(1, FollowUpKind.MINE, done=True)], True),
        ([one(1, FollowUpKind.MINE, who=2)], True),
        ([one(1, FollowUpKind.THEIRS), one(2, FollowUpKind.THEIRS), one(3, FollowUpKind.THEIRS)], True),
    ],
)
def test_nobody_is_asked_again_while_two_asks_are_unanswered_or_a_promise_is_owed(
    known: list[FollowUp], *, allowed: bool
) -> None:
    assert followups.may_ask(known, 1) is allowed


def test_what_was_made_with_several_people_counts_for_each() -> None:
    together = FollowUp(1, FollowUpKind.MINE, "x", people=(1, 2))
    assert [followups.may_ask([together], who) for who in (1, 2, 3)] == [False, False, True]
    assert followups.open_asks([one(1), one(2), one(3, who=2)]) == {1: 2, 2: 1}


@given(st.lists(ANY, max_size=8), ANY, st.integers(1, 4))
def test_one_more_follow_up_never_allows_an_ask_that_was_denied(
    known: list[FollowUp], more: FollowUp, who: int
) -> None:
    if not followups.may_ask(known, who):
        assert not followups.may_ask([*known, more], who)


def test_a_promise_is_kept_or_dropped_and_an_ask_is_given_declined_or_not_answered() -> None:
    for kind in FollowUpKind:
        assert set(followups.outcomes(kind)) == (
            {Outcome.GIVEN, Outcome.DECLINED, Outcome.NO_ANSWER} if kind in ASKS else {Outcome.KEPT, Outcome.DROPPED}
        )
    assert [followups.outcomes(kind)[0] for kind in (FollowUpKind.MINE, FollowUpKind.FEEDBACK)] == ["kept", "given"]


@given(st.lists(ANY, max_size=12))
def test_due_is_what_is_open_and_has_its_day(known: list[FollowUp]) -> None:
    due = followups.due(known, TODAY)
    assert sorted(each.id for each in due) == sorted(
        each.id for each in known if each.done_at is None and each.due_on and each.due_on <= TODAY
    )
    assert [each.due_on for each in due] == sorted(each.due_on for each in due if each.due_on)


@given(st.lists(ANY, max_size=12), st.integers(0, 12))
def test_the_nearest_to_today_are_chosen_and_stand_by_their_day(known: list[FollowUp], most: int) -> None:
    known = list(followups.due(known, TODAY + timedelta(days=7)))
    chosen = followups.choose(known, TODAY, most)
    distances = sorted(abs((each.due_on - TODAY).days) for each in known if each.due_on)
    assert sorted(abs((each.due_on - TODAY).days) for each in chosen if each.due_on) == distances[:most]
    assert [each.due_on for each in chosen] == sorted(each.due_on for each in chosen if each.due_on)


@pytest.mark.parametrize(
    ("kind", "days", "where"),
    [
        (FollowUpKind.MINE, -1, Group.OVERDUE),
        (FollowUpKind.MINE, 0, Group.SOON),
        (FollowUpKind.MINE, 7, Group.SOON),
        (FollowUpKind.MINE, 8, Group.LATER),
        (FollowUpKind.MINE, None, Group.LATER),
        (FollowUpKind.THEIRS, -1, Group.THEIRS),
        (FollowUpKind.FEEDBACK, -1, Group.ASKS),
    ],
)
def test_each_stands_in_its_group(kind: FollowUpKind, days: int | None, where: Group) -> None:
    due_on = None if days is None else TODAY + timedelta(days=days)
    assert followups.group(FollowUp(1, kind, "x", due_on), TODAY) is where
    assert followups.group(FollowUp(1, kind, "x", due_on, done_at=DONE), TODAY) is Group.CLOSED


@given(st.lists(ANY, max_size=12, unique_by=lambda one: one.id))
def test_the_list_is_all_of_them_group_after_group(known: list[FollowUp]) -> None:
    arranged = followups.arrange(known, TODAY)
    assert sorted(one.id for one in arranged) == sorted(one.id for one in known)
    places = [list(Group).index(followups.group(one, TODAY)) for one in arranged]
    assert places == sorted(places)
    assert followups.arrange(arranged, TODAY) == arranged


def test_an_edit_changes_what_differs_and_takes_back_an_end_that_the_new_kind_does_not_know() -> None:
    known = FollowUp(1, FollowUpKind.MINE, "x", TODAY, done_at=DONE, outcome=Outcome.KEPT)
    assert followups.changes(known, FollowUpKind.MINE, "x", TODAY) == {}
    assert followups.changes(known, FollowUpKind.THEIRS, "y", None) == {"kind": "theirs", "text": "y", "due_on": None}
    assert followups.changes(known, FollowUpKind.FEEDBACK, "x", TODAY) == {
        "kind": "feedback",
        "outcome": "",
        "done_at": None,
    }
