"""Measures: a number on a win, read from text."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from bot.domain import metrics


@dataclass(frozen=True, slots=True)
class Measure:
    """`before` and `after` for `a -> b`; `change` for a bare amount (`30%`, `$120k`, `+4 NPS`). Numbers are plain
    (120000 for `$120k`), the unit is `$`, `%`, `ms`, `NPS`…; direction is "up", "down" or "" (not said).
    """

    as_typed: str
    metric: str = ""
    unit: str = ""
    before: Decimal | None = None
    after: Decimal | None = None
    change: Decimal | None = None
    direction: str = ""


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


class _Found(NamedTuple):
    measure: Measure
    start: int
    end: int
    edge: int  # behind it, and behind its metric where that follows: what comes is of the next measure


MAX_MEASURES = 5

# Thousands in groups of three; all repeats are bounded, so that a long row of digits is read in one pass.
_NUMBER = r"\d{1,3}(?:[,.'’ ]\d{3}){1,4}(?:[.,]\d{1,6})?(?!\d)|\d{1,15}(?:[.,]\d{1,6})?"
_AMOUNT = re.compile(
    r"(?<![\w.,:/#$€£¥₹+\-−–])(?P<sign>[+\-−–])?(?P<currency>[$€£¥₹])?(?P<sign_inside>[+\-−])?"
    rf"(?P<number>{_NUMBER})(?P<glued>%|×|[^\W\d_]{{1,12}})?(?P<behind>[€$£¥₹])?"
    r"(?: (?P<word>%|[€$£¥₹](?!\d)|[^\W\d_]{1,20}))?(?![\w@]|[.,:/\-−–]\d|-\w)"
)
_DIGIT = re.compile("[0-9]")
_EITHER = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?![\d.,]*\d)")
_FROM_FIRST = re.compile(r"^from |\bfrom [^ ]*\d", re.IGNORECASE)
_SPELLED_OUT = re.compile(
    r"\b(?P<verb>doubled|tripled|quadrupled|halved) (?:(?:the|our|my|their|its|your) )?"
    r"(?P<metric>(?!down\b|up\b|back\b|as\b)[^\W\d_][^\s,;.!?:()]*(?: [^\W\d_][^\s,;.!?:()]*){0,2})",
    re.IGNORECASE,
)
_ARROW = re.compile(r" ?(?:-{1,2}|=|–|—)> ?| ?[→⇒➔➜➝⟶] ?")
_TO = re.compile(r" (?:down |up )?to (?:only |just |about )?", re.IGNORECASE)
_FROM = re.compile(r"\bfrom $", re.IGNORECASE)
_RANGE = re.compile(r"(?<![\w.,])[\d.,]{1,12} to $", re.IGNORECASE)  # `60 to 85%` is neither a change nor 85%
_SCORE = re.compile(r"\bNPS:? $", re.IGNORECASE)
_COMPARED = re.compile(rf"\d ?(?:[%x×X]|percent)(?P<word>{metrics.COMPARING})", re.IGNORECASE)
_TIDY = re.compile(r"[ '’]")

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

_FACTORS = {
    "doubled": ("x", Decimal(2), "up"),
    "tripled": ("x", Decimal(3), "up"),
    "quadrupled": ("x", Decimal(4), "up"),
    "halved": ("%", Decimal(50), "down"),
}
# Languages by their decimal separator, the regions that differ from their language, and those where both are common.
_COMMA = frozenset(
    {"bg", "ca", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hr", "hu", "id", "is", "it", "lt", "lv", "nb"}
    | {"nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "vi"}
)
_POINT = frozenset({"en", "he", "hi", "ja", "ko", "ms", "th", "zh"})
_POINT_IN = {"de": {"CH", "LI"}, "it": {"CH"}, "es": {"MX", "US", "GT", "HN", "NI", "PA", "SV", "DO", "PR", "PE"}}
_MIXED = {"es": {"LA", "419"}, "en": {"ZA"}, "fr": {"CH"}}


def decimal_of(locale: str) -> str:
    """What separates decimals where the member is, by Slack's `de-DE`; "" where that is not known."""
    language, _, region = locale.replace("_", "-").partition("-")
    if not language.isalpha() or region in _MIXED.get(language.casefold(), ()):
        return ""
    if region in _POINT_IN.get(language.casefold(), ()):
        return "."
    return "," if language.casefold() in _COMMA else "." if language.casefold() in _POINT else ""


def find_measure(text: str, decimal: str = "") -> tuple[Measure, int, int] | None:
    """The first measure in the text and where it stands (its metric's words lie around)."""
    found = next(_measures(text, decimal), None)
    return found and found[:3]


def find_measures(text: str, decimal: str = "") -> tuple[Measure, ...]:
    """At most MAX_MEASURES, in the order typed. `decimal` says how `1.200` and `1,200` are to be read, where they
    could be either; without it a point is decimal there and a comma sets off thousands.
    """
    return tuple(found.measure for found in itertools.islice(_measures(text, decimal), MAX_MEASURES))


def read_as(measure: Measure, decimal: str) -> Measure:
    """The same measure, its numbers read with that decimal separator where they could be read in two ways."""
    if not decimal or not is_either(measure):
        return measure
    again = next(_measures(measure.as_typed, decimal), None)
    if again is None or again[0].unit != measure.unit:
        return measure
    before, after, change = again[0].before, again[0].after, again[0].change
    direction = _turn(before, after) if before is not None else measure.direction
    return replace(measure, before=before, after=after, change=change, direction=direction)


def is_either(measure: Measure) -> bool:
    """Whether one of its numbers is thousands to some people and has decimals to others."""
    return ("," in measure.as_typed or "." in measure.as_typed) and _EITHER.search(measure.as_typed) is not None


def amounts_as_typed(measure: Measure) -> tuple[str, str] | None:
    """`12 hours` and `40 minutes` where the two units differ: they are kept in one of them, 720 and 40 minutes."""
    kept = (measure.before, measure.after, measure.unit)
    if measure.before is None or not any(measure.unit in scale for scale in _SCALES):
        return None
    typed = measure.as_typed
    if typed.count(measure.unit) > 1 and typed.endswith(measure.unit):
        return None  # both stand in it already, as they mostly do
    for first, second in itertools.pairwise(_read(found, "") for found in _AMOUNT.finditer(typed)):
        if first.unit and second.unit and first.unit != second.unit and _common(first, second) == kept:
            return typed[first.start : first.end], typed[second.start : second.end]
    return None


def is_range(measure: Measure) -> bool:
    """`2h to 15min` without a `from` may be no change at all."""
    typed = measure.as_typed
    return measure.before is not None and not _FROM_FIRST.search(typed) and not _ARROW.search(typed)


def is_spelled(measure: Measure) -> bool:
    """`doubled`: what it was, no digit says."""
    return measure.as_typed.casefold() in _FACTORS


def compared(measure: Measure) -> str:
    """`fewer` of `3x fewer pages`; empty where the amount says nothing of that kind."""
    found = _COMPARED.search(measure.as_typed) if measure.unit in {"%", "x"} else None
    return found["word"].strip().casefold() if found else ""


def _measures(text: str, decimal: str = "") -> Iterator[_Found]:
    none = True
    if not text.isascii() or _DIGIT.search(text):
        amounts = list(_AMOUNT.finditer(text))
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


def _spelled(text: str) -> _Found | None:
    """`doubled sign-ups`: the factor is in the verb, the metric behind it."""
    found = _SPELLED_OUT.search(text)
    if found is None:
        return None
    words = itertools.takewhile(lambda word: word.casefold() not in metrics.STOPS, found["metric"].split())
    metric = " ".join(words).rstrip(",;.!?:)")
    unit, change, direction = _FACTORS[found["verb"].casefold()]
    if not any(map(str.isalpha, metric)):
        return None
    measure = Measure(found["verb"], metric[: metrics.MAX_METRIC], unit, change=change, direction=direction)
    return _Found(measure, found.start("verb"), found.end("verb"), found.end())


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
    value = _number(found["number"], decimal, whole=bool(currency) and not power)
    if power:
        value = _plain(value.scaleb(power))
    sign = found["sign"] or found["sign_inside"] or ""
    plain = not (sign or unit or power)
    return _Amount(
        start=found.start(),
        end=end,
        value=value if sign in {"", "+"} else -value,
        unit=unit,
        word=word,
        word_end=found.end(),
        signed=bool(sign),
        year=plain and found["number"].isdigit() and 1900 <= value <= 2100,
    )


def _is_unit(word: str) -> bool:
    return word in _UNITS or word in {"%", "percent"} or word.casefold() in {"nps", "percent"}


def _number(typed: str, decimal: str, *, whole: bool) -> Decimal:
    """`1 200` and `1.200,50` are thousands; what could be either goes by `decimal`, and without it a single point is
    decimal, a single comma only before other than three digits (`1,5`, `0,125`). `whole` money has no three decimals.
    """
    if typed.isdigit():
        return Decimal(typed)
    typed = _TIDY.sub("", typed)
    comma, point = typed.rfind(","), typed.rfind(".")
    if comma >= 0 and point >= 0:
        thousands, decimal = (",", ".") if point > comma else (".", ",")
    elif typed.count(".") > 1:
        thousands, decimal = ".", ","
    elif typed.count(",") > 1:
        thousands, decimal = ",", "."
    elif len(typed) - max(comma, point) == 4 and typed[0] != "0":
        if whole:
            decimal = "," if comma < 0 else "."
        thousands, decimal = (".", ",") if decimal == "," else (",", ".")
    else:
        return Decimal(typed.replace(",", "."))
    return Decimal(typed.replace(thousands, "").replace(decimal, "."))


def _pair(text: str, edge: int, first: _Amount, match: re.Match[str], decimal: str) -> _Found | None:
    second = _read(match, decimal, money=first.unit if first.unit in _CURRENCIES else "")
    before, after = (_with_word(first, second), _with_word(second, first)) if first.word else (first, second)
    gap = text[before.end : after.start]
    led = _FROM.search(text, max(0, before.start - 8), before.start)
    if (first.year and second.year) or first.unit in _NOT_UNITS or second.unit in _NOT_UNITS:
        return None
    if not (_ARROW.fullmatch(gap) or (_TO.fullmatch(gap) and (led or (before.unit and after.unit)))):
        return None
    start = led.start() if led else before.start
    low, high, unit = _common(before, after)
    measure = Measure(
        as_typed=text[start : after.end],
        metric=metrics.named_before(text, edge, start),
        unit=unit,
        before=low,
        after=high,
        direction=_turn(low, high),
    )
    return _Found(measure, start, after.end, after.end)


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
                _plain(before.value * scale[first] / scale[unit]),
                _plain(after.value * scale[second] / scale[unit]),
                unit,
            )
    return None, None, ""


def _timed(unit: str, units: set[str]) -> str:
    """An `m` beside another unit of time is minutes (`4h -> 40m`); alone it may be metres or millions."""
    return "min" if unit == "m" and units & _SECONDS.keys() else unit


def _plain(value: Decimal) -> Decimal:
    """Without exponent and trailing zeros: 120, not 1.20E+2."""
    return Decimal(f"{value.normalize():f}")


def _turn(before: Decimal | None, after: Decimal | None) -> str:
    if before is None or after is None or before == after:
        return ""
    return "up" if after > before else "down"


def _single(text: str, edge: int, amount: _Amount) -> _Found | None:
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
    return _Found(measure, start, end, edge)
