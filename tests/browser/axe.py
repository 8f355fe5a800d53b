"""The accessibility rules of axe-core, asked of what a window shows now; it may not judge anything itself."""

from importlib import resources
from typing import Any

from playwright.async_api import Page

_RULES = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AT_REST = """() => Promise.all(
    document.getAnimations()
        .filter((each) => Number.isFinite(each.effect.getComputedTiming().endTime))
        .map((each) => each.finished.catch(() => null)),
)"""
_RUN = """async (tags) => {
    const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return found.violations;
}"""


async def complaints(page: Page) -> list[str]:
    """Every rule that is broken, with where: empty is what a test wants."""
    await page.evaluate(_AT_REST)  # what fades in has no contrast yet
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_RULES)
    found: list[dict[str, Any]] = await page.evaluate(_RUN, _TAGS)
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
