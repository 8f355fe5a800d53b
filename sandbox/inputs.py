"""The elements that a person fills or presses, their state, and what Slack's client checks; it may not send."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sandbox.wire import ControlError, Json

if TYPE_CHECKING:
    from sandbox.state import Workspace

Values = dict[str, dict[str, Json]]

# What each element's state holds, and the field of the element that gives it at first.
STATE_OF = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", ""),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", ""),
}
_MANY = {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Found:
    block: Json
    element: Json

    @property
    def key(self) -> str:
        return STATE_OF[self.element["type"]][0]

    @property
    def place(self) -> tuple[str, str]:
        return self.block["block_id"], self.element["action_id"]


def elements(blocks: list[Json]) -> Iterator[Found]:
    """Every interactive element, wherever a block may hold one."""
    for block in blocks:
        inside = [block.get("element"), block.get("accessory"), *block.get("elements", []), *block.get("actions", [])]
        for element in inside:
            if isinstance(element, dict) and "action_id" in element:
                yield Found(block, element)
        yield from elements(children(block))


def children(block: Json) -> list[Json]:
    """The blocks inside a block."""
    held: list[Json] = block.get("child_blocks", []) if block["type"] == "container" else []
    return block["elements"] if block["type"] == "carousel" else held


def find(blocks: list[Json], action_id: str, block_id: str | None = None) -> Found:
    for found in elements(blocks):
        if found.element["action_id"] == action_id and block_id in {None, "*", found.block["block_id"]}:
            return found
    raise ControlError(f"There is nothing with the action_id {action_id!r} here.")


def empty(found: Found, value: Any = None) -> Json:
    key = found.key
    return {"type": found.element["type"], key: value if value is not None else ([] if key in _MANY else None)}


def initial_values(blocks: list[Json]) -> Values:
    values: Values = {}
    for found in elements(blocks):
        kind = found.element["type"]
        if kind in STATE_OF and kind != "overflow":
            value = found.element.get(STATE_OF[kind][1])
            values.setdefault(found.block["block_id"], {})[found.element["action_id"]] = empty(found, value)
    return values


def carried_values(before: Values, blocks: list[Json]) -> Values:
    """State after an update: what was entered stays where block_id, action_id and type are the same."""
    after = initial_values(blocks)
    for block_id, actions in after.items():
        for action_id, fresh in actions.items():
            entered = before.get(block_id, {}).get(action_id)
            if entered is not None and entered["type"] == fresh["type"]:
                actions[action_id] = entered
    return after


def entered(found: Found, value: Any, state: "Workspace", offered: list[Json]) -> Json:
    """The state after a person enters a simple value; refuses what Slack's client would not let them choose."""
    if value is None or value == "":
        return empty(found)
    if found.key in _MANY:
        many = value if isinstance(value, list) else [value]
        return empty(found, [_one(found, item, state, offered) for item in many])
    return empty(found, _one(found, value, state, offered))


def _one(found: Found, value: Any, state: "Workspace", offered: list[Json]) -> Any:
    key = found.key
    if key.startswith("selected_option"):
        return _option(found.element, value, offered)
    if key.startswith("selected_user"):
        return state.person(value).id
    if key.startswith(("selected_conversation", "selected_channel")):
        return state.channel(value).id
    if key == "selected_date":
        return _date(value)
    if key == "selected_time" and not _TIME.fullmatch(str(value)):
        raise ControlError(f"{value!r} is not a time like 09:30.")
    if key == "selected_date_time":
        return int(value)
    return value if key in {"files", "rich_text_value"} else str(value)


def _option(element: Json, value: Any, offered: list[Json]) -> Json:
    initial = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    options: list[Json] = [*offered, *element.get("options", []), *initial]
    for group in element.get("option_groups", []):
        options += group["options"]
    for option in options:
        if option["value"] == value:
            return option
    raise ControlError(f"{value!r} is not one of the options.")


def _date(value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ControlError(f"{value!r} is not a date like 2026-11-22.") from None


def complaints(blocks: list[Json], values: Values) -> dict[str, str]:
    """What Slack's client says before it sends a submission, by block_id."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = values.get(block["block_id"], {}).get(element["action_id"], {})
        value = state.get(STATE_OF[element["type"]][0])
        sentence = _complaint(block, element, value)
        if sentence:
            found[block["block_id"]] = sentence
    return found


def _complaint(block: Json, element: Json, value: Any) -> str | None:
    if value in (None, "", []):
        return None if block.get("optional") else "Please complete this required field."
    if isinstance(value, list):
        most = element.get("max_selected_items")
        return f"Choose at most {most} items." if most is not None and len(value) > most else None
    kind = element["type"]
    if kind == "number_input":
        return _number_complaint(element, str(value))
    if kind == "email_text_input" and not _EMAIL.fullmatch(str(value)):
        return "Must be a valid email"
    if kind == "url_text_input" and "://" not in str(value):
        return "Must be a valid URL"
    return _length_complaint(element, str(value)) if kind == "plain_text_input" else None


def _length_complaint(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Must be at least {least} characters"
    return f"Must be at most {most} characters" if len(value) > most else None


def _number_complaint(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Must be a number"
    if not element.get("is_decimal_allowed") and "." in value:
        return "Must be a whole number"
    if "min_value" in element and number < float(element["min_value"]):
        return f"Must be at least {element['min_value']}"
    if "max_value" in element and number > float(element["max_value"]):
        return f"Must be at most {element['max_value']}"
    return None
