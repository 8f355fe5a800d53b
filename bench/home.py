"""Home of a long record against a short one: who they are, what they have recorded, and how their opening is sent."""

import json
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from slack_sdk.signature import SignatureVerifier
from sqlalchemy import insert

from bench import known
from bench.load import SECRET
from bench.servers import KEY
from bot.domain.members import Actor
from bot.domain.stakeholders import Relationship
from bot.domain.wins import Category
from bot.services import home, members
from bot.store import schema
from bot.store.database import Database, Session
from bot.store.tables import conversation_people, conversations, stakeholders, tags, wins
from bot.views import home as views

SHORT = Actor("", "T0ACME", "U0MAYA", zone="Europe/Berlin", zone_asked=True)
LONG = Actor("", "T0ACME", "U0ADA", zone="Europe/Berlin", zone_asked=True)
COMMANDS = {"win": "/win", "met": "/met", "vouch": "/vouch"}
YEARS = timedelta(days=730)


def prepare(database: str) -> None:
    """One member with 20 wins and 5 people, one with 2,000 and 200, over two years; conversations half as many."""
    if database.startswith("sqlite"):
        schema.upgrade(database, (KEY,))
    store = Database(database, (KEY,))
    with store.engine.connect() as session:
        session.begin()
        now = datetime.now(UTC)
        _record(session, SHORT, now, 20, 5)
        _record(session, LONG, now, 2_000, 200)
        session.commit()
    if not store.is_sqlite:
        with store.engine.connect() as session:
            session.exec_driver_sql("ANALYZE")
            session.commit()
    store.close()


def _record(session: Session, actor: Actor, now: datetime, many_wins: int, many_people: int) -> None:
    owner = members.note_record(session, members.enrol(session, actor, now), now).id

    def on(number: int, of: int) -> date:
        return (now - YEARS * number / of).date()

    families = [*Category, ""]
    won = [
        {
            "member_id": owner,
            "state": "kept",
            "title": f"Shipped part {number} of the retry queue with the platform team",
            "happened_on": on(number, many_wins),
            "category": families[number % len(families)],
            "source": "command",
            "created_at": now,
            "kept_at": now,
        }
        for number in range(many_wins)
    ]
    tagged = _insert(session, wins, won)
    _insert(session, tags, [{"member_id": owner, "win_id": each, "name": "reliability"} for each in tagged])
    everybody = [
        {
            "member_id": owner,
            "name": f"Person {number}",
            "relationship": list(Relationship)[number % len(Relationship)],
            "added_on": (now - YEARS).date(),
            "last_conversation_on": on(number, many_people * 8),
            "created_at": now,
        }
        for number in range(many_people)
    ]
    people = _insert(session, stakeholders, everybody)
    known.add(session, owner, tagged, people, now)
    many_talks = many_wins // 2
    talks = [
        {
            "member_id": owner,
            "happened_on": on(number, many_talks),
            "kind": "1:1",
            "topic": "the roadmap",
            "source": "command",
            "recorded_at": now,
        }
        for number in range(many_talks)
    ]
    met = _insert(session, conversations, talks)
    named = [
        {"member_id": owner, "conversation_id": each, "stakeholder_id": people[number % many_people]}
        for number, each in enumerate(met)
    ]
    _insert(session, conversation_people, named)


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> list[int]:
    return [int(session.execute(insert(table).values(row).returning(table.c.id)).scalar_one()) for row in rows]


def opened(actor: Actor, number: int, port: int) -> bytes:
    """Somebody opens Home, as Slack sends it."""
    body = json.dumps(
        {
            "type": "event_callback",
            "team_id": actor.team_id,
            "api_app_id": "A0VOUCH",
            "event_id": f"Ev{time.monotonic_ns()}{number}",
            "event": {"type": "app_home_opened", "user": actor.user_id, "channel": "D0", "tab": "home"},
        }
    )
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: {signature}\r\n\r\n"
    )
    return (head + body).encode()


def made(database: str, times: int) -> tuple[float, float]:
    """Median seconds for data and view of the short record and of the long one, turn by turn."""
    store = Database(database, (KEY,))
    took: dict[Actor, list[float]] = {SHORT: [], LONG: []}
    for _ in range(times):
        for actor, seconds in took.items():
            with store.engine.connect() as session:
                began = time.perf_counter()
                views.home_view(home.see_home(session, actor, datetime.now(UTC)), COMMANDS)
                seconds.append(time.perf_counter() - began)
    store.close()
    short, long = (sorted(seconds)[times // 2] for seconds in took.values())
    return short, long
