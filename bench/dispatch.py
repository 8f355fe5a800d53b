"""What it costs to find a handler among all of Vouch's: the same press with nothing else to answer, and with all."""

import json
import time
from typing import Any, cast

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bench.servers import authorize
from bot.clock import Clock
from bot.messenger import Messenger
from bot.parts import Parts
from bot.slack import features
from bot.slack.call import Call, Reply
from bot.slack.router import Router, Routes
from bot.store.database import Database

PRESSED = "bench.no_op"
ROUNDS, PRESSES = 7, 400


def _bolt() -> AsyncApp:
    return AsyncApp(
        authorize=authorize,
        signing_secret="unused",
        process_before_response=True,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )


def _bare() -> AsyncApp:
    """Bolt alone: a listener that answers."""
    app = _bolt()

    @app.action(PRESSED)
    async def on_press(ack: AsyncAck) -> None:
        await ack()

    return app


def _routed(routes: Routes) -> AsyncApp:
    """What these routes answer, and one button more that does nothing; neither database nor Slack is asked."""
    routes.action(PRESSED, _nothing)
    app = _bolt()
    parts = Parts(cast("Database", None), cast("Messenger", None), Clock(), {"win": "/w", "met": "/m", "vouch": "/v"})
    Router(routes, parts).attach(app)
    return app


async def _nothing(_call: Call) -> Reply:
    return None


def _press(number: int) -> str:
    button = {"type": "button", "action_id": PRESSED, "block_id": "b", "value": "7", "action_ts": f"{number}.5"}
    body: dict[str, Any] = {
        "type": "block_actions",
        "team": {"id": "T0ACME"},
        "user": {"id": "U0ADA", "team_id": "T0ACME"},
        "trigger_id": f"t{number}",
        "container": {"type": "message", "channel_id": "D0ADA", "message_ts": "1.1"},
        "channel": {"id": "D0ADA"},
        "response_url": "http://127.0.0.1/none",
        "actions": [button],
    }
    return json.dumps(body)


async def _seconds(app: AsyncApp) -> float:
    began = time.process_time()
    for number in range(PRESSES):
        answer = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=_press(number)))
        if answer.status != 200:
            raise RuntimeError("a press was not answered")
    return (time.process_time() - began) / PRESSES


async def measured() -> tuple[float, float, float]:
    """Median seconds of processor time for one press: by Bolt alone, with one route, and with all of Vouch's."""
    apps = (_bare(), _routed(Routes()), _routed(features.routes()))
    took: tuple[list[float], ...] = ([], [], [])
    for _ in range(ROUNDS + 1):
        for app, seconds in zip(apps, took, strict=True):
            seconds.append(await _seconds(app))
    bare, one, every = (sorted(seconds[1:])[ROUNDS // 2] for seconds in took)  # the first round only warms up
    return bare, one, every
