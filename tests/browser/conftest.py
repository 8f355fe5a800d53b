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
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright

from sandbox import server
from sandbox.box import Box
from tests.browser.window import Window
from tests.conftest import Live, running_live
from tests.sandbox.counterpart import Counterpart, connected

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


# The driver of the browser is slow to start, so that all browser tests share it, and with it one event loop.
on_shared_loop = pytest_asyncio.fixture(loop_scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


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


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def driven(chromium_address: str) -> AsyncIterator[Browser]:
    async with async_playwright() as driver:
        running = await driver.chromium.connect_over_cdp(chromium_address)
        yield running
        await running.close()


@on_shared_loop
async def browser(driven: Browser) -> AsyncIterator[BrowserContext]:
    """A browser of this test alone: nothing is remembered from another."""
    context = await driven.new_context(viewport={"width": 1280, "height": 800})
    yield context
    await context.close()


@pytest.fixture
def manifest() -> dict[str, Any]:
    return dict(json.loads((Path(__file__).parent.parent / "sandbox" / "manifest.json").read_text()))


@on_shared_loop
async def box(manifest: dict[str, Any]) -> AsyncIterator[Box]:
    async with server.running(manifest=manifest) as running:
        yield running


@on_shared_loop
async def live(database: str) -> AsyncIterator[Live]:
    """Vouch in a sandbox, as in tests/conftest.py, on the loop that browser tests share."""
    async with running_live(database) as running:
        yield running


@on_shared_loop
async def app(box: Box) -> AsyncIterator[Counterpart]:
    """A small app that answers as each test tells it to."""
    async with connected(box) as counterpart:
        yield counterpart


@on_shared_loop
async def window(browser: BrowserContext, box: Box) -> AsyncIterator[Window]:
    """The page of a sandbox whose app is the test's own."""
    async with shown(browser, box) as page:
        yield page


@on_shared_loop
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
