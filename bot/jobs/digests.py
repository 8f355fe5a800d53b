"""The weekly digest on its day: gathering a batch and putting it into words; sending is jobs/deliveries' part."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot import ids
from bot.domain.deliveries import Delivery, Kind
from bot.domain.digests import Digest
from bot.domain.refusals import Surface
from bot.jobs import deliveries
from bot.jobs.deliveries import Letter, Worker
from bot.parts import Parts
from bot.services import digests, refusals
from bot.views import digests as digest_views
from bot.views import discreet as discreet_views


async def send_due_digests(parts: Parts, worker: Worker, now: datetime) -> None:
    await deliveries.send_due(parts, worker, Kind.DIGEST, _letters, now)


async def _letters(parts: Parts, batch: Sequence[Delivery], now: datetime) -> Mapping[int, Letter]:
    found = await parts.db.read(digests.gather, [delivery.member_id for delivery in batch], now)
    places = {digest.member.workspace_id for digest in found.values()}
    refused = await parts.db.read(refusals.known_by_workspace, places, Surface.MESSAGE, now)
    return {
        delivery.id: _letter(parts, delivery, digest, refused.get(digest.member.workspace_id, frozenset()))
        for delivery in batch
        if (digest := found.get(delivery.member_id)) is not None
    }


def _letter(parts: Parts, delivery: Delivery, digest: Digest, refused: frozenset[str]) -> Letter:
    def without(types: frozenset[str]) -> Mapping[str, Any]:
        return digest_views.digest_message(digest, parts.commands, refused | types)

    discreet = digest.member.discreet
    return Letter(
        member=digest.member,
        message=discreet_views.digest_message(digest, delivery.id) if discreet else without(frozenset()),
        metadata={"event_type": ids.METADATA_DIGEST, "event_payload": {"delivery": delivery.key}},
        window=digest.window,
        said=digest.said.write() if discreet else "",
        without=without,
    )
