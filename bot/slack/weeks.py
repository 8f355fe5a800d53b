"""*Nothing this week* in Slack: noted in its place, and taken back there."""

from datetime import date

from bot import ids
from bot.domain import weeks as rules
from bot.domain.outcomes import Refused
from bot.services import weeks
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import weeks as views


def register(routes: Routes) -> None:
    routes.action(ids.WEEK_QUIET, on_quiet)
    routes.action(ids.WEEK_UNDO, on_undo)


async def on_quiet(call: Call) -> Reply:
    mondays = _mondays(call)
    before = await call.parts.db.write(weeks.note_quiet, call.actor, mondays, call.key, call.now)
    return _in_place(call, mondays[-1], views.noted_row(mondays, before=before))


async def on_undo(call: Call) -> Reply:
    mondays = _mondays(call)
    await call.parts.db.write(weeks.forget_quiet, call.actor, mondays, call.key, call.now)
    return _in_place(call, mondays[-1], [views.quiet_row(mondays)])


def _mondays(call: Call) -> tuple[date, ...]:
    found = rules.from_value(call.value)
    if found is None:
        raise Refused("not_found")
    return found


def _in_place(call: Call, monday: date, row: list[dict[str, object]]) -> Reply:
    message = call.body.get("message")
    return views.replaced(message if isinstance(message, dict) else {}, monday, row)
