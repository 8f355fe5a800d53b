"""The stakeholder modal and back: what it shows of anybody is what its submission says of them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import stakeholder_form as forms
from bot.domain.stakeholder_form import Details
from bot.domain.stakeholders import LEVELS, Relationship, Stakeholder, Stance
from bot.views import stakeholder_modal
from sandbox import inputs
from tests import kit_rules

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60).map(str.strip)
LINE = WORDS.map(lambda words: " ".join(words.split()))
DAYS = st.none() | st.sampled_from(forms.PRESETS) | st.integers(1, forms.LONGEST_RHYTHM)
NAMES = LINE.filter(lambda name: name and not set(name) & set(",;"))
GONE = datetime(2026, 11, 20, tzinfo=UTC)
PEOPLE = st.builds(
    Stakeholder,
    id=st.just(7),
    relationship=st.sampled_from(Relationship),
    added_on=st.just(date(2026, 11, 1)),
    version=st.integers(1, 99),
    name=NAMES,
    function=LINE,
    influence=st.integers(1, 3),
    decider=st.booleans(),
    stance=st.sampled_from(Stance),
    confidence=st.none() | st.integers(1, 5),
    interests=WORDS,
    notes=WORDS,
    ideal_days=DAYS,
    worst_days=DAYS,
    archived_at=st.none() | st.just(GONE),
    levels_up=st.none() | st.sampled_from(LEVELS),
).filter(lambda person: not (person.ideal_days and person.worst_days and person.ideal_days > person.worst_days))


ABOVE = [{"type": "divider"}]


def submitted(view: dict[str, Any]) -> dict[str, Any]:
    """What Slack would send if nothing was touched."""
    found: dict[str, Any] = {}
    blocks = inputs.initial_values(view["blocks"]).values()
    for name, state in ((key, each) for block in blocks for key, each in block.items()):
        match state:
            case {"selected_options": chosen}:
                found[name] = [each["value"] for each in chosen or []]
            case {"selected_option": one}:
                found[name] = one["value"] if one else None
            case {"selected_user": one} | {"value": one}:
                found[name] = one
    return found


@given(PEOPLE)
def test_what_the_modal_shows_of_anybody_is_what_it_sends(person: Stakeholder) -> None:
    view = stakeholder_modal.stakeholder_modal(forms.of_stakeholder(person), person, forms.to_metadata(person, "peer"))
    assert kit_rules.faults_of_view(view) == []
    read = forms.read(forms.of_values(submitted(view)))
    assert read == Details(
        **{name: getattr(person, name) for name in Details.__dataclass_fields__ if name != "archived"},
        archived=person.archived_at is not None,
    )


@given(st.sampled_from(Relationship), st.sampled_from(Relationship))
def test_somebody_new_gets_what_is_usual_for_the_relationship_chosen_last(
    first: Relationship, last: Relationship
) -> None:
    view = stakeholder_modal.stakeholder_modal(forms.of_nobody("U0RUI", first), None, forms.to_metadata(None, first))
    chosen = replace(forms.of_values(submitted(view)), relationship=last.value)
    shown = forms.adapted(chosen, forms.from_metadata(view["private_metadata"]).relationship)
    again = stakeholder_modal.stakeholder_modal(shown, None, forms.to_metadata(None, last))
    assert forms.of_values(submitted(again)) == forms.of_values(
        submitted(stakeholder_modal.stakeholder_modal(forms.of_nobody("U0RUI", last)))
    )


def test_a_form_in_the_place_of_another_has_fields_of_its_own() -> None:
    """Else Slack would keep what stood in the one before."""
    person = Stakeholder(7, Relationship.PEER, date(2026, 11, 1), 1, name="Maria")
    form, metadata = forms.of_stakeholder(person), forms.to_metadata(person, "peer")
    before = stakeholder_modal.stakeholder_modal(form, person, metadata)
    again = stakeholder_modal.stakeholder_modal(form, person, forms.to_metadata(person, "peer", again=True), ABOVE)
    fields = [{block["block_id"] for block in view["blocks"] if block["type"] == "input"} for view in (before, again)]
    assert fields[0] & fields[1] == set()
    assert submitted(before) == submitted(again)
    assert stakeholder_modal.above_fields(again) == ABOVE
    odd = forms.of_values({"relationship": "king"})
    assert kit_rules.faults_of_view(stakeholder_modal.stakeholder_modal(odd, person, metadata)) == []


def test_a_forged_choice_fits_into_the_form() -> None:
    huge = forms.of_values({"relationship": "a " * 4000, "ideal": "x" * 4000})
    view = stakeholder_modal.stakeholder_modal(huge, None, forms.to_metadata(None, huge.relationship))
    assert kit_rules.faults_of_view(view) == []
    assert view["private_metadata"] == "0:0:"
