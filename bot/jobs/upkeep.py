"""Upkeep: asking for zones that Slack has not named yet, trying a token that was refused, deleting what is old."""

import logging
from datetime import datetime, timedelta

from bot.domain import upkeep as rules
from bot.messenger import SlackProblem, SlackRefused
from bot.parts import Parts
from bot.services import privacy, upkeep, workspaces

log = logging.getLogger(__name__)

HOURLY = timedelta(hours=1)
TRY_TOKEN_EVERY = timedelta(minutes=10)  # real time, while a workspace rests


class Upkeep:
    """Zones at every tick, deletions once an hour of the workspace's time, a refused token every ten minutes."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._cleaned_at: datetime | None = None
        self._tried_at: datetime | None = None

    async def run(self, now: datetime) -> None:
        await self._ask_zones(now)
        await self._try_token()
        if self._cleaned_at is None or abs(now - self._cleaned_at) >= HOURLY:
            await self._parts.db.write(upkeep.forget_payloads, now, self._parts.clock.real())
            await self._parts.db.write(privacy.forget_undone, now)
            await self._parts.db.write(workspaces.delete_removed, now - rules.REMOVED_KEPT)
            self._cleaned_at = now

    async def _try_token(self) -> None:
        """Whether Slack accepts again what it did not; then the workspace takes messages from now on."""
        real = self._parts.clock.real()
        if self._tried_at is not None and abs(real - self._tried_at) < TRY_TOKEN_EVERY:
            return
        troubled = await self._parts.db.read(workspaces.list_troubled)
        if not troubled:
            return
        self._tried_at = real
        try:
            who = await self._parts.messenger.identity()
        except SlackProblem as problem:
            log.warning("Slack still does not accept the token (%s): nothing is sent", problem)
            return
        if (who["enterprise_id"], who["team_id"]) in troubled:
            log.info("Slack accepts the token again")
            await self._parts.db.write(workspaces.note_connection, who, real)

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
