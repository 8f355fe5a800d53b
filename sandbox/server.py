"""Putting the sandbox on a loopback port: the list of routes, start and stop; it may not bind to anything else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox import clock, control, response_urls, web_api
from sandbox import manifest as manifests
from sandbox.box import Box
from sandbox.web_api import files
from sandbox.wire import Json

HOST = "127.0.0.1"
PAGE = Path(__file__).parent / "page"
_OWN_NAMES = {HOST, "localhost"}
_LARGEST_BODY = 64 * 1024 * 1024


@asynccontextmanager
async def running(
    port: int = 0,
    manifest: Path | str | Json | None = None,
    deliver_to: str | None = None,
    signing_secret: str | None = None,
    time_scale: float = 1.0,
) -> AsyncIterator[Box]:
    """A running sandbox; port 0 takes a free one."""
    box = Box(manifests.load(manifest), deliver_to=deliver_to, signing_secret=signing_secret, time_scale=time_scale)
    runner = web.AppRunner(build(box), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        box.url = f"http://{HOST}:{runner.addresses[0][1]}"
        yield box
    finally:
        await box.close()
        await runner.cleanup()


def build(box: Box) -> web.Application:
    app = web.Application(client_max_size=_LARGEST_BODY, middlewares=[_at_home])
    app.add_routes([clock.route(box.clock), web.get("/link/", box.hub.serve), response_urls.route(box)])
    app.add_routes([*web_api.route(box), *files.route(box), *control.routes(box)])
    app.add_routes([web.get("/", _index), web.get("/archives/{channel}/{ts}", _archives)])
    app.router.add_static("/", PAGE)
    return app


@web.middleware
async def _at_home(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Other sites open in the same browser may not act here, nor reach this port under a name of theirs."""
    origin = request.headers.get("Origin")
    hosts = [request.url.host, urlsplit(origin).hostname if origin else request.url.host]
    if not set(hosts) <= _OWN_NAMES:
        return web.json_response({"ok": False, "error": "This workspace is for its own page only."}, status=403)
    return await handler(request)


async def _index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-store"})


async def _archives(request: web.Request) -> web.Response:
    """A permalink, which opens the page at that message."""
    where = f"/#{request.match_info['channel']}/{request.match_info['ts']}"
    return web.Response(status=302, headers={"Location": where})
