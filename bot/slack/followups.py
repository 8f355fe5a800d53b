"""Follow-ups in Slack: the buttons of a promise's or ask's row, wherever it stands."""

from bot import ids
from bot.domain.followups import Outcome
from bot.domain.outcomes import Refused
from bot.domain.win_form import int_of
from bot.services import followups
from bot.slack import stakeholders as people
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import followups as views


def register(routes: Routes) -> None:
    routes.action(ids.FOLLOWUP_DONE, on_done)
    routes.action(ids.FOLLOWUP_OUTCOME, on_outcome)
    routes.action(ids.FOLLOWUP_REOPEN, on_reopen)


async def on_done(call: Call) -> Reply:
    return await _close(call, call.value, None)


async def on_outcome(call: Call) -> Reply:
    number, _, ended = call.value.partition(":")
    outcome = next((each for each in Outcome if each == ended), None)
    if outcome is None:
        raise Refused("not_found")
    return await _close(call, number, outcome)


async def _close(call: Call, number: str, outcome: Outcome | None) -> Reply:
    closed = await call.parts.db.write(followups.close, call.actor, int_of(number), outcome, call.key, call.now)
    row = views.closed_row(closed.follow_up, closed.people, before=closed.before)
    return await _in_place(call, closed.follow_up.id, row, "Saved")


async def on_reopen(call: Call) -> Reply:
    again = await call.parts.db.write(followups.reopen, call.actor, int_of(call.value), call.key, call.now)
    row = views.followup_row(again.follow_up, again.people, again.today)
    return await _in_place(call, again.follow_up.id, row, "Open again")


async def _in_place(call: Call, followup_id: int, row: list[dict[str, object]], title: str) -> Reply:
    """The message stays as it is but for the row; a private answer brings no message, so the row is added."""
    call.refresh_home()
    message = call.body.get("message")
    changed = views.replaced(message if isinstance(message, dict) else {}, followup_id, row)
    return await people.shown(call, changed, title)
