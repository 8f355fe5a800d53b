"""Web API: emoji.*."""

from typing import TYPE_CHECKING

from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.box import Box


async def list_emoji(box: "Box", _args: Json) -> Json:
    """The workspace's own emoji; those that every workspace has are not among them."""
    return {"emoji": dict(box.state.emoji), "cache_ts": f"{box.clock.now().timestamp():.6f}"}
