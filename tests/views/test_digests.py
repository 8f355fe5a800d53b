"""The weekly digest as it reads, and that it always fits into one message."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot import ids
from bot.domain import digests as rules
from bot.domain.away import Away
from bot.domain.digests import Average, CountedTalk, Digest, Facts
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.measures import Measure
from bot.domain.members import ZoneSource
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.summaries import CountedWin
from bot.domain.wins import Category
from bot.views import digests
from tests.domain.test_deliveries import FRIDAY, WEEK, ada
from tests.kit_rules import faults_of_message

COMMANDS = {"win": "/win", "met": "/met", "vouch": "/vouch"}
TODAY = date(2026, 12, 4)
SINCE = "Since your digest of Fri 27 Nov"
P95 = Measure("800ms -> 480ms", "p95", "ms", Decimal(800), Decimal(480), None, "down")


def compose(facts: Facts, **member: object) -> Digest:
    names = {one.id: one.name for one in facts.people if isinstance(one, Stakeholder)}
    return rules.compose(outline(facts, **member), names)


def outline(facts: Facts, **member: object) -> rules.Outline:
    owner = ada(**member)
    return rules.outline(owner, rules.window(owner, FRIDAY), facts, FRIDAY)


def shown(facts: Facts, **member: object) -> dict[str, Any]:
    message = digests.digest_message(compose(facts, **member), COMMANDS)
    assert faults_of_message(message, people=True) == []
    return message


def texts(message: dict[str, Any]) -> list[str]:
    parts = [part for block in message["blocks"] for part in (block.get("text"), *block.get("elements", ()))]
    return [part["text"] for part in parts if isinstance(part, dict) and isinstance(part.get("text"), str)]


def section(message: dict[str, Any], heading: str) -> str:
    [found] = [text for text in texts(message) if text.startswith(heading)]
    return found


def win(id_: int = 1, title: str = "wrote it", day: date = TODAY, **values: Any) -> CountedWin:
    return CountedWin(id_, title, day, **values)


def person(id_: int, name: str = "", **values: Any) -> Stakeholder:
    user_id = "" if name else f"U{id_}"
    return Stakeholder(id_, Relationship.SPONSOR, TODAY - timedelta(days=60), 1, user_id, name, **values)


TALKED: dict[str, Any] = {"last_conversation_on": TODAY}


def test_an_empty_week_owes_nothing() -> None:
    message = shown(Facts(), first_record_at=FRIDAY)
    assert message["text"] == "Your week, Sat 28 Nov to Fri 4 Dec: Nothing this week."
    assert texts(message) == [
        "Your week, Sat 28 Nov to Fri 4 Dec",
        "*Nothing this week.* That is fine: weeks differ, and nothing is owed.",
    ]
    assert [button["action_id"] for button in message["blocks"][-1]["elements"]] == [
        ids.HOME_LOG_WIN,
        ids.HOME_LOG_CONVERSATION,
        ids.SETTINGS_OPEN,
        ids.DIGEST_STOP,
    ]


@pytest.mark.parametrize(
    ("average", "said"),
    [
        (Average(4, 2.5, 1.0), "The four weeks before: 2.5 wins and 1 conversation a week on average."),
        (Average(2, 1.0, 0.0), "The two weeks before: 1 win and 0 conversations a week on average."),
        (Average(3, 4 / 3, 2.0), "The three weeks before: 1.3 wins and 2 conversations a week on average."),
    ],
)
def test_the_week_is_compared_with_the_weeks_before(average: Average, said: str) -> None:
    digest = replace(compose(Facts(wins=(win(),))), average=average)
    message = digests.digest_message(digest, COMMANDS)
    assert message["blocks"][1]["text"]["text"] == f"*1 win.*\n{said}"


TWICE = {"covered_until": FRIDAY - 2 * WEEK, "created_at": FRIDAY - 60 * WEEK}


@pytest.mark.parametrize(
    ("covered", "title"),
    [
        (timedelta(days=5), "Your week, Mon 30 Nov to Fri 4 Dec"),
        (timedelta(days=8), "Your week, Fri 27 Nov to Fri 4 Dec"),
        (timedelta(days=9), "Your 9 days, Thu 26 Nov to Fri 4 Dec"),
        (timedelta(days=14), "Your two weeks, Sat 21 Nov to Fri 4 Dec"),
        (timedelta(days=35), "Your 5 weeks, Sat 31 Oct to Fri 4 Dec"),
        (timedelta(days=400), "Your 400 days, Fri 31 Oct 2025 to Fri 4 Dec"),
    ],
)
def test_it_is_called_what_it_covers(covered: timedelta, title: str) -> None:
    message = shown(Facts(wins=(win(),)), covered_until=FRIDAY - covered, created_at=FRIDAY - 100 * WEEK)
    assert texts(message)[0] == title
    assert message["text"] == f"{title}: 1 win."


def test_a_first_one_that_covers_more_than_a_week_says_so() -> None:
    begun = FRIDAY - timedelta(days=11)
    message = shown(Facts(wins=(win(),)), covered_until=begun, created_at=begun, first_record_at=begun)
    assert texts(message)[0] == "Your first 12 days, Mon 23 Nov to Fri 4 Dec"


def test_several_weeks_are_compared_by_the_week() -> None:
    told = shown(
        Facts(wins=(win(),) * 5, wins_by_day={TODAY - 4 * WEEK: 6}), **TWICE, first_record_at=FRIDAY - 9 * WEEK
    )
    assert texts(told)[1] == (
        "*5 wins.*\nThat is 2.5 wins and 0 conversations a week."
        " The four weeks before: 1.5 wins and 0 conversations a week on average."
    )


def test_several_weeks_of_which_most_were_away_are_not() -> None:
    away = (Away(TODAY - timedelta(days=11), TODAY - timedelta(days=3)),)
    told = shown(Facts(wins=(win(),), away=away), **TWICE, first_record_at=FRIDAY - 9 * WEEK)
    assert "That is" not in str(told)
    assert texts(shown(Facts(away=away), **TWICE))[1] == (
        "*Nothing in these two weeks.* That is fine: weeks differ, and nothing is owed."
    )


def test_a_win_is_told_with_its_number_people_and_links() -> None:
    told = win(
        title="shipped *it* & more, 800ms -> 480ms",
        category=Category.PROJECT_IMPACT,
        measures=(P95,),
        witnesses=("U1", "U2"),
        links=("https://a.example/x|y?a&b", "https://b.example", "https://c.example"),
    )
    assert section(shown(Facts(wins=(told,))), "*Project impact*") == (
        "*Project impact*\n• shipped *it* &amp; more · p95 from 800 ms to 480 ms · with <@U1> and <@U2>"
        " · <https://a.example/x%7Cy?a&amp;b|link> · <https://b.example|link> · 1 more link"
    )


def test_an_address_too_long_to_print_is_counted() -> None:
    told = win(links=("https://a.example/" + "x" * 400,))
    assert section(shown(Facts(wins=(told,))), "*Without a category*").endswith("wrote it · 1 more link")


def test_many_witnesses_are_counted() -> None:
    told = win(witnesses=tuple(f"U{number}" for number in range(8)))
    assert section(shown(Facts(wins=(told,))), "*Without").endswith("<@U4> and 3 more")


def test_what_was_added_late_has_its_day() -> None:
    late = Facts(
        wins=(win(1, day=date(2025, 11, 3)),),
        talks=(CountedTalk(2, date(2026, 11, 3), "", "", (1,)),),
        people=(person(1, **TALKED),),
    )
    message = shown(late)
    assert message["text"].endswith(": 2 added late.")
    assert section(message, "*Added late*") == (
        "*Added late* · happened before Fri 27 Nov\n• wrote it · Mon 3 Nov 2025\n• <@U1> · Tue 3 Nov"
    )


def test_conversations_are_told_with_whom_and_what_about() -> None:
    facts = Facts(
        talks=(
            CountedTalk(1, TODAY, "1:1", "the <roadmap>", (1, 2)),
            CountedTalk(2, TODAY, "", "", ()),
            CountedTalk(3, TODAY, "coffee", "", (99,)),  # a person deleted meanwhile
        ),
        people=(person(1, **TALKED), person(2, "Maria <Lopez>", **TALKED)),
    )
    assert section(shown(facts), "*Conversations*") == (
        "*Conversations*\n• <@U1> and Maria &lt;Lopez&gt; · Fri 4 Dec · 1:1 · the &lt;roadmap&gt;\n"
        "• A conversation · Fri 4 Dec\n• A conversation · Fri 4 Dec · coffee"
    )


def test_drafts_and_deleted_wins_are_named_as_not_counted() -> None:
    message = shown(Facts(drafts=2, deleted=1))
    assert "*2 drafts* wait in your inbox." in texts(message)
    assert texts(message)[-1] == "Not counted: 2 drafts and 1 deleted win."
    assert texts(shown(Facts(deleted=2)))[-1] == "Not counted: 2 deleted wins."


def test_overdue_people_come_with_what_can_be_done() -> None:
    message = shown(Facts(people=(person(1), person(2, "Maria"), person(3, **TALKED))))
    rows = [block for block in message["blocks"] if block.get("block_id", "").startswith("person:")]
    assert [row["block_id"] for row in rows] == ["person:1", "person:1:do", "person:2", "person:2:do"]
    assert [element["action_id"] for element in rows[1]["elements"]][:3] == [
        ids.STAKEHOLDER_TALKED,
        ids.PREP_OPEN,
        ids.STAKEHOLDER_SNOOZE,
    ]


def test_more_people_than_fit_are_counted() -> None:
    message = shown(Facts(people=tuple(person(id_) for id_ in range(1, 31))))
    rows = [block for block in message["blocks"] if block.get("block_id", "").endswith(":do")]
    assert f"and {30 - len(rows)} more, on Home or with `/vouch overdue`" in texts(message)


def test_more_conversations_than_fit_are_counted_and_lead_home() -> None:
    talks = tuple(CountedTalk(id_, TODAY, "1:1", f"topic {id_}", (1,)) for id_ in range(1, 21))
    message = shown(Facts(talks=talks, people=(person(1, last_conversation_on=TODAY),)))
    assert section(message, "*Conversations*").endswith("\nand 8 more, on Home")


def test_follow_ups_are_listed_with_their_people_and_counted() -> None:
    promises = tuple(FollowUp(id_, FollowUpKind.MINE, f"send {id_}", TODAY, people=(1,)) for id_ in range(1, 8))
    message = shown(Facts(promises=promises, people=(person(1, last_conversation_on=TODAY),)))
    assert [text for text in texts(message) if " send " in text] == [
        f"*For <@U1>:* send {id_} · due today" for id_ in range(1, 6)
    ]
    assert "and 2 more, on Home or with `/vouch promises`" in texts(message)
    assert " more" not in " ".join(texts(shown(Facts(promises=promises[:1]))))


@pytest.mark.parametrize("source", [ZoneSource.NONE, ZoneSource.PENDING])
def test_who_has_no_zone_is_told(source: ZoneSource) -> None:
    said = "Slack names no time zone for you, so days and hours are UTC. `/vouch settings` sets yours."
    assert said in texts(shown(Facts(), zone="UTC", zone_source=source))


@pytest.mark.parametrize("source", [ZoneSource.SLACK, ZoneSource.CHOSEN])
def test_who_has_one_is_not(source: ZoneSource) -> None:
    assert "UTC" not in str(shown(Facts(), zone_source=source))


def test_a_long_list_is_cut_between_lines_and_counted() -> None:
    facts = Facts(wins=tuple(win(id_, f"wrote chapter {id_} {'&' * 150}") for id_ in range(1, 41)))
    said = section(shown(facts), "*Without a category*")
    lines = said.split("\n")
    assert lines[-1] == f"and {40 - (len(lines) - 2)} more, on Home or with `/vouch wins`"
    assert all(line.startswith("• wrote chapter") for line in lines[1:-1])


def test_people_of_a_conversation_who_are_not_named_are_counted() -> None:
    people = tuple(person(id_, f"Tom {id_}", **TALKED) for id_ in range(1, 8))
    facts = Facts(talks=(CountedTalk(1, TODAY, "", "", tuple(range(1, 8))),), people=people)
    assert section(shown(facts), "*Conversations*").endswith("Tom 4, Tom 5 and 2 more · Fri 4 Dec")


def test_the_one_asked_for_says_that_it_does_not_count() -> None:
    for first in (True, False):
        asked = compose(
            Facts(wins=(win(),)), **({"created_at": FRIDAY - WEEK, "first_record_at": FRIDAY - WEEK} if first else {})
        )
        message = digests.asked_message(asked, COMMANDS)
        assert faults_of_message(message) == []
        assert message["text"] == ("Your week, Fri 27 Nov to Fri 4 Dec: 1 win." if first else f"{SINCE}: 1 win.")
        assert texts(message)[-1] == "This is how it stands now. It does not replace your weekly digest."


def test_the_one_asked_for_says_since_when_there_is_nothing() -> None:
    message = digests.asked_message(compose(Facts(), first_record_at=FRIDAY), COMMANDS)
    assert message["text"] == f"{SINCE}: Nothing recorded since then."
    assert texts(message)[:2] == [SINCE, "*Nothing recorded since then.* What came before is in that digest."]
    assert ids.WEEK_QUIET in buttons(message)
    same_week = compose(Facts(), first_record_at=FRIDAY, covered_until=FRIDAY - timedelta(days=1))
    assert ids.WEEK_QUIET not in buttons(digests.asked_message(same_week, COMMANDS))


@pytest.mark.parametrize(
    ("wins", "talks", "late", "said"),
    [
        (2, 0, 0, "2 wins."),
        (0, 2, 0, "2 conversations."),
        (1, 1, 0, "1 win and 1 conversation."),
        (0, 1, 3, "1 conversation, and 3 added late."),
        (0, 0, 1, "1 added late."),
    ],
)
def test_only_what_there_is_is_counted(wins: int, talks: int, late: int, said: str) -> None:
    facts = Facts(
        wins=(*[win()] * wins, *[win(day=date(2026, 11, 1))] * late), talks=(CountedTalk(1, TODAY, "", "", ()),) * talks
    )
    message = shown(facts, first_record_at=FRIDAY)
    assert message["text"] == f"Your week, Sat 28 Nov to Fri 4 Dec: {said}"
    assert message["blocks"][1]["text"]["text"] == f"*{said}*"


def test_drafts_are_finished_together_from_the_digest() -> None:
    for count, said, label in (
        (1, "*1 draft* waits in", "Finish 1 draft"),
        (7, "*7 drafts* wait in", "Finish 7 drafts"),
    ):
        (block,) = [
            block for block in shown(Facts(drafts=count))["blocks"] if "in your inbox." in str(block.get("text"))
        ]
        assert block["text"]["text"] == f"{said} your inbox."
        assert (block["accessory"]["text"]["text"], block["accessory"]["action_id"]) == (label, ids.INBOX_OPEN)


def buttons(message: dict[str, Any]) -> list[str]:
    elements = [element for block in message["blocks"] for element in block.get("elements", ())]
    return [element["action_id"] for element in elements if "action_id" in element]


def test_a_quiet_week_can_be_answered_and_is_short() -> None:
    people = tuple(person(id_) for id_ in range(1, 9))
    message = shown(Facts(people=people, wins_by_day={TODAY - timedelta(days=20): 1, TODAY - timedelta(days=30): 1}))
    assert ids.WEEK_QUIET in buttons(message)
    assert "and 6 more, on Home or with `/vouch overdue`" in texts(message)
    assert len(message["blocks"]) <= 12
    assert "week by week" not in str(message)
    noted = shown(Facts(quiet=(TODAY - timedelta(days=4),)))
    assert ids.WEEK_UNDO in str(noted)
    assert "counts against nothing" in str(noted)


def test_what_is_particular_about_a_week_is_said() -> None:
    four = {TODAY - timedelta(days=7 * week): 1 for week in range(4)}
    away = (Away(TODAY - timedelta(days=2), TODAY - timedelta(days=1)), Away(date(2026, 1, 1), date(2026, 1, 2)))
    said = str(texts(shown(Facts(wins=(win(),), wins_by_day=four, away=away))))
    assert "*4 weeks in a row* with something kept." in said
    assert "Away Wed 2 Dec to Thu 3 Dec: those days count against nobody's rhythm" in said
    five = four | {TODAY - timedelta(days=28): 1}
    assert "in a row" not in str(shown(Facts(wins=(win(),), wins_by_day=five)))


def test_the_first_says_when_it_comes() -> None:
    digest = compose(Facts(wins=(win(),)))
    first, later = replace(digest, previous=None), replace(digest, previous=TODAY - timedelta(days=7))
    assert "Your digest comes every Friday at 15:00" in str(digests.digest_message(first, COMMANDS))
    assert "Your digest comes every" not in str(digests.digest_message(later, COMMANDS))


def test_without_people_somebody_may_be_added() -> None:
    asked = "*Who has a say in your next step?*"
    assert asked in str(shown(Facts(wins=(win(),))))
    assert asked not in str(shown(Facts(wins=(win(),), people=(person(1, last_conversation_on=TODAY),))))
    assert asked not in str(shown(Facts()))


@pytest.mark.parametrize("stopped", [{"paused": True}, {"digest_on": False}])
def test_on_request_it_says_where_none_comes_by_itself(stopped: dict[str, bool]) -> None:
    message = digests.asked_message(compose(Facts(wins=(win(),)), **stopped), COMMANDS)
    assert texts(message)[-1].endswith("By itself no digest comes: *Settings* changes that.")


def test_what_can_be_done_stands_before_what_was() -> None:
    promise = FollowUp(1, FollowUpKind.MINE, "send it", TODAY)
    facts = Facts(
        wins=(win(),), talks=(CountedTalk(1, TODAY, "", "", ()),), people=(person(1),), promises=(promise,), drafts=1
    )
    headings = (
        "*Good to talk to*",
        "*Follow-ups due*",
        "*1 draft*",
        "*Ready to send*",
        "*Without a category*",
        "*Conv",
    )
    shown_texts = texts(shown(facts))
    at = [next(place for place, each in enumerate(shown_texts) if each.startswith(heading)) for heading in headings]
    assert at == sorted(at)


TWO_WEEKS = Facts(
    wins=(win(),),
    wins_by_day={TODAY: 1, TODAY - timedelta(days=7): 2},
    talks_by_day={TODAY - timedelta(days=70): 1},
)


def test_twelve_weeks_are_a_chart_where_slack_takes_it() -> None:
    message = digests.digest_message(compose(TWO_WEEKS), COMMANDS, ())
    assert faults_of_message(message, people=True) == []
    assert [block["type"] for block in message["blocks"]].count("data_visualization") == 1
    assert section(message, "3 wins and 1 conversation since").endswith(
        "since Mon 21 Sep, week by week:\n"
        "Wins · 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1\n"
        "Conversations · 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0"
    )


def test_where_a_refusal_would_not_be_seen_they_are_text() -> None:
    asked = digests.asked_message(compose(TWO_WEEKS, created_at=FRIDAY - timedelta(days=60)), COMMANDS)
    for message in (shown(TWO_WEEKS), asked):
        assert not any(block["type"].startswith("data_") for block in message["blocks"])
        assert section(message, "*Wins and conversations a week*").endswith(
            "since Mon 21 Sep, by the first day of each week, weeks without either left out:\n"
            "• 21 Sep: wins 0, conversations 1\n"
            "• 23 Nov: wins 2, conversations 0\n"
            "• 30 Nov: wins 1, conversations 0"
        )


def test_a_first_week_has_no_chart() -> None:
    message = digests.digest_message(compose(Facts(wins=(win(),), wins_by_day={TODAY: 1})), COMMANDS, ())
    assert not any(block["type"].startswith("data_") for block in message["blocks"])
