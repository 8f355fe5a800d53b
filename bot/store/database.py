"""Engine, threads and commit: the only file that begins or ends a transaction.

SQLite has one writer thread, which commits several waiting writes as one group (each in its savepoint, answered after
the commit), and a few readers. PostgreSQL has a pool of threads for both. A write that has not begun when its deadline
passes is withdrawn and can never run; one that has begun is waited for, because its outcome is not known yet.
"""

import asyncio
import functools
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, Insert, PoolProxiedConnection, Table, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool

from bot.domain.outcomes import NotRead, NotSaved, OutcomeUnknown
from bot.store.types import Cipher

Session = Connection
P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger(__name__)

WRITE_DEADLINE = 2.0  # seconds; Slack's limit is 3
READ_DEADLINE = 2.0
LOCK_TIMEOUT_MS = 1_200  # below the deadlines, so that a blocked statement ends by itself
STATEMENT_TIMEOUT_MS = 1_600
CONNECT_TIMEOUT_S = 2
GROUP = 64  # writes in one commit at the most


class _Write:
    """One waiting write. `begin` and `withdraw` exclude each other: what was withdrawn never runs."""

    __slots__ = ("_lock", "_taken", "error", "future", "loop", "result", "work")

    def __init__(self, work: Callable[[Session], Any]) -> None:
        self.work = work
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.result: Any = None
        self.error: BaseException | None = None
        self._lock = threading.Lock()
        self._taken = False

    def begin(self) -> bool:
        return self._take()

    def withdraw(self) -> bool:
        return self._take()

    def abandon(self) -> None:
        """Nobody waits any more: it does not begin, or ends without its failure being reported as unheard."""
        if not self.withdraw():
            self.future.add_done_callback(lambda future: future.cancelled() or future.exception())

    def _take(self) -> bool:
        with self._lock:
            if self._taken:
                return False
            self._taken = True
            return True

    def settle(self) -> None:
        """Runs in the event loop's thread."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Database:
    """Runs plain functions `(session, …) -> value` in threads, each in one transaction."""

    def __init__(
        self, url: str, keys: Sequence[str], *, deadline: float = WRITE_DEADLINE, synchronous: str = "FULL"
    ) -> None:
        """`url` as SQLAlchemy takes it (sqlite:///… or postgresql://…); `keys` are Fernet keys, newest first.

        `synchronous` is SQLite's: FULL survives power loss after each commit, NORMAL only process death.
        Raises KeyProblem for malformed keys.
        """
        self.url = make_url(url)
        self.deadline = deadline
        self._synchronous = synchronous
        self._cipher = Cipher(keys)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._engine(writer=True)
        if self.is_sqlite:
            self._read_engine = self._engine(writer=False)
            self._readers = ThreadPoolExecutor(3, thread_name_prefix="vouch-read")
            self._queue: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
            self._writer = threading.Thread(target=self._write_forever, name="vouch-write", daemon=True)
            self._writer.start()
        else:
            self._read_engine = self.engine
            self._readers = self._writers = ThreadPoolExecutor(8, thread_name_prefix="vouch-db")

    def _engine(self, *, writer: bool) -> Engine:
        if self.is_sqlite:
            engine = create_engine(
                self.url, poolclass=QueuePool, pool_size=1 if writer else 3, max_overflow=2, hide_parameters=True
            )
            self._listen_sqlite(engine, writer=writer)
        else:
            engine = create_engine(
                self.url,
                pool_size=8,
                max_overflow=0,
                pool_timeout=self.deadline,
                hide_parameters=True,  # errors must not quote what people wrote
                pool_recycle=1800,
                connect_args={
                    "connect_timeout": CONNECT_TIMEOUT_S,
                    # A server that vanished without a word is given up after about eleven seconds, not two hours.
                    "keepalives_idle": 5,
                    "keepalives_interval": 2,
                    "keepalives_count": 3,
                    "tcp_user_timeout": 11_000,
                    "options": f"-c lock_timeout={LOCK_TIMEOUT_MS} -c statement_timeout={STATEMENT_TIMEOUT_MS}"
                    " -c idle_in_transaction_session_timeout=10000 -c timezone=UTC -c datestyle=ISO",
                },
            )
        self._cipher.bind(engine.dialect)
        return engine

    def _listen_sqlite(self, engine: Engine, *, writer: bool) -> None:
        def on_connect(connection: sqlite3.Connection, _record: object) -> None:
            connection.isolation_level = None  # BEGIN is ours: pysqlite would begin late and deferred
            for pragma in (
                f"busy_timeout={LOCK_TIMEOUT_MS}",
                "journal_mode=WAL",
                f"synchronous={self._synchronous}",
                "foreign_keys=ON",
                f"query_only={'OFF' if writer else 'ON'}",
            ):
                connection.execute(f"PRAGMA {pragma}")

        begin = "BEGIN IMMEDIATE" if writer else "BEGIN"

        def do_begin(connection: PoolProxiedConnection) -> None:
            connection.execute(begin)

        event.listen(engine, "connect", on_connect)
        # An engine event for this would cost every statement a tenth more: events make SQLAlchemy look for listeners.
        engine.dialect.do_begin = do_begin  # type: ignore[method-assign, assignment]  # of this one engine

    async def write(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Runs `work(session, *args, **kwargs)` and returns its value after the commit.

        Raises NotSaved where nothing is or will be stored, OutcomeUnknown where the commit's answer was lost, and
        whatever `work` raises (then nothing is stored). Waits beyond the deadline for what has begun.
        """
        write = _Write(lambda session: work(session, *args, **kwargs))
        if self.is_sqlite:
            self._queue.put(write)
        else:
            self._writers.submit(self._write_one, write)
        try:
            done, _ = await asyncio.wait((write.future,), timeout=self.deadline)
            if not done and write.withdraw():
                raise NotSaved("the database was busy")
            return await asyncio.shield(write.future)
        except asyncio.CancelledError:
            write.abandon()
            raise

    async def read(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Runs `work(session, …)` on one snapshot. Raises NotRead when the database does not answer in time."""
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._readers, lambda: self._read(work, *args, **kwargs))
        try:
            return await asyncio.wait_for(asyncio.shield(running), READ_DEADLINE)
        except TimeoutError as problem:
            running.add_done_callback(lambda future: future.cancelled() or future.exception())
            raise NotRead("the database did not answer") from problem

    def _read(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        try:
            with self._read_engine.connect() as session:
                return work(session, *args, **kwargs)
        except DBAPIError as problem:
            if _unreachable(problem):
                log.warning("database trouble: %s", _name(problem.orig or problem))
                raise NotRead("the database cannot be reached") from problem
            raise

    def close(self) -> None:
        """Finishes what was queued and closes all connections. Blocks."""
        if self.is_sqlite:
            self._queue.put(None)
            self._writer.join(timeout=5)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._read_engine.dispose()
        self.engine.dispose()

    # PostgreSQL: one transaction a write

    def _write_one(self, write: _Write) -> None:
        if write.begin():
            self._run_alone(write)
            _answer([write])

    def _run_alone(self, write: _Write) -> None:
        for attempt in (1, 2):
            committing = False
            try:
                with self.engine.connect() as session:
                    write.result = write.work(session)
                    committing = True
                    session.commit()
            except DBAPIError as problem:
                if attempt == 1 and not committing and _worth_repeating(problem):
                    continue
                write.error = _verdict(problem, committing=committing)
            except BaseException as problem:  # noqa: BLE001 - handed to the caller whole
                write.error = problem
            return

    # SQLite: the writer thread and its groups

    def _write_forever(self) -> None:
        while True:
            first = self._queue.get()
            if first is None:
                return
            group, last = self._gather(first)
            self._run_group(group)
            if last:
                return

    def _gather(self, first: _Write) -> tuple[list[_Write], bool]:
        group = [first]
        while len(group) < GROUP:
            try:
                following = self._queue.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return group, True
            group.append(following)
        return group, False

    def _run_group(self, group: list[_Write]) -> None:
        begun: list[_Write] = []
        try:
            with self.engine.connect() as session:
                session.begin()
                begun = [write for write in group if write.begin()]
                driver: Any = session.connection.driver_connection
                for write in begun:
                    _run_in_savepoint(session, driver, write)
                session.commit()
        except BaseException as problem:  # noqa: BLE001 - each waiting caller is told
            verdict = _verdict(problem, committing=False)
            for write in group:
                if write in begun or write.begin():
                    write.error, write.result = verdict, None
                    if write not in begun:
                        begun.append(write)
        _answer(begun)


def _run_in_savepoint(session: Session, driver: Any, write: _Write) -> None:
    """One failing write leaves the others of its group alone."""
    driver.execute("SAVEPOINT one")
    try:
        write.result = write.work(session)
        driver.execute("RELEASE one")
    except BaseException as problem:
        if not driver.in_transaction:  # SQLite rolled the whole group back (disk full, I/O error)
            raise
        driver.execute("ROLLBACK TO one")
        driver.execute("RELEASE one")
        write.error = _verdict(problem, committing=False) if isinstance(problem, DBAPIError) else problem


def _answer(writes: list[_Write]) -> None:
    """Wakes each event loop once for all its answers."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Write]] = {}
    for write in writes:
        by_loop.setdefault(write.loop, []).append(write)
    for loop, settled in by_loop.items():
        try:
            loop.call_soon_threadsafe(_settle_all, settled)
        except RuntimeError:  # the loop was closed: nobody waits any more
            log.debug("a write ended after its event loop")


def _settle_all(writes: list[_Write]) -> None:
    for write in writes:
        write.settle()


def _unreachable(problem: DBAPIError) -> bool:
    """Locked, full, timed out, gone: trouble with the database, not with the statement."""
    return problem.connection_invalidated or isinstance(problem, OperationalError)


def _worth_repeating(problem: DBAPIError) -> bool:
    """A pooled connection that died while idle, or a deadlock: nothing was stored, a second try may well pass."""
    return problem.connection_invalidated or type(problem.orig).__name__ in {"SerializationFailure", "DeadlockDetected"}


def _verdict(problem: BaseException, *, committing: bool) -> BaseException:
    trouble = isinstance(problem, sqlite3.Error) or (isinstance(problem, DBAPIError) and _unreachable(problem))
    if trouble:
        log.warning("database trouble: %s", _name(getattr(problem, "orig", problem)))
        known = OutcomeUnknown if committing else NotSaved
        verdict: BaseException = known("the database cannot be reached or is locked")
        verdict.__cause__ = problem
        return verdict
    return problem


def _name(problem: BaseException) -> str:
    """The driver's name of the error: its message may quote what people wrote."""
    code = getattr(problem, "sqlite_errorname", None) or getattr(problem, "sqlstate", None)
    return f"{type(problem).__name__} {code}" if code else type(problem).__name__


@functools.cache
def insert_ignoring(dialect: str, table: Table, conflict: tuple[str, ...]) -> Insert:
    """An insert that passes over rows whose `conflict` columns are there already."""
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert  # the other one's is not loaded: starts are quicker
    statement: Insert = insert(table).on_conflict_do_nothing(index_elements=list(conflict))
    # Unless asked to, SQLAlchemy keeps no count of inserted rows on PostgreSQL; the new id nobody needs.
    return statement.inline().execution_options(preserve_rowcount=True)


def insert_or_ignore(session: Session, table: Table, values: Mapping[str, Any], *conflict: str) -> bool:
    """Inserts one row unless one with the same `conflict` columns is there; says whether it did."""
    return session.execute(insert_ignoring(session.dialect.name, table, conflict), values).rowcount == 1


def migration_engine(url: str, keys: Sequence[str]) -> Engine:
    """An engine for Alembic: foreign keys off (a batch rebuild of a parent would empty its children), no time-outs."""
    postgres = make_url(url).get_backend_name() == "postgresql"
    patience = {"connect_timeout": 10} if postgres else {}
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=patience)
    if keys:
        Cipher(keys).bind(engine.dialect)
    return engine


@contextmanager
def migrating(url: str, keys: Sequence[str]) -> Iterator[Connection]:
    """A connection for Alembic, whose work is committed at the end unless it raised."""
    engine = migration_engine(url, keys)
    try:
        with engine.connect() as connection:
            yield connection
            connection.commit()
    finally:
        engine.dispose()
