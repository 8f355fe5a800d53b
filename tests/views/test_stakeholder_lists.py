"""Lists of people, and what adding some says: pages, what was found, who is overdue and who is coming."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.domain import stakeholder_search
from bot.domain.members import Member, ZoneSource
from bot.domain.stakeholder_coming import Coming
from bot.domain.stakeholder_overdue import Overdue
from bot.domain.stakeholders import Late, Relationship, Stakeholder, State
from bot.views import stakeholder_lists as lists
from bot.views import stakeholders as views
from tests import kit_rules
from tests.views.test_stakeholders import MARIA, NASTY, RUI, TODAY, late, texts, values

DUE = datetime(2026, 11, 27, 14, tzinfo=UTC)


def member(**changes: Any) -> Member:
    fields: dict[str, Any] = dict.fromkeys(Member.__dataclass_fields__)
    known = {"zone": "Europe/Berlin", "zone_source": ZoneSource.SLACK, "next_digest_at": DUE}
    return Member(**{**fields, **known, **changes})


def overdue(
    people: Sequence[Late], total: int, offset: int = 0, *, coming: Sequence[Coming] = (), above: Sequence[Any] = ()
) -> dict[str, Any]:
    return lists.overdue_list(Overdue(TODAY, total, tuple(people), tuple(coming), offset), above)


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
