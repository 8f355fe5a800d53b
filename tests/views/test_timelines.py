"""The conversations with somebody in words, within Slack's limits."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot import ids
from bot.domain.conversations import Conversation
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.timelines import PAGE, Deleted, Talk, Timeline
from bot.views import timelines as views
from tests import kit_rules

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
RUI = Stakeholder(3, Relationship.SPONSOR, TODAY, 1, user_id="U0RUI")
KIM = Stakeholder(4, Relationship.PEER, TODAY, 1, name="Kim <b> & Co")
SAID = Conversation(
    9, date(2026, 11, 3), "1:1", "the roadmap", "asked for numbers", "command", 2, NOW, (3, 4), confidence=4
)
TALK = Talk(SAID, (RUI, KIM))
LONG = Talk(replace(SAID, topic="<!channel> & x" * 500, notes="👩‍👩‍👧" * 3000, kind="z" * 20), (RUI, *[KIM] * 40))


def timeline(*talks: Talk, offset: int = 0, total: int | None = None, deleted: int = 0) -> Timeline:
    return Timeline(RUI, talks, offset, len(talks) if total is None else total, deleted, TODAY)


def texts(view: Any) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]


def buttons(view: Any) -> list[tuple[str, str]]:
    found = [element for block in view["blocks"] for element in block.get("elements", [])]
    found += [block["accessory"] for block in view["blocks"] if "accessory" in block]
    return [(each["action_id"], each["value"]) for each in found]


def test_a_row_says_all_that_is_known_of_a_conversation() -> None:
    view = views.window(timeline(TALK, Talk(replace(SAID, id=8, kind="", topic="", notes="", confidence=None), (RUI,))))
    assert texts(view) == [
        "*<@U0RUI>* · sponsor\n2 conversations",
        (
            "*Tue 3 Nov · 1:1*\nAbout: the roadmap\nNotes: asked for numbers\n"
            "Would speak up for you: 4 · likely\nAlso there: Kim &lt;b&gt; &amp; Co"
        ),
        "*Tue 3 Nov*",
    ]
    assert buttons(view) == [
        (ids.TIMELINE_EDIT, "9:3:0"),
        (ids.TIMELINE_DELETE, "9:3:0"),
        (ids.TIMELINE_EDIT, "8:3:0"),
        (ids.TIMELINE_DELETE, "8:3:0"),
    ]
    assert view["blocks"][2]["elements"][1]["confirm"]["confirm"]["text"] == "Delete"


def test_what_was_told_in_it_is_named_once_with_the_way_to_take_it_back() -> None:
    titles = ("cut the <bill>", "wrote the guide")
    same = replace(TALK, told=titles, conversation=replace(SAID, notes="", topic="cut the <bill>; wrote the guide"))
    view = views.window(timeline(same, replace(TALK, told=titles[:1]), replace(TALK, told=("x",) * 7)))
    said = [row.split("\n")[1:-2] for row in texts(view)[1:]]
    assert said == [
        ["Told them: cut the &lt;bill&gt;; wrote the guide"],
        ["About: the roadmap", "Notes: asked for numbers", "Told them: cut the &lt;bill&gt;"],
        ["About: the roadmap", "Notes: asked for numbers", "Told them: x; x; x; x; x; and 2 more wins"],
    ]
    assert buttons(view)[-1] == (ids.AWARENESS_PERSON, "3")
    assert not kit_rules.faults_of_view(views.window(timeline(*[replace(LONG, told=("<!here> " * 900,) * 9)] * PAGE)))


def test_none_and_pages_and_what_is_deleted() -> None:
    assert "No conversation yet." in texts(views.window(timeline()))[0]
    middle = views.window(timeline(*[TALK] * PAGE, offset=PAGE, total=PAGE * 3, deleted=1_200))
    assert texts(middle)[0].endswith("24 conversations, newest first: 9 to 16")
    assert buttons(middle)[-3:] == [
        (ids.TIMELINE_PAGES[0], "3:0"),
        (ids.TIMELINE_PAGES[1], "3:16"),
        (ids.TIMELINE_DELETED, "3:0"),
    ]


def test_what_was_done_stands_above() -> None:
    deleted = views.deleted_row(TALK, "3:0", TODAY)
    view = views.window(timeline(), deleted)
    assert texts(view)[0] == "*Deleted*: the conversation with <@U0RUI> and Kim &lt;b&gt; &amp; Co, Tue 3 Nov."
    assert buttons(view) == [(ids.TIMELINE_RESTORE, "9:3:0")]
    assert "already" in texts(views.window(timeline(), views.deleted_before()))[0]
    back = [views.restored_row(TALK, TODAY, before=before)[0]["text"]["text"] for before in (False, True)]
    assert [words.split(" Conv")[0] for words in back] == ["*Restored.*", "*It is there already.*"]


def test_what_can_be_brought_back() -> None:
    view = views.deleted_window(Deleted(RUI, (TALK,), 0, 1, TODAY))
    assert texts(view)[0].startswith("*1 deleted conversation with <@U0RUI>*\n")
    assert texts(view)[1].startswith("*<@U0RUI> and Kim &lt;b&gt; &amp; Co* · Tue 3 Nov · 1:1\nAbout: the roadmap")
    assert buttons(view) == [(ids.TIMELINE_BACK, "3:0"), (ids.TIMELINE_RESTORE, "9:d3:0")]
    anybody = views.deleted_window(Deleted(None, (TALK,) * PAGE, 0, PAGE + 1, TODAY))
    assert buttons(anybody)[0] == (ids.TIMELINE_PAGES[1], "d0:8")
    assert texts(views.deleted_window(Deleted(None, (), 0, 0, TODAY)))[0].startswith("*Nothing is deleted.*")


def test_whatever_they_hold_slack_takes_them() -> None:
    full = timeline(*[LONG] * PAGE, offset=PAGE, total=900, deleted=3)
    above = views.deleted_row(LONG, "3:0", TODAY)
    for view in (
        views.window(full, above),
        views.window(timeline()),
        views.deleted_window(
            Deleted(RUI, (LONG,) * PAGE, PAGE, 99, TODAY), views.restored_row(LONG, TODAY, before=True)
        ),
        views.deleted_window(Deleted(None, (), 0, 0, TODAY)),
    ):
        assert kit_rules.faults_of_view(view, people=True) == []
    assert views.open_button(RUI)["value"] == "3"
