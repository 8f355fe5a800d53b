from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import checks
from bot.domain.evidence import Evidence, EvidenceKind, Reading, Standing

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("piece", "after"),
    [
        (Evidence(EvidenceKind.MESSAGE, reading=Reading.READ), checks.FIRST_LOOK),
        (Evidence(EvidenceKind.MESSAGE, reading=Reading.PENDING), None),
        (Evidence(EvidenceKind.MESSAGE, url="https://acme.slack.com/archives/C1/p1"), None),
        (Evidence(EvidenceKind.LINK, url="https://x.y"), None),
        (Evidence(EvidenceKind.QUOTE, snapshot="well done"), None),
    ],
)
def test_only_a_message_whose_text_is_known_is_looked_at(piece: Evidence, after: timedelta | None) -> None:
    assert checks.first_look(piece, NOW) == (NOW + after if after else None)


@given(st.text(), st.text())
def test_a_message_is_looked_at_about_a_week_later_each_at_a_moment_of_its_own(channel: str, ts: str) -> None:
    due = checks.next_look(channel, ts, NOW)
    assert timedelta(days=6, hours=12) <= due - NOW <= timedelta(days=7, hours=12)
    assert due == checks.next_look(channel, ts, NOW)
    assert timedelta(0) <= checks.planned(channel, ts, NOW) - NOW <= timedelta(days=7)


def test_what_was_captured_together_is_not_looked_at_together() -> None:
    moments = {checks.next_look("C1", f"1700000000.{number:06}", NOW) for number in range(100)}
    assert len(moments) == 100
    assert max(moments) - min(moments) > timedelta(hours=18)


def test_a_message_that_says_something_else_is_edited_and_line_breaks_are_no_words() -> None:
    assert checks.compare("Well done\nall", "Well  done all") is Standing.THERE
    assert checks.compare("Well done", "Well done!") is Standing.EDITED
    assert checks.compare("Well done", "") is Standing.EDITED


@pytest.mark.parametrize(
    ("code", "before", "read_itself", "standing"),
    [
        ("message_not_found", Standing.UNCHECKED, True, Standing.DELETED),
        ("message_not_found", Standing.THERE, False, Standing.DELETED),
        ("message_not_found", Standing.EDITED, False, Standing.DELETED),
        ("message_not_found", Standing.UNCHECKED, False, Standing.UNREACHABLE),
        ("message_not_found", Standing.UNREACHABLE, True, Standing.UNREACHABLE),
        ("not_in_channel", Standing.THERE, True, Standing.UNREACHABLE),
        ("is_archived", Standing.THERE, True, Standing.UNREACHABLE),
        ("never_heard_of", Standing.THERE, True, Standing.UNREACHABLE),
        ("token_revoked", Standing.THERE, True, None),
        ("missing_scope", Standing.UNCHECKED, True, None),
    ],
)
def test_only_a_message_that_vouch_could_see_counts_as_deleted(
    code: str, before: Standing, read_itself: bool, standing: Standing | None
) -> None:
    assert checks.standing_after(code, before, read_itself=read_itself) is standing


def test_where_vouch_cannot_look_it_tries_ever_less_often() -> None:
    gaps = []
    standing, checked_at, now = Standing.THERE, NOW - timedelta(days=7), NOW
    for _ in range(5):
        again = checks.look_again(standing, checked_at, now)
        gaps.append((again - now).days)
        standing, checked_at, now = Standing.UNREACHABLE, now, again
    assert gaps == [14, 28, 56, 90, 90]
    assert checks.look_again(Standing.UNREACHABLE, None, NOW) == NOW + timedelta(days=14)
