"""Wins: what was achieved, with its evidence and measures; and the grammar of a `/win` line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.domain import dates, evidence, lines, measures
from bot.domain.evidence import Evidence
from bot.domain.lines import Piece, Problem
from bot.domain.measures import Measure


class Category(StrEnum):
    """The six KPI families of DESIGN §1; their names for people are in views."""

    PERFORMANCE = "performance"
    SKILL = "skill"
    PROJECT_IMPACT = "project_impact"
    LEADERSHIP = "leadership"
    CAREER = "career"
    INDUSTRY = "industry"


class WinState(StrEnum):
    DRAFT = "draft"
    KEPT = "kept"


# The source of a draft that went when the reaction was taken away: nobody deleted it by hand.
WITHDRAWN = "withdrawn"
# And of one that was brought back by hand after that: it does not go with a reaction again.
RESTORED = "restored"
# Of drafts that a reaction made: the member's own, or somebody else's to a message of the member.
REACTION, PRAISE = "reaction", "praise"
# The source of a win that was made up, to try Vouch with.
SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class NewWin:
    """A win as understood from a line or a modal, before it is stored."""

    title: str
    happened_on: date
    impact: str = ""
    category: Category | None = None
    tags: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()  # Slack user ids
    links: tuple[str, ...] = ()  # each with its text before it, where it has one
    measures: tuple[Measure, ...] = ()
    private: bool = False  # never in what is meant for others


@dataclass(frozen=True, slots=True)
class Win:
    id: int
    state: WinState
    title: str
    happened_on: date
    source: str
    version: int
    created_at: datetime
    kept_at: datetime | None = None
    deleted_at: datetime | None = None
    impact: str = ""
    category: Category | None = None
    source_channel: str = ""
    source_ts: str = ""
    tags: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    known_by: tuple[int, ...] = field(default=())  # stakeholder ids
    private: bool = False
    sample: bool = False


class Told(Protocol):
    """What is asked of a win, or of the part of it that a report prints, before it is told to anybody else."""

    @property
    def private(self) -> bool: ...

    @property
    def sample(self) -> bool: ...


def shareable(win: Told) -> bool:
    """The one rule for text meant for others: drafts to them, paragraphs, exports. A member's own record has it all."""
    return not win.private and not win.sample


# What a hashtag may say to name a category, without its - and _; any other is a tag.
_CATEGORIES = {
    **dict.fromkeys(("performance", "kpi"), Category.PERFORMANCE),
    **dict.fromkeys(("skill", "skills"), Category.SKILL),
    **dict.fromkeys(("project", "impact", "projectimpact"), Category.PROJECT_IMPACT),
    **dict.fromkeys(("leadership", "teamwork", "leadershipteamwork", "leadershipandteamwork"), Category.LEADERSHIP),
    **dict.fromkeys(("career", "advancement", "careeradvancement"), Category.CAREER),
    **dict.fromkeys(("industry", "thoughtleadership", "industryandthoughtleadership"), Category.INDUSTRY),
}
_TAGS = (lines.TAG, lines.CHANNEL)  # a channel is a tag where it stands outside the sentence
# Behind one of these a hashtag or a mention is part of the sentence: "improved the #reliability", "praised by @ada".
_LEADING_ON = frozenset(
    {"a", "about", "an", "as", "at", "by", "for", "from", "in", "into", "my", "of", "on", "or", "our", "the", "their"}
    | {"this", "to", "via"}
)
_HANDLE = re.compile(r"@[^\W\d_][\w.-]*")
_WITH = frozenset({"with", "w/", "and", "&", "+", "cc", "cc:"})  # they introduce witnesses, and go with them
_PUNCTUATION = frozenset(",;:.!?…()[]-–—|/&+")
_DATE_WORDS = 7
# A link leaves NUL, which no cleaned text has, where it stood: its brackets go with it, its comma stays.
_GONE = re.compile(r" ?(?:[(\[]\x00(?: ?\x00)*[)\]]|\x00)([,;.!?]?)")


def category_of(tag: str) -> Category | None:
    """The category that a hashtag names, if it names one."""
    return _CATEGORIES.get(tag.casefold().replace("-", "").replace("_", ""))


def parse_win_line(text: str, today: date) -> NewWin | Problem:
    """Understand the text of `/win`. Links, tags at either end, witnesses at the end and a date phrase at the end are
    lifted out of the title; all else stays in it, tags and mentions in mid-sentence as words of the sentence.
    """
    text = lines.clean(text)
    if problem := lines.refuse(text):
        return problem
    pieces = lines.split(text)
    body, happened_on = _lift_end(pieces, today)
    start = _first_word(body)
    title = _title(body[start:])
    if not lines.says_something(title):
        return Problem("title_missing")
    lifted = (*pieces[:start], *pieces[len(body) :])
    named = [
        piece.value for piece in pieces if piece.kind == lines.TAG or (piece.kind == lines.CHANNEL and piece in lifted)
    ]
    category = next((found for tag in named if (found := category_of(tag))), None)
    return NewWin(
        title=title,
        happened_on=happened_on or today,
        category=category,
        tags=_each_once(tag for tag in named if category is None or category_of(tag) is not category),
        witnesses=_each_once(piece.value for piece in pieces if piece.kind == lines.MENTION),
        links=evidence.each_once(
            evidence.labelled(piece.shown, piece.value) for piece in pieces if piece.kind == lines.LINK
        ),
        measures=measures.find_measures(title),
    )


@dataclass(frozen=True, slots=True)
class Overlooked:
    """What a line seems to say that no win can hold: a day still to come, and names that Slack does not know."""

    day: date | None = None
    names: tuple[str, ...] = ()


def overlooked(text: str, win: NewWin | Win, today: date) -> Overlooked:
    """Of the line that became the win: what stayed in its title as words."""
    pieces = lines.split(lines.clean(text))
    handles = (piece.shown.rstrip(",;:.!?)") for piece in pieces if piece.kind == lines.WORD and not piece.glued)
    names = (handle for handle in handles if _HANDLE.fullmatch(handle) and handle[1:].casefold() not in lines.EVERYBODY)
    day = dates.find_day_ahead(win.title, today) if win.happened_on == today else None
    return Overlooked(day, _each_once(names))


def _each_once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _first_word(body: list[Piece]) -> int:
    """Where the title begins, behind the tags that lead the line."""
    start = 0
    while start < len(body) and (body[start].kind in _TAGS or (start and body[start].shown in _PUNCTUATION)):
        start += 1
    return start


def _title(body: list[Piece]) -> str:
    if not any(map(_is_bare_link, body)):
        return lines.tidy_end(lines.join(body))
    marked = [piece._replace(shown="\0") if _is_bare_link(piece) else piece for piece in body]
    return lines.tidy_end(_GONE.sub(_closed, lines.join(marked)).lstrip(" ,;"))


def _closed(found: re.Match[str]) -> str:
    before = found.string[: found.start()][-1:]
    return "" if before in _PUNCTUATION else found[1]


def _is_bare_link(piece: Piece) -> bool:
    return piece.kind == lines.LINK and not piece.shown


def _lift_end(pieces: list[Piece], today: date) -> tuple[list[Piece], date | None]:
    """Without the tags, witnesses, links and the one date phrase at the end, in whatever order they stand there."""
    end = len(pieces)
    happened_on: date | None = None
    while end:
        start = _lifted_from(pieces, end)
        if start == end and happened_on is None:
            happened_on, start = _dated_from(pieces, end, today)
        if start == end:
            break
        end = start
    return pieces[:end], happened_on


def _lifted_from(pieces: list[Piece], end: int) -> int:
    """Where the token that ends at `end` begins; `end` itself if there is none to lift."""
    last = pieces[end - 1]
    if last.kind == lines.WORD:
        closes = last.shown in _PUNCTUATION and end > 1 and pieces[end - 2].kind != lines.WORD
        lifted = _lifted_from(pieces, end - 1) if closes and last.shown not in ")]" else end
        return end if lifted == end - 1 else lifted
    if last.kind == lines.MENTION:
        return _witnesses_from(pieces, end)
    if last.kind in _TAGS:
        return end if _leads_on(pieces, end - 1) else end - 1
    return end - 1 if _is_bare_link(last) else end


def _leads_on(pieces: list[Piece], at: int) -> bool:
    """Whether the word before `at` needs it to make sense, or it is glued to a word."""
    if at == 0 or pieces[at - 1].kind != lines.WORD:
        return False
    return pieces[at].glued or pieces[at - 1].shown.casefold().lstrip("(") in _LEADING_ON


def _witnesses_from(pieces: list[Piece], end: int) -> int:
    start = end
    while start and (
        pieces[start - 1].kind == lines.MENTION
        or pieces[start - 1].shown in _PUNCTUATION
        or pieces[start - 1].shown.casefold() in _WITH
    ):
        start -= 1
    return end if _leads_on(pieces, start) else start


def _dated_from(pieces: list[Piece], end: int, today: date) -> tuple[date | None, int]:
    start = end
    while start and end - start < _DATE_WORDS and _is_plain_word(pieces[start - 1]):
        start -= 1
    words = [piece.shown for piece in pieces[start:end]]
    found = dates.find_trailing_date(" ".join(words), today) if words else None
    return (found[0], start + len(found[1].split())) if found else (None, end)


def _is_plain_word(piece: Piece) -> bool:
    return piece.kind == lines.WORD and not piece.glued and " " not in piece.shown
