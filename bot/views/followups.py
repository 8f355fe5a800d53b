"""Follow-ups in words and rows; a row's block carries `followup:<id>`, so that it can change in place."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from bot import ids
from bot.domain import followups as rules
from bot.domain.conversations import Promise
from bot.domain.followups import FollowUp, FollowUpKind, Outcome
from bot.domain.stakeholders import Stakeholder
from bot.views import kit, projects, text, wins

ASKED_FOR = {
    FollowUpKind.OPPORTUNITY: "an opportunity",
    FollowUpKind.FEEDBACK: "feedback",
    FollowUpKind.INTRODUCTION: "an introduction",
}
OUTCOMES = {
    Outcome.KEPT: "kept",
    Outcome.DROPPED: "dropped",
    Outcome.GIVEN: "given",
    Outcome.DECLINED: "declined",
    Outcome.NO_ANSWER: "no answer",
}
KINDS = {
    FollowUpKind.MINE: "I promised it",
    FollowUpKind.THEIRS: "They promised it",
    FollowUpKind.OPPORTUNITY: "I asked for an opportunity",
    FollowUpKind.FEEDBACK: "I asked for feedback",
    FollowUpKind.INTRODUCTION: "I asked for an introduction",
}
_ROW = "followup:"
_NAMED = 3  # people of one follow-up
_DUE = {FollowUpKind.MINE: "due", FollowUpKind.THEIRS: "expected"}


def words(follow_up: FollowUp | Promise, today: date, limit: int = 600) -> str:
    """`send the deck · due Fri 27 Nov`, or `· done`; escaped."""
    ended = _ended(follow_up).lower() if isinstance(follow_up, FollowUp) and not follow_up.open else ""
    return f"{_said(follow_up, limit)} · {ended or _due(follow_up, today)}"


def in_line(follow_up: FollowUp | Promise, today: date, limit: int = 600) -> str:
    """Among what is said of the conversation in which it was made: `Next: send the deck · due Fri 27 Nov`."""
    if follow_up.kind in ASKED_FOR:
        led = f"Asked for {ASKED_FOR[follow_up.kind]}"
    else:
        led = "Next" if follow_up.kind is FollowUpKind.MINE else "They promised"
    return f"{led}: {words(follow_up, today, limit)}"


def kind_select(chosen: str = "") -> kit.Block:
    options = [kit.option(said, kind.value) for kind, said in KINDS.items()]
    return kit.select(KINDS[FollowUpKind.MINE], "whose", options, chosen)


def _said(follow_up: FollowUp | Promise, limit: int) -> str:
    return wins.people_shown(text.esc_cut(follow_up.text, limit))


def _due(follow_up: FollowUp | Promise, today: date) -> str:
    due_on = follow_up.due_on
    word = _DUE.get(follow_up.kind, "hoped for")
    if due_on is None:
        return "no day set"
    if due_on == today:
        return f"{word} today"
    by = "" if follow_up.kind in _DUE else "by "
    said = f"{word} {by}{text.day(due_on, today)}"
    return f"was {said}" if due_on < today else said


def in_full(follow_up: FollowUp, people: Sequence[Stakeholder], today: date, limit: int = 600) -> str:
    """With whom it concerns: `*For Maria:* send the deck · due Fri 27 Nov`."""
    return f"{_whose(follow_up, people)} {words(follow_up, today, limit)}"


def _whose(follow_up: FollowUp, people: Sequence[Stakeholder]) -> str:
    named = [text.person(person) for person in people[:_NAMED]]
    if (rest := len(people) - len(named)) > 0:
        named.append(text.plural(rest, "other"))
    who = text.join_words(named)
    if follow_up.kind is FollowUpKind.MINE:
        said = f"For {who}" if who else "Promised"
    elif follow_up.kind is FollowUpKind.THEIRS:
        said = f"From {who}" if who else "Promised to you"
    else:
        said = " ".join(["Asked", *([who] if who else []), "for", ASKED_FOR[follow_up.kind]])
    return text.bold(f"{said}:")


def row_id(followup_id: int, part: str = "") -> str:
    return f"{_ROW}{followup_id}" + (f":{part}" if part else "")


def part_of(block_id: str) -> str:
    """Where in a list a row stood that carries this block's id; empty for a row elsewhere."""
    return block_id.removeprefix(_ROW).partition(":")[2] if block_id.startswith(_ROW) else ""


def followup_row(follow_up: FollowUp, people: Sequence[Stakeholder], today: date, limit: int = 600) -> list[kit.Block]:
    """One line, with how it ended beside it."""
    return [kit.section(in_full(follow_up, people, today, limit), ending(follow_up), block_id=row_id(follow_up.id))]


def ending(follow_up: FollowUp) -> kit.Block:
    """The button of its good end; of an ask a choice."""
    if follow_up.is_ask:
        choices = [
            kit.option(OUTCOMES[outcome].capitalize(), f"{follow_up.id}:{outcome}")
            for outcome in rules.outcomes(follow_up.kind)
        ]
        return kit.select("How it ended", ids.FOLLOWUP_OUTCOME, choices)
    label = "Done" if follow_up.kind is FollowUpKind.MINE else "Kept"
    named = text.cut(f"{label}: {follow_up.text}", 75)
    return kit.button(label, ids.FOLLOWUP_DONE, str(follow_up.id), accessibility_label=named)


def due_section(
    due: Collection[FollowUp],
    people: Mapping[int, Stakeholder],
    today: date,
    most: int,
    rest: Callable[[int], str],
    limit: int = 600,
) -> list[kit.Block]:
    """Those of a digest, or Home: the `most` nearest to today, each with whom it concerns; the others are counted.

    `people` are all whom they name, by id; `rest` says how many are not shown, and where they are.
    """
    shown = rules.choose(due, today, most)
    left = len(due) - len(shown)
    rows = [
        block
        for one in shown
        for block in followup_row(one, [people[who] for who in one.people if who in people], today, limit)
    ]
    return [
        *rows,
        *([kit.context(rest(left))] if left else []),
    ]


def closed_row(
    follow_up: FollowUp, people: Sequence[Stakeholder], part: str = "", *, before: bool = False, undo: str = "Undo"
) -> list[kit.Block]:
    """Stands where the row was; `before` says that it had ended already. `part` is where in a list it stands."""
    said = f"{_ended(follow_up)}{' already' if before else ''}: {_said(follow_up, 600)}"
    named = ", ".join(text.person(person) for person in people[:_NAMED])
    label = f"{undo}: {text.cut(follow_up.text, 60)}"
    back = kit.button(undo, ids.FOLLOWUP_REOPEN, str(follow_up.id), accessibility_label=label)
    said = f"{said} · {named}" if named else said
    row = kit.section(said, back, block_id=row_id(follow_up.id, part))
    if follow_up.kind is not FollowUpKind.OPPORTUNITY or follow_up.outcome is not Outcome.GIVEN:
        return [row]
    make = projects.make_button(follow_up.id, follow_up.text)
    return [row, kit.actions(make, block_id=row_id(follow_up.id, "make"))]


def _ended(follow_up: FollowUp) -> str:
    assert follow_up.outcome is not None
    outcome = follow_up.outcome
    if follow_up.kind is FollowUpKind.MINE and outcome is Outcome.KEPT:
        return "Done"
    return OUTCOMES[outcome].capitalize()


def replaced(message: Mapping[str, Any], followup_id: int, row: list[kit.Block]) -> kit.Block:
    """`message` with `row` instead of the promise's row; the row by itself where the message is not known."""
    blocks = message.get("blocks")
    known = blocks if isinstance(blocks, list) else []
    own = [place for place, block in enumerate(known) if _belongs(str(block.get("block_id", "")), followup_id)]
    if not own:
        return kit.message(row[0]["text"]["text"], row) | {"in_addition": True}
    left = [block for place, block in enumerate(known) if place not in own]
    changed = [*left[: own[0]], *row, *left[own[0] :]]
    return kit.message(str(message.get("text") or row[0]["text"]["text"]), changed)


def _belongs(block_id: str, followup_id: int) -> bool:
    return block_id == row_id(followup_id) or block_id.startswith(row_id(followup_id, "") + ":")
