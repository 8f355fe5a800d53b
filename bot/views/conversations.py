"""Conversations: what was understood, the modal, and what an undo did; it may not decide anything."""

from collections.abc import Collection, Sequence
from datetime import date

from bot import ids
from bot.domain.conversation_form import Form, read_day
from bot.domain.conversations import KINDS, Conversation
from bot.domain.followups import FollowUp
from bot.domain.members import Member
from bot.domain.stakeholders import Stakeholder
from bot.views import followups, kit, stakeholders, text, wins

CONFIDENCE: dict[int, str] = {
    1: "1 · would not",
    2: "2 · unlikely",
    3: "3 · if asked",
    4: "4 · likely",
    5: "5 · surely",
}
USAGE = "/met @maria 1:1 about the roadmap, she asked for the numbers; next: send the deck by friday"
CLAUSES = "`next:` is what you promise, `they:` what they promise, `ask:` what you ask them for."
FROM = "talk"  # in a row's id: it stands in the confirmation of that conversation
_WHOLE = 2900  # of a text, as much as a section takes
_NAMED = 8  # people named one by one
_NEW_ROWS = 10  # new people who get a row of their own


def names(people: Sequence[Stakeholder]) -> str:
    if len(people) > _NAMED + 1:
        rest = text.plural(len(people) - _NAMED, "other")
        return text.join_words([*map(text.person, people[:_NAMED]), rest])
    return text.join_words([text.person(person) for person in people])


def logged(
    conversation: Conversation,
    people: Sequence[Stakeholder],
    new: Collection[int],
    follow_ups: Sequence[FollowUp],
    today: date,
    first: Member | None = None,
    said: str = "Saved.",
) -> kit.Block:
    """The confirmation. `first` is the member when this was their first record, which announces the digest."""
    headline = f"*{said}* Conversation with {names(people)}"
    shown = [kit.section("\n".join([headline, *details(conversation, follow_ups, today)]))]
    for person in [person for person in people if person.id in new][:_NEW_ROWS]:
        shown += new_row(person, conversation.id)
    shown += _confidence(conversation, people)
    value = str(conversation.id)
    shown.append(
        kit.actions(
            kit.button("Edit", ids.CONVERSATION_EDIT, value, accessibility_label="Edit this conversation"),
            _undo_button(conversation.id),
        )
    )
    if first is not None:
        shown += wins.first_digest(first, wins.NEXT_WIN)
    summary = f"{said} Conversation with {names(people)} on {text.day(conversation.happened_on, today)}."
    return kit.message(summary, shown)


def details(conversation: Conversation, follow_ups: Sequence[FollowUp], today: date, limit: int = 800) -> list[str]:
    """What was understood, a line each, escaped; a text longer than `limit` is cut."""
    kind = f" · {text.esc(conversation.kind)}" if conversation.kind else ""
    lines = [f"{text.day(conversation.happened_on, today)}{kind}{' · Sample' if conversation.sample else ''}"]
    if conversation.topic:
        lines.append(f"About: {wins.people_shown(text.esc_cut(conversation.topic, limit))}")
    if conversation.notes:
        lines.append(f"Notes: {wins.people_shown(text.esc_cut(conversation.notes, limit))}")
    lines += [followups.in_line(one, today, limit) for one in follow_ups]
    return lines


def new_row(person: Stakeholder, conversation_id: int) -> list[kit.Block]:
    """Somebody added by it, with the relationship to be set right by one click."""
    said = f"{text.person(person)} is new: added as *{stakeholders.RELATIONSHIPS[person.relationship]}*."
    block_id = stakeholders.row_id(person.id, f"{FROM}{conversation_id}")
    return [kit.section(said, stakeholders.relationship_select(person), block_id=block_id)]


def _confidence(conversation: Conversation, people: Sequence[Stakeholder]) -> list[kit.Block]:
    if conversation.confidence is not None:
        return [kit.context(f"Would speak up for you: {CONFIDENCE[conversation.confidence]}")]
    buttons = [
        kit.button(str(level), action_id, f"{conversation.id}:{level}", accessibility_label=CONFIDENCE[level])
        for level, action_id in enumerate(ids.CONVERSATION_CONFIDENCE, 1)
    ]
    asked = f"Would {'they' if len(people) > 1 else names(people)} speak up for you? 1 is _would not_, 5 is _surely_."
    if len(people) > 1:
        asked += f" Your answer counts for {'both' if len(people) == 2 else 'all of them'}."
    return [kit.section(asked), kit.actions(*buttons)]


def undone(
    conversation: Conversation,
    people: Sequence[Stakeholder],
    gone: Collection[int],
    new: Collection[int],
    follow_ups: Sequence[FollowUp],
    today: date,
) -> kit.Block:
    """What went, in full, so that nothing typed is lost by one press; and who of the new people stayed."""
    said = [f"*Undone*: the conversation with {names(people)}", *details(conversation, follow_ups, today, _WHOLE)]
    left = [person for person in people if person.id in gone]
    stayed = [person for person in people if person.id in new and person.id not in gone]
    if left:
        said.append(f"{names(left)} came with it, and went with it.")
    if stayed:
        said.append(f"{names(stayed)} came with it and stays among your people, because more is known by now.")
    shown = [kit.section(line) for line in said]
    return kit.message(
        f"The conversation with {names(people)} is undone.", [*shown, kit.actions(restore_button(conversation.id))]
    )


def restore_button(conversation_id: int, value: str = "", action_id: str = ids.CONVERSATION_RESTORE) -> kit.Block:
    """`value` says more than the id where it stands in a list."""
    label = "Restore this conversation"
    return kit.button("Restore", action_id, value or str(conversation_id), accessibility_label=label)


def kept(conversation: Conversation, people: Sequence[Stakeholder]) -> kit.Block:
    """Follows a reaction taken away from a conversation that has been worked on."""
    said = f"You took the reaction away. The conversation with {names(people)} stays, because you have worked on it."
    return kit.message(said, [kit.section(said), kit.actions(_undo_button(conversation.id))])


def nobody() -> kit.Block:
    """Follows a reaction to a message that no person wrote."""
    return kit.message("That message is an app's: there was nobody to have talked to.")


def _undo_button(conversation_id: int, label: str = "Undo") -> kit.Block:
    named = f"{label} this conversation"
    return kit.button(label, ids.CONVERSATION_UNDO, str(conversation_id), accessibility_label=named)


def is_there(*, before: bool) -> str:
    """Begins the answer to *Restore*."""
    return "It is there already." if before else "Restored."


def undone_already() -> kit.Block:
    return kit.message("That conversation was undone already. Nothing has changed.")


def usage(command: str) -> kit.Block:
    return kit.context(f"For example: `{text.esc(USAGE.replace('/met', command, 1))}`", CLAUSES)


def logged_before(recorded_on: date, today: date) -> list[kit.Block]:
    """Above the fields, where a message was chosen that is a conversation already."""
    return [kit.section(f"You logged this on {text.day(recorded_on, today)}. Here it is, to be changed.")]


def conversation_modal(
    form: Form, metadata: str = "", above: Sequence[kit.Block] = (), conversation_id: int | None = None
) -> kit.Block:
    """`metadata` comes back with the submission; `above` stands before the fields; a known one can be deleted."""
    kinds = [kit.option(kind, kind) for kind in dict.fromkeys((*KINDS, form.kind)) if kind]
    levels = [kit.option(words, str(level)) for level, words in CONFIDENCE.items()]
    others = kit.text_input("others", form.others, multiline=True, placeholder="Maria Lopez")
    topic = kit.text_input("topic", form.topic, placeholder="the roadmap")
    notes = kit.text_input("notes", form.notes, multiline=True, placeholder="What they said, what they asked for")
    promise = kit.text_input("promise", form.promise, placeholder="send the deck")
    blocks = [
        *above,
        kit.input("With", kit.users_input("people", form.people), "people", optional=True),
        kit.input("People outside Slack", others, "others", optional=True, hint="One name a line."),
        kit.input("When", kit.date_input("happened_on", read_day(form.happened_on)), "happened_on"),
        kit.input("How", kit.select("1:1, call, coffee…", "kind", kinds, form.kind), "kind", optional=True),
        kit.input("What about", topic, "topic", optional=True),
        kit.input("Notes", notes, "notes", optional=True),
        kit.input("A promise, or what you asked for", promise, "promise", optional=True),
        kit.input("Which of these it is", followups.kind_select(form.whose), "whose", optional=True),
        kit.input("By when", kit.date_input("due_on", read_day(form.due_on)), "due_on", optional=True),
        kit.input(
            "Would they speak up for you?",
            kit.select("Not said", "confidence", levels, form.confidence),
            "confidence",
            optional=True,
        ),
    ]
    if conversation_id is not None:
        blocks.append(kit.actions(_undo_button(conversation_id, "Delete")))
    title = "Log a conversation" if conversation_id is None else "Edit conversation"
    return kit.modal(ids.MODAL_CONVERSATION, title, blocks, private_metadata=metadata)


def changed_meanwhile(
    conversation: Conversation, people: Sequence[Stakeholder], follow_ups: Sequence[FollowUp], today: date
) -> list[kit.Block]:
    """Stands above the fields of a modal whose conversation was changed while it was open."""
    now = [f"Conversation with {names(people)}", *details(conversation, follow_ups, today)]
    return [
        kit.section("*Not saved yet*: this was changed somewhere else in the meantime. It reads now:"),
        kit.section("\n".join(f">{line}" for part in now for line in part.split("\n"))),
        kit.section("Below is what you typed. *Save* puts it in place of that."),
        kit.divider(),
    ]
