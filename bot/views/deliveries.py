"""What all automatic messages share: fitting into one message, and the same words without blocks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from json import JSONEncoder
from typing import Any, TypeVar

from pydantic_core import PydanticSerializationError, to_json

from bot.domain.members import Member
from bot.views import kit, text

MAX_CHARACTERS = 12_000  # of all blocks together; Slack refuses somewhere above 13,000 without saying where
MAX_TEXT = 3_900
_AROUND = 400  # characters, and one block, that come around them afterwards: a note, the way back, a press's answer
_JSON = JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
Caps = TypeVar("Caps")


def fitting(build: Callable[[Caps], Sequence[kit.Block]], caps: Iterable[Caps]) -> Sequence[kit.Block]:
    """The blocks built with the most generous of `caps` that fit into one message; the last of them must."""
    blocks: Sequence[kit.Block] = ()
    for cap in caps:
        blocks = build(cap)
        if len(blocks) < kit.MAX_MESSAGE_BLOCKS and size(blocks) <= MAX_CHARACTERS - _AROUND:
            break
    return blocks


def size(blocks: Sequence[kit.Block]) -> int:
    """In characters of JSON without spaces."""
    try:
        return len(to_json(blocks).decode())  # a third of the standard library's time, and a tenth of a digest's
    except PydanticSerializationError:  # half a character, as a broken client sends it
        return len(_JSON.encode(blocks))


def text_only(message: Mapping[str, Any]) -> dict[str, Any]:
    """The message again for a Slack that refused its blocks: everything it says, nothing to press."""
    said = [message["text"]]
    for block in message["blocks"]:
        said += [part["text"] for part in (block.get("text"), *block.get("elements", ())) if _is_words(part)]
    return {"text": text.cut_markup("\n".join(dict.fromkeys(said)), MAX_TEXT)}


def home(member: Member) -> str:
    """The address by which Slack's own clients open Vouch's Home, escaped; empty while the app's id is not known."""
    if not (member.team_id and member.app_id):
        return ""
    return text.esc(f"slack://app?team={member.team_id}&id={member.app_id}&tab=home")


def rest(count: int, member: Member, command: str = "") -> str:
    """How much of a list was cut, and where it is: `and 7 more, on Home or with …`, which opens Home where it can."""
    said = f"and {count:,} more, on Home"
    address = home(member)
    return (f"<{address}|{said}>" if address else said) + (f" or with {command}" if command else "")


def _is_words(part: Any) -> bool:
    return isinstance(part, Mapping) and isinstance(part.get("text"), str)
