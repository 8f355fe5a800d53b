"""A light load generator: signed slash commands over kept-alive connections, so that the server is what is measured."""

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

SECRET = "bench-signing-secret"
USERS = 16


@dataclass(frozen=True, slots=True)
class Measured:
    """Saved a second, the 99th percentile of the time to an answer in milliseconds, and how many were not saved."""

    per_second: float
    p99: float
    failed: int = 0


def command(number: int, port: int) -> bytes:
    """One `/win` as Slack sends it; each has its own trigger id, title and numbers."""
    line = (
        f"shipped retry queue {number}, p95 {800 + number % 90}ms -> 480ms #reliability #infra "
        f"<@U0PRIYA> <https://example.com/pr/{number}> yesterday"
    )
    body = urlencode(
        {
            "command": "/win",
            "text": line,
            "team_id": "T0ACME",
            "team_domain": "acme",
            "channel_id": "C0GENERAL",
            "channel_name": "general",
            "user_id": f"U0BENCH{number % USERS:02d}",
            "user_name": "bench",
            "api_app_id": "A0VOUCH",
            "is_enterprise_install": "false",
            "response_url": f"http://127.0.0.1:{port}/none",
            "trigger_id": f"{time.monotonic_ns()}.{number}",
        }
    )
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: {signature}\r\n\r\n"
    )
    return (head + body).encode()


async def fire(port: int, requests: list[bytes], at_a_time: int) -> Measured:
    """Sends all requests, `at_a_time` of them at once; an answer that is not 200 or says that it failed counts so."""
    waiting = list(reversed(requests))
    times: list[float] = []
    saved = 0

    async def one_connection() -> None:
        nonlocal saved
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while waiting:
            request = waiting.pop()
            began = time.perf_counter()
            writer.write(request)
            if await _saved(reader):
                saved += 1
            times.append(time.perf_counter() - began)
        writer.close()
        await writer.wait_closed()

    began = time.perf_counter()
    await asyncio.gather(*(one_connection() for _ in range(at_a_time)))
    took = time.perf_counter() - began
    times.sort()
    return Measured(saved / took, times[int(len(times) * 0.99) - 1] * 1000, len(times) - saved)


async def _saved(reader: asyncio.StreamReader) -> bool:
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    body = await reader.readexactly(length)
    return b" 200 " in head.split(b"\r\n", 1)[0] and b"Not saved" not in body and b"went wrong" not in body
