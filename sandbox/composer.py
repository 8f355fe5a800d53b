"""What a person types, turned into what Slack stores and sends; it may not read anything but names."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.state import Workspace

_PART = re.compile(
    r"<@(?P<picked>[UW][A-Z0-9]+)(?:\|[^<>]*)?>"
    r"|<#(?P<channel>[CG][A-Z0-9]+)(?:\|[^<>]*)?>"
    r"|(?P<url>https?://[^\s<>]+)"
    r"|(?<![\w@])@(?P<name>[\w.-]*\w)"
    r"|(?<![\w#&])#(?P<room>[\w-]*\w)"
)


def encode(state: "Workspace", team: str, typed: str) -> str:
    """Mentions, channels and addresses become tokens; the three control characters are escaped everywhere else."""
    parts: list[str] = []
    end = 0
    for match in _PART.finditer(typed):
        parts += [escape(typed[end : match.start()]), _token(state, team, match)]
        end = match.end()
    return "".join([*parts, escape(typed[end:])])


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _token(state: "Workspace", team: str, match: re.Match[str]) -> str:
    whole = match[0]
    if match["url"]:
        address = match["url"].rstrip(".,;:!?)")
        return f"<{escape(address)}>{escape(match['url'][len(address) :])}"
    if match["picked"] or match["name"]:
        for person in state.people.values():
            if person.team == team and (person.id == match["picked"] or person.name == (match["name"] or "").lower()):
                return f"<@{person.id}>"
    if match["channel"] or match["room"]:
        for channel in state.channels.values():
            known = channel.id == match["channel"] or channel.name == match["room"]
            if known and channel.team == team and channel.kind != "im":
                return f"<#{channel.id}|{channel.name if channel.kind == 'channel' else ''}>"
    return escape(whole)
