"""The servers that are measured, each a process of its own: `python -m bench.servers KIND PORT [DATABASE API_URL]`."""

import asyncio
import resource
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bench.load import SECRET
from bot.slack.delivery import Server

KEY = "cm9tYW5lcyBldW50IGRvbXVzLCBub24gcGlsYSBpdGE="


async def authorize(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token="xoxb-bench")


def bolt(*, process_before_response: bool) -> AsyncApp:
    return AsyncApp(authorize=authorize, signing_secret=SECRET, process_before_response=process_before_response)


async def no_op(port: int, *, process_before_response: bool = True) -> None:
    """A listener that answers and does nothing else, on the same server and settings."""
    app = bolt(process_before_response=process_before_response)

    @app.command("/win")
    async def on_win(ack: AsyncAck) -> None:
        await ack("Saved.")

    await Server(app, "127.0.0.1", port).start()


async def usual(port: int, database: str) -> None:
    from bench import usual as written

    app = bolt(process_before_response=False)
    written.attach(app, database)
    await Server(app, "127.0.0.1", port).start()


async def vouch(port: int, database: str, api_url: str, synchronous: str = "FULL") -> None:
    from bot import garbage

    garbage.collect_seldom()
    from bot import app, config

    settings = config.load(
        {
            "SLACK_BOT_TOKEN": "xoxb-0-sandbox-bot",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": api_url,
            "VOUCH_SECRET_KEY": KEY,
            "DATABASE_URL": database,
            "PORT": str(port),
            "VOUCH_SQLITE_SYNCHRONOUS": synchronous,
            "VOUCH_TICK_SECONDS": "300",
        },
        env_file=None,
    )
    app.prepare(settings)
    await app.Vouch(settings, deliver="http").start()


KINDS: dict[str, Callable[..., Awaitable[None]]] = {
    "no-op": no_op,
    "no-op-default": lambda port: no_op(port, process_before_response=False),
    "usual": usual,
    "vouch": vouch,
}


async def main(kind: str, port: int, *rest: str) -> None:
    await KINDS[kind](port, *rest)
    loop = asyncio.get_running_loop()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while await loop.run_in_executor(None, sys.stdin.readline):  # each line asks how much memory is used
        sys.stdout.write(f"{_resident()}\n")
        sys.stdout.flush()


def _resident() -> int:
    """Resident memory now, in bytes; where the system does not say, the highest so far."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]))
