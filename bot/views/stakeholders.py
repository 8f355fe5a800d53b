"""Stakeholders in words and rows; a row's blocks carry `person:<id>`, so that it can change in place."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot import ids
from bot.domain.stakeholders import SNOOZE_WEEKS, Relationship, Stakeholder, Standing, State
from bot.views import kit, text

RELATIONSHIPS: dict[Relationship, str] = {
    Relationship.MANAGER: "manager",
    Relationship.SKIP_LEVEL: "skip-level",
    Relationship.SPONSOR: "sponsor",
    Relationship.MENTOR: "mentor",
    Relationship.PEER: "peer",
    Relationship.CROSS_FUNCTIONAL: "cross-functional partner",
    Relationship.REPORT: "report",
    Relationship.EXTERNAL: "external contact",
}
_LEVELS = {-1: "below you", 0: "on your level", 1: "one level above you", 2: "two levels above you"}
_SNOOZES = {weeks: f"Snooze {text.plural(weeks, 'week')}" for weeks in SNOOZE_WEEKS}
_ROW = "person:"


def plain_name(stakeholder: Stakeholder) -> str:
    """For labels, where Slack shows no mention and we keep no name of a Slack user."""
    return text.cut(stakeholder.name or stakeholder.known_as, 60) or f"your {RELATIONSHIPS[stakeholder.relationship]}"


def level_words(level: int) -> str:
    """`one level above you`."""
    return _LEVELS.get(level) or ("below you" if level < 0 else "three or more levels above you")


def every(days: int) -> str:
    """`every day`, `every 30 days`."""
    return "every day" if days == 1 else f"every {days:,} days"


def standing_words(stands: Standing) -> str:
    """`not talked to yet, added 8 days ago`, `last talked 50 days ago, overdue by 5 days`."""
    if stands.never_talked:
        said = "not talked to yet" + (f", added {_ago(stands.days_since)}" if stands.days_since else ", added today")
    else:
        said = f"last talked {_ago(stands.days_since)}"
    if stands.state is State.OVERDUE:
        return f"{said}, overdue by {text.plural(stands.days_late, 'day')}"
    if stands.state is State.DUE:
        return f"{said}, due"
    return f"{said}, snoozed" if stands.state is State.SNOOZED else said


def _ago(days: int) -> str:
    if days < 2:
        return ("today", "yesterday")[days]
    return f"{days:,} days ago"


def row_id(stakeholder_id: int, part: str = "") -> str:
    return f"{_ROW}{stakeholder_id}" + (f":{part}" if part else "")


def prep_button(stakeholder: Stakeholder) -> kit.Block:
    """Opens the card for a conversation, from wherever somebody is shown."""
    label = f"Prep for {plain_name(stakeholder)}"
    return kit.button("Prep", ids.PREP_OPEN, str(stakeholder.id), accessibility_label=label)


def person_row(stakeholder: Stakeholder, stands: Standing, part: str = "do") -> list[kit.Block]:
    """Two blocks: who it is and how late, then *We talked*, *Prep* and *Snooze*; *Open* has the rest.

    `part` comes back in the block's id: a press in a private answer brings no message, so it says where it was.
    """
    who = f"*{text.person(stakeholder)}* · {RELATIONSHIPS[stakeholder.relationship]}"
    said = f"{who}\n{sentence(standing_words(stands))}"
    return [
        kit.section(said, open_button(stakeholder), block_id=row_id(stakeholder.id)),
        kit.actions(*row_buttons(stakeholder), block_id=row_id(stakeholder.id, part)),
    ]


def row_buttons(stakeholder: Stakeholder) -> list[kit.Block]:
    name, value = plain_name(stakeholder), str(stakeholder.id)
    return [
        kit.button("We talked", ids.STAKEHOLDER_TALKED, value, accessibility_label=f"We talked: {name}"),
        prep_button(stakeholder),
        snooze_select(stakeholder),
    ]


def snooze_select(stakeholder: Stakeholder) -> kit.Block:
    return kit.select("Snooze", ids.STAKEHOLDER_SNOOZE, snooze_options(str(stakeholder.id)))


def snooze_options(lead: str) -> list[kit.Block]:
    return [kit.option(_SNOOZES[weeks], f"{lead}:{weeks}") for weeks in SNOOZE_WEEKS]


def wake_button(stakeholder: Stakeholder) -> kit.Block:
    label = f"Wake up now: {plain_name(stakeholder)}"
    return kit.button("Wake up now", ids.STAKEHOLDER_WAKE, str(stakeholder.id), accessibility_label=label)


def open_button(stakeholder: Stakeholder, where: str = "") -> kit.Block:
    """Opens everything of a person, from wherever they are listed; `where` is the place in the list of people."""
    value = f"{stakeholder.id}:{where}" if where else str(stakeholder.id)
    label = f"Open {plain_name(stakeholder)}"
    return kit.button("Open", ids.STAKEHOLDER_OPEN, value, accessibility_label=label)


def follow_button(stakeholder: Stakeholder, where: str = "", label: str = "Follow again") -> kit.Block:
    value = f"{stakeholder.id}:{where}" if where else str(stakeholder.id)
    named = f"{label}: {plain_name(stakeholder)}"
    return kit.button(label, ids.STAKEHOLDER_FOLLOW, value, accessibility_label=named)


def archive_button(stakeholder: Stakeholder, where: str = "", label: str = "Stop following") -> kit.Block:
    value = f"{stakeholder.id}:{where}" if where else str(stakeholder.id)
    named = f"{label}: {plain_name(stakeholder)}"
    return kit.button(label, ids.STAKEHOLDER_ARCHIVE, value, accessibility_label=named)


def archived_row(stakeholder: Stakeholder, part: str = "", *, before: bool = False, where: str = "") -> list[kit.Block]:
    """Stands where the row was after *Stop following*; its *Undo* follows again."""
    was = "was no longer followed already" if before else "is no longer followed. What is recorded stays"
    undo = [] if before else [follow_button(stakeholder, where, "Undo")]
    return _said(stakeholder, f"*{text.person(stakeholder)}* {was}.", undo, part)


def followed_row(stakeholder: Stakeholder, part: str = "", *, before: bool = False, where: str = "") -> list[kit.Block]:
    """Stands where the row was after *Follow again*."""
    was = "is among the people you follow already" if before else "is among the people you follow again"
    undo = [] if before else [archive_button(stakeholder, where, "Undo")]
    return _said(stakeholder, f"*{text.person(stakeholder)}* {was}.", undo, part)


def _said(stakeholder: Stakeholder, said: str, buttons: Sequence[kit.Block], part: str) -> list[kit.Block]:
    rows = [kit.section(said, block_id=row_id(stakeholder.id))]
    return [*rows, kit.actions(*buttons, block_id=row_id(stakeholder.id, part or "do"))] if buttons else rows


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def replace_row(
    blocks: Sequence[Mapping[str, Any]], stakeholder_id: int, row: Sequence[kit.Block]
) -> list[kit.Block] | None:
    """The blocks of any message with the first row of that person replaced by `row`; None where there is none."""
    own = [place for place, block in enumerate(blocks) if _belongs(block, stakeholder_id)]
    if not own:
        return None
    kept = [dict(block) for place, block in enumerate(blocks) if place not in own]
    return [*kept[: own[0]], *row, *kept[own[0] :]]


def _belongs(block: Mapping[str, Any], stakeholder_id: int) -> bool:
    block_id = str(block.get("block_id", ""))
    return block_id == row_id(stakeholder_id) or block_id.startswith(row_id(stakeholder_id, "") + ":")


def talked_row(
    stakeholder: Stakeholder, conversation_id: int, *, before: bool = False, part: str = "do", said: str = ""
) -> list[kit.Block]:
    """Stands where the row was after *We talked*; `before` says that it was logged already, `said` something else."""
    name, value = plain_name(stakeholder), str(conversation_id)
    said = said or ("already logged today, nothing was added" if before else "conversation logged today")
    return [
        kit.section(f"*{text.person(stakeholder)}* · {said}.", block_id=row_id(stakeholder.id)),
        kit.actions(
            kit.button("Add what about", ids.CONVERSATION_EDIT, value, accessibility_label=f"Add what about: {name}"),
            kit.button("Undo", ids.CONVERSATION_UNDO, value, accessibility_label=f"Undo the conversation: {name}"),
            block_id=row_id(stakeholder.id, part),
        ),
    ]


def back_words(*, before: bool) -> str:
    """Of a conversation after *Restore*."""
    return "that conversation is there already" if before else "the conversation is there again"


def snoozed_row(stakeholder: Stakeholder, today: date, part: str = "do") -> list[kit.Block]:
    assert stakeholder.snoozed_until is not None
    said = f"*{text.person(stakeholder)}* · snoozed until {text.day(stakeholder.snoozed_until, today)}."
    return [
        kit.section(said, block_id=row_id(stakeholder.id)),
        kit.actions(wake_button(stakeholder), block_id=row_id(stakeholder.id, part)),
    ]


def woken_row(stakeholder: Stakeholder, *, before: bool) -> list[kit.Block]:
    said = "the snooze had ended already" if before else "no longer snoozed"
    return [kit.section(f"*{text.person(stakeholder)}* · {said}.", block_id=row_id(stakeholder.id))]


def undone_row(stakeholder: Stakeholder, conversation_id: int, *, before: bool, part: str = "do") -> list[kit.Block]:
    """Stands where the row was after *Undo*."""
    said = "that conversation was undone already" if before else "the conversation is undone"
    label = f"Restore the conversation: {plain_name(stakeholder)}"
    restore = kit.button("Restore", ids.CONVERSATION_RESTORE, str(conversation_id), accessibility_label=label)
    return [
        kit.section(f"*{text.person(stakeholder)}* · {said}.", block_id=row_id(stakeholder.id)),
        kit.actions(restore, block_id=row_id(stakeholder.id, part)),
    ]


def part_of(block_id: str) -> tuple[str, str]:
    """The person's id and the part that a row's block id names; empty for the id of another block."""
    kind, _, rest = block_id.partition(":")
    number, _, part = rest.partition(":")
    return (number, part) if f"{kind}:" == _ROW else ("", "")


def row_message(row: Sequence[kit.Block]) -> kit.Block:
    """A row as a message by itself."""
    return kit.message(str(row[0]["text"]["text"]), row)


def message_with(message: Mapping[str, Any], blocks: Sequence[kit.Block], row: Sequence[kit.Block]) -> kit.Block:
    """The same message with other blocks, among them `row`."""
    return kit.message(str(message.get("text") or row[0]["text"]["text"]), blocks)


def relationship_select(stakeholder: Stakeholder) -> kit.Block:
    """One click sets the relationship right; the value names the person too."""
    options = [kit.option(words, f"{stakeholder.id}:{each.value}") for each, words in RELATIONSHIPS.items()]
    chosen = f"{stakeholder.id}:{stakeholder.relationship.value}"
    return kit.select("Relationship", ids.STAKEHOLDER_RELATIONSHIP, options, chosen)


def related_row(stakeholder: Stakeholder, part: str = "") -> list[kit.Block]:
    """Stands where the row was after its relationship was chosen; it can be chosen again."""
    said = f"{text.person(stakeholder)} is one of your people, as *{RELATIONSHIPS[stakeholder.relationship]}*."
    return [kit.section(said, relationship_select(stakeholder), block_id=row_id(stakeholder.id, part))]
