"""A person's card in Slack: opened from any list, and shown anew in its place after a press on it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from bot import ids
from bot.domain.members import Actor
from bot.domain.win_form import int_of
from bot.parts import Parts
from bot.services import stakeholder_card
from bot.slack import rooms, stakeholder_lists
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import stakeholder_card as views
from bot.views import stakeholders as rows


def register(routes: Routes) -> None:
    routes.action(ids.STAKEHOLDER_OPEN, on_open)


async def on_open(call: Call) -> Reply:
    """Over whatever it was pressed in; in the window with the list of people instead of the list, so that there is
    room above it for what the card opens (Slack shows three windows at most).
    """
    rooms.note_room(call)
    number, _, where = call.value.partition(":")
    reading = call.parts.db.read(stakeholder_card.see, call.actor, int_of(number), call.now)
    if call.view.get("callback_id") == ids.MODAL_PEOPLE:
        await stakeholder_lists.instead(call, views.window(await reading, where=where or "0:"))
        return None
    if where and not call.view:
        stakeholder_lists.note_list(call, where)
    await call.open_modal_when(reading, views.window)
    return None


async def again(call: Call, stakeholder_id: int, above: Sequence[dict[str, Any]] = ()) -> Reply:
    """The card on which something was pressed, as it is now, with what has just changed above it."""
    card = await call.parts.db.read(stakeholder_card.see, call.actor, stakeholder_id, call.now)
    if not call.view:
        return views.message(card, above)
    await stakeholder_lists.instead(call, views.window(card, above, call.metadata))
    return None


def note_card(call: Call) -> None:
    """Something is opened over a card, if it was pressed there: the card is shown anew when that has changed."""
    number, part = rows.part_of(str(call.action.get("block_id") or ""))
    if not part.startswith(views.CARD):
        return
    stakeholder_id, view_id, where = int_of(number), str(call.view.get("id") or ""), call.metadata
    show = partial(_show_again, call.parts, call.actor, stakeholder_id, view_id, where, call.response_url)
    call.note_under(show)


async def _show_again(
    parts: Parts, actor: Actor, stakeholder_id: int, view_id: str, where: str, response_url: str
) -> None:
    card = await parts.db.read(stakeholder_card.see, actor, stakeholder_id, parts.clock.now())
    if view_id:
        await parts.messenger.update_view(actor, view_id, views.window(card, (), where))
    elif response_url:
        await parts.messenger.respond(response_url, views.message(card), replace=True)
