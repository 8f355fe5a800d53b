"""The rules of sending once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import deliveries
from bot.domain.deliveries import Fate, Kind
from bot.domain.members import Member
from tests import cast

FRIDAY = datetime(2026, 12, 4, 14, tzinfo=UTC)
WEDNESDAY = datetime(2026, 12, 2, 9, tzinfo=UTC)
WEEK = timedelta(days=7)


def ada(**changes: object) -> Member:
    times = {
        "next_digest_at": FRIDAY,
        "next_nudge_at": WEDNESDAY,
        "covered_until": FRIDAY - WEEK,
        "first_record_at": FRIDAY - 2 * WEEK,
        "created_at": FRIDAY - 2 * WEEK,
    }
    return cast.ada(**times | changes)


@pytest.mark.parametrize(
    ("code", "fate"),
    [
        ("invalid_blocks", Fate.TEXT_ONLY),
        ("user_disabled", Fate.NO_SUCH_PERSON),
        ("channel_not_found", Fate.NO_WAY_IN),
        ("token_revoked", Fate.NO_TOKEN),
        ("account_inactive", Fate.NO_TOKEN),
        ("something_new", Fate.RETRY),
    ],
)
def test_each_refusal_has_a_meaning(code: str, fate: Fate) -> None:
    assert deliveries.fate(code) is fate


def test_waiting_grows_to_half_an_hour() -> None:
    waits = [deliveries.wait_before(attempt).total_seconds() for attempt in range(1, 8)]
    assert waits == [30, 120, 600, 1800, 1800, 1800, 1800]


def test_two_days_are_too_late() -> None:
    assert not deliveries.too_late(FRIDAY, FRIDAY + timedelta(hours=48) - timedelta(microseconds=1))
    assert deliveries.too_late(FRIDAY, FRIDAY + timedelta(hours=48))


def test_due_moments_end_with_the_first_that_is_still_to_come() -> None:
    now = FRIDAY + WEEK
    assert list(deliveries.dues(Kind.DIGEST, ada(), now)) == [FRIDAY, FRIDAY + WEEK, FRIDAY + 2 * WEEK]
    assert list(deliveries.dues(Kind.NUDGE, ada(), now)) == [WEDNESDAY, WEDNESDAY + WEEK, WEDNESDAY + 2 * WEEK]
    assert list(deliveries.dues(Kind.DIGEST, ada(next_digest_at=None), now)) == []


@pytest.mark.parametrize(
    ("change", "digest", "nudge"),
    [
        ({}, True, True),
        ({"digest_on": False}, False, True),
        ({"nudge_on": False}, True, False),
        ({"paused": True}, False, False),
        ({"inactive": True}, False, False),
        ({"first_record_at": None}, False, False),
    ],
)
def test_only_who_wants_it_is_written_to(change: dict[str, object], digest: bool, nudge: bool) -> None:
    member = ada(**change)
    assert (deliveries.wanted(Kind.DIGEST, member), deliveries.wanted(Kind.NUDGE, member)) == (digest, nudge)
