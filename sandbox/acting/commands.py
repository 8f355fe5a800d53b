"""Typing a slash command: delivering it, and showing what the app answers in its ack."""

from typing import TYPE_CHECKING, Any

from sandbox import composer, payloads, posting
from sandbox.acting import seen
from sandbox.state import Channel
from sandbox.web_api import chat
from sandbox.wire import Ack, ControlError, Json, SlackError

if TYPE_CHECKING:
    from sandbox.box import Box


async def run(box: "Box", user: str, channel_id: str, typed: str) -> Json:
    """Run one command line; a command is not for threads, and only what the manifest declares is one."""
    channel = seen.channel(box, user, channel_id)
    name, _, rest = typed.strip().partition(" ")
    declared = box.manifest.commands.get(name)
    if declared is None or not seen.has_app(box, user):
        sentence = f"{name} is not a valid command."
        box.state.notify(user, sentence)
        return {"ok": False, "error": sentence, "ack_ms": 0, "ephemerals": []}
    text = rest.strip()
    if declared.escaped:
        text = composer.encode(box.state, user, text, command=True)
    payload = payloads.command(box, user, channel, name, text)
    ack = await box.outbox.ask("slash_commands", payload, label="command", user=user)
    if not ack.ok:
        return failed(box, user, name, ack)
    return _show(box, user, channel, name, typed, ack)


def failed(box: "Box", user: str, name: str, ack: Ack) -> Json:
    code = "operation_timeout" if ack.error == "timeout" else "dispatch_failed"
    sentence = f'{name} failed with the error "{code}"'
    box.state.notify(user, sentence)
    return {"ok": False, "error": sentence, "ack_ms": ack.ms, "ephemerals": []}


def _show(box: "Box", user: str, channel: Channel, name: str, typed: str, ack: Ack) -> Json:
    answer: dict[str, Any] = ack.body if isinstance(ack.body, dict) else {}
    if not answer.get("text") and not answer.get("blocks"):
        return {"ok": True, "ack_ms": ack.ms, "ephemerals": []}
    try:
        text, content = chat.content_of(box, answer)
    except SlackError as error:
        return _unshown(box, user, name, ack, error)
    public = answer.get("response_type") == "in_channel"
    message = posting.by_app(box, channel, text, content, ephemeral_for=None if public else user)
    _link_origin(box, user, message.ts)
    shown = [] if public else [seen.message(box, message)]
    return {"ok": True, "ack_ms": ack.ms, "ephemerals": shown} | ({"typed": typed} if public else {})


def _unshown(box: "Box", user: str, name: str, ack: Ack, error: SlackError) -> Json:
    """Content that Slack refuses in an ack is seen by nobody; the app is not told either, only the log of calls is."""
    box.log_call("ack", {"body": ack.body}, error.code)
    sentence = f'{name} failed with the error "{error.code}"'
    box.state.notify(user, sentence)
    return {"ok": False, "error": sentence, "ack_ms": ack.ms, "ephemerals": []} | error.extra


def _link_origin(box: "Box", user: str, ts: str) -> None:
    """A command's response_url replaces what its ack showed."""
    key = box.outbox.last["command", user]["response_url"].rsplit("/", 1)[1]
    if key in box.response_urls:
        box.response_urls[key].origin = ts


def check_person(box: "Box", user: str) -> None:
    person = box.state.person(user)
    if person.bot or person.deleted:
        raise ControlError(f"{person.real_name} cannot sign in.")
