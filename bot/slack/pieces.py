"""A win's evidence in Slack: the modal that shows, adds, removes and puts back."""

from collections.abc import Mapping, Sequence

from bot import ids
from bot.domain import pieces as rules
from bot.domain import win_form
from bot.domain.outcomes import Refused
from bot.domain.pieces import Form
from bot.services import pieces
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import errors, kit, piece_modal


def register(routes: Routes) -> None:
    routes.action(ids.WIN_EVIDENCE, on_open)
    routes.action(ids.EVIDENCE_REMOVE, on_remove)
    routes.action(ids.EVIDENCE_PUT_BACK, on_put_back)
    for turning in ids.EVIDENCE_PAGES:
        routes.action(turning, on_page)
    routes.submission(ids.MODAL_EVIDENCE, on_submission)


async def on_open(call: Call) -> Reply:
    """Over whatever it was pressed in, a window too: what is under it is there again when it is closed."""
    await call.open_modal_when(call.parts.db.read(pieces.see, call.actor, win_form.int_of(call.value)), _view)
    return None


def _view(shown: pieces.Shown) -> kit.Block:
    return piece_modal.modal(shown.win, shown.removed)


async def on_page(call: Call) -> Reply:
    opened = rules.from_metadata(call.metadata)
    shown = await call.parts.db.read(pieces.see, call.actor, opened.win_id)
    offset = win_form.int_of(call.value, 6)
    return await _shown_anew(call, piece_modal.modal(shown.win, shown.removed, form_of(call.state), offset=offset))


async def on_remove(call: Call) -> Reply:
    piece_id = win_form.int_of(call.value)
    changed = await call.parts.db.write(pieces.remove, call.actor, piece_id, call.key, call.now)
    return await _changed(call, changed, piece_modal.taken_off(changed.piece, before=changed.before))


async def on_put_back(call: Call) -> Reply:
    piece_id = win_form.int_of(call.value)
    changed = await call.parts.db.write(pieces.put_back, call.actor, piece_id, call.key, call.now)
    return await _changed(call, changed, piece_modal.put_back(changed.piece, before=changed.before))


async def _changed(call: Call, changed: pieces.Changed, above: Sequence[kit.Block]) -> Reply:
    """What was typed meanwhile stays in its fields."""
    call.refresh_home()
    offset = rules.from_metadata(call.metadata).offset
    shown, form = changed.shown, form_of(call.state)
    return await _shown_anew(call, piece_modal.modal(shown.win, shown.removed, form, offset=offset, above=above))


async def _shown_anew(call: Call, view: kit.Block) -> Reply:
    # Without the view's hash: of two quick presses the second must not fail on what the first one has changed.
    await call.parts.messenger.update_view(call.actor, str(call.view.get("id") or ""), view)
    return None


async def on_submission(call: Call) -> Reply:
    """Stays open with what was added; a field that cannot be read is shown in place, a stale win as it is now."""
    form = form_of(call.state)
    opened = rules.from_metadata(call.metadata)
    shown = await call.parts.db.read(pieces.see, call.actor, opened.win_id)
    found = rules.read(form, shown.win.evidence, shown.workspace_url)
    if not isinstance(found, tuple):
        return _faults(found, opened.version)
    try:
        shown = await call.parts.db.write(
            pieces.add, call.actor, opened.win_id, opened.version, found, call.key, call.now
        )
    except Refused as problem:
        if problem.code != "stale":
            raise
        return piece_modal.modal(shown.win, shown.removed, form, offset=opened.offset, above=piece_modal.stale())
    call.refresh_home()
    last = len(shown.win.evidence) - 1
    return piece_modal.modal(shown.win, shown.removed, offset=last, above=piece_modal.added(len(found)))


def _faults(found: Mapping[str, win_form.Fault], version: int) -> kit.Block:
    said = {name: errors.sentence(fault.code, {"piece": fault.piece}) for name, fault in found.items()}
    return {"errors": {piece_modal.field(name, version): sentence for name, sentence in said.items()}}


def form_of(state: Mapping[str, str | list[str] | None]) -> Form:
    """Submitted values as typed; what is missing or of another kind counts as empty."""
    words = {name: value for name, value in state.items() if isinstance(value, str)}
    fields = ("links", "quote", "speaker", "name", "file")
    return Form(**{name: words.get(name, "") for name in fields})
