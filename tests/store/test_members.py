"""Members in the database: one per person and workspace, whoever starts them."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select

from bot.domain.deliveries import SETTLE
from bot.domain.members import Actor, Member, ZoneSource
from bot.store import members
from bot.store.database import Database, Session
from bot.store.tables import members as table
from tests.conftest import KEY, NOW


def count(session: Session) -> int:
    return session.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.mark.both_databases
def test_somebody_added_is_found_by_actor_and_by_id(session: Session, ada: Actor) -> None:
    assert members.find(session, ada) is None
    added = members.add(session, ada, NOW)
    assert members.find(session, ada) == members.find_locked(session, ada) == members.get(session, added.id) == added
    assert (added.user_id, added.team_id, added.enterprise_id) == ("U0ADA", "T0ACME", "")
    assert (added.zone, added.zone_source) == ("Europe/Berlin", ZoneSource.SLACK)
    assert (added.covered_until, added.created_at, added.first_record_at) == (NOW - SETTLE, NOW, None)
    assert (added.next_digest_at, added.next_nudge_at) == (None, None)
    assert (added.digest_weekday, added.digest_hour, added.nudge_weekday, added.nudge_hour) == (4, 15, 2, 10)


@pytest.mark.both_databases
def test_the_same_user_id_elsewhere_is_somebody_else(session: Session, ada: Actor) -> None:
    first = members.add(session, ada, NOW)
    in_other_team = members.add(session, replace(ada, team_id="T0OTHER"), NOW)
    in_an_org = members.add(session, replace(ada, enterprise_id="E1"), NOW)
    assert len({first.id, in_other_team.id, in_an_org.id}) == 3
    assert len({first.workspace_id, in_other_team.workspace_id, in_an_org.workspace_id}) == 3
    assert members.find(session, ada) == first


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("asked", "source", "again"), [(True, ZoneSource.NONE, None), (False, ZoneSource.PENDING, NOW)]
)
def test_without_a_zone_it_is_utc_and_marked(
    session: Session, ada: Actor, asked: bool, source: ZoneSource, again: datetime | None
) -> None:
    member = members.add(session, replace(ada, zone=None, zone_asked=asked), NOW)
    assert (member.zone, member.zone_source) == ("UTC", source)
    assert session.scalar(select(table.c.zone_next_try_at)) == again


@pytest.mark.both_databases
async def test_two_processes_that_start_somebody_at_once_get_one_member(database: str, ada: Actor) -> None:
    processes = [Database(database, (KEY,)) for _ in range(3)]
    found: list[Member] = await asyncio.gather(*(db.write(members.add, ada, NOW) for db in processes * 3))
    assert len({member.id for member in found}) == 1
    assert await processes[0].read(count) == 1
    for db in processes:
        db.close()


@pytest.mark.on_postgres
async def test_the_writes_of_one_member_are_serial(db: Database, ada: Actor) -> None:
    """Twenty read-then-write increments at once: without the row lock some would be lost."""
    await db.write(members.add, ada, NOW)

    def increment(session: Session) -> None:
        member = members.find_locked(session, ada)
        assert member is not None
        attempts = session.execute(select(table.c.zone_attempts)).scalar_one()
        members.change(session, member.id, zone_attempts=attempts + 1)

    await asyncio.gather(*(db.write(increment) for _ in range(20)))
    assert await db.read(lambda session: session.scalar(select(table.c.zone_attempts))) == 20


@pytest.mark.both_databases
def test_a_change_touches_one_member(session: Session, ada: Actor, maya: Actor) -> None:
    first, other = members.add(session, ada, NOW), members.add(session, maya, NOW)
    members.change(session, first.id, win_emoji="rocket", zone_source=ZoneSource.CHOSEN)
    assert members.get(session, first.id) == replace(first, win_emoji="rocket", zone_source=ZoneSource.CHOSEN)
    assert members.get(session, other.id) == other
    assert members.get(session, 999_999) is None
