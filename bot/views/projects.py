"""Projects, and the loop that they are part of, in words and windows; it decides nothing."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot import ids
from bot.domain import projects as rules
from bot.domain.conversation_form import read_day
from bot.domain.home import WinRow
from bot.domain.loops import Loop
from bot.domain.merges import Brief
from bot.domain.projects import Form, Project
from bot.domain.stakeholders import Stakeholder
from bot.views import confidence, kit, text, wins

SHOWN = 15  # projects in the list
WINS = "wins"  # the field that names several wins


def name(project: Project, limit: int = 200) -> str:
    return wins.people_shown(text.esc_cut(project.name, limit))


def plain(project: Project) -> str:
    return text.cut(project.name, 60)


# The list


def message(
    projects: Sequence[Project],
    people: Mapping[int, Stakeholder],
    loop: Loop | None,
    today: date,
    offset: int = 0,
    above: Sequence[kit.Block] = (),
) -> kit.Block:
    """`people` are who gave them and whom the loop names, by id."""
    start = min(offset, max(len(projects) - 1, 0)) // SHOWN * SHOWN
    shown = projects[start : start + SHOWN]
    said = text.plural(len(projects), "project") if projects else "No project yet."
    blocks = [*above, kit.section(f"*Projects*\n{said}"), *loop_blocks(loop, people, today)]
    if not projects:
        blocks.append(kit.context("A project is what wins belong to: an assignment that you asked for, or any other."))
    for each in shown:
        open_ = kit.button("Open", ids.PROJECT_OPEN, str(each.id), accessibility_label=f"Open {plain(each)}")
        giver = people.get(each.stakeholder_id or 0)
        blocks.append(kit.section(f"{text.bold(name(each))}\n{facts(each, giver, today)}", open_))
    if len(shown) < len(projects):
        blocks.append(kit.context(f"{start + 1:,} to {start + len(shown):,} of {len(projects):,}"))
    turning = _turning(ids.PROJECT_PAGES, "", start, len(shown), len(projects), SHOWN)
    blocks.append(kit.actions(*turning, kit.button("New project", ids.PROJECT_NEW)))
    return kit.message(f"Projects: {said}", blocks)


def facts(project: Project, giver: Stakeholder | None, today: date) -> str:
    """`since Tue 3 Mar · given by Rui · 4 wins`."""
    began = text.day(project.began_on, today)
    if project.ended_on is None:
        span = f"{'since' if project.began_on <= today else 'from'} {began}"
    else:
        span = f"{began} to {text.day(project.ended_on, today)}"
    parts = [span, *([f"given by {text.person(giver)}"] if giver else [])]
    return " · ".join([*parts, text.plural(project.wins, "win")])


def _turning(pages: tuple[str, str], value: str, start: int, shown: int, total: int, size: int) -> list[kit.Block]:
    back, on = pages
    return [
        *([kit.button("Back", back, f"{value}{start - size}")] if start else []),
        *([kit.button("More", on, f"{value}{start + shown}")] if start + shown < total else []),
    ]


# The loop


def loop_blocks(loop: Loop | None, people: Mapping[int, Stakeholder], today: date) -> list[kit.Block]:
    if loop is None:
        return []
    lines = [f"*Since {_month(loop.since, today)}*: {asked(loop)}."]
    went = [
        f"of {text.person(people[each.stakeholder_id])} {confidence.words(each.change, today)}"
        for each in loop.confidence
        if each.stakeholder_id in people
    ]
    if went:
        lines.append(f"Confidence, of 5: {'; '.join(went)}.")
    return [kit.section("\n".join(lines))]


def asked(loop: Loop) -> str:
    """`3 asks, 1 given, 1 assignment, 4 wins from it`."""
    parts = [text.plural(loop.asks, "ask")]
    parts += [f"{loop.given:,} given"] if loop.given else []
    parts += [f"{loop.declined:,} declined"] if loop.declined else []
    if loop.assignments:
        it = "it" if loop.assignments == 1 else "them"
        won = text.plural(loop.wins, "win") if loop.wins else "no win yet"
        parts += [text.plural(loop.assignments, "assignment"), f"{won} from {it}"]
    return ", ".join(parts)


def _month(day: date, today: date) -> str:
    return confidence.MONTHS[day.month - 1] + (f" {day.year}" if day.year != today.year else "")


# One project


def window(
    project: Project,
    giver: Stakeholder | None,
    shown: Sequence[WinRow],
    today: date,
    *,
    offset: int = 0,
    page: int = 10,
    above: Sequence[kit.Block] = (),
) -> kit.Block:
    rows = [_win_row(project, win, today) for win in shown]
    if not rows:
        rows = [kit.context("No win belongs to it yet.")]
    elif len(shown) < project.wins:
        rows.append(kit.context(f"{offset + 1:,} to {offset + len(shown):,} of {project.wins:,}"))
    turning = _turning(ids.PROJECT_WIN_PAGES, f"{project.id}:", offset, len(shown), project.wins, page)
    blocks = [
        *above,
        kit.section(f"{text.bold(name(project, 2_000))}\n{facts(project, giver, today)}"),
        *rows,
        *([kit.actions(*turning)] if turning else []),
        kit.actions(*_buttons(project)),
    ]
    return kit.modal("", "Project", blocks, submit=None, close="Close")


def _win_row(project: Project, win: WinRow, today: date) -> kit.Block:
    said = [wins.title(win.title, 200), *(["Sample"] if win.sample else []), *(["private"] if win.private else [])]
    label = f"Take out {wins.plain_title(win.title)}"
    out = kit.button("Take out", ids.PROJECT_TAKE_OUT, f"{project.id}:{win.id}", accessibility_label=label)
    return kit.section(" · ".join([*said, text.day(win.happened_on, today)]), out)


def _buttons(project: Project) -> list[kit.Block]:
    value = str(project.id)
    over = ("Goes on", ids.PROJECT_GOES_ON) if project.ended_on else ("End", ids.PROJECT_END)
    sure = kit.confirm("Delete the project?", "Its wins stay. They belong to no project then.", "Delete")
    return [
        kit.button("Add wins", ids.PROJECT_ADD_WINS, value, style="primary"),
        kit.button("Rename", ids.PROJECT_EDIT, value, accessibility_label="Change its name and days"),
        kit.button(over[0], over[1], value),
        kit.button("Delete", ids.PROJECT_DELETE, value, style="danger", confirm=sure),
    ]


def deleted(project: Project) -> kit.Block:
    stay = f" {text.plural(project.wins, 'win')} stay, and belong to none." if project.wins else ""
    return kit.message(f"*Deleted*: {name(project)}.{stay}")


def make_button(followup_id: int, label: str = "") -> kit.Block:
    named = text.cut(f"Make it a project: {label}", 75)
    return kit.button("Make it a project", ids.PROJECT_MAKE, str(followup_id), accessibility_label=named)


def made(*, before: bool) -> kit.Block:
    """Above a project's window, after one press."""
    said = "This is a project already:" if before else "*It is a project now.* What you achieve in it can belong to it."
    return kit.section(said)


# Forms


def modal(form: Form, known: Project | None = None, above: Sequence[kit.Block] = ()) -> kit.Block:
    """`known` is None for a new one; `above` stands before the fields."""
    field = kit.text_input("name", form.name, max_length=rules.MAX_NAME, placeholder="Move to the new queue")
    blocks = [
        *above,
        kit.input("Name", field, "name"),
        kit.input("Since", kit.date_input("began_on", read_day(form.began_on)), "began_on"),
        kit.input("Ended", kit.date_input("ended_on", read_day(form.ended_on)), "ended_on", optional=True),
    ]
    title = "New project" if known is None else "Edit project"
    return kit.modal(ids.MODAL_PROJECT, title, blocks, private_metadata=rules.to_metadata(known) if known else "")


def changed_meanwhile(project: Project, giver: Stakeholder | None, today: date) -> list[kit.Block]:
    """Stands above the fields of a form whose project was changed while it was open."""
    return [
        kit.section("*Not saved yet*: this was changed somewhere else in the meantime. It reads now:"),
        kit.section(f">{name(project)} · {facts(project, giver, today)}"),
        kit.section("Below is what you typed. *Save* puts it in place of that."),
        kit.divider(),
    ]


def wins_modal(project: Project) -> kit.Block:
    """Several wins at once."""
    field = kit.external_input(ids.PROJECT_WINS, placeholder="Choose wins")
    hint = "The newest come first. Type some words to find others. A win belongs to one project at most."
    blocks = [kit.section(text.bold(name(project))), kit.input("Wins that belong to it", field, WINS, hint=hint)]
    metadata = rules.to_metadata(project)
    return kit.modal(ids.MODAL_PROJECT_WINS, "Add wins", blocks, submit="Add", private_metadata=metadata)


def offered(found: Sequence[Brief], today: date) -> kit.Block:
    """The answer to what was typed into that field."""
    options = [kit.option(wins.plain_title(win.title), str(win.id), text.day(win.happened_on, today)) for win in found]
    return {"options": options}


def of_win_modal(win_id: int, title: str, current: Project | None, projects: Sequence[Project]) -> kit.Block:
    """Which project a win belongs to."""
    none = kit.option("No project", "0")
    choices = [none, *(kit.option(text.cut(each.name, 75), str(each.id)) for each in projects)]
    chosen = str(current.id) if current else "0"
    new = kit.text_input("name", "", max_length=rules.MAX_NAME, placeholder="Move to the new queue")
    blocks = [
        kit.section(text.bold(wins.title(title))),
        kit.input("Belongs to", kit.select("Choose", "project", choices, chosen), "project", optional=True),
        kit.input("Or to a new project", new, "name", optional=True),
    ]
    return kit.modal(ids.MODAL_WIN_PROJECT, "Project", blocks, private_metadata=str(win_id))


def of_win_saved(title: str, current: Project | None) -> kit.Block:
    said = (
        f"{wins.title(title)} belongs to {text.bold(name(current))}."
        if current
        else (f"{wins.title(title)} belongs to no project.")
    )
    open_ = [kit.actions(kit.button("Open the project", ids.PROJECT_OPEN, str(current.id)))] if current else []
    return kit.modal("", "Saved", [kit.section(said), *open_], submit=None, close="Close")
