from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import conversation_form as forms
from bot.domain.conversation_form import Form, Opened, Read
from bot.domain.conversations import Conversation, NewConversation, Person, Promise
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.stakeholders import Relationship, Stakeholder

DAY = date(2026, 11, 3)
FULL = Form(
    people=("U0MAYA",),
    others="Maria Lopez\nKim Roe",
    happened_on="2026-11-03",
    kind="coffee",
    topic="the roadmap",
    notes="two\nlines",
    whose="theirs",
    promise="send the deck",
    due_on="2026-12-01",
    confidence="4",
)
VALUES = st.dictionaries(
    st.sampled_from([*Form.__dataclass_fields__, "other"]),
    st.one_of(st.none(), st.text(max_size=30), st.lists(st.text(max_size=12), max_size=3)),
)


def test_what_was_stored_reads_back_as_it_was() -> None:
    people = [
        Stakeholder(1, Relationship.PEER, DAY, 1, user_id="U0MAYA"),
        Stakeholder(2, Relationship.PEER, DAY, 1, name="Maria Lopez"),
        Stakeholder(3, Relationship.PEER, DAY, 1, name="Kim Roe"),
    ]
    stored = Conversation(
        1, DAY, "coffee", "the roadmap", "two\nlines", "modal", 1, datetime(2026, 11, 3, tzinfo=UTC), (1, 2, 3), 4
    )
    promise = FollowUp(1, FollowUpKind.THEIRS, "send the deck", date(2026, 12, 1))
    other = FollowUp(2, FollowUpKind.MINE, "call back")
    assert forms.of_conversation(stored, people, [promise, other]) == FULL
    assert forms.read(FULL) == Read(
        NewConversation(
            (Person("U0MAYA"), Person(name="Maria Lopez"), Person(name="Kim Roe")),
            DAY,
            "coffee",
            "the roadmap",
            "two\nlines",
            Promise("send the deck", date(2026, 12, 1), FollowUpKind.THEIRS),
        ),
        4,
    )


def test_what_was_left_out_stays_empty() -> None:
    stored = Conversation(1, DAY, "", "", "", "command", 1, datetime(2026, 11, 3, tzinfo=UTC))
    undated = FollowUp(1, FollowUpKind.MINE, "send the deck")
    assert forms.of_conversation(stored, [], []) == Form(happened_on="2026-11-03")
    form = Form(happened_on="2026-11-03", whose="mine", promise="send the deck")
    assert forms.of_conversation(stored, [], [undated]) == form


def test_names_are_set_apart_by_lines_and_commas() -> None:
    read = forms.read(Form(others=" Maria  Lopez,\n\n; Kim Roe ", happened_on="2026-11-03"))
    assert read == Read(NewConversation((Person(name="Maria Lopez"), Person(name="Kim Roe")), DAY), None)


def test_each_fault_stands_at_its_field() -> None:
    assert forms.read(Form(happened_on="x", due_on="1066-10-14")) == {
        "people": "people_missing",
        "happened_on": "date_wrong",
        "due_on": "date_wrong",
    }
    assert forms.read(Form(others="Kim", happened_on="2026-11-03", due_on="2026-12-01")) == {
        "promise": "promise_missing"
    }


def test_a_submission_gives_its_values() -> None:
    values: forms.Values = {
        "people": ["U0MAYA", "U0MAYA", "<!channel>"],
        "others": " Maria Lopez\nKim Roe ",
        "happened_on": "2026-11-03",
        "kind": "coffee",
        "topic": "the roadmap",
        "notes": "two\nlines",
        "whose": "theirs",
        "promise": "send the deck",
        "due_on": "2026-12-01",
        "confidence": "4",
    }
    assert forms.of_values(values) == FULL


@given(VALUES)
def test_any_submission_reads_as_a_conversation_or_faults_of_known_fields(values: forms.Values) -> None:
    read = forms.read(forms.of_values(values))
    assert isinstance(read, Read) or (read and set(read) <= set(Form.__dataclass_fields__))


def test_what_a_modal_was_opened_for_travels_in_its_metadata() -> None:
    for opened in (Opened(), Opened(7, 2), Opened(channel="C0GENERAL", ts="1763600000.000100")):
        assert forms.from_metadata(forms.to_metadata(opened)) == opened
    for odd in ("", "x", "7", "a:b:c:d:e"):
        forms.from_metadata(odd)
    assert forms.from_metadata("7:2") == Opened(7, 2)


def test_a_message_begins_a_conversation() -> None:
    form = forms.of_message("Let us talk\nabout it", "U0MAYA", DAY, "https://a.example/p1")
    assert form == Form(
        people=("U0MAYA",),
        happened_on="2026-11-03",
        topic="Let us talk",
        notes="> about it\nhttps://a.example/p1",
    )
    assert forms.of_message("", "", DAY, "") == Form(happened_on="2026-11-03")


def test_each_word_of_a_message_stands_once_in_the_form() -> None:
    short = forms.of_message("Let us talk", "", DAY, "https://a.example/p1")
    assert (short.topic, short.notes) == ("Let us talk", "https://a.example/p1")
    long = forms.of_message("word " * 30 + "\n\nmore", "", DAY, "https://a.example/p1")
    assert long.topic == ""
    assert long.notes == "> " + ("word " * 30).strip() + "\n>\n> more\nhttps://a.example/p1"
    endless = forms.of_message("x" * 12_000, "", DAY, "https://a.example/p1")
    assert len(endless.notes) < 3_000
    assert endless.notes.endswith("x…\nhttps://a.example/p1")
