"""Wins in words: titles, facts and confirmations; values in, Block Kit out."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from bot import ids
from bot.domain import measures
from bot.domain.edits import Outcome
from bot.domain.measures import Measure
from bot.domain.members import Member
from bot.domain.wins import WITHDRAWN, Category, Overlooked, Win, WinState
from bot.views import errors, kit, pieces, text

CATEGORIES: dict[Category, str] = {
    Category.PERFORMANCE: "Performance",
    Category.SKILL: "Skill",
    Category.PROJECT_IMPACT: "Project impact",
    Category.LEADERSHIP: "Leadership and teamwork",
    Category.CAREER: "Career advancement",
    Category.INDUSTRY: "Industry and thought leadership",
}
NEXT_PEOPLE = "Next step: add three people with a say in your career. Vouch's Home shows how."
NEXT_WIN = "Next step: log a first win. Vouch's Home shows how."
_UNEDITED = {
    Outcome.UNDONE: "*The edit is undone.* The win is as it was before.",
    Outcome.BEFORE: "That edit was undone already. Nothing has changed.",
    Outcome.CHANGED: (
        "That edit cannot be undone any more: the win was changed after it, or it is older than 30 days. "
        "Nothing has changed."
    ),
}
_SHOWN_PIECES = 10
_SHOWN_TAGS = 10
_SHOWN_PEOPLE = 20
_SHOWN_MEASURES = 5
_CURRENCIES = frozenset("$€£¥₹")


def title(words: str, limit: int = 300) -> str:
    """A title as mrkdwn: escaped, cut, with the people named in it as mentions. A draft may not have one yet."""
    if not words:
        return "_A message you reacted to_"
    return people_shown(text.esc_cut(words, limit))


people_shown = text.people_shown


def plain_title(words: str) -> str:
    """For labels that take no markup."""
    return text.cut(words or "a message you reacted to", 60)


def measure(value: Measure) -> str:
    """A measure as it was understood."""
    name = f"{text.esc_cut(value.metric, 100)} " if value.metric else ""
    if value.before is not None and value.after is not None:
        typed = measures.amounts_as_typed(value)
        amounts = (_amount(value, value.before), _amount(value, value.after))
        before, after = amounts if typed is None else map(text.esc, typed)
        return f"{name}from {before} to {after}"
    if value.change is not None:
        return f"{name}{_change(value, abs(value.change))}"
    return text.esc_cut(value.as_typed, 200)


def _change(value: Measure, change: Decimal) -> str:
    """`+30%`, `30% faster`, `3x fewer`, `2x`."""
    amount = _amount(value, change)
    if (compared := measures.compared(value)) and (value.unit == "x" or not value.direction):
        return f"{amount} {compared}"
    if value.unit != "x":
        return {"up": "+", "down": "−"}.get(value.direction, "") + amount
    if value.as_typed[:1].isalpha() or not value.direction:  # doubled
        return amount
    return f"{value.direction} {amount}"


def _amount(value: Measure, number: Decimal) -> str:
    unit = text.esc_cut(value.unit, 40)
    if unit in _CURRENCIES:
        return f"{unit}{text.money(number)}"
    return f"{text.number(number)}{unit}" if unit in {"%", "x"} else f"{text.number(number)} {unit}".rstrip()


def facts(win: Win, today: date) -> str:
    """Day, category and tags in one line, and whether it is private or made up."""
    parts = [*(["Sample"] if win.sample else []), *(["Private"] if win.private else []), _when(win.happened_on, today)]
    if win.category:
        parts.append(CATEGORIES[win.category])
    parts.extend(f"#{text.esc_cut(tag, 50)}" for tag in win.tags[:_SHOWN_TAGS])
    return " · ".join(parts) + _and_more(len(win.tags) - _SHOWN_TAGS)


def _and_more(count: int) -> str:
    """What is stored and not shown is said."""
    return f" and {count:,} more" if count > 0 else ""


def _when(day: date, today: date) -> str:
    said = text.day(day, today)
    named = {0: "today", 1: "yesterday"}.get((today - day).days)
    return f"{said} ({named})" if named else said


def details(win: Win) -> list[str]:
    """Measures, people and evidence, a line each."""
    lines = []
    if win.measures:
        shown = "; ".join(measure(value) for value in win.measures[:_SHOWN_MEASURES])
        lines.append(f"Measure: {shown}{_and_more(len(win.measures) - _SHOWN_MEASURES)}")
    if win.witnesses:
        lines.append(f"With {_people(win.witnesses)}")
    if win.evidence:
        shown = ", ".join(pieces.short(piece) for piece in win.evidence[:_SHOWN_PIECES])
        lines.append(f"Evidence: {shown}{_and_more(len(win.evidence) - _SHOWN_PIECES)}")
    return lines


def _people(user_ids: tuple[str, ...]) -> str:
    named = [text.mention(who) for who in user_ids[:_SHOWN_PEOPLE]]
    more = len(user_ids) - _SHOWN_PEOPLE
    return text.join_words([*named, f"{more:,} more"] if more > 0 else named)


# Confirmations


def logged(
    win: Win, today: date, news_to: int = 0, member: Member | None = None, below: Sequence[kit.Block] = ()
) -> kit.Block:
    """What was understood and stored; give `member` for the first record, which announces the digest."""
    blocks = summary(f"*Saved:* {title(win.title)}", win, today, news_to)
    blocks += [*below, kit.actions(*buttons(win))]
    if member is not None:
        blocks.extend(first_digest(member))
    return kit.message(f"Saved: {title(win.title, 150)}", blocks)


def overlooked(found: Overlooked, today: date) -> list[kit.Block]:
    """What was typed and could not be taken for what it says; nothing is refused for it."""
    said = []
    if found.day is not None:
        said.append(f"{text.day(found.day, today)} is still to come, so the win is dated today.")
    if found.names:
        names = text.join_words([text.esc_cut(name, 100) for name in found.names[:_SHOWN_PEOPLE]])
        said.append(f"Slack knows nobody here as {names}: that stays a word in the title.")
    return [kit.context(" ".join(said))] if said else []


def summary(headline: str, win: Win, today: date, news_to: int) -> list[kit.Block]:
    blocks = [kit.section(headline)]
    if win.impact:
        blocks.append(kit.section(text.quote(win.impact, 1000)))
    lines = [facts(win, today), *details(win)]
    if news_to:
        knows = "knows" if news_to == 1 else "know"
        lines.append(f"{text.plural(news_to, 'person', 'people')} from your list {knows} of it: they were there.")
    blocks.append(kit.context("\n".join(lines)))
    return blocks


def buttons(win: Win, edit_id: int = 0) -> list[kit.Block]:
    """*Undo* takes back what was just done: the capture, or the edit of that id."""
    undo = undo_edit_button(win, edit_id) if edit_id else away_button(win, "Undo")
    missing = _missing(win)
    # A second button of the same action in one block would share its id.
    asked = [kit.button(label, action, str(win.id)) for label, action in missing]
    return [edit_button(win), undo, *asked, knows_button(win.id, win.title)]


def edit_button(win: Win) -> kit.Block:
    return kit.button("Edit", ids.WIN_EDIT, str(win.id), accessibility_label=f"Edit {plain_title(win.title)}")


def knows_button(win_id: int, words: str) -> kit.Block:
    """Opens who knows a win, from wherever it is shown."""
    named = f"Who knows {plain_title(words)}"
    return kit.button("Who knows it", ids.AWARENESS_WIN, str(win_id), accessibility_label=named)


def away_button(win: Win, label: str = "", where: str = "") -> kit.Block:
    """Takes the whole win away: *Delete* for one that stands, *Dismiss* for a draft, unless it has just been captured.
    `where` it stands in a list travels in it.
    """
    label = label or ("Dismiss" if win.state is WinState.DRAFT else "Delete")
    value = f"{win.id}:{where}" if where else str(win.id)
    return kit.button(label, ids.WIN_UNDO, value, accessibility_label=f"{label} {plain_title(win.title)}")


def undo_edit_button(win: Win, edit_id: int, label: str = "Undo edit") -> kit.Block:
    named = f"{label} of {plain_title(win.title)}"
    return kit.button(label, ids.WIN_UNEDIT, f"{win.id}:{edit_id}", accessibility_label=named)


def edit_undone(win: Win, today: date, outcome: Outcome) -> kit.Block:
    """Follows *Undo edit*: the win as it is now."""
    said = _UNEDITED[outcome]
    blocks = [kit.section(said), *summary(f"*It says now:* {title(win.title)}", win, today, 0)]
    return kit.message(said, [*blocks, kit.actions(edit_button(win))])


def _missing(win: Win) -> list[tuple[str, str]]:
    """The one thing that would help most; never more than one question."""
    if not win.measures:
        return [("Add a number?", ids.WIN_COMPLETE)]
    if not win.evidence:
        return [("Add evidence?", ids.WIN_EVIDENCE)]
    return [] if win.category else [("Add a category?", ids.WIN_COMPLETE)]


def first_digest(member: Member, next_step: str = NEXT_PEOPLE) -> list[kit.Block]:
    """Announces the weekly message, with its hour and the way to stop it; and names the next step, once."""
    if member.next_digest_at is None:
        return []
    when = _moment_of(member, member.next_digest_at)
    said = (
        f"This is your first record. Once a week Vouch sends you a private summary, the first one on {when}. "
        "You can stop it now or at any time."
    )
    return [kit.section(said, accessory=kit.button("Stop the digest", ids.DIGEST_STOP)), kit.context(next_step)]


def _moment_of(member: Member, due: datetime) -> str:
    local = member.local(due)
    named = f"{text.WEEKDAYS[local.weekday()]} {local.day} {text.MONTHS[local.month - 1]} at {text.hour(local.hour)}"
    return text.moment(due, f"{named} ({member.zone})")


def undone(win: Win, *, before: bool) -> kit.Block:
    headline = _undone(win, before=before)
    return kit.message(headline, [kit.section(headline), kit.actions(restore_button(win))])


def undone_row(win: Win, where: str, *, before: bool) -> kit.Block:
    """The same above the list at `where`."""
    return kit.section(_undone(win, before=before), restore_button(win, where))


def _undone(win: Win, *, before: bool) -> str:
    if before and win.source == WITHDRAWN:
        went = "This draft went when the reaction was taken away"
        return f"{went}: {title(win.title)}. React again, or restore it within 30 days."
    if win.state is WinState.DRAFT:
        done = "was dismissed already" if before else "is dismissed"
    else:
        done = "was deleted already" if before else "is deleted"
    changes = ", with what was changed in it since" if win.version > 1 and not before else ""
    return f"{title(win.title)} {done}{changes}. You can restore it for 30 days."


def gone_title(win: Win) -> str:
    """Of the window that says so."""
    return "Dismissed" if win.state is WinState.DRAFT else "Deleted"


def restore_button(win: Win, where: str = "") -> kit.Block:
    """`where` it stands in a list travels in it, so that the list is shown again."""
    value = f"{win.id}:{where}" if where else str(win.id)
    return kit.button("Restore", ids.WIN_RESTORE, value, accessibility_label=f"Restore {plain_title(win.title)}")


def restored(win: Win, today: date, *, before: bool) -> kit.Block:
    said = "It is there already:" if before else "Restored:"
    blocks = summary(f"*{said}* {title(win.title)}", win, today, 0)
    return kit.message(f"{said} {title(win.title, 150)}", [*blocks, kit.actions(edit_button(win), away_button(win))])


def help_asked(command: str) -> kit.Block:
    """How a win is written, for somebody who asks; they have stored nothing by it."""
    return usage("A win is something that you achieved. Nothing is stored yet.", "", command)


def usage(sentence: str, typed: str, command: str) -> kit.Block:
    """Why a line made no win, how one is written, and what was typed."""
    how = (
        f"Write it in one line: `{command} shipped the retry queue, p95 800ms -> 480ms #reliability @priya yesterday`\n"
        "Only the title is needed. #tags, @people who were there, links, a number and a day at the end are picked out. "
        f"`{command}` alone opens a form."
    )
    blocks = [kit.section(text.esc(sentence)), kit.section(how)]
    if typed.strip():
        blocks += [kit.context("What you typed:"), *errors.quotation(typed)]
    return kit.message(text.esc(sentence), blocks)
