"""Asking the history about messages that may have been posted, before anything is sent again."""

import logging
from datetime import datetime, timedelta

from bot.domain import deliveries as delivery_rules
from bot.domain import doubts as rules
from bot.domain.doubts import Doubt, Verdict
from bot.jobs.deliveries import Worker
from bot.messenger import RateLimited, SlackProblem
from bot.parts import Parts
from bot.services import doubts

log = logging.getLogger(__name__)

AT_ONCE = 10  # claimed together, asked one after the other: Slack allows some fifty a minute


async def look_up(parts: Parts, worker: Worker, now: datetime) -> None:
    """Settles what can be settled now."""
    if vanished := await parts.db.write(doubts.begin_doubting, parts.clock.real()):
        log.warning("%d deliveries were being sent when their worker vanished; the history is asked", vanished)
    silent: dict[int, datetime] = {}  # until when Slack asked for silence, by workspace
    for doubt in await parts.db.write(doubts.claim, worker.name, parts.clock.real(), AT_ONCE):
        if worker.stopping:
            return
        place = doubt.member.workspace_id
        try:
            if place not in silent:
                await _settle(parts, worker, doubt, now)
        except RateLimited as problem:
            silent[place] = parts.clock.real() + timedelta(seconds=problem.retry_after)
        if place in silent:
            await parts.db.write(doubts.put_off, doubt, worker.name, silent[place])


async def _settle(parts: Parts, worker: Worker, doubt: Doubt, now: datetime) -> None:
    """Raises RateLimited."""
    real, key = parts.clock.real(), doubt.delivery.key
    try:
        channel, verdict, ts = await _ask(parts, doubt)
    except RateLimited:
        raise
    except SlackProblem as problem:
        await _unread(parts, worker, doubt, str(problem))
    else:
        if verdict is Verdict.POSTED:
            log.info("the delivery %s was found in the history: it had been sent", key)
            await parts.db.write(doubts.record_posted, doubt, channel, ts, now)
        elif verdict is Verdict.NOT_POSTED:
            log.info("the delivery %s is not in the history: it is sent", key)
            if not await parts.db.write(doubts.record_not_posted, doubt, worker.name, real):
                log.warning("the delivery %s was tried too often and is given up", key)
        else:
            await _unread(parts, worker, doubt, verdict)


async def _ask(parts: Parts, doubt: Doubt) -> tuple[str, Verdict, str]:
    """The DM, what its history says, and the message's ts."""
    member = doubt.member
    channel = member.dm_channel or await parts.messenger.open_dm(member, member.user_id)
    history, complete = await parts.messenger.history(member, channel, doubt.window.end - delivery_rules.SKEW)
    return channel, *rules.judge(history, doubt.delivery.key, complete=complete)


async def _unread(parts: Parts, worker: Worker, doubt: Doubt, code: str) -> None:
    if not await parts.db.write(doubts.record_unread, doubt, worker.name, code, parts.clock.real()):
        log.warning(
            "whether the delivery %s was sent cannot be found out (%s): it is not repeated, its content counts as read",
            doubt.delivery.key,
            code,
        )
