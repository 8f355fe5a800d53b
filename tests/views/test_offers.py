"""The offer to keep what was written in plain words."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.conversations import NewConversation, Person, Promise
from bot.domain.wins import Win, WinState
from bot.views import offers as views
from tests import kit_rules

TODAY = date(2026, 11, 20)
WIN = Win(0, WinState.KEPT, "shipped <it>", TODAY, "dm", 1, datetime(2026, 11, 20, tzinfo=UTC))
USUAL = {"win": "/win", "met": "/met", "vouch": "/vouch"}


def offered(talk: NewConversation | None = None, **more: bool) -> dict[str, Any]:
    said = {"with_message": False, "cut": False, "changed": False} | more
    message = views.offer(WIN, talk, TODAY, "1.2:ab", **said)
    assert kit_rules.faults_of_message(message, people=True) == []
    return message


def texts(message: dict[str, Any]) -> str:
    blocks = message["blocks"]
    said = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    said += [one["text"] for block in blocks if block["type"] == "context" for one in block["elements"]]
    return "\n".join(said)


def buttons(message: dict[str, Any]) -> list[tuple[str, str]]:
    (block,) = [block for block in message["blocks"] if block["type"] == "actions"]
    return [(one["text"]["text"], one.get("style", "")) for one in block["elements"]]


def test_an_offer_says_what_was_understood_and_that_nothing_is_stored() -> None:
    message = offered()
    assert message["text"] == "Save as a win? shipped &lt;it&gt;"
    assert "Nothing is stored until you press." in texts(message)
    assert buttons(message) == [("Save as win", "primary"), ("No", "")]


def test_a_talk_comes_first() -> None:
    maria = Person(name="Maria <x>")
    promise = Promise("send <it>", date(2026, 11, 27))
    said = offered(NewConversation((Person("U0MAYA"), maria), TODAY, topic="<it>", follow_up=promise))
    assert said["text"] == "Log as a conversation? With <@U0MAYA> and Maria &lt;x&gt;, Fri 20 Nov"
    assert texts(said).startswith(
        "*Log as a conversation?* With <@U0MAYA> and Maria &lt;x&gt;, Fri 20 Nov\nAbout: &lt;it&gt;\n"
        "Next: send &lt;it&gt; · due Fri 27 Nov\n*Or save as a win?* shipped &lt;it&gt;"
    )
    undated = offered(NewConversation((maria,), TODAY, follow_up=Promise("send it")))
    assert "Next: send it · no day set\n" in texts(undated)
    assert buttons(said) == [("Log as conversation", "primary"), ("Save as win", ""), ("No", "")]
    many = offered(NewConversation(tuple(Person(name=f"P{number}") for number in range(12)), TODAY))
    assert "P7 and 4 others" in texts(many)


def test_a_long_or_changed_message_is_said() -> None:
    assert "all of it is kept with it as evidence" in texts(offered(with_message=True))
    assert "the first 12,000 characters of it are kept" in texts(offered(with_message=True, cut=True))
    assert "You have changed your message since" in texts(offered(changed=True))


def test_the_other_answers_keep_to_the_rules() -> None:
    saved = replace(WIN, id=7)
    for message, said in (
        (views.left_alone(), "nothing is stored"),
        (views.saved_before(saved, TODAY), "Saved already: shipped &lt;it&gt;"),
        (views.needs_press(USUAL, "delete-my-data"), "Type `/vouch delete-my-data` as a command."),
        (views.needs_press(USUAL, "win"), "Type `/win` as a command."),
        (views.help_message(), "`help` lists everything"),
    ):
        assert said in message["text"]
        assert kit_rules.faults_of_message(message) == []
