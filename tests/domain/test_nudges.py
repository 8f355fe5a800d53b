"""Whom a nudge names, and whom not again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain import nudges
from bot.domain.stakeholders import Relationship, Stakeholder
from tests.domain.test_deliveries import ada

NOW = datetime(2026, 12, 16, 9, tzinfo=UTC)
TODAY = date(2026, 12, 16)
LAST_TURN = NOW - timedelta(days=7)


def sponsor(id_: int, **values: Any) -> Stakeholder:
    """Sponsors are overdue after 45 days, or a week after they were added if never talked to."""
    added = values.pop("added_on", TODAY - timedelta(days=100))
    return Stakeholder(id_, Relationship.SPONSOR, added, 1, f"U{id_}", **values)


def named(*people: Stakeholder, previous: datetime | None = None) -> tuple[list[int], int]:
    about = nudges.outline(ada(), people, previous, NOW)
    assert [late.stakeholder.id for late in nudges.compose(about, {}).people] == list(about.named)
    return list(about.named), about.more


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_one_added_eight_days_ago_and_never_talked_to_is_named() -> None:
    assert named(sponsor(1, added_on=days_ago(8))) == ([1], 0)
    assert named(sponsor(1, added_on=days_ago(7))) == ([], 0)


def test_one_talked_to_yesterday_is_not() -> None:
    assert named(sponsor(1, last_conversation_on=days_ago(1))) == ([], 0)


def test_at_most_three_the_latest_first() -> None:
    people = [sponsor(id_, last_conversation_on=days_ago(45 + id_)) for id_ in (1, 2, 3, 4, 5)]
    assert named(*people) == ([5, 4, 3], 2)


@pytest.mark.parametrize(
    ("values", "again"),
    [
        ({"last_conversation_on": days_ago(60), "last_nudged_at": LAST_TURN}, False),
        ({"last_conversation_on": days_ago(60), "last_nudged_at": LAST_TURN - timedelta(days=7)}, True),
        ({"last_conversation_on": days_ago(60)}, True),
        # Overdue anew: talked to, and past the worst case since.
        ({"last_conversation_on": days_ago(52), "last_nudged_at": LAST_TURN}, True),
        ({"last_conversation_on": days_ago(53), "last_nudged_at": LAST_TURN}, False),
        # The end of a snooze is news, one that ended before the last turn is not.
        ({"last_conversation_on": days_ago(60), "last_nudged_at": LAST_TURN, "snoozed_until": TODAY}, True),
        ({"last_conversation_on": days_ago(60), "last_nudged_at": LAST_TURN, "snoozed_until": days_ago(8)}, False),
    ],
)
def test_nobody_twice_running_unless_newly_overdue(values: dict[str, object], again: bool) -> None:
    assert named(sponsor(1, **values), previous=LAST_TURN) == (([1], 0) if again else ([], 1))


def test_after_a_turn_without_a_nudge_they_are_named_again() -> None:
    person = sponsor(1, last_conversation_on=days_ago(60), last_nudged_at=NOW - timedelta(days=14))
    assert named(person, previous=None) == ([1], 0)
