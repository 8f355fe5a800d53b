"""What a number measures and which way it went, read from the words around it."""

import re

from bot.domain import verbs

MAX_METRIC = 100

_LETTERS = re.compile(r"[^\W\d_]+")
COMPARING = (
    r" (?:more|less|fewer|higher|lower|faster|slower|quicker|better|cheaper|shorter|longer|smaller|larger|bigger)\b"
)
_COMPARED = re.compile(COMPARING, re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w'’]{1,30}(?:[-/]\w{1,30}){0,2}")
_ENDS = ",;.!?:)"

_DOWN = frozenset(
    {"cut", "cuts", "cutting", "reduce", "reduced", "reduces", "reducing", "lower", "lowered", "lowers", "decrease"}
    | {"decreased", "drop", "dropped", "drops", "shrank", "shrunk", "trimmed", "fell", "down", "less", "fewer"}
)
_UP = frozenset(
    {"increase", "increased", "increases", "increasing", "raise", "raised", "raises", "grow", "grew", "grown", "boost"}
    | {"boosted", "lifted", "gained", "rose", "up", "more", "higher"}
)
_OTHER_VERBS = frozenset(
    {"improve", "improves", "improving", "saves", "saving", "went", "goes", "go", "move", "hit", "reached", "landed"}
)
_NOUNS_TOO = frozenset({"forecast"})
_LINKING = frozenset(
    {"by", "from", "of", "is", "was", "now", "to", "at", "about", "around", "nearly", "almost", "over", "roughly"}
    | {"with", "a", "an", "the", "our", "my", "their", "its", "and", "or", "for", "in", "on", "than", "this", "that"}
    | {"after", "before", "since", "until", "because", "when", "while", "i", "we", "it", "which", "then", "so", "but"}
    | {"as", "per", "via", "thanks", "has", "have", "had", "be", "are", "were"}
)
# Behind a name they begin what is said of it: `+12% revenue overall`.
_ADVERBS = frozenset(
    {"overall", "again", "already", "last", "next", "every", "each", "per", "since", "total", "within"}
)
_BETTER = frozenset({"improve", "improved", "improves", "improving", "optimised", "optimized"})
_LESS_IS_BETTER = frozenset(
    {"latency", "p50", "p90", "p95", "p99", "time", "times", "cost", "costs", "spend", "churn", "errors", "bugs"}
    | {"incidents", "tickets", "downtime", "delay", "delays", "backlog", "failures", "defects", "crashes", "complaints"}
)
_MORE_IS_BETTER = frozenset(
    {"revenue", "sales", "retention", "conversion", "uptime", "availability", "coverage", "accuracy", "throughput"}
    | {"nps", "csat", "mrr", "arr", "adoption", "engagement", "satisfaction", "signups", "sign-ups", "productivity"}
)
STOPS = _DOWN | _UP | _OTHER_VERBS | _LINKING | (verbs.ACTIVE - _NOUNS_TOO)


def said_direction(text: str, start: int, end: int, metric: str) -> str:
    """By the nearest verb before (`cut costs by 30%`) or the word behind (`30% fewer`); what is improved goes the way
    that is better for its metric, where everybody knows which that is.
    """
    behind = _LETTERS.findall(text[end : end + 20])[:1]
    before = _LETTERS.findall(text[max(0, start - 60) : start])[-6:]
    for word in (*behind, *reversed(before)):
        if word.casefold() in _DOWN:
            return "down"
        if word.casefold() in _UP:
            return "up"
        if word.casefold() in _BETTER:
            last = metric.casefold().rpartition(" ")[2]
            return "down" if last in _LESS_IS_BETTER else "up" if last in _MORE_IS_BETTER else ""
    return ""


def named_before(text: str, edge: int, start: int) -> str:
    """What was measured: up to three words right before the number, in the same clause (`p95`, `build time`)."""
    words = text[max(edge, start - 3 * MAX_METRIC) : start].rstrip(" :=(").split(" ")
    while words and words[-1].casefold() in STOPS:
        words.pop()
    metric: list[str] = []
    for word in reversed(words):
        if len(metric) == 3 or not word or word[-1] in ",;.!?:)-–—" or word.casefold() in STOPS:
            break
        metric.append(word.lstrip("(\"'"))
    found = " ".join(reversed(metric))
    return found if len(found) <= MAX_METRIC and any(map(str.isalpha, found)) else ""


def compared(text: str, end: int) -> int:
    """Where the word ends that says how an amount compares (`3x fewer`, `30% faster`); `end` where there is none."""
    found = _COMPARED.match(text, end)
    return found.end() if found else end


def named_behind(text: str, end: int, *, sure: bool) -> str:
    """What was measured, where it stands behind its amount: one or two words that end there or are led on by another
    (`+12% revenue in May`). Unless the amount says by itself that it is one of something (`sure`), only a common name.
    """
    if not text.startswith(" ", end):
        return ""
    words: list[str] = []
    for word in text[end + 1 : end + MAX_METRIC].split():
        folded = word.rstrip(_ENDS).casefold()
        if folded in STOPS or folded in _ADVERBS or folded.endswith("ly"):
            break
        if len(words) == 2 or not _NAME.fullmatch(word.rstrip(_ENDS)):
            return ""
        words.append(word.rstrip(_ENDS))
        if word[-1] in _ENDS:
            break
    if not words or not (sure or words[-1].casefold() in _LESS_IS_BETTER | _MORE_IS_BETTER):
        return ""
    return " ".join(words)
