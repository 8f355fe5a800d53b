"""Members: starting them, finding them, and what they set."""

import dataclasses
import functools
import zoneinfo
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain import emoji, lines, schedules
from bot.domain import members as rules
from bot.domain.away import Periods
from bot.domain.deliveries import Kind
from bot.domain.members import Actor, Member, Settings, ZoneSource
from bot.domain.outcomes import FieldsRefused, Refused
from bot.store import away, deliveries, members
from bot.store.database import Session


def enrol(session: Session, actor: Actor, now: datetime) -> Member:
    """The actor's member, started now if they are new. For captures: nothing else starts anybody."""
    member = members.find_locked(session, actor)
    return members.add(session, actor, now) if member is None else _heard_of(session, member)


def find(session: Session, actor: Actor) -> Member | None:
    return members.find(session, actor)


def require(session: Session, actor: Actor) -> Member:
    """Raises Refused("not_started") for somebody who has recorded nothing yet."""
    member = members.find_locked(session, actor)
    if member is None:
        raise Refused("not_started")
    return _heard_of(session, member)


def _heard_of(session: Session, member: Member) -> Member:
    """Who does something can be written to, whatever Slack said of them before. Their due times have gone on."""
    if not member.problem:
        return member
    members.change(session, member.id, problem="", inactive=False)
    return replace(member, problem="", inactive=False)


def note_record(session: Session, member: Member, now: datetime) -> Member:
    """Called after each capture: the first one sets the first digest and nudge going.

    The returned member has `first_record_at == now` exactly when this was the first record, which is to be announced.
    """
    if member.first_record_at is not None:
        return member
    digest_at, nudge_at = due_times(member, now, away.list_periods(session, member.id))
    members.change(session, member.id, first_record_at=now, next_digest_at=digest_at, next_nudge_at=nudge_at)
    return replace(member, first_record_at=now, next_digest_at=digest_at, next_nudge_at=nudge_at)


def due_times(
    member: Member, now: datetime, periods: Periods = (), planned: Collection[tuple[Kind, str]] = ()
) -> tuple[datetime | None, datetime | None]:
    """When the next digest and the next nudge are due by the member's settings, never on an away day, and in no week
    that has had its own (`planned`): None where there is to be none.
    """
    if member.paused or member.inactive:
        return None, None

    def following(kind: Kind, weekday: int, hour: int) -> datetime:
        due = schedules.next_due(member.zone, weekday, hour, now, periods)
        while (kind, schedules.period(due, member.zone)) in planned:
            due = schedules.next_due(member.zone, weekday, hour, due, periods)
        return due

    digest = following(Kind.DIGEST, member.digest_weekday, member.digest_hour) if member.digest_on else None
    nudge = following(Kind.NUDGE, member.nudge_weekday, member.nudge_hour) if member.nudge_on else None
    return digest, nudge


def see_settings(session: Session, actor: Actor) -> tuple[Settings, Member | None]:
    """The actor's settings, or what holds for somebody who has not started."""
    member = members.find(session, actor)
    return rules.settings_of(member), member


def change_settings(
    session: Session, actor: Actor, wanted: Settings, now: datetime, emoji_names: Collection[str] = ()
) -> Member:
    """Saves what was chosen and works out anew when the next messages are due.

    Zone and emoji arrive as typed. An empty zone follows Slack's: that of `actor` if it was asked, else it is asked
    anew. `emoji_names` are those that can be used in the workspace, none where they are not known. Raises FieldsRefused
    for all fields at once: zone_nearest, zone_unknown, emoji_unknown, emoji_missing, emoji_nearest, emoji_same.
    """
    zone, win_emoji, talk_emoji = _read(wanted, emoji_names)
    member = enrol(session, actor, now)
    chosen = replace(
        member,
        digest_on=wanted.digest_on,
        digest_weekday=wanted.digest_weekday,
        digest_hour=wanted.digest_hour,
        nudge_on=wanted.nudge_on,
        nudge_weekday=wanted.nudge_weekday,
        nudge_hour=wanted.nudge_hour,
        win_emoji=win_emoji,
        talk_emoji=talk_emoji,
        paused=wanted.paused,
        silent=wanted.silent,
        discreet=wanted.discreet,
        first_weekday=wanted.first_weekday,
        locale=actor.locale or member.locale,
    )
    if zone:
        chosen = replace(chosen, zone=zone, zone_source=ZoneSource.CHOSEN)
    elif actor.zone_asked or member.zone_source is ZoneSource.CHOSEN:
        chosen = _following_slack(chosen, actor)
    return _store(session, member, chosen, now)


def switch(session: Session, actor: Actor, kind: str, on: bool, now: datetime) -> Member:
    """Turns the "digest" or the "nudge" on or off; saying it twice changes nothing."""
    member = require(session, actor)
    changes: dict[str, Any] = {f"{kind}_on": on}
    return _store(session, member, replace(member, **changes), now)


def move_due_times(session: Session, member: Member, now: datetime) -> Member:
    """Works the next messages out anew, after the away days have changed."""
    if member.first_record_at is None:
        return member
    digest_at, nudge_at = _next_times(session, member, now)
    members.change(session, member.id, next_digest_at=digest_at, next_nudge_at=nudge_at)
    return replace(member, next_digest_at=digest_at, next_nudge_at=nudge_at)


def note_user(
    session: Session, actor: Actor, zone: str | None, deleted: bool, now: datetime, *, locale: str = ""
) -> None:
    """Slack says how somebody is now: who was deactivated gets no messages, and who follows Slack's zone moves along.

    Of people who do not use Vouch nothing is stored.
    """
    member = members.find_locked(session, actor)
    if member is None:
        return
    problem = member.problem if deleted else ""
    noted = replace(member, inactive=deleted, locale=locale[:16] or member.locale, problem=problem)
    if zone and member.zone_source is not ZoneSource.CHOSEN and zone in known_zones():
        noted = replace(noted, zone=zone, zone_source=ZoneSource.SLACK)
    if noted != member:
        _store(session, member, noted, now)


@functools.cache
def known_zones() -> frozenset[str]:
    """The IANA zones of this machine's data, read once."""
    return frozenset(zoneinfo.available_timezones() - {"Factory", "localtime"})


def _following_slack(member: Member, actor: Actor) -> Member:
    if actor.zone and actor.zone in known_zones():
        return replace(member, zone=actor.zone, zone_source=ZoneSource.SLACK)
    return replace(member, zone_source=ZoneSource.NONE if actor.zone_asked else ZoneSource.PENDING)


def _store(session: Session, before: Member, after: Member, now: datetime) -> Member:
    """Writes what differs. Due times are worked out again only where something they hang on has changed."""
    if _schedule(before) != _schedule(after):
        if _has_travelled(before, after):
            digest_at, nudge_at = _times_of_same_weeks(before, after)
        elif after.first_record_at:
            digest_at, nudge_at = _next_times(session, after, now)
        else:
            digest_at = nudge_at = None
        after = replace(after, next_digest_at=digest_at, next_nudge_at=nudge_at)
    changed = {
        field.name: getattr(after, field.name)
        for field in dataclasses.fields(Member)
        if getattr(after, field.name) != getattr(before, field.name)
    }
    if after.zone_source is not before.zone_source:
        changed["zone_next_try_at"] = now if after.zone_source is ZoneSource.PENDING else None
        changed["zone_attempts"] = 0
    if changed:
        members.change(session, before.id, **changed)
    return after


def _next_times(session: Session, member: Member, now: datetime) -> tuple[datetime | None, datetime | None]:
    planned = deliveries.list_planned(session, member.id, now - timedelta(days=8))
    return due_times(member, now, away.list_periods(session, member.id), planned)


def _has_travelled(before: Member, after: Member) -> bool:
    """Only their zone is another one; whose zone was not known before has gone nowhere."""
    known = before.zone_source in (ZoneSource.SLACK, ZoneSource.CHOSEN)
    return known and _schedule(replace(before, zone=after.zone)) == _schedule(after)


def _times_of_same_weeks(before: Member, after: Member) -> tuple[datetime | None, datetime | None]:
    """Who travels keeps the week that is next for them, on its day and hour in the new zone."""
    digest, nudge = before.next_digest_at, before.next_nudge_at
    zones = before.zone, after.zone
    return (
        digest and schedules.moved(digest, after.digest_weekday, after.digest_hour, *zones),
        nudge and schedules.moved(nudge, after.nudge_weekday, after.nudge_hour, *zones),
    )


def _schedule(member: Member) -> tuple[object, ...]:
    digest = (member.digest_on, member.digest_weekday, member.digest_hour)
    nudge = (member.nudge_on, member.nudge_weekday, member.nudge_hour)
    return (member.zone, digest, nudge, member.paused, member.inactive)


def _read(wanted: Settings, emoji_names: Collection[str]) -> tuple[str, str, str]:
    """Zone and emoji as they are stored."""
    read: dict[str, str] = {}
    faults: dict[str, Refused] = {}
    typed = {"zone": wanted.zone, "win_emoji": wanted.win_emoji, "talk_emoji": wanted.talk_emoji}
    for field, value in typed.items():
        try:
            read[field] = _read_zone(value) if field == "zone" else _read_emoji(value, emoji_names)
        except Refused as fault:
            faults[field] = fault
    if not faults.keys() & {"win_emoji", "talk_emoji"} and emoji.same(read["win_emoji"], read["talk_emoji"]):
        faults["talk_emoji"] = Refused("emoji_same")
    if faults:
        raise FieldsRefused(faults)
    return read["zone"], read["win_emoji"], read["talk_emoji"]


def _read_zone(typed: str) -> str:
    typed = typed.strip()
    if not typed:
        return ""
    if found := rules.find_zone(typed, known_zones()):
        return found
    nearest = rules.nearest_zone(typed, known_zones())
    raise Refused("zone_nearest" if nearest else "zone_unknown", zone=typed[:64], nearest=nearest)


def _read_emoji(typed: str, names: Collection[str]) -> str:
    name = rules.parse_emoji(typed)
    if not name:
        raise Refused("emoji_unknown")
    if emoji.missing(name, names):
        nearest = lines.nearest(name, names)
        raise Refused("emoji_nearest" if nearest else "emoji_missing", name=name, nearest=nearest)
    return name
