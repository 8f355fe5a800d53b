"""Windows with charts and tables: what Slack refuses of them goes again as text at once, and is remembered."""

import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Any, TypeVar

from bot.domain import refusals as rules
from bot.domain.members import Actor
from bot.domain.outcomes import NotSaved, OutcomeUnknown
from bot.domain.refusals import Surface
from bot.messenger import SlackRefused
from bot.parts import Parts
from bot.services import refusals

log = logging.getLogger(__name__)

R = TypeVar("R")
Payload = dict[str, Any]
Refused = frozenset[str]  # kinds of blocks


async def show(
    parts: Parts,
    actor: Actor,
    now: datetime,
    send: Callable[[Payload], Awaitable[R]],
    view_of: Callable[[Refused], Payload],
) -> R:
    """Sends the window made without the kinds of blocks that Slack has refused just now, none at first."""
    refused: Refused = frozenset()
    while True:
        view = view_of(refused)
        try:
            shown = await send(view)
            break
        except SlackRefused as problem:
            types = rules.refused_types(problem.code, problem.details, view["blocks"])
            if not types:
                raise
            log.warning("a window is shown without %s, which Slack refused", ", ".join(sorted(types)))
            parts.tasks.spawn(_remember(parts, actor, types, now))  # not first: a trigger lives three seconds
            refused |= types
    return shown


async def _remember(parts: Parts, actor: Actor, types: Collection[str], now: datetime) -> None:
    try:
        await parts.db.write(refusals.note_of_member, actor, Surface.MODAL, types, now)
    except (NotSaved, OutcomeUnknown):
        log.warning("that Slack refused blocks could not be noted")
