"""What Slack's client itself checks before a form is sent."""

from typing import Any

import pytest

from sandbox import inputs
from sandbox.state import Workspace
from sandbox.wire import ControlError
from tests.sandbox.views import Json, field, plain

OPTIONS = [{"text": plain("A"), "value": "a"}, {"text": plain("B"), "value": "b"}]


def block(element: Json, **more: Any) -> Json:
    return field() | {"element": {"action_id": "value", **element}} | more


def complaint(item: Json, value: Any) -> str | None:
    found = inputs.find([item], "value")
    state = inputs.entered(found, value, Workspace("Vouch"), [])
    return inputs.complaints([item], {"title": {"value": state}}).get("title")


TEXT = {"type": "plain_text_input"}
NUMBER = {"type": "number_input", "is_decimal_allowed": False}


@pytest.mark.parametrize(
    ("item", "value", "sentence"),
    [
        (block(TEXT), "", "Please complete this required field."),
        (block(TEXT), "x", None),
        (block(TEXT, optional=True), "", None),
        (block(TEXT | {"min_length": 3}), "ab", "Must be at least 3 characters"),
        (block(TEXT | {"max_length": 3}), "abcd", "Must be at most 3 characters"),
        (block(TEXT), "x" * 3001, "Must be at most 3000 characters"),
        (block(NUMBER), "many", "Must be a number"),
        (block(NUMBER), "1.5", "Must be a whole number"),
        (block(NUMBER | {"is_decimal_allowed": True}), "1.5", None),
        (block(NUMBER | {"min_value": "2"}), "1", "Must be at least 2"),
        (block(NUMBER | {"max_value": "2"}), "3", "Must be at most 2"),
        (block({"type": "email_text_input"}), "me", "Must be a valid email"),
        (block({"type": "url_text_input"}), "here", "Must be a valid URL"),
        (block({"type": "checkboxes", "options": OPTIONS}), [], "Please complete this required field."),
        (
            block({"type": "multi_static_select", "options": OPTIONS, "max_selected_items": 1}),
            ["a", "b"],
            "Choose at most 1 items.",
        ),
        (block({"type": "datepicker"}), None, "Please complete this required field."),
    ],
)
def test_the_client_says(item: Json, value: Any, sentence: str | None) -> None:
    assert complaint(item, value) == sentence


@pytest.mark.parametrize(
    ("element", "value", "kept"),
    [
        ({"type": "static_select", "options": OPTIONS}, "b", {"selected_option": OPTIONS[1]}),
        (
            {"type": "static_select", "option_groups": [{"label": plain("G"), "options": OPTIONS}]},
            "a",
            {"selected_option": OPTIONS[0]},
        ),
        ({"type": "checkboxes", "options": OPTIONS}, ["a", "b"], {"selected_options": OPTIONS}),
        ({"type": "users_select"}, "U0MAYA", {"selected_user": "U0MAYA"}),
        ({"type": "multi_users_select"}, ["U0MAYA", "U0SAM"], {"selected_users": ["U0MAYA", "U0SAM"]}),
        ({"type": "conversations_select"}, "C0GENERAL", {"selected_conversation": "C0GENERAL"}),
        ({"type": "datepicker"}, "2026-11-22", {"selected_date": "2026-11-22"}),
        ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
        ({"type": "datetimepicker"}, "1700000000", {"selected_date_time": 1_700_000_000}),
        ({"type": "plain_text_input"}, "words", {"value": "words"}),
        ({"type": "datepicker"}, "", {"selected_date": None}),
        ({"type": "multi_users_select"}, None, {"selected_users": []}),
    ],
)
def test_a_value_becomes_slacks_state(element: Json, value: Any, kept: Json) -> None:
    found = inputs.find([block(element)], "value")

    assert inputs.entered(found, value, Workspace("Vouch"), []) == {"type": element["type"], **kept}


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "static_select", "options": OPTIONS}, "c"),
        ({"type": "users_select"}, "U0NOBODY"),
        ({"type": "conversations_select"}, "C0NOWHERE"),
        ({"type": "datepicker"}, "tomorrow"),
        ({"type": "timepicker"}, "25:00"),
    ],
)
def test_nobody_can_enter(element: Json, value: str) -> None:
    found = inputs.find([block(element)], "value")

    with pytest.raises(ControlError):
        inputs.entered(found, value, Workspace("Vouch"), [])


def test_what_was_entered_stays_over_an_update_where_ids_and_type_are_the_same() -> None:
    entered = {"title": {"value": {"type": "plain_text_input", "value": "typed"}}}

    same = inputs.carried_values(entered, [field(initial_value="first")])
    other = inputs.carried_values(entered, [block({"type": "datepicker", "initial_date": "2026-01-01"})])
    gone = inputs.carried_values(entered, [field("else", initial_value="first")])

    assert same == entered
    assert other == {"title": {"value": {"type": "datepicker", "selected_date": "2026-01-01"}}}
    assert gone == {"else": {"value": {"type": "plain_text_input", "value": "first"}}}
