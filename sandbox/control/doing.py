"""Control requests for what people do in their client; it may not hold rules itself."""

from typing import TYPE_CHECKING

from sandbox.acting import commands, forms, offers, presses, seen, talk
from sandbox.control.asking import Handler, reactor, text, who
from sandbox.state import Message, View
from sandbox.wire import ControlError, Json

if TYPE_CHECKING:
    from sandbox.box import Box


async def _command(box: "Box", sent: Json) -> Json:
    return await commands.run(box, who(box, sent), text(sent, "channel"), text(sent, "text"))


async def _message(box: "Box", sent: Json) -> Json:
    thread_ts = sent.get("thread_ts") or None
    return await talk.write(
        box, who(box, sent), text(sent, "channel"), text(sent, "text"), thread_ts, sent.get("blocks")
    )


async def _edit(box: "Box", sent: Json) -> Json:
    return await talk.edit(box, who(box, sent), text(sent, "channel"), text(sent, "ts"), text(sent, "text"))


async def _delete(box: "Box", sent: Json) -> Json:
    return await talk.delete(box, who(box, sent), text(sent, "channel"), text(sent, "ts"))


async def _react(box: "Box", sent: Json) -> Json:
    return await talk.react(box, reactor(box, sent), text(sent, "channel"), text(sent, "ts"), text(sent, "name"))


async def _unreact(box: "Box", sent: Json) -> Json:
    return await talk.unreact(box, reactor(box, sent), text(sent, "channel"), text(sent, "ts"), text(sent, "name"))


async def _bot_message(box: "Box", sent: Json) -> Json:
    return await talk.post_as_bot(
        box,
        text(sent, "bot"),
        text(sent, "channel"),
        str(sent.get("text") or ""),
        sent.get("blocks"),
        thread_ts=sent.get("thread_ts") or None,
        webhook=bool(sent.get("webhook", True)),
    )


async def _dm(box: "Box", sent: Json) -> Json:
    return talk.open_dm(box, who(box, sent), text(sent, "with"))


async def _shortcut(box: "Box", sent: Json) -> Json:
    return await presses.shortcut(box, who(box, sent), text(sent, "callback_id"), sent.get("channel"), sent.get("ts"))


async def _action(box: "Box", sent: Json) -> Json:
    user = who(box, sent)
    text(sent, "action_id")
    if sent.get("ts"):
        return await presses.press_in_message(box, user, (text(sent, "channel"), text(sent, "ts")), sent)
    if not sent.get("view_id") and not sent.get("home"):
        raise ControlError("An action needs channel and ts, or view_id, or home.")
    return await presses.press_in_view(box, presses.own_view(box, user, sent.get("view_id")), sent)


async def _options(box: "Box", sent: Json) -> Json:
    user, action_id = who(box, sent), text(sent, "action_id")
    if sent.get("ts"):
        holder: Message | View = seen.found_message(box, user, text(sent, "channel"), text(sent, "ts"))
    elif sent.get("view_id") or sent.get("home"):
        holder = presses.own_view(box, user, sent.get("view_id"))
    else:
        raise ControlError("Options need channel and ts, or view_id, or home.")
    return await offers.ask(box, user, holder, (action_id, sent.get("block_id")), str(sent.get("query") or ""))


async def _submit(box: "Box", sent: Json) -> Json:
    return await forms.submit(box, who(box, sent), text(sent, "view_id"), sent.get("values") or {})


async def _close(box: "Box", sent: Json) -> Json:
    return await forms.close(box, who(box, sent), text(sent, "view_id"))


async def _home(box: "Box", sent: Json) -> Json:
    tab = str(sent.get("tab") or "home")
    if tab not in {"home", "messages"}:
        raise ControlError(f"{tab!r} is none of home and messages.")
    return await presses.home(box, who(box, sent), tab)


HANDLERS: dict[str, Handler] = {
    "command": _command,
    "message": _message,
    "message/edit": _edit,
    "message/delete": _delete,
    "bot_message": _bot_message,
    "dm": _dm,
    "react": _react,
    "unreact": _unreact,
    "shortcut": _shortcut,
    "action": _action,
    "options": _options,
    "submit": _submit,
    "close": _close,
    "home": _home,
}
