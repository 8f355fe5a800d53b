"""A draft as its windows show it, and what is asked once it was sent; values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.awareness import WinLine
from bot.domain.stakeholders import Stakeholder
from bot.domain.summaries.asked import Asked, Audience
from bot.domain.summaries.sentences import Summary


@dataclass(frozen=True, slots=True)
class Typed:
    """What the member made of a draft last; `asked` is that draft's, as a window carries it."""

    asked: str
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class Draft:
    """`summary` is None where nothing of the time asked for may be told. `person` is whom it is for, if they are one
    of the member's people; `known` are names of people in Slack, as far as they are known here. `typed` is kept of
    this draft or of another.
    """

    asked: Asked
    audience: Audience
    today: date
    summary: Summary | None
    person: Stakeholder | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    typed: Typed | None = None

    @property
    def user_id(self) -> str:
        """Whom it is for, if they are in Slack."""
        return self.asked.user_id or (self.person.user_id if self.person else "")


@dataclass(frozen=True, slots=True)
class ToSend:
    """What *I sent it* asks about: the wins that a draft told, whom it was for, and who may be chosen by name."""

    wins: tuple[WinLine, ...]
    person: Stakeholder | None
    outside: tuple[Stakeholder, ...]  # people who are not in Slack
