"""Follow-ups in Slack: the Done button of a promise's row, wherever it stands."""

from bot import ids
from bot.domain.win_form import int_of
from bot.services import followups
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import followups as views


def register(routes: Routes) -> None:
    routes.action(ids.FOLLOWUP_DONE, on_done)


async def on_done(call: Call) -> Reply:
    """The message stays as it is but for the row; a private answer brings no message, so the row is added."""
    done = await call.parts.db.write(followups.mark_done, call.actor, int_of(call.value), call.key, call.now)
    call.refresh_home()
    row = views.done_row(done.follow_up, before=done.before)
    message = call.body.get("message")
    return views.replaced(message if isinstance(message, dict) else {}, done.follow_up.id, row)
