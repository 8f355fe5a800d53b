"""The form that finds wins, held against Slack's rules for blocks."""

from datetime import date
from typing import Any

from bot import ids
from bot.domain import find_form
from bot.domain.find_form import FLAGS, Form
from bot.domain.finding import Kind, Query
from bot.domain.wins import Category
from bot.views import finding
from tests.views.test_wins import said

QUERY = Query(
    words=("retry queue",),
    names=("maria",),
    tags=("infra",),
    category=Category.SKILL,
    people=("U0PRIYA",),
    since=date(2026, 9, 1),
    until=date(2026, 9, 30),
    kind=Kind.DRAFT,
    private=True,
    known_to_nobody=True,
)


def elements(view: dict[str, Any]) -> dict[str, Any]:
    said(view)
    return {block["block_id"]: block["element"] for block in view["blocks"]}


def test_the_form_holds_what_is_looked_for() -> None:
    view = finding.modal(find_form.of_query(QUERY))
    held = elements(view)
    assert (view["callback_id"], view["submit"]["text"]) == (ids.MODAL_FIND, "Find")
    assert held["words"]["initial_value"] == '"retry queue" person:"maria"'
    assert [each["value"] for each in held["tags"]["initial_options"]] == ["infra"]
    assert held["category"]["initial_option"]["value"] == "skill"
    assert (held["since"]["initial_date"], held["until"]["initial_date"]) == ("2026-09-01", "2026-09-30")
    assert held["people"]["initial_users"] == ["U0PRIYA"]
    assert held["kind"]["initial_option"]["value"] == "draft"
    assert [each["value"] for each in held["flags"]["initial_options"]] == ["private", "known_to_nobody"]
    assert all(block["optional"] for block in view["blocks"])


def test_an_empty_form_holds_nothing_and_each_flag_has_its_words() -> None:
    held = elements(finding.modal(Form(since="odd")))
    assert not [name for name, element in held.items() if any(key.startswith("initial") for key in element)]
    assert [each["value"] for each in held["flags"]["options"]] == list(FLAGS)
