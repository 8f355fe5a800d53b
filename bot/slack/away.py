"""Away days' listeners: one window that shows them, adds and removes, and stays open."""

from datetime import date

from bot import ids
from bot.domain import away as rules
from bot.domain.away import Away
from bot.domain.outcomes import Refused
from bot.domain.win_form import int_of
from bot.services import away
from bot.services.away import Seen
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import away as views
from bot.views import errors, kit

_FIELDS = {"away_first": "away_first", "away_long": "away_first"}  # the other faults are shown at the last day


def register(routes: Routes) -> None:
    routes.word("away", on_open)
    routes.action(ids.AWAY_OPEN, on_open)
    routes.action(ids.AWAY_REMOVE, on_remove)
    routes.submission(ids.MODAL_AWAY, on_submit)


async def on_open(call: Call) -> Reply:
    """What was typed behind the word stands in the fields; nothing is stored before *Add*."""
    typed = call.typed.strip()

    def view(seen: Seen) -> kit.Block:
        days = rules.read(typed, seen.today)
        return _modal(seen, views.not_understood(typed) if typed and not days else "", days)

    await call.open_modal_when(call.parts.db.read(away.see_away, call.actor, call.now), view)
    return None


def _modal(seen: Seen, said: str = "", typed: Away | None = None) -> kit.Block:
    return views.away_modal(seen.periods, seen.today, seen.member, said, typed)


async def on_submit(call: Call) -> Reply:
    """The window stays open, with what is set now and when the next messages come."""
    first, last = _day(call, "away_first"), _day(call, "away_last")
    if first is None or last is None:
        missing = "away_first" if first is None else "away_last"
        return errors.in_field(missing, missing, {})
    actor = await call.owner()
    try:
        seen = await call.parts.db.write(away.add_away, actor, first, last, call.key, call.now)
    except Refused as problem:
        return errors.in_field(_FIELDS.get(problem.code, "away_last"), problem.code, problem.parts)
    call.refresh_home()
    return _modal(seen, "Away days are saved.")


def _day(call: Call, name: str) -> date | None:
    typed = call.state.get(name)
    try:
        day = date.fromisoformat(typed) if isinstance(typed, str) else None
    except ValueError:
        return None
    return day if day is not None and 1970 <= day.year <= 9000 else None


async def on_remove(call: Call) -> Reply:
    seen = await call.parts.db.write(away.remove_away, call.actor, int_of(call.value), call.now)
    call.refresh_home()
    await call.update_modal(_modal(seen, "Removed."))
    return None
