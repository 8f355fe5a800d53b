"""Who a `/met` line says it was with: mentions, and names by their look; all else stays in the line."""

import re

from bot.domain import lines
from bot.domain.conversations.values import MAX_NAME, Person
from bot.domain.conversations.words import AND, KIND_WORDS, QUOTES
from bot.domain.lines import Piece

_TO_PEOPLE = frozenset({"with", "w/", "to"})
_NOT_NAMES = frozenset(
    {"i", "we", "she", "he", "they", "it", "you", "who", "the", "a", "an", "my", "our", "his", "her", "their", "this"}
    | {"that", "these", "those", "had", "met", "talked", "spoke", "discussed", "asked", "about", "with", "on", "in"}
    | {"at", "for", "re", "to", "from", "of", "by", "and", "or", "but", "so", "as", "if", "when", "then", "after"}
    | {"before", "also", "no", "not", "yes", "next", "last", "today", "yesterday", "tomorrow", "quick", "short", "good"}
    | {"great", "first", "weekly", "monthly", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
    | {"sunday", "regarding", "concerning", "follow-up"}
)
_TITLES = frozenset({"dr.", "prof.", "mr.", "mrs.", "ms.", "sr.", "st."})
_PARTICLES = frozenset({"van", "von", "de", "der", "den", "la", "di", "da", "del", "bin", "al"})
_MARKS = ",;:."
_NAME_PARTS, _SURE_PARTS = 4, 2  # words of a bare name: at most, and whatever follows
_NAME = re.compile(r"[^\W\d_][^\s\d!\"#$%&()*+,/:;<=>?@\[\]\\^_`{|}~]*")


def take_people(pieces: list[Piece]) -> tuple[list[Person], list[Piece]]:
    """Who it was with, and what else was said: people at the start, or behind a "with" near it, or else every mention
    (which then stays in the sentence as well).
    """
    for at in range(min(8, len(pieces))):
        led = pieces[at].shown.casefold() in _TO_PEOPLE
        if at and not led:
            continue
        people, end = _people_from(pieces, at + led)
        if people:
            return people, [*pieces[:at], *pieces[end:]]
    return [Person(user_id=piece.value) for piece in pieces if piece.kind == lines.MENTION], pieces


def _people_from(pieces: list[Piece], at: int) -> tuple[list[Person], int]:
    """The people named one after the other from `at` on, and where that ends. A bare typed name needs an "and"
    before it or, in a list, behind it; what follows a comma is as likely the next thing said.
    """
    people: list[Person] = []
    end, names_until = at, at + 1
    while at < len(pieces):
        if pieces[at - 1].shown.endswith(",") and names_until <= at:
            names_until = _list_until(pieces, at)
        person, after = _person_at(pieces, at, bare_name=at < names_until)
        if person is None:
            break
        people.append(person)
        at = end = after
        while at < len(pieces) and pieces[at].shown.casefold() in AND:
            names_until = at + 2 if pieces[at].shown not in {",", "/"} else names_until
            at += 1
    return people, end


def _list_until(pieces: list[Piece], at: int) -> int:
    """`Maria, Tom and Zoe`, `@maria, Tom, @zoe`, `@maria, Tom Ford: …`: from a comma on, names up to an "and" with
    somebody behind it, to somebody's mention, or to the colon behind a name of several words; else nothing.
    """
    start = at
    while (after := _name_part(pieces, at)) > at:
        at = after
        if pieces[at - 1].shown.endswith(":"):
            return at if at - start > 1 else start
    if start < at < len(pieces) and _is_handle(pieces[at]) and pieces[at - 1].shown.endswith(","):
        return at
    listed = at + 1 < len(pieces) and pieces[at].shown in {"and", "&", "+"}
    return at + 2 if listed and (_is_handle(pieces[at + 1]) or _name_part(pieces, at + 1) > at + 1) else start


def _person_at(pieces: list[Piece], at: int, *, bare_name: bool) -> tuple[Person | None, int]:
    piece = pieces[at]
    if piece.kind == lines.MENTION:
        return Person(user_id=piece.value), at + 1
    if piece.kind != lines.WORD:
        return None, at
    name, end = "", at + 1
    if piece.shown[0] in QUOTES:
        name, end = _quoted_name(pieces, at)
    elif piece.shown[0] == "@":
        name = piece.shown[1:].rstrip(_MARKS)
        name = "" if name.casefold() in lines.EVERYBODY else name
    elif bare_name:
        name, end = _bare_name(pieces, at)
    if not lines.says_something(name) or len(name) > MAX_NAME:
        return None, at
    return Person(name=name), end


def _bare_name(pieces: list[Piece], at: int) -> tuple[str, int]:
    """Two words, or up to four where they are plainly over then: `Maria Lopez Roadmap sync` is about the roadmap."""
    ends = [at]
    while len(ends) <= _NAME_PARTS and (end := _name_part(pieces, ends[-1])) > ends[-1]:
        if ends[-1] > at and pieces[ends[-1]].glued:
            break
        ends.append(end)
        if _closes(pieces[end - 1]):
            break
    if len(ends) > _SURE_PARTS + 1 and not _name_is_over(pieces, ends[-1]):
        ends = ends[: _SURE_PARTS + 1]
    return " ".join(piece.shown for piece in pieces[at : ends[-1]]).rstrip(_MARKS), ends[-1]


def _name_part(pieces: list[Piece], at: int) -> int:
    """Where a word of a name ends that begins at `at`, with the title or particles before it; `at` if there is none."""
    end = at
    if end < len(pieces) and pieces[end].shown.casefold() in _TITLES:
        end += 1
    while end < min(len(pieces), at + 4) and pieces[end].shown in _PARTICLES:
        end += 1
    led = end < len(pieces) and _is_name(pieces[end]) and not any(piece.glued for piece in pieces[at + 1 : end + 1])
    if led:
        return end + 1
    return at + (at < len(pieces) and _is_name(pieces[at]))


def _closes(piece: Piece) -> bool:
    """A mark behind a name ends it, but for the full stop of an initial."""
    return piece.shown[-1] in _MARKS and not (len(piece.shown) == len("J.") and piece.shown[1] == ".")


def _name_is_over(pieces: list[Piece], end: int) -> bool:
    if end == len(pieces) or pieces[end].kind != lines.WORD or _closes(pieces[end - 1]):
        return True
    word = pieces[end].shown.rstrip(_MARKS).casefold()
    return word in KIND_WORDS or word in _NOT_NAMES or word in AND or not lines.says_something(word)


def _is_handle(piece: Piece) -> bool:
    return piece.kind == lines.MENTION or (piece.kind == lines.WORD and piece.shown[0] == "@")


def _quoted_name(pieces: list[Piece], at: int) -> tuple[str, int]:
    closing = QUOTES[pieces[at].shown[0]]
    said = ""
    for end in range(at, min(at + 8, len(pieces))):
        said += ("" if end == at or pieces[end].glued else " ") + pieces[end].shown
        name, closed, behind = said[1:].partition(closing)
        if closed:
            return (name.strip(), end + 1) if not behind.strip(_MARKS) else ("", at)
    return "", at


def _is_name(piece: Piece) -> bool:
    """A capitalised word, or one of a script without capitals, that is not how a sentence begins."""
    bare = piece.shown.rstrip(_MARKS)
    if piece.kind != lines.WORD or not _NAME.fullmatch(bare) or bare[0].islower():
        return False
    return bare.casefold() not in _NOT_NAMES and bare.casefold() not in KIND_WORDS
