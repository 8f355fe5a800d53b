"""What somebody writes to Vouch in plain words: one known word, a greeting, or something worth keeping."""

import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain import conversations as talks
from bot.domain import lines, messages
from bot.domain import wins as rules
from bot.domain.conversations import NewConversation
from bot.domain.evidence import title_of
from bot.domain.lines import Problem
from bot.domain.wins import NewWin

MAX_IMPACT = 3000  # as much as the field holds in which it is edited
_GREETINGS = frozenset(
    {"hi", "hello", "hey", "hey there", "hi there", "hello there", "yo", "hola", "moin", "hallo", "good morning"}
    | {"good afternoon", "good evening", "thanks", "thank you", "thx", "ty", "thanks a lot", "cheers", "ok", "okay"}
    | {"cool", "great", "nice", "yes", "no", "start", "begin", "test", "bye", "goodbye"}
)
_MET = r"(?:(?:i|we|just|today|yesterday|also|have|had|has)\s+)*"
_COLON = r"\s*:(?![\w+'-]+:)\s*"  # none that begins an emoji
_LOG = r"(?:(?:log|save|note|add|keep)\s+)?(?:(?:a|an|my|the|new|another)\s+){0,2}"
_WIN_LED = re.compile(rf"{_LOG}win{_COLON}", re.IGNORECASE)
_TALK_LED = re.compile(rf"{_LOG}(?:met|conversation|talk|chat){_COLON}", re.IGNORECASE)
_TALKED = re.compile(rf"{_MET}(?:met|talked|spoke|chatted|caught\s+up)(?:\s+up)?\s+", re.IGNORECASE)
_TALK = re.compile(
    rf"{_MET}(?:met|talked|spoke|chatted|caught\s+up"
    rf"|(?:(?:a|an|my|our|the|quick|short|good|great)\s+){{0,3}}"
    rf"(?:1:1|1on1|1-on-1|one-on-one|coffee|lunch|dinner|call|chat|catch-?\s?up|meeting|sync)\s+(?:chat\s+)?with)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Command:
    """A command written as a message: `word` is win, met, or a word of the third command; `rest` follows it."""

    word: str
    rest: str


def read_command(text: str, words: Collection[str], commands: Mapping[str, str]) -> Command | None:
    """`text` as Slack sends it: a command with its slash, or one known word and nothing else. A sentence is none,
    whatever word it begins with: "win back of two customers" is something to keep as it stands.
    """
    first, rest = _split(text)
    names = {name: what for what, name in commands.items()}
    what = names.get(first.casefold())
    if what in {"win", "met"}:
        return Command(what, rest)
    if what is not None:
        first, rest = _split(rest)
        return Command(_bare(first) or "help", rest)
    word = _bare(first)
    if rest or word not in {*words, "vouch"}:
        return None
    return Command("help" if word == "vouch" else word, "")


def _split(text: str) -> tuple[str, str]:
    first, *rest = text.split(maxsplit=1) or [""]
    return first, rest[0] if rest else ""


def _bare(word: str) -> str:
    return word.strip(":!?.,…").casefold()


def says_nothing_to_keep(text: str) -> bool:
    """A greeting, a question, an emoji: it is answered with help."""
    said = " ".join(re.sub(r":[\w+'-]+:", " ", lines.unescape(text)).split())
    words = said.strip("!.,;:)(-…").casefold()
    return words in _GREETINGS or said.endswith("?") or not lines.says_something(words)


def read_win(text: str, today: date) -> NewWin | Problem:
    """One line is read like a command's; of several the first is the title, and the others say what changed by it.
    A "win:" before it all is no part of it.
    """
    text = _without(_WIN_LED, lines.clean(text).strip())
    first, _, rest = text.partition("\n")
    if not rest and len(lines.unescape(text)) <= lines.MAX_LINE:
        return rules.parse_win_line(text, today)
    named, rest = rules.parse_win_line(first, today), messages.plain(rest).strip()
    if isinstance(named, Problem):
        rest = messages.plain(text)
        title = title_of(rest)
        if not title:
            return Problem("title_missing")
        named = NewWin(title=title, happened_on=today)
    impact = rest if len(rest) <= MAX_IMPACT else ""
    whole = rules.parse_win_line(" ".join(_beginning(text)), today)
    if isinstance(whole, Problem):
        return replace(named, impact=impact)
    return replace(
        named,
        impact=impact,
        happened_on=whole.happened_on if named.happened_on == today else named.happened_on,
        category=whole.category,
        tags=whole.tags,
        witnesses=whole.witnesses,
        links=whole.links,
        measures=named.measures or whole.measures,
    )


def _beginning(text: str) -> Iterator[str]:
    """As many words as one line holds."""
    left = lines.MAX_LINE
    for word in text.split():
        left -= len(word) + 1
        if left < 0:
            return
        yield word


def needs_message(text: str, new: NewWin) -> bool:
    """Whether the win holds less than was written, so that the message itself has to be kept with it."""
    return not new.impact and len(lines.unescape(text).strip()) > lines.MAX_LINE


def read_talk(text: str, today: date, known: Iterable[str] = ()) -> NewConversation | None:
    """The conversation that it tells of, if it begins like one and names somebody; `known` names are found in whatever
    case they are typed.
    """
    text = lines.clean(text).strip()
    said = _without(_TALK_LED, text)
    if said == text and not _TALK.match(text):
        return None
    said = _without(_TALKED, said)
    new = talks.parse_conversation_line(said, today)
    if isinstance(new, Problem) and (quoted := talks.quote_known(said, known)) is not None:
        new = talks.parse_conversation_line(quoted, today)
    return None if isinstance(new, Problem) else new


def _without(led: re.Pattern[str], text: str) -> str:
    """The text behind such a beginning, where anything is left."""
    found = led.match(text)
    return (text[found.end() :] if found else "") or text


def fingerprint(text: str) -> str:
    """Says whether a message still reads as it did when the offer was made."""
    return f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"
