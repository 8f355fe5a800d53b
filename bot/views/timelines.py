"""Somebody's conversations as a window: a page of them with their buttons, and those that can be brought back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import ids
from bot.domain import awareness as awareness_rules
from bot.domain.stakeholders import Stakeholder
from bot.domain.timelines import PAGE, Deleted, Talk, Timeline
from bot.views import awareness, conversations, kit, stakeholders, text, wins

FOOT = "timeline:foot"  # the id of the block with what the whole timeline leads to
_CUT = 300  # of a topic or of notes
_TITLES, _TITLE = 5, 120  # of wins that were told, how many are named, and as much of each


def window(found: Timeline, above: Sequence[kit.Block] = ()) -> kit.Block:
    """`above` says what was just done."""
    rows = [block for talk in found.talks for block in _row(talk, found)]
    blocks = [*above, kit.section(_headline(found)), *rows, *_foot(found)]
    return kit.modal("", "Conversations", blocks, submit=None, close="Close", private_metadata=_where(found))


def _where(found: Timeline) -> str:
    return f"{found.person.id}:{found.offset}"


def _headline(found: Timeline) -> str:
    who = f"*{text.person(found.person)}* · {stakeholders.RELATIONSHIPS[found.person.relationship]}"
    if not found.total:
        return f"{who}\nNo conversation yet. *We talked* and `/met` log one."
    said = text.plural(found.total, "conversation")
    if found.total > PAGE:
        said = f"{said}, newest first: {found.offset + 1:,} to {found.offset + len(found.talks):,}"
    return f"{who}\n{said}"


def _row(talk: Talk, found: Timeline) -> list[kit.Block]:
    conversation = talk.conversation
    said_already = bool(talk.told) and conversation.topic == awareness_rules.topic(talk.told)
    shown = replace(conversation, topic="") if said_already else conversation
    lines = conversations.details(shown, (), found.today, _CUT)
    lines[0] = text.bold(lines[0])
    if talk.told:
        lines.append(f"Told them: {_told(talk.told)}")
    others = [person for person in talk.people if person.id != found.person.id]
    if conversation.confidence is not None:
        lines.append(f"Would speak up for you: {conversations.CONFIDENCE[conversation.confidence]}")
    if others:
        lines.append(f"Also there: {conversations.names(others)}")
    return [kit.section("\n".join(lines)), kit.actions(*_buttons(talk, found))]


def _told(titles: Sequence[str]) -> str:
    rest = len(titles) - _TITLES
    named = [wins.title(title, _TITLE) for title in titles[:_TITLES]]
    return "; ".join([*named, *([f"and {text.plural(rest, 'more win', 'more wins')}"] if rest > 0 else [])])


def _buttons(talk: Talk, found: Timeline) -> list[kit.Block]:
    on = text.day(talk.conversation.happened_on, found.today)
    value = f"{talk.conversation.id}:{_where(found)}"
    sure = kit.confirm(
        "Delete this conversation?",
        f"With {conversations.names(talk.people)}, {on}. You can restore it for 30 days.",
        "Delete",
    )
    return [
        kit.button("Edit", ids.TIMELINE_EDIT, value, accessibility_label=f"Edit the conversation of {on}"),
        kit.button(
            "Delete", ids.TIMELINE_DELETE, value, confirm=sure, accessibility_label=f"Delete the conversation of {on}"
        ),
    ]


def _foot(found: Timeline) -> list[kit.Block]:
    buttons = _turning(found.offset, len(found.talks), found.total, str(found.person.id))
    if any(talk.told for talk in found.talks):
        buttons.append(awareness.person_button(found.person))
    if found.deleted:
        buttons.append(kit.button(f"Deleted ({found.deleted:,})", ids.TIMELINE_DELETED, f"{found.person.id}:0"))
    return [kit.actions(*buttons, block_id=FOOT)] if buttons else []


def _turning(offset: int, shown: int, total: int, of: str) -> list[kit.Block]:
    back, on = ids.TIMELINE_PAGES
    buttons = []
    if offset:
        buttons.append(kit.button("Newer", back, f"{of}:{offset - PAGE}"))
    if offset + shown < total:
        buttons.append(kit.button("Older", on, f"{of}:{offset + PAGE}"))
    return buttons


def deleted_row(talk: Talk, where: str, today: date) -> list[kit.Block]:
    """Above the timeline at `where` after *Delete*; the conversation as it was."""
    said = f"*Deleted*: the conversation with {conversations.names(talk.people)}, {_day(talk, today)}."
    value = f"{talk.conversation.id}:{where}"
    button = conversations.restore_button(talk.conversation.id, value, ids.TIMELINE_RESTORE)
    return [kit.section(said, button)]


def deleted_before() -> list[kit.Block]:
    return [kit.section("That conversation was deleted already. Nothing has changed.")]


def restored_row(talk: Talk, today: date, *, before: bool) -> list[kit.Block]:
    """Above the timeline after *Restore*."""
    said = conversations.is_there(before=before)
    return [kit.section(f"*{said}* Conversation with {conversations.names(talk.people)}, {_day(talk, today)}.")]


def deleted_window(found: Deleted, above: Sequence[kit.Block] = ()) -> kit.Block:
    """What can be brought back."""
    of = f"d{found.person.id if found.person else 0}"
    rows = [_restorable(talk, f"{of}:{found.offset}", found.today) for talk in found.talks]
    with_whom = f" with {text.person(found.person)}" if found.person else ""
    said = (
        f"*{text.plural(found.total, 'deleted conversation')}{with_whom}*" if found.total else "*Nothing is deleted.*"
    )
    blocks = [*above, kit.section(f"{said}\nEach can be restored for 30 days; then it is gone for good."), *rows]
    buttons = _turning(found.offset, len(found.talks), found.total, of)
    if found.person:
        buttons.append(kit.button("All conversations", ids.TIMELINE_BACK, f"{found.person.id}:0"))
    blocks += [kit.actions(*buttons)] if buttons else []
    return kit.modal("", "Deleted", blocks, submit=None, close="Close", private_metadata=f"{of}:{found.offset}")


def _restorable(talk: Talk, where: str, today: date) -> kit.Block:
    lines = conversations.details(talk.conversation, (), today, _CUT)
    lines[0] = f"*{conversations.names(talk.people)}* · {lines[0]}"
    button = conversations.restore_button(talk.conversation.id, f"{talk.conversation.id}:{where}", ids.TIMELINE_RESTORE)
    return kit.section("\n".join(lines), button)


def _day(talk: Talk, today: date) -> str:
    return text.day(talk.conversation.happened_on, today)


def open_button(person: Stakeholder) -> kit.Block:
    """For a person's card and lists."""
    label = f"Conversations with {stakeholders.plain_name(person)}"
    return kit.button("Conversations", ids.TIMELINE_OPEN, str(person.id), accessibility_label=label)
