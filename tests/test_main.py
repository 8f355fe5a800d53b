"""The program from outside: its exit status, its words, its end."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.store import schema
from sandbox import server
from sandbox.box import Box
from tests.conftest import KEY

ROOT = Path(__file__).parents[1]


def environment(folder: Path, **given: str) -> dict[str, str]:
    kept = {
        name: os.environ[name]
        for name in ("PATH", "COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START")
        if name in os.environ
    }
    return {**kept, "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(folder), "HOME": str(folder), **given}


def vouch(folder: Path, *arguments: str, **given: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(folder, **given),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@contextmanager
def running(folder: Path, *arguments: str, **given: str) -> "Iterator[subprocess.Popen[str]]":
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(folder, PYTHONUNBUFFERED="1", **given),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: "subprocess.Popen[str]", wanted: str) -> str:
    assert process.stdout is not None
    told = ""
    for line in process.stdout:
        told += line
        if wanted in line:
            return told
    raise AssertionError(f"it ended with {told!r}")


def end(process: "subprocess.Popen[str]", number: int) -> int:
    """The exit status after this signal, within the ten seconds that whoever runs us gives."""
    process.send_signal(number)
    started = time.monotonic()
    status = process.wait(10)
    assert time.monotonic() - started < 10
    return status


def against(box: Box, folder: Path) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": box.bot_token,
        "SLACK_APP_TOKEN": box.app_token,
        "SLACK_SIGNING_SECRET": box.signing_secret,
        "SLACK_API_URL": box.api_url,
        "VOUCH_SECRET_KEY": KEY,
        "DATABASE_URL": f"sqlite:///{folder}/vouch.db",
        "PORT": "0",
    }


@pytest.mark.parametrize("command", ["run", "serve", "work", "migrate"])
def test_a_wrong_setting_is_a_sentence_and_status_2(tmp_path: Path, command: str) -> None:
    ended = vouch(tmp_path, command, PORT="eighty")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("Vouch cannot start.\nPORT: got 'eighty'; ")
    assert "Traceback" not in ended.stderr


def test_tokens_without_a_key_are_refused_with_the_command_that_prints_one(tmp_path: Path) -> None:
    ended = vouch(tmp_path, SLACK_BOT_TOKEN="xoxb-s3cret", SLACK_APP_TOKEN="xapp-s3cret")
    assert ended.returncode == 2
    assert "VOUCH_SECRET_KEY is missing; `python -m bot key` prints one" in ended.stderr
    assert "s3cret" not in ended.stderr


@pytest.mark.parametrize("command", ["serve", "work"])
def test_without_tokens_only_run_has_something_to_show(tmp_path: Path, command: str) -> None:
    ended = vouch(tmp_path, command, VOUCH_SECRET_KEY=KEY)
    assert ended.returncode == 2
    assert "SLACK_BOT_TOKEN is missing. docs/install.md" in ended.stderr


def test_the_key_it_prints_is_a_key(tmp_path: Path) -> None:
    printed = [vouch(tmp_path, "key").stdout.strip() for _ in range(2)]
    assert printed[0] != printed[1]
    for key in printed:
        Fernet(key)


def test_migrate_makes_the_database_in_the_user_s_folder(tmp_path: Path) -> None:
    ended = vouch(tmp_path, "migrate", VOUCH_SECRET_KEY=KEY)
    assert (ended.returncode, ended.stdout) == (0, f"The schema is at {schema.HEAD}.\n")
    assert (tmp_path / "vouch" / "vouch.db").is_file()
    assert (tmp_path / "vouch").stat().st_mode & 0o077 == 0


async def test_a_wrong_key_is_a_sentence_and_status_2(tmp_path: Path) -> None:
    async with server.running(port=0) as box:
        given = against(box, tmp_path)

        def first() -> None:
            with running(tmp_path, "work", **given) as process:
                read_until(process, "Working through the timetable.")
                end(process, signal.SIGTERM)

        await asyncio.to_thread(first)
        other = Fernet.generate_key().decode()
        ended = await asyncio.to_thread(vouch, tmp_path, "run", **{**given, "VOUCH_SECRET_KEY": other})
    assert ended.returncode == 2
    assert (
        "Vouch cannot start.\nVOUCH_SECRET_KEY: the secret key does not open what the database holds." in ended.stderr
    )
    assert "Traceback" not in ended.stderr
    assert KEY not in ended.stderr
    assert other not in ended.stderr


WAYS = [
    ("run", "Connected to Slack by Socket Mode.", signal.SIGTERM),
    ("run", "Connected to Slack by Socket Mode.", signal.SIGINT),
    ("serve", "Listening on http://127.0.0.1:", signal.SIGTERM),
    ("work", "Working through the timetable.", signal.SIGINT),
]


@pytest.mark.parametrize(("command", "says", "number"), WAYS)
async def test_each_way_to_run_says_that_it_runs_and_ends_cleanly(
    tmp_path: Path, command: str, says: str, number: int
) -> None:

    def live() -> tuple[str, int]:
        with running(tmp_path, command, **given) as process:
            return read_until(process, says), end(process, number)

    async with server.running(port=0) as box:
        given = against(box, tmp_path)
        told, status = await asyncio.to_thread(live)
    assert status == 0
    assert f"Database: {tmp_path}/vouch.db" in told
    assert "Traceback" not in told
    for secret in (KEY, box.bot_token, box.app_token, box.signing_secret):
        assert secret not in told


async def test_a_signal_during_a_start_ends_it_as_well(tmp_path: Path) -> None:

    with socket.socket() as silent:  # Slack takes the connection and never answers
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        async with server.running(port=0) as box:
            given = against(box, tmp_path) | {"SLACK_API_URL": f"http://127.0.0.1:{silent.getsockname()[1]}/api/"}

            def live() -> int:
                with running(tmp_path, "run", **given) as process:
                    read_until(process, "Database:")
                    asking, _ = silent.accept()
                    with asking:
                        return end(process, signal.SIGTERM)

            assert await asyncio.to_thread(live) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_trial_ends_with_its_sandbox_however_it_ends(tmp_path: Path, number: int) -> None:
    with running(tmp_path, "sandbox", "--port", "0", "--empty") as process:
        told = read_until(process, "in a browser")
        page = re.search(r"http://127\.0\.0\.1:(\d+)", told)
        assert page is not None
        port = int(page.group(1))
        socket.create_connection(("127.0.0.1", port)).close()
        status = end(process, number)
    assert status == (0 if number != signal.SIGKILL else -signal.SIGKILL)
    deadline = time.monotonic() + 5
    while is_open(port) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_open(port)
    assert "this is the sandbox" in told
    database = re.search(r"Database: (\S+)", told)
    assert database is not None
    if number != signal.SIGKILL:
        assert not Path(database.group(1)).exists()


def is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def test_a_taken_sandbox_port_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = vouch(tmp_path, "sandbox", "--port", str(taken.getsockname()[1]))
    assert ended.returncode == 2
    assert "--port" in ended.stderr
    assert "The sandbox did not start" in ended.stderr


def test_without_tokens_run_starts_the_sandbox(tmp_path: Path) -> None:
    with running(tmp_path, "run") as process:
        assert "No Slack tokens are set, so this is the sandbox" in read_until(process, "in a browser")
        assert end(process, signal.SIGTERM) == 0
