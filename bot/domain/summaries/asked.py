"""Of which time a draft is asked for, and for whom: read from a typed line or a button's value; values only."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from bot.domain import lines, periods
from bot.domain.periods import Period
from bot.domain.stakeholders import Relationship

MAX_NAME = 200
_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>")
_USER = re.compile("[UW][A-Z0-9]{1,30}")


class SpanKind(StrEnum):
    """The first three end today and are as long as they say; a quarter is three months."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SINCE = "since"
    BETWEEN = "between"


_DAYS = {SpanKind.WEEK: 7, SpanKind.MONTH: 30, SpanKind.QUARTER: 91}
ROLLING = tuple(_DAYS)


class Audience(StrEnum):
    """Whom a draft is for, by what they care about: delivery, scale, business result, help."""

    MANAGER = "manager"
    SKIP_LEVEL = "skip-level"
    SPONSOR = "sponsor"
    PEER = "peer"


_AUDIENCES = {
    Relationship.MANAGER: Audience.MANAGER,
    Relationship.SKIP_LEVEL: Audience.SKIP_LEVEL,
    Relationship.SPONSOR: Audience.SPONSOR,
    Relationship.MENTOR: Audience.SPONSOR,
}


def audience_of(relationship: Relationship) -> Audience:
    return _AUDIENCES.get(relationship, Audience.PEER)


def audience_named(name: str) -> Audience | None:
    return next((audience for audience in Audience if audience == name), None)


@dataclass(frozen=True, slots=True)
class Span:
    """Both days belong to it; of the first only what was kept from `after` on, where a digest has told the rest."""

    kind: SpanKind
    first: date
    last: date
    after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """`audience` is a kind of reader where one was named; a person is named by Slack's id or by a name."""

    span: Span
    audience: Audience | None = None
    user_id: str = ""
    name: str = ""
    stakeholder_id: int = 0


def rolling(kind: SpanKind, today: date) -> Span:
    return Span(kind, today - timedelta(days=_DAYS[kind] - 1), today)


def parse(line: str, today: date, first_weekday: int) -> Asked | None:
    """`[week|month|quarter|since DATE|a span such as q3] [for @x|name|audience]`; None where it is none of that."""
    words = lines.unescape(line).split()
    at = next((place for place, word in enumerate(words) if word.casefold() == "for"), len(words))
    span = _span(words[:at], today, first_weekday)
    if span is None:
        return None
    return _for(Asked(span), words[at + 1 :]) if at < len(words) else Asked(span)


def _span(words: list[str], today: date, first_weekday: int) -> Span | None:
    bare = [word.casefold() for word in words]
    bare = bare[1:] if bare[:1] == ["this"] and len(bare) == 2 else bare
    match bare:
        case []:
            return rolling(SpanKind.WEEK, today)
        case [kind] if kind in ROLLING:
            return rolling(SpanKind(kind), today)
        case ["since", *day]:
            read = [periods.read(words, today, first_weekday) for words in (day, ["on", *day])] if day else []
            since = next((each for each in read if each is not None), None)  # "since monday" is since that day
            return None if since is None else _since(since.first, today)
    found: Period | None = periods.read(bare, today, first_weekday)
    if found is None or found.first > today:
        return None
    return Span(SpanKind.BETWEEN, found.first, min(found.last, today))


def _since(first: date, today: date) -> Span | None:
    return Span(SpanKind.SINCE, first, today) if first <= today else None


def _for(asked: Asked, words: list[str]) -> Asked | None:
    named = " ".join(words).strip()
    kind = named.casefold().removeprefix("my ").replace(" ", "-")
    audience = audience_named(kind)
    if audience is not None:
        return Asked(asked.span, audience)
    if mention := _MENTION.fullmatch(named):
        return Asked(asked.span, user_id=mention[1])
    return Asked(asked.span, name=named[:MAX_NAME].removeprefix("@")) if named else None


def choose(asked: Asked, field: str, value: str, today: date) -> Asked:
    """The same with another choice in one of a window's fields, named by the end of `field`; what cannot be read
    changes nothing. Somebody else to write to decides anew what they care about.
    """
    match field.rpartition(".")[2]:
        case "span" if value in ROLLING:
            return replace(asked, span=rolling(SpanKind(value), today))
        case "since" if (first := _day(value)) is not None:
            return replace(asked, span=_since(first, today) or asked.span)
        case "audience":
            return replace(asked, audience=audience_named(value) or asked.audience)
        case "person":
            return Asked(asked.span, user_id=value if _USER.fullmatch(value) else "")
    return asked


def write(asked: Asked) -> str:
    """For a button's value or a window; names are left out, as whoever has one is carried by their id."""
    span = asked.span
    parts = (span.kind, span.first, span.last, asked.audience or "", asked.user_id, asked.stakeholder_id or "")
    after = () if span.after is None else (span.after.isoformat(),)
    return "|".join(str(part) for part in (*parts, *after))


def read(written: str, today: date) -> Asked:
    """What `write` wrote; of anything else the last week, for nobody in particular."""
    parts = (written.split("|") + [""] * 7)[:7]
    kind = next((kind for kind in SpanKind if kind == parts[0]), None)
    days = [_day(part) for part in parts[1:3]]
    if kind is None or days[0] is None or days[1] is None or days[0] > days[1]:
        return Asked(rolling(SpanKind.WEEK, today))
    id_ = int(parts[5]) if parts[5].isascii() and parts[5].isdigit() and len(parts[5]) < 18 else 0
    user_id = parts[4] if _USER.fullmatch(parts[4]) else ""
    return Asked(Span(kind, days[0], days[1], _moment(parts[6])), audience_named(parts[3]), user_id, stakeholder_id=id_)


def _moment(written: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(written)
        return None if read.utcoffset() is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
