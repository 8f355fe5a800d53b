"""Conversations in Slack: the command, the modal, and the buttons of a confirmation."""

from collections.abc import Sequence
from typing import Any

from bot import ids, reading
from bot.domain import conversation_form
from bot.domain.conversation_form import Form, Opened
from bot.domain.evidence import Captured
from bot.domain.outcomes import Refused
from bot.domain.win_form import int_of
from bot.services import conversations, stakeholders
from bot.slack import messages, stakeholder_names
from bot.slack import stakeholders as people
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import confirmations, errors
from bot.views import conversations as views
from bot.views import stakeholders as rows


def register(routes: Routes) -> None:
    routes.command("met", on_command_met)
    routes.shortcut(ids.SHORTCUT_LOG_CONVERSATION, on_log_message)
    routes.shortcut(ids.SHORTCUT_NEW_CONVERSATION, on_log_conversation)
    routes.action(ids.HOME_LOG_CONVERSATION, on_log_conversation)
    routes.action(ids.CONVERSATION_EDIT, on_edit)
    routes.action(ids.CONVERSATION_UNDO, on_undo)
    routes.action(ids.CONVERSATION_RESTORE, on_restore)
    for action_id in ids.CONVERSATION_CONFIDENCE:
        routes.action(action_id, on_confidence)
    routes.submission(ids.MODAL_CONVERSATION, on_submission)


async def on_command_met(call: Call) -> Reply:
    """A line is stored at once; nothing typed opens the modal."""
    if not call.text:
        return await on_log_conversation(call)
    actor = await call.owner()
    try:
        logged = await call.parts.db.write(conversations.log_line, actor, call.text, call.key, call.now)
    except Refused as problem:
        said = errors.refused(problem.code, problem.parts, call.typed)
        return said | {"blocks": [*said["blocks"], views.usage(call.parts.commands["met"])]}
    call.refresh_home()
    call.after(stakeholder_names.look_at, call, [person for person in logged.people if person.id in logged.new])
    said = people.confirmation(logged)
    return confirmations.short(said) if logged.member.silent and not logged.first else said


async def on_log_conversation(call: Call) -> Reply:
    await call.open_modal_when(
        call.parts.db.read(conversations.see_today, call.actor, call.now),
        lambda today: views.conversation_modal(Form(happened_on=today.isoformat())),
    )
    return None


async def on_log_message(call: Call) -> Reply:
    """Opens the modal with the message in it; for one logged before, the conversation that it is."""
    message = messages.captured(call.body)
    if not message.exists:
        raise Refused("not_found")

    async def prepare() -> tuple[conversations.Prepared, str]:
        prepared = await call.parts.db.read(conversations.prepare, call.actor, message, call.now)
        return prepared, await reading.with_names(call.parts, call.actor, message.snapshot)

    def view(read: tuple[conversations.Prepared, str]) -> dict[str, Any]:
        prepared, said = read
        if prepared.found is not None:
            found = prepared.found
            recorded_on = found.member.local(found.conversation.recorded_at).date()
            return _stored(found, views.logged_before(recorded_on, found.today))
        author = "" if messages.is_of_bot(call.body) else prepared.author
        form = conversation_form.of_message(said, author, prepared.written_on, prepared.permalink)
        opened = Opened(channel=message.channel, ts=message.ts)
        return views.conversation_modal(form, conversation_form.to_metadata(opened))

    await call.open_modal_when(prepare(), view)
    return None


async def on_edit(call: Call) -> Reply:
    await open_edit(call, int_of(call.value))
    return None


async def open_edit(call: Call, conversation_id: int) -> None:
    see = conversations.see_conversation
    await call.open_modal_when(call.parts.db.read(see, call.actor, conversation_id, call.now), _stored)


def _stored(
    found: conversations.Logged, above: Sequence[dict[str, Any]] = (), form: Form | None = None
) -> dict[str, Any]:
    form = form or conversation_form.of_conversation(found.conversation, found.people, found.follow_ups)
    return views.conversation_modal(form, _metadata(found), above, found.conversation.id)


def _metadata(found: conversations.Logged) -> str:
    return conversation_form.to_metadata(Opened(found.conversation.id, found.conversation.version))


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
    call.after(stakeholder_names.learn, call, [person for person in logged.people if person.id in logged.new])
    if logged.member.silent and not logged.first:
        return None  # the window closes
    return errors.as_modal(people.confirmation(logged), "Saved")


async def _store(call: Call, typed: conversation_form.Read) -> conversations.Logged:
    db, opened = call.parts.db, conversation_form.from_metadata(call.metadata)
    new, confidence = typed.new, typed.confidence
    if opened.conversation_id:
        change, known = conversations.change_conversation, (opened.conversation_id, opened.version)
        return await db.write(change, call.actor, *known, new, confidence, call.key, call.now)
    actor = await call.owner()
    if opened.ts:
        log, message = conversations.log_of_message, Captured(opened.channel, opened.ts)
        return await db.write(log, actor, new, confidence, message, "shortcut", call.key, call.now)
    return await db.write(conversations.log_conversation, actor, new, confidence, call.key, call.now)


async def _stale(call: Call, form: Form) -> Reply:
    number = conversation_form.from_metadata(call.metadata).conversation_id
    found = await call.parts.db.read(conversations.see_conversation, call.actor, number, call.now)
    above = views.changed_meanwhile(found.conversation, found.people, found.follow_ups, found.today)
    return _stored(found, above, form)


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
        row = rows.undone_row(person, int_of(call.value), before=undone.was is None, part=part)
        return await people.in_place(call, person.id, row, "Undone")
    was = undone.was
    if was is None:
        return await people.shown(call, views.undone_already(), "Undone")
    said = views.undone(was.conversation, was.people, undone.gone, was.new, was.follow_ups, was.today)
    return await people.shown(call, said, "Undone")


async def on_restore(call: Call) -> Reply:
    """Brings one back, in the place where it was undone."""
    number, part = rows.part_of(str(call.action.get("block_id") or ""))
    restore = conversations.restore_conversation
    restored = await call.parts.db.write(restore, call.actor, int_of(call.value), call.key, call.now)
    call.refresh_home()
    if number and part:
        person = await call.parts.db.read(stakeholders.see_stakeholder, call.actor, int_of(number))
        said = rows.back_words(before=restored.before)
        row = rows.talked_row(person, restored.logged.conversation.id, part=part, said=said)
        return await people.in_place(call, person.id, row, "Restored")
    said = views.is_there(before=restored.before)
    return await people.shown(call, people.confirmation(restored.logged, said), "Restored")
