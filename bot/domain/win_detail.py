"""Everything that is known of one win, as its window shows it."""

from dataclasses import dataclass
from datetime import date

from bot.domain.merges import Gone
from bot.domain.projects import Project
from bot.domain.stakeholders import Stakeholder
from bot.domain.wins import Win


@dataclass(frozen=True, slots=True)
class Knowing:
    """`how` somebody came to know of it: was_there, told, sent_draft, reacted."""

    stakeholder: Stakeholder
    since: date
    how: str


@dataclass(frozen=True, slots=True)
class WinDetail:
    """`to_tell` are those who should know and do not yet, `praised_by` Slack user ids; `gone` are wins merged into this
    one, `into` is the one that this was merged into. `zone` is the member's.
    """

    win: Win
    today: date
    zone: str
    knowing: tuple[Knowing, ...] = ()
    to_tell: tuple[Stakeholder, ...] = ()
    praised_by: tuple[str, ...] = ()
    gone: tuple[Gone, ...] = ()
    into: Win | None = None
    restorable: bool = False
    project: Project | None = None  # that it belongs to
