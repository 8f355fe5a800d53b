"""The digest's listeners: seeing it now, and the drafts it speaks of; its rows' buttons belong to people and wins."""

from bot import ids
from bot.services import digests
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import digests as views


def register(routes: Routes) -> None:
    routes.word("digest", on_word_digest)
    routes.action(ids.OPEN_HOME, on_action_drafts)


async def on_word_digest(call: Call) -> Reply:
    """Seen by the asker alone; nothing counts as sent."""
    digest = await call.parts.db.read(digests.see_digest, call.actor, call.now)
    return views.asked_message(digest, call.parts.commands)


async def on_action_drafts(call: Call) -> Reply:
    """Beside the digest, which stays as it is; Home shows the same."""
    drafts = await call.parts.db.read(digests.list_drafts, call.actor, call.now)
    await call.respond(views.drafts_message(drafts))
    call.refresh_home()
    return None
