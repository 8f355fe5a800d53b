"""Web API: emoji.*."""

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.box import Box

_DATA = Path(__file__).parent.parent / "page" / "js" / "emoji_data.js"
_GROUP = re.compile(r'"([^"]+)": `([^`]*)`')


async def list_emoji(box: "Box", args: Json) -> Json:
    """The workspace's own emoji; those that every workspace has only as categories, where they are asked for."""
    found: Json = {"emoji": dict(box.state.emoji), "cache_ts": f"{box.clock.now().timestamp():.6f}"}
    if str(args.get("include_categories")).lower() in {"true", "1"}:
        categories = [{"name": name, "emoji_names": list(names)} for name, names in standard().items()]
        found |= {"categories": categories, "categories_version": "5"}
    return found


@functools.cache
def standard() -> dict[str, tuple[str, ...]]:
    """By group, the names of the emoji that the page knows."""
    groups = _GROUP.findall(_DATA.read_text(encoding="utf-8"))
    return {
        group: tuple(name for entry in entries.split() for name in entry.rpartition("=")[0].split("|"))
        for group, entries in groups
    }
