"""Words that a `/met` line turns on, for whoever reads a part of it; and its pieces as words again."""

from collections.abc import Sequence

from bot.domain import lines
from bot.domain.conversations.values import KINDS
from bot.domain.lines import Piece

KIND_WORDS = {kind: kind for kind in KINDS} | {
    **dict.fromkeys(("1-1", "1on1", "1-on-1", "one-on-one", "one on one", "one-to-one"), "1:1"),
    **dict.fromkeys(("coffee chat", "coffee break"), "coffee"),
    **dict.fromkeys(("phone call", "video call", "zoom call"), "call"),
    **dict.fromkeys(("dm", "catch-up", "catch up", "catchup"), "chat"),
    **dict.fromkeys(("mail", "e-mail"), "email"),
}
COLON = r":(?![\w+'-]+:)"  # none that begins an emoji
QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "”": "”"}
AND = frozenset({"and", "&", "+", ",", "/"})
PEOPLE_BEGIN = frozenset({"<", "@", *QUOTES})


def said_of(pieces: Sequence[Piece]) -> str:
    """Everything as words: here hashtags and addresses have no place of their own."""
    return lines.join([piece._replace(shown=_words(piece)) for piece in pieces])


def _words(piece: Piece) -> str:
    if piece.kind == lines.TAG:
        return f"#{piece.shown}"
    if piece.kind == lines.LINK:
        return f"{piece.shown} ({piece.value})" if piece.shown else piece.value
    return piece.shown
