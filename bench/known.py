"""What lends wins their weight and who knows of them, for the records of the other benches: as uneven as in life."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert

from bot.store.database import Session
from bot.store.tables import awareness, evidence, measures, witnesses

KNOW_MUCH = 1  # people, however long the record: a manager, who knows half of the wins


def add(session: Session, owner: int, wins: list[int], people: list[int], now: datetime) -> None:
    """Half of the wins have a measure, a third evidence, a quarter somebody who was there; two thirds are known."""
    _insert(session, measures, owner, [_measure(win) for at, win in enumerate(wins) if at % 2])
    linked = {"kind": "link", "url": "https://example.com/done", "created_at": now}
    _insert(session, evidence, owner, [linked | {"win_id": win} for at, win in enumerate(wins) if at % 3 == 0])
    there = [{"win_id": win, "user_id": f"U0WITNESS{at % 7}"} for at, win in enumerate(wins) if at % 4 == 0]
    _insert(session, witnesses, owner, there)
    pairs = {(win, people[at * step % len(people)]) for at, win in enumerate(wins) for step in (1, 7) if at % 3}
    pairs |= {(win, who) for who in people[:KNOW_MUCH] for win in wins[::2]}
    told = {"how": "told", "since": now.date(), "created_at": now}
    _insert(session, awareness, owner, [told | {"win_id": win, "stakeholder_id": who} for win, who in sorted(pairs)])


def _measure(win: int) -> dict[str, Any]:
    return {"win_id": win, "metric": "p95", "unit": "ms", "as_typed": "p95 800ms -> 480ms", "direction": "down"} | {
        "before": 800,
        "after": 480,
    }


def _insert(session: Session, table: Any, owner: int, rows: list[dict[str, Any]]) -> None:
    session.execute(insert(table), [{"member_id": owner, **row} for row in rows])
