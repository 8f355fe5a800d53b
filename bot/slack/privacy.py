"""Privacy's listeners: what is stored, and the deletion of all of it after a typed word."""

from bot import ids
from bot.domain.outcomes import Refused
from bot.services import privacy
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import errors
from bot.views import privacy as views


def register(routes: Routes) -> None:
    routes.word("privacy", on_word_privacy)
    routes.word("delete-my-data", on_word_delete)
    routes.action(ids.PRIVACY_OPEN, on_action_privacy)
    routes.action(ids.PRIVACY_DELETE, on_action_delete)
    routes.submission(ids.MODAL_DELETE_DATA, on_submit_delete)


async def on_word_privacy(call: Call) -> Reply:
    return views.privacy_message(call.parts.commands)


async def on_action_privacy(call: Call) -> Reply:
    return views.privacy_modal(call.parts.commands)


async def on_word_delete(call: Call) -> Reply:
    await call.open_modal(views.delete_modal(privacy.WORD))
    return None


async def on_action_delete(_call: Call) -> Reply:
    return views.delete_modal(privacy.WORD)


async def on_submit_delete(call: Call) -> Reply:
    typed = call.state.get("confirmation")
    try:
        await call.parts.db.write(privacy.delete_data, call.actor, typed if isinstance(typed, str) else "")
    except Refused as problem:
        return errors.in_field("confirmation", problem.code, problem.parts)
    call.known.forget(call.actor)
    call.refresh_home()
    return views.deleted_modal()
