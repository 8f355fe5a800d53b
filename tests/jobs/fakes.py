"""A messenger that posts into a list, and fails as it is told to."""

from collections import deque
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.doubts import Seen
from bot.messenger import Place, Posted, SlackProblem, SlackUser


class FakeMessenger:
    """`troubles` are raised by the next posts, in turn; None lets one through."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, Mapping[str, Any], Any]] = []
        self.troubles: deque[BaseException | None] = deque()
        self.turn_troubles: deque[BaseException | None] = deque()
        self.users: dict[str, SlackUser | SlackProblem] = {}
        self.asked: list[str] = []
        self.histories: dict[str, list[Seen]] = {}
        self.identities: deque[dict[str, str] | SlackProblem] = deque()
        self.reading_troubles: deque[SlackProblem] = deque()

    async def wait_for_turn(self, _place: Place, _channel: str) -> None:
        if self.turn_troubles and (trouble := self.turn_troubles.popleft()):
            raise trouble

    async def post(self, _place: Place, channel: str, message: Mapping[str, Any], *, metadata: Any = None) -> Posted:
        if self.troubles and (trouble := self.troubles.popleft()):
            raise trouble
        self.posted.append((channel, message, metadata))
        self.histories.setdefault(f"D{channel}", []).append(
            Seen(f"{len(self.posted)}.0", metadata["event_payload"]["delivery"], bare=False)
        )
        return Posted(f"D{channel}", f"{len(self.posted)}.0")

    async def identity(self) -> dict[str, str]:
        answer = self.identities.popleft()
        if isinstance(answer, SlackProblem):
            raise answer
        return answer

    async def open_dm(self, _place: Place, user_id: str) -> str:
        return f"D{user_id}"

    async def history(self, _place: Place, channel: str, _since: datetime) -> tuple[list[Seen], bool]:
        if self.reading_troubles:
            raise self.reading_troubles.popleft()
        return self.histories.get(channel, []), True

    async def user(self, _place: Place, user_id: str) -> SlackUser:
        self.asked.append(user_id)
        found = self.users[user_id]
        if isinstance(found, SlackProblem):
            raise found
        return found
