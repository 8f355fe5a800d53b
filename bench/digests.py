"""Digests: the time for data and rendering of a batch, for few members and for sixteen times as many."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import event, insert

from bench.servers import KEY
from bot.domain.stakeholders import Relationship
from bot.domain.wins import Category
from bot.services import digests, proposals
from bot.store import schema
from bot.store.database import Database, Session
from bot.store.tables import conversation_people, conversations, measures, members, stakeholders, wins, workspaces
from bot.views import digests as views

FEW, TIMES = 40, 16
WINS, PEOPLE, TALKS = 200, 30, 100
THIS_WEEK = 5  # of a member's wins; the others lie before
BATCH = 500
COMMANDS = {"win": "/win", "met": "/met", "vouch": "/vouch"}
NOW = datetime(2026, 12, 4, 14, 0, 30, tzinfo=UTC)


def prepare(database: str, many: int) -> list[int]:
    """Adds so many members, each with a record of two years; their ids."""
    if database.startswith("sqlite"):
        schema.upgrade(database, (KEY,))
    store = Database(database, (KEY,))
    with store.engine.connect() as session:
        session.begin()
        place = _ids(session, workspaces, [{"team_id": f"T{many}", "created_at": NOW}])[0]
        found: list[int] = []
        for start in range(0, many, 100):
            found += _record(session, place, range(start, min(start + 100, many)))
        session.commit()
        session.exec_driver_sql("ANALYZE")
        session.commit()
    store.close()
    return found


def _record(session: Session, place: int, numbers: range) -> list[int]:
    week = NOW - timedelta(days=7)
    rows: list[dict[str, Any]] = [
        {
            "workspace_id": place,
            "user_id": f"U{number:06d}",
            "zone": "Europe/Berlin",
            "zone_source": "slack",
            "covered_until": week,
            "first_record_at": week - timedelta(days=700),
            "created_at": week - timedelta(days=700),
        }
        for number in numbers
    ]
    owners = _ids(session, members, rows)
    families = [*Category, ""]
    kept = [
        {
            "member_id": owner,
            "state": "kept",
            "title": f"Shipped part {number} of the retry queue with the platform team",
            "happened_on": _day(number),
            "category": families[number % len(families)],
            "source": "command",
            "created_at": _moment(number),
            "kept_at": _moment(number),
        }
        for owner in owners
        for number in range(WINS)
    ]
    won = _ids(session, wins, kept)
    numbers_of = [
        {"member_id": row["member_id"], "win_id": win, "metric": "p95", "unit": "ms", "before": 800, "after": 480}
        | {"as_typed": "p95 800ms -> 480ms", "direction": "down"}
        for win, row in zip(won, kept, strict=True)
        if win % 2
    ]
    session.execute(insert(measures), numbers_of)
    people = [
        {
            "member_id": owner,
            "name": f"Person {number}",
            "relationship": list(Relationship)[number % len(Relationship)],
            "added_on": date(2025, 1, 1),
            "last_conversation_on": NOW.date() - timedelta(days=5 * number),
            "created_at": NOW,
        }
        for owner in owners
        for number in range(PEOPLE)
    ]
    known = _ids(session, stakeholders, people)
    held = [
        {
            "member_id": owner,
            "happened_on": _day(2 * number),
            "kind": "1:1",
            "topic": "the roadmap",
            "source": "command",
        }
        | {"recorded_at": _moment(2 * number)}
        for owner in owners
        for number in range(TALKS)
    ]
    talks = _ids(session, conversations, held)
    with_whom = [
        {"member_id": held[at]["member_id"], "conversation_id": talk, "stakeholder_id": known[at // TALKS * PEOPLE]}
        for at, talk in enumerate(talks)
    ]
    session.execute(insert(conversation_people), with_whom)
    return owners


def _moment(number: int) -> datetime:
    """The first few lie in the week that the digest tells, the others before."""
    return NOW - (timedelta(days=1, hours=number) if number < THIS_WEEK else timedelta(days=8 + 3 * number))


def _day(number: int) -> date:
    return _moment(number).date()


def _ids(session: Session, table: Any, rows: list[dict[str, Any]]) -> list[int]:
    adding = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [int(row[0]) for row in session.execute(adding, rows)]


def made(database: str, ids: list[int], batch: int, *, next_best: bool = False, rounds: int = 5) -> tuple[float, int]:
    """Seconds for one member, data and view, in batches of so many: the fastest round; and statements for a batch.

    On SQLite, where all is done in this process, seconds of its core; else of the clock on the wall.
    """
    clock = time.process_time if database.startswith("sqlite") else time.perf_counter
    store = Database(database, (KEY,))
    took: list[float] = []
    proposing = nullcontext() if next_best else patch.object(proposals, "gather", return_value={})
    with proposing, store.engine.connect() as session, counting(store) as counted:
        for _ in range(rounds):
            counted.clear()
            began = clock()
            for start in range(0, len(ids), batch):
                found = digests.gather(session, ids[start : start + batch], NOW)
                for digest in found.values():
                    views.digest_message(digest, COMMANDS, frozenset())
            took.append((clock() - began) / len(ids))
    store.close()
    return min(took), counted["statements"] // -(-len(ids) // batch)


@contextmanager
def counting(store: Database) -> Iterator[Counter[str]]:
    counted: Counter[str] = Counter()

    def count(*_: object) -> None:
        counted["statements"] += 1

    event.listen(store.engine, "before_cursor_execute", count)
    yield counted
    event.remove(store.engine, "before_cursor_execute", count)
