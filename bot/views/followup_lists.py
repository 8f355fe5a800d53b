"""The list of promises and asks, in groups and pages; values in, Block Kit out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from bot import ids
from bot.domain import followups as rules
from bot.domain.followups import FollowUp, Group
from bot.domain.stakeholders import Stakeholder
from bot.views import followups, kit, text

HEADINGS = {
    Group.OVERDUE: "Their day has passed",
    Group.SOON: "Due within a week",
    Group.LATER: "Later",
    Group.THEIRS: "Waiting for them",
    Group.ASKS: "Asked, not answered yet",
    Group.CLOSED: "Ended in the last 30 days",
}
_COUNTED = {
    Group.OVERDUE: "past their day",
    Group.SOON: "due within a week",
    Group.LATER: "later",
    Group.THEIRS: "waiting for them",
    Group.ASKS: "not answered yet",
    Group.CLOSED: "ended",
}
Row = tuple[FollowUp, Sequence[Stakeholder]]


def message(
    rows: Collection[Row],
    today: date,
    *,
    offset: int,
    total: int,
    counts: Mapping[Group, int],
    page: int,
    person: Stakeholder | None = None,
    above: Sequence[kit.Block] = (),
    leaving_out: int = 0,
) -> kit.Block:
    """`person` is whom alone it is about; `above` is what has just changed, which `leaving_out` names."""
    whom = str(person.id) if person else ""
    title = f"Promises and asks with {text.person(person)}" if person else "Promises and asks"
    said = ", ".join(f"{counts[each]:,} {_COUNTED[each]}" for each in Group if counts.get(each))
    if not total:
        said = "Nothing promised, nothing asked."
    headline = f"{text.bold(title)}\n{said}"
    part = f"{whom}-{offset}"
    shown = [one for one in rows if one[0].id != leaving_out]
    add = kit.button("Add a promise or an ask", ids.FOLLOWUP_ADD, whom)
    blocks = [*above, kit.section(headline), *_groups(shown, today, part)]
    blocks += _where(offset, len(rows), total)
    turning = _turning(whom, offset, len(rows), total, page)
    projects = kit.button("Projects", ids.PROJECTS_OPEN)
    blocks.append(kit.actions(*turning, add, projects, block_id=followups.row_id(0, part)))
    return kit.message(f"{title}: {said}", blocks)


def _groups(rows: Sequence[Row], today: date, part: str) -> list[kit.Block]:
    blocks: list[kit.Block] = []
    last = None
    for one, people in rows:
        where = rules.group(one, today)
        if where is not last:
            blocks.append(kit.section(f"*{HEADINGS[where]}*"))
        last = where
        blocks += _row(one, people, today, part)
    return blocks


def _row(one: FollowUp, people: Sequence[Stakeholder], today: date, part: str) -> list[kit.Block]:
    if not one.open:
        return followups.closed_row(one, people, part, undo="Reopen")
    value, name = str(one.id), text.cut(one.text, 60)
    drop = kit.button("Drop", ids.FOLLOWUP_DROP, value, accessibility_label=f"Drop {name}")
    buttons = [
        followups.ending(one),
        kit.button("Edit", ids.FOLLOWUP_EDIT, value, accessibility_label=f"Edit {name}"),
        *([] if one.is_ask else [drop]),
    ]
    return [
        kit.section(followups.in_full(one, people, today), block_id=followups.row_id(one.id)),
        kit.actions(*buttons, block_id=followups.row_id(one.id, part)),
    ]


def _where(offset: int, shown: int, total: int) -> list[kit.Block]:
    return [kit.context(f"{offset + 1:,} to {offset + shown:,} of {total:,}")] if shown < total else []


def _turning(whom: str, offset: int, shown: int, total: int, page: int) -> list[kit.Block]:
    back, on = ids.FOLLOWUP_PAGES
    return [
        *([kit.button("Back", back, f"{whom}-{offset - page}")] if offset else []),
        *([kit.button("More", on, f"{whom}-{offset + shown}")] if offset + shown < total else []),
    ]
