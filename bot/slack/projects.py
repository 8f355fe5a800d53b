"""Projects in Slack: the list with the loop, one project's window, its forms, and a win's choice of project."""

from collections.abc import Sequence
from typing import Any

from bot import ids
from bot.domain import projects as rules
from bot.domain.outcomes import Refused
from bot.domain.projects import Form
from bot.domain.win_form import int_of
from bot.services import conversations, projects
from bot.slack import stakeholders as people
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import errors, kit
from bot.views import projects as views


def register(routes: Routes) -> None:
    routes.word("projects", on_word_projects)
    routes.action(ids.PROJECTS_OPEN, on_open_list)
    routes.action(ids.PROJECT_OPEN, on_open)
    routes.action(ids.PROJECT_MAKE, on_make)
    routes.action(ids.PROJECT_NEW, on_new)
    routes.action(ids.PROJECT_EDIT, on_edit)
    routes.action(ids.PROJECT_END, on_end)
    routes.action(ids.PROJECT_GOES_ON, on_goes_on)
    routes.action(ids.PROJECT_DELETE, on_delete)
    routes.action(ids.PROJECT_ADD_WINS, on_add_wins)
    routes.action(ids.PROJECT_TAKE_OUT, on_take_out)
    routes.action(ids.WIN_PROJECT, on_of_win)
    for turning in ids.PROJECT_PAGES:
        routes.action(turning, on_page)
    for turning in ids.PROJECT_WIN_PAGES:
        routes.action(turning, on_page_of_wins)
    routes.option(ids.PROJECT_WINS, on_option_wins)
    routes.submission(ids.MODAL_PROJECT, on_submission)
    routes.submission(ids.MODAL_PROJECT_WINS, on_submission_wins)
    routes.submission(ids.MODAL_WIN_PROJECT, on_submission_of_win)


# The list


async def on_word_projects(call: Call) -> Reply:
    return await _list(call, 0)


async def _list(call: Call, offset: int) -> dict[str, Any]:
    return _listed(await call.parts.db.read(projects.see_all, call.actor, call.now), offset)


def _listed(found: projects.All, offset: int = 0) -> dict[str, Any]:
    return views.message(found.projects, found.people, found.loop, found.today, offset)


async def on_open_list(call: Call) -> Reply:
    read = call.parts.db.read(projects.see_all, call.actor, call.now)
    await call.open_modal_when(read, lambda found: errors.as_modal(_listed(found), "Projects"))
    return None


async def on_page(call: Call) -> Reply:
    return await people.shown(call, await _list(call, int_of(call.value, 6)), "Projects")


# One project


def _window(found: projects.Opened, above: Sequence[kit.Block] = ()) -> dict[str, Any]:
    return views.window(
        found.project, found.giver, found.wins, found.today, offset=found.offset, page=projects.PAGE, above=above
    )


async def on_open(call: Call) -> Reply:
    read = call.parts.db.read(projects.see, call.actor, int_of(call.value), 0, call.now)
    await call.open_modal_when(read, _window)
    return None


async def _instead(call: Call, found: projects.Opened, above: Sequence[kit.Block] = ()) -> Reply:
    """The project's window as it is now."""
    call.refresh_home()
    if call.view.get("type") == "modal":
        await call.update_modal(_window(found, above))
        return None
    return _window(found, above)


async def on_page_of_wins(call: Call) -> Reply:
    number, _, offset = call.value.partition(":")
    read = call.parts.db.read(projects.see, call.actor, int_of(number), int_of(offset, 6), call.now)
    return await _instead(call, await read)


async def on_make(call: Call) -> Reply:
    """Of an opportunity that was given."""
    made = await call.parts.db.write(projects.make_of, call.actor, int_of(call.value), call.key, call.now)
    call.refresh_home()
    return _window(made, [views.made(before=made.before)])


async def on_end(call: Call) -> Reply:
    return await _end(call, over=True)


async def on_goes_on(call: Call) -> Reply:
    return await _end(call, over=False)


async def _end(call: Call, *, over: bool) -> Reply:
    number = int_of(call.value)
    return await _instead(
        call, await call.parts.db.write(projects.end, call.actor, number, call.key, call.now, over=over)
    )


async def on_delete(call: Call) -> Reply:
    gone = await call.parts.db.write(projects.delete, call.actor, int_of(call.value), call.key, call.now)
    call.refresh_home()
    return await people.shown(call, views.deleted(gone), "Deleted")


async def on_take_out(call: Call) -> Reply:
    number, _, win = call.value.partition(":")
    take = projects.take_out
    return await _instead(
        call, await call.parts.db.write(take, call.actor, int_of(number), int_of(win), call.key, call.now)
    )


# Forms


async def on_new(call: Call) -> Reply:
    await call.open_modal_when(
        call.parts.db.read(conversations.see_today, call.actor, call.now),
        lambda today: views.modal(Form(began_on=today.isoformat())),
    )
    return None


async def on_edit(call: Call) -> Reply:
    read = call.parts.db.read(projects.see, call.actor, int_of(call.value), 0, call.now)
    await call.open_modal_when(read, lambda found: views.modal(rules.of_project(found.project), found.project))
    return None


async def on_submission(call: Call) -> Reply:
    """Turns into the project's window; a stale edit shows both versions."""
    form, (number, version) = rules.of_values(call.state), rules.from_metadata(call.metadata)
    new = rules.read(form)
    if isinstance(new, dict):
        return people.field_errors(new)
    write = call.parts.db.write
    try:
        if number:
            stored = await write(projects.change, call.actor, number, version, new, call.key, call.now)
        else:
            stored = await write(projects.make, await call.owner(), new, call.key, call.now)
    except Refused as problem:
        if "field" in problem.parts:
            return people.field_errors({str(problem.parts["field"]): problem.code}, problem.parts)
        if problem.code == "stale":
            return await _stale(call, number, form)
        raise
    call.refresh_home()
    return _window(stored)


async def _stale(call: Call, number: int, form: Form) -> Reply:
    now = await call.parts.db.read(projects.see, call.actor, number, 0, call.now)
    return views.modal(form, now.project, views.changed_meanwhile(now.project, now.giver, now.today))


async def on_add_wins(call: Call) -> Reply:
    read = call.parts.db.read(projects.see, call.actor, int_of(call.value), 0, call.now)
    await call.open_modal_when(read, lambda found: views.wins_modal(found.project))
    return None


async def on_option_wins(call: Call) -> Reply:
    found, today = await call.parts.db.read(projects.offer_wins, call.actor, call.query, call.now)
    return views.offered(found, today)


async def on_submission_wins(call: Call) -> Reply:
    chosen = call.state.get(ids.PROJECT_WINS)
    win_ids = [number for each in chosen if (number := int_of(each))] if isinstance(chosen, list) else []
    project_id, _ = rules.from_metadata(call.metadata)
    try:
        stored = await call.parts.db.write(projects.add_wins, call.actor, project_id, win_ids, call.key, call.now)
    except Refused as problem:
        if "field" not in problem.parts:
            raise
        return people.field_errors({str(problem.parts["field"]): problem.code}, problem.parts)
    call.refresh_home()
    return _window(stored)


# A win's choice


async def on_of_win(call: Call) -> Reply:
    read = call.parts.db.read(projects.see_of_win, call.actor, int_of(call.value), call.now)
    await call.open_modal_when(
        read, lambda found: views.of_win_modal(found.win_id, found.title, found.project, found.all)
    )
    return None


async def on_submission_of_win(call: Call) -> Reply:
    chosen, typed = call.state.get("project"), call.state.get("name")
    number = int_of(chosen) if isinstance(chosen, str) else 0
    name = typed if isinstance(typed, str) else ""
    assign, win_id = projects.assign, int_of(call.metadata)
    try:
        stored = await call.parts.db.write(assign, call.actor, win_id, number, name, call.key, call.now)
    except Refused as problem:
        if "field" not in problem.parts:
            raise
        return people.field_errors({str(problem.parts["field"]): problem.code}, problem.parts)
    call.refresh_home()
    return views.of_win_saved(stored.title, stored.project)
