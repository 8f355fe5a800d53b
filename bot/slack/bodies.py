"""Raw bodies, read into requests for Bolt; what has not the shape of a payload never reaches it or a listener."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt.request.async_internals import build_async_context
from slack_bolt.request.async_request import AsyncBoltRequest

_ID = re.compile("[A-Za-z0-9_-]{0,32}")  # as long as the columns that keep one
_OBJECTS = ("view", "message", "container", "channel", "state")
_LISTS = ("actions", "authorizations")
_OWNERS = ("team", "user", "enterprise")
_NAMED = (
    *("id", "team_id", "app_installed_team_id", "user_id", "enterprise_id", "channel_id", "item_user", "bot_id"),
    *("channel", *_OWNERS),
)


def read_request(body: bytes, query: str, headers: Mapping[str, str]) -> AsyncBoltRequest | None:
    """The request as Bolt takes it (it checks the signature), or None for what is no payload of Slack."""
    try:
        text = body.decode("utf-8")
        request = AsyncBoltRequest(body=text, query=query, headers=dict(headers))
        if text and not request.body:
            # Bolt takes each form with the word "payload" in it for an interaction, also a command whose text says it.
            request.body = dict(parse_qsl(text, keep_blank_values=True))
            build_async_context(request.context, request.body)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
    return request if is_payload(request.body) else None


def is_payload(body: object) -> bool:
    """Objects are objects, actions a list of them, an event has a type, and whoever is named has an id like one.

    Bolt and the router take that for granted.
    """
    return (
        isinstance(body, dict)
        and all(isinstance(body.get(name), dict | None) for name in _OBJECTS)
        and all(_are_objects(body.get(name)) for name in _LISTS)
        and _says_what_it_is(body)
        and all(_is_id(name, holder.get(name)) for holder in _holders(body) for name in _NAMED)
    )


def _are_objects(items: object) -> bool:
    return items is None or (isinstance(items, list) and all(isinstance(item, dict) for item in items))


def _says_what_it_is(body: dict[str, Any]) -> bool:
    """Whether the name is there by which its handler is looked up."""
    match body.get("type"):
        case "block_actions":
            actions = body.get("actions")
            return bool(actions) and all(isinstance(action.get("action_id"), str) for action in actions or ())
        case "view_submission" | "view_closed":
            view = body.get("view") or {}
            return isinstance(view.get("type"), str) and isinstance(view.get("callback_id"), str)
        case "block_suggestion":
            return isinstance(body.get("action_id"), str)
        case "shortcut" | "message_action":
            return isinstance(body.get("callback_id"), str)
        case kind if kind == "event_callback" or "event" in body:
            event = body.get("event")
            return isinstance(event, dict) and isinstance(event.get("type"), str)
    return True


def _is_id(name: str, value: object) -> bool:
    """What is no `…id` may also be an object, which is looked into by itself."""
    if value is None or (isinstance(value, dict) and not name.endswith("id")):
        return True
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _holders(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Wherever it is said who it is and where."""
    yield body
    event = body.get("event")
    item = event.get("item") if isinstance(event, dict) else None
    for inner in (event, item, *(body.get(name) for name in (*_OWNERS, *_OBJECTS))):
        if isinstance(inner, dict):
            yield inner
    yield from body.get("authorizations") or ()
