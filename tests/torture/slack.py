"""A fast stand-in for Slack's Web API with the few methods that workers call; what it was sent is the truth.

It is no kinder than Slack where workers look: a limit for each workspace and channel answered by 429 with Retry-After,
metadata only for who asks for them, history newest first and page by page.
"""

import asyncio
import random
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

SPED_UP = 50  # Slack's limits, and its Retry-After, in times of real
WORKSPACE_RATE = 4 * SPED_UP  # posts a second
RETRY_AFTER = 1  # seconds: fifty in real


def user_of(workspace: int, number: int) -> str:
    return f"U{workspace:03d}X{number:05d}"


@dataclass
class Post:
    user: str
    key: str
    text: str
    ts: str
    at: float


@dataclass
class FakeSlack:
    """`refuse` is the error of conversations.history; `limited` the share of posts that meet a 429 for no reason."""

    refuse: str = ""
    limited: float = 0.0
    latency: float = 0.002
    posts: list[Post] = field(default_factory=list)
    held: dict[str, float] = field(default_factory=dict)
    too_early: int = 0
    limits: int = 0
    started: int = 0
    url: str = ""

    def __post_init__(self) -> None:
        self._recent: dict[str, deque[float]] = defaultdict(deque)
        self._by_user: dict[str, list[Post]] = defaultdict(list)
        self._chance = random.Random(1)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        self._loop.run_until_complete(runner.setup())
        self._loop.run_until_complete(web.TCPSite(runner, "127.0.0.1", 0).start())
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    def wait_started(self, many: int) -> None:
        """Until so many have asked who they are."""
        while self.started < many:
            time.sleep(0.05)

    async def _answer(self, request: web.Request) -> web.Response:
        args: dict[str, Any] = dict(request.query)
        if request.method == "POST":
            args |= await request.json() if "json" in request.content_type else dict(await request.post())
        methods = {
            "auth.test": self._identity,
            "chat.postMessage": self._post,
            "conversations.history": self._history,
            "conversations.open": self._open,
        }
        method = methods.get(request.match_info["method"])
        if method is None:
            return web.json_response({"ok": False, "error": "unknown_method"})
        return await method(args)

    async def _identity(self, _args: dict[str, Any]) -> web.Response:
        self.started += 1
        who = {"team": "Torture", "team_id": "T000", "user_id": "U0VOUCH", "bot_id": "B0VOUCH", "url": ""}
        return web.json_response({"ok": True} | who)

    async def _post(self, args: dict[str, Any]) -> web.Response:
        await asyncio.sleep(self.latency)
        user, now = str(args["channel"]), time.monotonic()
        place = user[:4]
        recent = self._recent[place]
        while recent and recent[0] <= now - 1:
            recent.popleft()
        if now < self.held.get(place, 0.0) - 0.05:
            self.too_early += 1
        if len(recent) >= WORKSPACE_RATE or self._chance.random() < self.limited or now < self.held.get(place, 0.0):
            self.limits += 1
            self.held[place] = max(self.held.get(place, 0.0), now + RETRY_AFTER)
            headers = {"Retry-After": str(RETRY_AFTER)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        recent.append(now)
        key = args["metadata"]["event_payload"].get("delivery", "")
        post = Post(user, key, str(args["text"]) + str(args.get("blocks")), f"{time.time():.6f}", now)
        self.posts.append(post)
        self._by_user[user].append(post)
        return web.json_response({"ok": True, "channel": f"D{user}", "ts": post.ts})

    async def _open(self, args: dict[str, Any]) -> web.Response:
        return web.json_response({"ok": True, "channel": {"id": f"D{args['users']}"}})

    async def _history(self, args: dict[str, Any]) -> web.Response:
        if self.refuse:
            return web.json_response({"ok": False, "error": self.refuse})
        oldest, limit = float(args.get("oldest") or 0), int(args.get("limit") or 100)
        found = [post for post in reversed(self._by_user[str(args["channel"])[1:]]) if float(post.ts) >= oldest]
        start = int(args.get("cursor") or 0)
        shown = found[start : start + limit]
        more = len(found) > start + limit
        show = args.get("include_all_metadata") in {"true", True, "1"}
        messages = [
            {"ts": post.ts, "bot_id": "B0VOUCH", "text": "…"}
            | ({"metadata": {"event_type": "x", "event_payload": {"delivery": post.key}}} if show else {})
            for post in shown
        ]
        cursor = {"next_cursor": str(start + limit)} if more else {}
        return web.json_response({"ok": True, "messages": messages, "has_more": more, "response_metadata": cursor})
