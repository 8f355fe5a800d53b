"""Timelines: the conversations with somebody, newest first, and those that were deleted and can be brought back."""

from dataclasses import dataclass
from datetime import date

from bot.domain.conversations import Conversation
from bot.domain.stakeholders import Stakeholder

PAGE = 8  # conversations, of Slack's 100 blocks


@dataclass(frozen=True, slots=True)
class Talk:
    """`people` are all who took part; of a deleted one also those who went with it. `told` are titles of wins that
    somebody knows by it.
    """

    conversation: Conversation
    people: tuple[Stakeholder, ...]
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of `total` conversations from `offset` on; `deleted` counts those that can be brought back."""

    person: Stakeholder
    talks: tuple[Talk, ...]
    offset: int
    total: int
    deleted: int
    today: date


@dataclass(frozen=True, slots=True)
class Deleted:
    """Conversations that can be brought back, the last deleted first; `person` is None where they are anybody's."""

    person: Stakeholder | None
    talks: tuple[Talk, ...]
    offset: int
    total: int
    today: date


def fitting(offset: int, total: int) -> int:
    """The page asked for, or the last one where the list has become shorter meanwhile."""
    last = max(total - 1, 0) // PAGE * PAGE
    return min(max(offset, 0) // PAGE * PAGE, last)
