"""The room in Slack: as a private answer, as a window, and anew when somebody has been changed from it."""

from functools import partial

from bot import ids
from bot.domain.members import Actor
from bot.parts import Parts
from bot.services import rooms
from bot.slack import refusals
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import errors
from bot.views import rooms as views


def register(routes: Routes) -> None:
    routes.word("room", on_word_room)
    routes.action(ids.ROOM_OPEN, on_open)
    routes.action(ids.ROOM_MAP, on_map)
    routes.action(ids.ROOM_MAP_REMOVE, on_map_remove)


async def on_word_room(call: Call) -> Reply:
    return views.message(await call.parts.db.read(rooms.see_room, call.actor, call.now))


async def on_open(call: Call) -> Reply:
    await call.open_modal_when(call.parts.db.read(rooms.see_room, call.actor, call.now), views.window)
    return None


async def on_map(call: Call) -> Reply:
    """Posts the map to who asked for it: only of a posted message does Slack say whether it takes the table."""
    seen = await call.parts.db.read(rooms.see_room, call.actor, call.now)
    send = partial(call.parts.messenger.post, call.actor, call.actor.user_id)
    await refusals.post(call.parts, call.actor, call.now, send, partial(views.map_message, seen))
    said = views.map_posted()
    return errors.as_modal(said) if call.view else said | {"in_addition": True}


async def on_map_remove(_call: Call) -> Reply:
    return views.map_removed()


def note_room(call: Call) -> None:
    """Something is opened over the room, if it was pressed there: the room is shown anew when it has changed."""
    if str(call.action.get("block_id") or "").startswith(views.BLOCK):
        view_id = str(call.view.get("id") or "")
        call.note_under(partial(_show_again, call.parts, call.actor, view_id, call.response_url))


async def _show_again(parts: Parts, actor: Actor, view_id: str, response_url: str) -> None:
    seen = await parts.db.read(rooms.see_room, actor, parts.clock.now())
    if view_id:
        await parts.messenger.update_view(actor, view_id, views.window(seen))
    elif response_url:
        await parts.messenger.respond(response_url, views.message(seen), replace=True)
