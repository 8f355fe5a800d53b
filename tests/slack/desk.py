"""The router behind a Bolt app without a network, a messenger that only notes, and payloads as Slack sends them."""

import json
from typing import Any, cast

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.clock import Clock
from bot.messenger import Messenger, SlackRefused, SlackUser
from bot.parts import Parts
from bot.slack.call import Call
from bot.slack.router import Router, Routes
from bot.store.database import Database
from bot.views import kit

Json = dict[str, Any]
TYPED = "shipped the <retry> queue"
SAID = kit.message("Saved it.")
WINDOW = kit.modal("next", "Next", [kit.section("More")])


class FakeMessenger:
    """Notes what would have been sent; refuses where a test says so."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any, Json]] = []
        self.problem: Exception | None = None
        self.full = False  # three windows are open
        self.users: dict[str, SlackUser] = {}

    async def _note(self, what: str, where: Any, content: Any) -> str:
        if self.problem is not None:
            raise self.problem
        self.sent.append((what, where, dict(content)))
        return "V2"

    async def respond(self, url: str, message: Any, *, replace: bool = False) -> None:
        await self._note("replace" if replace else "respond", url, message)

    async def post(self, _place: Any, channel: str, message: Any) -> str:
        return await self._note("post", channel, message)

    async def open_view(self, _place: Any, trigger: str, view: Any) -> str:
        return await self._note("open", trigger, view)

    async def push_view(self, _place: Any, trigger: str, view: Any) -> str:
        if self.full:
            raise SlackRefused("push_limit_reached")
        return await self._note("push", trigger, view)

    async def update_view(self, _place: Any, view_id: str, view: Any, *, shown: str = "") -> None:
        await self._note(f"update {shown}".strip(), view_id, view)

    async def user(self, _place: Any, user_id: str, *, limit: float) -> SlackUser:
        await self._note("user", user_id, {})
        return self.users[user_id]


class Desk:
    """The router behind a Bolt app, without a network."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.routes = Routes()
        self.slack = FakeMessenger()
        messenger = cast("Messenger", self.slack)
        self.parts = Parts(db, messenger, Clock(), {"win": "/win", "met": "/met", "vouch": "/vouch"})
        self._app: AsyncApp | None = None
        self.router: Router | None = None

    async def deliver(self, body: Json) -> tuple[int, Any]:
        if self._app is None:
            self._app = AsyncApp(
                authorize=authorize,
                signing_secret="s",
                process_before_response=True,
                attaching_function_token_enabled=False,
                attaching_conversation_kwargs_enabled=False,
            )
            self.router = Router(self.routes, self.parts)
            self.router.attach(self._app)
        answer = await self._app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
        return answer.status, json.loads(answer.body) if answer.body else None

    async def settle(self) -> None:
        await self.parts.tasks.drain(5)


async def authorize(**_: Any) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_user_id="U0VOUCH", bot_id="B1")


def command(name: str = "/win", text: str = TYPED, **more: Any) -> Json:
    return {
        "command": name,
        "text": text,
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C1",
        "trigger_id": "t1",
        "response_url": "https://hooks.example/1",
    } | more


def interaction(kind: str, **more: Any) -> Json:
    return {"type": kind, "team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "t1"} | more


def action(action_id: str = "press", **more: Any) -> Json:
    pressed = {"type": "button", "action_id": action_id, "block_id": "b", "value": "7", "action_ts": "1.5"}
    where = {"container": {"type": "message", "channel_id": "C1", "message_ts": "1.1"}, "channel": {"id": "C1"}}
    return interaction("block_actions", actions=[pressed], response_url="https://hooks.example/1", **where) | more


def in_view(kind: str = "home") -> Json:
    body = action(view={"id": "V1", "type": kind, "hash": "h1"}, container={"type": "view", "view_id": "V1"})
    del body["response_url"]
    return body


def submission(callback_id: str = "form") -> Json:
    state = {"values": {"title": {"title": {"type": "plain_text_input", "value": TYPED}}}}
    view = {"id": "V1", "type": "modal", "hash": "h1", "callback_id": callback_id, "state": state}
    return interaction("view_submission", view=view | {"private_metadata": "meta"})


def event(kind: str = "reaction_added", event_id: str = "Ev1") -> Json:
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": event_id,
        "event": {"type": kind, "user": "U1", "item": {"type": "message", "channel": "C1", "ts": "1.1"}},
    }


def words(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)


async def say(_call: Call) -> Json:
    return SAID
