"""Moving the workspace clock in steps of at most a day, each waited for until the app has done its tick."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox.acting import seen
from sandbox.state import Message
from sandbox.wire import ControlError, Json

if TYPE_CHECKING:
    from sandbox.box import Box

STEP = timedelta(days=1)
FARTHEST = timedelta(days=9)
WALK_FARTHEST = timedelta(days=800)
_STUCK = "The app did not report its tick in time; is it running, and does it follow the clock?"
_SOUGHT = {"digest": "vouch_digest", "nudge": "vouch_nudge"}


async def walk_by(box: "Box", user: str, seconds: float) -> Json:
    return await walk_to(box, user, box.clock.now() + timedelta(seconds=seconds))


async def walk_to(box: "Box", user: str, goal: datetime) -> Json:
    """Forward in steps; backward in one leap, for there is nothing to do on the way."""
    if goal - box.clock.now() > WALK_FARTHEST:
        raise ControlError("The clock walks at most 800 days at a time.")
    known = _known(box, user)
    while True:
        now = box.clock.now()
        last = goal - now <= STEP
        if not await _step(box, goal if last else now + STEP):
            return _answer(box, user, known) | {"ok": False, "error": _STUCK}
        if last:
            return _answer(box, user, known)


async def walk_to_next(box: "Box", user: str, what: str) -> Json:
    if what == "day":
        return await walk_to(box, user, _tomorrow(box, user))
    if what not in _SOUGHT:
        raise ControlError(f"{what!r} is none of digest, nudge and day.")
    known = _known(box, user)
    end = box.clock.now() + FARTHEST
    while box.clock.now() < end:
        if not await _step(box, _next_hour(box, user)):
            return _answer(box, user, known) | {"ok": False, "error": _STUCK}
        if any(_type_of(message) == _SOUGHT[what] for message in _new(box, user, known)):
            return _answer(box, user, known)
    return _answer(box, user, known) | {"ok": False, "error": f"No {what} came within nine days."}


async def _step(box: "Box", moment: datetime) -> bool:
    version = await box.clock.move_to(moment)
    box.state.touch(box.state.people)
    return await box.clock.wait_ticked(version)


def _next_hour(box: "Box", user: str) -> datetime:
    """The next full hour on the person's own clock, and one second."""
    local = box.clock.now().astimezone(_zone(box, user))
    return (local.astimezone(UTC) + timedelta(hours=1)) - timedelta(
        minutes=local.minute, seconds=local.second - 1, microseconds=local.microsecond
    )


def _tomorrow(box: "Box", user: str) -> datetime:
    """The same time on the person's next day, whatever the clocks do in between."""
    return box.clock.now().astimezone(_zone(box, user)) + timedelta(days=1)


def _zone(box: "Box", user: str) -> ZoneInfo:
    return ZoneInfo(box.state.person(user).tz or "UTC")


def _known(box: "Box", user: str) -> set[str]:
    return {message.ts for message in box.state.im(user).messages}


def _new(box: "Box", user: str, known: set[str]) -> list[Message]:
    return [message for message in box.state.im(user).messages if message.ts not in known and message.by_app]


def _type_of(message: Message) -> str:
    return str((message.metadata or {}).get("event_type", ""))


def _answer(box: "Box", user: str, known: set[str]) -> Json:
    messages = [seen.message(box, message) for message in _new(box, user, known)]
    return {"ok": True, "now": box.clock.now().isoformat(), "messages": messages}
