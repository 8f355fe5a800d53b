"""What all automatic messages share: fitting into one message, and the same words without blocks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from json import dumps
from typing import Any, TypeVar

from bot.views import kit, text

MAX_CHARACTERS = 12_000  # of all blocks together; Slack refuses somewhere above 13,000 without saying where
MAX_TEXT = 3_900
Caps = TypeVar("Caps")


def fitting(build: Callable[[Caps], Sequence[kit.Block]], caps: Iterable[Caps]) -> Sequence[kit.Block]:
    """The blocks built with the most generous of `caps` that fit into one message; the last of them must."""
    blocks: Sequence[kit.Block] = ()
    for cap in caps:
        blocks = build(cap)
        if len(blocks) <= kit.MAX_MESSAGE_BLOCKS and size(blocks) <= MAX_CHARACTERS:
            break
    return blocks


def size(blocks: Sequence[kit.Block]) -> int:
    return len(dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def text_only(message: Mapping[str, Any]) -> dict[str, Any]:
    """The message again for a Slack that refused its blocks: everything it says, nothing to press."""
    said = [message["text"]]
    for block in message["blocks"]:
        said += [part["text"] for part in (block.get("text"), *block.get("elements", ())) if _is_words(part)]
    return {"text": text.cut_markup("\n".join(dict.fromkeys(said)), MAX_TEXT)}


def on_home(command: str = "") -> str:
    """Where the rest of a list is that was cut; a message has no button that Slack opens Home by."""
    return f", on Home or with {command}" if command else ", on Home"


def _is_words(part: Any) -> bool:
    return isinstance(part, Mapping) and isinstance(part.get("text"), str)
