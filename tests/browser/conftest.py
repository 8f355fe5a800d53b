import json
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, async_playwright

from sandbox import server
from sandbox.box import Box
from tests.browser.window import Window
from tests.conftest import Live
from tests.sandbox.counterpart import Counterpart, connected

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str | None:
    """The browser to drive: the one named in the environment, or an installed one."""
    named = os.environ.get("CHROMIUM")
    found = [named, *map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))]
    return next((path for path in found if path and Path(path).exists()), None)


@pytest.fixture(scope="session")
def chromium_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One browser for all tests, on its own event loop's side of the fence: a process with a debugging port."""
    path = chromium()
    if path is None:
        pytest.skip("Chromium is not installed (CHROMIUM may name it)")
    home = tmp_path_factory.mktemp("chromium")
    flags = [*FLAGS, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={home}"]
    process = subprocess.Popen([path, *flags], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{_port(home / 'DevToolsActivePort', process)}"
    finally:
        process.terminate()
        process.wait(10)


def _port(written: Path, process: subprocess.Popen[bytes]) -> str:
    """The port that Chromium writes down once it listens."""
    for _ in range(600):
        if written.exists() and (lines := written.read_text().split()):
            return lines[0]
        if process.poll() is not None:
            break
        time.sleep(0.05)
    pytest.fail(f"Chromium did not start (exit code {process.poll()})")


@pytest.fixture
async def browser(chromium_address: str) -> AsyncIterator[BrowserContext]:
    async with async_playwright() as driver:
        running = await driver.chromium.connect_over_cdp(chromium_address)
        context = await running.new_context(viewport={"width": 1280, "height": 800})
        yield context
        await context.close()
        await running.close()


@pytest.fixture
def manifest() -> dict[str, Any]:
    return dict(json.loads((Path(__file__).parent.parent / "sandbox" / "manifest.json").read_text()))


@pytest.fixture
async def box(manifest: dict[str, Any]) -> AsyncIterator[Box]:
    async with server.running(manifest=manifest) as running:
        yield running


@pytest.fixture
async def app(box: Box) -> AsyncIterator[Counterpart]:
    """A small app that answers as each test tells it to."""
    async with connected(box) as counterpart:
        yield counterpart


@pytest.fixture
async def window(browser: BrowserContext, box: Box) -> AsyncIterator[Window]:
    """The page of a sandbox whose app is the test's own."""
    async with shown(browser, box) as page:
        yield page


@pytest.fixture
async def vouch_window(browser: BrowserContext, live: Live) -> AsyncIterator[Window]:
    """The page of a sandbox in which Vouch runs, on a Friday morning."""
    await live.client.clock(to="2026-11-20T09:30:00+00:00")
    async with shown(browser, live.box) as page:
        yield page


@asynccontextmanager
async def shown(browser: BrowserContext, box: Box) -> AsyncIterator[Window]:
    """A browser window on the sandbox's page; at the end nothing may have gone wrong in it."""
    page = await browser.new_page()
    page.set_default_timeout(5000)
    window = Window(page, box.url)
    yield window
    await page.close()
    assert window.complaints == []
