"""Finding wins in Slack: the lists, the form that finds, and the window of one win."""

from collections.abc import Sequence
from functools import partial

from bot import ids
from bot.domain import find_form, win_form
from bot.domain.members import Actor
from bot.parts import Parts
from bot.services import finding, win_detail
from bot.services.finding import Found
from bot.slack.call import Call, Payload, Reply
from bot.slack.router import Routes
from bot.views import finding as views
from bot.views import kit, win_lists
from bot.views import win_detail as detail_views
from bot.views.win_lists import Listed


def register(routes: Routes) -> None:
    routes.word("wins", on_word_wins)
    for turning in ids.WIN_PAGES:
        routes.action(turning, on_page)
    routes.action(ids.WINS_FIND, on_find)
    routes.action(ids.WINS_SHOW, on_show)
    routes.submission(ids.MODAL_FIND, on_submission)
    routes.action(ids.WIN_OPEN, on_open)


async def on_word_wins(call: Call) -> Reply:
    found = await call.parts.db.read(finding.find_text, call.actor, call.text, 0, call.now)
    return win_lists.message(_listed(found, typed=bool(call.text)))


async def on_page(call: Call) -> Reply:
    return await list_again(call, call.value)


async def list_again(call: Call, where: str, above: Sequence[kit.Block] = ()) -> Reply:
    """The list in which a button was pressed, as it is now; `where` is its offset and its query."""
    call.under.forget(call.actor)
    offset, _, text = where.partition(":")
    reading = call.parts.db.read(finding.find_text, call.actor, text, win_form.int_of(offset, 9), call.now)
    page = _listed(await reading)
    if call.view.get("type") != "modal":
        return win_lists.message(page, above)
    await instead(call, win_lists.window(page, above))
    return None


def note_list(call: Call, where: str) -> None:
    """Something is opened over the list at `where`: it is shown anew when that has changed."""
    view_id = str(call.view.get("id") or "")
    if where:
        again = partial(_show_again, call.parts, call.actor, where, view_id, call.response_url)
        call.note_under(again)


async def _show_again(parts: Parts, actor: Actor, where: str, view_id: str, response_url: str) -> None:
    offset, _, text = where.partition(":")
    page = _listed(await parts.db.read(finding.find_text, actor, text, win_form.int_of(offset, 9), parts.clock.now()))
    if view_id:
        await parts.messenger.update_view(actor, view_id, win_lists.window(page))
    elif response_url:
        await parts.messenger.respond(response_url, win_lists.message(page), replace=True)


def _listed(found: Found, *, typed: bool = False) -> Listed:
    """`typed` says that somebody has just typed it."""
    return Listed(
        found.wins,
        found.total,
        found.offset,
        finding.PAGE,
        found.today,
        found.query,
        found.cut,
        found.drafts,
        found.looser,
        typed=typed,
        into=found.into,
    )


async def on_show(call: Call) -> Reply:
    """The wins of a query in a window of their own."""
    reading = call.parts.db.read(finding.find_text, call.actor, call.value, 0, call.now)
    await call.open_modal_when(reading, lambda found: win_lists.window(_listed(found)))
    return None


async def on_find(call: Call) -> Reply:
    """The form, filled with the query of the list in which it was pressed."""
    reading = call.parts.db.read(finding.see_query, call.actor, call.value, call.now)
    if call.view.get("type") == "modal":
        await instead(call, views.modal(find_form.of_query(await reading)))
    else:
        await call.open_modal_when(reading, lambda query: views.modal(find_form.of_query(query)))
    return None


async def on_submission(call: Call) -> Reply:
    """Turns into the list."""
    form = find_form.of_state(call.state)
    if find_form.turned_round(form):
        return views.fault("until", "span_turned")
    found = await call.parts.db.read(finding.find_typed, call.actor, form, call.now)
    return win_lists.window(_listed(found))


async def on_open(call: Call) -> Reply:
    """Over whatever it was pressed in, a window too: what is under it is there again when it is closed."""
    number, _, where = call.value.partition(":")
    note_list(call, where)
    reading = call.parts.db.read(win_detail.see, call.actor, win_form.int_of(number), call.now)
    await call.open_modal_when(reading, detail_views.modal)
    return None


async def instead(call: Call, view: Payload) -> None:
    """Shows a window in place of the one whose button was pressed."""
    # Without the view's hash: of two quick presses the second must not fail on what the first one has changed.
    await call.parts.messenger.update_view(call.actor, str(call.view.get("id") or ""), view)
