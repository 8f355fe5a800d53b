"""The buttons under a confirmation that read a number in another way, or put a mistyped tag right."""

import html
from collections.abc import Sequence

from bot import ids
from bot.domain import fixes, tags
from bot.domain.fixes import Fix
from bot.domain.tags import Meant
from bot.domain.wins import Win
from bot.views import kit, text, wins


def buttons(win: Win, offered: Sequence[Fix]) -> list[kit.Block]:
    if not offered:
        return []
    pressed = zip(ids.MEASURE_FIX, offered, strict=False)
    return [
        kit.actions(
            *(kit.button(_label(win, fix), action, fixes.value_of(win.id, win.version, fix)) for action, fix in pressed)
        )
    ]


def offered(win: Win, locale: str, meant: Meant | None = None) -> list[kit.Block]:
    """The buttons under a win that was just stored."""
    return [*tag_offer(win.id, meant), *buttons(win, fixes.offered(win.title, win.measures, locale))]


def tag_offer(win_id: int, found: Meant | None) -> list[kit.Block]:
    if found is None:
        return []
    said = f"No win had #{text.esc_cut(found.typed, 50)} before. Did you mean #{text.esc_cut(found.meant, 50)}?"
    label = f"Use #{text.cut(found.meant, 40)}"
    return [kit.section(said, kit.button(label, ids.TAG_FIX, tags.fix_value(win_id, found)))]


def tag_fixed(win: Win, locale: str, back: Meant | None) -> list[kit.Block]:
    """What stands under the win afterwards: the way back, where what was typed is not another's now."""
    way = f"Back to #{text.cut(back.meant, 40)}" if back else ""
    undo = [kit.actions(kit.button(way, ids.TAG_FIX, tags.fix_value(win.id, back)))] if back else []
    return [*undo, *offered(win, locale)]


def _label(win: Win, fix: Fix) -> str:
    if fix.measure is not None:
        return f"Read it as {html.unescape(wins.measure(fix.measure))}"
    if len(win.measures) == 1:
        return "No number here"
    return f"No number in “{text.cut(win.measures[fix.place].as_typed, 40)}”"
