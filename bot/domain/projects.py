"""Projects: what wins belong to, begun from an opportunity or by hand; and what was typed into a project's form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain import lines
from bot.domain.conversation_form import Values, read_day, said
from bot.domain.merges import Brief
from bot.domain.win_form import int_of
from bot.domain.wins import WinState

MAX_NAME = 150  # characters
OFFERED = 50  # wins that a choice shows
PROJECTS_LIMIT = 90  # a member's at one time: a win's choice of them holds no more


@dataclass(frozen=True, slots=True)
class Project:
    """`followup_id` is the opportunity it came from, `stakeholder_id` who gave it; `wins` are counted live and kept."""

    id: int
    name: str
    began_on: date
    ended_on: date | None = None
    followup_id: int | None = None
    stakeholder_id: int | None = None
    version: int = 1
    wins: int = 0

    @property
    def given(self) -> bool:
        """It was asked for, or given by somebody."""
        return self.followup_id is not None or self.stakeholder_id is not None


@dataclass(frozen=True, slots=True)
class Form:
    """The form's fields as they stand in it; days are ISO."""

    name: str = ""
    began_on: str = ""
    ended_on: str = ""


@dataclass(frozen=True, slots=True)
class NewProject:
    name: str
    began_on: date
    ended_on: date | None = None


def clean_name(name: str) -> str:
    """On one line, and no longer than it may be."""
    return " ".join(name.split())[:MAX_NAME].rstrip()


def name_of(opportunity: str) -> str:
    """“To lead the move” was asked for: “lead the move” it is called."""
    name = clean_name(opportunity)
    return name[3:] if name[:3].casefold() == "to " else name


def of_project(project: Project) -> Form:
    return Form(project.name, project.began_on.isoformat(), project.ended_on.isoformat() if project.ended_on else "")


def of_values(values: Values) -> Form:
    """Whatever a submission holds; what is missing or of another kind is empty."""
    return Form(**{name: said(values, name) for name in Form.__dataclass_fields__})


def read(form: Form) -> NewProject | dict[str, str]:
    """What was typed, or by field the code of what is wrong with it."""
    faults: dict[str, str] = {}
    name, began_on, ended_on = clean_name(form.name), read_day(form.began_on), read_day(form.ended_on)
    if not name:
        faults["name"] = "project_missing"
    if began_on is None:
        faults["began_on"] = "date_wrong"
    if form.ended_on and ended_on is None:
        faults["ended_on"] = "date_wrong"
    if began_on and ended_on and ended_on < began_on:
        faults["ended_on"] = "project_order"
    if faults or began_on is None:
        return faults
    return NewProject(name, began_on, ended_on)


def arrange(projects: list[Project]) -> list[Project]:
    """Those that go on first, the latest begun first."""
    return sorted(projects, key=lambda each: (each.ended_on is not None, -each.began_on.toordinal(), -each.id))


def offers(wins: Sequence[Brief], query: str) -> tuple[Brief, ...]:
    """Kept wins that hold all words of the query, the newest first, as many as a choice shows."""
    wanted = lines.fold(query).split()
    found = [
        win
        for win in wins
        if win.state is WinState.KEPT and not win.sample and all(word in lines.fold(win.title) for word in wanted)
    ]
    found.sort(key=lambda win: (win.happened_on, win.id), reverse=True)
    return tuple(found[:OFFERED])


def to_metadata(project: Project) -> str:
    return f"{project.id}:{project.version}"


def from_metadata(written: str) -> tuple[int, int]:
    """The id and the version that a form was opened for; zeros for a new one."""
    number, _, version = written.partition(":")
    return int_of(number), int_of(version, 9)
