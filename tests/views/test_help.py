"""Help: everything that can be typed, with an example, under the names that the settings give the commands."""

from bot.views import help as views

USUAL = {"win": "/win", "met": "/met", "vouch": "/vouch"}
OTHER = {"win": "/brag", "met": "/spoke", "vouch": "/career"}


def words_of(message: dict) -> str:
    return "\n".join(block["text"]["text"] for block in message["blocks"] if block["type"] == "section")


def test_help_has_an_example_of_every_word() -> None:
    said = words_of(views.help_message(USUAL))
    assert [word for word, (example, _) in views.WORDS.items() if f"`/vouch {example}`" not in said] == []
    assert "`/win shipped the retry queue, p95 800ms -&gt; 480ms #reliability @priya yesterday`" in said
    assert "`/met @maria 1:1 about the roadmap; next: send the deck by friday`" in said


def test_help_says_where_reactions_work() -> None:
    assert views.where_reactions_work() in words_of(views.help_message(USUAL))


def test_help_names_every_way_in() -> None:
    said = words_of(views.help_message(USUAL))
    for way in ("Save as win", "Log conversation", "Log a win", "Log a conversation", "plain words"):
        assert way in said


def test_commands_go_by_the_names_that_the_settings_give_them() -> None:
    for message in (views.help_message(OTHER), views.unknown_message("x", "wins", OTHER)):
        said = words_of(message) + message["text"]
        assert "/career" in said
        assert [name for name in USUAL.values() if f"`{name} " in said or f"{name} logs" in said] == []


def test_an_unknown_word_gets_the_nearest_and_where_the_list_is() -> None:
    message = views.unknown_message("winz", "wins", USUAL)
    meant = "Did you mean `/vouch wins`?"
    assert message["text"] == f"Vouch does not know `/vouch winz`. {meant}"
    assert words_of(message) == message["text"]
    assert message["blocks"][1]["elements"][0]["text"] == "`/vouch help` lists everything."


def test_a_line_behind_an_unknown_word_comes_back() -> None:
    message = views.unknown_message("wnis", "wins", USUAL, "wnis <retry> & more")
    assert message["blocks"][2]["text"]["text"] == ">wnis &lt;retry&gt; &amp; more"
    assert message["blocks"][-1]["elements"][0]["text"] == "`/vouch help` lists everything."


def test_a_word_near_nothing_is_named_without_a_guess() -> None:
    assert views.unknown_message("qqq", None, USUAL)["text"] == "Vouch does not know `/vouch qqq`."


def test_an_unknown_word_cannot_become_markup() -> None:
    said = views.unknown_message("`<!channel>" + "x" * 100, None, USUAL)["text"]
    assert said == "Vouch does not know `/vouch '&lt;!channel&gt;" + "x" * 22 + "…`."
