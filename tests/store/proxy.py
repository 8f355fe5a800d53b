"""A TCP proxy before PostgreSQL that can be down, drop its connections, or fall silent at a certain word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Self

from sqlalchemy.engine import URL, make_url


class Proxy:
    def __init__(self, target: URL) -> None:
        self._target = target
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._fatal = b""
        self._port = 0

    @classmethod
    @asynccontextmanager
    async def to(cls, address: str) -> AsyncIterator[Self]:
        proxy = cls(make_url(address))
        await proxy.come_up()
        try:
            yield proxy
        finally:
            await proxy.go_down()

    @property
    def url(self) -> str:
        local = self._target.set(host="127.0.0.1", port=self._port).difference_update_query(["host", "port"])
        return local.render_as_string(hide_password=False)

    async def come_up(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def go_down(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        await self.drop_connections()

    async def drop_connections(self) -> None:
        for writer in list(self._writers):
            writer.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut_at(self, word: bytes) -> None:
        """The next message with this word reaches the server; its answer is never seen."""
        self._fatal = word

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        host = self._target.host or str(self._target.query.get("host", ""))
        port = self._target.port or 5432
        if host.startswith("/"):
            return await asyncio.open_unix_connection(str(Path(host) / f".s.PGSQL.{port}"))
        return await asyncio.open_connection(host, port)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await self._connect()
        ends = {writer, back}
        self._writers |= ends
        answers = asyncio.create_task(self._pump(there, writer))
        pumps = [answers, asyncio.create_task(self._pump_until_fatal(reader, back, answers))]
        self._tasks |= set(pumps)
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0.15 if self._fatal else 0)
        finally:
            for pump in pumps:
                pump.cancel()
            self._tasks -= set(pumps)
            self._writers -= ends
            for end in ends:
                end.close()

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):  # an end that hung up ends the pump
            while data := await source.read(65536):
                target.write(data)
                await target.drain()

    async def _pump_until_fatal(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, answers: "asyncio.Task[None]"
    ) -> None:
        with suppress(ConnectionError):  # an end that hung up ends the pump
            while data := await source.read(65536):
                fatal = bool(self._fatal) and self._fatal in data
                if fatal:
                    answers.cancel()
                target.write(data)
                await target.drain()
                if fatal:
                    self._fatal = b""
                    await asyncio.sleep(0.1)  # the server does what it was asked
                    return
