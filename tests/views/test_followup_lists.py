"""The list of promises and asks, its form, and Home's part of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot import ids
from bot.domain.followup_form import Form, of_follow_up
from bot.domain.followups import FollowUp, FollowUpKind, Group, Outcome
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.views import followup_lists, followup_modal, followups
from tests import cast, kit_rules

TODAY = date(2026, 11, 20)
MARIA = Stakeholder(2, Relationship.PEER, TODAY, 1, name="Maria <Lopez>")
PROMISE = FollowUp(5, FollowUpKind.MINE, "send the deck", TODAY - timedelta(days=1), people=(2,))
CLOSED = replace(PROMISE, id=8, outcome=Outcome.DROPPED, done_at=datetime(2026, 11, 19, tzinfo=UTC))
ASK = replace(PROMISE, id=7, kind=FollowUpKind.FEEDBACK, text="on it", due_on=None)
LATER = replace(PROMISE, id=6, due_on=None)
NASTY = "<!channel> &amp; <https://evil.example|click> " * 90


def listed(*rows: FollowUp, total: int = 0, offset: int = 0, **more: Any) -> dict[str, Any]:
    counts = {Group.OVERDUE: 1, Group.ASKS: 2}
    pairs = [(row, [MARIA]) for row in rows]
    whole = total or len(rows)
    return followup_lists.message(pairs, TODAY, offset=offset, total=whole, counts=counts, page=8, **more)


def texts(message: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]


def buttons(message: dict[str, Any]) -> list[str]:
    found = [block for block in message["blocks"] if block["type"] == "actions"]
    return [each.get("text", each.get("placeholder"))["text"] for block in found for each in block["elements"]]


def test_the_list_says_what_there_is_in_groups_and_what_can_be_done() -> None:
    message = listed(PROMISE, LATER, ASK, CLOSED)
    assert texts(message) == [
        "*Promises and asks*\n1 past their day, 2 not answered yet",
        "*Their day has passed*",
        "*For Maria &lt;Lopez&gt;:* send the deck · was due Thu 19 Nov",
        "*Later*",
        "*For Maria &lt;Lopez&gt;:* send the deck · no day set",
        "*Asked, not answered yet*",
        "*Asked Maria &lt;Lopez&gt; for feedback:* on it · no day set",
        "*Ended in the last 30 days*",
        "Dropped: send the deck · Maria &lt;Lopez&gt;",
    ]
    assert buttons(message) == [
        *("Done", "Edit", "Drop"),
        *("Done", "Edit", "Drop"),
        *("How it ended", "Edit"),
        *("Add a promise or an ask", "Projects"),
    ]
    assert message["blocks"][-2]["accessory"]["text"]["text"] == "Reopen"
    assert message["text"] == "Promises and asks: 1 past their day, 2 not answered yet"
    assert kit_rules.faults_of_message(message) == []


def test_a_list_of_one_person_keeps_its_place_in_what_is_pressed() -> None:
    message = listed(PROMISE, offset=8, total=20, person=MARIA)
    assert texts(message)[0].startswith("*Promises and asks with Maria &lt;Lopez&gt;*")
    places = [block["block_id"] for block in message["blocks"] if block["type"] == "actions"]
    assert places == ["followup:5:2-8", "followup:0:2-8"]
    turning = message["blocks"][-1]["elements"]
    assert [(each["action_id"], each.get("value")) for each in turning] == [
        (ids.FOLLOWUP_PAGES[0], "2-0"),
        (ids.FOLLOWUP_PAGES[1], "2-9"),
        (ids.FOLLOWUP_ADD, "2"),
        (ids.PROJECTS_OPEN, None),
    ]
    assert "9 to 9 of 20" in message["blocks"][-2]["elements"][0]["text"]


def test_what_has_just_changed_stands_above_and_not_twice() -> None:
    above = [{"type": "section", "text": {"type": "mrkdwn", "text": "Dropped: x"}}]
    assert texts(listed(CLOSED, above=above, leaving_out=8)) == [
        "Dropped: x",
        "*Promises and asks*\n1 past their day, 2 not answered yet",
    ]


def test_an_empty_list_owes_nothing() -> None:
    message = followup_lists.message([], TODAY, offset=0, total=0, counts={}, page=8)
    assert texts(message) == ["*Promises and asks*\nNothing promised, nothing asked."]


def test_whatever_was_typed_fits() -> None:
    rows = [(replace(PROMISE, id=number, text=NASTY), [replace(MARIA, name=NASTY)] * 5) for number in range(1, 9)]
    message = followup_lists.message(rows, TODAY, offset=8, total=30, counts={}, page=8)
    assert kit_rules.faults_of_message(message) == []
    form = of_follow_up(rows[0][0], [replace(MARIA, name=NASTY)])
    above = followup_modal.changed_meanwhile(*rows[0], TODAY)
    assert kit_rules.faults_of_view(followup_modal.followup_modal(form, *rows[0], above)) == []
    assert kit_rules.faults_of_view(followup_modal.saved(*rows[0], TODAY)) == []
    assert kit_rules.faults_of_message(followup_modal.deleted(*rows[0], TODAY)) == []


def test_the_form_holds_what_is_known_and_can_delete_it() -> None:
    view = followup_modal.followup_modal(of_follow_up(PROMISE, [MARIA]), PROMISE, [MARIA])
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert (fields["whose"]["initial_option"]["value"], fields["promise"]["initial_value"]) == ("mine", "send the deck")
    assert (fields["due_on"]["initial_date"], fields["name"]["initial_value"]) == ("2026-11-19", "Maria <Lopez>")
    assert view["private_metadata"] == "5:1"
    assert view["blocks"][-1]["elements"][0]["action_id"] == ids.FOLLOWUP_DELETE
    empty = followup_modal.followup_modal(Form())
    assert (empty["title"]["text"], empty["private_metadata"]) == ("A promise or an ask", "")
    together = followup_modal.followup_modal(of_follow_up(PROMISE, [MARIA] * 2), PROMISE, [MARIA] * 2)
    assert "It concerns all who took part" in together["blocks"][0]["elements"][0]["text"]


def test_a_first_record_announces_the_digest() -> None:
    view = followup_modal.saved(PROMISE, [MARIA], TODAY, cast.ada())
    assert "This is your first record." in str(view["blocks"])
    assert "This is your first record." not in str(followup_modal.saved(PROMISE, [MARIA], TODAY))


def test_an_opportunity_that_was_given_can_become_a_project() -> None:
    given = replace(CLOSED, kind=FollowUpKind.OPPORTUNITY, outcome=Outcome.GIVEN)
    row = followups.closed_row(given, [MARIA])
    assert [(each["action_id"], each["value"]) for each in row[1]["elements"]] == [(ids.PROJECT_MAKE, "8")]
    again = followups.followup_row(replace(given, outcome=None, done_at=None), [MARIA], TODAY)
    assert followups.replaced({"text": "x", "blocks": row}, 8, again)["blocks"] == again
    declined = followups.closed_row(replace(given, outcome=Outcome.DECLINED), [MARIA])
    assert len(declined) == 1


def test_a_row_s_place_in_a_list_comes_back_in_its_block_s_id() -> None:
    ids_of = ("followup:5:2-8", "followup:5", "person:5:2-8", "")
    assert [followups.part_of(block_id) for block_id in ids_of] == ["2-8", "", "", ""]
