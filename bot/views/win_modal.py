"""The win modal: new, edit, finish a draft, from a message; what was typed is never lost from it."""

from collections.abc import Mapping
from datetime import date

from bot import ids
from bot.domain import win_form
from bot.domain.evidence import Evidence
from bot.domain.members import Member
from bot.domain.wins import Win, WinState
from bot.views import errors, evidence, kit, tags, text, wins


def modal(form: win_form.Form, opened: win_form.Opened, win: Win | None = None) -> kit.Block:
    """For a new win, a message, or a stored `win`, whose evidence is then shown."""
    name = "Log a win"
    if win is not None:
        name = "Edit win" if win.state is WinState.KEPT else "Finish win"
    return kit.modal(
        ids.MODAL_WIN,
        name,
        [*_shown_evidence(opened, win), *_inputs(form), *_undo(win)],
        private_metadata=win_form.to_metadata(opened),
    )


def _undo(win: Win | None) -> list[kit.Block]:
    """For a stored win: the way back, which lasts longer than the confirmation that had it first."""
    if win is None:
        return []
    label = "Undo this win" if win.state is WinState.KEPT else "Dismiss this draft"
    return [kit.divider(), kit.actions(kit.button(label, ids.WIN_UNDO, str(win.id)))]


def stale_modal(form: win_form.Form, win: Win, today: date) -> kit.Block:
    """What was typed stays in the fields; what is stored now stands above them."""
    stored = wins.summary(f"*Stored now:* {wins.title(win.title)}", win, today, 0)
    said = "*This win was changed somewhere else in the meantime, so your version is not saved.* "
    blocks = [
        kit.section(said + "Below is what you typed: save it over the stored version, or cancel."),
        *stored,
        kit.divider(),
        *_inputs(form),
    ]
    opened = win_form.Opened(win.id, win.version)
    return kit.modal(
        ids.MODAL_WIN, "Edit win", blocks, submit="Save mine", private_metadata=win_form.to_metadata(opened)
    )


def saved_modal(win: Win, today: date, news_to: int = 0, member: Member | None = None) -> kit.Block:
    blocks = wins.summary(f"*Saved:* {wins.title(win.title)}", win, today, news_to)
    blocks.append(kit.actions(*wins.buttons(win)))
    if member is not None:
        blocks.extend(wins.first_digest(member))
    blocks.append(kit.context("Edit and Undo are on Vouch's Home and in `/vouch wins` too."))
    return kit.modal("", "Saved", blocks, submit=None, close="Close")


def _inputs(form: win_form.Form) -> list[kit.Block]:
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
        kit.input("When?", kit.date_input("happened_on", when), "happened_on", optional=True),
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
            "Links", kit.text_input("links", form.links, multiline=True), "links", optional=True, hint="One a line."
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
        return [block for piece in captured[:5] for block in _message(piece)]
    if opened.message is not None and opened.message.snapshot:
        return [kit.context("Evidence: the message"), kit.section(_quoted(opened.message.snapshot))]
    return []


def _message(piece: Evidence) -> list[kit.Block]:
    said = "Evidence: " + (f"<{text.esc(piece.url)}|Slack message>" if piece.url else "a Slack message")
    if piece.author_id:
        said += f" by {text.mention(piece.author_id)}"
    if piece.said_at:
        said += f", {text.moment(piece.said_at, text.day(piece.said_at.date()))}"
    if piece.snapshot:
        return [kit.context(said), kit.section(_quoted(piece.snapshot))]
    return [kit.context(said, evidence.unread(piece))]


def _quoted(snapshot: str) -> str:
    return wins.people_shown(text.quote(snapshot, 600))


def faults(found: Mapping[str, win_form.Fault]) -> kit.Block:
    """By field, as Slack shows them in place."""
    return {"errors": {field: errors.sentence(fault.code, {"piece": fault.piece}) for field, fault in found.items()}}
