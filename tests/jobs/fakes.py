"""A messenger that posts into a list, and fails as it is told to."""

from collections import deque
from collections.abc import Mapping
from typing import Any

from bot.messenger import Place, Posted, SlackProblem, SlackUser


class FakeMessenger:
    """`troubles` are raised by the next posts, in turn; None lets one through."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, Mapping[str, Any], Any]] = []
        self.troubles: deque[BaseException | None] = deque()
        self.turn_troubles: deque[BaseException | None] = deque()
        self.users: dict[str, SlackUser | SlackProblem] = {}
        self.asked: list[str] = []

    async def wait_for_turn(self, _place: Place, _channel: str) -> None:
        if self.turn_troubles and (trouble := self.turn_troubles.popleft()):
            raise trouble

    async def post(self, _place: Place, channel: str, message: Mapping[str, Any], *, metadata: Any = None) -> Posted:
        if self.troubles and (trouble := self.troubles.popleft()):
            raise trouble
        self.posted.append((channel, message, metadata))
        return Posted(f"D{channel}", f"{len(self.posted)}.0")

    async def user(self, _place: Place, user_id: str) -> SlackUser:
        self.asked.append(user_id)
        found = self.users[user_id]
        if isinstance(found, SlackProblem):
            raise found
        return found
