"""Lists of wins: found, all, or deleted; a page at a time, each row with its button."""

from collections.abc import Sequence
from datetime import date

from bot import ids
from bot.domain.wins import Win, WinState
from bot.views import kit, text, wins

MAX_WORDS = 150  # of a search: they travel in the buttons that turn pages


def page(
    found: Sequence[Win], total: int, offset: int, size: int, today: date, *, words: str = "", deleted: bool = False
) -> kit.Block:
    """Drafts are marked; deleted wins can be restored from here."""
    headline = _headline(len(found), total, offset, text.esc_cut(words, MAX_WORDS), deleted=deleted)
    row = _deleted_row if deleted else _row
    rows = [row(win, today) for win in found]
    turning = _turning(offset, total, size, words, deleted=deleted)
    return kit.message(headline, [kit.section(f"*{headline}*"), *rows, *turning])


def _headline(shown: int, total: int, offset: int, words: str, *, deleted: bool) -> str:
    matching = f" with “{words}”" if words else ""
    if not total:
        return "Nothing was deleted in the last 30 days" if deleted else f"No wins{matching} yet"
    what = text.plural(total, "deleted win" if deleted else "win") + matching
    if shown == total:
        return what
    return f"{what}, {offset + 1}–{offset + shown}" if shown else f"{what}, none on this page"


def _row(win: Win, today: date) -> kit.Block:
    name, value = wins.plain_title(win.title), str(win.id)
    draft = win.state is WinState.DRAFT
    edit = kit.button("Finish" if draft else "Edit", ids.WIN_EDIT, value, accessibility_label=f"Edit {name}")
    headline = f"*{wins.title(win.title, 200)}*" if win.title else wins.title("")
    lines = [("Draft: " if draft else "") + headline, wins.facts(win, today)]
    if win.measures:
        lines.append("; ".join(wins.measure(value) for value in win.measures[:3]))
    return kit.section("\n".join(lines), accessory=edit)


def _deleted_row(win: Win, today: date) -> kit.Block:
    name = wins.plain_title(win.title)
    button = kit.button("Restore", ids.WIN_RESTORE, str(win.id), accessibility_label=f"Restore {name}")
    return kit.section(f"{wins.title(win.title, 200)}\n{wins.facts(win, today)}", accessory=button)


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
