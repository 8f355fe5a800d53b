"""Documentation keeps step with the code: settings, commands, words, scopes, events, tables, delays, links."""

import itertools
import json
import re
from pathlib import Path

import click
import pytest

from bot.__main__ import main
from bot.config import Settings
from bot.domain import upkeep
from bot.services import wins
from bot.store.tables import OWNED, metadata
from bot.store.types import EncryptedText
from bot.views import help as help_view

ROOT = Path(__file__).parents[1]
MANIFEST = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
PAGES = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "PRIVACY.md", "docs/install.md"]


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def examples() -> dict[str, str]:
    """Settings and their values in .env.example."""
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", page(".env.example"), re.MULTILINE))


def test_every_setting_is_in_the_example_and_no_other() -> None:
    assert set(examples()) == {name.upper() for name in Settings.model_fields}


def test_the_example_shows_the_defaults() -> None:
    shown = {name: value for name, value in examples().items() if value}
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert {name: type(defaults[name])(value) for name, value in shown.items()} == {
        name: defaults[name] for name in shown
    }


def test_every_setting_in_the_example_is_explained_above_it() -> None:
    lines = page(".env.example").split("\n")
    bare = [
        line
        for above, line in itertools.pairwise(lines)
        if re.match(r"[A-Z_]+=", line) and not re.match(r"#|[A-Z_]+=", above)
    ]
    assert bare == []


def test_every_setting_is_in_the_readme() -> None:
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in page("README.md")] == []


def test_every_command_of_the_program_is_in_the_readme_and_every_one_there_exists() -> None:
    assert isinstance(main, click.Group)
    assert set(re.findall(r"^\| `python -m bot ([a-z]+)` \|", page("README.md"), re.MULTILINE)) == set(main.commands)


def test_every_command_of_the_program_says_what_it_does() -> None:
    assert isinstance(main, click.Group)
    assert [name for name, command in main.commands.items() if not command.help] == []


def test_every_command_named_in_the_pages_exists() -> None:
    assert isinstance(main, click.Group)
    named = {word for name in PAGES for word in re.findall(r"python -m bot ([a-z]+)", page(name))}
    assert named - set(main.commands) == set()


def test_every_slack_command_and_word_is_in_the_readme() -> None:
    readme = page("README.md")
    words = [f"/vouch {word}" for word in help_view.WORDS if word not in ("win", "met")]
    commands = [command["command"] for command in MANIFEST["features"]["slash_commands"]]
    assert [word for word in words + commands if f"`{word}" not in readme] == []


def test_the_readme_shows_every_verb_of_the_makefile_that_people_need() -> None:
    verbs = set(re.findall(r"^([a-z]+):.*##", page("Makefile"), re.MULTILINE))
    said = "".join(page(name) for name in PAGES)
    assert {"run", "test", "check", "bench", "help"} <= verbs
    assert set(re.findall(r"`make ([a-z]+)`", said)) <= verbs
    assert [verb for verb in ("run", "test", "check", "bench") if f"make {verb}" not in page("README.md")] == []


def test_every_scope_and_event_has_its_reason_in_the_installation_page() -> None:
    install = page("docs/install.md")
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert re.findall(r"^\| `([a-z:]+)` \| \S", install, re.MULTILINE)[: len(scopes["bot"])] == scopes["bot"]
    assert re.findall(r"^\| `([a-z:]+)` \(optional\) \| \S", install, re.MULTILINE) == scopes["bot_optional"]
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    rows = re.findall(r"^\| (`[a-z_.]+`(?:, `[a-z_.]+`)*) \| \S", install, re.MULTILINE)
    assert {event for row in rows for event in re.findall(r"`([a-z_.]+)`", row)} >= set(events)


def test_every_table_is_in_the_privacy_page() -> None:
    named = set(re.findall(r"`([a-z_]+)`", page("PRIVACY.md")))
    assert set(metadata.tables) - named - {"keyring"} == set()


def test_the_privacy_page_says_truly_what_is_encrypted() -> None:
    said: dict[str, set[str]] = {}
    for what, answer in re.findall(r"^\| (.+) \| .+ \| (yes|no) \|$", page("PRIVACY.md"), re.MULTILINE):
        for table in re.findall(r"`([a-z_]+)`", what):
            said.setdefault(table, set()).add(answer)
    held = {table.name: any(isinstance(column.type, EncryptedText) for column in table.columns) for table in OWNED}
    assert {name for name in held if "yes" in said[name]} == {name for name, encrypted in held.items() if encrypted}
    assert all("no" in said[name] for name in held)


@pytest.mark.parametrize("name", ["PRIVACY.md", "docs/install.md"])
def test_delays_are_stated_as_they_are(name: str) -> None:
    assert f"data {upkeep.REMOVED_KEPT.days} days later" in page(name).replace("\n", " ") or (
        f"deleted {upkeep.REMOVED_KEPT.days} days later" in page(name).replace("\n", " ")
    )


def test_how_long_a_deleted_entry_can_be_restored_is_stated_as_it_is() -> None:
    assert f"restored for {wins.RESTORABLE.days} days" in page("PRIVACY.md")


def test_the_window_for_repeats_is_stated_as_it_is() -> None:
    assert upkeep.PAYLOADS_KEPT.days == 3
    assert "for three days the ids of payloads" in page("PRIVACY.md").replace("\n", " ")


@pytest.mark.parametrize("name", PAGES)
def test_links_between_the_pages_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", page(name))
    assert [target for target in targets if not ((ROOT / name).parent / target).exists()] == []


def test_the_changelog_begins_with_what_is_not_released_yet() -> None:
    headings = re.findall(r"^## (.+)$", page("CHANGELOG.md"), re.MULTILINE)
    assert headings[0].strip("[]") == "Unreleased"
