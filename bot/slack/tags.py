"""Tags in Slack: what the field offers while somebody types, the list, renaming, merging, deleting."""

from collections.abc import Sequence

from bot import ids
from bot.domain import tags as rules
from bot.domain import win_form
from bot.domain.tags import Change
from bot.services import tags
from bot.slack import finding
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import kit
from bot.views import tags as views


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


async def on_typing(call: Call) -> Reply:
    offers = await call.parts.db.read(tags.suggest, call.actor, call.query)
    finds = call.view.get("callback_id") == ids.MODAL_FIND  # nothing has a tag that is still to be made
    return views.offered(offers.known, () if finds else offers.new)


async def on_word_tags(call: Call) -> Reply:
    return await _list(call, "")


async def on_page(call: Call) -> Reply:
    return await _list(call, call.value)


async def _list(call: Call, offset: str, above: Sequence[kit.Block] = ()) -> Reply:
    """The list from `offset` on; where it has become shorter than that, its last page."""
    found = await call.parts.db.read(tags.see_tags, call.actor)
    last = max(len(found) - 1, 0) // views.PAGE * views.PAGE
    return views.message(found, min(win_form.int_of(offset, 9), last), above)


async def on_rename(call: Call) -> Reply:
    _, _, name = call.value.partition(":")
    return views.rename_modal(rules.clean(name))


async def on_submission_rename(call: Call) -> Reply:
    """Where the new name is another tag's, it asks first."""
    name, typed = rules.clean(call.metadata), call.state.get(views.NAME)
    new = rules.normal(typed) if isinstance(typed, str) else ""
    if not new or new == name:
        return views.fault("tag_same" if new else "tag_missing")
    change = await call.parts.db.read(tags.plan, call.actor, name, new)
    return views.merge_modal(change) if change.merges else await _renamed(call, name, new)


async def on_submission_merge(call: Call) -> Reply:
    return await _renamed(call, *rules.from_metadata(call.metadata))


async def _renamed(call: Call, name: str, new: str) -> Reply:
    change: Change = await call.parts.db.write(tags.rename, call.actor, name, new, call.key, call.now)
    call.refresh_home()
    return views.done_modal(change)


async def on_delete(call: Call) -> Reply:
    offset, _, name = call.value.partition(":")
    change = await call.parts.db.write(tags.delete, call.actor, rules.clean(name), call.key, call.now)
    call.refresh_home()
    return await _list(call, offset, views.done(change, offset))


async def on_undo(call: Call) -> Reply:
    """In the list it stands above it, in the window in its place."""
    read = rules.from_button(call.value)
    if read is None:
        return None
    change, offset = read
    await call.parts.db.write(tags.undo, call.actor, change, call.key, call.now)
    call.refresh_home()
    if call.view.get("type") != "modal":
        return await _list(call, offset, views.undone(change))
    await finding.instead(call, views.undone_modal(change))
    return None
