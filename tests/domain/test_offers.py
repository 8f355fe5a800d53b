"""What is written to Vouch in plain words, and what is understood of it."""

from datetime import date

import pytest
from hypothesis import given

from bot.domain import offers
from bot.domain.conversations import NewConversation, Person, Promise
from bot.domain.lines import Problem
from bot.domain.offers import Command
from bot.domain.wins import Category, NewWin
from tests.domain import generated

TODAY = date(2026, 11, 20)
WORDS = {"help", "win", "met", "wins", "people", "add", "settings"}
COMMANDS = {"win": "/win", "met": "/met", "vouch": "/career"}


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("help", Command("help", "")),
        ("Help!", Command("help", "")),
        ("wins…", Command("wins", "")),
        ("vouch", Command("help", "")),
        ("/win  shipped it", Command("win", "shipped it")),
        ("/MET @maria", Command("met", "@maria")),
        ("/career wins x", Command("wins", "x")),
        ("/career", Command("help", "")),
        ("win shipped it", None),
        ("win back of two churned customers", None),
        ("met all our Q3 goals", None),
        ("met @maria", None),
        ("add caching to the API, 3x faster", None),
        ("wins all over the place", None),
        ("people loved my talk", None),
        ("vouch went live", None),
        ("shipped it", None),
        ("", None),
    ],
)
def test_only_a_slash_or_one_known_word_is_a_command(typed: str, command: Command | None) -> None:
    assert offers.read_command(typed, WORDS, COMMANDS) == command


@pytest.mark.parametrize("typed", ["hello", "Thanks a lot!", "what now?", ":wave:", "", "…", "Good morning :sun:"])
def test_greetings_questions_and_emoji_are_nothing_to_keep(typed: str) -> None:
    assert offers.says_nothing_to_keep(typed)


@pytest.mark.parametrize("typed", ["shipped it", "Hello World went live", "won the &lt;prize&gt;"])
def test_whatever_else_could_be_kept(typed: str) -> None:
    assert not offers.says_nothing_to_keep(typed)


def test_one_line_is_read_like_a_command() -> None:
    assert offers.read_win(" shipped it #x with <@U0MAYA> yesterday ", TODAY) == NewWin(
        "shipped it", date(2026, 11, 19), tags=("x",), witnesses=("U0MAYA",)
    )


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("win: shipped it", "shipped it"),
        ("Log a win: shipped it", "shipped it"),
        ("new win : shipped it", "shipped it"),
        ("win back of two churned customers", "win back of two churned customers"),
        ("met all our Q3 goals", "met all our Q3 goals"),
        ("add caching to the API, 3x faster", "add caching to the API, 3x faster"),
        ("win :tada: again", "win :tada: again"),
        ("win:", "win:"),
    ],
)
def test_the_words_are_kept_untouched_but_for_win_with_a_colon(typed: str, title: str) -> None:
    new = offers.read_win(typed, TODAY)
    assert isinstance(new, NewWin)
    assert new.title == title


def test_of_several_lines_the_first_is_the_title_and_the_others_say_what_changed() -> None:
    text = "shipped the queue\np95 fell 30%, <@U0PRIYA> &amp; I\nsee <https://a.example|the page> #skill #x last friday"
    new = offers.read_win(text, TODAY)
    assert isinstance(new, NewWin)
    assert new.title == "shipped the queue"
    assert new.impact == "p95 fell 30%, <@U0PRIYA> & I\nsee the page #skill #x last friday"
    assert (new.category, new.tags, new.witnesses) == (Category.SKILL, ("x",), ("U0PRIYA",))
    assert new.links[0].endswith("https://a.example")
    assert new.happened_on == date(2026, 11, 13)
    assert len(new.measures) == 1
    assert not offers.needs_message(text, new)


def test_the_title_s_own_day_and_number_count_more() -> None:
    new = offers.read_win("cut it 50% yesterday\nand 10% more on 3 nov", TODAY)
    assert isinstance(new, NewWin)
    assert (new.title, new.happened_on) == ("cut it 50%", date(2026, 11, 19))
    assert [measure.as_typed for measure in new.measures] == ["50%"]


def test_a_first_line_that_is_no_title_is_passed_over() -> None:
    new = offers.read_win("#x\nshipped the queue", TODAY)
    assert isinstance(new, NewWin)
    assert (new.title, new.tags) == ("#x", ("x",))
    assert offers.read_win("…\n!!", TODAY) == Problem("title_missing")
    assert offers.read_win("", TODAY) == Problem("empty")


@pytest.mark.parametrize("text", ["word " * 1_500, "shipped it\n" + "word " * 1_500, "x" * 40_000])
def test_what_is_longer_than_a_win_needs_its_message(text: str) -> None:
    new = offers.read_win(text, TODAY)
    assert isinstance(new, NewWin)
    assert 0 < len(new.title) <= 151
    assert new.impact == ""
    assert offers.needs_message(text, new)


def test_a_long_line_that_its_field_still_holds_is_all_there() -> None:
    text = "&amp; " * 1_400
    new = offers.read_win(f"won {text}", TODAY)
    assert isinstance(new, NewWin)
    assert not offers.needs_message(text, new)


@pytest.mark.parametrize(
    ("typed", "talk"),
    [
        (
            "met Maria for coffee about the roadmap",
            NewConversation((Person(name="Maria"),), TODAY, "coffee", "the roadmap"),
        ),
        ("I just talked to <@U0MAYA> about money", NewConversation((Person("U0MAYA"),), TODAY, "", "money")),
        (
            "had a coffee with Priya; next: send it",
            NewConversation((Person(name="Priya"),), TODAY, "coffee", follow_up=Promise("send it")),
        ),
        (
            "talked with <@U0MAYA> about the roadmap",
            NewConversation((Person("U0MAYA"),), TODAY, "", "the roadmap"),
        ),
        ("met: Maria about money", NewConversation((Person(name="Maria"),), TODAY, "", "money")),
        ("log a conversation: with Maria", NewConversation((Person(name="Maria"),), TODAY)),
        ("win: met Maria", None),
        ("conversation: nobody in it", None),
        ("Lunch with Maria Lopez", NewConversation((Person(name="Maria Lopez"),), TODAY, "lunch")),
        ("met our target", None),
        ("shipped it with <@U0MAYA>", None),
        ("called the customer", None),
    ],
)
def test_words_about_a_talk_are_understood_as_one(typed: str, talk: NewConversation | None) -> None:
    assert offers.read_talk(typed, TODAY) == talk


def test_somebody_known_is_found_in_whatever_case() -> None:
    assert offers.read_talk("met maria lopez for coffee", TODAY) is None
    known = offers.read_talk("met maria lopez for coffee", TODAY, ["Maria Lopez"])
    assert known == NewConversation((Person(name="Maria Lopez"),), TODAY, "coffee")
    assert offers.read_talk("met all our goals", TODAY, ["Maria Lopez"]) is None


def test_a_fingerprint_tells_two_texts_apart() -> None:
    assert offers.fingerprint("a\ud800") == offers.fingerprint("a\ud800")
    assert offers.fingerprint("shipped it") != offers.fingerprint("shipped it.")


@generated.MANY
@given(generated.any_lines)
def test_any_words_are_read(texts: list[str]) -> None:
    for text in (*texts, "\n".join(texts)):
        new = offers.read_win(text, TODAY)
        assert isinstance(new, Problem) or (new.title and len(new.impact) <= offers.MAX_IMPACT)
        offers.read_talk(text, TODAY)
        offers.read_command(text, WORDS, COMMANDS)
        offers.says_nothing_to_keep(text)


def test_reading_takes_time_in_proportion_to_the_length() -> None:
    assert [nasty for nasty in generated.NASTY if generated.growth(offers.says_nothing_to_keep, nasty) >= 10.0] == []
