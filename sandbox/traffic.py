"""All that went between workspace and app, both ways, for the inspector; it may not show a token or change a thing."""

import asyncio
import itertools
import json
import re
from collections import deque
from typing import Any

from sandbox.clock import real_now
from sandbox.wire import Json

MOST = 1000
SHOWN = 200
TO_APP, FROM_APP = "to_app", "from_app"

# The kind of an interaction, and where its name stands.
_INTERACTIONS = {
    "block_actions": "action",
    "view_submission": "submission",
    "view_closed": "closed",
    "message_action": "shortcut",
    "shortcut": "shortcut",
    "block_suggestion": "suggestion",
}
KINDS = {"command", "event", *_INTERACTIONS.values(), "injected", "web_api", "response_url", "file", "socket"}
# What stands for a secret: its beginning, so that two can be told apart.
_SECRETS = (
    (re.compile(r'("(?:token|ticket|x-slack-signature|signing_secret)": ?")([^"]{0,4})[^"]*'), r"\1\2…"),
    (re.compile(r"\b(xox[a-z]|xapp)-[\w-]+"), r"\1…"),
    (re.compile(r"(/response/[0-9a-f]{4})[0-9a-f]+"), r"\1…"),
    (re.compile(r"(ticket=[0-9a-f]{4})[0-9a-f]+"), r"\1…"),
)


class Traffic:
    """Entries are kept as the JSON they were, and read with their secrets cut off."""

    def __init__(self, *secrets: str) -> None:
        self.last = 0
        self._secrets = [secret for secret in secrets if secret]
        self._kept: deque[tuple[int, str, str]] = deque(maxlen=MOST)
        self._numbers = itertools.count(1)
        self._watchers: set[asyncio.Event] = set()

    def record(self, direction: str, kind: str, name: str, **more: Any) -> None:
        """Write down one exchange that is over; `ms` tells how long it took until now."""
        self.last = next(self._numbers)
        at = real_now().timestamp() - (more.get("ms") or 0) / 1000
        entry = {"n": self.last, "at": at, "direction": direction, "kind": kind, "name": name, **more}
        self._kept.append((self.last, kind, json.dumps(entry, default=str)))
        for event in self._watchers:
            event.set()

    def read(self, after: int = 0, limit: int = SHOWN, kind: str | None = None) -> list[Json]:
        """The entries after one, oldest first; if there are more than the limit, the newest."""
        found = [text for number, its_kind, text in self._kept if number > after and kind in {None, its_kind}]
        return [self._shown(text) for text in found[-limit:]]

    def clear(self) -> None:
        """Forget what there was; the numbers go on."""
        self._kept.clear()

    def watch(self, event: asyncio.Event) -> None:
        self._watchers.add(event)

    def unwatch(self, event: asyncio.Event) -> None:
        self._watchers.discard(event)

    def _shown(self, text: str) -> Json:
        for secret in self._secrets:
            text = text.replace(secret, f"{secret[:4]}…")
        for pattern, stump in _SECRETS:
            text = pattern.sub(stump, text)
        entry: Json = json.loads(text)
        return {"user": None, "transport": "http", "headers": {}, "payload": None, "answer": None} | (
            {"status": None, "error": None, "ms": 0, "retry": None} | entry
        )


def kind_of(delivered: str, payload: Json) -> str:
    """What a delivery to the app is, by the way it goes and what it says of itself."""
    if delivered == "slash_commands":
        return "command"
    return "event" if delivered == "events_api" else _INTERACTIONS.get(payload.get("type", ""), "action")


def name_of(payload: Json) -> str:
    """The command, action, callback or event type that a delivery is about."""
    if "command" in payload:
        return str(payload["command"])
    if isinstance(payload.get("event"), dict):
        return str(payload["event"].get("type"))
    actions = payload.get("actions")
    if isinstance(actions, list) and actions and isinstance(actions[0], dict):
        return str(actions[0].get("action_id"))
    view = payload.get("view")
    shown = view.get("callback_id") if isinstance(view, dict) else None
    found = payload.get("action_id") or payload.get("callback_id") or shown
    return str(found or payload.get("type") or "")


def user_of(payload: Json) -> str | None:
    """Who caused a delivery, as far as it tells."""
    inner = payload.get("event")
    for holder in (inner if isinstance(inner, dict) else {}, payload):
        user = holder.get("user") or holder.get("user_id")
        if user:
            return str(user.get("id")) if isinstance(user, dict) else str(user)
    return None
