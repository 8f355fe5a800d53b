"""What a person typed into the win modal: how it is read, what is wrong with it, and which win the modal is about."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from bot.domain import dates, evidence, lines, measures, tags
from bot.domain.evidence import Captured
from bot.domain.measures import Measure
from bot.domain.wins import Category, NewWin, Win

PRIVATE = "private"
MAX_METADATA = 2900  # Slack takes 3,000 characters
_HUGE = re.compile(r"\d{16}|\d(?:[,.'’ ]\d{3}){5}")  # more digits than a measure takes
_USER = re.compile("[UW][A-Z0-9]{1,30}")
_BARE = re.compile(r"(?:[A-Z]{3} )?[$€£¥₹]?\d")  # a number without its sign


@dataclass(frozen=True, slots=True)
class Form:
    """The modal's fields as they stand in it."""

    title: str = ""
    impact: str = ""
    happened_on: str = ""  # ISO, as Slack's date picker gives it
    category: str = ""
    tags: tuple[str, ...] = ()
    measure: str = ""  # one a line
    links: str = ""  # one a line, each with its text before it
    witnesses: tuple[str, ...] = ()
    private: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a field cannot be kept: `code` names the sentence in views/errors.py, `piece` is the part that is wrong."""

    code: str
    piece: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the modal was opened for: a stored win in the version that is shown, a message, or neither."""

    win_id: int = 0
    version: int = 0
    message: Captured | None = None
    restoring: bool = False  # it was deleted while it was edited, and saving brings it back


def of_win(win: Win) -> Form:
    return Form(
        title=win.title,
        impact=win.impact,
        happened_on=win.happened_on.isoformat(),
        category=win.category or "",
        tags=win.tags,
        measure="\n".join(_as_line(measure) for measure in win.measures),
        links="\n".join(piece.line for piece in win.evidence if piece.given),
        witnesses=win.witnesses,
        private=win.private,
    )


def of_message(message: Captured, written_on: date) -> Form:
    """What a message says by itself; its numbers stand in their field, to be seen before anything is saved."""
    found = (_as_line(measure) for line in message.snapshot.splitlines() for measure in measures.find_measures(line))
    return Form(
        title=evidence.title_of(message.snapshot),
        happened_on=written_on.isoformat(),
        measure="\n".join(list(dict.fromkeys(found))[: measures.MAX_MEASURES]),
    )


def _as_line(measure: Measure) -> str:
    """With its metric and direction, which a measure out of a sentence keeps apart, so that reading it finds both."""
    if measures.is_spelled(measure):
        return f"{measure.as_typed} {measure.metric}"
    named = measure.metric.casefold() in measure.as_typed.casefold()
    lead = "" if named else f"{measure.metric} "
    again = measures.find_measure(f"{lead}{measure.as_typed}")
    if again is None or again[0].direction == measure.direction or not _BARE.match(measure.as_typed):
        return f"{lead}{measure.as_typed}"
    return f"{lead}{'+' if measure.direction == 'up' else '-'}{measure.as_typed}"


def in_locale(new: NewWin, locale: str) -> NewWin:
    """With its numbers read as they are written where the member is."""
    if not new.measures or not (decimal := measures.decimal_of(locale)):
        return new
    return replace(new, measures=tuple(measures.read_as(measure, decimal) for measure in new.measures))


def keep_measures(before: Win, new: NewWin) -> NewWin:
    """A measure whose line was left as it stood stays as it was understood, in its sentence, at first."""
    known = {_as_line(measure): measure for measure in before.measures}
    return replace(new, measures=tuple(known.get(measure.as_typed, measure) for measure in new.measures))


def read(form: Form, today: date) -> NewWin | dict[str, Fault]:
    """The win that was typed, or what is wrong by field."""
    faults: dict[str, Fault] = {}
    title = " ".join(form.title.split())
    if not lines.says_something(title):
        faults["title"] = Fault("title_missing")
    happened_on = _read_date(form.happened_on, today, faults)
    found = _read_measures(form.measure, faults)
    links = _read_links(form.links, faults)
    if faults:
        return faults
    return NewWin(
        title=title,
        happened_on=happened_on,
        impact=form.impact.strip(),
        category=next((category for category in Category if category == form.category), None),
        tags=tags.read(form.tags),
        witnesses=tuple(dict.fromkeys(who for who in form.witnesses if _USER.fullmatch(who))),
        links=links,
        measures=found,
        private=form.private,
    )


def _read_date(typed: str, today: date, faults: dict[str, Fault]) -> date:
    """Tomorrow is let pass: Slack's picker knows the person's zone, which Vouch may not yet."""
    if not typed:
        return today
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = None
    if day is None:
        faults["happened_on"] = Fault("date_wrong")
    elif day < dates.EARLIEST:
        faults["happened_on"] = Fault("date_early")
    elif day > today + timedelta(days=1):
        faults["happened_on"] = Fault("date_ahead")
    return day or today


def _read_measures(typed: str, faults: dict[str, Fault]) -> tuple[Measure, ...]:
    """One a line; the whole line is kept as typed, so that no word of it is lost."""
    found = []
    for line in _lines(typed):
        match = measures.find_measure(line)
        if match is None:
            faults["measure"] = Fault("measure_large" if _HUGE.search(line) else "measure_wrong", line)
        else:
            found.append(replace(match[0], as_typed=line))
    return tuple(found)


def _read_links(typed: str, faults: dict[str, Fault]) -> tuple[str, ...]:
    links, wrong = evidence.read_links(typed)
    if wrong:
        faults["links"] = Fault("link_wrong", wrong)
    return tuple(links)


def _lines(typed: str) -> Iterable[str]:
    return (line for line in (" ".join(line.split()) for line in typed.splitlines()) if line)


def to_metadata(opened: Opened) -> str:
    """For the modal's private_metadata; a message's text is cut to what fits there."""
    written = _written(opened)
    while (excess := lines.units(written) - MAX_METADATA) > 0 and opened.message and opened.message.snapshot:
        left = opened.message.snapshot[: -(excess // 2 + 1)]
        opened = replace(opened, message=replace(opened.message, snapshot=left, whole=False))
        written = _written(opened)
    return written


def _written(opened: Opened) -> str:
    return json.dumps(asdict(opened), ensure_ascii=False, separators=(",", ":"))


def from_metadata(written: str) -> Opened:
    """What `to_metadata` wrote; anything else opens nothing."""
    try:
        found = json.loads(written)
        message = found["message"]
        return Opened(
            int_of(str(found["win_id"])),
            int_of(str(found["version"]), 9),
            None if message is None else _captured(message),
            restoring=found.get("restoring") is True,
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return Opened()


def _captured(found: dict[str, object]) -> Captured:
    return Captured(
        channel=str(found["channel"]),
        ts=str(found["ts"]),
        thread_ts=str(found["thread_ts"]),
        author=str(found["author"]),
        snapshot=str(found["snapshot"]),
        whole=found["whole"] is True,
    )


def int_of(written: str, digits: int = 18) -> int:
    """An id as a button carries it; 0, which is nobody's, for what is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= digits else 0
