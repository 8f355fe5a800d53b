"""How payloads reach the router: Socket Mode or signed HTTP; what runs is counted, so that a stop can wait for it."""

import asyncio
import logging

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import bodies

log = logging.getLogger(__name__)

LARGEST_BODY = 4 * 1024 * 1024
CONNECT_PAUSES = (0.2, 0.5, 1, 2, 5, 10, 20, 30)  # seconds; the last one for ever
PATH = "/slack/events"


class Running:
    """How many payloads are being handled."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    def __enter__(self) -> None:
        self._count += 1
        self._none.clear()

    def __exit__(self, *_: object) -> None:
        self._count -= 1
        if self._count == 0:
            self._none.set()

    async def wait_none(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._none.wait(), seconds)
        except TimeoutError:
            log.warning("stopping with %d payloads unanswered", self._count)


class Socket:
    """A Socket Mode connection that comes back by itself; nothing private is logged when a payload fails."""

    def __init__(self, app: AsyncApp, app_token: str, api_url: str) -> None:
        self._app = app
        self._app_token, self._api_url = app_token, api_url
        self._client: SocketModeClient | None = None
        self._running = Running()

    @property
    def connections(self) -> int:
        session = self._client.current_session if self._client else None
        return 0 if session is None or session.closed else 1

    async def start(self) -> None:
        """Connects, as often as it takes; cancel to give up."""
        self._client = client = SocketModeClient(
            self._app_token, web_client=AsyncWebClient(base_url=self._api_url, retry_handlers=[])
        )
        client.socket_mode_request_listeners = [self._handle]  # type: ignore[list-item]  # the SDK types a union of two
        attempt = 0
        while True:
            try:
                # The client's own loop hides a refused token in its retries, so the address is asked for first.
                client.wss_uri = await client.issue_new_wss_url()
                await client.connect()
            except (SlackClientError, OSError, TimeoutError, ValueError) as problem:
                pause = CONNECT_PAUSES[min(attempt, len(CONNECT_PAUSES) - 1)]
                log.warning("no connection to Slack (%s); next try in %s s", type(problem).__name__, pause)
                await asyncio.sleep(pause)
                attempt += 1
            else:
                return

    async def stop(self, seconds: float) -> None:
        """Takes nothing more, lets what runs be answered, then closes."""
        if self._client is None:
            return
        self._client.socket_mode_request_listeners = []
        await self._running.wait_none(seconds)
        await self._client.close()

    async def _handle(self, client: SocketModeClient, request: SocketModeRequest) -> None:
        with self._running:
            try:
                if not bodies.is_payload(request.payload):
                    log.warning("a payload of type %s has not the shape of one", request.type)
                    await client.send_socket_mode_response(SocketModeResponse(request.envelope_id))
                    return
                answer = await run_async_bolt_app(self._app, request)
                await send_async_response(client, request, answer, 0.0)
            except Exception as problem:  # noqa: BLE001 - an unanswered payload must not end the connection
                log.error("a payload of type %s was not answered: %s", request.type, type(problem).__name__)  # noqa: TRY400 - no private text


class Server:
    """The HTTP server for signed deliveries."""

    def __init__(self, app: AsyncApp, host: str, port: int) -> None:
        self._app = app
        self._host, self._port = host, port
        self._running = Running()
        self._runner: web.AppRunner | None = None

    @property
    def port(self) -> int:
        assert self._runner is not None
        return int(self._runner.addresses[0][1])

    async def start(self) -> None:
        served = web.Application(client_max_size=LARGEST_BODY)
        served.router.add_post(PATH, self._deliver)
        served.router.add_get("/health", self._health)
        self._runner = web.AppRunner(served, access_log=None, shutdown_timeout=3.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def stop(self, seconds: float) -> None:
        if self._runner is None:
            return
        for site in list(self._runner.sites):
            await site.stop()
        await self._running.wait_none(seconds)
        await self._runner.cleanup()

    async def _deliver(self, request: web.Request) -> web.Response:
        with self._running:
            payload = bodies.read_request(await request.read(), request.query_string, request.headers)
            if payload is None:
                return web.Response(status=400, text="This is not a payload of Slack.")
            try:
                return await to_aiohttp_response(await self._app.async_dispatch(payload))
            except Exception as problem:  # noqa: BLE001 - the server goes on, and logs no private text
                log.error("a payload was not answered: %s", type(problem).__name__)  # noqa: TRY400 - no private text
                return web.Response(status=500, text="Something went wrong.")

    async def _health(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok")
