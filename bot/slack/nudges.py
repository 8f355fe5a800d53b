"""The nudge's listeners: opening a discreet one in its place, and hiding it again."""

from bot import ids
from bot.domain.win_form import int_of
from bot.slack import stakeholder_lists
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import discreet


def register(routes: Routes) -> None:
    routes.action(ids.NUDGE_SHOW, on_show)
    routes.action(ids.NUDGE_HIDE, on_hide)


async def on_show(call: Call) -> Reply:
    """Who is overdue now: somebody talked to since the nudge came is not named any more."""
    return discreet.opened(await stakeholder_lists.overdue(call, 0), ids.NUDGE_HIDE, str(int_of(call.value, 6)))


async def on_hide(call: Call) -> Reply:
    return discreet.nudge_message(int_of(call.value, 6))
