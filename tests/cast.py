"""The standing cast as values: Ada the member, as she comes out of the store."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.domain.members import Member, ZoneSource

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)  # a Friday
_ADA = Member(
    id=1,
    workspace_id=1,
    enterprise_id="",
    team_id="T0ACME",
    workspace_url="",
    user_id="U0ADA",
    zone="Europe/Berlin",
    zone_source=ZoneSource.SLACK,
    digest_weekday=4,
    digest_hour=15,
    digest_on=True,
    nudge_weekday=2,
    nudge_hour=10,
    nudge_on=True,
    win_emoji="trophy",
    talk_emoji="handshake",
    paused=False,
    inactive=False,
    dm_channel="",
    next_digest_at=datetime(2026, 11, 20, 14, tzinfo=UTC),
    next_nudge_at=datetime(2026, 11, 25, 9, tzinfo=UTC),
    covered_until=NOW,
    first_record_at=NOW,
    created_at=NOW,
)


def ada(**changes: Any) -> Member:
    """Ada with the default settings, her next digest this Friday; `changes` are fields of Member."""
    return replace(_ADA, **changes)
