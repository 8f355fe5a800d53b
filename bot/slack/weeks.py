"""*Nothing this week* in Slack: noted in its place, and taken back there."""

from datetime import date

from bot import ids
from bot.domain.outcomes import Refused
from bot.services import weeks
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import weeks as views


def register(routes: Routes) -> None:
    routes.action(ids.WEEK_QUIET, on_quiet)
    routes.action(ids.WEEK_UNDO, on_undo)


async def on_quiet(call: Call) -> Reply:
    monday = _monday(call)
    before = await call.parts.db.write(weeks.note_quiet, call.actor, monday, call.key, call.now)
    return _in_place(call, monday, views.noted_row(monday, before=before))


async def on_undo(call: Call) -> Reply:
    monday = _monday(call)
    await call.parts.db.write(weeks.forget_quiet, call.actor, monday, call.key, call.now)
    return _in_place(call, monday, [views.quiet_row(monday)])


def _monday(call: Call) -> date:
    try:
        return date.fromisoformat(call.value)
    except ValueError as problem:
        raise Refused("not_found") from problem


def _in_place(call: Call, monday: date, row: list[dict[str, object]]) -> Reply:
    message = call.body.get("message")
    return views.replaced(message if isinstance(message, dict) else {}, monday, row)
