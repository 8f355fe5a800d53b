"""Suggestions in words, within Slack's limits."""

from dataclasses import replace
from datetime import date

from bot import ids
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.suggestions import Helper, Met, Same
from bot.views import kit
from bot.views import suggestions as views
from tests import kit_rules

RUI = Stakeholder(3, Relationship.PEER, date(2026, 11, 20), 1, user_id="U0RUI")
KIM = Stakeholder(4, Relationship.PEER, date(2026, 11, 20), 1, name="Kim <!here> & Co")
LONG = replace(KIM, name="👩‍👩‍👧" * 60)


def texts(blocks: list[kit.Block]) -> list[str]:
    return [block["text"]["text"] for block in blocks if block["type"] == "section"]


def test_each_asks_a_question_that_a_choice_answers() -> None:
    rows = views.rows([Met(KIM, 4), Helper("U0PRIYA", 3, 2)])
    assert texts(rows) == [
        "*Suggested from what you recorded*",
        "You have talked with Kim &lt;!here&gt; &amp; Co 4 times. What are they to you?",
        "<@U0PRIYA> was there at 3 wins of yours and praised 2. Are they one of your people?",
    ]
    select, no = rows[2]["elements"]
    assert [option["value"] for option in select["options"]][:2] == ["s4:manager", "s4:skip-level"]
    assert (no["action_id"], no["value"]) == (ids.SUGGESTION_NO, "s4")
    assert rows[4]["elements"][1]["value"] == "uU0PRIYA"
    assert texts(views.rows([Helper("U0PRIYA", 0, 2)]))[1] == (
        "<@U0PRIYA> praised 2 wins. Are they one of your people?"
    )
    assert "there at 3 wins of yours. Are" in texts(views.rows([Helper("U0PRIYA", 3, 0)]))[1]


def test_two_of_one_name_can_be_merged_there() -> None:
    rows = views.rows([Same(RUI, KIM)])
    assert texts(rows)[1] == "Kim &lt;!here&gt; &amp; Co and <@U0RUI> have one name. Are they one person?"
    assert [(each["action_id"], each["value"]) for each in rows[2]["elements"]] == [
        (ids.PEOPLE_MERGE, "3:4"),
        (ids.SUGGESTION_NO, "=3-4"),
    ]


def test_nothing_is_shown_where_nothing_is_suggested_and_slack_takes_all_else() -> None:
    assert views.rows([]) == []
    for rows in (views.rows([Met(LONG, 4_000), Helper("U0X", 999, 999)]), views.rows([Same(RUI, LONG)])):
        assert kit_rules.faults_of_message(kit.message("x", [*rows, *views.declined(), *views.related(LONG)])) == []
