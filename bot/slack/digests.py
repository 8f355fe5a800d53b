"""The digest's listeners: seeing it now, and opening a discreet one; its rows' buttons belong to people and wins."""

from bot import ids
from bot.domain.win_form import int_of
from bot.services import digests
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import digests as views
from bot.views import discreet


def register(routes: Routes) -> None:
    routes.word("digest", on_word_digest)
    routes.action(ids.DIGEST_SHOW, on_show)
    routes.action(ids.DIGEST_HIDE, on_hide)


async def on_word_digest(call: Call) -> Reply:
    """Seen by the asker alone; nothing counts as sent."""
    digest = await call.parts.db.read(digests.see_digest, call.actor, call.now)
    return views.asked_message(digest, call.parts.commands)


async def on_show(call: Call) -> Reply:
    """A discreet digest, opened in its place: as it was sent, with what is known of it now."""
    delivery_id = int_of(call.value)
    digest = await call.parts.db.read(digests.see_sent, call.actor, delivery_id)
    return discreet.opened(views.digest_message(digest, call.parts.commands), ids.DIGEST_HIDE, str(delivery_id))


async def on_hide(call: Call) -> Reply:
    delivery_id = int_of(call.value)
    return discreet.digest_message(await call.parts.db.read(digests.see_sent, call.actor, delivery_id), delivery_id)
