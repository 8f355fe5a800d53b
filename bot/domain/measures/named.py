"""Amounts whose kind only the words around them tell: `CHF 20k`, `1.2 million dollars`, `3m users`, `saved 200 hours a
week`. Nothing that may be a range, a year or another thing is taken for one.
"""

import itertools
import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import NamedTuple

from bot.domain import metrics
from bot.domain.measures.amounts import AMOUNT, ARROW, FROM, TO
from bot.domain.measures.numbers import plain, read_number, turn
from bot.domain.measures.values import Found, Measure


class _Named(NamedTuple):
    """What the words around a number make of it; `power` of ten, and `money` has no three decimals."""

    start: int
    end: int
    unit: str
    power: int = 0
    sign: str = ""
    money: bool = False
    counted: bool = False  # it needs no metric, its unit is one


_POWERS = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "b": 9, "bn": 9, "billion": 9}
_SCALE = r"(?P<scale>k|K|m|M|mn|mio|Mio|b|B|bn| mio| Mio| million| bn| billion| thousand)"
_CODES = {"EUR": "€", "USD": "$", "GBP": "£"} | {
    code: code
    for code in (
        "CHF",
        "JPY",
        "AUD",
        "NZD",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "HUF",
        "INR",
        "CNY",
        "BRL",
        "SGD",
        "ZAR",
    )
}
_CODE_LENGTH = 8  # with a sign and a space
_CODE_BEFORE = re.compile(rf"(?<![\w.+\-−])(?P<sign>[+\-−]?)(?P<code>{'|'.join(_CODES)}) $")
_SCALED = re.compile(rf"{_SCALE}(?![\w-])|(?![\w-]| [^\W\d_]*-)")
_CODE_BEHIND = re.compile(rf"{_SCALE}? ?(?P<code>{'|'.join(_CODES)})(?![\w-])")
_MONEY_BEHIND = re.compile(
    rf"(?:{_SCALE} (?P<scaled>dollars?|euros?)| (?P<bare>dollars|euros?))(?![\w-])", re.IGNORECASE
)
_CURRENCIES = {"dollar": "$", "euro": "€"}
# A noun for what is counted in thousands and millions: with one, an `m` is no metre.
_NOUNS = (
    "users|customers|people|clients|visitors|visits|views|downloads|installs|subscribers|members|followers|accounts"
    "|requests|calls|messages|events|orders|sessions|transactions|queries|records|rows|devices|listeners|readers"
    "|viewers|players|students|patients|incidents|alerts|tickets|bugs|errors"
)
_COUNTED = re.compile(rf"(?P<scale>k|K|m|M|mio|Mio| mio| Mio| million| thousand) (?P<noun>{_NOUNS})(?![\w-])")
_SAVED_LENGTH = 48
_SAVED = re.compile(
    r"\b(?:saved|saves|saving|freed up|frees up|freeing up|won back)(?: (?:us|me|them|everyone|everybody|the team"
    r"|our team|my team|each team|every team))?(?: (?:about|around|over|nearly|almost|roughly|at least))? $",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?: ?(?P<short>h|hr|hrs|min|mins|s|sec|secs|ms|d)| (?P<long>seconds?|minutes?|hours?|days?|weeks?|months?))"
    r"(?P<rate>(?: (?:a|an|per|every|each) |/)[^\W\d_]{1,15})?"
    r"(?![\w-]|/\w| (?:ago|later|before|after|early|earlier|late|ahead|in advance|running)\b)"
)
_MAX_UNIT = 40
_CLAUSE = re.compile(r"[;,.!?]")
_LEVEL = re.compile(r"\bto $", re.IGNORECASE)
_YEAR = re.compile("19[0-9]{2}|20[0-9]{2}|2100")
_WORD = re.compile("[A-Za-z]+")
_SAYING = {"dollar", "dollars", "euro", "euros", "saved", "saves", "saving", "freed", "frees", "freeing", "won"}
_TELLING = frozenset(
    _SAYING | {*_NOUNS.split("|")} | {f"{scale}{code.lower()}" for scale in ("", *_POWERS) for code in _CODES}
)
_BETWEEN = r"(?: (?:million|thousand|billion|bn|mio|Mio|dollars|euros?|hours|days|weeks|[A-Z]{3}|" + _NOUNS + r")){0,2}"
_OTHER_BEFORE = re.compile(
    rf"(?:\bbetween |\d[\w.,%]{{0,8}}{_BETWEEN} ?(?:to|or|-{{1,2}}>?|–|—|=>|→) ?"
    rf"|\bbetween [$€£¥₹]?\d[\w.,%]{{0,8}}{_BETWEEN} and )(?:[A-Z]{{3}} )?$"
)
_OTHER_BEHIND = re.compile(r" ?(?:to|or|-{1,2}>?|–|—|=>|→) ?(?:[A-Z]{3} )?[$€£¥₹]?\d")


def read_named(text: str, taken: Collection[Found], decimal: str) -> Iterator[Found]:
    """What is found beside what is `taken` already."""
    if _TELLING.isdisjoint(map(str.lower, _WORD.findall(text))):
        return  # a line without any of these words, as most are, is not looked through
    edge = 0
    amounts = [(amount, named) for amount in AMOUNT.finditer(text) if (named := _name(text, amount)) is not None]
    for (amount, named), following in itertools.zip_longest(amounts, amounts[1:]):
        if named.start < edge:
            continue
        edge = max([edge, *(other.edge for other in taken if other.start <= named.start)])
        found = _pair(text, edge, (amount, named), following, decimal) if following else None
        found = found or _single(text, edge, amount, named, decimal)
        if found and not any(other.start < found.end and found.start < other.edge for other in taken):
            edge = found.edge
            yield found


def _pair(
    text: str, edge: int, one: tuple[re.Match[str], _Named], other: tuple[re.Match[str], _Named], decimal: str
) -> Found | None:
    """`CHF 20k -> CHF 12k`, `from 2m users to 3m users`."""
    first, second = one[1], other[1]
    gap = text[first.end : second.start]
    if first.unit != second.unit or first.sign or second.sign or not (ARROW.fullmatch(gap) or TO.fullmatch(gap)):
        return None
    led = FROM.search(text, max(0, first.start - 8), first.start)
    start = led.start() if led else first.start
    low, high = _value(*one, decimal), _value(*other, decimal)
    metric = metrics.named_before(text, edge, start)
    measure = Measure(text[start : second.end], metric, first.unit, low, high, direction=turn(low, high))
    return Found(measure, start, second.end, second.end)


def _single(text: str, edge: int, amount: re.Match[str], named: _Named, decimal: str) -> Found | None:
    """A level (`grew to CHF 20k`) has not gone up by that."""
    if not _alone(text, named):
        return None
    start, end = named.start, named.end
    metric = "" if named.counted else metrics.named_before(text, edge, start)
    direction = ("up" if named.sign == "+" else "down") if named.sign else ""
    if named.money and not named.sign and not _LEVEL.search(text, max(0, start - 4), start):
        clause = _CLAUSE.search(text, end)
        before = max(text.rfind(mark, 0, start) for mark in ";,.!?") + 1
        said = text[before : clause.start() if clause else None]
        direction = metrics.said_direction(said, start - before, end - before, metric)
    edge = end
    if not metric and named.money:
        metric = metrics.named_behind(text, end, sure=bool(named.sign))
        edge += len(metric) + 1 if metric else 0
    measure = Measure(text[start:end], metric, named.unit, change=_value(amount, named, decimal), direction=direction)
    return Found(measure, start, end, edge)


def _name(text: str, amount: re.Match[str]) -> _Named | None:
    """The number with its words."""
    if amount["currency"] or amount["behind"] or amount["sign_inside"]:
        return None
    start, end, sign = amount.start(), amount.end("number"), amount["sign"] or ""
    named = _money(text, start, end) or _count(text, start, end)
    if named is not None:
        named = named._replace(sign=sign)
    elif not sign:
        named = _code_before(text, start, end) or _time(text, start, end)
    year = named is not None and named.money and not named.power and _YEAR.fullmatch(amount["number"])
    return None if year else named


def _value(amount: re.Match[str], named: _Named, decimal: str) -> Decimal:
    value = read_number(amount["number"], decimal, whole=named.money and not named.power)
    return plain(value.scaleb(named.power)) if named.power else value


def _alone(text: str, found: _Named) -> bool:
    """Whether no other number stands beside it: `CHF 20k to 30k` may be a range, and neither of them is meant."""
    before = text[max(0, found.start - 48) : found.start]
    return not (_OTHER_BEFORE.search(before) or _OTHER_BEHIND.match(text, found.end))


def _code_before(text: str, start: int, number_end: int) -> _Named | None:
    from_ = max(0, start - _CODE_LENGTH)
    code, scaled = _CODE_BEFORE.search(text[from_:start]), _SCALED.match(text, number_end)
    if code is None or scaled is None:
        return None
    power = _power(scaled["scale"])
    return _Named(from_ + code.start(), scaled.end(), _CODES[code["code"]], power, code["sign"], money=True)


def _money(text: str, start: int, number_end: int) -> _Named | None:
    if code := _CODE_BEHIND.match(text, number_end):
        return _Named(start, code.end(), _CODES[code["code"]], _power(code["scale"]), money=True)
    found = _MONEY_BEHIND.match(text, number_end)
    if found is None:
        return None
    unit = _CURRENCIES[(found["scaled"] or found["bare"]).casefold().removesuffix("s")]
    return _Named(start, found.end(), unit, _power(found["scale"]), money=True)


def _count(text: str, start: int, number_end: int) -> _Named | None:
    found = _COUNTED.match(text, number_end)
    return found and _Named(start, found.end(), found["noun"], _power(found["scale"]), counted=True)


def _time(text: str, start: int, number_end: int) -> _Named | None:
    """Only what was saved: a bare `200 hours` is no achievement."""
    from_ = max(0, start - _SAVED_LENGTH)
    verb, time = _SAVED.search(text[from_:start]), _TIME.match(text, number_end)
    if verb is None or time is None:
        return None
    unit = (time["short"] or time["long"]) + (time["rate"] or "")
    return _Named(from_ + verb.start(), time.end(), unit[:_MAX_UNIT], counted=True)


def _power(scale: str | None) -> int:
    return _POWERS[scale.strip().casefold()] if scale else 0
