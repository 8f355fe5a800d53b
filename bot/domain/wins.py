"""Wins: what was achieved, with its evidence and measures; and the grammar of a `/win` line."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.evidence import Evidence
from bot.domain.measures import Measure


class Category(StrEnum):
    """The six KPI families of DESIGN §1; their names for people are in views."""

    PERFORMANCE = "performance"
    SKILL = "skill"
    PROJECT_IMPACT = "project_impact"
    LEADERSHIP = "leadership"
    CAREER = "career"
    INDUSTRY = "industry"


class WinState(StrEnum):
    DRAFT = "draft"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class NewWin:
    """A win as understood from a line or a modal, before it is stored."""

    title: str
    happened_on: date
    impact: str = ""
    category: Category | None = None
    tags: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()  # Slack user ids
    links: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Win:
    id: int
    state: WinState
    title: str
    happened_on: date
    source: str
    version: int
    created_at: datetime
    kept_at: datetime | None = None
    deleted_at: datetime | None = None
    impact: str = ""
    category: Category | None = None
    source_channel: str = ""
    source_ts: str = ""
    tags: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    known_by: tuple[int, ...] = field(default=())  # stakeholder ids
