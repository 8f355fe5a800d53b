"""Merging wins in Slack: choosing the other one, seeing both, and taking it back."""

from bot import ids
from bot.domain import win_form
from bot.domain.outcomes import Refused
from bot.domain.win_form import Form
from bot.domain.wins import NewWin
from bot.services import merges
from bot.services import wins as win_services
from bot.slack import wins
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import errors, kit, win_modal
from bot.views import merges as views


def register(routes: Routes) -> None:
    routes.action(ids.WIN_MERGE, on_merge)
    routes.action(ids.MERGE_UNDO, wins.on_restore)
    routes.option(ids.MERGE_OTHER, on_option_other)
    routes.submission(ids.MODAL_MERGE_CHOOSE, on_submission_choose)
    routes.submission(ids.MODAL_MERGE, on_submission)


async def on_merge(call: Call) -> Reply:
    """Over the window in which it was pressed, so that what was typed there stays; with the other one named, at once
    to both.
    """
    win_id, _, other_id = call.value.partition(":")
    first, second = win_form.int_of(win_id), win_form.int_of(other_id)
    if second:
        reading = call.parts.db.read(merges.prepare, call.actor, first, second, call.now)
        await call.open_modal_when(reading, _of_pair)
    else:
        await call.open_modal_when(call.parts.db.read(merges.look_up, call.actor, first, call.now), _choice)
    return None


def _choice(opened: merges.Opened) -> kit.Block:
    win = opened.win
    if opened.into is not None:
        return views.merged_away_modal(win, opened.into)
    if win.deleted_at is not None:
        return errors.as_modal(errors.refused("merge_gone", {}))
    return views.choose_modal(win, opened.today, opened.like)


def _of_pair(pair: merges.Pair) -> kit.Block:
    return views.modal(pair.kept, pair.gone, win_form.of_win(pair.both), pair.today)


async def on_option_other(call: Call) -> Reply:
    win_id = win_form.int_of(call.metadata)
    found = await call.parts.db.read(merges.offer, call.actor, win_id, call.query, call.now)
    return views.offered(found.wins, found.today)


async def on_submission_choose(call: Call) -> Reply:
    other = call.state.get(ids.MERGE_OTHER)
    other_id = win_form.int_of(other) if isinstance(other, str) else 0
    win_id = win_form.int_of(call.metadata)
    try:
        return _of_pair(await call.parts.db.read(merges.prepare, call.actor, win_id, other_id, call.now))
    except Refused as problem:
        return errors.in_field(views.OTHER, problem.code, problem.parts)


async def on_submission(call: Call) -> Reply:
    """Turns into *Merged*; where either has changed meanwhile, both are shown anew, with what was typed."""
    form = wins.form_of(call.state)
    kept, kept_version, gone, gone_version = _numbers(call.metadata)
    today = await call.parts.db.read(win_services.see_today, call.actor, call.now)
    new = win_form.read(form, today)
    if not isinstance(new, NewWin):
        return win_modal.faults(new)
    versions = kept_version, gone_version
    try:
        done = await call.parts.db.write(merges.merge, call.actor, kept, gone, versions, new, call.key, call.now)
    except Refused as problem:
        if problem.code != "stale":
            raise
        return await _both_anew(call, kept, gone, form)
    call.refresh_home()
    return views.merged_modal(done.kept, done.gone, done.today)


async def _both_anew(call: Call, kept: int, gone: int, form: Form) -> Reply:
    pair = await call.parts.db.read(merges.prepare, call.actor, kept, gone, call.now)
    return views.modal(pair.kept, pair.gone, form, pair.today, stale=True)


def _numbers(metadata: str) -> tuple[int, int, int, int]:
    """Ids and versions as the modal carries them; nobody's where it carries something else."""
    found = [win_form.int_of(part) for part in metadata.split(":")]
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else (0, 0, 0, 0)
