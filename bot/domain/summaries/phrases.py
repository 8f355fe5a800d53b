"""A title, in whatever tense and case it was typed, as a sentence about oneself; what is not certain stays as typed."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain import verbs


class Form(StrEnum):
    """How a title becomes a sentence about oneself."""

    WHOLE = "whole"  # it says "I" or "we" already
    ACTIVE = "active"  # "shipped the queue": I …
    PASSIVE = "passive"  # "invited to speak": I was …
    QUOTED = "quoted"  # anything else is quoted as it stands


@dataclass(frozen=True, slots=True)
class Phrase:
    form: Form
    words: str


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PASSIVE = _set_of(
    "accepted appointed asked awarded chosen elected featured invited named nominated praised promoted recognised"
    " recognized recommended selected"
)
_PASSIVE_LINKS = _set_of("to for as in among at into")
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|will|can|went|goes|got)\b", re.IGNORECASE)
_ABOUT_ONESELF = re.compile(r"(?:I|I'm|I’m|I've|I’ve|We|we|We've|We’ve)\s")
_ABOUT_ONESELF_SMALL = re.compile(r"i(?=['’]m\s|['’]ve\s|\s)")
_HOW = _set_of("also finally jointly largely personally quickly recently single-handedly successfully together")
_OBJECTS = _set_of("a all an another any both each every everything it its my our that the their them these this those")
_JOINTS = _set_of("and & then or but + /")
_LEADING = _JOINTS | _set_of("that which who to by i we you they he she what where when how not")
_MARKS = ".,;:!?()“”\"'"
_AFTER = _set_of("by in at from for to with on since during under over")  # "the bug reported by her"


def first_person(title: str) -> Phrase:
    """How a title is said about oneself: in the past tense, or quoted where that is not certain to be right."""
    words = title.strip().rstrip(".!;,:… ").strip()
    if _ABOUT_ONESELF_SMALL.match(words):
        words = f"I{words[1:]}"
    if _ABOUT_ONESELF.match(words):
        return Phrase(Form.WHOLE, words if words.startswith("I") else f"we{words[2:]}")
    said = _about_oneself(words)
    return said or Phrase(Form.QUOTED, words)


def _about_oneself(words: str) -> Phrase | None:
    verb, rest = _apart(words)
    if (words.isupper() and " " in rest) or words.endswith("?") or _FINITE.search(rest) or _by_somebody(rest):
        return None  # of capitals it is not known which are names
    if verb == "was":
        return _passive(*_apart(rest))
    if verb in _HOW:
        done, rest = _apart(rest)
        return _active(done, rest, f"{verb} ")
    return _active(verb, rest) or _passive(verb, rest)


def _by_somebody(rest: str) -> bool:
    """Whether it was done by somebody else: "deployed to prod by @priya", but not "the bug reported by @priya"."""
    before, by, _ = rest.partition(" by <@")
    return bool(by) and not _is_past(before.split()[-1].casefold())


def _apart(words: str) -> tuple[str, str]:
    first, _, rest = words.partition(" ")
    return first.casefold(), rest


def _passive(verb: str, rest: str) -> Phrase | None:
    """`promoted to lead`; what was done *by* somebody is only certain behind a "was"."""
    link = _apart(rest)[0]
    return Phrase(Form.PASSIVE, f"{verb} {rest}") if verb in _PASSIVE and link in _PASSIVE_LINKS else None


def _active(verb: str, rest: str, how: str = "") -> Phrase | None:
    after = rest.split()
    if not after or after[0].casefold() == "by":
        return None
    named = after[0].casefold() in _OBJECTS
    if verb in verbs.ACTIVE:
        return Phrase(Form.ACTIVE, f"{how}{verb} {rest}") if _holds(after, named, past=True) else None
    past = verbs.PAST_OF.get(verb) if named or verb in verbs.SURE else None
    past = past or (verbs.DOING.get(verb) if named else None)
    return Phrase(Form.ACTIVE, f"{how}{past} {rest}") if past and _holds(after, named, past=False) else None


def _holds(after: list[str], named: bool, *, past: bool) -> bool:
    """Whether the words behind a verb leave it the only one that needs a tense.

    "rebuilt pipeline saved costs" is about a pipeline, and "ship it and migrate users" would be half changed.
    """
    bare = ["", *(word.casefold().strip(_MARKS) for word in after), ""]
    for at in range(1, len(after) + 1):
        before, following = bare[at - 1], bare[at + 1]
        if at > 1 and (after[at - 2] in _JOINTS or before in _JOINTS or after[at - 2].endswith((",", ";", ":"))):
            if not _fits(bare[at], following, past=past):
                return False
        elif _is_past(bare[at]) and not named and before not in _LEADING and following not in _AFTER:
            return False
    return True


def _is_past(word: str) -> bool:
    return word in verbs.ACTIVE and word not in verbs.PAST_OF


def _fits(word: str, following: str, *, past: bool) -> bool:
    """Whether a word behind "and" or a comma can stand there, next to a verb in the past."""
    if past:
        return not (word in {*verbs.PAST_OF, *verbs.DOING} - verbs.ACTIVE and following in _OBJECTS)
    if verbs.PAST_OF.get(word, word) != word or word in verbs.DOING or _is_past(word):
        return False  # also what may be a noun: "lead the team and mentor two juniors"
    return following not in _OBJECTS or word in _OBJECTS | _AFTER | _LEADING
