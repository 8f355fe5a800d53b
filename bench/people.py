"""People of a long record against a tenth of it: the lists, the room, and what is proposed; who they are is written
straight into the tables.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from bench import known
from bench.home import COMMANDS
from bench.servers import KEY
from bot.domain.members import Actor
from bot.domain.stakeholders import Relationship, Stance
from bot.domain.wins import Category
from bot.services import home, members, preps, proposals, rooms, stakeholder_overdue
from bot.store import schema
from bot.store.database import Database, Session
from bot.store.tables import conversation_people, conversations, stakeholders, wins
from bot.views import home as home_views
from bot.views import preps as prep_views
from bot.views import proposals as proposal_views
from bot.views import rooms as room_views
from bot.views import stakeholder_lists as list_views

LONG = Actor("", "T0ACME", "U0LONG", zone="Europe/Berlin", zone_asked=True)
TENTH = Actor("", "T0ACME", "U0TENTH", zone="Europe/Berlin", zone_asked=True)
PEOPLE, TALKS, WINS = 200, 5_000, 2_000
YEARS = timedelta(days=730)
FUNCTIONS = ("Platform", "Finance", "Design", "Payments", "Law", "")

Row = dict[str, Any]


def prepare(database: str) -> None:
    """Both members beside each other, so that neither has the tables for itself."""
    if database.startswith("sqlite"):
        schema.upgrade(database, (KEY,))
    store = Database(database, (KEY,))
    with store.engine.connect() as session:
        session.begin()
        now = datetime.now(UTC)
        for actor, part in ((LONG, 1), (TENTH, 10)):
            _record(session, actor, now, PEOPLE // part, TALKS // part, WINS // part)
        session.commit()
        if not store.is_sqlite:
            session.exec_driver_sql("ANALYZE")
            session.commit()
    store.close()


def _record(session: Session, actor: Actor, now: datetime, many: int, talks: int, won: int) -> None:
    owner = members.note_record(session, members.enrol(session, actor, now), now).id

    def on(number: int, of: int) -> date:
        return (now - YEARS * number / of).date()

    people = _insert(session, stakeholders, owner, [_person(number, many, on, now) for number in range(many)])
    met = _insert(session, conversations, owner, [_talk(number, on(number, talks), now) for number in range(talks)])
    kept = _insert(session, wins, owner, [_win(number, on(number, won), now) for number in range(won)])
    joined = [{"conversation_id": each, "stakeholder_id": people[at % many]} for at, each in enumerate(met)]
    _insert(session, conversation_people, owner, joined)
    known.add(session, owner, kept, people, now)


def _person(number: int, many: int, on: Callable[[int, int], date], now: datetime) -> Row:
    relationships = list(Relationship)
    return {
        "name": f"Person {number}" if number % 2 else "",
        "user_id": "" if number % 2 else f"U0PERSON{number}",
        "known_as": "" if number % 2 else f"Somebody of Slack {number}",
        "relationship": relationships[number % len(relationships)],
        "function": FUNCTIONS[number % len(FUNCTIONS)],
        "influence": number % 3 + 1,
        "decider": number % 10 < 2,
        "stance": list(Stance)[number % len(Stance)],
        "confidence": number % 5 + 1 if number % 4 else None,
        "interests": "Cost, reliability, how teams grow, and what the board asks for this quarter",
        "notes": "Met at the offsite; wants to see delegation before she would argue for anything",
        "added_on": (now - YEARS).date(),
        "last_conversation_on": on(number, many * 8),
        "created_at": now,
    }


def _talk(number: int, day: date, now: datetime) -> Row:
    return {
        "happened_on": day,
        "kind": "1:1",
        "topic": f"the roadmap, part {number}",
        "notes": "She asked for the numbers, and for who else has seen them",
        "confidence": number % 5 + 1 if number % 4 == 0 else None,
        "source": "command",
        "recorded_at": now,
    }


def _win(number: int, day: date, now: datetime) -> Row:
    families = [*Category, ""]
    return {
        "state": "kept",
        "title": f"Shipped part {number} of the retry queue with the platform team",
        "happened_on": day,
        "category": families[number % len(families)],
        "source": "command",
        "created_at": now,
        "kept_at": now,
    }


def _insert(session: Session, table: Any, owner: int, rows: list[Row]) -> list[int]:
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(session.scalars(statement, [{"member_id": owner, **row} for row in rows]))


def _overdue(session: Session, actor: Actor, now: datetime) -> object:
    return list_views.overdue_list(stakeholder_overdue.see(session, actor, 0, now))


def _room(session: Session, actor: Actor, now: datetime) -> object:
    return room_views.message(rooms.see_room(session, actor, now))


def _prep(session: Session, actor: Actor, now: datetime) -> object:
    owner = members.require(session, actor).id
    own = select(stakeholders.c.id).where(stakeholders.c.member_id == owner).order_by(stakeholders.c.id)
    who = int(session.execute(own.offset(5).limit(1)).scalar_one())
    return prep_views.message(preps.see(session, actor, who, now))


def _next(session: Session, actor: Actor, now: datetime) -> object:
    found = proposals.see_proposals(session, actor, now)
    return proposal_views.proposals_list(found.shown, found.held, found.left, people=found.people, wins=found.wins)


def _home(session: Session, actor: Actor, now: datetime) -> object:
    return home_views.home_view(home.see_home(session, actor, now), COMMANDS)


SHOWN: dict[str, Callable[[Session, Actor, datetime], object]] = {
    "Overdue list": _overdue,
    "The room": _room,
    "Prep": _prep,
    "Next-best conversations": _next,
    "Home": _home,
}


def made(database: str, times: int) -> Iterator[tuple[str, float, float]]:
    """For each of `SHOWN` the median seconds of a tenth and of the whole, turn by turn."""
    store = Database(database, (KEY,))
    for name, show in SHOWN.items():
        took: dict[Actor, list[float]] = {TENTH: [], LONG: []}
        for _ in range(times):
            for actor, seconds in took.items():
                with store.engine.connect() as session:
                    began = time.perf_counter()
                    show(session, actor, datetime.now(UTC))
                    seconds.append(time.perf_counter() - began)
        tenth, whole = (sorted(seconds)[times // 2] for seconds in took.values())
        yield name, tenth, whole
    store.close()
