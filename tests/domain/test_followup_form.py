"""What a person typed into the follow-up's form."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import conversation_form, followups
from bot.domain import followup_form as forms
from bot.domain.conversations import Person
from bot.domain.followup_form import Form, NewFollowUp
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.stakeholders import Relationship, Stakeholder

DAY = date(2026, 12, 1)
MAYA = Stakeholder(1, Relationship.PEER, DAY, 1, user_id="U0MAYA")
MARIA = Stakeholder(2, Relationship.PEER, DAY, 1, name="Maria Lopez")
VALUES = st.dictionaries(
    st.sampled_from([*Form.__dataclass_fields__, "other"]),
    st.one_of(st.none(), st.text(max_size=30), st.lists(st.text(max_size=12), max_size=3)),
)


def test_what_was_stored_reads_back_as_it_was() -> None:
    known = FollowUp(7, FollowUpKind.FEEDBACK, "on it", DAY, people=(2,))
    form = forms.of_follow_up(known, [MARIA])
    assert form == Form("", "Maria Lopez", "feedback", "on it", "2026-12-01")
    new = forms.read(form, known=True)
    assert new == NewFollowUp(FollowUpKind.FEEDBACK, "on it", DAY, Person(name="Maria Lopez"))
    assert followups.changes(known, new.kind, new.text, new.due_on) == {}
    assert forms.of_follow_up(FollowUp(7, FollowUpKind.MINE, "x"), [MAYA]) == Form("U0MAYA", "", "mine", "x", "")


def test_what_concerns_several_people_names_none() -> None:
    form = forms.of_follow_up(FollowUp(7, FollowUpKind.MINE, "x"), [MAYA, MARIA])
    assert (form.person, form.name) == ("", "")
    assert forms.read(form, known=True) == NewFollowUp(FollowUpKind.MINE, "x")


def test_one_that_concerns_somebody_begins_with_them() -> None:
    assert forms.of_person(MAYA) == Form(person="U0MAYA")
    assert forms.of_person(MARIA) == Form(name="Maria Lopez")


def test_each_fault_stands_at_its_field() -> None:
    assert forms.read(Form(due_on="x"), known=False) == {
        "person": "people_missing",
        "promise": "followup_missing",
        "due_on": "date_wrong",
    }
    assert forms.read(Form("U0MAYA", "Maria", promise="x"), known=True) == {"name": "person_twice"}


@given(VALUES, st.booleans())
def test_any_submission_reads_as_a_follow_up_or_faults_of_known_fields(
    values: conversation_form.Values, known: bool
) -> None:
    read = forms.read(forms.of_values(values), known=known)
    assert isinstance(read, NewFollowUp) or (read and set(read) <= set(Form.__dataclass_fields__))


def test_what_a_form_was_opened_for_travels_in_its_metadata() -> None:
    assert forms.from_metadata(forms.to_metadata(FollowUp(7, FollowUpKind.MINE, "x", version=3))) == (7, 3)
    assert [forms.from_metadata(odd) for odd in ("", "x", ":", "7:x")] == [(0, 0), (0, 0), (0, 0), (7, 0)]
