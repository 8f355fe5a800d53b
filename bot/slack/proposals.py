"""Next-best conversations in Slack: the list, and what is answered to one, wherever its row stands."""

from collections.abc import Sequence
from typing import Any

from bot import ids
from bot.domain.win_form import int_of
from bot.services import proposals
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import errors
from bot.views import proposals as views


def register(routes: Routes) -> None:
    routes.word("next", on_word_next)
    routes.action(ids.PROPOSALS_OPEN, on_open)
    routes.action(ids.PROPOSALS_TOLD, on_told)
    routes.action(ids.PROPOSALS_ASIDE, on_aside)
    routes.action(ids.PROPOSALS_UNDO, on_undo)


async def on_word_next(call: Call) -> Reply:
    return _list(await call.parts.db.read(proposals.see_proposals, call.actor, call.now))


async def on_open(call: Call) -> Reply:
    await call.open_modal_when(
        call.parts.db.read(proposals.see_proposals, call.actor, call.now),
        lambda found: errors.as_modal(_list(found), views.TITLE),
    )
    return None


async def on_told(call: Call) -> Reply:
    win_id, person_id, _ = _pressed(call)
    done = await call.parts.db.write(proposals.tell, call.actor, win_id, person_id, call.key, call.now)
    row = views.told_row(done.person, win_id, done.title, done.conversation_id, before=done.before)
    return await _in_place(call, done, row)


async def on_aside(call: Call) -> Reply:
    win_id, person_id, _ = _pressed(call)
    done = await call.parts.db.write(proposals.set_aside, call.actor, win_id, person_id, call.key, call.now)
    return await _in_place(call, done, views.aside_row(done.person, win_id, done.title, before=done.before))


async def on_undo(call: Call) -> Reply:
    pressed = _pressed(call)
    done = await call.parts.db.write(proposals.take_back, call.actor, *pressed, call.key, call.now)
    return await _in_place(call, done, views.undone_row(done.person, done.win_id, done.title, before=done.before))


def _pressed(call: Call) -> tuple[int, int, int]:
    """The ids of a win, a person and a conversation that a button names."""
    win_id, person_id, talk_id, *_ = [*call.value.split(":"), "", "", ""]
    return int_of(win_id), int_of(person_id), int_of(talk_id)


async def _in_place(call: Call, done: proposals.Answered, row: Sequence[dict[str, Any]]) -> Reply:
    """The message in which the row stands, with what was answered instead of it; over Home, in the window and in a
    private answer, which brings no message with the press, the list made anew with it above.
    """
    call.refresh_home()
    message = call.body.get("message")
    changed = views.replaced(message, done.win_id, done.person.id, row) if isinstance(message, dict) else None
    if changed is not None and not call.view:
        return changed
    anew = _list(await call.parts.db.read(proposals.see_proposals, call.actor, call.now), row)
    if call.view.get("type") == "modal":
        await call.update_modal(errors.as_modal(anew, views.TITLE))
        return None
    return errors.as_modal(anew, views.TITLE) if call.view else anew


def _list(found: proposals.Proposals, above: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return views.proposals_list(found.shown, found.held, found.left, people=found.people, wins=found.wins, above=above)
