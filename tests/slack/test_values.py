"""What a person has typed into a window, given back as they would type it again."""

from typing import Any

import pytest

from bot.slack import values

Json = dict[str, Any]


def field(name: str, label: str, **element: Any) -> Json:
    kind = {"type": "plain_text_input", "action_id": name}
    return {"type": "input", "label": {"type": "plain_text", "text": label}, "element": kind | element}


VIEW = {
    "blocks": [
        {"type": "section"},
        field("title", "What did you achieve?"),
        field(
            "category",
            "Category",
            type="static_select",
            options=[{"text": {"text": "Skill"}, "value": "skill"}, {"value": None}, "x"],
        ),
        field("who", "Who was there?", type="multi_users_select"),
        field("day", "When?", type="datepicker"),
    ]
}


def test_several_fields_come_with_their_labels_and_words_in_the_window_s_order() -> None:
    who = ["U0MAYA", "U0RUI"]
    state: dict[str, str | list[str] | None] = {"day": "2026-11-20", "who": who, "category": "skill", "left": "x"}
    state["title"] = "shipped\nit"
    assert values.typed(VIEW, state) == (
        "What did you achieve?: shipped\nit\nCategory: Skill\nWho was there?: \ufdd0@U0MAYA\ufdd1, \ufdd0@U0RUI\ufdd1\n"
        "When?: 2026-11-20\nx"
    )


def test_one_field_comes_alone_and_empty_ones_not_at_all() -> None:
    assert values.typed(VIEW, {"title": "shipped it", "who": [], "day": None}) == "shipped it"
    assert values.typed(VIEW, {"title": None}) == ""


@pytest.mark.parametrize(
    "view", [{}, {"blocks": "x"}, {"blocks": [None, {"element": None}, {"element": {"action_id": 7}}]}]
)
def test_a_torn_window_still_gives_back_what_its_fields_hold(view: Json) -> None:
    assert values.typed(view, {"title": "shipped it"}) == "shipped it"
    odd = {"blocks": [{"element": {"action_id": "title", "options": "x"}, "label": "x"}]}
    assert values.typed(odd, {"title": "shipped it", "more": "y"}) == "shipped it\ny"
