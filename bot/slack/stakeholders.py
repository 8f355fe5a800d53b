"""Stakeholders in Slack: adding, the modal, and the buttons of a person's row wherever it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot import ids
from bot.domain import stakeholder_form
from bot.domain import stakeholders as rules
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.win_form import int_of
from bot.services import conversations, stakeholders
from bot.slack import messages, rooms, stakeholder_names
from bot.slack import stakeholder_card as cards
from bot.slack import stakeholder_lists as lists
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import conversations as talk_views
from bot.views import errors, stakeholder_card, stakeholder_lists, stakeholder_modal
from bot.views import stakeholders as views


def register(routes: Routes) -> None:
    routes.word("add", on_word_add)
    routes.shortcut(ids.SHORTCUT_ADD_PERSON, on_add_author)
    routes.action(ids.HOME_ADD_STAKEHOLDER, on_add_person)
    routes.action(ids.STAKEHOLDER_EDIT, on_edit)
    routes.action(ids.STAKEHOLDER_RELATIONSHIP, on_relationship)
    routes.action(ids.STAKEHOLDER_TALKED, on_talked)
    routes.action(ids.STAKEHOLDER_SNOOZE, on_snooze)
    routes.action(ids.STAKEHOLDER_WAKE, on_wake)
    routes.action(ids.STAKEHOLDER_UNDO, on_undo)
    routes.action(ids.STAKEHOLDER_ARCHIVE, on_archive)
    routes.action(ids.STAKEHOLDER_FOLLOW, on_follow)
    for choice in ids.STAKEHOLDER_CHOICES:
        routes.action(choice, on_choice)
    routes.submission(ids.MODAL_STAKEHOLDER, on_submission)


async def on_word_add(call: Call) -> Reply:
    command = call.parts.commands["vouch"]
    if not call.text:
        return stakeholder_lists.add_usage(command)
    line = rules.read_add_line(call.text)
    actor = await call.owner()
    try:
        added = await call.parts.db.write(stakeholders.add_people, actor, line, call.key, call.now)
    except Refused as problem:
        said = errors.refused(problem.code, problem.parts, call.typed)
        return said | {"blocks": [*said["blocks"], *stakeholder_lists.add_usage(command)["blocks"][1:]]}
    call.refresh_home()
    call.after(stakeholder_names.look_at, call, [person for person in added.people if person.id in added.new])
    return stakeholder_lists.added(
        added.people, added.new, said=added.relationship_said, first=added.member if added.first else None
    )


async def on_add_person(call: Call) -> Reply:
    """The form for somebody new; of whoever was looked for in vain, with them in it."""
    rooms.note_room(call)
    return form_for(stakeholder_form.of_nobody(call.value))


async def on_add_author(call: Call) -> Reply:
    """The form with who wrote the message; for somebody known, what is known of them."""
    message = messages.captured(call.body)
    if not message.exists:
        raise Refused("not_found")
    author = message.author
    if messages.is_of_bot(call.body) or author in ("", "USLACKBOT"):
        raise Refused("author_is_bot")
    if author == call.actor.user_id:
        raise Refused("author_is_you")

    def form_of(known: Stakeholder | None) -> dict[str, Any]:
        if known is None:
            return form_for(stakeholder_form.of_nobody(author))
        return form_for(stakeholder_form.of_stakeholder(known), known, stakeholder_modal.followed_already(known))

    await call.open_modal_when(call.parts.db.read(stakeholders.see_user, call.actor, author), form_of)
    return None


async def on_edit(call: Call) -> Reply:
    rooms.note_room(call)
    cards.note_card(call)
    await call.open_modal_when(
        call.parts.db.read(stakeholders.see_stakeholder, call.actor, int_of(call.value)),
        lambda person: form_for(stakeholder_form.of_stakeholder(person), person),
    )
    return None


def form_for(
    form: stakeholder_form.Form,
    known: Stakeholder | None = None,
    above: Sequence[dict[str, Any]] = (),
    *,
    again: bool = False,
) -> dict[str, Any]:
    metadata = stakeholder_form.to_metadata(known, form.relationship, again=again)
    return stakeholder_modal.stakeholder_modal(form, known, metadata, above)


async def on_choice(call: Call) -> Reply:
    """Shows the form as the choice makes it: what is usual for a relationship, a field for a number of one's own."""
    form, opened = stakeholder_form.of_values(call.state), stakeholder_form.from_metadata(call.metadata)
    if call.view.get("callback_id") != ids.MODAL_STAKEHOLDER:
        return None
    known = None
    if opened.stakeholder_id:
        seen = await call.parts.db.read(stakeholders.see_stakeholder, call.actor, opened.stakeholder_id)
        known = replace(seen, version=opened.version)  # that of the fields, so that a change meanwhile is noticed
    else:
        form = stakeholder_form.adapted(form, opened.relationship)
    view = form_for(form, known, stakeholder_modal.above_fields(call.view), again=opened.again)
    # Without the view's hash: of two quick choices the second must not fail on what the first one has changed.
    await call.parts.messenger.update_view(call.actor, str(call.view.get("id") or ""), view)
    return None


async def on_submission(call: Call) -> Reply:
    """Turns into *Saved*; a field that cannot be read is shown in place; a stale edit shows both versions."""
    form, opened = stakeholder_form.of_values(call.state), stakeholder_form.from_metadata(call.metadata)
    if not opened.stakeholder_id:  # sent before Slack showed what is usual
        form = stakeholder_form.adapted(form, opened.relationship)
    details = stakeholder_form.read(form)
    if isinstance(details, dict):
        return field_errors({opened.block(field): code for field, code in details.items()})
    try:
        person = await _store(call, form, details)
    except Refused as problem:
        return await _refused(call, form, problem)
    call.refresh_home()
    call.after(stakeholder_names.learn, call, [person])
    return stakeholder_modal.saved(person)


async def _refused(call: Call, form: stakeholder_form.Form, problem: Refused) -> Reply:
    """In the form, where all that was typed still stands."""
    if "field" in problem.parts:
        field = stakeholder_form.from_metadata(call.metadata).block(str(problem.parts["field"]))
        return field_errors({field: problem.code}, problem.parts)
    if problem.code == "stale":
        return await _stale(call, form)
    if problem.code == "person_known":
        return await _known(call, form, int(str(problem.parts["person"])))
    raise problem


async def _store(call: Call, form: stakeholder_form.Form, details: stakeholder_form.Details) -> Stakeholder:
    opened = stakeholder_form.from_metadata(call.metadata)
    if opened.stakeholder_id:
        change, known = stakeholders.change_stakeholder, (opened.stakeholder_id, opened.version)
        return await call.parts.db.write(change, call.actor, *known, details, call.key, call.now)
    person = stakeholder_form.person_of(form)
    if person is None:
        raise Refused("person_missing", field="person")
    add = stakeholders.add_in_detail
    return await call.parts.db.write(add, await call.owner(), person, details, call.key, call.now)


async def _stale(call: Call, form: stakeholder_form.Form) -> Reply:
    opened = stakeholder_form.from_metadata(call.metadata)
    now = await call.parts.db.read(stakeholders.see_stakeholder, call.actor, opened.stakeholder_id)
    return form_for(form, now, stakeholder_modal.changed_meanwhile(now), again=opened.again)


async def _known(call: Call, form: stakeholder_form.Form, stakeholder_id: int) -> Reply:
    """Somebody added who is there already: what is known of them, with what was typed now laid over it."""
    now = await call.parts.db.read(stakeholders.see_stakeholder, call.actor, stakeholder_id)
    both = stakeholder_form.laid_over(form, stakeholder_form.of_stakeholder(now))
    return form_for(both, now, stakeholder_modal.known_already(now), again=True)


def field_errors(faults: Mapping[str, str], parts: Mapping[str, object] | None = None) -> Reply:
    """Each field's fault in words; `parts` are the values that a refusal gave for them."""
    return {"errors": {field: errors.sentence(code, parts or {}) for field, code in faults.items()}}


async def on_relationship(call: Call) -> Reply:
    number, _, name = call.value.partition(":")
    relationship = next((each for each in Relationship if each == name), None)
    if relationship is None:
        raise Refused("not_found")
    change = stakeholders.change_relationship
    person = await call.parts.db.write(change, call.actor, int_of(number), relationship, call.key, call.now)
    call.refresh_home()
    part = part_pressed(call)
    if part.startswith(stakeholder_lists.AMONG):
        among, new = ([*map(int_of, each)] for each in stakeholder_lists.among(part))
        people = await call.parts.db.read(stakeholders.see_some, call.actor, among)
        return stakeholder_lists.related(people, new)
    return await in_place(call, person.id, views.related_row(person, part))


async def on_talked(call: Call) -> Reply:
    talked = await call.parts.db.write(conversations.log_talked, call.actor, int_of(call.value), call.key, call.now)
    call.refresh_home()
    part = part_pressed(call)
    row = views.talked_row(talked.stakeholder, talked.conversation_id, before=talked.before, part=part or "do")
    return await in_place(call, talked.stakeholder.id, row)


async def on_snooze(call: Call) -> Reply:
    return await snooze_pressed(call, call.value)


async def snooze_pressed(call: Call, value: str) -> Reply:
    number, _, weeks = value.partition(":")
    snooze = stakeholders.snooze
    person, today = await call.parts.db.write(snooze, call.actor, int_of(number), int_of(weeks, 2), call.key, call.now)
    call.refresh_home()
    return await in_place(call, person.id, views.snoozed_row(person, today, part_pressed(call) or "do"))


async def on_wake(call: Call) -> Reply:
    person, before = await call.parts.db.write(stakeholders.wake, call.actor, int_of(call.value), call.key, call.now)
    call.refresh_home()
    return await in_place(call, person.id, views.woken_row(person, before=before), "Vouch")


async def on_archive(call: Call) -> Reply:
    return await archive_pressed(call, call.value)


async def archive_pressed(call: Call, value: str) -> Reply:
    number, _, where = value.partition(":")
    archive = stakeholders.archive
    person, before = await call.parts.db.write(archive, call.actor, int_of(number), call.key, call.now)
    call.refresh_home()
    return await in_place(call, person.id, views.archived_row(person, part_pressed(call), before=before, where=where))


async def on_follow(call: Call) -> Reply:
    number, _, where = call.value.partition(":")
    follow = stakeholders.follow
    person, before = await call.parts.db.write(follow, call.actor, int_of(number), call.key, call.now)
    call.refresh_home()
    return await in_place(call, person.id, views.followed_row(person, part_pressed(call), before=before, where=where))


async def on_undo(call: Call) -> Reply:
    """Takes back who was just added."""
    added = [int_of(each) for each in call.value.split("-")]
    gone, stay = await call.parts.db.write(stakeholders.undo_add, call.actor, added, call.key, call.now)
    call.refresh_home()
    return await shown(call, stakeholder_lists.removed(gone, stay), "Undone")


def part_pressed(call: Call) -> str:
    """Where the row stood in which something was pressed."""
    return views.part_of(str(call.action.get("block_id") or ""))[1]


async def in_place(call: Call, stakeholder_id: int, row: Sequence[dict[str, Any]], title: str = "Saved") -> Reply:
    """The message in which the row stands, with `row` instead of it; over Home a window, of that title, with it.

    A private answer brings no message with the press: the overdue list is made anew; elsewhere the row is added.
    """
    part = part_pressed(call)
    if part.startswith(talk_views.FROM):
        return await shown(call, await conversation(call, int_of(part.removeprefix(talk_views.FROM))))
    if part.startswith(stakeholder_card.CARD):
        return await cards.again(call, stakeholder_id, row)
    if part == stakeholder_lists.LIST:
        return await lists.people(call, call.value.partition(":")[2], row)
    if call.view:
        return await shown(call, views.row_message(row), title)
    message = call.body.get("message")
    blocks = message.get("blocks") if isinstance(message, dict) else None
    changed = views.replace_row(blocks, stakeholder_id, row) if isinstance(blocks, list) else None
    if isinstance(message, dict) and changed is not None:
        return views.message_with(message, changed, row)
    if part == stakeholder_lists.LATE:
        return await lists.overdue(call, 0, row)
    return views.row_message(row) | {"in_addition": True}


async def conversation(call: Call, conversation_id: int) -> dict[str, Any]:
    """The confirmation of a conversation, as it stands now."""
    found = await call.parts.db.read(conversations.see_conversation, call.actor, conversation_id, call.now)
    return confirmation(found)


def confirmation(found: conversations.Logged, said: str = "Saved.") -> dict[str, Any]:
    first = found.member if found.first else None
    return talk_views.logged(found.conversation, found.people, found.new, found.follow_ups, found.today, first, said)


async def shown(call: Call, message: dict[str, Any], title: str = "Saved") -> Reply:
    """A message as the answer to a press: in its place, as the modal's new content, or over Home as a window."""
    if call.view.get("type") == "modal":
        await call.update_modal(errors.as_modal(message, title))
        return None
    return errors.as_modal(message, title) if call.view else message
