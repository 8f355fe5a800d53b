"""Going through a window by keyboard alone; whoever lands on something that does not show it has lost their way."""

from playwright.async_api import Locator, Page

FURTHEST = 60
_SEEN = """() => {
    const node = document.activeElement;
    if (node === document.body) return true; // past the last stop the browser's own frame has the focus
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    const ring = style.outlineStyle !== "none" || node.matches(".composer textarea");
    return ring && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""


async def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab until this has the focus; every stop on the way shows that it has it."""
    for _ in range(FURTHEST):
        await page.keyboard.press(key)
        assert await page.evaluate(_SEEN), await page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if await wanted.count() and await wanted.first.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{FURTHEST} times {key} did not lead to {wanted}")
