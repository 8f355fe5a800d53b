"""Exports' listeners: the record is gathered in one read, and arrives as a file in the member's DM after the answer."""

import asyncio
import logging

from bot import ids
from bot.domain.exports import Archive
from bot.messenger import SlackProblem
from bot.services import exports
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import errors
from bot.views import exports as views

log = logging.getLogger(__name__)


def register(routes: Routes) -> None:
    routes.word("export", on_word_export)
    routes.action(ids.PRIVACY_EXPORT, on_action_export)


async def on_word_export(call: Call) -> Reply:
    archive = await call.parts.db.read(exports.gather, call.actor, call.now)
    call.after(send, call, archive)
    return views.on_its_way()


async def on_action_export(call: Call) -> Reply:
    said = await on_word_export(call) or {}
    return errors.as_modal(said, "Export") if call.view else said | {"in_addition": True}


async def send(call: Call, archive: Archive) -> None:
    """A failure is told by the way the request came, if it has one."""
    messenger, place = call.parts.messenger, call.actor
    try:
        content = await asyncio.to_thread(views.document, archive)  # a long record takes a while to write down
        channel = await messenger.open_dm(place, place.user_id)
        await messenger.upload(
            place,
            channel,
            views.filename(archive),
            content,
            title=views.filename(archive),
            comment=views.comment(),
        )
    except SlackProblem as problem:
        log.warning("an export was not delivered: %s", problem)
        await call.respond(views.not_delivered(str(problem)))
