"""The inbox in Slack: the list, the modal for several drafts, what became of them, and taking a dismissal back."""

from bot import ids
from bot.domain import inbox as rules
from bot.domain import win_form
from bot.domain.inbox import Batch, Opened
from bot.services import inbox
from bot.services.inbox import Finished
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import inbox as views
from bot.views import kit


def register(routes: Routes) -> None:
    routes.word("inbox", on_word_inbox)
    for turning in ids.INBOX_PAGES:
        routes.action(turning, on_page)
    routes.action(ids.INBOX_OPEN, on_open)
    routes.action(ids.INBOX_UNDO, on_undo)
    routes.submission(ids.MODAL_INBOX, on_submission)


async def on_word_inbox(call: Call) -> Reply:
    return await _page(call, 0)


async def on_page(call: Call) -> Reply:
    return await _page(call, win_form.int_of(call.value, 9))


async def _page(call: Call, offset: int) -> Reply:
    found = await call.parts.db.read(inbox.see_inbox, call.actor, offset, call.now)
    return views.page(found, inbox.PAGE, call.parts.commands)


async def on_open(call: Call) -> Reply:
    """The value names the draft behind which the modal goes on; none: from the newest."""
    behind = win_form.int_of(call.value)
    reading = call.parts.db.read(inbox.see_batch, call.actor, behind, call.now)
    if call.view.get("type") == "modal":
        return await _window(call, views.modal(await reading))
    await call.open_modal_when(reading, views.modal)
    return None


async def _window(call: Call, view: kit.Block) -> Reply:
    """Shows a window: in place of the one whose button was pressed, or over Home and messages."""
    if call.view.get("type") != "modal":
        return view
    # Without the view's hash: of two quick presses the second must not fail on what the first one has changed.
    await call.parts.messenger.update_view(call.actor, str(call.view.get("id") or ""), view)
    return None


async def on_submission(call: Call) -> Reply:
    """What is wrong is shown in its field and nothing is stored; what was changed elsewhere is shown once more."""
    opened = rules.from_metadata(call.metadata)
    db, wanted = call.parts.db, [entry.win_id for entry in opened.entries]
    batch = await db.read(inbox.look_up, call.actor, wanted, call.now)
    decided = rules.decide(opened, call.state, batch)
    if isinstance(decided, dict):
        return views.faults(decided)
    finished = await db.write(inbox.finish, call.actor, decided, opened.behind, call.key, call.now)
    call.refresh_home()
    if not finished.changed:
        return views.finished(_outcome(call, opened, batch, finished))
    now_stored = await db.read(inbox.look_up, call.actor, finished.changed, call.now)
    typed = {win_id: rules.typed(call.state, win_id) for win_id in finished.changed}
    return views.again(now_stored, typed, _outcome(call, opened, batch, finished))


def _outcome(call: Call, opened: Opened, batch: Batch, finished: Finished) -> views.Outcome:
    items = {item.win.id: item for item in batch.items}
    return views.Outcome(
        kept=finished.kept,
        dismissed=finished.dismissed,
        gone=[(items.get(win_id), rules.typed(call.state, win_id)) for win_id in finished.gone],
        waiting=finished.waiting,
        further=finished.further,
        edited=finished.edited,
        behind=opened.behind,
    )


async def on_undo(call: Call) -> Reply:
    dismissed = [number for one in call.value.split(",")[: rules.BATCH] if (number := win_form.int_of(one))]
    found = await call.parts.db.write(inbox.bring_back, call.actor, dismissed, call.key, call.now)
    call.refresh_home()
    return await _window(call, views.brought_back(found.back, found.refused, found.waiting))
