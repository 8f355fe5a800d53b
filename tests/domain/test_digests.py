"""What a digest holds, what in it is late, and what the week is measured against."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain import digests
from bot.domain.away import Away
from bot.domain.deliveries import SETTLE, Window
from bot.domain.digests import Average, CountedTalk, Facts, Said
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.summaries import CountedWin
from bot.domain.wins import Category
from tests.domain.test_deliveries import FRIDAY, WEEK, ada

TODAY = date(2026, 12, 4)
LAST_FRIDAY = date(2026, 11, 27)


def win(id_: int, day: date = TODAY, category: Category | None = None) -> CountedWin:
    return CountedWin(id_, "wrote something", day, category)


def talk(id_: int, day: date = TODAY, *people: int) -> CountedTalk:
    return CountedTalk(id_, day, "", "", people)


def compose(facts: Facts, **member: object) -> digests.Digest:
    return digests.compose(outline(facts, **member), {})


def outline(facts: Facts, **member: object) -> digests.Outline:
    owner = ada(**member)
    return digests.outline(owner, digests.window(owner, digests.settled(FRIDAY)), facts, FRIDAY)


def test_the_window_goes_from_the_last_digest_to_a_moment_ago() -> None:
    assert compose(Facts()).window == Window(FRIDAY - WEEK, FRIDAY - SETTLE)
    assert compose(Facts(), covered_until=FRIDAY).window == Window(FRIDAY, FRIDAY)


def test_what_happened_before_the_last_digests_day_is_late() -> None:
    before = LAST_FRIDAY - timedelta(days=1)
    digest = compose(Facts(wins=(win(1, LAST_FRIDAY), win(2, before)), talks=(talk(3, before), talk(4, LAST_FRIDAY))))
    assert (digest.first, digest.today) == (LAST_FRIDAY, TODAY)
    assert ([one.id for one in digest.wins], [one.id for one in digest.late_wins]) == ([1], [2])
    assert ([one.id for one in digest.talks], [one.id for one in digest.late_talks]) == ([4], [3])


@pytest.mark.parametrize(
    ("started", "first"),
    [
        (FRIDAY - timedelta(days=2), date(2026, 11, 28)),  # started two days ago: a week is reported all the same
        (FRIDAY - timedelta(days=20), date(2026, 11, 14)),  # after a pause all of it
    ],
)
def test_the_first_reports_at_least_seven_days(started: datetime, first: date) -> None:
    long_ago = FRIDAY - 30 * WEEK  # when they came to know Vouch
    digest = compose(Facts(), covered_until=long_ago, created_at=long_ago, first_record_at=started)
    assert (digest.previous, digest.first, digest.titled_from) == (None, first, first)


@pytest.mark.parametrize(
    ("covered", "previous", "titled_from"),
    [
        (FRIDAY - WEEK, LAST_FRIDAY, date(2026, 11, 28)),
        (FRIDAY - timedelta(days=2), date(2026, 12, 2), date(2026, 12, 3)),  # the day of the digest was changed
        (FRIDAY - timedelta(hours=1), TODAY, TODAY),
    ],
)
def test_it_is_titled_from_the_day_after_the_one_before(covered: datetime, previous: date, titled_from: date) -> None:
    digest = compose(Facts(), covered_until=covered)
    assert (digest.previous, digest.first, digest.titled_from) == (previous, previous, titled_from)


@pytest.mark.parametrize(
    "facts",
    [
        Facts(wins=(win(1),)),
        Facts(wins=(win(1, date(2020, 1, 1)),)),
        Facts(talks=(talk(1),)),
        Facts(talks=(talk(1, date(2020, 1, 1)),)),
    ],
)
def test_anything_recorded_makes_it_not_empty(facts: Facts) -> None:
    assert not compose(facts).empty


def test_drafts_and_promises_alone_leave_it_empty() -> None:
    digest = compose(Facts(drafts=3, deleted=1, promises=(FollowUp(1, FollowUpKind.MINE, "x", TODAY),)))
    assert (digest.empty, digest.summary, digest.drafts, digest.deleted) == (True, None, 3, 1)


SATURDAY = date(2026, 11, 28)  # the first day that is reported


def average(began: date, wins: dict[date, int], talks: dict[date, int]) -> Average | None:
    facts = Facts(wins_by_day=wins, talks_by_day=talks)
    began_at = datetime(began.year, began.month, began.day, 12, tzinfo=UTC)
    return compose(facts, first_record_at=began_at).average


def test_the_average_is_over_the_four_weeks_before_this_one() -> None:
    wins = {
        SATURDAY: 100,  # this week
        SATURDAY - timedelta(days=1): 3,
        SATURDAY - timedelta(days=28): 2,
        SATURDAY - timedelta(days=29): 100,  # the fifth week before
    }
    assert average(date(2026, 1, 1), wins, {SATURDAY - timedelta(days=8): 2}) == Average(4, 1.25, 0.5)


@pytest.mark.parametrize(("weeks", "expected"), [(0, None), (1, None), (2, 2), (3, 3), (4, 4), (5, 4)])
def test_the_average_is_over_the_weeks_that_exist_and_left_out_below_two(weeks: int, expected: int | None) -> None:
    found = average(SATURDAY - timedelta(days=7 * weeks - 6) if weeks else SATURDAY, {}, {})
    assert (found and found.weeks) == expected


def of_weeks(weeks: int, facts: Facts) -> digests.Digest:
    long_ago = FRIDAY - 60 * WEEK
    return compose(facts, covered_until=FRIDAY - weeks * WEEK, created_at=long_ago, first_record_at=long_ago)


@pytest.mark.parametrize("weeks", [1, 2, 3])
def test_what_it_reports_is_no_part_of_what_it_is_measured_against(weeks: int) -> None:
    first = TODAY - weeks * WEEK + timedelta(days=1)
    reported = {first + timedelta(days=day): 10_000 for day in range(7 * weeks)}
    before = {first - timedelta(days=1) - past * WEEK: 3 for past in range(4)}
    digest = of_weeks(weeks, Facts(wins_by_day=reported | before))
    assert (digest.titled_from, digest.average) == (first, Average(4, 3.0, 0.0))


def test_whoever_comes_back_after_a_longer_while_is_not_measured() -> None:
    assert of_weeks(4, Facts()).average is not None
    assert of_weeks(5, Facts()).average is None


@pytest.mark.parametrize(
    ("weeks", "away", "pace"),
    [
        (1, (), None),
        (2, (), (1.0, 0.5)),
        (4, (), (0.5, 0.25)),
        (2, (Away(TODAY - timedelta(days=9), TODAY - timedelta(days=4)),), None),  # eight days of work are a week
        (2, (Away(TODAY - timedelta(days=9), TODAY - timedelta(days=6)),), (1.4, 0.7)),
    ],
)
def test_several_weeks_are_told_by_the_week_without_the_days_away(
    weeks: int, away: tuple[Away, ...], pace: tuple[float, float] | None
) -> None:
    digest = of_weeks(weeks, Facts(wins=(win(1), win(2)), talks=(talk(1),), away=away))
    assert (digest.days, digest.longer, digest.pace) == (7 * weeks, weeks > 1, pace)


def test_without_any_day_counted_there_is_still_an_average() -> None:
    assert compose(Facts(), first_record_at=FRIDAY - 10 * WEEK).average == Average(4, 0.0, 0.0)


def person(id_: int, **values: Any) -> Stakeholder:
    return Stakeholder(id_, Relationship.SPONSOR, TODAY - timedelta(days=100), 1, **values)


def promise(id_: int, due_on: date | None, whose: int | None = None) -> FollowUp:
    return FollowUp(id_, FollowUpKind.MINE, "send the deck", due_on, people=() if whose is None else (whose,))


def test_promises_of_the_coming_seven_days_are_in_it() -> None:
    kept = compose(
        Facts(
            promises=(
                promise(1, TODAY - timedelta(days=30)),
                promise(2, TODAY + timedelta(days=7)),
                promise(3, TODAY + timedelta(days=8)),
                promise(4, None),
            )
        )
    ).promises
    assert [one.id for one in kept] == [1, 2]


def test_only_the_people_it_names_are_named() -> None:
    facts = Facts(
        people=(
            person(1, last_conversation_on=TODAY),
            person(2),  # overdue
            person(3, last_conversation_on=TODAY),
            person(4, last_conversation_on=TODAY),
        ),
        talks=(talk(1, TODAY, 3, 5),),  # the fifth is none of theirs
        promises=(promise(1, TODAY, 4), promise(2, TODAY)),
    )
    about = outline(facts)
    assert about.named == {2, 3, 4, 5}
    assert about.labelled == (2,)
    digest = digests.compose(about, {1: "Ann", 2: "Rui", 3: "Sam", 5: "Example"})
    assert {id_: one.name for id_, one in digest.people.items()} == {2: "Rui", 3: "Sam", 4: ""}
    assert [late.stakeholder.name for late in digest.overdue] == ["Rui"]


def test_families_come_in_their_order_and_what_has_none_last() -> None:
    wins = [
        win(1, TODAY),
        win(2, TODAY, Category.INDUSTRY),
        win(3, TODAY, Category.SKILL),
        win(4, LAST_FRIDAY, Category.SKILL),
    ]
    groups = [(family, [one.id for one in group]) for family, group in digests.by_category(wins)]
    assert groups == [(Category.SKILL, [4, 3]), (Category.INDUSTRY, [2]), (None, [1])]


@pytest.mark.parametrize("pairs", [(), ((1, 2),), ((1, 2), (33, 44), (2**63 - 1, 2**63 - 1))])
def test_what_a_digest_said_is_read_as_it_was_written(pairs: tuple[tuple[int, int], ...]) -> None:
    said = Said(1, 2, 30, 4, 26, pairs)
    assert digests.read_said(said.write()) == said
    assert len(said.write()) <= 200
    assert digests.read_said("") is None
