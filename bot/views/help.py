"""What can be typed, pressed and reacted with, each with one example; every `/vouch` word is in `WORDS`."""

from collections.abc import Mapping

from bot import ids
from bot.views import errors, kit, text

WORDS: dict[str, tuple[str, str]] = {
    "win": ("win shipped the retry queue yesterday", "log a win, like {win}"),
    "met": ("met @maria coffee about the roadmap", "log a conversation, like {met}"),
    "wins": (
        "wins retry #infra since september",
        "your wins, or those with these words, #tags, @people, days, `without a number`, `draft`, `deleted`",
    ),
    "tags": ("tags", "your tags, or those with the words behind it: rename, merge or delete one"),
    "inbox": ("inbox", "drafts and praise that wait, to be finished several at once"),
    "people": (
        "people platform sponsor",
        "people with a say and how you stand, those with these words, one person by @name, or `archived` ones",
    ),
    "add": (
        "add @maria sponsor",
        "add somebody, or change who they are to you; *Add person* in a message's menu (⋮) adds who wrote it",
    ),
    "prep": ("prep @maria", "before you talk to somebody: what to tell them, what is open, one question to begin with"),
    "promises": ("promises @maria", "what you promised, what was promised to you, and what you asked for"),
    "overdue": ("overdue", "whom you have not talked to for too long, and who is next within a week"),
    "room": ("room", "who could speak for you if it were decided today, and whom to look for"),
    "next": ("next", "the next-best conversations: whom to tell of which win, and why"),
    "projects": ("projects", "what wins belong to, and what came of what you asked for"),
    "away": ("away 23 dec to 2 jan", "days on which you are not at work: nothing is sent, and nobody becomes overdue"),
    "digest": ("digest", "this week's digest now, without waiting for its day"),
    "summary": (
        "summary month for @maria",
        "a draft about your work, ready to copy: of a `week`, `month`, `quarter`, or `since` a day; for whom you like",
    ),
    "settings": ("settings", "time zone, days and hours, emoji, pause"),
    "privacy": ("privacy", "what is stored, where, and who could read it"),
    "export": ("export", "everything Vouch has of you, as a file in your DM"),
    "delete-my-data": ("delete-my-data", "delete all of it, at once and for good"),
    "help": ("help", "this list"),
}
"""Each word after the command: an example, and what it does."""

_WIN = text.esc("shipped the retry queue, p95 800ms -> 480ms #reliability @priya yesterday")
_MET = "@maria 1:1 about the roadmap; next: send the deck by friday"
_REACT = "React with :trophy: to a message to keep it as a draft win, with :handshake: to log a talk with its author"
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("See", ("wins", "tags", "inbox", "people", "overdue", "next", "room", "digest", "summary")),
    ("People", ("add", "prep", "promises", "projects")),
    ("Yours", ("settings", "away", "privacy", "export", "delete-my-data")),
    ("Also", ("win", "met", "help")),
)


def help_message(commands: Mapping[str, str]) -> kit.Block:
    """`commands` are the names of the three commands by what they do: win, met, vouch."""
    summary = (
        f"Vouch: {commands['win']} logs a win, {commands['met']} a conversation, {commands['vouch']} does the rest."
    )
    return kit.message(summary, [kit.section(f"*{summary}*"), *_blocks(commands)])


def unknown_message(word: str, nearest: str | None, commands: Mapping[str, str], typed: str = "") -> kit.Block:
    """For a word after the command that means nothing: the nearest that does, and where everything is listed. `typed`
    is the whole line where there is more in it.
    """
    said = f"Vouch does not know `{commands['vouch']} {_code(word)}`."
    if nearest:
        said += f" Did you mean `{commands['vouch']} {nearest}`?"
    listed = kit.context(f"`{commands['vouch']} help` lists everything.")
    back = [kit.context("What you typed:"), *errors.quotation(typed)] if typed else []
    return kit.message(said, [kit.section(said), *back, listed])


def where_reactions_work() -> str:
    """Said in help, on Home and in the third step."""
    here = "Reactions work in conversations that Vouch is in."
    return f"{here} Anywhere else, *Save as win* and *Log conversation* in the message's menu (⋮) do the same."


def other_ways_in() -> str:
    """Said in help."""
    return (
        "*Log a win* and *Log a conversation* are in Slack's shortcuts too; or write to Vouch here in plain words. "
        "There one word by itself, such as `inbox`, is a command; anything longer is offered to be kept"
    )


def _blocks(commands: Mapping[str, str]) -> list[kit.Block]:
    win, met = commands["win"], commands["met"]
    capture = [
        f"`{win} {_WIN}`: log a win; only the title is needed",
        f"`{met} {_MET}`: log a conversation; `they:` is what they promised, `ask:` what you asked them for",
        _REACT + f" (`{commands['vouch']} settings` changes the emoji)",
        where_reactions_work(),
        other_ways_in(),
    ]
    groups = [f"*{title}*\n" + _lines([_line(word, commands) for word in words]) for title, words in _GROUPS]
    return [
        kit.section("*Capture*\n" + _lines(capture)),
        *(kit.section(group) for group in groups),
        kit.actions(
            kit.button("Log a win", ids.HOME_LOG_WIN, style="primary"),
            kit.button("Log a conversation", ids.HOME_LOG_CONVERSATION),
            kit.button("Settings", ids.SETTINGS_OPEN),
        ),
        kit.context("Only you see what you record. Nothing here is posted for others."),
    ]


def _line(word: str, commands: Mapping[str, str]) -> str:
    example, what = WORDS[word]
    named = what.format(win=f"`{commands['win']}`", met=f"`{commands['met']}`")
    return f"`{commands['vouch']} {example}`: {named}"


def _lines(lines: list[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)


def _code(word: str) -> str:
    return text.esc_cut(word.replace("`", "'"), 40)
