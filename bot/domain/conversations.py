"""Conversations: interactions with stakeholders; and the grammar of a `/met` line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import dates, lines
from bot.domain.followups import FollowUpKind
from bot.domain.lines import Piece, Problem

KINDS = (
    "1:1",
    "coffee",
    "lunch",
    "dinner",
    "call",
    "chat",
    "email",
    "meeting",
    "review",
    "demo",
    "workshop",
    "interview",
    "presentation",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in a line: by Slack user id, or by a typed name."""

    user_id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What `next:`, `they:` or `ask:` makes: a follow-up, with the day it is due if one was named."""

    text: str
    due_on: date | None = None
    kind: FollowUpKind = FollowUpKind.MINE


@dataclass(frozen=True, slots=True)
class NewConversation:
    """`follow_up` is the first one made in it, which its form holds; `more` are the others."""

    people: tuple[Person, ...]
    happened_on: date
    kind: str = ""  # "1:1", "coffee", "call"… one of KINDS, or empty
    topic: str = ""
    notes: str = ""
    follow_up: Promise | None = None
    more: tuple[Promise, ...] = ()

    @property
    def follow_ups(self) -> tuple[Promise, ...]:
        return (*([self.follow_up] if self.follow_up else []), *self.more)


@dataclass(frozen=True, slots=True)
class Conversation:
    id: int
    happened_on: date
    kind: str
    topic: str
    notes: str
    source: str
    version: int
    recorded_at: datetime
    people: tuple[int, ...] = ()  # stakeholder ids
    confidence: int | None = None
    deleted_at: datetime | None = None
    sample: bool = False  # made up, to try Vouch with


MAX_NAME = 100

_KIND_WORDS = {kind: kind for kind in KINDS} | {
    **dict.fromkeys(("1-1", "1on1", "1-on-1", "one-on-one", "one on one", "one-to-one"), "1:1"),
    **dict.fromkeys(("coffee chat", "coffee break"), "coffee"),
    **dict.fromkeys(("phone call", "video call", "zoom call"), "call"),
    **dict.fromkeys(("dm", "catch-up", "catch up", "catchup"), "chat"),
    **dict.fromkeys(("mail", "e-mail"), "email"),
}
_ANY_KIND = "|".join(map(re.escape, sorted(_KIND_WORDS, key=len, reverse=True)))
_KIND = re.compile(rf"(?:(?:had|for|over|at|in|a|an|our|my|the) ){{0,3}}({_ANY_KIND})(?![\w/@'’-]|:\S)", re.IGNORECASE)
_KIND_WITHIN = re.compile(rf"(?:[^\W\d_]{{1,20}} ){{1,3}}?({_ANY_KIND})(?![\w/@'’-]|:\S)", re.IGNORECASE)
_NEXT = re.compile(r"(?:^|(?<=[\s,;.(!?]))(?:next(?: steps?)?|follow[- ]?up) ?:(?!//)", re.IGNORECASE)
_COLON = r":(?![\w+'-]+:)"  # none that begins an emoji
_CLAUSE = re.compile(
    rf"(?:^|(?<=[\s,;.(!?]))(?:(?P<mine>next(?: steps?)?|follow[- ]?up) ?:|"
    rf"(?:(?P<theirs>theirs?|they)|(?P<ask>ask(?: for)?(?: (?:an? |some )?(?P<what>feedback|intro(?:duction)?|"
    rf"opportunity))?)) ?{_COLON})(?!//)",
    re.IGNORECASE,
)
_CLAUSE_MARKS = ",;.(!?"
_PEOPLE_WITHIN = 300  # characters at the start, in which only people may stand before a clause
_MOST_CLAUSES = 10
_FEEDBACK = re.compile(r"\b(?:feedback|review|thoughts|opinions?|comments?|critique)\b", re.IGNORECASE)
_INTRODUCTION = re.compile(r"\bintro(?:s|duc\w{1,10})?\b", re.IGNORECASE)
_SAID_AGAIN = re.compile(
    r"^(?:for )?(?:an? |some |the )?(?:feedback|intro(?:duction)?|opportunity) "
    r"(?=(?:on|about|for|to|with|at|from)\b)",
    re.IGNORECASE,
)
_ABOUT = re.compile(rf"(?:about|re|on|regarding|concerning)(?::| |$)(?: |{_COLON})*", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;](?= |$)|(?<=\w{3})\.(?= |$)")
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "”": "”"}
_AND = frozenset({"and", "&", "+", ",", "/"})
_PEOPLE_BEGIN = frozenset({"<", "@", *_QUOTES})
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
_JOINT = re.compile(rf"(?:[ ,;.]|{_COLON}|[-–—](?= |$))+")


def parse_conversation_line(text: str, today: date) -> NewConversation | Problem:
    """Understand the text of `/met`: people, then kind, topic up to the first comma, notes, a date phrase; then what
    was promised and asked: `next:`, `they:`, `ask:`, each as often as wanted.

    Whatever is not understood is in topic or notes. A mention after the people stays there as its token.
    """
    text = lines.clean(text)
    if problem := lines.refuse(text):
        return problem
    head, follow_ups = _take_follow_ups(text, today)
    people, pieces = _take_people(lines.split(head))
    if not people:
        group = next((piece.shown for piece in pieces if piece.kind == lines.GROUP), "")
        return Problem("person_group", group=group) if group else Problem("person_missing")
    rest = _tidy_start(_said(pieces))
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


def _said(pieces: Sequence[Piece]) -> str:
    """Everything as words: here hashtags and addresses have no place of their own."""
    return lines.join([piece._replace(shown=_words(piece)) for piece in pieces])


def _words(piece: Piece) -> str:
    if piece.kind == lines.TAG:
        return f"#{piece.shown}"
    if piece.kind == lines.LINK:
        return f"{piece.shown} ({piece.value})" if piece.shown else piece.value
    return piece.shown


def _take_follow_ups(text: str, today: date) -> tuple[str, tuple[Promise, ...]]:
    """What stands before the first of them, and they themselves; what says nothing is none."""
    first = _NEXT.search(text)
    turns = [
        turn for turn in _CLAUSE.finditer(text) if _begins(text, turn) or (first and turn.start() == first.start())
    ]
    turns = turns[:_MOST_CLAUSES]
    ends = [*(turn.start() for turn in turns[1:]), len(text)]
    made = [_promise(turn, text[turn.end() : end], today) for turn, end in zip(turns, ends, strict=False)]
    return text[: turns[0].start()] if turns else text, tuple(filter(None, made))


def _begins(text: str, turn: re.Match[str]) -> bool:
    """Behind a mark, the kind, or the people alone: “her ask: more tests” is something she said."""
    before = text[: turn.start()].rstrip(" ")
    if not before or before[-1] in _CLAUSE_MARKS or before[-1].isspace():
        return True
    if before[-9:].rpartition(" ")[2].casefold() in _KIND_WORDS:
        return True
    words = before.split() if len(before) <= _PEOPLE_WITHIN else ["…"]
    return all(word[0] in _PEOPLE_BEGIN or word[0].isupper() or word.casefold() in _AND for word in words)


def _promise(turn: re.Match[str], text: str, today: date) -> Promise | None:
    said = _said(lines.split(text)).strip(" ,;")
    if not lines.says_something(said):
        return None
    due_on, rest = dates.find_due_date(said, today) or (None, said)
    rest = rest or said
    if turn["ask"]:
        return Promise(_SAID_AGAIN.sub("", rest, count=1), due_on, _kind_of_ask(turn["what"] or rest))
    return Promise(rest, due_on, FollowUpKind.THEIRS if turn["theirs"] else FollowUpKind.MINE)


def _kind_of_ask(said: str) -> FollowUpKind:
    if _FEEDBACK.search(said):
        return FollowUpKind.FEEDBACK
    return FollowUpKind.INTRODUCTION if _INTRODUCTION.search(said) else FollowUpKind.OPPORTUNITY


def _take_people(pieces: list[Piece]) -> tuple[list[Person], list[Piece]]:
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
        while at < len(pieces) and pieces[at].shown.casefold() in _AND:
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
    if piece.shown[0] in _QUOTES:
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
    return word in _KIND_WORDS or word in _NOT_NAMES or word in _AND or not lines.says_something(word)


def _is_handle(piece: Piece) -> bool:
    return piece.kind == lines.MENTION or (piece.kind == lines.WORD and piece.shown[0] == "@")


def _quoted_name(pieces: list[Piece], at: int) -> tuple[str, int]:
    closing = _QUOTES[pieces[at].shown[0]]
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
    return bare.casefold() not in _NOT_NAMES and bare.casefold() not in _KIND_WORDS


def _take_kind(said: str) -> tuple[str, str]:
    """The kind at the start, taken out; or within the first few words, left where it is."""
    if found := _KIND.match(said):
        return _KIND_WORDS[found[1].casefold()], _tidy_start(said[found.end() :])
    if not _ABOUT.match(said) and (found := _KIND_WITHIN.match(said)):
        return _KIND_WORDS[found[1].casefold()], said
    return "", said


def _topic_and_notes(said: str) -> tuple[str, str]:
    if found := _ABOUT.match(said):
        said = _tidy_start(said[found.end() :])
    end = _CLAUSE_END.search(said)
    return (said[: end.start()], _tidy_start(said[end.end() :])) if end else (said, "")


def _tidy_start(text: str) -> str:
    """Without the commas, colon or dash that joined it to what was taken out before it."""
    return text[found.end() :] if (found := _JOINT.match(text)) else text
