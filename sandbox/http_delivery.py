"""Signed HTTP delivery: the same payloads as Socket Mode, as requests; it may not know what they mean."""

import asyncio
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from sandbox import clock
from sandbox.wire import Ack, Json

_OK_BELOW = 300


class Sender:
    def __init__(self, url: str, signing_secret: str) -> None:
        self.url = url
        self.signing_secret = signing_secret
        self._session: aiohttp.ClientSession | None = None

    async def deliver(
        self,
        kind: str,
        payload: Json,
        *,
        limit: float,
        retry: tuple[int, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Ack:
        body, content_type = encode(kind, payload)
        sent = {"content-type": content_type, **sign(self.signing_secret, body)}
        if retry:
            sent |= {"x-slack-retry-num": str(retry[0]), "x-slack-retry-reason": retry[1]}
        sent |= {name.lower(): value for name, value in (headers or {}).items()}
        started = time.monotonic()
        try:
            async with asyncio.timeout(limit):
                return await self._post(body, sent, started)
        except TimeoutError:
            return Ack("timeout", None, _since(started), sent)
        except aiohttp.ClientError:
            return Ack("connection_failed", None, _since(started), sent)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _post(self, body: bytes, headers: dict[str, str], started: float) -> Ack:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.post(self.url, data=body, headers=headers, allow_redirects=False) as answer:
            text = await answer.text()
            content = _content(answer.headers.get("Content-Type", ""), text)
            failed = None if answer.status < _OK_BELOW else f"http_error {answer.status}"
            return Ack(failed, content, _since(started), headers, answer.status)


def encode(kind: str, payload: Json) -> tuple[bytes, str]:
    """Commands are forms, interactions a form with one JSON field, events JSON."""
    form = "application/x-www-form-urlencoded"
    if kind == "slash_commands":
        return urlencode({key: str(value) for key, value in payload.items()}).encode(), form
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}).encode(), form
    return json.dumps(payload).encode(), "application/json"


def sign(secret: str, body: bytes) -> dict[str, str]:
    """Slack's v0 signature, made with real time."""
    stamp = str(int(clock.real_now().timestamp()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}


def _content(content_type: str, text: str) -> object:
    if not text:
        return None
    if not content_type.startswith("application/json"):
        return {"text": text}
    try:
        return json.loads(text)
    except ValueError:
        return None


def _since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)
