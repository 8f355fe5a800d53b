"""A new workspace, and the story that gives it something to show."""

from typing import TYPE_CHECKING

from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.box import Box


async def reset(box: "Box", *, seed: bool) -> Json:
    """Begin anew: the app is asked to forget everything, then the story is told if wanted."""
    box.wipe()
    forgot = await box.clock.ask_for_reset() if box.clock.followed.is_set() else True
    box.state.touch(box.state.people)
    if not forgot:
        return {"ok": False, "error": "The workspace is new, but the app did not say that it forgot the old one."}
    return {"ok": True, "seeded": seed}
