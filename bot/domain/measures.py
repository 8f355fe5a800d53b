"""Measures: a number on a win, read from text."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Measure:
    """`before` and `after` for `a -> b`; `change` for a bare amount (`30%`, `$120k`, `+4 NPS`). Numbers are plain
    (120000 for `$120k`), the unit is `$`, `%`, `ms`, `NPS`…; direction is "up", "down" or "" (not said)."""

    as_typed: str
    metric: str = ""
    unit: str = ""
    before: Decimal | None = None
    after: Decimal | None = None
    change: Decimal | None = None
    direction: str = ""
