"""The form for somebody in words: what is kept of them, whom it asks about, and what stands above its fields."""

from dataclasses import replace
from typing import Any

from bot.domain import stakeholder_form
from bot.domain.stakeholders import Stance
from bot.views import stakeholder_modal as modals
from tests import kit_rules
from tests.views.test_stakeholders import DUE, MARIA, NASTY, RUI


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


FULL = replace(
    MARIA,
    function="Finance",
    influence=3,
    decider=True,
    stance=Stance.SCEPTIC,
    confidence=4,
    interests="cost",
    notes="met at the offsite",
    ideal_days=20,
    worst_days=91,
    levels_up=3,
    archived_at=DUE,
)


def test_the_modal_shows_all_that_is_kept() -> None:
    form = stakeholder_form.of_stakeholder(FULL)
    view = modals.stakeholder_modal(form, FULL, "4:2")
    shown = {name: block["element"] for name, block in fields(view).items()}
    assert {name: element["initial_value"] for name, element in shown.items() if "initial_value" in element} == {
        "name": "Maria <Lopez>",
        "function": "Finance",
        "interests": "cost",
        "notes": "met at the offsite",
        "ideal_days": "20",
    }
    chosen = {
        name: element["initial_option"]["value"] for name, element in shown.items() if "initial_option" in element
    }
    assert chosen == {
        "relationship": "manager",
        "influence": "3",
        "levels": "3",
        "stance": "sceptic",
        "confidence": "4",
        "ideal": "own",
        "worst": "91",
    }
    assert [choice["value"] for choice in shown["more"]["initial_options"]] == ["decider", "archived"]
    assert (view["private_metadata"], view["title"]["text"]) == ("4:2", "Edit person")
    usual = "Usual for this relationship: every 7 days, overdue after 14 days; one level above you."
    assert [block["elements"][0]["text"] for block in view["blocks"] if block["type"] == "context"] == [usual]
    assert [name for name, block in fields(view).items() if block.get("dispatch_action")] == [
        "relationship",
        "ideal",
        "worst",
    ]
    assert kit_rules.faults_of_view(view) == []


def test_the_modal_for_somebody_new_asks_who_it_is() -> None:
    view = modals.stakeholder_modal(stakeholder_form.of_nobody("U0RUI"))
    assert list(fields(view))[:3] == ["person", "name", "relationship"]
    assert fields(view)["person"]["element"]["initial_user"] == "U0RUI"
    assert [choice["value"] for choice in fields(view)["more:peer"]["element"]["options"]] == ["decider"]
    assert "influence:peer" in fields(view)
    assert "ideal_days" not in fields(view)
    assert view["title"]["text"] == "Add a person"
    assert kit_rules.faults_of_view(view) == []


def test_the_modal_names_a_slack_user_and_bears_any_typed_value() -> None:
    form = replace(stakeholder_form.of_stakeholder(RUI), relationship="king", notes=NASTY * 9)
    view = modals.stakeholder_modal(form, RUI, "3:1")
    assert view["blocks"][0]["text"]["text"] == "*<@U0RUI>*"
    assert "context" not in [block["type"] for block in view["blocks"]]
    assert kit_rules.faults_of_view(view, people=True) == []


def test_a_stale_modal_shows_what_stands_now() -> None:
    above = modals.changed_meanwhile(replace(FULL, notes="two\n" + NASTY * 20, interests=NASTY * 20))
    said = above[1]["text"]["text"].split("\n")
    assert said[0] == (
        ">*Maria &lt;Lopez&gt;* · manager · three or more levels above you · influence 3 · "
        "sceptic: has doubts · every 20 to 91 days"
    )
    assert said[1] == ">Function: Finance"
    assert all(line.startswith(">") for line in said)
    view = modals.stakeholder_modal(stakeholder_form.of_stakeholder(FULL), FULL, "4:2", above)
    assert kit_rules.faults_of_view(view) == []
    assert modals.above_fields(view) == list(above)
    assert modals.above_fields({}) == modals.above_fields({"blocks": [{"type": "divider"}]}) == []
    assert len(modals.changed_meanwhile(RUI)[1]["text"]["text"].split("\n")) == 1


def test_who_is_there_already_is_said_above_the_form() -> None:
    known = modals.known_already(replace(FULL, notes=NASTY))
    assert "Maria &lt;Lopez&gt; is among your people already. Noted so far:" in known[0]["text"]["text"]
    followed, gone = (modals.followed_already(person)[0]["text"]["text"] for person in (RUI, FULL))
    assert followed == "<@U0RUI> is among your people already. This is what is noted."
    assert gone.startswith("You have stopped following Maria &lt;Lopez&gt;. Untick")
    view = modals.stakeholder_modal(stakeholder_form.of_stakeholder(FULL), FULL, "4:2", known)
    assert kit_rules.faults_of_view(view) == []


def test_saved_says_what_became_of_the_person() -> None:
    assert modals.saved(RUI)["blocks"][0]["text"]["text"] == "*<@U0RUI>* is saved as sponsor."
    assert "is no longer followed" in modals.saved(FULL)["blocks"][0]["text"]["text"]
    assert kit_rules.faults_of_view(modals.saved(FULL)) == []
