"""The buttons under a confirmation that read a number in another way."""

import html
from collections.abc import Sequence

from bot import ids
from bot.domain import fixes
from bot.domain.fixes import Fix
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


def offered(win: Win, locale: str) -> list[kit.Block]:
    """The buttons under a win that was just stored."""
    return buttons(win, fixes.offered(win.title, win.measures, locale))


def _label(win: Win, fix: Fix) -> str:
    if fix.measure is not None:
        return f"Read it as {html.unescape(wins.measure(fix.measure))}"
    if len(win.measures) == 1:
        return "No number here"
    return f"No number in “{text.cut(win.measures[fix.place].as_typed, 40)}”"
