"""Troubles with messages, added up."""

from datetime import UTC, datetime, timedelta

from bot.domain.deliveries import Kind, State
from bot.domain.troubles import LATE, Troubles

NOW = datetime(2026, 12, 4, 15, tzinfo=UTC)


def test_failures_and_doubts_are_added_up_by_their_reason() -> None:
    counts = {
        (Kind.DIGEST, State.FAILED, "odd"): 1,
        (Kind.NUDGE, State.FAILED, "odd"): 2,
        (Kind.NUDGE, State.IN_DOUBT, "unclear"): 1,
        (Kind.NUDGE, State.SENT, ""): 7,
    }
    found = Troubles(counts, 0, None, {}, {})
    assert (found.failed(), found.unsettled()) == ({"odd": 3}, {"unclear": 1})


def test_a_little_late_is_only_spread() -> None:
    assert Troubles({}, 0, None, {}, {}).late(NOW) is None
    assert Troubles({}, 0, NOW - LATE + timedelta(seconds=1), {}, {}).late(NOW) is None
    assert Troubles({}, 0, NOW - LATE, {}, {}).late(NOW) == LATE
