"""Messages with charts and tables: what Slack refuses of them goes again as text at once, and is remembered."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.domain import refusals as rules
from bot.domain.members import Actor
from bot.domain.outcomes import NotSaved, OutcomeUnknown
from bot.domain.refusals import Surface
from bot.messenger import SlackRefused
from bot.parts import Parts
from bot.services import refusals

log = logging.getLogger(__name__)

Payload = dict[str, Any]


async def post(
    parts: Parts,
    actor: Actor,
    now: datetime,
    send: Callable[[Payload], Awaitable[object]],
    message_of: Callable[[frozenset[str]], Payload],
) -> None:
    """Sends the message made without the kinds of blocks that Slack has refused just now, none at first."""
    refused: frozenset[str] = frozenset()
    while True:
        message = message_of(refused)
        try:
            await send(message)
            break
        except SlackRefused as problem:
            types = rules.refused_types(problem.code, problem.details, message["blocks"])
            if not types:
                raise
            log.warning("a message goes without %s, which Slack refused", ", ".join(sorted(types)))
            refused |= types
    if refused:
        try:
            await parts.db.write(refusals.note_of_member, actor, Surface.MESSAGE, refused, now)
        except (NotSaved, OutcomeUnknown):
            log.warning("that Slack refused blocks could not be noted")
