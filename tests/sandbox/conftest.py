import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import server
from sandbox.box import Box
from sandbox.client import Client
from tests.sandbox.counterpart import Counterpart, Json, connected


@pytest.fixture
def manifest() -> Json:
    return dict(json.loads((Path(__file__).parent / "manifest.json").read_text()))


@pytest.fixture
async def box(manifest: Json) -> AsyncIterator[Box]:
    """Slack's three seconds are one and a half here: enough for a busy machine."""
    async with server.running(manifest=manifest, time_scale=0.5) as running:
        yield running


@pytest.fixture
def brief(box: Box) -> None:
    """Three tenths of a second, for a test in which they pass."""
    box.time_scale = box.outbox.scale = 0.1


@pytest.fixture
async def app(box: Box) -> AsyncIterator[Counterpart]:
    async with connected(box) as counterpart:
        yield counterpart


@pytest.fixture
async def people(box: Box) -> AsyncIterator[Client]:
    async with Client(box.url) as client:
        yield client
