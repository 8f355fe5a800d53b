"""Control requests beyond a person's client: clock, faults, raw deliveries, changes by administrators, reset."""

from datetime import datetime
from typing import TYPE_CHECKING

from sandbox import story
from sandbox.acting import administering, walking
from sandbox.control.asking import Handler, text, texts
from sandbox.faults import Fault
from sandbox.wire import ControlError, Json

if TYPE_CHECKING:
    from sandbox.box import Box

MOST_YEARS = 5
_KINDS = {"slash_commands", "interactive", "events_api"}


async def _clock(box: "Box", sent: Json) -> Json:
    user = str(sent.get("as") or "U0ADA")
    if sent.get("to"):
        return await walking.walk_to(box, user, _moment(str(sent["to"])))
    if sent.get("advance") is not None:
        return await walking.walk_by(box, user, float(sent["advance"]))
    return await walking.walk_to_next(box, user, text(sent, "to_next"))


async def _fault(box: "Box", sent: Json) -> Json:
    known = {"method", "times", "error", "status", "delay", "retry_after", "lose", "team"}
    if not set(sent) <= known:
        raise ControlError(f"A fault has no {', '.join(sorted(set(sent) - known))}.")
    text(sent, "method")
    box.faults.add(Fault(**sent))
    return {"ok": True}


async def _limit(box: "Box", sent: Json) -> Json:
    calls, seconds = sent.get("calls"), sent.get("seconds")
    if not isinstance(calls, int) or not isinstance(seconds, int | float) or calls < 1 or seconds <= 0:
        raise ControlError("A limit is a number of calls within a number of seconds.")
    box.faults.limit(text(sent, "method"), calls, seconds)
    return {"ok": True}


async def _clear_faults(box: "Box", _sent: Json) -> Json:
    box.faults.clear()
    return {"ok": True}


async def _inject(box: "Box", sent: Json) -> Json:
    """Deliver a payload as it is; with signed HTTP, `headers` replace the right ones."""
    kind = text(sent, "type")
    if kind not in _KINDS or not isinstance(sent.get("payload"), dict):
        raise ControlError("An injected delivery needs a type and a payload.")
    headers = {name.lower(): str(value) for name, value in (sent.get("headers") or {}).items()}
    number, reason = headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason", "")
    retry = (int(number), reason) if number else None
    ack = await box.outbox.send(kind, sent["payload"], retry=retry, headers=headers, injected=True)
    return {"ok": ack.ok, "status": ack.error or "acked", "ack": ack.body, "ack_ms": ack.ms}


async def _last(box: "Box", sent: Json) -> Json:
    found = box.outbox.last.get((text(sent, "kind"), str(sent.get("as") or "")))
    if found is None:
        raise ControlError(f"No {sent['kind']} has been sent.")
    return {"ok": True, "payload": found}


async def _user(box: "Box", sent: Json) -> Json:
    return await administering.change_person(box, text(sent, "id"), sent)


async def _channel(box: "Box", sent: Json) -> Json:
    return await administering.place_bot(box, text(sent, "id"), bool(sent.get("bot_in")))


async def _emoji(box: "Box", sent: Json) -> Json:
    value = sent.get("value")
    return await administering.change_emoji(box, text(sent, "name"), None if value is None else str(value))


async def _scopes(box: "Box", sent: Json) -> Json:
    return administering.withhold_scopes(box, texts(sent, "without"))


async def _refuse_blocks(box: "Box", sent: Json) -> Json:
    return administering.refuse_blocks(box, text(sent, "surface"), texts(sent, "types"))


async def _uninstall(box: "Box", _sent: Json) -> Json:
    return await administering.uninstall(box)


async def _disconnect(box: "Box", sent: Json) -> Json:
    await box.hub.disconnect(str(sent.get("reason") or "refresh_requested"))
    return {"ok": True}


async def _reset(box: "Box", sent: Json) -> Json:
    years = float(sent.get("years") or 0)
    if not 0 <= years <= MOST_YEARS:
        raise ControlError(f"No more than {MOST_YEARS} years are told.")
    return await story.reset(box, seed=bool(sent.get("seed")), years=years)


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise ControlError(f"{written!r} is not an ISO time.") from None
    if moment.tzinfo is None:
        raise ControlError("A time needs its offset, such as +00:00.")
    return moment


HANDLERS: dict[str, Handler] = {
    "clock": _clock,
    "fault": _fault,
    "fault/clear": _clear_faults,
    "limit": _limit,
    "inject": _inject,
    "last": _last,
    "user": _user,
    "channel": _channel,
    "emoji": _emoji,
    "scopes": _scopes,
    "refuse_blocks": _refuse_blocks,
    "uninstall": _uninstall,
    "disconnect": _disconnect,
    "reset": _reset,
}
