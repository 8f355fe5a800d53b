"""Lists of wins: found, all, or deleted; a page at a time, each row with its buttons, in a message or a window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from bot import ids
from bot.domain import finding as rules
from bot.domain.finding import Kind, Query
from bot.domain.wins import Win, WinState
from bot.views import finding, kit, text, win_detail, wins

_DAY_WORDS = frozenset({"since", "until", "till", "before", "after", "between"})  # as words only where no day follows
_DAYS = "A day was not understood. These are: `since september`, `until 2026-09-01`, `last month`, `q3`, `2025`."


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of `size` at the most, from `offset` on; `cut` says that not all that was typed could be looked for.
    `drafts` of `total` are among wins; `looser` says how many there are without a part of the query; `typed` that words
    were; `into` says where deleted ones went.
    """

    wins: Sequence[Win]
    total: int
    offset: int
    size: int
    today: date
    query: Query
    cut: bool = False
    drafts: int = 0
    looser: Sequence[tuple[Query, int]] = ()
    typed: bool = False
    into: Mapping[int, Win] = field(default_factory=dict)


def message(page: Listed, above: Sequence[kit.Block] = ()) -> kit.Block:
    """`above` says what was done from the list."""
    return kit.message(_headline(page), [*above, *_blocks(page)])


def window(page: Listed, above: Sequence[kit.Block] = ()) -> kit.Block:
    return kit.modal("", "Wins", [*above, *_blocks(page)], submit=None, close="Close")


def _blocks(page: Listed) -> list[kit.Block]:
    """Drafts are marked; deleted wins can be restored from here."""
    # Where a row stands travels in its buttons, so that the list is shown again with what became of it.
    written = rules.write(page.query)
    row = partial(_deleted_row, into=page.into) if page.query.kind is Kind.DELETED else _row
    rows = [block for win in page.wins for block in row(win, page.today, f"{page.offset}:{written}")]
    return [kit.section(text.bold(_headline(page))), *_notes(page), *rows, *_turning(page, written)]


def _headline(page: Listed) -> str:
    """`2 wins with “retry”, tagged #infra`: how many, and what was understood."""
    noun = finding.noun(page.query)
    matching = finding.matching(page.query, page.today)
    if not page.total:
        if page.query == Query(kind=Kind.DELETED):
            return "Nothing was deleted in the last 30 days"
        return f"No {noun}s{_joined(matching)}" + ("" if matching else " yet")
    said = _counted(page, noun) + _joined(matching)
    shown = len(page.wins)
    return said if shown == page.total else f"{said}; {page.offset + 1}–{page.offset + shown}"


def _counted(page: Listed, noun: str) -> str:
    """Drafts are no wins yet: a number of wins is the same everywhere."""
    if not page.drafts:
        return text.plural(page.total, noun)
    drafts = text.plural(page.drafts, finding.noun(replace(page.query, kind=Kind.DRAFT)))
    if page.drafts == page.total:
        return drafts
    return f"{text.plural(page.total - page.drafts, noun)} and {drafts}"


def _joined(matching: str) -> str:
    return f" {matching}" if matching else ""


def _notes(page: Listed) -> list[kit.Block]:
    if page.cut:
        return [kit.context("That was more than a search can hold: the last words are left out.")]
    notes = []
    if page.looser:
        without = [f"{finding.part(part, page.today)}: {count:,}" for part, count in page.looser]
        notes.append(kit.context(f"Without {'; without '.join(without)}."))
    if page.typed and page.total and page.query == Query():
        notes.append(kit.context("There was no word in it to search for: these are all."))
    if page.typed and not page.total and not _DAY_WORDS.isdisjoint(page.query.words):
        notes.append(kit.context(_DAYS))
    by_itself = page.query == Query(kind=page.query.kind)  # `wins deleted` means just that
    if page.typed and not page.total and not by_itself and (page.query.since or page.query.until or page.query.kind):
        said = 'Days and states were understood as such. Words in quotes are searched for: `"last month"`.'
        notes.append(kit.context(said))
    return notes


def _row(win: Win, today: date, where: str) -> list[kit.Block]:
    draft = win.state is WinState.DRAFT
    first = "Finish" if draft else "Edit"
    named = f"{first} {wins.plain_title(win.title)}"
    edit = kit.button(first, ids.WIN_EDIT, f"{win.id}:{where}", accessibility_label=named)
    headline = text.bold(wins.title(win.title, 200))
    lines = [("Draft: " if draft else "") + headline, wins.facts(win, today)]
    if win.measures:
        lines.append("; ".join(wins.measure(value) for value in win.measures[:3]))
    return [
        kit.section("\n".join(lines)),
        kit.actions(win_detail.open_button(win, where=where), edit, wins.away_button(win, where=where)),
    ]


def _deleted_row(win: Win, today: date, where: str, into: Mapping[int, Win]) -> list[kit.Block]:
    said = f"{wins.title(win.title, 200)}\n{wins.facts(win, today)}"
    if win.id in into:
        said += f"\nMerged into {wins.title(into[win.id].title, 200)}"
    return [kit.section(said), kit.actions(win_detail.open_button(win, where=where), wins.restore_button(win, where))]


def _turning(page: Listed, written: str) -> list[kit.Block]:
    back, on = ids.WIN_PAGES
    buttons = []
    if page.offset > 0:
        buttons.append(kit.button("Newer", back, f"{max(0, page.offset - page.size)}:{written}"))
    if page.offset + page.size < page.total:
        buttons.append(kit.button("Older", on, f"{page.offset + page.size}:{written}"))
    rule = [kit.divider()] if page.wins else []
    return [
        *rule,
        kit.actions(*buttons, kit.button("Find", ids.WINS_FIND, written, accessibility_label="Find other wins")),
    ]
