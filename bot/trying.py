"""Trying Vouch without Slack: the sandbox as a child process, and this program against it on a database of its own."""

import asyncio
import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot import app, manifest
from bot.config import ConfigProblem, Settings

USUAL_PORT = 8765
TICK_SECONDS = 2.0
CHILD_ENDS_WITHIN = 5.0


def run(settings: Settings, *, port: int | None, seed: bool) -> None:
    """Runs until Ctrl-C or SIGTERM; the sandbox ends with us, because it reads our end of its standard input."""
    port = _usual_or_free() if port is None else port
    with (
        tempfile.TemporaryDirectory(prefix="vouch-sandbox-", ignore_cleanup_errors=True) as folder,
        subprocess.Popen(  # noqa: S603 - our own sandbox, by our own interpreter
            _arguments(Path(folder), settings, port, seed=seed),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for us; we end the child
        ) as child,
    ):
        try:
            _run_against(settings, _addresses(child), Path(folder) / "sandbox.db")
        finally:
            _end(child)


def _arguments(folder: Path, settings: Settings, port: int, *, seed: bool) -> list[str]:
    """The sandbox holds us to our manifest, with the command names of the settings."""
    declared = folder / "manifest.json"
    declared.write_text(json.dumps(manifest.adapted(settings.commands)), encoding="utf-8")
    options = ["--port", str(port), "--manifest", str(declared), "--seed" if seed else "--no-seed"]
    return [sys.executable, "-m", "sandbox", *options]


def _usual_or_free() -> int:
    """The usual port, or 0 (a free one) where somebody has it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", USUAL_PORT))
        except OSError:
            return 0
    return USUAL_PORT


def _run_against(settings: Settings, addresses: Mapping[str, str], database: Path) -> None:
    trial = _settings(settings, addresses, database)
    app.prepare(trial)

    def say() -> None:
        click.echo("No Slack tokens are set, so this is the sandbox: a workspace of its own, on this machine only.")
        click.echo(f"Database: {database} (gone when you stop; with tokens Vouch uses another one)")
        click.echo(f"Open {addresses['url']} in a browser. Ctrl-C ends it.")

    asyncio.run(app.run(trial, deliver="socket", timetable=True, ready=say))


def _addresses(child: "subprocess.Popen[str]") -> Mapping[str, str]:
    """What the sandbox says of itself in its first line."""
    assert child.stdout is not None
    try:
        said: dict[str, str] = json.loads(child.stdout.readline())
    except ValueError:
        raise ConfigProblem("The sandbox did not start; its own words stand above. Try another --port.") from None
    return said


def _settings(settings: Settings, addresses: Mapping[str, str], database: Path) -> Settings:
    """The given settings with the sandbox's addresses, a fresh database and a key made for it."""
    return settings.model_copy(
        update={
            "slack_bot_token": SecretStr(addresses["bot_token"]),
            "slack_app_token": SecretStr(addresses["app_token"]),
            "slack_signing_secret": SecretStr(addresses["signing_secret"]),
            "slack_api_url": addresses["api_url"],
            "vouch_clock_url": addresses["clock_url"],
            "database_url": SecretStr(f"sqlite:///{database}"),
            "vouch_secret_key": SecretStr(Fernet.generate_key().decode("ascii")),
            "vouch_tick_seconds": TICK_SECONDS,
        }
    )


def _end(child: "subprocess.Popen[str]") -> None:
    if child.stdin is not None:
        child.stdin.close()
    try:
        child.wait(timeout=CHILD_ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        child.kill()
