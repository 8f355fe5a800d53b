"""The one command for everything else: looks its first word up; and the answer to a plain DM."""

from bot.domain import lines
from bot.services import workspaces
from bot.slack.call import Call, Reply
from bot.slack.router import Handler, Routes
from bot.views import help as views


def register(routes: Routes) -> None:
    routes.word("help", on_word_help)
    routes.command("vouch", _dispatch(routes))
    routes.event("message", on_event_message)


def _dispatch(routes: Routes) -> Handler:
    async def on_command_vouch(call: Call) -> Reply:
        # `/vouch win …` is `/win …`: the same handler, so that the two can never differ.
        words = routes.words | {name: routes.commands[name] for name in ("win", "met")}
        typed, *rest = call.text.split(maxsplit=1) or [""]
        word = typed.strip(":!?.,/").casefold()
        if word in words:
            call.text = rest[0] if rest else ""
            return await words[word](call)
        if not typed:
            return await on_word_help(call)
        return views.unknown_message(lines.unescape(typed), lines.nearest(word, words), call.parts.commands)

    return on_command_vouch


async def on_word_help(call: Call) -> Reply:
    return views.help_message(call.parts.commands)


async def on_event_message(call: Call) -> Reply:
    """Answers what a person wrote to Vouch itself, once; never a bot, an edit, or Slack's own notices."""
    event = call.body.get("event") or {}
    by_person = event.get("user") and not event.get("bot_id") and not event.get("subtype")
    if event.get("channel_type") != "im" or not by_person:
        return None
    await call.parts.db.write(workspaces.note_event, call.actor, call.key, call.now)
    call.after(_help_in_dm, call, str(event.get("channel") or ""), str(event.get("thread_ts") or ""))
    return None


async def _help_in_dm(call: Call, channel: str, thread_ts: str) -> None:
    message = views.direct_message(call.parts.commands)
    await call.parts.messenger.post(call.actor, channel, message | ({"thread_ts": thread_ts} if thread_ts else {}))
