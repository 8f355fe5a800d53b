"""The inbox in words: the list of what waits, the modal for several drafts at once, and what became of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot import ids
from bot.domain import inbox as rules
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.inbox import Batch, Choice, Entry, Inbox, Item, Opened, Typed
from bot.domain.stakeholders import Stakeholder
from bot.domain.win_form import Fault
from bot.domain.wins import PRAISE, REACTION, Win, WinState
from bot.views import errors, kit, pieces, text, wins

_QUOTED = 240
_MAX_SIZE = 180_000  # characters of a view's drafts as JSON; Slack takes 250 kB in all
_CHOICES = {
    Choice.KEEP: "Keep as a win",
    Choice.LATER: "Leave for later",
    Choice.DISMISS: "Dismiss",
}
_CHOICES_AGAIN = {
    Choice.KEEP: "Save mine over it",
    Choice.LATER: "Leave it as it is stored",
    Choice.DISMISS: "Dismiss it",
}


def praised(user_ids: Sequence[str]) -> str:
    """`Maya and 2 others praised this`, or nothing."""
    if not user_ids:
        return ""
    first, *others = (text.mention(who) for who in user_ids)
    if len(others) > 1:
        return f"{first} and {len(others):,} others praised this"
    return f"{text.join_words([first, *others])} praised this"


# The list


def page(inbox: Inbox, size: int, commands: Mapping[str, str]) -> kit.Block:
    """The answer to `/vouch inbox`; it is shown anew when its pages are turned."""
    headline = _headline(inbox)
    blocks = [kit.section(f"*{headline}*", _finish_button(inbox) if inbox.items else None)]
    blocks += [_row(item, inbox) for item in inbox.items]
    blocks += _turning(inbox, size)
    if inbox.praised:
        blocks.append(kit.section("*Praise for wins you have kept*, of the last 30 days"))
        blocks += [_praised_row(item) for item in inbox.praised]
    blocks.append(kit.context(_small_print(commands)))
    return kit.message(headline, blocks)


def _headline(inbox: Inbox) -> str:
    if not inbox.total:
        return "Nothing waits in your inbox."
    waits = "waits" if inbox.total == 1 else "wait"
    said = f"{text.plural(inbox.total, 'draft')} {waits} in your inbox"
    if len(inbox.items) == inbox.total:
        return said
    first = inbox.offset + 1
    shown = f"{first:,}–{inbox.offset + len(inbox.items):,}" if inbox.items else "none on this page"
    return f"{said}, {shown}"


def _finish_button(inbox: Inbox) -> kit.Block:
    count = min(rules.BATCH, inbox.total - inbox.offset)
    label = "Finish it" if inbox.total == 1 else f"Finish {count} at once"
    behind = inbox.items[0].win.id + 1 if inbox.offset else 0
    return kit.button(label, ids.INBOX_OPEN, str(behind) if behind else "", style="primary")


def _row(item: Item, inbox: Inbox) -> kit.Block:
    name = wins.plain_title(item.win.title)
    facts = ["Sample" if item.win.sample else "", _origin(item), text.day(item.win.happened_on, inbox.today)]
    said = f"{text.bold(_title(item))}\n{' · '.join(fact for fact in facts if fact)}"
    finish = kit.button("Finish", ids.WIN_EDIT, str(item.win.id), accessibility_label=f"Finish {name}")
    return kit.section(said, finish)


def _title(item: Item, limit: int = 200) -> str:
    """A draft whose message could not be read has no title yet."""
    if not item.win.title and item.win.source == PRAISE:
        return "_A message of yours_"
    return wins.title(item.win.title, limit)


def _origin(item: Item) -> str:
    """Why the draft is there: praise, or the member's own reaction to somebody's message."""
    said = praised(item.praised_by)
    piece = _message(item.win)
    if item.win.source == REACTION and piece is not None:
        by = f" of {text.mention(piece.author_id)}" if piece.author_id else ""
        said = f"You reacted to a message{by}" + (f", {said}" if said else "")
    return said


def _message(win: Win) -> Evidence | None:
    """The message that the draft is made of."""
    messages = [piece for piece in win.evidence if piece.kind is EvidenceKind.MESSAGE]
    return next((piece for piece in messages if piece.ts == win.source_ts), messages[0] if messages else None)


def _praised_row(item: Item) -> kit.Block:
    name = wins.plain_title(item.win.title)
    see = kit.button("Edit", ids.WIN_EDIT, str(item.win.id), accessibility_label=f"Edit {name}")
    return kit.section(f"{wins.title(item.win.title, 200)}\n{praised(item.praised_by)}", see)


def _turning(inbox: Inbox, size: int) -> list[kit.Block]:
    back, on = ids.INBOX_PAGES
    buttons = []
    if inbox.offset > 0:
        buttons.append(kit.button("Newer", back, str(max(0, inbox.offset - size))))
    if inbox.offset + size < inbox.total:
        buttons.append(kit.button("More", on, str(inbox.offset + size)))
    return [kit.actions(*buttons)] if buttons else []


def _small_print(commands: Mapping[str, str]) -> str:
    return f"Only you see this. What you dismiss can be restored for 30 days: `{commands['vouch']} wins deleted`"


# The modal


def modal(batch: Batch) -> kit.Block:
    """The drafts of one batch as they stand; without any it says so."""
    if not batch.items:
        return kit.modal("", "Inbox", [kit.section("*Nothing waits in your inbox.*")], submit=None, close="Close")
    parts = [_part(number, item, batch.people) for number, item in enumerate(batch.items, 1)]
    shown = batch.items[: _fitting(parts)]
    last = batch.before + len(shown)
    where = f"{batch.before + 1:,}–{last:,} of {batch.total:,}" if batch.total > 1 else "1 draft"
    how = f"Choose *{_CHOICES[Choice.KEEP]}* for what counts; the others go on waiting. Nobody is told."
    blocks = [kit.context(f"{where}. {how}")]
    blocks += [block for part in parts[: len(shown)] for block in part][1:]
    opened = Opened(tuple(Entry(item.win.id, item.win.version) for item in shown), shown[-1].win.id)
    return _window(blocks, opened)


def _part(number: int, item: Item, people: Sequence[Stakeholder]) -> list[kit.Block]:
    about = kit.section(_about(number, item))
    return [kit.divider(), about, *_inputs(number, item, rules.of_item(item), people, _CHOICES)]


def _fitting(parts: Sequence[Sequence[kit.Block]]) -> int:
    """How many of the parts fit into one view; at least one."""
    sizes = accumulate(len(json.dumps(part)) for part in parts)
    return max(1, sum(size <= _MAX_SIZE for size in sizes))


def _window(blocks: Sequence[kit.Block], opened: Opened) -> kit.Block:
    return kit.modal(ids.MODAL_INBOX, "Inbox", blocks, private_metadata=rules.to_metadata(opened))


def _about(number: int, item: Item) -> str:
    """Why it is there, and its message in short."""
    piece = _message(item.win)
    lines = [
        "Sample" if item.win.sample else "",
        praised(item.praised_by),
        pieces.line(piece, _QUOTED) if piece is not None else "",
    ]
    said = "\n".join(line for line in lines if line)
    return f"*{number}.* {said}".rstrip()


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of one draft, each with ids of its own, so that a fault is shown in its place."""

    number: int
    win_id: int

    def named(self, name: str) -> str:
        return rules.field(name, self.win_id)

    def input(self, label: str, element: kit.Block, name: str, *, hint: str | None = None) -> kit.Block:
        needed = name == "choice"
        return kit.input(f"{self.number}. {label}", element, self.named(name), optional=not needed, hint=hint)

    def words(self, name: str, initial: str, *, multiline: bool = False, placeholder: str | None = None) -> kit.Block:
        return kit.text_input(self.named(name), initial, multiline=multiline, placeholder=placeholder)

    def select(self, name: str, options: Mapping[str, str], initial: str) -> kit.Block:
        choices = [kit.option(label, value) for value, label in options.items()]
        return kit.select("Choose one", self.named(name), choices, initial)


def _inputs(
    number: int, item: Item, said: Typed, people: Sequence[Stakeholder], labels: Mapping[Choice, str]
) -> list[kit.Block]:
    fields = _Fields(number, item.win.id)
    choices = {choice.value: label for choice, label in labels.items()}
    families = {category.value: name for category, name in wins.CATEGORIES.items()}
    measure = fields.words("measure", said.measure, multiline="\n" in said.measure, placeholder="p95 800ms -> 480ms")
    impact = fields.words("impact", said.impact, multiline="\n" in said.impact)
    return [
        fields.input("What to do with it?", fields.select("choice", choices, said.choice), "choice"),
        fields.input("What did you achieve?", fields.words("title", said.title), "title"),
        fields.input("A number", measure, "measure"),
        fields.input("What changed because of it?", impact, "impact"),
        fields.input("Category", fields.select("category", families, said.category), "category"),
        *_telling(fields, item, said, people),
    ]


def _telling(fields: _Fields, item: Item, said: Typed, people: Sequence[Stakeholder]) -> list[kit.Block]:
    offered = rules.offered(people, item)
    if not offered:
        return []
    boxes = [kit.marked_option(text.person(one), str(one.id)) for one in offered]
    element = kit.checkbox_input(fields.named("tell"), boxes, map(str, said.tell))
    more = len(rules.offered(people, item, most=len(people))) > len(offered)
    hint = f"The {len(offered)} with the most say." if more else None
    return [fields.input("Who should know?", element, "tell", hint=hint)]


def faults(found: Mapping[str, Fault]) -> kit.Block:
    """By field, as Slack shows them in place."""
    return {"errors": {field: errors.sentence(fault.code, {"piece": fault.piece}) for field, fault in found.items()}}


# What became of them


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done with the drafts of one modal, and where the rest is; `further` of `waiting` stand behind these,
    `edited` hold what was typed and still wait.
    """

    kept: Sequence[Win] = ()
    dismissed: Sequence[int] = ()
    gone: Sequence[tuple[Item | None, Typed]] = ()  # deleted elsewhere, with what was typed
    waiting: int = 0
    further: int = 0
    edited: int = 0
    behind: int = 0


def finished(outcome: Outcome) -> kit.Block:
    """The window after Save: how many are saved, how many wait, and the way on."""
    blocks = [kit.section(f"*{_counted(outcome)}* {_waiting(outcome.waiting)}")]
    blocks += [_row_of(win) for win in outcome.kept]
    blocks += [block for item, said in outcome.gone for block in _gone(item, said)]
    if buttons := [*_going_on(outcome), *_undoing(outcome.dismissed)]:
        blocks.append(kit.actions(*buttons))
    if outcome.dismissed:
        blocks.append(kit.context("What you dismissed can be restored for 30 days."))
    return kit.modal("", "Inbox", blocks, submit=None, close="Close")


def _counted(outcome: Outcome) -> str:
    saved = f"Saved {text.plural(len(outcome.kept), 'win')}" if outcome.kept else ""
    dismissed = f"{'dismissed' if saved else 'Dismissed'} {len(outcome.dismissed):,}" if outcome.dismissed else ""
    edited = f"{outcome.edited:,} edited and left for later" if outcome.edited else ""
    return (", ".join(part for part in (saved, dismissed, edited) if part) or "Nothing was kept or dismissed") + "."


def _waiting(count: int) -> str:
    if not count:
        return "Nothing waits any more."
    return "1 draft waits." if count == 1 else f"{count:,} drafts wait."


def _row_of(win: Win) -> kit.Block:
    edit = kit.button("Edit", ids.WIN_EDIT, str(win.id), accessibility_label=f"Edit {wins.plain_title(win.title)}")
    measures = "; ".join(wins.measure(value) for value in win.measures[:3])
    return kit.section(text.bold(wins.title(win.title, 200)) + (f"\n{measures}" if measures else ""), edit)


def _going_on(outcome: Outcome) -> list[kit.Block]:
    if outcome.further:
        return [kit.button("Next", ids.INBOX_OPEN, str(outcome.behind), style="primary")]
    return [kit.button("Back to the first", ids.INBOX_OPEN)] if outcome.waiting else []


def _undoing(dismissed: Sequence[int]) -> list[kit.Block]:
    if not dismissed:
        return []
    label = "Undo dismissing" if len(dismissed) == 1 else f"Undo dismissing {len(dismissed)}"
    return [kit.button(label, ids.INBOX_UNDO, ",".join(map(str, dismissed)))]


def _gone(item: Item | None, said: Typed) -> list[kit.Block]:
    """Deleted elsewhere meanwhile: what was typed for it is given back."""
    if item is None:
        return [kit.section("One of these drafts is not there any more, so nothing of it is saved."), *_typed(said)]
    what = f"{_title(item)} was dismissed, merged or taken back somewhere else in the meantime, so it is not saved."
    return [kit.section(what, wins.restore_button(item.win)), *([] if rules.is_same(said, item) else _typed(said))]


def _typed(said: Typed) -> list[kit.Block]:
    words = "\n".join(part for part in (said.title, said.measure, said.impact) if part.strip())
    return [kit.context("What you typed:"), kit.section(errors.quoted(words))] if words else []


def again(batch: Batch, typed: Mapping[int, Typed], outcome: Outcome) -> kit.Block:
    """The drafts that were changed elsewhere: what is stored now above what was typed, which is not saved yet."""
    parts = [_part_again(number, item, typed[item.win.id], batch) for number, item in enumerate(batch.items, 1)]
    shown = batch.items[: _fitting(parts)]
    opened = Opened(tuple(Entry(item.win.id, item.win.version, again=True) for item in shown), outcome.behind)
    which = "One draft was" if len(batch.items) == 1 else f"{len(batch.items)} drafts were"
    said = f"{which} changed somewhere else in the meantime and not saved. Below is what you typed."
    blocks = [kit.section(f"*{said}* {_counted(outcome)}")]
    blocks += [block for item, lost in outcome.gone for block in _gone(item, lost)]
    blocks += [
        block for item in batch.items[len(shown) :] for block in [_row_of(item.win), *_typed(typed[item.win.id])]
    ]
    return _window([*blocks, *(block for part in parts[: len(shown)] for block in part)], opened)


def _part_again(number: int, item: Item, said: Typed, batch: Batch) -> list[kit.Block]:
    state = "a draft" if item.win.state is WinState.DRAFT else "kept"
    stored = wins.summary(f"*{number}. Stored now ({state}):* {_title(item)}", item.win, batch.today, 0)
    return [kit.divider(), *stored, *_inputs(number, item, said, batch.people, _CHOICES_AGAIN)]


def brought_back(back: int, refused: int, waiting: int) -> kit.Block:
    """After Undo of dismissing."""
    said = f"*{text.plural(back, 'draft')} {'is' if back == 1 else 'are'} in your inbox again.*" if back else ""
    if refused:
        kept = "could not be brought back: the same message was captured anew, or it is too long ago."
        said = f"{said} {refused:,} {kept}".strip()
    blocks = [kit.section(f"{said} {_waiting(waiting)}".strip())]
    if buttons := _going_on(Outcome(waiting=waiting)):
        blocks.append(kit.actions(*buttons))
    return kit.modal("", "Inbox", blocks, submit=None, close="Close")
