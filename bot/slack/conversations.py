"""Conversations in Slack: the command, the modal, and the buttons of a confirmation."""

from typing import Any

from bot import ids
from bot.domain import conversation_form
from bot.domain.conversation_form import Form
from bot.domain.outcomes import Refused
from bot.domain.win_form import int_of
from bot.services import conversations, stakeholders
from bot.slack import stakeholders as people
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import conversations as views
from bot.views import errors
from bot.views import stakeholders as rows


def register(routes: Routes) -> None:
    routes.command("met", on_command_met)
    routes.action(ids.HOME_LOG_CONVERSATION, on_log_conversation)
    routes.action(ids.CONVERSATION_EDIT, on_edit)
    routes.action(ids.CONVERSATION_UNDO, on_undo)
    for action_id in ids.CONVERSATION_CONFIDENCE:
        routes.action(action_id, on_confidence)
    routes.submission(ids.MODAL_CONVERSATION, on_submission)


async def on_command_met(call: Call) -> Reply:
    """A line is stored at once; nothing typed opens the modal."""
    if not call.text:
        await call.open_modal(await _empty_modal(call))
        return None
    actor = await call.owner()
    try:
        logged = await call.parts.db.write(conversations.log_line, actor, call.text, call.key, call.now)
    except Refused as problem:
        said = errors.refused(problem.code, problem.parts, call.typed)
        return said | {"blocks": [*said["blocks"], views.usage(call.parts.commands["met"])]}
    call.refresh_home()
    return people.confirmation(logged)


async def _empty_modal(call: Call) -> dict[str, Any]:
    today = await call.parts.db.read(conversations.see_today, call.actor, call.now)
    return views.conversation_modal(Form(happened_on=today.isoformat()))


async def on_log_conversation(call: Call) -> Reply:
    return await _empty_modal(call)


async def on_edit(call: Call) -> Reply:
    see = conversations.see_conversation
    found = await call.parts.db.read(see, call.actor, int_of(call.value), call.now)
    form = conversation_form.of_conversation(found.conversation, found.people, found.follow_up)
    return views.conversation_modal(form, _metadata(found), conversation_id=found.conversation.id)


def _metadata(found: conversations.Logged) -> str:
    return f"{found.conversation.id}:{found.conversation.version}"


async def on_submission(call: Call) -> Reply:
    """Turns into *Saved*; a field that cannot be read is shown in place; a stale edit shows both versions."""
    form = conversation_form.of_values(call.state)
    typed = conversation_form.read(form)
    if isinstance(typed, dict):
        return people.field_errors(typed)
    try:
        logged = await _store(call, typed)
    except Refused as problem:
        if "field" in problem.parts:
            return people.field_errors({str(problem.parts["field"]): problem.code}, problem.parts)
        if problem.code == "stale":
            return await _stale(call, form)
        raise
    call.refresh_home()
    return errors.as_modal(people.confirmation(logged), "Saved")


async def _store(call: Call, typed: conversation_form.Read) -> conversations.Logged:
    db, (conversation_id, version) = call.parts.db, people.edited(call)
    new, confidence = typed.new, typed.confidence
    if conversation_id:
        change = conversations.change_conversation
        return await db.write(change, call.actor, conversation_id, version, new, confidence, call.key, call.now)
    actor = await call.owner()
    return await db.write(conversations.log_conversation, actor, new, confidence, call.key, call.now)


async def _stale(call: Call, form: Form) -> Reply:
    see = conversations.see_conversation
    found = await call.parts.db.read(see, call.actor, people.edited(call)[0], call.now)
    above = views.changed_meanwhile(found.conversation, found.people, found.follow_up, found.today)
    return views.conversation_modal(form, _metadata(found), above, found.conversation.id)


async def on_confidence(call: Call) -> Reply:
    number, _, level = call.value.partition(":")
    rate = conversations.rate_conversation
    rated = await call.parts.db.write(rate, call.actor, int_of(number), int_of(level, 1), call.key, call.now)
    call.refresh_home()
    return await people.shown(call, people.confirmation(rated))


async def on_undo(call: Call) -> Reply:
    """In the confirmation it replaces all; in a person's row, in whatever message, only that row."""
    number, part = rows.part_of(str(call.action.get("block_id") or ""))
    undo = conversations.undo_conversation
    undone = await call.parts.db.write(undo, call.actor, int_of(call.value), call.key, call.now)
    call.refresh_home()
    if number and part:
        person = await call.parts.db.read(stakeholders.see_stakeholder, call.actor, int_of(number))
        return await people.in_place(call, person.id, rows.undone_row(person, before=undone.was is None), "Undone")
    was = undone.was
    if was is None:
        return await people.shown(call, views.undone_already(), "Undone")
    said = views.undone(was.conversation, was.people, undone.gone, was.new, was.follow_up, was.today)
    return await people.shown(call, said, "Undone")
