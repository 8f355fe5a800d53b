"""What somebody looks for among their wins: a text is understood as a query, and a query is written as such a text.

Nothing is refused: a word that means nothing else is a word to search for, and so is whatever stands in quotes.
"""

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.domain import dates, lines, periods, tags
from bot.domain.periods import Period
from bot.domain.wins import Category, category_of

MAX_WRITTEN = 1900  # Slack takes 2,000 characters in a button, and the page stands in it too
MAX_WORD = 200


class Kind(StrEnum):
    """In what state a win is looked for; without one, drafts and kept wins are found."""

    DRAFT = "draft"
    KEPT = "kept"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Query:
    """`people` are Slack user ids, `names` people as typed; `since` and `until` belong to the span."""

    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    category: Category | None = None
    people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    kind: Kind | None = None
    private: bool = False
    without_number: bool = False
    without_evidence: bool = False
    known_to_nobody: bool = False


class _Token(NamedTuple):
    kind: str  # word, quoted, tag, person
    value: str
    prefix: str = ""  # before a quotation: `person:"Maria Lopez"`


_QUOTES = dict.fromkeys(map(ord, "“”„‟«»"), '"')
_QUOTED = re.compile(r'(?:\b(tag|category|person|is):)?"([^"]*)"', re.IGNORECASE)
_NAMED = re.compile(r"(tag|category|person|is):(.+)", re.IGNORECASE | re.DOTALL)
_LISTS = ("words", "names", "tags", "people")  # in the order in which what is too long is left out
_LETTERS = re.compile(r"[^\W\d_]+")
_EDGES = ".,;:!?()[]"
_FROM = frozenset({"since", "from", "after", "between"})
_TO = frozenset({"before", "until", "till", "to"})
_DURING = frozenset({"on", "in", "during"})
_KINDS = {"draft": Kind.DRAFT, "drafts": Kind.DRAFT, "kept": Kind.KEPT, "deleted": Kind.DELETED}
_LACKING = frozenset({"without", "no", "missing", "lacking"})
_ARTICLES = frozenset({"a", "an", "any"})
_GAPS = {
    **dict.fromkeys(("number", "numbers", "measure", "measures", "metric", "metrics"), "number"),
    **dict.fromkeys(("evidence", "proof", "link", "links"), "evidence"),
}
_UNKNOWN = (("known", "to", "nobody"), ("known", "by", "nobody"), ("nobody", "knows"), ("untold",))
_BEFORE_PEOPLE = frozenset({"with", "by", "from", "to", "of"})
_SPANS = frozenset({"last", "this", "past", "previous", "today", "yesterday"})
_HEADS = (
    _FROM | _TO | _DURING | _LACKING | _BEFORE_PEOPLE | _SPANS | frozenset(_KINDS) | {"private", "known", "nobody"}
) | {"untold"}


def parse_words(text: str) -> Query:
    """What a text means where days and states are asked for elsewhere: words, tags and people, and what is named so."""
    query = Query()
    for token in _tokens(lines.clean(text).translate(_QUOTES)):
        query = _read_single(query, token.value) if token.kind == "word" else _read_token(query, token)
    return tidy(query)


class _Calendar(NamedTuple):
    today: date
    first_weekday: int


def parse(text: str, today: date, first_weekday: int = 0) -> Query:
    """What a text means, as Slack sends it: escaped, and people as `<@U…>`. Weeks begin on `first_weekday`."""
    calendar = _Calendar(today, first_weekday)
    tokens = list(_tokens(lines.clean(text).translate(_QUOTES)))
    query, at = Query(), 0
    while at < len(tokens):
        query, at = _read(query, tokens, at, calendar)
    return tidy(query)


def _tokens(text: str) -> Iterator[_Token]:
    end = 0
    for found in _QUOTED.finditer(text):
        yield from _plain_tokens(text[end : found.start()])
        yield from _quotation(found[2], (found[1] or "").casefold())
        end = found.end()
    yield from _plain_tokens(text[end:].replace('"', " "))


def _plain_tokens(text: str) -> Iterator[_Token]:
    for piece in lines.split(text):
        match piece.kind:
            case lines.MENTION:
                yield _Token("person", piece.value)
            case lines.TAG | lines.CHANNEL:
                yield _Token("tag", piece.value)
            case lines.LINK:
                yield _Token("quoted", piece.value)
            case _:
                yield from (_Token("word", word) for word in piece.shown.split())


def _quotation(text: str, prefix: str) -> Iterator[_Token]:
    """As it reads, in one; but people in it stay people."""
    said = ""
    for piece in lines.split(text):
        if piece.kind == lines.MENTION:
            yield _Token("person", piece.value)
            continue
        shown = f"#{piece.shown}" if piece.kind == lines.TAG else piece.shown or piece.value
        said += shown if piece.glued else f" {shown}"
    yield _Token("quoted", said, prefix)


def _read(query: Query, tokens: Sequence[_Token], at: int, calendar: _Calendar) -> tuple[Query, int]:
    """The query with what the token at `at` says, perhaps together with those behind it; and where to go on."""
    token = tokens[at]
    if token.kind != "word":
        return _read_token(query, token), at + 1
    head = _bare(token.value)
    if head not in _HEADS and not _may_be_span(head):
        return _read_single(query, token.value), at + 1
    words = _words_from(tokens, at)
    read = _read_dates(query, words, calendar) or _read_gap(query, words) or _read_state(query, words[0])
    if read is not None:
        return read[0], at + read[1]
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if head in _BEFORE_PEOPLE and follows is not None and _is_person(follows):
        return query, at + 1
    return _read_single(query, token.value), at + 1


def _read_token(query: Query, token: _Token) -> Query:
    match token.kind:
        case "person":
            return replace(query, people=(*query.people, token.value))
        case "tag":
            return replace(query, tags=(*query.tags, token.value))
    return _read_named(query, token.prefix, token.value)


def _words_from(tokens: Sequence[_Token], at: int) -> tuple[str, ...]:
    """The plain words from here on, bare, as many as a phrase can have."""
    found = []
    for token in tokens[at : at + periods.LONGEST * 2 + 2]:
        if token.kind != "word":
            break
        found.append(_bare(token.value))
    return tuple(found)


def _bare(word: str) -> str:
    return word.casefold().strip(_EDGES)


def _is_person(token: _Token) -> bool:
    return token.kind == "person" or (token.kind == "word" and token.value.startswith("@"))


def _may_be_span(word: str) -> bool:
    """Months by their whole name only: `mar` and `dec` are words as well."""
    return (
        word[:1].isdigit()
        or (word[:1] == "q" and word[1:].isdigit())
        or (len(word) > 3 and dates.month_number(word) > 0)
        or word == "may"
    )


Read = tuple[Query, int] | None


def _read_dates(query: Query, words: tuple[str, ...], calendar: _Calendar) -> Read:
    head = words[0]
    if head in _SPANS or _may_be_span(head):
        found = _span(words, calendar)
        return found and (replace(query, since=found[0].first, until=found[0].last), found[1])
    if head not in _FROM | _TO | _DURING:
        return None
    found = _span(words[1:], calendar)
    if found is None:
        return None
    period, used = found[0], found[1] + 1
    if head in _DURING:
        return replace(query, since=period.first, until=period.last), used
    if head in _TO:
        return replace(query, until=_moved(period.first, -1) if head == "before" else period.last), used
    query = replace(query, since=_moved(period.last, 1) if head == "after" else period.first)
    if head == "between" and words[used : used + 1] == ("and",):
        other = _span(words[used + 1 :], calendar)
        if other is not None:
            return replace(query, until=other[0].last), used + 1 + other[1]
    return query, used


def _span(words: tuple[str, ...], calendar: _Calendar) -> tuple[Period, int] | None:
    """The longest span that the words begin with."""
    for length in range(min(len(words), periods.LONGEST), 0, -1):
        period = periods.read(words[:length], *calendar)
        if period is not None:
            return period, length
    return None


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def _read_gap(query: Query, words: tuple[str, ...]) -> Read:
    for phrase in _UNKNOWN:
        if words[: len(phrase)] == phrase:
            return replace(query, known_to_nobody=True), len(phrase)
    if words[0] not in _LACKING:
        return None
    at = 2 if words[1:2] and words[1] in _ARTICLES else 1
    gap = _GAPS.get(words[at]) if len(words) > at else None
    if gap is None:
        return None
    if gap == "number":
        return replace(query, without_number=True), at + 1
    return replace(query, without_evidence=True), at + 1


def _read_state(query: Query, word: str) -> Read:
    if word == "private":
        return replace(query, private=True), 1
    return (replace(query, kind=_KINDS[word]), 1) if word in _KINDS else None


def _read_single(query: Query, typed: str) -> Query:
    """One word that is no part of a phrase: `@maria`, `person:maria`, `#c++`, or what it says."""
    word = typed.rstrip(_EDGES).lstrip("([")
    if found := _NAMED.fullmatch(word):
        return _read_named(query, found[1].casefold(), found[2])
    if word[:1] == "@" and len(word) > 1:
        return _read_named(query, "person", word[1:])
    if word[:1] == "#" and tags.normal(word):
        return _read_named(query, "tag", word)
    return replace(query, words=(*query.words, word)) if lines.says_something(word) else query


def _read_named(query: Query, prefix: str, value: str) -> Query:
    category = category_of(value) if prefix == "category" else None
    if category is not None:
        return replace(query, category=category)
    if prefix == "is" and (read := _read_state(query, value.casefold())):
        return read[0]
    match prefix:
        case "person":
            return replace(query, names=(*query.names, value))
        case "tag":
            return replace(query, tags=(*query.tags, value))
    return replace(query, words=(*query.words, f"{prefix}:{value}" if prefix else value))


def tidy(query: Query) -> Query:
    """Each thing once, in its one form; of a span turned round the earlier day is the first."""
    since, until = query.since, query.until
    if since is not None and until is not None and since > until:
        since, until = until, since
    return replace(
        query,
        words=_each_once(query.words),
        tags=tuple(name for name in tags.read(each.replace('"', "") for each in query.tags)),
        names=_each_once(query.names),
        people=tuple(dict.fromkeys(query.people)),
        since=since,
        until=until,
    )


def _each_once(typed: Sequence[str]) -> tuple[str, ...]:
    found = (" ".join(each.replace('"', " ").split())[:MAX_WORD].strip() for each in typed)
    return tuple(dict.fromkeys(each for each in found if each))


def loosened(query: Query) -> tuple[tuple[Query, Query], ...]:
    """What of the query could be left out, each with what is asked then; only words, where there are any."""
    nothing = Query()
    named = [each.name for each in fields(Query) if getattr(query, each.name) != getattr(nothing, each.name)]
    parts: list[tuple[str, ...]] = []
    if query.words or query.names:
        parts.append(("words", "names"))
    else:
        parts += [("since", "until")] if query.since or query.until else []
        parts += [(name,) for name in named if name not in {"since", "until"}]
    if set(named) <= {name for part in parts[:1] for name in part}:
        return ()  # without it, everything would be asked for
    return tuple(
        (
            replace(nothing, **{name: getattr(query, name) for name in part}),
            replace(query, **{name: getattr(nothing, name) for name in part}),
        )
        for part in parts
    )


def write(query: Query) -> str:
    """The text that `parse` understands as this query, whatever the day."""
    parts = [*(_word(word) for word in query.words), *(_tag(name) for name in query.tags)]
    parts += [f"category:{query.category}"] if query.category else []
    parts += [f"<@{user_id}>" for user_id in query.people]
    parts += [f'person:"{escaped(name)}"' for name in query.names]
    parts += [f"since {query.since.isoformat()}"] if query.since else []
    parts += [f"until {query.until.isoformat()}"] if query.until else []
    parts += [query.kind.value] if query.kind else []
    said = {
        "private": query.private,
        "without number": query.without_number,
        "without evidence": query.without_evidence,
        "known to nobody": query.known_to_nobody,
    }
    return " ".join([*parts, *(words for words, wanted in said.items() if wanted)])


def _word(word: str) -> str:
    folded = word.casefold()
    plain = _LETTERS.fullmatch(word) and folded not in _HEADS and not _may_be_span(folded)
    return word if plain else f'"{escaped(word)}"'


def _tag(name: str) -> str:
    hashtag = f"#{escaped(name)}"
    read = lines.split(hashtag)
    return hashtag if [piece.value for piece in read] == [name] else f'tag:"{escaped(name)}"'


def escaped(text: str) -> str:
    """As Slack would send it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fit(query: Query) -> tuple[Query, bool]:
    """The query as far as a button can carry it, and whether something had to be left out: words first."""
    most = sum(len(getattr(query, name)) for name in _LISTS)
    left_out = bisect.bisect_left(range(most), True, key=lambda count: _fits(_without(query, count)))
    return _without(query, left_out), left_out > 0


def _fits(query: Query) -> bool:
    return lines.units(write(query)) <= MAX_WRITTEN


def _without(query: Query, count: int) -> Query:
    """The query less its last `count` words; where it has fewer, of what comes after words too."""
    kept = {}
    for name in _LISTS:
        values = getattr(query, name)
        gone = min(count, len(values))
        kept[name] = values[: len(values) - gone]
        count -= gone
    return replace(query, **kept)
