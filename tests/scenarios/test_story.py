"""The eight weeks that the sandbox begins with, told to Vouch itself: what a person then finds about people."""

from tests.conftest import Live
from tests.scenarios.test_people import vouch, words


async def test_the_story_shows_who_could_speak_what_was_asked_and_what_came_of_it(live: Live) -> None:
    result = await live.client.reset(seed=True)
    assert result == {"ok": True, "seeded": True, "failed": []}
    await live.settle()
    room = words(await vouch(live, "room"))
    for said in ("2 of 3 could speak for you", "Infrastructure", "2 in ", "outside Platform"):
        assert said in room
    assert "lead the regional failover" in words(await vouch(live, "projects"))
    card = words(await vouch(live, "people <@U0MAYA>"))
    assert "calm on-call weeks" in card
    assert (await live.client.state())["modals"] == []
