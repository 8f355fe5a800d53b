"""Upkeep: asking for zones that Slack has not named yet, and deleting what has been kept long enough."""

import logging
from datetime import datetime, timedelta

from bot.domain import upkeep as rules
from bot.messenger import SlackProblem, SlackRefused
from bot.parts import Parts
from bot.services import privacy, upkeep, workspaces

log = logging.getLogger(__name__)

HOURLY = timedelta(hours=1)


class Upkeep:
    """Zones at every tick, deletions once an hour of the workspace's time."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._cleaned_at: datetime | None = None

    async def run(self, now: datetime) -> None:
        await self._ask_zones(now)
        if self._cleaned_at is None or abs(now - self._cleaned_at) >= HOURLY:
            await self._parts.db.write(upkeep.forget_payloads, now, self._parts.clock.real())
            await self._parts.db.write(privacy.forget_undone, now)
            await self._parts.db.write(workspaces.delete_removed, now - rules.REMOVED_KEPT)
            self._cleaned_at = now

    async def _ask_zones(self, now: datetime) -> None:
        for member in await self._parts.db.write(upkeep.claim_unknown_zones, now):
            try:
                user = await self._parts.messenger.user(member, member.user_id)
            except SlackRefused as problem:
                if problem.code == "user_not_found":
                    await self._parts.db.write(upkeep.note_zone, member, None, False, now)
            except SlackProblem as problem:
                log.info("a member's zone has to wait (%s)", problem)
            else:
                note = upkeep.note_zone
                await self._parts.db.write(note, member, user.zone, user.deleted, now, locale=user.locale)
