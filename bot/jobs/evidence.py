"""Messages whose text is still to be read, after a crash or a failure too."""

import logging
from datetime import datetime

from bot import reading
from bot.domain.outcomes import NotRead, NotSaved, OutcomeUnknown
from bot.parts import Parts
from bot.services import evidence

log = logging.getLogger(__name__)


async def read_pending(parts: Parts, now: datetime) -> None:
    """Reads what is due, one after the other; what fails is tried again at a later tick."""
    try:
        for pending in await parts.db.read(evidence.list_due, now):
            if not await reading.read_message(parts, pending):
                return
    except (NotRead, NotSaved, OutcomeUnknown) as problem:
        log.warning("messages to be read have to wait: %s", problem)
