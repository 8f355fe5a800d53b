"""The sandbox's page as a person at a screen uses it; it may not look behind the page."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import ConsoleMessage, Locator, Page, Request, expect

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


class Window:
    """`complaints` collects what must never happen: console errors, uncaught errors, requests beyond this machine."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname not in LOOPBACK:
            self.complaints.append(f"left this machine: {request.url}")

    async def open(self, as_: str = "U0ADA") -> None:
        await self.page.goto(f"{self.address}/?as={as_}")
        await expect(self.composer).to_be_visible()

    async def picture(self, name: str) -> None:
        """Leave what is shown in the folder that SCREENSHOTS names, for a look; else nothing."""
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            width = (self.page.viewport_size or {"width": 0})["width"]
            await self.page.screenshot(path=Path(folder) / f"{name}-{width}.png")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_test_id("composer")

    @property
    def modal(self) -> Locator:
        return self.page.get_by_test_id("modal")

    def message(self, words: str) -> Locator:
        return self.page.locator(".main").get_by_test_id("message").filter(has_text=words).last

    async def go_to(self, channel: str) -> None:
        await self.page.get_by_test_id(f"nav-{channel}").click()
        await expect(self.page.get_by_role("heading", name=channel)).to_be_visible()

    async def go_to_channel(self, channel: str) -> None:
        """Also where the list of channels is behind its button."""
        menu = self.page.get_by_test_id("menu")
        if await menu.is_visible():
            await menu.click()
        await self.go_to(channel)
        if await menu.is_visible():
            await expect(self.page.locator("#sidebar")).not_to_be_in_viewport()  # it slides

    async def open_app(self, tab: str) -> None:
        await self.page.get_by_test_id("nav-app").click()
        await self.page.get_by_test_id(f"tab-{tab}").click()

    async def scroll_to(self, words: str) -> None:
        """In one step, because Home may be drawn anew at any moment."""
        await self.page.evaluate(
            """words => [...document.querySelectorAll("#app .scroll h2, #app .scroll strong")]
                .find((node) => node.textContent.includes(words)).scrollIntoView()""",
            words,
        )

    async def say(self, words: str) -> None:
        await self.composer.fill(words)
        await self.composer.press("Enter")

    async def more(self, words: str, entry: str) -> None:
        """One entry of a message's menu."""
        await self.message(words).hover()
        await self.message(words).get_by_test_id("more").click()
        await self.page.get_by_role("menuitem", name=entry).click()

    async def react(self, words: str, name: str) -> None:
        """Find an emoji by its name in the picker and press it."""
        await self.message(words).hover()
        await self.message(words).get_by_role("button", name="Find another reaction").click()
        await self.page.get_by_test_id("emoji-search").fill(name)
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def choose(self, label: str, option: str) -> None:
        """One option of the list with this label, in the open modal."""
        await self.modal.get_by_role("button", name=f"{label}: ").click()
        await self.option(option).click()

    def option(self, name: str) -> Locator:
        return self.page.get_by_test_id("popover").get_by_role("option", name=name)

    async def act_as(self, user: str) -> None:
        await self.page.get_by_test_id("act-as").select_option(user)
        await expect(self.page.locator(".nav-person", has_text="you")).to_be_visible()
