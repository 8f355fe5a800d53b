"""The overdue list as values: who is overdue or due, on which page, and who is next; it holds no words."""

from dataclasses import dataclass
from datetime import date

from bot.domain.stakeholder_coming import Coming
from bot.domain.stakeholders import Late

PAGE = 10  # people on a page
NEXT = 10  # of who is next, as many as the list names


@dataclass(frozen=True, slots=True)
class Overdue:
    """`late` are all the overdue and then the due, `coming` all who become so; only those whom the page beginning at
    `offset` shows have names. `total` counts all whom the member follows.
    """

    today: date
    total: int = 0
    late: tuple[Late, ...] = ()
    coming: tuple[Coming, ...] = ()
    offset: int = 0
