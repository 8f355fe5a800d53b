"""`python -m sandbox`: where it is, that it seeds by itself, and how it ends."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sandbox import __main__ as program
from sandbox import server
from sandbox.box import Box
from sandbox.client import Client
from tests.sandbox.counterpart import connected
from tests.sandbox.follower import following

MANIFEST = Path(__file__).parent / "manifest.json"
ROOT = Path(__file__).parents[2]


async def until(holds: Callable[[], object]) -> None:
    async def ask() -> bool:
        return bool(holds())

    await Client("").until(ask, limit=10)


def test_it_says_where_it_is_in_one_line_and_ends_with_its_input() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--manifest", str(MANIFEST), "--port", "0"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        said = json.loads(process.stdout.readline())
        process.stdin.close()
        assert process.wait(timeout=10) == 0

    assert set(said) == {"url", "api_url", "clock_url", "bot_token", "app_token", "signing_secret"}
    assert said["api_url"] == f"{said['url']}/api/"


async def test_it_tells_the_story_once_the_app_is_there_and_ends_by_signal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    boxes: list[Box] = []
    addresses = program.addresses

    def note(box: Box) -> dict[str, str]:
        boxes.append(box)
        return addresses(box)

    monkeypatch.setattr(program, "addresses", note)
    running = asyncio.create_task(program.run(0, MANIFEST, None, None, seed=True, stay=True))
    await until(lambda: boxes)
    [box] = boxes
    async with connected(box) as app, following(box) as follower:
        await until(lambda: box.state.channels["C0RANDOM"].messages and not box.resetting.locked())
        assert follower.forgot == 1
        assert app.of("reaction_added")
    os.kill(os.getpid(), signal.SIGTERM)
    await running

    said = capsys.readouterr()
    assert json.loads(said.out)["url"] == box.url
    assert "The seed story went wrong at /vouch add @Maya manager: /vouch is not a valid command." in said.err


def test_a_taken_port_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(*_args: object, **_kwargs: object) -> None:
        raise OSError(98, "Address already in use")

    monkeypatch.setattr(server, "running", taken)
    result = CliRunner().invoke(program.main, ["--manifest", str(MANIFEST), "--stay", "--port", "8765"])

    assert result.exit_code == 1
    assert "The sandbox cannot start on port 8765: Address already in use" in result.output
