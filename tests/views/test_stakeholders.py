"""People in words, rows, lists and their modal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain import stakeholder_form, stakeholder_search, stakeholders
from bot.domain.members import Member, ZoneSource
from bot.domain.stakeholder_coming import Coming
from bot.domain.stakeholder_overdue import Overdue
from bot.domain.stakeholders import Late, Relationship, Stakeholder, Stance, State
from bot.views import stakeholder_lists as lists
from bot.views import stakeholder_modal as modals
from bot.views import stakeholders as views
from tests import kit_rules

TODAY = date(2026, 11, 20)
NASTY = "<!channel> & *co* " + "👩‍👩‍👧 " * 60
RUI = Stakeholder(3, Relationship.SPONSOR, TODAY - timedelta(days=400), 1, user_id="U0RUI")
MARIA = Stakeholder(4, Relationship.MANAGER, TODAY - timedelta(days=8), 2, name="Maria <Lopez>")
DUE = datetime(2026, 11, 27, 14, tzinfo=UTC)


def member(**changes: Any) -> Member:
    fields: dict[str, Any] = dict.fromkeys(Member.__dataclass_fields__)
    known = {"zone": "Europe/Berlin", "zone_source": ZoneSource.SLACK, "next_digest_at": DUE}
    return Member(**{**fields, **known, **changes})


def late(person: Stakeholder, talked: int | None = None, **changes: Any) -> Late:
    last = None if talked is None else TODAY - timedelta(days=talked)
    person = replace(person, last_conversation_on=last, **changes)
    return Late(person, stakeholders.standing(person, TODAY))


def overdue(
    people: Sequence[Late], total: int, offset: int = 0, *, coming: Sequence[Coming] = (), above: Sequence[Any] = ()
) -> dict[str, Any]:
    return lists.overdue_list(Overdue(TODAY, total, tuple(people), tuple(coming), offset), above)


def texts(message: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]


def values(block: dict[str, Any]) -> list[object]:
    return [
        [choice["value"] for choice in each["options"]] if "options" in each else each["value"]
        for each in block["elements"]
    ]


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (late(RUI, 0), "last talked today"),
        (late(RUI, 1), "last talked yesterday"),
        (late(RUI, 31), "last talked 31 days ago, due"),
        (late(RUI, 50), "last talked 50 days ago, overdue by 5 days"),
        (late(RUI, 50, snoozed_until=TODAY + timedelta(days=1)), "last talked 50 days ago, snoozed"),
        (late(RUI, None, added_on=TODAY), "not talked to yet, added today, due"),
        (late(MARIA), "not talked to yet, added 8 days ago, overdue by 1 day"),
        (late(RUI), "not talked to yet, added 400 days ago, overdue by 393 days"),
    ],
)
def test_a_standing_is_said_in_words(person: Late, said: str) -> None:
    assert views.standing_words(person.standing) == said


def test_a_row_says_who_and_how_late_and_offers_what_to_do() -> None:
    person = late(MARIA)
    who, what = views.person_row(person.stakeholder, person.standing)
    assert who["text"]["text"] == (
        "*Maria &lt;Lopez&gt;* · manager\nNot talked to yet, added 8 days ago, overdue by 1 day"
    )
    assert (who["block_id"], what["block_id"]) == ("person:4", "person:4:do")
    assert values(what) == ["4", "4", ["4:1", "4:2", "4:4"], "4"]
    assert [each.get("accessibility_label") for each in what["elements"]] == [
        "We talked: Maria <Lopez>",
        "Prep for Maria <Lopez>",
        None,
        "Edit Maria <Lopez>",
    ]


def test_labels_name_a_slack_user_as_slack_does_or_by_the_relationship() -> None:
    assert views.plain_name(RUI) == "your sponsor"
    assert views.plain_name(replace(RUI, known_as="Rui Costa")) == "Rui Costa"


def test_levels_and_days_have_words() -> None:
    assert [views.level_words(level) for level in (-4, -1, 0, 1, 2, 3, 9)] == [
        "below you",
        "below you",
        "on your level",
        "one level above you",
        "two levels above you",
        "three or more levels above you",
        "three or more levels above you",
    ]
    assert [views.every(days) for days in (1, 365)] == ["every day", "every 365 days"]


def test_a_row_is_replaced_in_any_message_and_everything_else_stays() -> None:
    before, after = {"type": "divider", "block_id": "x"}, {"type": "divider"}
    other = views.person_row(late(replace(RUI, id=31)).stakeholder, late(RUI).standing)
    row = views.person_row(RUI, late(RUI).standing)
    changed = views.replace_row([before, *other, *row, after], 3, views.talked_row(RUI, 9))
    assert changed == [before, *other, *views.talked_row(RUI, 9), after]
    assert views.replace_row([before, *other], 3, []) is None


def test_what_was_done_stands_where_the_row_was() -> None:
    said, todo = views.talked_row(RUI, 9)
    assert (said["text"]["text"], said["block_id"]) == ("*<@U0RUI>* · conversation logged today.", "person:3")
    assert values(todo) == ["9", "9"]
    again = views.talked_row(RUI, 9, before=True, part="late")
    assert again[0]["text"]["text"] == "*<@U0RUI>* · already logged today, nothing was added."
    assert again[1]["block_id"] == "person:3:late"
    snoozed = views.snoozed_row(replace(RUI, snoozed_until=date(2026, 12, 4)), TODAY)
    assert snoozed[0]["text"]["text"] == "*<@U0RUI>* · snoozed until Fri 4 Dec."
    assert (snoozed[1]["elements"][0]["text"]["text"], values(snoozed[1])) == ("Wake up now", ["3"])
    woken = [views.woken_row(RUI, before=before)[0]["text"]["text"] for before in (False, True)]
    assert woken == ["*<@U0RUI>* · no longer snoozed.", "*<@U0RUI>* · the snooze had ended already."]
    undone = [views.undone_row(RUI, 9, before=before)[0]["text"]["text"] for before in (False, True)]
    assert undone == [
        "*<@U0RUI>* · the conversation is undone.",
        "*<@U0RUI>* · that conversation was undone already.",
    ]


def test_what_was_undone_can_be_restored_there() -> None:
    _said, todo = views.undone_row(RUI, 9, before=False, part="late")
    assert (todo["block_id"], values(todo)) == ("person:3:late", ["9"])
    back = [views.talked_row(RUI, 9, said=views.back_words(before=before))[0] for before in (False, True)]
    assert [row["text"]["text"] for row in back] == [
        "*<@U0RUI>* · the conversation is there again.",
        "*<@U0RUI>* · that conversation is there already.",
    ]


def test_a_rows_id_names_the_person_and_the_place() -> None:
    assert views.part_of("person:3:late") == ("3", "late")
    assert views.part_of("person:3") == ("3", "")
    assert views.part_of("abc12") == ("", "")
    assert views.part_of("followup:3:x") == ("", "")


def test_a_message_keeps_its_text_when_a_row_changes() -> None:
    row = views.related_row(RUI)
    assert views.message_with({"text": "Your week"}, row, row)["text"] == "Your week"
    assert views.message_with({}, row, row) == views.row_message(row)
    assert views.row_message(row)["text"] == "<@U0RUI> is one of your people, as *sponsor*."


# Lists


def test_people_who_were_added_can_be_set_right_by_one_click() -> None:
    message = lists.added([RUI, MARIA], {3}, said=False, first=member())
    assert texts(message)[:2] == [
        (
            "*<@U0RUI>* is added as sponsor; choose another relationship if that is wrong.\n"
            "Best talked to every 30 days; overdue after 45 days."
        ),
        (
            "*Maria &lt;Lopez&gt;* is among your people already: manager.\n"
            "Best talked to every 7 days; overdue after 14 days."
        ),
    ]
    assert [block.get("block_id") for block in message["blocks"][:2]] == ["person:3:among3+-4", "person:4:among3+-4"]
    assert lists.among("among3+-4") == (["3", "4"], ["3"])
    (undo,) = message["blocks"][2]["elements"]
    assert (undo["action_id"], undo["value"]) == ("stakeholder.undo", "3")
    assert texts(message)[2].startswith("This is your first record.")
    assert message["text"] == "<@U0RUI> and Maria &lt;Lopez&gt;: saved."
    assert kit_rules.faults_of_message(message, people=True) == []


def test_who_is_taken_to_decide_is_said() -> None:
    message = lists.added([replace(MARIA, decider=True)], {4}, said=True)
    assert texts(message)[0].endswith("overdue after 14 days. Taken to be in the room where it is decided.")


def test_one_person_added_can_be_edited_at_once() -> None:
    new, known = lists.added([RUI], {3}, said=True), lists.added([MARIA], (), said=True)
    assert texts(new)[0].startswith("*<@U0RUI>* is added as sponsor.\n")
    assert texts(known)[0].startswith("*Maria &lt;Lopez&gt;* was among your people already, and is manager now.\n")
    buttons = [values(each["blocks"][-1]) for each in (new, known, lists.related([RUI], [3]))]
    assert buttons == [["3", "3"], ["4"], ["3", "3"]]
    assert len(lists.related([RUI, MARIA], ())["blocks"]) == 2


def test_undoing_says_who_went_and_who_stays() -> None:
    assert texts(lists.removed([RUI], [])) == ["*Undone*: <@U0RUI> is not among your people any more."]
    assert texts(lists.removed([RUI, MARIA], [])) == [
        "*Undone*: <@U0RUI> and Maria &lt;Lopez&gt; are not among your people any more."
    ]
    stays = "<@U0RUI> stays among your people, because more is known by now."
    stay = "<@U0RUI> and Maria &lt;Lopez&gt; stay among your people, because more is known by now."
    assert [texts(lists.removed([], people)) for people in ([RUI], [RUI, MARIA])] == [[stays], [stay]]
    assert texts(lists.removed([], [])) == ["That was undone already. Nothing has changed."]


def test_the_list_of_people_says_how_each_stands() -> None:
    people = [late(RUI, 50, decider=True), late(MARIA, 3, snoozed_until=date(2026, 12, 4))]
    message = lists.people_list(people, asked(2))
    assert [button["accessibility_label"] for button in accessories(message)] == [
        "Open your sponsor",
        "Open Maria <Lopez>",
    ]
    assert texts(message) == [
        "*<@U0RUI>* · sponsor · has a say in the decision\nLast talked 50 days ago, overdue by 5 days",
        "*Maria &lt;Lopez&gt;* · manager\nLast talked 3 days ago, snoozed until Fri 4 Dec",
    ]
    assert message["text"] == "Your people: 2 people."
    assert kit_rules.faults_of_message(message, people=True) == []


def accessories(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [block["accessory"] for block in message["blocks"] if "accessory" in block]


def asked(followed: int, offset: int = 0, text: str = "", gone: int = 0) -> lists.Asked:
    return lists.Asked(TODAY, followed, gone, text, stakeholder_search.parse(text), offset)


def many(count: int) -> list[Late]:
    return [late(replace(MARIA, id=number, name=f"{number} {NASTY}"[:200])) for number in range(1, count + 1)]


def pager(message: dict[str, Any]) -> tuple[str, list[object]]:
    shown = [block for block in message["blocks"] if block != message["blocks"][-1] or "overdue" in message["text"]]
    where, buttons = shown[-2:]
    return where["elements"][0]["text"], values(buttons)


def test_long_lists_have_pages_that_fit_into_a_message() -> None:
    people = many(45)
    pages = [lists.people_list(people, asked(45, offset)) for offset in (0, 20, 40, 60)]
    assert [pager(page) for page in pages] == [
        ("1 to 20 of 45", ["people:20"]),
        ("21 to 40 of 45", ["people:0", "people:40"]),
        ("41 to 45 of 45", ["people:20"]),
        ("1 to 20 of 45", ["people:20"]),
    ]
    waiting = [overdue(people, 45, offset) for offset in (0, 40)]
    assert [pager(page) for page in waiting] == [
        ("1 to 10 of 45", ["overdue:10"]),
        ("41 to 45 of 45", ["overdue:30"]),
    ]
    assert [kit_rules.faults_of_message(page, people=True) for page in [*pages, *waiting]] == [[]] * 6


def test_a_list_of_those_found_says_what_was_asked_and_leads_on() -> None:
    found = lists.people_list(
        [late(RUI, 3), late(MARIA, 3, archived_at=DUE)], asked(9, text="<@U0RUI> R&amp;D", gone=1)
    )
    assert found["text"] == "Found: 2 people."
    assert texts(found)[1] == "*Maria &lt;Lopez&gt;* · manager\nNo longer followed since Fri 27 Nov"
    assert [values(block) for block in found["blocks"] if block["type"] == "actions"] == [
        ["0:<@U0RUI> R&amp;D", "0:", "people:0:archived"]
    ]
    assert found["blocks"][1]["elements"][0]["text"] == "With “r&amp;d” and <@U0RUI>."
    assert [button["value"] for button in accessories(found)] == ["3:0:<@U0RUI> R&amp;D", "4:0:<@U0RUI> R&amp;D"]
    assert kit_rules.faults_of_message(found, people=True) == []


def test_the_list_of_those_no_longer_followed_brings_them_back() -> None:
    message = lists.people_list([late(MARIA, 3, archived_at=DUE)], asked(2, text="archived", gone=1))
    assert message["text"] == "No longer followed: 1 person."
    (button,) = accessories(message)
    assert (button["action_id"], button["value"]) == ("stakeholder.follow", "4:0:archived")
    assert texts(lists.people_list([], asked(2, text="archived")))[0] == "You have stopped following nobody."
    assert texts(lists.people_list([], asked(0, gone=1)))[0] == "You follow nobody just now."


def test_where_nobody_is_found_they_can_be_added() -> None:
    nobody = lists.people_list([], asked(2, text="<@U0LEO> platform"))
    assert texts(nobody) == ["Nobody among your 2 people was found with “platform” and <@U0LEO>."]
    assert next(values(block) for block in nobody["blocks"] if block["type"] == "actions") == ["U0LEO"]
    assert texts(lists.people_list([], asked(2, text="archived x"))) == ["Nobody was found with “x”."]
    named = lists.people_list([], asked(0, text="x"))
    assert kit_rules.faults_of_message(named, people=True) == []


def test_the_window_of_people_has_a_field_and_bears_anything_typed() -> None:
    people = [late(replace(person.stakeholder, function=NASTY[:100])) for person in many(45)]
    above = views.archived_row(RUI, lists.LIST, where="0:x")
    view = lists.people_window(people, asked(45, 20, NASTY[:200]), above)
    assert view["blocks"][0]["text"]["text"].startswith("*<@U0RUI>* is no longer followed.")
    (field,) = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    assert field["initial_value"].startswith("<!channel>")
    assert view["submit"]["text"] == "Find"
    assert kit_rules.faults_of_view(view, people=True) == []


def test_stopping_and_following_again_undo_each_other() -> None:
    gone, back = views.archived_row(RUI, "list", where="20:x"), views.followed_row(RUI)
    assert gone[0]["text"]["text"] == "*<@U0RUI>* is no longer followed. What is recorded stays."
    assert (gone[1]["elements"][0]["action_id"], values(gone[1])) == ("stakeholder.follow", ["3:20:x"])
    assert back[0]["text"]["text"] == "*<@U0RUI>* is among the people you follow again."
    assert (back[1]["elements"][0]["action_id"], values(back[1])) == ("stakeholder.archive", ["3"])
    assert [each["block_id"] for each in (*gone, *back)] == ["person:3", "person:3:list", "person:3", "person:3:do"]
    before = (views.archived_row(RUI, before=True), views.followed_row(RUI, before=True))
    assert [[block["text"]["text"] for block in row] for row in before] == [
        ["*<@U0RUI>* was no longer followed already."],
        ["*<@U0RUI>* is among the people you follow already."],
    ]


def test_the_overdue_list_counts_in_words() -> None:
    one = late(RUI, 50)
    said = [overdue(people, 3)["text"] for people in ([], [one], [one, one], [late(RUI, 31)], [one, late(RUI, 31)])]
    assert said == [
        "Nobody is overdue.",
        "1 person is overdue.",
        "2 people are overdue.",
        "Nobody is overdue, 1 is due.",
        "1 person is overdue, 1 is due.",
    ]


def test_what_is_coming_stands_under_the_overdue_with_its_days() -> None:
    coming = [
        Coming(replace(RUI, id=number), date(2026, 11, 21), state)
        for number, state in enumerate((State.OVERDUE, *[State.DUE] * 10))
    ]
    said = texts(overdue([], 11, coming=coming))[-1].split("\n")
    assert said[:3] == [
        "*Within the next seven days*",
        "• Sat 21 Nov: <@U0RUI> · sponsor, overdue",
        "• Sat 21 Nov: <@U0RUI> · sponsor, due",
    ]
    assert (len(said), said[-1]) == (12, "and 1 more")


def test_somebody_may_stand_above_the_overdue_list_and_in_it() -> None:
    above = views.woken_row(RUI, before=False)
    message = overdue([late(RUI, 50)], 1, above=above)
    assert [block.get("block_id") for block in message["blocks"]] == [None, None, "person:3", "person:3:late"]
    alone = overdue([], 1, above=above)
    assert alone["blocks"][0] == above[0]
    assert kit_rules.faults_of_message(message, people=True) == []


def test_without_people_the_lists_say_how_to_add_one() -> None:
    assert lists.people_list([], asked(0)) == overdue([], 0) == lists.nobody()
    usage = lists.add_usage("/case")
    assert "`/case add @rui sponsor`" in texts(usage)[1]
    assert "skip-level" in texts(usage)[1]


# The modal


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


def test_every_value_has_words() -> None:
    assert (set(views.RELATIONSHIPS), set(modals.STANCES)) == (set(Relationship), set(Stance))
    assert {each.value for each in State} == {"fine", "due", "overdue", "snoozed"}


def test_who_is_deactivated_or_an_app_is_said_after_adding() -> None:
    someone = Stakeholder(1, Relationship.PEER, date(2026, 11, 20), 1, user_id="U1")
    other = replace(someone, id=2, user_id="U2")
    for gone, apps, said in (
        ([someone], [], "<@U1> is deactivated in Slack."),
        ([someone, other], [], "<@U1> and <@U2> are deactivated in Slack."),
        ([], [someone], "<@U1> is an app, not a person."),
        ([], [someone, other], "<@U1> and <@U2> are apps, not people."),
    ):
        message = lists.not_there(gone, apps)
        assert message["text"].startswith(said)
        assert kit_rules.faults_of_message(message, people=True) == []
