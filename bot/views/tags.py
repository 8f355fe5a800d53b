"""Tags in words: the field that offers them, and what it offers."""

from collections.abc import Iterable, Sequence

from bot import ids
from bot.domain import lines
from bot.domain.tags import Used
from bot.views import kit, text


def tags_input(chosen: Iterable[str], *, new: bool = True) -> kit.Block:
    """The field for tags, the same wherever they are chosen; `new` says that a new one makes sense."""
    field = kit.external_input(
        ids.TAGS,
        [_option(name) for name in chosen if 0 < lines.units(name) <= kit.MAX_OPTION_VALUE],
        placeholder="reliability",
    )
    return kit.input("Tags", field, ids.TAGS, optional=True, hint="Choose some, or type a new one." if new else None)


def offered(known: Sequence[Used], new: Sequence[str]) -> kit.Block:
    """The answer to what was typed into the field."""
    shown = [kit.option(f"#{name} (new)", name) for name in new]
    return {"options": [*shown, *(_option(tag.name, text.plural(tag.wins, "win")) for tag in known)]}


def _option(name: str, description: str | None = None) -> kit.Block:
    return kit.option(f"#{name}", name, description)
