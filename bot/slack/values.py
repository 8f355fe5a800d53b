"""What the elements of Block Kit hold, and what a person has typed into a window, read out of a payload."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain import lines


def simple_value(element: Mapping[str, Any]) -> str | list[str] | None:
    """What an element of Block Kit holds, whatever its type."""
    for name in (
        "selected_option",
        "selected_user",
        "selected_date",
        "selected_conversation",
        "selected_time",
        "value",
    ):
        if element.get(name) is not None:
            return _bare(element[name])
    for name in ("selected_options", "selected_users", "selected_conversations"):
        if isinstance(element.get(name), list):
            return [bare for item in element[name] if (bare := _bare(item)) is not None]
    return None


def _bare(item: Any) -> str | None:
    if isinstance(item, Mapping):
        item = item.get("value")
    return item if isinstance(item, str) else None


def typed(view: Mapping[str, Any], state: Mapping[str, str | list[str] | None]) -> str:
    """Everything in the window as the person would type it again: a line or more a field, after the field's label."""
    fields = [(label, said) for label, said in _fields(view, state) if said]
    if len(fields) == 1:
        return fields[0][1]
    return "\n".join(f"{label}: {said}" if label else said for label, said in fields)


def _fields(view: Mapping[str, Any], state: Mapping[str, str | list[str] | None]) -> Iterator[tuple[str, str]]:
    left = dict(state)
    blocks = view.get("blocks")
    for block in blocks if isinstance(blocks, list) else ():
        element = block.get("element") if isinstance(block, Mapping) else None
        name = element.get("action_id") if isinstance(element, Mapping) else None
        if isinstance(element, Mapping) and isinstance(name, str) and name in left:
            yield _words(block.get("label")), _said(left.pop(name), element)
    yield from (("", _said(value, {})) for value in left.values())


def _said(value: str | list[str] | None, element: Mapping[str, Any]) -> str:
    """A chosen option by its words, a chosen person as a mention, as in a typed line."""
    chosen = [value] if isinstance(value, str) else value or []
    if "users_select" in str(element.get("type")):
        opening, closing = lines.MENTION_MARKS
        return ", ".join(f"{opening}{user}{closing}" for user in chosen)
    options = element.get("options")
    names = {
        option.get("value"): _words(option.get("text"))
        for option in (options if isinstance(options, list) else ())
        if isinstance(option, Mapping) and isinstance(option.get("value"), str)
    }
    return ", ".join(names.get(one) or one for one in chosen)


def _words(text: Any) -> str:
    words = text.get("text") if isinstance(text, Mapping) else None
    return words if isinstance(words, str) else ""
