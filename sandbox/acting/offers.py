"""Typing into an external select: asking the app what it offers, and taking no answer that Slack would not."""

from typing import TYPE_CHECKING, Any

from sandbox import inputs, payloads
from sandbox.acting import presses
from sandbox.blocks import suggestions
from sandbox.inputs import Found
from sandbox.state import Message, View
from sandbox.wire import ControlError, Json

if TYPE_CHECKING:
    from sandbox.box import Box

EXTERNAL = {"external_select", "multi_external_select"}
# What Slack takes where an element does not say from how many characters on it wants to be asked.
MIN_QUERY_LENGTH = 3
UNLOADED = "The options could not be loaded. Try again?"


async def ask(box: "Box", user: str, holder: Message | View, wanted: tuple[str, str | None], typed: str) -> Json:
    """What the element `wanted` (action_id, perhaps block_id) offers for the text typed so far."""
    blocks = holder.content["blocks"] if isinstance(holder, View) else holder.blocks or []
    found = inputs.find(blocks, *wanted)
    if found.element["type"] not in EXTERNAL:
        raise ControlError(f"{wanted[0]!r} asks the app for no options.")
    if len(typed) < found.element.get("min_query_length", MIN_QUERY_LENGTH):
        return {"ok": True, "options": [], "sent": False}
    payload = payloads.suggestion(box, user, holder, found.place, typed)
    ack = await presses.ask(box, payload, "suggestion", user)
    if not ack.ok:
        return {"ok": False, "error": UNLOADED, "problems": [str(ack.error)], "ack_ms": ack.ms}
    problems = suggestions.problems(ack.body)
    if problems:
        box.log_call("ack", {"body": ack.body}, "invalid_options")
        return {"ok": False, "error": UNLOADED, "problems": problems, "ack_ms": ack.ms}
    _remember(holder, found, ack.body)
    return {"ok": True, "sent": True, "ack_ms": ack.ms} | {
        name: given for name, given in ack.body.items() if given is not None
    }


def _remember(holder: Message | View, found: Found, answer: Any) -> None:
    """What was offered once can be chosen as long as the select is there; the latest wording of a value counts."""
    offered = {option["value"]: option for option in holder.offered.get(found.place, [])}
    offered |= {option["value"]: option for option in suggestions.options(answer)}
    holder.offered[found.place] = list(offered.values())
