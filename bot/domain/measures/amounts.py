"""Amounts with a sign of what they are: `800ms -> 480ms`, `30%`, `$120k`, `+4 NPS`, `doubled`."""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from bot.domain import metrics
from bot.domain.measures.numbers import NUMBER, plain, read_number, turn
from bot.domain.measures.values import Found, Measure


class _Amount(NamedTuple):
    """One number with what is typed around it: `value` with sign and multiplier, `unit` if it is surely one, and the
    `word` behind it, which may be a unit or anything else and ends at `word_end`.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    word: str
    word_end: int
    signed: bool
    year: bool  # a bare 1900…2100


AMOUNT = re.compile(
    r"(?<![\w.,:/#$€£¥₹+\-−–])(?P<sign>[+\-−–])?(?P<currency>[$€£¥₹])?(?P<sign_inside>[+\-−])?"
    rf"(?P<number>{NUMBER})(?P<glued>%|×|[^\W\d_]{{1,12}})?(?P<behind>[€$£¥₹])?"
    r"(?: (?P<word>%|[€$£¥₹](?!\d)|[^\W\d_]{1,20}))?(?![\w@]|[.,:/\-−–]\d|-\w)"
)
_DIGIT = re.compile("[0-9]")
_SPELLED_OUT = re.compile(
    r"\b(?P<verb>doubled|tripled|quadrupled|halved) (?:(?:the|our|my|their|its|your) )?"
    r"(?P<metric>(?!down\b|up\b|back\b|as\b)[^\W\d_][^\s,;.!?:()]*(?: [^\W\d_][^\s,;.!?:()]*){0,2})",
    re.IGNORECASE,
)
ARROW = re.compile(r" ?(?:-{1,2}|=|–|—)> ?| ?[→⇒➔➜➝⟶] ?")
TO = re.compile(r" (?:down |up )?to (?:only |just |about )?", re.IGNORECASE)
FROM = re.compile(r"\bfrom $", re.IGNORECASE)
_RANGE = re.compile(r"(?<![\w.,])[\d.,]{1,12} to $", re.IGNORECASE)  # `60 to 85%` is neither a change nor 85%
_SCORE = re.compile(r"\bNPS:? $", re.IGNORECASE)

_CURRENCIES = {"eur": "€", "usd": "$", "gbp": "£"} | {sign: sign for sign in "€$£¥₹"}
_MONEY = {"m": 6, "mn": 6, "mio": 6, "million": 6, "b": 9, "bn": 9, "billion": 9}
_COUNTED = {"M": 6, "mio": 6, "Mio": 6, "million": 6, "bn": 9, "billion": 9}  # not of money: `m` is a unit there
_SPELLED = {"percent": "%", "×": "x", "X": "x"}
_SECONDS = {
    "ns": Decimal("1e-9"),
    **dict.fromkeys(("us", "µs", "μs"), Decimal("1e-6")),
    "ms": Decimal("1e-3"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), Decimal(1)),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), Decimal(60)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), Decimal(3600)),
    **dict.fromkeys(("d", "day", "days"), Decimal(86400)),
    **dict.fromkeys(("w", "week", "weeks"), Decimal(604800)),
}
_MONTHS = {**dict.fromkeys(("month", "months"), Decimal(1)), **dict.fromkeys(("year", "years"), Decimal(12))}
_BYTES = {"B": Decimal(1), "KB": Decimal(1000), "kB": Decimal(1000)} | {
    unit: Decimal(10) ** power for unit, power in (("MB", 6), ("GB", 9), ("TB", 12), ("PB", 15))
}
_SCALES = (_SECONDS, _MONTHS, _BYTES)
_NOT_UNITS = {"am", "pm", "st", "nd", "rd", "th"}
_UNITS = {*_SECONDS, *_MONTHS, *_BYTES, "pp", "bps", "NPS"} | {
    *("points", "pts", "stars", "people", "users", "customers", "clients", "requests", "incidents", "alerts"),
    *("tickets", "bugs", "errors", "defects", "teams", "engineers", "deploys", "releases", "steps", "pages", "calls"),
}

FACTORS = {
    "doubled": ("x", Decimal(2), "up"),
    "tripled": ("x", Decimal(3), "up"),
    "quadrupled": ("x", Decimal(4), "up"),
    "halved": ("%", Decimal(50), "down"),
}


def read_amounts(text: str, decimal: str = "") -> Iterator[Found]:
    none = True
    if not text.isascii() or _DIGIT.search(text):
        amounts = list(AMOUNT.finditer(text))
        at = edge = 0  # a metric's words lie behind the measure before
        while at < len(amounts):
            first = _read(amounts[at], decimal)
            found = _pair(text, edge, first, amounts[at + 1], decimal) if at + 1 < len(amounts) else None
            at += 2 if found else 1
            found = found or _single(text, edge, first)
            if found:
                none, edge = False, found.edge
                yield found
    if none and ("bled " in text or "lved " in text or "pled " in text) and (spelled := _spelled(text)):
        yield spelled


def _spelled(text: str) -> Found | None:
    """`doubled sign-ups`: the factor is in the verb, the metric behind it."""
    found = _SPELLED_OUT.search(text)
    if found is None:
        return None
    words = itertools.takewhile(lambda word: word.casefold() not in metrics.STOPS, found["metric"].split())
    metric = " ".join(words).rstrip(",;.!?:)")
    unit, change, direction = FACTORS[found["verb"].casefold()]
    if not any(map(str.isalpha, metric)):
        return None
    measure = Measure(found["verb"], metric[: metrics.MAX_METRIC], unit, change=change, direction=direction)
    return Found(measure, found.start("verb"), found.end("verb"), found.end())


def _read(found: re.Match[str], decimal: str, money: str = "") -> _Amount:
    """`money` is the currency of the number before, which `€1.2m -> 1.5m` does not repeat."""
    glued, word = found["glued"] or "", found["word"] or ""
    end = found.end() if not word else found.start("word") - 1
    currency = found["currency"] or found["behind"] or _CURRENCIES.get(word.casefold(), "")
    unit = currency or _SPELLED.get(glued, glued)
    power = 0
    if glued in {"k", "K"}:
        power, unit = 3, currency
    elif (currency or money) and (power := _MONEY.get(glued.casefold(), 0)):
        unit = currency or money
    elif power := _COUNTED.get(glued, 0):
        unit = currency
    elif word and not glued and (power := (_MONEY if currency else _COUNTED).get(word.casefold(), 0)):
        word, end = "", found.end()
    if word and (_CURRENCIES.get(word.casefold()) == currency != "" or (not unit and _is_unit(word))):
        unit, word, end = unit or _SPELLED.get(word, word), "", found.end()
    value = read_number(found["number"], decimal, whole=bool(currency) and not power)
    if power:
        value = plain(value.scaleb(power))
    sign = found["sign"] or found["sign_inside"] or ""
    bare = not (sign or unit or power)
    return _Amount(
        start=found.start(),
        end=end,
        value=value if sign in {"", "+"} else -value,
        unit=unit,
        word=word,
        word_end=found.end(),
        signed=bool(sign),
        year=bare and found["number"].isdigit() and 1900 <= value <= 2100,
    )


def _is_unit(word: str) -> bool:
    return word in _UNITS or word in {"%", "percent"} or word.casefold() in {"nps", "percent"}


def _pair(text: str, edge: int, first: _Amount, match: re.Match[str], decimal: str) -> Found | None:
    second = _read(match, decimal, money=first.unit if first.unit in _CURRENCIES else "")
    before, after = (_with_word(first, second), _with_word(second, first)) if first.word else (first, second)
    gap = text[before.end : after.start]
    led = FROM.search(text, max(0, before.start - 8), before.start)
    if (first.year and second.year) or first.unit in _NOT_UNITS or second.unit in _NOT_UNITS:
        return None
    if not (ARROW.fullmatch(gap) or (TO.fullmatch(gap) and (led or (before.unit and after.unit)))):
        return None
    start = led.start() if led else before.start
    low, high, unit = _common(before, after)
    measure = Measure(
        as_typed=text[start : after.end],
        metric=metrics.named_before(text, edge, start),
        unit=unit,
        before=low,
        after=high,
        direction=turn(low, high),
    )
    return Found(measure, start, after.end, after.end)


def _with_word(amount: _Amount, other: _Amount) -> _Amount:
    """`3 boards -> 9 boards`: a word that stands behind both numbers is their unit, whatever it is."""
    if amount.word.casefold() != other.word.casefold() or amount.unit:
        return amount
    return amount._replace(unit=amount.word, word="", end=amount.word_end)


def _common(before: _Amount, after: _Amount) -> tuple[Decimal | None, Decimal | None, str]:
    """Both numbers in one unit, the finer of the two. Without a common one the measure is only as typed."""
    units = {before.unit, after.unit} - {""}
    if len(units) < 2:
        return before.value, after.value, next(iter(units), "")
    first, second = _timed(before.unit, units), _timed(after.unit, units)
    for scale in _SCALES:
        if {first, second} <= scale.keys():
            unit = min(first, second, key=scale.__getitem__)
            return (
                plain(before.value * scale[first] / scale[unit]),
                plain(after.value * scale[second] / scale[unit]),
                unit,
            )
    return None, None, ""


def _timed(unit: str, units: set[str]) -> str:
    """An `m` beside another unit of time is minutes (`4h -> 40m`); alone it may be metres or millions."""
    return "min" if unit == "m" and units & _SECONDS.keys() else unit


def _single(text: str, edge: int, amount: _Amount) -> Found | None:
    """A bare amount: money, per cent, a factor; anything else only with a sign before it (`+4 NPS`)."""
    unit, start, end, named = amount.unit, amount.start, amount.end, {"NPS"}  # what names its number needs no other
    if amount.signed and not unit and amount.word and amount.word.casefold() not in metrics.STOPS:
        unit, end = amount.word, amount.word_end
        named.add(unit)
    score = _SCORE.search(text, max(edge, start - 8), start) if amount.signed and not unit else None
    if score:
        unit, start = "NPS", score.start()
    if not unit or not (amount.signed or unit in {"%", "x", "pp", "bps"} or unit in _CURRENCIES):
        return None
    if _RANGE.search(text, max(0, start - 20), start):
        return None
    metric = "" if unit in named else metrics.named_before(text, edge, amount.start)
    if amount.signed:
        direction = "up" if amount.value > 0 else "down"
    else:
        direction = metrics.said_direction(text, amount.start, end, metric)
    last = end
    if unit in {"%", "x"}:
        end = metrics.compared(text, end)
    edge = end
    if not metric and unit not in named:
        metric = metrics.named_behind(text, end, sure=amount.signed or end > last)
        edge += len(metric) + 1 if metric else 0
    measure = Measure(text[start:end], metric, unit, change=abs(amount.value), direction=direction)
    return Found(measure, start, end, edge)


def amounts_as_typed(measure: Measure) -> tuple[str, str] | None:
    """`12 hours` and `40 minutes` where the two units differ: they are kept in one of them, 720 and 40 minutes."""
    kept = (measure.before, measure.after, measure.unit)
    if measure.before is None or not any(measure.unit in scale for scale in _SCALES):
        return None
    typed = measure.as_typed
    if typed.count(measure.unit) > 1 and typed.endswith(measure.unit):
        return None  # both stand in it already, as they mostly do
    for first, second in itertools.pairwise(_read(found, "") for found in AMOUNT.finditer(typed)):
        if first.unit and second.unit and first.unit != second.unit and _common(first, second) == kept:
            return typed[first.start : first.end], typed[second.start : second.end]
    return None
