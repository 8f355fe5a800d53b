"""Preparing for a conversation: what to tell somebody, what is open with them, and one question to begin with.

Everything is chosen by rule from what is known, and the same on the same day; nothing is guessed.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from heapq import nlargest

from bot.domain import lines
from bot.domain.awareness import WinLine
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.proposals import WEIGHTS, Tellable, most_win_points, win_points
from bot.domain.stakeholders import Stakeholder, Standing, State
from bot.domain.timelines import Talk
from bot.domain.wins import Category, category_of

PICKS, FITTING = 4, 3  # wins proposed at the most, and of these for fitting an interest
OPEN, TALKS = 4, 3  # promises and asks, and conversations, that the card shows
WORDS_MATCHED = 12  # of somebody's interests, the first ones
WORDINGS = 2  # of each question, so that none is asked twice running
_LONG_WORD, _SHORTEST_STEM = 4, 3

_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    {"a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been", "being", "but"}
    | {"by", "can", "care", "cares", "could", "did", "do", "does", "each", "etc", "for", "from", "get", "gets", "had"}
    | {"has", "have", "he", "her", "hers", "him", "his", "how", "i", "if", "in", "interest", "interested", "interests"}
    | {"into", "is", "it", "its", "just", "know", "like", "likes", "look", "looks", "love", "loves", "make", "makes"}
    | {"me", "more", "most", "much", "my", "new", "no", "not", "of", "on", "one", "or", "other", "our", "out", "over"}
    | {"really", "see", "sees", "she", "should", "so", "some", "such", "than", "that", "the", "their", "them", "then"}
    | {"there", "these", "they", "thing", "things", "this", "those", "to", "too", "up", "us", "very", "want", "wants"}
    | {"was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "work", "works", "would"}
    | {"you", "your", "s", "t", "re", "ve", "ll", "d", "m"}
)
_SUFFIXES = sorted(
    {"abilities", "ibilities", "ability", "ibility", "ations", "ation", "ating", "ated", "ates", "ate", "ships", "ship"}
    | {"ments", "ment", "ness", "ances", "ance", "ences", "ence", "able", "ible", "ized", "ised", "izing", "ising"}
    | {"ably", "ibly"}
    | {"ingly", "ings", "ing", "ions", "ion", "ities", "ity", "ies", "ied", "ers", "er", "ed", "es", "ly", "al", "s"}
    | {"e", "y"},
    key=lambda end: (-len(end), end),
)


def words_of(text: str) -> list[str]:
    """The words that mean something, each as typed, in their order."""
    return [word for word in _WORD.findall(lines.clean(text)) if len(word) > 1 and word.casefold() not in _STOP]


def stem(word: str) -> str:
    """What forms of one word share, roughly: `reliable` and `reliability`, `shipped` and `shipping`."""
    word = word.casefold()
    for _ in range(2):  # leadership, leader, lead
        if len(word) < _LONG_WORD:
            break
        cut = next((end for end in _SUFFIXES if word.endswith(end) and len(word) - len(end) >= _SHORTEST_STEM), "")
        word = word.removesuffix(cut)
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Interests:
    """What somebody cares about: stems, and categories, each by the word that it was read from."""

    stems: Mapping[str, str]
    categories: Mapping[Category, str]


def read_interests(typed: str) -> Interests:
    stems: dict[str, str] = {}
    categories: dict[Category, str] = {}
    for word in words_of(typed):
        category = category_of(word)
        if category is not None:
            categories.setdefault(category, word)
        if len(stems) < WORDS_MATCHED:
            stems.setdefault(stem(word), word)
    return Interests(stems, categories)


@dataclass(frozen=True, slots=True)
class Untold:
    """As much of a win as it takes to choose it; `wished` where the member meant to tell it."""

    line: WinLine
    win: Tellable
    impact: str = ""
    tags: tuple[str, ...] = ()
    wished: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """A win worth telling; `fits` are the words of theirs that it fits, none where it is chosen for its strength."""

    line: WinLine
    fits: tuple[str, ...] = ()
    wished: bool = False


def fits(interests: Interests, win: Untold) -> tuple[str, ...]:
    """The interests that a win speaks to, in the order in which they were typed."""
    said = " ".join((win.line.title, win.impact, *win.tags))
    begins = tuple(interests.stems)  # a stem begins its word, so that few words need to be cut to theirs
    found = {stem(word) for word in words_of(said) if word.casefold().startswith(begins)} if begins else ()
    named = [word for each, word in interests.stems.items() if each in found]
    if win.line.category is not None and (by := interests.categories.get(win.line.category)) is not None:
        named.append(by)
    return tuple(dict.fromkeys(named))


def points(win: Tellable, today: date, *, wished: bool = False) -> int:
    """By the one table of weights: what is strongest here is strongest among next conversations too."""
    return win_points(win, today) + WEIGHTS.wished * wished


def settled(latest: Iterable[Untold], today: date) -> bool:
    """Whether no win older than the `latest` can be among the strongest, were it not meant for them."""
    read = list(latest)
    best = nlargest(PICKS, (points(each.win, today) for each in read))
    return len(best) == PICKS and best[-1] > most_win_points(min(each.line.happened_on for each in read), today)


def strongest(wins: Iterable[tuple[Tellable, bool]], today: date) -> list[int]:
    """Ids of the few that are worth most, of wins and whether each is meant for somebody."""
    return [best[-1] for best in nlargest(PICKS, (_order(win, today, wished=wished) for win, wished in wins))]


def _order(win: Tellable, today: date, *, wished: bool) -> tuple[int, int, int]:
    """Of two alike the newer is the better one."""
    return points(win, today, wished=wished), win.happened_on.toordinal(), win.id


def choose(interests: Interests, untold: Iterable[Untold], today: date) -> tuple[Pick, ...]:
    """Those that fit what they care about first, by how many of their interests, then the strongest."""
    ranked = sorted(untold, key=lambda each: _order(each.win, today, wished=each.wished), reverse=True)
    fitting = [(fits(interests, win), win) for win in ranked]
    first = sorted((each for each in fitting if each[0]), key=lambda each: -len(each[0]))[:FITTING]
    chosen = {win.line.id for _, win in first}
    rest = [each for each in fitting if each[1].line.id not in chosen]
    return tuple(Pick(win.line, named, win.wished) for named, win in [*first, *rest][:PICKS])


# The question to begin with


class Asked(StrEnum):
    """What a question is about."""

    THEIR_PROMISE = "their_promise"
    MY_PROMISE = "my_promise"
    FEEDBACK = "feedback"
    ASK = "ask"
    INTEREST = "interest"
    SILENCE = "silence"
    FIRST_TALK = "first_talk"
    TOPIC = "topic"
    GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class Question:
    """`subject` is what it names, as typed; `days` of silence; `wording` is one of WORDINGS."""

    about: Asked
    subject: str = ""
    days: int = 0
    wording: int = 0


_OF_FOLLOWUPS = {
    Asked.THEIR_PROMISE: (FollowUpKind.THEIRS,),
    Asked.FEEDBACK: (FollowUpKind.FEEDBACK,),
    Asked.ASK: (FollowUpKind.OPPORTUNITY, FollowUpKind.INTRODUCTION),
}


def question(
    stands: Standing,
    follow_ups: Sequence[FollowUp],
    interests: Interests,
    topics: Sequence[str],
    today: date,
) -> Question:
    """The first that there is something for: what they promised, feedback and help that was asked for, what they care
    about, a first talk, a long silence, what was talked about last, what the member owes them. Something that can be
    asked of anybody only where nothing at all is known. With every week the subject and the wording move on.
    """
    week = today.toordinal() // 7
    wording = week % WORDINGS
    for about, kinds in _OF_FOLLOWUPS.items():
        said = [one.text for one in follow_ups if one.kind in kinds and one.text]
        if said:
            return Question(about, said[week % len(said)], wording=wording)
    cared = list(dict.fromkeys([*interests.stems.values(), *interests.categories.values()]))
    if cared:
        return Question(Asked.INTEREST, cared[week % len(cared)], wording=wording)
    if stands.never_talked:
        return Question(Asked.FIRST_TALK, wording=wording)
    if stands.state is State.OVERDUE:
        return Question(Asked.SILENCE, days=stands.days_since, wording=wording)
    if spoken := [topic for topic in topics if topic]:
        return Question(Asked.TOPIC, spoken[0], wording=wording)
    if owed := [one.text for one in follow_ups if one.kind is FollowUpKind.MINE and one.text]:
        return Question(Asked.MY_PROMISE, owed[0], wording=wording)
    return Question(Asked.GENERIC, wording=wording)


@dataclass(frozen=True, slots=True)
class Prep:
    """Everything on the card; `untold`, `opened` and `talked` count all there are of what it shows the first of."""

    stakeholder: Stakeholder
    standing: Standing
    today: date
    question: Question
    picks: tuple[Pick, ...]
    untold: int
    follow_ups: tuple[FollowUp, ...]
    opened: int
    talks: tuple[Talk, ...]
    talked: int


def shown_first(follow_ups: Collection[FollowUp]) -> tuple[FollowUp, ...]:
    """What was promised by either before what was asked for; within these what is due first."""

    def order(one: FollowUp) -> tuple[bool, date, int]:
        return one.is_ask, one.due_on or date.max, one.id

    return tuple(sorted(follow_ups, key=order)[:OPEN])
