"""Words and their shape: escaping, cutting on grapheme boundaries, dates, numbers, people."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import accumulate

import regex

from bot.domain.stakeholders import Stakeholder

_GRAPHEME = regex.compile(r"\X")
_MENTION = regex.compile(r"<@[UW][A-Z0-9]{1,30}>")
_ESCAPED_MENTION = regex.compile(r"&lt;@([UW][A-Z0-9]{1,30})&gt;")
# What Slack reads as the end of bold: a star or a backtick anywhere, the other two at the edge of a word; a bare
# address would take the closing star along.
_MARKS = regex.compile(r"[*`]|(?<!\w)[_~]|[_~](?!\w)|://")
_ENTITIES = ("&amp;", "&lt;", "&gt;")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def esc(text: str) -> str:
    """Slack's three special characters; what a person typed can then never become a mention, a link or a broadcast."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, ending in … when something was left out, never inside a grapheme or a mention."""
    if len(text) <= limit:
        return text
    ends = (match.end() for match in _GRAPHEME.finditer(text, 0, limit + 64))
    end = max((end for end in ends if end < limit), default=0)
    return text[: _before_mention(text, end)].rstrip() + "…"


def _before_mention(text: str, end: int) -> int:
    """Where to cut instead of at `end`: half of somebody's token would be read as letters and digits."""
    return next((found.start() for found in _MENTION.finditer(text) if found.start() < end < found.end()), end)


def esc_cut(text: str, limit: int) -> str:
    """Escaped text of at most `limit` characters, cut neither inside a grapheme, nor an entity, nor a mention."""
    if len(text) * 5 <= limit:
        return esc(text)
    escaped = esc(text)
    if len(escaped) <= limit:
        return escaped
    pieces = [match.group() for match in _GRAPHEME.finditer(text, 0, limit + 64)]
    fitting = sum(length < limit for length in accumulate(len(esc(piece)) for piece in pieces))
    end = sum(map(len, pieces[:fitting]))
    return esc(text[: _before_mention(text, end)].rstrip()) + "…"


def cut_markup(text: str, limit: int) -> str:
    """Cuts ready mrkdwn: never inside an entity, a `<…>` token or a grapheme. The last guard against Slack's limits."""
    if len(text) <= limit:
        return text
    short = cut(text, limit)[:-1]
    for opening, closing in (("<", ">"), ("&", ";")):
        start = short.rfind(opening)
        unfinished = start > short.rfind(closing)
        if unfinished and (opening == "<" or any(entity.startswith(short[start:]) for entity in _ENTITIES)):
            short = short[:start]
    return short.rstrip() + "…"


def bold(markup: str) -> str:
    """Bold, unless marks that a person typed would end it half-way; those then mean what they always do."""
    return markup if _MARKS.search(markup) else f"*{markup}*"


def people_shown(escaped: str) -> str:
    """Turns the tokens of people that stored words keep into mentions again; nothing else becomes markup."""
    return _ESCAPED_MENTION.sub(r"<@\1>", escaped)


def mention(user_id: str) -> str:
    return f"<@{user_id}>"


def person(stakeholder: Stakeholder) -> str:
    """A Slack user as a mention, so that each reader's Slack shows the current name; anybody else by the typed name."""
    named = mention(stakeholder.user_id) if stakeholder.user_id else esc_cut(stakeholder.name, 200)
    return f"{named} (sample)" if stakeholder.sample else named


def day(value: date, today: date | None = None) -> str:
    """`Fri 3 Nov`, with the year where it is not this one."""
    year = f" {value.year}" if today is None or value.year != today.year else ""
    return f"{WEEKDAYS[value.weekday()][:3]} {value.day} {MONTHS[value.month - 1]}{year}"


def moment(value: datetime, fallback: str) -> str:
    """A date token that each reader sees in their own zone; `fallback` must say it all by itself."""
    epoch = int(value.astimezone(UTC).timestamp())
    return f"<!date^{epoch}^{{date_short_pretty}} {{time}}|{esc(fallback)}>"


def hour(value: int) -> str:
    return f"{value:02d}:00"


def plural(count: int, noun: str, many: str | None = None) -> str:
    """`1 win`, `2 wins`."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def number(value: Decimal) -> str:
    """Thousands set off, no trailing zeros, never an exponent."""
    shown = f"{value:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def money(value: Decimal) -> str:
    """Two decimals, or none where it is whole; a fraction of a cent stays what it is."""
    shown = number(value)
    whole, point, cents = shown.partition(".")
    return f"{whole}{point}{cents:0<2}" if point else shown


def quote(text: str, limit: int = 2900) -> str:
    """What a person typed, given back as a quotation."""
    return "\n".join(f">{line}" for line in esc_cut(text, limit).split("\n"))
