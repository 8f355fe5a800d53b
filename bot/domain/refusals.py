"""Refusals: kinds of blocks that Slack does not take on a surface, and for how long that is remembered; no I/O."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

REMEMBERED = timedelta(days=14)  # then the native blocks are tried anew
NATIVE = ("data_visualization", "data_table")  # blocks that not every workspace takes; each can be said as text
_CODES = ("invalid_blocks", "invalid_blocks_format", "invalid_arguments")
_POINTER = re.compile(r"/blocks/(\d{1,3})\b")


class Surface(StrEnum):
    HOME = "home"
    MESSAGE = "message"
    MODAL = "modal"


def remembered_since(now: datetime) -> datetime:
    """Refusals of this moment or before it no longer count."""
    return now - REMEMBERED


def refused_types(code: str, details: Iterable[str], blocks: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Which native blocks among `blocks` Slack's error is about: those that its details name or point to.

    `invalid_blocks` that names none may mean any of them; other errors then are about something else.
    """
    if code not in _CODES:
        return frozenset()
    native = frozenset(str(block.get("type")) for block in blocks) & frozenset(NATIVE)
    said = " ".join(details)
    named = {kind for kind in native if kind in said}
    pointed = {str(blocks[int(at)].get("type")) for at in _POINTER.findall(said) if int(at) < len(blocks)}
    about = frozenset(named | pointed)
    if not about:
        return native if code != "invalid_arguments" else frozenset()
    return about & native
