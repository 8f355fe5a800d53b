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
        (Kind.DIGEST, State.IN_DOUBT, "TimeoutError"): 1,
        (Kind.DIGEST, State.DUE, "msg_too_long"): 2,
        (Kind.DIGEST, State.DUE, ""): 5,
    }
    found = Troubles(counts, {"TimeoutError": 1}, None, {}, {})
    assert (found.failed(), found.unsettled(), found.tried_again()) == (
        {"odd": 3},
        {"unclear": 1},  # the other one is being looked for
        {"msg_too_long": 2},
    )


def test_a_little_late_is_only_spread() -> None:
    assert Troubles({}, {}, None, {}, {}).late(NOW) is None
    assert Troubles({}, {}, NOW - LATE + timedelta(seconds=1), {}, {}).late(NOW) is None
    assert Troubles({}, {}, NOW - LATE, {}, {}).late(NOW) == LATE
