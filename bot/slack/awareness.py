"""Awareness in Slack: *Told them* wherever it stands, and the windows of who knows a win and what somebody knows."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot import ids
from bot.domain import awareness as rules
from bot.domain import conversation_form
from bot.domain.awareness import How, Places
from bot.domain.outcomes import Refused
from bot.domain.win_form import int_of
from bot.services import awareness, conversations, stakeholders
from bot.slack import stakeholder_card as cards
from bot.slack import stakeholders as people
from bot.slack import timelines
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import awareness as views
from bot.views import errors, kit


def register(routes: Routes) -> None:
    routes.action(ids.AWARENESS_WIN, on_win)
    routes.action(ids.AWARENESS_PERSON, on_person)
    routes.action(ids.AWARENESS_TOLD, on_told)
    routes.action(ids.AWARENESS_UNDO, on_undo)
    routes.action(ids.AWARENESS_TAKE_BACK, on_take_back)
    routes.action(ids.AWARENESS_PUT_BACK, on_put_back)
    for turning in ids.AWARENESS_WIN_PAGES:
        routes.action(turning, on_win_page)
    for turning in ids.AWARENESS_UNTOLD_PAGES:
        routes.action(turning, on_untold_page)
    for turning in ids.AWARENESS_KNOWN_PAGES:
        routes.action(turning, on_known_page)
    routes.option(ids.AWARENESS_PEOPLE, on_option_people)
    routes.submission(ids.MODAL_AWARENESS_WIN, on_submission_win)
    routes.submission(ids.MODAL_AWARENESS_PERSON, on_submission_person)


# Windows


async def on_win(call: Call) -> Reply:
    reading = call.parts.db.read(awareness.see_win, call.actor, int_of(call.value), 0, call.now)
    await call.open_modal_when(reading, views.win_modal)
    return None


async def on_person(call: Call) -> Reply:
    cards.note_card(call)
    timelines.note_timeline(call)
    reading = call.parts.db.read(awareness.see_person, call.actor, int_of(call.value), Places(), call.now)
    await call.open_modal_when(reading, views.person_modal)
    return None


async def on_win_page(call: Call) -> Reply:
    win_id, _ = _of_win(call)
    await _show(call, await _win(call, win_id, int_of(call.value, 6)))
    return None


async def on_untold_page(call: Call) -> Reply:
    person_id, places = _of_person(call)
    await _show(call, await _person(call, person_id, replace(places, untold=int_of(call.value, 6))))
    return None


async def on_known_page(call: Call) -> Reply:
    person_id, places = _of_person(call)
    await _show(call, await _person(call, person_id, replace(places, known=int_of(call.value, 6))))
    return None


async def on_option_people(call: Call) -> Reply:
    win_id, _ = _of_win(call)
    return views.offered(await call.parts.db.read(awareness.offer, call.actor, win_id, call.query))


async def on_submission_win(call: Call) -> Reply:
    """Stays open, with who was added above the list."""
    win_id, offset = _of_win(call)
    how, since = rules.how_of(_text(call, views.HOW_FIELD)), conversation_form.read_day(_text(call, views.SINCE))
    chosen = call.state.get(ids.AWARENESS_PEOPLE)
    picked = [int_of(each) for each in chosen] if isinstance(chosen, list) else []
    if how is None or since is None:
        return errors.in_field(views.SINCE, "date_wrong", {})
    note, key = awareness.note_known, call.key
    try:
        news, before = await call.parts.db.write(note, call.actor, win_id, picked, how, since, key, call.now)
    except Refused as problem:
        if "field" not in problem.parts:
            raise
        return errors.in_field(str(problem.parts["field"]), problem.code, problem.parts)
    call.refresh_home()
    today = await call.parts.db.read(conversations.see_today, call.actor, call.now)
    return await _win(call, win_id, offset, [views.noted(news, before, how, since, today)])


async def on_submission_person(call: Call) -> Reply:
    """One conversation about all that is ticked, on whatever page; the window stays open."""
    person_id, places = _of_person(call)
    tell = awareness.mark_told
    try:
        done = await call.parts.db.write(tell, call.actor, places.ticked, person_id, call.key, call.now)
    except Refused as problem:
        field = f"{views.UNTOLD}:{places.untold}"
        if problem.code not in {"told_nothing", "told_many"}:
            raise
        return errors.in_field(field, problem.code, problem.parts)
    call.refresh_home()
    return await _person(call, person_id, replace(places, ticked=()), views.told(done, deep=True))


async def _win(call: Call, win_id: int, offset: int, above: list[kit.Block] | None = None) -> kit.Block:
    ledger = await call.parts.db.read(awareness.see_win, call.actor, win_id, offset, call.now)
    return views.win_modal(ledger, above or [])


async def _person(call: Call, person_id: int, places: Places, above: list[kit.Block] | None = None) -> kit.Block:
    ledger = await call.parts.db.read(awareness.see_person, call.actor, person_id, places, call.now)
    return views.person_modal(ledger, above or [])


# Changes


async def on_told(call: Call) -> Reply:
    """In a window of the ledger the window changes, in a message the person's row."""
    win_id, _, person_id = call.value.partition(":")
    tell = awareness.mark_told
    done = await call.parts.db.write(tell, call.actor, [int_of(win_id)], int_of(person_id), call.key, call.now)
    call.refresh_home()
    if await _in_ledger(call, views.told(done, deep=True)):
        return None
    return await people.in_place(call, done.stakeholder.id, views.told(done), "Told")


async def on_undo(call: Call) -> Reply:
    talk_id, _, person_id = call.value.partition(":")
    undo = conversations.undo_conversation
    undone = await call.parts.db.write(undo, call.actor, int_of(talk_id), call.key, call.now)
    call.refresh_home()
    person = await call.parts.db.read(stakeholders.see_stakeholder, call.actor, int_of(person_id))
    row = views.untold(person, before=undone.was is None)
    if await _in_ledger(call, row):
        return None
    return await people.in_place(call, person.id, row, "Undone")


async def on_take_back(call: Call) -> Reply:
    win_id, _, person_id = call.value.partition(":")
    back = awareness.take_back
    done = await call.parts.db.write(back, call.actor, int_of(win_id), int_of(person_id), call.key, call.now)
    call.refresh_home()
    row = [views.taken_back(done)]
    return None if await _in_ledger(call, row) else await people.shown(call, views.beside(row))


async def on_put_back(call: Call) -> Reply:
    win_id, person_id, how, since, noted_at = _noted(call.value)
    put, pair = awareness.put_back, (win_id, person_id)
    done = await call.parts.db.write(put, call.actor, *pair, how, since, noted_at, call.key, call.now)
    call.refresh_home()
    today = await call.parts.db.read(conversations.see_today, call.actor, call.now)
    row = [views.put_back(done, today)]
    return None if await _in_ledger(call, row) else await people.shown(call, views.beside(row))


def _noted(value: str) -> tuple[int, int, How, date, datetime]:
    """What *Undo* carries; a bent one is nobody's."""
    win_id, person_id, how, since, moment = [*value.split(":"), "", "", "", "", ""][:5]
    way, day = rules.how_of(how), conversation_form.read_day(since)
    seconds, _, micro = moment.partition(".")
    if way is None or day is None or len(micro) != 6:
        raise Refused("not_found")
    noted_at = datetime.fromtimestamp(int_of(seconds, 10), UTC).replace(microsecond=int_of(micro, 6))
    return int_of(win_id), int_of(person_id), way, day, noted_at


async def _in_ledger(call: Call, row: list[kit.Block]) -> bool:
    """Shows the window of the ledger in which something was pressed as it is now; False where it was elsewhere."""
    match str(call.view.get("callback_id")):
        case ids.MODAL_AWARENESS_WIN:
            view = await _win(call, *_of_win(call), row)
        case ids.MODAL_AWARENESS_PERSON:
            view = await _person(call, *_of_person(call), row)
        case _:
            return False
    await _show(call, view)
    return True


async def _show(call: Call, view: kit.Block) -> None:
    # Without the view's hash: of two quick presses the second must not fail on what the first one has changed.
    await call.parts.messenger.update_view(call.actor, str(call.view.get("id") or ""), view)


# What a window carries


def _of_win(call: Call) -> tuple[int, int]:
    win_id, _, offset = call.metadata.partition(":")
    return int_of(win_id), int_of(offset, 6)


def _of_person(call: Call) -> tuple[int, Places]:
    """With what is ticked on the page that is shown, and on others."""
    person_id, _, written = call.metadata.partition(":")
    places = rules.places_of(written)
    here = {option["value"] for option in _options(call)}
    chosen = call.state.get(views.UNTOLD)
    ticked = [int_of(each) for each in chosen] if isinstance(chosen, list) else []
    elsewhere = [each for each in places.ticked if str(each) not in here]
    return int_of(person_id), replace(places, ticked=tuple(dict.fromkeys([*elsewhere, *filter(None, ticked)])))


def _options(call: Call) -> list[Any]:
    """What could be ticked in the window as it was shown."""
    blocks = call.view.get("blocks")
    for block in blocks if isinstance(blocks, list) else ():
        element = block.get("element") if isinstance(block, dict) else None
        if isinstance(element, dict) and element.get("action_id") == views.UNTOLD:
            options = element.get("options")
            return [each for each in options if isinstance(each, dict)] if isinstance(options, list) else []
    return []


def _text(call: Call, name: str) -> str:
    value = call.state.get(name)
    return value if isinstance(value, str) else ""
