"""Follow-ups in Slack: the list, the form, and the buttons of a promise's or ask's row, wherever it stands."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from bot import ids
from bot.domain import followup_form
from bot.domain.followup_form import Form
from bot.domain.followups import Outcome
from bot.domain.outcomes import Refused
from bot.domain.win_form import int_of
from bot.services import followups, stakeholders
from bot.slack import stakeholder_card
from bot.slack import stakeholders as people
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import errors, followup_lists, followup_modal
from bot.views import followups as views


def register(routes: Routes) -> None:
    routes.word("promises", on_word_promises)
    routes.action(ids.FOLLOWUPS_OPEN, on_open)
    for turning in ids.FOLLOWUP_PAGES:
        routes.action(turning, on_page)
    routes.action(ids.FOLLOWUP_ADD, on_add)
    routes.action(ids.FOLLOWUP_EDIT, on_edit)
    routes.action(ids.FOLLOWUP_DELETE, on_delete)
    routes.action(ids.FOLLOWUP_DONE, on_done)
    routes.action(ids.FOLLOWUP_DROP, on_drop)
    routes.action(ids.FOLLOWUP_OUTCOME, on_outcome)
    routes.action(ids.FOLLOWUP_REOPEN, on_reopen)
    routes.submission(ids.MODAL_FOLLOWUP, on_submission)


async def on_word_promises(call: Call) -> Reply:
    """All, or those that concern the person named."""
    return _listed(await call.parts.db.read(followups.see_of, call.actor, call.text, call.now))


async def on_open(call: Call) -> Reply:
    stakeholder_card.note_card(call)
    read = call.parts.db.read(followups.see_list, call.actor, int_of(call.value), 0, call.now)
    await call.open_modal_when(read, lambda found: errors.as_modal(_listed(found), "Promises and asks"))
    return None


async def on_page(call: Call) -> Reply:
    return await people.shown(call, await _list_at(call, call.value), "Promises and asks")


def _listed(found: followups.Listed, above: Sequence[dict[str, Any]] = (), leaving_out: int = 0) -> dict[str, Any]:
    return followup_lists.message(
        [(row.follow_up, row.people) for row in found.rows],
        found.today,
        offset=found.offset,
        total=found.total,
        counts=found.counts,
        page=followups.PAGE,
        person=found.person,
        above=above,
        leaving_out=leaving_out,
    )


async def _list_at(
    call: Call, where: str, above: Sequence[dict[str, Any]] = (), leaving_out: int = 0
) -> dict[str, Any]:
    """`where` is the person, if any, and how many rows come before the page: `12-8`."""
    whom, _, offset = where.partition("-")
    read = call.parts.db.read(followups.see_list, call.actor, int_of(whom), int_of(offset, 6), call.now)
    return _listed(await read, above, leaving_out)


async def on_add(call: Call) -> Reply:
    """A press in the list has it shown anew when the new one is stored."""
    _note_list(call)
    if not int_of(call.value):
        return followup_modal.followup_modal(Form())
    read = call.parts.db.read(stakeholders.see_stakeholder, call.actor, int_of(call.value))
    await call.open_modal_when(read, lambda who: followup_modal.followup_modal(followup_form.of_person(who)))
    return None


async def on_edit(call: Call) -> Reply:
    _note_list(call)
    await call.open_modal_when(call.parts.db.read(followups.see, call.actor, int_of(call.value), call.now), _form)
    return None


def _form(found: followups.Changed, form: Form | None = None, above: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    form = form or followup_form.of_follow_up(found.follow_up, found.people)
    return followup_modal.followup_modal(form, found.follow_up, found.people, above)


def _note_list(call: Call) -> None:
    """Something is opened over the list in which it was pressed."""
    where = views.part_of(str(call.action.get("block_id") or ""))
    view_id = str(call.view.get("id") or "")
    if where and (view_id or call.response_url):
        call.note_under(partial(_show_again, call, where, view_id, call.response_url))


async def _show_again(call: Call, where: str, view_id: str, response_url: str) -> None:
    call.now = call.parts.clock.now()
    message = await _list_at(call, where)
    if view_id:
        await call.parts.messenger.update_view(call.actor, view_id, errors.as_modal(message, "Promises and asks"))
    else:
        await call.parts.messenger.respond(response_url, message, replace=True)


async def on_submission(call: Call) -> Reply:
    """Turns into *Saved*; a field that cannot be read is shown in place; a stale edit shows both versions."""
    form, (number, version) = followup_form.of_values(call.state), followup_form.from_metadata(call.metadata)
    new = followup_form.read(form, known=bool(number))
    if isinstance(new, dict):
        return people.field_errors(new)
    write, known = call.parts.db.write, (number, version)
    try:
        if number:
            saved = await write(followups.change, call.actor, *known, new, call.key, call.now)
        else:
            saved = await write(followups.add, await call.owner(), new, call.key, call.now)
    except Refused as problem:
        if problem.code == "stale":
            return await _stale(call, number, form)
        raise
    call.refresh_home()
    return followup_modal.saved(saved.follow_up, saved.people, saved.today, saved.first)


async def _stale(call: Call, number: int, form: Form) -> Reply:
    now = await call.parts.db.read(followups.see, call.actor, number, call.now)
    return _form(now, form, followup_modal.changed_meanwhile(now.follow_up, now.people, now.today))


async def on_delete(call: Call) -> Reply:
    gone = await call.parts.db.write(followups.delete, call.actor, int_of(call.value), call.key, call.now)
    call.refresh_home()
    return await people.shown(call, followup_modal.deleted(gone.follow_up, gone.people, gone.today), "Deleted")


async def on_done(call: Call) -> Reply:
    return await _close(call, call.value, None)


async def on_drop(call: Call) -> Reply:
    return await _close(call, call.value, Outcome.DROPPED)


async def on_outcome(call: Call) -> Reply:
    number, _, ended = call.value.partition(":")
    outcome = next((each for each in Outcome if each == ended), None)
    if outcome is None:
        raise Refused("not_found")
    return await _close(call, number, outcome)


async def _close(call: Call, number: str, outcome: Outcome | None) -> Reply:
    closed = await call.parts.db.write(followups.close, call.actor, int_of(number), outcome, call.key, call.now)
    call.refresh_home()
    part = _part(call)
    row = views.closed_row(closed.follow_up, closed.people, part, before=closed.before)
    if part:
        return await people.shown(call, await _list_at(call, part, row, closed.follow_up.id), "Promises and asks")
    return await _in_place(call, closed.follow_up.id, row, "Saved")


async def on_reopen(call: Call) -> Reply:
    again = await call.parts.db.write(followups.reopen, call.actor, int_of(call.value), call.key, call.now)
    call.refresh_home()
    if part := _part(call):
        return await people.shown(call, await _list_at(call, part), "Promises and asks")
    row = views.followup_row(again.follow_up, again.people, again.today)
    return await _in_place(call, again.follow_up.id, row, "Open again")


def _part(call: Call) -> str:
    """Where in a list the row stands in which something was pressed."""
    return views.part_of(str(call.action.get("block_id") or ""))


async def _in_place(call: Call, followup_id: int, row: list[dict[str, Any]], title: str) -> Reply:
    """The message stays as it is but for the row; a private answer brings no message, so the row is added."""
    message = call.body.get("message")
    changed = views.replaced(message if isinstance(message, dict) else {}, followup_id, row)
    return await people.shown(call, changed, title)
