"""The twelve weeks looked back on, as a chart with its numbers in words; it decides nothing about what counts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot import ids
from bot.domain import weeks as rules
from bot.domain.digests import Digest
from bot.domain.weeks import A_WEEK, Week
from bot.views import figures, kit, text

_COUNTS = {2: "two", 3: "three", 4: "four"}


def happened(week: Week) -> str:
    return f"{text.plural(week.wins, 'win')}, {text.plural(week.talks, 'conversation')}"


def chart(weeks: Sequence[Week], today: date) -> figures.Figure:
    """The words leave out the empty weeks before the first record: what was not begun yet is no gap."""
    won, talked = sum(week.wins for week in weeks), sum(week.talks for week in weeks)
    start = next((at for at, week in enumerate(weeks) if week.wins or week.talks), 0)
    since = text.day(weeks[start].first, today)
    total = f"{text.plural(won, 'win')} and {text.plural(talked, 'conversation')} since {since}"
    gaps = any(not (week.wins or week.talks) for week in weeks[start:])
    left_out = ", weeks without either left out" if gaps else ""
    return figures.chart(
        "Wins and conversations a week",
        [f"{week.first.day} {text.MONTHS[week.first.month - 1]}" for week in weeks],
        (("Wins", [week.wins for week in weeks]), ("Conversations", [week.talks for week in weeks])),
        (f"{total}, week by week:", f"{total}, by the first day of each week{left_out}:"),
        start,
    )


def lasting(days: int) -> str:
    """How a time of so many days is called: `week`, `two weeks`, `12 days`."""
    if days <= A_WEEK:
        return "week"
    count, rest = divmod(days, 7)
    return text.plural(days, "day") if rest else f"{_COUNTS.get(count, f'{count:,}')} weeks"


def row_id(monday: date) -> str:
    return f"week:{monday.isoformat()}"


def quiet_row(mondays: Sequence[date]) -> kit.Block:
    """An answer for weeks without anything; it is never asked for twice."""
    label = f"Nothing in these {lasting(7 * len(mondays))}" if len(mondays) > 1 else "Nothing this week"
    return kit.actions(kit.button(label, ids.WEEK_QUIET, rules.to_value(mondays)), block_id=row_id(mondays[-1]))


def answer_rows(digest: Digest) -> list[kit.Block]:
    """In a digest: what can be said of a week without anything, or was."""
    if not digest.empty:
        return []
    return noted_row(digest.mondays) if digest.quiet else [quiet_row(digest.mondays)]


def noted_row(mondays: Sequence[date], *, before: bool = False) -> list[kit.Block]:
    said = "That was noted already." if before else "Noted."
    undo = kit.button("Undo", ids.WEEK_UNDO, rules.to_value(mondays), accessibility_label="Undo: there was something")
    nothing = "Weeks with nothing in them count" if len(mondays) > 1 else "A week with nothing in it counts"
    return [kit.section(f"{said} {nothing} against nothing.", undo, block_id=row_id(mondays[-1]))]


def replaced(message: Mapping[str, Any], monday: date, row: list[kit.Block]) -> kit.Block:
    """`message` with `row` where the week's row was; the row by itself where the message is not known."""
    blocks = message.get("blocks")
    known = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    said = "Noted." if row[0]["type"] == "section" else "Undone."
    if not any(block.get("block_id") == row_id(monday) for block in known):
        return kit.message(said, row) | {"in_addition": True}
    changed: list[kit.Block] = []
    for block in known:
        changed += row if block.get("block_id") == row_id(monday) else [block]
    return kit.message(str(message.get("text") or said), changed)
