"""What a person typed into the stakeholder modal, and how it is read."""

import re
from dataclasses import dataclass

from bot.domain.conversation_form import Values, read_level, said
from bot.domain.conversations import Person
from bot.domain.stakeholders import RHYTHMS, Relationship, Stakeholder, Stance, clean_name

LONGEST_RHYTHM = 3650  # days
DECIDER, ARCHIVED = "decider", "archived"
_USER = re.compile("[UW][A-Z0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class Form:
    """The modal's fields as they stand in it."""

    person: str = ""  # a Slack user's id, asked only for somebody new
    name: str = ""
    relationship: str = Relationship.PEER.value
    function: str = ""
    influence: str = "2"
    decider: bool = False
    stance: str = Stance.UNKNOWN.value
    confidence: str = ""
    interests: str = ""
    notes: str = ""
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


def of_stakeholder(stakeholder: Stakeholder) -> Form:
    return Form(
        person=stakeholder.user_id,
        name=stakeholder.name,
        relationship=stakeholder.relationship.value,
        function=stakeholder.function,
        influence=str(stakeholder.influence),
        decider=stakeholder.decider,
        stance=stakeholder.stance.value,
        confidence=_number(stakeholder.confidence),
        interests=stakeholder.interests,
        notes=stakeholder.notes,
        ideal_days=_number(stakeholder.ideal_days),
        worst_days=_number(stakeholder.worst_days),
        archived=stakeholder.archived_at is not None,
    )


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def of_values(values: Values) -> Form:
    """Whatever a submission holds; what is missing or of another kind is empty."""
    ticked = values.get("more")
    more = ticked if isinstance(ticked, list) else []
    words = {name: said(values, name) for name in Form.__dataclass_fields__ if name not in (DECIDER, ARCHIVED)}
    return Form(**words, decider=DECIDER in more, archived=ARCHIVED in more)


def person_of(form: Form) -> Person | None:
    """Whom the modal for somebody new names: the Slack user chosen, else the name typed."""
    if _USER.fullmatch(form.person):
        return Person(user_id=form.person)
    name = clean_name(form.name)
    return Person(name=name) if name else None


def read(form: Form) -> Details | dict[str, str]:
    """The fields as understood, or by field the code of what is wrong with it."""
    faults: dict[str, str] = {}
    relationship = next((each for each in Relationship if each == form.relationship), Relationship.PEER)
    ideal, worst = _read_days(form.ideal_days), _read_days(form.worst_days)
    for field, typed, days in (("ideal_days", form.ideal_days, ideal), ("worst_days", form.worst_days, worst)):
        if typed and days is None:
            faults[field] = "rhythm_days"
    default = RHYTHMS[relationship]
    if not faults and (ideal or default.ideal) > (worst or default.worst):
        faults["worst_days" if worst else "ideal_days"] = "rhythm_order"
    if faults:
        return faults
    return Details(
        relationship=relationship,
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
    )


def _read_days(typed: str) -> int | None:
    days = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else 0
    return days if 1 <= days <= LONGEST_RHYTHM else None
