"""The win modal: new, edit, finish a draft, from a message; what was typed is never lost from it."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot import ids
from bot.domain import win_form
from bot.domain.members import Member
from bot.domain.wins import Win, WinState
from bot.views import errors, kit, pieces, tags, text, wins

_SHOWN_PIECES = 5


def modal(
    form: win_form.Form,
    opened: win_form.Opened,
    win: Win | None = None,
    *,
    above: Sequence[kit.Block] = (),
    around: Sequence[kit.Block] = (),
    buttons: Sequence[kit.Block] = (),
    edit_id: int = 0,
) -> kit.Block:
    """For a new win, a message, or a stored `win`, whose evidence is then shown; `above`, `around` and `buttons` are
    what other features have to say and to do about it.
    """
    name = "Log a win"
    if win is not None:
        name = "Edit win" if win.state is WinState.KEPT else "Finish win"
    return kit.modal(
        ids.MODAL_WIN,
        name,
        [*above, *_shown_evidence(opened, win), *inputs(form), *around, *_away(win, edit_id, buttons)],
        private_metadata=win_form.to_metadata(opened),
    )


def saved_before(win: Win, since: date, today: date) -> list[kit.Block]:
    """Above the fields, where a message was chosen that is in a win already."""
    day = text.day(since, today)
    if win.state is WinState.KEPT:
        return [kit.section(f"You kept this on {day}. Here it is, to be changed.")]
    return [kit.section(f"This draft has been waiting since {day}.")]


def _away(win: Win | None, edit_id: int, buttons: Sequence[kit.Block]) -> list[kit.Block]:
    """For a stored win: the ways back, which last longer than the confirmation that had them first."""
    if win is None:
        return []
    unedit = [wins.undo_edit_button(win, edit_id, "Undo last edit")] if edit_id else []
    kind = "dismissed draft" if win.state is WinState.DRAFT else "deleted win"
    return [
        kit.divider(),
        kit.actions(*unedit, wins.away_button(win), *buttons),
        kit.context(f"A {kind} can be restored for 30 days."),
    ]


def stale_modal(form: win_form.Form, win: Win, today: date) -> kit.Block:
    """What was typed stays in the fields; what is stored now stands above them."""
    stored = wins.summary(f"*Stored now:* {wins.title(win.title)}", win, today, 0)
    said = "was changed somewhere else in the meantime", "save it over the stored version, or cancel"
    return _not_saved(form, win_form.Opened(win.id, win.version), said, "Save mine", stored)


def merged_modal(form: win_form.Form, into: Win, today: date) -> kit.Block:
    """The win went into another one while it was edited."""
    stored = wins.summary(f"*It is part of this one now:* {wins.title(into.title)}", into, today, 0)
    said = "was merged into another one in the meantime", "save it over that one, or cancel"
    return _not_saved(form, win_form.Opened(into.id, into.version), said, "Save mine", stored)


def deleted_modal(form: win_form.Form, win: Win) -> kit.Block:
    opened = win_form.Opened(win.id, win.version, restoring=True)
    said = "was deleted in the meantime", "bring the win back with it, or cancel"
    return _not_saved(form, opened, said, "Restore and save")


def gone_modal(form: win_form.Form) -> kit.Block:
    """There is nothing to bring back."""
    said = "is not there any more", "save it as a new win, or cancel"
    return _not_saved(form, win_form.Opened(), said, "Save as a new win")


def _not_saved(
    form: win_form.Form,
    opened: win_form.Opened,
    said: tuple[str, str],
    submit: str,
    stored: Sequence[kit.Block] = (),
) -> kit.Block:
    why, what_now = said
    blocks = [
        kit.section(f"*This win {why}, so your version is not saved.* Below is what you typed: {what_now}."),
        *stored,
        kit.divider(),
        *inputs(form),
    ]
    return kit.modal(ids.MODAL_WIN, "Edit win", blocks, submit=submit, private_metadata=win_form.to_metadata(opened))


def saved_modal(
    win: Win,
    today: date,
    news_to: int = 0,
    member: Member | None = None,
    below: Sequence[kit.Block] = (),
    *,
    edit_id: int = 0,
) -> kit.Block:
    """With `edit_id` for an edit."""
    blocks = wins.summary(f"*Saved:* {wins.title(win.title)}", win, today, news_to)
    blocks += [*below, kit.actions(*wins.buttons(win, edit_id))]
    if member is not None:
        blocks.extend(wins.first_digest(member))
    unedit = " Undo edit is in Edit, for 30 days." if edit_id else ""
    blocks.append(kit.context(f"Edit and Delete are on Vouch's Home and in `/vouch wins` too.{unedit}"))
    return kit.modal("", "Saved", blocks, submit=None, close="Close")


def inputs(form: win_form.Form) -> list[kit.Block]:
    choices = [kit.option(name, category.value) for category, name in wins.CATEGORIES.items()]
    when = _iso(form.happened_on)
    return [
        kit.input(
            "What did you achieve?",
            kit.text_input("title", form.title, placeholder="Shipped the retry queue"),
            "title",
        ),
        kit.input(
            "What changed because of it?",
            kit.text_input("impact", form.impact, multiline=True),
            "impact",
            optional=True,
        ),
        kit.input("When", kit.date_input("happened_on", when), "happened_on", optional=True),
        kit.input(
            "A number",
            kit.text_input("measure", form.measure, multiline=True, placeholder="p95 800ms -> 480ms"),
            "measure",
            optional=True,
            hint="Before and after (800ms -> 480ms), or an amount (30%, $120k, +4 NPS). One a line.",
        ),
        kit.input(
            "Category",
            kit.select("Choose one", "category", choices, form.category),
            "category",
            optional=True,
        ),
        tags.tags_input(form.tags),
        kit.input(
            "Who was there?",
            kit.users_input("witnesses", form.witnesses),
            "witnesses",
            optional=True,
            hint="People who can confirm it. Nobody is told.",
        ),
        kit.input(
            "Links",
            kit.text_input("links", form.links, multiline=True, placeholder="Design doc https://…"),
            "links",
            optional=True,
            hint="One a line, with a few words before it if you like. Vouch does not open them.",
        ),
        kit.input(
            "Sharing",
            kit.checkbox_input(
                "private",
                [kit.option("Private: never in drafts or exports to others", win_form.PRIVATE)],
                [win_form.PRIVATE] if form.private else [],
            ),
            "private",
            optional=True,
        ),
    ]


def _iso(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        return None


def _shown_evidence(opened: win_form.Opened, win: Win | None) -> list[kit.Block]:
    if win is not None:
        captured = [piece for piece in win.evidence if not piece.given]
        return [kit.section(pieces.line(piece)) for piece in captured[:_SHOWN_PIECES]]
    if opened.message is not None and opened.message.snapshot:
        quoted = text.people_shown(text.quote(opened.message.snapshot, pieces.QUOTED))
        return [kit.context("Evidence: the message"), kit.section(quoted)]
    return []


def faults(found: Mapping[str, win_form.Fault]) -> kit.Block:
    """By field, as Slack shows them in place."""
    return {"errors": {field: errors.sentence(fault.code, {"piece": fault.piece}) for field, fault in found.items()}}
