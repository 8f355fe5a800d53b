"""The mid-week nudge on its day: gathering a batch and putting it into words; who has nobody overdue gets none."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot import ids
from bot.domain.deliveries import Delivery, Kind, Window
from bot.jobs import deliveries
from bot.jobs.deliveries import Letter, Worker
from bot.parts import Parts
from bot.services import nudges
from bot.views import discreet
from bot.views import nudges as nudge_views


async def send_due_nudges(parts: Parts, worker: Worker, now: datetime) -> None:
    await deliveries.send_due(parts, worker, Kind.NUDGE, _letters, now)


async def _letters(parts: Parts, batch: Sequence[Delivery], now: datetime) -> Mapping[int, Letter]:
    found = await parts.db.read(nudges.gather, [delivery.member_id for delivery in batch], now)
    return {
        delivery.id: Letter(
            member=nudge.member,
            message=discreet.nudge_message(len(nudge.people) + nudge.more)
            if nudge.member.discreet
            else nudge_views.nudge_message(nudge, parts.commands),
            metadata={"event_type": ids.METADATA_NUDGE, "event_payload": {"delivery": delivery.key}},
            window=Window(now, now),
            nudged=tuple(late.stakeholder.id for late in nudge.people),
        )
        for delivery in batch
        if (nudge := found.get(delivery.member_id)) is not None and nudge.people
    }
