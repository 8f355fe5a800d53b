"""Rules that hold between the blocks of one message or view: ids apart, one focus, a button to send inputs by."""

from collections import Counter
from collections.abc import Collection

from sandbox.blocks.checks import Report
from sandbox.inputs import children, elements
from sandbox.wire import Json


def check_ids(blocks: list[Json], where: str, report: Report) -> None:
    """A block_id stands once, and an action_id once in its block."""
    for block_id, times in Counter(block["block_id"] for block in blocks if block.get("block_id")).items():
        if times > 1:
            report.add(f"`block_id` {block_id} already exists", where)
    for index, block in enumerate(blocks):
        found = Counter(item.element["action_id"] for item in elements([block]))
        for action_id, times in found.items():
            if times > 1:
                report.add(f"`action_id` {action_id} already exists for this block", f"{where}/{index}")


def check_types(blocks: list[Json], refused: Collection[str], where: str, report: Report) -> None:
    """Types that Slack does not take at the moment are as unknown to it as those it never heard of."""
    for index, block in enumerate(blocks):
        if block["type"] in refused:
            report.add(f"unsupported type: {block['type']}", f"{where}/{index}/type")
        inner = "elements" if block["type"] == "carousel" else "child_blocks"
        check_types(children(block), refused, f"{where}/{index}/{inner}", report)


def check_view(view: Json, report: Report) -> None:
    blocks: list[Json] = view["blocks"]
    check_ids(blocks, "/view/blocks", report)
    if sum(bool(found.element.get("focus_on_load")) for found in elements(blocks)) > 1:
        report.add("focus_on_load can only be set on one element", "/view/blocks")
    if view["type"] == "modal" and not view.get("submit") and any(block["type"] == "input" for block in blocks):
        report.add("missing required field: submit, needed when a block is an input", "/view")
