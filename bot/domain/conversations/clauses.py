"""What was promised and asked in a `/met` line: `next:`, `they:`, `ask:`, each as often as wanted."""

import re
from datetime import date

from bot.domain import dates, lines
from bot.domain.conversations.values import Promise
from bot.domain.conversations.words import AND, COLON, KIND_WORDS, PEOPLE_BEGIN, said_of
from bot.domain.followups import FollowUpKind

_NEXT = re.compile(r"(?:^|(?<=[\s,;.(!?]))(?:next(?: steps?)?|follow[- ]?up) ?:(?!//)", re.IGNORECASE)
_CLAUSE = re.compile(
    rf"(?:^|(?<=[\s,;.(!?]))(?:(?P<mine>next(?: steps?)?|follow[- ]?up) ?:|"
    rf"(?:(?P<theirs>theirs?|they)|(?P<ask>ask(?: for)?(?: (?:an? |some )?(?P<what>feedback|intro(?:duction)?|"
    rf"opportunity))?)) ?{COLON})(?!//)",
    re.IGNORECASE,
)
_CLAUSE_MARKS = ",;.(!?"
_PEOPLE_WITHIN = 300  # characters at the start, in which only people may stand before a clause
_MOST_CLAUSES = 10
_FEEDBACK = re.compile(r"\b(?:feedback|review|thoughts|opinions?|comments?|critique)\b", re.IGNORECASE)
_INTRODUCTION = re.compile(r"\bintro(?:s|duc\w{1,10})?\b", re.IGNORECASE)
_SAID_AGAIN = re.compile(
    r"^(?:for )?(?:an? |some |the )?(?:feedback|intro(?:duction)?|opportunity) "
    r"(?=(?:on|about|for|to|with|at|from)\b)",
    re.IGNORECASE,
)


def take_follow_ups(text: str, today: date) -> tuple[str, tuple[Promise, ...]]:
    """What stands before the first of them, and they themselves; what says nothing is none."""
    first = _NEXT.search(text)
    turns = [
        turn for turn in _CLAUSE.finditer(text) if _begins(text, turn) or (first and turn.start() == first.start())
    ]
    turns = turns[:_MOST_CLAUSES]
    ends = [*(turn.start() for turn in turns[1:]), len(text)]
    made = [_promise(turn, text[turn.end() : end], today) for turn, end in zip(turns, ends, strict=False)]
    return text[: turns[0].start()] if turns else text, tuple(filter(None, made))


def _begins(text: str, turn: re.Match[str]) -> bool:
    """Behind a mark, the kind, or the people alone: “her ask: more tests” is something she said."""
    before = text[: turn.start()].rstrip(" ")
    if not before or before[-1] in _CLAUSE_MARKS or before[-1].isspace():
        return True
    if before[-9:].rpartition(" ")[2].casefold() in KIND_WORDS:
        return True
    words = before.split() if len(before) <= _PEOPLE_WITHIN else ["…"]
    return all(word[0] in PEOPLE_BEGIN or word[0].isupper() or word.casefold() in AND for word in words)


def _promise(turn: re.Match[str], text: str, today: date) -> Promise | None:
    said = said_of(lines.split(text)).strip(" ,;")
    if not lines.says_something(said):
        return None
    due_on, rest = dates.find_due_date(said, today) or (None, said)
    rest = rest or said
    if turn["ask"]:
        return Promise(_SAID_AGAIN.sub("", rest, count=1), due_on, _kind_of_ask(turn["what"] or rest))
    return Promise(rest, due_on, FollowUpKind.THEIRS if turn["theirs"] else FollowUpKind.MINE)


def _kind_of_ask(said: str) -> FollowUpKind:
    if _FEEDBACK.search(said):
        return FollowUpKind.FEEDBACK
    return FollowUpKind.INTRODUCTION if _INTRODUCTION.search(said) else FollowUpKind.OPPORTUNITY
