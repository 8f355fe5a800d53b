import json
import os
import shutil
from collections.abc import AsyncIterator
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

FLAGS = ["--disable-gpu"]  # and what the driver adds by itself, such as no traffic of the browser's own

# The driver of the browser is slow to start, so that all browser tests share it, and with it one event loop.
on_shared_loop = pytest_asyncio.fixture(loop_scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker("no_cover")  # see tests/conftest.py


def chromium() -> str | None:
    """The browser to drive: the one named in the environment, or an installed one."""
    named = os.environ.get("CHROMIUM")
    found = [named, *map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))]
    return next((path for path in found if path and Path(path).exists()), None)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def driven() -> AsyncIterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("Chromium is not installed (CHROMIUM may name it)")
    async with async_playwright() as driver:
        running = await driver.chromium.launch(executable_path=path, args=FLAGS)
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
