"""The one command for everything else: looks its first word up."""

from bot.domain import lines
from bot.slack.call import Call, Reply
from bot.slack.router import Handler, Routes
from bot.views import help as views


def register(routes: Routes) -> None:
    routes.word("help", on_word_help)
    routes.command("vouch", _dispatch(routes))


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
        line = call.typed if rest else ""
        return views.unknown_message(lines.unescape(typed), lines.nearest(word, words), call.parts.commands, line)

    return on_command_vouch


async def on_word_help(call: Call) -> Reply:
    return views.help_message(call.parts.commands)
