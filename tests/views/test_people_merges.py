"""Two who are the same person in words, within Slack's limits."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot import ids
from bot.domain.people_merges import FIELDS, Counts, Gone
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.views import people_merges as views
from tests import kit_rules

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
RUI = Stakeholder(3, Relationship.PEER, TODAY, 4, user_id="U0RUI")
TYPED = Stakeholder(5, Relationship.SPONSOR, TODAY, 2, name="Rui <!here> & Co")
LONG = replace(TYPED, name="👩‍👩‍👧" * 60, archived_at=NOW)


def texts(view: Any) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]


def test_both_are_shown_with_what_is_taken_over() -> None:
    both = replace(RUI, relationship=Relationship.SPONSOR, function="Ops", ideal_days=3, worst_days=9, added_on=NOW)
    view = views.modal(RUI, TYPED, both, Counts(1, 2, 1))
    assert texts(view) == [
        "*Two of your people become one.*",
        "*Stays:* <@U0RUI> · peer",
        (
            "*Goes into them:* Rui &lt;!here&gt; &amp; Co · sponsor, with 1 conversation, 2 wins that they know and "
            "1 promise or ask"
        ),
        "*Taken over:* the relationship, what they do and the rhythm.",
    ]
    assert (view["private_metadata"], view["submit"]["text"]) == ("3:4:5:2", "Merge")
    plain = views.modal(RUI, TYPED, RUI, Counts(), stale=True)
    assert texts(plain)[0].startswith("*One of the two was changed somewhere else")
    assert texts(plain)[2:] == ["*Goes into them:* Rui &lt;!here&gt; &amp; Co · sponsor"]


def test_each_field_has_words() -> None:
    assert len(views.field_words(FIELDS)) == len(FIELDS) - 3


def test_the_other_one_is_chosen_by_name() -> None:
    view = views.choose_modal(RUI, [Gone(TYPED, NOW)] * 7, TYPED)
    (field,) = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    assert (field["action_id"], field["initial_option"]["value"]) == (ids.PEOPLE_MERGE_OTHER, "5")
    assert texts(view)[1] == "Rui &lt;!here&gt; &amp; Co was merged into this person."
    assert view["blocks"][-1]["elements"][0]["text"] == "and 2 more people"
    assert "initial_option" not in str(views.choose_modal(RUI))
    offered = views.offered([TYPED, RUI, replace(TYPED, archived_at=NOW)])["options"]
    assert [(each["text"]["text"], each["description"]["text"]) for each in offered] == [
        ("Rui <!here> & Co", "sponsor, typed by you"),
        ("your peer", "peer, in Slack"),
        ("Rui <!here> & Co", "sponsor, typed by you, no longer followed"),
    ]
    assert views.choice_refused("same_users")["errors"][views.OTHER].startswith("Both are in Slack")


def test_what_was_done_and_the_way_back() -> None:
    message = views.merged(RUI, TYPED)
    assert texts(message) == ["*Merged:* Rui &lt;!here&gt; &amp; Co is <@U0RUI> from now on."]
    assert [each["value"] for each in message["blocks"][1]["elements"]] == ["5", "3"]
    assert "already" in views.unmerged(None, TYPED, ())["text"]
    assert len(texts(views.unmerged(RUI, TYPED, ()))) == 2
    assert texts(views.unmerged(RUI, TYPED, ("stance", "added_on")))[1] == (
        "Of <@U0RUI> their stance was changed since, and stays so."
    )
    assert "their stance and the notes were changed" in texts(views.unmerged(RUI, TYPED, ("stance", "notes")))[1]


def test_whatever_they_are_called_slack_takes_it() -> None:
    for view in (
        views.choose_modal(LONG, [Gone(LONG, NOW)] * 9, LONG),
        views.modal(LONG, LONG, replace(LONG, notes="x", archived_at=None), Counts(9, 9, 9), stale=True),
    ):
        assert kit_rules.faults_of_view(view) == []
    for message in (views.merged(LONG, LONG), views.unmerged(LONG, LONG, FIELDS), views.unmerged(None, LONG, ())):
        assert kit_rules.faults_of_message(message) == []
