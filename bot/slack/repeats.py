"""Submissions that come twice at once: each is answered with what the stored one was; it stores nothing itself."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.domain.members import Actor
from bot.domain.outcomes import Repeated
from bot.slack.call import Call, Reply

KEPT = 30.0  # seconds; Slack repeats within three, impatient people within a few more
PATIENCE = 0.5  # seconds that a repetition waits for the answer to the first

Handler = Callable[[Call], Awaitable[Reply]]


class Answers:
    """What was answered to the latest submissions, for those that turn out to be repetitions."""

    def __init__(self) -> None:
        self._given: dict[tuple[Actor, str], asyncio.Future[Reply]] = {}

    def once(self, handler: Handler) -> Handler:
        """`handler`, answering a repetition like the first; Repeated where this process has not answered that."""

        async def answer(call: Call) -> Reply:
            given = self._of(call)
            try:
                reply = await handler(call)
            except Repeated:
                done, _ = await asyncio.wait((given,), timeout=PATIENCE)
                if not done:
                    raise
                return given.result()
            if not given.done() and "errors" not in (reply or {}):
                given.set_result(reply)
            return reply

        return answer

    def _of(self, call: Call) -> "asyncio.Future[Reply]":
        key = (call.actor, call.key)
        if key not in self._given:
            loop = asyncio.get_running_loop()
            self._given[key] = loop.create_future()
            loop.call_later(KEPT, self._given.pop, key, None)
        return self._given[key]
