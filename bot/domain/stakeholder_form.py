"""What a person typed into the stakeholder modal, and how it is read; which of it adapts to the relationship chosen."""

import re
from dataclasses import dataclass, replace

from bot.domain.conversation_form import Values, read_level, said
from bot.domain.conversations import Person
from bot.domain.stakeholders import LEVELS, USUAL, Relationship, Stakeholder, Stance, clean_name
from bot.domain.win_form import int_of

LONGEST_RHYTHM = 3650  # days
PRESETS = (7, 14, 30, 91, 182, 365)  # days: a week, two weeks, a month, a quarter, half a year, a year
USUALLY, OWN = "usual", "own"  # choices beside the presets: the relationship's, and a number of one's own
DECIDER, ARCHIVED = "decider", "archived"
AGAIN = ":again"  # behind the ids of fields that take the place of others
_WHO = ("person", "name", "relationship", "archived")
_USER = re.compile("[UW][A-Z0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class Form:
    """The modal's fields as they stand in it. `ideal` and `worst` are choices, the days beside them a number typed."""

    person: str = ""  # a Slack user's id, asked only for somebody new
    name: str = ""
    relationship: str = Relationship.PEER.value
    function: str = ""
    levels: str = USUALLY
    influence: str = "2"
    decider: bool = False
    stance: str = Stance.UNKNOWN.value
    confidence: str = ""
    interests: str = ""
    notes: str = ""
    ideal: str = USUALLY
    worst: str = USUALLY
    ideal_days: str = ""
    worst_days: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """A stakeholder's fields as understood."""

    relationship: Relationship
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
    archived: bool = False
    levels_up: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What the modal was opened for: a stakeholder in the version shown, or zeros; and the relationship whose usual
    values it shows. `again`: it took the place of one whose fields Slack would otherwise keep.
    """

    stakeholder_id: int = 0
    version: int = 0
    relationship: str = ""
    again: bool = False

    def block(self, field: str) -> str:
        """The id of the block in which a field stands."""
        return f"{field}{AGAIN}" if self.again else field


def to_metadata(known: Stakeholder | None, relationship: str, *, again: bool = False) -> str:
    """For the modal's private_metadata."""
    number, version = (known.id, known.version) if known else (0, 0)
    relationship = _relationship(relationship) or ""  # whatever a forged choice says must fit into Slack's view
    return f"{number}:{version}:{relationship}{AGAIN if again else ''}"


def from_metadata(written: str) -> Opened:
    """What `to_metadata` wrote; anything else opens nothing."""
    number, version, relationship = (*written.removesuffix(AGAIN).split(":", 2), "", "", "")[:3]
    return Opened(int_of(number), int_of(version, 9), relationship, written.endswith(AGAIN))


def of_nobody(person: str = "", relationship: Relationship = Relationship.PEER) -> Form:
    """For somebody new: what is usual."""
    usual = USUAL[relationship]
    influence = str(usual.influence)
    return Form(person=person, relationship=relationship.value, influence=influence, decider=usual.decider)


def of_stakeholder(stakeholder: Stakeholder) -> Form:
    return Form(
        person=stakeholder.user_id,
        name=stakeholder.name,
        relationship=stakeholder.relationship.value,
        function=stakeholder.function,
        levels=USUALLY if stakeholder.levels_up is None else str(stakeholder.levels_up),
        influence=str(stakeholder.influence),
        decider=stakeholder.decider,
        stance=stakeholder.stance.value,
        confidence=_number(stakeholder.confidence),
        interests=stakeholder.interests,
        notes=stakeholder.notes,
        ideal=_choice(stakeholder.ideal_days),
        worst=_choice(stakeholder.worst_days),
        ideal_days=_own(stakeholder.ideal_days),
        worst_days=_own(stakeholder.worst_days),
        archived=stakeholder.archived_at is not None,
    )


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _choice(days: int | None) -> str:
    if days is None:
        return USUALLY
    return str(days) if days in PRESETS else OWN


def _own(days: int | None) -> str:
    return _number(days) if _choice(days) == OWN else ""


def of_values(values: Values) -> Form:
    """Whatever a submission holds; what is missing or of another kind is empty."""
    ticked = values.get("more")
    more = ticked if isinstance(ticked, list) else []
    words = {name: said(values, name) for name in Form.__dataclass_fields__ if name not in (DECIDER, ARCHIVED)}
    return Form(**words, decider=DECIDER in more, archived=ARCHIVED in more)


def adapted(form: Form, shown_for: str) -> Form:
    """For somebody new: what was left at what is usual for the relationship `shown_for` becomes what is usual for the
    one chosen.
    """
    before, after = _relationship(shown_for), _relationship(form.relationship)
    if before is None or after is None:
        return form
    was, usual = USUAL[before], USUAL[after]
    return replace(
        form,
        influence=str(usual.influence) if form.influence == str(was.influence) else form.influence,
        decider=usual.decider if form.decider == was.decider else form.decider,
    )


def laid_over(form: Form, known: Form) -> Form:
    """Of somebody who turned out to be known: what was typed, and what is known wherever nothing else was said."""
    usual = of_nobody(relationship=_relationship(form.relationship) or Relationship.PEER)
    said_nothing = {name for name in Form.__dataclass_fields__ if getattr(form, name) == getattr(usual, name)}
    return replace(
        known,
        **{name: getattr(form, name) for name in Form.__dataclass_fields__ if name not in {*said_nothing, *_WHO}},
        relationship=form.relationship,
        archived=False,
    )


def person_of(form: Form) -> Person | None:
    """Whom the modal for somebody new names: the Slack user chosen, else the name typed."""
    if _USER.fullmatch(form.person):
        return Person(user_id=form.person)
    name = clean_name(form.name)
    return Person(name=name) if name else None


def read(form: Form) -> Details | dict[str, str]:
    """The fields as understood, or by field the code of what is wrong with it."""
    faults: dict[str, str] = {}
    ideal = _read_rhythm(form.ideal, form.ideal_days, "ideal", faults)
    worst = _read_rhythm(form.worst, form.worst_days, "worst", faults)
    if ideal and worst and ideal > worst:
        faults["worst"] = "rhythm_order"
    if faults:
        return faults
    return Details(
        relationship=_relationship(form.relationship) or Relationship.PEER,
        name=clean_name(form.name),
        function=" ".join(form.function.split())[:100],
        influence=int(form.influence) if form.influence in ("1", "2", "3") else 2,
        decider=form.decider,
        stance=next((each for each in Stance if each == form.stance), Stance.UNKNOWN),
        confidence=read_level(form.confidence),
        interests=form.interests,
        notes=form.notes,
        ideal_days=ideal,
        worst_days=worst,
        archived=form.archived,
        levels_up=next((level for level in LEVELS if str(level) == form.levels), None),
    )


def _relationship(name: str) -> Relationship | None:
    return next((each for each in Relationship if each == name), None)


def _read_rhythm(choice: str, typed: str, field: str, faults: dict[str, str]) -> int | None:
    """The days; None for the relationship's. A wrong number is said at its field, which is there if it holds any."""
    if choice == OWN:
        days = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else 0
        if 1 <= days <= LONGEST_RHYTHM:
            return days
        faults[f"{field}_days" if typed else field] = "rhythm_days"
    return next((days for days in PRESETS if str(days) == choice), None)
