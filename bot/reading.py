"""Reading a captured message's text from Slack, with people by name: shared by what people press and the timetable."""

import asyncio

from bot.domain import evidence as rules
from bot.domain import messages
from bot.messenger import QUICK, Place, RateLimited, SlackProblem, SlackRefused
from bot.parts import Parts
from bot.services import evidence
from bot.store.evidence import Pending

MOST_NAMED = 10


async def read_message(parts: Parts, pending: Pending) -> bool:
    """Stores the text, or why there is none. Reading twice does no harm: the first outcome stays.

    False where Slack could not be asked, so that others need not be tried now.
    """
    try:
        message = await parts.messenger.message(pending, pending.channel_id, pending.ts)
    except SlackProblem as problem:
        wait = problem.retry_after if isinstance(problem, RateLimited) else 0.0
        await parts.db.write(evidence.note_failure, pending, str(problem), wait, parts.clock.now())
        return isinstance(problem, SlackRefused)
    said = (message.user, message.text, message.thread_ts, message.permalink)
    title = await with_names(parts, pending, rules.title_of(message.text))
    await parts.db.write(evidence.note_text, pending, *said, parts.clock.now(), title=title)
    return True


async def with_names(parts: Parts, place: Place, words: str) -> str:
    """For a field that a person types into, where Slack shows a mention as its token. Whom Slack does not name at once
    keeps it.
    """
    asked = messages.mentioned(words)[:MOST_NAMED]
    names = await asyncio.gather(*(_name_of(parts, place, user_id) for user_id in asked))
    return messages.named(words, dict(zip(asked, names, strict=True)))


async def _name_of(parts: Parts, place: Place, user_id: str) -> str:
    try:
        return (await parts.messenger.user(place, user_id, limit=QUICK / 2)).name
    except SlackProblem:
        return ""
