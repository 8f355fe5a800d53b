from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import stakeholder_form as forms
from bot.domain.conversation_form import Values
from bot.domain.conversations import Person
from bot.domain.stakeholder_form import Details, Form
from bot.domain.stakeholders import Relationship, Stakeholder, Stance

FULL = Form(
    name="Maria Lopez",
    relationship="mentor",
    function="Finance",
    influence="3",
    decider=True,
    stance="sceptic",
    confidence="4",
    interests="cost",
    notes="met at the offsite",
    levels="2",
    ideal="own",
    worst="182",
    ideal_days="20",
    archived=True,
)
MARIA = Stakeholder(
    1,
    Relationship.MENTOR,
    date(2026, 11, 3),
    2,
    name="Maria Lopez",
    function="Finance",
    influence=3,
    decider=True,
    stance=Stance.SCEPTIC,
    confidence=4,
    interests="cost",
    notes="met at the offsite",
    ideal_days=20,
    worst_days=182,
    levels_up=2,
    archived_at=datetime(2026, 11, 4, tzinfo=UTC),
)
KEYS = [*Form.__dataclass_fields__, "more"]


def test_what_was_stored_reads_back_as_it_was() -> None:
    assert forms.of_stakeholder(MARIA) == FULL
    assert forms.read(FULL) == Details(
        Relationship.MENTOR,
        "Maria Lopez",
        "Finance",
        3,
        True,
        Stance.SCEPTIC,
        4,
        "cost",
        "met at the offsite",
        20,
        182,
        True,
        2,
    )


def test_what_was_left_out_stays_empty() -> None:
    plain = Stakeholder(1, Relationship.PEER, date(2026, 11, 3), 1, user_id="U0RUI")
    assert forms.of_stakeholder(plain) == Form(person="U0RUI")
    assert forms.read(Form()) == Details(Relationship.PEER)


def test_what_is_no_choice_counts_as_not_chosen() -> None:
    assert forms.read(Form(relationship="king", influence="9", stance="angry", confidence="11")) == Details(
        Relationship.PEER
    )


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        (Form(ideal="own", ideal_days="0"), {"ideal_days": "rhythm_days"}),
        (Form(ideal="own"), {"ideal": "rhythm_days"}),
        (
            Form(ideal="own", worst="own", ideal_days="x", worst_days="99999"),
            {"ideal_days": "rhythm_days", "worst_days": "rhythm_days"},
        ),
        (Form(worst="own", worst_days="3651"), {"worst_days": "rhythm_days"}),
        (Form(ideal="own", ideal_days="20", worst="own", worst_days="19"), {"worst": "rhythm_order"}),
        (Form(ideal="91", worst="30"), {"worst": "rhythm_order"}),
    ],
)
def test_a_rhythm_is_two_numbers_of_days_in_order(typed: Form, faults: dict[str, str]) -> None:
    assert forms.read(typed) == faults


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        (Form(), (None, None)),
        (Form(ideal="91"), (91, None)),
        (Form(ideal="182", worst="365"), (182, 365)),
        (Form(ideal="usual", ideal_days="x", worst="own", worst_days="400"), (None, 400)),
        (Form(ideal="12", worst=""), (None, None)),
    ],
)
def test_days_are_chosen_or_typed(typed: Form, days: tuple[int | None, int | None]) -> None:
    read = forms.read(typed)
    assert isinstance(read, Details)
    assert (read.ideal_days, read.worst_days) == days


def test_what_was_left_as_usual_adapts_to_the_relationship_and_what_was_chosen_stays() -> None:
    peer = forms.of_nobody("U0RUI")
    assert (peer.influence, peer.decider) == ("1", False)
    manager = forms.adapted(replace(peer, relationship="manager"), "peer")
    assert manager == forms.of_nobody("U0RUI", Relationship.MANAGER)
    assert (manager.influence, manager.decider) == ("3", True)
    touched = replace(peer, influence="2", decider=True, relationship="manager")
    assert forms.adapted(touched, "peer") == touched
    assert forms.adapted(manager, "manager") == manager
    assert forms.adapted(manager, "king") == manager


def test_the_modal_carries_what_it_was_opened_for() -> None:
    assert forms.from_metadata(forms.to_metadata(MARIA, "peer")) == forms.Opened(1, 2, "peer")
    assert forms.from_metadata(forms.to_metadata(None, "mentor")) == forms.Opened(0, 0, "mentor")
    assert forms.from_metadata("") == forms.Opened()
    again = forms.from_metadata(forms.to_metadata(MARIA, "cross-functional", again=True))
    assert again == forms.Opened(1, 2, "cross-functional", again=True)
    assert [opened.block("ideal") for opened in (again, forms.Opened())] == ["ideal:again", "ideal"]


def test_the_person_is_the_slack_user_chosen_or_else_the_name_typed() -> None:
    assert forms.person_of(Form(person="U0RUI", name="Rui")) == Person(user_id="U0RUI")
    assert forms.person_of(Form(person="<!here>", name=" Rui,  Costa")) == Person(name="Rui Costa")
    assert forms.person_of(Form(name=" , ")) is None


def test_a_submission_gives_its_values() -> None:
    words = {name: getattr(FULL, name) for name in Form.__dataclass_fields__}
    assert forms.of_values({**words, "more": ["decider", "archived"]}) == FULL
    assert forms.of_values({}) == Form(relationship="", levels="", influence="", stance="", ideal="", worst="")


@given(
    st.dictionaries(
        st.sampled_from(KEYS), st.one_of(st.none(), st.text(max_size=12), st.lists(st.text(max_size=12), max_size=2))
    )
)
def test_any_submission_reads_as_details_or_faults_of_the_rhythm(values: Values) -> None:
    read = forms.read(forms.of_values(values))
    assert isinstance(read, Details) or set(read) <= {"ideal", "worst", "ideal_days", "worst_days"}


def test_what_is_known_stays_where_nothing_else_was_said() -> None:
    typed = replace(forms.of_nobody("U0RUI", Relationship.SPONSOR), notes="new", influence="1")
    both = forms.laid_over(typed, FULL)
    assert both == replace(FULL, relationship="sponsor", notes="new", influence="1", archived=False)
    assert forms.laid_over(Form(relationship="king"), FULL).interests == "cost"


FORMS = st.builds(
    Form,
    relationship=st.sampled_from(Relationship).map(str),
    function=st.sampled_from(("", "a", "b")),
    influence=st.sampled_from("123"),
    decider=st.booleans(),
    stance=st.sampled_from(Stance).map(str),
    confidence=st.sampled_from(("", "1", "5")),
    interests=st.sampled_from(("", "a", "b")),
    notes=st.sampled_from(("", "a", "b")),
)


@given(FORMS, FORMS)
def test_adding_somebody_known_loses_no_words(typed: Form, known: Form) -> None:
    both = forms.laid_over(typed, known)
    for field in ("function", "interests", "notes", "confidence"):
        assert getattr(both, field) == (getattr(typed, field) or getattr(known, field))
    assert both.relationship == typed.relationship
