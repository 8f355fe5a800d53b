"""Members: who uses Vouch, and their settings."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain import lines

_EMOJI = re.compile(r"[\w+'’-]{1,100}")


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
    locale: str = ""  # asked with the zone


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
    silent: bool = False  # captures are confirmed in as few words as can be
    discreet: bool = False
    first_weekday: int = 0  # of weeks on Home and in searches; Monday is 0
    locale: str = ""  # as Slack names it (en-US); empty where it is not known
    problem: str = ""  # Slack's last word on why they cannot be written to, until they are heard of again
    app_id: str = ""  # of Vouch in their workspace, which an address of Slack names; empty until Slack has named it

    def today(self, now: datetime) -> date:
        """The member's local date."""
        return self.local(now).date()

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class Settings:
    """What a member chooses; the defaults are those of somebody who has not chosen yet. Weekdays count from Monday, 0.

    `zone` is an IANA name that was chosen, or "" to follow Slack's.
    """

    zone: str = ""
    digest_on: bool = True
    digest_weekday: int = 4
    digest_hour: int = 15
    nudge_on: bool = True
    nudge_weekday: int = 2
    nudge_hour: int = 10
    win_emoji: str = "trophy"
    talk_emoji: str = "handshake"
    paused: bool = False
    silent: bool = False
    discreet: bool = False
    first_weekday: int = 0


def settings_of(member: Member | None) -> Settings:
    if member is None:
        return Settings()
    return Settings(
        zone=member.zone if member.zone_source is ZoneSource.CHOSEN else "",
        digest_on=member.digest_on,
        digest_weekday=member.digest_weekday,
        digest_hour=member.digest_hour,
        nudge_on=member.nudge_on,
        nudge_weekday=member.nudge_weekday,
        nudge_hour=member.nudge_hour,
        win_emoji=member.win_emoji,
        talk_emoji=member.talk_emoji,
        paused=member.paused,
        silent=member.silent,
        discreet=member.discreet,
        first_weekday=member.first_weekday,
    )


def parse_emoji(typed: str) -> str:
    """The bare name of one emoji written as `:trophy:`, `trophy` or `:wave::skin-tone-3:`; "" if it is no name."""
    name = typed.strip().casefold().strip(":").split("::skin-tone-")[0]
    return name if _EMOJI.fullmatch(name) else ""


def find_zone(typed: str, zones: Collection[str]) -> str:
    """The IANA name in `zones` that was typed, whatever its case and spaces; "" if there is none."""
    wanted = _folded(typed)
    return next((zone for zone in zones if _folded(zone) == wanted), "")


def nearest_zone(typed: str, zones: Collection[str]) -> str:
    """The zone in `zones` that was probably meant, by its whole name or its city; "" if none is near."""
    wanted = _folded(typed)
    names: dict[str, str] = {}
    for zone in sorted(zones):
        names.setdefault(_folded(zone), zone)
        names.setdefault(_folded(zone).rpartition("/")[2], zone)
    close = lines.nearest(wanted, names)
    return names[close] if close else ""


def _folded(zone: str) -> str:
    return "_".join(zone.casefold().split())
