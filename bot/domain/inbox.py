"""The inbox: what waits to be finished, and what was typed and chosen for several drafts at once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.domain import win_form
from bot.domain.stakeholders import Stakeholder
from bot.domain.win_form import Fault
from bot.domain.wins import NewWin, Win

BATCH = 5  # drafts in one modal: as many as one looks through, far below Slack's 100 blocks
FIELDS = ("title", "measure", "impact", "category")  # of each draft; "tell" and "choice" besides
MOST_PEOPLE = 10  # checkboxes in one block: they show a mention as a name, which no select does
State = Mapping[str, str | list[str] | None]


class Choice(StrEnum):
    """What becomes of a draft."""

    KEEP = "keep"
    LATER = "later"
    DISMISS = "dismiss"


@dataclass(frozen=True, slots=True)
class Item:
    """A draft that waits, with whoever praised its message and the stakeholders who should know it."""

    win: Win
    praised_by: tuple[str, ...] = ()  # Slack user ids
    tell: tuple[int, ...] = ()  # stakeholder ids


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of what waits, the newest first; `praised` are wins kept already whose praise is new."""

    items: tuple[Item, ...]
    total: int
    offset: int
    today: date
    praised: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """The drafts of one modal, of `total` that wait; `before` of them stand before these."""

    items: tuple[Item, ...]
    total: int
    before: int
    people: tuple[Stakeholder, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One draft as the modal shows it; `again` says that it was changed elsewhere and is shown for a second look."""

    win_id: int
    version: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """What the modal is about; `behind` is the draft behind which the next ones are to be found."""

    entries: tuple[Entry, ...] = ()
    behind: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of one draft as they stand in the modal."""

    choice: Choice
    title: str = ""
    measure: str = ""
    impact: str = ""
    category: str = ""
    tell: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one draft; `new` is None where nothing of it is to be changed."""

    entry: Entry
    choice: Choice
    new: NewWin | None
    tell: tuple[int, ...] | None = None  # None: as it stands


def field(name: str, win_id: int) -> str:
    """The block id and the action id of a field: each draft has its own."""
    return f"{name}:{win_id}"


def of_item(item: Item) -> Typed:
    """As it is proposed: each waits until it is chosen, so that saving one keeps no other with its message as title."""
    form = win_form.of_win(item.win)
    return Typed(Choice.LATER, form.title, form.measure, form.impact, form.category, item.tell)


def typed(state: State, win_id: int) -> Typed:
    """What is missing or of another kind counts as empty, a choice that is none as "later": nothing is lost by it."""
    words = {name: value for name in FIELDS if isinstance(value := state.get(field(name, win_id)), str)}
    tell = state.get(field("tell", win_id))
    chosen = state.get(field("choice", win_id))
    return Typed(
        choice=next((choice for choice in Choice if choice == chosen), Choice.LATER),
        title=words.get("title", ""),
        measure=words.get("measure", ""),
        impact=words.get("impact", ""),
        category=words.get("category", ""),
        tell=tuple(number for one in tell if (number := win_form.int_of(one))) if isinstance(tell, list) else (),
    )


def decide(opened: Opened, state: State, batch: Batch) -> tuple[Decision, ...] | dict[str, Fault]:
    """What is stored of each draft, or what is wrong by field; then nothing is to be stored."""
    items = {item.win.id: item for item in batch.items}
    decisions: list[Decision] = []
    faults: dict[str, Fault] = {}
    for entry in opened.entries:
        decided = _decide(entry, typed(state, entry.win_id), items.get(entry.win_id), batch.today)
        if isinstance(decided, Decision):
            decisions.append(decided)
        else:
            faults |= decided
    return faults or tuple(decisions)


def _decide(entry: Entry, said: Typed, item: Item | None, today: date) -> Decision | dict[str, Fault]:
    """What is left for later keeps what was typed so far. What is dismissed stays as it was, so nothing in it is wrong;
    what is looked at again and left for later is left as it stands now; what is gone is not read.
    """
    again = said.choice is Choice.LATER and entry.again
    if item is None or item.win.deleted_at is not None or said.choice is Choice.DISMISS or again:
        return Decision(entry, said.choice, None)
    later = said.choice is Choice.LATER
    form = replace(
        win_form.of_win(item.win),
        title=said.title or ("draft" if later else ""),
        measure=said.measure,
        impact=said.impact,
        category=said.category,
    )
    read = win_form.read(form, today)
    if not isinstance(read, NewWin):
        return {field(name if name in FIELDS else "title", entry.win_id): fault for name, fault in read.items()}
    if later and not said.title:
        read = replace(read, title="")
    if later and is_same(said, item):
        return Decision(entry, said.choice, None)
    return Decision(entry, said.choice, read, said.tell)


def is_same(said: Typed, item: Item) -> bool:
    """Whether nothing was typed: then a reaction that is taken away still takes the draft along."""
    stood = of_item(item)
    return replace(said, choice=stood.choice, tell=()) == replace(stood, tell=()) and set(said.tell) == set(stood.tell)


def offered(people: Sequence[Stakeholder], item: Item, most: int = MOST_PEOPLE) -> tuple[Stakeholder, ...]:
    """Who could be told: not those who know it already; of many those with the most say, and those chosen before."""
    could = [one for one in people if one.id not in item.win.known_by or one.id in item.tell]
    ranked = sorted(could, key=lambda one: (not one.decider, -one.influence, one.id))
    chosen = [one for one in ranked if one.id in item.tell]
    others = [one for one in ranked if one.id not in item.tell]
    shown = {one.id for one in (chosen + others)[:most]}
    return tuple(one for one in ranked if one.id in shown)


def to_metadata(opened: Opened) -> str:
    entries = [[entry.win_id, entry.version, int(entry.again)] for entry in opened.entries]
    return json.dumps({"entries": entries, "behind": opened.behind}, separators=(",", ":"))


def from_metadata(written: str) -> Opened:
    """What `to_metadata` wrote; anything else is about no draft."""
    try:
        found = json.loads(written)
        entries = [
            Entry(win_form.int_of(str(win_id)), win_form.int_of(str(version), 9), again == 1)
            for win_id, version, again in found["entries"][:BATCH]
        ]
        return Opened(tuple(entries), win_form.int_of(str(found["behind"])))
    except (ValueError, KeyError, TypeError, RecursionError):
        return Opened()
