"""What may have been posted is looked for in the DM before anything is sent again."""

import logging
from datetime import timedelta

import pytest

from bot.domain.deliveries import State
from bot.jobs import doubts
from bot.messenger import RateLimited, SlackProblem, SlackRefused, SlackUnreachable
from bot.messenger.values import Posted
from bot.store import tables
from bot.store.database import Database
from tests.conftest import ADA, MAYA, ZOE
from tests.jobs.test_deliveries import FRIDAY, Post, log_win

LOST = SlackUnreachable("TimeoutError")


class Doubtful(Post):
    async def look(self, **time: float) -> None:
        self.clock.moment += timedelta(**time)
        await doubts.look_up(self.parts, self.worker, self.clock.moment)
        await self.send()

    def post_and_lose_the_answer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        original = self.messenger.post

        async def lossy(*values: object, **named: object) -> Posted:
            await original(*values, **named)  # type: ignore[arg-type]  # whatever was handed over
            raise LOST

        monkeypatch.setattr(self.messenger, "post", lossy)


@pytest.fixture
async def post(db: Database) -> Doubtful:
    await db.write(log_win, ADA)
    return Doubtful(db)


@pytest.mark.both_databases
async def test_what_was_posted_is_found_and_not_repeated(post: Doubtful, monkeypatch: pytest.MonkeyPatch) -> None:
    post.post_and_lose_the_answer(monkeypatch)
    await post.send()
    await post.look(seconds=59)
    assert await post.states() == [State.IN_DOUBT]
    await post.look(seconds=1)
    [row] = await post.rows()
    assert (row.state, row.channel, row.ts) == (State.SENT, "DU0ADA", "1.0")
    await post.look(hours=3)
    assert len(post.messenger.posted) == 1


@pytest.mark.both_databases
async def test_what_was_not_posted_is_sent_with_the_same_id(post: Doubtful) -> None:
    post.messenger.troubles.append(LOST)
    await post.send()
    [before] = await post.rows()
    await post.look(seconds=60)
    [(_, _, metadata)] = post.messenger.posted
    assert metadata["event_payload"]["delivery"] == before.key
    assert await post.states() == [State.SENT]


@pytest.mark.parametrize("code", ["missing_scope", "channel_not_found"])
async def test_where_the_history_may_not_be_read_nothing_is_repeated_and_the_log_says_so(
    post: Doubtful, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    post.messenger.troubles.append(LOST)
    post.messenger.reading_troubles.append(SlackRefused(code))
    await post.send()
    with caplog.at_level(logging.WARNING):
        await post.look(seconds=60)
    await post.look(hours=3)
    [row] = await post.rows()
    assert (row.state, row.error, post.messenger.posted) == (State.IN_DOUBT, code, [])
    assert f"whether the delivery {row.key} was sent cannot be found out ({code})" in caplog.text


@pytest.mark.parametrize("trouble", [RateLimited(90), SlackUnreachable("503"), SlackRefused("odd")])
async def test_a_history_that_does_not_answer_now_is_asked_again(post: Doubtful, trouble: SlackProblem) -> None:
    post.messenger.troubles.append(LOST)
    post.messenger.reading_troubles.append(trouble)
    await post.send()
    await post.look(seconds=60)
    assert await post.states() == [State.IN_DOUBT]
    await post.look(seconds=29)
    assert await post.states() == [State.IN_DOUBT]
    await post.look(seconds=61)
    assert await post.states() == [State.SENT]


async def test_a_dm_whose_messages_show_no_metadata_does_not_tell(
    post: Doubtful, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.post_and_lose_the_answer(monkeypatch)
    await post.send()
    [seen] = post.messenger.histories["DU0ADA"]
    post.messenger.histories["DU0ADA"] = [type(seen)(seen.ts, "", bare=True)]
    await post.look(seconds=60)
    assert (await post.states(), (await post.rows())[0].error) == ([State.IN_DOUBT], "unclear")
    await post.look(hours=1)
    assert len(post.messenger.posted) == 1


async def test_what_never_gets_through_ends(post: Doubtful, caplog: pytest.LogCaptureFixture) -> None:
    post.messenger.troubles.extend([LOST] * 20)
    await post.send()
    with caplog.at_level(logging.WARNING):
        for _ in range(20):
            await post.look(minutes=31)
    assert await post.states() == [State.FAILED]
    assert "was tried too often" in caplog.text
    assert len(post.messenger.troubles) == 12


async def test_a_vanished_workers_delivery_is_told_of_in_the_log(
    post: Doubtful, caplog: pytest.LogCaptureFixture
) -> None:
    post.messenger.troubles.append(RuntimeError("it died"))
    await post.send()
    with caplog.at_level(logging.WARNING):
        await post.look(seconds=61)
    assert "1 deliveries were being sent when their worker vanished" in caplog.text
    assert await post.states() == [State.SENT]


async def test_who_ends_asks_nothing_more(post: Doubtful) -> None:
    post.messenger.troubles.append(LOST)
    await post.send()
    post.worker.stopping = True
    await post.look(seconds=60)
    assert await post.states() == [State.IN_DOUBT]


async def test_silence_that_slack_asks_for_holds_for_the_whole_workspace_and_no_other(post: Doubtful) -> None:
    for actor in (MAYA, ZOE):
        await post.db.write(log_win, actor)
    post.clock.moment += timedelta(hours=8)  # Friday has come for Zoe too
    post.messenger.troubles.extend([LOST] * 3)
    await post.send()
    post.messenger.reading_troubles.append(RateLimited(90))
    await post.look(seconds=60)
    assert await post.states() == [State.IN_DOUBT, State.IN_DOUBT, State.SENT]
    await post.look(seconds=90)
    assert await post.states() == [State.SENT] * 3


async def test_a_known_dm_is_not_opened_anew(post: Doubtful, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> str:
        raise SlackRefused("missing_scope")

    monkeypatch.setattr(post.messenger, "open_dm", refuse)
    await post.db.write(lambda session: session.execute(tables.members.update().values(dm_channel="DU0ADA")))
    post.messenger.troubles.append(LOST)
    await post.send()
    await post.look(seconds=60)
    assert await post.states() == [State.SENT]
    assert post.clock.moment > FRIDAY
