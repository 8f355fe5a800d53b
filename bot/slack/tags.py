"""Tags in Slack: what the field offers while somebody types, the list, renaming, merging, deleting."""

from bot import ids
from bot.services import tags
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import tags as views


def register(routes: Routes) -> None:
    routes.option(ids.TAGS, on_typing)


async def on_typing(call: Call) -> Reply:
    offers = await call.parts.db.read(tags.suggest, call.actor, call.query)
    return views.offered(offers.known, offers.new)
