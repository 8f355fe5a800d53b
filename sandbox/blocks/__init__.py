"""Slack's rules for blocks and views: what is taken, and on which surface; it may not know the workspace."""

import uuid

from sandbox.wire import Json, refused


def message(value: object) -> list[Json]:
    """Blocks for a message, each with a block_id."""
    if not isinstance(value, list):
        raise refused("invalid_blocks", ["[ERROR] must be an array [json-pointer:/blocks]"])
    return [named(block) for block in value]


def view(value: object) -> Json:
    """A modal's or Home's content, each block with a block_id."""
    if not isinstance(value, dict):
        raise refused("invalid_arguments", ["[ERROR] must provide an object [json-pointer:/view]"])
    return value | {"blocks": [named(block) for block in value["blocks"]]}


def named(block: Json) -> Json:
    return block if block.get("block_id") else block | {"block_id": uuid.uuid4().hex[:5]}
