"""The room: who decides, who of them could speak for the member today, and what and whom that leaves out; no words.

Pure and deterministic. Persons are ids; only what decides something is looked at, so that names need not be read.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

from bot.domain import confidence
from bot.domain.confidence import Change
from bot.domain.stakeholders import Relationship, Stakeholder, Stance, fold_name
from bot.domain.wins import Category

WORTH_MARKING = 3  # people, from which on the room is worth opening though nobody in it is known
OUTSIDE_LEVELS = (2, 3)  # above the member: where a sponsor's word decides
CONSIDERABLE = 2  # influence, from which on somebody counts for sponsors and functions
MOSTLY = 2  # the manager is the only one who knows when one win in so many is known to nobody else
OFFERED = 3  # people offered to be looked at, of each kind
VOICES = 12  # deciders named
NAMED = 3  # people named in each cell of the map

Known = Mapping[int, Collection[Hashable]]  # which wins each of the people knows, by whatever tells them apart
_FAMILIES = tuple((family.value, family) for family in Category)
Wins = Mapping[Hashable, str]  # the value of each one's category, or nothing: of thousands, members of an enum are slow

_ORDER = {relationship: place for place, relationship in enumerate(Relationship)}
_ON_SIDE = (Stance.ADVOCATE, Stance.SUPPORTER)
_OWN_TEAM = (Relationship.PEER, Relationship.REPORT)
_NO_SAY = (Relationship.REPORT, Relationship.EXTERNAL)  # their functions are not missed
_NO_SPONSOR = (Relationship.MANAGER, Relationship.PEER, Relationship.REPORT, Relationship.EXTERNAL)


class Person(Protocol):
    """What is asked of one of the member's people before anybody is named."""

    @property
    def id(self) -> int: ...
    @property
    def relationship(self) -> Relationship: ...
    @property
    def function(self) -> str: ...
    @property
    def influence(self) -> int: ...
    @property
    def decider(self) -> bool: ...
    @property
    def stance(self) -> Stance: ...
    @property
    def confidence(self) -> int | None: ...
    @property
    def level(self) -> int | None: ...


class Seat(NamedTuple):
    """A stakeholder with no more than that: of hundreds, whole ones take most of the time."""

    id: int
    relationship: Relationship
    function: str
    influence: int
    decider: bool
    stance: Stance
    confidence: int | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """Of the wins that any of the member's people knows: how many, and how many of them the manager alone knows."""

    known: int
    alone: int

    @property
    def by_one(self) -> bool:
        """The manager is the single point at which the record could be lost."""
        return self.alone > 0 and self.alone * MOSTLY >= self.known


class Lacking(StrEnum):
    """Why somebody who decides could not speak for the member, the first reason that holds."""

    STANCE = "stance"  # it is not known
    SUPPORT = "support"  # neutral, or in doubt
    KNOWLEDGE = "knowledge"


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who decides, and what they know."""

    stakeholder_id: int
    wins: int
    families: tuple[Category, ...]
    lacking: Lacking | None

    @property
    def could_speak(self) -> bool:
        return self.lacking is None


class Band(StrEnum):
    """What the member said of somebody's confidence, as coarse as a map needs it."""

    LIKELY = "likely"
    IF_ASKED = "if_asked"
    DOUBTFUL = "doubtful"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class Cell:
    """Those of one influence and one band, who decides first."""

    influence: int
    band: Band
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sponsors:
    """Whom to look for. `function` is the member's own, empty where it is not known; `candidates` are those of the
    member's people who fit, `unclear` those of whom only function or level is not known; `known` are sponsors already.
    """

    function: str
    candidates: tuple[int, ...]
    unclear: tuple[int, ...]
    known: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """`silent` are the families with wins of which nobody who could speak knows one, `empty` those without wins."""

    people: int
    wins: int
    voices: tuple[Voice, ...]
    silent: tuple[Category, ...]
    empty: tuple[Category, ...]
    held: Held
    functions: tuple[str, ...]  # as typed, in which nobody could speak; those of deciders first
    sponsors: Sponsors
    markable: tuple[int, ...]  # whom to mark where nobody decides, the most influential first
    managers: tuple[int, ...]
    cells: tuple[Cell, ...]

    @property
    def speaking(self) -> int:
        return sum(voice.could_speak for voice in self.voices)

    @property
    def labelled(self) -> frozenset[int]:
        """All whose name stands in the label of a button."""
        sponsors = self.sponsors
        voices = (voice.stakeholder_id for voice in self.voices[:VOICES])
        offered = (*sponsors.candidates, *sponsors.unclear, *self.markable, *self.managers[:OFFERED])
        return frozenset((*voices, *offered))

    @property
    def named(self) -> frozenset[int]:
        """All whom it shows."""
        mapped = (who for cell in self.cells for who in cell.people[:NAMED])
        return self.labelled.union(mapped, self.sponsors.known)


@dataclass(frozen=True, slots=True)
class RoomSeen:
    """`people` are those whom the room names, `changes` how confidence went with those who decide."""

    room: Room
    today: date
    people: Mapping[int, Stakeholder] = field(default_factory=dict)
    changes: Mapping[int, Change] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()  # kinds of blocks that Slack does not take in messages there


def worth_opening(people: int, deciders: int) -> bool:
    return deciders > 0 or people >= WORTH_MARKING


def lacking(person: Person, wins: int) -> Lacking | None:
    """The one rule of who could speak for the member: a decider, advocate or supporter, who knows at least one kept win
    that is not private. None for somebody who decides and lacks nothing.
    """
    if person.stance is Stance.UNKNOWN:
        return Lacking.STANCE
    if person.stance not in _ON_SIDE:
        return Lacking.SUPPORT
    return None if wins else Lacking.KNOWLEDGE


def room_of(people: Iterable[Person], known: Known, wins: Wins) -> Room:
    """`people` are those followed, with the stance of those who decide; what anybody else knows does not count, nor
    any win but `wins`, those that may be told.
    """
    followed = sorted(people, key=lambda person: (_ORDER[person.relationship], person.id))
    voices = tuple(_voice(person, known, wins) for person in followed if person.decider)
    heard = {family for voice in voices if voice.could_speak for family in voice.families}
    there = _families(wins.values())
    return Room(
        people=len(followed),
        wins=len(wins),
        voices=voices,
        silent=tuple(family for family in there if family not in heard),
        empty=tuple(family for family in Category if family not in there),
        held=_held(followed, known, wins),
        functions=_unheard_functions(followed, {voice.stakeholder_id for voice in voices if voice.could_speak}),
        sponsors=_sponsors(followed),
        markable=_markable(followed),
        managers=_ids(person for person in followed if person.relationship is Relationship.MANAGER),
        cells=_cells(followed),
    )


def _voice(person: Person, known: Known, wins: Wins) -> Voice:
    theirs = [family for family in map(wins.get, known.get(person.id, ())) if family is not None]
    return Voice(person.id, len(theirs), _families(theirs), lacking(person, len(theirs)))


def _families(values: Iterable[str]) -> tuple[Category, ...]:
    some = set(values)
    return tuple(family for value, family in _FAMILIES if value in some)


def _held(followed: Iterable[Person], known: Known, wins: Wins) -> Held:
    by_manager: set[Hashable] = set()
    by_others: set[Hashable] = set()
    for person in followed:
        to = by_manager if person.relationship is Relationship.MANAGER else by_others
        to.update(known.get(person.id, ()))
    by_others &= wins.keys()
    alone = len((by_manager & wins.keys()) - by_others)
    return Held(len(by_others) + alone, alone)


def _unheard_functions(followed: Sequence[Person], speaking: Collection[int]) -> tuple[str, ...]:
    heard = {fold_name(person.function) for person in followed if person.id in speaking}
    deciding = [person for person in followed if person.decider]
    others = [
        person
        for person in followed
        if not person.decider and person.influence >= CONSIDERABLE and person.relationship not in _NO_SAY
    ]
    unheard: dict[str, str] = {}
    keys = {said: fold_name(said) for said in {person.function for person in followed}}
    for person in (*deciding, *others):
        key = keys[person.function]
        if key and key not in heard:
            unheard.setdefault(key, person.function)
    return tuple(unheard.values())


def own_function(people: Iterable[Person]) -> str:
    """The member's: the manager's, else that of most of their peers and reports; empty where it is not known."""
    followed = sorted(people, key=lambda person: person.id)
    for person in followed:
        if person.relationship is Relationship.MANAGER and fold_name(person.function):
            return person.function
    near = [person.function for person in followed if person.relationship in _OWN_TEAM and fold_name(person.function)]
    if not near:
        return ""
    most, _ = Counter(map(fold_name, near)).most_common(1)[0]
    return next(function for function in near if fold_name(function) == most)


def _sponsors(followed: Sequence[Person]) -> Sponsors:
    function = own_function(followed)
    known = _ids(person for person in followed if person.relationship is Relationship.SPONSOR)
    able = [
        person
        for person in followed
        if person.influence >= CONSIDERABLE
        and person.relationship not in _NO_SPONSOR
        and person.relationship is not Relationship.SPONSOR
    ]
    able.sort(key=lambda person: (not person.decider, -person.influence, -(person.confidence or 0), person.id))
    own = fold_name(function)
    elsewhere = {said: fold_name(said) for said in {person.function for person in able}}
    fitting: list[Person] = []
    unclear: list[Person] = []
    for person in able:
        other, above = elsewhere[person.function], person.level
        if (own and other == own) or (above is not None and above not in OUTSIDE_LEVELS):
            continue
        (fitting if own and other and above is not None else unclear).append(person)
    return Sponsors(function, _ids(fitting[:OFFERED]), _ids(unclear[:OFFERED]), known[:OFFERED])


def _markable(followed: Sequence[Person]) -> tuple[int, ...]:
    if any(person.decider for person in followed):
        return ()
    able = [person for person in followed if person.relationship not in _NO_SAY]
    return _ids(sorted(able, key=lambda person: -person.influence)[:OFFERED])


def band(person: Person) -> Band:
    if person.confidence is None:
        return Band.NOT_SAID
    if person.confidence >= confidence.LIKELY:
        return Band.LIKELY
    return Band.IF_ASKED if person.confidence >= confidence.IF_ASKED else Band.DOUBTFUL


def _cells(followed: Sequence[Person]) -> tuple[Cell, ...]:
    """Every influence that somebody has, the greatest first, with all its bands."""
    placed: dict[tuple[int, Band], list[Person]] = {}
    for person in followed:
        placed.setdefault((person.influence, band(person)), []).append(person)
    some = sorted({person.influence for person in followed}, reverse=True)
    return tuple(
        Cell(influence, one, _ids(sorted(placed.get((influence, one), ()), key=lambda person: not person.decider)))
        for influence in some
        for one in Band
    )


def _ids(people: Iterable[Person]) -> tuple[int, ...]:
    return tuple(person.id for person in people)
