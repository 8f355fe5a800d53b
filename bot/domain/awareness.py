"""Awareness: who knows which win, how and since when; and what a conversation about wins is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.stakeholders import Stakeholder
from bot.domain.wins import Category

AT_ONCE = 50  # wins told in one conversation
TOPIC_LIMIT = 1000
_TITLE_LIMIT = 300  # of one win in the topic of several


class How(StrEnum):
    """In what way somebody came to know of a win."""

    WAS_THERE = "was_there"
    TOLD = "told"
    SENT_DRAFT = "sent_draft"
    REACTED = "reacted"


@dataclass(frozen=True, slots=True)
class WinLine:
    """As much of a win as a line of the ledger shows."""

    id: int
    title: str
    happened_on: date
    category: Category | None = None
    private: bool = False
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """`news` were told in the conversation of that id; `known` were known before. Without news nothing was added, and
    the id is 0.
    """

    stakeholder: Stakeholder
    today: date
    news: tuple[WinLine, ...] = ()
    known: tuple[WinLine, ...] = ()
    conversation_id: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """To how many of the wins that were sent each person was new, by their id; `at` names what an undo takes back."""

    people: tuple[Stakeholder, ...]
    news: Mapping[int, int]
    at: datetime


def topic(titles: Sequence[str]) -> str:
    """What a conversation was about in which these wins were told."""
    said = titles[0] if len(titles) == 1 else "; ".join(_short(title) for title in titles)
    return said if len(said) <= TOPIC_LIMIT else f"{said[: TOPIC_LIMIT - 1]}…"


def _short(title: str) -> str:
    return title if len(title) <= _TITLE_LIMIT else f"{title[: _TITLE_LIMIT - 1]}…"
