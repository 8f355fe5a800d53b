"""Stakeholders: people with a say in the member's career, and the rhythm of talking to them."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain import away as away_rules
from bot.domain import lines
from bot.domain.away import Away

NEVER_TALKED_GRACE = 7  # days after which somebody added and never talked to is overdue
SNOOZE_WEEKS = (1, 2, 4)


class Relationship(StrEnum):
    MANAGER = "manager"
    SKIP_LEVEL = "skip-level"
    SPONSOR = "sponsor"
    MENTOR = "mentor"
    PEER = "peer"
    CROSS_FUNCTIONAL = "cross-functional"
    REPORT = "report"
    EXTERNAL = "external"


class Stance(StrEnum):
    ADVOCATE = "advocate"
    SUPPORTER = "supporter"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"
    SCEPTIC = "sceptic"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Days between conversations: past `ideal` somebody is due, past `worst` overdue."""

    ideal: int
    worst: int


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds for a relationship where nothing else was said; `levels_up` is None where it tells nothing of that."""

    rhythm: Rhythm
    influence: int
    decider: bool = False
    levels_up: int | None = None


USUAL: dict[Relationship, Usual] = {
    Relationship.MANAGER: Usual(Rhythm(7, 14), 3, decider=True, levels_up=1),
    Relationship.SKIP_LEVEL: Usual(Rhythm(30, 60), 3, decider=True, levels_up=2),
    Relationship.SPONSOR: Usual(Rhythm(30, 45), 3),
    Relationship.MENTOR: Usual(Rhythm(30, 60), 2),
    Relationship.PEER: Usual(Rhythm(30, 90), 1, levels_up=0),
    Relationship.CROSS_FUNCTIONAL: Usual(Rhythm(30, 60), 2),
    Relationship.REPORT: Usual(Rhythm(7, 14), 1, levels_up=-1),
    Relationship.EXTERNAL: Usual(Rhythm(60, 120), 1),
}
RHYTHMS: dict[Relationship, Rhythm] = {relationship: usual.rhythm for relationship, usual in USUAL.items()}
LEVELS = range(-1, 4)  # above the member: below, the same, one, two, three or more


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """`user_id` is empty for a person outside Slack, `name` for one in it, whose name in Slack is `known_as` once it
    has been told; `rhythm` is theirs or the relationship's, and so is `level`.
    """

    id: int
    relationship: Relationship
    added_on: date
    version: int
    user_id: str = ""
    name: str = ""
    function: str = ""
    influence: int = 2
    decider: bool = False
    stance: Stance = Stance.UNKNOWN
    confidence: int | None = None
    interests: str = ""
    notes: str = ""
    ideal_days: int | None = None
    worst_days: int | None = None
    snoozed_until: date | None = None
    last_conversation_on: date | None = None
    last_nudged_at: datetime | None = None
    archived_at: datetime | None = None
    sample: bool = False  # made up, to try Vouch with
    known_as: str = ""
    levels_up: int | None = None
    merged_into: int | None = None  # the stakeholder that is the same person and was kept

    @property
    def rhythm(self) -> Rhythm:
        """In order, whatever was set: a longer ideal takes the worst case along in the relationship's proportion."""
        usual = RHYTHMS[self.relationship]
        worst = self.worst_days or usual.worst
        ideal = self.ideal_days or min(usual.ideal, worst)
        if self.worst_days is None:
            worst = max(worst, -(-ideal * usual.worst // usual.ideal))
        return Rhythm(ideal, max(ideal, worst))

    @property
    def level(self) -> int | None:
        """Above the member, negative below; None where it is not known."""
        return USUAL[self.relationship].levels_up if self.levels_up is None else self.levels_up

    @property
    def only_named(self) -> bool:
        """Nothing is known of them but who they are and their relationship."""
        usual = USUAL[self.relationship]
        return self == Stakeholder(
            self.id,
            self.relationship,
            self.added_on,
            self.version,
            user_id=self.user_id,
            name=self.name,
            influence=usual.influence,
            decider=usual.decider,
            sample=self.sample,
            known_as=self.known_as,
        )

    def called(self, name: str) -> "Stakeholder":
        """With the name that is kept of them: as it was typed, or of somebody in Slack as Slack told it."""
        return replace(self, known_as=name) if self.user_id else replace(self, name=name)

    def related_as(self, relationship: Relationship) -> "Stakeholder":
        """With another relationship, and what is usual for it where nothing but the usual was known."""
        before, after = USUAL[self.relationship], USUAL[relationship]
        return replace(
            self,
            relationship=relationship,
            influence=after.influence if self.influence == before.influence else self.influence,
            decider=after.decider if self.decider == before.decider else self.decider,
        )


class State(StrEnum):
    FINE = "fine"
    DUE = "due"
    OVERDUE = "overdue"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands to their rhythm on a day.

    `days_since` counts from the last conversation, or from the day they were added if there was none, without the
    member's away days. `days_late` is past the worst case when overdue, past the ideal when due, else 0; `lateness` is
    that in rhythms of theirs.
    """

    state: State
    days_since: int
    days_late: int
    lateness: float
    never_talked: bool


@dataclass(frozen=True, slots=True)
class Late:
    stakeholder: Stakeholder
    standing: Standing


def standing(stakeholder: Stakeholder, today: date, away: Iterable[Away] = ()) -> Standing:
    never_talked = stakeholder.last_conversation_on is None
    counted_from = stakeholder.last_conversation_on or stakeholder.added_on
    since = away_rules.days_counted(counted_from, today, away)
    rhythm = stakeholder.rhythm
    worst = NEVER_TALKED_GRACE if never_talked else rhythm.worst
    ideal = -1 if never_talked else rhythm.ideal  # never talked to is due at once
    if since > worst:
        state, late, lateness = State.OVERDUE, since - worst, (since - worst) / rhythm.worst
    elif since > ideal:
        state, late = State.DUE, since - max(ideal, 0)
        lateness = late / rhythm.ideal
    else:
        state, late, lateness = State.FINE, 0, 0.0
    if stakeholder.snoozed_until is not None and stakeholder.snoozed_until > today:
        state = State.SNOOZED
    return Standing(state, since, late, lateness, never_talked)


def late_people(
    stakeholders: Iterable[Stakeholder], today: date, *states: State, away: Iterable[Away] = ()
) -> tuple[Late, ...]:
    """Those in one of `states`, the overdue first, within a state the latest relative to their rhythm first."""
    periods = away_rules.joined(away)
    found = [
        Late(stakeholder, stands)
        for stakeholder in stakeholders
        if stakeholder.archived_at is None and (stands := standing(stakeholder, today, periods)).state in states
    ]
    found.sort(
        key=lambda late: (late.standing.state is not State.OVERDUE, -late.standing.lateness, late.stakeholder.id)
    )
    return tuple(found)


def overdue_people(stakeholders: Iterable[Stakeholder], today: date, away: Iterable[Away] = ()) -> tuple[Late, ...]:
    return late_people(stakeholders, today, State.OVERDUE, away=away)


_ALIASES: dict[str, Relationship] = {
    "boss": Relationship.MANAGER,
    "lead": Relationship.MANAGER,
    "supervisor": Relationship.MANAGER,
    "line-manager": Relationship.MANAGER,
    "skip": Relationship.SKIP_LEVEL,
    "skiplevel": Relationship.SKIP_LEVEL,
    "skip-level-manager": Relationship.SKIP_LEVEL,
    "champion": Relationship.SPONSOR,
    "coach": Relationship.MENTOR,
    "colleague": Relationship.PEER,
    "coworker": Relationship.PEER,
    "co-worker": Relationship.PEER,
    "teammate": Relationship.PEER,
    "team-mate": Relationship.PEER,
    "xfn": Relationship.CROSS_FUNCTIONAL,
    "crossfunctional": Relationship.CROSS_FUNCTIONAL,
    "partner": Relationship.CROSS_FUNCTIONAL,
    "direct-report": Relationship.REPORT,
    "client": Relationship.EXTERNAL,
    "customer": Relationship.EXTERNAL,
    "outside": Relationship.EXTERNAL,
} | {relationship.value: relationship for relationship in Relationship}


def clean_name(name: str) -> str:
    """On one line, without the signs that set names apart in a list."""
    return " ".join(re.sub(r"[,;]", " ", name).split())


def split_names(names: str) -> list[str]:
    """A list as typed: one a line, or set apart by commas."""
    return [name for part in re.split(r"[,;\n]", names) if (name := clean_name(part))]


def fold_name(name: str) -> str:
    """What two spellings of one typed name share: case and spaces do not count."""
    return clean_name(name).casefold()


def read_relationship(words: str) -> Relationship | None:
    """`sponsor`, `Skip level`, `my boss`, `peers`…"""
    key = re.sub(r"[\s_-]+", "-", words.strip().casefold()).removeprefix("a-").removeprefix("my-").strip(".,;:!#-")
    return _ALIASES.get(key) or _ALIASES.get(key.removesuffix("s"))


def nearest_relationship(words: str) -> Relationship | None:
    """The one probably meant by a word that names none."""
    key = re.sub(r"[\s_-]+", "-", words.strip()[:40].casefold())
    close = difflib.get_close_matches(key, _ALIASES, n=1, cutoff=0.6)
    return _ALIASES[close[0]] if close else None


@dataclass(frozen=True, slots=True)
class AddLine:
    """What `/vouch add …` named: Slack users, or one typed name; `unknown` stood for a relationship and is none,
    `group` for many people at once, such as `@here`.
    """

    user_ids: tuple[str, ...] = ()
    name: str = ""
    relationship: Relationship | None = None
    unknown: str = ""
    group: str = ""


_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP = re.compile(r"<![^<>\n]+>|(?<!\S)@(?:here|channel|everyone)(?!\w)", re.IGNORECASE)
_QUOTED = re.compile('["“”]([^"“”]+)["“”]')
_FILLERS = frozenset({"and", "as", "is", "my", "a", "an", "our", "the", "+", "&"})


def read_add_line(text: str) -> AddLine:
    """Understands any text, as Slack sends it; an empty one names nobody."""
    if group := _GROUP.search(text):
        return AddLine(group=lines.join(lines.split(group[0])))
    mentioned = tuple(dict.fromkeys(_MENTION.findall(text)))
    if mentioned:
        said = lines.unescape(_MENTION.sub(" ", text)).replace(",", " ")
        return _with_relationship(AddLine(user_ids=mentioned), said.split())
    text = lines.unescape(text)
    quoted = _QUOTED.search(text)
    if quoted:
        rest = f"{text[: quoted.start()]} {text[quoted.end() :]}".replace(",", " ").split()
        return _with_relationship(AddLine(name=" ".join(quoted[1].split())), rest)
    return _typed_name(text.replace(",", " ").split())


def _with_relationship(line: AddLine, words: list[str]) -> AddLine:
    meant = " ".join(word for word in words if word.casefold() not in _FILLERS)
    if not meant:
        return line
    relationship = read_relationship(meant)
    return replace(line, relationship=relationship, unknown="" if relationship else meant)


def _typed_name(words: list[str]) -> AddLine:
    """The relationship stands at the end, or else in front: `Rui Costa, my sponsor`, `sponsor Rui Costa`."""
    words = _bare(words)
    for count in (3, 2, 1):
        for meant, rest in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            relationship = read_relationship(" ".join(meant)) if rest else None
            if relationship:
                return AddLine(name=_name(_bare(rest)), relationship=relationship)
    if len(words) > 1 and words[-1].islower():  # names are written with a capital: this was meant as a relationship
        return AddLine(name=_name(_bare(words[:-1])), unknown=words[-1])
    return AddLine(name=_name(words))


def _bare(words: list[str]) -> list[str]:
    """Without the little words around; `An Nguyen` is a name, so only those in small letters."""
    while words and words[-1] in _FILLERS:
        words = words[:-1]
    while words and words[0] in _FILLERS:
        words = words[1:]
    return words


def _name(words: list[str]) -> str:
    return " ".join(words).removeprefix("@")
