"""Awareness: who knows which win, how and since when; and what a conversation about wins is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.stakeholders import Stakeholder
from bot.domain.win_detail import Knowing
from bot.domain.win_form import int_of
from bot.domain.wins import Category

AT_ONCE = 50  # wins told in one conversation
PAGE = 10  # rows of a list in a ledger's window
TO_TELL = 5  # people proposed in a win's window
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
class Known:
    """A win that somebody knows."""

    win: WinLine
    how: How
    since: date


@dataclass(frozen=True, slots=True)
class OfWin:
    """Who knows a win, the page from `offset` on of `total`, the latest first. `not_yet` are those of the `unaware`
    whose word counts most; nobody where it is not to be told: private, or a draft.
    """

    win: WinLine
    draft: bool
    today: date
    knowing: tuple[Knowing, ...]
    total: int
    offset: int
    unaware: int
    not_yet: tuple[Stakeholder, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the two lists of a person's window begin, and which untold wins are ticked. It travels in the window."""

    untold: int = 0
    known: int = 0
    ticked: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.untold}:{self.known}:{'-'.join(map(str, self.ticked))}"


@dataclass(frozen=True, slots=True)
class OfPerson:
    """Which wins somebody knows and which not, a page of each, the latest first. Wins that are not to be told, because
    they are private, are only counted.
    """

    stakeholder: Stakeholder
    today: date
    places: Places
    untold: tuple[WinLine, ...]
    untold_total: int
    known: tuple[Known, ...]
    known_total: int
    private: int


@dataclass(frozen=True, slots=True)
class Noted:
    """A change of one pair by hand, with all that its undo needs. `before` says that it stood like that already."""

    stakeholder: Stakeholder
    win: WinLine
    how: How = How.TOLD
    since: date = date.min
    noted_at: datetime | None = None
    before: bool = False


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


def places_of(written: str) -> Places:
    """What a window carries; the first pages for anything else."""
    untold, known, ticked = [*written.split(":"), "", "", ""][:3]
    numbers = (int_of(number) for number in ticked.split("-"))
    return Places(int_of(untold, 6), int_of(known, 6), tuple(number for number in numbers if number)[:AT_ONCE])


def page_at(offset: int, total: int) -> int:
    """Where the page begins that `offset` lies on; the last one where the list has become shorter."""
    return min(offset, max(total - 1, 0)) // PAGE * PAGE


def how_of(written: str) -> How | None:
    return next((how for how in How if how == written), None)
