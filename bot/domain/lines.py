"""The pieces of a typed line: cleaning, Slack's markup, hashtags, links. What they mean is said elsewhere."""

import difflib
import re
from collections.abc import Iterable

# What no stored or shown text may hold: controls other than newline and tab, bidirectional overrides (a name
# that reads backwards), and lone surrogates, which no database and no JSON body can carry.
_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _cleaned(found: re.Match[str]) -> str:
    return "\ufffd" if found[0] >= "\ud800" else ""


def clean(text: str) -> str:
    """Return `text` without controls (but newline and tab) and bidi overrides; lone surrogates become U+FFFD.

    Whatever else ends a line (CR, CR LF, NEL) becomes a newline.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    return _UNCLEAN.sub(_cleaned, text)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` that was probably meant, or None."""
    close = difflib.get_close_matches(word[:40].casefold(), list(words), n=1, cutoff=0.6)
    return close[0] if close else None
