"""The weekly check: looks at captured messages in Slack, a few at a time and no faster than Slack allows."""

import logging
from datetime import datetime, timedelta

from bot.domain.outcomes import NotRead, NotSaved, OutcomeUnknown
from bot.messenger import SlackProblem, SlackRefused
from bot.parts import Parts
from bot.services import checks

log = logging.getLogger(__name__)

HOURLY = timedelta(hours=1)


class Checks:
    """One turn of one workspace a tick; what was captured before there was a check is planned once an hour."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._planned_at: datetime | None = None

    async def run(self, now: datetime) -> None:
        """Not while the sandbox tells its story: weeks pass in seconds there, and pacing would hold up each day."""
        if self._parts.clock.quiet:
            return
        try:
            await self._plan(now)
            await self._look(now)
        except (NotRead, NotSaved, OutcomeUnknown) as problem:
            log.warning("captured messages have to wait for their check: %s", problem)

    async def _plan(self, now: datetime) -> None:
        if self._planned_at is None or abs(now - self._planned_at) >= HOURLY:
            more = await self._parts.db.write(checks.plan, now)
            self._planned_at = None if more else now

    async def _look(self, now: datetime) -> None:
        """A crash in between loses nothing: what was claimed and not noted is due again when its lease ends."""
        db, clock = self._parts.db, self._parts.clock
        turn = await db.write(checks.claim_turn, now, clock.real())
        for place, due in enumerate(turn):
            try:
                message = await self._parts.messenger.message(due, due.channel_id, due.ts)
            except SlackRefused as problem:
                await db.write(checks.note_refusal, due, problem.code, now)
            except SlackProblem as problem:  # a rate limit is remembered for all workers by the messenger
                log.info("captured messages have to wait for their check (%s)", problem)
                await db.write(checks.put_back, turn[place:], now)
                return
            else:
                await db.write(checks.note_text, due, message.text, now)
