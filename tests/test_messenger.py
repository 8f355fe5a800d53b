"""Each way Slack can fail has its outcome; sends are paced across processes; no message unfurls a link."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select

from bot import messenger as messengers
from bot.clock import Clock
from bot.domain.members import Actor
from bot.domain.outcomes import NotSaved, OutcomeUnknown
from bot.messenger import (
    Messenger,
    RateLimited,
    SlackNotReached,
    SlackProblem,
    SlackRefused,
    SlackUnreachable,
    SlackUser,
)
from bot.store.database import Database
from bot.store.tables import pacing
from bot.views import kit
from sandbox import server
from sandbox.box import Box
from sandbox.client import Client
from tests.conftest import KEY

HELLO = kit.message("hello https://example.com")
MODAL = kit.modal("x", "Title", [kit.section("text")])
HOME = kit.home([kit.section("text")])


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    async with server.running(port=0) as running:
        yield running


@pytest.fixture
async def people(box: Box) -> AsyncIterator[Client]:
    async with Client(box.url) as client:
        yield client


@pytest.fixture
async def slack(box: Box, db: Database) -> AsyncIterator[Messenger]:
    client = AsyncWebClient(token=box.bot_token, base_url=box.api_url, retry_handlers=[])
    messenger = Messenger(client, db, Clock(), sends_per_second=20)
    await messenger.start()
    yield messenger
    await messenger.close()


@pytest.fixture
async def odd(db: Database) -> AsyncIterator[tuple[Messenger, list[Callable[[], web.Response]], str]]:
    """A messenger at an address where the test says what comes back."""
    answers: list[Callable[[], web.Response]] = []

    async def answer(_request: web.Request) -> web.Response:
        return answers.pop(0)()

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    messenger = Messenger(AsyncWebClient(token="xoxb-1", base_url=url, retry_handlers=[]), db, Clock())
    await messenger.start()
    yield messenger, answers, url
    await messenger.close()
    await runner.cleanup()


async def held_until(db: Database, method: str) -> Any:
    return await db.read(lambda session: session.scalar(select(pacing.c.next_at).where(pacing.c.method == method)))


# What is sent


async def test_a_message_to_a_person_opens_their_dm_and_unfurls_nothing(
    slack: Messenger, people: Client, ada: Actor
) -> None:
    posted = await slack.post(ada, "U0ADA", HELLO, metadata={"event_type": "x", "event_payload": {"id": "1"}})
    assert posted.channel.startswith("D")
    await slack.update(ada, posted.channel, posted.ts, kit.message("changed"))
    (message,) = await people.messages("U0ADA", posted.channel)
    assert (message["ts"], message["text"]) == (posted.ts, "changed")
    for method in ("chat.postMessage", "chat.update"):
        (call,) = await people.calls(method)
        assert (call["args"]["unfurl_links"], call["args"]["unfurl_media"]) == (False, False)


async def test_an_ephemeral_is_seen_by_one(slack: Messenger, people: Client, ada: Actor) -> None:
    ts = await people.message("a thread", channel="C0GENERAL")
    await slack.ephemeral(ada, "C0GENERAL", "U0ADA", HELLO)
    await slack.ephemeral(ada, "C0GENERAL", "U0ADA", HELLO, thread_ts=ts)
    assert [m["ephemeral"] for m in await people.messages("U0ADA", "C0GENERAL") if m["text"] == HELLO["text"]] == [
        True
    ] * 2
    assert [m for m in await people.messages("U0MAYA", "C0GENERAL") if m["text"] == HELLO["text"]] == []


async def test_files_arrive_in_the_dm(slack: Messenger, people: Client, ada: Actor) -> None:
    channel = await slack.open_dm(ada, "U0ADA")
    await slack.upload(ada, channel, "archive.json", b"{}", title="Your archive", comment="Here it is.")
    (message,) = await people.messages("U0ADA", channel)
    assert [file["name"] for file in message["files"]] == ["archive.json"]


async def test_home_is_published_and_its_hash_counts(slack: Messenger, people: Client, ada: Actor) -> None:
    await slack.publish_home(ada, "U0ADA", HOME)
    home = (await people.state("U0ADA"))["home"]
    with pytest.raises(SlackRefused, match="hash_conflict"):
        await slack.publish_home(ada, "U0ADA", HOME, shown="of another time")
    await slack.publish_home(ada, "U0ADA", HOME, shown=home["hash"])


async def test_windows_open_once_per_trigger(box: Box, slack: Messenger, people: Client, ada: Actor) -> None:
    view_id = await slack.open_view(ada, box.trigger("U0ADA", None), MODAL)
    await slack.update_view(ada, view_id, kit.modal("x", "Changed", [kit.section("text")]))
    (window,) = (await people.state("U0ADA"))["modals"]
    assert (window["id"], window["title"]["text"]) == (view_id, "Changed")
    with pytest.raises(SlackRefused, match="hash_conflict"):
        await slack.update_view(ada, view_id, MODAL, shown="of another time")
    pushed = await slack.push_view(ada, box.trigger("U0ADA", view_id), MODAL)
    assert len((await people.state("U0ADA"))["modals"]) == 2
    assert pushed != view_id
    with pytest.raises(SlackRefused, match="trigger"):
        await slack.open_view(ada, "made up", MODAL)


async def test_a_response_url_works_five_times(box: Box, slack: Messenger, people: Client) -> None:
    url = box.response_url("U0ADA", "C0RANDOM")
    for _ in range(5):
        await slack.respond(url, HELLO)
    with pytest.raises(SlackRefused):
        await slack.respond(url, HELLO)
    assert {m["ephemeral"] for m in await people.messages("U0ADA", "C0RANDOM") if m["text"] == HELLO["text"]} == {True}


# What is read


async def test_who_we_are_and_who_they_are(slack: Messenger, ada: Actor) -> None:
    said = await slack.identity()
    assert (said["team_id"], said["user_id"], said["bot_id"], said["enterprise_id"]) == (
        "T0ACME",
        "U0VOUCH",
        "B0VOUCH",
        "",
    )
    assert "chat:write" in said["scopes"].split(",")
    assert await slack.user(ada, "U0ADA") == SlackUser(
        "Europe/Berlin", "Ada Bright", deleted=False, is_bot=False, restricted=False, locale="en-US"
    )
    assert (await slack.user(ada, "U0LEO")).zone is None
    assert (await slack.user(ada, "U0GUEST")).restricted
    assert (await slack.user(ada, "U0GONE")).deleted
    with pytest.raises(SlackRefused, match="user_not_found"):
        await slack.user(ada, "U0NOBODY")


async def test_one_message_is_read_also_in_a_thread(slack: Messenger, people: Client, ada: Actor) -> None:
    parent = await people.message("the parent", channel="C0GENERAL")
    reply = await people.message("a *reply* & more", channel="C0GENERAL", thread_ts=parent, as_="U0MAYA")
    found = await slack.message(ada, "C0GENERAL", reply)
    assert (found.user, found.text, found.ts, found.thread_ts) == ("U0MAYA", "a *reply* & more", reply, parent)
    with pytest.raises(SlackRefused, match="message_not_found"):
        await slack.message(ada, "C0GENERAL", "1.000001")


async def test_an_answer_about_another_message_is_none_about_this(odd: Any, ada: Actor) -> None:
    messenger, answers, _ = odd
    answers += [
        lambda: web.json_response({"ok": True, "message": {"ts": "9.9", "text": "another"}}),
        lambda: web.json_response({"ok": True, "file": {}}),
    ]
    for _ in range(2):
        with pytest.raises(SlackRefused, match="message_not_found"):
            await messenger.message(ada, "C1", "1.1")


async def test_what_slack_leaves_of_a_deleted_message_with_replies_is_no_message(
    slack: Messenger, people: Client, ada: Actor
) -> None:
    parent = await people.message("the parent", channel="C0GENERAL")
    await people.message("a reply", channel="C0GENERAL", thread_ts=parent, as_="U0MAYA")
    await people.delete("C0GENERAL", parent)
    with pytest.raises(SlackRefused, match="message_not_found"):
        await slack.message(ada, "C0GENERAL", parent)


# What goes wrong


async def test_429_is_waited_for_by_everybody(slack: Messenger, people: Client, ada: Actor, db: Database) -> None:
    await people.fault("chat.postMessage", status=429, retry_after=30)
    before = Clock().real()
    with pytest.raises(RateLimited) as caught:
        await slack.post(ada, "U0ADA", HELLO)
    assert caught.value.retry_after == 30
    until = await held_until(db, "chat.postMessage")
    assert timedelta(seconds=29) < until - before < timedelta(seconds=35)


async def test_ratelimited_inside_200_is_the_same(slack: Messenger, people: Client, ada: Actor, db: Database) -> None:
    await people.fault("chat.postMessage", error="ratelimited")
    with pytest.raises(RateLimited) as caught:
        await slack.post(ada, "U0ADA", HELLO)
    assert caught.value.retry_after == 30
    assert await held_until(db, "chat.postMessage") is not None


@pytest.mark.parametrize(
    ("what", "kind", "code"),
    [
        ({"status": 500}, SlackUnreachable, None),
        ({"status": 503}, SlackUnreachable, None),
        ({"error": "internal_error"}, SlackUnreachable, "internal_error"),
        ({"error": "channel_not_found"}, SlackRefused, "channel_not_found"),
        ({"error": "account_inactive"}, SlackRefused, "account_inactive"),
        ({"error": "token_revoked"}, SlackRefused, "token_revoked"),
        ({"error": "invalid_blocks"}, SlackRefused, "invalid_blocks"),
        ({"lose": True}, SlackUnreachable, None),
    ],
)
async def test_each_failure_has_its_outcome(
    slack: Messenger, people: Client, ada: Actor, what: dict[str, Any], kind: type[SlackProblem], code: str | None
) -> None:
    await people.fault("chat.postMessage", **what)
    with pytest.raises(SlackProblem) as caught:
        await slack.post(ada, "U0ADA", HELLO)
    assert type(caught.value) is kind
    assert code is None or str(caught.value) == code


async def test_refused_blocks_say_which(slack: Messenger, ada: Actor) -> None:
    with pytest.raises(SlackRefused) as caught:
        await slack.post(ada, "U0ADA", {"text": "x", "blocks": [{"type": "magic"}]})
    assert caught.value.code == "invalid_blocks"
    assert caught.value.details != ()


async def test_no_answer_in_time_and_no_connection(
    slack: Messenger, people: Client, ada: Actor, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messengers, "PATIENT", 0.05)
    await people.fault("users.info", delay=0.5)
    with pytest.raises(SlackUnreachable, match="TimeoutError"):
        await slack.user(ada, "U0ADA", limit=0.05)
    nowhere = Messenger(AsyncWebClient(token="x", base_url="http://127.0.0.1:9/api/", retry_handlers=[]), db, Clock())
    await nowhere.start()
    with pytest.raises(SlackNotReached):
        await nowhere.post(ada, "U0ADA", HELLO)
    with pytest.raises(SlackUnreachable):
        await nowhere.respond("http://127.0.0.1:9/x", HELLO)
    await nowhere.close()


NOT_SLACK = [
    lambda: web.Response(text="<html>Please log in</html>", content_type="text/html"),
    lambda: web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html"),
    lambda: web.Response(text='{"ok": tr', content_type="application/json"),
    lambda: web.Response(status=502, text="{", content_type="application/json"),
    lambda: web.Response(text="[]", content_type="application/json"),
    lambda: web.Response(text="so", content_type="text/plain"),
    lambda: web.json_response({"ok": False}),
]


@pytest.mark.parametrize("answer", NOT_SLACK)
async def test_what_is_no_answer_of_slack_s_leaves_it_open_what_was_done(
    odd: Any, ada: Actor, answer: Callable[[], web.Response]
) -> None:
    messenger, answers, _ = odd
    answers.append(answer)
    with pytest.raises(SlackUnreachable):
        await messenger.post(ada, "U0ADA", HELLO)


async def test_a_429_of_a_proxy_counts_too(odd: Any, ada: Actor, db: Database) -> None:
    messenger, answers, _ = odd
    for header, waits in (("7", 7.0), ("soon", 30.0), ("1e9", 3600.0), ("-5", 0.0)):
        answers.append(lambda header=header: web.Response(status=429, text="{", headers={"retry-after": header}))
        with pytest.raises(RateLimited) as caught:
            await messenger.post(ada, "U0ADA", HELLO)
        assert caught.value.retry_after == waits


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (lambda: web.Response(status=429, headers={"Retry-After": "3"}), RateLimited, "ratelimited"),
        (lambda: web.Response(status=500, text="oops"), SlackUnreachable, "500"),
        (lambda: web.Response(status=404, text="used_url"), SlackRefused, "used_url"),
        (lambda: web.Response(status=400, text="<p>your plan was …</p>"), SlackRefused, "400"),
        (lambda: web.Response(status=400, body=b"\xff\xfe"), SlackRefused, "400"),
    ],
)
async def test_response_urls_fail_in_the_same_words(
    odd: Any, answer: Callable[[], web.Response], kind: type[SlackProblem], said: str
) -> None:
    messenger, answers, url = odd
    answers.append(answer)
    with pytest.raises(SlackProblem) as caught:
        await messenger.respond(url, HELLO)
    assert (type(caught.value), str(caught.value)) == (kind, said)


async def test_a_rate_limit_that_cannot_be_noted_is_a_rate_limit_all_the_same(
    slack: Messenger, people: Client, ada: Actor, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any) -> None:
        raise NotSaved

    monkeypatch.setattr(db, "write", fail)
    await people.fault("chat.postMessage", error="ratelimited")
    with pytest.raises(RateLimited):
        await slack.post(ada, "U0ADA", HELLO)


@pytest.mark.parametrize("problem", [NotSaved(), OutcomeUnknown()])
async def test_without_a_slot_nothing_is_sent(
    slack: Messenger, people: Client, ada: Actor, db: Database, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    async def fail(*_: Any) -> None:
        raise problem

    monkeypatch.setattr(db, "write", fail)
    with pytest.raises(RateLimited):
        await slack.wait_for_turn(ada, "U0ADA")
    assert await people.calls("chat.postMessage") == []


async def test_a_rate_limit_before_anybody_is_known_needs_no_workspace(odd: Any) -> None:
    messenger, answers, _ = odd
    answers.append(lambda: web.json_response({"ok": False, "error": "ratelimited"}))
    with pytest.raises(RateLimited):
        await messenger.identity()


# Pacing


async def test_two_processes_share_the_slots_of_a_workspace(
    box: Box, people: Client, database: str, ada: Actor
) -> None:
    """Twelve messages to twelve people at 20 a second take at least eleven intervals, whoever sends them."""
    databases = [Database(database, (KEY,), deadline=20.0) for _ in range(2)]  # SQLite has one writer at a time
    clients = [AsyncWebClient(token=box.bot_token, base_url=box.api_url, retry_handlers=[]) for _ in range(2)]
    messengers_ = [Messenger(c, d, Clock(), sends_per_second=20) for c, d in zip(clients, databases, strict=True)]
    for messenger in messengers_:
        await messenger.start()
    users = ["U0ADA", "U0MAYA", "U0PRIYA", "U0SAM", "U0RUI", "U0LEO"]
    loop = asyncio.get_running_loop()
    started = loop.time()
    await asyncio.gather(
        *(messengers_[number % 2].wait_for_turn(ada, f"{user}{number}") for number, user in enumerate(users * 2))
    )
    assert loop.time() - started >= 11 / 20
    for messenger, db in zip(messengers_, databases, strict=True):
        await messenger.close()
        db.close()


async def test_one_channel_gets_one_message_a_second(
    slack: Messenger, people: Client, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messengers, "CHANNEL_INTERVAL", timedelta(seconds=0.2))
    loop = asyncio.get_running_loop()
    started = loop.time()
    for _ in range(3):
        await slack.wait_for_turn(ada, "U0ADA")
    assert loop.time() - started >= 0.4


async def test_a_turn_that_is_far_off_is_not_waited_for(
    slack: Messenger, people: Client, ada: Actor, zoe: Actor
) -> None:
    await people.fault("chat.postMessage", retry_after=40)
    with pytest.raises(RateLimited):
        await slack.post(ada, "U0ADA", HELLO)
    with pytest.raises(RateLimited) as caught:
        await slack.wait_for_turn(ada, "U0MAYA")
    assert 38 < caught.value.retry_after <= 40
    await asyncio.wait_for(slack.wait_for_turn(zoe, "U0ZOE"), 2)


async def test_silence_that_is_asked_for_while_somebody_waits_counts_too(
    slack: Messenger, people: Client, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messengers, "CHANNEL_INTERVAL", timedelta(seconds=0.5))
    await slack.wait_for_turn(ada, "U0ADA")
    waiting = asyncio.create_task(slack.wait_for_turn(ada, "U0ADA"))
    await asyncio.sleep(0.1)
    await people.fault("chat.postMessage", retry_after=7)
    with pytest.raises(RateLimited):
        await slack.post(ada, "U0MAYA", HELLO)
    with pytest.raises(RateLimited) as caught:
        await waiting
    assert 5 < caught.value.retry_after < 7


def test_the_channel_s_interval_is_slack_s() -> None:
    assert timedelta(seconds=1) == messengers.CHANNEL_INTERVAL


async def test_a_closed_messenger_leaves_no_connection(box: Box, db: Database) -> None:
    client = AsyncWebClient(token=box.bot_token, base_url=box.api_url, retry_handlers=[])
    messenger = Messenger(client, db, Clock())
    await messenger.close()
    await messenger.start()
    session = client.session
    assert isinstance(session, aiohttp.ClientSession)
    await messenger.close()
    assert session.closed


# The history


async def test_the_history_tells_delivery_ids(slack: Messenger, people: Client, ada: Actor) -> None:
    since = datetime.now(UTC) - timedelta(minutes=1)
    delivery = {"event_type": "vouch_digest", "event_payload": {"delivery": "the-key"}}
    posted = await slack.post(ada, "U0ADA", HELLO, metadata=delivery)
    answer = await slack.post(ada, "U0ADA", HELLO)
    typed = await people.message("thanks", channel=posted.channel)
    await slack.upload(ada, posted.channel, "archive.json", b"{}", title="Your archive", comment="Here it is.")
    history, complete = await slack.history(ada, posted.channel, since)
    assert complete
    assert [(seen.ts, seen.key, seen.bare) for seen in history[1:]] == [
        (typed, "", False),
        (answer.ts, "", False),
        (posted.ts, "the-key", False),
    ]
    assert (history[0].key, history[0].bare) == ("", False), "an upload"
    assert await slack.history(ada, posted.channel, datetime.now(UTC) + timedelta(minutes=1)) == ([], True)


async def test_the_history_is_read_page_by_page(
    slack: Messenger, people: Client, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messengers, "PAGE", 2)
    since = datetime.now(UTC) - timedelta(minutes=1)
    sent = [await slack.post(ada, "U0ADA", HELLO) for _ in range(5)]
    history, complete = await slack.history(ada, sent[0].channel, since)
    assert ([seen.ts for seen in history], complete) == ([one.ts for one in reversed(sent)], True)
    assert len(await people.calls("conversations.history")) == 3
    monkeypatch.setattr(messengers, "MOST_PAGES", 2)
    history, complete = await slack.history(ada, sent[0].channel, since)
    assert (len(history), complete) == (4, False)


async def test_without_its_scope_there_is_no_history(slack: Messenger, people: Client, ada: Actor) -> None:
    posted = await slack.post(ada, "U0ADA", HELLO)
    await people.scopes("im:history")
    with pytest.raises(SlackRefused, match="missing_scope"):
        await slack.history(ada, posted.channel, datetime.now(UTC))


async def test_a_history_that_keeps_metadata_back_shows_bare_messages(odd: Any, ada: Actor) -> None:
    messenger, answers, _ = odd
    message = {"ts": "1.0", "bot_id": "B0VOUCH", "text": "Your week"}
    answers.append(lambda: web.json_response({"ok": True, "messages": [message], "has_more": False}))
    [seen], complete = await messenger.history(ada, "D0ADA", datetime.now(UTC))
    assert (seen.bare, complete) == (True, True)
    answers.append(lambda: web.json_response({"ok": True}))
    assert await messenger.history(ada, "D0ADA", datetime.now(UTC)) == ([], False), "no list is no history"
    answers.append(lambda: web.json_response({"ok": True, "messages": [], "has_more": True}))
    assert await messenger.history(ada, "D0ADA", datetime.now(UTC)) == ([], False), "more, but not where"
