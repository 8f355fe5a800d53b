"""A typed client of the control API, one method for each of its addresses; it may not know what the app does."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp

from sandbox.wire import Json

T = TypeVar("T")
MEETING = {"U0ZOE": "C0OTHER"}


class Refused(AssertionError):
    """The control API did not take a request: nobody could have done this in a Slack client."""


class Client:
    """`as_` is the id of the person acted as."""

    def __init__(self, url: str) -> None:
        self._url = f"{url.rstrip('/')}/control"
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def state(self, as_: str = "U0ADA", *, reload: bool = False) -> Json:
        return await self._get("state", {"as": as_, **({"reload": "1"} if reload else {})})

    async def messages(self, as_: str, channel: str) -> list[Json]:
        """What this person sees in one channel, oldest first."""
        for item in (await self.state(as_))["channels"]:
            if item["id"] == channel:
                return list(item["messages"])
        return []

    async def until(self, ask: Callable[[], Awaitable[T]], limit: float = 5.0) -> T:
        """Ask again until the answer is true, and return it."""
        answer = await ask()
        try:
            async with asyncio.timeout(limit):
                while not answer:
                    await asyncio.sleep(0.02)
                    answer = await ask()
        except TimeoutError:
            raise AssertionError(f"still {answer!r} after {limit} s") from None
        return answer

    async def command(self, text: str, *, as_: str = "U0ADA", channel: str | None = None) -> Json:
        """Without a channel it is typed where this person's team meets."""
        return await self._post(
            "command", {"as": as_, "channel": channel or MEETING.get(as_, "C0GENERAL"), "text": text}
        )

    async def message(
        self,
        text: str,
        *,
        as_: str = "U0ADA",
        channel: str = "C0GENERAL",
        thread_ts: str | None = None,
        blocks: list[Json] | None = None,
    ) -> str:
        sent = {"as": as_, "channel": channel, "text": text, "thread_ts": thread_ts, "blocks": blocks}
        return str((await self._post("message", sent))["ts"])

    async def bot_message(
        self,
        channel: str,
        text: str = "",
        *,
        bot: str = "B0DEPLOY",
        blocks: list[Json] | None = None,
        thread_ts: str | None = None,
        webhook: bool = True,
    ) -> str:
        """Another app's message; that of a webhook has no user."""
        sent = {"bot": bot, "channel": channel, "text": text, "blocks": blocks, "thread_ts": thread_ts}
        return str((await self._post("bot_message", sent | {"webhook": webhook}))["ts"])

    async def dm(self, with_: str, *, as_: str = "U0ADA") -> str:
        """The conversation of two people, or of one with themselves."""
        return str((await self._post("dm", {"as": as_, "with": with_}))["channel"])

    async def edit(self, channel: str, ts: str, text: str, *, as_: str = "U0ADA") -> Json:
        return await self._post("message/edit", {"as": as_, "channel": channel, "ts": ts, "text": text})

    async def delete(self, channel: str, ts: str, *, as_: str = "U0ADA") -> Json:
        return await self._post("message/delete", {"as": as_, "channel": channel, "ts": ts})

    async def react(self, channel: str, ts: str, name: str, *, as_: str = "U0ADA") -> Json:
        return await self._post("react", {"as": as_, "channel": channel, "ts": ts, "name": name})

    async def unreact(self, channel: str, ts: str, name: str, *, as_: str = "U0ADA") -> Json:
        return await self._post("unreact", {"as": as_, "channel": channel, "ts": ts, "name": name})

    async def shortcut(
        self, callback_id: str, *, as_: str = "U0ADA", channel: str | None = None, ts: str | None = None
    ) -> Json:
        return await self._post("shortcut", {"as": as_, "callback_id": callback_id, "channel": channel, "ts": ts})

    async def action(self, action_id: str, *, as_: str = "U0ADA", **where: Any) -> Json:
        """`where` is channel and ts, or view_id, or home=True; besides block_id, value and values."""
        return await self._post("action", {"as": as_, "action_id": action_id, **where})

    async def options(self, action_id: str, query: str = "", *, as_: str = "U0ADA", **where: Any) -> Json:
        """What an external select offers for `query`; `where` as for `action`."""
        return await self._post("options", {"as": as_, "action_id": action_id, "query": query, **where})

    async def submit(self, view_id: str, values: Json | None = None, *, as_: str = "U0ADA") -> Json:
        return await self._post("submit", {"as": as_, "view_id": view_id, "values": values or {}})

    async def close(self, view_id: str, *, as_: str = "U0ADA") -> Json:
        return await self._post("close", {"as": as_, "view_id": view_id})

    async def home(self, as_: str = "U0ADA", tab: str = "home") -> Json:
        return await self._post("home", {"as": as_, "tab": tab})

    async def clock(self, *, as_: str = "U0ADA", **how: Any) -> Json:
        """`how` is one of to (ISO time), advance (seconds) and to_next ("digest", "nudge", "day")."""
        return await self._post("clock", {"as": as_, **how})

    async def fault(self, method: str, *, times: int = 1, **what: Any) -> Json:
        """`what` is error, status, delay, retry_after or lose."""
        return await self._post("fault", {"method": method, "times": times, **what})

    async def limit(self, method: str, calls: int, seconds: float) -> Json:
        """Answer 429 to more calls than these, until `clear_faults`."""
        return await self._post("limit", {"method": method, "calls": calls, "seconds": seconds})

    async def clear_faults(self) -> Json:
        return await self._post("fault/clear", {})

    async def calls(self, method: str | None = None) -> list[Json]:
        return list((await self._get("calls", {"method": method} if method else {}))["calls"])

    async def traffic(self, *, after: int = 0, kind: str | None = None, limit: int = 200) -> list[Json]:
        """What went between workspace and app, both ways, oldest first."""
        query = {"after": str(after), "limit": str(limit)} | ({"kind": kind} if kind else {})
        return list((await self._get("traffic", query))["entries"])

    async def inject(self, kind: str, payload: Json, headers: dict[str, str] | None = None) -> Json:
        return await self._post("inject", {"type": kind, "payload": payload, "headers": headers or {}})

    async def last(self, kind: str, as_: str | None = None) -> Json:
        return dict((await self._post("last", {"kind": kind, "as": as_}))["payload"])

    async def user(self, user: str, **changes: Any) -> Json:
        return await self._post("user", {"id": user, **changes})

    async def channel(self, channel: str, *, bot_in: bool) -> Json:
        return await self._post("channel", {"id": channel, "bot_in": bot_in})

    async def emoji(self, name: str, value: str | None) -> Json:
        """Add a custom emoji (a picture's address, or "alias:name"), or remove it."""
        return await self._post("emoji", {"name": name, "value": value})

    async def scopes(self, *without: str) -> Json:
        """Grant what the manifest asks for, without these."""
        return await self._post("scopes", {"without": list(without)})

    async def refuse_blocks(self, surface: str, *types: str) -> Json:
        return await self._post("refuse_blocks", {"surface": surface, "types": list(types)})

    async def uninstall(self) -> Json:
        return await self._post("uninstall", {})

    async def disconnect(self, reason: str = "refresh_requested") -> Json:
        return await self._post("disconnect", {"reason": reason})

    async def reset(self, *, seed: bool = False, years: float = 0) -> Json:
        """Begin anew; with `seed` the story is told, after so many `years` of work before it."""
        return await self._post("reset", {"seed": seed, "years": years})

    async def _post(self, path: str, body: Json) -> Json:
        assert self._session is not None
        async with self._session.post(f"{self._url}/{path}", json=body) as answer:
            return await _read(answer)

    async def _get(self, path: str, query: dict[str, str]) -> Json:
        assert self._session is not None
        async with self._session.get(f"{self._url}/{path}", params=query) as answer:
            return await _read(answer)


async def _read(answer: aiohttp.ClientResponse) -> Json:
    body: Json = await answer.json()
    if not answer.ok:
        raise Refused(str(body.get("error")))
    return body
