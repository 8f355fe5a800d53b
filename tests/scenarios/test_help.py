"""`/vouch` and its help through the sandbox."""

import pytest

from bot.slack import features
from bot.views import help as views
from sandbox.wire import Json
from tests.conftest import Live


async def vouch(live: Live, text: str, as_: str = "U0ADA") -> Json:
    answer = await live.client.command(f"/vouch {text}", as_=as_)
    assert answer["ok"], answer
    (message,) = answer["ephemerals"]
    return dict(message)


def test_help_lists_exactly_the_words_that_are_answered() -> None:
    routes = features.routes()
    assert set(views.WORDS) == {*routes.words, "win", "met"}


@pytest.mark.parametrize("text", ["", "help", " HELP ", "help!"])
async def test_help_comes_for_nothing_typed_and_for_the_word(live: Live, text: str) -> None:
    assert (await vouch(live, text))["text"] == "Vouch: /win logs a win, /met a conversation, /vouch does the rest."


async def test_an_unknown_word_gets_help_that_names_the_nearest(live: Live) -> None:
    message = await vouch(live, "setings")
    assert message["text"] == "Vouch does not know `/vouch setings`. Did you mean `/vouch settings`?"


async def test_markup_in_an_unknown_word_stays_text(live: Live) -> None:
    message = await vouch(live, "<!channel>")
    assert message["text"] == "Vouch does not know `/vouch &lt;!channel&gt;`."


@pytest.mark.parametrize(("word", "command"), [("win", "/win"), ("met", "/met")])
async def test_win_and_met_are_the_same_after_vouch(live: Live, word: str, command: str) -> None:
    line = {"win": "shipped the retry queue", "met": "<@U0RUI> coffee about the roadmap"}[word]
    direct = (await live.client.command(f"{command} {line}", as_="U0MAYA"))["ephemerals"][0]
    by_vouch = await vouch(live, f"{word} {line}")
    assert by_vouch["text"] == direct["text"]
    assert [block["type"] for block in by_vouch["blocks"]] == [block["type"] for block in direct["blocks"]]


async def test_win_without_a_line_opens_the_form_also_after_vouch(live: Live) -> None:
    answer = await live.client.command("/vouch win")
    assert (answer["ok"], answer["ephemerals"]) == (True, [])
    await live.settle()
    assert len((await live.client.state())["modals"]) == 1
