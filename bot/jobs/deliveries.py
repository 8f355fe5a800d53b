"""Sending what is due, once: plan, claim, gather, note "sending", post, record; it knows no kind of message."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.domain import deliveries as rules
from bot.domain import refusals as refusal_rules
from bot.domain.deliveries import Delivery, Fate, Kind, Window
from bot.domain.members import Member
from bot.domain.outcomes import NotRead, NotSaved, OutcomeUnknown
from bot.domain.refusals import Surface
from bot.messenger import RateLimited, SlackNotReached, SlackRefused, SlackUnreachable
from bot.parts import Parts
from bot.services import deliveries, refusals
from bot.views import deliveries as delivery_views

log = logging.getLogger(__name__)

BATCH = 20  # claimed and sent at once, well within the lease at any pace
BATCHES = 50  # in one turn of the timetable


@dataclass(slots=True)
class Worker:
    """Who sends: `name` is one among all workers'. Once `stopping`, nothing more is begun."""

    name: str
    stopping: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One message ready to go. `nudged` are the stakeholders that it reminds of; `said` is kept of what it says.

    `without` makes it anew for a Slack that refuses blocks of some kinds; only a message that has such is asked.
    """

    member: Member
    message: Mapping[str, Any]
    metadata: Mapping[str, Any]
    window: Window
    nudged: tuple[int, ...] = ()
    said: str = ""
    without: Callable[[frozenset[str]], Mapping[str, Any]] | None = None


Gather = Callable[[Parts, Sequence[Delivery], datetime], Awaitable[Mapping[int, Letter]]]
"""Reads and renders a batch: letters by delivery id; a delivery without one has nothing to say."""


async def send_due(parts: Parts, worker: Worker, kind: Kind, gather: Gather, now: datetime) -> None:
    """Sends what is due, as far as one turn goes."""
    while await parts.db.write(deliveries.plan_due, kind, now, quiet=parts.clock.quiet) >= deliveries.PLAN_BATCH:
        pass
    for _ in range(BATCHES):
        claimed = await parts.db.write(deliveries.claim, kind, worker.name, now, parts.clock.real(), BATCH)
        if not claimed:
            return
        letters = await _gather(parts, worker, claimed, gather, now)
        await _send_all(parts, worker, [delivery for delivery in claimed if delivery.id in letters], letters, now)
        if worker.stopping:
            return


async def _gather(
    parts: Parts, worker: Worker, claimed: Sequence[Delivery], gather: Gather, now: datetime
) -> Mapping[int, Letter | None]:
    """Letters by delivery id, None for what has nothing to say. Where one cannot be made, the others still are."""
    try:
        made: Mapping[int, Letter] = await gather(parts, claimed, now)
    except NotRead:
        raise  # the database: all of them wait for their lease
    except Exception:
        if len(claimed) == 1:
            log.exception("the delivery %s could not be made", claimed[0].key)
            await parts.db.write(deliveries.record_unmade, claimed[0], worker.name, parts.clock.real())
            return {}
        each = [await _gather(parts, worker, [delivery], gather, now) for delivery in claimed]
        return {id_: letter for letters in each for id_, letter in letters.items()}
    return {delivery.id: made.get(delivery.id) for delivery in claimed}


async def _send_all(
    parts: Parts, worker: Worker, claimed: Sequence[Delivery], letters: Mapping[int, Letter | None], now: datetime
) -> None:
    """One person's trouble is nobody else's: each delivery fails by itself."""

    async def send(delivery: Delivery) -> None:
        letter = letters[delivery.id]
        if letter is None:
            await parts.db.write(deliveries.skip, delivery, worker.name)
        else:
            await _Sending(parts, worker, delivery, letter, now).run()

    outcomes = await asyncio.gather(*map(send, claimed), return_exceptions=True)
    for delivery, outcome in zip(claimed, outcomes, strict=True):
        if isinstance(outcome, Exception):
            log.error("the delivery %s was left to its lease", delivery.key, exc_info=outcome)


@dataclass(slots=True)
class _Sending:
    """`begun_at` is in real time."""

    parts: Parts
    worker: Worker
    delivery: Delivery
    letter: Letter
    now: datetime
    begun_at: datetime = field(init=False)

    async def run(self) -> None:
        member = self.letter.member
        try:
            await self.parts.messenger.wait_for_turn(member, member.user_id)
        except RateLimited as problem:
            await self._note(deliveries.put_off, self.parts.clock.real() + timedelta(seconds=problem.retry_after))
            return
        if self.worker.stopping:
            await self._note(deliveries.release)
            return
        self.begun_at = self.parts.clock.real()
        letter = self.letter
        if not await self._note(deliveries.begin, letter.window, self.begun_at, nudged=letter.nudged, said=letter.said):
            return
        try:
            await self._post(self.letter.message)
        except SlackRefused as problem:
            await self._refused(await self._again_without(problem))

    async def _again_without(self, problem: SlackRefused) -> SlackRefused | None:
        """Charts and tables that Slack refused go again as text, once. The refusal that is still to be recorded.

        What was refused was not posted, so nothing is sent twice by this.
        """
        types = refusal_rules.refused_types(problem.code, problem.details, self.letter.message["blocks"])
        if not types or self.letter.without is None:
            return problem
        log.warning("%s were refused (%s); they go as text", ", ".join(sorted(types)), problem.code)
        try:
            await self._post(self.letter.without(types))
        except SlackRefused as again:
            return again
        finally:
            await self._remember(types)
        return None

    async def _remember(self, types: frozenset[str]) -> None:
        place = self.letter.member.workspace_id
        try:
            await self.parts.db.write(refusals.note, place, Surface.MESSAGE, types, self.now)
        except (NotSaved, OutcomeUnknown):
            log.warning("that Slack refused blocks could not be noted")

    async def _refused(self, problem: SlackRefused | None) -> None:
        if problem is None:
            return
        if rules.fate(problem.code) is not Fate.TEXT_ONLY:
            await self._note(deliveries.record_refused, problem.code, self.parts.clock.real())
            return
        log.warning("blocks were refused (%s); the same goes as text", problem.code)
        try:
            await self._post(delivery_views.text_only(self.letter.message))
        except SlackRefused as again:
            await self._note(deliveries.record_refused, again.code, self.parts.clock.real())

    async def _post(self, message: Mapping[str, Any]) -> None:
        """Records every outcome but a refusal.

        Who was held up for too long posts nothing: others may be asking by now whether it did, and would send it too.
        """
        if self.parts.clock.real() - self.begun_at > rules.HAND_OVER_WITHIN:
            log.warning("the delivery %s was held up and has to wait", self.delivery.key)
            await self._not_reached(None, "held_up")
            return
        member, window = self.letter.member, self.letter.window
        try:
            posted = await self.parts.messenger.post(member, member.user_id, message, metadata=self.letter.metadata)
        except RateLimited as problem:
            await self._not_reached(timedelta(seconds=problem.retry_after), "ratelimited")
        except SlackNotReached:
            await self._not_reached(None, "not_reached")
        except SlackUnreachable as problem:
            await self._note(deliveries.record_in_doubt, str(problem), self.parts.clock.real())
        else:
            await self._note(deliveries.record_sent, window, posted.channel, posted.ts, self.now)

    async def _not_reached(self, wait: timedelta | None, why: str) -> None:
        await self._note(deliveries.record_not_reached, wait, self.parts.clock.real(), why)

    async def _note(self, record: Callable[..., Any], *values: Any, **named: Any) -> Any:
        return await self.parts.db.write(record, self.delivery, self.worker.name, *values, **named)
