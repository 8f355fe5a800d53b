"""That a digest fits into one message and injects nothing, whatever was recorded."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import ids
from bot.domain import refusals
from bot.domain.away import Away
from bot.domain.digests import Average, CountedTalk, Facts
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.measures import Measure
from bot.domain.proposals import Proposal, Reason
from bot.domain.stakeholders import Standing, State
from bot.domain.summaries import CountedWin
from bot.domain.wins import Category
from bot.views import deliveries, digests, discreet
from tests.domain.test_deliveries import FRIDAY, WEEK
from tests.kit_rules import faults_of_message
from tests.views.test_digests import COMMANDS, P95, TODAY, compose, person, texts, win

LONG = st.text(max_size=60) | st.sampled_from(["&" * 400, "<!channel>" * 40, "👩‍👩‍👧" * 60, "x" * 3000])
DAYS = st.dates(TODAY - timedelta(days=20), TODAY)
MEASURES = st.builds(Measure, LONG, LONG, st.text(max_size=40), *[st.none() | st.decimals(-(10**12), 10**12)] * 3)
WINS = st.builds(
    CountedWin,
    st.integers(1, 10**9),
    LONG.filter(str.strip),
    DAYS,
    st.none() | st.sampled_from(Category),
    st.lists(MEASURES, max_size=4).map(tuple),
    st.lists(LONG.map("https://x.example/{}".format), max_size=4).map(tuple),
    st.lists(st.integers(1, 99).map("U{}".format), max_size=9, unique=True).map(tuple),
)
FACTS = st.builds(
    lambda wins, count, talks, people, names, promises, drafts: Facts(
        wins=tuple(wins) * count,
        talks=tuple(talks) * count,
        people=tuple(person(id_, names) for id_ in range(1, people + 1)),
        promises=tuple(promises),
        drafts=drafts,
    ),
    st.lists(WINS, max_size=6),
    st.integers(1, 20),
    st.lists(st.builds(CountedTalk, st.integers(1, 9), DAYS, LONG, LONG, st.just((1, 2, 3))), max_size=4),
    st.integers(0, 40),
    LONG,
    st.lists(
        st.builds(
            FollowUp, st.integers(1, 99), st.sampled_from(FollowUpKind), LONG, DAYS, people=st.just((1, 2, 3, 4, 5))
        ),
        max_size=9,
        unique_by=lambda one: one.id,
    ),
    st.integers(0, 10_000),
)


@settings(max_examples=40, deadline=None)
@given(facts=FACTS)
def test_whatever_was_recorded_it_fits_and_injects_nothing(facts: Facts) -> None:
    title = facts.wins[0].title if facts.wins else "x" * 3_000
    proposed = tuple(
        Proposal(
            person(id_, title[:300] or "x"),
            id_,
            Reason(Standing(State.DUE, 1, 1, 1.0, never_talked=False), interest=title),
            title,
        )
        for id_ in (1, 2, 3)
    )
    away = (Away(TODAY - timedelta(days=2), TODAY - timedelta(days=1)),)
    digest = replace(compose(facts), proposals=proposed, milestone=13, away=away)
    message = digests.digest_message(digest, COMMANDS)
    asked = digests.asked_message(digest, COMMANDS)
    opened = discreet.opened(message, ids.DIGEST_HIDE, str(2**63))
    for each in (message, asked, opened):
        assert faults_of_message(each, people=True) == []
        said = json.dumps(each["blocks"], ensure_ascii=False, separators=(",", ":"))
        assert deliveries.size(each["blocks"]) == len(said) <= deliveries.MAX_CHARACTERS
    # Nothing of it is lost by what comes around it; its other title may leave the one asked for room for more.
    assert len(opened["blocks"]) == len(message["blocks"]) + 1
    assert asked["blocks"][-2] == message["blocks"][-1]
    again = deliveries.text_only(message)
    assert len(again["text"]) <= deliveries.MAX_TEXT
    assert faults_of_message(again, people=True) == []


ODD = (
    "🎉" * 40,
    "שלום <!here> \u202eabc",
    "<!channel> <@U0EVIL> <https://evil.example|click>",
    "x" * 3_000,
    "&" * 3_000,
)


@pytest.mark.parametrize("title", ODD)
@pytest.mark.parametrize("refused", [(), refusals.NATIVE])
@pytest.mark.parametrize("weeks", [1, 9])
def test_the_fullest_there_is_fits_and_everything_left_out_leads_home(
    title: str, refused: tuple[str, ...], weeks: int
) -> None:
    """In each category fifty wins with all that they may have; 200 people overdue, 50 promises, 1,000 drafts."""
    families = (*Category, None)
    told = tuple(
        win(
            id_,
            title,
            TODAY if id_ % 2 else TODAY - 20 * WEEK,
            category=families[id_ % len(families)],
            measures=(P95,) * 9,
            links=("https://a.example/" + "y" * 280,) * 9,
            witnesses=tuple(f"U{number}" for number in range(30)),
        )
        for id_ in range(1, 50 * len(families))
    )
    late = tuple(person(id_, title) for id_ in range(1, 201))
    facts = Facts(
        wins=told,
        talks=tuple(CountedTalk(id_, TODAY, title, title, tuple(range(1, 60))) for id_ in range(50)),
        wins_by_day={TODAY - week * WEEK: 10_000_000 for week in range(12)},
        talks_by_day={TODAY - week * WEEK: 10_000_000 for week in range(12)},
        drafts=1_000,
        deleted=1_000,
        people=late,
        promises=tuple(FollowUp(id_, FollowUpKind.MINE, title, TODAY, people=(1, 2, 3, 4)) for id_ in range(50)),
        away=(Away(TODAY - timedelta(days=2), TODAY - timedelta(days=1)),),
    )
    reason = Reason(Standing(State.OVERDUE, 99, 99, 9.0, never_talked=False), True, 3, True, title, True, True, 999)
    digest = replace(
        compose(facts, app_id="A0VOUCH", covered_until=FRIDAY - weeks * WEEK, created_at=FRIDAY - 60 * WEEK),
        proposals=tuple(Proposal(one, one.id, reason, title) for one in late[:3]),
        milestone=26,
        average=Average(4, 2_500_000.25, 1_000_000.5),
    )
    for message in (
        digests.digest_message(digest, COMMANDS, refused),
        digests.asked_message(digest, COMMANDS),
        discreet.opened(digests.digest_message(digest, COMMANDS), ids.DIGEST_HIDE, "1"),
    ):
        assert faults_of_message(message, people=True) == []
        assert len(message["blocks"]) <= 50
        assert deliveries.size(message["blocks"]) <= deliveries.MAX_CHARACTERS
        cut = [said for said in texts(message) if "more, on Home>" in said]
        assert len(cut) >= len(families) + 4
        assert all("<slack://app?team=T0ACME&amp;id=A0VOUCH&amp;tab=home|and " in said for said in cut)
