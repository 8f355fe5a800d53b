"""The app manifest as Slack takes it: manifest.json with this installation's command names and way of delivery."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot import ids

DEFAULTS = {ids.COMMAND_WIN: "win", ids.COMMAND_MET: "met", ids.COMMAND_VOUCH: "vouch"}


def find() -> Path:
    """manifest.json: beside the package in a checkout, inside it in a wheel."""
    inside = Path(__file__).parent / "manifest.json"
    return inside if inside.exists() else Path(__file__).parent.parent / "manifest.json"


def adapted(commands: Mapping[str, str], deliver_to: str | None = None) -> dict[str, Any]:
    """`commands` are names by what they do; `deliver_to` is the public address for HTTP mode."""
    manifest: dict[str, Any] = json.loads(find().read_text(encoding="utf-8"))
    for command in manifest["features"]["slash_commands"]:
        command["command"] = commands[DEFAULTS[command["command"]]]
        if deliver_to:
            command["url"] = deliver_to
    if deliver_to:
        settings = manifest["settings"]
        settings["socket_mode_enabled"] = False
        settings["interactivity"] |= {"request_url": deliver_to, "message_menu_options_url": deliver_to}
        settings["event_subscriptions"]["request_url"] = deliver_to
    return manifest
