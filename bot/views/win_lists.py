"""Lists of wins: found, all, or deleted; a page at a time, each row with its button."""

from collections.abc import Sequence
from datetime import date

from bot import ids
from bot.domain.wins import Win, WinState
from bot.views import kit, text, wins

MAX_WORDS = 150  # of a search: they travel in the buttons that turn pages


def page(
    found: Sequence[Win],
    total: int,
    offset: int,
    size: int,
    today: date,
    *,
    words: str = "",
    deleted: bool = False,
    above: Sequence[kit.Block] = (),
) -> kit.Block:
    """Drafts are marked; deleted wins can be restored from here. `above` says what was done from the list."""
    headline = _headline(len(found), total, offset, text.esc_cut(words, MAX_WORDS), deleted=deleted)
    where = f"{offset}:{words[:MAX_WORDS]}"
    rows = (
        [_deleted_row(win, today) for win in found]
        if deleted
        else [block for win in found for block in _row(win, today, where)]
    )
    turning = _turning(offset, total, size, words, deleted=deleted)
    return kit.message(headline, [*above, kit.section(text.bold(headline)), *rows, *turning])


def _headline(shown: int, total: int, offset: int, words: str, *, deleted: bool) -> str:
    matching = f" with “{words}”" if words else ""
    if not total:
        return "Nothing was deleted in the last 30 days" if deleted else f"No wins{matching} yet"
    what = text.plural(total, "deleted win" if deleted else "win") + matching
    if shown == total:
        return what
    return f"{what}, {offset + 1}–{offset + shown}" if shown else f"{what}, none on this page"


def _row(win: Win, today: date, where: str) -> list[kit.Block]:
    """`where` in the list it stands travels in Undo, so that the list is shown again without it."""
    name, value = wins.plain_title(win.title), str(win.id)
    draft = win.state is WinState.DRAFT
    first, last = ("Finish", "Dismiss") if draft else ("Edit", "Undo")
    edit = kit.button(first, ids.WIN_EDIT, value, accessibility_label=f"{first} {name}")
    undo = kit.button(last, ids.WIN_UNDO, f"{value}:{where}", accessibility_label=f"{last} {name}")
    headline = text.bold(wins.title(win.title, 200))
    lines = [("Draft: " if draft else "") + headline, wins.facts(win, today)]
    if win.measures:
        lines.append("; ".join(wins.measure(value) for value in win.measures[:3]))
    return [kit.section("\n".join(lines)), kit.actions(edit, undo)]


def _deleted_row(win: Win, today: date) -> kit.Block:
    said = f"{wins.title(win.title, 200)}\n{wins.facts(win, today)}"
    return kit.section(said, accessory=wins.restore_button(win))


def _turning(offset: int, total: int, size: int, words: str, *, deleted: bool) -> list[kit.Block]:
    kind = "deleted" if deleted else "live"
    words = words[:MAX_WORDS]
    back, on = ids.WIN_PAGES
    buttons = []
    if offset > 0:
        buttons.append(kit.button("Newer", back, f"{max(0, offset - size)}:{kind}:{words}"))
    if offset + size < total:
        buttons.append(kit.button("More", on, f"{offset + size}:{kind}:{words}"))
    return [kit.actions(*buttons)] if buttons else []
