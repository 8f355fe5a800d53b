"""A number read in another way, by a press under the confirmation or in the window *Saved*."""

from bot import ids
from bot.domain import fixes as rules
from bot.domain.outcomes import Refused
from bot.services import fixes
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import fixes as views
from bot.views import win_modal, wins


def register(routes: Routes) -> None:
    for action in ids.MEASURE_FIX:
        routes.action(action, on_fix)


async def on_fix(call: Call) -> Reply:
    """The confirmation in its place says how the number is read now."""
    pressed = rules.from_value(call.value)
    if pressed is None:
        raise Refused("not_found")
    fixed = await call.parts.db.write(fixes.fix, call.actor, pressed, call.key, call.now)
    call.refresh_home()
    below = views.buttons(fixed.win, fixed.offered)
    if call.view.get("type") != "modal":
        return wins.logged(fixed.win, fixed.today, below=below)
    view = win_modal.saved_modal(fixed.win, fixed.today, below=below, edit_id=fixed.edit_id)
    # Without the view's hash: of two quick presses the second must not fail on what the first one has changed.
    await call.parts.messenger.update_view(call.actor, str(call.view.get("id") or ""), view)
    return None
