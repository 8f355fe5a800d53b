"""A small made-up record of eight weeks, to try Vouch with: values only, all days counted back from today."""

from dataclasses import dataclass

from bot.domain.stakeholders import Relationship, Stance
from bot.domain.wins import Category


@dataclass(frozen=True, slots=True)
class SamplePerson:
    name: str
    relationship: Relationship
    function: str
    influence: int
    decider: bool = False
    stance: Stance = Stance.UNKNOWN
    confidence: int | None = None
    interests: str = ""


@dataclass(frozen=True, slots=True)
class SampleWin:
    """`told` are the names of those who know it; `quote` is what `speaker` said of it."""

    days_ago: int
    title: str
    impact: str
    category: Category
    tags: tuple[str, ...] = ()
    link: str = ""
    quote: str = ""
    speaker: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleDraft:
    """As a reaction to a message leaves it; `praised` by a user whom every workspace has."""

    days_ago: int
    title: str
    praised: bool = False


@dataclass(frozen=True, slots=True)
class SampleTalk:
    """`promise` is due `due_in` days from today."""

    days_ago: int
    people: tuple[str, ...]
    kind: str
    topic: str
    notes: str = ""
    confidence: int | None = None
    promise: str = ""
    due_in: int = 0


PRAISING = "USLACKBOT"  # made-up people have no id in Slack, and nobody real has praised anything
ADDED_DAYS_AGO = 56  # when the people were added
_MANAGER, _SKIP, _SPONSOR, _PEER, _PARTNER = "Nora Winter", "Daniel Osei", "Helena Brandt", "Tomás Vidal", "Yuki Arai"

PEOPLE = (
    SamplePerson(_MANAGER, Relationship.MANAGER, "Engineering", 3, True, Stance.SUPPORTER, 4, "reliability, hiring"),
    SamplePerson(_SKIP, Relationship.SKIP_LEVEL, "Engineering", 3, True, Stance.NEUTRAL, None, "cost, roadmap"),
    SamplePerson(_SPONSOR, Relationship.SPONSOR, "Product", 3, True, Stance.ADVOCATE, 4, "customers, growth"),
    SamplePerson(_PEER, Relationship.PEER, "Engineering", 1, False, Stance.SUPPORTER, 5, "incident reviews"),
    SamplePerson(_PARTNER, Relationship.CROSS_FUNCTIONAL, "Support", 2, False, Stance.UNKNOWN, None, "fewer tickets"),
)

WINS = (
    SampleWin(
        2,
        "Cut checkout errors from 2.4% to 0.6%",
        "Support has had no checkout escalation since.",
        Category.PERFORMANCE,
        ("checkout", "reliability"),
        "https://example.com/dashboards/checkout",
        told=(_MANAGER,),
    ),
    SampleWin(
        6,
        "Led the incident review after the Sunday outage",
        "Five teams took part; three of the seven actions are done.",
        Category.LEADERSHIP,
        ("incident",),
        quote="The calmest review we have had this year.",
        speaker=_PEER,
        told=(_MANAGER, _PEER),
    ),
    SampleWin(
        11,
        "Brought the nightly build down from 52 min to 17 min",
        "Every team merges before noon now.",
        Category.PROJECT_IMPACT,
        ("build",),
        "https://example.com/builds/compare",
    ),
    SampleWin(
        17,
        "Taught twelve engineers to read query plans",
        "Two of them have fixed slow pages on their own since.",
        Category.SKILL,
        ("databases", "teaching"),
    ),
    SampleWin(
        25,
        "Saved $1,800 a month of storage",
        "Old snapshots go after ninety days, agreed with Legal.",
        Category.PERFORMANCE,
        ("cost",),
        told=(_SKIP,),
    ),
    SampleWin(
        33,
        "Spoke about retry storms at the city's engineering meetup",
        "Eighty people came; two have applied since.",
        Category.INDUSTRY,
        ("talk",),
        "https://example.com/meetup/retry-storms",
    ),
    SampleWin(
        41,
        "Mentored Ines through her first on-call week",
        "She takes part in the rota without a shadow.",
        Category.LEADERSHIP,
        ("mentoring",),
    ),
    SampleWin(
        52,
        "Took over the checkout roadmap for the quarter",
        "It was presented to Product and agreed.",
        Category.CAREER,
        ("checkout",),
        told=(_MANAGER, _SPONSOR),
    ),
)

DRAFTS = (
    SampleDraft(1, "The new alerts caught the disk before anybody noticed"),
    SampleDraft(3, "Rollback took four minutes, the demo went on as planned", praised=True),
)

TALKS = (
    SampleTalk(
        4, (_MANAGER,), "1:1", "the checkout numbers", "She would like them in one slide.", 4, "send the slide", 3
    ),
    SampleTalk(11, (_MANAGER,), "1:1", "what the next level asks for"),
    SampleTalk(13, (_PEER,), "coffee", "the incident review"),
    SampleTalk(20, (_PARTNER,), "call", "which tickets hurt most", "Checkout, refunds, then invoices."),
    SampleTalk(49, (_SPONSOR,), "coffee", "the roadmap", "She knows who decides in spring.", 4),
    SampleTalk(54, (_SKIP, _MANAGER), "meeting", "costs of storage"),
)
