"""The room in words: each sentence of it, its two forms, and Slack's limits for rooms of any size."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import ids
from bot.domain import rooms as rules
from bot.domain.confidence import Change
from bot.domain.rooms import Held, RoomSeen
from bot.domain.stakeholders import Relationship, Stakeholder, Stance
from bot.domain.wins import Category
from bot.views import rooms as views
from tests import kit_rules

TODAY = date(2026, 11, 20)
NASTY = "<!channel> & *co* " + "👩‍👩‍👧 " * 60
BOSS = Stakeholder(
    1,
    Relationship.MANAGER,
    TODAY,
    1,
    user_id="U0MAYA",
    function="Platform",
    influence=3,
    decider=True,
    stance=Stance.SUPPORTER,
)
SAM = Stakeholder(
    2, Relationship.SKIP_LEVEL, TODAY, 1, user_id="U0SAM", function="R&D", influence=3, decider=True, confidence=2
)
MARIA = Stakeholder(3, Relationship.CROSS_FUNCTIONAL, TODAY, 1, name="Maria <Lopez>", function="Finance")
TOLD = {1: frozenset({1, 2, 4})}
WINS: rules.Wins = {1: "skill", 2: "skill", 3: "leadership", 4: ""}


def seen(*people: Stakeholder, known: dict[int, frozenset[int]] | None = None, **more: Any) -> RoomSeen:
    held = more.pop("held", None)
    made = rules.room_of(people, known or {}, more.pop("wins", WINS))
    made = made if held is None else replace(made, held=held)
    by_id = {person.id: person for person in people if person.id in made.named}
    return RoomSeen(made, TODAY, by_id, **more)


def texts(view: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]


def said(*people: Stakeholder, **more: Any) -> str:
    return "\n".join(texts(views.message(seen(*people, **more))))


@pytest.mark.parametrize(
    ("people", "known", "words"),
    [
        (
            (BOSS, SAM),
            TOLD,
            "*If they met today, 1 of 2 could speak for you; nobody could on leadership and teamwork.*",
        ),
        ((BOSS, SAM), {1: frozenset({1, 2, 3, 4})}, "*If they met today, 1 of 2 could speak for you.*"),
        ((BOSS, SAM), {}, "*If they met today, none of the 2 in it could speak for you yet.*"),
        ((BOSS,), {}, "*If they met today, the one person in it could not speak for you yet.*"),
        ((MARIA,), {}, "*Nobody is marked as being in the room where it is decided.*"),
    ],
)
def test_the_headline_counts_who_could_speak_and_names_what_nobody_could_speak_on(
    people: tuple[Stakeholder, ...], known: dict[int, frozenset[int]], words: str
) -> None:
    found = seen(*people, known=known)
    assert views.headline(found) == words
    assert texts(views.message(found))[0] == texts(views.window(found))[0] == words
    assert views.message(found)["text"] == f"The room. {words.strip('*')}"


def test_without_a_decider_it_says_how_one_is_marked() -> None:
    message = views.message(seen(MARIA, replace(MARIA, id=4, name="", user_id="U0RUI", influence=3)))
    assert "Open somebody with *Edit* and tick _Is in the room where it is decided_." in texts(message)
    rows = [block for block in message["blocks"] if str(block.get("block_id")).startswith("room:mark:")]
    assert [(row["accessory"]["action_id"], row["accessory"]["value"]) for row in rows] == [
        (ids.STAKEHOLDER_EDIT, "4"),
        (ids.STAKEHOLDER_EDIT, "3"),
    ]
    assert [row["accessory"]["accessibility_label"] for row in rows] == [
        "Edit your cross-functional partner",
        "Edit Maria <Lopez>",
    ]
    only_outside = views.message(seen(replace(MARIA, relationship=Relationship.EXTERNAL)))
    assert "room:mark" not in str(only_outside)


def test_a_decider_s_line_says_where_they_stand_what_they_know_and_how_confidence_went() -> None:
    change = {2: Change(date(2026, 3, 1), 2, 4, steady=False)}
    words = said(BOSS, replace(SAM, confidence=4), known=TOLD, changes=change)
    assert (
        "*<@U0MAYA>* · manager · Platform\n*Could speak for you*: agrees when asked · knows 3 of 4 wins (skill)"
        in words
    )
    assert (
        "*<@U0SAM>* · skip-level · R&amp;D\n*Not yet*: you have not said where they stand · knows 0 of 4 wins"
        " · would speak up, of 5: 2 in March, 4 now"
    ) in words
    assert "knows 0 of 4 wins · would speak up: 2 of 5" in said(SAM)


@pytest.mark.parametrize(
    ("stance", "words"),
    [
        (Stance.ADVOCATE, "*Not yet*: argues for you, and has no win of yours to tell"),
        (Stance.SUPPORTER, "*Not yet*: agrees when asked, and has no win of yours to tell"),
        (Stance.NEUTRAL, "*Not yet*: neutral so far"),
        (Stance.SCEPTIC, "*Not yet*: has doubts"),
        (Stance.UNKNOWN, "*Not yet*: you have not said where they stand"),
    ],
)
def test_who_could_not_speak_yet_comes_with_the_reason(stance: Stance, words: str) -> None:
    assert f"\n{words} · knows" in said(replace(SAM, stance=stance))


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (Held(1, 1), "The one win that any of your people knows is known to nobody but <@U0MAYA>"),
        (Held(4, 4), "All 4 wins that any of your people knows are known to nobody but <@U0MAYA>"),
        (Held(3, 2), "Of 3 wins that any of your people knows, 2 are known to nobody but <@U0MAYA>"),
        (Held(2, 1), "Of 2 wins that any of your people knows, 1 is known to nobody but <@U0MAYA>"),
        (Held(0, 0), "Nobody among your people knows any of your 4 wins yet."),
    ],
)
def test_what_hangs_on_one_voice_is_said(held: Held, words: str) -> None:
    assert f"• {words}" in said(BOSS, SAM, held=held)


def test_what_hangs_on_nobody_alone_is_not_warned_of() -> None:
    assert "nobody but" not in said(BOSS, held=Held(3, 1))
    assert "Nobody among your people knows" not in said(BOSS, wins={})
    assert "Nobody among your people knows your win yet." in said(BOSS, wins={1: ""})


def test_functions_and_families_that_are_missing_are_named() -> None:
    words = said(BOSS, SAM, MARIA, known=TOLD)
    assert "• Nobody could speak for you in R&amp;D or Finance." in words
    assert "• There is no win yet on performance, project impact, career advancement or industry and" in words
    many = [replace(MARIA, id=number, function=f"F{number}") for number in range(3, 11)]
    assert "in Platform, R&amp;D, F3, F4, F5, F6 or 4 more." in said(BOSS, SAM, *many)


def test_sponsors_to_look_for_are_found_among_ones_people_or_described() -> None:
    words = said(BOSS, SAM)
    assert "*Sponsors to look for*: two or three levels above you, outside Platform." in words
    assert "*<@U0SAM>* · skip-level · R&amp;D\nFits: two levels above you, great influence" in words
    rui = replace(MARIA, id=9, relationship=Relationship.SPONSOR)
    words = said(BOSS, MARIA, rui)
    assert "Your sponsors now: Maria &lt;Lopez&gt;." in words
    assert "Nobody among your people fits yet." in words
    assert words.endswith(
        "Might fit too, if their function and level were known:\n*Maria &lt;Lopez&gt;* · cross-functional partner"
        " · Finance\n*Influence, and whether they would speak up for you*\n"
        "• Great influence · not said yet: <@U0MAYA>\n"
        "• Considerable influence · not said yet: Maria &lt;Lopez&gt;, Maria &lt;Lopez&gt;"
    )


def test_without_ones_own_function_the_manager_s_is_asked_for() -> None:
    found = views.message(seen(replace(BOSS, function="")))
    assert "say what your manager's function is" in "\n".join(texts(found))
    rows = [block for block in found["blocks"] if str(block.get("block_id")).startswith("room:team:")]
    assert [row["accessory"]["accessibility_label"] for row in rows] == ["Edit your manager"]
    assert "add your manager, with their function" in said(MARIA)


def test_the_map_is_text_in_the_room_and_a_table_where_it_is_posted() -> None:
    found = seen(BOSS, replace(SAM, confidence=4), MARIA)
    table, counts, remove = views.map_message(found)["blocks"]
    assert [cell["text"] for cell in table["rows"][0]] == [
        "Influence",
        "Likely",
        "If asked",
        "Unlikely",
        "Not said yet",
    ]
    great = table["rows"][1]
    assert great[1]["elements"][0]["elements"] == [{"type": "user", "user_id": "U0SAM"}]
    assert [great[0]["text"], great[2]["text"]] == ["Great", "nobody"]
    assert table["rows"][2][4]["elements"][0]["elements"] == [{"type": "text", "text": "Maria <Lopez>"}]
    assert counts["elements"][0]["text"] == (
        "Great influence: 1 likely, 1 not said yet\nConsiderable influence: 1 not said yet"
    )
    assert remove["elements"][0]["action_id"] == ids.ROOM_MAP_REMOVE
    line = "• Great influence · likely: <@U0SAM> · not said yet: <@U0MAYA>"
    refused_before = replace(found, refused=frozenset({"data_table"}))
    shown = (views.message(found), views.window(found), views.map_message(found, {"data_table"}))
    for view in (*shown, views.map_message(refused_before)):
        assert not [block for block in view["blocks"] if block["type"] == "data_table"]
        assert line in "\n".join(texts(view))
    many = [replace(MARIA, id=number, name=f"P{number}") for number in range(5, 10)]
    assert "not said yet: P5, P6, P7, 2 more" in said(*many)


def test_a_notification_of_the_map_names_nobody() -> None:
    assert views.map_message(seen(BOSS, MARIA))["text"] == "The map that you asked for."


def test_somebody_without_people_is_told_to_add_them() -> None:
    nobody = seen()
    assert "Nobody is among your people yet" in views.message(nobody)["text"]
    assert "Nobody is among your people yet" in texts(views.window(nobody))[0]
    assert "Nobody is among your people yet" in views.map_message(nobody)["text"]


def test_more_deciders_than_a_screen_holds_are_counted() -> None:
    many = [replace(SAM, id=number, user_id=f"U0{number}") for number in range(1, 16)]
    contexts = [block for block in views.message(seen(*many))["blocks"] if block["type"] == "context"]
    assert contexts[0]["elements"][0]["text"] == "and 3 more who are in the room"


PEOPLE = st.lists(
    st.builds(
        Stakeholder,
        st.integers(1, 400),
        st.sampled_from(Relationship),
        st.just(TODAY),
        st.just(1),
        name=st.sampled_from(("Ann", NASTY)),
        function=st.sampled_from(("", "Finance", NASTY[:100], "Law")),
        influence=st.integers(1, 3),
        decider=st.booleans(),
        stance=st.sampled_from(Stance),
        confidence=st.none() | st.integers(1, 5),
        levels_up=st.none() | st.integers(-1, 3),
    ),
    max_size=60,
    unique_by=lambda one: one.id,
)


@settings(max_examples=60, deadline=None)
@given(PEOPLE, st.frozensets(st.none() | st.sampled_from(Category)), st.integers(0, 3))
def test_slack_takes_any_room_in_both_forms(
    people: list[Stakeholder], families: frozenset[Category | None], alone: int
) -> None:
    wins = {
        win: family.value if family else ""
        for at, family in enumerate(families)
        for win in range(at * 900, at * 900 + 900)
    }
    known = {person.id: frozenset(range(0, 9000, 7)) for person in people}
    found = seen(*people, known=known, wins=wins, held=Held(3, alone))
    assert kit_rules.faults_of_message(views.message(found)) == []
    assert kit_rules.faults_of_view(views.window(found)) == []
    for refused in ((), ("data_table",)):
        assert kit_rules.faults_of_message(views.map_message(found, refused)) == []
