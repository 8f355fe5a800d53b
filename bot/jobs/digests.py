"""The weekly digest on its day: gathering a batch and putting it into words; sending is jobs/deliveries' part."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot import ids
from bot.domain.deliveries import Delivery, Kind
from bot.jobs import deliveries
from bot.jobs.deliveries import Letter, Worker
from bot.parts import Parts
from bot.services import digests
from bot.views import digests as digest_views
from bot.views import discreet


async def send_due_digests(parts: Parts, worker: Worker, now: datetime) -> None:
    await deliveries.send_due(parts, worker, Kind.DIGEST, _letters, now)


async def _letters(parts: Parts, batch: Sequence[Delivery], now: datetime) -> Mapping[int, Letter]:
    found = await parts.db.read(digests.gather, [delivery.member_id for delivery in batch], now)
    return {
        delivery.id: Letter(
            member=digest.member,
            message=discreet.digest_message(digest, delivery.id)
            if digest.member.discreet
            else digest_views.digest_message(digest, parts.commands),
            metadata={"event_type": ids.METADATA_DIGEST, "event_payload": {"delivery": delivery.key}},
            window=digest.window,
        )
        for delivery in batch
        if (digest := found.get(delivery.member_id)) is not None
    }
