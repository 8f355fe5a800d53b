"""The composition root: builds the parts from the settings, starts and stops them; only this file knows them all."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot import clock as clocks
from bot.config import ConfigProblem, Settings
from bot.domain.outcomes import NotSaved, OutcomeUnknown
from bot.jobs.timetable import Timetable
from bot.messenger import Messenger, SlackProblem
from bot.monitoring import Monitor
from bot.parts import Parts
from bot.services import workspaces
from bot.slack import features
from bot.slack.delivery import Server, Socket
from bot.slack.router import Router
from bot.store import schema
from bot.store.database import Database
from bot.store.types import KeyProblem

log = logging.getLogger(__name__)

STOP_WITHIN = 9.0  # seconds for a clean end; whoever runs us kills after 10


class Vouch:
    """One running Vouch. `deliver` is "socket", "http" or "" (none: a worker); `timetable` says whether it sends."""

    def __init__(self, settings: Settings, *, deliver: str = "socket", timetable: bool = True) -> None:
        self.settings = settings
        self.clock = clocks.Clock()
        self.db = Database(settings.url, settings.keys, synchronous=settings.vouch_sqlite_synchronous)
        token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
        client = AsyncWebClient(token=token, base_url=settings.slack_api_url, retry_handlers=[])
        self.messenger = Messenger(client, self.db, self.clock, sends_per_second=settings.vouch_sends_per_second)
        self.parts = Parts(self.db, self.messenger, self.clock, settings.commands)
        self.routes = features.routes()
        self.router = Router(self.routes, self.parts)
        self._identity: dict[str, str] = {}
        self.bolt = self._bolt(signed=deliver == "http")
        self.router.attach(self.bolt)
        self.timetable = Timetable(self.parts, settings.vouch_tick_seconds) if timetable else None
        self.socket = self._socket() if deliver == "socket" else None
        self.server = Server(self.bolt, settings.vouch_host, settings.port) if deliver == "http" else None
        metered = settings.vouch_metrics_port
        self.monitor = Monitor(self.parts, settings.vouch_host, metered) if metered else None
        self._following: asyncio.Task[None] | None = None

    def _bolt(self, *, signed: bool) -> AsyncApp:
        secret = self.settings.slack_signing_secret
        if signed and secret is None:
            raise ConfigProblem("SLACK_SIGNING_SECRET is missing; HTTP mode checks each delivery with it.")

        async def authorize(
            enterprise_id: str | None, team_id: str | None, user_id: str | None
        ) -> AuthorizeResult:  # who we are was asked at start: no call to Slack on the way to an answer
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id,
                user_id=user_id,
                bot_user_id=self._identity.get("user_id"),
                bot_id=self._identity.get("bot_id"),
                bot_token="unused",  # noqa: S106 - listeners call Slack by the messenger only
            )

        return AsyncApp(
            client=AsyncWebClient(base_url=self.settings.slack_api_url),
            authorize=authorize,
            signing_secret=secret.get_secret_value() if secret else None,
            request_verification_enabled=signed,
            process_before_response=True,  # the write is committed before the ack
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )

    def _socket(self) -> Socket:
        if self.settings.slack_app_token is None:
            raise ConfigProblem("SLACK_APP_TOKEN is missing; Socket Mode needs it (an app-level token, xapp-…).")
        return Socket(self.bolt, self.settings.slack_app_token.get_secret_value(), self.settings.slack_api_url)

    async def start(self) -> None:
        """Asks Slack who we are, starts the timetable, then takes payloads. Raises ConfigProblem, KeyProblem."""
        await self.db.write(schema.check_key)
        await self.messenger.start()
        await self._introduce()
        if self.timetable is not None:
            await self.timetable.start()
        if self.monitor is not None:
            await self.monitor.start()
        if self.server is not None:
            await self.server.start()
        if self.socket is not None:
            await self.socket.start()
        if self.settings.vouch_clock_url:
            following = clocks.follow(
                self.clock, self.settings.vouch_clock_url, on_move=self._tick, on_reset=self._forget_everything
            )
            self._following = asyncio.create_task(following)

    async def stop(self) -> None:
        """Takes nothing more, finishes what runs, closes; within `STOP_WITHIN` seconds."""
        if self._following is not None:
            self._following.cancel()
        steps: list[Callable[[], Awaitable[Any]]] = [
            *([partial(self.socket.stop, 3.0)] if self.socket else []),
            *([partial(self.server.stop, 3.0)] if self.server else []),
            *([self.timetable.stop] if self.timetable else []),
            *([self.monitor.stop] if self.monitor else []),
            lambda: self.parts.tasks.drain(3.0),
            self.messenger.close,
            lambda: asyncio.to_thread(self.db.close),
        ]
        loop = asyncio.get_running_loop()
        deadline = loop.time() + STOP_WITHIN
        for step in steps:
            try:
                await asyncio.wait_for(step(), max(0.1, deadline - loop.time()))
            except Exception:
                log.exception("a part did not stop cleanly")

    async def _introduce(self) -> None:
        try:
            self._identity = who = await self.messenger.identity()
        except SlackProblem as problem:
            raise ConfigProblem(
                f"Slack did not accept the bot token, or did not answer ({problem}). `python -m bot doctor` says more."
            ) from None
        await self.db.write(workspaces.note_connection, who, self.clock.real())

    async def _tick(self) -> None:
        """After a move of the sandbox's clock: what is due is done, and what that started is finished."""
        if self.timetable is not None:
            await self.timetable.tick(self.clock.now())
        await self.parts.tasks.drain(5.0)

    async def _forget_everything(self) -> None:
        """The sandbox begins anew: its database is emptied. A real workspace has no clock to follow, so never there."""
        await self.db.write(schema.empty)
        await self.db.write(schema.check_key)
        self.router.known.forget_all()
        await self._introduce()


def prepare(settings: Settings) -> None:
    """Makes the database fit to start with. Raises ConfigProblem where a person has to act first."""
    if not settings.keys:
        raise ConfigProblem("VOUCH_SECRET_KEY is missing; `python -m bot key` prints one.")
    if _state(settings) is not schema.SchemaState.CURRENT:
        if not settings.url.startswith("sqlite"):
            raise ConfigProblem("The database's schema is not up to date; `python -m bot migrate` brings it there.")
        _upgrade(settings)


def migrate(settings: Settings) -> str:
    """Brings the schema up to date and says so."""
    if not settings.keys:
        raise ConfigProblem("VOUCH_SECRET_KEY is missing; `python -m bot key` prints one.")
    if _state(settings) is not schema.SchemaState.CURRENT:
        _upgrade(settings)
    return f"The schema is at {schema.HEAD}."


def _state(settings: Settings) -> schema.SchemaState:
    url = settings.url
    try:
        if url.startswith("sqlite"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = schema.state(url)
    except (schema.DatabaseProblem, OSError) as problem:
        raise _not_opened(problem) from None
    if found is schema.SchemaState.UNKNOWN:
        raise ConfigProblem("The database belongs to a newer Vouch or to another program; it was left alone.")
    return found


def _upgrade(settings: Settings) -> None:
    try:
        schema.upgrade(settings.url, settings.keys)
    except schema.DatabaseProblem as problem:
        raise _not_opened(problem) from None


def _not_opened(problem: Exception) -> ConfigProblem:
    why = problem if isinstance(problem, schema.DatabaseProblem) else type(problem).__name__
    return ConfigProblem(f"DATABASE_URL: the database cannot be opened ({why}).")


async def run(settings: Settings, *, deliver: str, timetable: bool, ready: Callable[[], None]) -> None:
    """Runs until SIGTERM or Ctrl-C, then ends cleanly within `STOP_WITHIN` seconds."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    vouch = Vouch(settings, deliver=deliver, timetable=timetable)
    starting = asyncio.create_task(vouch.start())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            ready()
            await stopping
    except KeyProblem as problem:
        raise ConfigProblem(
            f"VOUCH_SECRET_KEY: {problem}. Put the key back that this database was made with."
        ) from None
    except (NotSaved, OutcomeUnknown):
        raise ConfigProblem("DATABASE_URL: the database does not answer, or another program holds its lock.") from None
    finally:
        starting.cancel()
        stopping.cancel()
        await vouch.stop()
