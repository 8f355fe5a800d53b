"""Follow-ups in words and rows; a row's block carries `followup:<id>`, so that it can change in place."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot import ids
from bot.domain.followups import FollowUp
from bot.views import kit, text, wins


def words(follow_up: FollowUp, today: date, limit: int = 600) -> str:
    """`send the deck · due Fri 27 Nov`, escaped."""
    return f"{wins.people_shown(text.esc_cut(follow_up.text, limit))} · {_due(follow_up.due_on, today)}"


def _due(due_on: date | None, today: date) -> str:
    if due_on is None:
        return "no day set"
    if due_on < today:
        return f"was due {text.day(due_on, today)}"
    return "due today" if due_on == today else f"due {text.day(due_on, today)}"


def row_id(followup_id: int) -> str:
    return f"followup:{followup_id}"


def followup_row(follow_up: FollowUp, today: date) -> list[kit.Block]:
    label = text.cut(f"Done: {follow_up.text}", 75)
    done = kit.button("Done", ids.FOLLOWUP_DONE, str(follow_up.id), accessibility_label=label)
    return [kit.section(words(follow_up, today), done, block_id=row_id(follow_up.id))]


def done_row(follow_up: FollowUp, *, before: bool) -> list[kit.Block]:
    """Stands where the row was."""
    said = "Done already" if before else "Done"
    return [
        kit.section(f"{said}: {wins.people_shown(text.esc_cut(follow_up.text, 600))}", block_id=row_id(follow_up.id))
    ]


def replaced(message: Mapping[str, Any], followup_id: int, row: list[kit.Block]) -> kit.Block:
    """`message` with `row` instead of the promise's row; the row by itself where the message is not known."""
    blocks = message.get("blocks")
    known = blocks if isinstance(blocks, list) else []
    if not any(block.get("block_id") == row_id(followup_id) for block in known):
        return kit.message(row[0]["text"]["text"], row) | {"in_addition": True}
    changed: list[kit.Block] = []
    for block in known:
        changed += row if block.get("block_id") == row_id(followup_id) else [block]
    return kit.message(str(message.get("text") or row[0]["text"]["text"]), changed)
