"""Measures as values: what is read of a number on a win, and where it stood."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

MAX_MEASURES = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """`before` and `after` for `a -> b`; `change` for a bare amount (`30%`, `$120k`, `+4 NPS`). Numbers are plain
    (120000 for `$120k`), the unit is `$`, `%`, `ms`, `NPS`…; direction is "up", "down" or "" (not said).
    """

    as_typed: str
    metric: str = ""
    unit: str = ""
    before: Decimal | None = None
    after: Decimal | None = None
    change: Decimal | None = None
    direction: str = ""


class Found(NamedTuple):
    measure: Measure
    start: int
    end: int
    edge: int  # behind it, and behind its metric where that follows: what comes is of the next measure
