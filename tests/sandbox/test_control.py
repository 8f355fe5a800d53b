"""The control API itself, its live channel, and the page's address."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from sandbox import manifest as manifests
from sandbox import server
from sandbox.box import Box
from sandbox.client import Client
from tests.sandbox.counterpart import Counterpart, Json

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        ("command", "not json", "The body is not JSON."),
        ("command", "[]", "The body is not a JSON object."),
        ("command", '{"as": "U0ADA", "channel": "C0GENERAL"}', "'text' is missing."),
        ("command", '{"as": "U0NOBODY", "channel": "C", "text": "x"}', "There is nobody with the id U0NOBODY."),
        ("command", '{"as": "U0VOUCH", "channel": "C", "text": "x"}', "Vouch cannot sign in."),
        ("message", '{"as": "U0ADA", "channel": "C9", "text": "x"}', "There is no channel with the id C9."),
        (
            "react",
            '{"as": "U0ADA", "channel": "C0GENERAL", "ts": "1", "name": "x"}',
            "There is no message 1 in C0GENERAL.",
        ),
        ("home", '{"as": "U0ADA", "tab": "about"}', "'about' is none of home and messages."),
        ("fault", '{"method": "*", "colour": "red"}', "A fault has no colour."),
        ("channel", '{"id": "D0ADA"}', "The bot cannot leave its own conversation."),
        ("clock", '{"to_next": "century"}', "'century' is none of digest, nudge and day."),
        ("clock", '{"advance": 100000000}', "The clock walks at most 800 days at a time."),
    ],
)
async def test_what_nobody_could_do_is_answered_with_a_sentence(box: Box, path: str, body: str, sentence: str) -> None:
    async with aiohttp.ClientSession() as session, session.post(f"{box.url}/control/{path}", data=body) as answer:
        assert answer.status == 400
        assert await answer.json() == {"ok": False, "error": sentence}


async def test_only_the_author_edits_and_deletes(people: Client) -> None:
    ts = await people.message("mine")

    for change in (people.edit("C0GENERAL", ts, "yours", as_="U0MAYA"), people.delete("C0GENERAL", ts, as_="U0MAYA")):
        with pytest.raises(AssertionError, match="Only the author"):
            await change


async def test_the_state_shows_one_persons_workspace(box: Box, app: Counterpart, people: Client) -> None:
    root = await people.message("hello @maya")
    await people.message("a reply", thread_ts=root, as_="U0MAYA")
    await people.edit("C0GENERAL", root, "hello again @maya")
    state = await people.state("U0SAM")

    assert {
        channel["id"]: (channel["kind"], channel["bot_in"], channel["member"]) for channel in state["channels"]
    } == {
        "C0GENERAL": ("channel", True, True),
        "C0PLATFORM": ("channel", True, True),
        "C0RANDOM": ("channel", False, True),
        "C0SHARED": ("channel", True, False),
        "D0SAM": ("im", True, True),
    }
    [message, reply] = state["channels"][0]["messages"]
    assert message == {
        "ts": root,
        "channel": "C0GENERAL",
        "user": "U0ADA",
        "name": "Ada Bright",
        "text": "hello again <@U0MAYA>",
        "reactions": [],
        "ephemeral": False,
        "edited": True,
        "permalink": f"{box.url}/archives/C0GENERAL/p{root.replace('.', '')}",
    }
    assert reply["thread_ts"] == root
    assert {person["id"] for person in state["people"] if not person["bot"]} == {
        "U0ADA",
        "U0MAYA",
        "U0PRIYA",
        "U0SAM",
        "U0RUI",
        "U0LEO",
        "W0WILL",
        "U0GUEST",
        "U0GONE",
    }
    assert [command["name"] for command in state["commands"]] == ["/win", "/raw"]
    assert [shortcut["callback_id"] for shortcut in state["message_shortcuts"]] == ["save_message"]
    assert [shortcut["callback_id"] for shortcut in state["global_shortcuts"]] == ["log_global"]


async def test_the_state_of_nobody_is_refused(people: Client) -> None:
    with pytest.raises(AssertionError, match="nobody"):
        await people.state("U0NOBODY")


async def test_the_live_channel_tells_those_whose_state_changed(box: Box, people: Client) -> None:
    url = box.url.replace("http", "ws") + "/control/live?as="
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(url + "U0ADA") as ada,
        session.ws_connect(url + "U0ZOE") as zoe,
    ):
        before = (await ada.receive_json())["version"]
        await zoe.receive_json()
        await people.message("hello")
        async with asyncio.timeout(2):
            assert (await ada.receive_json())["version"] > before
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await zoe.receive()


async def test_the_page_is_served_and_a_permalink_leads_to_it(box: Box) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(box.url) as page:
            assert (page.status, page.content_type) == (200, "text/html")
        async with session.get(f"{box.url}/archives/C0GENERAL/p1", allow_redirects=False) as link:
            assert (link.status, link.headers["Location"]) == (302, "/#C0GENERAL/p1")


def test_the_manifest_is_found_beside_the_code() -> None:
    assert manifests.default_path() == ROOT / "manifest.json"


def test_a_manifest_may_declare_nothing() -> None:
    bare = manifests.parse({"display_information": {"name": "Bare"}})

    assert (bare.name, bare.commands, bare.events, bare.home_tab) == ("Bare", {}, frozenset(), False)


async def test_the_server_listens_on_loopback_only(manifest: Json) -> None:
    async with server.running(manifest=manifest) as box:
        assert box.url.startswith("http://127.0.0.1:")
        assert (box.api_url, box.clock_url) == (f"{box.url}/api/", f"{box.url}/clock")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Host": "elsewhere.example:8765"}, 403),
        ({"Origin": "http://localhost:8765"}, 200),
        ({"Host": "localhost"}, 200),
    ],
)
async def test_other_sites_in_the_same_browser_cannot_act_here(box: Box, headers: dict[str, str], status: int) -> None:
    async with aiohttp.ClientSession(headers=headers) as session:
        assert (await session.get(f"{box.url}/control/state?as=U0ADA")).status == status
