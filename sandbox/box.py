"""The running sandbox in one object: workspace, clock, manifest, delivery, triggers; it may not serve requests."""

import asyncio
import time
import uuid
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox import http_delivery, payloads, people
from sandbox.clock import Clock, real_now
from sandbox.delivery import Outbox
from sandbox.faults import Faults
from sandbox.manifest import Manifest
from sandbox.socket_mode import Hub
from sandbox.state import Channel, Workspace
from sandbox.traffic import FROM_APP, Traffic
from sandbox.wire import Ack, Json, SlackError

TRIGGER_LIFE = 3.0
RESPONSE_URL_LIFE = 30 * 60.0
RESPONSE_URL_USES = 5
MOST_TRIGGERS = 2000
KEPT_TRIGGER = 60.0


@dataclass
class Trigger:
    user: str
    view_id: str | None
    born: float
    used: bool = False


@dataclass
class ResponseUrl:
    """`origin` is the ts of the message whose button was pressed, or of the first one posted through it."""

    user: str
    channel: str
    origin: str | None
    born: float
    uses: int = 0


class Box:
    def __init__(
        self,
        manifest: Manifest,
        *,
        deliver_to: str | None = None,
        signing_secret: str | None = None,
        time_scale: float = 1.0,
    ) -> None:
        self.manifest = manifest
        self.time_scale = time_scale
        self.signing_secret = signing_secret or people.SIGNING_SECRET
        self.bot_token = people.BOT_TOKEN
        self.app_token = people.APP_TOKEN
        self.url = ""
        self.state = Workspace(manifest.name)
        self.clock = Clock()
        self.faults = Faults()
        self.traffic = Traffic(self.signing_secret)
        self.hub = Hub(self.traffic)
        sender = http_delivery.Sender(deliver_to, self.signing_secret) if deliver_to else None
        self.outbox = Outbox(self.hub, sender, time_scale, self.traffic)
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.resetting = asyncio.Lock()
        self.sockets: set[web.WebSocketResponse] = set()

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def clock_url(self) -> str:
        return f"{self.url}/clock"

    def trigger(self, user: str, view_id: str | None) -> str:
        self._prune()
        key = f"{int(time.monotonic() * 1000)}.{len(self.triggers)}.{uuid.uuid4().hex}"
        self.triggers[key] = Trigger(user, view_id, time.monotonic())
        return key

    def take_trigger(self, key: object) -> Trigger:
        """Use a trigger up: it lives three seconds and opens one view."""
        trigger = self.triggers.get(key) if isinstance(key, str) else None
        if trigger is None or self.state.person(trigger.user).team != people.TEAM:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.born > TRIGGER_LIFE * self.time_scale:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(self, user: str, channel: str, origin: str | None = None) -> str:
        key = uuid.uuid4().hex
        self.response_urls[key] = ResponseUrl(user, channel, origin, time.monotonic())
        return f"{self.url}/response/{key}"

    def use_response_url(self, key: str) -> ResponseUrl:
        found = self.response_urls.get(key)
        if found is None:
            raise SlackError("no_such_url")
        if time.monotonic() - found.born > RESPONSE_URL_LIFE * self.time_scale:
            raise SlackError("expired_url")
        if found.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        found.uses += 1
        return found

    def log_call(self, method: str, args: Json, error: str | None) -> None:
        """Write down what the app asked for and what it got; also answers that nobody could see."""
        at = real_now().isoformat()
        self.state.calls.append({"method": method, "args": args, "ok": error is None, "error": error, "at": at})

    def log_request(self, kind: str, name: str, request: web.Request, started: float, **more: Any) -> None:
        """Write down what the app asked and was answered, for the inspector of traffic."""
        headers = {key.lower(): value for key, value in request.headers.items() if key.lower() in SHOWN_HEADERS}
        self.traffic.record(FROM_APP, kind, name, headers=headers, ms=int((time.monotonic() - started) * 1000), **more)

    def action_ts(self) -> str:
        return f"{real_now().timestamp():.6f}"

    def _prune(self) -> None:
        """Forget what is long dead, for a sandbox that runs for days."""
        if len(self.triggers) < MOST_TRIGGERS:
            return
        now = time.monotonic()
        self.triggers = {key: each for key, each in self.triggers.items() if now - each.born < KEPT_TRIGGER}
        urls = self.response_urls.items()
        self.response_urls = {key: each for key, each in urls if now - each.born < 2 * RESPONSE_URL_LIFE}

    def permalink(self, channel: str, ts: str) -> str:
        return f"{self.url}/archives/{channel}/p{ts.replace('.', '')}"

    async def emit(self, kind: str, inner: Json, *, user: str, channel: Channel | None = None) -> Ack | None:
        """Send an event if the app subscribed to it and may see it; None when it may not."""
        if not self.subscribed(kind, channel):
            return None
        team = channel.team if channel else self.home_team(user)
        return await self.deliver_event(inner, user=user, team=team, shared=channel is not None and channel.shared)

    async def deliver_event(self, inner: Json, *, user: str, team: str, shared: bool = False) -> Ack:
        """Send an event, whoever may see it."""
        event_id = f"Ev{uuid.uuid4().hex[:9].upper()}"
        stamp = int(self.clock.now().timestamp())
        payload = payloads.event(team, inner, event_time=stamp, event_id=event_id, shared=shared)
        return await self.outbox.tell(payload, user=user)

    def home_team(self, user: str) -> str:
        """The team under which the app hears of this person: a stranger's own one does not have it."""
        team = self.state.person(user).team
        return team if team in people.INSTALLED_AT else people.TEAM

    def subscribed(self, kind: str, channel: Channel | None = None) -> bool:
        if not self.state.installed or kind not in self.manifest.events:
            return False
        scope = EVENT_SCOPES.get(kind)
        if scope is not None and not self.has_scope(scope):
            return False
        return channel is None or channel.bot_in

    @property
    def scopes(self) -> list[str]:
        """What the app was granted: what its manifest asks for, but what was withheld."""
        return [scope for scope in self.manifest.scopes if scope not in self.state.withheld]

    def has_scope(self, scope: str) -> bool:
        return scope in self.scopes

    async def close(self) -> None:
        await self.clock.close()
        for socket in list(self.sockets):
            await socket.close()
        await self.hub.close()
        await self.outbox.close()

    def wipe(self) -> None:
        self.outbox.forget()
        self.triggers.clear()
        self.response_urls.clear()
        self.faults.clear()
        self.traffic.clear()
        self.state.wipe()


SHOWN_HEADERS = {"authorization", "content-type", "content-length", "user-agent"}
EVENT_SCOPES = {
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "user_change": "users:read",
    "emoji_changed": "emoji:read",
    "team_join": "users:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
}
