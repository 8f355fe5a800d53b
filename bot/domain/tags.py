"""Tags: how a name is written, read and offered; what counts as the same name."""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain import lines
from bot.domain.wins import category_of

OFFERED = 100  # Slack takes no more options at a time
MAX_WRITTEN = 1900  # Slack takes 2,000 characters in a button
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Used:
    """A tag and the number of live wins that have it."""

    name: str
    wins: int


def normal(typed: str) -> str:
    """The one name of a tag, however it was typed: `Tech Debt`, `#tech-debt`; "" for what names nothing."""
    words = lines.fold(lines.clean(typed)).replace("#", " ").replace(",", " ").replace(";", " ").split()
    name = "-".join(words)[: lines.MAX_TAG]
    return name if lines.says_something(name) else ""


def refuse(name: str) -> str:
    """Why a new tag cannot have this name, as a code of views/errors.py; "" if it can.

    One rule wherever a tag is made: what `/win` would not take for that tag is none.
    """
    if not name:
        return "tag_missing"
    if category_of(name) is not None:
        return "tag_category"
    return "" if lines.is_tag(name) else "tag_wrong"


def to_place(offset: int, wanted: str) -> str:
    """A page of the list of tags with `wanted` in them, for a button: it has no colon."""
    return f"{offset}/{wanted}" if wanted else str(offset)


def from_place(written: str) -> tuple[int, str]:
    offset, _, wanted = written.partition("/")
    return int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 10 else 0, wanted


def read(typed: Iterable[str]) -> tuple[str, ...]:
    """The tags that were chosen or typed, each once."""
    return tuple(dict.fromkeys(name for each in typed if (name := normal(each))))


def typed_names(typed: str) -> tuple[str, ...]:
    """The tags that a text means: several between commas or as hashtags, else one."""
    return read(unicodedata.normalize("NFC", typed).replace("#", ",").replace(";", ",").split(","))


def offers(typed: str, known: Sequence[Used]) -> tuple[tuple[Used, ...], tuple[str, ...]]:
    """What to offer for a text: the known tags that hold its last name, those that begin with it first, the most used
    first; and what would be new.
    """
    wanted = typed_names(typed)
    last = wanted[-1] if wanted else ""
    named = {tag.name for tag in known}
    new = tuple(name for name in wanted if name not in named and not refuse(name))[:OFFERED]
    before = [tag for tag in known if tag.name in wanted[:-1]]
    found = [tag for tag in known if last in tag.name and tag not in before]
    found.sort(key=lambda tag: (tag.name != last, not tag.name.startswith(last), -tag.wins, tag.name))
    return tuple([*before, *found][: OFFERED - len(new)]), new


@dataclass(frozen=True, slots=True)
class Meant:
    """A tag of a win that was probably mistyped, and the one that was meant."""

    typed: str
    meant: str


_ONE_SLIP, _TWO_SLIPS = 5, 9  # letters of a name from which so many slips make another word of it less likely


def find_meant(new: Iterable[str], known: Iterable[str]) -> Meant | None:
    """Of tags never used before the first that is near to exactly one of the known: a slip or two of the fingers, never
    in the first letter (`hiring`, `firing`) or a digit (`2025`, `2026`).
    """
    known = tuple(known)
    for typed in new:
        near = [name for name in known if _is_near(typed, name)]
        if len(near) == 1:
            return Meant(typed, near[0])
    return None


def _is_near(one: str, other: str) -> bool:
    length = min(len(one), len(other))
    most = (length >= _ONE_SLIP) + (length >= _TWO_SLIPS)
    if one == other or one[:1] != other[:1] or abs(len(one) - len(other)) > most:
        return False
    return _digits(one) == _digits(other) and _slips(one, other) <= most


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def _slips(one: str, other: str) -> int:
    """Letters added, left out, taken for another, or two in the wrong order."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = row, before, [at]
        for place, typed in enumerate(other, 1):
            least = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != typed))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == typed:
                least = min(least, last[place - 2] + 1)
            row.append(least)
    return row[-1]


def fix_value(win_id: int, found: Meant) -> str:
    """For a button."""
    return f"{win_id}:{found.typed}:{found.meant}"


def from_fix(written: str) -> tuple[int, Meant] | None:
    """What `fix_value` wrote; None for anything else."""
    win_id, _, rest = written.partition(":")
    typed, _, meant = rest.partition(":")
    sound = all(normal(name) == name and not refuse(name) for name in (typed, meant))
    if not sound or typed == meant or not (win_id.isascii() and win_id.isdigit() and len(win_id) < 19):
        return None
    return int(win_id), Meant(typed, meant)


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to a tag, so that it can be undone: `new` is empty where it was deleted, `wins` had it, and `both`
    are those of them that had `new` already; `merges` says that any win had it.
    """

    name: str
    new: str
    wins: tuple[int, ...]
    both: tuple[int, ...] = ()
    merges: bool = False


def to_button(change: Change, where: str = "") -> str:
    """For a button's value; "" if it is about more wins than that holds. `where` is a list's offset, if any."""
    written = _written(change.name, change.new, _pack(change.wins), _pack(change.both), where)
    return written if lines.units(written) <= MAX_WRITTEN else ""


def from_button(written: str) -> tuple[Change, str] | None:
    """What `to_button` wrote; None for anything else."""
    try:
        name, new, wins, both, where = json.loads(written)
        change = Change(clean(name), clean(new), _unpack(wins), _unpack(both))
        return (change, str(where)) if change.name and change.name != change.new else None
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


@dataclass(frozen=True, slots=True)
class Opened:
    """What a window is about: the tag, its new name, and the list under it, which Slack shows anew by `list_url`."""

    name: str = ""
    new: str = ""
    list_url: str = ""
    place: str = ""


def to_metadata(opened: Opened) -> str:
    return _written(opened.name, opened.new, opened.list_url, opened.place)


def from_metadata(written: str) -> Opened:
    """What `to_metadata` wrote; empty names for anything else."""
    try:
        name, new, list_url, place = json.loads(written)
        return Opened(clean(name), clean(new), str(list_url), str(place))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Opened()


def clean(name: str) -> str:
    """A name as it is stored, out of a payload."""
    return lines.clean(name)[: lines.MAX_TAG]


def _written(*parts: str) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _pack(ids: Iterable[int]) -> str:
    """Each id as its distance from the one before, to base 36."""
    written, last = [], 0
    for each in sorted(ids):
        written.append(_base36(each - last))
        last = each
    return ".".join(written)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


def _unpack(written: str) -> tuple[int, ...]:
    ids, last = [], 0
    for step in written.split(".") if written else ():
        last += int(step, 36)
        ids.append(last)
    if any(not 0 < each < 2**63 for each in ids):
        raise ValueError("no id")
    return tuple(ids)
