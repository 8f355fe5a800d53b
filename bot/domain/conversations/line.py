"""The grammar of a `/met` line."""

import re
from collections.abc import Iterable
from datetime import date

from bot.domain import dates, lines
from bot.domain.conversations.clauses import take_follow_ups
from bot.domain.conversations.people import take_people
from bot.domain.conversations.values import NewConversation
from bot.domain.conversations.words import COLON, KIND_WORDS, said_of
from bot.domain.lines import Problem

_ANY_KIND = "|".join(map(re.escape, sorted(KIND_WORDS, key=len, reverse=True)))
_KIND = re.compile(rf"(?:(?:had|for|over|at|in|a|an|our|my|the) ){{0,3}}({_ANY_KIND})(?![\w/@'’-]|:\S)", re.IGNORECASE)
_KIND_WITHIN = re.compile(rf"(?:[^\W\d_]{{1,20}} ){{1,3}}?({_ANY_KIND})(?![\w/@'’-]|:\S)", re.IGNORECASE)
_ABOUT = re.compile(rf"(?:about|re|on|regarding|concerning)(?::| |$)(?: |{COLON})*", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;](?= |$)|(?<=\w{3})\.(?= |$)")
_JOINT = re.compile(rf"(?:[ ,;.]|{COLON}|[-–—](?= |$))+")


def parse_conversation_line(text: str, today: date) -> NewConversation | Problem:
    """Understand the text of `/met`: people, then kind, topic up to the first comma, notes, a date phrase; then what
    was promised and asked: `next:`, `they:`, `ask:`, each as often as wanted.

    Whatever is not understood is in topic or notes. A mention after the people stays there as its token.
    """
    text = lines.clean(text)
    if problem := lines.refuse(text):
        return problem
    head, follow_ups = take_follow_ups(text, today)
    people, pieces = take_people(lines.split(head))
    if not people:
        group = next((piece.shown for piece in pieces if piece.kind == lines.GROUP), "")
        return Problem("person_group", group=group) if group else Problem("person_missing")
    rest = _tidy_start(said_of(pieces))
    happened_on, rest = dates.find_trailing_date(rest, today) or (today, lines.tidy_end(rest))
    kind, rest = _take_kind(rest)
    topic, notes = _topic_and_notes(rest)
    return NewConversation(
        people=tuple(dict.fromkeys(people)),
        happened_on=happened_on,
        kind=kind,
        topic=topic,
        notes=notes,
        follow_up=next(iter(follow_ups), None),
        more=follow_ups[1:],
    )


def quote_known(text: str, names: Iterable[str]) -> str | None:
    """The line with the known name that it begins with, in whatever case, set in quotes as typed; None without one."""
    start = " ".join(text.split())
    for name in sorted(names, key=len, reverse=True):
        typed, rest = start[: len(name)], start[len(name) :]
        if name and typed.casefold() == name.casefold() and not rest[:1].isalnum():
            return f'"{name}"{rest}'
    return None


def _take_kind(said: str) -> tuple[str, str]:
    """The kind at the start, taken out; or within the first few words, left where it is."""
    if found := _KIND.match(said):
        return KIND_WORDS[found[1].casefold()], _tidy_start(said[found.end() :])
    if not _ABOUT.match(said) and (found := _KIND_WITHIN.match(said)):
        return KIND_WORDS[found[1].casefold()], said
    return "", said


def _topic_and_notes(said: str) -> tuple[str, str]:
    if found := _ABOUT.match(said):
        said = _tidy_start(said[found.end() :])
    end = _CLAUSE_END.search(said)
    return (said[: end.start()], _tidy_start(said[end.end() :])) if end else (said, "")


def _tidy_start(text: str) -> str:
    """Without the commas, colon or dash that joined it to what was taken out before it."""
    return text[found.end() :] if (found := _JOINT.match(text)) else text
