"""Lists of people in Slack: all whom the member follows, those found by words, the overdue; in answers and a window."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from bot import ids
from bot.domain.members import Actor
from bot.domain.stakeholder_search import MAX_TYPED
from bot.domain.win_form import int_of
from bot.parts import Parts
from bot.services import stakeholder_card, stakeholder_overdue, stakeholder_search, suggestions
from bot.slack import stakeholder_names
from bot.slack.call import Call, Payload, Reply
from bot.slack.router import Routes
from bot.views import stakeholder_card as card_views
from bot.views import stakeholder_lists as views
from bot.views import suggestions as suggestion_views


def register(routes: Routes) -> None:
    routes.word("people", on_word_people)
    routes.word("overdue", on_word_overdue)
    routes.action(ids.STAKEHOLDER_PAGE, on_page)
    routes.action(ids.STAKEHOLDER_PAGE_BACK, on_page)
    routes.action(ids.STAKEHOLDERS_FIND, on_find)
    routes.action(ids.STAKEHOLDERS_SHOW, on_show)
    routes.submission(ids.MODAL_PEOPLE, on_submission)


async def on_word_people(call: Call) -> Reply:
    """Everybody; with words those found, and of one person found the card."""
    found = await _find(call, call.text)
    call.after(stakeholder_names.learn, call, [late.stakeholder for late in found.people])
    if len(found.people) == 1 and not found.query.empty and not found.query.gone:
        only = found.people[0].stakeholder.id
        return card_views.message(await call.parts.db.read(stakeholder_card.see, call.actor, only, call.now))
    return await _list(call, found, _asked(found))


async def _list(
    call: Call, found: stakeholder_search.Found, asked: views.Asked, above: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """As an answer; on the first page of everybody with what is suggested."""
    first = found.query.empty and not asked.offset
    suggested = await call.parts.db.read(suggestions.see, call.actor) if first else ()
    return views.people_list(found.people, asked, above, suggestion_views.rows(suggested))


async def _find(call: Call, text: str) -> stakeholder_search.Found:
    return await call.parts.db.read(stakeholder_search.find, call.actor, text, call.now)


def _asked(found: stakeholder_search.Found, offset: int = 0) -> views.Asked:
    return views.Asked(found.today, found.followed, found.gone, found.text, found.query, offset)


async def people(call: Call, where: str, above: Sequence[dict[str, Any]] = ()) -> Reply:
    """The list at `where`, which is its offset and its words, in the place of what was pressed."""
    offset, _, text = where.partition(":")
    found = await _find(call, text)
    asked = _asked(found, int_of(offset, 6))
    if not call.view:
        return await _list(call, found, asked, above)
    await instead(call, views.people_window(found.people, asked, above))
    return None


async def on_word_overdue(call: Call) -> Reply:
    return await overdue(call, 0)


async def overdue(call: Call, offset: int, above: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """The overdue and then the due, with what has just changed above them."""
    found = await call.parts.db.read(stakeholder_overdue.see, call.actor, offset, call.now)
    return views.overdue_list(found, above)


async def on_page(call: Call) -> Reply:
    which, _, where = call.value.partition(":")
    return await overdue(call, int_of(where, 6)) if which == "overdue" else await people(call, where)


async def on_show(call: Call) -> Reply:
    return await people(call, call.value)


async def on_find(call: Call) -> Reply:
    """The list in a window, with a field in which words find people."""
    offset, _, text = call.value.partition(":")
    await call.open_modal_when(
        _find(call, text),
        lambda found: views.people_window(found.people, _asked(found, int_of(offset, 6))),
    )
    return None


async def on_submission(call: Call) -> Reply:
    """Turns into the list of those found."""
    typed = call.state.get("words")
    found = await _find(call, typed[:MAX_TYPED] if isinstance(typed, str) else "")
    return views.people_window(found.people, _asked(found))


def note_list(call: Call, where: str) -> None:
    """Something is opened over the list at `where`: it is shown anew when that has changed."""
    call.note_under(partial(_show_again, call.parts, call.actor, where, call.response_url))


async def _show_again(parts: Parts, actor: Actor, where: str, response_url: str) -> None:
    if response_url:
        offset, _, text = where.partition(":")
        found = await parts.db.read(stakeholder_search.find, actor, text, parts.clock.now())
        shown = views.people_list(found.people, _asked(found, int_of(offset, 6)))
        await parts.messenger.respond(response_url, shown, replace=True)


async def instead(call: Call, view: Payload) -> None:
    """Shows a window in place of the one in which something was pressed."""
    # Without the view's hash: of two quick presses the second must not fail on what the first one has changed.
    await call.parts.messenger.update_view(call.actor, str(call.view.get("id") or ""), view)
