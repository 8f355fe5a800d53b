"""One win's window: everything that is known of it, in words, and what can be done with it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import ids
from bot.domain.win_detail import Knowing, WinDetail
from bot.domain.wins import RESTORED, SAMPLE, WITHDRAWN, Win, WinState
from bot.views import awareness, kit, merges, pieces, projects, text, wins

SOURCES = {
    "command": "Typed as a command",
    "modal": "Written in the form",
    "reaction": "Kept by a reaction",
    WITHDRAWN: "Kept by a reaction, which was taken away",
    RESTORED: "Kept by a reaction, which was taken away, and brought back",
    "shortcut": "Saved from a message",
    "dm": "Written to Vouch",
    "praise": "Others praised your message",
    SAMPLE: "Made up, to try Vouch with",
}
_SHOWN_PEOPLE = 20
_SHOWN_EVIDENCE = 12
_SHOWN_GONE = 5


def modal(detail: WinDetail) -> kit.Block:
    win = detail.win
    blocks = [
        kit.section(f"{text.bold(wins.title(win.title, 2000))}\n{state(detail)}"),
        *([kit.section(text.quote(win.impact))] if win.impact else []),
        kit.context(wins.facts(win, detail.today)),
        *_project(detail),
        *_measures(win),
        *_there(win),
        *_evidence(win),
        *_knowing(detail),
        *_praise(detail),
        kit.context("\n".join(_history(detail))),
        *_buttons(detail),
    ]
    return kit.modal("", "Win", blocks, submit=None, close="Close")


def state(detail: WinDetail) -> str:
    """In words: a draft, kept, deleted, private."""
    win = detail.win
    if detail.into is not None:
        return f"Merged into {wins.title(detail.into.title, 200)}"
    if win.deleted_at is not None:
        until = "it can be restored for 30 days" if detail.restorable else "too long ago to be restored"
        gone = "Went with its reaction" if win.source == WITHDRAWN else "Deleted"
        return f"{gone} on {_day(detail, win.deleted_at)}; {until}"
    said = "A draft, to be finished" if win.state is WinState.DRAFT else "Kept"
    return f"{said} · private: never in what goes to others" if win.private else said


def _project(detail: WinDetail) -> list[kit.Block]:
    return [kit.context(f"Belongs to the project {projects.name(detail.project)}")] if detail.project else []


def _measures(win: Win) -> list[kit.Block]:
    if not win.measures:
        return [] if win.state is WinState.DRAFT else [kit.context("No number yet.")]
    return [kit.section("*Numbers*\n" + _list([wins.measure(each) for each in win.measures], 10))]


def _there(win: Win) -> list[kit.Block]:
    if not win.witnesses:
        return []
    return [kit.section(f"*Who was there*\n{_people([text.mention(who) for who in win.witnesses])}")]


def _evidence(win: Win) -> list[kit.Block]:
    if not win.evidence:
        return [kit.context("No evidence yet.")]
    shown = [kit.section(line) for line in pieces.lines(win)[:_SHOWN_EVIDENCE]]
    more = len(win.evidence) - _SHOWN_EVIDENCE
    return [
        kit.section(f"*Evidence*: {text.plural(len(win.evidence), 'piece')}"),
        *shown,
        *([kit.context(f"and {more:,} more")] if more > 0 else []),
    ]


def _knowing(detail: WinDetail) -> list[kit.Block]:
    said = "*Who knows it*\n" + (
        _list([_knows(detail, each) for each in detail.knowing], _SHOWN_PEOPLE)
        if detail.knowing
        else "Nobody with a say in your career yet."
    )
    if detail.to_tell:
        said += f"\n*To tell:* {_people([text.person(each) for each in detail.to_tell])}"
    return [kit.section(said)]


def _knows(detail: WinDetail, each: Knowing) -> str:
    return awareness.knows(each.stakeholder, each.how, each.since, detail.today)


def _praise(detail: WinDetail) -> list[kit.Block]:
    if not detail.praised_by:
        return []
    return [kit.section(f"*Praised by* {_people([text.mention(who) for who in detail.praised_by])}")]


def _history(detail: WinDetail) -> list[str]:
    win = detail.win
    lines = [f"{SOURCES.get(win.source, 'Captured')} on {_day(detail, win.created_at)}."]
    if win.kept_at is not None and win.kept_at != win.created_at:
        lines.append(f"Kept on {_day(detail, win.kept_at)}.")
    if win.version > 1:
        lines.append(f"Changed {'once' if win.version == 2 else f'{win.version - 1:,} times'} since.")
    for gone in detail.gone[:_SHOWN_GONE]:
        name = wins.title(gone.title, 150)
        lines.append(f"{name} was merged into it on {_day(detail, gone.merged_at)}.")
    if (more := len(detail.gone) - _SHOWN_GONE) > 0:
        lines.append(f"{text.plural(more, 'more win')} merged into it.")
    return lines


def _buttons(detail: WinDetail) -> list[kit.Block]:
    win = detail.win
    value, name = str(win.id), wins.plain_title(win.title)
    if win.deleted_at is not None:
        restore = [wins.restore_button(win)] if detail.restorable else []
        into = detail.into
        if into is not None:
            restore.append(open_button(into, "Open what it went into"))
        return [kit.actions(*restore)] if restore else []
    draft = win.state is WinState.DRAFT
    project = kit.button("Project", ids.WIN_PROJECT, value, accessibility_label=f"Project of {name}")
    first, last = ("Finish", "Dismiss") if draft else ("Edit", "Delete")
    return [
        kit.actions(
            kit.button(first, ids.WIN_EDIT, value, accessibility_label=f"{first} {name}"),
            kit.button("Evidence", ids.WIN_EVIDENCE, value, accessibility_label=f"Evidence of {name}"),
            wins.knows_button(win.id, win.title),
            *([] if draft else [merges.merge_button(win), project]),
            kit.button(last, ids.WIN_UNDO, value, accessibility_label=f"{last} {name}"),
        )
    ]


def open_button(win: Win, label: str = "Open", where: str = "") -> kit.Block:
    """Opens a win's window from wherever it is listed; `where` is the place in a list, which is then kept fresh."""
    value = f"{win.id}:{where}" if where else str(win.id)
    named = f"{label}: {wins.plain_title(win.title)}" if label != "Open" else f"Open {wins.plain_title(win.title)}"
    return kit.button(label, ids.WIN_OPEN, value, accessibility_label=named)


def _people(named: Sequence[str]) -> str:
    more = len(named) - _SHOWN_PEOPLE
    return text.join_words([*named[:_SHOWN_PEOPLE], *([f"{more:,} more"] if more > 0 else [])])


def _list(lines: Sequence[str], shown: int) -> str:
    more = len(lines) - shown
    return "\n".join(f"• {line}" for line in [*lines[:shown], *([f"{more:,} more"] if more > 0 else [])])


def _day(detail: WinDetail, moment: datetime) -> str:
    return text.day(moment.astimezone(ZoneInfo(detail.zone)).date(), detail.today)
