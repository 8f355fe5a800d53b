"""The pieces of a typed line: cleaning, Slack's markup, hashtags, links. What they mean is said elsewhere."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

MAX_LINE = 3000  # characters, as the person sees them
MAX_TAG = 100
EVERYBODY = frozenset({"channel", "here", "everyone"})  # behind an @ they name nobody

# What no stored or shown text may hold: controls other than newline and tab, bidirectional overrides (a name
# that reads backwards), and lone surrogates, which no database and no JSON body can carry.
_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_MARKUP = re.compile(r"<([^<>\n]+)>")
_MENTION = re.compile(r"@([UW][A-Z0-9]{1,30})(?:\|(.*))?")
_TYPED_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})>")
_TAG = re.compile(r"([(\[]?)#([^\s!-,./:-@\[-^`{-~\u2000-\u200b\u200e-\u206f\u3000-\u303f]+)([)\].,;:!?…]*)")
_BARE_URL = re.compile(r"https?://[^\s<>|]+", re.IGNORECASE)
_SLACK = re.compile(r"https://[a-z0-9.-]+\.slack(?:-gov)?\.com(?=/archives/)", re.IGNORECASE)
_MESSAGE = re.compile(
    r"/archives/([CDG][A-Z0-9]{1,30})/p(\d{10})(\d{6})(?:\?(?P<query>[^#\s]*))?(?:#.*)?", re.IGNORECASE
)
_THREAD = re.compile(r"(?:^|&)thread_ts=(\d{10}\.\d{6})(?:&|$)")
_LOOSE = frozenset("-–—:(|/")  # each only where it stands alone: `:tada:` and `C++` are words
_BLANKS = frozenset(" \t\n") | {""}
_SPEAKING = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "So"}


MENTION_MARKS = ("\ufdd0@", "\ufdd1")  # Unicode keeps them for a program's own use; as long as `<@` and `>`
WORD, TAG, MENTION, LINK, CHANNEL, GROUP = range(6)


class Piece(NamedTuple):
    """A part of a line. `shown` is how it reads inside a sentence; `value` is the tag, the user id, the address or
    the channel's name; `glued` says that no blank stands before it.
    """

    kind: int  # WORD, TAG, MENTION, LINK, CHANNEL or GROUP: many people at once, such as @here
    shown: str
    value: str = ""
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line makes no record: `code` names the sentence in views/errors.py, `values` are for it."""

    code: str  # "empty", "title_missing", "person_missing", "person_group", "too_long"
    length: int = 0
    group: str = ""  # how it is called, for "person_group"


def clean(text: str) -> str:
    """Return `text` without controls (but newline and tab) and bidi overrides; lone surrogates become U+FFFD.

    Whatever else ends a line (CR, CR LF, NEL) becomes a newline.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    return _UNCLEAN.sub(_cleaned, text)


def _cleaned(found: re.Match[str]) -> str:
    return "\ufffd" if found[0] >= "\ud800" else ""


def fold(text: str) -> str:
    """`text` for comparing: without case, and however its accents were composed."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def units(text: str) -> int:
    """Length as JavaScript, and so Slack, counts it: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` that was probably meant, or None."""
    close = difflib.get_close_matches(word[:40].casefold(), list(words), n=1, cutoff=0.6)
    return close[0] if close else None


def unescape(text: str) -> str:
    """Slack sends `&`, `<` and `>` of what was typed as entities."""
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def given_back(sent: str) -> str:
    """A line as it was typed: channels, groups and addresses without Slack's markup, people and only these between
    `MENTION_MARKS`.
    """
    opening, closing = MENTION_MARKS
    unmarked = sent.replace(opening[0], "").replace(closing, "")
    return unescape(_MARKUP.sub(_typed, unmarked)) if "<" in unmarked else unescape(unmarked)


def _typed(found: re.Match[str]) -> str:
    """One of Slack's tokens, still with entities for `&`, `<` and `>`."""
    if mention := _MENTION.fullmatch(found[1]):
        return mention[1].join(MENTION_MARKS)
    target, _, label = found[1].partition("|")
    if target[:1] == "#":
        return f"#{(label or target[1:]).lstrip('#')}"
    if target[:1] == "!":
        return _broadcast(target[1:], label)
    scheme, colon, rest = target.partition(":")
    if scheme.casefold() in {"mailto", "tel"}:
        return label or rest
    if not colon:
        return found[0]
    return f"{label} {target}" if label and label not in target else label or target


def _unescape_typed(word: str) -> str:
    """As `unescape`; but a person's token that was typed by hand is no mention: only Slack's own are."""
    return _TYPED_MENTION.sub(r"@\1", unescape(word)) if "&" in word else word


def refuse(text: str) -> Problem | None:
    """The problems that any line can have; `text` is cleaned."""
    if not text or text.isspace():
        return Problem("empty")
    if len(text) > MAX_LINE and (length := len(unescape(text))) > MAX_LINE:
        return Problem("too_long", length)
    return None


def split(text: str) -> list[Piece]:
    """The pieces of a cleaned line, in order, unescaped."""
    pieces: list[Piece] = []
    end = 0
    if "<" in text:
        for found in _MARKUP.finditer(text):
            _read_text(text[end : found.start()], pieces)
            glued = found.start() > 0 and not text[found.start() - 1].isspace()
            pieces.append(_read_markup(found[1], glued=glued))
            end = found.end()
    _read_text(text[end:] if end else text, pieces)
    return pieces


def _read_text(text: str, pieces: list[Piece]) -> None:
    """What stands between two of Slack's tokens."""
    words = text.split()
    if not words:
        return
    glued = bool(pieces) and not text[0].isspace()
    special = "#" in text or "://" in text or "&" in text
    for word in words:
        if special:
            _read_word(_unescape_typed(word), pieces, glued=glued)
        else:
            pieces.append(Piece(WORD, word, "", glued))
        glued = False


def _read_word(word: str, pieces: list[Piece], *, glued: bool) -> None:
    if "#" in word and (tag := _TAG.fullmatch(word)) and _names_tag(tag[2]):
        if tag[1]:
            pieces.append(Piece(WORD, tag[1], glued=glued))
        pieces.append(Piece(TAG, tag[2], fold(tag[2]), glued=glued or bool(tag[1])))
        if tag[3]:
            pieces.append(Piece(WORD, tag[3], glued=True))
    elif "://" in word and (url := _BARE_URL.search(word)):
        _read_bare_url(word, url, pieces, glued=glued)
    else:
        pieces.append(Piece(WORD, word, glued=glued))


def _names_tag(name: str) -> bool:
    """`#1` is an issue's number and `#12-34` no tag either; a name begins with a letter."""
    return name[0].isalpha() and len(fold(name)) <= MAX_TAG


def is_tag(name: str) -> bool:
    """Whether a hashtag in a line can have this name."""
    found = _TAG.fullmatch(f"#{name}")
    return found is not None and found[2] == name and _names_tag(name)


def _read_bare_url(word: str, found: re.Match[str], pieces: list[Piece], *, glued: bool) -> None:
    address = _without_closing_marks(found[0])
    if not _has_host(address):
        pieces.append(Piece(WORD, word, glued=glued))
        return
    if before := word[: found.start()]:
        pieces.append(Piece(WORD, before, glued=glued))
    pieces.append(Piece(LINK, "", address, glued=glued or bool(before)))
    if after := word[found.start() + len(address) :]:
        pieces.append(Piece(WORD, after, glued=True))


def _without_closing_marks(address: str) -> str:
    """The sentence's full stop and bracket are not the address's; a bracket opened inside it is."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end and (address[end - 1] in ".,;:!?'\"…" or (address[end - 1] == ")" and unopened > 0)):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def _has_host(address: str) -> bool:
    return address.partition("://")[2][:1].isalnum()


def _read_markup(markup: str, *, glued: bool) -> Piece:
    """What stands in `<…>`: a mention, a channel, a broadcast, an address. Nothing of it stays live markup but a
    mention in the middle of a sentence, which keeps its token where Slack gives no name for it.
    """
    if found := _MENTION.fullmatch(markup):
        label = unescape(found[2] or "").strip().lstrip("@")
        return Piece(MENTION, f"@{label}" if label else f"<@{found[1]}>", found[1], glued)
    target, _, label = markup.partition("|")
    label = " ".join(unescape(label).split())
    if target[:1] == "#":
        name = (label or unescape(target[1:])).lstrip("#")
        # A hashtag that happens to name a channel arrives as that channel; by its id alone it cannot be a tag.
        kind = CHANNEL if label and name and _names_tag(name) else WORD
        return Piece(kind, f"#{name}", fold(name), glued)
    if target[:1] == "!":
        kind = WORD if target.startswith("!date^") else GROUP
        return Piece(kind, _broadcast(unescape(target[1:]), label), glued=glued)
    if ":" in target and " " not in target:
        return _read_address(unescape(target), label, glued=glued)
    return Piece(WORD, f"<{unescape(markup)}>", glued=glued)


def _broadcast(target: str, label: str) -> str:
    """`@channel`, a user group's `@name`, a date's words: readable, and nobody is called by it."""
    if target.startswith("date^"):
        return label or target
    return "@" + (label or ("group" if target.startswith("subteam^") else target)).lstrip("@")


def _read_address(address: str, label: str, *, glued: bool) -> Piece:
    """Web addresses are links; other schemes (`mailto:`, `tel:`) stay text. A label of its own stays in the sentence,
    one that only repeats the address does not.
    """
    scheme, _, rest = address.partition(":")
    if scheme.casefold() not in {"http", "https"} or not _has_host(address):
        return Piece(WORD, label or rest or address, glued=glued)
    repeats = label.rstrip("/") == address.rstrip("/")
    return Piece(LINK, "" if repeats else label, address, glued)


def parse_permalink(address: str, workspace_url: str = "") -> tuple[str, str, str] | None:
    """Channel, ts and thread's ts ("" outside a thread) of a Slack message's address, at Slack or where this workspace
    is.
    """
    home = workspace_url.rstrip("/").casefold()
    if home and address[: len(home)].casefold() == home:
        start = len(home)
    elif found := _SLACK.match(address):
        start = found.end()
    else:
        return None
    found = _MESSAGE.fullmatch(address, start)
    if not found:
        return None
    thread = _THREAD.search(found["query"] or "")
    return found[1].upper(), f"{found[2]}.{found[3]}", thread[1] if thread else ""


def join(pieces: Sequence[Piece]) -> str:
    """The pieces as a sentence, blanks collapsed."""
    out: list[str] = []
    for piece in pieces:
        if out and not piece.glued:
            out.append(" ")
        out.append(piece.shown)
    return "".join(out)


def says_something(text: str) -> bool:
    """Whether there is a letter, a digit or a symbol such as an emoji in it, not only punctuation and blanks."""
    return any(unicodedata.category(char) in _SPEAKING for char in text)


def tidy_end(text: str) -> str:
    """Without what hangs in the air when the end of a sentence was taken away: commas, a dash, an open bracket."""
    text = text.rstrip(" \t\n,;")
    while text[-1:] in _LOOSE and text[-2:-1] in _BLANKS:
        text = text[:-1].rstrip(" \t\n,;")
    return text
