"""The conversations with somebody in a window: pages, and each of them edited, deleted and brought back in place."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from bot import ids
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.timelines import Talk
from bot.domain.win_form import int_of
from bot.parts import Parts
from bot.services import conversations, timelines
from bot.slack import conversations as talks
from bot.slack import stakeholder_card
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import conversations as talk_views
from bot.views import errors
from bot.views import timelines as views

Blocks = Sequence[dict[str, Any]]
_DELETED = "d"  # before a place: the list of what was deleted


def register(routes: Routes) -> None:
    routes.action(ids.TIMELINE_OPEN, on_open)
    for turning in (*ids.TIMELINE_PAGES, ids.TIMELINE_BACK):
        routes.action(turning, on_page)
    routes.action(ids.TIMELINE_DELETED, on_deleted)
    routes.action(ids.TIMELINE_EDIT, on_edit)
    routes.action(ids.TIMELINE_DELETE, on_delete)
    routes.action(ids.TIMELINE_RESTORE, on_restore)


async def on_open(call: Call) -> Reply:
    stakeholder_card.note_card(call)
    see = timelines.see_timeline
    await call.open_modal_when(call.parts.db.read(see, call.actor, int_of(call.value), 0, call.now), views.window)
    return None


async def on_page(call: Call) -> Reply:
    return await _show(call, await _window(call.parts, call.actor, call.value))


async def on_deleted(call: Call) -> Reply:
    """In place of the timeline; from Home in a window of its own."""
    return await _show(call, await _window(call.parts, call.actor, f"{_DELETED}{call.value}"))


def note_timeline(call: Call) -> None:
    """Something is opened over a timeline, if it was pressed at its foot."""
    if call.action.get("block_id") == views.FOOT:
        _note(call, call.metadata)


def _note(call: Call, where: str) -> None:
    """The timeline at `where` is shown anew when something has changed."""
    call.note_under(partial(_show_again, call.parts, call.actor, where, str(call.view.get("id") or "")))


async def on_edit(call: Call) -> Reply:
    """Over the timeline."""
    number, _, where = call.value.partition(":")
    _note(call, where)
    await talks.open_edit(call, int_of(number))
    return None


async def on_delete(call: Call) -> Reply:
    """Where the person went with it, there is no timeline any more: what went is said instead."""
    number, _, where = call.value.partition(":")
    undo = conversations.undo_conversation
    undone = await call.parts.db.write(undo, call.actor, int_of(number), call.key, call.now)
    call.refresh_home()
    was = undone.was
    if was is not None and was.people and undone.gone.issuperset(person.id for person in was.people):
        said = talk_views.undone(was.conversation, was.people, undone.gone, was.new, was.follow_ups, was.today)
        return await _show(call, errors.as_modal(said, "Deleted"))
    row = None if was is None else views.deleted_row(Talk(was.conversation, was.people), where, was.today)
    return await _show(call, await _window(call.parts, call.actor, where, row or views.deleted_before()))


async def on_restore(call: Call) -> Reply:
    number, _, where = call.value.partition(":")
    restore = conversations.restore_conversation
    restored = await call.parts.db.write(restore, call.actor, int_of(number), call.key, call.now)
    call.refresh_home()
    found = restored.logged
    row = views.restored_row(Talk(found.conversation, found.people), found.today, before=restored.before)
    return await _show(call, await _window(call.parts, call.actor, where, row))


async def _window(parts: Parts, actor: Actor, where: str, above: Blocks = ()) -> dict[str, Any]:
    """The page at `where`, a person's id and an offset, with `d` before them for what was deleted."""
    of, _, offset = where.removeprefix(_DELETED).partition(":")
    see, now = (int_of(of), int_of(offset, 6)), parts.clock.now()
    if where.startswith(_DELETED):
        return views.deleted_window(await parts.db.read(timelines.see_deleted, actor, *see, now), above)
    return views.window(await parts.db.read(timelines.see_timeline, actor, *see, now), above)


async def _show_again(parts: Parts, actor: Actor, where: str, view_id: str) -> None:
    try:
        view = await _window(parts, actor, where)
    except Refused:  # the person went with the conversation
        return
    await parts.messenger.update_view(actor, view_id, view)


async def _show(call: Call, view: dict[str, Any]) -> Reply:
    """In place of the window in which it was pressed. Without its hash: of two quick presses the second must not fail
    on what the first one has changed.
    """
    if call.view.get("type") == "modal":
        await call.parts.messenger.update_view(call.actor, str(call.view.get("id") or ""), view)
    else:
        await call.open_modal(view)
    return None
