"""Fixes: what else a number in a win may mean, where the first reading is a guess; one of them is one press away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain import measures, win_form
from bot.domain.measures import Measure

MOST = 2  # buttons


class Reading(StrEnum):
    POINT = "point"  # is decimal
    COMMA = "comma"
    UP = "up"
    DOWN = "down"
    FLAT = "flat"  # neither: a share, a level
    NONE = "none"  # no number at all
    AGAIN = "again"  # a number after all


@dataclass(frozen=True, slots=True)
class Fix:
    """`measure` as it is in that reading, None where there is none; `place` is its place among the win's, of
    AGAIN among those that are read out of the title.
    """

    reading: Reading
    place: int
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button names: the win in the version that was shown, and the reading."""

    win_id: int
    version: int
    place: int
    reading: Reading


_SEPARATORS = {Reading.POINT: ".", Reading.COMMA: ","}
_WAYS = {Reading.UP: "up", Reading.DOWN: "down", Reading.FLAT: ""}


def offered(title: str, found: Sequence[Measure], locale: str) -> tuple[Fix, ...]:
    """Other readings of the first number that was guessed at; and, while there is room, that what was read out of the
    title is no number.
    """
    if not found:
        return ()
    decimal = measures.decimal_of(locale)
    places = list(range(len(found)))
    if len(found) > 1:
        places.sort(key=lambda place: not _is_guess(title, found[place], decimal))
    likelier = _readings(title, found[places[0]], places[0], decimal)
    if len(likelier) >= MOST:
        return likelier[:MOST]
    none = [Fix(Reading.NONE, place, None) for place in places if found[place].as_typed in title]
    return (*likelier, *none)[:MOST]


def _is_guess(title: str, measure: Measure, decimal: str) -> bool:
    if _other_separator(measure, decimal) is not None or _is_bare_share(measure):
        return True
    return (measures.is_range(measure) or measures.is_spelled(measure)) and measure.as_typed in title


def _readings(title: str, measure: Measure, place: int, decimal: str) -> tuple[Fix, ...]:
    other = _other_separator(measure, decimal)
    readings = [] if other is None else [other]
    if _is_bare_share(measure) and not title.partition(measure.as_typed)[2].startswith(" of "):
        readings += [Reading.UP, Reading.DOWN]
    return tuple(Fix(reading, place, apply(measure, reading)) for reading in readings)


def _other_separator(measure: Measure, decimal: str) -> Reading | None:
    """The way to read it that it is not read in. Thousands that are set off as the member's locale does are sure."""
    if not measures.is_either(measure):
        return None
    for reading, separator in _SEPARATORS.items():
        if not _same(measures.read_as(measure, separator), measure):
            sure = bool(decimal) and decimal not in measure.as_typed and decimal != separator
            return None if sure else reading
    return None


def _same(one: Measure, other: Measure) -> bool:
    return (one.before, one.after, one.change) == (other.before, other.after, other.change)


def _is_bare_share(measure: Measure) -> bool:
    """`30%` of which nothing says whether it went up or down."""
    bare = measure.change is not None and measure.unit == "%" and not measure.direction
    return bare and not measures.compared(measure)


def apply(measure: Measure, reading: Reading) -> Measure:
    """The measure in another reading of its number or its direction."""
    if reading in _SEPARATORS:
        return measures.read_as(measure, _SEPARATORS[reading])
    return replace(measure, direction=_WAYS[reading])


def change(
    title: str, found: Sequence[Measure], place: int, reading: Reading, locale: str
) -> tuple[tuple[Measure, ...], Fix | None] | None:
    """The win's measures after the press, and the way back; None where that reading cannot be had. A number that only
    its own field has said, and the title does not say in the same way, does not come back by a press.
    """
    if reading is Reading.AGAIN:
        return _again(title, found, place, measures.decimal_of(locale))
    if place >= len(found):
        return None
    before = found[place]
    if reading is Reading.NONE:
        there = measures.find_measures(title, measures.decimal_of(locale))
        back = next((at for at, one in enumerate(there) if _key(one) == _key(before)), None)
        left = (*found[:place], *found[place + 1 :])
        return left, None if back is None else Fix(Reading.AGAIN, back, before)
    if reading in _WAYS and before.change is None:
        return None
    after = apply(before, reading)
    return (*found[:place], after, *found[place + 1 :]), Fix(_back(before, reading), place, before)


def _again(title: str, found: Sequence[Measure], place: int, decimal: str) -> tuple[tuple[Measure, ...], Fix] | None:
    """Puts back what stands at `place` among all that is read out of the title, between those it stands between."""
    there = measures.find_measures(title, decimal)
    if place >= len(there):
        return None
    missing, known = there[place], [_key(measure) for measure in found]
    if known.count(_key(missing)) >= [_key(measure) for measure in there].count(_key(missing)):
        return None
    at = sum(_key(measure) in known for measure in there[:place])
    return (*found[:at], missing, *found[at:]), Fix(Reading.NONE, at, None)


def _key(measure: Measure) -> tuple[str, str]:
    return measure.as_typed, measure.metric


def _back(before: Measure, reading: Reading) -> Reading:
    if reading in _SEPARATORS:
        return Reading.COMMA if reading is Reading.POINT else Reading.POINT
    return next(way for way, direction in _WAYS.items() if direction == before.direction)


def value_of(win_id: int, version: int, fix: Fix) -> str:
    """For a button."""
    return f"{win_id}:{version}:{fix.place}:{fix.reading}"


def from_value(written: str) -> Pressed | None:
    """What `value_of` wrote; None for anything else."""
    win_id, _, rest = written.partition(":")
    version, _, rest = rest.partition(":")
    place, _, named = rest.partition(":")
    reading = next((reading for reading in Reading if reading == named), None)
    if reading is None or not (place.isascii() and place.isdigit()):
        return None
    return Pressed(win_form.int_of(win_id), win_form.int_of(version, 9), win_form.int_of(place, 3), reading)
