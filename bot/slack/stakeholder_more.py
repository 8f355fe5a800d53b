"""What is seldom done with a person, out of the menu on their card."""

from bot import ids
from bot.domain.outcomes import Refused
from bot.slack import people_merges, stakeholders
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import stakeholder_card as views


def register(routes: Routes) -> None:
    routes.action(ids.STAKEHOLDER_MORE, on_more)


async def on_more(call: Call) -> Reply:
    what, _, value = call.value.partition(":")
    if what == views.MERGE:
        return await people_merges.open_for(call, value)
    if what == views.ARCHIVE:
        return await stakeholders.archive_pressed(call, value)
    if what == views.SNOOZE:
        return await stakeholders.snooze_pressed(call, value)
    raise Refused("not_found")
