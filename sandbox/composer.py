"""What a person types, turned into what Slack stores and sends; it may not read anything but names."""

import re
from typing import TYPE_CHECKING

from sandbox import people

if TYPE_CHECKING:
    from sandbox.state import Workspace

_PART = re.compile(
    r"<@(?P<picked>[UW][A-Z0-9]+)(?:\|[^<>]*)?>"
    r"|<#(?P<channel>[CG][A-Z0-9]+)(?:\|[^<>]*)?>"
    r"|(?P<url>https?://[^\s<>]+)"
    r"|(?<![\w@])@(?P<name>[\w.-]*\w)"
    r"|(?<![\w#&])#(?P<room>[\w-]*\w)"
)
_EVERYBODY = {"here", "channel", "everyone"}


def encode(state: "Workspace", user: str, typed: str, *, command: bool = False) -> str:
    """Mentions, channels and addresses become tokens; the three control characters are escaped everywhere else.

    Only whom and what the user can see is mentioned. A command's groups carry their handle.
    """
    parts: list[str] = []
    end = 0
    for match in _PART.finditer(typed):
        parts += [escape(typed[end : match.start()]), _token(state, user, match, command=command)]
        end = match.end()
    return "".join([*parts, escape(typed[end:])])


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _token(state: "Workspace", user: str, match: re.Match[str], *, command: bool) -> str:
    whole = match[0]
    if match["url"]:
        address = match["url"].rstrip(".,;:!?)")
        return f"<{escape(address)}>{escape(match['url'][len(address) :])}"
    if match["picked"] or match["name"]:
        return _mention(state, user, match, command=command) or escape(whole)
    if match["channel"] or match["room"]:
        for channel in state.channels.values():
            known = channel.id == match["channel"] or channel.name == match["room"]
            if known and state.shows(channel, user) and channel.kind in {"channel", "private"}:
                return f"<#{channel.id}|{channel.name if channel.kind == 'channel' else ''}>"
    return escape(whole)


def _mention(state: "Workspace", user: str, match: re.Match[str], *, command: bool) -> str:
    name = (match["name"] or "").lower()
    if name in _EVERYBODY:
        return f"<!{name}>"
    for person in state.acquaintances(user):
        if person.id == match["picked"] or person.name == name:
            return f"<@{person.id}>"
    if state.person(user).team == people.TEAM:
        for group in people.GROUPS:
            if group.handle == name:
                return f"<!subteam^{group.id}|@{group.handle}>" if command else f"<!subteam^{group.id}>"
    return ""
