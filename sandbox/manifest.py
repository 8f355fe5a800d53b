"""What the app's manifest declares, and thereby may do; it may not decide anything the manifest does not say."""

import json
from dataclasses import dataclass
from pathlib import Path

from sandbox.wire import Json


@dataclass(frozen=True)
class Command:
    name: str
    description: str
    usage_hint: str
    escaped: bool


@dataclass(frozen=True)
class Shortcut:
    """`kind` is "message" or "global"."""

    callback_id: str
    name: str
    kind: str
    description: str


@dataclass(frozen=True)
class Manifest:
    name: str
    commands: dict[str, Command]
    shortcuts: dict[str, Shortcut]
    events: frozenset[str]
    scopes: tuple[str, ...]
    home_tab: bool
    messages_tab: bool
    read_only: bool
    interactive: bool


def default_path() -> Path:
    """The repository's manifest, or the copy that a wheel carries beside this module."""
    here = Path(__file__).parent
    root = here.parent / "manifest.json"
    return root if root.exists() else here / "manifest.json"


def load(source: Path | str | Json | None) -> Manifest:
    if isinstance(source, dict):
        return parse(source)
    path = Path(source) if source is not None else default_path()
    return parse(json.loads(path.read_text(encoding="utf-8")))


def parse(raw: Json) -> Manifest:
    features, settings = raw.get("features", {}), raw.get("settings", {})
    scopes = raw.get("oauth_config", {}).get("scopes", {})
    home = features.get("app_home", {})
    return Manifest(
        name=features.get("bot_user", {}).get("display_name") or raw["display_information"]["name"],
        commands={item["command"]: _command(item) for item in features.get("slash_commands", [])},
        shortcuts={item["callback_id"]: _shortcut(item) for item in features.get("shortcuts", [])},
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        scopes=tuple(dict.fromkeys([*scopes.get("bot", []), *scopes.get("bot_optional", [])])),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled")),
        read_only=bool(home.get("messages_tab_read_only_enabled")),
        interactive=bool(settings.get("interactivity", {}).get("is_enabled")),
    )


def _command(item: Json) -> Command:
    return Command(item["command"], item["description"], item.get("usage_hint", ""), bool(item.get("should_escape")))


def _shortcut(item: Json) -> Shortcut:
    return Shortcut(item["callback_id"], item["name"], item["type"], item.get("description", ""))
