"""The message shortcut *Save as win*: works wherever the person can read, also where the bot is not."""

from dataclasses import replace

from bot import ids, reading
from bot.domain import evidence as rules
from bot.domain import win_form
from bot.domain.outcomes import Refused
from bot.domain.win_form import Opened
from bot.services import evidence
from bot.slack import messages
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import kit, win_modal


def register(routes: Routes) -> None:
    routes.shortcut(ids.SHORTCUT_SAVE_AS_WIN, on_save_as_win)


async def on_save_as_win(call: Call) -> Reply:
    """Opens the modal with the message in it; for a message saved before, the win that it is in."""
    message = messages.captured(call.body)
    if not message.exists:
        raise Refused("not_found")

    async def prepare() -> tuple[evidence.Prepared, str]:
        prepared = await call.parts.db.read(evidence.prepare, call.actor, message, call.now)
        return prepared, await reading.with_names(call.parts, call.actor, rules.title_of(message.snapshot))

    def view(found: tuple[evidence.Prepared, str]) -> kit.Block:
        prepared, title = found
        if (win := prepared.win) is not None:
            above = win_modal.saved_before(win, prepared.since, prepared.today)
            return win_modal.modal(win_form.of_win(win), Opened(win.id, win.version), win, above=above)
        form = replace(win_form.of_message(message, prepared.written_on), title=title)
        return win_modal.modal(form, Opened(message=message))

    await call.open_modal_when(prepare(), view)
    return None
