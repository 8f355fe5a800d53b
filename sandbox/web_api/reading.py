"""Web API: reading arguments as Slack does; it may not know any method."""

from typing import Any

from sandbox.wire import Json, SlackError


def needed(args: Json, name: str) -> str:
    value = args.get(name)
    if not isinstance(value, str) or not value:
        message = f"[ERROR] missing required field: {name}"
        raise SlackError("invalid_arguments", response_metadata={"messages": [message]})
    return value


def flag(args: Json, name: str) -> bool:
    return args.get(name) in (True, "true", "True", "1", 1)


def number(args: Json, name: str, default: int) -> int:
    value: Any = args.get(name, default)
    try:
        return int(value)
    except (TypeError, ValueError):
        message = f"[ERROR] must be an integer [json-pointer:/{name}]"
        raise SlackError("invalid_arguments", response_metadata={"messages": [message]}) from None
