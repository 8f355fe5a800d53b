from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import conversations
from bot.domain.conversations import KINDS, NewConversation, Person, Promise
from bot.domain.conversations.words import KIND_WORDS
from bot.domain.followups import FollowUpKind
from bot.domain.lines import Problem
from tests.domain import generated

TODAY = date(2026, 11, 22)  # a Sunday
FRIDAY, TOMORROW = date(2026, 11, 27), date(2026, 11, 23)


def parse(text: str) -> NewConversation:
    conversation = conversations.parse_conversation_line(text, TODAY)
    assert isinstance(conversation, NewConversation), conversation
    return conversation


def test_the_line_of_the_design_is_understood_whole() -> None:
    line = "@maria 1:1 about the roadmap, she asked for the numbers; next: send the deck by friday"
    assert parse(line) == NewConversation(
        people=(Person(name="maria"),),
        happened_on=TODAY,
        kind="1:1",
        topic="the roadmap",
        notes="she asked for the numbers",
        follow_up=Promise("send the deck", FRIDAY),
    )


def names(text: str) -> list[str]:
    return [person.user_id or person.name for person in parse(text).people]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("<@U1>", ["U1"]),
        ("<@U1|maria> coffee", ["U1"]),
        ("<@U1> <@W2>", ["U1", "W2"]),
        ("<@U1>, <@U2> and <@U3> lunch", ["U1", "U2", "U3"]),
        ("<@U1>+<@U2> & <@U3> / <@U4>", ["U1", "U2", "U3", "U4"]),
        ("<@U1> <@U1>", ["U1"]),
        ("@maria", ["maria"]),
        ("@maria, @tom.ford: coffee", ["maria", "tom.ford"]),
        ("Maria", ["Maria"]),
        ("Maria 1:1", ["Maria"]),
        ("Maria Coffee", ["Maria"]),
        ("Maria Lopez coffee", ["Maria Lopez"]),
        ("Maria Lopez: she asked", ["Maria Lopez"]),
        ("Anne-Marie O’Neil", ["Anne-Marie O’Neil"]),
        ("Maria and Tom Ford workshop", ["Maria", "Tom Ford"]),
        ("Maria, Tom and Zoe workshop", ["Maria", "Tom", "Zoe"]),
        ("Maria, Tom, Zoe & Ada workshop", ["Maria", "Tom", "Zoe", "Ada"]),
        ("Maria and the team", ["Maria"]),
        ("Maria, she asked", ["Maria"]),
        ("Maria, Roadmap and budget", ["Maria"]),
        ("Maria, She asked", ["Maria"]),
        ("Maria Yesterday", ["Maria"]),
        ("Dr. Smith call", ["Dr. Smith"]),
        ("Maria and Prof. Ann Lee: call", ["Maria", "Prof. Ann Lee"]),
        ("Dr. said no", ["Dr"]),
        ("John F. Kennedy lunch", ["John F. Kennedy"]),
        ("María José O'Brien call", ["María José O'Brien"]),
        ("María José O'Brien", ["María José O'Brien"]),
        ("María José García Lopez <@U1> call", ["María José García Lopez", "U1"]),
        ("María José O'Brien, she asked", ["María José O'Brien"]),
        ("María José O'Brien – hiring", ["María José O'Brien"]),
        ("Maria Lopez Roadmap sync", ["Maria Lopez"]),
        ("One Two Three Four Five call", ["One Two"]),
        ("Jean-Luc Picard and van der Berg coffee", ["Jean-Luc Picard", "van der Berg"]),
        ("Maria de la Cruz and the team", ["Maria de la Cruz"]),
        ("Maria de facto", ["Maria"]),
        ("Maria and van", ["Maria"]),
        ("@priya, @rui, Tom Smith: workshop", ["priya", "rui", "Tom Smith"]),
        ("<@U1>, <@U2>, Tom Smith: workshop", ["U1", "U2", "Tom Smith"]),
        ("@priya, Roadmap: she asked", ["priya"]),
        ("@priya, Tom Smith, @rui coffee", ["priya", "Tom Smith", "rui"]),
        ("Maria, Tom and <@U1> lunch", ["Maria", "Tom", "U1"]),
        ("@priya, Roadmap @rui", ["priya"]),
        ("Maria Tom(x) call", ["Maria"]),
        ("Maria<!date^1^x|Tom> call", ["Maria"]),
        ('"Maria van der Berg" lunch', ["Maria van der Berg"]),
        ("“Maria van der Berg”, <@U1> lunch", ["Maria van der Berg", "U1"]),
        ("«Ann» and „Bo“", ["Ann", "Bo"]),
        ("with Maria about it", ["Maria"]),
        ("coffee with <@U1> and <@U2>", ["U1", "U2"]),
        ("had lunch with Maria Lopez, talked hiring", ["Maria Lopez"]),
        ("talked to Maria about hiring", ["Maria"]),
        ("demo for <@U1> and <@U2>", ["U1", "U2"]),
        ("<@U1>'s team demo", ["U1"]),
        ("<@U1> <!subteam^S1|@design> demo", ["U1"]),
        ("田中 1:1", ["田中"]),
        ("مريم قهوة", ["مريم قهوة"]),
    ],
)
def test_people_are_named_by_mention_or_by_name(line: str, people: list[str]) -> None:
    assert names(line) == people


@pytest.mark.parametrize(
    "line",
    [
        *(
            "nothing here",
            "about the roadmap",
            "coffee",
            "Yesterday",
            "She asked",
            "next: call Maria",
            "1:1",
            "#maria",
            "30%",
        ),
        *(
            '"Maria',
            '""',
            '"Maria"x',
            "@",
            "@.",
            "@channel",
            "https://a.example",
            f"@{'x' * 101}",
            "...",
            "with",
        ),
    ],
)
def test_a_line_without_a_person_says_so(line: str) -> None:
    assert conversations.parse_conversation_line(line, TODAY) == Problem("person_missing")


@pytest.mark.parametrize(
    ("line", "group"),
    [
        ("<!subteam^S1|@Design Team> demo", "@Design Team"),
        ("with <!subteam^S1> about it", "@group"),
        ("<!here> hi", "@here"),
        ("<!channel|channel>", "@channel"),
    ],
)
def test_a_group_is_nobody_in_particular(line: str, group: str) -> None:
    assert conversations.parse_conversation_line(line, TODAY) == Problem("person_group", group=group)


def test_a_person_in_mid_sentence_is_not_taken_out_of_it() -> None:
    assert parse("demo for <@U1>") == NewConversation((Person("U1"),), TODAY, kind="demo", topic="for <@U1>")


def test_who_is_mentioned_later_is_not_who_it_was_with() -> None:
    said = parse("<@U1> 1:1 about hiring, loop in <@U2>; next: ask <@U3|sam>")
    assert said.people == (Person("U1"),)
    assert said.notes == "loop in <@U2>"
    assert said.follow_up == Promise("ask @sam")


@pytest.mark.parametrize(
    ("line", "kind", "topic"),
    [
        *((f"@maria {kind}", kind, "") for kind in KINDS),
        ("@maria 1-1 roadmap", "1:1", "roadmap"),
        ("@maria 1on1", "1:1", ""),
        ("@maria one-on-one", "1:1", ""),
        ("@maria One on one: roadmap", "1:1", "roadmap"),
        ("@maria coffee chat re hiring", "coffee", "hiring"),
        ("@maria phone call re: hiring", "call", "hiring"),
        ("@maria e-mail", "email", ""),
        ("@maria catch-up", "chat", ""),
        ("@maria had a call", "call", ""),
        ("@maria had a quick coffee about x", "coffee", "had a quick coffee about x"),
        ("@tom code review of the parser", "review", "code review of the parser"),
        ("@maria about the call", "", "the call"),
        ("@maria call-in line", "", "call-in line"),
        ("@maria chat's over", "", "chat's over"),
        ("@maria", "", ""),
        ("coffee with <@U1> about x", "coffee", "x"),
    ],
)
def test_the_kind_is_one_of_those_known_or_stays_in_the_words(line: str, kind: str, topic: str) -> None:
    said = parse(line)
    assert (said.kind, said.topic) == (kind, topic)


@pytest.mark.parametrize(
    ("line", "topic", "notes"),
    [
        ("@maria about the roadmap", "the roadmap", ""),
        ("@maria on the roadmap; she likes it", "the roadmap", "she likes it"),
        ("@maria regarding: the roadmap. She likes it, a lot", "the roadmap", "She likes it, a lot"),
        ("@maria the roadmap, then, hiring", "the roadmap", "then, hiring"),
        ("@maria e.g. 1,200 users, v1.2", "e.g. 1,200 users", "v1.2"),
        ("@maria 1:1, she asked", "she asked", ""),
        ("@maria -5% churn, good", "-5% churn", "good"),
        ("@maria – churn", "churn", ""),
        (
            "@maria #infra <https://a.example|PR> <https://b.example>",
            "#infra PR (https://a.example) https://b.example",
            "",
        ),
        ("@maria about <!channel> in <#C1|general>", "@channel in #general", ""),
        ("@maria about\n\n the  roadmap", "the roadmap", ""),
        ("@maria a &lt;-&gt; b", "a <-> b", ""),
    ],
)
def test_topic_and_notes_hold_the_rest(line: str, topic: str, notes: str) -> None:
    said = parse(line)
    assert (said.topic, said.notes) == (topic, notes)


@pytest.mark.parametrize(
    ("line", "happened_on", "topic"),
    [
        ("@maria yesterday", date(2026, 11, 21), ""),
        ("@maria 1:1 about hiring last friday", date(2026, 11, 20), "hiring"),
        ("@maria 1:1 about hiring (last friday); next: call", date(2026, 11, 20), "hiring"),
        ("@maria 1:1 about the plan for 3 nov", TODAY, "the plan for 3 nov"),
        ("@maria 1:1 about yesterday's outage", TODAY, "yesterday's outage"),
    ],
)
def test_the_day_stands_at_the_end_before_next(line: str, happened_on: date, topic: str) -> None:
    said = parse(line)
    assert (said.happened_on, said.topic) == (happened_on, topic)


@pytest.mark.parametrize(
    ("line", "follow_up"),
    [
        ("@maria next: send the deck", Promise("send the deck")),
        ("@maria; Next : send the deck tomorrow.", Promise("send the deck", date(2026, 11, 23))),
        ("@maria NEXT STEPS: send the deck, then call", Promise("send the deck, then call")),
        ("@maria follow-up: send https://a.example by 3 dec", Promise("send https://a.example", date(2026, 12, 3))),
        ("@maria next: by friday", Promise("by friday", FRIDAY)),
        ("@maria what is next: a", Promise("a")),
        ("@maria next:12:30 lunch", Promise("12:30 lunch")),
        ("@maria (next: a", Promise("a")),
        ("@maria next: ", None),
        ("@maria next: ...", None),
        ("@maria what is next", None),
        ("@maria context: x", None),
        ("@maria next://x", None),
    ],
)
def test_next_makes_a_promise_with_its_day(line: str, follow_up: Promise | None) -> None:
    assert parse(line).follow_up == follow_up


THEIRS, OPPORTUNITY, FEEDBACK, INTRODUCTION = (
    FollowUpKind.THEIRS,
    FollowUpKind.OPPORTUNITY,
    FollowUpKind.FEEDBACK,
    FollowUpKind.INTRODUCTION,
)


@pytest.mark.parametrize(
    ("line", "follow_ups"),
    [
        ("@maria next: a; next: b", (Promise("a"), Promise("b"))),
        (
            "@maria 1:1; next: a by friday; they: send the brief; ask: feedback on the design tomorrow",
            (
                Promise("a", FRIDAY),
                Promise("send the brief", None, THEIRS),
                Promise("on the design", TOMORROW, FEEDBACK),
            ),
        ),
        ("@maria theirs: the brief by friday", (Promise("the brief", FRIDAY, THEIRS),)),
        ("@maria coffee they: the brief", (Promise("the brief", None, THEIRS),)),
        ("Maria Lopez and Tom they: the brief", (Promise("the brief", None, THEIRS),)),
        ("@maria ask: an opportunity to lead it", (Promise("to lead it", None, OPPORTUNITY),)),
        ("@maria ask: to lead it", (Promise("to lead it", None, OPPORTUNITY),)),
        ("@maria ask: her thoughts on the deck", (Promise("her thoughts on the deck", None, FEEDBACK),)),
        ("@maria ask for feedback: the deck", (Promise("the deck", None, FEEDBACK),)),
        ("@maria ask for an intro: Zoe", (Promise("Zoe", None, INTRODUCTION),)),
        ("@maria ask: an intro to Zoe", (Promise("to Zoe", None, INTRODUCTION),)),
        ("@maria ask: feedback", (Promise("feedback", None, FEEDBACK),)),
        ("@maria ask: ; they: ...; next: x", (Promise("x"),)),
        ("@maria 1:1, her ask: more tests", ()),
        ("@maria about what they: want", ()),
        ("@maria, they:smile: ask:wave: it", ()),
        ("@maria, ask://x", ()),
    ],
)
def test_what_was_promised_and_asked_is_made_of_its_clauses(line: str, follow_ups: tuple[Promise, ...]) -> None:
    assert parse(line).follow_ups == follow_ups


def test_behind_ten_clauses_nothing_is_lost() -> None:
    made = parse("@maria " + "; ".join(f"ask: {number}" for number in range(12))).follow_ups
    assert [each.text for each in made] == [*map(str, range(9)), "9; ask: 10; ask: 11"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["next", "they", "ask for feedback"]), st.sampled_from(["the deck", "a word", "it"])),
        max_size=6,
    )
)
def test_clauses_are_read_as_they_were_written(written: list[tuple[str, str]]) -> None:
    made = parse("@maria coffee" + "".join(f"; {word}: {said}" for word, said in written)).follow_ups
    kinds = {"next": FollowUpKind.MINE, "they": THEIRS, "ask for feedback": FEEDBACK}
    assert [(each.kind, each.text) for each in made] == [(kinds[word], said) for word, said in written]


@pytest.mark.parametrize("line", ["", "  ", "\x00"])
def test_nothing_typed_is_the_problem_empty(line: str) -> None:
    assert conversations.parse_conversation_line(line, TODAY) == Problem("empty")


def test_a_line_may_not_be_longer_than_three_thousand_characters() -> None:
    assert len(parse("@maria " + "a" * 2993).topic) == 2993
    assert conversations.parse_conversation_line("@maria " + "a" * 2994, TODAY) == Problem("too_long", 3001)


@generated.MANY
@given(generated.any_lines)
def test_any_text_is_a_conversation_with_somebody_or_a_problem(texts: list[str]) -> None:
    for text in texts:
        for line in (text, f"@maria {text}"):
            outcome = conversations.parse_conversation_line(line, TODAY)
            if isinstance(outcome, Problem):
                assert outcome.code in {"empty", "person_missing", "person_group"}
                continue
            assert all(bool(person.user_id) != bool(person.name) for person in outcome.people)
            assert len(set(outcome.people)) == len(outcome.people) > 0
            assert outcome.happened_on <= TODAY
            assert outcome.kind in {"", *KINDS}
            assert all(each.text for each in outcome.follow_ups)
            f"{outcome}".encode()  # no lone surrogate


SPENT = {
    *("with", "w", "to", "and", "had", "for", "over", "at", "in", "a", "an", "our", "my", "the"),
    *("about", "re", "on", "regarding", "concerning", "next", "step", "steps", "follow", "up"),
    *("they", "their", "theirs", "ask", "some", "feedback", "intro", "introduction", "opportunity"),
    *(word for kind in KIND_WORDS for word in generated.atoms(kind)),
}


@generated.MANY
@given(generated.typed_lines)
def test_no_typed_word_is_lost(texts: list[str]) -> None:
    """Each is in a name, the topic, the notes or the promise; or is the kind, a date, or what led to one of these."""
    for text in texts:
        said = conversations.parse_conversation_line(f"@maria {text}", TODAY)
        assert isinstance(said, NewConversation)
        kept = [said.topic, said.notes, *(each.text for each in said.follow_ups), "maria"]
        kept += [f"{person.name} {person.user_id}" for person in said.people] * generated.MAX_WORDS
        lost = generated.lost(f"@maria {text}", kept) - SPENT
        assert not lost or all(map(generated.is_date_word, lost)), (text, said)


@pytest.mark.parametrize("start", ["", "@maria ", '"'])
def test_the_work_grows_with_the_length_of_the_line_not_faster(start: str) -> None:
    def read(text: str) -> object:
        return conversations.parse_conversation_line(start + text, TODAY)

    assert [nasty for nasty in generated.NASTY if generated.growth(read, nasty) >= generated.LINEAR] == []


@pytest.mark.parametrize(
    ("line", "topic"),
    [
        ("@maria about :shipit: day", "shipit: day"),
        ("@maria :shipit: day", "shipit: day"),
        ("@maria about: the roadmap", "the roadmap"),
        ("@maria about : the roadmap", "the roadmap"),
        ("@maria: the roadmap", "the roadmap"),
    ],
)
def test_a_colon_that_begins_an_emoji_stays(line: str, topic: str) -> None:
    found = conversations.parse_conversation_line(line, TODAY)
    assert isinstance(found, NewConversation)
    assert found.topic == (f":{topic}" if "shipit" in topic else topic)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("helena brandt about my raise", '"Helena Brandt" about my raise'),
        ("  HELENA  brandt, coffee", '"Helena Brandt", coffee'),
        ("helena brandtner about it", '"Helena" brandtner about it'),
        ("helenas coffee", None),
        ("helena", '"Helena"'),
        ("somebody else", None),
        ("", None),
    ],
)
def test_a_known_name_is_recognised_in_any_case(text: str, found: str | None) -> None:
    assert conversations.quote_known(text, ["Helena", "Helena Brandt", ""]) == found
