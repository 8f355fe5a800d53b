from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given

from bot.domain import lines, wins
from bot.domain.lines import Problem
from bot.domain.measures import Measure
from bot.domain.wins import Category, NewWin
from tests.domain import generated

TODAY = date(2026, 11, 22)  # a Sunday
YESTERDAY = date(2026, 11, 21)


def parse(text: str) -> NewWin:
    win = wins.parse_win_line(text, TODAY)
    assert isinstance(win, NewWin), win
    return win


def test_the_line_of_the_design_is_understood_whole() -> None:
    line = (
        "shipped the retry queue, p95 800ms -&gt; 480ms #reliability <@U0PRIYA> <https://github.com/a/pull/7> yesterday"
    )
    assert parse(line) == NewWin(
        title="shipped the retry queue, p95 800ms -> 480ms",
        happened_on=YESTERDAY,
        tags=("reliability",),
        witnesses=("U0PRIYA",),
        links=("https://github.com/a/pull/7",),
        measures=(Measure("800ms -> 480ms", "p95", "ms", before=Decimal(800), after=Decimal(480), direction="down"),),
    )


def test_a_title_alone_is_a_win_of_today() -> None:
    assert parse("Shipped it") == NewWin(title="Shipped it", happened_on=TODAY)


@pytest.mark.parametrize(
    ("line", "title", "tags"),
    [
        ("shipped it <#C1|platform> #infra", "shipped it", ("platform", "infra")),
        ("<#C1|platform>, shipped it", "shipped it", ("platform",)),
        ("told <#C1|general> about it", "told #general about it", ()),
        ("posted it in <#C1|general>", "posted it in #general", ()),
        ("shipped it <#C1|>", "shipped it #C1", ()),
        ("shipped it <#C1|2026-plans>", "shipped it #2026-plans", ()),
    ],
)
def test_a_hashtag_that_slack_took_for_a_channel_is_still_a_tag(line: str, title: str, tags: tuple[str, ...]) -> None:
    assert parse(line) == NewWin(title=title, happened_on=TODAY, tags=tags)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("  shipped\n\n the\tqueue ", "shipped the queue"),
        ("fixed C# bug #1 in PR #123", "fixed C# bug #1 in PR #123"),
        ("told <#C1|general> about it", "told #general about it"),
        ("told <#C1|> about it", "told #C1 about it"),
        ("#platform #infra, shipped it", "shipped it"),
        ("shipped it #platform, #infra!", "shipped it"),
        ("improved #reliability of the queue", "improved reliability of the queue"),
        ("improved the #reliability", "improved the reliability"),
        ("fixed (#x) there", "fixed (x) there"),
        ("paired with <@U1|priya> on it", "paired with @priya on it"),
        ("paired with <@U1> on it", "paired with <@U1> on it"),
        ("shipped it with <@U1>, <@U2> and <@U3>", "shipped it"),
        ("shipped it w/ <@U1> & <@U2>", "shipped it"),
        ("shipped it (with <@U1>)", "shipped it (with <@U1>)"),
        ("praised by <@U1> and <@U2>", "praised by <@U1> and <@U2>"),
        ("hi <@U1>, <@U2>.", "hi"),
        ("convinced <@U1>'s team", "convinced <@U1>'s team"),
        ("see <https://a.example/c>, then more", "see, then more"),
        ("see <https://a.example>, <https://b.example>. Then more", "see, Then more"),
        ("see (<https://a.example/c>) now", "see now"),
        ("see [<https://a.example/c> <https://b.example>] now", "see now"),
        ("(see <https://a.example/c>)", "(see)"),
        ("<https://a.example/c> merged", "merged"),
        ("<https://a.example/c|the PR> merged", "the PR merged"),
        ("docs on <http://a.example|a.example> moved", "docs on a.example moved"),
        ("<https://a.example/c|https://a.example/c> merged", "merged"),
        ("read https://a.example/c. today", "read"),
        ("<!channel> look <!here|here> and <!everyone>", "@channel look @here and @everyone"),
        ("thanks <!subteam^S1|@team> and <!subteam^S2>", "thanks @team and @group"),
        ("mail <mailto:a@b.example|a@b.example>, <tel:+49123>", "mail a@b.example, +49123"),
        ("<javascript:alert(1)|click> me", "click me"),
        ("at <!date^1700000000^{date}|14 Nov> sharp", "at 14 Nov sharp"),
        ("R&amp;D &lt;3 &amp;lt; x", "R&D <3 &lt; x"),
        ("wrote &lt;@U1&gt; by hand, &lt;!channel&gt; too", "wrote @U1 by hand, <!channel> too"),
        ("a <foo> and <>", "a <foo> and <>"),
        ("wrote it in C++ #lang", "wrote it in C++"),
        ("-5% churn", "-5% churn"),
        ("+12% revenue :tada: yesterday", "+12% revenue :tada:"),
        ("shipped it - yesterday", "shipped it"),
        ("shipped it, yesterday.", "shipped it"),
        ("the party was yesterday at noon", "the party was yesterday at noon"),
        ("launched for Black Friday", "launched for Black Friday"),
        ("ready for 3 nov", "ready for 3 nov"),
        ("due 31 feb", "due 31 feb"),
        ("🎉", "🎉"),
        ("出荷しました", "出荷しました"),
    ],
)
def test_what_stays_in_the_title(line: str, title: str) -> None:
    assert parse(line).title == title


@pytest.mark.parametrize(
    ("line", "tags", "category"),
    [
        ("x #reliability #Reliability #on-call #q3_goals", ("reliability", "on-call", "q3_goals"), None),
        ("x #leadership", (), Category.LEADERSHIP),
        ("x #teamwork #cost", ("cost",), Category.LEADERSHIP),
        ("x #Project", (), Category.PROJECT_IMPACT),
        ("x #impact", (), Category.PROJECT_IMPACT),
        ("x #project-impact", (), Category.PROJECT_IMPACT),
        ("x #project_impact", (), Category.PROJECT_IMPACT),
        ("x #skill", (), Category.SKILL),
        ("x #career", (), Category.CAREER),
        ("x #industry", (), Category.INDUSTRY),
        ("x #thought-leadership", (), Category.INDUSTRY),
        ("x #performance #leadership", ("leadership",), Category.PERFORMANCE),
        ("grew #leadership in the team", (), Category.LEADERSHIP),
        ("x #1 #12-3 C# # ## #a#b", (), None),
        ("x #हिन्दी #café #日本", ("हिन्दी", "café", "日本"), None),
        (f"x #{'a' * 101}", (), None),
    ],
)
def test_hashtags_are_tags_or_name_the_category(line: str, tags: tuple[str, ...], category: Category | None) -> None:
    win = parse(line)
    assert (win.tags, win.category) == (tags, category)


@pytest.mark.parametrize("category", list(Category))
def test_every_category_can_be_named_by_its_own_name(category: Category) -> None:
    assert parse(f"x #{category.value}").category is category


def test_every_mention_is_a_witness_once_wherever_it_stands() -> None:
    win = parse("<@U1> and I convinced <@W2|sam>, thanks <@U1> <@U3>")
    assert win.witnesses == ("U1", "W2", "U3")
    assert win.title == "<@U1> and I convinced @sam, thanks"


def test_links_are_evidence_once_and_whole() -> None:
    win = parse(
        "shipped <https://a.example/x?a=1&amp;b=2> https://b.example/Q_(1), (https://c.example/d). <https://a.example/x?a=1&amp;b=2|again>"
    )
    assert win.links == ("again https://a.example/x?a=1&b=2", "https://b.example/Q_(1)", "https://c.example/d")
    assert win.title == "shipped, again"


@pytest.mark.parametrize(
    "end", ["#a <@U1> yesterday", "yesterday <@U1> #a", "<@U1> (yesterday) #a", "#a, yesterday, <@U1>"]
)
def test_tags_witnesses_and_the_day_are_found_in_any_order_at_the_end(end: str) -> None:
    win = parse(f"shipped the queue {end}")
    assert win == NewWin(title="shipped the queue", happened_on=YESTERDAY, tags=("a",), witnesses=("U1",))


def test_only_one_date_phrase_is_taken() -> None:
    assert parse("planned it yesterday today") == NewWin(title="planned it yesterday", happened_on=TODAY)


def test_several_measures_are_read_in_order_and_stay_in_the_title() -> None:
    win = parse("cut costs by 30% and p95 800ms -> 480ms")
    assert [measure.as_typed for measure in win.measures] == ["30%", "800ms -> 480ms"]
    assert win.title == "cut costs by 30% and p95 800ms -> 480ms"


@pytest.mark.parametrize("line", ["", "   ", "\n\t", "\x00\x1f", "\u202e"])
def test_nothing_typed_is_the_problem_empty(line: str) -> None:
    assert wins.parse_win_line(line, TODAY) == Problem("empty")


@pytest.mark.parametrize(
    "line", ["#tag", "<@U1>", "yesterday", "<https://a.example>", "#a <@U1> yesterday", "...", "\u200b", "?! -"]
)
def test_a_line_of_parts_without_a_title_says_so(line: str) -> None:
    assert wins.parse_win_line(line, TODAY) == Problem("title_missing")


def test_three_thousand_characters_are_taken_and_one_more_is_not() -> None:
    assert parse("a" * 3000).title == "a" * 3000
    assert wins.parse_win_line("a" * 3001, TODAY) == Problem("too_long", length=3001)


def test_the_length_is_of_what_was_typed_not_of_slacks_escapes() -> None:
    assert parse("a" + "&lt;" * 2999).title == "a" + "<" * 2999


@generated.MANY
@given(generated.any_lines)
def test_any_text_is_a_win_with_a_title_or_a_problem(texts: list[str]) -> None:
    for text in texts:
        outcome = wins.parse_win_line(text, TODAY)
        if isinstance(outcome, Problem):
            assert outcome.code in {"empty", "title_missing"}
            continue
        assert outcome.title.strip() == outcome.title != ""
        assert outcome.happened_on <= TODAY
        outcome.title.encode()  # no lone surrogate
        assert not any(ord(char) < 32 for char in outcome.title)
        assert all(tag and "#" not in tag and not tag.isspace() for tag in outcome.tags)
        assert all(link.startswith(("http://", "https://")) or "://" in link for link in outcome.links)


@generated.MANY
@given(generated.typed_lines)
def test_no_typed_word_is_lost(texts: list[str]) -> None:
    """Each word is in the title, is a tag or in a link, belongs to the date at the end, or introduced a witness."""
    for text in texts:
        win = wins.parse_win_line(text, TODAY)
        if isinstance(win, Problem):
            continue
        once = [*win.links, *win_tags(text)] * generated.MAX_WORDS  # however often they were typed
        lost = generated.lost(text, [win.title, *once]) - {"with", "w", "and", "cc"}
        assert not lost or all(map(generated.is_date_word, lost)), (text, win)


def win_tags(text: str) -> list[str]:
    return [piece.value for piece in lines.split(lines.clean(text)) if piece.kind == lines.TAG]


@generated.MANY
@given(generated.typed_lines)
def test_what_a_line_gives_is_given_again_when_its_parts_are_typed_behind_the_title(texts: list[str]) -> None:
    """A date at the end is never lifted twice, so only titles that end in one may differ."""
    for text in texts:
        win = wins.parse_win_line(f"{text} end", TODAY)
        assert isinstance(win, NewWin)
        parts = [f"#{tag}" for tag in win.tags] + [f"<@{user}>" for user in win.witnesses]
        parts += [f"<{link.rpartition(' ')[2]}>" for link in win.links]
        again = wins.parse_win_line(" ".join(["shipped it", *parts]), TODAY)
        assert isinstance(again, NewWin)
        assert again.title == "shipped it"
        assert again.witnesses == win.witnesses
        assert [tag for tag in again.tags if not wins.category_of(tag)] == [
            tag for tag in win.tags if not wins.category_of(tag)
        ]


def test_the_work_grows_with_the_length_of_the_line_not_faster() -> None:
    def read(text: str) -> object:
        return wins.parse_win_line(text, TODAY)

    assert [nasty for nasty in generated.NASTY if generated.growth(read, nasty) >= generated.LINEAR] == []


@pytest.mark.parametrize(
    ("line", "day", "names"),
    [
        ("shipped it tomorrow", TODAY + timedelta(days=1), ()),
        ("shipped it on 3 nov 2031", date(2031, 11, 3), ()),
        ("shipped it next year", date(2027, 11, 22), ()),
        ("shipped it by tomorrow", None, ()),
        ("shipped three fixes this week", None, ()),
        ("shipped it yesterday", None, ()),
        ("paired with @nobody, and (@x) at a@b.io with <@U1> @here @-", None, ("@nobody",)),
    ],
)
def test_what_a_line_says_and_no_win_can_hold(line: str, day: date | None, names: tuple[str, ...]) -> None:
    win = wins.parse_win_line(line, TODAY)
    assert isinstance(win, NewWin)
    assert wins.overlooked(line, win, TODAY) == wins.Overlooked(day, names)
