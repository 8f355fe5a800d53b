"""The command line: start the sandbox, say where it is in one line of JSON, end with the parent; no rules here."""

import asyncio
import json
import os
import signal
import threading
from contextlib import suppress
from pathlib import Path

import click

from sandbox import server, story
from sandbox.box import Box


@click.command()
@click.option("--port", default=8765, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option(
    "--manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The app's manifest.json."
)
@click.option("--deliver", metavar="URL", help="Deliver by signed HTTP to this address instead of Socket Mode.")
@click.option("--signing-secret", metavar="TEXT", help="The secret that signs HTTP deliveries.")
@click.option("--seed/--no-seed", default=True, show_default=True, help="Tell the seed story once the app is there.")
@click.option("--stay", is_flag=True, help="Keep running when standard input closes.")
def main(
    port: int, manifest: Path | None, deliver: str | None, signing_secret: str | None, seed: bool, stay: bool
) -> None:
    """Run a local Slack-like workspace: one line of JSON says where, and it ends when its standard input does."""
    try:
        asyncio.run(run(port, manifest, deliver, signing_secret, seed=seed, stay=stay))
    except OSError as error:
        raise click.ClickException(f"The sandbox cannot start on port {port}: {error.strerror or error}") from error


async def run(
    port: int, manifest: Path | None, deliver: str | None, signing_secret: str | None, *, seed: bool, stay: bool
) -> None:
    stop = _stop_signal(watch_input=not stay)
    async with server.running(port, manifest, deliver, signing_secret) as box:
        click.echo(json.dumps(addresses(box)))
        if seed:
            box.outbox.start(_seed(box, by_socket=deliver is None))
        await stop.wait()


def addresses(box: Box) -> dict[str, str]:
    return {
        "url": box.url,
        "api_url": box.api_url,
        "clock_url": box.clock_url,
        "bot_token": box.bot_token,
        "app_token": box.app_token,
        "signing_secret": box.signing_secret,
    }


async def _seed(box: Box, *, by_socket: bool) -> None:
    """Wait for the app, then begin anew with it: what an earlier sandbox left in its database does not fit this one."""
    if by_socket:
        await box.hub.connected.wait()
    await box.clock.followed.wait()
    result = await story.reset(box, seed=True)
    if not result["ok"]:
        click.echo(f"The seed story was not told: {result['error']}", err=True)
    for line in result.get("failed", []):
        click.echo(f"The seed story went wrong at {line}", err=True)


def _stop_signal(*, watch_input: bool) -> asyncio.Event:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if watch_input:

        def watch() -> None:
            with suppress(OSError):  # an input that was never there is a closed one
                while os.read(0, 1024):
                    pass
            loop.call_soon_threadsafe(stop.set)

        threading.Thread(target=watch, daemon=True).start()
    return stop


if __name__ == "__main__":
    main()
