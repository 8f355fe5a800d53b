"""Wins in Slack: the command, the modal and the buttons."""

from collections.abc import Mapping

from bot import ids
from bot.domain import win_form
from bot.domain import wins as rules
from bot.domain.edits import Outcome
from bot.domain.outcomes import Refused
from bot.domain.win_form import Form, Opened
from bot.domain.wins import NewWin
from bot.services import edits, merges, wins
from bot.slack import finding
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import confirmations, errors, kit, win_modal
from bot.views import fixes as fix_views
from bot.views import merges as merge_views
from bot.views import wins as views

UNREADABLE_LINES = {"empty", "title_missing", "too_long"}
CHANGED_MEANWHILE = {"stale", "merged_meanwhile", "deleted_meanwhile", "not_found"}


def register(routes: Routes) -> None:
    routes.command("win", on_command_win)
    routes.word("win", on_command_win)
    routes.action(ids.HOME_LOG_WIN, on_log_win)
    routes.shortcut(ids.SHORTCUT_NEW_WIN, on_log_win)
    routes.action(ids.WIN_EDIT, on_edit)
    routes.action(ids.WIN_COMPLETE, on_edit)
    routes.action(ids.WIN_UNDO, on_undo)
    routes.action(ids.WIN_UNEDIT, on_unedit)
    routes.action(ids.WIN_RESTORE, on_restore)
    routes.submission(ids.MODAL_WIN, on_submission)


async def on_command_win(call: Call) -> Reply:
    """A line is stored at once; nothing typed opens the modal."""
    if not call.text:
        return await on_log_win(call)
    if call.text.casefold() == "help":
        return views.help_asked(call.parts.commands["win"])
    actor = await call.owner()
    try:
        logged = await call.parts.db.write(wins.log_line, actor, call.text, call.key, call.now)
    except Refused as problem:
        if problem.code not in UNREADABLE_LINES:
            raise
        sentence = errors.sentence(problem.code, problem.parts)
        return views.usage(sentence, call.typed, call.parts.commands["win"])
    call.refresh_home()
    first = logged.member if logged.first else None
    today = logged.member.today(call.now)
    below = [*views.overlooked(rules.overlooked(call.text, logged.win, today), today), *_fixes(logged)]
    said = views.logged(logged.win, today, logged.news_to, first, below)
    return confirmations.short(said) if logged.member.silent and not logged.first else said


def _fixes(logged: wins.Logged) -> list[kit.Block]:
    """Other readings of a number that was guessed at, and a tag that was probably meant, one press away."""
    return fix_views.offered(logged.win, logged.member.locale, logged.meant)


async def on_log_win(call: Call) -> Reply:
    await call.open_modal_when(
        call.parts.db.read(wins.see_today, call.actor, call.now),
        lambda today: win_modal.modal(Form(happened_on=today.isoformat()), Opened()),
    )
    return None


async def on_edit(call: Call) -> Reply:
    number, _, where = call.value.partition(":")
    reading = call.parts.db.read(merges.look_up, call.actor, win_form.int_of(number), call.now)
    if call.view.get("type") == "modal":
        return await _window(call, edit_modal(await reading))
    finding.note_list(call, where)
    await call.open_modal_when(reading, edit_modal)
    return None


def edit_modal(opened: merges.Opened) -> kit.Block:
    """For a win that is not live any more: where it went, and the way back."""
    win = opened.win
    if opened.into is not None:
        return merge_views.merged_away_modal(win, opened.into)
    if win.deleted_at is not None:
        return errors.as_modal(views.undone(win, before=True), views.gone_title(win))
    return win_modal.modal(
        win_form.of_win(win),
        Opened(win.id, win.version),
        win,
        around=merge_views.around(win, opened.today, opened.gone, opened.like),
        buttons=[merge_views.merge_button(win)],
        edit_id=opened.edit_id,
    )


async def _window(call: Call, view: kit.Block) -> Reply:
    """Shows a window: in place of the one whose button was pressed, or over Home and messages."""
    if call.view.get("type") != "modal":
        return view
    # Without the view's hash: of two quick presses the second must not fail on what the first one has changed.
    await call.parts.messenger.update_view(call.actor, str(call.view.get("id") or ""), view)
    return None


async def on_submission(call: Call) -> Reply:
    """Turns into *Saved*; a field that cannot be read is shown in place; a stale edit shows both versions."""
    form = form_of(call.state)
    opened = win_form.from_metadata(call.metadata)
    today = await call.parts.db.read(wins.see_today, call.actor, call.now)
    new = win_form.read(form, today)
    if not isinstance(new, NewWin):
        return win_modal.faults(new)
    try:
        logged = await _store(call, opened, new)
    except Refused as problem:
        if not opened.win_id or problem.code not in CHANGED_MEANWHILE:
            raise
        return await _typed_again(call, problem.code, opened.win_id, form)
    call.refresh_home()
    if logged.member.silent and not logged.first:
        return None  # the window closes
    first = logged.member if logged.first else None
    return win_modal.saved_modal(logged.win, today, logged.news_to, first, _fixes(logged), edit_id=logged.edit_id)


async def _typed_again(call: Call, code: str, win_id: int, form: Form) -> Reply:
    """What was typed stays in the window, with what has become of the win meanwhile and what can be done now."""
    if code == "not_found":
        return win_modal.gone_modal(form)
    now = await call.parts.db.read(merges.look_up, call.actor, win_id, call.now)
    if now.into is not None:
        is_there = now.into.deleted_at is None
        return win_modal.merged_modal(form, now.into, now.today) if is_there else win_modal.gone_modal(form)
    if now.win.deleted_at is not None:
        return win_modal.deleted_modal(form, now.win)
    return win_modal.stale_modal(form, now.win, now.today)


async def _store(call: Call, opened: Opened, new: NewWin) -> wins.Logged:
    db = call.parts.db
    if opened.win_id:
        return await db.write(
            wins.save,
            call.actor,
            opened.win_id,
            opened.version,
            new,
            call.key,
            call.now,
            restoring=opened.restoring,
        )
    actor = await call.owner()
    return await db.write(wins.log_new, actor, new, opened.message, call.key, call.now)


def form_of(state: Mapping[str, str | list[str] | None]) -> Form:
    """Submitted values as typed; what is missing or of another kind counts as empty."""
    words = {name: value for name, value in state.items() if isinstance(value, str)}
    people, private, tags = state.get("witnesses"), state.get("private"), state.get(ids.TAGS)
    return Form(
        title=words.get("title", ""),
        impact=words.get("impact", ""),
        happened_on=words.get("happened_on", ""),
        category=words.get("category", ""),
        tags=tuple(tags) if isinstance(tags, list) else (),
        measure=words.get("measure", ""),
        links=words.get("links", ""),
        witnesses=tuple(people) if isinstance(people, list) else (),
        private=isinstance(private, list) and win_form.PRIVATE in private,
    )


async def on_undo(call: Call) -> Reply:
    """In a list of wins the list is shown anew; in a window or message the outcome takes its place."""
    number, _, where = call.value.partition(":")
    changed = await call.parts.db.write(wins.undo, call.actor, win_form.int_of(number), call.key, call.now)
    call.refresh_home()
    if changed.before:
        opened = await call.parts.db.read(merges.look_up, call.actor, changed.win.id, call.now)
        if opened.into is not None:
            return await _told(call, merge_views.merged_away(changed.win, opened.into), "Merged", where)
    if where:
        return await finding.list_again(call, where, [views.undone_row(changed.win, where, before=changed.before)])
    return await _told(call, views.undone(changed.win, before=changed.before), views.gone_title(changed.win))


async def on_unedit(call: Call) -> Reply:
    """The outcome takes the window's place; of a win that is gone, where it went."""
    number, _, edit_number = call.value.partition(":")
    win_id, edit_id = win_form.int_of(number), win_form.int_of(edit_number)
    done = await call.parts.db.write(edits.undo, call.actor, win_id, edit_id, call.key, call.now)
    if done.outcome is Outcome.GONE:
        return await _window(call, edit_modal(await call.parts.db.read(merges.look_up, call.actor, win_id, call.now)))
    call.refresh_home()
    return await _told(call, views.edit_undone(done.win, done.today, done.outcome), "Undo edit")


async def on_restore(call: Call) -> Reply:
    number, _, where = call.value.partition(":")
    try:
        done = await call.parts.db.write(merges.restore, call.actor, win_form.int_of(number), call.key, call.now)
    except Refused as problem:
        if where or problem.code not in {"restore_too_old", "not_found"}:
            raise
        return await _told(call, errors.refused("restore_too_old", {}), "Deleted")  # and the button goes
    call.refresh_home()
    if isinstance(done, merges.Unmerged):
        if where:
            return await finding.list_again(
                call, where, [merge_views.unmerged_row(done.kept, done.gone, exact=done.exact)]
            )
        return await _told(
            call, merge_views.unmerged(done.kept, done.gone, done.today, exact=done.exact), "Not merged any more"
        )
    return await _told(call, views.restored(done.win, done.today, before=done.before), "Restored", where)


async def _told(call: Call, message: kit.Block, title: str, where: str = "") -> Reply:
    """`where` is the place in a list from which it was done: the list is shown anew, with what was done above it."""
    if where:
        return await finding.list_again(call, where, [kit.section(message["text"])])
    return await _window(call, errors.as_modal(message, title)) if call.view else message
