"""Finding wins in Slack: the lists, the form that finds, and the window of one win."""

from bot import ids
from bot.domain import win_form
from bot.messenger import SlackRefused
from bot.services import win_detail
from bot.slack.call import Call, Payload, Reply
from bot.slack.router import Routes
from bot.views import win_detail as detail_views


def register(routes: Routes) -> None:
    routes.action(ids.WIN_OPEN, on_open)


async def on_open(call: Call) -> Reply:
    """Over whatever it was pressed in, a window too: what is under it is there again when it is closed."""
    win_id = win_form.int_of(call.value)
    try:
        await call.open_modal_when(call.parts.db.read(win_detail.see, call.actor, win_id, call.now), detail_views.modal)
    except SlackRefused as problem:
        if problem.code != "push_limit_reached":
            raise
        detail = await call.parts.db.read(win_detail.see, call.actor, win_id, call.now)
        await instead(call, detail_views.modal(detail))
    return None


async def instead(call: Call, view: Payload) -> None:
    """Shows a window in place of the one whose button was pressed."""
    # Without the view's hash: of two quick presses the second must not fail on what the first one has changed.
    await call.parts.messenger.update_view(call.actor, str(call.view.get("id") or ""), view)
