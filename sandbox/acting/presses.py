"""Pressing buttons, choosing in selects, and calling shortcuts."""

import contextlib
from typing import TYPE_CHECKING, Any

from sandbox import inputs, payloads, screens
from sandbox.acting import seen
from sandbox.inputs import Found
from sandbox.state import Message, View
from sandbox.wire import Ack, ControlError, Json

if TYPE_CHECKING:
    from sandbox.box import Box

_TROUBLE = "This app did not respond. Try again, or contact whoever runs it."


async def shortcut(
    box: "Box", user: str, callback_id: str, channel_id: str | None = None, ts: str | None = None
) -> Json:
    declared = box.manifest.shortcuts.get(callback_id)
    if declared is None or not seen.has_app(box, user):
        raise ControlError(f"There is no shortcut {callback_id!r}.")
    if declared.kind == "message":
        if not channel_id or not ts:
            raise ControlError("A message shortcut needs a channel and a ts.")
        message = seen.found_message(box, user, channel_id, ts)
        if message.ephemeral_for is not None:
            raise ControlError("An ephemeral message has no shortcuts.")
        payload = payloads.message_shortcut(box, user, callback_id, box.state.channel(channel_id), message)
    else:
        payload = payloads.global_shortcut(box, user, callback_id)
    return _told(box, user, await ask(box, payload, "shortcut", user))


async def press_in_message(box: "Box", user: str, at: tuple[str, str], wanted: Json) -> Json:
    """`at` is (channel, ts); `wanted` has action_id, perhaps block_id and value."""
    message = seen.found_message(box, user, *at)
    found = inputs.find(message.blocks or [], wanted["action_id"], wanted.get("block_id"))
    action = _action(box, user, found, wanted.get("value"), message)
    return _told(box, user, await ask(box, payloads.message_action(box, user, message, action), "action", user))


async def press_in_view(box: "Box", view: View, wanted: Json) -> Json:
    """`wanted` may also carry `values` that were typed elsewhere in the view before the press."""
    fill(box, view, wanted.get("values") or {})
    found = _on_screen(view, wanted["action_id"], wanted.get("block_id"))
    if found.block["type"] == "input" and not found.block.get("dispatch_action"):
        raise ControlError("This input tells the app nothing before the form is sent.")
    action = _action(box, view.user, found, wanted.get("value"), view)
    return _told(box, view.user, await ask(box, payloads.view_action(box, view, action), "action", view.user))


def _on_screen(view: View, action_id: str, block_id: str | None) -> Found:
    """What was pressed; where the app has just replaced the view, the button that the person still saw."""
    try:
        return inputs.find(view.content["blocks"], action_id, block_id)
    except ControlError:
        for blocks in view.before:
            with contextlib.suppress(ControlError):  # an older one may have it; if none has, the first error is raised
                return inputs.find(blocks, action_id, block_id)
        raise


def own_view(box: "Box", user: str, view_id: str | None) -> View:
    """A view on this person's screen; without an id, their Home."""
    view = box.state.views.get(view_id) if view_id else box.state.homes.get(user)
    if view is None and view_id in {home.id for home in box.state.homes.values()}:
        view = box.state.homes.get(user)
    if view is None or view.user != user:
        raise ControlError("This view is not open.")
    return view


def fill(box: "Box", view: View, values: Json) -> None:
    """Enter simple values; a block_id of "*" finds the action_id wherever it is."""
    for block_id, actions in values.items():
        for action_id, value in actions.items():
            found = inputs.find(view.content["blocks"], action_id, block_id)
            if found.element["type"] not in inputs.STATE_OF:
                raise ControlError(f"{action_id!r} takes no value.")
            state = _entered(box, view.user, found, value, view)
            view.values.setdefault(found.block["block_id"], {})[action_id] = state


def _entered(box: "Box", user: str, found: Found, value: Any, holder: Message | View) -> Json:
    """The state after somebody enters a value; lists hold only whom and what they can see, and nobody deactivated."""
    state = inputs.entered(found, value, box.state, holder.offered.get(found.place, []))
    chosen = state[found.key] if isinstance(state[found.key], list) else [state[found.key]]
    shown: set[Any] = {None}
    if found.key in {"selected_user", "selected_users"}:
        shown |= {person.id for person in box.state.acquaintances(user) if not person.deleted}
    elif found.key.startswith(("selected_conversation", "selected_channel")):
        shown |= {key for key, channel in box.state.channels.items() if box.state.shows(channel, user)}
    else:
        return state
    if not set(chosen) <= shown:
        raise ControlError(f"{box.state.person(user).real_name} finds no {value} in this list.")
    return state


def _action(box: "Box", user: str, found: Found, value: Any, holder: Message | View) -> Json:
    element = found.element
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": found.block["block_id"],
        "action_ts": box.action_ts(),
    }
    if element["type"] not in inputs.STATE_OF:
        return action | {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    state = _entered(box, user, found, value, holder)
    most = element.get("max_selected_items")
    if most is not None and len(state[found.key]) > most:
        raise ControlError(f"At most {most} items can be chosen.")
    if element["type"] != "overflow":
        holder.values.setdefault(found.block["block_id"], {})[element["action_id"]] = state
    return action | state


async def ask(box: "Box", payload: Json, label: str, user: str) -> Ack:
    """Deliver an interaction, if the app takes any."""
    if not box.state.installed:
        raise ControlError("The app is not installed.")
    if not box.manifest.interactive:
        return Ack("not_interactive", None, 0)
    return await box.outbox.ask("interactive", payload, label=label, user=user)


def _told(box: "Box", user: str, ack: Ack) -> Json:
    if ack.ok:
        return {"ok": True, "ack_ms": ack.ms}
    box.state.notify(user, _TROUBLE)
    return {"ok": False, "error": _TROUBLE, "ack_ms": ack.ms}


async def home(box: "Box", user: str, tab: str = "home") -> Json:
    """Open the app's Home (or its messages tab); the app hears of it, and may publish."""
    channel = box.state.im(user)
    published = box.state.homes.get(user)
    inner: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": channel.id,
        "tab": tab,
        "event_ts": box.state.next_ts(box.clock.now()),
    }
    if published and tab == "home":
        inner["view"] = payloads.view_body(published)
    ack = await box.emit("app_home_opened", inner, user=user) if box.manifest.home_tab or tab == "messages" else None
    shown = box.state.homes.get(user)
    told = {} if ack is None else {"ack_ms": ack.ms, "acked": ack.ok}
    return {"ok": True, "view": payloads.view_body(shown) if shown else None} | told


def modal_ids(box: "Box", user: str) -> list[str]:
    return [view.id for view in screens.modals(box, user)]
