"""What a person typed into the follow-up's form, and how it is read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.conversation_form import Values, read_day, read_kind, said
from bot.domain.conversations import Person
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.stakeholders import Stakeholder, clean_name
from bot.domain.win_form import int_of

MAX_TEXT = 2_000  # characters
_USER = re.compile("[UW][A-Z0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class Form:
    """The form's fields as they stand in it; the day is ISO."""

    person: str = ""  # a Slack user's id
    name: str = ""  # or a name, for somebody outside Slack
    whose: str = FollowUpKind.MINE.value
    promise: str = ""
    due_on: str = ""


@dataclass(frozen=True, slots=True)
class NewFollowUp:
    """Without a person it concerns whom it concerned before."""

    kind: FollowUpKind
    text: str
    due_on: date | None = None
    person: Person | None = None


def of_person(person: Stakeholder) -> Form:
    """A new one that concerns them."""
    return Form(person=person.user_id, name="" if person.user_id else person.name)


def of_follow_up(follow_up: FollowUp, people: Sequence[Stakeholder]) -> Form:
    """What concerns several people, or nobody, names none in its form."""
    one = people[0] if len(people) == 1 else None
    return Form(
        person=one.user_id if one else "",
        name=one.name if one and not one.user_id else "",
        whose=follow_up.kind.value,
        promise=follow_up.text,
        due_on=follow_up.due_on.isoformat() if follow_up.due_on else "",
    )


def of_values(values: Values) -> Form:
    """Whatever a submission holds; what is missing or of another kind is empty."""
    return Form(**{name: said(values, name) for name in Form.__dataclass_fields__})


def read(form: Form, *, known: bool) -> NewFollowUp | dict[str, str]:
    """What was typed, or by field the code of what is wrong with it. A `known` one may leave its person out."""
    faults: dict[str, str] = {}
    person = _person(form)
    due_on = read_day(form.due_on)
    if form.person and clean_name(form.name):
        faults["name"] = "person_twice"
    elif person is None and not known:
        faults["person"] = "people_missing"
    if not form.promise:
        faults["promise"] = "followup_missing"
    if form.due_on and due_on is None:
        faults["due_on"] = "date_wrong"
    return faults or NewFollowUp(read_kind(form.whose), form.promise[:MAX_TEXT], due_on, person)


def _person(form: Form) -> Person | None:
    if _USER.fullmatch(form.person):
        return Person(user_id=form.person)
    name = clean_name(form.name)
    return Person(name=name) if name else None


def to_metadata(follow_up: FollowUp) -> str:
    return f"{follow_up.id}:{follow_up.version}"


def from_metadata(written: str) -> tuple[int, int]:
    """The id and the version that a form was opened for; zeros for a new one."""
    number, _, version = written.partition(":")
    return int_of(number), int_of(version, 9)
