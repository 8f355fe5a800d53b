"""Sending and closing modals, and doing what the app's ack asks for."""

from typing import TYPE_CHECKING, Any

from sandbox import inputs, payloads, screens
from sandbox.acting import presses
from sandbox.state import View
from sandbox.web_api import views
from sandbox.wire import Ack, ControlError, Json, SlackError

if TYPE_CHECKING:
    from sandbox.box import Box

TROUBLE = "We had some trouble connecting. Try again?"


async def submit(box: "Box", user: str, view_id: str, values: Json) -> Json:
    """Fill and send the top modal; what Slack's own client refuses is not sent."""
    view = _top(box, user, view_id)
    if view.content.get("submit") is None:
        raise ControlError("This modal has no button to send it.")
    presses.fill(box, view, values)
    errors = inputs.complaints(view.content["blocks"], view.values)
    if errors:
        return {"ok": False, "errors": errors, "ack_ms": 0}
    payload = payloads.submission(box, view)
    ack = await box.outbox.ask("interactive", payload, label="submission", user=user)
    if not ack.ok:
        return _trouble(box, user, ack)
    try:
        return {"ack_ms": ack.ms} | _obey(box, user, view, ack)
    except SlackError as error:
        box.log_call("ack", {"body": ack.body}, error.code)
        return _trouble(box, user, ack) | error.extra


async def close(box: "Box", user: str, view_id: str) -> Json:
    """Close the top modal; the app hears of it if it asked to."""
    view = _top(box, user, view_id)
    cleared = bool(view.content.get("clear_on_close"))
    if cleared:
        screens.clear(box, user)
    else:
        screens.close_top(box, user)
    if not view.content.get("notify_on_close"):
        return {"ok": True}
    ack = await box.outbox.ask("interactive", payloads.closed(box, view, cleared), label="closed", user=user)
    return {"ok": True, "acked": ack.ok}


def _obey(box: "Box", user: str, view: View, ack: Ack) -> Json:
    body: dict[str, Any] = ack.body if isinstance(ack.body, dict) else {}
    match body.get("response_action"):
        case None:
            screens.close_top(box, user)
        case "clear":
            screens.clear(box, user)
        case "errors":
            return {"ok": False, "errors": _errors(view, body)}
        case "update":
            shown = screens.update(box, view, views.modal(box, body.get("view")))
            return {"ok": True, "view": payloads.view_body(shown)}
        case "push":
            shown = screens.push_modal(box, user, views.modal(box, body.get("view")))
            return {"ok": True, "view": payloads.view_body(shown)}
        case _:
            raise SlackError("invalid_response_action")
    left = screens.modals(box, user)
    return {"ok": True, "closed": True} | ({"view": payloads.view_body(left[-1])} if left else {})


def _errors(view: View, body: Json) -> dict[str, str]:
    errors: dict[str, str] = body.get("errors") or {}
    known = {block["block_id"] for block in view.content["blocks"] if block["type"] == "input"}
    if not errors or not set(errors) <= known:
        raise SlackError("invalid_errors", messages=sorted(set(errors) - known))
    return errors


def _top(box: "Box", user: str, view_id: str) -> View:
    view = presses.own_view(box, user, view_id)
    if presses.modal_ids(box, user)[-1:] != [view.id]:
        raise ControlError("This modal is not on top.")
    return view


def _trouble(box: "Box", user: str, ack: Ack) -> Json:
    box.state.notify(user, TROUBLE)
    return {"ok": False, "error": TROUBLE, "ack_ms": ack.ms}
