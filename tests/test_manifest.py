"""The manifest and the code declare the same commands, shortcuts, events and scopes: compared both ways."""

import ast
import json
from pathlib import Path

import pytest

from bot import doctor, ids
from bot import manifest as manifests
from bot.slack import features

ROOT = Path(__file__).parents[1]
MANIFEST = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
ROUTES = features.routes()
COMMANDS = {"win": ids.COMMAND_WIN, "met": ids.COMMAND_MET, "vouch": ids.COMMAND_VOUCH}

# What Slack asks for, by what is used: https://docs.slack.dev/reference/scopes
SCOPE_OF_METHOD = {
    "auth.test": None,
    "apps.connections.open": None,  # by the app-level token
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "emoji.list": "emoji:read",
    "conversations.history": "im:history",
    "conversations.open": "im:write",
    "files.upload": "files:write",
    "reactions.get": "reactions:read",
    "users.info": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}
SCOPE_OF_EVENT = {
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "message.im": "im:history",
    "user_change": "users:read",
    "app_home_opened": None,
    "app_uninstalled": None,
    "tokens_revoked": None,
}


def methods_called() -> set[str]:
    """The Web API methods that the messenger names."""
    parts = sorted((ROOT / "bot" / "messenger").glob("*.py"))
    trees = [ast.parse(part.read_text(encoding="utf-8")) for part in parts]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    words = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    families = ("auth", "apps", "chat", "conversations", "emoji", "files", "reactions", "users", "views")
    return {word for word in words if word.partition(".")[0] in families and word.partition(".")[2].isidentifier()}


def test_each_command_is_declared_and_each_declared_one_is_answered() -> None:
    declared = {command["command"] for command in MANIFEST["features"]["slash_commands"]}
    assert declared == {COMMANDS[name] for name in ROUTES.commands}


def test_commands_come_with_ids_of_people_and_with_a_hint() -> None:
    for command in MANIFEST["features"]["slash_commands"]:
        assert command["should_escape"] is True
        assert command["description"]
        assert command["usage_hint"]


def test_each_shortcut_is_declared_and_each_declared_one_is_answered() -> None:
    declared = {shortcut["callback_id"] for shortcut in MANIFEST["features"]["shortcuts"]}
    assert declared == set(ROUTES.shortcuts)
    assert declared == {value for name, value in vars(ids).items() if name.startswith("SHORTCUT_")}
    kinds = {shortcut["callback_id"]: shortcut["type"] for shortcut in MANIFEST["features"]["shortcuts"]}
    assert {name for name, kind in kinds.items() if kind == "message"} == {
        ids.SHORTCUT_SAVE_AS_WIN,
        ids.SHORTCUT_LOG_CONVERSATION,
        ids.SHORTCUT_ADD_PERSON,
    }


def test_each_event_is_subscribed_to_and_each_subscribed_one_has_a_listener() -> None:
    subscribed = [event.split(".")[0] for event in MANIFEST["settings"]["event_subscriptions"]["bot_events"]]
    assert sorted(subscribed) == sorted(ROUTES.events) == sorted(ids.EVENTS)
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == set(SCOPE_OF_EVENT)


def test_scopes_are_exactly_what_is_used() -> None:
    called = methods_called()
    assert called <= set(SCOPE_OF_METHOD), "say which scope the new method needs"
    needed = {"commands"} | {SCOPE_OF_METHOD[method] for method in called} | set(SCOPE_OF_EVENT.values())
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert list(scopes) == ["bot", "bot_optional"]
    assert set(scopes["bot"]) == needed - {None, *scopes["bot_optional"]}
    assert scopes["bot_optional"] == [doctor.OPTIONAL_SCOPE]
    assert set(scopes["bot_optional"]) <= needed


def test_each_id_of_an_action_or_a_modal_is_answered_and_each_answered_one_is_an_id() -> None:
    named: set[str] = set()
    for name, value in vars(ids).items():
        if name.isupper() and not name.startswith(("COMMAND_", "SHORTCUT_", "EVENTS", "METADATA_")):
            named |= set(value) if isinstance(value, tuple) else {value}
    assert named == set(ROUTES.actions) | set(ROUTES.submissions) | set(ROUTES.options)
    assert {value for name, value in vars(ids).items() if name.startswith("MODAL_")} == set(ROUTES.submissions)


def test_home_and_messages_are_on_and_a_person_can_write() -> None:
    assert MANIFEST["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_it_is_for_socket_mode_in_one_workspace_without_rotating_tokens() -> None:
    settings = MANIFEST["settings"]
    assert settings["socket_mode_enabled"] is True
    assert settings["interactivity"] == {"is_enabled": True}
    assert settings["org_deploy_enabled"] is False
    assert settings["token_rotation_enabled"] is False


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        (MANIFEST["display_information"]["name"], 35),
        (MANIFEST["display_information"]["description"], 140),
        (MANIFEST["display_information"]["long_description"], 4000),
        *((shortcut["name"], 24) for shortcut in MANIFEST["features"]["shortcuts"]),
        *((shortcut["description"], 150) for shortcut in MANIFEST["features"]["shortcuts"]),
        *((command["description"], 2000) for command in MANIFEST["features"]["slash_commands"]),
        *((command["usage_hint"], 1000) for command in MANIFEST["features"]["slash_commands"]),
    ],
)
def test_texts_keep_to_slacks_lengths(words: str, limit: int) -> None:
    assert 0 < len(words) <= limit


def test_the_long_description_is_as_long_as_slack_wants() -> None:
    assert len(MANIFEST["display_information"]["long_description"]) >= 174


def test_other_command_names_are_written_into_it() -> None:
    names = {"win": "/brag", "met": "/spoke", "vouch": "/career"}
    adapted = manifests.adapted(names)
    assert [command["command"] for command in adapted["features"]["slash_commands"]] == list(names.values())
    assert manifests.adapted(COMMANDS) == MANIFEST


def test_for_http_every_way_in_has_the_address() -> None:
    adapted = manifests.adapted(COMMANDS, "https://vouch.example/slack/events")
    urls = [command["url"] for command in adapted["features"]["slash_commands"]]
    urls += [adapted["settings"][part]["request_url"] for part in ("interactivity", "event_subscriptions")]
    urls.append(adapted["settings"]["interactivity"]["message_menu_options_url"])
    assert set(urls) == {"https://vouch.example/slack/events"}
    assert adapted["settings"]["socket_mode_enabled"] is False
