"""The digest's listeners: seeing it now, and the drafts it speaks of; its rows' buttons belong to people and wins."""

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
    routes.action(ids.OPEN_HOME, on_action_drafts)


async def on_word_digest(call: Call) -> Reply:
    """Seen by the asker alone; nothing counts as sent."""
    digest = await call.parts.db.read(digests.see_digest, call.actor, call.now)
    return views.asked_message(digest, call.parts.commands)


async def on_show(call: Call) -> Reply:
    """A discreet digest, opened in its place: as it was sent, with what is known of it now."""
    digest = await call.parts.db.read(digests.see_sent, call.actor, int_of(call.value))
    return discreet.opened(views.digest_message(digest, call.parts.commands), ids.DIGEST_HIDE, call.value)


async def on_hide(call: Call) -> Reply:
    delivery_id = int_of(call.value)
    return discreet.digest_message(await call.parts.db.read(digests.see_sent, call.actor, delivery_id), delivery_id)


async def on_action_drafts(call: Call) -> Reply:
    """Beside the digest, which stays as it is; Home shows the same."""
    drafts = await call.parts.db.read(digests.list_drafts, call.actor, call.now)
    await call.respond(views.drafts_message(drafts))
    call.refresh_home()
    return None
