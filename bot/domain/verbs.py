"""The verbs in which people write of their own doing, with their past tense; a list, no guesses."""

from collections.abc import Iterator

_IRREGULAR = {
    "begin": "began",
    "bring": "brought",
    "build": "built",
    "buy": "bought",
    "catch": "caught",
    "cut": "cut",
    "drive": "drove",
    "find": "found",
    "forecast": "forecast",
    "get": "got",
    "give": "gave",
    "grow": "grew",
    "hold": "held",
    "keep": "kept",
    "lead": "led",
    "make": "made",
    "meet": "met",
    "oversee": "oversaw",
    "prove": "proved",
    "rebuild": "rebuilt",
    "rewrite": "rewrote",
    "run": "ran",
    "sell": "sold",
    "send": "sent",
    "show": "showed",
    "speak": "spoke",
    "speed": "sped",
    "take": "took",
    "teach": "taught",
    "troubleshoot": "troubleshot",
    "win": "won",
    "write": "wrote",
}

# A word that is also a common noun or adjective in its past form is not here, nor is one that is usually meant
# passively there: what is not certain is quoted instead of bent.
_REGULAR = """
    accelerate achieve add address advise align analyse analyze answer argue arrange audit author automate balance
    benchmark boost budget champion chair change check clarify clean close coach collect combine complete configure
    consolidate containerise containerize contribute convince coordinate correct cover create debug decide decrease
    define delete deliver demo demonstrate deploy deprecate design detect develop diagnose discover document double
    draft earn edit eliminate enable end engineer enhance ensure establish estimate evaluate examine expand explain
    extend extract facilitate finalise finalize finish fix gather guide halve handle help hire host identify implement
    improve increase inform initiate inspire install instrument integrate interview introduce investigate join launch
    learn listen map measure mentor merge migrate model modernise modernize monitor move negotiate onboard open
    optimise optimize orchestrate order organise organize outline overhaul own pair pass patch persuade pilot pitch
    plan polish post prepare present prevent prioritise prioritize produce profile propose prototype provide publish
    push raise receive recover recruit redesign reduce refactor refine release remove reorganise reorganize repair
    replace report research resolve respond restore restructure review revise roll save scale schedule secure share
    ship simplify solve sort stabilise stabilize standardise standardize start steer stop streamline strengthen study
    submit summarise summarize supervise support survey switch test tighten trace track train transform translate trim
    triple tune turn unblock uncover unify update upgrade validate verify visit volunteer work
"""
_DOUBLING = frozenset({"debug", "map", "plan", "ship", "stop", "submit", "trim"})  # their last letter is doubled

# Before an object without "the" or the like, these read as nouns as well: "design review", "test coverage".
_NOUNS = """
    address answer audit author balance benchmark boost budget build catch chair champion change check clean
    close coach contribute cover cut debug decrease demo design document double draft drive edit end engineer
    estimate extract find fix forecast guide handle help hire hold host increase instrument interview keep
    launch lead map measure meet mentor merge model monitor move onboard open order outline overhaul own pair
    pass patch pilot pitch plan polish post present produce profile project prototype push raise redesign
    refactor release repair report research review rewrite roll run save scale schedule secure share ship show
    sort speed start steer stop study support survey switch test trace track train trim triple tune turn update
    upgrade visit volunteer win work
"""


def _past_of_regular(lemma: str) -> str:
    if lemma.endswith("e"):
        return f"{lemma}d"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return f"{lemma[:-1]}ied"
    return f"{lemma}{lemma[-1] if lemma in _DOUBLING else ''}ed"


def _doing(lemma: str) -> str:
    """The -ing form."""
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe")):
        return f"{lemma[:-1]}ing"
    double = lemma in _DOUBLING or lemma in {"begin", "cut", "get", "run", "win"}
    return f"{lemma}{lemma[-1] if double else ''}ing"


def _lemmas() -> Iterator[tuple[str, str]]:
    yield from _IRREGULAR.items()
    for lemma in _REGULAR.split():
        yield lemma, _past_of_regular(lemma)


PAST_OF = dict(_lemmas())
"""Each verb as in a dictionary, with its past tense."""

DOING = {_doing(lemma): past for lemma, past in PAST_OF.items()} | {"modelling": "modelled"}
"""Each -ing form, with the past tense."""

ACTIVE = frozenset((*PAST_OF.values(), "founded", "learnt", "modelled"))
"""Past tenses."""

SURE = frozenset(PAST_OF).difference(_NOUNS.split())
"""Those of the verbs which nobody takes for a noun."""
