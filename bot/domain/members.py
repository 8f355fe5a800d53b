"""Members: who uses Vouch, and their settings."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Actor:
    """A Slack user as a payload names them. What Slack leaves out is an empty string.

    `zone` is the IANA zone asked of Slack for somebody not known yet (None: not asked, or no answer in time);
    `zone_asked` says whether Slack answered, so that "Slack knows no zone" differs from "ask again".
    """

    enterprise_id: str
    team_id: str
    user_id: str
    zone: str | None = None
    zone_asked: bool = False


class ZoneSource(StrEnum):
    SLACK = "slack"
    CHOSEN = "chosen"
    NONE = "none"  # Slack has no zone for this person: UTC, and the person is told
    PENDING = "pending"  # Slack has not answered yet: UTC until it does


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    workspace_id: int
    enterprise_id: str
    team_id: str
    workspace_url: str
    user_id: str
    zone: str
    zone_source: ZoneSource
    digest_weekday: int
    digest_hour: int
    digest_on: bool
    nudge_weekday: int
    nudge_hour: int
    nudge_on: bool
    win_emoji: str
    talk_emoji: str
    paused: bool
    inactive: bool
    dm_channel: str
    next_digest_at: datetime | None
    next_nudge_at: datetime | None
    covered_until: datetime
    first_record_at: datetime | None
    created_at: datetime

    def today(self, now: datetime) -> date:
        """The member's local date."""
        return self.local(now).date()

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.zone))
