"""The prep card in Slack: by command or from wherever somebody is shown; made anew in its place after a press on it."""

from bot import ids
from bot.domain.win_form import int_of
from bot.services import awareness, conversations, preps, stakeholders
from bot.slack import stakeholder_card as cards
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import awareness as ledger_views
from bot.views import kit
from bot.views import preps as views


def register(routes: Routes) -> None:
    routes.word("prep", on_word_prep)
    routes.action(ids.PREP_OPEN, on_open)
    routes.action(ids.PREP_TOLD, on_told)
    routes.action(ids.PREP_TALKED, on_talked)
    routes.action(ids.PREP_UNDO, on_undo)


async def on_word_prep(call: Call) -> Reply:
    db = call.parts.db
    found = await db.read(preps.find, call.actor, call.text, call.now) if call.text else ()
    if len(found) == 1:
        return views.message(await db.read(preps.see, call.actor, found[0].id, call.now))
    if found:
        return views.choose(found, call.typed)
    late = await db.read(preps.suggest, call.actor, call.now)
    return views.usage(late, call.parts.commands["vouch"], call.typed)


async def on_open(call: Call) -> Reply:
    cards.note_card(call)
    await call.open_modal_when(call.parts.db.read(preps.see, call.actor, int_of(call.value), call.now), views.window)
    return None


async def on_told(call: Call) -> Reply:
    win_id, _, person_id = call.value.partition(":")
    tell = awareness.mark_told
    done = await call.parts.db.write(tell, call.actor, [int_of(win_id)], int_of(person_id), call.key, call.now)
    call.refresh_home()
    return await _again(call, done.stakeholder.id, ledger_views.told(done, undo=ids.PREP_UNDO))


async def on_talked(call: Call) -> Reply:
    done = await call.parts.db.write(conversations.log_talked, call.actor, int_of(call.value), call.key, call.now)
    call.refresh_home()
    above = views.talked(done.stakeholder, done.conversation_id, before=done.before)
    return await _again(call, done.stakeholder.id, above)


async def on_undo(call: Call) -> Reply:
    talk_id, _, person_id = call.value.partition(":")
    undo = conversations.undo_conversation
    undone = await call.parts.db.write(undo, call.actor, int_of(talk_id), call.key, call.now)
    call.refresh_home()
    person = await call.parts.db.read(stakeholders.see_stakeholder, call.actor, int_of(person_id))
    return await _again(call, person.id, ledger_views.untold(person, before=undone.was is None))


async def _again(call: Call, stakeholder_id: int, above: list[kit.Block]) -> Reply:
    """The card as it is now: in its window, or in place of the private answer."""
    card = await call.parts.db.read(preps.see, call.actor, stakeholder_id, call.now)
    if not call.view:
        return views.message(card, above)
    # Without the view's hash: of two quick presses the second must not fail on what the first one has changed.
    await call.parts.messenger.update_view(call.actor, str(call.view.get("id") or ""), views.window(card, above))
    return None
