"""What a history tells about a message that may have been posted."""

from datetime import timedelta

import pytest

from bot.domain import doubts
from bot.domain.doubts import MAX_LOOKUPS, Seen, Verdict

OURS = Seen("1.0", "ours", bare=False)
OTHER = Seen("2.0", "another", bare=False)
ANSWER = Seen("3.0", "", bare=False)
BARE = Seen("4.0", "", bare=True)


@pytest.mark.parametrize(
    ("history", "complete", "verdict"),
    [
        ([OTHER, ANSWER, OURS], True, (Verdict.POSTED, "1.0")),
        ([OURS], False, (Verdict.POSTED, "1.0")),
        ([BARE, OURS], True, (Verdict.POSTED, "1.0")),
        ([OTHER, ANSWER], True, (Verdict.NOT_POSTED, "")),
        ([], True, (Verdict.NOT_POSTED, "")),
        ([], False, (Verdict.UNCLEAR, "")),
        ([OTHER], False, (Verdict.UNCLEAR, "")),
        ([OTHER, BARE], True, (Verdict.UNCLEAR, "")),
    ],
)
def test_not_posted_is_said_only_where_nothing_can_be_hidden(
    history: list[Seen], complete: bool, verdict: tuple[Verdict, str]
) -> None:
    assert doubts.judge(history, "ours", complete=complete) == verdict


def test_waits_grow_and_end() -> None:
    waits = [doubts.wait_after(lookups) for lookups in range(1, MAX_LOOKUPS)]
    assert waits == sorted(waits)
    assert timedelta(hours=5) < sum(waits, timedelta()) < timedelta(hours=9)
    assert not doubts.is_hopeless("TimeoutError", MAX_LOOKUPS - 1)
    assert doubts.is_hopeless("TimeoutError", MAX_LOOKUPS)
    assert doubts.is_hopeless("missing_scope", 1)
    assert doubts.is_hopeless(Verdict.UNCLEAR, 1)
