"""Drafts from messages in words: what a reaction did, and why a text is not there."""

from bot import ids
from bot.domain.evidence import EvidenceKind, Reading
from bot.domain.wins import Win, WinState
from bot.views import kit, pieces, wins

unread = pieces.unread


def drafted(win: Win) -> kit.Block:
    """Follows a reaction, seen by the member alone in the conversation where they reacted."""
    headline = f"*Draft saved:* {wins.title(win.title)}"
    blocks = [kit.section(headline), kit.context(_about_message(win) + "Only you see this.")]
    name = wins.plain_title(win.title)
    finish = kit.button("Finish", ids.WIN_EDIT, str(win.id), style="primary", accessibility_label=f"Finish {name}")
    return kit.message(
        f"Draft saved: {wins.title(win.title, 150)}", [*blocks, kit.actions(finish, wins.away_button(win))]
    )


def _about_message(win: Win) -> str:
    piece = next((piece for piece in win.evidence if piece.kind is EvidenceKind.MESSAGE), None)
    if piece is None or piece.reading is Reading.READ:
        return "It waits on Vouch's Home until you finish it. "
    return f"{unread(piece)} "


def stays(win: Win) -> kit.Block:
    """Follows a reaction taken away from a win that has been worked on."""
    said = f"You took the reaction away. {wins.title(win.title)} stays, because you have worked on it."
    return kit.message(said, [kit.section(said), kit.actions(wins.away_button(win))])


def known(win: Win) -> kit.Block:
    """Follows a reaction to a message that is a win already."""
    kind = "a draft" if win.state is WinState.DRAFT else "one of your wins"
    said = f"This message is {kind} already: {wins.title(win.title)}"
    edit = kit.button("Edit", ids.WIN_EDIT, str(win.id), accessibility_label=f"Edit {wins.plain_title(win.title)}")
    return kit.message(said, [kit.section(said), kit.actions(edit)])
