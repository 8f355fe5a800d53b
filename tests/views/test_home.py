"""Home as a newcomer and as a member sees it."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import ids
from bot.domain import stakeholders
from bot.domain.away import Away
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.home import (
    DRAFTS,
    PAGE,
    Counts,
    Family,
    HomeData,
    MemberHome,
    Pages,
    Samples,
    Steps,
    TalkRow,
    WinRow,
)
from bot.domain.stakeholders import Late, Relationship, Stakeholder
from bot.domain.weeks import Week
from bot.domain.wins import Category, WinState
from bot.views import home as views
from tests import cast, kit_rules, odd

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
COMMANDS = {"win": "/win", "met": "/met", "vouch": "/vouch"}
ALL_DONE = Steps(won=True, people=3, reacted=True)
WIN = WinRow(7, WinState.KEPT, "Shipped <b> & co", date(2026, 11, 18), Category.SKILL)
DRAFT = WinRow(8, WinState.DRAFT, "", date(2026, 11, 19), None)
RUI = Stakeholder(id=3, relationship=Relationship.SPONSOR, added_on=date(2026, 11, 1), version=1, user_id="U0RUI")
TALK = TalkRow(5, date(2026, 11, 19), "1:1", "the <roadmap> with <@U0SAM>", (RUI,))
ADA = cast.ada(win_emoji="tada")
FIRST = date(2026, 8, 31)  # of the twelve weeks
NOTHING = Counts(wins=0, talks=0, drafts=0, deleted=0, steps=ALL_DONE)
FAMILIES = (
    Family(Category.SKILL, this_week=1, all_weeks=1_204, latest=date(2026, 11, 18)),
    Family(None, this_week=0, all_weeks=1, latest=date(2026, 9, 1)),
)


def weeks(*last: tuple[int, int]) -> tuple[Week, ...]:
    """Twelve weeks with wins and conversations in the last of them; this one is the very last."""
    happened = [(0, 0)] * (12 - len(last)) + list(last)
    return tuple(Week(FIRST + at * timedelta(days=7), *each) for at, each in enumerate(happened))


def view(refused_now: tuple[str, ...] = (), **changes: Any) -> dict:
    """Ada's Home; by default there is nothing in it and nothing left to begin."""
    empty = MemberHome(
        member=ADA,
        now=NOW,
        counts=NOTHING,
        pages=Pages(),
        weeks=weeks(),
        families=(),
        wins=(),
        talks=(),
        drafts=(),
        late=(),
        overdue=0,
        due=0,
    )
    return views.home_view(HomeData(replace(empty, **changes)), COMMANDS, refused_now)


def home(**changes: Any) -> list[dict]:
    return list(view(**changes)["blocks"])


def counts(**changes: Any) -> Counts:
    return replace(NOTHING, **changes)


def late(days: int = 20, number: int = 3) -> Late:
    person = replace(RUI, id=number, last_conversation_on=date(2026, 11, 20) - timedelta(days=days))
    return Late(person, stakeholders.standing(person, date(2026, 11, 20)))


def words(blocks: list[dict]) -> list[str]:
    said = []
    for block in blocks:
        parts = block.get("elements", []) if block["type"] == "context" else [block]
        said += [part["text"]["text"] if "text" in part["text"] else part["text"] for part in parts if "text" in part]
    return said


def headers(blocks: list[dict]) -> list[str]:
    return [block["text"]["text"] for block in blocks if block["type"] == "header"]


def buttons(blocks: list[dict]) -> list[tuple[str, str]]:
    found = []
    for block in blocks:
        elements = [block["accessory"]] if "accessory" in block else block.get("elements", [])
        found += [(element["action_id"], element.get("value", "")) for element in elements if "action_id" in element]
    return found


def test_an_empty_week_is_stated_without_reproach() -> None:
    blocks = home()
    assert headers(blocks) == ["This week, Mon 16 Nov to Sun 22 Nov", "People", "Messages and settings"]
    assert words(blocks)[1] == "*Nothing yet.* Weeks differ, and nothing is owed."


def test_the_week_is_stated_in_numbers_beside_the_one_before() -> None:
    assert words(home(weeks=weeks((3, 1), (1, 2))))[1] == (
        "*1 win, 2 conversations*\nThe week before: 3 wins, 1 conversation."
    )
    assert words(home(weeks=weeks((1, 0))))[1] == "*1 win, 0 conversations*"
    assert words(home(weeks=weeks((0, 1))))[1] == "*0 wins, 1 conversation*"
    assert words(home(weeks=weeks((0, 1), (0, 0))))[1].endswith("\nThe week before: 0 wins, 1 conversation.")


def test_pause_and_away_days_are_said_at_the_top() -> None:
    assert words(home(member=replace(ADA, paused=True)))[2] == "*Paused:* Vouch sends you nothing by itself."
    away = Away(date(2026, 11, 16), date(2026, 11, 27))
    assert words(home(away=away))[2] == (
        "*Away until Fri 27 Nov:* nothing is sent, and no day counts against a rhythm."
    )
    assert not any("Paused" in line or "Away" in line for line in words(home()))


def test_how_many_wins_nobody_with_a_say_knows_is_said_with_the_way_to_see_them() -> None:
    def said(**changes: Any) -> list[dict]:
        blocks = home(wins=(WIN,), counts=counts(wins=14, **changes))
        at = next(number for number, block in enumerate(blocks) if block["type"] == "header" and "Wins" in str(block))
        return [block for block in blocks[at + 1 :] if "with a say" in str(block)]

    (line,) = said(to_tell=12, untold=3)
    assert line["text"]["text"] == "12 wins, 3 known to nobody with a say."
    assert (line["accessory"]["action_id"], line["accessory"]["value"]) == (ids.WINS_SHOW, "known to nobody")
    (line,) = said(to_tell=1)
    assert line["elements"][0]["text"] == "1 win, each known to somebody with a say."
    assert said() == []
    assert said(to_tell=12, untold=12, steps=Steps(won=True, people=0, reacted=True)) == []


def test_the_room_is_opened_from_home_once_it_is_worth_it() -> None:
    def ways(people: int, deciders: int) -> list[str]:
        steps = Steps(won=True, people=people, reacted=True)
        blocks = home(counts=counts(steps=steps, deciders=deciders))
        return [block["accessory"]["action_id"] for block in blocks if "The room" in str(block)]

    assert [ways(2, 0), ways(1, 1), ways(3, 0)] == [[], [ids.ROOM_OPEN], [ids.ROOM_OPEN]]


def test_wins_are_listed_each_with_the_way_to_open_it() -> None:
    blocks = home(wins=(WIN, replace(WIN, id=9, category=None)), counts=counts(wins=2))
    assert "Wins" in headers(blocks)
    assert "*Shipped &lt;b&gt; &amp; co*\nWed 18 Nov · Skill" in words(blocks)
    assert "*Shipped &lt;b&gt; &amp; co*\nWed 18 Nov" in words(blocks)
    row = next(block for block in blocks if block.get("block_id") == "win:7")
    assert (row["accessory"]["action_id"], row["accessory"]["value"]) == (ids.WIN_OPEN, "7")
    assert row["accessory"]["accessibility_label"] == "Open Shipped <b> & co"
    assert (ids.WINS_FIND, "") in buttons(blocks)


def test_a_private_win_is_marked_in_words() -> None:
    assert "*it*\nPrivate · Wed 18 Nov · Skill" in words(home(wins=(replace(WIN, title="it", private=True),)))


def test_a_title_whose_marks_would_end_the_bold_is_not_bold() -> None:
    assert "beat *all* of it\nWed 18 Nov · Skill" in words(home(wins=(replace(WIN, title="beat *all* of it"),)))


def test_conversations_are_listed_each_with_its_edit_button() -> None:
    bare = TalkRow(6, date(2026, 11, 18), "", "", (RUI, replace(RUI, user_id="", name="Maria & Co")))
    blocks = home(talks=(TALK, bare), counts=counts(talks=2))
    said = words(blocks)
    assert "Conversations" in headers(blocks)
    assert "*<@U0RUI>*\nThu 19 Nov · 1:1 · the &lt;roadmap&gt; with <@U0SAM>" in said
    assert "*<@U0RUI> and Maria &amp; Co*\nWed 18 Nov" in said
    assert [each for each in buttons(blocks) if each[0] == ids.CONVERSATION_EDIT] == [
        (ids.CONVERSATION_EDIT, "5"),
        (ids.CONVERSATION_EDIT, "6"),
    ]


def test_drafts_are_finished_from_here_also_one_without_a_title_yet() -> None:
    blocks = home(drafts=(DRAFT,), counts=counts(drafts=1))
    assert "Inbox: 1 draft to finish" in headers(blocks)
    assert "_A message you reacted to_\nThu 19 Nov · draft" in words(blocks)
    assert (ids.WIN_EDIT, "8") in buttons(blocks)
    assert not any(line.endswith(" more") for line in words(blocks))
    assert ids.INBOX_OPEN not in [action for action, _ in buttons(blocks)], "one alone has its own button"


def test_a_draft_that_others_praised_says_who() -> None:
    drafts = (DRAFT, replace(DRAFT, id=9, title="Ran the migration"))
    said = words(home(drafts=drafts, praised={8: ("U0MAYA",), 9: ("U0MAYA", "U0RUI")}, counts=counts(drafts=2)))
    assert "_A message of yours_\nThu 19 Nov · <@U0MAYA> praised this" in said
    assert "*Ran the migration*\nThu 19 Nov · <@U0MAYA> and <@U0RUI> praised this" in said


def test_several_drafts_are_finished_at_once() -> None:
    for waiting, label in ((2, "Finish 2 at once"), (40, "Finish 5 at once")):
        blocks = home(drafts=(DRAFT,), counts=counts(drafts=waiting))
        assert [
            element["text"]["text"]
            for block in blocks
            for element in block.get("elements", ())
            if element.get("action_id") == ids.INBOX_OPEN
        ] == [label]


def test_only_the_newest_of_the_inbox_are_listed_the_rest_counted() -> None:
    blocks = home(drafts=(DRAFT,), counts=counts(drafts=1_002))
    assert "Inbox: 1,002 drafts to finish" in headers(blocks)
    assert "and 1,001 more" in words(blocks)


def test_people_to_talk_to_come_with_their_buttons() -> None:
    blocks = home(late=(late(),), overdue=1)
    assert "Good to talk to: 1 overdue" in headers(blocks)
    assert [block["block_id"] for block in blocks if "block_id" in block] == [
        "person:3",
        "person:3:do",
        "turn:people",
    ]
    assert (ids.STAKEHOLDER_TALKED, "3") in buttons(blocks)
    assert not any(" to 1 of " in line for line in words(blocks))


def test_who_is_waited_for_next_week_is_counted_and_everybody_is_a_press_away() -> None:
    assert "2 people are due or overdue within the next seven days." in words(home(coming=2))
    late_too = home(coming=1, late=(late(),), overdue=1)
    assert "1 more person is due or overdue within the next seven days." in words(late_too)
    nobody_waits = home(counts=counts(steps=replace(ALL_DONE, people=1)))
    assert "Nobody waits for a talk." in words(nobody_waits)
    for blocks in (late_too, nobody_waits, home(coming=2, counts=counts(steps=replace(ALL_DONE, people=0)))):
        assert (ids.STAKEHOLDERS_FIND, "0:") in buttons(blocks)
    assert "People" not in headers(home(counts=counts(steps=replace(ALL_DONE, people=0))))


def test_people_overdue_and_due_are_counted_and_come_in_pages() -> None:
    blocks = home(late=(late(),), overdue=1_000, due=4, pages=Pages(people=3))
    assert "Good to talk to: 1,000 overdue, 4 due" in headers(blocks)
    assert "4 to 4 of 1,004" in words(blocks)
    assert pages(blocks) == [("home.page.back", "people:0"), ("home.page.on", "people:4")]


def pages(blocks: list[dict]) -> list[tuple[str, str]]:
    return [each for each in buttons(blocks) if each[0] in ids.HOME_PAGES]


@pytest.mark.parametrize(
    ("offset", "headline", "ways"),
    [
        (0, "Wins: 1 to 5 of 1,007", [("home.page.on", "wins:5")]),
        (5, "Wins: 6 to 10 of 1,007", [("home.page.back", "wins:0"), ("home.page.on", "wins:10")]),
        (1_002, "Wins: 1,003 to 1,007 of 1,007", [("home.page.back", "wins:997")]),
    ],
)
def test_long_lists_come_in_pages(offset: int, headline: str, ways: list[tuple[str, str]]) -> None:
    shown = tuple(replace(WIN, id=n) for n in range(5))
    blocks = home(wins=shown, counts=counts(wins=1_007), pages=Pages(wins=offset))
    assert headline in headers(blocks)
    assert pages(blocks) == ways
    labels = [
        element["accessibility_label"]
        for block in blocks
        for element in block.get("elements", ())
        if element.get("action_id") in ids.HOME_PAGES
    ]
    assert labels == [{"home.page.back": "Back in wins", "home.page.on": "More wins"}[way] for way, _ in ways]


def test_conversations_come_in_pages_too() -> None:
    blocks = home(talks=(TALK,), counts=counts(talks=9), pages=Pages(talks=8))
    assert "Conversations: 9 to 9 of 9" in headers(blocks)
    assert pages(blocks) == [("home.page.back", "talks:4")]


def test_the_pages_shown_travel_in_the_view() -> None:
    assert view(pages=Pages(wins=5, talks=4, people=3))["private_metadata"] == "5:4:3"


def test_twelve_weeks_come_as_a_chart_with_all_numbers_in_words() -> None:
    blocks = home(weeks=weeks((3, 0), (1, 2)))
    chart = next(block for block in blocks if block["type"] == "data_visualization")
    won, talked = chart["chart"]["series"]
    assert chart["chart"]["axis_config"]["categories"][::11] == ["31 Aug", "16 Nov"]
    assert [point["value"] for point in won["data"]] == [0] * 10 + [3, 1]
    assert [point["value"] for point in talked["data"]] == [0] * 10 + [0, 2]
    said = next(line for line in words(blocks) if "since" in line)
    assert said == ("4 wins and 2 conversations since Mon 9 Nov, week by week:\nWins · 3, 1\nConversations · 0, 2")


def test_categories_come_as_a_table_with_numbers_and_the_latest_day() -> None:
    blocks = home(weeks=weeks((3, 0), (1, 2)), families=FAMILIES)
    table = next(block for block in blocks if block["type"] == "data_table")
    assert [[cell.get("text") for cell in row] for row in table["rows"]] == [
        ["Category", "This week", "Twelve weeks", "Latest"],
        ["Skill", "1", "1,204", "Wed 18 Nov"],
        ["Without a category", "0", "1", "Tue 1 Sep"],
    ]


def test_there_is_nothing_to_look_back_on_in_a_first_week() -> None:
    assert "Twelve weeks" not in headers(home(weeks=weeks((3, 1)), families=FAMILIES))
    assert "Twelve weeks" in headers(home(weeks=weeks((0, 1), (3, 1)), families=FAMILIES))


@pytest.mark.parametrize("remembered", [True, False])
def test_what_slack_refuses_is_said_in_text(remembered: bool) -> None:
    refused = ("data_visualization", "data_table")
    known = {"refused": frozenset(refused)} if remembered else {}
    just_now = () if remembered else refused
    blocks = view(just_now, weeks=weeks((3, 0), (1, 2)), families=FAMILIES, **known)["blocks"]
    assert {block["type"] for block in blocks} & set(refused) == set()
    chart, table = words(blocks)[-6:-4]
    assert chart == (
        "*Wins and conversations a week*\n"
        "4 wins and 2 conversations since Mon 9 Nov, by the first day of each week:\n"
        "• 9 Nov: wins 3, conversations 0\n"
        "• 16 Nov: wins 1, conversations 2"
    )
    assert table == (
        "*Wins by category*\n"
        "• Skill: this week 1, twelve weeks 1,204, latest Wed 18 Nov\n"
        "• Without a category: this week 0, twelve weeks 1, latest Tue 1 Sep"
    )


def test_only_the_refused_one_of_the_two_is_text() -> None:
    blocks = view(("data_table",), weeks=weeks((3, 0), (1, 2)), families=FAMILIES)["blocks"]
    assert [block["type"] for block in blocks if block["type"].startswith("data_")] == ["data_visualization"]


def test_the_next_messages_are_stated_or_why_there_are_none() -> None:
    assert any(line.startswith("Next weekly digest: Friday at 15:00") for line in words(home()))
    assert "Vouch is paused: it sends you nothing by itself." in words(home(member=replace(ADA, paused=True)))


def test_the_settings_are_summed_up() -> None:
    usual = (
        "Time zone Europe/Berlin · weeks begin on Monday · :tada: makes a draft win, :handshake: logs a conversation"
    )
    assert usual in words(home())
    chosen = replace(ADA, first_weekday=6, silent=True, discreet=True)
    assert words(home(member=chosen))[-2] == (
        usual.replace("Monday", "Sunday")
        + " · captures are confirmed briefly · messages hold counts only; names and titles stand here"
    )


def test_deleted_wins_are_remembered_with_the_way_back() -> None:
    said = words(home(counts=counts(deleted=2)))
    assert "2 deleted wins can be restored for 30 days after deletion: `/vouch wins deleted`" in said
    assert not any("deleted" in line for line in words(home()))


# Whatever there is to show, Slack takes it

ODD = st.one_of(
    st.sampled_from(odd.INJECTIONS), st.text(max_size=60), st.text(max_size=20).map(lambda piece: piece * 100)
)
NUMBER = st.integers(0, 10**6)
CATEGORY = st.sampled_from([*Category, None])
DAY = st.dates(date(2020, 1, 1), date(2026, 11, 22))


@st.composite
def any_home(draw: st.DrawFn) -> dict[str, Any]:
    numbers = itertools.count(1)
    people = st.builds(
        lambda name, user: replace(RUI, id=next(numbers), name=name, user_id=user), ODD, st.sampled_from(["", "U0RUI"])
    )
    wins = st.builds(lambda title, day, cat: WinRow(next(numbers), WinState.KEPT, title, day, cat), ODD, DAY, CATEGORY)
    talks = st.builds(
        lambda day, kind, topic, who: TalkRow(next(numbers), day, kind, topic, tuple(who)),
        DAY,
        ODD,
        ODD,
        st.lists(people, max_size=12),
    )
    overdue = st.builds(lambda person: Late(person, stakeholders.standing(person, date(2026, 11, 20))), people)
    return {
        "counts": counts(
            wins=draw(NUMBER),
            talks=draw(NUMBER),
            drafts=draw(NUMBER),
            deleted=draw(NUMBER),
            steps=Steps(draw(st.booleans()), draw(NUMBER), draw(st.booleans())),
            samples=draw(st.none() | st.builds(Samples, *[st.integers(0, 10**6)] * 4)),
        ),
        "pages": Pages(draw(NUMBER), draw(NUMBER), draw(NUMBER)),
        "weeks": weeks(*draw(st.lists(st.tuples(NUMBER, NUMBER), max_size=12))),
        "families": tuple(draw(st.lists(st.builds(Family, CATEGORY, NUMBER, NUMBER, DAY), max_size=7))),
        "wins": tuple(draw(st.lists(wins, max_size=PAGE["wins"]))),
        "talks": tuple(draw(st.lists(talks, max_size=PAGE["talks"]))),
        "drafts": tuple(draw(st.lists(wins, max_size=DRAFTS))),
        "late": tuple(draw(st.lists(overdue, max_size=PAGE["people"]))),
        "overdue": draw(NUMBER),
        "due": draw(NUMBER),
        "away": draw(st.sampled_from([None, Away(date(2026, 1, 1), date(2026, 12, 31))])),
        "member": replace(ADA, paused=draw(st.booleans()), silent=True, discreet=True),
    }


@settings(max_examples=60, deadline=None)
@given(any_home(), st.sampled_from([(), ("data_table",), ("data_table", "data_visualization")]))
def test_slack_takes_home_whatever_is_in_it(found: dict[str, Any], refused: tuple[str, ...]) -> None:
    shown = view(refused, **found)
    assert kit_rules.faults_of_view(shown, people=True) == []
    assert len(shown["blocks"]) <= 70  # far from Slack's hundred: what is listed comes in pages


def test_promises_whose_day_has_come_are_there_with_whom_they_concern() -> None:
    promises = tuple(
        FollowUp(number, FollowUpKind.MINE, f"send {number}", date(2026, 11, 10 + number), people=(RUI.id,))
        for number in range(1, 6)
    )
    blocks = home(promises=promises, promised={RUI.id: RUI})
    assert "Promises and asks whose day has come" in headers(blocks)
    assert [each for each in words(blocks) if " send " in each] == [
        f"*For <@U0RUI>:* send {number} · was due {day} Nov"
        for number, day in ((3, "Fri 13"), (4, "Sat 14"), (5, "Sun 15"))
    ]
    assert "and 2 more: `/vouch promises`" in words(blocks)
    assert "Promises and asks whose day has come" not in headers(home())
