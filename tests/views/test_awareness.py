"""Who knows what: what was told, the window of a win and that of a person; within Slack's limits, nothing as markup."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import ids
from bot.domain import awareness as rules
from bot.domain.awareness import How, Known, Noted, OfPerson, OfWin, Places, Told, WinLine
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.win_detail import Knowing
from bot.domain.wins import Category
from bot.views import awareness as views
from tests import kit_rules

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, 0, 123456, tzinfo=UTC)
RUI = Stakeholder(7, Relationship.SPONSOR, TODAY, 1, user_id="U0RUI", decider=True)
MARIA = Stakeholder(8, Relationship.MENTOR, TODAY, 1, name="Maria <Lopez>", archived_at=NOW)
WIN = WinLine(3, "shipped <it>", TODAY, Category.SKILL)
OTHER = WinLine(4, "led it", date(2026, 11, 2))
LONG = "word <!channel> & <@U0SAM> " * 200


def of_win(**changes: Any) -> OfWin:
    shown = OfWin(WIN, False, TODAY, (Knowing(MARIA, date(2026, 11, 3), "told"),), 1, 0, 1, (RUI,))
    return replace(shown, **changes)


def of_person(**changes: Any) -> OfPerson:
    shown = OfPerson(RUI, TODAY, Places(), (WIN,), 1, (Known(OTHER, How.REACTED, TODAY),), 1, 2)
    return replace(shown, **changes)


def texts(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["text"]["text"] for block in blocks if block["type"] == "section"]


def buttons(blocks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    found = [element for block in blocks for element in block.get("elements", ()) if element.get("type") == "button"]
    found += [block["accessory"] for block in blocks if "accessory" in block]
    return [(each["action_id"], each["value"]) for each in found]


def test_what_was_told_is_said_with_its_undo() -> None:
    row = views.told(Told(RUI, TODAY, (WIN, OTHER), (replace(OTHER, title="known"),), 12))
    assert texts(row) == [
        "*Told <@U0RUI>:* shipped &lt;it&gt;; led it\nLogged as a conversation today.\nKnown already: known"
    ]
    assert buttons(row) == [(ids.CONVERSATION_EDIT, "12"), (ids.AWARENESS_UNDO, "12:7")]
    assert buttons(views.told(Told(RUI, TODAY, (WIN,), (), 12), deep=True)) == [(ids.AWARENESS_UNDO, "12:7")]
    many = views.told(Told(RUI, TODAY, (WIN,) * 5, (), 12))
    assert "; 2 more wins" in texts(many)[0]


@pytest.mark.parametrize(("known", "it"), [((WIN,), "it"), ((WIN, OTHER), "them")])
def test_what_was_known_is_said_and_offers_nothing(known: tuple[WinLine, ...], it: str) -> None:
    row = views.told(Told(RUI, TODAY, (), known))
    assert texts(row)[0].startswith(f"<@U0RUI> knows {it} already, so nothing was added: shipped &lt;it&gt;")
    assert buttons(row) == []


def test_the_undo_says_what_it_did() -> None:
    assert texts(views.untold(RUI, before=False)) == ["*<@U0RUI>* · *Undone*: it is not told, and not logged."]
    assert texts(views.untold(RUI, before=True)) == ["*<@U0RUI>* · That was undone already. Nothing has changed."]


def test_the_window_of_a_win_says_who_knows_it_and_who_does_not() -> None:
    view = views.win_modal(of_win())
    assert texts(view["blocks"]) == [
        "*shipped &lt;it&gt;*\nFri 20 Nov · Skill",
        "*1 person knows it*",
        "Maria &lt;Lopez&gt;, mentor, not followed any more: was told, Tue 3 Nov",
        "*1 person does not*",
        "<@U0RUI> · sponsor · has a say in the decision",
    ]
    assert buttons(view["blocks"]) == [(ids.AWARENESS_TAKE_BACK, "3:8"), (ids.AWARENESS_TOLD, "3:7")]
    assert (view["private_metadata"], view["submit"]["text"]) == ("3:0", "Add")
    assert kit_rules.faults_of_view(view) == []


def test_of_a_private_win_nobody_is_proposed_and_where_all_know_it_nothing_is_asked() -> None:
    private = views.win_modal(of_win(win=replace(WIN, private=True, sample=True), not_yet=()))
    assert "nobody is proposed to be told of it" in str(private)
    assert "Sample · Private · Fri 20 Nov" in texts(private["blocks"])[0]
    everybody = views.win_modal(of_win(unaware=0, not_yet=()))
    assert "submit" not in everybody
    assert not any(block["type"] == "input" for block in everybody["blocks"])
    nobody = views.win_modal(of_win(knowing=(), total=0, unaware=9))
    assert "*Nobody with a say in your career knows it yet.*" in texts(nobody["blocks"])
    assert "*9 people do not*" in texts(nobody["blocks"])
    assert "and 8 more, to be chosen below" in str(nobody)


def test_people_are_offered_by_name_relationship_and_function() -> None:
    found = views.offered([replace(MARIA, function="Finance"), RUI])
    assert [(each["text"]["text"], each["value"]) for each in found["options"]] == [
        ("Maria <Lopez>", "8"),
        ("your sponsor", "7"),
    ]
    assert found["options"][0]["description"]["text"] == "mentor Finance"
    assert kit_rules.faults_of_answer(found) == []


def test_what_was_noted_by_hand_is_said() -> None:
    def said(news: list[Stakeholder], before: list[Stakeholder]) -> str:
        return texts([views.noted(news, before, How.REACTED, TODAY, TODAY)])[0]

    assert said([RUI], []) == "*Added:* <@U0RUI> knows it: reacted to it, Fri 20 Nov."
    assert said([], [RUI]) == "<@U0RUI> knows it already and stays as noted."
    assert said([RUI] * 10, [RUI, MARIA]).endswith("know it already and stay as noted.")
    assert "2 more know it" in said([RUI] * 10, [])


def test_what_is_taken_back_can_be_put_back() -> None:
    done = Noted(RUI, WIN, How.TOLD, date(2026, 11, 3), NOW)
    gone = views.taken_back(done)
    assert texts([gone])[0].startswith("*Taken back:* <@U0RUI> and shipped &lt;it&gt;.")
    assert buttons([gone]) == [(ids.AWARENESS_PUT_BACK, f"3:7:told:2026-11-03:{int(NOW.timestamp())}.123456")]
    assert "Nothing has changed" in texts([views.taken_back(Noted(RUI, WIN, before=True))])[0]
    assert texts([views.put_back(done, TODAY)]) == ["<@U0RUI>, sponsor: was told, Tue 3 Nov · is noted again."]
    assert texts([views.put_back(replace(done, before=True), TODAY)])[0].endswith("· knows it already.")
    assert views.beside([gone])["text"].startswith("*Taken back:*")


def test_the_window_of_a_person_lists_what_they_know_and_what_not() -> None:
    view = views.person_modal(of_person())
    assert texts(view["blocks"]) == [
        "*<@U0RUI>* · sponsor\nKnows 1 of 2 wins. 2 private wins are left out.",
        "*Known to them: 1 win*",
        "led it\nReacted to it, Fri 20 Nov",
    ]
    (field,) = [block for block in view["blocks"] if block["type"] == "input"]
    assert field["label"]["text"] == "Not told yet: 1 win"
    assert [option["value"] for option in field["element"]["options"]] == ["3"]
    assert (view["submit"]["text"], view["private_metadata"]) == ("Told them", "7:0:0:")
    assert kit_rules.faults_of_view(view) == []
    bare = views.person_modal(of_person(untold=(), untold_total=0, known=(), known_total=0, private=1))
    assert texts(bare["blocks"]) == ["*<@U0RUI>* · sponsor\nThere is no win to tell yet. 1 private win is left out."]
    assert "submit" not in bare
    secret = of_person(known=(Known(replace(OTHER, private=True), How.TOLD, TODAY),))
    assert "led it\nPrivate · Was told, Fri 20 Nov" in texts(views.person_modal(secret)["blocks"])


def test_pages_turn_and_ticks_on_others_are_counted() -> None:
    lines = tuple(replace(WIN, id=number) for number in range(20, 30))
    known = tuple(Known(each, How.TOLD, TODAY) for each in lines)
    middle = of_person(
        untold=lines, untold_total=35, known=known, known_total=35, places=Places(10, 20, (21, 22, 99)), private=0
    )
    view = views.person_modal(middle)
    assert "1 more win is ticked elsewhere." in str(view)
    (field,) = [block for block in view["blocks"] if block["type"] == "input"]
    assert [option["value"] for option in field["element"]["initial_options"]] == ["21", "22"]
    turning = [pair for pair in buttons(view["blocks"]) if pair[0] != ids.AWARENESS_TAKE_BACK]
    assert turning == [
        (ids.AWARENESS_UNTOLD_PAGES[0], "0"),
        (ids.AWARENESS_UNTOLD_PAGES[1], "20"),
        (ids.AWARENESS_KNOWN_PAGES[0], "10"),
        (ids.AWARENESS_KNOWN_PAGES[1], "30"),
    ]
    assert view["private_metadata"] == "7:10:20:21-22-99"
    assert rules.places_of("10:20:21-22-99") == middle.places
    assert kit_rules.faults_of_view(view) == []
    two = tuple(Knowing(RUI, TODAY, "guessed") for _ in range(10))
    last = views.win_modal(of_win(knowing=two, total=20, offset=10))
    assert (ids.AWARENESS_WIN_PAGES[0], "0") in buttons(last["blocks"])
    assert "11 to 20 of 20" in str(last)
    assert "<@U0RUI>, sponsor: knows, Fri 20 Nov" in texts(last["blocks"])


@pytest.mark.parametrize("written", ["", "x", "1", "9999999:1:2", "1:2:x-3--4", "1:2:" + "-".join(map(str, range(99)))])
def test_bent_places_are_first_pages(written: str) -> None:
    places = rules.places_of(written)
    assert rules.places_of(str(places)) == places
    assert len(places.ticked) <= rules.AT_ONCE
    assert rules.how_of("told") is How.TOLD
    assert rules.how_of(written) is None


def test_anything_typed_keeps_to_slacks_limits() -> None:
    win, person = replace(WIN, title=LONG), replace(MARIA, name=LONG, function=LONG)
    views_of_it = (
        views.win_modal(of_win(win=win, knowing=(Knowing(person, TODAY, "told"),) * 10, total=30, not_yet=(person,))),
        views.person_modal(of_person(stakeholder=person, untold=(win,), known=(Known(win, How.TOLD, TODAY),) * 10)),
    )
    for view in views_of_it:
        assert kit_rules.faults_of_view(view, people=True) == []
    message = views.beside(views.told(Told(person, TODAY, (win,) * 9, (win,) * 9, 1)))
    assert kit_rules.faults_of_message(message, people=True) == []
    assert kit_rules.faults_of_answer(views.offered([replace(person, id=number) for number in range(100)])) == []
