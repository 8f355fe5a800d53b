"""What becomes of an automatic message, whatever Slack answers."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.domain.deliveries import MAX_ATTEMPTS, State
from bot.domain.members import Actor
from bot.domain.outcomes import NotRead, NotSaved
from bot.jobs import digests
from bot.jobs.deliveries import BATCH, Worker
from bot.messenger import (
    Messenger,
    RateLimited,
    SlackNotReached,
    SlackProblem,
    SlackRefused,
    SlackUnreachable,
)
from bot.parts import Parts
from bot.services import deliveries, wins, workspaces
from bot.services import digests as digest_services
from bot.store import tables
from bot.store.database import Database, Session
from tests.conftest import ADA, MAYA
from tests.jobs.fakes import FakeMessenger

MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 4, 14, 0, 30, tzinfo=UTC)
WHO = {"enterprise_id": "", "team_id": "T0ACME", "team": "Acme", "url": "", "user_id": "U0VOUCH"}
COMMANDS = {"win": "/win", "met": "/met", "vouch": "/vouch"}


class StillClock(Clock):
    """Real time that only moves when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = FRIDAY

    def real(self) -> datetime:
        return self.moment


class Post:
    """A worker, its fakes, and what the database says."""

    def __init__(self, db: Database) -> None:
        self.db, self.messenger, self.clock = db, FakeMessenger(), StillClock()
        self.parts = Parts(db, cast("Messenger", self.messenger), self.clock, COMMANDS)
        self.worker = Worker("us")

    async def send(self) -> None:
        await digests.send_due_digests(self.parts, self.worker, self.clock.moment)

    async def pass_time(self, **time: float) -> None:
        self.clock.moment += timedelta(**time)
        await self.send()

    async def rows(self) -> list[Any]:
        table = tables.deliveries
        return await self.db.read(
            lambda session: list(session.execute(select(table).where(table.c.kind == "digest").order_by(table.c.id)))
        )

    async def states(self) -> list[str]:
        return [row.state for row in await self.rows()]


@pytest.fixture
async def post(db: Database) -> Post:
    await db.write(log_win, ADA)
    return Post(db)


def log_win(session: Session, actor: Actor, at: datetime = MONDAY) -> None:
    wins.log_line(session, actor, "wrote something", "", at)


@pytest.mark.both_databases
async def test_it_goes_to_the_person_with_its_key(post: Post) -> None:
    await post.send()
    await post.pass_time(hours=1)
    [(channel, message, metadata)] = post.messenger.posted
    [row] = await post.rows()
    assert (channel, message["text"]) == ("U0ADA", "Your week, Sat 28 Nov to Fri 4 Dec: 1 win.")
    assert metadata == {"event_type": "vouch_digest", "event_payload": {"delivery": row.key}}
    assert (row.state, row.channel, row.ts, row.lease_owner) == (State.SENT, "DU0ADA", "1.0", "us")


async def test_it_is_noted_as_sending_before_slack_is_asked(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    original = post.messenger.post

    async def watching(*values: Any, **named: Any) -> Any:
        seen.append(await post.states())
        return await original(*values, **named)

    monkeypatch.setattr(post.messenger, "post", watching)
    await post.send()
    assert seen == [[State.SENDING]]


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (SlackUnreachable("TimeoutError"), State.IN_DOUBT),
        (SlackUnreachable("503"), State.IN_DOUBT),
        (SlackRefused("user_disabled"), State.FAILED),
        (SlackRefused("channel_not_found"), State.FAILED),
        (SlackRefused("cannot_dm_bot"), State.FAILED),
    ],
)
async def test_what_cannot_be_repeated_is_not(post: Post, trouble: SlackProblem, state: State) -> None:
    post.messenger.troubles.append(trouble)
    await post.send()
    await post.pass_time(hours=1)
    assert (await post.states(), post.messenger.posted) == ([state], [])


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (RateLimited(45), "ratelimited"),
        (SlackNotReached("ClientConnectorError"), "not_reached"),
        (SlackRefused("odd"), "odd"),
    ],
)
async def test_what_slack_did_not_do_is_tried_again_and_says_why_it_waits(
    post: Post, trouble: SlackProblem, why: str
) -> None:
    post.messenger.troubles.append(trouble)
    await post.send()
    assert ([(row.state, row.error) for row in await post.rows()], post.messenger.posted) == ([(State.DUE, why)], [])
    await post.pass_time(seconds=20)
    assert await post.states() == [State.DUE]
    await post.pass_time(seconds=26)
    assert [(row.state, row.error) for row in await post.rows()] == [(State.SENT, "")]
    assert len(post.messenger.posted) == 1


async def test_refused_blocks_go_once_more_as_text(post: Post) -> None:
    post.messenger.troubles.append(SlackRefused("invalid_blocks"))
    await post.send()
    [(_, message, metadata)] = post.messenger.posted
    assert sorted(message) == ["text"]
    assert "wrote something" in message["text"]
    assert metadata["event_type"] == "vouch_digest"
    assert await post.states() == [State.SENT]


def log_last_week(session: Session, actor: Actor) -> None:
    wins.log_line(session, actor, "wrote something else last week", "", MONDAY)


def charts(message: Any) -> list[str]:
    return [block["type"] for block in message.get("blocks", ()) if block["type"].startswith("data_")]


REFUSED = SlackRefused("invalid_blocks", ("unsupported type: data_visualization [json-pointer:/blocks/5/type]",))


async def test_a_refused_chart_goes_as_text_with_all_buttons_and_is_remembered(post: Post) -> None:
    await post.db.write(log_last_week, ADA)
    post.messenger.troubles.append(REFUSED)
    await post.send()
    [(_, message, _)] = post.messenger.posted
    assert charts(message) == []
    assert "*Wins and conversations a week*" in str(message["blocks"])
    assert "digest.stop" in str(message["blocks"])
    assert await post.states() == [State.SENT]
    await post.db.write(log_win, ADA, post.clock.moment)
    await post.pass_time(days=7)
    assert charts(post.messenger.posted[-1][1]) == [], "remembered"
    await post.db.write(log_win, ADA, post.clock.moment)
    await post.pass_time(days=7)
    assert charts(post.messenger.posted[-1][1]) == ["data_visualization"], "tried anew after 14 days"
    assert await post.states() == [State.SENT] * 3


async def test_a_chart_that_is_refused_in_text_too_leaves_nothing_but_text(post: Post) -> None:
    await post.db.write(log_last_week, ADA)
    post.messenger.troubles += [REFUSED, SlackRefused("msg_blocks_too_long")]
    await post.send()
    [(_, message, _)] = post.messenger.posted
    assert sorted(message) == ["text"]
    assert await post.states() == [State.SENT]


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (SlackUnreachable("502"), State.IN_DOUBT),
        (RateLimited(30), State.DUE),
        (SlackRefused("user_disabled"), State.FAILED),
    ],
)
async def test_what_becomes_of_the_second_attempt_is_recorded_once(
    post: Post, trouble: SlackProblem, state: State
) -> None:
    await post.db.write(log_last_week, ADA)
    post.messenger.troubles += [REFUSED, trouble]
    await post.send()
    assert post.messenger.posted == []
    assert await post.states() == [state]


async def test_a_refusal_that_cannot_be_noted_is_sent_once_all_the_same(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise NotSaved("busy")

    monkeypatch.setattr("bot.services.refusals.note", busy)
    await post.db.write(log_last_week, ADA)
    post.messenger.troubles.append(REFUSED)
    await post.send()
    assert len(post.messenger.posted) == 1
    assert await post.states() == [State.SENT]


async def test_when_the_text_is_refused_too_it_is_another_refusal(post: Post) -> None:
    post.messenger.troubles += [SlackRefused("invalid_blocks"), SlackRefused("user_disabled")]
    await post.send()
    assert (await post.states(), (await post.rows())[0].error) == ([State.FAILED], "user_disabled")


async def test_who_was_held_up_between_the_note_and_slack_posts_nothing(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that slept meanwhile: by now another one may be asking the history, and would send it too."""
    begin = deliveries.begin

    def slow(*values: Any, **named: Any) -> bool:
        post.clock.moment += timedelta(seconds=31)
        return begin(*values, **named)

    monkeypatch.setattr(deliveries, "begin", slow)
    await post.send()
    assert (await post.states(), post.messenger.posted) == ([State.DUE], [])


async def test_when_its_turn_is_not_yet_it_waits_and_that_is_no_attempt(post: Post) -> None:
    post.messenger.turn_troubles.append(RateLimited(50))
    await post.send()
    [row] = await post.rows()
    assert (row.state, row.attempts) == (State.DUE, 0)
    await post.pass_time(seconds=49)
    assert await post.states() == [State.DUE]
    await post.pass_time(seconds=1)
    assert await post.states() == [State.SENT]


async def test_what_cannot_be_made_keeps_no_other_waiting_and_ends(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await post.db.write(log_win, MAYA)
    original = digest_services.gather

    def torn(session: Session, member_ids: list[int], now: datetime) -> Any:
        if 1 in member_ids:
            raise ValueError("a torn row of Ada's")
        return original(session, member_ids, now)

    monkeypatch.setattr(digest_services, "gather", torn)
    with caplog.at_level(logging.ERROR):
        await post.send()
        assert await post.states() == [State.DUE, State.SENT]
        for _ in range(MAX_ATTEMPTS):
            await post.pass_time(minutes=31)
    assert await post.states() == [State.FAILED, State.SENT]
    assert [row.error for row in await post.rows()] == ["not_made", ""]
    assert "could not be made" in caplog.text


async def test_what_the_database_does_not_give_is_left_to_its_lease(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise NotRead("busy")

    with monkeypatch.context() as patch:
        patch.setattr(digest_services, "gather", busy)
        with pytest.raises(NotRead):
            await post.send()
    assert await post.states() == [State.CLAIMED]
    await post.pass_time(seconds=61)
    assert await post.states() == [State.SENT]


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth", "missing_scope"])
async def test_without_a_token_it_waits_for_one_and_nobody_else_is_troubled(post: Post, code: str) -> None:
    post.messenger.troubles.append(SlackRefused(code))
    await post.send()
    [row] = await post.rows()
    assert (row.state, row.error, row.attempts) == (State.DUE, code, 0)
    await post.pass_time(hours=1)
    assert post.messenger.posted == []
    await post.db.write(workspaces.note_connection, WHO, FRIDAY)
    await post.pass_time(hours=1)
    assert (await post.states(), len(post.messenger.posted)) == ([State.SENT], 1)


async def test_a_worker_that_ends_begins_nothing_more(post: Post) -> None:
    post.worker.stopping = True
    await post.send()
    assert (await post.states(), post.messenger.posted) == ([State.DUE], [])
    post.worker.stopping = False
    await post.send()
    assert await post.states() == [State.SENT]


async def test_who_stops_it_while_it_waits_for_its_turn_does_not_get_it(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stop(*_: object) -> None:
        await post.db.write(lambda session: session.execute(tables.members.update().values(digest_on=False)))

    monkeypatch.setattr(post.messenger, "wait_for_turn", stop)
    await post.send()
    assert (await post.states(), post.messenger.posted) == ([State.SKIPPED], [])


async def test_who_is_deleted_while_it_is_gathered_gets_nothing(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(*_: object) -> dict[int, Any]:
        return {}

    monkeypatch.setattr(digests, "_letters", nobody)
    await post.send()
    assert await post.states() == [State.SKIPPED]


async def test_one_persons_trouble_is_not_anothers(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    await post.db.write(log_win, MAYA)
    post.messenger.troubles.append(RuntimeError("a bug"))
    with caplog.at_level(logging.ERROR):
        await post.send()
    assert sorted(await post.states()) == [State.SENDING, State.SENT]
    assert "was left to its lease" in caplog.text
    assert "wrote something" not in caplog.text


async def test_more_than_a_batch_is_sent_in_one_turn(post: Post) -> None:
    people = [Actor("", "T0ACME", f"U{number:03d}", zone="Europe/Berlin") for number in range(BATCH + 5)]
    for person in people:
        await post.db.write(log_win, person)
    await post.send()
    assert sorted(channel for channel, _, _ in post.messenger.posted) == sorted(
        ["U0ADA", *(person.user_id for person in people)]
    )
