"""Metrics: what became of messages and what Slack answered, in numbers; nobody is named."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import monitoring
from bot.domain.deliveries import Kind, State
from bot.domain.outcomes import NotRead
from bot.domain.troubles import Troubles
from tests.conftest import Live

NOW = datetime(2026, 12, 4, 15, tzinfo=UTC)
Starting = Callable[..., AbstractAsyncContextManager[Live]]


def samples(text: str) -> dict[tuple[str, ...], float]:
    """By name and the values of the labels, which are told in the order of their names."""
    families = text_string_to_metric_families(text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


async def read(live: Live) -> tuple[int, str]:
    assert live.vouch.monitor is not None
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{live.vouch.monitor.port}/metrics") as answer,
    ):
        return answer.status, await answer.text()


@pytest.mark.both_databases
async def test_what_was_sent_and_what_slack_said_is_counted(start_live: Starting, free_port: int) -> None:
    async with start_live(vouch_metrics_port=free_port) as live:
        await live.client.clock(to="2026-11-30T09:00:00+00:00")
        await live.client.command("/win wrote something private #secret")
        await live.client.fault("chat.postMessage", error="odd", times=1)
        await live.client.clock(to="2026-12-04T14:00:05+00:00")
        await live.client.clock(advance=60)
        status, text = await read(live)
    found = samples(text)
    assert status == 200
    assert found["vouch_deliveries", "digest", "odd", "due"] == 1
    assert found["vouch_slack_answers_total", "chat.postMessage", "odd"] == 1
    assert found["vouch_slack_answers_total", "auth.test", "ok"] == 1
    assert found["vouch_deliveries_oldest_seconds",] > 60
    for word in ("secret", "private", "U0ADA", "T0ACME", "D0ADA"):
        assert word not in text


async def test_by_itself_there_are_none(live: Live) -> None:
    assert live.vouch.monitor is None


async def test_a_database_that_does_not_answer_is_said(
    start_live: Starting, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: Any) -> None:
        raise NotRead("busy")

    async with start_live(vouch_metrics_port=free_port) as live:
        monkeypatch.setattr(live.vouch.db, "read", busy)
        assert await read(live) == (503, "The database does not answer.")


def test_each_trouble_has_its_number() -> None:
    found = Troubles(
        {(Kind.NUDGE, State.FAILED, "odd"): 2, (Kind.DIGEST, State.FAILED, "odd"): 1, (Kind.DIGEST, State.SENT, ""): 9},
        asking={"TimeoutError": 3},
        oldest=NOW - timedelta(minutes=10),
        workspaces={"token_revoked": 1},
        members={"cannot_dm_bot": 4},
    )
    text = monitoring.exposition(found, {("chat.postMessage", "ratelimited"): 5}, NOW).decode()
    assert samples(text) == {
        ("vouch_deliveries", "nudge", "odd", "failed"): 2,
        ("vouch_deliveries", "digest", "odd", "failed"): 1,
        ("vouch_deliveries", "digest", "", "sent"): 9,
        ("vouch_deliveries_asked_about",): 3,
        ("vouch_deliveries_oldest_seconds",): 600,
        ("vouch_workspaces_resting", "token_revoked"): 1,
        ("vouch_members_unreachable", "cannot_dm_bot"): 4,
        ("vouch_slack_answers_total", "chat.postMessage", "ratelimited"): 5,
    }
    assert (found.failed(), found.unsettled(), found.late(NOW)) == ({"odd": 3}, {}, None)
    assert found.late(NOW + timedelta(hours=1)) == timedelta(minutes=70)
