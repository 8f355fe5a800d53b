"""Everything of one person that their card shows, as values; it holds no words."""

from dataclasses import dataclass
from datetime import date

from bot.domain.confidence import Rating
from bot.domain.followups import FollowUp
from bot.domain.stakeholders import Stakeholder, Standing

TALKS = 3  # the latest, as many as the card lists


@dataclass(frozen=True, slots=True)
class Talk:
    happened_on: date
    kind: str
    topic: str


@dataclass(frozen=True, slots=True)
class Wins:
    """Kept ones: `known` to the person, and those that they do not know and may be told."""

    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Card:
    """`talks` are the latest of `talked`; `waiting` are promises and asks that are open; `ratings` how sure the member
    was after conversations, the last of each month.
    """

    stakeholder: Stakeholder
    standing: Standing
    today: date
    talks: tuple[Talk, ...]
    talked: int
    wins: Wins
    waiting: tuple[FollowUp, ...]
    ratings: tuple[Rating, ...] = ()
