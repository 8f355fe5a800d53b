"""The message shortcut *Save as win*: works wherever the person can read, also where the bot is not."""

from collections.abc import Mapping
from typing import Any

from bot import ids
from bot.domain import evidence as rules
from bot.domain import messages, win_form
from bot.domain.evidence import Captured
from bot.domain.outcomes import Refused
from bot.domain.win_form import Form, Opened
from bot.services import evidence
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import win_modal


def register(routes: Routes) -> None:
    routes.shortcut(ids.SHORTCUT_SAVE_AS_WIN, on_save_as_win)


async def on_save_as_win(call: Call) -> Reply:
    """Opens the modal with the message in it; for a message saved before, the win that it is in."""
    message = _message(call.body)
    if not message.exists:
        raise Refused("not_found")
    prepared = await call.parts.db.read(evidence.prepare, call.actor, message, call.now)
    if (win := prepared.win) is not None:
        await call.open_modal(win_modal.modal(win_form.of_win(win), Opened(win.id, win.version), win))
        return None
    form = Form(title=rules.title_of(message.snapshot), happened_on=prepared.written_on.isoformat())
    await call.open_modal(win_modal.modal(form, Opened(message=message)))
    return None


def _message(body: Mapping[str, Any]) -> Captured:
    """Of a payload that lacks something, the message does not exist."""
    channel, message = body.get("channel"), body.get("message")
    channel = channel if isinstance(channel, Mapping) else {}
    message = message if isinstance(message, Mapping) else {}
    text = messages.text_of(message)
    return Captured(
        channel=str(channel.get("id") or ""),
        ts=str(message.get("ts") or ""),
        thread_ts=str(message.get("thread_ts") or ""),
        author=str(message.get("user") or ""),
        snapshot=text[: rules.MAX_SNAPSHOT],
        whole=len(text) <= rules.MAX_SNAPSHOT,
    )
