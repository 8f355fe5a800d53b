"""Reading a captured message's text from Slack: shared by the task that follows a capture and by the timetable."""

from bot.messenger import RateLimited, SlackProblem, SlackRefused
from bot.parts import Parts
from bot.services import evidence
from bot.store.evidence import Pending


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
    await parts.db.write(evidence.note_text, pending, *said, parts.clock.now())
    return True
