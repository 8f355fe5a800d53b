"""Tags in Slack: what the field offers while somebody types, the list, renaming, merging, deleting."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from bot import ids
from bot.domain import lines
from bot.domain import tags as rules
from bot.domain.outcomes import Refused
from bot.domain.tags import Change, Opened
from bot.messenger import SlackProblem
from bot.services import tags
from bot.slack import finding
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import fixes, kit, win_modal, wins
from bot.views import tags as views

log = logging.getLogger(__name__)


def register(routes: Routes) -> None:
    routes.option(ids.TAGS, on_typing)
    routes.word("tags", on_word_tags)
    for turning in ids.TAG_PAGES:
        routes.action(turning, on_page)
    routes.action(ids.TAG_RENAME, on_rename)
    routes.submission(ids.MODAL_TAG, on_submission_rename)
    routes.submission(ids.MODAL_TAG_MERGE, on_submission_merge)
    routes.action(ids.TAG_DELETE, on_delete)
    routes.action(ids.TAG_UNDO, on_undo)
    routes.action(ids.TAG_FIX, on_fix)


async def on_typing(call: Call) -> Reply:
    offers = await call.parts.db.read(tags.suggest, call.actor, call.query)
    finds = call.view.get("callback_id") == ids.MODAL_FIND  # nothing has a tag that is still to be made
    return views.offered(offers.known, () if finds else offers.new)


async def on_fix(call: Call) -> Reply:
    """A mistyped tag of one win put right, or back, under its confirmation or in the window *Saved*."""
    pressed = rules.from_fix(call.value)
    if pressed is None:
        raise Refused("not_found")
    fixed = await call.parts.db.write(tags.fix, call.actor, *pressed, call.key, call.now)
    call.refresh_home()
    today, below = fixed.member.today(call.now), fixes.tag_fixed(fixed.win, fixed.member.locale, fixed.back)
    if call.view.get("type") != "modal":
        return wins.logged(fixed.win, today, below=below)
    view = win_modal.saved_modal(fixed.win, today, below=below, edit_id=fixed.edit_id)
    # Without the view's hash: of two quick presses the second must not fail on what the first one has changed.
    await call.parts.messenger.update_view(call.actor, str(call.view.get("id") or ""), view)
    return None


async def on_word_tags(call: Call) -> Reply:
    return await _list(call, rules.to_place(0, rules.normal(lines.unescape(call.text)).replace(":", "")))


async def on_page(call: Call) -> Reply:
    return await _list(call, call.value)


async def _list(call: Call, place: str, above: Sequence[kit.Block] = ()) -> kit.Block:
    """The page at `place`; where the list has become shorter than that, its last."""
    offset, wanted = rules.from_place(place)
    found = [used for used in await call.parts.db.read(tags.see_tags, call.actor) if wanted in used.name]
    last = max(len(found) - 1, 0) // views.PAGE * views.PAGE
    return views.message(found, min(offset, last), above, wanted)


async def on_rename(call: Call) -> Reply:
    """A tag that has gone meanwhile is no tag to rename: the list is shown as it is now."""
    place, _, name = call.value.partition(":")
    opened = Opened(rules.clean(name), list_url=call.response_url, place=place)
    reading = call.parts.db.read(tags.plan, call.actor, opened.name, "")
    try:
        await call.open_modal_when(reading, lambda _: views.rename_modal(opened))
    except Refused:
        return await _list(call, place, views.gone(opened.name))
    return None


async def on_submission_rename(call: Call) -> Reply:
    """Where the new name is another tag's, it asks first."""
    opened, typed = rules.from_metadata(call.metadata), call.state.get(views.NAME)
    new = rules.normal(typed) if isinstance(typed, str) else ""
    if wrong := "tag_same" if new and new == opened.name else rules.refuse(new):
        return views.fault(wrong)
    change = await call.parts.db.read(tags.plan, call.actor, opened.name, new)
    opened = replace(opened, new=new)
    return views.merge_modal(change, opened) if change.merges else await _renamed(call, opened)


async def on_submission_merge(call: Call) -> Reply:
    return await _renamed(call, rules.from_metadata(call.metadata))


async def _renamed(call: Call, opened: Opened) -> Reply:
    change: Change = await call.parts.db.write(tags.rename, call.actor, opened.name, opened.new, call.key, call.now)
    call.refresh_home()
    call.after(_list_under, call, opened)
    return views.done_modal(change, opened)


async def _list_under(call: Call, opened: Opened) -> None:
    """Shows the list anew in which the window was opened; Slack lets that happen for half an hour."""
    if not opened.list_url.startswith(("https://", "http://")):
        return
    try:
        await call.parts.messenger.respond(opened.list_url, await _list(call, opened.place), replace=True)
    except SlackProblem as problem:
        log.info("the list of tags stays as it is: %s", problem)


async def on_delete(call: Call) -> Reply:
    place, _, name = call.value.partition(":")
    try:
        change = await call.parts.db.write(tags.delete, call.actor, rules.clean(name), call.key, call.now)
    except Refused:
        return await _list(call, place, views.gone(rules.clean(name)))
    call.refresh_home()
    return await _list(call, place, views.done(change, place))


async def on_undo(call: Call) -> Reply:
    """In the list it stands above it, in the window in its place."""
    read = rules.from_button(call.value)
    if read is None:
        return None
    change, place = read
    count = await call.parts.db.write(tags.undo, call.actor, change, call.key, call.now)
    call.refresh_home()
    if call.view.get("type") != "modal":
        return await _list(call, place, views.undone(change, count))
    call.after(_list_under, call, rules.from_metadata(call.metadata))
    await finding.instead(call, views.undone_modal(change, count))
    return None
