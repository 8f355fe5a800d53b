"""Merging two wins in words: choosing the other one, what both become, and the way back."""

from collections.abc import Sequence
from datetime import date

from bot import ids
from bot.domain.merges import Brief, Gone
from bot.domain.win_form import Form
from bot.domain.wins import Win, WinState
from bot.views import errors, kit, text, win_modal, wins

OTHER = "other"  # the field that names the other win
_FIELD = 3000  # characters, as Slack's fields hold them
_SHOWN_GONE = 5


def choose_modal(win: Win, today: date, like: Brief | None = None) -> kit.Block:
    """Which other win is the same thing; `like` is proposed."""
    proposed = None if like is None else _option(like, today)
    blocks = [
        kit.section(f"{text.bold(wins.title(win.title))}\n{wins.facts(win, today)}"),
        kit.input(
            "Is the same thing as",
            kit.external_select(ids.MERGE_OTHER, proposed, placeholder="Choose a win"),
            OTHER,
            hint="The most alike come first. Type some words to find another one.",
        ),
        kit.context("You see both, and what they become, before anything is merged."),
    ]
    return kit.modal(ids.MODAL_MERGE_CHOOSE, "Merge wins", blocks, submit="Next", private_metadata=str(win.id))


def offered(found: Sequence[Brief], today: date) -> kit.Block:
    """The answer to what was typed into the field."""
    return {"options": [_option(win, today) for win in found]}


def _option(win: Brief, today: date) -> kit.Block:
    draft = "Draft, " if win.state is WinState.DRAFT else ""
    return kit.option(wins.plain_title(win.title), str(win.id), f"{draft}{text.day(win.happened_on, today)}")


def modal(kept: Win, gone: Win, form: Form, today: date, *, stale: bool = False) -> kit.Block:
    """Both as they are, and the fields of the one that they become; `stale` says that they have changed meanwhile."""
    said = "*Two wins become one.* Both are here as they are; below them is what the one will say."
    if stale:
        said = (
            "*One of the two was changed somewhere else in the meantime, so nothing is merged yet.* "
            "Both are here as they are now; below them is what you typed."
        )
    blocks = [
        kit.section(said),
        *_shown("Stays", kept, today),
        *_shown("Goes into it", gone, today),
        kit.context("What proves either of them and who knows it is kept together. You can undo this for 30 days."),
        *_too_long(form),
        kit.divider(),
        *win_modal.inputs(form),
    ]
    versions = ":".join(str(number) for number in (kept.id, kept.version, gone.id, gone.version))
    return kit.modal(ids.MODAL_MERGE, "Merge wins", blocks, submit="Merge", private_metadata=versions)


def _shown(said: str, win: Win, today: date) -> list[kit.Block]:
    draft = " (a draft)" if win.state is WinState.DRAFT else ""
    return wins.summary(f"*{said}{draft}:* {wins.title(win.title)}", win, today, 0)


def _too_long(form: Form) -> list[kit.Block]:
    if all(len(words) <= _FIELD for words in (form.impact, form.measure, form.links)):
        return []
    return [kit.context("Together they say more than a field of Slack's holds: what does not fit is cut off below.")]


def merged_modal(kept: Win, gone: Win, today: date) -> kit.Block:
    blocks = [
        *wins.summary(f"*Merged:* {wins.title(kept.title)}", kept, today, 0),
        kit.actions(_edit(kept), _undo(gone.id, gone.title)),
        kit.context("Undo merge is in Edit and in `/vouch wins deleted` too, for 30 days."),
    ]
    return kit.modal("", "Merged", blocks, submit=None, close="Close")


def _undo(gone_id: int, title: str) -> kit.Block:
    return kit.button(
        "Undo merge", ids.MERGE_UNDO, str(gone_id), accessibility_label=f"Undo merge of {wins.plain_title(title)}"
    )


def unmerged(kept: Win, gone: Win, today: date, *, exact: bool) -> kit.Block:
    """Follows *Undo merge*."""
    named = wins.title(kept.title, 200)
    if not exact:
        said = f"{named} was edited since the merge and stays as it is."
    elif kept.deleted_at is not None:
        said = f"{named} is as it was before, and deleted."
    else:
        said = f"{named} is as it was before."
    came = f"*Not merged any more:* {wins.title(gone.title)}"
    blocks = [
        *wins.summary(came, gone, today, 0),
        kit.actions(_edit(gone)),
        kit.section(said, None if kept.deleted_at else _edit(kept)),
    ]
    return kit.message(f"Not merged any more: {wins.title(gone.title, 150)}", blocks)


def unmerged_row(kept: Win, gone: Win, *, exact: bool) -> kit.Block:
    """The same above a list."""
    stays = "" if exact else f" {wins.title(kept.title, 200)} was edited since the merge and stays as it is."
    return kit.section(f"{wins.title(gone.title, 200)} is not merged any more.{stays}", _edit(gone))


def _edit(win: Win) -> kit.Block:
    name = wins.plain_title(win.title)
    return kit.button("Edit", ids.WIN_EDIT, str(win.id), accessibility_label=f"Edit {name}")


def merged_away(gone: Win, into: Win) -> kit.Block:
    """For a button of a win that is no win of its own any more."""
    said = f"{wins.title(gone.title, 200)} was merged into {wins.title(into.title, 200)}."
    buttons = [_undo(gone.id, gone.title)]
    if into.deleted_at is None:
        buttons.insert(0, _edit(into))
    else:
        said += " That one is deleted."
    return kit.message(said, [kit.section(said), kit.actions(*buttons)])


def merged_away_modal(gone: Win, into: Win) -> kit.Block:
    return errors.as_modal(merged_away(gone, into), "Merged")


def around(win: Win, today: date, gone: Sequence[Gone], like: Brief | None) -> list[kit.Block]:
    """For the window in which a win is edited: what went into it, and what may be the same thing."""
    rows = [
        kit.section(f"{wins.title(one.title, 200)} was merged into this win.", _undo(one.id, one.title))
        for one in gone[:_SHOWN_GONE]
    ]
    if (more := len(gone) - _SHOWN_GONE) > 0:
        rows.append(kit.context(f"{text.plural(more, 'more win')} merged into this one: `/vouch wins deleted`"))
    if like is None:
        return rows
    said = f"Is it the same as {text.bold(wins.title(like.title, 200))} ({text.day(like.happened_on, today)})?"
    return [*rows, kit.section(said, kit.button("Merge them", ids.WIN_MERGE, f"{win.id}:{like.id}"))]


def merge_button(win: Win) -> kit.Block:
    name = wins.plain_title(win.title)
    return kit.button("Merge with…", ids.WIN_MERGE, str(win.id), accessibility_label=f"Merge {name} with another win")
