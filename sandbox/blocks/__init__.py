"""Slack's rules for blocks and views: what is taken, and on which surface; it may not know the workspace.

Blocks that no rule here describes (file, call, video, plan, task_card) are refused as unsupported.
"""

import json
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from sandbox.blocks import figures, inside, layout, parts
from sandbox.blocks.checks import Check, Report, array, boolean, exactly, shape, string
from sandbox.wire import Json, refused

MAX_IN_MESSAGE = 50
MAX_IN_VIEW = 100
MAX_MARKDOWN = 12_000
MAX_VIEW_BYTES = 250_000

_IN_MESSAGE = array(layout.ON_SURFACE["message"], most=MAX_IN_MESSAGE)
_VIEW: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_SURFACES: dict[str, Check] = {
    "modal": shape(
        {
            "type": exactly("modal"),
            "title": parts.plain(24),
            "blocks": array(layout.ON_SURFACE["modal"], most=MAX_IN_VIEW),
        },
        _VIEW
        | {
            "submit": parts.plain(24),
            "close": parts.plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    "home": shape({"type": exactly("home"), "blocks": array(layout.ON_SURFACE["home"], most=MAX_IN_VIEW)}, _VIEW),
}


def message(value: object, without: Collection[str] = ()) -> list[Json]:
    """Blocks for a message as Slack keeps them, each with a block_id; types in `without` count as unknown."""
    report = Report()
    _IN_MESSAGE(value, "/blocks", report)
    if not report.messages and isinstance(value, list):
        figures.check_together(value, "/blocks", report)
        _check_markdown(value, report)
        inside.check_ids(value, "/blocks", report)
        inside.check_types(value, without, "/blocks", report)
    if report.messages:
        raise refused("invalid_blocks", report.messages)
    assert isinstance(value, list)
    return [named(without_nothing(block)) for block in value]


def view(value: object, without: Mapping[str, Collection[str]] | None = None) -> Json:
    """A modal's or Home's content as Slack keeps it, each block with a block_id; `without` has types by surface."""
    report = Report()
    kind = value.get("type") if isinstance(value, dict) else None
    known = _SURFACES.get(kind) if isinstance(kind, str) else None
    if known is None or not isinstance(value, dict):
        raise refused("invalid_arguments", [f"[ERROR] unsupported type: {kind} [json-pointer:/view/type]"])
    known(value, "/view", report)
    if not report.messages:
        figures.check_together(value["blocks"], "/view/blocks", report)
        inside.check_view(value, report)
        inside.check_types(value["blocks"], (without or {}).get(value["type"], ()), "/view/blocks", report)
    if report.messages:
        raise refused("invalid_arguments", report.messages)
    if len(json.dumps(value)) > MAX_VIEW_BYTES:
        raise refused("view_too_large", [])
    kept: Json = without_nothing(value)
    return kept | {"blocks": [named(block) for block in kept["blocks"]]}


def named(block: Json) -> Json:
    """A block with its block_id; Slack gives one to each that has none, and always to markdown."""
    for name, kind in (("child_blocks", "container"), ("elements", "carousel")):
        if block["type"] == kind:
            block = block | {name: [named(child) for child in block[name]]}
    if block.get("block_id") and block["type"] != "markdown":
        return block
    return block | {"block_id": uuid.uuid4().hex[:5]}


def without_nothing(value: Any) -> Any:
    """Fields that are null are as good as absent."""
    if isinstance(value, dict):
        return {name: without_nothing(each) for name, each in value.items() if each is not None}
    return [without_nothing(each) for each in value] if isinstance(value, list) else value


def _check_markdown(blocks: list[Json], report: Report) -> None:
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MAX_MARKDOWN:
        report.add(f"markdown must be no more than {MAX_MARKDOWN} characters in total", "/blocks")
