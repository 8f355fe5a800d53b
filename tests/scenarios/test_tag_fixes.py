"""A mistyped tag, put right with one press and back; twice, in the window, forged, somebody else's."""

from bot import ids
from bot.services import wins
from sandbox.wire import Json
from tests.conftest import ADA, Live
from tests.scenarios.test_measure_fixes import pressed, words
from tests.scenarios.test_people import modal

ASKED = "No win had #reliabilty before. Did you mean #reliability?"


async def saved(live: Live, line: str, **who: str) -> Json:
    (message,) = (await live.client.command(f"/win {line}", **who))["ephemerals"]
    return dict(message)


async def stored(live: Live, win_id: int = 2) -> tuple[str, ...]:
    return (await live.vouch.db.read(wins.look_up, ADA, win_id)).tags


async def test_it_is_asked_and_put_right_with_one_press_and_back(live: Live) -> None:
    assert "Did you mean" not in words(await saved(live, "shipped the queue #reliability"))
    message = await saved(live, "shipped the walrus #reliabilty")
    assert ASKED in words(message)
    assert await stored(live) == ("reliabilty",)
    message = await pressed(live, message, ids.TAG_FIX)
    assert await stored(live) == ("reliability",)
    assert (ASKED in words(message), "Back to #reliabilty" in words(message)) == (False, True)
    message = await pressed(live, message, ids.TAG_FIX)
    assert await stored(live) == ("reliabilty",)
    assert "Back to #reliability" in words(message)
    message = await pressed(live, message, ids.WIN_UNDO)
    assert ids.WIN_RESTORE in words(message)


async def test_an_old_press_a_forged_one_and_somebody_elses_change_nothing(live: Live) -> None:
    await saved(live, "shipped the queue #reliability")
    message = await saved(live, "shipped the walrus #reliabilty")
    await pressed(live, message, ids.TAG_FIX)
    payload = await live.client.last("action")
    await saved(live, "mine alone", as_="U0MAYA")
    tries = [("U0ADA", "2:reliabilty:reliability"), ("U0ADA", "x"), ("U0ADA", "2:reliability:<!channel>")]
    tries += [(who, "2:reliability:reliabilty") for who in ("U0MAYA", "U0ZOE")]
    for number, (who, value) in enumerate(tries):
        payload["user"]["id"] = who
        payload["actions"] = [{"type": "button", "action_id": ids.TAG_FIX, "value": value, "action_ts": f"{number}.7"}]
        assert (await live.client.inject("interactive", payload))["ok"]
        await live.settle()
        assert await stored(live) == ("reliability",)
    assert "walrus" not in words(await live.client.state("U0MAYA"))
    assert "does not have that tag any more" in words(await live.client.state("U0ADA"))


async def test_the_window_saved_asks_too(live: Live) -> None:
    await saved(live, "shipped the queue #reliability")
    message = await saved(live, "shipped the walrus")
    await live.client.action(ids.WIN_EDIT, channel="C0GENERAL", ts=message["ts"])
    await live.settle()
    window = await modal(live)
    await live.client.options(ids.TAGS, "reliabilty", view_id=window["id"])
    await live.client.submit(window["id"], {"tags": {"tags": ["reliabilty"]}})
    window = await modal(live)
    assert ASKED in words(window)
    await live.client.action(ids.TAG_FIX, view_id=window["id"])
    await live.settle()
    assert await stored(live) == ("reliability",)
    assert "Back to #reliabilty" in words(await modal(live))
